"""Questions as people write them in a form: read into the record, and written out again.

Options stand one on a line, or with semicolons on a single one, right ones with a star before them.
Lines that all have a star are the forms of an answer that is typed; where none is a name, number or
command they are the back of a card.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.language import _
from bot.text import shorten, utf16
from knowledge.model import Authored, AuthoredKind, Question
from knowledge.questions.written import as_question
from knowledge.reading.cards import typed_answers

LONGEST_STEM = 600
LONGEST_OPTION = 200
LONGEST_WHY = 2_000  # of what is explained, and of the back of a card
MOST_OPTIONS = 10  # check boxes in one form
A_FIELD = 2_900  # what a field of a form holds everywhere
OWN = "w-"  # what the id of a question from chat begins with
NO_TOPIC = "Team questions"

_STARRED = re.compile(r"^\s*\*\s*")
_STARRED_LATER = re.compile(r";\s*\*")
_TICKED = re.compile(r"^\s*[-*•]\s*\[([ xX]?)\]\s*")
_LISTED = re.compile(r"^\s*(?:[-•]\s+|\(?[A-Ja-j][.):]\s+)")


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """What a form about a question holds."""

    stem: str = ""
    options: str = ""
    why: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What came of a form: a question, or what is wrong at which field."""

    question: Question | None = None
    errors: Mapping[str, str] = field(default_factory=dict)


def new_id() -> str:
    """An id for a question from chat, short enough to be typed."""
    return f"{OWN}{uuid.uuid4().hex[:6]}"


def read_form(form: WrittenForm, identity: str, before: Question | None = None) -> ReadForm:
    """The question that a form says. What a form does not ask for stays as it was *before*."""
    stem, why = form.stem.strip(), form.why.strip()
    lines = _lines_of(form.options)
    starred = [bool(_STARRED.match(line)) for line in lines]
    texts = [_in_a_line(_STARRED.sub("", line)) for line in lines]
    is_choice = not all(starred)
    options = _as_before(texts, before)
    errors = {
        "stem": _too_long(stem, LONGEST_STEM, before.stem if before else "")
        or ("" if stem else _("The question is missing.")),
        "options": _wrong_lines(texts, starred)
        or (_wrong_options(options, before) if is_choice else _wrong_answer(texts)),
        "why": _too_long(why, LONGEST_WHY, before.explanation if before else ""),
    }
    if wrong := {name: text for name, text in errors.items() if text}:
        return ReadForm(errors=wrong)
    made = as_question(
        Authored(
            id=identity,
            kind=AuthoredKind.CHOICE if is_choice else AuthoredKind.CARD,
            stem=stem,
            file="",
            line=0,
            last_line=0,
            topic=form.topic.strip() or NO_TOPIC,
            options=tuple(options) if is_choice else (),
            answers=tuple(n for n, star in enumerate(starred) if star) if is_choice else (),
            accept=() if is_choice or _is_card(texts) else tuple(texts),
            answer="" if is_choice else "\n".join(texts) if _is_card(texts) else texts[0],
            explanation=why,
        ),
        "authored",
    )
    return ReadForm(made if before is None else _with_rest_of(before, made))


def _lines_of(options: str) -> list[str]:
    """The options, one each; a lone line with a star after a semicolon holds several.

    Without such a star it is an answer that is typed, and may hold semicolons itself.
    """
    lines = [line.strip() for line in options.split("\n") if line.strip(" *")]
    if len(lines) == 1 and _STARRED_LATER.search(lines[0]):
        lines = [piece.strip() for piece in lines[0].split(";") if piece.strip(" *")]
    return lines


def _is_card(texts: list[str]) -> bool:
    """Whether right lines are too much to be typed: they are shown, and graded by oneself."""
    return not any(map(typed_answers, texts))


def _as_before(texts: list[str], before: Question | None) -> list[str]:
    """Options as they were where a form shows them in one line: code keeps its lines."""
    known = {_in_a_line(option): option for option in before.options} if before else {}
    return [known.get(text, text) for text in texts]


def _with_rest_of(before: Question, made: Question) -> Question:
    """The new wording, with what a form does not ask for; a reason stays with its option."""
    reasons = dict(zip(before.options, before.why_not, strict=False))
    return replace(
        made,
        why_not=tuple(reasons.get(option, "") for option in made.options),
        sources=before.sources,
        section=before.section if before.sources else (),
        hint=before.hint,
        tags=before.tags,
        level=before.level,
        difficulty=before.difficulty,
        checked=before.checked,
    )


def _too_long(text: str, limit: int, before: str = "") -> str:
    """What is wrong with the length of a text; what was longer before may stay so."""
    if len(text) <= max(limit, len(before)):
        return ""
    return _("At most {number} characters, please.", number=limit)


def _wrong_lines(texts: list[str], starred: list[bool]) -> str:
    """Why these lines can be no answers at all; "" if they can."""
    if not texts:
        return _("Write the options, one on a line.")
    if not any(starred):
        return _("Which are right? Put a * before them.")
    if len({text.casefold() for text in texts}) < len(texts):
        return _("Two options are the same.")
    return ""


def _wrong_options(options: list[str], before: Question | None) -> str:
    """Why these are no options; those that a question of the notes had may stay."""
    there = before.options if before else ()
    if len(options) > max(MOST_OPTIONS, len(there)):
        return _("At most {number} options, please.", number=MOST_OPTIONS)
    if any(len(option) > LONGEST_OPTION for option in options if option not in there):
        return _("At most {number} characters an option, please.", number=LONGEST_OPTION)
    return ""


def _wrong_answer(texts: list[str]) -> str:
    """Why these are no forms of a typed answer, nor the back of a card."""
    if _is_card(texts):
        return _too_long("\n".join(texts), LONGEST_WHY)
    if len(texts) > MOST_OPTIONS:
        return _("At most {number} options, please.", number=MOST_OPTIONS)
    return _too_long(max(texts, key=len), LONGEST_OPTION)


def form_of(question: Question) -> WrittenForm:
    """A question as its form shows it."""
    if question.options:
        lines = [
            f"* {option}" if place in question.rights else option
            for place, option in enumerate(question.options)
        ]
    else:
        lines = [f"* {form}" for form in question.accept or question.back.split("\n")]
    options = "\n".join(map(_in_a_line, lines))
    return WrittenForm(question.stem, options, question.explanation, question.topic)


def _in_a_line(text: str) -> str:
    return " ".join(text.split())


def fits_a_form(form: WrittenForm) -> bool:
    """Whether every platform can show all of it: what is cut would be lost once it is saved."""
    return all(utf16(text) <= A_FIELD for text in (form.stem, form.options, form.why))


def draft_of(message: str) -> WrittenForm:
    """What somebody wrote in a channel, laid out as a question: a list becomes the options."""
    stem: list[str] = []
    options: list[str] = []
    for line in filter(None, map(str.strip, message.split("\n"))):
        if ticked := _TICKED.match(line):
            options.append(f"{'* ' if ticked[1].strip() else ''}{line[ticked.end() :].strip()}")
        elif stem and (listed := _LISTED.match(line)):
            options.append(line[listed.end() :].strip())
        elif stem and _STARRED.match(line):
            options.append(line)
        else:
            stem.append(line)
    return WrittenForm(shorten("\n".join(stem), A_FIELD), shorten("\n".join(options), A_FIELD))
