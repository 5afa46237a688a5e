"""No text whatever, typed or noted, makes the search raise or take long."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.model import Fact, FactKind, Found, Topic
from knowledge.search import Search, prepare
from knowledge.search.store import Unreadable
from knowledge.search.words import measures, pieces, stem, words

from .searching import CLOUD, search_over

LONGEST_BEST, LONGEST_CARD = 600, 3000

NASTY = [
    "\0",
    "\x1b[31mred\x1b[0m",
    '"unbalanced',
    "'); DROP TABLE facts; --",
    "NEAR(a b) AND * OR ^ NOT :",
    "lambda*",
    "‮sdrawkcab lambda",
    "مهلة لامدا",
    "λ 函数 超时",
    "👩‍👩‍👧‍👦 lambda",
    "ﬁne Ⅷ ½ ²",
    "e\u0301" * 200,
    "a" * 1_000_000,
    "lambda " * 150_000,
    "1" * 5_000,
    "9,999,999,999,999,999,999 GB",
    "1/0 0/0 -0 .5 5. 1e999",
    "\ud800 lone surrogate",
    "a.b.c.d.e " * 50,
    "#time:900",
    "\n\r\t\v\f\u2028",
]


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Search:
    return search_over(CLOUD, tmp_path_factory.mktemp("cloud"))


def check(found: Found) -> None:
    for answer in found.answers:
        assert 0 < len(answer.best) <= LONGEST_BEST
        assert len("\n".join((answer.best, *answer.facts))) <= LONGEST_CARD
        assert answer.sources
        assert all(source.line >= 1 for source in answer.sources)
    assert found.answers or not found.confident
    assert len(found.suggestions) <= 5


@pytest.mark.parametrize("typed", NASTY, ids=range(len(NASTY)))
def test_nasty_queries_are_answered(cloud: Search, typed: str) -> None:
    check(cloud.ask(typed))
    cloud.complete(typed)
    cloud.topic(typed)


@settings(max_examples=150)
@given(st.text(max_size=80))
def test_any_text_is_a_query(cloud: Search, typed: str) -> None:
    check(cloud.ask(typed))
    cloud.complete(typed, 5)
    cloud.topic(typed)


FRAGMENTS = [
    "lambda",
    "sqs",
    "s3",
    "limits",
    "vs",
    "how long",
    "15 min",
    "lamda",
    "timout",
    "?",
    "GB",
]


@settings(max_examples=100)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=8))
def test_any_mixture_of_words_is_a_query(cloud: Search, parts: list[str]) -> None:
    found = cloud.ask(" ".join(parts))
    check(found)
    assert found == cloud.ask(" ".join(parts))


def fact(number: int, text: str, path: tuple[str, ...], parents: tuple[str, ...] = ()) -> Fact:
    return Fact(
        id=f"f{number}",
        text=text,
        kind=FactKind.BULLET,
        topic=path[0] if path else "",
        path=path,
        parents=parents,
        file="a.md",
        line=number + 1,
        last_line=number + 1,
    )


TEXTS = st.sampled_from(NASTY[:12]) | st.text(max_size=40)
PATHS = st.lists(TEXTS, max_size=3).map(tuple)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(TEXTS, PATHS, PATHS), max_size=6), TEXTS)
def test_any_text_may_stand_in_the_notes(
    tmp_path: Path, told: list[tuple[str, tuple[str, ...], tuple[str, ...]]], typed: str
) -> None:
    facts = [fact(n, text, path, parents) for n, (text, path, parents) in enumerate(told)]
    topics = [Topic(path[0], path[1:]) for _, path, _ in told if path]
    index = tmp_path / "any.db"
    index.unlink(missing_ok=True)
    db = sqlite3.connect(index)
    with db:
        prepare(db, facts, topics)
    db.close()
    search = Search.open(index)
    for query in (typed, *(text for text, _, _ in told)):
        for answer in search.ask(query).answers:
            assert len(answer.best) <= LONGEST_BEST
            assert len("\n".join((answer.best, *answer.facts))) <= LONGEST_CARD
    search.complete(typed)


def test_a_long_fact_is_cut_at_a_word(tmp_path: Path) -> None:
    found = search_over({"a.md": "# Long\n\n- start " + "words " * 2000}, tmp_path).ask("start")
    assert len(found.answers[0].best) <= LONGEST_BEST
    assert found.answers[0].best.endswith("words…")


def test_a_file_that_is_no_index_is_told_apart(tmp_path: Path) -> None:
    for name, content in (("empty.db", b""), ("text.db", b"hello" * 1000)):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Unreadable):
            Search.open(tmp_path / name)
    with pytest.raises(Unreadable):
        Search.open(tmp_path / "missing.db")


@given(st.text(max_size=60))
def test_words_are_lower_case_and_never_empty(text: str) -> None:
    for word in words(text):
        assert word
        assert word == word.lower() or not word.isascii()
        assert stem(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("encrypted", "encryption"),
        ("policies", "policy"),
        ("retries", "retry"),
        ("caching", "cached"),
        ("limits", "limitations"),
        ("availability", "available"),
        ("deployment", "deployed"),
        ("naming", "name"),
        ("logs", "log"),
        ("optimised", "optimized"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("https", "http"), ("statement", "state"), ("server", "service"), ("sqs", "sns")],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_one_quantity_has_one_term_in_every_unit() -> None:
    assert measures("900 s") == measures("15 min") == measures("0.25 hours")
    assert measures("1 GB") != measures("1 Gbps")


def test_identifiers_are_cut_but_names_are_not() -> None:
    assert pieces("ApproximateNumberOfMessages")[:2] == ["approximate", "number"]
    assert pieces("CloudFront and DynamoDB") == []
