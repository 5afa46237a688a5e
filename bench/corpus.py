"""Notes of any size: real facts, recombined, with a vocabulary that grows as real text's does.

The real facts come first, each once. Then made-up files follow, some forty facts long. Each takes a
run of real facts as its frame (topic, headings, parents), and every fact of it is the beginning of
one real fact joined to the end of another from nearby, so word frequencies, lengths and headings
stay those of real notes and common words stay common.

Text keeps bringing new words: after N words there are about K·N^β different ones (Heaps' law). K
and β are measured on the real facts, but notes on one subject repeat themselves, so β is at least
0.5, as it is in longer English texts. Whenever the made-up text has fewer different words, a word
is replaced by one never used before; else sometimes by one made up earlier, the more often it was
used the likelier. New words begin like one real word and end like another: near enough to
real ones to be hard for whoever corrects spelling.
"""

import math
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.model import Fact

FILE_LENGTH = 40
LEAST_EXPONENT = 0.5
NEARBY = 60  # how far away the other half of a fact is looked for
REPLACED = 0.05  # the share of words that make way for made-up ones
HEADING_CHANGES = 0.2
_WORD = re.compile(r"\w+")
_LONG_WORD = re.compile(r"[A-Za-z]{5,}")


@dataclass(frozen=True, slots=True)
class Growth:
    """Heaps' law: `factor` · words ** `exponent` different words."""

    factor: float
    exponent: float

    def vocabulary(self, words: int) -> float:
        return self.factor * math.pow(words, self.exponent)


def growth(facts: Sequence[Fact], seed: int = 1) -> Growth:
    """How the vocabulary of *facts* grows: between a quarter of them, in any order, and all."""
    order = list(facts)
    random.Random(seed).shuffle(order)
    seen: set[str] = set()
    words = 0
    marks = []
    for number, fact in enumerate(order, 1):
        found = _WORD.findall(fact.text.lower())
        words += len(found)
        seen.update(found)
        if number in (max(1, len(order) // 4), len(order)):
            marks.append((words, len(seen)))
    (few, small), (many, large) = marks[0], marks[-1]
    measured = math.log(large / small) / math.log(many / few) if many > few else 0.0
    exponent = max(LEAST_EXPONENT, measured)
    return Growth(large / many**exponent, exponent)


def scaled(facts: Sequence[Fact], count: int, seed: int = 1) -> Iterator[Fact]:
    """So many facts, the given ones first; the same for the same seed."""
    yield from facts[:count]
    maker = _Maker(facts, seed)
    made = len(facts)
    while made < count:
        for fact in maker.file():
            if made == count:
                return
            made += 1
            yield fact


class _Maker:
    def __init__(self, facts: Sequence[Fact], seed: int) -> None:
        self._facts = facts
        self._draw = random.Random(seed)
        self._growth = growth(facts)
        texts = [fact.text.lower() for fact in facts]
        self._known = {word for text in texts for word in _WORD.findall(text)}
        self._models = sorted(word for word in self._known if _LONG_WORD.fullmatch(word))
        self._uses: list[str] = []  # every use of a made-up word: what is used often is drawn often
        self._words = sum(len(_WORD.findall(text)) for text in texts)
        self._files = 0

    def file(self) -> Iterator[Fact]:
        self._files += 1
        start = self._draw.randrange(len(self._facts))
        for place in range(FILE_LENGTH):
            frame = self._facts[(start + place) % len(self._facts)]
            yield self._fact(frame, (start + place) % len(self._facts), place + 1)

    def _fact(self, frame: Fact, number: int, line: int) -> Fact:
        other = self._facts[(number + self._draw.randint(-NEARBY, NEARBY)) % len(self._facts)]
        head, tail = frame.text.split(), other.text.split()
        text = self._reworded([*head[: (len(head) + 1) // 2], *tail[len(tail) // 2 :]])
        path = frame.path
        if path and self._draw.random() < HEADING_CHANGES:
            path = (*path[:-1], self._reworded(path[-1].split(), often=True))
        self._words += len(_WORD.findall(text))
        return replace(
            frame,
            id=f"made-{self._files:07}-{line:02}",
            text=text,
            path=path,
            file=f"made/{self._files:07}.md",
            line=line,
            last_line=line,
            block=1,
            cells=(),
        )

    def _reworded(self, words: list[str], often: bool = False) -> str:
        chance = 0.5 if often else REPLACED
        return " ".join(
            self._made_up() if len(word) > 3 and self._draw.random() < chance else word
            for word in words
        )

    def _made_up(self) -> str:
        wanted = self._growth.vocabulary(self._words)
        if self._models and len(self._known) < wanted:
            word = self._new_word()
        elif self._uses:
            word = self._draw.choice(self._uses)
        else:
            word = self._draw.choice(self._models or ["word"])
        self._uses.append(word)
        return word

    def _new_word(self) -> str:
        word = ""
        while not word or word in self._known:
            first, last = self._draw.choice(self._models), self._draw.choice(self._models)
            middle = word[-2:] if len(word) < 12 else ""
            word = first[: self._draw.randint(2, 5)] + middle + last[-self._draw.randint(3, 5) :]
        self._known.add(word)
        return word
