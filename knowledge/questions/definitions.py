"""T2: which name of a list belongs to a description, which is quoted as the notes have it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from knowledge.language.catalogue import is_acronym_of
from knowledge.language.headings import is_generic
from knowledge.language.names import fold
from knowledge.language.words import content, is_plural, likeness, singular, stem, upper_first
from knowledge.questions.frames import FRAMES, framed
from knowledge.questions.known import Known
from knowledge.questions.model import Draft, claim_id
from knowledge.questions.options import WANTED
from knowledge.questions.phrasing import (
    is_order,
    is_person,
    may_be_quoted,
    without_kind,
    without_sex,
    without_subject,
)
from knowledge.questions.rivals import (
    Listed,
    is_named,
    is_thing,
    listed,
    rivals,
    shown,
    with_letters,
)
from knowledge.questions.rules import (
    FEWEST_WORDS,
    echoes,
    gloss_fault,
    meant_by,
    only_adds,
    parts_of,
    shape_of,
)
from knowledge.statements import Family, Statement
from knowledge.statements.families import is_marked

_EXAMPLE = re.compile(r", (?:such as|for example|for instance) [^,.;]+$")  # it names too much
_BODIES = ("theory", "model", "hypothesis", "law", "framework")  # of thought, no members of a kind
BAR = 2.6  # how near the second wrong option of a list has to be, by what readers found too easy
FEWEST = WANTED + 1  # members: a right one and those to take it for
LEAST = 5  # words of a list's description that carry meaning
MOST_MEMBERS = 60


def drafts(known: Known) -> Iterator[Draft]:
    """A draft for every defined member of every family."""
    for family in chain.from_iterable(map(_parts, known.statements.families)):
        group = listed(known, family)
        place = _place(known, group)
        if _is_askable(known, group, place):
            group = with_letters(group)
            told = (_of_member(known, group, place, one) for one in family.members)
            yield from filter(None, told)


def _parts(family: Family) -> Iterator[Family]:
    """A family, or a long list in parts: each member is held against those beside it."""
    for start in range(0, len(family.members), MOST_MEMBERS):
        yield replace(family, members=family.members[start : start + MOST_MEMBERS])


def _is_askable(known: Known, group: Listed, place: str) -> bool:
    """Whether a family is a list of named things of one kind, in a language with frames."""
    family = group.family
    first = family.members[0].fact
    if known.tongues.get(first.file) not in FRAMES or len(family.members) < FEWEST:
        return False
    if any(is_marked(label, "skipped") for label in (*first.path[1:], *first.parents)):
        known.reject("R10", first, f"list: {family.heading}")
        return False
    things = [one for one in family.members if is_thing(known, one.subject)]
    if len(things) < max(FEWEST, 0.7 * len(family.members)):
        return False
    english = known.tongues[first.file] == "en"
    bare = group.noun in ("concept", "term")  # of what?
    if not (group.noun and (place or not bare) if english else place):
        known.reject("R02", first, f"list: {family.heading}")
        return False
    own = known.book.names_of(family.topic)
    return bool(group.noun) or not is_generic(family.heading, own)


def _place(known: Known, group: Listed) -> str:
    """What a stem has to name so that it stands alone: the topic, else the list's heading."""
    family = group.family
    if group.of_topics:
        return ""
    spoken = {one.fact.topic for one in family.members}
    own = family.topic or (spoken.pop() if len(spoken) == 1 else "")
    topic = known.places.display(own) if own else ""
    kinds = _without_noun(family.heading, family.noun)
    places = map(_of_glossary, (topic, kinds))
    place = next((one for one in places if _names_a_place(one) and known.speaks_of(one)), "")
    if own and place != topic and (lead := known.places.lead(own)):
        place = f"{lead} ({place})" if place and not content(lead) & content(place) else lead
    told = _stems(family.noun)
    return "" if any(_stems(name) <= told for name in (own, place) if name) else place


def _stems(name: str) -> set[str]:
    return {stem(word) for word in re.findall(r"\w+", name.lower())}


def _of_glossary(title: str) -> str:
    """What a glossary is about: "Statistics glossary" → "Statistics"."""
    about, _, last = title.rpartition(" ")
    return about if is_marked(last, "glossary") and about else title


def _without_noun(heading: str, noun: str) -> str:
    """Whose members a list holds: "Storage Lens metric groups" → "Storage Lens"."""
    parts = heading.split()
    if not parts or not is_plural(parts[-1]):
        return ""
    rest = len(parts) - len(noun.split())
    named = singular(" ".join(parts[rest:])).lower() == noun.lower()
    return " ".join(parts[:rest]) if noun and rest > 0 and named else heading


def _names_a_place(heading: str) -> bool:
    """Whether a heading is a name, and no task such as "Compare and contrast attacks"."""
    if not heading or len(heading.split()) > 6 or is_order(heading):
        return False
    if re.search(r",|\s(?:and|or|&)\s", heading):
        return False  # a page about several things is none of them
    return not re.search(r"[:?!]|\bgiven\b|\b(?:for|of|in|to|and|with)$", heading, re.IGNORECASE)


