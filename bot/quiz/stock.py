"""All questions that can be asked in a workspace: its own, those of the notes, generated ones.

A question of the notes keeps its history when its words change a little: the id that it had first
lasts. A question that was written or edited in chat stands in place of one with the same id.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from rapidfuzz import fuzz, process

from bot.store import Store
from bot.store.records import Team
from bot.store.wordings import KnownWording
from knowledge.library import Library
from knowledge.model import Question

TRUST: Mapping[str, int] = {"authored": 0, "bank": 1, "generated": 2}  # best first
ALIKE = 85  # of 100: from here on two wordings in one file are one question
_OWN_WORDS = re.compile(r"[0-9a-f]{12,}(?:-\d+)?")  # an id made of a question's words


def trust_of(question: Question) -> int:
    """How far a question is to be trusted, the best first."""
    return TRUST.get(question.origin, len(TRUST))


@dataclass(frozen=True, slots=True)
class _Noted:
    """The written questions of one state of the notes, under their lasting ids."""

    fingerprint: str = ""
    questions: tuple[Question, ...] = ()
    by_id: Mapping[str, Question] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)  # in small letters → as written


class QuestionStock:
    """Questions of every origin. Safe to use from many threads."""

    def __init__(self, library: Library, store: Store, clock: Callable[[], datetime]) -> None:
        self._library = library
        self._store = store
        self._clock = clock
        self._noted = _Noted()
        self._lock = Lock()

    def questions(self, team: Team) -> tuple[Question, ...]:
        """Everything that can be asked there, the most trusted first."""
        own = self.own(team)
        taken = {question.id for question in own}
        others = (*self._written().questions, *self._library.questions())
        return (*own, *(question for question in others if question.id not in taken))

    def own(self, team: Team) -> tuple[Question, ...]:
        """What was written in chat."""
        return tuple(self._placed(kept.question) for kept in self._store.team_questions.of(team))

    def _placed(self, question: Question) -> Question:
        """One from chat with what the notes have on it: the topic, where that is one of theirs."""
        if question.sources or question.section:
            return question
        topic = self._library.topic(question.topic)
        is_theirs = topic is not None and topic.name == question.topic
        return replace(question, section=(question.topic,)) if is_theirs else question

    def question(self, team: Team, identity: str) -> Question | None:
        own = self._store.team_questions.get(team, identity)
        return self._placed(own.question) if own is not None else self.noted(identity)

    def noted(self, identity: str) -> Question | None:
        """The question as it is in the notes, whatever a workspace made of it."""
        return self._written().by_id.get(identity) or self._library.question(identity)

    def versions(self, team: Team) -> dict[str, str]:
        """The version of every question that there is now."""
        return {question.id: question.version for question in self.questions(team)}

    def named(self, name: str, team: Team | None = None) -> str:
        """The tag of that name, or the topic of a question from chat; "" if there is neither."""
        wanted = name.strip().lstrip("#").casefold()
        topics = (question.topic for question in self.own(team)) if team else ()
        own = next((topic for topic in topics if topic.casefold() == wanted), "")
        return own or self._written().tags.get(wanted, "")

    def spans_topics(self, tag: str) -> bool:
        """Whether questions of several topics of the notes carry the tag."""
        return len({one.topic for one in self._written().questions if tag in one.tags}) > 1

    def of_notes(self) -> tuple[Question, ...]:
        """What people and rules made of the notes, the same for every workspace."""
        return (*self._written().questions, *self._library.questions())

    def _written(self) -> _Noted:
        fingerprint = self._library.fingerprint
        with self._lock:
            if self._noted.fingerprint != fingerprint:
                self._noted = self._note(fingerprint, self._library.written())
            return self._noted

    def _note(self, fingerprint: str, questions: Sequence[Question]) -> _Noted:
        known = {wording.question: wording for wording in self._store.wordings.all()}
        new = [question for question in questions if question.id not in known]
        if new:
            present = {question.id for question in questions}
            held = {known[id].lasting for id in present & known.keys()}
            gone = [
                w for w in known.values() if w.question not in present and w.lasting not in held
            ]
            lasts = _lasting(new, gone)
            added = [KnownWording(q.id, lasts.get(q.id, q.id), _file(q), q.stem) for q in new]
            self._keep(added)
            known |= {wording.question: wording for wording in added}
        lasting = _under_lasting_ids(questions, known)
        return _Noted(
            fingerprint,
            lasting,
            {question.id: question for question in lasting},
            {tag.casefold(): tag for question in lasting for tag in question.tags},
        )

    def _keep(self, added: Sequence[KnownWording]) -> None:
        at = self._clock()
        self._store.run(lambda kept: kept.wordings.add(added, at))


def _file(question: Question) -> str:
    """The file that a question was written in."""
    return question.written_at.file if question.written_at else ""


def _lasting(new: Sequence[Question], gone: Sequence[KnownWording]) -> dict[str, str]:
    """Under which id the history of each new question lies: that of a vanished wording near it.

    The nearest two belong together first, and each vanished wording is taken once.
    """
    pairs = [(likeness, q.id, w.lasting) for q in new for likeness, w in _near(q, gone)]
    found = dict[str, str]()
    for _likeness, question, lasting in sorted(pairs, key=lambda pair: -pair[0]):
        if question not in found and lasting not in found.values():
            found[question] = lasting
    return found


def _near(question: Question, gone: Sequence[KnownWording]) -> Iterator[tuple[float, KnownWording]]:
    """Vanished wordings of its file that a question may be, and how alike they are.

    An id that the author gave is its own, unless they only added it: then no word has changed.
    """
    least = ALIKE if _OWN_WORDS.fullmatch(question.id) else 100
    here = {place: w.stem for place, w in enumerate(gone) if w.file == _file(question)}
    found = process.extract(question.stem, here, scorer=fuzz.ratio, score_cutoff=least, limit=None)
    return ((likeness, gone[place]) for _stem, likeness, place in found)


def _under_lasting_ids(
    questions: Sequence[Question], known: Mapping[str, KnownWording]
) -> tuple[Question, ...]:
    """Each question under its lasting id, unless another question has that one now."""
    present = {question.id for question in questions}
    found: dict[str, Question] = {}
    for question in questions:
        lasting = known[question.id].lasting
        free = lasting not in found and (lasting == question.id or lasting not in present)
        identity = lasting if free else question.id
        found[identity] = replace(question, id=identity)
    return tuple(found.values())
