"""The first words, to whoever brought the companion somewhere."""

from collections.abc import Sequence

from bot import actions
from bot.messages import Facts, Heading, Hint, Prose, Reply
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
        (Heading(head), Prose("This is what I can do:"), Facts(lines), *_where(voice, channel),
         *rows(buttons)),
        summary=first_line(f"{head}: {'; '.join(lines)}"),
    )  # fmt: skip


def _where(voice: Voice, channel: str) -> tuple[Hint, ...]:
    """Where the daily question is set up, for those who are in no channel yet."""
    if channel:
        return ()
    invite = (
        "Invite me into a channel, then type there"
        if voice.platform == "slack"
        else ("In the channel where it should come, type")
    )
    return (Hint(f"The daily question: {invite} {voice.line('daily')}"),)
