"""What somebody looks after, and what waits for them in channels: for home and for `me`."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import actions
from bot.language import _, plural
from bot.messages import ChannelLine, ChannelLines, Heading, Moment, Part, Prose
from bot.replies.voice import Voice, rows


@dataclass(frozen=True, slots=True)
class HostedQuiz:
    """A channel's daily question, for those who may change it."""

    channel: str
    runs: str  # "weekdays at 09:00 (Europe/Berlin)"
    left: int | None  # questions for a week from now; None while nobody has counted
    short: bool  # they do not last a week
    takes_written: bool  # what people write here may be asked there


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
        voice.button(
            _("Change its daily question") if only else _("Change {number}", number=number),
            actions.SET_UP,
            quiz.channel,
        )
        for number, quiz in enumerate(shown, start=1)
    ]
    if any(quiz.short and quiz.takes_written for quiz in shown):
        buttons.append(voice.button(_("Write a question"), actions.WRITE_QUESTION))
    parts: list[Part] = [Heading(_("Channels you manage"))]
    if lines:
        parts += [ChannelLines(lines), *rows(buttons)]
    if looked_after.free:
        parts += [
            Prose(
                plural(
                    "No daily question yet: {number} channel.",
                    "No daily question yet: {number} channels.",
                    looked_after.free,
                )
            ),
            *rows([voice.button(_("Set up the daily question"), actions.DAILY)]),
        ]
    if looked_after.held or looked_after.reported:
        held = plural("{number} question on hold", "{number} questions on hold", looked_after.held)
        reported = plural(
            "{held}, {number} report to look at.",
            "{held}, {number} reports to look at.",
            looked_after.reported,
            held=held,
        )
        parts.append(Prose(reported))
        parts += rows([voice.button(_("Reports"), actions.REPORTS, 0)])
    return tuple(parts)


MOST_HOSTED = 5  # quizzes that are listed


def _runs(quiz: HostedQuiz) -> str:
    runs = f"· {quiz.runs}"
    if quiz.left is None:
        return runs
    left = plural("{number} new question left", "{number} new questions left", quiz.left)
    if quiz.short:
        left = _("{questions} for the next seven days; then the oldest come again", questions=left)
    return f"{runs} · {left}"


def open_elsewhere(questions: Sequence[tuple[ChannelLine, Moment]]) -> tuple[Part, ...]:
    """Where a daily question waits for somebody's answer: in channels they play in."""
    return tuple(part for line, closes in questions for part in (ChannelLines((line,)), closes))
