"""A reply as lines of text: a pure function, with marks for colour that a pipe leaves out.

Text of notes and of people may hold anything. What would move the cursor, change colours or turn
the direction of writing never reaches a terminal.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, assert_never

from rich.cells import cell_len

from bot.language import _, speaking
from bot.messages import (
    Bar,
    Bars,
    Button,
    Buttons,
    Called,
    ChannelLines,
    Code,
    CommandTips,
    Facts,
    Heading,
    Hint,
    Moment,
    Options,
    Part,
    Picture,
    Prose,
    Reply,
    Side,
    Sources,
    Table,
)
from bot.text import figure_columns, full_cells, letter

Style = Literal["", "heading", "strong", "dim", "source", "number", "good", "own", "danger"]
BAR = 12  # cells of a full bar
NARROWEST = 20


@dataclass(frozen=True, slots=True)
class Span:
    """Some text in one style."""

    text: str
    style: Style = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What to print, and what the numbers in it stand for: choices[0] is number 1."""

    lines: tuple[Line, ...]
    choices: tuple[Button, ...] = ()

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "\n".join("".join(span.text for span in line).rstrip() for line in self.lines)


def draw(reply: Reply, width: int = 80, *, slashed: bool = False) -> Drawing:
    """Everything that a reply says, wrapped to *width* cells; buttons are numbered.

    Where a number may be an answer, those of the buttons are *slashed*: [/1].
    """
    with speaking(reply.language):
        return _drawing(reply, max(width, NARROWEST), slashed)


def _drawing(reply: Reply, width: int, slashed: bool) -> Drawing:
    choices = tuple(b for part in reply.parts if isinstance(part, Buttons) for b in part.buttons)
    first = 1
    lines: list[Line] = []
    for part in reply.parts:
        lines += _draw_part(part, width, first, slashed)
        if isinstance(part, Buttons):
            first += len(part.buttons)
    return Drawing(tuple(lines), choices)


def clean(text: str) -> str:
    """Text without anything that a terminal would obey; lines and tabs become blanks."""
    return "".join(_printable(character) for character in text)


_TURNS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)))


def _printable(character: str) -> str:
    if character in "\n\r\t\v\f\u2028\u2029\u0085":
        return " "
    if character in _TURNS:
        return ""
    if unicodedata.category(character) in ("Cc", "Cs", "Co"):
        return "\N{REPLACEMENT CHARACTER}"
    return character


def _draw_part(part: Part, width: int, first: int, slashed: bool) -> Iterator[Line]:
    match part:
        case Heading(text):
            yield from _wrapped(text, width, style="heading")
        case Prose(text, strong):
            yield from _wrapped(text, width, style="strong" if strong else "")
        case Code(text):
            yield from _code(text, width - len(_CODE))
        case Facts(items):
            for item in items:
                yield from _wrapped(item, width, "  · ")
        case CommandTips(tips):
            for tip in tips:
                yield from _wrapped(str(tip), width, "  · ")
        case Called() | Picture():
            return  # whoever sits here sees it anyway, or reads the same in words
        case ChannelLines(lines):
            for one in lines:
                yield from _wrapped(f"{one.channel} {one.text}", width, "  · ")
        case Table():
            yield from _table(part, width)
        case Side(attribute, cells):
            yield from _wrapped(attribute, width, style="strong")
            for name, text in cells:
                said = text or _("not in the notes")
                yield from _wrapped(f"{name}: {said}", width, "  ")
        case Bars(bars):
            yield from _bars(bars, width)
        case Options(items, marks):
            for number, item in enumerate(items):
                mark = marks[number] if number < len(marks) else ""
                lead = f"{clean(mark) or ' '} {part.name(number)}".rstrip(" ") + "  "
                yield from _wrapped(item, width, lead, lead_style="number")
        case Sources(places, lead):
            yield from _wrapped(_sources(places, lead), width, style="source")
        case Hint(text):
            yield from _wrapped(text, width, style="dim")
        case Moment(lead, _, words, small):
            yield from _wrapped(f"{lead} {words}", width, style="dim" if small else "")
        case Buttons(buttons):
            yield from _buttons(buttons, width, first, slashed)
        case _:
            assert_never(part)


def _sources(places: Sequence[str], lead: str) -> str:
    return " · ".join(filter(None, (lead, *places)))


