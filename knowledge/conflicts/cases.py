"""Whether two lines are about one case, as far as what stands above them tells."""

from knowledge.language.headings import bare, is_generic, remainder
from knowledge.language.words import content
from knowledge.model import Fact

_NEAR = 2  # lines; neighbours in one note explain one another


def same_case(one: Fact, other: Fact) -> bool:
    """Whether neither stands under a heading or bullet that the other knows nothing of."""
    if one.file == other.file and abs(one.line - other.line) <= _NEAR:
        return False
    return not (_case(one) - _words(other)) and not (_case(other) - _words(one))


def _case(fact: Fact) -> frozenset[str]:
    """The words above a line that narrow what it says."""
    if fact.cells:
        return frozenset()  # its row and its column say of whom
    labels = (bare(label) for label in (*fact.path[-1:], *fact.parents))
    narrow = [content(remainder(label)) for label in labels if not is_generic(label)]
    return frozenset().union(*narrow) - content(fact.topic)


def _words(fact: Fact) -> frozenset[str]:
    above = " ".join((*fact.path, *fact.parents, fact.topic))
    return content(above) | content(fact.text)
