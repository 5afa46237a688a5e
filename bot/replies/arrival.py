"""The first words, to whoever brought the companion somewhere."""

from collections.abc import Sequence

from bot import actions
from bot.messages import ChannelLine, ChannelLines, Facts, Heading, Hint, Part, Prose, Reply
from bot.replies.daily import begun_there
from bot.replies.voice import Voice, first_line, rows


def arrived(voice: Voice, examples: Sequence[str], channel: str, *, has_quiz: bool) -> Reply:
    """What there is to do, in three lines, and where to begin."""
    head = "Thank you for the invitation" if channel else "Thank you for having me"
    question = examples[0] if examples else "your question"
    lines = (
        f"{voice.line(question)} – an answer from your notes, for you alone until you share it",
        f"{voice.line('quiz')} – questions for you alone; what goes wrong comes back in time",
        "One question a day for a whole channel, with points and a board",
    )
    buttons = [voice.button("Ask something", actions.ASK_IN_A_FORM)]
    if channel and not has_quiz:
        set_up = voice.button("Set up the daily question", actions.SET_UP, channel, main=True)
        buttons.insert(0, set_up)
    return Reply(
        (Heading(head), Prose("This is what I can do:"), Facts(lines),
         *_where(voice, channel, has_quiz=has_quiz), *rows(buttons)),
        summary=first_line(f"{head}: {'; '.join(lines)}"),
    )  # fmt: skip


def _where(voice: Voice, channel: str, *, has_quiz: bool) -> tuple[Part, ...]:
    """Which channel it is about, or how one begins where none is known."""
    if channel:
        known = "has its daily question already." if has_quiz else "has no daily question yet."
        return (ChannelLines((ChannelLine(channel, known),)),)
    return (Hint(f"The daily question comes in a channel: {begun_there(voice)}"),)
