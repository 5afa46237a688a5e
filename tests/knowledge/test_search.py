"""What people type, and what they should find."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge.model import Found
from knowledge.search import Search

from .searching import BIOLOGY, CLOUD, KUBERNETES, search_over


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Search:
    return search_over(CLOUD, tmp_path_factory.mktemp("cloud"))


@pytest.fixture(scope="module")
def kubernetes(tmp_path_factory: pytest.TempPathFactory) -> Search:
    return search_over(KUBERNETES, tmp_path_factory.mktemp("kubernetes"))


@pytest.fixture(scope="module")
def biology(tmp_path_factory: pytest.TempPathFactory) -> Search:
    return search_over(BIOLOGY, tmp_path_factory.mktemp("biology"))


def name_of(search: Search, text: str) -> str | None:
    topic = search.topic(text)
    return topic.name if topic else None


def best(found: Found) -> str:
    return " ".join((*found.answers[0].section, found.answers[0].best)) if found.answers else ""


def card(found: Found) -> str:
    return "\n".join((found.answers[0].best, *found.answers[0].facts))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lamda timout", "Timeout"),
        ("lambda timeuot", "Timeout"),
        ("LAMBDA TIMEOUT", "Timeout"),
        ("timeout of lambda", "Timeout"),
        ("how long does lambda run at most?", "at most"),
        ("max layers lambda", "5 layers"),
        ("lambda env vars", "4 KB"),
        ("lambda enviroment variables size", "4 KB"),
        ("s3 bucket polcy", "JSON document"),
        ("s 3 bucket policy", "JSON document"),
        ("cloud front", "edge locations"),
        ("route53 port", "port 53"),
        ("sqs visability timeout", "30 seconds"),
        ("simple queue service retention", "4 days"),
        ("deep archive retrieval", "12 hours"),
        ("fan out", "many queues"),
        ("snapshots ebs", "incremental"),
    ],
)
def test_a_query_finds_what_was_meant(cloud: Search, typed: str, meant: str) -> None:
    found = cloud.ask(typed)
    assert found.confident
    assert meant in best(found)


@pytest.mark.parametrize("typed", ["lambda 900 s", "lambda 15 min", "15 minutes lambda"])
def test_a_number_is_found_in_whatever_unit(cloud: Search, typed: str) -> None:
    found = cloud.ask(typed)
    assert "15 minutes" in best(found) or "900 s" in best(found)


@pytest.mark.parametrize(
    ("typed", "name", "other"),
    [
        ("sqs", "SQS", "SNS"),
        ("sns", "SNS", "SQS"),
        ("ebs", "EBS", "EFS"),
        ("efs", "EFS", "EBS"),
        ("ecr", "ECR", "ECS"),
        ("ecs", "ECS", "ECR"),
    ],
)
def test_near_names_never_cross_over(cloud: Search, typed: str, name: str, other: str) -> None:
    found = cloud.ask(typed)
    assert found.confident
    assert name in best(found)
    assert other not in best(found)
    assert found.read_as == ""


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "?",
        "the and of it",
        "hello there, thanks!",
        "🔥🔥🔥",
        "asdkjh qwoeiu zxmcnv",
        "xqzt",
        "frobnicator queue pricing",
        "best pizza in naples",
        "lambda calculus church numerals",
        "); DROP TABLE facts; --",
        "NEAR( AND OR NOT *",
    ],
)
def test_what_the_notes_do_not_know_is_refused(cloud: Search, typed: str) -> None:
    assert not cloud.ask(typed).confident


def test_a_refusal_suggests_the_nearest_topics(cloud: Search) -> None:
    found = cloud.ask("lambda calculus church numerals")
    assert not found.confident
    assert "Lambda" in found.suggestions


def test_nothing_is_suggested_where_nothing_is_near(cloud: Search) -> None:
    assert cloud.ask("asdkjh qwoeiu zxmcnv").suggestions == ()


def test_the_same_fact_in_two_notes_is_one_answer_with_two_sources(cloud: Search) -> None:
    found = cloud.ask("sqs message retention default")
    assert "4 days" in found.answers[0].best
    assert {source.file for source in found.answers[0].sources} == {"compute.md", "review.md"}
    assert sum("4 days" in answer.best for answer in found.answers) == 1


def test_sources_lead_back_to_the_line(cloud: Search) -> None:
    source = cloud.ask("lambda layers share code").answers[0].sources[0]
    assert "Layers share code" in CLOUD[source.file].splitlines()[source.line - 1]


def test_a_word_that_was_changed_is_told(cloud: Search) -> None:
    assert cloud.ask("lamda timout").read_as == "lambda timeout"
    assert cloud.ask("lambda timeout").read_as == ""


@pytest.mark.parametrize("typed", ["lambda", "LAMBDA?", "what is lambda", "lamda"])
def test_a_bare_name_is_answered_with_what_it_is(cloud: Search, typed: str) -> None:
    assert cloud.ask(typed).answers[0].best == "Lambda is a serverless service that runs functions."


def test_a_name_means_its_own_topic_not_one_that_contains_it(tmp_path: Path) -> None:
    notes = {
        "edge.md": "# Lambda at the Edge\n\n## Limits\n\n- Lambda at the Edge timeout: 30 s\n",
        "lambda.md": "# Lambda\n\n## Limits\n\n- Timeout: maximum 15 min\n- Memory: 10 GB\n",
    }
    search = search_over(notes, tmp_path)
    for typed in ("lambda timeout", "lambda limits", "lambda"):
        assert search.ask(typed).answers[0].topic == "Lambda"
    assert "30 s" in search.ask("lambda edge timeout").answers[0].best


def test_a_list_comes_as_a_whole_card(cloud: Search) -> None:
    shown = card(cloud.ask("lambda limits"))
    for value in ("15 minutes", "10 GB", "4 KB", "512 MB", "50 MB"):
        assert value in shown


def test_two_kinds_are_compared_on_one_card(cloud: Search) -> None:
    shown = card(cloud.ask("sqs standard vs fifo"))
    assert "At-least-once" in shown
    assert "Exactly-once" in shown


def test_a_bullet_brings_what_it_hangs_under(cloud: Search) -> None:
    assert "FIFO Queues" in cloud.ask("sqs fifo 300 messages per second").answers[0].best


def test_facts_of_a_card_are_in_the_order_of_the_notes(cloud: Search) -> None:
    facts = cloud.ask("routing policies").answers[0].facts
    known = [name for name in ("Simple", "Weighted", "Latency") if name in facts]
    assert known == sorted(known, key=["Simple", "Weighted", "Latency"].index)


def test_no_line_stands_twice_on_a_card(cloud: Search) -> None:
    for answer in cloud.ask("lambda limits").answers:
        assert len(set(answer.facts)) == len(answer.facts)


def test_related_queries_find_something(cloud: Search) -> None:
    related = cloud.ask("lambda timeout").related
    assert related
    assert all(cloud.ask(query).confident for query in related)


def test_neighbours_are_named_as_people_write(tmp_path: Path) -> None:
    headings = (
        "Lambda & CloudWatch Events / EventBridge", "s3://my-bucket/f1.txt", "Per Category",
        "Dead Letter Queues", "The dead-letter queue",
    )  # fmt: skip
    text = "".join(f"\n## {head}\n\n- It holds {len(head)} things.\n" for head in headings)
    search = search_over({"lambda.md": f"# Lambda\n\n- Lambda runs functions.\n{text}"}, tmp_path)
    related = search.ask("lambda").related
    assert "Lambda & CloudWatch Events / EventBridge" in related
    assert not [one for one in related if "://" in one or "›" in one], related
    assert sum("dead" in one.lower() for one in related) == 1, "the same twice"
    assert not [one for one in related if one == one.lower() and "lambda" in one], related


@pytest.mark.parametrize("name", ["cloud", "kubernetes", "biology"])
def test_no_neighbour_is_code_a_path_or_a_twin(name: str, request: pytest.FixtureRequest) -> None:
    search: Search = request.getfixturevalue(name)
    for topic in search.complete("", limit=99):
        related = search.ask(topic).related
        assert not [one for one in related if re.search(r"[{}<>=$_`\\|›]|://", one)], related
        assert len({re.sub(r"\W+", " ", one.casefold()) for one in related}) == len(related)


def test_limit_is_kept(cloud: Search) -> None:
    assert len(cloud.ask("lambda", limit=2).answers) == 2
    assert cloud.ask("lambda", limit=0).answers == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("smallest deployable unit", "pod"),
        ("hpa metrics interval", "15 seconds"),
        ("horizontal pod autoscaler how often", "15 seconds"),
        ("node port range", "30000"),
        ("nodeport", "30000"),
        ("roling update", "gradually"),
    ],
)
def test_kubernetes_is_as_good_a_subject(kubernetes: Search, typed: str, meant: str) -> None:
    found = kubernetes.ask(typed)
    assert found.confident
    assert meant in best(found)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what does the mitochondrian make", "adenosine"),
        ("atp", "adenosine"),
        ("ribosome", "proteins"),
        ("where does photosynthesis happen", "chloroplast"),
        ("when is dna copied", "copied"),
        ("chlorophyl light", "red and blue"),
    ],
)
def test_biology_is_as_good_a_subject(biology: Search, typed: str, meant: str) -> None:
    found = biology.ask(typed)
    assert found.confident
    assert meant in best(found)


def test_another_subject_is_refused(biology: Search, kubernetes: Search) -> None:
    assert not biology.ask("s3 bucket policy").confident
    assert not kubernetes.ask("chlorophyll absorbs light").confident


def test_topics_are_known_by_any_name(cloud: Search) -> None:
    assert name_of(cloud, "sqs") == name_of(cloud, "Simple Queue Service") == "SQS"
    assert name_of(cloud, "lamda") == "Lambda"
    assert name_of(cloud, "cloud front") == "CloudFront"
    assert name_of(cloud, "quantum teapots") is None
    assert name_of(cloud, "") is None
    topic = cloud.topic("SQS")
    assert topic is not None and topic.facts > 0


def test_completion_offers_topics_first_and_forgives_typos(cloud: Search) -> None:
    assert cloud.complete("lam")[0] == "Lambda"
    assert "Lambda Limits" in cloud.complete("lambda l")
    assert "Lambda" in cloud.complete("lambad")
    assert "Message Retention" in cloud.complete("retent")
    assert len(cloud.complete("", limit=3)) == 3
    assert cloud.complete("zzzzzz") == ()


@pytest.mark.parametrize(
    "typed", ["lambda limits", "limits lambda", "lamda limts", "limts lamda", "lambda lmits"]
)
def test_completion_bears_two_mistyped_words_in_any_order(cloud: Search, typed: str) -> None:
    assert cloud.complete(typed)[0] == "Lambda Limits"
    assert cloud.complete("zzzzzz yyyyyy") == ()


def test_asking_twice_gives_the_same(cloud: Search) -> None:
    assert cloud.ask("lambda limits") == cloud.ask("lambda limits")


def test_many_threads_may_ask_at_once(cloud: Search) -> None:
    queries = ["lambda limits", "sqs retention", "lamda timout", "s3 bucket polcy"] * 10
    alone = [cloud.ask(query) for query in queries]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(cloud.ask, queries)) == alone


def test_the_index_is_the_same_from_the_same_notes(tmp_path: Path) -> None:
    search_over(CLOUD, tmp_path / "a")
    search_over(CLOUD, tmp_path / "b")
    assert (tmp_path / "a/index.db").read_bytes() == (tmp_path / "b/index.db").read_bytes()


def test_no_notes_at_all_answer_nothing(tmp_path: Path) -> None:
    empty = search_over({"a.md": ""}, tmp_path)
    assert not empty.ask("lambda").confident
    assert empty.complete("l") == ()
    assert name_of(empty, "lambda") is None
