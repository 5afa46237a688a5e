"""How much each thing that a query names counts: words that only ask little, names most."""

from collections.abc import Container

from knowledge.search.concepts import Concept, Understood
from knowledge.search.everyday import COMPARING, WANTS, WEAK, is_list, is_ordinary
from knowledge.search.lexicon import Lexicon

WEAK_SHARE = 0.28  # what is left of the weight of words that ask rather than name
ORDINARY_SHARE = 0.45  # … of words of everyday life
LIST_SHARE = 0.55
COUNTS_LIST = 0.5  # "the 5 models": that there are five need not be said
NAME = 0.55  # what a topic's name weighs at least, however often the notes have it


def weigh(understood: Understood, lexicon: Lexicon, makers: Container[str]) -> None:
    """Words that only ask count little; words for lists somewhat more."""
    lists = any(ends_in_list(concept) for concept in understood.concepts)
    for concept in understood.concepts:
        if concept.number:
            if lists and concept.text.isdigit() and len(concept.text) < 3:
                concept.weight *= COUNTS_LIST
            continue
        if is_list(concept.text):
            concept.listing = True
            concept.kind = 0
            concept.weight = LIST_SHARE * min(
                [concept.weight, *(lexicon.weight(way.terms) for way in concept.ways)]
            )
            concept.weak = concept.text in WEAK
        elif not concept.ways and WANTS.get(concept.text) in ("most", "least"):
            concept.weight *= WEAK_SHARE  # that the "longest" is asked for is known without it
            concept.weak = True
        elif concept.weak:
            concept.weight *= WEAK_SHARE / 4 if concept.text in COMPARING else WEAK_SHARE
        elif is_ordinary(concept.text) and not lexicon.is_name(concept.text):
            concept.weight *= ORDINARY_SHARE
        elif concept.text in makers:
            concept.weight *= WEAK_SHARE
            concept.weak = True
        elif concept.ways and lexicon.is_name(concept.text):
            concept.names = True
            concept.weight = max(concept.weight, NAME)


def ends_in_list(concept: Concept) -> bool:
    """Whether the last word of a thing is one for a list: "storage classes"."""
    return is_list(concept.text.rsplit(" ", 1)[-1])
