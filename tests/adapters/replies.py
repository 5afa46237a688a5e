"""Any Reply there can be, for property tests."""

from datetime import UTC
from typing import TypeVar

from hypothesis import strategies as st

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
    Reply,
    Side,
    Sources,
    Table,
)

T = TypeVar("T")

NASTY = (
    "<!channel>", "<@U123>", "<https://evil.test|bank>", "@here", "*bold*", "`code`", "&amp;lt;",
    "https://evil.test", ":tada:", "<!subteam^S1>", "&", "<", ">", "\x00", "\u202e",
    "🇩🇪👩‍👩‍👧", "|",
)  # fmt: skip

words = st.one_of(
    st.text(max_size=40),
    st.sampled_from(NASTY),
    st.lists(st.sampled_from([*NASTY, "word", "Lambda ", "\n", ". "]), max_size=20).map("".join),
)
long_words = st.one_of(
    words,
    st.builds(lambda piece, count: piece * count, words, st.integers(1, 400)),
    st.integers(2_900, 12_100).map(lambda count: "&" * (count // 5)),
)


def tuples(of: st.SearchStrategy[T], most: int = 6) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(of, max_size=most).map(tuple)


buttons = st.builds(
    Button,
    label=words,
    action=st.builds(Action, name=st.text(max_size=20), arguments=tuples(st.text(max_size=30), 3)),
    tone=st.sampled_from(["plain", "main", "danger"]),
    seldom=st.booleans(),
)

parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(Heading, long_words),
    st.builds(Prose, long_words, st.booleans()),
    st.builds(Code, long_words),
    st.builds(Facts, tuples(long_words, 60)),
    st.builds(
        Table,
        header=tuples(words, 22),
        rows=tuples(tuples(words, 22), 110),
        marked=st.integers(-1, 120),
    ),
    st.builds(Side, attribute=long_words, cells=tuples(st.tuples(words, long_words))),
    st.builds(
        Bars, tuples(st.builds(Bar, words, st.floats(), words, st.sampled_from(["", "✓"])), 30)
    ),
    st.builds(Options, tuples(long_words, 30)),
    st.builds(Sources, tuples(words, 300), words),
    st.builds(Hint, long_words),
    st.builds(
        Moment,
        words,
        st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year > 1970),
        words,
        st.booleans(),
    ),
    st.builds(Buttons, tuples(buttons, 30)),
    st.builds(
        ChannelLines,
        tuples(st.builds(ChannelLine, words | st.sampled_from(["C123", "1234"]), words), 8),
    ),
    st.builds(Called, tuples(words | st.sampled_from(["U1", "123"]), 90)),
    st.builds(
        Picture,
        name=st.from_regex("[a-z0-9-]{1,9}", fullmatch=True),
        png=st.just(b"\x89PNG"),
        alt=long_words,
        kept=st.sampled_from(["", "F123"]),
    ),
    st.builds(CommandTips, tuples(st.builds(CommandTip, words, words), 8)),
)

replies = st.builds(
    Reply,
    parts=tuples(parts, 12) | tuples(parts, 3).map(lambda some: some * 20),
    summary=long_words,
)


def said(part: Part) -> list[str]:
    """Every word that a part must not lose; labels may be shortened, so only their beginning."""
    match part:
        case Heading(text) | Prose(text) | Code(text) | Hint(text):
            return [text]
        case Facts(items) | Options(items):
            return list(items)
        case Table(header, rows):
            return [*header, *(cell for row in rows for cell in row)]
        case Side(attribute, cells):
            return [attribute, *(text for cell in cells for text in cell)]
        case Bars(bars):
            return [text for bar in bars for text in (bar.label, bar.note)]
        case Sources(places, lead):
            return [lead, *places]
        case Called() | Picture():
            return []
        case ChannelLines(lines):
            return [line.text for line in lines]
        case CommandTips(tips):
            return [text for tip in tips for text in (tip.line, tip.about)]
        case Moment(lead):
            return [lead]
        case Buttons(row):
            return [button.label[:12] for button in row]
