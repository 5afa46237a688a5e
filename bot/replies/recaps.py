"""What is said after a question closed: how it went, corrections, the week; what is due."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot import actions
from bot.messages import Heading, Hint, Part, Prose, Reply
from bot.quiz.moderation import HOLD_REASONS
from bot.quiz.outcomes import Reveal
from bot.quiz.scoreboards import Board
from bot.replies.board import leaders
from bot.replies.voice import Voice, called, count, first_line, month, rows, weekday


def thread_recap(
    voice: Voice, shown: Reveal, board: Board, streaks: Sequence[tuple[str, int]]
) -> Reply:
    """Under the reveal: how it went, who leads, streaks worth naming."""
    text = "Nobody answered this time. The next one is a new chance."
    if shown.answered:
        text = f"{shown.right} of {count(shown.answered, 'answer')} right."
    if shown.round.void:
        text = voided(shown.round.void)
    parts: list[Part] = [Prose(text)]
    if board.goal and board.goal.answered:
        goal = board.goal
        parts.append(Hint(f"Together: {goal.points:,} of {goal.target:,} points this month"))
    elif first := leaders(board):
        parts.append(Hint(f"This month: {first}"))
    if streaks:
        named = ", ".join(f"{called(name)} {count(days, 'day')}" for name, days in streaks[:5])
        parts.append(Hint(f"Streaks: {named}"))
    parts += rows([voice.button("Leaderboard", actions.BOARD, "month", "channel", "points")])
    thread = thread_name(shown.round.day)
    return Reply(tuple(parts), private=False, summary=text, thread=thread)


def thread_name(day: date | None) -> str:
    """What the thread of a day's question is called where it needs a name."""
    return f"{weekday(day)} {day.day} {month(day)}" if day else ""


def voided(reason: str) -> str:
    """What a question that doesn't count is told about."""
    because = f" ({HOLD_REASONS.get(reason, reason)})" if reason else ""
    return f"This question was taken back{because}: no points for anyone, streaks stay."


def corrected(reason: str, day: date) -> Reply:
    """Tells the channel that a question was taken back after its reveal."""
    because = f": {HOLD_REASONS.get(reason, reason)}" if reason else ""
    text = f"Correction: the question above was taken back{because}. "
    text += "Its points are off everybody's score; streaks stay."
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
    head = "The week in short"
    answered, right = (sum(figures[at] for figures in counted.values()) for at in (0, 1))
    text = (
        f"{count(answered, 'answer')}, {right} right."
        if answered
        else "A quiet week: nobody answered a daily question."
    )
    if taken_back and not answered:
        text = f"{count(taken_back, 'answer')}, all to questions that were taken back."
    elif taken_back:
        text += f" {taken_back} more to questions that were taken back."
    parts = (Heading(head), Prose(text), *chart, *(ranking.parts if ranking else ()))
    summary = f"{head}: {text}"
    return Reply(parts, private=False, summary=summary, thread=thread_name(day))


def reminder(voice: Voice, due: int) -> Reply:
    """A direct message: what is due today."""
    text = f"{count(due, 'review')} due today. A few minutes will do."
    buttons = rows(
        [
            voice.button("Review now", actions.REVIEW, main=True),
            voice.button("Reminders and settings", actions.SETTINGS),
        ]
    )
    return Reply((Prose(text), *buttons), summary=text)
