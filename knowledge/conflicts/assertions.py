"""What one clause affirms or denies, on every axis on which another could say the opposite."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.conflicts.clauses import NEGATION
from knowledge.conflicts.poles import RISKS, poles, without_poles
from knowledge.conflicts.stems import stems, stems_in_order
from knowledge.language.quantities import quantities
from knowledge.language.words import stem

# What is set aside is neither said to be so nor denied.
_SET_ASIDE = re.compile(
    r"\b(?:without|outside|instead of|rather than|removes?|eliminat\w+|avoid\w*|reduc\w+|need to|"
    r"abstract\w+|minimi[sz]\w+)\b",
    re.IGNORECASE,
)
_DENIES_POLE = re.compile(rf"{NEGATION.pattern}|\bwithout\b", re.IGNORECASE)
_POSSIBLE = re.compile(r"\b(?:can|may|could|option)\b", re.IGNORECASE)
_ONLY = re.compile(r"\bonly\b", re.IGNORECASE)
_ONLY_FROM = re.compile(r"\bonly from\b", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?:only one|(?:a |one )?single|one(?=\s(?:\w+\s){1,3}at a time)|(?<=lives in )one)"
    r"\s(?!or\b)",
    re.IGNORECASE,
)
_MANY = re.compile(r"\b(?:multiple|several|many)\s", re.IGNORECASE)
_HELD = frozenset(stem(word) for word in "supported available possible allowed offered".split())
_BESIDE = 4  # words before and behind a pole that say what it is true of
_NEAR = 3  # words that a "not" reaches: "not natively supported"
_DENIED = 3  # telling words beside a "not" that say what is denied


@dataclass(frozen=True, slots=True)
class Assertion:
    """One thing affirmed or denied, such as ("automation", "") or ("is", "encrypt")."""

    axis: str
    what: str
    holds: bool
    head: frozenset[str] = frozenset()  # the words beside it: what is automatic


def assertions(clause: str, own: frozenset[str], text: str) -> Iterator[Assertion]:
    """What *clause* of *text* claims; *own* are the words of the topic's names."""
    possible = bool(_POSSIBLE.search(clause)) and not _ONLY.search(clause)
    yield from _sides(clause, own, possible)
    yield from _one_or_many(clause, text, possible)
    negation = NEGATION.search(clause)
    if negation:
        denied = _denied(clause, negation)
        yield from (
            Assertion("is", word, False, frozenset(denied)) for word in denied if word not in own
        )
    elif not _SET_ASIDE.search(clause) and "→" not in text:  # "A, B → C" says it of C
        words = stems(without_poles(clause)) - own
        for word in words:
            yield Assertion("says", word, True, words)


def _sides(clause: str, own: frozenset[str], possible: bool) -> Iterator[Assertion]:
    """The poles that a clause stands at."""
    sides: dict[str, set[bool]] = {}
    heads: dict[str, frozenset[str]] = {}
    for pole in poles(clause):
        before, behind = clause[: pole.start].split(), clause[pole.end :].split()
        denied = bool(_DENIES_POLE.search(" ".join(before[-_NEAR:])))
        sides.setdefault(pole.axis, set()).add(pole.positive is not denied)
        beside = " ".join(before[-_BESIDE:] + behind[:_BESIDE])
        heads[pole.axis] = stems(without_poles(beside)) - own
    if _ONLY_FROM.search(clause):
        sides.pop("permission", None)  # "allow only from …" is neither allowed nor denied
    for axis, ends in sides.items():
        if len(ends) == 1 and (not possible or axis in RISKS):  # "allow or deny" says neither
            yield Assertion(axis, "", ends == {True}, heads[axis])
        if axis == "permission" and (len(ends) == 2 or _ONLY.search(clause)):
            # "only allow rules" against "to allow or deny"
            yield Assertion("both", "", len(ends) == 2, heads[axis])


def _one_or_many(clause: str, text: str, possible: bool) -> Iterator[Assertion]:
    """Whether there is one of something or more; a text that has both compares the two."""
    found = list(_numbers(clause))
    everywhere = set(_numbers(text)) if found else set()
    for claim in found:
        compared = Assertion(claim.axis, claim.what, not claim.holds) in everywhere
        if not compared and (claim.holds or not possible):
            yield claim


def _numbers(clause: str) -> Iterator[Assertion]:
    for pattern, many in ((_ONE, False), (_MANY, True)):
        for match in pattern.finditer(clause):
            yield from (Assertion("count", noun, many) for noun in _noun(clause[match.end() :]))
    for quantity in quantities(clause):
        if quantity.dimension == "count" and quantity.value > 1 and not quantity.is_range:
            yield from (Assertion("count", noun, True) for noun in _noun(clause[quantity.end :]))


def _noun(rest: str) -> tuple[str, ...]:
    """The stems of the noun that *rest* begins with."""
    words = [word for word in rest.split() if word not in ("AWS", "Amazon")]
    return stems_in_order(" ".join(words[:2]))


def _denied(clause: str, negation: re.Match[str]) -> tuple[str, ...]:
    """What is said not to be so: the words behind the "not", or before "not supported"."""
    behind = stems_in_order(clause[negation.end() :])
    if behind[:1] and behind[0] in _HELD and negation.start():
        return stems_in_order(clause[: negation.start()])[-_DENIED:]
    return behind[:_DENIED]
