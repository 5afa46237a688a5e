"""T1 and T2: which description belongs to a name, and which name to a description."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from knowledge.language.headings import bare, is_generic, is_label
from knowledge.language.names import fold, fold_words
from knowledge.language.words import (
    content,
    is_name_like,
    is_plural,
    likeness,
    lower_first,
    upper_first,
)
from knowledge.questions.frames import FRAMES, framed
from knowledge.questions.known import TOPICS_NEAR, Known
from knowledge.questions.model import Candidate, Draft, claim_id, number_in
from knowledge.questions.phrasing import as_question, form_of, is_order, without_subject
from knowledge.questions.rules import (
    echoes,
    gloss_fault,
    is_figure,
    only_expands,
    parts_of,
    tells_itself,
)
from knowledge.statements import Family, Statement
from knowledge.statements.families import is_marked, label_of

# Kinds that say nothing unless it is said of what they are kinds.
_NEED_A_PLACE = frozenset(
    "type class tier mode model level plan option family part ability feature step stage".split()
)
ALSO_TRUE = 0.5  # how far a sibling's own facts may cover a gloss before it could be meant too
MOST_MEMBERS = 60
TIGHT = 8  # members up to which all of a list are near one another, whatever it is called
NEAR = 0.05  # likeness of what is said of two things in a larger family
_WORDY = re.compile(
    r"\b(?:vs|versus|or|your|how|when)\b|[^\w\s@:.,/&+*#()'’“”\"–-]|\.\.\.|\w/\w.*/"
)


def drafts(known: Known) -> Iterator[Draft]:
    """A draft for every defined member of every family."""
    for family in chain.from_iterable(map(_parts, known.statements.families)):
        if not _is_askable(known, family):
            continue
        for member in family.members:
            draft = _of_member(known, family, member)
            if draft is not None:
                yield draft


def _parts(family: Family) -> Iterator[Family]:
    """A family, or a long list in parts: each member is held against those beside it."""
    for start in range(0, len(family.members), MOST_MEMBERS):
        yield replace(family, members=family.members[start : start + MOST_MEMBERS])


def _is_askable(known: Known, family: Family) -> bool:
    """Whether a family is a list of named things of one kind, in a language with frames."""
    first = family.members[0].fact
    if known.tongues.get(first.file) not in FRAMES or len(family.members) < 3:
        return False
    if any(is_marked(label, "skipped") for label in (*first.path[1:], *first.parents)):
        known.reject("R10", first, f"list: {family.heading}")
        return False
    things = [one for one in family.members if is_thing(known, one.subject)]
    if len(things) < 3 or len(things) < 0.7 * len(family.members):
        return False
    if family.source == "folder" or family.noun:
        return True
    return not is_generic(family.heading, known.book.names_of(family.topic))


def is_thing(known: Known, name: str) -> bool:
    """Whether a term names something, rather than labelling a remark."""
    if known.is_topic(name):
        return not is_label(name)
    if (
        ":" in name
        or is_label(name)
        or len(name.split()) > 5
        or not re.search(r"[A-Za-zÀ-ÿ]", name)
    ):
        return False
    return not _WORDY.search(name)


def _of_member(known: Known, family: Family, member: Statement) -> Draft | None:
    names = known.book.names_of(member.subject)
    gloss = without_subject(member.value, family.noun)
    fault = _fault(known, family, member, gloss, names)
    if fault:
        known.reject(fault, member.fact, f"T2: {member.subject}: {gloss}")
        return None
    safe = [other for other in family.members if _is_rival(known, family, member, other, gloss)]
    if len(safe) < 2:
        known.reject("R04", member.fact, f"T2: {member.subject}: {gloss}")
        return None
    turned = _by_description(known, family, member, gloss, safe)
    return turned or _by_name(known, family, member, gloss, safe, names)


def _fault(
    known: Known, family: Family, member: Statement, gloss: str, names: tuple[str, ...]
) -> str:
    if not is_thing(known, member.subject) or is_plural_of_other(family, member):
        return "R12"
    if known.is_disputed(member.fact):
        return "R01"
    if known.misspelt(gloss):
        return "R15"
    if is_marked(label_of(member.fact), "skipped"):
        return "R10"
    if family.source == "folder" and not known.is_single(member.subject):
        return "R12"
    if len(member.subject) < 2 and not family.noun:
        return "R12"
    if _lost(known, family):
        return "R02"
    if _self_telling(family) or (is_order(gloss) and is_plural(member.subject.split()[-1])):
        return "R09"
    if form_of(gloss) == "sentence" and not family.noun and family.source == "list":
        return "R11"
    fault = gloss_fault(gloss, names) or ("R03" if _leaks(family, names, gloss) else "")
    twins = (other.value for other in family.members if other is not member)
    if not fault and any(likeness(twin, gloss) >= 0.8 for twin in twins):
        return "R17"
    return fault


def _leaks(family: Family, names: tuple[str, ...], gloss: str) -> bool:
    """Whether a gloss holds a part of the name that fewer than two others share."""
    given = echoes(names, gloss)
    others = [parts_of(one.subject) for one in family.members] if given else []
    return any(sum(word in parts for parts in others) < 3 for word in given)


def _lost(known: Known, family: Family) -> bool:
    """Whether a stem could name neither the topic nor, in more than a word, the kind of thing."""
    topic = family.topic
    chapter = bool(topic) and not (known.places.is_subject(topic) and known.is_single(topic))
    return chapter and family.source == "list" and family.noun in _NEED_A_PLACE


def _self_telling(family: Family) -> bool:
    """Whether the names of a family say by themselves what each does."""
    return sum(tells_itself(one.subject) for one in family.members) * 2 > len(family.members)


def is_plural_of_other(family: Family, member: Statement) -> bool:
    """Whether a name joins several: "SSE-S3 and SSE-KMS"."""
    return bool(re.search(r"\s(?:and|&|\+)\s|,\s", member.subject)) and len(family.members) > 2


def _is_rival(
    known: Known, family: Family, member: Statement, other: Statement, gloss: str
) -> bool:
    """Whether another member may stand beside the right one: of its kind, and not meant too."""
    if other is member or known.book.same(other.subject, member.subject):
        return False
    if not is_thing(known, other.subject) or is_plural_of_other(family, other):
        return False
    if family.source == "folder" and not known.is_single(other.subject):
        return False
    if _contains(member.subject, other.subject) or is_figure(other.value):
        return False
    if likeness(other.value, gloss) >= 0.6 or known.says(other.subject, gloss) >= ALSO_TRUE:
        return False
    if family.source != "folder" and (family.noun or len(family.members) <= TIGHT):
        return True
    least = TOPICS_NEAR if known.is_topic(member.subject) else NEAR
    return known.near(member.subject, other.subject) >= least


def _contains(one: str, other: str) -> bool:
    """D2: whether one name only adds a word to the other, as "Canary release" to "Canary"."""
    first, second = content(one), content(other)
    return bool(first and second) and (first < second or second < first)


def _by_name(
    known: Known,
    family: Family,
    member: Statement,
    gloss: str,
    rivals: Iterable[Statement],
    names: tuple[str, ...],
) -> Draft | None:
    noun = _noun(family, gloss)
    stem = _worded(known, family, member, gloss, noun)
    plural = is_plural(member.subject.split()[-1])
    candidates = tuple(
        Candidate(shown(other.subject), known.near(member.subject, other.subject), _instead(other))
        for other in rivals
        if is_plural(other.subject.split()[-1]) == plural
    )
    return Draft(
        kind="T2", claim=claim_id(family.topic, member.subject, "definition", "definition"),
        value=fold(member.subject), subject=member.subject, stem=stem,
        key=shown(member.subject), candidates=candidates, fact=member.fact, key_names=names,
        gloss=member.value, adds=known.more_on(member.subject, member.fact),
    )  # fmt: skip


def _noun(family: Family, gloss: str) -> str:
    """What one member is called; not by a word that the gloss uses itself."""
    noun = family.noun
    if not noun or is_name_like(noun.split()[-1]) or content(noun.split()[-1]) & content(gloss):
        return ""
    return noun


def _worded(known: Known, family: Family, member: Statement, gloss: str, noun: str) -> str:
    tongue = known.tongues[member.fact.file]
    place = _place(known, family, f"{noun} {gloss}")
    if tongue != "en":
        return framed(tongue, "name", place or family.heading, gloss=gloss)
    plain = not (noun or place or known.is_topic(member.subject))
    if plain and form_of(gloss) in ("piece", "doing"):
        return f"Which term means “{lower_first(gloss, known.proper)}”?"
    question = as_question(f"Which {noun or 'of these'}", gloss, known.proper)
    if question.startswith("“"):
        return f"{place}: {question}" if place else question
    return f"In {place}, {question[0].lower()}{question[1:]}" if place else question


def _place(known: Known, family: Family, said: str) -> str:
    """The topic that a stem has to name, so that it stands alone."""
    topic = family.topic
    if not topic or not known.places.is_subject(topic) or not known.is_single(topic):
        return ""
    told = set(fold_words(said))
    if any(set(fold_words(name)) <= told for name in (topic, *known.book.names_of(topic))):
        return ""
    return known.places.display(topic)


def _by_description(
    known: Known, family: Family, member: Statement, gloss: str, rivals: Iterable[Statement]
) -> Draft | None:
    """The same turned round, for one in four that allow it."""
    claim = claim_id(family.topic, member.subject, "definition", "definition")
    names = known.book.names_of(member.subject)
    if number_in(f"{claim}/turn", 4) or echoes(names, gloss) or len(gloss) > 110:
        return None
    form = form_of(gloss)
    candidates = tuple(
        Candidate(upper_first(text), known.near(member.subject, other.subject), _is_of(other))
        for other in rivals
        if form_of(text := without_subject(other.value, family.noun)) == form
        and not gloss_fault(text, known.book.names_of(other.subject))
        and not echoes((*known.book.names_of(other.subject), *names), text)
        and known.says(member.subject, text) < ALSO_TRUE
        and not known.misspelt(text)
    )
    if len(candidates) < 3:
        return None
    tongue = known.tongues[member.fact.file]
    place = _place(known, family, member.subject)
    return Draft(
        kind="T1", claim=claim, value=version_of(gloss), subject=member.subject,
        stem=_what_is(tongue, place, shown(member.subject), _noun(family, member.subject)),
        key=upper_first(gloss), candidates=candidates, fact=member.fact,
        gloss=member.value, adds=known.more_on(member.subject, member.fact),
    )  # fmt: skip


def _what_is(tongue: str, place: str, name: str, noun: str) -> str:
    if tongue != "en":
        return framed(tongue, "gloss", place, name=name)
    called = f"the {noun} “{name}”" if noun else name if is_name_like(name) else f"“{name}”"
    return f"Which of these describes {called}{f' in {place}' if place else ''}?"


def version_of(text: str) -> str:
    """What makes a text another value: its numbers, its names, a "not"; not its wording."""
    kept = [word for word in text.split()[1:] if is_name_like(word)]
    kept += [word for word in text.split()[:1] if any(c.isdigit() for c in word)]
    return " ".join(sorted(fold(word) for word in kept))


def shown(name: str) -> str:
    """A name as an option."""
    return bare(name) or name.strip(" :")


def _instead(other: Statement) -> str:
    return "" if only_expands(other.value, (other.subject,)) else upper_first(other.value)


def _is_of(other: Statement) -> str:
    return f"That is {shown(other.subject)}."
