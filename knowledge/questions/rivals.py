"""Which members of a list can be taken for one another, and how easily."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from rapidfuzz.distance import OSA

from knowledge.language.headings import bare, is_label
from knowledge.language.words import content, is_plural, likeness, stem, upper_first
from knowledge.questions.known import Known
from knowledge.questions.letters import Letters, alike, of_list
from knowledge.questions.model import Candidate
from knowledge.questions.options import WANTED
from knowledge.questions.phrasing import form_of, may_be_shown, without_subject
from knowledge.questions.rules import (
    is_broken,
    only_expands,
    parts_of,
    shape_of,
    text_faults,
)
from knowledge.statements import Family, Statement
from knowledge.statements.measures import without_history

SEVERAL = 3  # names with one last word
TOPICS_NEAR = 0.26  # likeness of two topics that are taken for one another
TOPICS_AKIN = 0.16  # and of two that are where their descriptions have words in common
LETTERS_WEIGHT = 5  # of lines written alike, against a word that two descriptions share
TOPIC_WEIGHT = 6  # of what all the notes say, against a word that two descriptions share
ALSO_TRUE = 0.5  # how far a sibling's own facts may cover a gloss before it could be meant too
_OF_PEOPLE = re.compile(r"\b(?:his|her)\b")  # that are named beside it
_WORDY = re.compile(
    r"\b(?:vs|versus|or|your|how|when)\b|[^\w\s@:.,/&+*#()'’“”\"–-]|\.\.\.|\w/\w.*/"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A family, and what is looked up once for all its members."""

    family: Family
    of_topics: bool  # whether the members have notes of their own: files of a folder, chapters
    noun: str  # what one of them is called
    common: frozenset[str]  # stems that tell no member from another
    heads: frozenset[str]  # last words of several names of a list, a kind of their own in it
    letters: Mapping[str, Letters] = field(default_factory=dict)  # of each line, by its fact


def listed(known: Known, family: Family) -> Listed:
    """A family with what its members have in common."""
    topics = _are_topics(known, family)
    often = known.often_said if topics else frozenset()
    kind = content(f"{family.topic} {family.noun} {family.heading}")
    noun = known.product if topics else family.noun
    mixed = family.members if family.source == "list" else ()
    last = Counter(one.subject.split()[-1].lower() for one in mixed)
    heads = frozenset(word for word, count in last.items() if count >= SEVERAL)
    return Listed(family, topics, noun, kind | often, heads)


def with_letters(group: Listed) -> Listed:
    """The group with what its lines are written with; topics have notes of their own for that."""
    told = () if group.of_topics else group.family.members
    letters = of_list([f"{one.subject} {one.fact.text}" for one in told])
    facts = (one.fact.id for one in told)
    return replace(group, letters=dict(zip(facts, letters, strict=True)))


def _are_topics(known: Known, family: Family) -> bool:
    named = family.noun and not family.noun.endswith(("concept", "term"))
    if family.source not in ("folder", "sections") or family.topic or named:
        return False
    return 2 * sum(known.is_topic(one.subject) for one in family.members) > len(family.members)


def rivals(known: Known, group: Listed, member: Statement, gloss: str) -> list[Candidate]:
    """The others that may stand beside the right one, with how easily they are taken for it; none
    where the one that is taken for it most easily could be meant as well."""
    plural = is_plural(member.subject.split()[-1])
    quoted = replace(member, value=gloss)
    found: list[Candidate] = []
    doubtful = 0.0
    for other in chain(group.family.members, _elsewhere(known, group, member, found)):
        if not _is_of_its_kind(known, group, member, other) or _is_told(known, other, gloss):
            continue
        near = _near(known, group, quoted, other)
        if _is_meant_too(known, member, other, gloss):
            doubtful = max(doubtful, near)
        elif group.of_topics or is_plural(other.subject.split()[-1]) == plural:
            found.append(Candidate(shown(known, group, other), near, _instead(known, group, other)))
    return found if doubtful <= max((one.near for one in found), default=0.0) else []


def _elsewhere(
    known: Known, group: Listed, member: Statement, found: Sequence[Candidate]
) -> Iterator[Statement]:
    """The topics of other folders that a table compares with this one; where those *found* so far
    are too few, such as its own notes name and speak of in the same words."""
    if group.of_topics:
        here = {one.subject for one in group.family.members}
        yield from (one for one in known.compared_with(member.subject) if one.subject not in here)
        if sum(one.near > 0 for one in found) < WANTED:
            for one in known.named_on(member.subject):
                near = known.near(member.subject, one.subject)
                if one.subject not in here and near >= TOPICS_NEAR:
                    yield one


