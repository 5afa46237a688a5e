"""Questions kept in a file of JSON lines, made anew only when the notes change."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from knowledge.model import Fact, Question, Rejected, Source, Topic
from knowledge.questions.model import Made
from knowledge.questions.maker import make_questions

FORMAT = 1


def load_or_make(
    facts: Callable[[], Sequence[Fact]] | Sequence[Fact],
    topics: Sequence[Topic],
    cache: Path,
    fingerprint: str,
) -> Made:
    """The questions of notes with this *fingerprint*, from *cache* where it still fits.

    `facts` may be a function, so that nobody reads the facts when the cache has everything.
    """
    kept = _load(cache, fingerprint)
    if kept is not None:
        return kept
    made = make_questions(facts() if callable(facts) else facts, topics)
    _save(cache, fingerprint, made)
    return made


def as_json(question: Question) -> dict[str, Any]:
    """A question as the command line prints it."""
    return {
        "id": question.id,
        "kind": question.kind,
        "topic": question.topic,
        "stem": question.stem,
        "options": list(question.options),
        "answer": question.answer,
        "explanation": question.explanation,
        "sources": [{"file": source.file, "line": source.line} for source in question.sources],
        "difficulty": question.difficulty,
    }


def _load(cache: Path, fingerprint: str) -> Made | None:
    try:
        lines = cache.read_text(encoding="utf-8").splitlines()
        head = json.loads(lines[0])
        if head != {"format": FORMAT, "fingerprint": fingerprint, "lines": len(lines) - 1}:
            return None
        records = [json.loads(line) for line in lines[1:]]
        return Made(
            tuple(_question(record) for record in records if "stem" in record),
            tuple(Rejected(**record) for record in records if "code" in record),
        )
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None  # no cache, or a damaged one: it is only a copy


def _question(record: dict[str, Any]) -> Question:
    lists = ("options", "why_not", "section")
    values = record | {name: tuple(record[name]) for name in lists}
    values["sources"] = tuple(Source(**source) for source in record["sources"])
    return Question(**values)


def _save(cache: Path, fingerprint: str, made: Made) -> None:
    records = [asdict(question) for question in made.questions]
    records += [asdict(rejected) for rejected in made.rejected]
    head = {"format": FORMAT, "fingerprint": fingerprint, "lines": len(records)}
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in (head, *records))
    cache.parent.mkdir(parents=True, exist_ok=True)
    beside = cache.with_name(f"{cache.name}.{os.getpid()}.new")
    beside.write_text(text + "\n", encoding="utf-8")
    beside.replace(cache)
