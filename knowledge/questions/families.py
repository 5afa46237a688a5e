"""Groups of one kind in one topic, from all notes, taken together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.claims import Group, Member, NameBook
from knowledge.language.names import fold


@dataclass(frozen=True, slots=True)
class Family:
    """Entities of one kind: the siblings that wrong options come from."""

    kind: str
    heading: str
    topic: str
    members: tuple[Member, ...]
    source: str


def families(groups: Sequence[Group], book: NameBook) -> list[Family]:
    """Groups joined where kind (or heading) and topic are the same."""
    joined: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for group in groups:
        general = not group.topic and " " not in group.kind  # "service" joins what does not belong
        label = fold(group.heading if general else group.kind or group.heading)
        if not group.topic:
            label = label.removesuffix(" service").removesuffix(" and")
        if group.source == "topic":
            label = f"terms of {label}"
        joined[(label, book.key(group.topic) if group.topic else "")].append(group)
    result = []
    for together in joined.values():
        members: dict[str, Member] = {}
        for group in together:
            for member in group.members:
                known = members.get(book.key(member.name))
                if known is None or (member.gloss and not known.gloss):
                    members[book.key(member.name)] = member
        first = together[0]
        result.append(
            Family(first.kind, first.heading, first.topic, tuple(members.values()), first.source)
        )
    return result
