"""What blind readers would not post, each as a small note: it must not come back."""

import re
from dataclasses import replace

import pytest

from knowledge.model import Fact
from knowledge.questions.known import Known
from knowledge.questions.letters import alike, of_list
from knowledge.questions.model import Candidate, Draft
from knowledge.questions.options import choose, cue
from knowledge.questions.phrasing import is_person, without_kind, without_sex
from knowledge.questions.rules import echoes, meant_by, text_fault
from knowledge.reading.document import read_document
from knowledge.reading.notes import assemble
from knowledge.statements import read_statements
from knowledge.statements.glosses import definition_in, tidy
from tests.knowledge.pack import Pack
from tests.knowledge.question_notes import COAST, codes, made, made_of, of_kind


def made_fact() -> Fact:
    return read_document("# Inn\nThe inn is a house.\n", "note.md").facts[0]


HOUSE = "# {0}\n{0} is a service that keeps things in order.\n"


def stems(text: str) -> str:
    return " ".join(question.stem for question in made(text).questions)


@pytest.mark.parametrize(
    "text",
    [
        # sections of a course, its author's labels, exam weights
        "# Plan\n## Prerequisites\n- **Terminal**: comfort with a command line on any system.\n"
        "- **Containers**: basic familiarity with images and layers.\n"
        "- **Python**: functions, lists and reading files from disk.\n",
        "# Exam\n## Exam domains\n- **Security**: about a quarter of all the points.\n"
        "- **Resilience**: about a third of all the points.\n- **Cost**: a fifth of the points.\n",
        # one value of a policy, lines of a file
        "# Image\n## Steps of the file\n- **WORKDIR /app**: we set the working directory inside.\n"
        "- **COPY./app /app**: we copy our code into the image.\n"
        "- **COPY./models /models**: we copy the model into the image.\n",
        # ranks and figures of a table of samples
        "# Stress\n| Rank | Life event | Mean value |\n| --- | --- | --- |\n| 1 | Move | 36 |\n"
        "| 2 | Job | 48 |\n| 3 | Loss | 99 |\n",
        # rules whose names say what they check
        "# Config\n## Managed rules\n- **restricted-ssh**: checks that no group opens port 22.\n"
        "- **required-tags**: checks that resources carry labels of theirs.\n"
        "- **cloudtrail-enabled**: checks that calls are written down.\n"
        "- **approved-amis-by-id**: checks that instances use good images.\n",
    ],
)
def test_what_teaches_nothing_is_not_asked(text: str) -> None:
    assert not made(text).questions


@pytest.mark.parametrize(
    "line",
    [
        "- **Load balancers**: default 50 min per account and Region, raisable.",
        "- **Backup vaults**: default 100 per account and Region.",
        "- **Tape size**: minimum 100 GiB, maximum 15 TiB per tape.",
        "- **Start window**: default 8 h, minimum 1 h for a backup job to begin.",
        "- **Replicas per shard**: maximum 5 per MemoryDB shard.",
        "- **Retention**: default 0 h (no storage), maximum 10 years per stream.",
        "- Reserved instances for 1 or 3 years lower the hourly price.",
    ],
)
def test_quotas_and_niche_limits_are_not_asked(line: str) -> None:
    assert not of_kind("T3", made(HOUSE.format("Vault") + f"## Limits and defaults\n{line}\n"))


def test_nobody_is_asked_what_something_has_for_a_column() -> None:
    table = (
        "# Signing\n| Property | Signed URL | Signed cookie | Token |\n| --- | --- | --- | --- |\n"
        "| Path | through the edge | straight to the bucket | through the gate |\n"
        "| Similar to | Nexus, Artifactory | GitHub | Jenkins |\n"
        "| Protection level | Instance | Subnet | Application |\n"
        "| Cost model | paid for idle time | paid per call | paid per seat |\n"
    )
    assert " has for " not in stems(table)
    assert not made(table).questions


def test_no_vendor_and_no_lone_acronym_shows_the_key() -> None:
    text = HOUSE.format("Security") + (
        "## Security services\n- **AWS Artifact**: offers reports of auditors for download.\n"
        "- **KMS**: stores keys and signs with them.\n- **WAF**: filters requests to web sites.\n"
        "- **Inspector**: scans machines for known weaknesses.\n"
    )
    for question in made(text).questions:
        carried = [option.startswith("AWS ") for option in question.options]
        assert all(carried) or not carried[question.answer], question


