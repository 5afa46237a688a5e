"""Typed answers: what is right, what is nearly right, and what never is."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.model import Question, Topic
from knowledge.questions.typed import (
    Checked,
    Verdict,
    check_typed,
    judge_name,
)


def question(*accepted: str, stem: str = "Which is it?") -> Question:
    asked = Question("i", "v", "T2", "Topic", "s", stem, (accepted[0],), 0, "e", ("",), (), ())
    return replace(asked, options=(), accept=accepted)


def check(key: str, typed: str, *others: str) -> Checked:
    """Judge *typed*, where the notes know the *others* as well."""
    return check_typed(question(key), typed, [Topic(other) for other in others])


RIGHT = [
    ("Amazon CloudFront", "cloudfront"),
    ("CloudFront", "Amazon CloudFront"),
    ("CloudFront", "the cloud-front!".replace("-", "")),
    ("CloudFront", "CloudFrnot"),  # neighbours swapped
    ("Elastic Beanstalk", "elastic beanstlak"),
    ("Identity & Access Management", "identity and access management"),
    ("Secrets Manager", "secret manager"),
    ("DynamoDB", "dynamobd"),
    ("15 min", "900 s"),
    ("15 min", "15 minutes"),
    ("1,000", "1000"),
    ("256 KB", "256KiB"),
    ("five layers", "5 layers"),
]
WRONG = [
    ("SQS", "SNS"),
    ("EBS", "EFS"),
    ("SQS", "SQSS"),
    ("CloudFront", "CloudTrail"),
    ("15 min", "15 s"),
    ("15 min", "16 min"),
    ("15 min", "about a quarter"),
    ("CloudFront", ""),
    ("CloudFront", "front"),
    ("TLS 1.2", "TLS 1.3"),
    ("Route 53", "Route 54"),
    ("Python 3.11", "Python 3.12"),
    ("10.0.0.0/8", "10.0.0.0/9"),
    ("chmod +x", "chmod -x"),
]
CLOSE = [  # each is within one slip of what is forgiven
    ("chair", "air"),
    ("Lambda", "bambda"),  # the first letter has to be right
    ("Elastic Beanstalk", "elestic beenstolk"),
]


@pytest.mark.parametrize(("key", "typed"), RIGHT)
def test_small_differences_of_writing_are_forgiven(key: str, typed: str) -> None:
    assert check(key, typed).verdict is Verdict.RIGHT


@pytest.mark.parametrize(("key", "typed"), WRONG)
def test_other_things_and_parts_of_names_are_wrong(key: str, typed: str) -> None:
    assert check(key, typed, "CloudTrail", "SNS", "EFS").verdict is Verdict.WRONG


@pytest.mark.parametrize(("key", "typed"), CLOSE)
def test_a_near_miss_is_told_so_and_shows_the_accepted_form(key: str, typed: str) -> None:
    checked = check(key, typed, "CloudTrail", "SNS", "EFS")
    assert checked.verdict is Verdict.CLOSE
    assert checked.accepted == key


def test_an_input_as_near_to_another_option_is_never_accepted() -> None:
    assert check("CodeBuild", "CodeBuilx", "CodeBuilt").verdict is Verdict.WRONG


def test_aliases_count_as_the_answer() -> None:
    topics = (Topic("CloudFormation", aliases=("CFN",)),)
    checked = check_typed(question("CloudFormation"), "cfn", topics)
    assert checked.verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("accepted", "said", "verdict"),
    [
        (("15 minutes", "a quarter of an hour"), "A quarter of an hour", Verdict.RIGHT),
        (("a quarter of an hour", "15 minutes"), "900 s", Verdict.RIGHT),
        (("a quarter of an hour", "15 minutes"), "14 minutes", Verdict.WRONG),
        (("SSH", "22"), "23", Verdict.WRONG),
        (("SSH", "22"), "ssh", Verdict.RIGHT),
    ],
)
def test_of_several_accepted_forms_numbers_are_exact_and_names_are_names(
    accepted: tuple[str, ...], said: str, verdict: Verdict
) -> None:
    checked = check_typed(question(*accepted), said)
    assert checked == Checked(verdict, accepted[0])


@pytest.mark.parametrize(
    ("accepted", "said", "verdict"),
    [
        ("Azure Functions", "functions", Verdict.RIGHT),
        ("Azure Functions", "Microsoft Azure Functions", Verdict.RIGHT),
        ("Google Cloud Run", "Cloud Run", Verdict.RIGHT),
        ("Cloud Run", "google cloud run", Verdict.RIGHT),
        ("Red Hat OpenShift", "openshift", Verdict.RIGHT),
        ("Kafka", "Apache Kafka", Verdict.RIGHT),
        ("AWS Lambda", "Amazon Lambda", Verdict.RIGHT),
        ("AWS Backup", "Azure Backup", Verdict.WRONG),  # another vendor's
        ("Google Cloud", "cloud", Verdict.WRONG),  # the vendor itself
        ("Google Cloud", "IBM Cloud", Verdict.WRONG),
    ],
)
def test_a_vendors_name_may_be_left_out_or_added(
    accepted: str, said: str, verdict: Verdict
) -> None:
    asked = question(accepted)
    assert check_typed(asked, said).verdict is verdict


def test_what_another_vendor_calls_the_same_is_another_topic() -> None:
    asked = question("AWS Backup")
    topics = (Topic("AWS Backup"), Topic("Azure Backup", aliases=("Backup Center",)))
    assert check_typed(asked, "Backup", topics).verdict is Verdict.RIGHT
    for said in ("Azure Backup", "Backup Center"):
        assert check_typed(asked, said, topics).verdict is Verdict.WRONG


def test_a_bare_number_counts_where_the_stem_names_the_unit() -> None:
    asked = question("900 s", stem="How long is it in seconds?")
    assert check_typed(asked, "900").verdict is Verdict.RIGHT
    assert check("900 s", "900").verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("stem", "key", "typed"),
    [
        ("How many days does it keep?", "14 days", "14"),
        ("How many days does it keep?", "14 days", "fourteen"),
        ("How many days does it keep?", "14", "two weeks"),
        ("How many whole days does it keep?", "14 days", "14"),
        ("How many seconds is that?", "15 minutes", "900"),
        ("How many GB fit?", "5 GB", "5"),
        ("How many KB is a message?", "256 KB", "256"),
        ("How many KB is a message?", "256", "256 kb"),
        ("How many percent are promised?", "99.9 %", "99.9"),
        ("What percentage is promised?", "99.9%", "99.9"),
        ("How many dollars is a month?", "$5", "5"),
        ("How many metres does it reach?", "10 m", "10"),
        ("The longest timeout (seconds)?", "900 s", "900"),
        ("The longest timeout [s]?", "900 s", "900"),
        ("How long is it, in whole minutes?", "15 min", "15"),
        ("How long is it in seconds?", "900", "15 minutes"),
        ("How long is it in seconds?", "900", "900 s"),
        ("Wie viele Tage bleibt es?", "14 Tage", "14"),
        ("Wie viele Tage bleibt es?", "14", "14 Tage"),
        ("Wieviel Prozent sind zugesagt?", "90 %", "90"),
        ("Wie lange dauert es in ganzen Minuten?", "15 Minuten", "15"),
        ("Wie lange dauert es in Sekunden?", "900", "15 Minuten"),
        ("¿Cuántos días se guarda?", "14 días", "14"),
        ("¿Cuántas horas dura?", "2", "120 minutos"),
        ("¿Cuánto dura en segundos?", "15 minutos", "900"),
        ("Combien de jours dure-t-il ?", "14 jours", "14"),
        ("Combien d’heures dure-t-il ?", "2 heures", "2"),
        ("Combien de Go au plus ?", "5 Go", "5 GB"),
        ("Quelle est la durée en secondes ?", "900", "15 minutes"),
        ("How long?", "14 Tage", "two weeks"),
        ("Wie viel Prozent?", "99,9 %", "99,9"),
        ("Wie viel Prozent?", "99,9 %", "99.9"),
        ("Wie viel Prozent?", "99,9", "99,9 %"),
        ("Wie viel Prozent?", "99,9", "99.9"),
        ("Wie viele Sekunden?", "1,5", "1.5"),
        ("Wie viele Sekunden?", "1,5", "1,5 s"),
        ("Wie viele Sekunden?", "1,5", "1,5 Sekunden"),
        ("Wie viele Sekunden?", "0,125", "125 ms"),
        ("Wie viele Euro?", "5 €", "5"),
        ("Wie viele Euro?", "5 €", "€5"),
        ("Wie viele Euro?", "5 €", "5 Euro"),
        ("Wie viele Euro?", "5 €", "5,00 EUR"),
        ("Der Preis (€)?", "5 €", "5"),
        ("How much?", "$5", "5 $"),
        ("How many?", "1,500", "1500"),
        ("Wie lang?", "1,5", "1.50"),
        ("Wie lang?", "0,5", ",5"),
    ],
)
def test_the_unit_that_the_stem_names_may_be_left_out(stem: str, key: str, typed: str) -> None:
    assert check_typed(question(key, stem=stem), typed).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("stem", "key", "typed"),
    [
        ("How many days does it keep?", "14 days", "15"),
        ("How many days does it keep?", "14 days", "14 hours"),
        ("How many days does it keep?", "14", "14 hours"),
        ("How many minutes are two hours?", "120", "120 hours"),
        ("How long does it keep?", "14 days", "14"),
        ("How often does it run in an hour?", "2 hours", "2"),
        ("How long may it take in two days?", "2 days", "2"),
        ("How many messages does it send per second?", "10 s", "10"),
        ("How many dollars is a month?", "$5", "5 EUR"),
        ("Wie viele Tage bleibt es?", "14 Tage", "14 Stunden"),
        ("Wie viel Prozent?", "99,9 %", "999"),
        ("Wie viel Prozent?", "99,9 %", "99,8"),
        ("How many?", "1,500", "1.5"),
        ("How many?", "1,5", "15"),
        ("Wie viele Euro?", "5 €", "$5"),
        ("Which ports?", "22,80,443", "22.80443"),
    ],
)
def test_no_unit_is_taken_for_another(stem: str, key: str, typed: str) -> None:
    assert check_typed(question(key, stem=stem), typed).verdict is Verdict.WRONG


SIGNS = (
    "!=",
    ">>",
    "|",
    "*",
    "..",
    "/",
    "~",
    "%",
    "==",
    "$?",
    "[]",
    "&&",
    "||",
    "-",
    '"',
    "`",
    "()",
)


@pytest.mark.parametrize("key", SIGNS)
def test_an_answer_of_signs_is_right_as_it_is_and_no_other(key: str) -> None:
    for typed in SIGNS:
        wanted = Verdict.RIGHT if typed == key else Verdict.WRONG
        assert check(key, f" {typed} ").verdict is wanted, typed
    assert check(key, "a name").verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("-1", "1"),
        ("1", "-1"),
        ("-40 °C", "40 °C"),
        (".5", "5"),
        ("> 5", "5"),
        ("> 5", "< 5"),
        (">= 5", "> 5"),
        ("$5", "€5"),
        ("x < y", "x > y"),
        ("x - 1", "x + 1"),
        ("x-1", "x+1"),
        ("a == b", "a = b"),
        ("a || b", "a | b"),
        ("cd ..", "cd"),
        ("cd ..", "cd ."),
        ("ls -a b", "ls a -b"),
        ("/etc/passwd", "etc/passwd"),
        (".gitignore", "gitignore"),
        ("~/.profile", "/.profile"),
        ("*.example.com", "example.com"),
        ("chmod +x", "chmod x"),
        ("$HOME", "HOME"),
        ("C++", "C"),
        ("C#", "C"),
        ("1/2", "1 2"),
        ("git stash -u", "git stahs +u"),  # a slip beside it changes nothing
        ("git commit --amend", "git commit -amend"),
        ("-1/1", "1/1"),
        ("1/2", "1-2"),
        ("x86-64", "x86.64"),
        ("-1", "-1/1"),
        ("5!", "5"),
        ("Vue.js!=3", "Vue.js=3"),
    ],
)
def test_another_sign_is_never_right_nor_close(key: str, typed: str) -> None:
    assert check(key, typed).verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        (".5", "0.5"),
        ("0.5", ".5"),
        ("-.5", "-0.5"),
        ("-1", "−1"),
        ("-40 °C", "-40°C"),
        ("> 5", ">5"),
        (">= 5", "≥ 5"),
        ("x < y", "x<y"),
        ("x-1", "x - 1"),
        ("!=", "`!=`"),
        ("cd ..", "`cd ..`"),
        ("cd ..", "CD  .."),
        ("-1", "`-1`."),
        ("443", "(443)"),
        ("Voltmeter", "“the voltmeter”."),
        ("Voltmeter", "Voltmeter!"),
        ("Node.js", "node js"),
        ("cloud-front", "CloudFront"),
        ("TCP/IP", "tcp ip"),
        ("max_size", "max size"),
        ("R&D", "R and D"),
        ("print()", "print"),
        ("git stash -u", "git stahs -u"),
        ("git commit --amend", "git commit —amend"),
        ("git commit --amend", "git commit –amend"),
        ("--amend", "—amend"),
        ("git commit -m", "git commit –m"),
        ("1939-1945", "1939 – 1945"),
        ("1939 – 1945", "1939-1945"),
        ("x86-64", "x86_64"),
        ("x86-64", "x86 64"),
        ("24/7", "24-7"),
        ("S3", "S3!"),
        ("Route 53", "Route 53!"),
        ("14 days", "14 days!"),
        ("Is it?", "Is it?"),
        ("/var/log", "/var/log/"),
        ("/var/log/", "/var/log"),
        ("cd ..", "cd ../"),
    ],
)
def test_marks_that_only_set_words_apart_are_of_no_matter(key: str, typed: str) -> None:
    assert check(key, typed).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("Ctrl+C", "Ctrl-C"),
        ("@Autowired", "Autowired"),
        ("--amend", "-amend"),
    ],
)
def test_another_sign_in_a_name_of_letters_is_close(key: str, typed: str) -> None:
    assert check(key, typed).verdict is Verdict.CLOSE


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_anything_may_be_typed(typed: str) -> None:
    assert check("CloudFront", typed, "CloudTrail").accepted == "CloudFront"


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("RPO (recovery point objective)", Verdict.RIGHT),
        ("Recovery Point Objective (RPO)", Verdict.RIGHT),
        ("recovery point objectiv (rpo)", Verdict.RIGHT),
        ("RPO (recovery time objective)", Verdict.WRONG),  # it cannot be both
        ("RTO (recovery point objective)", Verdict.WRONG),
        ("RPO (or RTO)", Verdict.WRONG),
        ("RPO ()", Verdict.RIGHT),
        ("RPO (recovery point objective) (RPO)", Verdict.WRONG),  # two names, and no list
        ("()", Verdict.WRONG),
    ],
)
def test_a_name_may_be_given_with_its_other_name_in_brackets(said: str, verdict: Verdict) -> None:
    asked = question("Recovery point objective", "RPO")
    assert check_typed(asked, said).verdict is verdict


@given(st.sampled_from(["CloudFront", "Elastic Beanstalk", "Step Functions"]), st.data())
@settings(max_examples=60)
def test_one_swapped_pair_inside_a_long_name_is_forgiven(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(name) - 2))
    typed = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    if " " not in name[place : place + 2]:
        assert judge_name(typed, (name,), ("CloudTrail",)).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("EC2", "EC 2"), ("SHA-256", "SHA256"), ("HTTP/2", "HTTP2"), ("CI/CD", "CICD"),
        ("Wi-Fi", "wifi"), ("Node.js", "nodejs"), ("EC2", "Amazon EC 2"), ("U.S.A.", "USA"),
        ("port 443", "Port 443"), ("port 443", "443"), ("443", "port 443"),
        ("3", "three"), ("11", "eleven"),
    ],
)  # fmt: skip
def test_blanks_and_joints_in_names_and_words_for_numbers_are_of_no_matter(
    key: str, typed: str
) -> None:
    assert check(key, typed).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("key", "typed"),
    [("TLS 1.2", "TLS 12"), ("3.11", "311"), ("port 443", "80"), ("3", "four"), ("C++", "C")],
)
def test_without_blanks_another_thing_stays_another(key: str, typed: str) -> None:
    assert check(key, typed).verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("World War II", "World War I"), ("World War II", "World War III"),
        ("Henry VIII", "Henry VII"), ("Louis XIV", "Louis XVI"), ("Elizabeth I", "Elizabeth II"),
        ("Type II error", "Type I error"), ("Chromium(VI)", "Chromium(III)"),
        ("Vitamin D", "Vitamin B"), ("Hepatitis B", "Hepatitis A"), ("Class A", "Class B"),
        ("Plan B", "Plan A"), ("Influenza A", "Influenza B"), ("Vitamin K", "Vitamin"),
        ("Vitamin B12", "Vitamin B6"), ("Type 1", "Type 2"), ("IPv4", "IPv6"), ("SHA-1", "SHA-2"),
        ("SHA-256", "SHA-512"), ("Layer 7", "Layer 4"), ("HTTP/2", "HTTP/3"),
        ("Windows 11", "Windows 10"), ("tar -xzf", "tar -xvf"), ("ls -la", "ls -l"),
        ("chmod -R", "chmod -r"), ("grep -i", "grep -v"), ("git push --force", "git push -f"),
        ("kubectl get pods -A", "kubectl get pods -a"), ("docker run -d", "docker run -it"),
        ("uname -r", "uname -a"), ("git checkout -b", "git checkout -B"),
        ("Hyponatremia", "Hypernatremia"), ("Hyperglycemia", "Hypoglycemia"),
        ("Abduction", "Adduction"), ("Adsorption", "Absorption"), ("Lactase", "Lactose"),
        ("Sulfate", "Sulfite"), ("Nitrate", "Nitrite"), ("Ethane", "Ethene"),
        ("Intracellular", "Intercellular"), ("Microeconomics", "Macroeconomics"),
        ("Hydrophilic", "Hydrophobic"), ("Intranet", "Internet"), ("Endothermic", "Exothermic"),
        ("Prefix", "Suffix"), ("Ingress", "Egress"), ("Austria", "Australia"),
        ("Slovenia", "Slovakia"), ("Niger", "Nigeria"), ("Thymine", "Thiamine"),
        ("Public key", "Private key"), ("Symmetric", "Asymmetric"), ("Stateful", "Stateless"),
        ("Inbound", "Outbound"), ("16,000 IOPS", "17000"), ("16,000 IOPS", "16000"),
        ("206 bones", "207 bones"), ("443 (TCP)", "444"), ("53 (UDP)", "53 (TCP)"),
        ("16,000", "16.000"), ("3.14", "3.15"), ("$5", "5 £"), ("-1", "1"), ("not null", "null"),
        ("is not", "is"), ("no", "on"), ("AND", "OR"), ("3", "III"), ("IV", "4"), ("IV", "VI"),
        ("CO2", "CO"), ("C major", "D major"), ("C minor", "C major"), ("北京", "南京"),
        ("docker rmi", "docker rm"), ("docker pull", "docker push"), ("14 July", "14 June"),
        ("npm install", "npm uninstall"), ("systemctl start", "systemctl restart"),
        ("kubectl cordon", "kubectl uncordon"), ("kubectl get pods", "kubectl set pods"),
        ("docker attach", "docker detach"), ("/dev/random", "/dev/urandom"),
    ],
)  # fmt: skip
def test_what_differs_in_a_mark_or_an_opposite_is_never_right(key: str, typed: str) -> None:
    """A figure, a Roman numeral, a lone letter, a switch, the end of a word: none is a slip."""
    assert check(key, typed).verdict is not Verdict.RIGHT
    assert check(key, key).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("Route 53 Resolver", "route 53 resolvr"),
        ("Elastic Beanstalk", "elastic beanstlak"),
        ("docker container prune", "docker contaner prune"),
    ],
)
def test_a_slip_in_a_long_word_is_forgiven_beside_short_ones(key: str, typed: str) -> None:
    assert check(key, typed).verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("key", "stem", "typed"),
    [
        ("World War II", "Which war?", "world war ii"),
        ("World War II", "Which war?", "Wold War II"),
        ("Henry VIII", "Which king?", "Henri VIII"), ("Elizabeth I", "Who?", "Elisabeth I"),
        ("Vitamin D", "Which vitamin?", "vitamine d"), ("Section C", "?", "Sectoin C"),
        ("Apollo 11", "?", "Apolo 11"), ("Route 53", "?", "Rout 53"),
        ("tar -xzf", "?", "tar -zxf"), ("ls -la", "?", "ls -al"), ("rm -rf", "?", "rm -fr"),
        ("git commit -m", "?", "git comit -m"),
        ("kubectl get pods -A", "?", "kubectl get pods -A"),
        ("find . -name", "?", "find . -name"),
        ("terraform apply -auto-approve", "?", "terraform apply -auto-approve"),
        ("Hyperglycemia", "?", "Hyperglicemia"), ("Macroeconomics", "?", "Macroeconmics"),
        ("Lactase", "?", "Lactaes"), ("Photosynthesis", "?", "Photosyntesis"),
        ("Mitochondria", "?", "mitocondria"), ("Read replica", "?", "read replicas"),
        ("16,000 IOPS", "How many IOPS can a gp3 volume have at most?", "16000"),
        ("16,000 IOPS", "How many IOPS can it have?", "16,000"),
        ("16,000 IOPS", "How many IOPS can it have?", "16k"),
        ("16,000 IOPS", "How many IOPS can it have?", "16,000 iops"),
        ("5 rules", "How many rules fit?", "5"), ("5 rules", "How many rules fit?", "five"),
        ("5", "How many rules fit?", "5 rules"),
        ("64", "How many squares has a chessboard?", "64 squares"),
        ("32 teeth", "How many teeth has an adult?", "32"),
        ("206 bones", "How many bones?", "206 bones"),
        ("12 players", "How many players?", "12 player"), ("443 (TCP)", "Which port?", "443"),
        ("443 (TCP)", "Which port?", "443 TCP"),
        ("8 Bundesländer", "Wie viele Bundesländer?", "8"),
        ("26 Kantone", "Wie viele Kantone hat die Schweiz?", "26"),
        ("3 replicas", "How many replicas are made?", "three replicas"),
        ("3 replicas", "How many replicas are made?", "3"), ("2 weeks", "How many days?", "14"),
        ("10 MB/s", "How many MB/s?", "10"),
        ("16.000", "Wie viele Einwohner hat das Dorf?", "16000"),
        ("16,000", "Wie viele Einwohner hat das Dorf?", "16.000"),
        ("16.000", "Wie viele Einwohner hat das Dorf?", "16.000"),
        ("16000", "Wie viele Einwohner hat das Dorf?", "16.000"),
        ("16 000", "Combien d’habitants a le village ?", "16000"),
        ("16000", "Combien d’habitants a le village ?", "16 000"),
        ("1.000.000", "Wie viele sind es?", "1000000"), ("1,000,000", "How many?", "1 million"),
        ("1.5", "How long is it?", "1,5"), ("3.14", "What is pi to two places?", "3,14"),
        ("16'000", "Wie viele Einwohner hat das Dorf?", "16000"), ("£5", "How much?", "5 £"),
        ("£5", "How much?", "5 GBP"), ("£5", "How much?", "5 pounds"),
        ("£5", "How many pounds?", "5"), ("$10", "What does it cost?", "10 dollars"),
        ("$10", "What does it cost?", "US$10"), ("10 €", "Was kostet es?", "10,00 €"),
        ("10 €", "Was kostet es?", "€ 10"), ("$0.023", "What does a GB cost?", "0.023 $"),
        ("¥100", "?", "100 yen"), ("NOT NULL", "?", "not nul"),
        ("IV", "Which Roman numeral is four?", "iv"), ("H2O", "?", "h2o"),
        ("C major", "Which key?", "c major"), ("naïve", "?", "naive"), ("straße", "?", "strasse"),
        ("Zürich", "?", "Zurich"), ("Москва", "?", "москва"), ("北京", "?", "北京"),
    ],
)  # fmt: skip
def test_a_slip_beside_a_mark_and_another_way_to_write_a_number_are_right(
    key: str, stem: str, typed: str
) -> None:
    assert check_typed(question(key, stem=stem), typed).verdict is Verdict.RIGHT
