"""T1 and T2: which description belongs to a name, and which name to a description."""

import re
from collections.abc import Iterable
from dataclasses import replace

from knowledge.claims import ClaimKind, Member
from knowledge.claims.glosses import list_of, predicate_of
from knowledge.claims.groups import label_of
from knowledge.claims.model import Claim
from knowledge.language.catalogue import is_acronym_of
from knowledge.language.names import fold
from knowledge.language.quantities import quantities
from knowledge.language.words import content, is_name_like, is_plural, likeness, stem, upper_first
from knowledge.questions.draft import Candidate, Draft, Workshop, number_in
from knowledge.questions.families import Family
from knowledge.questions.rules import (
    broken,
    form_of,
    is_thin,
    leaks,
    mostly_code,
    negated,
    only_expands,
    perishable,
    personal,
    shape_of,
    unresolved,
    vague,
    withheld,
    wrong_length,
)

ALSO_TRUE = 0.6  # how far a sibling's own facts may cover a gloss before it could be meant too


def gloss_fault(gloss: str, names: tuple[str, ...]) -> str:
    """The first rule a definition breaks by itself, or ""."""
    checks = (
        ("R20", withheld(gloss)),
        ("R15", broken(gloss)),
        ("R02", unresolved(gloss)),
        ("R10", vague(gloss) or personal(gloss) or is_thin(gloss, 4) or _REMARK.match(gloss)),
        ("R16", negated(gloss)),
        ("R21", perishable(gloss)),
        ("R09", only_expands(gloss, names) or any(is_acronym_of(name, gloss) for name in names)),
        ("R11", is_figure(gloss) or " vs " in gloss),
        ("R11", wrong_length(gloss) or mostly_code(gloss) or "→" in gloss or is_bare_list(gloss)),
    )
    return next((code for code, broke in checks if broke), "")


_REMARK = re.compile(r"(?:you|similar to|same as|like|unlike)\b", re.IGNORECASE)


def is_figure(gloss: str) -> bool:
    """Whether a gloss says little besides a number: that is asked as a figure, if at all."""
    if re.match(r"(?:default|max|min)", gloss, re.IGNORECASE):
        return True
    if not quantities(gloss):
        return False
    if re.match(
        r"(?:default|max|min|up to|about|at (?:most|least)|between|from|\d)", gloss, re.IGNORECASE
    ):
        return True
    said = [word for word in content(gloss) if word.isalpha() and len(word) > 3]
    return sum(word not in _FIGURE_WORDS for word in said) < 3


_FIGURE_WORDS = frozenset(
    stem(word) for word in ("default", "maximum", "minimum", "seconds", "minutes", "hours", "days")
)


def is_bare_list(gloss: str) -> bool:
    """Whether a gloss only lists a few names."""
    pair = gloss.split(", ")
    if len(pair) == 2 and all(part.istitle() and len(part.split()) <= 3 for part in pair):
        return True
    return all(len(part.split()) <= 2 for part in list_of(gloss) or ("to be or not",))


def drafts(shop: Workshop) -> Iterable[Draft]:
    """Drafts of both types for every member of every family."""
    for family in shop.families:
        if not shop.names_things(family):
            yield from _of_pair(shop, family)
            continue
        for member in family.members:
            if member.gloss and shop.names_several(member.name):
                shop.condemn("R12", member.fact, f"T2: {member.name}")
            elif member.gloss and shop.is_thing(member.name) and _belongs(shop, family, member):
                yield from _of_member(shop, family, member)


def _of_pair(shop: Workshop, family: Family) -> Iterable[Draft]:
    """Two things that the notes set against each other: which of both is meant?"""
    things = [one for one in family.members if one.gloss and shop.is_thing(one.name)]
    topic = shop.topic_shown(family.topic)
    if len(things) != 2 or len(family.members) > 5 or not topic or family.source != "list":
        return
    if shop.is_topic(things[0].name) != shop.is_topic(things[1].name):
        return  # a subject and a part of another are no pair
    names = [shop.book.names_of(one.name) for one in things]
    for place, one in enumerate(things):
        other = things[1 - place]
        if gloss_fault(one.gloss, names[place]) or not _belongs(shop, family, one):
            continue
        if leaks(names[place], one.gloss) or leaks(names[1 - place], one.gloss):
            continue
        if shop.says(other.name, one.gloss) >= ALSO_TRUE or content(one.name) & content(one.gloss):
            continue
        claim = Claim(
            one.name, "definition", one.gloss, ClaimKind.DEFINITION, one.fact, family.topic
        )
        true = number_in(f"{claim.id}/truth", 2) == 0
        named = one.name if true else other.name
        context = shop.places.context(one.fact) or topic
        where = "" if names_it(named, shop.book.names_of(family.topic)) else f"{context}: "
        yield Draft(
            kind="T4",
            claim=claim.id,
            value=version_of(one.gloss),
            topic=one.fact.topic,
            subject=one.name,
            stem=f"True or false? {where}“{upper_first(one.gloss)}” describes {named}.",
            key="True" if true else "False",
            candidates=(),
            fact=one.fact,
            quoted=one.gloss,
            difficulty=0.35,
        )
        return  # the other is the same question turned round


