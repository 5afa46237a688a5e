"""Help: one phone screen with examples from these notes, then everything."""

from collections.abc import Callable, Iterable, Sequence
from typing import get_args

from bot import actions
from bot.commands import Misread, Mistyped
from bot.commands.options import CommandSpec, Group
from bot.commands.table import TABLE
from bot.language import LANGUAGES, _, later, plural
from bot.messages import (
    Action,
    Button,
    CommandTip,
    CommandTips,
    Facts,
    Heading,
    Hint,
    Part,
    Prose,
    Reply,
)
from bot.replies.voice import WHAT_COMES_BACK, Voice, ellipsized, first_line, quoted, rows, sentence

May = Callable[[CommandSpec], bool]  # whether somebody may give a command where they are


def everything_goes(_spec: CommandSpec) -> bool:
    """Whoever runs the companion may give every command."""
    return True


def welcome(voice: Voice, examples: Sequence[str], topics: int) -> Reply:
    """The first screen of the terminal, and of anybody who writes for the first time."""
    text = _("I answer from your notes and quiz you on them.") + " " + _(WHAT_COMES_BACK)
    lines = [f"{voice.line(example)}" for example in examples[:3]]
    lines += [voice.line("quiz"), voice.line("help")]
    about = (
        plural("{number} topic in the notes.", "{number} topics in the notes.", topics)
        if topics
        else _("No notes are loaded.")
    )
    return Reply(
        (
            Heading("Study Companion"),
            Prose(text),
            Prose(about + " " + _("Try:")),
            Facts(tuple(lines)),
        ),
        summary=text,
    )


def first_page(
    voice: Voice, examples: Sequence[str], topics: Sequence[str], may: May = everything_goes
) -> Reply:
    """The commands that everybody needs, each with an example that works with these notes."""
    question, other = (*examples[:2], "", "")[:2]
    asked = CommandTip(voice.line(question or _("your question")), _("an answer from the notes"))
    tips = (asked, *_tips(voice, (spec for spec in TABLE if spec.first and may(spec)), topics))
    buttons = [
        voice.button(_("More"), actions.HELP, True, main=True),
        voice.button(_("Quiz me"), actions.QUIZ, ""),
    ]
    head = _("What you can ask me")
    if other:
        buttons.append(voice.button(_("Try: {line}", line=other), actions.ASK, other))
    return Reply(
        (Heading(head), CommandTips(tips), *rows(buttons)),
        summary=first_line(f"{head}: {'; '.join(map(str, tips))}"),
    )


_GROUPS: dict[Group, str] = {
    "Look up": later("Look up"),
    "Study": later("Study"),
    "As a team": later("As a team"),
    "Yours": later("Yours"),
}


def everything(voice: Voice, topics: Sequence[str], may: May = everything_goes) -> Reply:
    """All commands that one may give here, in groups."""
    parts: list[Part] = []
    for group in get_args(Group):
        tips = _tips(voice, (spec for spec in TABLE if spec.group == group and may(spec)), topics)
        parts += [Heading(_(_GROUPS[group])), CommandTips(tips)] if tips else []
    parts.append(Hint(_("Answers come to you alone until you share them.")))
    less = voice.button(_("Less"), actions.HELP, False)
    parts += rows([voice.button(_("Quiz me"), actions.QUIZ, "", main=True), less])
    return Reply(tuple(parts), summary=_("All commands"), replaces=True)


def _tips(
    voice: Voice, specs: Iterable[CommandSpec], topics: Sequence[str]
) -> tuple[CommandTip, ...]:
    """Commands with an example, and what each is for; some have none and are left out."""
    one, two = (*topics, _("a topic"), _("another topic"))[:2]
    return tuple(
        CommandTip(
            voice.line(spec.example.format(one=one, two=two)),
            spec.about.going_on,
        )
        for spec in specs
        if spec.example
    )


