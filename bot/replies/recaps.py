"""What is said after a question closed: how it went, corrections, the week; what is due."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot import actions
from bot.language import _, figure, plural
from bot.messages import Heading, Hint, Part, Prose, Reply
from bot.quiz.moderation import HOLD_REASONS
from bot.quiz.outcomes import Reveal
from bot.quiz.scoreboards import Board
from bot.replies.board import leaders
from bot.replies.voice import Voice, called, first_line, month, out_of, rows, weekday


def thread_recap(
    voice: Voice, shown: Reveal, board: Board, streaks: Sequence[tuple[str, int]]
) -> Reply:
    """Under the reveal: how it went, who leads, streaks worth naming."""
    text = _("Nobody answered this time. The next one is a new chance.")
    if shown.answered:
        text = plural(
            "{right} of {number} answer right.",
            "{right} of {number} answers right.",
            shown.answered,
            right=shown.right,
        )
    if shown.round.void:
        text = voided(shown.round.void)
    parts: list[Part] = [Prose(text)]
    if board.goal and board.goal.answered:
        goal = board.goal
        parts.append(
            Hint(
                _(
                    "Together: {points} of {target} points this month",
                    points=figure(goal.points),
                    target=figure(goal.target),
                )
            )
        )
    elif first := leaders(board):
        parts.append(Hint(_("This month: {people}", people=first)))
    if streaks:
        named = ", ".join(
            plural("{name} {number} day", "{name} {number} days", days, name=called(name))
            for name, days in streaks[:5]
        )
        parts.append(Hint(_("Streaks: {people}", people=named)))
    parts += rows([voice.button(_("Leaderboard"), actions.BOARD, "month", "channel", "points")])
    thread = thread_name(shown.round.day)
    return Reply(tuple(parts), private=False, summary=text, thread=thread)


def thread_name(day: date | None) -> str:
    """What the thread of a day's question is called where it needs a name."""
    if day is None:
        return ""
    return _("{weekday} {day} {month}", weekday=weekday(day), day=day.day, month=month(day))


def voided(reason: str) -> str:
    """What a question that doesn't count is told about."""
    if not reason:
        return _("This question was taken back: no points for anyone, streaks stay.")
    return _(
        "This question was taken back ({reason}): no points for anyone, streaks stay.",
        reason=_(HOLD_REASONS.get(reason, reason)),
    )


def corrected(reason: str, day: date) -> Reply:
    """Tells the channel that a question was taken back after its reveal."""
    text = _("Correction: the question above was taken back.")
    if reason:
        why = _(HOLD_REASONS.get(reason, reason))
        text = _("Correction: the question above was taken back: {reason}.", reason=why)
    text += " " + _("Its points are off everybody's score; streaks stay.")
    named = thread_name(day)
    return Reply((Prose(text),), private=False, summary=first_line(text), thread=named)


def weekly_recap(
    ranking: Reply | None,
    counted: Mapping[date, tuple[int, int]],
    day: date,
    taken_back: int = 0,
    chart: tuple[Part, ...] = (),
) -> Reply:
    """The week in a few lines; without a ranking when nobody played for points.

    *counted* holds each day's answers and how many of them were right.
    """
    head = _("The week in short")
    answered, right = (sum(figures[at] for figures in counted.values()) for at in (0, 1))
    text = (
        plural(
            "{number} answer, {right} right.",
            "{number} answers, {right} right.",
            answered,
            right=right,
        )
        if answered
        else _("A quiet week: nobody answered a daily question.")
    )
    if taken_back and not answered:
        text = plural(
            "{number} answer, all to questions that were taken back.",
            "{number} answers, all to questions that were taken back.",
            taken_back,
        )
    elif taken_back:
        text += " " + _("{more} more to questions that were taken back.", more=taken_back)
    parts = (
        Heading(head), Prose(text), *_hardest(counted), *chart, *(ranking.parts if ranking else ()),
    )  # fmt: skip
    summary = f"{head}: {text}"
    return Reply(parts, private=False, summary=summary, thread=thread_name(day))


FEW = 2  # answers that say nothing of a question


def _hardest(counted: Mapping[date, tuple[int, int]]) -> tuple[Hint, ...]:
    """The day whose question fewest got right, where more were wrong than right."""
    days = [(right / all_, day) for day, (all_, right) in counted.items() if all_ > FEW]
    share, day = min(days, default=(1.0, date.min))
    if share >= 1 / 2:
        return ()
    part = out_of(*reversed(counted[day]))
    return (Hint(_("Hardest: {day}'s question, {part} right.", day=weekday(day), part=part)),)


def reminder(voice: Voice, due: int) -> Reply:
    """A direct message: what is due today."""
    text = plural(
        "{number} review due today. A few minutes will do.",
        "{number} reviews due today. A few minutes will do.",
        due,
    )
    buttons = rows(
        [
            voice.button(_("Review now"), actions.REVIEW, main=True),
            voice.button(_("Reminders and settings"), actions.SETTINGS),
        ]
    )
    return Reply((Prose(text), *buttons), summary=text)