_CLASSIFIERS = frozenset(
    """type class tier option engine plan target source destination integration trigger
    service tool producer consumer protocol mode model platform database""".split()
)
_REMARKS = re.compile(
    r"\b(?:use cases?|scenarios|benefits|advantages|limitations|considerations|best practices|"
    r"tips|integrations?|"
    r"integrates|exam|comparison|pricing|examples?)\b",
    re.IGNORECASE,
)


def _belongs(shop: Workshop, family: Family, member: Member) -> bool:
    """Whether the member is one of the kind, rather than a remark on its heading's subject."""
    if family.source == "folder":
        return shop.is_single(member.name)
    names = shop.book.names_of(family.topic) if family.topic else ()
    if predicate_of(member.gloss, names):
        return False  # it says something of the topic, not of its part
    label = label_of(member.fact)
    if family.source in ("list", "topic") and _REMARKS.search(label):
        return False
    foreign = (
        family.topic
        and shop.is_topic(member.name)
        and not shop.book.same(member.name, family.topic)
    )
    return not (foreign and family.kind and family.kind.split()[-1] not in _CLASSIFIERS)


def _of_member(shop: Workshop, family: Family, member: Member) -> Iterable[Draft]:
    names = shop.book.names_of(member.name)
    fault = gloss_fault(member.gloss, names)
    if fault:
        shop.condemn(fault, member.fact, f"T2: {member.gloss}")
        return
    if leaks(names, member.gloss):
        shop.condemn("R03", member.fact, f"T2: {member.gloss}")
        return
    siblings = [
        other for other in family.members
        if not shop.book.same(other.name, member.name)
        and shop.is_thing(other.name)
        and (family.source != "folder" or shop.is_single(other.name))
    ]  # fmt: skip
    if any(other.gloss and likeness(other.gloss, member.gloss) >= 0.8 for other in siblings):
        shop.condemn("R17", member.fact, member.gloss)
        return
    claim = Claim(
        member.name, "definition", member.gloss, ClaimKind.DEFINITION, member.fact, family.topic
    )
    own = frozenset(word for name in names for word in content(name))
    safe = [
        other for other in siblings
        if shop.says(other.name, _spoken(member.gloss)) < ALSO_TRUE
        and (not other.gloss or likeness(other.gloss, member.gloss) < 0.6)
    ]  # fmt: skip
    if len(siblings) >= 2 > len(safe):
        shop.reject("R04", member.fact, f"T2: {member.gloss}")
    by_name = _which_name(shop, family, member, claim, safe, names)
    if own & content(member.gloss):
        yield by_name
        return
    if family.source == "topic":
        yield by_name
        return
    by_description = _which_description(shop, family, member, claim, safe)
    turn = number_in(f"{claim.id}/turn", 5) < 2
    yield replace(by_description if turn else by_name, instead=by_name if turn else by_description)


def _spoken(gloss: str) -> str:
    """The gloss without brackets: an acronym in them would make others seem not to have it."""
    outside = re.sub(r"\s*\([^()]*\)", "", gloss)
    return outside if len(content(outside)) >= 2 else gloss


def _which_name(
    shop: Workshop,
    family: Family,
    member: Member,
    claim: Claim,
    siblings: list[Member],
    names: tuple[str, ...],
) -> Draft:
    candidates = tuple(
        Candidate(option_name(other.name), _rank(shop, member, other), other.gloss)
        for other in siblings
        if not (other.gloss and is_figure(other.gloss))
        and not leaks(shop.book.names_of(other.name), member.gloss)
        and not _is_narrower(shop, member.name, other.name)
        and (family.source != "topic" or _ends_alike(member.name, other.name))
        and (family.source != "topic" or _stand_together(member, other))
        and (family.source == "folder" or (_is_code(member.name) == _is_code(other.name)))
    )
    return Draft(
        kind="T2", claim=claim.id, value=fold(member.name), topic=member.fact.topic,
        subject=member.name,
        stem=f"{lead(shop, family, member.gloss)} is described by “{upper_first(member.gloss)}”?",
        key=option_name(member.name), candidates=candidates, fact=member.fact, key_names=names,
        quoted=member.gloss,
    )  # fmt: skip