@pytest.mark.parametrize(
    ("gloss", "fault"),
    [
        ("from 10GB up 128TB of of data", "of of"),
        ("an switch that joins networks of many hosts", "an switch"),
        ("converts a block into a stream, uses IV. Widely used", "Widely used"),
        ("the ability of the: network, system or host to go on", "the:"),
    ],
)
def test_slips_of_the_notes_are_not_copied(gloss: str, fault: str) -> None:
    text = HOUSE.format("Cipher") + (
        f"## Cipher modes\n- **CTR**: {gloss}.\n- **CBC**: chains every block to its neighbour.\n"
        "- **ECB**: treats each block with the same key alone.\n- **GCM**: adds a tag of authenticity.\n"  # noqa: E501
    )
    assert "R15" in codes(made(text), 4)
    assert fault not in stems(text)


def test_a_comparison_with_itself_and_its_mirror_is_no_question() -> None:
    table = (
        "# Models\n| Aspect | Cloud model | Local model |\n| --- | --- | --- |\n"
        "| Hardware | none of your own | a strong graphics card |\n"
        "| Ability | the best there is | less capable than cloud models |\n"
    )
    assert not made(table).questions


ROWS = re.sub(
    r"- \*\*(\w+) .+?: (.+)\.", r"| \1 | \2 | by the hour |", COAST.partition("sources\n")[2]
)
TOWERS = f"# Course\n## Towers\n| Light | Purpose | Pricing |\n| --- | --- | --- |\n{ROWS}"


def test_an_explanation_is_a_sentence_and_no_row_or_path() -> None:
    first, *others = made(TOWERS).questions
    assert {one.explanation for one in (first, *others)} == {""}
    sentence = f"{first.subject} answers questions on far ships within a second."
    assert made(f"{TOWERS}\n{sentence}\n").questions[0].explanation == sentence


ROUTES = """# Harbour
The harbour is the place in which all of these ships are moored.
## Mooring methods
- **Vau mooring**: holds the ship by its front against the drift of the tide.
- **Stern mooring**: keeps the back of the hull off the quay in strong drift.
- **Buoy mooring**: lets the hull swing about an anchored float with the tide.
- **Spring line**: stops the hull from sliding along the quay in the tide.
"""


@pytest.mark.parametrize(
    "gloss",
    [
        "treated as a custom line, must be long",  # pasted catchwords
        "Tie the ship to a ring with the tide",  # an order to somebody
        "expresses and understanding between the hull and the tide",
        "if the tide falls, the hull sinks with the quay",
        "is crafted configuration of the whole hull and its quay",
    ],
)
def test_what_cannot_stand_in_quotation_marks_is_not_quoted(gloss: str) -> None:
    text = f"{ROUTES}- **Ring mooring**: {gloss}.\n"
    assert made(ROUTES).questions
    assert all(question.subject != "Ring mooring" for question in made(text).questions)


def test_a_note_s_words_are_quoted_in_a_frame_that_names_topic_and_kind() -> None:
    assert made(ROUTES).questions[0].stem == (
        "Harbour: which mooring method is described? "
        "“Holds the ship by its front against the drift of the tide.”"
    )


def test_a_list_of_three_or_of_unlike_things_is_not_asked() -> None:
    three = ROUTES.rpartition("- **Spring")[0]
    assert not made(three).questions
    unlike = (
        "# Bucket\nA bucket is a thing that is used for water and for sand.\n## Bucket parts\n"
        "- **Handle**: carries weight between two hinges.\n- **Rim**: folds over metal wire.\n"
        "- **Base**: keeps liquid from running away.\n- **Spout**: pours slowly into bottles.\n"
    )
    assert not made(unlike).questions


def test_a_task_as_a_heading_is_no_place() -> None:
    tasks = ROUTES.replace("# Harbour\n", "# Compare and contrast ways of mooring a ship\n", 1)
    stems_of_tasks = stems(tasks)
    assert "Which mooring method is described?" in stems_of_tasks
    assert "Compare and contrast" not in stems_of_tasks


