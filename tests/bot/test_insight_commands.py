"""`companion compare` and `companion coverage` on small notes, as people and programs read them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from bot.cli import compare, coverage
from bot.messages import Person
from bot.quiz.rounds import QuizRounds
from bot.settings import Settings
from bot.store import Store
from bot.store.records import Team
from knowledge.library import Library
from tests.command_line import status_of

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
TEA = """# Tea

Tea is a drink made from leaves.

## Limits
- **Water**: at most 95 °C.
- **Steeping time**: default 3 min per cup.
- **Cooling time**: default 5 min per cup.
- **Rinsing time**: default 1 min per cup.
## Remarks
- It is great.
- The steeping time, the cooling time and the rinsing time all change the taste.
"""
MATE = """# Mate

Mate is a drink sipped from a gourd.

## Limits
- **Water**: at most 80 °C.
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "tea.md").write_text(TEA, encoding="utf-8")
    (notes / "mate.md").write_text(MATE, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'data' / 'companion.db'}"
    return Settings(notes=(str(notes),), database_url=url)


@pytest.fixture
def run(settings: Settings, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(module: ModuleType, *words: str) -> tuple[int, str, str]:
        status = status_of(module, words, settings)
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


@pytest.fixture
def played(settings: Settings) -> Settings:
    """A team of six was asked one question, and missed something in the notes."""
    library = Library.open(settings.notes, settings.data_dir)
    asked = next(q for q in library.questions() if "Steeping" in q.explanation)
    library.close()
    store = Store.open(settings.database_url)
    rounds, team = QuizRounds(store), Team("slack:T1")
    claim = rounds.claim(team, "C1", AT.date(), asked, AT, AT + timedelta(hours=23), AT)
    rounds.confirm(claim.round.id, "m1")
    for n in range(6):
        person = Person("slack", "T1", f"u{n}")
        choice = asked.answer if n else (asked.answer + 1) % len(asked.options)
        rounds.answer(person, claim.round.id, choice, AT + timedelta(minutes=1))
        if n < 2:
            store.lookups.missed(store.people.see(person).id, team, "coffee beans", AT)
    store.lookups.missed(store.people.see(Person("slack", "T1", "u0")).id, team, "tea", AT)
    store.close()
    return settings


def test_compare_prints_each_attribute_with_its_places(run: Run) -> None:
    status, out, _ = run(compare, "tea", "mate")
    assert status == 0
    assert out.startswith("Tea · Mate\n")
    assert "Water\n  Tea   at most 95 °C  (tea.md:6)\n  Mate  at most 80 °C  (mate.md:6)" in out


def test_compare_gives_programs_null_where_the_notes_are_silent(
    run: Run, settings: Settings
) -> None:
    milk = "# Milk\n\nMilk is a drink that calves like.\n\n## Limits\n- **Fat**: at most 4 %.\n"
    Path(settings.notes[0], "milk.md").write_text(milk, encoding="utf-8")
    _, out, _ = run(compare, "tea,", "mate,", "milk", "--json")
    found = json.loads(out)
    assert found["topics"] == ["Tea", "Mate", "Milk"]
    cells = [cell for row in found["rows"] for cell in row["cells"]]
    assert {cell["text"] is None for cell in cells} == {True, False}
    assert all((cell["text"] is None) == (cell["sources"] == []) for cell in cells)
    assert {"file": "tea.md", "line": 6} in [place for cell in cells for place in cell["sources"]]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("tea", "bananas"), "nothing in the notes on “bananas”"),
        (("tea", "Tea"), "one and the same"),
    ],
)
def test_compare_says_why_it_cannot(run: Run, words: tuple[str, ...], why: str) -> None:
    status, out, err = run(compare, *words)
    assert (status, out) == (1, "")
    assert why in err


def test_coverage_without_a_database_makes_none(run: Run, settings: Settings) -> None:
    status, out, _ = run(coverage)
    assert status == 0
    assert "Tea" in out and "Mate" in out and "2 topics" in out
    assert not settings.database_path.exists()


def test_coverage_knows_what_was_asked_known_and_missed(run: Run, played: Settings) -> None:
    _, out, _ = run(coverage)
    tea = next(line.split() for line in out.splitlines() if line.startswith("Tea "))
    assert tea[3:5] == ["1", "83%"]
    assert "2  coffee beans  (2 times, slack:T1)" in out
    assert "  tea  (" not in out  # the notes know it by now


def test_coverage_of_a_topic_goes_by_heading_and_says_why(run: Run, played: Settings) -> None:
    _, out, _ = run(coverage, "--topic", "tea")
    assert next(line.split() for line in out.splitlines() if line.startswith("Limits"))[3] == "1"
    assert "tea.md:11: Remarks: " in out
    assert run(coverage, "--silent")[1].count("tea.md:11: Tea › Remarks") == 1


def test_coverage_gives_programs_one_object_a_line(run: Run, played: Settings) -> None:
    _, out, _ = run(coverage, "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    tea = next(line for line in lines if line.get("topic") == "Tea")
    limits = next(one for one in tea["headings"] if one["section"][-1] == "Limits")
    assert (limits["asked"], limits["answers"], limits["right"]) == (1, 6, 5)
    assert lines[-1] == {
        "gap": "coffee beans", "workspace": "slack:T1", "people": 2, "times": 2,
    }  # fmt: skip


def test_coverage_of_an_unknown_topic_is_a_sentence(run: Run) -> None:
    status, out, err = run(coverage, "--topic", "bananas")
    assert (status, out) == (2, "")
    assert "the notes have no topic “bananas”" in err


@pytest.mark.parametrize(
    "words", [("tea",), ("", "tea"), ("tea,",), (",",), ("a", "b", "c", "d", "e")]
)
def test_two_to_four_things_can_be_compared(run: Run, words: tuple[str, ...]) -> None:
    status, out, err = run(compare, *words)
    assert (status, out) == (2, "")
    assert "two to four things" in err


@pytest.mark.parametrize(("command", "words"), [(compare, ("tea", "mate")), (coverage, ())])
def test_notes_that_are_not_there_are_named(
    run: Run, command: ModuleType, words: tuple[str, ...]
) -> None:
    status, out, err = run(command, *words, "--notes", "/nowhere")
    assert (status, out) == (2, "")
    assert "there is no /nowhere" in err
