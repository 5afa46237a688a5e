"""What people compare things by: attributes under the many names that notes give them."""

import re
from functools import lru_cache

from knowledge.language.headings import bare
from knowledge.language.names import fold_words

# Each attribute's name as a row is headed, and what notes call it. The first that fits counts,
# the longest phrase before shorter ones.
_NAMED: dict[str, tuple[str, ...]] = {
    "Best for": (
        "use case", "when to use", "best for", "typical use", "main use", "primary use",
        "common use", "suited to", "suit", "choose when", "meant for", "ideal for", "good for",
        "used for", "scenario", "use", "usage",
    ),
    "Purpose": ("purpose", "role", "function", "goal", "what it is", "what it do"),
    "Delivery": ("delivery", "delivery guarantee", "delivery model", "delivery semantic"),
    "Order": ("order", "ordering", "message order", "sequence"),
    "Retention": (
        "retention", "retention period", "data retention", "kept for", "storage duration",
        "storage period", "time kept", "default history", "lifetime",
    ),
    "Size": (
        "size", "message size", "record size", "item size", "object size", "file size",
        "value size", "payload", "payload size", "package size", "size limit", "maximum size",
    ),
    "Duration": (
        "timeout", "time out", "duration", "run time", "execution time", "maximum duration",
        "time limit", "maximum time",
    ),
    "Throughput": (
        "throughput", "bandwidth", "iop", "request rate", "request per second", "start rate",
        "transaction per second", "message per second", "rate limit", "speed",
    ),
    "Latency": ("latency", "response time"),
    "Concurrency": ("concurrency", "parallelism", "concurrent execution", "simultaneous use"),
    "Capacity": ("capacity", "storage limit", "maximum storage", "storage capacity"),
    "Scaling": ("scaling", "scale", "scalability", "auto scaling", "elasticity"),
    "Availability": ("availability", "failover", "automatic failover", "fault tolerance", "sla"),
    "Durability": ("durability", "persistence"),
    "Replication": ("replication", "replica"),
    "Encryption": ("encryption", "encrypted", "encryption at rest"),
    "Access control": (
        "access control", "authentication", "authorization", "permission", "security", "access",
    ),
    "Protocols": ("protocol",),
    "Receivers": ("receiver", "consumer", "subscriber", "target", "destination", "audience"),
    "Filtering": ("filtering", "filter"),
    "Backups": ("backup", "snapshot", "recovery", "point in time recovery"),
    "Monitoring": ("monitoring", "metric", "logging"),
    "Scope": ("scope", "level", "reach", "region", "place", "area"),
    "Administration": (
        "administration", "management", "maintenance", "setup", "set up",
    ),
    "Price": (
        "price", "pricing", "cost", "billing", "priced by", "charge", "charging", "fee",
        "billed by", "paid for", "expense",
    ),
}  # fmt: skip
# Worth a row even where only one side has something to say: a gap is an answer too.
CENTRAL = ("Best for", "Retention", "Size", "Duration", "Price")
_IMPORTANCE = {name: place for place, name in enumerate(_NAMED)}
_LONGEST = 4  # words of a phrase
_WORDS = 6  # a longer label is a sentence
_TAIL = re.compile(
    r"(?<=\w)\s(?:per|of|for|in|on|with|to|by|from|through|after|before|between|kept)\s.*$"
)
_ADDING_NOTHING = frozenset(
    fold_words(
        "model method type option support feature guarantee consideration efficiency efficient "
        "effective optimization complexity flexibility behaviour time rate minimum sla restore"
    )
)
_QUALIFIERS = frozenset({"maximum", "minimum", "default", "max", "min", "the", "a", "an", "of"})


def attribute_of(label: str) -> str:
    """The attribute that *label* names, or "" for one that has only its own name.

    >>> attribute_of("Message retention period"), attribute_of("Pricing")
    ('Retention', 'Price')
    """
    plain = _plain(label.split(",")[0])
    return _BY_PHRASE.get(plain) or (_attribute(plain) if len(plain.split()) <= _WORDS else "")


@lru_cache(maxsize=8192)
def _attribute(plain: str) -> str:
    """By the words that the label ends with before any "per", "of" or "for".

    What it begins with counts only before words that add nothing: a "Pricing model" is about the
    price, but a "Security group" is a thing, and no measure of security.
    """
    parts = _TAIL.sub("", plain).split()
    for end in range(len(parts), 0, -1):
        for length in range(min(_LONGEST, end), 0, -1):
            if found := _BY_PHRASE.get(" ".join(parts[end - length : end])):
                return found
        if parts[end - 1] not in _ADDING_NOTHING:
            break
    return ""


def own_name(label: str) -> str:
    """A label as labels are compared: without qualifiers, case, plurals and remarks in brackets."""
    words = _plain(label).split()
    return " ".join(word for word in words if word not in _QUALIFIERS) or " ".join(words)


def importance(attribute: str) -> int:
    """Where a row stands among others: known attributes first, in the order of the list."""
    return _IMPORTANCE.get(attribute, len(_IMPORTANCE))


@lru_cache(maxsize=8192)
def _plain(label: str) -> str:
    return " ".join(fold_words(re.sub(r"\s*/\s*", " ", bare(label))))


_BY_PHRASE = {
    " ".join(fold_words(phrase)): name for name, phrases in _NAMED.items() for phrase in phrases
}
