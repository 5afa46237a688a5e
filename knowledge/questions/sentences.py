"""T8 and T5: what a topic does, and what it is used for, asked of the topics nearest to it."""

import re
from collections import Counter
from collections.abc import Iterator

from knowledge.language.catalogue import is_acronym_of
from knowledge.language.names import fold
from knowledge.language.words import content, lower_first, upper_first
from knowledge.questions.known import TOPICS_NEAR, VERY_NEAR, Known
from knowledge.questions.model import Candidate, Draft, claim_id
from knowledge.questions.phrasing import is_deed
from knowledge.questions.rules import echoes, is_said_of_many, text_fault
from knowledge.statements import Statement, StatementKind
from knowledge.statements.families import is_marked

_IDLE = re.compile(r"(?:using|being|having|keeping (?:it|them))\b", re.IGNORECASE)
FITS = 0.35  # how far a rival's facts may cover the sentence before it could be meant too
FEWEST, MOST = 6, 28  # words


def drafts(known: Known) -> Iterator[Draft]:
    """At most one draft for each sentence that begins with a topic's name, and for each use."""
    for kind, made in ((StatementKind.SENTENCE, _of_sentence), (StatementKind.USE, _of_use)):
        found = known.statements.of_kind(kind)
        twice = Counter(fold(said.value) for said in found)
        once = (
            said for said in found if twice[fold(said.value)] == 1
        )  # said of two, it tells neither
        yield from (draft for said in once if (draft := made(known, said)) is not None)


def _fault(known: Known, said: Statement) -> str:
    """The first rule that a sentence about a topic breaks by itself, or ""."""
    if known.is_disputed(said.fact):
        return "R01"
    if any(is_marked(label, "skipped") for label in (*said.fact.path[1:], *said.fact.parents)):
        return "R10"
    if not FEWEST <= len(said.value.split()) <= MOST or not known.is_telling(said.value):
        return "R11"
    if known.misspelt(said.value):
        return "R15"
    return text_fault(said.value)


def _is_topic_itself(known: Known, said: Statement) -> bool:
    """Whether a sentence is about its topic, by that one's own name and not by that of a part."""
    topic = known.book.find(said.subject) or said.subject
    if known.tongues.get(said.fact.file) != "en" or not known.is_topic(topic):
        return False
    if not known.is_single(topic) or not known.book.same(topic, said.fact.topic):
        return False
    own = (topic, known.places.display(topic))
    return any(
        known.book.key(said.subject) == known.book.key(name) or is_acronym_of(said.subject, name)
        for name in own
    )


def _of_sentence(known: Known, said: Statement) -> Draft | None:
    if not _is_topic_itself(known, said) or not is_deed(said.value):
        return None
    fault = _fault(known, said) or ("R04" if is_said_of_many(said.value) else "")
    if fault:
        known.reject(fault, said.fact, f"T8: {said.value}")
        return None
    topic = known.book.find(said.subject) or said.subject
    return _asked(known, said, "T8", topic, f"Which of these {said.value}?", FITS)


def _of_use(known: Known, said: Statement) -> Draft | None:
    topic = known.book.find(said.subject) or said.subject
    doing = said.value.split(" ", 1)[0].lower().endswith("ing")
    if known.tongues.get(said.fact.file) != "en" or not known.is_topic(topic) or not doing:
        return None
    if not known.is_single(topic):
        return None
    fault = _fault(known, said) or ("R10" if _IDLE.match(said.value) else "")
    if fault:
        known.reject(fault, said.fact, f"T5: {said.value}")
        return None
    return _asked(known, said, "T5", topic, f"What would you use for {lower_first(said.value)}?", 0)


def _asked(
    known: Known, said: Statement, kind: str, topic: str, stem: str, fits: float
) -> Draft | None:
    names = known.book.names_of(topic)
    if echoes(names, said.value):
        known.reject("R03", said.fact, f"{kind}: {stem}")
        return None
    mentioned = known.book.mentioned(said.value)
    own = frozenset(word for name in names for word in content(name))
    rivals = [
        (near, other)
        for near, other in known.neighbours(topic)
        if near >= (TOPICS_NEAR if fits else VERY_NEAR)
        and known.key(other) not in mentioned
        and known.has_vendor(other) == known.has_vendor(topic)
        and _excluded(known, other, said.value, own, fits)
    ]
    if len(rivals) < 3:
        known.reject("R05", said.fact, f"{kind}: {stem}")
        return None
    aspect = " ".join(sorted(sorted(content(said.value), key=lambda w: (-len(w), w))[:3]))
    candidates = tuple(
        Candidate(known.places.display(other), near, known.gloss_of(other))
        for near, other in rivals
    )
    return Draft(
        kind=kind, claim=claim_id(said.fact.topic, topic, aspect, kind), value=fold(topic),
        subject=topic, stem=stem, key=known.places.display(topic), candidates=candidates,
        fact=said.fact, key_names=names, gloss=said.value, adds=_added(known, topic),
    )  # fmt: skip


def _excluded(known: Known, other: str, text: str, own: frozenset[str], fits: float) -> bool:
    """Whether the notes of a rival show nothing that would make it fit as well."""
    if fits:
        return known.says(other, text, own) < fits
    return not known.speaks_of(other, known.telling(text) - own)


def _added(known: Known, topic: str) -> str:
    gloss = known.gloss_of(topic)
    told = gloss and not text_fault(gloss)
    return f"{known.places.display(topic)}: {upper_first(gloss)}" if told else ""
