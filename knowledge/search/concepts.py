"""What a query is read as: the things it names, and how the notes may put each of them."""

from dataclasses import dataclass, field

_SHORT = 4  # letters


@dataclass(frozen=True, slots=True)
class Way:
    """One way the notes may put a concept: terms that must all be there, and how well it fits."""

    terms: tuple[int, ...]
    strength: float


@dataclass(slots=True)
class Concept:
    """One thing the query names."""

    text: str
    weight: float
    ways: tuple[Way, ...]
    weak: bool = False
    number: bool = False
    guessed: bool = False  # its spelling was changed
    run_together: bool = False  # half of a word that may as well be a name the notes don't have
    names: bool = False  # it is a topic of the notes
    topic: int = -1  # … of this number
    rivals: frozenset[int] = frozenset()  # topics that have this name in theirs
    listing: bool = False  # a word for a list: "types", "limits"
    kind: int = 0  # a fact that measures this has said it, whatever its words

    @property
    def singular(self) -> str:
        """Its text without the ending of a plural, which no short word has: "SNS", "SES"."""
        if len(self.text.rpartition(" ")[2]) <= _SHORT:
            return self.text
        return self.text[:-2] if self.text.endswith("es") else self.text.removesuffix("s")


@dataclass(slots=True)
class Understood:
    """A query as it was read."""

    concepts: list[Concept] = field(default_factory=list)
    wants: int = 0
    asks_whether: bool = False
    wants_list: bool = False
    words: int = 0  # how many it has
    small_words: int = 0  # … and how many of them say nothing
    of_people: bool = False  # one of them is "I", "your" or the like
    signs: int = 0  # characters of program code
    bare: bool = False  # names one thing and asks nothing
    compares: bool = False  # names things to be set side by side
    read_as: str = ""
    literal: str = ""  # the query itself, where it could stand in a text

    @property
    def weight(self) -> float:
        return sum(concept.weight for concept in self.concepts)
