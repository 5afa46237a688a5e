"""Numbers in a fact: which property they measure, with which qualifier, and per what."""

import re
from dataclasses import dataclass

from knowledge.language.quantities import Quantity, quantities, same

_HISTORY = re.compile(
    r"\s*\((?:[^()]*\b(?:until|before|since|as of|checked)\b[^()]*|\d{4})\)", re.IGNORECASE
)
_LEADING = re.compile(
    r"^(?P<q>default|max(?:imum)?|min(?:imum)?)\.?\s+(?P<rest>.+)$", re.IGNORECASE
)
_WORDS = {
    "default": "default",
    "max": "maximum",
    "maximum": "maximum",
    "min": "minimum",
    "minimum": "minimum",
}
_SCOPE = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?"
    r"((?:per|for each|for every|in total per|in total|for a|for an|for one)\s[^;,.()]+)"
)
_TO = re.compile(r"(?:\bto|→|–|-)\s*$")
_SENTENCE = re.compile(
    r"^(?P<name>[^.;:()=]{3,60}?)(?:\s+(?:is|are|of|can be|=)|\s*[:=])\s*"
    r"(?:limited to|set to|equal to)?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a fact, ready to become a statement."""

    aspect: str
    qualifier: str
    quantity: Quantity
    scope: str
    text: str  # the text the quantity's span refers to


def without_history(text: str) -> str:
    """The text without "(2026; until 2025: 256 KB)" and other remarks about when it was so."""
    return _HISTORY.sub("", text)


def split_property(name: str) -> tuple[str, str]:
    """ "Max message size" → ("message size", "maximum")."""
    plain = name.strip().strip("*_`").strip()
    found = _LEADING.match(plain)
    if found:
        return found["rest"].strip(), _WORDS[found["q"].lower()]
    middle = re.search(r"\b(default|max(?:imum)?|min(?:imum)?)\b\.?\s*", plain, re.IGNORECASE)
    if middle and middle.start() > 0:
        rest = (plain[: middle.start()] + plain[middle.end() :]).strip()
        return rest, _WORDS[middle[1].lower()]
    return plain, ""


def measures(term: str, rest: str) -> list[Measure]:
    """The numbers of "term: rest". A value said twice in other units counts once."""
    text = without_history(rest)
    name, inherited = split_property(term)
    if not name:
        return []
    found: list[Measure] = []
    for quantity in quantities(text):
        if any(same(quantity, earlier.quantity) and not quantity.qualifier for earlier in found):
            continue
        qualifier = quantity.qualifier or ("" if found else inherited)
        if not qualifier and quantity.is_range:
            qualifier = "range"
        elif not qualifier and found and _TO.search(text[: quantity.start]):
            qualifier = "maximum"  # "24 hours (default) to 365 days"
        found.append(Measure(name, qualifier, quantity, scope_after(text, quantity), text))
    return found


def scope_after(text: str, quantity: Quantity) -> str:
    """ "per function including its layers" after a value; "" where nothing of the kind follows."""
    rest = text[quantity.end :]
    if quantity.noun and rest.lower().lstrip(" -").startswith(quantity.noun):
        rest = rest.lstrip(" -")[len(quantity.noun) :]
    found = _SCOPE.match(rest)
    return found[1].strip() if found else ""


def named_measure(sentence: str) -> tuple[str, str] | None:
    """The name and the rest of a sentence that names its property: "Item max size is 400KB"."""
    found = _SENTENCE.match(sentence)
    if not found or not found["rest"]:
        return None
    quantity = next(iter(quantities(found["rest"])), None)
    if quantity is None:
        return None
    lead = found["rest"][: quantity.start].strip(" (").lower()
    if lead and not re.fullmatch(
        r"(?:up to|at most|at least|max(?:imum)?|min(?:imum)?|default|"
        r"by default|about|a|an|the|only|between|from|[<>~≤≥=]+|\s)+",
        lead,
    ):
        return None
    return found["name"].strip(), found["rest"]
