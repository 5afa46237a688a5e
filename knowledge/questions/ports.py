"""T3: ports, which people have to know by heart: each is held against others of its list."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.language.words import singular_word, upper_first
from knowledge.model import Fact, FactKind
from knowledge.questions.frames import framed
from knowledge.questions.known import Known
from knowledge.questions.ladder import WANTED, drawn_rank
from knowledge.questions.model import Candidate, Draft, claim_id
from knowledge.statements.families import label_of, name_of
from knowledge.statements.glosses import rest_of

_NUMBER = re.compile(r"(?:(?:TCP|UDP) )?(\d{1,5})(?: by default)?\.?")
_NAME = re.compile(r"[A-Z][\w.+-]*(?: [A-Z][\w.+-]*){0,2}")
HIGHEST = 65_535
RESERVED = 1_024


@dataclass(frozen=True, slots=True)
class _Port:
    name: str
    number: int
    fact: Fact


def drafts(known: Known) -> Iterator[Draft]:
    """A draft for every port of a list of at least four."""
    lists: dict[tuple[str, tuple[str, ...]], dict[str, _Port]] = defaultdict(dict)
    for fact in known.facts:
        port = _port(fact) if known.tongues.get(fact.file) == "en" else None
        if port is not None and not known.is_disputed(fact):
            lists[fact.file, fact.path[:-1]].setdefault(port.name, port)
    for ports in lists.values():
        for port in ports.values():
            yield from _asked(port, list(ports.values()))


def _port(fact: Fact) -> _Port | None:
    """What a line such as "SSH: 22" under "Ports", "SSH port: 22" or a row with a port says."""
    if fact.kind is FactKind.ROW:
        held = [value for header, value in fact.cells if _says_port(header)]
        names = [value for header, value in fact.cells if not _says_port(header)][:1]
        name, value = (names[0], held[0]) if names and len(held) == 1 else ("", "")
    else:
        term = name_of(fact.term)
        name = re.sub(r" ports?$", "", term, flags=re.IGNORECASE)
        told = name != term or _says_port(label_of(fact))
        value = rest_of(fact.text, fact.term) if told else ""
    number = _NUMBER.fullmatch(value.strip())
    if number is None or not _NAME.fullmatch(name) or not 0 < int(number[1]) <= HIGHEST:
        return None
    return _Port(name, int(number[1]), fact)


def _says_port(label: str) -> bool:
    """Whether a heading or header is about ports: "Common ports", "Ports to be familiar with"."""
    return any(singular_word(word.lower()) == "port" for word in re.findall(r"\w+", label)[:3])


def _may_be_taken(one: int, other: int) -> bool:
    """Whether two numbers differ, and both or neither are of those that systems reserve."""
    return one != other and (one < RESERVED) == (other < RESERVED)


def _asked(port: _Port, ports: Sequence[_Port]) -> Iterator[Draft]:
    """The draft for one port, if its list has three others that could be meant."""
    names = {one.number: one.name for one in ports if _may_be_taken(one.number, port.number)}
    below = sorted((number for number in names if number < port.number), reverse=True)
    above = sorted(number for number in names if number > port.number)
    claim = claim_id("", port.name, "port", "number")
    rank = drawn_rank(len(below), len(above), claim)
    if rank is None:
        return
    chosen = (*reversed(below[:rank]), port.number, *above[: WANTED - rank])
    told = {number: f"The port of {name}" for number, name in names.items()}
    yield Draft(
        kind="T3", claim=claim, value=str(port.number), subject=port.name,
        stem=upper_first(framed("en", "port", "", name=port.name)), key=str(port.number),
        candidates=tuple(Candidate(str(n), why_not=told.get(n, "")) for n in chosen),
        fact=port.fact, in_order=True, aspect="port",
    )  # fmt: skip
