"""What somebody looks after, and what waits for them in channels: for home and for `me`."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import actions
from bot.messages import ChannelLine, ChannelLines, Heading, Moment, Part, Prose
from bot.replies.voice import Voice, count, rows


@dataclass(frozen=True, slots=True)
class HostedQuiz:
    """A channel's daily question, for those who may change it."""

    channel: str
    runs: str  # "weekdays at 09:00 (Europe/Berlin)"
    left: int | None  # questions for a week from now; None while nobody has counted
    short: bool  # they do not last a week


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody looks after."""

    quizzes: tuple[HostedQuiz, ...] = ()
    held: int = 0  # questions on hold
    reported: int = 0
    free: int = 0  # channels that they brought the companion into, and that have no question yet


def desk(voice: Voice, looked_after: Desk) -> tuple[Part, ...]:
    """For whoever arranges quizzes: when they run, what is left for them, what was reported."""
    shown = looked_after.quizzes[:MOST_HOSTED]
    if not shown and not (looked_after.held or looked_after.reported or looked_after.free):
        return ()
    lines = tuple(ChannelLine(quiz.channel, _runs(quiz)) for quiz in shown)
    only = len(shown) == 1
    buttons = [
        voice.button("Change" if only else f"Change {number}", actions.SET_UP, quiz.channel)
        for number, quiz in enumerate(shown, start=1)
    ]
    parts: list[Part] = [Heading("You look after")]
    if lines:
        parts += [ChannelLines(lines), *rows(buttons)]
    if looked_after.free:
        parts += [
            Prose(f"No daily question yet: {count(looked_after.free, 'channel')}."),
            *rows([voice.button("Set up the daily question", actions.DAILY)]),
        ]
    if looked_after.held or looked_after.reported:
        held = f"{count(looked_after.held, 'question')} on hold"
        parts.append(Prose(f"{held}, {count(looked_after.reported, 'report')} to look at."))
        parts += rows([voice.button("Reports", actions.REPORTS, 0)])
    return tuple(parts)


MOST_HOSTED = 5  # quizzes that are listed


def _runs(quiz: HostedQuiz) -> str:
    if quiz.left is None:
        return quiz.runs
    short = ", too few for a week" if quiz.short else ""
    return f"{quiz.runs} · {count(quiz.left, 'question')} left{short}"


def open_elsewhere(questions: Sequence[tuple[str, Moment]]) -> tuple[Part, ...]:
    """Where a daily question waits for somebody's answer: in channels they play in."""
    return tuple(
        part
        for channel, closes in questions
        for part in (ChannelLines((ChannelLine(channel, "has a question for you"),)), closes)
    )
