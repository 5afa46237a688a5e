"""Words that cannot both be true of one thing: automatic and manual, stateful and stateless."""

import re
from dataclasses import dataclass
from functools import lru_cache

# Each axis has two poles; a word of one says the opposite of a word of the other. Where both fit
# ("near real-time" and "real-time") the longer phrase counts. Kept short on purpose: what can be
# true side by side in one design ("public" and "private", "read" and "write") is no axis.
_AXES: dict[str, tuple[str, str]] = {
    "timing": (
        "real-time|realtime|real time",
        "near real-time|near-real-time|near real time|near-realtime|not real-time",
    ),
    "synchrony": ("synchronous|synchronously|sync", "asynchronous|asynchronously|async"),
    "state": ("stateful|statefully", "stateless|statelessly|statelessness"),
    "automation": (
        "automatic|automatically|automated|automates|by itself|auto-scales|auto-scaling|"
        "auto-scaled|autoscaling",
        "manual|manually|by hand",
    ),
    "switch": ("enabled|activated|turned on", "disabled|deactivated|turned off"),
    "keeping": (
        "persists?|persisted|persistent|survives?|(?:is|are) (?:also )?(?:stored|kept|retained)|"
        "stored redundantly|not lost|not deleted",
        "deleted|(?:is|are) lost|wiped|erased|discarded|not stored|not kept|not persisted|"
        "no durability|no storage|no persistence",
    ),
    "cost": (
        r"(?:is|are|be|stays?) free(?! \w)|^free$|for free|free of charge|no charge|"
        "no charges|no additional charge|no additional charges|no extra charge|"
        "no additional cost|no additional costs|no extra cost|at no cost|free of charge",
        "charged|charges|fee|fees|billed|extra cost|additional cost|additional charges|paid|"
        "is charged|pay for|pay per",
    ),
    "delivery": ("at-least-once|at least once|guaranteed|guarantee", "best-effort|best effort"),
    "capacity": ("fixed", "elastic|elastically|dynamic|dynamically"),
    "agent": ("agent", "agentless|agent-less|without an agent"),
    "consistency": (
        "strong consistency|strongly consistent",
        "eventual consistency|eventually consistent",
    ),
    "change": ("mutable", "immutable"),
    "permission": (
        "allow|allows|allowed|allowing|authorized|permitted",
        "deny|denies|denied|blocks|blocked|blocking|rejected|rejects",
    ),
    "region": (
        "single-region|single region|one region|one aws region|single aws region",
        "multi-region|multiple regions|multiple aws regions|several regions|across regions|"
        "across aws regions|any region",
    ),
    "load": (
        "full performance|full read & write performance|full throughput|no overhead",
        "performance overhead|reduced performance|slower",
    ),
    "source": (
        "from the internet|from anywhere|from everywhere|from any address|from any ip",
        "from trusted|from known|from specific",
    ),
    "basis": (
        "consumed|used|consume|consumes|you use|actual use|actual usage",
        "allocated|provisioned",
    ),
    "order": (
        "ordered|ordering of messages is preserved|order is preserved|ordering is preserved|"
        "in order|strict order|strictly ordered|preserves order",
        "unordered|no guarantee of message ordering|no order guarantee|no order guarantees|"
        "no ordering guarantee|no ordering guarantees|no guaranteed order|out of order",
    ),
}  # fmt: skip

RISKS = frozenset({"load"})  # said with "can" and yet said: "can introduce overhead"
AXES_AS_ASKED = {
    "timing": "real time or near real time",
    "synchrony": "synchronous or asynchronous",
    "state": "stateful or stateless",
    "automation": "automatic or manual",
    "switch": "enabled or disabled",
    "keeping": "kept or deleted",
    "cost": "free or charged",
    "delivery": "delivery guarantee",
    "capacity": "fixed or elastic",
    "agent": "with or without an agent",
    "consistency": "consistency",
    "change": "mutable or immutable",
    "permission": "allowed or denied",
    "region": "one region or several",
    "load": "performance",
    "source": "from where",
    "basis": "charged by use or by allocation",
    "order": "order",
    "count": "one or several",
    "both": "allowed or denied",
}


@dataclass(frozen=True, slots=True)
class Pole:
    """One end of an axis, as a text has it."""

    axis: str
    positive: bool
    start: int
    end: int


_POLES = [
    (axis, positive, re.compile(rf"(?<![\w-])(?:{phrases})(?![\w-])", re.IGNORECASE))
    for axis, both in _AXES.items()
    for positive, phrases in zip((True, False), both, strict=True)
]


# Most texts name no pole: one look at the beginnings of words tells.
_ANY = re.compile(
    rf"(?<![\w-])(?:{'|'.join(phrases for both in _AXES.values() for phrases in both)})",
    re.IGNORECASE,
)


@lru_cache(maxsize=65536)
def poles(text: str) -> tuple[Pole, ...]:
    """The poles that *text* names; of two that overlap the longer."""
    if not _ANY.search(text):
        return ()
    found = [
        Pole(axis, positive, match.start(), match.end())
        for axis, positive, pattern in _POLES
        for match in pattern.finditer(text)
    ]
    return tuple(pole for pole in found if not any(_covers(other, pole) for other in found))


def _covers(other: Pole, pole: Pole) -> bool:
    longer = other.end - other.start > pole.end - pole.start
    return longer and other.start <= pole.start and pole.end <= other.end


def pole_texts(text: str) -> tuple[str, ...]:
    """The poles as *text* has them."""
    return tuple(text[pole.start : pole.end] for pole in poles(text))


def without_poles(text: str) -> str:
    """*text* without its poles."""
    for pole in sorted(poles(text), key=lambda pole: -pole.start):
        text = f"{text[: pole.start]} {text[pole.end :]}"
    return text
