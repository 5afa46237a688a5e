"""One's own figures: points, streak, topics, what is due; and the home screen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import actions
from bot.language import _, listed, plural
from bot.messages import (
    Bar,
    Bars,
    Button,
    ChannelLine,
    ChannelLines,
    Heading,
    Hint,
    Moment,
    Part,
    Prose,
    Reply,
)
from bot.quiz.scoreboards import Me, TopicAccuracy
from bot.replies import charts
from bot.replies.desk import Desk, desk, open_elsewhere
from bot.replies.voice import (
    GUEST,
    Voice,
    first_line,
    month,
    out_of,
    percent,
    rows,
    sentence,
)

ENOUGH_BARS = 8


def me(
    voice: Voice,
    mine: Me,
    today: date,
    waiting: Sequence[tuple[ChannelLine, Moment]],
    looked_after: Desk,
    *,
    hidden: bool,
    guest: bool = False,
) -> Reply:
    """Points, streak, accuracy by topic as bars, weak topics, what is due."""
    if not (mine.total_answered or mine.due or mine.topics or mine.streak.answered):
        reply = sentence(
            _("You haven't answered anything yet. A first question takes half a minute."),
            voice.button(_("Quiz me"), actions.QUIZ, "", main=True),
            voice.button(_("Settings"), actions.SETTINGS),
        )
        return replace(reply, parts=(*reply.parts, *desk(voice, looked_after)))
    parts: list[Part] = [
        *open_elsewhere(waiting),
        Heading(_("Your {month}", month=month(today))),
        Prose(_figures(mine), strong=True),
        Prose(_streak(mine)),
        *_by_topic(voice, mine.topics),
        *_weak(mine.weak),
        Prose(_due(mine.due)),
    ]
    if guest:
        parts.append(Hint(_(GUEST)))
    if hidden:
        parts.append(Hint(_("Boards don't show you; only you see this.")))
    parts += [*rows(_my_buttons(voice, mine)), *desk(voice, looked_after)]
    return Reply(tuple(parts), summary=first_line(_figures(mine)))


def _figures(mine: Me) -> str:
    said = [plural("{number} point", "{number} points", mine.points)]
    if mine.answered:
        part = out_of(mine.right, mine.answered)
        said.append(_("daily questions: {part} right", part=part))
    if mine.total_points != mine.points:
        said.append(plural("{number} point in all", "{number} points in all", mine.total_points))
    return " · ".join(said)


def _streak(mine: Me) -> str:
    streak = mine.streak
    said = (
        plural("Streak: {number} day", "Streak: {number} days", streak.days)
        if streak.days
        else _("No streak at the moment")
    )
    if streak.best > streak.days:
        said += " · " + plural("longest {number} day", "longest {number} days", streak.best)
    if streak.freezes:
        said += " · " + plural(
            "{number} freeze in store for a missed day",
            "{number} freezes in store for a missed day",
            streak.freezes,
        )
    return said


def _due(due: int) -> str:
    if not due:
        return _("No reviews due today.")
    return plural("{number} review due today.", "{number} reviews due today.", due)


def _by_topic(voice: Voice, topics: Sequence[TopicAccuracy]) -> tuple[Part, ...]:
    """Accuracy by topic, the best-known figures first; the rest is counted, not hidden.

    As bars, or as a chart with the same figures in a line: they are there if it is not shown.
    """
    if not topics:
        return ()
    most = sorted(topics, key=lambda topic: (-topic.answered, topic.topic))
    shown, rest = most[:ENOUGH_BARS], len(most) - ENOUGH_BARS
    told = {one: out_of(one.right, one.answered) for one in shown}
    further: tuple[Part, ...] = ()
    if rest > 0:
        more = plural(
            "{number} more topic: in the file that “export me” gives",
            "{number} more topics: in the file that “export me” gives",
            rest,
        )
        further = (Hint(more),)
    if chart := charts.topics(voice, shown):
        line = " · ".join(f"{one.topic} {figures}" for one, figures in told.items())
        return (*chart, Hint(line), *further)
    bars = (Bar(t.topic, t.share, f"{percent(t.share)} · {told[t]}") for t in shown)
    return (Bars(tuple(bars)), *further)


def _weak(weak: Sequence[TopicAccuracy]) -> tuple[Part, ...]:
    if not weak:
        return ()
    return (
        Prose(_("Worth another look: {topics}.", topics=listed([one.topic for one in weak[:4]]))),
    )


def _my_buttons(voice: Voice, mine: Me) -> list[Button]:
    buttons = []
    if mine.due:
        buttons.append(_review_button(voice, mine.due))
    if mine.weak:
        buttons.append(
            voice.button(_("Practice weak topics"), actions.QUIZ_WEAK_TOPICS, main=not mine.due)
        )
    buttons.append(voice.button(_("Leaderboard"), actions.BOARD, "month", "channel", "points"))
    buttons.append(voice.button(_("Settings"), actions.SETTINGS))
    return buttons


def _review_button(voice: Voice, due: int) -> Button:
    label = plural("Review {number} question", "Review {number} questions", due)
    return voice.button(label, actions.REVIEW, main=True)


def home(
    voice: Voice,
    mine: Me,
    question: tuple[str, Reply] | None,
    ranking: Reply,
    looked_after: Desk,
    *,
    hidden: bool,
) -> Reply:
    """Everything at a glance: today's question with its channel, what is due, the board, settings.

    What waits comes first: an open question before the reviews.
    """
    due = (
        plural("{number} review due today", "{number} reviews due today", mine.due)
        if mine.due
        else _("No reviews due today")
    )
    parts: list[Part] = []
    if question is not None:
        channel, asked = question
        parts += [ChannelLines((ChannelLine(channel, _("has a question for you")),)), *asked.parts]
    parts += [Heading(due), Prose(_streak(mine))]
    first = [_review_button(voice, mine.due)] if mine.due else []
    first += [voice.button(_("Quiz me"), actions.QUIZ, "")]
    if mine.weak:
        parts += _weak(mine.weak)
        first.append(voice.button(_("Practice weak topics"), actions.QUIZ_WEAK_TOPICS))
    parts += rows(first)
    parts += ranking.parts
    parts += desk(voice, looked_after)
    hide = (
        voice.button(_("Show me on boards"), actions.OPT_IN)
        if hidden
        else voice.button(_("Hide me from boards"), actions.OPT_OUT)
    )
    parts += [Heading(_("You and your data"))]
    parts += rows(
        [
            voice.button(_("Settings"), actions.SETTINGS),
            hide,
            voice.button(_("Export my data"), actions.EXPORT),
            voice.button(_("Help"), actions.HELP, False),
            voice.button(_("Delete my data…"), actions.FORGET, danger=True),
        ]
    )
    return Reply(tuple(parts), summary=due)
