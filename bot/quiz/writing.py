"""Questions as people write them in a form: read into the record, and written out again.

Options stand one on a line, or with semicolons on a single one, right ones with a star before them.
Lines that all have a star are the
forms of an answer that is typed.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.language import _
from knowledge.model import Authored, AuthoredKind, Question
from knowledge.questions.written import as_question

LONGEST_STEM = 600
LONGEST_OPTION = 200
MOST_OPTIONS = 10  # check boxes in one form
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
    stem = form.stem.strip()
    lines = _lines_of(form.options)
    starred = [bool(_STARRED.match(line)) for line in lines]
    texts = [_STARRED.sub("", line).strip() for line in lines]
    errors = {"stem": _wrong_stem(stem), "options": _wrong_options(texts, starred)}
    if wrong := {name: text for name, text in errors.items() if text}:
        return ReadForm(errors=wrong)
    typed = all(starred)
    made = as_question(
        Authored(
            id=identity,
            kind=AuthoredKind.CARD if typed else AuthoredKind.CHOICE,
            stem=stem,
            file="",
            line=0,
            last_line=0,
            topic=form.topic.strip() or NO_TOPIC,
            options=() if typed else tuple(texts),
            answers=() if typed else tuple(n for n, star in enumerate(starred) if star),
            accept=tuple(texts) if typed else (),
            answer=texts[0] if typed else "",
            explanation=form.why.strip(),
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


def _with_rest_of(before: Question, made: Question) -> Question:
    """The new wording, with what a form does not ask for; why-nots only for the same options."""
    why_not = before.why_not if before.options == made.options else made.why_not
    return replace(
        made,
        why_not=why_not,
        sources=before.sources,
        section=before.section,
        hint=before.hint,
        tags=before.tags,
        level=before.level,
        difficulty=before.difficulty,
    )


def _wrong_stem(stem: str) -> str:
    if not stem:
        return _("The question is missing.")
    return (
        _("At most {number} characters, please.", number=LONGEST_STEM)
        if len(stem) > LONGEST_STEM
        else ""
    )


def _wrong_options(texts: list[str], starred: list[bool]) -> str:
    """Why these lines are no options; "" if they are."""
    if not texts:
        return _("Write the options, one on a line.")
    if not any(starred):
        return _("Which are right? Put a * before them.")
    if len({text.casefold() for text in texts}) < len(texts):
        return _("Two options are the same.")
    if len(texts) > MOST_OPTIONS:
        return _("At most {number} options, please.", number=MOST_OPTIONS)
    if max(map(len, texts)) > LONGEST_OPTION:
        return _("At most {number} characters an option, please.", number=LONGEST_OPTION)
    return ""


def form_of(question: Question) -> WrittenForm:
    """A question as its form shows it."""
    if question.options:
        lines = [
            f"* {option}" if place in question.rights else option
            for place, option in enumerate(question.options)
        ]
    else:
        lines = [f"* {form}" for form in question.accept or (question.back,)]
    one_line = (" ".join(line.split()) for line in lines)
    return WrittenForm(question.stem, "\n".join(one_line), question.explanation, question.topic)


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
    return WrittenForm("\n".join(stem), "\n".join(options))
