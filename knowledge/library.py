"""The team's notes as everybody else uses them: questions in, answers out."""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.index.collecting import nothing_collected
from knowledge.index.current import Progress, lost
from knowledge.index.layout import (
    authored_in,
    facts_of,
    facts_where,
    meta_of,
    open_index,
    topics_of,
)
from knowledge.index.location import index_file, usable_folder
from knowledge.index.refresh import refresh
from knowledge.index.report import IndexReport, report_of
from knowledge.index.versions import QUESTION_CODE, code_version
from knowledge.index.watch import Watcher
from knowledge.model import (
    Authored,
    Comparison,
    Conflict,
    Fact,
    FactKind,
    Found,
    Question,
    Rejected,
    Topic,
)
from knowledge.reading.files import FLASHCARD_TAG

if TYPE_CHECKING:
    from knowledge.comparing.comparer import Comparer
    from knowledge.coverage import Coverage
    from knowledge.questions import Made
    from knowledge.search import Search

REMEMBERED = 256  # answers of one state of the notes


@dataclass(slots=True)
class _Inside:
    """One state of the notes. The index it was opened from may be replaced meanwhile: the open
    file stays readable, so every answer comes from one state as a whole."""

    db: sqlite3.Connection
    search: "Search"
    topics: tuple[Topic, ...]
    fingerprint: str
    lock: threading.Lock = field(default_factory=threading.Lock)
    coverage: "tuple[Made, Coverage] | None" = None
    comparer: "Comparer | None" = None
    conflicts: tuple[Conflict, ...] | None = None
    all_facts: tuple[Fact, ...] | None = None
    authored: tuple[Authored, ...] | None = None
    asked: tuple[Question, ...] | None = None
    ask: Callable[[str, int], Found] = field(init=False)

    def __post_init__(self) -> None:
        # Every page that is turned and every card that is shared asks the same again.
        self.ask = lru_cache(REMEMBERED)(self.search.ask)

    def facts(self) -> tuple[Fact, ...]:
        """What the notes say; answers to questions that people wrote stand apart."""
        with self.lock:
            if self.all_facts is None:
                self.all_facts = tuple(_said(facts_of(self.db)))
            return self.all_facts

    def written(self) -> tuple[Authored, ...]:
        with self.lock:
            if self.authored is None:
                self.authored = authored_in(self.db)
            return self.authored

    def select(self, column: str, value: str) -> tuple[Fact, ...]:
        with self.lock:
            return facts_where(self.db, column, value)


class LibraryClosed(RuntimeError):
    """Somebody asked notes that are no longer there to be asked."""

    def __init__(self) -> None:
        super().__init__("the library is closed")


