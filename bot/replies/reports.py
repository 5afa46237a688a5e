"""Reporting a question, and what comes of it."""

from bot import actions
from bot.language import _, later
from bot.messages import Action, Field, Form, Prose, Reply
from bot.quiz.moderation import REASONS
from bot.replies.voice import Voice, sentence
from bot.store.records import Round

_ALREADY = later("You reported this question already; it is on the list.")


def form(stem: str, submit: Action) -> Form:
    """The form that asks what is wrong with a question."""
    return Form(
        _("Something's wrong"),
        (
            Field(
                "reason",
                _("What is wrong with this question?"),
                "choice",
                "",
                tuple((value, _(label)) for value, label in REASONS.items()),
                hint=stem,
            ),
            Field(
                "comment",
                _("In your words"),
                "long",
                optional=True,
                hint=_("What would be right? A source helps."),
            ),
        ),
        submit,
        submit=_("Report"),
    )


def thanks(held: bool, already: bool, voided: bool = True) -> Reply:
    """Thanks for a report and says what happens with it."""
    if already:
        return sentence(_(_ALREADY))
    if held:
        text = _("Thank you. The question is on hold until somebody has looked at it.")
        if voided:
            text = _(
                "Thank you. The question is on hold until somebody has looked at it, and counts "
                "for nobody meanwhile."
            )
        return sentence(text)
    return sentence(_("Thank you. Whoever keeps the notes will see it."))


def take_back(voice: Voice, round: Round, already: bool) -> Reply:
    """An editor's report of what a channel was asked: only their yes takes that back for all."""
    told = _(_ALREADY) if already else _("Thank you. Your report is on the list.")
    how = _(
        "The question goes on as it is. You may also take it back for everybody: then nobody has "
        "points for it, whoever answered right included, and it is asked no more until one of you "
        "has looked at it."
    )
    return sentence(
        told + " " + how,
        voice.button(_("Take it back for everybody"), actions.TAKE_BACK, round.id, danger=True),
        voice.button(_("Reports"), actions.REPORTS, 0),
    )


def unknown_reason() -> Reply:
    """A form that came back without a reason from the list."""
    text = _("Please choose what is wrong.")
    return Reply((Prose(text),), summary=text, errors={"reason": text})


def resolved(voice: Voice, what: str) -> Reply:
    """Confirms what an editor decided about a held question."""
    text = (
        _("It will be asked again, and its points count again.")
        if what == "release"
        else _("It will never be asked again.")
    )
    return sentence(text, voice.button(_("Other reports"), actions.REPORTS, 0))


def gone(voice: Voice) -> Reply:
    """Says that a question is no longer on hold."""
    return sentence(
        _("This question is no longer on hold."), voice.button(_("Reports"), actions.REPORTS, 0)
    )


def admins_only(what: str) -> Reply:
    """Says that only admins can see something."""
    return sentence(_("Only admins can see {what}.", what=what))