def language(voice: Voice, read: str, *, may_change: bool) -> Reply:
    """Which language the workspace reads, and how that is changed."""
    text = _("I speak {language} here.", language=LANGUAGES[read])
    other = next(name for short, name in LANGUAGES.items() if short != read)
    line = voice.line(f"language {other.lower()}")
    change = (Hint(_("Another language: {line}", line=line)),) if may_change else ()
    own = Hint(
        _(
            "What you alone see comes in your own language, where I know it. Questions and notes "
            "stay in the language they were written in."
        )
    )
    return Reply((Prose(text), *change, own), summary=text)


def language_not_allowed() -> Reply:
    """Says who may choose it."""
    return sentence(_("Only admins can choose the language that everybody reads."))


def language_chosen(voice: Voice) -> Reply:
    """Confirms the language, in that language."""
    text = _(
        "From now on I write English in this {everybody}. The notes stay as they are.",
        everybody=voice.everybody,
    )
    return sentence(text)


def misread(voice: Voice, command: Misread) -> Reply:
    """What could not be read and why, and a line that works."""
    unread, why = command.unread, command.why
    words = quoted(first_line(unread, 120))
    if why.startswith(f"{unread} "):  # says what it is about itself
        wrong = f"{words} {first_line(why.removeprefix(unread), 160)}"
    else:
        wrong = _("I can't read {words}", words=words)
        wrong += f": {first_line(why, 160)}" if why else ""
    attempt = _("Try: {line}", line=voice.line(command.attempt))
    return sentence(f"{wrong}. {attempt}")


def did_you_mean(voice: Voice, command: Mistyped) -> Reply:
    """A command that was mistyped, offered; what begins with a slash is never looked up."""
    if command.meant:
        line = voice.line(command.meant)
        button = voice.button(line, actions.TYPE, command.meant, main=True)
        return sentence(_("Did you mean {line}?", line=line), button, _ask(voice, command))
    typed = first_line(command.typed, 100)
    return sentence(
        _("There is no command {typed}.", typed=typed),
        voice.button(_("Help"), actions.HELP, False),
        _ask(voice, command),
    )


def _ask(voice: Voice, command: Mistyped) -> Button:
    query = command.typed.lstrip("/ ")
    return voice.button(_("Look up “{query}”", query=ellipsized(query, 40)), actions.ASK, query)


def unknown_click(voice: Voice) -> Reply:
    """Says that a button is unknown: of another version, or forged."""
    return sentence(
        _("I don't know this button any more. Ask again and you'll get a fresh one."),
        voice.button(_("Help"), actions.HELP, False),
    )


def stale_click(voice: Voice) -> Reply:
    """Says that what a button belonged to is gone."""
    return sentence(
        _("What this button belonged to is gone. Nothing was changed."),
        voice.button(_("Help"), actions.HELP, False),
    )


def busy(again: Action | None = None) -> Reply:
    """The database was held by somebody else for too long: nothing was done, nothing is lost."""
    text = _("I could not save that just now. Nothing was changed; try again in a moment.")
    return sentence(text, *_once_more(again, saved=False))


def away(saved: bool, again: Action | None = None) -> Reply:
    """What is kept cannot be reached just now."""
    if saved:
        text = _("Your answer is saved. The rest cannot be shown right now.")
        return sentence(text, *_once_more(again, saved))
    text = _("I cannot get at what I keep right now. Please try again in a moment.")
    return sentence(text, *_once_more(again, saved))


def trouble(ref: str, saved: bool, again: Action | None = None) -> Reply:
    """Something broke; a number to find it in the log, and never the error itself.

    *again* is what was clicked, where a click may be repeated.
    """
    then = _("Please try again. If it happens again, tell an admin this reference.")
    if saved:
        then = _("Your answer is saved. Its result could not be shown.")
    text = _("Something went wrong on my side (ref {ref}).", ref=ref) + " " + then
    return sentence(text, *_once_more(again, saved))


def _once_more(again: Action | None, saved: bool) -> tuple[Button, ...]:
    """The same click: an answer that is kept is told again and not counted again."""
    if again is None:
        return ()
    return (Button(_("Show the result") if saved else _("Try again"), again, "main"),)
