"""How the questions in the notes were worded, so that one is known again after a rewording."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.store.database import Queries


@dataclass(frozen=True, slots=True)
class KnownWording:
    """One wording of a question, and the id under which its history is kept."""

    question: str
    lasting: str
    file: str
    stem: str


class Wordings:
    """Of this whole instance: the notes are the same for every workspace."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def all(self) -> tuple[KnownWording, ...]:
        rows = self._queries.rows("SELECT * FROM wordings ORDER BY question")
        return tuple(KnownWording(r["question"], r["lasting"], r["file"], r["stem"]) for r in rows)

    def reworded(self) -> dict[str, str]:
        """The questions whose history lies under an earlier wording: id → lasting id."""
        rows = self._queries.rows(
            "SELECT question, lasting FROM wordings WHERE question <> lasting ORDER BY question"
        )
        return {row["question"]: row["lasting"] for row in rows}

    def add(self, wordings: Iterable[KnownWording], at: datetime) -> None:
        """Keep new wordings; one that another replica kept before stays as it is."""
        for wording in wordings:
            self._queries.add(
                "wordings",
                "question",
                question=wording.question,
                lasting=wording.lasting,
                file=wording.file,
                stem=wording.stem,
                at=at,
            )
