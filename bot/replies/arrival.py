"""The first words, to whoever brought the companion somewhere."""

from collections.abc import Sequence

from bot import actions
from bot.language import _
from bot.messages import (
    ChannelLine,
    ChannelLines,
    CommandTip,
    CommandTips,
    Facts,
    Heading,
    Part,
    Prose,
    Reply,
)
from bot.replies.daily import begun_there
from bot.replies.voice import Voice, first_line, rows


def arrived(voice: Voice, examples: Sequence[str], channel: str, *, has_quiz: bool) -> Reply:
    """Who it is, what there is to do, in three lines, and the one way to begin."""
    who = _("I answer from your team's notes and quiz you on them:")
    tips = (
        CommandTip(
            voice.line(examples[0] if examples else _("your question")),
            _("an answer from the notes, for you alone until you share it"),
        ),
        CommandTip(
            voice.line("quiz"),
            _(
                "practice for you alone; what you answer comes back, soon if you missed it, later "
                "if you knew it"
            ),
        ),
    )
    daily = _("One question a day for a whole channel, with points and a leaderboard")
    buttons = [voice.button(_("Look something up"), actions.ASK_IN_A_FORM)]
    if channel and not has_quiz:
        label = _("Set up the daily question")
        buttons.insert(0, voice.button(label, actions.SET_UP, channel, main=True))
    head = _("Hello, I'm the Study Companion")
    parts: tuple[Part, ...] = (
        Heading(head),
        Prose(who),
        CommandTips(tips),
        Facts((daily,)),
        _where(voice, channel, has_quiz=has_quiz),
        *rows(buttons),
    )
    summary = first_line(f"{head}: {'; '.join((*map(str, tips), daily))}")
    return Reply(parts, summary=summary)


def _where(voice: Voice, channel: str, *, has_quiz: bool) -> Part:
    """Which channel it is about, or how one begins where none is known."""
    if not channel:
        return Prose(_("To set up the daily question, {how}.", how=begun_there(voice)))
    known = _("has its daily question already.") if has_quiz else _("has no daily question yet.")
    return ChannelLines((ChannelLine(channel, known),))