def test_a_part_of_a_name_that_the_notes_explain_elsewhere_gives_it_away() -> None:
    shared = (
        "# Shop\nThe shop is a place that sells and that keeps what is sold.\n## Watch plans\n"
        "- **Till watch**: walks past coins behind thin glass until sunrise.\n"
        "- **Gate watch**: burns a spark behind thin glass against theft by the doors.\n"
        "- **Shelf watch**: strikes a small spark over the goods in a brass socket.\n"
        "- **Night watch**: observes the lamps behind thin glass for theft in a small brass box.\n"
    )
    till = "# Till\nThe till is a box for coins.\n" + "".join(
        f"- The till counts coins {how} in the {when}.\n"
        for how, when in (("twice", "morning"), ("once", "evening"), ("thrice", "night"))
    )
    sea = "# Sea\n" + "".join(f"- Wave w{n} rolls past buoy b{n}.\n" for n in range(40))
    notes = ("a.md", shared), ("b.md", till), ("c.md", sea)
    alone = {question.subject for question in made(shared).questions}
    both = {question.subject for question in made_of(*notes).questions}
    assert "Till watch" in alone
    assert "Till watch" not in both


@pytest.mark.parametrize(
    ("gloss", "left"),
    [
        ("A defense mechanism in psychology where a person denies it", "a person denies it"),
        ("Hashing algorithm that combines itself with a key", "combines itself with a key"),
        ("A cable that connects two phones", "A cable that connects two phones"),
    ],
)
def test_a_quotation_does_not_repeat_what_is_asked_for(gloss: str, left: str) -> None:
    noun = "defense mechanism" if "defense" in gloss else "hashing algorithm"
    assert without_kind(gloss, noun) == left


@pytest.mark.parametrize(
    ("name", "gloss"),
    [
        ("Latency routing", "answers with the shortest measured delay"),
        ("Parallel", "runs simultaneous branches"),
    ],
)
def test_another_word_for_a_part_of_the_key_gives_it_away(name: str, gloss: str) -> None:
    assert meant_by(name, gloss)
    assert not meant_by(name, "keeps the water out of the hold")


def test_a_name_inside_a_word_or_at_its_end_gives_it_away() -> None:
    assert echoes(("MQ",), "runs ActiveMQ brokers")
    assert echoes(("Infrared",), "waves below the red of light")


WARES = ("Reef", "Lagoon", "Shoal", "Atoll Store")
SHOP = (
    "# Names\n" + "".join(f"- **{name}**: kept well.\n" for name in WARES)
    + "- Acme services are cheap.\n- Acme services are slow.\n- Acme services are old.\n"
)  # fmt: skip


def known_of(*texts: str) -> Known:
    notes = assemble([read_document(text, f"{n}.md") for n, text in enumerate(texts)])
    return Known(read_statements(notes.facts, notes.topics), set())


def test_a_vendor_s_things_are_asked_for_by_the_noun_that_the_notes_have_for_them() -> None:
    pages = [f"# Acme {name}\nAcme {name} is a store by the sea.\n" for name in WARES]
    image = "# Acme Machine Image (AMI)\nAn AMI is a template for machines.\n"
    known = known_of(SHOP, image, *pages)
    assert known.product == "Acme service"
    assert known.is_product("Reef")
    assert not known.is_product("AMI")  # the vendor's name is part of its own
    assert known_of(*pages, SHOP.replace("Acme services", "They")).product == ""


def test_topics_are_asked_for_by_their_noun_or_not_at_all(read_pack: Pack) -> None:
    stems_of = [one.stem for one in read_pack.questions.questions]
    assert sum(one.startswith("Which AWS service is described?") for one in stems_of) >= 20
    assert not any("of these" in one for one in stems_of)


@pytest.mark.parametrize(
    ("gloss", "told"),
    [
        ("X was a painter who drew ships", "a painter who drew ships"),
        ("X, commonly known as Y, was a painter of ships", "a painter of ships"),
        ("X (Y) is a painter of ships", "a painter of ships"),
    ],
)
def test_what_was_and_what_is_known_as_is_a_description(gloss: str, told: str) -> None:
    assert definition_in(gloss, ("X",)) == told


DRIFT = "explains the drift of hulls off the quay in a tide"


@pytest.mark.parametrize(("name", "alien"), [("Mooring theory", True), ("Mooring chain", False)])
def test_a_theory_is_no_member_of_a_kind(name: str, alien: bool) -> None:
    result = made(f"{ROUTES}- **{name}**: {DRIFT}.\n")
    assert ("R06" in codes(result, 8)) == alien
    assert result.questions


