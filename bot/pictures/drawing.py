"""Charts as SVG: columns for days, rows for topics.

A chart brings a ground of its own, so that it reads the same on a light and on a dark screen. What
is right and what is not differ in lightness and not by their hue alone.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bot.text import clean_name, shorten

GROUND, EDGE = "#20262e", "#3d4753"
INK, SOFT = "#f2f5f8", "#b6c0cc"  # words, and those that matter less
RIGHT, REST = "#52c78d", "#78869a"

_WIDTH = 480
_MARGIN = 24
_TITLE = 17
_SMALL = 13
_LETTER = 0.6  # what a digit takes of its size, with room to spare

_HEAD = 64  # above what is drawn
_COLUMNS_HEIGHT = 240
_BASE = 198  # where columns stand
_HIGHEST = 104
_WIDEST = 44

_ROW = 42
_LABEL_WIDTH = 290
_LABEL_CELLS = 34  # of a label in a row; wide letters take two


@dataclass(frozen=True, slots=True)
class Counted:
    """Answers to something, and how many of them were right."""

    label: str
    right: int
    answered: int


def columns(title: str, counted: Sequence[Counted]) -> str:
    """A column for each, as high as it has answers, with the right ones at its foot."""
    most = max((one.answered for one in counted), default=0) or 1
    slot = (_WIDTH - 2 * _MARGIN) / max(len(counted), 1)
    drawn = "".join(
        _column(one, _MARGIN + slot * (at + 0.5), slot, _HIGHEST / most)
        for at, one in enumerate(counted)
    )
    return _card(_COLUMNS_HEIGHT, _titled(title) + drawn)


def rows(title: str, counted: Sequence[Counted]) -> str:
    """A row for each, as long as the share of its answers that were right."""
    drawn = "".join(_row(one, _HEAD + _ROW * at) for at, one in enumerate(counted))
    return _card(_HEAD + _ROW * len(counted) + 6, _titled(title) + drawn)


def _column(one: Counted, middle: float, slot: float, step: float) -> str:
    width = min(_WIDEST, slot * 0.6)
    left, high, right = middle - width / 2, one.answered * step, one.right * step
    figures = f"{one.right:,} of {one.answered:,}" if one.answered else "–"
    size = min(_SMALL, slot / (_LETTER * len(figures)))
    return (
        _box(left, _BASE - high, width, high - right, REST)
        + _box(left, _BASE - right, width, right, RIGHT)
        + _box(left, _BASE, width, 2, EDGE)
        + _words(figures, middle, _BASE - high - 8, size, INK, "middle")
        + _words(one.label, middle, _BASE + 22, min(_SMALL, slot / 4), SOFT, "middle")
    )


def _row(one: Counted, top: float) -> str:
    width = _WIDTH - 2 * _MARGIN
    share = one.right / one.answered if one.answered else 0.0
    figures = f"{round(share * 100)}% · {one.right:,} of {one.answered:,}"
    label = _words(shorten(clean_name(one.label), _LABEL_CELLS, _cells), 0, 16, 15, INK)
    # A label in unusual letters may be wider than was reckoned with: it ends at its own edge.
    framed = f'<svg x="{_MARGIN}" y="{top}" width="{_LABEL_WIDTH}" height="22">{label}</svg>'
    return (
        framed
        + _words(figures, _WIDTH - _MARGIN, top + 16, _SMALL, SOFT, "end")
        + _box(_MARGIN, top + 23, width, 8, REST)
        + _box(_MARGIN, top + 23, width * share, 8, RIGHT)
    )


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _titled(title: str) -> str:
    """The title, and what the two colours mean."""
    middle = 36
    return (
        _words(title, _MARGIN, middle, _TITLE, INK)
        + _box(346, middle - 10, 10, 10, RIGHT)
        + _words("right", 362, middle, _SMALL, SOFT)
        + _box(402, middle - 10, 10, 10, REST)
        + _words("wrong", 418, middle, _SMALL, SOFT)
    )


def _card(height: float, inner: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" font-family="Noto Sans, sans-serif">'
        f'<rect x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="10" '
        f'fill="{GROUND}" stroke="{EDGE}"/>{inner}</svg>'
    )


def _box(left: float, top: float, width: float, height: float, colour: str) -> str:
    if min(round(width, 1), round(height, 1)) <= 0:
        return ""
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{colour}"/>'
    )


def _words(
    text: str, left: float, foot: float, size: float, colour: str, anchor: str = "start"
) -> str:
    return (
        f'<text x="{left:.1f}" y="{foot:.1f}" font-size="{size:.1f}" fill="{colour}" '
        f'text-anchor="{anchor}">{escape(clean_name(text))}</text>'
    )
