"""From draft to question: the rules that see the whole item, then the final record."""

import re
from dataclasses import replace

from knowledge.language.words import content, likeness
from knowledge.model import Fact, Question
from knowledge.questions.draft import Candidate, Draft, Workshop
from knowledge.questions.options import LONGEST, arranged, choose
from knowledge.questions.rules import leaks

STEM = 200
_ALSO = " Also in "


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


class _Kept:
    """The questions taken so far, and what a next one may repeat."""

    def __init__(self, shop: Workshop) -> None:
        self.questions: dict[str, Question] = {}
        self._shop = shop
        self._places: set[tuple[str, str]] = set()
        self._rows: set[str] = set()
        self._by_key: dict[str, list[Question]] = {}
        self._figures: dict[str, list[tuple[Fact, frozenset[str], str]]] = {}

    def take(self, draft: Draft, question: Question) -> bool:
        """Keep the question unless it repeats one; the same fact's other place is added to that."""
        place, figure = _place(draft), self._figure(draft)
        rivals = self._by_key.setdefault(_answer(question), [])
        said = content(draft.aspect)
        same = next((one for fact, known, one in figure if _repeats(draft, said, fact, known)), "")
        if same and self.questions[same].subject == question.subject:
            self._cite(same, question)
        earlier = self.questions.get(question.id)
        if earlier is not None and _says_the_same(earlier, question):
            self._cite(question.id, question)
        if (
            same
            or earlier is not None
            or place in self._places
            or draft.row in self._rows
            or any(likeness(question.stem, other.stem) >= 0.9 for other in rivals)
        ):
            return False
        self.questions[question.id] = question
        self._places.add(place)
        rivals.append(question)
        if draft.row:
            self._rows.add(draft.row)
        if draft.figure:
            figure.append((draft.fact, said, question.id))
        return True

    def _figure(self, draft: Draft) -> list[tuple[Fact, frozenset[str], str]]:
        if not draft.figure:
            return []
        key = f"{self._shop.book.key(draft.subject)}/{draft.figure}"
        return self._figures.setdefault(key, [])

    def _cite(self, known: str, question: Question) -> None:
        self.questions[known] = _also_in(self.questions[known], question)


def _repeats(draft: Draft, said: frozenset[str], fact: Fact, known: frozenset[str]) -> bool:
    """Whether a figure of the same value is the same figure: other notes use other words for it."""
    if draft.fact.file != fact.file:
        return _overlap(said, known) >= 0.5
    return draft.fact.path != fact.path and _overlap(said, known) == 1


def _says_the_same(one: Question, other: Question) -> bool:
    keys = one.options[one.answer], other.options[other.answer]
    return likeness(one.stem, other.stem) >= 0.6 and likeness(*keys) >= 0.6


def _place(draft: Draft) -> tuple[str, str]:
    """What a question is made of: one definition is asked once, in whatever form."""
    about = draft.kind in ("T1", "T2", "T5", "T8") or (draft.kind == "T4" and draft.quoted)
    return draft.fact.id, "definition" if about else draft.stem


def _answer(question: Question) -> str:
    return f"{question.kind}/{question.options[question.answer].lower()}"


def without_duplicates(shop: Workshop, made: list[tuple[Draft, Question]]) -> list[Question]:
    """R13: the first of several items with one id, of one figure, or with stems much alike."""
    kept = _Kept(shop)
    for draft, question in made:
        if not kept.take(draft, question):
            shop.reject("R13", draft.fact, f"{draft.kind}: {draft.stem}")
    return list(kept.questions.values())


def _also_in(question: Question, other: Question) -> Question:
    """The question with the places where its fact stands once more."""
    sources = tuple(dict.fromkeys((*question.sources, *other.sources)))
    if len(sources) == len(question.sources):
        return question
    also = ", ".join(str(source) for source in sources[1:])
    first = question.explanation.partition(_ALSO)[0]
    return replace(question, sources=sources, explanation=f"{first}{_ALSO}{also}")


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Which share of the shorter of two texts the longer one holds."""
    return len(one & other) / (min(len(one), len(other)) or 1)
