"""Charts: what they show, how they look, what is said of them, and that words do without them."""

import logging
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import Picture
from bot.pictures import drawing, rendering
from bot.pictures.drawing import Counted, columns, rows
from bot.quiz.scoreboards import TopicAccuracy
from bot.replies import charts
from bot.replies.voice import Voice
from bot.schedule import WEEKDAYS
from bot.text import clean_name
from tests import pixels
from tests.pixels import drawn_here

GOLDEN = Path(__file__).parent / "charts"
SVG = "{http://www.w3.org/2000/svg}"
MONDAY = date(2026, 3, 2)
SLACK = Voice("slack")

WEEK = columns(
    "Answers by day",
    [Counted("Mon", 3, 4), Counted("Tue", 2, 5), Counted("Wed", 0, 0), Counted("Thu", 6, 6)],
)
TOPICS = rows(
    "Right answers by topic",
    [Counted("S3", 18, 20), Counted("Größe & Übertragung", 3, 12), Counted("Ω", 0, 3)],
)
DRAWINGS = {"week": WEEK, "topics": TOPICS}

counted = st.tuples(st.text(max_size=60), st.integers(0, 10**6), st.integers(0, 10**6)).map(
    lambda one: Counted(one[0], min(one[1], one[2]), max(one[1], one[2]))
)


ALIKE = 40.0  # of 255: smoothing edges in another way makes 31, the likest digits are 50 apart


def same(one: bytes, other: bytes) -> bool:
    """The same but for how edges are smoothed, which another version may do otherwise."""
    return pixels.apart(pixels.read(one), pixels.read(other)) < ALIKE


# ---------------------------------------------------------------- how they look


@drawn_here
@pytest.mark.parametrize("name", DRAWINGS)
def test_a_chart_looks_as_it_was_found_good(name: str) -> None:
    """After a change that is wanted, write what `png` gives now into tests/bot/charts."""
    golden = (GOLDEN / f"{name}.png").read_bytes()
    made = rendering.png(DRAWINGS[name], 1.0)
    assert same(made, golden), pixels.apart(pixels.read(made), pixels.read(golden))


@drawn_here
@pytest.mark.parametrize(
    ("name", "said", "instead"),
    [("week", "3 of 4", "3 of 5"), ("week", "2 of 5", "2 of 6"), ("week", "Tue", "Toe"),
     ("topics", "18 of 20", "13 of 20"), ("topics", "3 of 12", "8 of 12"), ("topics", "S3", "S8")],
)  # fmt: skip
def test_one_other_figure_in_a_chart_is_seen(name: str, said: str, instead: str) -> None:
    golden = (GOLDEN / f"{name}.png").read_bytes()
    other = DRAWINGS[name].replace(said, instead)
    assert other != DRAWINGS[name]
    assert not same(rendering.png(other, 1.0), golden)


@drawn_here
@pytest.mark.parametrize("left", [4, 4.3, 4.6])
def test_every_digit_is_told_from_every_other(left: float) -> None:
    drawn = [rendering.png(_letter(digit, left, 13), 1.0) for digit in "0123456789"]
    assert [pair for pair in combinations(drawn, 2) if same(*pair)] == []


@drawn_here
@pytest.mark.parametrize("name", DRAWINGS)
def test_how_edges_are_smoothed_makes_no_difference_and_a_missing_font_does(name: str) -> None:
    golden = pixels.read((GOLDEN / f"{name}.png").read_bytes())
    finer = pixels.halved(pixels.read(rendering.png(DRAWINGS[name], 2.0)))
    assert 0 < pixels.apart(finer, golden) < ALIKE
    moved = re.sub(r'<text x="([0-9.]+)"', _a_little_to_the_right, DRAWINGS[name])
    assert 0 < pixels.apart(pixels.read(rendering.png(moved, 1.0)), golden) < ALIKE
    wordless = re.sub(r"<text.*?</text>", "", DRAWINGS[name])
    assert pixels.apart(pixels.read(rendering.png(wordless, 1.0)), golden) > ALIKE


def _a_little_to_the_right(found: re.Match[str]) -> str:
    return f'<text x="{float(found[1]) + 0.2:.1f}"'