def _stand_together(member: Member, other: Member) -> bool:
    """Whether two terms stand in one chapter: those of another are seldom of the same sort."""
    one, two = member.fact, other.fact
    return one.file == two.file and one.path[:-1] == two.path[:-1]


def _is_code(name: str) -> bool:
    """Whether a name is an identifier, which would stand out among words."""
    return shape_of(name) == "code" or bool(re.search(r"_|^\W", name))


def _is_narrower(shop: Workshop, one: str, other: str) -> bool:
    """D2: whether one name only adds a word to the other, as "Canary release" to "Canary"."""
    if shop.is_topic(one) and shop.is_topic(other):
        return False
    first, second = content(one), content(other)
    return bool(first and second) and (first < second or second < first)


def _ends_alike(one: str, other: str) -> bool:
    return is_plural(one.split()[-1]) == is_plural(other.split()[-1])


def _which_description(
    shop: Workshop, family: Family, member: Member, claim: Claim, siblings: list[Member]
) -> Draft:
    form = form_of(member.gloss)
    mine = shop.book.names_of(member.name)
    candidates = []
    for other in siblings:
        if not other.gloss or form_of(other.gloss) != form:
            continue
        if gloss_fault(other.gloss, shop.book.names_of(other.name)):
            continue
        if leaks(shop.book.names_of(other.name), other.gloss) or leaks(mine, other.gloss):
            continue
        if shop.says(member.name, other.gloss) >= ALSO_TRUE:
            continue
        candidates.append(
            Candidate(
                upper_first(other.gloss), _rank(shop, member, other), f"That is {other.name}."
            )
        )
    return Draft(
        kind="T1", claim=claim.id, value=version_of(member.gloss), topic=member.fact.topic,
        subject=member.name, stem=presented(shop, family, member),
        key=upper_first(member.gloss), candidates=tuple(candidates), fact=member.fact,
    )  # fmt: skip


def version_of(text: str) -> str:
    """What makes a text another value: its numbers, its names, a "not"; not its wording."""
    kept = [word for word in text.split()[1:] if is_name_like(word)]
    kept += [word for word in text.split()[:1] if any(c.isdigit() for c in word)]
    return " ".join(sorted(fold(word) for word in kept)) + (" not" if negated(text) else "")


def lead(shop: Workshop, family: Family, gloss: str) -> str:
    """How the stem begins: "Amazon Route 53: which routing policy"."""
    noun = shop.noun_of(family)
    if noun and content(noun.split()[-1]) & content(gloss):
        noun = ""  # what limits a parameter is no parameter
    topic = shop.topic_shown(family.topic)
    if not topic or names_it(noun, shop.book.names_of(family.topic)):
        return f"Which {noun}" if noun else "Which of these"
    return f"{topic}: which {noun or 'of these'}"


def presented(shop: Workshop, family: Family, member: Member) -> str:
    """The stem with the name and what it is: "… describes the routing policy “Weighted”?"."""
    topic = shop.topic_shown(family.topic)
    noun = shop.noun_of(family)
    bare_name = not noun or fold(noun.split()[-1]) in fold(member.name)
    shown = member.name if bare_name else f"the {noun} “{member.name}”"
    names = shop.book.names_of(family.topic) if topic else ()
    if not topic or names_it(noun, names) or names_it(member.name, names):
        return f"Which of these describes {shown}?"
    return f"{topic}: which of these describes {shown}?"


def names_it(phrase: str, names: tuple[str, ...]) -> bool:
    """Whether a phrase says by itself which topic it belongs to: "EC2 instance type"."""
    low = f" {phrase.lower()} "
    return any(is_name_like(name.split()[0]) and f" {name.lower()} " in low for name in names)


def option_name(name: str) -> str:
    """A name as an option: as the notes write it, for a small letter may belong to it."""
    return name.strip(" :")


def _rank(shop: Workshop, member: Member, other: Member) -> float:
    """D9: lower is more tempting."""
    if shop.confusable(member.name, other.name):
        return 0.0
    shape = 0.0 if shape_of(member.name) == shape_of(other.name) else 0.5
    return 1.0 + shape - likeness(member.gloss, other.gloss or member.gloss)