def _wrapped(
    text: str, width: int, lead: str = "", style: Style = "", lead_style: Style = "dim"
) -> Iterator[Line]:
    """A paragraph; what follows a lead is indented under itself."""
    indent = " " * cell_len(lead)
    for number, line in enumerate(_kept_lines(text, width - cell_len(lead))):
        yield Span(indent if number else lead, lead_style), Span(line, style)


def _code(text: str, width: int) -> Iterator[Line]:
    """Lines of code as they are, farther in than words; one that is too long goes on below."""
    for line in text.expandtabs(4).split("\n"):
        whole = clean(line).rstrip()
        for piece in (whole,) if cell_len(whole) <= width else _kept_lines(line, width):
            yield Span(_CODE), Span(piece)


_CODE = "    "  # before each line of code


def _kept_lines(text: str, width: int) -> Iterator[str]:
    """Each line of a text in as many as it needs, indented as it is: it may be code."""
    for line in text.expandtabs(4).split("\n"):
        words = clean(line)
        room = width - max(map(cell_len, words.split()), default=0)
        blanks = line[: min(len(line) - len(line.lstrip(" ")), max(room, 0))]
        for piece in _lines(words, width - len(blanks)):
            yield f"{blanks}{piece}" if piece else ""


def _lines(text: str, width: int) -> list[str]:
    """Words in lines; a word that is too long gets a line of its own and is never cut."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _padded(text: str, width: int, right: bool = False) -> str:
    gap = " " * (width - cell_len(text))
    return gap + text if right else text + gap


def _table(table: Table, width: int) -> Iterator[Line]:
    """Columns as wide as they need; where that is too much, the widest ones are wrapped."""
    rows = [tuple(map(clean, row)) for row in (table.header, *table.rows)]
    columns, figures = max(map(len, rows)), figure_columns(rows[1:])
    widths = [max(cell_len(row[at]) for row in rows if at < len(row)) for at in range(columns)]
    while sum(widths) + 2 * columns > width and max(widths) > NARROWEST // 2:
        widths[widths.index(max(widths))] -= 1
    for number, row in enumerate(rows):
        own = number > 0 and number - 1 == table.marked
        style: Style = "dim" if number == 0 else "own" if own else ""
        wrapped = [_lines(cell, widths[at]) for at, cell in enumerate(row)]
        for place, line in enumerate(zip_longest(*wrapped, fillvalue="")):
            cells = (_padded(cell, widths[at], at in figures) for at, cell in enumerate(line))
            text = "  ".join(cells)
            yield Span("› " if own and place == 0 else "  ", "own"), Span(text, style)


def _bars(bars: Sequence[Bar], width: int) -> Iterator[Line]:
    labels = [clean(bar.label) for bar in bars]
    widest = min(max(map(cell_len, labels), default=0), max(width - BAR - 24, NARROWEST))
    for bar, label in zip(bars, labels, strict=True):
        mark = clean(bar.mark) or " "
        first, *rest = _lines(label, widest)
        style: Style = "good" if bar.mark else ""
        full = "▇" * max(full_cells(bar.share, BAR), 1 if bar.share > 0 else 0)
        yield (
            Span(f"{mark} ", "good"),
            Span(_padded(first, widest), style),
            Span(f"  {_padded(full, BAR)} ", "number"),
            Span(clean(bar.note)),
        )
        yield from ((Span("  "), Span(line, style)) for line in rest)


def _buttons(buttons: Sequence[Button], width: int, first: int, slashed: bool) -> Iterator[Line]:
    """Numbered, as many on a line as fit; letters of options need no line: they stand above."""
    labelled = [
        (f"[{'/' * slashed}{number}] ", clean(button.label), button.tone)
        for number, button in enumerate(buttons, first)
    ]
    if is_lettered(buttons):
        yield (Span(_("Answer with a letter or a number."), "dim"),)
        return
    line: list[Span] = []
    used = 0
    for number, label, tone in labelled:
        size = cell_len(number) + cell_len(label)
        if line and used + 2 + size > width:
            yield tuple(line)
            line, used = [], 0
        gap = [Span("  ")] if line else []
        line += [*gap, Span(number, "number"), Span(label, "danger" if tone == "danger" else "")]
        used += size + 2
    yield tuple(line)


def is_lettered(buttons: Sequence[Button]) -> bool:
    """Whether these are the buttons of a question: A, B, C …"""
    return all(button.label == letter(number) for number, button in enumerate(buttons))
