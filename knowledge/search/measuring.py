"""What a fact measures, as bits: a question for a duration wants a fact that states one."""

import re
from hashlib import blake2b

from knowledge.language.quantities import quantities
from knowledge.search.words import DIGIT

KINDS: dict[str, int] = {
    "time": 1,
    "size": 2,
    "money": 4,
    "count": 8,
    "port": 16,
    "prefix": 32,
    "percent": 64,
    "rate": 128,
    "any": 256,
    "most": 512,
    "least": 1024,
    "default": 2048,
}
SPECIFIC = sum(
    bit for kind, bit in KINDS.items() if kind not in ("any", "most", "least", "default")
)
BOUNDS = KINDS["most"] | KINDS["least"] | KINDS["default"]  # how a number is meant
DENIES = 4096  # it says that something is not so, or only so
DEFINES = 8192  # it says what something is
HAS_TERM = 16384  # it begins with what it is about: "Term: text"
ANSWERS = 32768  # it answers a question that people wrote, the title of its section
BEGINS = 65536  # … and is the beginning of that answer
ROW = 131072  # it is a row of a table
_QUALIFIED = {"maximum": "most", "below": "most", "minimum": "least", "default": "default"}
_BOUNDING = frozenset(("maximum", "minimum", "default"))
LONGEST_STATEMENT = 160  # bytes; a longer text says more than one thing
_SAME_KIND = {"bits": "rate", "frequency": "rate"}
_DEFINITION = re.compile(
    r"^(?:\w[\w-]* ){1,4}(?:=|→) ?\w"
    r"|\b(?:is|are) (?:an?|the)\b|\bis (?:fully|highly)\b|^purpose\b|\bstands for\b"
    r"|\bservice(?=[.:;]|$)"
    r"|\b(?:service|tool|platform|database|framework|system|process) (?:for|that|to|which|of)\b",
    re.IGNORECASE,
)
_SAID = {
    "default": (("default",), re.compile(r"\bdefaults?\b", re.IGNORECASE)),
    "most": (
        ("max", "up to", "at most", "limit"),
        re.compile(r"\b(?:max(?:imum)?|up to|at most|limit(?:ed)?)\b", re.IGNORECASE),
    ),
    "least": (("min", "at least"), re.compile(r"\b(?:min(?:imum)?|at least)\b", re.IGNORECASE)),
}
_PRICES = re.compile(
    r"\bfree\b|\bno (?:extra|additional) (?:cost|charge)|\b(?:charged|billed|priced)\b"
    r"|\bpay(?:ing)? (?:for|per|only)\b|\bpricing is\b",
    re.IGNORECASE,
)
_JUST_ONE = re.compile(
    r"\b(?:only|exactly|at most|just) (?:one|a single)\b|^(?:one|a single) .{0,40}\bper\b",
    re.IGNORECASE,
)
# Looking for a few letters is much cheaper than for what they may begin; most lines have none.
_OF_PRICES = ("free", "cost", "charge", "billed", "priced", "pricing", "pay")
_OF_DEFINITIONS = (
    "=", "→", "is ", "are ", "purpose", "stands for", "service", "tool", "platform", "database",
    "framework", "system", "process",
)  # fmt: skip
_NEGATIONS = (" not ", "n't ", "cannot", " no ", "never", "without", "only", "must")


def flags_of(text: str) -> int:
    """The bits of *text*."""
    found = 0
    if DIGIT.search(text):
        found |= KINDS["any"]
        for quantity in quantities(text):
            kind = _SAME_KIND.get(quantity.dimension, quantity.dimension)
            found |= KINDS.get(kind, 0)
            found |= KINDS.get(_QUALIFIED.get(quantity.qualifier, ""), 0)
            if quantity.is_range:
                found |= KINDS["most"] | KINDS["least"]
    lowered = f" {text.lower()} "
    if _has(lowered, _NEGATIONS):
        found |= DENIES
    for kind, (hints, sign) in _SAID.items():
        if _has(lowered, hints) and sign.search(text) and (found or kind == "default"):
            found |= KINDS[kind]
    if _has(lowered, ("one", "single")) and _JUST_ONE.search(text):
        found |= KINDS["any"] | KINDS["count"]
    if _has(lowered, _OF_PRICES) and _PRICES.search(text):
        found |= KINDS["money"]
    if _has(lowered, _OF_DEFINITIONS) and _DEFINITION.search(text):
        found |= DEFINES
    return found


def stated(text: str, flags: int) -> int:
    """A number for the figures that a short text states, their wording aside; 0: it has none."""
    if not flags & KINDS["any"] or len(text.encode("utf-8", "replace")) > LONGEST_STATEMENT:
        return 0
    found = {
        (q.dimension, q.value, q.high, "" if q.qualifier in _BOUNDING else q.qualifier)
        for q in quantities(text)
    }
    if not found:
        return 0
    told = " ".join(sorted(map(repr, found)))
    return int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), "little")


def _has(text: str, parts: tuple[str, ...]) -> bool:
    return any(map(text.__contains__, parts))
