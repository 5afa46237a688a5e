"""From a Reply to Slack messages and views: pure, within every limit, and without losing a word.

What is too long for one block becomes several, what is too long for one message becomes several
messages. Every message carries its words as `text` too, for notifications and screen readers.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, assert_never

from adapters.slack import blocks, limits
from adapters.slack.blocks import Block
from adapters.slack.text import aligned, announced, escape, pieces, shorten, size
from bot.language import _, speaking
from bot.messages import (
    Bar,
    Bars,
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
    Reply,
    Side,
    Sources,
    Table,
)
from bot.text import figure_columns, full_cells, without_controls

T = TypeVar("T")
Run = tuple[str, bool]  # words, and whether they are bold

_BAR_CELLS = 10
_SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """What chat.postMessage, chat.update and a response_url take."""

    blocks: tuple[Block, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One block and its words."""

    block: Block
    words: str

    @property
    def weight(self) -> int:
        return _weight(self.block)

    @property
    def kind(self) -> str:
        return str(self.block["type"])


def render(reply: Reply) -> tuple[SlackMessage, ...]:
    """The messages that say *reply*, in order. A reply without words gives none."""
    with speaking(reply.language):
        return _rendered(reply)


def _rendered(reply: Reply) -> tuple[SlackMessage, ...]:
    parts = reply.parts or ((Prose(reply.summary),) if reply.summary.strip() else ())
    drawn = [one for part in _joined(parts) for one in draw(part, tables=True)]
    return tuple(
        SlackMessage(
            blocks=tuple(one.block for one in group),
            text=_fallback(group, reply.summary if number == 0 else ""),
        )
        for number, group in enumerate(_messages(drawn))
    )


def view_blocks(reply: Reply) -> list[Block]:
    """The blocks of a modal or App Home; what a view cannot hold is announced at its end."""
    with speaking(reply.language):
        return _view_blocks(reply)


def _view_blocks(reply: Reply) -> list[Block]:
    drawn = [one for part in _joined(reply.parts) for one in draw(part, tables=False)]
    if not drawn and reply.summary.strip():
        drawn = list(draw(Prose(reply.summary), tables=False))
    shown: list[Block] = []
    room = limits.VIEW_CHARACTERS
    for one in drawn:
        room -= one.weight
        if (len(shown) == limits.VIEW_BLOCKS - 1 and len(drawn) > limits.VIEW_BLOCKS) or room < 0:
            return [*shown, blocks.context([_("There is more than fits here; ask for a part.")])]
        shown.append(one.block)
    return shown


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """A row of nothing but what is wanted seldom goes to the end of the row above it."""
    held: Buttons | None = None
    for part in parts:
        seldom = isinstance(part, Buttons) and all(button.seldom for button in part.buttons)
        if held and isinstance(part, Buttons) and seldom:
            part = Buttons((*held.buttons, *part.buttons), held.answers)
        elif held:
            yield held
        held = part if isinstance(part, Buttons) else None
        if held is None:
            yield part
    if held:
        yield held


def _weight(node: object) -> int:
    """How much text a block holds, in all its corners."""
    if isinstance(node, list):
        return sum(_weight(item) for item in node)
    if not isinstance(node, dict):
        return 0
    return sum(
        size(value) if key == "text" and isinstance(value, str) else _weight(value)
        for key, value in node.items()
    )


def _messages(drawn: Sequence[Drawn]) -> Iterator[list[Drawn]]:
    group: list[Drawn] = []
    used = 0
    for one in drawn:
        used += one.weight
        full = (
            len(group) == limits.MESSAGE_BLOCKS
            or used > limits.MESSAGE_CHARACTERS
            or (one.kind == "table" and any(other.kind == "table" for other in group))
        )
        if full and group:
            yield group
            group, used = [], one.weight
        group.append(one)
    if group:
        yield group


def _fallback(group: Iterable[Drawn], summary: str) -> str:
    lines = [one.words.strip() for one in group]
    first = without_controls(summary).strip()
    if not _spoken_of("".join(lines), first):
        lines.insert(0, first)
    text = "\n".join(line for line in lines if line)
    return escape(announced(text, limits.MESSAGE_TEXT)) or "–"


def _spoken_of(text: str, summary: str) -> bool:
    """Whether the words begin with the summary anyway: nobody wants to hear them twice."""
    heard, wanted = ("".join(filter(str.isalnum, one)) for one in (text, summary))
    return heard.startswith(wanted)