@pytest.mark.parametrize(("name", "offered"), [("Mooring", False), ("Mooring chain", True)])
def test_a_kind_is_no_member_of_itself(name: str, offered: bool) -> None:
    asked = made(f"{ROUTES}- **{name}**: {DRIFT}.\n").questions
    assert asked
    assert any(name in one.options for one in asked) == offered


@pytest.mark.parametrize(
    ("full", "beside"), [("Quay Tide Line", False), ("Queer Tiny Line", True)]
)  # fmt: skip
def test_what_another_one_is_called_in_full_is_not_asked_beside_it(full: str, beside: bool) -> None:
    asked = made(f"{ROUTES}- **QTL** ({full}): {DRIFT}.\n").questions
    lines = [one for one in asked if one.subject == "Spring line"]  # "along the quay in the tide"
    assert any("QTL" in one.options for one in lines) == beside
    assert any("QTL" in one.options for one in asked)


@pytest.mark.parametrize(
    ("value", "asked"),
    [("900secs", False), ("900 secs", True), ("15min", True), ("100ms", True), ("15mins", False),
     ("900 s (default 9mins)", True)],
)  # fmt: skip
def test_shorthand_is_no_option(value: str, asked: bool) -> None:
    kiln = (
        f"# Kiln\nThe kiln is an oven.\n- **Firing time**: maximum {value}.\n"
        "- A firing time of half an hour cracks lids.\n"
    )
    assert bool(of_kind("T3", made(kiln))) == asked


def test_a_topic_about_several_things_is_named_by_the_first_of_them() -> None:
    known = known_of(ROUTES, "# Harbour walls and tides\nWalls stand in the tide of the sea.\n")
    assert known.places.lead("Harbour walls and tides") == "Harbour"
    assert known.places.lead("Walls and tides") == ""


def test_a_name_within_a_word_of_the_description_gives_it_away() -> None:
    assert echoes(("Lex",), "the technology behind Alexa")
    assert not echoes(("Polly",), "the technology behind Alexa")


@pytest.mark.parametrize(
    ("name", "gloss"),
    [
        ("SES", "sends mail to addresses that were confirmed"),
        ("EBS", "Websites and files are kept on it"),
        ("Art", "a place where boats start"),
    ],
)
def test_letters_inside_an_ordinary_word_give_no_name_away(name: str, gloss: str) -> None:
    assert not echoes((name,), gloss)


@pytest.mark.parametrize(
    ("heading", "noun"),
    [
        ("Given a scenario, analyze signs and determine the type of malware", "type of malware"),
        ("Compare and contrast various types of controls", "type of control"),
        ("Explain penetration testing concepts", "penetration testing concept"),
        ("Application/service attacks", "application/service attack"),
        ("Explain the importance of secure staging", ""),
    ],
)
def test_a_task_says_what_it_is_about(heading: str, noun: str) -> None:
    lines = "".join(f"- **{name}**: runs over the deck.\n" for name in ("Rat", "Cat"))
    found = read_statements(
        assemble([read_document(f"# Ship\n## {heading}\n{lines}", "a.md")]).facts
    )
    assert found.families[0].noun == noun


@pytest.mark.parametrize(
    ("gloss", "fault"),
    [
        ("a program that infects browsers and captures what people type", ""),
        ("a tool that lets people write and send their letters to banks", ""),
        ("satellite signals that is sent to remote areas by large dishes", "R15"),
        ("a series of signals that are sent to remote areas by dishes", ""),
        ("the tester have full knowledge of all machines of the network", "R15"),
        ("we follow orders of people, even when those people are mistaken", ""),
        ("we follow orders of people, even when those orders harm somebody", ""),
        ("we follow rules of people, even when those who wrote them err", ""),
        ("we follow orders of people in those buildings by the harbour", "R02"),
    ],
)
def test_verbs_that_disagree_are_broken_and_what_was_said_before_is_no_riddle(
    gloss: str, fault: str
) -> None:
    assert text_fault(gloss) == fault


def test_refers_to_says_nothing() -> None:
    assert tidy("Refers to the depth of a tide.") == "the depth of a tide"


def test_only_what_is_near_enough_is_asked_beside_the_right_one() -> None:
    assert any(one.subject == "Fresnel lens" for one in made(COAST).questions)
    far = made(COAST.replace("small ", "").replace("brass ", "")).questions
    assert far
    assert not any(one.subject == "Fresnel lens" for one in far)


