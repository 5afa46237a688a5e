"""Roles for those who have earned them, as admins read of them."""

from collections.abc import Mapping

from bot.language import _, later
from bot.messages import Called, Facts, Hint, Platform, Prose, Reply
from bot.replies.voice import Voice, sentence

WHAT_FOR = {
    "streak": later(
        "@{role} is for whoever has a streak of seven days and lets it be shown in their settings."
    ),
    "winner": later("@{role} is for whoever won the last month, and for all who share that place."),
    "ping": later("@{role} is pinged here when the question comes; [Ping me each day] gives it."),
}


def shown(voice: Voice, roles: Mapping[str, str]) -> Reply:
    """Which roles are given here, by their names, and how to change that."""
    text = _("Nobody is given a role here.")
    how = Hint(_("Give one: {line}", line=voice.line("daily role")))
    if not roles:
        return Reply((Prose(text), how), summary=text)
    lines = tuple(_(WHAT_FOR[what], role=role) for what, role in roles.items())
    return Reply((Facts(lines), how), summary=_("Roles that are given here"))


def saved(what: str, role: str) -> Reply:
    """Confirms it; what was given for it before is taken back."""
    if not role:
        return sentence(_("That role is given no more. Whoever had it from me has it no longer."))
    line = _(WHAT_FOR[what], role=role)
    until = Hint(_("I look once an hour, and take it back when that ends."))
    return Reply((Prose(line), until), summary=line)


def group(voice: Voice, pinged: str) -> Reply:
    """Which user group is pinged in a channel of Slack, and how to change that."""
    if not pinged:
        text = _("No user group is pinged here when the question comes.")
        how = _(
            "To ping one, take its ID from its menu in Slack: {line}",
            line=voice.line("daily role ping S0123ABCD"),
        )
        return Reply((Prose(text), Hint(how)), summary=text)
    text = _("This user group is pinged here when the question comes; who is in it Slack says.")
    how = _("No longer: {line}", line=voice.line("daily role ping off"))
    return Reply((Called((), pinged), Prose(text), Hint(how)), summary=text)


def no_role() -> Reply:
    """Says that Discord numbers its roles."""
    return sentence(_("That is no role of this server that I could give."))


def no_group() -> Reply:
    """Says that Slack does not number its groups."""
    return sentence(_("That is no ID of a user group: one begins with S0. Nothing was changed."))


def cannot_give(hindrance: str) -> Reply:
    """Refuses a role that could not be given."""
    return sentence(_("Nothing was saved, because I couldn't give it.") + " " + hindrance)


def admins_only(platform: Platform) -> Reply:
    """Says who may have roles given, or a group pinged."""
    if platform == "slack":
        return sentence(_("Only admins of the workspace can have a user group pinged."))
    return sentence(_("Only those who may manage the server can have me give roles."))


def only_in_discord() -> Reply:
    """Says that there are no roles here."""
    return sentence(_("Roles are something that Discord has; there are none here."))


def only_in_channels() -> Reply:
    """Says that a role is pinged in channels."""
    return sentence(_("A role is pinged in a channel: choose it there."))
