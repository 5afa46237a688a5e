"""Replies as lines of text."""

import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from adapters.terminal.render import clean, draw
from bot.messages import (
    Action,
    Bar,
    Bars,
    Button,
    Buttons,
    Code,
    Facts,
    Heading,
    Hint,
    Options,
    Part,
    Prose,
    Reply,
    Sources,
    Table,
)
from tests.adapters.replies import parts

TEXT = st.text(max_size=120)
PARTS = st.lists(parts, max_size=6).map(tuple)


def test_a_card_reads_like_a_card() -> None:
    reply = Reply(
        (
            Heading("Lambda › Limits"),
            Prose("Timeout: at most 900 s", strong=True),
            Facts(("Memory 128 MB – 10,240 MB",)),
            Sources(("lambda.md:12", "dva.md:340"), "2 notes agree"),
            Buttons((Button("Share in channel", Action("share")), Button("More", Action("more")))),
        )
    )
    assert draw(reply).plain.splitlines() == [
        "Lambda › Limits",
        "Timeout: at most 900 s",
        "  · Memory 128 MB – 10,240 MB",
        "2 notes agree · lambda.md:12 · dva.md:340",
        "[1] Share in channel  [2] More",
    ]


def test_letters_are_numbers_too() -> None:
    letters = Buttons(tuple(Button(letter, Action("answer", (letter,))) for letter in "AB"))
    more = Buttons((Button("Hint", Action("hint")),))
    reply = Reply((Options(("12 hours", "14 days")), letters, more))
    assert "[/3]" in draw(reply, slashed=True).plain
    drawing = draw(reply)
    assert "  A  12 hours\n  B  14 days" in drawing.plain
    assert "[3] Hint" in drawing.plain
    assert [button.label for button in drawing.choices] == ["A", "B", "Hint"]


def test_ones_own_row_is_set_off() -> None:
    table = Table(("", "Name", "Points"), (("1", "Ada", "20"), ("2", "you", "10")), marked=1)
    assert draw(Reply((table,))).plain.splitlines()[1:] == [
        "  1  Ada       20",
        "› 2  you       10",
    ]


def test_bars_show_shares_and_the_right_one() -> None:
    bars = Bars((Bar("A  12 hours", 0.5, "50 %", "✓"), Bar("B  14 days", 0.0, "0 %")))
    right, other = draw(Reply((bars,))).plain.splitlines()
    assert right.startswith("✓ A 12 hours")
    assert right.count("▇") == 6
    assert "▇" not in other


def test_a_narrow_terminal_wraps_under_the_text() -> None:
    drawing = draw(Reply((Facts(("one two three four five six seven",)),)), width=24)
    assert drawing.plain.splitlines() == ["  · one two three four", "    five six seven"]


def test_what_a_terminal_would_obey_is_taken_out() -> None:
    assert clean("a\x1b[2Jb\x07c\x9bd") == "a\ufffd[2Jb\ufffdc\ufffdd"
    assert clean("user\u202egnp.exe\u2066") == "usergnp.exe"
    assert clean("two\nlines\tand\r\nmore") == "two lines and  more"
    assert clean("\ud800") == "\ufffd"


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(PARTS, st.integers(1, 120))
def test_nothing_dangerous_comes_out_and_no_word_is_lost(
    drawn: tuple[Part, ...], width: int
) -> None:
    drawing = draw(Reply(drawn), width)
    assert not any(
        unicodedata.category(letter) in ("Cc", "Cs")
        for line in drawing.lines
        for span in line
        for letter in span.text
    )
    printed = drawing.plain
    for part in drawn:
        if isinstance(part, Heading | Prose | Code | Hint):
            assert all(word in printed for word in clean(part.text).split())
    assert len(drawing.choices) == sum(len(p.buttons) for p in drawn if isinstance(p, Buttons))


@given(TEXT, st.integers(20, 120))
def test_lines_keep_the_width_unless_a_word_is_longer(text: str, width: int) -> None:
    longest = max((cell_len(word) for word in clean(text).split()), default=0)
    for line in draw(Reply((Prose(text),)), width).plain.splitlines():
        assert cell_len(line) <= max(width, longest)


@given(TEXT, st.integers(20, 120))
def test_lines_of_code_keep_the_width_unless_a_word_is_longer(text: str, width: int) -> None:
    longest = max((cell_len(word) for word in clean(text).split()), default=0)
    for line in draw(Reply((Code(text),)), width).plain.splitlines():
        assert cell_len(line) <= max(width, longest + 4)


def test_a_wide_table_wraps_within_its_columns() -> None:
    table = Table(("#", "Name", "Points"), (("1", "Somebody with a very long name", "20"),), 0)
    assert draw(Reply((table,)), width=32).plain.splitlines() == [
        "  #  Name                 Points",
        "› 1  Somebody with a          20",
        "     very long name",
    ]


def test_code_keeps_its_lines_and_their_indentation() -> None:
    code = "for n in range(2):\n\tif n:\n        print(n)"
    drawing = draw(Reply((Prose(f"What is printed?\n{code}", strong=True), Options((code,)))), 80)
    lines = ["for n in range(2):", "    if n:", "        print(n)"]
    first, *rest = lines
    assert drawing.plain.splitlines() == [
        "What is printed?", *lines, f"  A  {first}", *(f"     {line}" for line in rest)
    ]  # fmt: skip


def test_code_stands_farther_in_with_its_blanks_and_wraps_where_it_is_too_long() -> None:
    code = "if a:\n\tprint(1,  2)\x1b[2J\n    call(one, two, three, four)"
    drawing = draw(Reply((Prose("What is it?"), Code(code))), 30)
    assert drawing.plain.splitlines() == [
        "What is it?", "    if a:", "        print(1,  2)\ufffd[2J",
        "        call(one, two, three,", "        four)",
    ]  # fmt: skip
