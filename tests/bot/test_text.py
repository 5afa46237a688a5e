"""Cutting and cleaning text for chats, whatever they count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Person
from bot.text import (
    TURNING,
    clean_name,
    full_cells,
    letter,
    pieces,
    shorten,
    utf16,
    without_controls,
)


def doubled(text: str) -> int:
    """A platform that escapes every character."""
    return 2 * utf16(text)


@given(st.text(max_size=300), st.integers(4, 60))
def test_pieces_are_the_text_again_and_none_is_too_long(text: str, limit: int) -> None:
    for size in (utf16, doubled):
        cut = list(pieces(text, limit, size))
        assert "".join(cut) == text
        assert all(size(piece) <= limit for piece in cut)


@given(st.text(max_size=300), st.integers(8, 60))
def test_what_is_shortened_fits_and_says_so(text: str, limit: int) -> None:
    for size in (utf16, doubled):
        short = shorten(text, limit, size)
        assert size(short) <= limit
        assert short == text or short.endswith("…")


def test_text_is_cut_after_a_sentence_rather_than_within_a_word() -> None:
    assert list(pieces("One is here. Two is there.", 20)) == ["One is here. ", "Two is there."]


@given(st.text())
def test_what_no_chat_can_show_is_gone(text: str) -> None:
    assert all(
        one in "\n\t" or one.isprintable() or ord(one) > 0x7F for one in without_controls(text)
    )
    without_controls(text).encode()


def test_options_have_letters_and_bars_have_cells() -> None:
    assert [letter(0), letter(25), letter(26)] == ["A", "Z", "27"]
    assert [full_cells(share, 10) for share in (-1, 0.55, 2, float("nan"))] == [0, 6, 10, 0]


@pytest.mark.parametrize("turning", sorted(TURNING))
def test_a_name_turns_nothing_around_it(turning: str) -> None:
    who = Person("slack", "T1", "U1", f" {turning}r{turning}tl\n{turning}")
    assert who.name == "rtl"


def test_a_family_and_a_flag_are_names_as_well() -> None:
    for name in ("👨‍👩‍👧", "José", "王小明", "O’Brien"):
        assert clean_name(name) == name