def _of_member(known: Known, group: Listed, place: str, member: Statement) -> Draft | None:
    names = known.full_names(member.subject)
    noun = group.noun
    gloss = without_kind(without_subject(_shorter(member.value), noun), noun)
    gloss = without_sex(gloss) if is_person(noun, gloss) else gloss
    fault = _fault(known, group, member, gloss, names)
    others = [] if fault else rivals(known, group, member, gloss)
    if not fault and len(others) < WANTED:
        fault = "R05"
    if fault:
        known.reject(fault, member.fact, f"T2: {member.subject}: {gloss}")
        return None
    topic = group.family.topic
    return Draft(
        kind="T2", claim=claim_id(topic, member.subject, "definition", "definition"),
        value=fold(member.subject), subject=member.subject,
        stem=_stem(known, group, member, place, gloss), key=shown(known, group, member),
        candidates=tuple(others), fact=member.fact, noun=noun, key_names=names, gloss=member.value,
        bar=0 if group.of_topics else BAR,
        apart=not group.of_topics and group.family.source in ("sections", "table"),
        adds=known.more_on(member.subject, member.fact),
    )  # fmt: skip


def _shorter(gloss: str) -> str:
    """A gloss without an example or a remark behind a dash: they name too much."""
    gloss = _EXAMPLE.sub("", gloss)
    said, *remarks = re.split(r"\s[-–—]\s", gloss)
    return said if len(remarks) == 1 and len(said.split()) >= FEWEST_WORDS else gloss


def _fault(
    known: Known, group: Listed, member: Statement, gloss: str, names: tuple[str, ...]
) -> str:
    family = group.family
    if not is_named(known, group, member.subject):
        return "R12"
    named = (one for one in family.members if one is not member and is_thing(known, one.subject))
    others = (one.subject for one in named)
    if any(only_adds(member.subject, one, group.noun) for one in others):
        return "R12"  # the nearest rival would be the same name with a word more
    if (head := fold(member.subject).split()[-1]) in _BODIES and head not in group.noun:
        return "R06"  # an attribution theory is no bias
    if known.is_disputed(member.fact):
        return "R01"
    if group.of_topics and known.is_past(member.subject):
        return "R21"
    if fault := gloss_fault(gloss, names):
        return fault
    if not may_be_quoted(gloss, known.tongues[member.fact.file]):
        return "R11"
    if _leaks(known, group, member, gloss, names):
        return "R03"
    if not group.of_topics and _says_little(member.subject, gloss):
        return "R11"
    twins = (other.value for other in family.members if other is not member)
    return "R17" if any(likeness(twin, gloss) >= 0.8 for twin in twins) else ""


def _says_little(name: str, gloss: str) -> bool:
    """Whether a few words describe a name, no mere letters: they but say it plainly."""
    return shape_of(name) != "acronym" and len(content(gloss)) < LEAST


def _leaks(
    known: Known, group: Listed, member: Statement, gloss: str, names: tuple[str, ...]
) -> bool:
    """Whether a gloss holds, spells or brings to mind a part of the name that hardly any share."""
    if any(_is_short_for(part, gloss) for part in re.findall(r"\w+", member.subject)):
        return True
    given = echoes(names, gloss) | meant_by(member.subject, gloss)
    if not group.of_topics:  # what a topic's own notes say of it is what is to be known
        given |= known.brought_to_mind(member, gloss) | known.begins_alike(member, gloss)
    others = [parts_of(one.subject) for one in group.family.members] if given else []
    return any(sum(word in parts for parts in others) < FEWEST for word in given)


def _is_short_for(part: str, gloss: str) -> bool:
    """Whether letters such as "OIDC" or "Trn" stand for words of a gloss."""
    starts = "".join(word[0] for word in re.findall(r"\w+", gloss.lower()))
    if part.isupper() and 1 < len(part) < 5 and part.lower() in starts:
        return True
    if len(part) < 3 or (len(part) > 4 and not part.isupper()) or re.match(r"\w[a-z]{3}", part):
        return False
    between = r"\w*\W?" if part.isupper() else r"\w*"
    letters = re.compile(r"\b" + between.join(map(re.escape, part.lower())))
    spelt = letters.search(gloss.lower())  # a single word that holds the letters is mere chance
    whole = spelt is not None and (not part.isupper() or bool(re.search(r"\W", spelt[0])))
    return is_acronym_of(part, gloss) or whole


def _stem(known: Known, group: Listed, member: Statement, place: str, gloss: str) -> str:
    tongue = known.tongues[member.fact.file]
    frame = "one" if tongue != "en" else "who" if is_person(group.noun, gloss) else "kind"
    quoted = upper_first(re.sub(r"\s-\s", " – ", gloss))
    return upper_first(framed(tongue, frame, place, noun=group.noun, gloss=quoted))
