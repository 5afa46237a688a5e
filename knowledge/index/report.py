"""What an index run read, what it skipped and why."""

import json
import sqlite3
from dataclasses import dataclass

from knowledge.index.layout import broken_in, meta_of, skipped_of
from knowledge.model import Broken, Skipped


@dataclass(frozen=True, slots=True)
class FileReport:
    """One note: its lines, how many of them became facts, and the others by reason."""

    file: str
    lines: int
    facts: int
    fact_lines: int
    reasons: dict[str, int]


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a run came to."""

    files: tuple[FileReport, ...]
    topics: int
    problems: tuple[str, ...]
    fingerprint: str
    read: tuple[str, ...] = ()  # the files that were read anew
    rebuilt: bool = False
    seconds: float = 0.0
    choices: int = 0  # questions that people wrote, with options
    cards: int = 0  # … and without
    broken: tuple[Broken, ...] = ()  # what looks like a question and cannot be asked
    others: tuple[str, ...] = ()  # files of kinds that nobody reads, a sentence for each folder

    @property
    def facts(self) -> int:
        return sum(file.facts for file in self.files)

    @property
    def lost(self) -> int:
        """Lines that carried content and became nothing; those of broken questions among them."""
        return self.lost_as_broken + self._lines("not understood")

    @property
    def held(self) -> int:
        """Lines that became facts or questions."""
        return sum(file.fact_lines for file in self.files) + self._lines("question")

    @property
    def lost_as_broken(self) -> int:
        """Lines of questions that cannot be asked: their authors are told, nobody else is."""
        return self._lines("broken question")

    def _lines(self, reason: str) -> int:
        return sum(file.reasons.get(reason, 0) for file in self.files)


def report_of(
    db: sqlite3.Connection,
    *,
    read: tuple[str, ...] = (),
    rebuilt: bool = False,
    seconds: float = 0.0,
    others: tuple[str, ...] = (),
) -> IndexReport:
    """Read the report back from an index."""
    rows = db.execute(
        """
        SELECT file, lines, facts, fact_lines, reasons FROM documents
        WHERE lines > 0 ORDER BY file -- those without lines are documents that nobody could read
        """
    )
    files = tuple(
        FileReport(file, lines, facts, fact_lines, json.loads(reasons))
        for file, lines, facts, fact_lines, reasons in rows
    )
    problems = tuple(row[0] for row in db.execute("SELECT problem FROM problems ORDER BY rowid"))
    topics = int(db.execute("SELECT count(*) FROM topics").fetchone()[0])
    choices, cards = _written(db)
    return IndexReport(
        files, topics, problems, meta_of(db, "fingerprint"), read, rebuilt, seconds,
        choices, cards, broken_in(db), others,
    )  # fmt: skip


def _written(db: sqlite3.Connection) -> tuple[int, int]:
    """How many questions with options people wrote, and how many cards."""
    row = db.execute(
        """
        SELECT count(*) FILTER (WHERE json_extract(record, '$.kind') = 'choice'), count(*)
        FROM authored
        """
    ).fetchone()
    return int(row[0]), int(row[1] - row[0])


def skipped_lines(db: sqlite3.Connection) -> list[Skipped]:
    """The skipped lines worth telling: not the blank ones."""
    return [line for line in skipped_of(db) if line.reason != "blank"]
