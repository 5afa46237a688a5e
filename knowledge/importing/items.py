"""What every kind of import yields: questions and cards, their texts already Markdown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b


class ImportTrouble(Exception):
    """A file that cannot be imported; the text is one sentence for the person."""


@dataclass(frozen=True, slots=True)
class ImportedOption:
    """One option of a question."""

    text: str
    right: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A question or card. Its texts have no blank lines outside of code."""

    id: str
    stem: str
    options: tuple[ImportedOption, ...] = ()
    answer: str = ""  # of a card; that of a cloze stands in its gaps
    accept: tuple[str, ...] = ()  # what counts, too, when the answer is typed
    hint: str = ""
    explanation: str = ""
    tags: tuple[str, ...] = ()
    cloze: bool = False
    level: int = 0  # 1 to 3; 0 where nobody gave one


@dataclass(slots=True)
class ImportedDeck:
    """The items that make one file of notes."""

    name: str  # "Parent::Child" for one that stands in another
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Imported:
    """All that a file held, and a sentence on each thing that could not be taken over."""

    decks: list[ImportedDeck] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def deck(self, name: str) -> ImportedDeck:
        """The deck of that name, begun if there is none."""
        for known in self.decks:
            if known.name == name:
                return known
        self.decks.append(ImportedDeck(name))
        return self.decks[-1]

    def deck_of_category(self, name: str, path: str) -> ImportedDeck:
        """The deck of a category of Moodle, "$course$/top/Sea", within that of the file."""
        parts = [part.strip() for part in path.split("/")]
        kept = (part for part in parts if part and not part.startswith("$") and part != "top")
        return self.deck("::".join([name, *kept]))


Importer = Callable[[bytes, str], Imported]  # of the content of a file and its name


def item_id(kind: str, *parts: str) -> str:
    """The name by which a later import knows an item again."""
    text = "\0".join(parts).encode("utf-8", "replace")
    return f"{kind}-{blake2b(text, digest_size=8).hexdigest()}"


def matching_item(
    identity: str,
    stem: str,
    pairs: Sequence[tuple[str, str]],
    explanation: str,
    tags: tuple[str, ...],
) -> Item | str:
    """A card that asks what belongs to the left side of each pair; else why there is none."""
    if not pairs:
        return "has nothing to match."
    asked = "; ".join(left for left, _ in pairs)
    lines = "\n".join(f"{left} → {right}" for left, right in pairs)
    return Item(identity, f"{stem}\n({asked})", answer=lines, explanation=explanation, tags=tags)
