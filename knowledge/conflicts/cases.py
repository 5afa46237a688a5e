"""Whether two lines are about one case, as far as what stands above them tells."""

from knowledge.language.headings import bare, is_generic, remainder
from knowledge.language.words import content
from knowledge.model import Fact

_NEAR = 2  # lines; neighbours in one note explain one another


def same_case(one: Fact, other: Fact) -> bool:
    """Whether neither stands under a heading or bullet that the other knows nothing of."""
    if one.file == other.file and abs(one.line - other.line) <= _NEAR:
        return False
    mine, others = _case(one, beside=other), _case(other, beside=one)
    return not (mine - _words(other)) and not (others - _words(one))


def _case(fact: Fact, beside: Fact) -> frozenset[str]:
    """The words above a line that narrow what it says. What a table says of a whole thing, it says
    of its parts too: a cell on Kinesis of Kinesis Data Streams."""
    if fact.cells:
        return frozenset()  # its row and its column say of whom
    labels = [bare(label) for label in (*fact.path[-1:], *fact.parents)]
    if beside.cells:
        labels = [label for label in labels if not content(fact.topic) <= content(label)]
    narrow = [content(remainder(label)) for label in labels if not is_generic(label)]
    return frozenset().union(*narrow) - content(fact.topic)


def _words(fact: Fact) -> frozenset[str]:
    above = " ".join((*fact.path, *fact.parents, fact.topic))
    return content(above) | content(fact.text)
