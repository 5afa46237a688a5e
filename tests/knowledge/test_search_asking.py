"""What a question asks for, in whatever form, and which of the lines that fit says it."""

from pathlib import Path

import pytest

from knowledge.search import Search
from knowledge.search.concepts import Understood
from knowledge.search.measuring import KINDS
from knowledge.search.wanting import asks_whether, read_wants, with_how

from .searching import search_over

VAGUE = {
    f"{name}.md": f"# {name}\n\nIt is a machine.\n\n## Limits\n\n- Load: {n} kg\n- Width: {n} m\n"
    for n, name in enumerate(("Crane", "Lift", "Truck", "Barge", "Winch", "Press"), start=2)
}
NOTES = {
    "net.md": """# Balancer

## Basics

- Works at layer 4 with static addresses, fast and with high throughput
- One static address per zone
- Balancing between zones is supported
- Static routes stay as they are

## Balancing Between Zones

### Default

- Balancer: disabled

### Charges

- Balancer: extra

# Groups

- Groups: collections of users with shared permissions
- A group can only have users
- Groups are named

# Archive

## Events

- Events can be archived and replayed, replay costs nothing
- Stateless workers terminate after an hour
- Keys are rotated every 90 days by the archive

## Access Points

- Access points open one prefix

# Proxy

- The proxy pools connections of many functions, so that the database is not overloaded by them
- The proxy is never public
""",
}


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Search:
    return search_over(NOTES, tmp_path_factory.mktemp("asking"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how many static addresses does the balancer have", "One static address"),
        ("balancing between zones default", "disabled"),  # its heading says "Default"
        ("archive keys rotated often how", "90 days"),  # "how often", in any order
        ("archive events re play", "replay"),  # what begins a word, typed apart
        ("stetac address per zone", "One static"),  # two vowels wrong
        ("acces piont prefix", "open one prefix"),  # each is read in the light of the other
        ("when does the archive kill the workers", "terminate"),  # what people say for it
        ("is the proxy public", "never public"),
        ("my boss asks if the proxy is public", "never public"),  # a form of a word that asks
    ],
)
def test_a_question_finds_the_line_that_answers_it(notes: Search, typed: str, meant: str) -> None:
    found = notes.ask(typed)
    assert found.confident
    assert meant in found.answers[0].best


def test_a_word_that_comes_twice_is_one_thing(notes: Search) -> None:
    concepts = notes._understanding.read("groups in a group").concepts
    assert [concept.text for concept in concepts] == ["groups"]


def test_a_name_of_two_mistyped_words_is_told_as_it_was_read(notes: Search) -> None:
    assert notes.ask("acces piont prefix").read_as == "access points prefix"


@pytest.mark.parametrize(
    ("spoken", "asks"),
    [
        ("can a group have groups", True),
        ("when disabled does it cost", False),
        ("the proxy may it be public", True),
        ("what does the proxy do", False),
        ("proxy public", False),
    ],
)
def test_yes_or_no_is_asked_anywhere_in_a_question(spoken: str, asks: bool) -> None:
    assert asks_whether(spoken) is asks


def test_how_stands_beside_what_it_asks_for() -> None:
    assert with_how("rotated often how").endswith("how often")
    assert with_how("how long is it often") == "how long is it often"
    assert with_how("how does it work") == "how does it work"


def test_sentences_about_what_the_notes_name_may_say_more_than_the_answer(notes: Search) -> None:
    about = "one of our many clients wonders if the proxy pools connections on a sunny day"
    assert notes.ask(about).confident
    elsewhere = "one of our many clients wonders if the pilot pools champagne on a sunny day"
    assert not notes.ask(elsewhere).confident


def test_a_word_that_many_topics_have_a_part_by_names_none(tmp_path: Path) -> None:
    search = search_over(VAGUE, tmp_path)
    found = search.ask("limits")
    assert not found.confident
    assert set(found.spread) == {"Crane", "Lift", "Truck", "Barge", "Winch", "Press"}
    assert search.ask("crane limits").confident
    assert not search.ask("crane limits").spread
    few = dict(list(VAGUE.items())[:3])
    assert search_over(few, tmp_path / "few").ask("limits").confident


def test_a_topic_that_has_the_word_in_its_name_is_offered_first_or_answers(tmp_path: Path) -> None:
    board = {"board.md": "# Machine limits\n\n- Machine limits: what a machine may carry\n"}
    found = search_over(VAGUE | board, tmp_path).ask("limits")
    first = found.answers[0].topic if found.confident else found.spread[0]
    assert first == "Machine limits"


@pytest.mark.parametrize(
    ("spoken", "kind"),
    [("storage gb", "size"), ("visibility hrs", "time"), ("healthy pct", "percent")],
)
def test_a_unit_asks_for_a_figure_of_its_kind(spoken: str, kind: str) -> None:
    understood = Understood()
    read_wants(understood, spoken)
    assert understood.wants == KINDS[kind]


@pytest.mark.parametrize("spoken", ["message of 256 kb", "every 5 minutes", "idle 1 hr"])
def test_a_figure_that_is_given_is_not_asked_for(spoken: str) -> None:
    understood = Understood()
    read_wants(understood, spoken)
    assert not understood.wants
