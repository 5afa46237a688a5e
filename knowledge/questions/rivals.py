"""Which members of a list can be taken for one another, and how easily."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from knowledge.language.headings import bare, is_label
from knowledge.language.words import content, is_plural, likeness, upper_first
from knowledge.questions.known import Known
from knowledge.questions.model import Candidate
from knowledge.questions.rules import is_figure, only_expands, parts_of, shape_of
from knowledge.questions.typed import distance
from knowledge.statements import Family, Statement

TOPICS_NEAR = 0.26  # likeness of two topics that are taken for one another
TOPICS_AKIN = 0.16  # and of two that are where their descriptions have words in common
TOPIC_WEIGHT = 6  # of what all the notes say, against a word that two descriptions share
ALSO_TRUE = 0.4  # how far a sibling's own facts may cover a gloss before it could be meant too
_WORDY = re.compile(
    r"\b(?:vs|versus|or|your|how|when)\b|[^\w\s@:.,/&+*#()'’“”\"–-]|\.\.\.|\w/\w.*/"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A family, and what is looked up once for all its members."""

    family: Family
    of_topics: bool  # whether the members have notes of their own: files of a folder, chapters
    common: frozenset[str]  # stems that tell no member from another


def listed(known: Known, family: Family) -> Listed:
    """A family with what its members have in common."""
    topics = _are_topics(known, family)
    often = known.often_said if topics else _often(family)
    kind = content(f"{family.topic} {family.noun} {family.heading}")
    return Listed(family, topics, kind | often)


def _are_topics(known: Known, family: Family) -> bool:
    if family.source not in ("folder", "sections") or family.topic or family.noun:
        return False
    return 2 * sum(known.is_topic(one.subject) for one in family.members) > len(family.members)


def _often(family: Family) -> frozenset[str]:
    told = Counter(word for one in family.members for word in content(one.value))
    most = max(2, len(family.members) / 2)
    return frozenset(word for word, count in told.items() if count > most)


def rivals(known: Known, group: Listed, member: Statement, gloss: str) -> list[Candidate]:
    """The others that may stand beside the right one, with how easily they are taken for it; none
    where the one that is taken for it most easily could be meant as well."""
    plural = is_plural(member.subject.split()[-1])
    found: list[Candidate] = []
    doubtful = 0.0
    for other in chain(group.family.members, _compared(known, group, member)):
        if not _is_of_its_kind(known, group, member, other) or _is_told(known, other, gloss):
            continue
        near = _near(known, group, member, other)
        if _is_meant_too(known, member, other, gloss):
            doubtful = max(doubtful, near)
        elif near == 0 and _is_mixed(known, group):
            continue
        elif is_plural(other.subject.split()[-1]) == plural:
            found.append(Candidate(shown(known, group, other), near, _instead(other)))
    return found if doubtful <= max((one.near for one in found), default=0.0) else []


def _is_mixed(known: Known, group: Listed) -> bool:
    """Whether no noun holds a list together; only of English headings are nouns known."""
    english = known.tongues[group.family.members[0].fact.file] == "en"
    return english and not group.of_topics and not group.family.noun


def _compared(known: Known, group: Listed, member: Statement) -> Iterator[Statement]:
    """The topics of other folders that a table of the notes compares with this one."""
    if group.of_topics:
        here = {one.subject for one in group.family.members}
        yield from (one for one in known.compared_with(member.subject) if one.subject not in here)


def _is_of_its_kind(known: Known, group: Listed, member: Statement, other: Statement) -> bool:
    if other is member or known.book.same(other.subject, member.subject):
        return False
    if not is_named(known, group, other.subject) or is_figure(other.value):
        return False
    return not known.is_topic(member.subject) or _is_one(known, other.subject)


def _is_meant_too(known: Known, member: Statement, other: Statement, gloss: str) -> bool:
    """Whether what the notes say of another one covers a description."""
    pair = other.subject, member.subject
    if content(pair[0]) & content(pair[1]) and (known.is_part(*pair) or known.is_part(*pair[::-1])):
        return True  # an Application Load Balancer under Elastic Load Balancing
    covered = known.says(other.subject, gloss, besides=member.subject) >= ALSO_TRUE
    return covered or likeness(other.value, gloss) >= 0.6


def _is_told(known: Known, other: Statement, gloss: str) -> bool:
    """Whether a description names a thing: what stands in the stem is nobody's answer."""
    said = {word.rstrip("s") for word in content(gloss)}
    full = (
        one for one in known.book.names_of(other.subject) if re.fullmatch(r"[A-Z0-9]{2,6}", one)
    )
    names = (known.without_vendor(other.subject), other.subject, *full)
    told = ({word.rstrip("s") for word in content(name)} for name in names)
    return any(bool(one) and one <= said for one in told)


def is_named(known: Known, group: Listed, name: str) -> bool:
    """Whether a member is one thing with a name: no remark, no chapter, no two at once."""
    joined = re.search(r"\s(?:and|&|\+)\s|,\s", name)  # "SSE-S3 and SSE-KMS"
    if not is_thing(known, name) or joined or len(name) < 2:
        return False
    return not group.of_topics or _is_one(known, name)


def is_thing(known: Known, name: str) -> bool:
    """Whether a term names something, rather than labelling a remark."""
    if known.is_topic(name):
        return not is_label(name)
    if ":" in name or is_label(name) or len(name.split()) > 5:
        return False
    return bool(re.search(r"[A-Za-zÀ-ÿ]", name)) and not _WORDY.search(name)


def _is_one(known: Known, topic: str) -> bool:
    """Whether a topic is a thing of its own: neither a chapter nor "S3 security"."""
    first, _, rest = topic.partition(" ")
    of_another = rest.islower() and known.book.find(first) in known.book.topics
    single = known.is_single(topic) and not known.is_chapter(topic)
    return known.is_topic(topic) and single and not of_another


def _near(known: Known, group: Listed, member: Statement, other: Statement) -> float:
    """How easily *other* is taken for *member*: by words of both descriptions, by words of both
    names, since both are mere letters, or since the notes speak of both in the same words."""
    told = (content(member.value) & content(other.value)) - group.common
    of_topic = parts_of(group.family.topic)
    mine, others = parts_of(member.subject) - of_topic, parts_of(other.subject) - of_topic
    named = sum(_sound_alike(one, two) for one in mine for two in others)
    opaque = shape_of(member.subject) == shape_of(other.subject) == "acronym"
    alike = len(told) + 2 * named + opaque
    near = known.near(member.subject, other.subject)
    least = TOPICS_AKIN if known.is_topic(member.subject) else 0.0
    taken = near >= TOPICS_NEAR or (alike and near >= least)
    return alike + TOPIC_WEIGHT * near if taken else 0.0


def _sound_alike(one: str, other: str) -> bool:
    """Whether two words are the same, begin alike or differ in a letter or two."""
    begin = one[:3] == other[:3] and len(one) > 3 < len(other)
    return one == other or begin or (len(one) > 2 and 0 < distance(one, other) < len(one) / 2)


def shown(known: Known, group: Listed, one: Statement) -> str:
    """A name as an option: that of a topic as its own note has it."""
    if group.family.source == "folder":
        return known.places.display(one.subject)
    name = bare(one.subject) or one.subject.strip(" :")
    return known.without_vendor(name) if group.of_topics else name


def _instead(other: Statement) -> str:
    return "" if only_expands(other.value, (other.subject,)) else upper_first(other.value)
