"""A question's options on the screen: what stands on a button, what in the text, what is marked.

Every option has a letter, so that people can speak of it; only true and false have none. A button
says what it answers wherever that fits, and the text above then holds the question alone: what
stands on a button need not be read twice. Where options are too long for buttons they stand in the
text, and buttons are letters.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot import actions
from bot.language import _, later
from bot.messages import Button, Buttons, Field, Form, Options, Part, Prose
from bot.quiz.hints import hint_of
from bot.quiz.judging import RIGHT_AFTER_HINT
from bot.replies.voice import ROW, Voice, in_full, quoted
from bot.store.records import Round
from bot.text import letter, shorten
from knowledge.language.truths import is_true_or_false
from knowledge.model import Question

# A button may have 75 characters in Slack and 80 in Discord, but Slack says of the text of a button
# that it "may truncate with ~30 characters": a longer option would be cut off where it decides.
ON_A_BUTTON = 27  # beside the letter
IN_A_FORM = 72  # characters of an option in a list of check boxes
ASKED_IN_A_FORM = 900  # characters of the question that a form repeats
NUMBERS = (
    later("none"), later("one"), later("two"), later("three"), later("four"), later("five"),
    later("six"), later("seven"), later("eight"), later("nine"),
)  # fmt: skip


def on_buttons(question: Question) -> bool:
    """Whether every option fits on its button."""
    return question.answered_by == "choice" and all(
        len(option) <= ON_A_BUTTON and "\n" not in option for option in question.options
    )


def labels(question: Question) -> tuple[str, ...]:
    """What stands on the buttons: letters, with the options where there is room."""
    if is_true_or_false(question.options):
        return question.options
    letters = (letter(number) for number in range(len(question.options)))
    if on_buttons(question):
        return tuple(
            f"{name}. {unmistakable(option)}"
            for name, option in zip(letters, question.options, strict=True)
        )
    return tuple(letters)


def lettered(question: Question, place: int) -> str:
    """An option behind its letter, if it has one."""
    option = question.options[place]
    if is_true_or_false(question.options):
        return option
    return f"{letter(place)}  {unmistakable(option)}"


def unmistakable(option: str) -> str:
    """An option in quotes where it could be taken for the letter or number of another."""
    return quoted(option) if len(option) == 1 or option.isdigit() else option


def right_in_words(question: Question) -> str:
    """What is right, none of it to be taken for a letter."""
    return in_words(question, question.rights) if question.options else question.right


def in_words(question: Question, places: Sequence[int]) -> str:
    """Some of the options, one after another."""
    return "; ".join(unmistakable(question.options[place]) for place in sorted(places))


def how_many(question: Question) -> str:
    """ "Choose two"; "" where one option is right."""
    count = len(question.rights)
    if count < 2:
        return ""
    return _("Choose {many}", many=_(NUMBERS[count]) if count < len(NUMBERS) else count)


def asked(voice: Voice, round: Round) -> tuple[Part, ...]:
    """The question in full, and what to click for an answer."""
    question = round.question
    stem = in_full(question.stem, strong=True)
    match question.answered_by:
        case "choice" if on_buttons(question):
            return (*stem, *_pickers(voice, round))
        case "choice":
            return (*stem, _in_text(question), *_pickers(voice, round))
        case "several":
            choose = voice.button(how_many(question), actions.CHOOSE, round.id, main=True)
            told = () if how_many(question) in question.stem else (Prose(f"{how_many(question)}."),)
            return (*stem, *told, _in_text(question), Buttons((choose,), answers=True))
        case "typed":
            write = voice.button(_("Type the answer"), actions.TYPE_ANSWER, round.id, main=True)
            return (*stem, Buttons((write, *_shown(voice, round)), answers=True))
        case "card":
            return (*stem, Buttons(tuple(_shown(voice, round)), answers=True))


def _in_text(question: Question) -> Options:
    options = question.options
    return Options(tuple(map(unmistakable, options)), lettered=not is_true_or_false(options))


def _pickers(voice: Voice, round: Round) -> tuple[Buttons, ...]:
    buttons = [
        voice.button(label, actions.ANSWER, round.id, number)
        for number, label in enumerate(labels(round.question))
    ]
    starts = range(0, len(buttons), ROW)
    return tuple(Buttons(tuple(buttons[at : at + ROW]), answers=True) for at in starts)


def _shown(voice: Voice, round: Round) -> list[Button]:
    """The way to the answer without one's own: never in a round for everybody."""
    if round.kind == "daily":
        return []
    return [voice.button(_("Show the answer"), actions.SHOW_ANSWER, round.id)]


def hint_button(voice: Voice, round: Round, *, costs: bool = False) -> list[Button]:
    """A button for the hint, if there is one; what it leaves of the points where it *costs* some.

    Slack may cut a button's label off after 30 characters, and this says the price at its end.
    """
    if not hint_of(round.question):
        return []
    if costs:
        label = _("Hint, then {points} points", points=RIGHT_AFTER_HINT)
    else:
        label = _("Hint") if round.question.hint else _("Remove a wrong option")
    return [voice.button(label, actions.HINT, round.id)]


def marked(question: Question, picked: Sequence[int]) -> tuple[Part, ...]:
    """The options once they are answered: what is right, and what was picked instead."""
    marks = tuple(_mark(question, place, picked) for place in range(len(question.options)))
    return (replace(_in_text(question), marks=marks),) if marks else ()


def _mark(question: Question, place: int, picked: Sequence[int]) -> str:
    if place in question.rights:
        return "✓"
    return "✗" if place in picked else ""


# ---------------------------------------------------------------- forms


def choice_form(round: Round) -> Form:
    """Check boxes for a question with several right options."""
    question = round.question
    choices = tuple(
        (letter(place), f"{letter(place)}  {shorten(' '.join(option.split()), IN_A_FORM)}")
        for place, option in enumerate(map(unmistakable, question.options))
    )
    field = Field(
        "options",
        how_many(question),
        "choices",
        choices=choices,
        hint=shorten(question.stem, ASKED_IN_A_FORM),
        exactly=len(question.rights),
    )
    return Form(how_many(question), (field,), actions.SAVE_CHOICE(round.id), _("Answer"))


def chosen_in(text: str, question: Question) -> tuple[int, ...]:
    """The options that came back from such a form."""
    letters = [letter(place) for place in range(len(question.options))]
    said = {piece.strip().upper() for piece in text.split(",")}
    return tuple(place for place, name in enumerate(letters) if name in said)


def typing_form(round: Round) -> Form:
    """One line for the answer."""
    hint = shorten(round.question.stem, ASKED_IN_A_FORM)
    field = Field("answer", _("Your answer"), hint=hint)
    return Form(_("Type the answer"), (field,), actions.SAVE_TYPED(round.id), _("Answer"))