def draw(part: Part, tables: bool) -> Iterator[Drawn]:
    """The blocks of one part; *tables* says whether a table block may be used."""
    match part:
        case Heading(text):
            yield from _heading(without_controls(text).strip())
        case Prose(text, strong):
            yield from _runs([(without_controls(text).strip(), strong)])
        case Code(text):
            yield from _code(without_controls(text).expandtabs(4))
        case Facts(items):
            yield from _bullets([[(without_controls(item).strip(), False)] for item in items])
        case CommandTips(tips):
            yield from _bullets([_tip(tip) for tip in tips])
        case Called(users, role):
            yield from _called(users, role)
        case ChannelLines(lines):
            for line in lines:
                yield _channel_line(line)
        case Table():
            yield from _table(part, tables)
        case Side(attribute, cells):
            yield from _runs([(without_controls(attribute).strip(), True)])
            yield from _bullets(
                [
                    [(without_controls(n), True), (f": {without_controls(w)}", False)]
                    for n, w in cells
                ]
            )
        case Bars(bars):
            yield from _lines([_bar(bar) for bar in bars], [_spoken(bar) for bar in bars])
        case Options(items):
            yield from _lines(
                [
                    [(_lead(part, n), True), (without_controls(item), False)]
                    for n, item in enumerate(items)
                ]
            )
        case Sources(places, lead):
            said = (without_controls(words).strip() for words in (lead, *places))
            yield from _small(_SEPARATOR.join(filter(None, said)))
        case Hint(text):
            yield from _small(without_controls(text).strip())
        case Moment(lead, at, words, small):
            yield _moment(without_controls(lead).strip(), at, without_controls(words), small)
        case Picture(_, _, alt, kept):
            if kept:
                yield Drawn(blocks.image(kept, alt), "")
        case Buttons(buttons):
            for row in _chunks(buttons, limits.ACTIONS_ELEMENTS):
                labels = " ".join(f"[{without_controls(button.label).strip()}]" for button in row)
                yield Drawn(blocks.actions(row), labels)
        case _:
            assert_never(part)


def _tip(tip: CommandTip) -> list[Run]:
    return [
        (without_controls(tip.line).strip(), True),
        (f" – {without_controls(tip.about)}", False),
    ]


def _called(users: Sequence[str], group: str) -> Iterator[Drawn]:
    known = [blocks.user(user) for user in users if blocks.USER.fullmatch(user)]
    if blocks.GROUP.fullmatch(group):
        known.insert(0, blocks.group(group))
    for some in _chunks(known, limits.CALLED):
        named = [run for one in some for run in (one, blocks.run(" "))]
        yield Drawn(blocks.rich_text(blocks.section(named)), "")


def _channel_line(line: ChannelLine) -> Drawn:
    said = shorten(without_controls(line.text).strip() or "–", limits.RICH_TEXT - 100)
    runs = [blocks.channel(line.channel), blocks.run(f" {said}")]
    return Drawn(blocks.rich_text(blocks.section(runs)), said)


def _lead(part: Options, place: int) -> str:
    """What stands before an option: its mark once it is answered, and its letter."""
    mark = without_controls(part.marks[place]).strip() if place < len(part.marks) else ""
    lead = " ".join(filter(None, (mark, part.name(place))))
    return f"{lead}  " if lead else ""


def _heading(text: str) -> Iterator[Drawn]:
    if text and size(text) <= limits.HEADER and "\n" not in text:
        yield Drawn(blocks.header(text), text)
    else:
        yield from _runs([(text, True)])


def _small(text: str) -> Iterator[Drawn]:
    """Small print, cut between words where it is long."""
    for piece in _worded(text, limits.CONTEXT_TEXT):
        yield Drawn(blocks.context([piece]), piece)


def _runs(runs: Iterable[Run]) -> Iterator[Drawn]:
    """A paragraph, in as many blocks as it needs."""
    for words, bold in runs:
        for piece in _worded(words, limits.RICH_TEXT):
            yield Drawn(blocks.rich_text(blocks.section([blocks.run(piece, bold)])), piece)


def _code(text: str) -> Iterator[Drawn]:
    """Lines of code, in as many blocks as they need."""
    for piece in _worded(text, limits.RICH_TEXT):
        lines = piece.strip("\n")
        yield Drawn(blocks.rich_text(blocks.preformatted(lines)), lines)


