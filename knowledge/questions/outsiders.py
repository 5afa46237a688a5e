"""T6: three of a kind, and one that is something else."""

from collections.abc import Iterable

from knowledge.language.names import fold, short_hash
from knowledge.language.words import content
from knowledge.model import Fact
from knowledge.questions.definitions import names_it, option_name
from knowledge.questions.draft import Candidate, Draft, Workshop, in_hash_order
from knowledge.questions.families import Family
from knowledge.questions.rules import leaks, shape_of

_TOO_GENERAL = frozenset(
    """type kind part tool category class thing example member model mode level step ability
    element component source target term ability way support pattern principle value option
    case item purpose""".split()
)


def drafts(shop: Workshop) -> Iterable[Draft]:
    """One or two drafts for each kind of which three are known."""
    for family in shop.families:
        things = [one for one in family.members if shop.is_thing(one.name)]
        members = [one for one in things if not shop.is_faulty(one.fact)]
        if not family.kind or len(members) < 3 or not shop.names_things(family):
            continue
        if family.topic and not shop.topic_shown(family.topic):
            continue
        if family.kind in _TOO_GENERAL or len(things) < 0.9 * len(family.members):
            continue
        outsiders = _outsiders(shop, family)
        if not outsiders:
            continue
        count = 2 if len(members) >= 6 and len(outsiders) >= 2 else 1
        for number in range(count):
            draft = _draft(shop, family, [m.name for m in members], outsiders, number)
            if draft is not None:
                yield draft


def _outsiders(shop: Workshop, family: Family) -> list[tuple[str, str, Fact]]:
    """Names of another kind in the same topic (for topics: of another category), kind and fact."""
    own = {shop.book.key(member.name) for member in family.members}
    head = fold(family.kind).split()[-1]
    found = []
    for other in shop.families:
        if not other.kind or other is family or other.topic != family.topic:
            continue
        if not other.topic:
            if not _apart(family, other):
                continue
        elif (
            head in fold(other.kind).split()
            or fold(other.kind).split()[-1] in fold(family.kind).split()
        ):
            continue
        if own & {shop.book.key(member.name) for member in other.members}:
            continue
        for member in other.members:
            if not family.topic and not _is_outside(shop, family, member.name):
                continue
            if shop.is_faulty(member.fact):
                continue
            if shop.is_thing(member.name) and not content(member.name) & content(family.kind):
                found.append((member.name, other.kind, member.fact))
    return found


def _apart(family: Family, other: Family) -> bool:
    """Whether two categories of topics differ in what makes them special: "security service"."""
    mine, theirs = content(family.kind.rpartition(" ")[0]), content(other.kind.rpartition(" ")[0])
    return bool(mine) and bool(theirs) and not mine & theirs


def _is_outside(shop: Workshop, family: Family, name: str) -> bool:
    """Whether no note brings a topic together with the category it is said to lie outside of."""
    special = family.kind.rpartition(" ")[0]
    return shop.is_topic(name) and shop.is_single(name) and not shop.says(name, special)


def _draft(
    shop: Workshop,
    family: Family,
    members: list[str],
    outsiders: list[tuple[str, str, Fact]],
    number: int,
) -> Draft | None:
    topic = shop.topic_shown(family.topic)
    seed = f"{family.topic}/{family.kind}/T6/{number}"
    chosen = in_hash_order(seed, members)[:3]
    shapes = {shape_of(name) for name in chosen}
    fitting = [outsider for outsider in outsiders if shape_of(outsider[0]) in shapes] or outsiders
    by_name = {outsider[0]: outsider for outsider in reversed(fitting)}
    name, kind, fact = by_name[in_hash_order(seed, by_name)[0]]
    whole = plural(family.kind)
    where = (
        "" if not topic or names_it(family.kind, shop.book.names_of(family.topic)) else f"{topic}: "
    )
    opening = f"{where}three of these are {whole}."
    stem = f"{opening[0].upper() if not where else opening[0]}{opening[1:]} Which is NOT one?"
    common = frozenset.intersection(*(content(other) for other in chosen))
    if common - content(name):
        return None  # three that share a word point at the fourth
    if any(content(name) & content(other) for other in chosen):
        return None  # one that shares a word with a member may well be of their kind
    head = content(family.kind.split()[-1])
    if leaks((name,), stem) or any(head & content(other) for other in chosen):
        return None
    first = next(member.fact for member in family.members if member.name == chosen[0])
    return Draft(
        kind="T6",
        claim=short_hash(seed),
        value=fold(name),
        topic=first.topic,
        subject=family.topic or family.heading,
        stem=stem,
        key=option_name(name),
        candidates=tuple(
            Candidate(option_name(other), why_not=f"That is one of the {whole}.")
            for other in chosen
        ),
        fact=first,
        needed=3,
        sources=(fact.source, first.source),
        difficulty=0.35,
        note=f"{option_name(name)}: {kind}.",
    )


def plural(noun: str) -> str:
    """ "routing policy" → "routing policies"."""
    head, of, tail = noun.partition(" of ")
    if head.endswith("y") and head[-2] not in "aeiou":
        made = head[:-1] + "ies"
    elif head.endswith(("s", "x", "ch", "sh", "z")):
        made = head + "es"
    else:
        made = head + "s"
    return made + of + tail
