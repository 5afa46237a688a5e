"""Judges answers against a file of queries: is the right fact first, how much of a section shown.

A query file holds one JSON object a line: `query`, `kind` (fact, section or none), `expect`
(regular expressions, case ignored), `about` (one of which must match too), `style`. A fact is a hit
when all of `expect` match in "topic > section: best" of one answer. A section scores the share of
`expect` found on the first card. For none, the right answer is that the notes have nothing.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.model import Answer, Found

QUERIES = Path(__file__).parent / "queries"
LONGEST_BEST = 600
LONGEST_CARD = 3000
LONGEST_PATH = 400
DEPTH = 10  # so many answers count for the mean reciprocal rank
SECTION_PASSES = 0.8


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and how to tell whether an answer is right."""

    id: str
    text: str
    kind: str
    expect: tuple[re.Pattern[str], ...]
    about: tuple[re.Pattern[str], ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one query went: `score` is 1/rank for a fact, a share for a section, 0 or 1 for none."""

    query: Query
    score: float
    refused: bool
    shown: str = ""

    @property
    def good(self) -> bool:
        if self.query.kind == "none":
            return self.refused
        return not self.refused and self.score >= (
            1.0 if self.query.kind == "fact" else SECTION_PASSES
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of a query set; None where it has no query of the kind."""

    queries: int
    hit1: float | None
    mrr: float | None
    section: float | None
    none: float | None
    accept: float | None


def read_queries(path: Path) -> tuple[Query, ...]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_query(json.loads(line)) for line in lines if line.strip())


def _query(line: dict[str, object]) -> Query:
    return Query(
        id=str(line["id"]),
        text=str(line["query"]),
        kind=str(line["kind"]),
        expect=_patterns(line.get("expect")),
        about=_patterns(line.get("about")),
        style=str(line.get("style", "")),
    )


def _patterns(written: object) -> tuple[re.Pattern[str], ...]:
    assert written is None or isinstance(written, list)
    return tuple(re.compile(str(one), re.IGNORECASE) for one in written or ())


def judge(query: Query, found: Found) -> Verdict:
    answers = found.answers[:DEPTH]
    refused = not (found.confident and answers)
    shown = f"{_path(answers[0])}: {answers[0].best}" if answers else ""
    if query.kind == "none":
        return Verdict(query, float(refused), refused, shown)
    if query.kind == "section":
        return Verdict(query, section_share(query, answers), refused, shown)
    ranks = (rank for rank, answer in enumerate(answers, 1) if is_hit(query, answer))
    first = next(ranks, 0)
    return Verdict(query, 1 / first if first else 0.0, refused, shown)


def judge_all(queries: Iterable[Query], ask: Callable[[str], Found]) -> list[Verdict]:
    return [judge(query, ask(query.text)) for query in queries]


def _path(answer: Answer) -> str:
    return " > ".join(part for part in (answer.topic, *answer.section) if part)[:LONGEST_PATH]


def is_hit(query: Query, answer: Answer) -> bool:
    if not answer.best or len(answer.best) > LONGEST_BEST:
        return False
    text = f"{_path(answer)}: {answer.best}"
    return all(one.search(text) for one in query.expect) and _is_about(query, text)


def section_share(query: Query, answers: Sequence[Answer]) -> float:
    if not answers:
        return 0.0
    card = "\n".join((answers[0].best, *answers[0].facts))
    if len(card) > LONGEST_CARD or not _is_about(query, f"{_path(answers[0])}\n{card}"):
        return 0.0
    return sum(bool(one.search(card)) for one in query.expect) / len(query.expect)


def _is_about(query: Query, text: str) -> bool:
    return not query.about or any(one.search(text) for one in query.about)


def totals(verdicts: Sequence[Verdict]) -> Totals:
    facts = [one for one in verdicts if one.query.kind == "fact"]
    sections = [one for one in verdicts if one.query.kind == "section"]
    nones = [one for one in verdicts if one.query.kind == "none"]
    return Totals(
        queries=len(verdicts),
        hit1=_mean([one.score == 1.0 for one in facts]),
        mrr=_mean([one.score for one in facts]),
        section=_mean([one.score for one in sections]),
        none=_mean([one.score for one in nones]),
        accept=_mean([not one.refused for one in (*facts, *sections)]),
    )


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def share(value: float | None) -> str:
    """A figure as it stands in the tables."""
    return "–" if value is None else f"{value:.3f}"
