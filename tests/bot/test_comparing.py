"""Comparisons as messages: every row on exactly one page, every cell with its place."""

from dataclasses import replace

import pytest

from bot.messages import Button, Buttons, Hint, Prose, Reply, Side
from bot.replies.compare import PAGE_ROWS, ComparisonPage, shared, side_by_side
from bot.replies.voice import Voice
from knowledge.model import Cell, Comparison, Disagreement, DisputedLine, Source

NAMES = ("A", "B")


def comparison(rows: int, length: int = 10) -> Comparison:
    return Comparison(
        NAMES,
        tuple(
            (
                f"row {n}",
                (Cell("x" * length, (Source("f/a.md", n),)), Cell("y", (Source("b.md", 1),))),
            )
            for n in range(rows)
        ),
    )


def sides(shown: ComparisonPage) -> list[str]:
    return [p.attribute for p in side_by_side(Voice(), shown).parts if isinstance(p, Side)]


def buttons(shown: ComparisonPage) -> list[Button]:
    parts = side_by_side(Voice(), shown).parts
    return [button for part in parts if isinstance(part, Buttons) for button in part.buttons]


@pytest.mark.parametrize("rows", [1, 5, 6, 7, 8, 12, 13, 14, 30])
@pytest.mark.parametrize("length", [10, 700, 3000])
def test_every_row_is_on_exactly_one_page_in_order(rows: int, length: int) -> None:
    found = comparison(rows, length)
    seen: list[str] = []
    for page in range(rows):
        shown = ComparisonPage(found, NAMES, page)
        seen += sides(shown)
        more = [button for button in buttons(shown) if button.label == "More"]
        if not more:
            break
        assert more[0].action.arguments == (str(page + 1), *NAMES)
    assert seen == [f"row {n}" for n in range(rows)]


def test_a_page_fits_a_phone() -> None:
    assert len(sides(ComparisonPage(comparison(30), NAMES))) <= PAGE_ROWS


def test_the_last_page_leads_back_to_the_start() -> None:
    last = ComparisonPage(comparison(8), NAMES, 99)
    assert sides(last) == ["row 6", "row 7"]
    assert buttons(last)[0].label == "Back to the start"


def test_cells_name_their_place_by_the_shortest_name_that_tells_it() -> None:
    (side,) = [
        p
        for p in side_by_side(Voice(), ComparisonPage(comparison(1), NAMES)).parts
        if isinstance(p, Side)
    ]
    assert side.cells == (("A", "xxxxxxxxxx (a.md:0)"), ("B", "y (b.md:1)"))


def test_files_of_one_name_are_told_apart() -> None:
    cells = (Cell("1", (Source("x/a.md", 1),)), Cell("2", (Source("y/a.md", 2),)))
    found = Comparison(NAMES, (("row", cells),))
    reply = side_by_side(Voice(), ComparisonPage(found, NAMES))
    assert Side("row", (("A", "1 (x/a.md:1)"), ("B", "2 (y/a.md:2)"))) in reply.parts


def test_one_line_of_a_table_is_named_once_beside_its_attribute() -> None:
    place = (Source("t.md", 9),)
    found = Comparison(NAMES, (("row", (Cell("1", place), Cell("", ()))),))
    reply = side_by_side(Voice(), ComparisonPage(found, NAMES))
    assert Side("row", (("A", "1"), ("B", "not in the notes"))) in reply.parts


def test_what_is_shared_is_the_page_that_is_seen() -> None:
    shown = ComparisonPage(comparison(14), NAMES, page=1)
    reply, seen = shared(shown, "Ben"), side_by_side(Voice(), shown)
    assert not reply.private
    assert reply.parts[0] == Hint("Shared by Ben")
    assert _sides(reply) == _sides(seen) != _sides(side_by_side(Voice(), replace(shown, page=0)))


def _sides(reply: Reply) -> list[Side]:
    return [part for part in reply.parts if isinstance(part, Side)]


def test_notes_that_contradict_a_cell_are_named_on_its_page_only() -> None:
    sides = (DisputedLine("up to 7", "7", "f/a.md", 1), DisputedLine("up to 9", "9", "z.md", 4))
    conflict = Disagreement("A", "row", sides, "high")
    shown = ComparisonPage(comparison(14), NAMES, 0, (conflict,))
    said = [part.text for part in side_by_side(Voice(), shown).parts if isinstance(part, Prose)]
    assert said == ["Your notes disagree on row: 7 (f/a.md:1), 9 (z.md:4)."]
    later = side_by_side(Voice(), replace(shown, page=1)).parts
    assert not any(isinstance(part, Prose) for part in later)
    told = [part.text for part in shared(shown, "Ben").parts if isinstance(part, Prose)]
    assert said[0] in told
