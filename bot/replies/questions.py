"""Questions that people write: their form, their list, what is known about one of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never, get_args

from bot import actions
from bot.commands import Writers
from bot.language import _, either, later, plural
from bot.messages import (
    Action,
    Bar,
    Bars,
    Button,
    Facts,
    Field,
    File,
    Form,
    Heading,
    Hint,
    Part,
    Prose,
    Reply,
)
from bot.quiz.moderation import HOLD_REASONS, REASONS
from bot.quiz.responses import GRADED, options_in
from bot.quiz.writing import WrittenForm
from bot.replies.options import how_many, right_in_words, unmistakable
from bot.replies.verdicts import grade_name
from bot.replies.voice import (
    Voice,
    ellipsized,
    first_line,
    full_stop,
    in_full,
    out_of,
    percent,
    rows,
    sentence,
)
from knowledge.model import Question

A_PAGE = 10  # questions of a list
IN_A_LIST = 90  # characters of a question there
OFTEN = 10  # typed answers that are shown, the commonest
ENOUGH_FOR_OPTIONS = 40  # first tries that say which wrong options are worth their place
HARDLY_TAKEN = 0.05
ORIGINS: Mapping[str, str] = {
    "authored": later("Written by your team"),
    "bank": later("From the bank of the bundled notes"),
    "generated": later("Generated from the notes"),
}


def not_allowed(voice: Voice, allowed: Writers) -> Reply:
    """Who may write questions."""
    return sentence(_said_of(voice, allowed))


def _said_of(voice: Voice, allowed: Writers) -> str:
    match allowed:
        case "admins":
            return _("Only admins can write questions here.")
        case "hosts":
            return _(
                "Only {admins} and whoever hosts a daily question can write questions here.",
                admins=voice.editors,
            )
        case "everyone":
            return _("Everyone but guests can write questions here.")
        case _:
            assert_never(allowed)


def writers(voice: Voice, allowed: Writers, *, may_change: bool) -> Reply:
    """Who may write questions, and how that is changed."""
    text = _said_of(voice, allowed)
    lines = [voice.line(f"question writers {who}") for who in get_args(Writers) if who != allowed]
    change = (Hint(_("To change it: {lines}", lines=either(lines))),) if may_change else ()
    return Reply((Prose(text), *change), summary=first_line(text))


def writers_not_allowed() -> Reply:
    """Who says so."""
    return sentence(_("Only admins can say who writes questions here."))


def taken_out(voice: Voice) -> Reply:
    """Its author may not bring back what is on hold or never asked again."""
    return sentence(
        _(
            "This question is not asked at the moment: only {admins} can change it now.",
            admins=voice.editors,
        )
    )


def corrected(voice: Voice) -> Reply:
    """Its author may not write over what an admin made of it."""
    return sentence(
        _(
            "An admin has changed this question since you wrote it: only {admins} can change it "
            "now.",
            admins=voice.editors,
        )
    )


def not_theirs(voice: Voice) -> Reply:
    """What others wrote is not to be read before it is asked."""
    return sentence(
        _(
            "You can see and change the questions that you wrote; only {admins} can do that with "
            "all others.",
            admins=voice.editors,
        )
    )


def still_open() -> Reply:
    """Its author reads how people do when everybody may."""
    return sentence(
        _("This question is open in a channel: you can see how people did once it has closed.")
    )


def form(written: WrittenForm, submit: Action, title: str = "") -> Form:
    """The form for a question."""
    return Form(
        title or _("Write a question"),
        (
            Field("stem", _("Question"), "long", written.stem),
            Field(
                "options",
                _("Options, one a line, * for right"),
                "long",
                written.options,
                hint=_(
                    "Only lines with a *: the answer is typed, each line counts as right; "
                    "a long one is a card."
                ),
            ),
            Field("why", _("Why"), "long", written.why, optional=True),
            Field("topic", _("Topic"), "text", written.topic, optional=True),
        ),
        submit,
    )


def refused(errors: Mapping[str, str]) -> Reply:
    """What is wrong with a form, at its fields."""
    return Reply(errors=errors, summary=" ".join(errors.values()))


def saved(voice: Voice, question: Question, *, new: bool) -> Reply:
    """A question is kept, and asked from now on."""
    head = _("Changed, from now on.")
    if new and question.answered_by == "card":
        head = _("Saved as a card: it is in your quizzes from now on, never a daily question.")
    elif new:
        head = _("Saved: it is in your quizzes from now on, and may be the next daily question.")
    parts: tuple[Part, ...] = (
        Prose(head, strong=True),
        *in_full(question.stem),
        Prose(f"{_key(question)}: {full_stop(right_in_words(question))}"),
        Hint(
            _("{id} · {topic} · You earn no points with it.", id=question.id, topic=question.topic)
        ),
        *rows(
            [
                voice.button(_("Write another"), actions.WRITE_QUESTION),
                voice.button(_("Edit"), actions.EDIT_QUESTION, question.id),
                voice.button(_("All questions"), actions.QUESTION_LIST, 0),
            ]
        ),
    )
    return Reply(parts, summary=head)


def _key(question: Question) -> str:
    several = how_many(question)
    return _("Right ({several})", several=several.lower()) if several else _("Right")


def unknown(voice: Voice, identity: str) -> Reply:
    """There is no such question."""
    return sentence(
        _(
            "There is no question “{id}” here. To see yours: {line}",
            id=ellipsized(identity, 60),
            line=voice.line("question list"),
        )
    )


def too_long_for_a_form(question: Question) -> Reply:
    """What a form would cut is changed where it stands."""
    where = question.written_at
    if where is None:
        return sentence(_("This question is too long for a form."))
    return sentence(
        _("This question is too long for a form. Change it in the notes: {place}", place=where)
    )


def listing(voice: Voice, questions: Sequence[Question], page: int) -> Reply:
    """What was written here, the newest first."""
    add = voice.button(_("Write a question"), actions.WRITE_QUESTION, main=True)
    if not questions:
        return sentence(_("Nobody has written a question here yet."), add)
    newest = list(reversed(questions))
    pages = -(-len(newest) // A_PAGE)
    page = min(page, pages - 1)
    head = plural("{number} question written here", "{number} questions written here", len(newest))
    lines = [
        f"{question.id} · {question.topic} · {_in_a_list(question)}"
        for question in newest[page * A_PAGE : (page + 1) * A_PAGE]
    ]
    buttons = [add, voice.button(_("Export as Markdown"), actions.EXPORT_QUESTIONS)]
    if page + 1 < pages:
        buttons.append(voice.button(_("Older ones"), actions.QUESTION_LIST, page + 1))
    parts: tuple[Part, ...] = (Heading(head), Facts(tuple(lines)), *rows(buttons))
    return Reply(parts, summary=head)


def _in_a_list(question: Question) -> str:
    return ellipsized(" ".join(question.stem.split()), IN_A_LIST)


def exported(content: str, number: int) -> Reply:
    """The questions as a file of notes."""
    text = plural(
        "{number} question as Markdown, ready to lie beside your notes.",
        "{number} questions as Markdown, ready to lie beside your notes.",
        number,
    )
    file = File("questions.md", content.encode(), _("Your questions"))
    return Reply((Prose(text),), summary=text, files=(file,))


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """What is known about a question in one workspace."""

    question: Question
    daily: int  # how often it was the daily question
    people: Mapping[str, tuple[int, bool]]  # first tries, or grades of a card: how many, right?
    reports: Sequence[tuple[str, str]]  # reason, words: those are for editors
    state: str = ""  # held, retired, sound; "" for none
    reason: str = ""
    editor: bool = False  # whoever asks may decide about it


def record(voice: Voice, known: QuestionRecord) -> Reply:
    """Everything about one question."""
    question = known.question
    parts: list[Part] = [
        Heading(_("Question {id}", id=question.id)),
        *in_full(question.stem, strong=True),
        Prose(f"{_key(question)}: {full_stop(right_in_words(question))}"),
        Facts((f"{_(ORIGINS[question.origin])} · {question.topic}", _asked(known), _state(known))),
    ]
    if known.people:
        parts += [Bars(_bars(known)), *_others(known), *_hardly_taken(known)]
    parts += [Prose(_report(reason, words)) for reason, words in known.reports]
    return Reply((*parts, *rows(_decisions(voice, known))), summary=first_line(question.stem))


def _bars(known: QuestionRecord) -> tuple[Bar, ...]:
    """How many took each option, and other wordings below; the commonest typed words; grades."""
    question, tries = known.question, _tries(known)
    if question.answered_by == "card":
        times = {grade: known.people.get(grade, (0, False))[0] for grade in GRADED}
        return tuple(_bar(grade_name(grade), n, tries, False) for grade, n in times.items())
    by_option = dict.fromkeys(range(len(question.options)), 0)
    others: dict[str, tuple[int, bool]] = {}
    for words, (people, right) in known.people.items():
        places = options_in(question, words)
        for place in places:
            by_option[place] += people
        if not places:
            others[words] = (people, right)
    often = sorted(others.items(), key=lambda one: -one[1][0])[:OFTEN]
    return (
        *(
            _bar(unmistakable(question.options[place]), people, tries, place in question.rights)
            for place, people in by_option.items()
        ),
        *(_bar(words, people, tries, right) for words, (people, right) in often),
    )


def _others(known: QuestionRecord) -> list[Part]:
    """How many more there are of what was typed."""
    more = 0 if known.question.options else len(known.people) - OFTEN
    if more <= 0:
        return []
    said = plural("{number} other answer was typed.", "{number} other answers were typed.", more)
    return [Hint(said)]


def _hardly_taken(known: QuestionRecord) -> list[Part]:
    """Wrong options that hardly anybody takes, once enough people chose: they ask nothing."""
    question, tries = known.question, _tries(known)
    if tries < ENOUGH_FOR_OPTIONS:
        return []
    taken = Counter[int]()
    for words, (people, _right) in known.people.items():
        taken.update(dict.fromkeys(options_in(question, words), people))
    return [
        Hint(
            _(
                "Fewer than {share} took “{option}”: replace it.",
                share=percent(HARDLY_TAKEN),
                option=ellipsized(option, IN_A_LIST),
            )
        )
        for place, option in enumerate(question.options)
        if place not in question.rights and taken[place] < HARDLY_TAKEN * tries
    ]


def _bar(label: str, people: int, tries: int, right: bool) -> Bar:
    share = people / tries
    return Bar(label, share, f"{out_of(people, tries)}, {percent(share)}", "✓" if right else "")


def _tries(known: QuestionRecord) -> int:
    return sum(people for people, _right in known.people.values())


def _asked(known: QuestionRecord) -> str:
    if known.question.answered_by == "card":
        return plural(
            "A card, graded {number} time by those who saw its answer",
            "A card, graded {number} times by those who saw its answer",
            _tries(known),
        )
    tries = plural("{number} first try", "{number} first tries", _tries(known))
    right = sum(people for people, is_right in known.people.values() if is_right)
    return plural(
        "Daily question {number} time, {tries}, {right} right",
        "Daily question {number} times, {tries}, {right} right",
        known.daily,
        tries=tries,
        right=right,
    )


def _state(known: QuestionRecord) -> str:
    said = _(HOLD_REASONS[known.reason]) if known.reason in HOLD_REASONS else ""
    match known.state:
        case "held":
            return _("On hold: {reason}", reason=said) if said else _("On hold")
        case "retired":
            return _("Never asked again")
        case "sound":
            return _("In use, looked at by an admin")
        case _:
            return _("In use")


def _report(reason: str, words: str) -> str:
    return _("Reported: {reason}", reason=_(REASONS.get(reason, reason))) + (
        f" – {words}" if words else ""
    )


def _decisions(voice: Voice, known: QuestionRecord) -> list[Button]:
    question = known.question
    buttons = [voice.button(_("Edit"), actions.EDIT_QUESTION, question.id)]
    if known.editor and question.origin == "generated" and not known.state:
        buttons.append(voice.button(_("Fit to be a daily question"), actions.APPROVE, question.id))
    if known.editor and known.state in ("held", "retired"):
        buttons.append(voice.button(_("Ask it again"), actions.SETTLE, question.id, "release"))
    elif known.editor:
        buttons.append(voice.button(_("Put on hold"), actions.HOLD, question.id))
    return buttons


def approved(done: bool) -> Reply:
    """A generated question may be the daily question."""
    return sentence(_("It may be a daily question now.") if done else _("Nothing changed."))
