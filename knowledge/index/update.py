"""Brings the tables of an index to what the notes are now, changing what has changed."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from knowledge.index.entries import NoteEntry
from knowledge.index.layout import COLUMNS, StoredFacts, fact_of_row, meta_of
from knowledge.index.placing import QuestionPlacer
from knowledge.index.tables import (
    add_document,
    add_facts,
    add_to_full_text,
    facts_at,
    move,
    places_for,
    replace_all,
    replace_topics,
    take_out,
)
from knowledge.index.written import authored_of_notes
from knowledge.model import Authored, Fact, FactKind, Topic, changed
from knowledge.reading.mining import Headings, find_topics
from knowledge.reading.topics import TopicMap, list_topics
from knowledge.reading.usage import Usage

About = Mapping[tuple[str, int], str]  # file and line of a question → its topic


class IndexUpdate:
    """Changes an index step by step; *entries* are the notes there are now, in their order.

    A new index is an old one without notes.
    """

    def __init__(
        self, db: sqlite3.Connection, old: Mapping[str, NoteEntry], entries: Sequence[NoteEntry]
    ) -> None:
        self._db = db
        self._old = old
        self._entries = entries
        self._read = {entry.file: entry.read for entry in entries if entry.read is not None}
        self._places: dict[str, int] = {}
        self._elsewhere = set(self._read)  # notes with facts that are new or have another topic
        self._usage = Usage.from_text(meta_of(db, "usage")) if old else Usage()
        self._topics: tuple[Topic, ...] = ()
        self._map = ""  # a digest of where facts belong

    def change_notes(self) -> None:
        """Take out notes that are gone or others now, and put in those that were read."""
        kept = {entry.file: entry.place for entry in self._entries if entry.read is None}
        gone = [entry.place for file, entry in self._old.items() if file not in kept]
        said = Usage()
        for place in gone:
            said.count(facts_at(self._db, place))
            take_out(self._db, place)
        places = places_for([entry.place for entry in self._entries])
        self._places = dict(zip((entry.file for entry in self._entries), places, strict=True))
        moved = [(place, self._places[file]) for file, place in kept.items()]
        if any(before != now for before, now in moved):
            move(self._db, moved)
        for entry in self._entries:
            if entry.read is not None:
                self._usage.count(entry.read.facts)
                add_document(self._db, entry, self._places[entry.file])
        self._usage = self._usage.without(said)

    def place_facts(self) -> None:
        """Find the topics, and give all facts theirs; put in the facts that are new."""
        headings = {entry.file: entry.headings for entry in self._entries}
        links = [link for entry in self._entries for link in entry.links]
        topics = find_topics(headings, self._usage, links)
        digest = topics.digest()
        before, _, questions_before = meta_of(self._db, "map").partition(" ")
        about = self._place_questions(headings, topics, anew=digest != before)
        answers = _digest_of(about)
        self._map = f"{digest} {answers}"
        if self._old and (digest, answers) != (before, questions_before):
            self._place_anew(topics, about)
        for file, document in self._read.items():
            facts = (changed(f, topic=_topic_of(f, topics, about)) for f in document.facts)
            add_facts(self._db, facts, self._places[file])
            if self._old:
                add_to_full_text(self._db, self._places[file])
        counts = self._db.execute("SELECT topic, count(*) FROM facts GROUP BY topic")
        self._topics = list_topics(topics, Counter(dict(counts)))
        replace_topics(self._db, self._topics)

    def _place_anew(self, topics: TopicMap, about: About) -> None:
        """Let the facts of notes that have not changed follow their topics."""
        rows = self._db.execute(f"SELECT n, {', '.join(COLUMNS)} FROM facts ORDER BY n")
        changed = []
        for n, *row in rows:
            fact = fact_of_row(tuple(row))
            topic = _topic_of(fact, topics, about)
            if topic != fact.topic:
                changed.append((topic, n))
                self._elsewhere.add(fact.file)
        self._db.executemany("UPDATE facts SET topic = ? WHERE n = ?", changed)

    def _place_questions(self, headings: Headings, topics: TopicMap, anew: bool) -> About:
        """Write down the questions that people wrote, and say what each is about."""
        known: dict[str, list[Authored]] = defaultdict(list)
        for question in authored_of_notes(self._db):
            known[question.file].append(question)
        known |= {file: list(document.authored) for file, document in self._read.items()}
        written = [question for entry in self._entries for question in known[entry.file]]
        changed = None if anew or self._old.keys() != headings.keys() else self._read.keys()
        placer = QuestionPlacer(headings, topics, self._facts_of, changed)
        rows = list(placer.rows(written))
        replace_all(self._db, "authored", rows)
        return {(q.file, q.line): row[3] for q, row in zip(written, rows, strict=True)}

    def _facts_of(self, file: str) -> Iterable[Fact]:
        document = self._read.get(file)
        return document.facts if document else facts_at(self._db, self._places[file])

    def prepare_search(self) -> None:
        """What searching needs."""
        from knowledge.search import prepare, prepare_changed

        if not self._old:
            prepare(self._db, StoredFacts(self._db), self._topics)
            return
        files = [entry.file for entry in self._entries]
        facts = (
            fact
            for file in files
            if file in self._elsewhere
            for fact in facts_at(self._db, self._places[file])
        )
        prepare_changed(self._db, facts, files, self._elsewhere, self._topics)

    def sign(self, reader: str, fingerprint: str) -> None:
        """Say who made the index of what, and what the next update begins with."""
        replace_all(
            self._db,
            "meta",
            [
                ("code", reader),
                ("fingerprint", fingerprint),
                ("map", self._map),
                ("usage", self._usage.as_text()),
            ],
        )


def _topic_of(fact: Fact, topics: TopicMap, about: About) -> str:
    """The topic of a fact; one that answers a question is about what that is about."""
    return about[fact.file, fact.line] if fact.kind is FactKind.ANSWER else topics.of(fact)


def _digest_of(about: About) -> str:
    return blake2b(
        repr(sorted(about.items())).encode("utf-8", "replace"), digest_size=8
    ).hexdigest()
