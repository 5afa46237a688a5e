"""From draft to question: the rules that see the whole item, then the final record."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from knowledge.language.names import short_hash
from knowledge.language.words import content, likeness
from knowledge.model import Question
from knowledge.questions.known import Known
from knowledge.questions.ladder import spelt
from knowledge.questions.model import Candidate, Draft
from knowledge.questions.options import arranged, choose
from knowledge.questions.rules import text_faults
from knowledge.statements.measures import without_history

LONGEST_EXPLANATION = 320
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def finished(known: Known, drafts: Iterable[Draft]) -> list[Question]:
    """The sound questions among *drafts*; of several on one line, row or set of options one."""
    kept = _Kept(known)
    for draft in drafts:
        if code := _taken(kept, draft):
            known.reject(code, draft.fact, f"{draft.kind}: {draft.stem}")
    return list(kept.questions.values())


def _taken(kept: "_Kept", draft: Draft) -> str:
    """Choose options, others where a question has these; the rule that forbids it, or ""."""
    draft, wrong, code = _chosen(kept, draft)
    if code:
        return code
    question = _record(draft, explanation(draft), *arranged(draft, wrong))
    if draft.kind == "T2" and not question.explanation and not any(question.why_not):
        return "R18"  # whoever picks a wrong option learns nothing
    return kept.take(draft, question)


def _chosen(kept: "_Kept", draft: Draft) -> tuple[Draft, tuple[Candidate, ...], str]:
    """The draft with options that no question has, or the rule that forbids them."""
    for candidates in (draft.candidates, *draft.spare):
        draft = replace(draft, candidates=candidates)
        wrong, code = choose(draft)
        if code or not kept.has_set((draft.key, *(one.text for one in wrong))):
            return draft, wrong, code
    fewer = tuple(one for one in draft.candidates if one != wrong[-1] and one.near > 0)
    wrong, code = choose(replace(draft, candidates=fewer))
    return draft, wrong, code


def _record(
    draft: Draft, explained: str, options: tuple[str, ...], answer: int, why_not: tuple[str, ...]
) -> Question:
    return Question(
        id=draft.id, version=short_hash(draft.value), kind=draft.kind, topic=draft.fact.topic,
        subject=draft.subject, stem=draft.stem, options=options, answer=answer,
        explanation=explained, why_not=why_not,
        sources=draft.sources or (draft.fact.source,), section=draft.fact.path,
        difficulty=draft.difficulty, checked=draft.fact.checked,
    )  # fmt: skip


def explanation(draft: Draft) -> str:
    """What is to be learnt besides the question: of a figure its line, of a description what else
    the notes tell of the answer; often nothing, and what the wrong options are says more."""
    if draft.kind == "T3":
        return _line(draft) if draft.gloss else ""
    name, repeated = draft.subject, draft.gloss
    for more in map(without_history, (_rest_of_line(draft), *draft.adds)):
        named = not content(name).isdisjoint(content(more[: 2 * len(name) + 24]))
        if named and likeness(more, repeated) < 0.6 and _is_clean(more):
            return _stopped(_shortened(more))
    return ""


def _line(draft: Draft) -> str:
    """The line with the topic in front, where it does not name it."""
    text = spelt(re.sub(r"\s+", " ", without_history(draft.fact.text)).strip())
    text = re.sub(r": (?:Default|Max(?:imum)?|Min(?:imum)?)\b", lambda word: word[0].lower(), text)
    where = draft.stem.partition(": ")[0]
    return _stopped(_shortened(text if where.lower() in text.lower() else f"{where} – {text}"))


def _rest_of_line(draft: Draft) -> str:
    """What the line says behind the quotation: whole sentences."""
    text = re.sub(r"\s+", " ", draft.fact.text).strip()
    start = text.find(draft.gloss[-25:]) if not draft.fact.cells else -1
    rest = text[start + len(draft.gloss[-25:]) :] if start >= 0 else ""
    found = re.match(r"\.\s+([A-Z\u00C0-\u00DC].+)$", rest)
    return found[1] if found else ""


def _is_clean(text: str) -> bool:
    """Whether a text can be shown as it is."""
    shown = _SENTENCES.split(text)
    bad = {"R02", "R15", "R20", "R21"}
    return bad.isdisjoint(chain.from_iterable(map(text_faults, shown)))


def _shortened(text: str) -> str:
    """The first sentences of a text that fit."""
    if len(text) <= LONGEST_EXPLANATION:
        return text
    cut = text[:LONGEST_EXPLANATION].rfind(". ")
    return text[: cut + 1] if cut > 40 else text[:LONGEST_EXPLANATION].rsplit(" ", 1)[0] + " …"


def _stopped(text: str) -> str:
    return text if not text or text[-1] in ".!?…" else f"{text}."


class _Kept:
    """The questions taken so far, and what a next one may repeat."""

    def __init__(self, known: Known) -> None:
        self.questions: dict[str, Question] = {}
        self._known = known
        self._lines: set[str] = set()
        self._figures: set[tuple[str, str]] = set()
        self._answers: set[tuple[frozenset[str], str]] = set()  # of figures, by what is asked
        self._sets: set[tuple[str, ...]] = set()

    def has_set(self, options: tuple[str, ...]) -> bool:
        """Whether a question offers these options already."""
        return tuple(sorted(options)) in self._sets

    def take(self, draft: Draft, question: Question) -> str:
        """Keep the question, or say which rule forbids it."""
        earlier = self.questions.get(question.id)
        if earlier is not None:
            self._cite(earlier, question)
            return "R13"
        options = tuple(sorted(question.options))
        figures = {(self._known.key(draft.subject), told) for told in (draft.aspect, draft.value)}
        answer = (content(draft.aspect), draft.value)  # twins of two subjects give another away
        again = draft.kind == "T3" and bool(figures & self._figures or answer in self._answers)
        if draft.fact.id in self._lines or options in self._sets or again:
            return "R13"
        self._figures |= figures
        self._answers.add(answer)
        self._lines.add(draft.fact.id)
        self._sets.add(options)
        self.questions[question.id] = question
        return ""

    def _cite(self, earlier: Question, question: Question) -> None:
        """A fact that several notes hold is asked once and cites all its places."""
        if likeness(earlier.stem, question.stem) >= 0.6:
            sources = tuple(dict.fromkeys((*earlier.sources, *question.sources)))
            self.questions[earlier.id] = replace(earlier, sources=sources)
