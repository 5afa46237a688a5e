"""What kind of answer a query asks for: a figure of some kind, or yes or no."""

import re

from knowledge.search.concepts import Concept, Understood
from knowledge.search.everyday import WANTS
from knowledge.search.measuring import KINDS

ASKED = 1.4  # "how long": that a duration is stated, before it is weighed as a word that asks
_WANTS = tuple((f" {asked} ", asked, kind) for asked, kind in WANTS.items() if kind in KINDS)
_ASKS_NOTHING = tuple(f" {said} " for said, kind in WANTS.items() if kind not in KINDS)
_HOW = ("long", "often", "much", "many", "big", "large", "fast")
_GIVEN = re.compile(r"\b\d+ (?:sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|[kmgt]b|[mg]bps)\b")
_CAN = re.compile(r"\b(?:can|could|does|do|is|are|should|must|will|may)\b")
_MAY = re.compile(r"\b(?:can|could|does|do|may)\b")
_ASKS_WHAT = re.compile(r"\b(?:what|which|how|who|whose|when|where|why)\b")


def read_wants(understood: Understood, spoken: str) -> None:
    """Note what kind of answer the words ask for."""
    asked_for = ""
    padded = f" {_GIVEN.sub('', with_how(spoken))} "
    for said in _ASKS_NOTHING:
        padded = padded.replace(said, " ")
    for words_asked, asked, kind in _WANTS:
        if words_asked in padded:
            understood.wants |= KINDS[kind]
            if asked.startswith("how") and not asked_for:
                asked_for = asked
                concept = Concept(asked, ASKED, (), weak=True, kind=KINDS[kind])
                rest = [c for c in understood.concepts if c.text not in asked.split()]
                understood.concepts = [concept, *rest]
    understood.asks_whether = asks_whether(spoken)


def asks_whether(spoken: str) -> bool:
    """Whether yes or no is an answer: "can it …", or "it can …" where nothing else is asked."""
    inside = _MAY.search(spoken) and not _ASKS_WHAT.search(spoken)
    return bool(inside or _CAN.match(spoken))


def with_how(spoken: str) -> str:
    """*spoken* with "how" beside the word it asks with, wherever that was typed: "often … how"."""
    typed = spoken.split()
    if "how" not in typed or any(f"how {measure}" in spoken for measure in _HOW):
        return spoken
    measures = [word for word in typed if word in _HOW]
    return f"{spoken} how {measures[0]}" if measures else spoken
