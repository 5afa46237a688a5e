"""Addresses listed for a block: one that lies outside it, or is not among those said to be kept."""

import re
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, ip_address, ip_network

from knowledge.conflicts.pairs import conflict
from knowledge.model import Conflict, Fact

_BLOCK = re.compile(r"\b(\d{1,3}(?:\.\d{1,3}){3}/\d{1,2})\b")
_ADDRESS = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,3}){3})(?![\d/.])")
_RESERVED = re.compile(r"\bfirst (\d+)(?: addresses)? and (?:the )?last (\d+)\b", re.IGNORECASE)


def find_misaddressed(facts: Sequence[Fact]) -> Iterator[Conflict]:
    """Addresses below a bullet or heading with a block that do not belong there."""
    rules = {(fact.file, fact.path): fact for fact in facts if _RESERVED.search(fact.text)}
    for fact in facts:
        address, block = _address(fact), _block(fact)
        if address is None or block is None:
            continue
        rule = _rule_for(fact, rules)
        if address not in block:
            above = rule or fact
            yield conflict(
                fact.topic, "address block", (above, str(block)), (fact, str(address)), "high"
            )
        elif rule is not None and not _reserved(address, block, rule.text):
            said = _RESERVED.search(rule.text)
            assert said is not None
            yield conflict(
                fact.topic, "reserved addresses", (rule, said[0]), (fact, str(address)), "high"
            )


def _rule_for(fact: Fact, rules: dict[tuple[str, tuple[str, ...]], Fact]) -> Fact | None:
    """What the section of a line, or one around it, says is kept."""
    sections = (fact.path[:depth] for depth in range(len(fact.path), -1, -1))
    return next((rules[fact.file, path] for path in sections if (fact.file, path) in rules), None)


def _address(fact: Fact) -> IPv4Address | None:
    found = _ADDRESS.match(fact.text)
    try:
        address = ip_address(found[1]) if found else None
    except ValueError:
        return None
    return address if isinstance(address, IPv4Address) else None


def _block(fact: Fact) -> IPv4Network | None:
    """The block that the line stands under."""
    for label in (*reversed(fact.parents), *reversed(fact.path)):
        found = _BLOCK.search(label)
        if found:
            try:
                block = ip_network(found[1], strict=False)
            except ValueError:
                return None
            return block if isinstance(block, IPv4Network) else None
    return None


def _reserved(address: IPv4Address, block: IPv4Network, rule: str) -> bool:
    found = _RESERVED.search(rule)
    if found is None:
        return True
    first, last = int(found[1]), int(found[2])
    place = int(address) - int(block.network_address)
    return place < first or place >= block.num_addresses - last
