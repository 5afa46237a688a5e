"""Reporting a question, and what admins see of the reports."""

from collections.abc import Sequence

from bot.life import HOLD_REASONS, REASONS, HeldItem
from bot.messages import Action, Button, Facts, Field, Form, Heading, Hint, Part, Prose, Reply
from bot.replies.voice import Voice, count, places, rows, sentence


def form(stem: str, submit: Action) -> Form:
    """What is wrong with it?"""
    return Form(
        "Something's wrong",
        (
            Field(
                "reason",
                "What is wrong with this question?",
                "choice",
                "",
                tuple((value, str(label)) for value, label in REASONS.items()),
                hint=stem,
            ),
            Field(
                "comment",
                "In your words",
                "long",
                optional=True,
                hint="What would be right? A source helps.",
            ),
        ),
        submit,
        submit="Report",
    )


def thanks(held: bool, already: bool) -> Reply:
    """What happens with a report."""
    if already:
        return sentence("You reported this question already; it is on the list.")
    if held:
        return sentence(
            "Thank you. The question is on hold until somebody has looked at it, "
            "and costs nobody points meanwhile."
        )
    return sentence("Thank you. Whoever keeps the notes will see it.")


def unknown_reason() -> Reply:
    """A form that came back without a reason from the list."""
    text = "Please choose what is wrong."
    return Reply((Prose(text),), summary=text, errors={"reason": text})


def listing(voice: Voice, held: Sequence[HeldItem]) -> Reply:
    """Questions on hold, each with what to do about it."""
    if not held:
        return sentence("No question is on hold.")
    parts: list[Part] = [Heading(f"{count(len(held), 'question')} on hold")]
    for item in held[:5]:
        question = item.question
        reported = count(item.reports, "report") if item.reports else ""
        why = HOLD_REASONS.get(item.reason, item.reason)
        lines = tuple(filter(None, (why, reported, *places(question.sources))))
        buttons = [
            voice.button("It is right: ask it again", "resolve", question.id, "release"),
            Button("Never ask it again", voice.link("resolve", question.id, "retire"), "danger"),
        ]
        parts += [Prose(question.stem, strong=True), Facts(lines), *rows(buttons)]
    if len(held) > 5:
        parts.append(Hint(f"{count(len(held) - 5, 'more question')} after these."))
    parts.append(Hint("A mended line in the notes brings its question back by itself."))
    return Reply(tuple(parts), summary=f"{count(len(held), 'question')} on hold")


def resolved(voice: Voice, what: str) -> Reply:
    """An admin decided."""
    text = (
        "It will be asked again, and its points count again."
        if what == "release"
        else "It will never be asked again."
    )
    return sentence(text, voice.button("Other reports", "reports"))


def gone(voice: Voice) -> Reply:
    """Somebody else decided first."""
    return sentence("This question is no longer on hold.", voice.button("Reports", "reports"))


def admins_only(what: str) -> Reply:
    """Nothing for everybody."""
    return sentence(f"Only admins can see {what}.")