def test_lines_are_alike_by_letters_where_they_share_no_word() -> None:
    learning, learnt, tides = of_list(["learning by testing", "learners are tested", "tides fall"])
    assert alike(learning, learnt) > 0.1
    assert alike(learning, tides) == 0
    assert alike(learning, learning) == pytest.approx(1)


@pytest.mark.parametrize(("told", "offered"), [("the share of", False), ("breaks", True)])
def test_a_kind_within_a_list_is_not_offered_beside_the_others(told: str, offered: bool) -> None:
    rates = "".join(
        f"- **{name} rate**: {told} {what} of a small brass socket with a thin spark.\n"
        for name, what in (("Waste", "pots"), ("Loss", "lids and rods"), ("Miss", "red glass jars"))
    )
    lamps = [one for one in made(COAST + rates).questions if not one.subject.endswith("rate")]
    assert lamps
    assert any("rate" in " ".join(one.options) for one in lamps) == offered


@pytest.mark.parametrize(
    ("name", "gloss"),
    [
        ("Fading Affect Bias", "the charge of bad memories fades faster"),
        ("Acting Out", "the expression of a wish through action"),
        ("Spacing", "study with spaces between"),
    ],
)
def test_another_form_of_a_short_word_gives_the_name_away(name: str, gloss: str) -> None:
    assert echoes((name,), gloss)


def test_a_short_word_that_begins_a_name_and_a_description_gives_it_away() -> None:
    log = "- **Keylogger**: a program that saves all keystrokes of a machine.\n"
    known = known_of(f"# Ship\n## Types of spies\n{log}- **Parrot**: a bird that tells tales.\n")
    (spy,) = [one for one in known.statements.families[0].members if one.subject == "Keylogger"]
    assert not known.begins_alike(spy, spy.value)
    known = known_of(f"# Ship\n## Types of spies\n{log}- **Parrot**: a bird that turns a key.\n")
    assert known.begins_alike(spy, spy.value) == {"keylogger"}


@pytest.mark.parametrize(
    ("gloss", "fault"),
    [
        ("an additional layer of protection to protect one from the tide", "R15"),
        ("changing one letter causes the text to drastically change its cipher", "R15"),
        ("protection from ships, and the protection of ships from the tide", ""),
        ("Satellite Communications that is used in remote areas by ships", "R15"),
        ("occurs from wrong data, inserts a program and changes its course", "R15"),
        ("occurs when somebody shouts, rather than when somebody listens", ""),
        ("a doctor whose work has had a profound impact on our idea of children", "R10"),
    ],
)
def test_what_turns_round_or_runs_on_is_broken(gloss: str, fault: str) -> None:
    assert text_fault(gloss) == fault


def test_a_heading_that_the_notes_never_speak_of_leads_nothing_in() -> None:
    known = known_of(ROUTES, "# Tidings\nShips ask for the depth of the harbour.\n")
    assert known.speaks_of("Harbour")
    assert not known.speaks_of("Tidings")


@pytest.mark.parametrize(("said", "built"), [("builds on", True), ("is paid beside", False)])
def test_what_builds_on_the_answer_could_be_meant_as_well(said: str, built: bool) -> None:
    known = known_of(
        "# Harbour\nHarbour is a place for ships.\n",
        f"# Marina\nMarina is a place for boats. Marina {said} the Harbour and its piers.\n",
    )
    assert known.is_built_on("Marina", "Harbour") == built
    assert not known.is_built_on("Harbour", "Marina")


@pytest.mark.parametrize("word", ["mooring", "line"])
def test_a_few_words_but_say_the_name_in_plain_ones(word: str) -> None:
    short = ROUTES + f"- **Ring {word}**: stops drift of the tide.\n"
    assert made(short).questions
    assert all(not one.subject.startswith("Ring") for one in made(short).questions)


def test_the_one_name_without_a_word_of_all_the_others_shows_itself() -> None:
    shields = re.sub(r"\*\*(?!Halide)(\w+) .+?\*\*", r"**\1 shield**", COAST)
    assert any(one.subject == "Halide bulb" for one in made(COAST).questions)
    asked = made(shields).questions
    assert asked
    assert all(one.subject != "Halide bulb" for one in asked)


def test_two_names_for_one_thing_are_not_offered_together() -> None:
    twice = ROUTES + "- **Slow spring line**: stops the hull from drift along the quay in a tide.\n"
    for question in made(twice).questions:
        assert not {"Spring line", "Slow spring line"} <= set(question.options), question


