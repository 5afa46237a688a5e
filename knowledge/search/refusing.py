"""Says how sure it is that what was found answers the query: a fitted rule over some features.

What it weighs is which share of the query's information the best lines cover, how much was said
in all, and whether its words are those of everybody.
"""

from collections.abc import Sequence
from operator import mul

from knowledge.search.concepts import Concept, Understood
from knowledge.search.everyday import ORDINARY, common_rank
from knowledge.search.features import REFUSING, of_refusing
from knowledge.search.index import Index
from knowledge.search.measuring import KINDS, SPECIFIC
from knowledge.search.ranking import Ranked, Ranking

ANSWERED = (
    -0.5
)  # from here on a query is answered: few right answers are below, little nonsense above
ANSWERED_IN_PUBLIC = 1.5  # … in front of others, who have not asked
NOTHING, CERTAIN = -10.0, 10.0
LOOKED_AT = 3  # the best of so many answers counts
LOOKED_THROUGH = 5  # so many are looked through for a number that was asked for
EXTREMES = KINDS["most"] | KINDS["least"]
_NAMED = 0.5  # headings that have so much of what the query names are about it
COMMONEST = 2_000  # so many words are in everything that people say
ENOUGH_WORDS = 12  # more of them say nothing more


def certainty(speaking: Sequence[float]) -> float:
    """How sure it is that there is an answer: 0 means as likely as not."""
    return sum(map(mul, of_refusing(), speaking)) if any(speaking) else NOTHING


def speaking_for(
    index: Index, understood: Understood, ranking: Ranking, ranked: list[Ranked]
) -> tuple[float, ...]:
    """What speaks for answering: the numbers of the table REFUSING; all 0 if nothing was found."""
    if not ranked:
        return (0.0,) * len(REFUSING)
    best = max(ranked[:LOOKED_AT], key=lambda found: found.covered)
    strong = [concept for concept in understood.concepts if not concept.weak]
    things = len(strong)
    headed = ranking.headings.headed(index.section_of[best.fact])
    plain = max(headed, best.term) < _NAMED and all(map(_is_plain, strong))
    asks_kind = understood.wants & SPECIFIC
    return (
        1.0,
        best.covered,
        ranked[0].covered,
        best.exact,
        best.in_text,
        best.near,
        headed,
        float(things == 0),
        float(things > 4),
        float(min(understood.words, ENOUGH_WORDS)),
        understood.small_words / (understood.words or 1),
        float(understood.of_people),
        sum(not common_rank(concept.text) for concept in strong) / (things or 1),
        sum(map(_is_commonest, strong)) / things if things else 1.0,
        float(any(concept.run_together for concept in strong)),
        sum(_is_everyday(concept) for concept in strong) / (things or 1),
        float(plain and things == 1),
        float(_lacks_value(index, understood, ranked)),
        float(asks_kind and not asks_kind & index.flags[best.fact]),
    )


def _is_plain(concept: Concept) -> bool:
    """Whether everybody uses the word, and the notes have no topic of that name."""
    return bool(common_rank(concept.text)) and not (concept.names or concept.number)


def _is_commonest(concept: Concept) -> bool:
    return 0 < common_rank(concept.text) < COMMONEST


def _is_everyday(concept: Concept) -> bool:
    return concept.text in ORDINARY and not concept.names


def _lacks_value(index: Index, understood: Understood, ranked: list[Ranked]) -> bool:
    """Whether a maximum or minimum was asked for and the best facts have no number at all."""
    asks_value = understood.wants & SPECIFIC and understood.wants & EXTREMES
    flags = (index.flags[found.fact] for found in ranked[:LOOKED_THROUGH])
    return bool(asks_value) and not any(flag & KINDS["any"] for flag in flags)
