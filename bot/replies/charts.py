"""What is also shown as a chart, and what the chart says to whoever does not see it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from bot.language import _
from bot.messages import Part
from bot.pictures.drawing import Counted, columns, rows
from bot.pictures.rendering import picture
from bot.quiz.scoreboards import TopicAccuracy
from bot.replies.voice import Voice, ellipsized, out_of, percent, weekday

FEWEST = 2  # bars, which one compares; a single figure is said in words
LABEL = 60  # characters of a topic in what is read aloud


def week(
    voice: Voice,
    monday: date,
    weekdays: Collection[int],
    counted: Mapping[date, tuple[int, int]],
) -> tuple[Part, ...]:
    """A week's answers by day: of the days with a quiz, and of those with answers nevertheless."""
    days = [
        day
        for day in (monday + timedelta(days=at) for at in range(7))
        if day.weekday() in weekdays or day in counted
    ]
    if not (voice.shows_charts and counted and len(days) >= FEWEST):
        return ()
    bars = [_of_the_day(day, *counted.get(day, (0, 0))) for day in days]
    said = (
        f"{weekday(day)} {out_of(bar.right, bar.answered)}"
        if bar.answered
        else _("{day} none", day=weekday(day))
        for day, bar in zip(days, bars, strict=True)
    )
    alt = _("Right answers by day: {days}.", days=", ".join(said))
    return picture("week", columns(_("Answers by day"), bars), alt)


def _of_the_day(day: date, answered: int, right: int) -> Counted:
    return Counted(weekday(day)[:3], right, answered)


def topics(voice: Voice, shown: Sequence[TopicAccuracy]) -> tuple[Part, ...]:
    """Somebody's accuracy by topic."""
    if not (voice.shows_charts and len(shown) >= FEWEST):
        return ()
    bars = [Counted(one.topic, one.right, one.answered) for one in shown]
    said = (
        f"{ellipsized(one.topic, LABEL)} {percent(one.share)}, {out_of(one.right, one.answered)}"
        for one in shown
    )
    alt = _("Right answers by topic: {topics}.", topics="; ".join(said))
    return picture("topics", rows(_("Right answers by topic"), bars), alt)
