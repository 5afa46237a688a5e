"""Notes that were pasted without a thought, or to do harm: what they cost grows as they do."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.effort import EARNEST, TRIES, is_even, slowness
from tests.knowledge.hostile import KINDS

pytestmark = pytest.mark.usefixtures("cold_starts")  # which are counted with what they cost

LIMIT = 2.0  # seconds of processor time where nothing else runs, in the best of several tries
SMALL, LARGE = 10_000, 40_000


def repeated(line: str, head: str = "# Lambda\n\n") -> Callable[[int], str]:
    """So much of one line."""
    return lambda size: head + line * (size // len(line))


def numbered(line: str) -> Callable[[int], str]:
    return lambda size: "# Lambda\n\n" + "".join(line % n for n in range(size // len(line)))


NOTES = {
    "one line of names": lambda size: "# Lambda\n\n- " + "A " * (size // 2) + "\n",
    "one line of claims": lambda size: "# Lambda\n\n- " + "Alpha is Beta of " * (size // 17) + "\n",
    "one line of lists": lambda size: "# Lambda\n\n- Modes: " + "one, two, " * (size // 10) + "\n",
    "one line in bold": lambda size: "# Lambda\n\n- " + "**Timeout** 3 s " * (size // 16) + "\n",
    "one line of ports": lambda size: "# Lambda\n\n- " + "port 443, " * (size // 10) + "\n",
    "one attribute of many things": numbered("- **Thing %d**: maximum 15 GB\n"),
    "many values of one attribute": numbered("- **Timeout**: maximum %d s\n"),
    "equal lines": repeated("- Lambda has a timeout of 15 minutes\n"),
    "shortest lines": repeated("- a\n"),
    "rows of many columns": KINDS["rows of many columns.md"],
    "headings": numbered("## Part %d\n\n- **Timeout**: 3 s\n\n"),
}


AT_THEIR_SIZE = {
    "3,300 facts on one attribute": "# Lambda\n\n"
    + "".join(f"- **Thing {n}**: maximum {n} GB\n" for n in range(3_300)),
    "3,300 values of one attribute": "# Lambda\n\n"
    + "".join(f"- **Timeout**: maximum {n} s\n" for n in range(3_300)),
    "3,500 equal lines": "# Lambda\n\n" + "- Lambda has a timeout of 15 minutes\n" * 3_500,
    "20 MB of “- a”": "- a\n" * 4_999_999,
}


def seconds(text: str, folder: Path) -> float:
    """Processor time for reading, questions, contradictions and one look-up, on a quiet machine."""
    notes = folder / "notes"
    notes.mkdir(parents=True)
    (notes / "pasted.md").write_text(text)
    before = sum(os.times()[:4])  # with the processes that were started for it
    library = Library.open([notes], folder / "data")
    library.settle()
    library.conflicts()
    library.ask("lambda timeout")
    spent = sum(os.times()[:4]) - before
    library.close()
    return spent / slowness()


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is loaded once is no cost of a note."""
    seconds("# Lambda\n\n- **Timeout**: 3 s\n", tmp_path_factory.mktemp("warm"))


def quietest(text: str, folder: Path) -> float:
    """The least that it took, in as many tries as it takes to stay within the limit."""
    least = float("inf")
    for turn in range(TRIES):
        least = min(least, seconds(text, folder / str(turn)))
        if least < LIMIT:
            break
    return least


def test_a_note_of_very_many_lines_is_named_and_keeps_nothing_else_from_being_read(
    tmp_path: Path,
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "pasted.md").write_text("".join(f"- {n % 7}\n" for n in range(250_000)))
    (notes / "sqs.md").write_text("# SQS\n\n- **Retention**: default 4 days\n")
    library = Library.open([notes], tmp_path / "data")
    assert "4 days" in library.ask("sqs retention").answers[0].best
    (problem,) = library.refresh().problems
    assert problem.startswith("pasted.md: has very many short lines; what follows line ")
    library.close()


def test_of_equal_lines_in_a_row_the_first_are_read_and_what_follows_them(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    same = "- a\n\n" * 5_000
    (notes / "pasted.md").write_text(f"# SQS\n\n{same}- **Retention**: default 4 days\n")
    library = Library.open([notes], tmp_path / "data")
    found = library.ask("sqs retention").answers[0]
    assert "4 days" in found.best
    (fact,) = [fact for fact in library.facts() if "Retention" in fact.text]
    assert fact.source.line == 10_003
    assert len(library.facts()) == 201
    (problem,) = library.refresh().problems
    assert problem == (
        "pasted.md: the same line stands there again and again; from line 403 on it was left out."
    )
    library.close()


@pytest.mark.parametrize("name", AT_THEIR_SIZE)
def test_notes_that_harm_by_their_size_take_two_seconds_with_questions_and_contradictions(
    name: str, tmp_path: Path
) -> None:
    took = quietest(AT_THEIR_SIZE[name], tmp_path)
    print(f"\n{name}: {took:.2f} s")  # noqa: T201  # figures to report
    assert took < LIMIT


@pytest.mark.parametrize("name", NOTES)
def test_what_is_pasted_costs_as_much_as_it_is_long(name: str, tmp_path: Path) -> None:
    def as_it_is_long(turn: int) -> bool:
        small = seconds(NOTES[name](SMALL), tmp_path / f"{turn}-small")
        large = seconds(NOTES[name](LARGE), tmp_path / f"{turn}-large")
        print(f"\n{name}: {small:.2f} s, {large:.2f} s")  # noqa: T201  # figures to report
        return large < EARNEST or (large < LIMIT and is_even(small, large))

    assert any(map(as_it_is_long, range(TRIES)))
