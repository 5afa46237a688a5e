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
from knowledge.search.matching import among
from knowledge.search.measuring import KINDS, SPECIFIC
from knowledge.search.ranking import Ranked, Ranking

# From here on a query is answered: few right answers are below, little nonsense above.
ANSWERED = -1.0
ANSWERED_IN_PUBLIC = 1.5  # … in front of others, who have not asked
NOTHING, CERTAIN = -10.0, 10.0
LOOKED_AT = 3  # the best of so many answers counts
EXTREMES = KINDS["most"] | KINDS["least"]
BOUNDED = EXTREMES | KINDS["any"]
FIGURES = KINDS["any"] | KINDS["count"]
_NAMED = 0.5  # a line that has so much of a name is about it
_ALL = 0.95  # from here on nothing is missing
COMMONEST = 2_000  # so many words are in everything that people say
MOST_SIGNS = 3  # of code: more of them say nothing more
LONG_NUMBER = 3  # digits: such a number is hardly met by chance
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
    strong = [one for one in understood.concepts if not (one.weak or _is_sign(one))]
    things = len(strong)
    return (
        1.0,
        best.covered,
        float(best.covered > _ALL),
        best.spelled,
        ranked[0].in_text,
        best.near,
        float(all(concept.topic >= 0 or concept.listing for concept in strong)),
        float(_is_elsewhere(index, ranking, strong, ranked[0].fact)),
        float(things == 0),
        float(understood.bare),
        float(min(understood.words, ENOUGH_WORDS)),
        understood.small_words / (understood.words or 1),
        float(understood.of_people),
        float(min(understood.signs, MOST_SIGNS)),
        float(_says_number(index, strong, best.fact)),
        sum(not common_rank(concept.text) for concept in strong) / (things or 1),
        sum(map(_is_commonest, strong)) / things if things else 1.0,
        float(any(concept.run_together for concept in strong)),
        sum(_is_everyday(concept) for concept in strong) / (things or 1),
        float(_lacks_number(index, understood, best.fact)),
        float(_lacks_figure(index, understood, best.fact)),
    )


def _is_elsewhere(index: Index, ranking: Ranking, strong: list[Concept], fact: int) -> bool:
    """Whether topics are named, and neither the fact nor any heading above it is of one of them."""
    named = [concept for concept in strong if concept.topic >= 0]
    if not named or any(concept.topic == index.topic_of[fact] for concept in named):
        return False
    said = {*index.own(fact), *ranking.headings.of(index.section_of[fact]).above}
    return all(among(concept, said) < _NAMED for concept in named)


def _lacks_figure(index: Index, understood: Understood, fact: int) -> bool:
    """Whether it is asked how much something is at most, say, and the fact tells no such thing."""
    asked = understood.wants & BOUNDED and not understood.wants_list
    if not asked or index.flags[fact] & FIGURES:
        return False
    own = set(index.own(fact))
    return not any(
        concept.kind & BOUNDED and among(concept, own) for concept in understood.concepts
    )


def _says_number(index: Index, strong: list[Concept], fact: int) -> bool:
    """Whether a long number of the query, such as that of a port, stands in the fact."""
    own = set(index.own(fact))
    return any(
        concept.text.isdecimal() and len(concept.text) >= LONG_NUMBER and among(concept, own)
        for concept in strong
    )


def _is_commonest(concept: Concept) -> bool:
    return 0 < common_rank(concept.text) < COMMONEST


def _is_everyday(concept: Concept) -> bool:
    return concept.text in ORDINARY and not concept.names


def _is_sign(concept: Concept) -> bool:
    """Whether it is a single letter or digit: by itself that names nothing."""
    return len(concept.text) == 1 and concept.text.isascii()


def _lacks_number(index: Index, understood: Understood, fact: int) -> bool:
    """Whether a figure of some kind was asked for, and the fact has no number of that kind."""
    asked = 0 if understood.wants_list else understood.wants & (SPECIFIC | EXTREMES)
    return bool(asked) and not index.flags[fact] & (KINDS["any"] | asked & SPECIFIC)
