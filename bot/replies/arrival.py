"""The first words, to whoever brought the companion somewhere."""

from collections.abc import Sequence

from bot import actions
from bot.language import _
from bot.messages import Facts, Heading, Hint, Prose, Reply
from bot.replies.voice import Voice, first_line, rows


def arrived(voice: Voice, examples: Sequence[str], channel: str, *, has_quiz: bool) -> Reply:
    """What there is to do, in three lines, and where to begin."""
    head = _("Thank you for the invitation") if channel else _("Thank you for having me")
    question = examples[0] if examples else _("your question")
    lines = (
        _(
            "{line} – an answer from your notes, for you alone until you share it",
            line=voice.line(question),
        ),
        _(
            "{line} – questions for you alone; what goes wrong comes back in time",
            line=voice.line("quiz"),
        ),
        _("One question a day for a whole channel, with points and a board"),
    )
    buttons = [voice.button(_("Ask something"), actions.ASK_IN_A_FORM)]
    if channel and not has_quiz:
        set_up = voice.button(_("Set up the daily question"), actions.SET_UP, channel, main=True)
        buttons.insert(0, set_up)
    return Reply(
        (Heading(head), Prose(_("This is what I can do:")), Facts(lines), *_where(voice, channel),
         *rows(buttons)),
        summary=first_line(f"{head}: {'; '.join(lines)}"),
    )  # fmt: skip


def _where(voice: Voice, channel: str) -> tuple[Hint, ...]:
    """Where the daily question is set up, for those who are in no channel yet."""
    if channel:
        return ()
    line = voice.line("daily")
    if voice.platform == "slack":
        how = _("The daily question: Invite me into a channel, then type there {line}", line=line)
    else:
        how = _("The daily question: In the channel where it should come, type {line}", line=line)
    return (Hint(how),)