class Library:
    """Notes that can be asked. Safe to use from many threads at once."""

    def __init__(
        self, notes: tuple[str | Path, ...], index: Path, flashcard_tag: str = FLASHCARD_TAG
    ) -> None:
        self._notes = notes
        self.lost: tuple[str, ...] = ()  # files and folders that cannot be reached now
        self._flashcard_tag = flashcard_tag
        self._index = index
        self._inside: _Inside | None = None
        self._first = Future[IndexReport]()  # of the first reading
        self._watcher: Watcher | None = None
        self._changing = threading.Lock()
        self._making = threading.Lock()
        from knowledge.questions.stock import Stock  # loads more than an unchanged index needs

        self._stock = Stock(index)
        # Locks of their own, so that what takes long keeps nothing else waiting.
        self._comparing = threading.Lock()
        self._disagreeing = threading.Lock()
        self._covering = threading.Lock()

    @classmethod
    def open(
        cls,
        notes: Sequence[str | Path],
        folder: Path,
        progress: Progress | None = None,
        flashcard_tag: str = FLASHCARD_TAG,
    ) -> "Library":
        """The library of *notes*, with its index in *folder*: built or refreshed if needed."""
        library = cls.unread(notes, folder, flashcard_tag)
        library.refresh(progress)
        return library

    @classmethod
    def unread(
        cls, notes: Sequence[str | Path], folder: Path, flashcard_tag: str = FLASHCARD_TAG
    ) -> "Library":
        """The same before anything is read: `refresh` or `read_soon` comes next."""
        return cls(tuple(notes), index_file(notes, usable_folder(folder)), flashcard_tag)

    @property
    def is_read(self) -> bool:
        """Whether nobody has to wait for the first reading."""
        return self._inside is not None

    def read_soon(self, progress: Progress | None = None) -> "Future[IndexReport]":
        """Read the notes beside everything else; whoever asks meanwhile waits until that is done.

        Nobody waits any longer once the library is closed.
        """
        threading.Thread(
            target=self._read_first, args=(progress,), name="first-reading", daemon=True
        ).start()
        return self._first

    def _read_first(self, progress: Progress | None) -> None:
        with suppress(InvalidStateError):  # closed meanwhile: nobody waits any more
            try:
                report = self.refresh(progress)
            except Exception as error:
                self._first.set_exception(error)
            else:
                self._first.set_result(report)

    # ------------------------------------------------------------ asking

    def ask(self, query: str, limit: int = 5) -> Found:
        return self._now.ask(query, limit)

    def complete(self, typed: str, limit: int = 25) -> tuple[str, ...]:
        return self._now.search.complete(typed, limit)

    def topics(self) -> tuple[Topic, ...]:
        return self._now.topics

    def topic(self, name: str) -> Topic | None:
        """The topic that *name* means: an alias, or a typing error away from one."""
        return self._now.search.topic(name)

    def facts(self, topic: str | None = None) -> tuple[Fact, ...]:
        inside = self._now
        return inside.facts() if topic is None else tuple(_said(inside.select("topic", topic)))

    def fact(self, identity: str) -> Fact | None:
        found = self._now.select("id", identity)
        return found[0] if found else None

    # ------------------------------------------------------------ questions

    def questions(self, topic: str | None = None) -> tuple[Question, ...]:
        """The quiz questions that the notes yield; while new ones are made, those made last.

        Nobody waits for them: before the first ones are made there are none.
        """
        made = self._made(self._now).questions
        if topic is None:
            return made
        return tuple(question for question in made if question.topic == topic)

    def authored(self, topic: str | None = None) -> tuple[Authored, ...]:
        """The questions and cards that people wrote into the notes."""
        found = self._now.written()
        return found if topic is None else tuple(q for q in found if q.topic == topic)

    def written(self) -> tuple[Question, ...]:
        """The same as the quiz asks them; made once for each state of the notes."""
        inside = self._now
        found = inside.written()
        with self._making:
            if inside.asked is None:
                from knowledge.questions.written import as_questions

                inside.asked = as_questions(found)
            return inside.asked

    def question(self, identity: str) -> Question | None:
        return next((one for one in self.questions() if one.id == identity), None)

    def conflicts(self, topic: str | None = None) -> tuple[Conflict, ...]:
        """Where the notes contradict one another."""
        inside = self._now
        with self._disagreeing:
            if inside.conflicts is None:
                from knowledge.conflicts import find_conflicts

                inside.conflicts = tuple(find_conflicts(inside.facts(), inside.topics))
        if topic is None:
            return inside.conflicts
        return tuple(conflict for conflict in inside.conflicts if conflict.topic == topic)

    @property
    def ready_conflicts(self) -> tuple[Conflict, ...] | None:
        """The contradictions, if they have been looked for in the notes as they are now."""
        return self._now.conflicts

    @property
    def has_questions(self) -> bool:
        """Whether questions were made, if perhaps of earlier notes; the first ones take a while."""
        self._made(self._now)
        return self._stock.has_some

    @property
    def is_ready(self) -> bool:
        """Whether questions and contradictions are there without waiting."""
        return self._stock.has_some and self._now.conflicts is not None

    def rejected(self) -> tuple[Rejected, ...]:
        """The questions that were not made, each with the rule that stopped it."""
        return self._made(self._now).rejected

    def coverage(self) -> "Coverage":
        """Facts and questions by topic and heading; made once for each state of the notes."""
        inside = self._now
        made = self._made(inside)
        written = (question for question in self.written() if question.answered_by != "card")
        with self._covering:
            if inside.coverage is None or inside.coverage[0] is not made:
                from knowledge.coverage import coverage

                questions = (*made.questions, *written)
                told = coverage(inside.facts(), questions, made.rejected)
                inside.coverage = made, told
            return inside.coverage[1]

    def compare(self, names: Sequence[str], *, loose: bool = False) -> Comparison:
        """Two to four things side by side; *loose* names are words typed without separators."""
        inside = self._now
        with self._comparing:
            if inside.comparer is None:
                from knowledge.comparing.comparer import Comparer

                inside.comparer = Comparer(inside.facts(), inside.topics, inside.search.topic)
        return inside.comparer.compare(names, loose=loose)

    def settle(self) -> None:
        """Wait until the questions of the notes as they are now have been made."""
        self._made(self._now, wait=True)

    def _made(self, inside: _Inside, *, wait: bool = False) -> "Made":
        version = f"{inside.fingerprint} {code_version(QUESTION_CODE)}"
        return self._stock.made(version, wait=wait)

    # ------------------------------------------------------------ change

    @property
    def fingerprint(self) -> str:
        """Changes whenever the notes do."""
        return self._now.fingerprint

    @property
    def index(self) -> Path:
        return self._index

    def refresh(self, progress: Progress | None = None) -> IndexReport:
        """Read what changed in the notes; who is asking meanwhile gets the old answers.

        Whoever asks while notes cannot be reached does as well: `lost` says which.
        """
        with self._changing, nothing_collected():
            self.lost = lost(self._notes, self._index)
            report = self._last_good() if self.lost else None
            report = report or refresh(self._notes, self._index, progress, self._flashcard_tag)
            inside = self._inside
            if inside is None or inside.fingerprint != report.fingerprint:
                self._inside = _open(self._index)
            return report

    def _last_good(self) -> IndexReport | None:
        """What the index held before notes went out of reach; None where it cannot be used."""
        try:
            with closing(open_index(self._index)) as db:
                return report_of(db, seconds=0.0)
        except (sqlite3.Error, OSError, ValueError):
            return None

    def watch(
        self, on_change: Callable[[IndexReport], object] | None = None, every: float = 2.0
    ) -> None:
        """From now on notice changed notes within seconds and take them in.

        Notes that cannot be reached may be let go of by another process (`companion index`).
        """

        def changed() -> None:
            before = self.fingerprint
            report = self.refresh()
            if on_change is not None and report.fingerprint != before:
                on_change(report)

        if self._watcher is None:
            self._watcher = Watcher(self._notes, changed, every, lambda: bool(self.lost))
            self._watcher.start()

    def close(self) -> None:
        if self._watcher is not None:
            self._watcher.stop()
            self._watcher = None
        self.wait_no_more()
        self._inside = None

    def wait_no_more(self) -> None:
        """Let go whoever waits for the first reading: the end has come."""
        with suppress(InvalidStateError):
            self._first.set_exception(LibraryClosed())

    @property
    def _now(self) -> _Inside:
        if self._inside is None:
            self._first.result()
        inside = self._inside
        if inside is None:
            raise LibraryClosed()
        return inside


def _said(facts: Iterable[Fact]) -> Iterator[Fact]:
    return (fact for fact in facts if fact.kind is not FactKind.ANSWER)


def _open(index: Path) -> _Inside:
    from knowledge.search import Search

    db = open_index(index)
    return _Inside(db, Search.open(index), topics_of(db), meta_of(db, "fingerprint"))
