"""Questions kept in a file of JSON lines, made anew only when the notes change."""

import json
import os
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from knowledge.model import Question, Rejected, Source
from knowledge.questions.model import Made

FORMAT = 3


def as_json(question: Question) -> dict[str, Any]:
    """A question as the command line prints it."""
    return {
        "id": question.id,
        "kind": ("choice" if question.options else "card") if question.written else question.kind,
        "origin": "authored" if question.written else "generated",
        "bank": question.origin == "bank",
        "topic": question.topic,
        "stem": question.stem,
        "options": list(question.options),
        "answer": question.answer,
        "answers": list(question.rights),
        "accept": list(question.accept),
        "why": list(question.why_not),
        "hint": question.hint,
        "explanation": question.explained,
        "sources": [{"file": source.file, "line": source.line} for source in question.sources],
        "difficulty": question.difficulty,
        "tags": list(question.tags),
        "level": question.level,
    }


def load_made(cache: Path, version: str) -> Made | None:
    """The questions that were made of this *version* of the notes; None where there are none."""
    found = _read(cache)
    return found[1] if found is not None and found[0] == version else None


def last_made(cache: Path) -> Made | None:
    """The questions that were made last, be it of other notes."""
    found = _read(cache)
    return found[1] if found is not None else None


def _read(cache: Path) -> tuple[str, Made] | None:
    try:
        lines = cache.read_text(encoding="utf-8").splitlines()
        head = json.loads(lines[0])
        if head["format"] != FORMAT or head["lines"] != len(lines) - 1:
            return None
        records = [json.loads(line) for line in lines[1:]]
        return head["fingerprint"], Made(
            tuple(_question(record) for record in records if "stem" in record),
            tuple(Rejected(**record) for record in records if "code" in record),
        )
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None  # no cache, or a damaged one: it is only a copy


def _question(record: dict[str, Any]) -> Question:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in record.items()
    }
    values["sources"] = tuple(Source(**source) for source in record["sources"])
    return Question(**values)


def save_made(cache: Path, version: str, made: Made) -> None:
    """Keep the questions of a *version* of the notes; a reader never sees half a file."""
    records = [asdict(question) for question in made.questions]
    records += [asdict(rejected) for rejected in made.rejected]
    head = {"format": FORMAT, "fingerprint": version, "lines": len(records)}
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in (head, *records))
    cache.parent.mkdir(parents=True, exist_ok=True)
    beside = cache.with_name(f"{cache.name}.{os.getpid()}-{threading.get_ident()}.new")
    beside.write_text(text + "\n", encoding="utf-8")
    beside.replace(cache)
