"""Which headings are subjects, and how a stem names them: "Amazon S3" rather than "S3"."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from knowledge.language.headings import bare, is_generic
from knowledge.language.names import NameBook
from knowledge.model import Fact


class Places:
    """Knows which headings are real subjects and how to name them."""

    def __init__(self, facts: Sequence[Fact], book: NameBook) -> None:
        self._book = book
        self._display: dict[str, str] = {}
        self._own_file: set[str] = set()
        titles = _titles(facts)
        for fact in facts:
            key = book.key(fact.topic)
            for heading in fact.path:
                plain = bare(heading)
                if plain and book.key(plain) == key and key not in self._display:
                    self._display[key] = plain
            if fact.path and len(titles[(fact.file, fact.path[0])]) == 1:
                self._own_file.add(key)
                self._display.setdefault(key, bare(fact.path[0]))
        self._mentions = _mentions(facts, book)

    def display(self, topic: str) -> str:
        """The topic's name as its heading has it, so "Amazon S3" rather than "S3"."""
        return self._display.get(self._book.key(topic), topic)

    def is_subject(self, topic: str) -> bool:
        """Whether a topic is a thing to know of, not a course, a chapter or a comparison."""
        low = f" {topic.lower()} "
        if not topic or len(topic.split()) > 6 or self._book.key(topic) in self._book.prefixes:
            return False
        if any(mark in low for mark in (" vs ", " vs. ", " versus ", " guide ", " table ", ":")):
            return False
        if is_generic(topic) or "compared" in low:
            return False
        key = self._book.key(topic)
        return key in self._own_file or self._mentions[key] >= 2

    def subject(self, fact: Fact) -> str:
        """The subject of a fact as a stem may name it, or ""."""
        if self.is_subject(fact.topic):
            return self.display(fact.topic)
        for label in (*reversed(fact.parents), *reversed(fact.path)):
            found = self._book.find(bare(label))
            if found is not None and found in self._book.topics and self.is_subject(found):
                return self.display(found)
        return ""

    def lead(self, topic: str) -> str:
        """The subject that a topic about several things begins with: "IAM policies and roles"."""
        parts = topic.split()
        for length in range(min(3, len(parts) - 1), 0, -1):
            found = self._book.find(" ".join(parts[:length]))
            if found in self._book.topics and found != topic and self.is_subject(str(found)):
                return self.display(str(found))
        return ""


def _titles(facts: Sequence[Fact]) -> dict[tuple[str, str], set[str]]:
    """The topics under each first heading: a course has many, a page about one thing has one."""
    under: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact in facts:
        if fact.path:
            under[(fact.file, fact.path[0])].add(fact.topic)
    return under


def _mentions(facts: Sequence[Fact], book: NameBook) -> Counter[str]:
    """How many facts name each topic, by key."""
    counted: Counter[str] = Counter()
    for fact in facts:
        counted.update(book.mentioned(fact.text))
    return counted