def test_a_description_that_opens_with_a_comma_does_no_harm() -> None:
    assert not any(
        one.subject == "Ring" for one in made(f"{ROUTES}- **Ring**: , which holds.\n").questions
    )


SECTIONS = re.sub(
    r"- \*\*(.+?)\*\*: (\w)(.+)",
    lambda found: f"### {found[1]}\n{found[2].upper()}{found[3]}",
    COAST,
)


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        (
            "It needs other rods after a long night.",
            "Arx lamp needs other rods after a long night.",
        ),
        ("Often used where fog is thick.", "Arx lamp: Often used where fog is thick."),
        ("This has been done since the first towers.", ""),  # of what?
        ("Example: the tower of a narrow harbour with much fog.", ""),
        ("Rare.", ""),
    ],
)
def test_what_a_paragraph_says_next_explains_what_was_asked(after: str, shown: str) -> None:
    asked = made(SECTIONS.replace("rods behind glass.", f"rods behind glass. {after}")).questions
    (lamp,) = (one for one in asked if one.subject == "Arx lamp")
    assert lamp.explanation == shown


@pytest.mark.parametrize(
    ("section", "sentence", "shown"),
    [
        ("Uses", "Fresnel answers questions on far ships within a second.", True),
        ("Pricing", "Fresnel answers questions on far ships for a pound.", False),
        ("Uses", "Fresnel is burnt by night and has not been sold since May 2025.", False),
        ("Uses", "Fresnel answers questions on far ships within a second (2026).", True),
    ],
)
def test_an_explanation_is_about_what_is_asked(section: str, sentence: str, shown: bool) -> None:
    asked = made(f"{TOWERS}\n### {section}\n- {sentence}\n").questions
    (lamp,) = (one for one in asked if one.subject == "Fresnel")
    assert lamp.explanation == (sentence.replace(" (2026)", "") if shown else "")


def test_what_teaches_nothing_to_whoever_is_wrong_is_not_asked() -> None:
    broken = re.sub(r"(\*\*(?!Arx).+?\*\*: .+)\.", r"\1 of of tin.", COAST)
    assert "R18" in codes(made(broken))
    assert not made(broken).questions


def test_each_wrong_option_says_something_to_whoever_picks_it() -> None:
    told = [Candidate(f"{word} lamp", 6.0, f"A {word} one") for word in ("tin", "gas", "arc")]
    silent = [Candidate(f"{word} lamp", 7.0) for word in ("oil", "wax")]
    draft = Draft("T2", "", "", "", "Which?", "ice lamp", (*told, *silent), made_fact(), ("ice",))
    chosen, _ = choose(draft)
    assert {one.text for one in chosen} == {"tin lamp", "gas lamp", "arc lamp"}
    chosen, code = choose(replace(draft, candidates=(*told[:2], *silent)))
    assert (chosen, code) == ((), "R07")


def drafted(key: str, noun: str) -> Draft:
    return Draft(
        kind="T2", claim="c", value="v", subject="s", stem=f"Which {noun} is described?", key=key,
        candidates=(), fact=made_fact(), noun=noun, bar=2.6,
    )  # fmt: skip


def ruled(key: str, noun: str, others: dict[str, float]) -> str:
    """The rule that forbids a name among others that are so near."""
    candidates = tuple(Candidate(name, near) for name, near in others.items())
    return choose(replace(drafted(key, noun), candidates=candidates))[1]


@pytest.mark.parametrize(
    ("key", "rule"),
    [("Guest", "R09"), ("Simple zone", "R09"), ("Extranet", ""), ("Internet entry zone", "")],
)
def test_a_name_in_one_or_two_everyday_words_explains_itself(key: str, rule: str) -> None:
    others = {"Intranet": 3.9, "Honeynet": 3.1, "Wireless": 2.8}
    assert ruled(key, "network", others) == rule


def test_what_is_very_near_makes_up_for_a_plain_name() -> None:
    assert not ruled("Guest", "network", {"Intranet": 5.1, "Honeynet": 3.1, "Wireless": 2.8})


def test_what_most_names_share_is_not_counted() -> None:
    others = {"Weighted routing": 3.8, "Failover routing": 3.6, "Latency routing": 3.3}
    assert ruled("Simple routing", "policy", others) == "R09"
    assert not ruled("Geoproximity routing", "policy", others)