@drawn_here
def test_the_font_that_comes_along_has_what_is_asked_of_it_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Characters of the font each look their own way; those that are missing all look alike."""
    pattern = rendering._IN_THE_FONT
    known = [c for c in map(chr, range(33, 0x3000)) if pattern.fullmatch(c) and not c.isspace()]
    assert len(known) > 400
    monkeypatch.setattr(rendering, "_IN_THE_FONT", re.compile(".*", re.DOTALL))
    thai, han = (rendering.png(_letter(c), 0.9) for c in "\u0e01\u6f22")
    assert thai == han, "both are missing"
    assert [c for c in known if rendering.png(_letter(c), 0.9) == thai] == []


def _letter(character: str, left: float = 2, size: int = 16) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" font-family="Noto Sans, '
        f'sans-serif"><rect width="24" height="24" fill="{drawing.GROUND}"/><text x="{left}" '
        f'y="18" font-size="{size}" fill="{drawing.SOFT}">{escape(character)}</text></svg>'
    )


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_words_and_bars_stand_out_on_the_charts_own_ground() -> None:
    """By the figures of WCAG: 4.5 for words, 3 for what is drawn."""
    for words in (drawing.INK, drawing.SOFT):
        assert contrast(words, drawing.GROUND) >= 4.5
    for bar in (drawing.RIGHT, drawing.REST):
        assert contrast(bar, drawing.GROUND) >= 3
    assert contrast(drawing.RIGHT, drawing.REST) >= 1.5, "told apart without colours"


@drawn_here
def test_a_chart_brings_its_ground_along_for_light_and_dark_screens() -> None:
    for svg in DRAWINGS.values():
        made = pixels.read(rendering.png(svg, 1.0))
        opaque = (made[:, :, 3] == 255).mean()
        assert opaque > 0.99, "only its round corners let the screen through"


# ---------------------------------------------------------------- whatever it is given


@settings(max_examples=150)
@given(st.sampled_from([columns, rows]), st.text(max_size=40), st.lists(counted, max_size=9))
def test_any_names_and_figures_are_sound_svg_that_shows_them(
    draw: object, title: str, some: Sequence[Counted]
) -> None:
    assert callable(draw)
    svg = draw(title, some)
    tree = ET.fromstring(svg)
    words = [text.text or "" for text in tree.iter(f"{SVG}text")]
    assert words[0] == clean_name(title)
    assert {element.tag for element in tree.iter()} <= {
        f"{SVG}{n}" for n in ("svg", "rect", "text")
    }
    for one in some:
        if one.answered:
            assert any(f"{one.right:,} of {one.answered:,}" in said for said in words)
    for box in tree.iter(f"{SVG}rect"):
        left, width = float(box.attrib["x"]), float(box.attrib["width"])
        assert width > 0 and left >= 0 and left + width <= 480.1


@drawn_here
@settings(max_examples=25)
@given(st.sampled_from([columns, rows]), st.lists(counted, max_size=9))
def test_any_names_and_figures_become_a_picture(draw: object, some: Sequence[Counted]) -> None:
    assert callable(draw)
    (made,) = rendering.picture("any", draw("Title", some), "alt")
    width, height = pixels.size(made.png)
    assert (width, height > 100) == (720, True)


# ---------------------------------------------------------------- what is said of them


@drawn_here
def test_what_is_said_of_a_week_has_its_figures_day_by_day() -> None:
    days = {date(2026, 3, 2): (4, 3), date(2026, 3, 5): (6, 6), date(2026, 3, 7): (1, 0)}
    (chart,) = charts.week(SLACK, MONDAY, WEEKDAYS, days)
    assert isinstance(chart, Picture)
    assert chart.alt == (
        "Right answers by day: Monday 3 of 4, Tuesday none, Wednesday none, Thursday 6 of 6, "
        "Friday none, Saturday 0 of 1."
    )


@drawn_here
def test_what_is_said_of_topics_has_their_figures() -> None:
    topics = [TopicAccuracy("S3", 18, 20), TopicAccuracy("Lambda " * 30, 1, 3)]
    (chart,) = charts.topics(SLACK, topics)
    assert isinstance(chart, Picture)
    assert chart.alt.startswith("Right answers by topic: S3 90%, 18 of 20; Lambda Lambda")
    assert chart.alt.endswith("… 33%, 1 of 3.")
    many = [TopicAccuracy(f"{n} {'long ' * 30}", 123_456, 234_567) for n in range(8)]
    (chart,) = charts.topics(SLACK, many)
    assert isinstance(chart, Picture)
    assert len(chart.alt) < 1_000, "Slack takes no more"


@drawn_here
def test_there_is_no_chart_where_nothing_can_be_compared_or_shown() -> None:
    one_day, one = {MONDAY: (1, 1)}, [TopicAccuracy("S3", 1, 2)]
    assert charts.week(SLACK, MONDAY, WEEKDAYS, {}) == ()
    assert charts.week(SLACK, MONDAY, {0}, one_day) == ()
    assert charts.week(Voice("slack", shows_charts=False), MONDAY, WEEKDAYS, one_day) == ()
    assert (
        charts.topics(SLACK, one)
        == charts.topics(Voice("slack", shows_charts=False), one * 2)
        == ()
    )


# ---------------------------------------------------------------- without them


def test_without_the_extra_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "find_spec", lambda name: None)
    assert charts.week(SLACK, MONDAY, WEEKDAYS, {MONDAY: (1, 1)}) == ()


@drawn_here
def test_one_that_cannot_be_drawn_is_left_out_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert rendering.picture("broken", "<svg", "alt") == ()
    assert "could not be drawn" in caplog.text
