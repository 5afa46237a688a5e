"""What one would search with instead, over the very same facts: three engines beside ours.

All of them read the facts from one index file and give the best five with text, headings and place,
which is what is timed (`look`). Ours has made its five cards by then; cards of the plain engines,
the facts under the heading of each answer, are put together outside the measured time.
"""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import tantivy
from rapidfuzz import fuzz, process, utils

from bench.judge import LONGEST_BEST, LONGEST_CARD
from knowledge.index.layout import COLUMNS, fact_of_row, open_index
from knowledge.model import Answer, Fact, Found
from knowledge.search import Search

BEST = 5
STOP_WORDS = frozenset(
    "a an and are as at be but by can could do does for from had has have how i if in into is it "
    "its me my of on or our should so than that the their them then there these they this to was "
    "we were what when where which who whose why will with would you your".split()
)
_WORD = re.compile(r"\w+")
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM facts"
_TANTIVY_MEMORY = 200_000_000


class Engine(Protocol):
    """Something that answers queries from an index file."""

    name: str

    def look(self, query: str) -> Any:
        """The part that is timed."""

    def found(self, query: str, looked: Any) -> Found:
        """The same as answers, to be judged."""


class Ours:
    """The companion's own search."""

    name = "Study Companion"

    def __init__(self, index: Path) -> None:
        self.search = Search.open(index)

    def look(self, query: str) -> Found:
        return self.search.ask(query, BEST)

    def found(self, query: str, looked: Found) -> Found:  # noqa: ARG002 (as the others have it)
        return looked


class _Plain:
    """An engine that finds numbers of facts and takes the facts from the index."""

    def __init__(self, index: Path) -> None:
        self._db = open_index(index)

    def found(self, query: str, looked: list[Fact]) -> Found:
        answers = tuple(self._card(fact) for fact in looked)
        return Found(query, confident=bool(answers), answers=answers)

    def _facts(self, numbers: Iterable[int]) -> list[Fact]:
        return [self._fact(number) for number in numbers]

    def _card(self, fact: Fact) -> Answer:
        best = fact.text[:LONGEST_BEST]
        room = LONGEST_CARD - len(best)
        facts = []
        for text in self._beside(fact):
            room -= len(text) + 1
            if room < 0:
                break
            facts.append(text)
        return Answer(fact.topic, fact.path, best, tuple(facts), (fact.source,), 0.0)

    def _fact(self, number: int) -> Fact:
        row = self._db.execute(f"{_SELECT} WHERE n = ?", (number,)).fetchone()
        return fact_of_row(row)

    def _beside(self, fact: Fact) -> Iterator[str]:
        rows = self._db.execute(f"{_SELECT} WHERE file = ? ORDER BY n", (fact.file,))
        for other in map(fact_of_row, rows):
            if other.path == fact.path and other.id != fact.id:
                yield other.text


class FullText(_Plain):
    """SQLite's FTS5: porter stemming, the words of the query joined by OR, bm25()."""

    name = "FTS5, OR, bm25()"

    def look(self, query: str) -> list[Fact]:
        wanted = words(query)
        if not wanted:
            return []
        match = " OR ".join(f'"{word}"' for word in wanted)
        rows = self._db.execute(
            "SELECT rowid FROM facts_fts WHERE facts_fts MATCH ? ORDER BY bm25(facts_fts) LIMIT ?",
            (match, BEST),
        )
        return self._facts(number for (number,) in rows.fetchall())


class Tantivy(_Plain):
    """tantivy: stemmed words by BM25, and beside them fuzzy terms of one edit."""

    name = "tantivy, fuzzy terms"

    def __init__(self, index: Path, folder: Path) -> None:
        super().__init__(index)
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("n", stored=True)
        schema.add_text_field("stemmed", tokenizer_name="en_stem")
        schema.add_text_field("typed", tokenizer_name="default")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self._index = tantivy.Index(schema.build(), path=str(folder))
        writer = self._index.writer(heap_size=_TANTIVY_MEMORY, num_threads=1)
        for number, text in searched(self._db):
            writer.add_document(tantivy.Document(n=number, stemmed=text, typed=text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def look(self, query: str) -> list[Fact]:
        wanted = words(query)
        if not wanted:
            return []
        parsed = self._index.parse_query(
            " ".join(wanted), ["stemmed", "typed"], fuzzy_fields={"typed": (False, 1, True)}
        )
        hits = self._searcher.search(parsed, BEST, count=False).hits
        return self._facts(int(self._searcher.doc(address)["n"][0]) for _, address in hits)


class WRatio(_Plain):
    """rapidfuzz over every fact; the facts are prepared once, outside the measured time."""

    name = "rapidfuzz WRatio"

    def __init__(self, index: Path) -> None:
        super().__init__(index)
        self._texts = {number: utils.default_process(text) for number, text in searched(self._db)}

    def look(self, query: str) -> list[Fact]:
        typed = utils.default_process(query)
        hits = process.extract(typed, self._texts, scorer=fuzz.WRatio, limit=BEST)
        return self._facts(number for _, _, number in hits)


def words(query: str) -> list[str]:
    """The words of *query* without those that say nothing; all of them if none says anything."""
    typed = [word.lower() for word in _WORD.findall(query)]
    return [word for word in typed if word not in STOP_WORDS] or typed


def searched(db: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Number and text of every fact, with its headings and parents: what all engines search."""
    rows = db.execute("SELECT n, path, parents, text FROM facts ORDER BY n")
    for number, path, parents, text in rows:
        yield number, " ".join((*json.loads(path), *json.loads(parents), text))


@dataclass(frozen=True, slots=True)
class Rival:
    """How to set up an engine, and from how many facts on it is too slow for every query."""

    make: Callable[[Path, Path], Engine]
    slow_beyond: int | None = None


RIVALS = (
    Rival(lambda index, _: Ours(index)),
    Rival(lambda index, _: FullText(index)),
    Rival(lambda index, folder: Tantivy(index, folder / "tantivy")),
    Rival(lambda index, _: WRatio(index), slow_beyond=20_000),
)
