"""The parts of a Reply as units: pieces of text, fields, footers and rows of buttons.

Each unit fits into an embed by itself; which units share an embed and a message is decided in
`render`. Text in them is escaped already, except above titles and in footers, where Discord reads
no markup.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar, assert_never

from adapters.discord import limits
from adapters.discord.endpoints import to_message
from adapters.discord.text import code_blocks, escape, pieces, size
from adapters.discord.units import AboveTitle, ButtonRow, EmbedField, Foot, Image, Text, Title, Unit
from bot.language import _
from bot.messages import (
    Action,
    Bar,
    Bars,
    Button,
    Buttons,
    Called,
    ChannelLine,
    ChannelLines,
    Code,
    CommandTip,
    CommandTips,
    Facts,
    Heading,
    Hint,
    Moment,
    Options,
    Part,
    Picture,
    Prose,
    Side,
    Sources,
    Table,
)
from bot.text import figure_columns, full_cells, shorten, utf16, without_controls

T = TypeVar("T")
CommandIds = Mapping[str, int]  # what menus call a command → its id: "daily set"
SEPARATOR = " · "
_GAP = "\u2002\u2002"  # wide blanks, which are not drawn as one
_BAR_CELLS = 10
LINK = "link"  # an action of the adapter's own: leads to an address of Discord
OWN = "▸ "  # before one's own row
_PIECE = 1_900  # markup around a piece has room beside it, and two pieces share an embed


def draw(parts: Sequence[Part], commands: CommandIds) -> Iterator[Unit]:
    """The units of all parts, in order; *commands* become mentions that begin a command."""
    led = _led(parts)
    if led:
        yield AboveTitle(" ".join(_tidy(part.text) for part in led))
        parts = parts[len(led) :]
    for number, part in enumerate(parts):
        if isinstance(part, Hint | Sources):
            yield from _small(_small_print(part), foot=_closes(parts[number + 1 :]))
        elif isinstance(part, CommandTips):
            yield from _lines(line for tip in part.tips for line in _tip(tip, commands))
        else:
            yield from _draw(part)


def _led(parts: Sequence[Part]) -> tuple[Prose | Hint, ...]:
    """Short words before the first title, which go above it; () where they need more room."""
    led: list[Prose | Hint] = []
    for part in parts:
        if isinstance(part, Prose | Hint) and _tidy(part.text) and "\n" not in _tidy(part.text):
            led.append(part)
            continue
        titled = isinstance(part, Heading) and isinstance(next(_draw(part), None), Title)
        fits = sum(utf16(_tidy(one.text)) + 1 for one in led) <= limits.EMBED_AUTHOR
        return tuple(led) if titled and fits else ()
    return ()


def _closes(rest: Sequence[Part]) -> bool:
    """Whether nothing but small print comes before the next heading: then it is a footer."""
    for part in rest:
        if isinstance(part, Heading):
            return True
        if not isinstance(part, Hint | Sources | Buttons):
            return False
    return True


def _draw(
    part: Heading
    | Prose
    | Code
    | Facts
    | Table
    | Side
    | Bars
    | Options
    | Moment
    | ChannelLines
    | Called
    | Picture
    | Buttons,
) -> Iterator[Unit]:
    match part:
        case Heading(text):
            yield from _heading(_tidy(text))
        case Prose(text, strong):
            for piece in _pieces(_tidy(text)):
                yield Text(_styled(piece, strong))
        case Code(text):
            yield from map(Text, code_blocks(without_controls(text).expandtabs(4), _PIECE))
        case Facts(items):
            yield from _lines(f"- {piece}" for item in items for piece in _escaped(_tidy(item)))
        case Table():
            yield from _lines(_table(part), apart=True)
        case Side(attribute, cells):
            yield from _side(_tidy(attribute), cells)
        case Bars(bars):
            yield from _lines((line for bar in bars for line in _bar(bar)), apart=True)
        case Options():
            yield from _lines(_options(part), apart=True)
        case Called():
            return  # names in an embed reach nobody: they stand above it
        case ChannelLines(lines):
            yield from _lines(drawn for line in lines for drawn in _channel_line(line))
            yield from _ways_there(lines)
        case Moment():
            yield _moment(part)
        case Picture():
            yield Image(part)
        case Buttons(buttons):
            for row in chunks(buttons, limits.ROW_BUTTONS):
                yield ButtonRow(tuple(row))
        case _:
            assert_never(part)


def chunks(items: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), most):
        yield items[start : start + most]


def _tidy(text: str) -> str:
    """Without blanks around it; those that indent a line of code are drawn."""
    return _INDENT.sub(lambda found: found[0].expandtabs(4).replace(" ", _BLANK),
                       without_controls(text).strip())  # fmt: skip


_BLANK = "\u00a0"  # one that an embed draws at the beginning of a line
_INDENT = re.compile(r"(?<=\n)[ \t]+(?=\S)")


def _pieces(text: str, limit: int = _PIECE) -> Iterator[str]:
    """Pieces with something to see in them; Discord trims the rest."""
    return (piece.strip() for piece in pieces(text, limit) if piece.strip())


def _escaped(text: str) -> Iterator[str]:
    return map(escape, _pieces(text))


def _styled(piece: str, strong: bool) -> str:
    """Bold goes by the line: markup that spans an empty line would show its asterisks."""
    if not strong:
        return escape(piece)
    return "\n".join(map(_bold, escape(piece).split("\n")))


def _bold(line: str) -> str:
    """What indents a line stays outside: no blank may follow the asterisks."""
    words = line.strip()
    return f"{line[: line.index(words)]}**{words}**" if words else ""


def _heading(text: str) -> Iterator[Unit]:
    if text and size(text) <= limits.EMBED_TITLE and "\n" not in text:
        yield Title(escape(text))
        return
    for piece in _pieces(text):
        yield Text(_styled(piece, strong=True))


def _lines(lines: Iterable[str], apart: bool = False) -> Iterator[Unit]:
    """Lines under one another, in as few units as hold them."""
    group: list[str] = []
    room = 2 * _PIECE
    for line in lines:
        if utf16(line) + 1 > room and group:
            yield Text("\n".join(group), apart)
            group, room = [], 2 * _PIECE
        group.append(line)
        room -= utf16(line) + 1
    if group:
        yield Text("\n".join(group), apart)


def _options(part: Options) -> Iterator[str]:
    for number in range(len(part.items)):
        yield from option(part, number)


def option(part: Options, number: int) -> Iterator[str]:
    """The lines of one option, which begin with its letter, if it has one."""
    item = _tidy(part.items[number])
    first, *rest = _escaped(item) if item else ("–",)
    mark = _tidy(part.marks[number]) if number < len(part.marks) else ""
    name = f"**{part.name(number)}**" if part.lettered else ""
    yield f"{mark} {name}  {first}".lstrip()
    yield from rest


def _table(part: Table) -> Iterator[str]:
    """A line a row: its figures in columns of one width, then its words.

    Columns of any width break on a phone, and blanks in Discord's letters align nothing.
    """
    rows = [[*map(_tidy, row)] for row in (part.header, *part.rows)]
    figures = _aligned(rows)
    for number, row in enumerate(rows):
        own = 0 < number == part.marked + 1
        lead = "  ".join(_padded(row, at, width) for at, width in figures.items())
        words = _GAP.join(cell for at, cell in enumerate(row) if cell and at not in figures)
        told = [_styled(piece, own) for piece in _pieces(f"{OWN if own else ''}{words}")]
        if figures:
            first = f"`{lead.replace(' ', _BLANK)}`{_GAP}{told[0] if told else ''}".rstrip()
            yield from (first, *told[1:])
        elif number:
            yield from told
        else:
            yield from (f"-# {line}" for one in told for line in one.split("\n") if line.strip())


def _aligned(rows: Sequence[Sequence[str]]) -> dict[int, int]:
    """The columns that hold nothing but figures, and how wide each is."""
    found = {}
    for at in sorted(figure_columns(rows[1:])):
        cells = [row[at] for row in rows if at < len(row)]
        width = max(map(len, cells))
        if width <= _WIDEST and all(map(_PLAIN.fullmatch, cells)):  # code takes no escaping
            found[at] = width
    return found


_PLAIN = re.compile(r"#|[^\W_]*(?:[ .,…%–+-]{1,2}[^\W_]*)*")
_WIDEST = 12  # of a column of figures: more is text


def _padded(row: Sequence[str], at: int, width: int) -> str:
    return (row[at] if at < len(row) else "").rjust(width)


def _joined(cells: Sequence[str]) -> str:
    return SEPARATOR.join(filter(None, map(_tidy, cells)))


def _bar(bar: Bar) -> Iterator[str]:
    full = full_cells(bar.share, _BAR_CELLS)
    label = " ".join(filter(None, (_tidy(bar.mark), _tidy(bar.label))))
    for piece in _pieces(label):
        yield _styled(piece, bool(bar.mark.strip()))
    first, *rest = [*_escaped(_tidy(bar.note)), ""]
    yield f"{'█' * full}{'░' * (_BAR_CELLS - full)} {first}".rstrip()
    yield from filter(None, rest)


def _tip(tip: CommandTip, commands: CommandIds) -> Iterator[str]:
    """A line to type, whose command can be clicked where its id is known."""
    line = _tidy(tip.line)
    path = max(
        (path for path in commands if f"{line} ".startswith(f"/{path} ")), key=len, default=""
    )
    rest = line[len(path) + 1 :] if path else line
    first, *more = [*_escaped(f"{rest} – {_tidy(tip.about)}")]
    yield f"- </{path}:{commands[path]}> {first}" if path else f"- {first}"
    yield from more


def _side(attribute: str, cells: Sequence[tuple[str, str]]) -> Iterator[Unit]:
    """A field for each attribute; what is too long for fields is drawn as text."""
    lines = [line for name, words in cells for line in _cell(_tidy(name), _tidy(words))]
    value = "\n".join(lines)
    name = escape(attribute)
    named = attribute and utf16(name) <= limits.FIELD_NAME and "\n" not in name
    if named and value and utf16(value) <= limits.FIELD_VALUE:
        yield EmbedField(name, value)
        return
    for piece in _pieces(attribute):
        yield Text(_styled(piece, strong=True), apart=True)
    yield from _lines(lines)


def _cell(name: str, words: str) -> Iterator[str]:
    if not (name or words):
        return
    first, *rest = [*_escaped(words)] or ["–"]
    if utf16(escape(name)) > limits.FIELD_NAME:
        yield from _escaped(name)
        yield first
    else:
        yield f"**{escape(name)}**: {first}" if name else first
    yield from rest


def _channel_line(line: ChannelLine) -> Iterator[str]:
    """A channel by its name, which leads there; ids are numbers."""
    known = line.channel.isascii() and line.channel.isdigit()
    first, *more = [*_escaped(_tidy(line.text))] or ["–"]
    yield f"- <#{line.channel}> {first}" if known else f"- {first}"
    yield from more


def _ways_there(lines: Sequence[ChannelLine]) -> Iterator[ButtonRow]:
    """Buttons that lead to the messages that lines are about."""
    ways = [
        Button(_("Go to the question"), Action(LINK, (to_message(line.message),)))
        for line in lines
        if line.message
    ]
    for row in chunks(ways, limits.ROW_BUTTONS):
        yield ButtonRow(tuple(row))


def _moment(part: Moment) -> Text:
    """A moment as everybody's own client writes it: "in 3 hours" stays true, and where it is read
    long afterwards "2 March 2026 09:00" says more.
    """
    lead = shorten(" ".join(_tidy(part.lead).split()), _PIECE, size)
    style = "f" if part.stays else "R"
    line = f"{escape(lead)} <t:{int(part.at.timestamp())}:{style}>".strip()
    return Text(f"-# {line}" if part.small else line)


def _small_print(part: Hint | Sources) -> str:
    if isinstance(part, Hint):
        return _tidy(part.text)
    return _joined((part.lead, *part.places))


def _small(text: str, foot: bool) -> Iterator[Unit]:
    if foot and text and utf16(text) <= limits.EMBED_FOOTER // 4:
        yield Foot(text)
        return
    for piece in _escaped(text):
        yield Text("\n".join(f"-# {line.strip()}" for line in piece.split("\n") if line.strip()))
