"""Questions that people wrote, as the quiz asks them: the same record as the generated ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

from knowledge.model import Authored, Question
from knowledge.reading.code_lines import behind
from knowledge.reading.stems import is_labelled, is_numbered, unnumbered

DIFFICULTY = {0: 0.35, 1: 0.25, 2: 0.35, 3: 0.5}  # by level: the share that gets it wrong


def as_question(written: Authored, origin: str = "") -> Question:
    """The question that an author wrote, ready to be asked."""
    question = Question(
        id=written.id,
        version=version_of(written),
        kind="card",
        topic=written.topic,
        subject=written.topic,
        stem=written.stem,
        options=written.options,
        answer=written.answers[0] if written.answers else 0,
        explanation=_explanation(written),
        why_not=tuple(written.why) or tuple("" for _ in written.options),
        sources=written.sources,
        section=written.path,
        difficulty=DIFFICULTY.get(written.level, DIFFICULTY[0]),
        hint=written.hint,
        origin=origin or ("bank" if written.bank else "authored"),
        answers=written.answers,
        accept=written.accept,
        back=written.answer,
        tags=written.tags,
        level=written.level,
        checked=written.checked,
    )
    return replace(question, kind=question.answered_by)


def as_questions(written: Sequence[Authored]) -> tuple[Question, ...]:
    """The questions of the notes, ready to be asked: without the numbers of those in a row."""
    numbered = Counter(one.file for one in written if is_numbered(one.stem))
    return tuple(
        replace(as_question(one), stem=unnumbered(one.stem))
        if numbered[one.file] > 1 or is_labelled(one.stem)  # "3. Oktober" alone is a date
        else as_question(one)
        for one in written
    )


def version_of(written: Authored) -> str:
    """Changes with what is right, and with nothing else: a typo in the stem keeps figures."""
    right = sorted(written.options[place].strip().casefold() for place in written.answers)
    told = (
        "\0".join(right or [form.strip().casefold() for form in written.accept]) or written.answer
    )
    return blake2b(told.encode(), digest_size=6).hexdigest()


def _explanation(written: Authored) -> str:
    """Why it is so; the back of a card that is typed explains more than its accepted form."""
    back = written.answer if written.accept and written.answer not in written.accept else ""
    return behind(back, written.explanation) if back else written.explanation