def _lines(lines: Sequence[Sequence[Run]], spoken: Sequence[str] = ()) -> Iterator[Drawn]:
    """Lines under one another; *spoken* is what a screen reader says of each instead."""
    group: list[Block] = []
    words: list[str] = []
    room = limits.RICH_TEXT
    for number, line in enumerate(lines):
        said = spoken[number] if spoken else "".join(text for text, _ in line)
        for piece in _split_line(line):
            length = sum(size(text) for text, _ in piece) + 1
            if length > room and group:
                yield Drawn(blocks.rich_text(blocks.section(group)), "\n".join(words))
                group, words, room = [], [], limits.RICH_TEXT
            room -= length
            if group:
                group.append(blocks.run("\n"))
            group += [blocks.run(text, bold) for text, bold in piece if text]
            if said:
                words.append(said)
            said = ""
    if group:
        yield Drawn(blocks.rich_text(blocks.section(group)), "\n".join(words))


def _bullets(items: Iterable[Sequence[Run]]) -> Iterator[Drawn]:
    """A bulleted list; an item that is too long goes on in the next bullet's place."""
    group: list[Block] = []
    words: list[str] = []
    room = limits.RICH_TEXT
    for item in items:
        for piece in _split_line(item):
            said = "".join(text for text, _ in piece)
            if size(said) + 2 > room and group:
                yield Drawn(blocks.rich_text(blocks.bullets(group)), "\n".join(words))
                group, words, room = [], [], limits.RICH_TEXT
            room -= size(said) + 2
            group.append(blocks.section([blocks.run(text, bold) for text, bold in piece if text]))
            words.append(f"• {said}")
    if group:
        yield Drawn(blocks.rich_text(blocks.bullets(group)), "\n".join(words))


def _split_line(line: Sequence[Run]) -> Iterator[list[Run]]:
    """One line as pieces that each fit into a block; nothing when it has no words."""
    if not "".join(text for text, _ in line).strip():
        return
    limit = limits.RICH_TEXT - 16
    if sum(size(text) for text, _ in line) <= limit:
        yield list(line)
        return
    for text, bold in line:
        for piece in _worded(text, limit):
            yield [(piece, bold)]


def _worded(text: str, limit: int) -> Iterator[str]:
    return (piece for piece in pieces(text, limit) if piece.strip())


def _bar(bar: Bar) -> list[Run]:
    full = full_cells(bar.share, _BAR_CELLS)
    mark = f"{without_controls(bar.mark).strip()} " if bar.mark.strip() else ""
    cells = "█" * full + "░" * (_BAR_CELLS - full)
    note = f"  {without_controls(bar.note).strip()}" if bar.note.strip() else ""
    return [(mark + without_controls(bar.label).strip(), bool(mark)), (f"\n{cells}{note}", False)]


def _spoken(bar: Bar) -> str:
    said = " ".join(
        filter(None, (without_controls(bar.mark).strip(), without_controls(bar.label).strip()))
    )
    return ": ".join(filter(None, (said, without_controls(bar.note).strip())))


def _table(part: Table, tables: bool) -> Iterator[Drawn]:
    header = [without_controls(cell).strip() for cell in part.header]
    rows = [[without_controls(cell).strip() for cell in row] for row in part.rows]
    titled = any(header)
    all_rows = ([header] if titled else []) + rows
    words = "\n".join(_SEPARATOR.join(filter(None, row)) for row in all_rows)
    width = max((len(row) for row in all_rows), default=0)
    if not words.strip():
        return
    fits = (
        len(all_rows) <= limits.TABLE_ROWS
        and width <= limits.TABLE_COLUMNS
        and size(words) + 2 * width * len(all_rows) <= limits.TABLE_CHARACTERS
    )
    marked = part.marked + (1 if titled else 0) if part.marked >= 0 else -1
    if tables and fits:
        even = [row + [""] * (width - len(row)) for row in all_rows]
        yield Drawn(blocks.table(even, marked, figure_columns(rows)), words)
    elif lines := aligned(all_rows, figure_columns(rows), marked):
        yield from _code(lines)
    else:
        yield from _lines(
            [
                [(_SEPARATOR.join(filter(None, row)), number == marked or (titled and number == 0))]
                for number, row in enumerate(all_rows)
            ]
        )


def _moment(lead: str, at: datetime, words: str, small: bool) -> Drawn:
    """A line with a moment, which Slack shows in the zone of whoever reads it."""
    seconds = int(at.timestamp())
    said = f"{lead} {words}".strip()
    if not small:
        told = [blocks.run(f"{lead} ")] if lead else []
        return Drawn(blocks.rich_text(blocks.section([*told, blocks.date(seconds, words)])), said)
    return Drawn(blocks.context_until(shorten(lead, limits.CONTEXT_TEXT), seconds, words), said)


def _chunks(items: Sequence[T], length: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), length):
        yield items[start : start + length]
