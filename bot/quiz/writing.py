"""Questions as people write them in a form: read into the record, and written out again.

Options stand one on a line, or with semicolons on a single one, right ones with a star before them.
Lines that all have a star are the forms of an answer that is typed; where none is a name, number or
command they are the back of a card. A wrong option that begins with a star of its own has a
backslash before it. Code in a question, or in what explains it, stands between fences.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.language import _
from bot.text import shorten, utf16
from knowledge.model import Authored, AuthoredKind, FactKind, Question
from knowledge.questions.written import as_question
from knowledge.reading.cards import typed_answers
from knowledge.reading.code_lines import (
    SET_OFF,
    fenced,
    flush,
    from_typed,
    set_off,
    typed_lines,
)
from knowledge.reading.document import read_document

LONGEST_STEM = 600
LONGEST_OPTION = 200
LONGEST_WHY = 2_000  # of what is explained, and of the back of a card
MOST_OPTIONS = 10  # check boxes in one form
A_FIELD = 2_900  # what a field of a form holds everywhere
OWN = "w-"  # what the id of a question from chat begins with
NO_TOPIC = "Team questions"

_STARRED = re.compile(r"^\s*\*\s*")
_SHIELDED = re.compile(r"^\\+\*")
_OWN_STAR = re.compile(r"^\\*\*")
_STARRED_LATER = re.compile(r";\s*\*")
_TICKED = re.compile(r"^\s*[-*•]\s*\[([ xX]?)\]\s*")
_LISTED = re.compile(r"^\s*(?:[-•]\s+|\(?[A-Ja-j][.):]\s+)")
_NUMBERED = re.compile(r"^\s*\(?(\d\d?)[.):]\s+")
_BULLET = re.compile(r"^\s*\*\s+(?!\[[ xX]?\])")


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
    lines = _lines_of(form.options)
    is_same = before is not None and lines == _lines_of(form_of(before).options)
    starred = [bool(_STARRED.match(line)) for line in lines]
    texts = _as_before([_without_mark(line) for line in lines], before)
    is_choice = not all(starred)
    stem, why = from_typed(form.stem), from_typed(form.why)
    errors = {
        "stem": _too_long(stem, LONGEST_STEM, before.stem if before else "")
        or ("" if stem else _("The question is missing.")),
        "options": "" if is_same else _wrong_lines(texts, starred, before),
        "why": _too_long(why, LONGEST_WHY, before.explanation if before else ""),
    }
    if wrong := {name: text for name, text in errors.items() if text}:
        return ReadForm(errors=wrong)
    if before is not None and is_same:
        return ReadForm(_reworded(before, form, identity))
    as_card = not is_choice and _is_card(texts, before)
    made = as_question(
        Authored(
            id=identity,
            kind=AuthoredKind.CHOICE if is_choice else AuthoredKind.CARD,
            stem=stem,
            file="",
            line=0,
            last_line=0,
            topic=form.topic.strip() or NO_TOPIC,
            options=tuple(texts) if is_choice else (),
            answers=tuple(n for n, star in enumerate(starred) if star) if is_choice else (),
            accept=() if is_choice or as_card else tuple(texts),
            answer="" if is_choice else "\n".join(texts) if as_card else texts[0],
            explanation=why,
        ),
        "authored",
    )
    return ReadForm(made if before is None else _with_rest_of(before, made))


def _lines_of(options: str) -> list[str]:
    """The options, one each; a lone line with a star after a semicolon holds several.

    Without such a star it is an answer that is typed, and may hold semicolons itself.
    """
    lines = _said(options.split("\n"))
    return (
        _said(lines[0].split(";")) if len(lines) == 1 and _STARRED_LATER.search(lines[0]) else lines
    )


def _said(lines: list[str]) -> list[str]:
    """Lines that say something; a star alone does not."""
    return [line.strip() for line in lines if _STARRED.sub("", line).strip()]


def _without_mark(line: str) -> str:
    """An option without the star that makes it right, or the backslash that keeps one from it."""
    text = line[1:] if _SHIELDED.match(line) else _STARRED.sub("", line)
    return _in_a_line(text)


def _shielded(option: str) -> str:
    """A wrong option as its line, which no star of its own makes a right one."""
    return f"\\{option}" if _OWN_STAR.match(option) else option


def _is_card(texts: list[str], before: Question | None) -> bool:
    """Whether right lines are too much to be typed: they are shown, and graded by oneself.

    What was no choice before is answered as it was.
    """
    if before is not None and not before.options:
        return before.answered_by == "card"
    return not any(map(typed_answers, texts))


def _answers_of(question: Question) -> tuple[str, ...]:
    """What the lines of its form stand for: options, forms of an answer, or lines of a back."""
    return question.options or question.accept or tuple(question.back.split("\n"))


def _as_before(texts: list[str], before: Question | None) -> list[str]:
    """Options as they were where a form shows them in one line: code keeps its lines."""
    known: dict[str, list[str]] = {}
    for option in _answers_of(before) if before else ():
        known.setdefault(_in_a_line(option), []).append(option)
    return [_first_of(known, text) for text in texts]


def _first_of(known: dict[str, list[str]], text: str) -> str:
    """The option that a line stands for; one made right may have kept its backslash."""
    for shown in (text, text[1:] if _SHIELDED.match(text) else text):
        if known.get(shown):
            return known[shown].pop(0)
    return text


def _reworded(before: Question, form: WrittenForm, identity: str) -> Question:
    """The question with the same answers, whatever else its form says."""
    topic = before.topic if form.topic.strip() == before.topic else form.topic.strip() or NO_TOPIC
    return replace(
        before,
        id=identity,
        kind=before.answered_by,
        topic=topic,
        subject=before.subject if topic == before.topic else topic,
        stem=_unless_same(form.stem, before.stem),
        explanation=_unless_same(form.why, before.explanation),
        answers=before.rights if before.options else (),
        origin="authored",
        reworked=_is_reworked(before),
    )


def _is_reworked(before: Question) -> bool:
    return before.reworked or not before.written


def _unless_same(text: str, before: str) -> str:
    return before if text.strip() == fenced(before).strip() else from_typed(text)


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
        reworked=_is_reworked(before),
    )


def _too_long(text: str, limit: int, before: str = "") -> str:
    """What is wrong with the length of a text; what was longer before may stay so."""
    if len(flush(text)) <= max(limit, len(flush(before))):
        return ""
    return _("At most {number} characters, please.", number=limit)


def _wrong_lines(texts: list[str], starred: list[bool], before: Question | None) -> str:
    """Why these lines can be no answers; "" if they can. Those that were there may stay."""
    there = _answers_of(before) if before else ()
    if not texts:
        return _("Write the options, one on a line.")
    if not any(starred):
        return _("Which are right? Put a * before them.")
    as_card = all(starred) and _is_card(texts, before)
    if as_card:
        return _too_long("\n".join(texts), LONGEST_WHY, before.back if before else "")
    if _are_alike(texts, there):
        return _("Two options are the same.")
    if len(texts) > max(MOST_OPTIONS, len(there)):
        return _("At most {number} options, please.", number=MOST_OPTIONS)
    longest = max((text for text in texts if text not in there), key=len, default="")
    if len(longest) <= LONGEST_OPTION:
        return ""
    if all(starred):
        return _too_long(longest, LONGEST_OPTION)
    return _("At most {number} characters an option, please.", number=LONGEST_OPTION)


def _are_alike(texts: list[str], there: tuple[str, ...]) -> bool:
    """Whether an option stands twice; those that were told apart before still are."""
    folded = [text.casefold() for text in texts]
    return len(set(texts)) < len(texts) or any(
        folded.count(text.casefold()) > 1 for text in texts if text not in there
    )


def form_of(question: Question) -> WrittenForm:
    """A question as its form shows it."""
    if question.options:
        lines = [
            f"* {option}" if place in question.rights else _shielded(option)
            for place, option in enumerate(map(_in_a_line, question.options))
        ]
    else:
        lines = [f"* {_in_a_line(answer)}" for answer in _answers_of(question)]
    options = "\n".join(lines)
    stem, why = fenced(question.stem), fenced(question.explanation)
    return WrittenForm(stem, options, why, question.topic)


def _in_a_line(text: str) -> str:
    return " ".join(text.split())


def fits_a_form(form: WrittenForm) -> bool:
    """Whether every platform can show all of it: what is cut would be lost once it is saved."""
    return all(utf16(text) <= A_FIELD for text in (form.stem, form.options, form.why))


def draft_of(message: str) -> WrittenForm:
    """What somebody wrote in a channel, laid out as a question: a list becomes the options.

    What notes would be read as a question with its key, and nothing else, is read so here.
    """
    read = read_document(message, "")
    rest = read.headings or [fact for fact in read.facts if fact.kind is not FactKind.ANSWER]
    if len(read.authored) == 1 and not rest:
        form = replace(form_of(as_question(read.authored[0])), topic="")
        if fits_a_form(form):
            return form
    return _laid_out(_with_dashes(message.strip()))


def _with_dashes(message: str) -> str:
    """A message whose list has numbers, or a star before each line, as one with dashes."""
    lines = message.splitlines()
    numbers = [int(found[1]) for line in lines if (found := _NUMBERED.match(line))]
    counts = len(numbers) > 1 and numbers == [*range(1, len(numbers) + 1)]
    stars = sum(bool(_BULLET.match(line)) for line in lines)
    listed = any(_LISTED.match(line) or _TICKED.match(line) for line in lines)
    sign = _NUMBERED if counts else _BULLET if stars > 1 and not listed else None
    return "\n".join(sign.sub("- ", line) for line in lines) if sign else message


def _laid_out(message: str) -> WrittenForm:
    stem: list[str] = []
    options: list[str] = []
    for line, is_code in typed_lines(message):
        words = line.strip()
        if is_code:
            stem.append(set_off(line))
        elif ticked := _TICKED.match(words):
            option = words[ticked.end() :].strip()
            options.append(f"* {option}" if ticked[1].strip() else _shielded(option))
        elif stem and (listed := _LISTED.match(words)):
            options.append(words[listed.end() :].strip())
        elif stem and _STARRED.match(words):
            options.append(words)
        elif words:
            stem.append(line.rstrip() if stem and line.startswith(SET_OFF) else words)
    asked = fenced("\n".join(stem))
    return WrittenForm(shorten(asked, A_FIELD), shorten("\n".join(options), A_FIELD))
