"""A number of things announced, and another number listed: "3 services: Glue, DMS"."""

import re
from collections.abc import Iterator, Sequence

from knowledge.conflicts.pairs import conflict
from knowledge.language.quantities import number_of
from knowledge.model import Conflict, Fact

_ANNOUNCED = re.compile(
    r"(?:^|[(–—-]\s?|\b(?:are|has|have|of)\s)(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten)\s"
    r"(?P<noun>[A-Za-z]+(?:\s[A-Za-z]+)?)\)?$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")
_OPEN = re.compile(
    r"\b(?:etc|and more|such as|e\.g|including|for example|among)\b|…|\.\.\.", re.IGNORECASE
)
_FEWEST = 2  # listed things; one alone is hardly a list
_LONGEST = 4  # words of a listed name; longer parts are no list of names


def find_miscounted(facts: Sequence[Fact]) -> Iterator[Conflict]:
    """Lists that hold more or fewer things than the line or bullet above them says."""
    bullets = {(fact.file, fact.path, fact.text.rstrip(":")): fact for fact in facts}
    for fact in facts:
        head, colon, rest = fact.text.partition(": ")
        if colon and (number := _announced(head)) and (listed := _listed(rest)):
            if number != listed:
                yield _conflict(fact, head, fact, listed)
        elif fact.parents and (number := _announced(fact.parents[-1])):
            above = bullets.get((fact.file, fact.path, fact.parents[-1].rstrip(":")), fact)
            listed = _listed(fact.text)
            if listed and number != listed:
                yield _conflict(above, fact.parents[-1], fact, listed)


def _conflict(above: Fact, said: str, fact: Fact, listed: int) -> Conflict:
    return conflict(
        fact.topic, "how many are listed", (above, said), (fact, f"{listed} listed"), "low"
    )


def _announced(head: str) -> int:
    """The number of things that *head* announces; 0 where it announces none."""
    found = _ANNOUNCED.search(head.strip().rstrip(":"))
    if not found or not found["noun"].lower().endswith(("s", "service", "type", "mode", "kind")):
        return 0
    return int(number_of(found["n"]))


def _listed(text: str) -> int:
    """How many names a list has; 0 where *text* is no closed list of names."""
    return len(listed_names(text))


def listed_names(text: str) -> list[str]:
    """The names of a closed list; none where *text* is something else."""
    if _OPEN.search(text) or ". " in text:
        return []
    plain = _BRACKETS.sub("", text).strip(" .")
    names = [
        name for name in re.split(r",\s*(?:and\s)?|\s+and\s+(?=[^,]*$)", plain) if name.strip()
    ]
    if len(names) < _FEWEST or any(len(name.split()) > _LONGEST for name in names):
        return []
    return names
