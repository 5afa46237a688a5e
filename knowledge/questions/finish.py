"""From draft to question: the rules that see the whole item, then the final record."""

import re

from knowledge.claims.words import content, likeness
from knowledge.model import Question
from knowledge.questions.draft import Candidate, Draft, Workshop
from knowledge.questions.options import LONGEST, arranged, choose
from knowledge.questions.rules import leaks

STEM = 200


def finish(shop: Workshop, draft: Draft) -> Question | None:
    """The question, or None after noting which rule stopped it."""
    code = _fault(shop, draft)
    if code:
        shop.reject(code, draft.fact, f"{draft.kind}: {draft.stem}")
        return None
    if draft.kind == "T4":
        return _record(draft, ("True", "False"), 0 if draft.key == "True" else 1, ("", ""))
    wrong, code = (_given(draft), "") if draft.in_order else choose(draft)
    if code:
        shop.reject(code, draft.fact, f"{draft.kind}: {draft.stem}")
        return None
    return _record(draft, *arranged(draft, wrong))


def _given(draft: Draft) -> tuple[Candidate, ...]:
    return tuple(option for option in draft.candidates if option.text != draft.key)


def _record(
    draft: Draft, options: tuple[str, ...], answer: int, why_not: tuple[str, ...]
) -> Question:
    return Question(
        id=draft.id,
        version=draft.version,
        kind=draft.kind,
        topic=draft.topic,
        subject=draft.subject,
        stem=draft.stem,
        options=options,
        answer=answer,
        explanation=explanation(draft),
        why_not=why_not,
        sources=draft.sources or (draft.fact.source,),
        section=draft.fact.path,
        difficulty=draft.difficulty,
        hint=draft.hint,
    )


def _fault(shop: Workshop, draft: Draft) -> str:
    if shop.is_disputed(draft.fact):
        return "R01"
    if shop.misspelt(draft.fact.text):
        return "R15"
    if len(draft.stem) > STEM:
        return "R11"
    if len(draft.key) > LONGEST or "\n" in draft.key:
        return "R19"
    if draft.key_names and leaks(draft.key_names, draft.quoted or draft.stem):
        return "R03"
    return ""


def explanation(draft: Draft) -> str:
    """The source's own words and where they stand."""
    fact = draft.fact
    path = " › ".join(fact.path)
    lead = f"{fact.parents[-1]} – " if fact.parents and fact.parents[-1] not in fact.text else ""
    text = re.sub(r"\s+", " ", f"{lead}{fact.text}").strip()
    if len(text) > 500:
        text = text[:497].rsplit(" ", 1)[0] + " …"
    said = f"{draft.note} {text}".strip()
    return f"{said} ({path})" if path else said


def without_duplicates(shop: Workshop, made: list[tuple[Draft, Question]]) -> list[Question]:
    """R13: the first of several items with one id, or with stems nine tenths alike and one key."""
    kept: list[Question] = []
    ids: set[str] = set()
    places: set[tuple[str, str]] = set()
    rows: set[str] = set()
    by_key: dict[str, list[Question]] = {}
    figures: dict[str, list[frozenset[str]]] = {}
    for draft, question in made:
        answer = question.options[question.answer].lower()
        rivals = by_key.setdefault(f"{question.kind}/{answer}", [])
        about = draft.kind in ("T1", "T2", "T5", "T8") or (draft.kind == "T4" and draft.quoted)
        place = (draft.fact.id, "definition" if about else draft.stem)
        alike = figures.setdefault(f"{shop.book.key(draft.subject)}/{draft.figure}", [])
        said = content(draft.aspect)
        if (
            question.id in ids
            or place in places
            or any(likeness(question.stem, other.stem) >= 0.9 for other in rivals)
            or (draft.row and draft.row in rows)
            or (draft.figure and any(_overlap(said, other) >= 0.5 for other in alike))
        ):
            shop.reject("R13", draft.fact, f"{draft.kind}: {draft.stem}")
            continue
        ids.add(question.id)
        places.add(place)
        rivals.append(question)
        rows.add(draft.row)
        if draft.figure:
            alike.append(said)
        kept.append(question)
    return kept


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Which share of the shorter of two texts the longer one holds."""
    return len(one & other) / (min(len(one), len(other)) or 1)
