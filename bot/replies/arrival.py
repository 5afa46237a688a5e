"""The first words, to whoever brought the companion somewhere."""

from collections.abc import Sequence

from bot import actions
from bot.language import _
from bot.messages import ChannelLine, ChannelLines, Facts, Heading, Hint, Part, Prose, Reply
from bot.replies.daily import begun_there
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
    if not has_quiz:
        label = _("Set up the daily question")
        set_up = (
            voice.button(label, actions.SET_UP, channel, main=True)
            if channel
            else voice.button(label, actions.DAILY, main=True)  # asks in which channel
        )
        buttons.insert(0, set_up)
    return Reply(
        (Heading(head), Prose(_("This is what I can do:")), Facts(lines),
         *_where(voice, channel, has_quiz=has_quiz), *rows(buttons)),
        summary=first_line(f"{head}: {'; '.join(lines)}"),
    )  # fmt: skip


def _where(voice: Voice, channel: str, *, has_quiz: bool) -> tuple[Part, ...]:
    """Which channel it is about, or how one begins where none is known."""
    if channel:
        known = _("has its daily question already.")
        if not has_quiz:
            known = _("has no daily question yet.")
        return (ChannelLines((ChannelLine(channel, known),)),)
    how = _("The daily question comes in a channel: {how}", how=begun_there(voice))
    return (Hint(how),)