def _is_of_its_kind(known: Known, group: Listed, member: Statement, other: Statement) -> bool:
    if other is member or known.book.same(other.subject, member.subject):
        return False
    if not is_named(known, group, other.subject):
        return False
    if _is_of_another(group, member, other):
        return False
    return not known.is_topic(member.subject) or _is_one(known, other.subject)


def _is_of_another(group: Listed, member: Statement, other: Statement) -> bool:
    """Whether another one is of a kind within the list by name and by how it is described: an error
    "rate" among the ways to recognise somebody."""
    mine, its = (one.subject.split()[-1].lower() for one in (member, other))
    return its in group.heads and its != mine and form_of(member.value) != form_of(other.value)


def _is_meant_too(known: Known, member: Statement, other: Statement, gloss: str) -> bool:
    """Whether what the notes say of another one covers a description."""
    pair = other.subject, member.subject
    if content(pair[0]) & content(pair[1]) and (known.is_part(*pair) or known.is_part(*pair[::-1])):
        return True  # an Application Load Balancer under Elastic Load Balancing
    if known.is_built_on(*pair):
        return True
    names = () if known.is_topic(other.subject) else known.full_names(other.subject)
    if any(len(content(one) & content(gloss)) > 1 for one in names):
        return True  # a "remote access" trojan
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
    joined = re.search(r"\s(?:and|&|\+)\s[A-Z]|\s&\s|,\s", name)  # "SSE-S3 and SSE-KMS"
    same = content(name) <= content(group.noun)  # malware among the types of malware
    if not is_thing(known, name) or joined or same or len(name) < 2:
        return False
    return not group.of_topics or (_is_one(known, name) and known.is_product(name))


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
    names, since both are mere letters, since their lines are written alike, or since the notes
    speak of both in the same words."""
    told = (content(member.value) & content(other.value)) - group.common
    common = {stem(part) for part in parts_of(f"{group.family.topic} {group.family.noun}")}
    mine, others = (
        [part for part in parts_of(one.subject) if stem(part) not in common]
        for one in (member, other)
    )
    named = sum(_sound_alike(one, two) for one in mine for two in others)
    opaque = shape_of(member.subject) == shape_of(other.subject) == "acronym"
    shared = len(told) + 2 * named + opaque
    near = known.near(member.subject, other.subject)
    mine_told, others_told = (group.letters.get(one.fact.id, {}) for one in (member, other))
    written = alike(mine_told, others_told)
    least = TOPICS_AKIN if known.is_topic(member.subject) else 0.0
    taken = near >= TOPICS_NEAR or (shared and near >= least)
    return shared + TOPIC_WEIGHT * near + LETTERS_WEIGHT * written if taken else 0.0


def _sound_alike(one: str, other: str) -> bool:
    """Whether two words are the same, begin alike or differ in a letter or two."""
    begin = one[:3] == other[:3] and len(one) > 3 < len(other)
    return one == other or begin or (len(one) > 2 and 0 < OSA.distance(one, other) < len(one) / 2)


def shown(known: Known, group: Listed, one: Statement) -> str:
    """A name as an option: that of a topic as its own note has it."""
    if group.family.source == "folder":
        return known.places.display(one.subject)
    name = bare(one.subject) or one.subject.strip(" :")
    return known.without_vendor(name) if group.of_topics else name


def _without_name(known: Known, one: Statement, value: str) -> str:
    """What is said of a thing, where the note says its name once more: "Amazon SQS is a queue"."""
    told = known.without_vendor(value)
    begins = f"{known.without_vendor(bare(one.subject))} is ".casefold()
    return told[len(begins) :] if told.casefold().startswith(begins) else value


def _instead(known: Known, group: Listed, other: Statement) -> str:
    """What another one is, as whoever picks it reads it; "" where the notes say it badly."""
    told = _without_name(known, other, without_history(other.value))
    told = without_subject(told, group.noun)
    tongue = known.tongues[other.fact.file]
    bad = only_expands(told, (other.subject,)) or not may_be_shown(told, tongue)
    read = _OF_PEOPLE.sub("the", told)
    bad = bad or is_broken(read) or not {"R02", "R20"}.isdisjoint(text_faults(read))
    shown = upper_first(re.sub(r"\s-\s", " – ", told))
    return "" if bad else shown