@pytest.mark.parametrize(
    ("key", "rule"), [("Texas sharpshooter", ""), ("Bandwagon", "R05"), ("Logic bomb", "R05")]
)
def test_a_figure_of_speech_is_asked_beside_less_near_ones(key: str, rule: str) -> None:
    others = {"Burden of proof": 2.0, "Anecdotal": 1.8, "Slippery slope": 1.7}
    assert ruled(key, "logical fallacy", others) == rule


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("known for her pioneering work on memory", "known for pioneering work on memory"),
        ("noted for his ideas on shame", "noted for ideas on shame"),
        ("who wrote of his mother", "who wrote of the mother"),
    ],
)
def test_somebody_is_described_without_a_sex(told: str, shown: str) -> None:
    assert without_sex(told) == shown


def test_somebody_is_asked_for_by_who() -> None:
    people = (
        "# Psychology\nPsychology is a science of the mind of people.\n## Authors\n"
        "- **Ida Ostrova**: a Danish psychologist who founded the northern school of memory.\n"
        "- **Ivo Lundqvist**: a Danish psychoanalyst who is best known for a theory of bonds.\n"
        "- **Ada Holmgren**: a Danish psychoanalyst who founded the northern journal of dreams.\n"
        "- **Ole Beckmann**: a Danish psychologist who is best known for lectures on grief.\n"
        "- **Per Dahlberg**: a Danish psychoanalyst who founded a clinic for sleepless children.\n"
    )
    assert "Psychology: who is described?" in stems(people)
    assert "author" not in stems(people)


@pytest.mark.parametrize(
    ("noun", "gloss", "somebody"),
    [
        ("author", "an Austrian-American psychoanalyst who founded a school", True),
        ("server", "a machine that answers", False),
        ("attack", "an attacker who sits between two parties", False),
    ],
)
def test_who_is_asked_of_people_alone(noun: str, gloss: str, somebody: bool) -> None:
    assert is_person(noun, gloss) == somebody


def test_a_name_joined_with_a_topic_is_nobody_s_product() -> None:
    ports = (
        "# RDS\nRDS is a service that runs databases.\n- RDS runs in two zones.\n"
        "# Ports\nThe ports are doors.\n## Database ports\n- Oracle RDS: 1521\n"
        "- Postgres: 5432\n- MySQL: 3306\n- MSSQL: 1433\n- RDP: 3389\n"
    )
    asked = {one.subject: one.options for one in of_kind("T3", made(ports))}
    assert "Oracle RDS" not in asked
    assert any("1521" in options for options in asked.values())


def test_seconds_are_written_out() -> None:
    kiln = (
        "# Kiln\nThe kiln is an oven.\n- **Drying timeout**: Default 30 sec, max 900 sec.\n"
        "- A drying timeout of half a minute cracks lids.\n"
    )
    question = of_kind("T3", made(kiln))[0]
    assert all(option.endswith(" seconds") for option in question.options)
    assert "default 30 seconds" in question.explanation


@pytest.mark.parametrize(
    ("name", "told"),
    [("Drying Master idle timeout", "Drying Master idle timeout"),
     ("Drying idle timeout", "drying idle timeout"),
     ("Drying Idle Timeout", "drying idle timeout")],
)  # fmt: skip
def test_a_name_within_an_attribute_keeps_its_capitals(name: str, told: str) -> None:
    kiln = f"# Kiln\nThe kiln is an oven.\n- **{name}**: default 30 min, maximum 60 min.\n"
    assert of_kind("T3", made(kiln))[0].stem == f"Kiln: what is the default {told}?"


def test_the_one_option_without_the_word_of_the_kind_shows_itself_too() -> None:
    draft = replace(drafted("Runtime", "protection plan"), key_names=("Runtime",))
    assert cue(draft, ("EKS Protection", "RDS Protection", "S3 Protection")) == "R06"


def test_what_another_option_is_does_not_begin_with_its_name_once_more() -> None:
    line = next(line for line in COAST.splitlines() if "**Gas mantle**" in line)
    told = line.partition("**: ")[2]
    twice = COAST.replace(line, f"- **Gas mantle**: Gas mantle is a thing that {told}")
    why = [
        why
        for question in made(twice).questions
        for option, why in zip(question.options, question.why_not, strict=True)
        if option == "Gas mantle" and why
    ]
    assert why and all(one.startswith("A thing that") for one in why)
