"""T3: ports, which people have to know by heart: each is held against others of its list."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.language.words import singular_word, upper_first
from knowledge.model import Fact, FactKind
from knowledge.questions.frames import framed
from knowledge.questions.known import Known
from knowledge.questions.model import Candidate, Draft, claim_id
from knowledge.questions.options import WANTED
from knowledge.statements.families import label_of, name_of
from knowledge.statements.glosses import rest_of

_NUMBER = re.compile(r"(?:(?:TCP|UDP) )?(\d{1,5})(?: by default)?(?P<more>, [a-z].+)?\.?")
_NAME = re.compile(r"[A-Z][\w.+-]*(?: [A-Z][\w.+-]*){0,2}")
LOWEST, HIGHEST = 20, 65_535  # less is a count: a screen has two ports
RESERVED = 1_024
TRANSPORTS = frozenset({"TCP", "UDP", "SCTP"})  # they have ports, and use none by default
WHO = frozenset({"service", "protocol", "name", "application", "use"})
FAR = 12  # places of a list that are looked at on either side


@dataclass(frozen=True, slots=True)
class _Port:
    name: str
    number: int
    fact: Fact
    is_plain: bool  # else only offered: "25, with 587 for submission", "Oracle RDS"


def drafts(known: Known) -> Iterator[Draft]:
    """A draft for every port of a list of at least four."""
    lists: dict[tuple[object, ...], dict[str, _Port]] = defaultdict(dict)
    for fact in known.facts:
        port = _port(known, fact) if known.tongues.get(fact.file) == "en" else None
        if port is not None and not known.is_disputed(fact):
            lists[_list_of(fact)].setdefault(port.name, port)
    for ports in lists.values():
        names: dict[int, str] = {}
        for port in ports.values():
            names.setdefault(port.number, port.name)
        for side in _sides(names):
            asked = [_asked(ports[names[n]], names, side, at) for at, n in enumerate(side)]
            yield from sorted(filter(None, asked), key=_narrowness)


def _list_of(fact: Fact) -> tuple[object, ...]:
    """A table stands for itself; headings of one port each are a list with their neighbours."""
    if fact.kind is FactKind.ROW:
        return fact.file, fact.path, fact.block
    return fact.file, fact.path[:-1]


def _port(known: Known, fact: Fact) -> _Port | None:
    """What a line such as "SSH: 22" under "Ports", "SSH port: 22" or a row with a port says."""
    if fact.kind is FactKind.ROW:
        held = [value for header, value in fact.cells if _says_port(header)]
        names = [value for header, value in fact.cells if _says_who(header)]
        name, value = (names[0], held[0]) if len(names) == len(held) == 1 else ("", "")
    else:
        term = name_of(fact.term)
        name = re.sub(r" ports?$", "", term, flags=re.IGNORECASE)
        told = name != term or _says_port(label_of(fact))
        value = rest_of(fact.text, fact.term) if told else ""
    number = _NUMBER.fullmatch(value.strip())
    if name in TRANSPORTS or not _NAME.fullmatch(name):
        return None
    if number is None or not LOWEST <= int(number[1]) <= HIGHEST:
        return None
    # "Oracle RDS" is Oracle on RDS: the notes shorten, and nobody's product is called so
    joined = any(known.is_topic(word) for word in name.split()[1:])
    return _Port(name, int(number[1]), fact, is_plain=not (number["more"] or joined))


@lru_cache(4_096)  # the same headers in every row
def _says_port(label: str) -> bool:
    """Whether a heading or header is about ports: "Common ports", "Ports to be familiar with"."""
    return any(singular_word(word.lower()) == "port" for word in re.findall(r"\w+", label)[:3])


@lru_cache(4_096)
def _says_who(header: str) -> bool:
    """Whether a column names what listens there, and not a device or a rule."""
    return singular_word(header.strip().lower()) in WHO


def _narrowness(draft: Draft) -> tuple[bool, int]:
    """Whether a port is the lowest or highest to choose from, and how many sets it has: of two
    ports with one set, that one is asked which has others on both sides."""
    ends = (draft.candidates[0].text, draft.candidates[-1].text)
    return draft.key in ends, len(draft.spare)


def _sides(names: Mapping[int, str]) -> tuple[list[int], list[int]]:
    """The ports that systems reserve, and the others, as the list has them."""
    reserved = [number for number in names if number < RESERVED]
    return reserved, [number for number in names if number >= RESERVED]


def _asked(port: _Port, names: Mapping[int, str], side: Sequence[int], at: int) -> Draft | None:
    """The draft for one port, if its list has three others on its side."""
    near = side[max(0, at - FAR) : at + FAR + 1]
    sets = _sets(port.number, near) if port.is_plain else []
    if not sets:
        return None
    chosen, *spare = (tuple(_option(n, port, names) for n in numbers) for numbers in sets)
    return Draft(
        kind="T3", claim=claim_id("", port.name, "port", "number"), value=str(port.number),
        subject=port.name,
        stem=upper_first(framed("en", "port", "", name=port.name)), key=str(port.number),
        candidates=chosen, spare=tuple(spare),
        fact=port.fact, in_order=True, aspect="port",
    )  # fmt: skip


def _sets(asked: int, listed: Sequence[int]) -> list[list[int]]:
    """What may be offered: those that stand beside it in the list, which are its like, and one
    more, so that it is neither lowest nor highest where that can be."""
    here = listed.index(asked)
    others = sorted((n for n in listed if n != asked), key=lambda n: abs(listed.index(n) - here))
    beside, rest = others[: WANTED - 1], others[WANTED - 1 :]

    def is_outermost(numbers: Sequence[int]) -> bool:
        return asked in (min(numbers), max(numbers))

    sets = [sorted((asked, *beside, third)) for third in rest]
    sets.sort(key=lambda numbers: (is_outermost(numbers), numbers[-1] - numbers[0]))
    return sets[:3]


def _option(number: int, asked: _Port, names: Mapping[int, str]) -> Candidate:
    why_not = "" if number == asked.number else f"The port of {names[number]}"
    return Candidate(str(number), why_not=why_not)
