"""What stands around a line of the notes, so that later a changed line is told from a removed one.

Where a term is reworded, the line yields another question, and nothing leads from the old one to
it. The lines before and after do: as in a diff, what now stands between them took its place.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from knowledge.model import Fact, Question

AROUND = 8  # lines kept on either side
QUOTED = 400  # characters that an explanation quotes of even the longest line
_QUOTED = re.compile(r"[“„«]\s?(.+?)\.\s?[”“»]$|[“„«]\s?(.+?)[”“»]\.$")
ALIKE = 50  # of 100: where several lines changed at once, those that belong together


@dataclass(frozen=True, slots=True)
class LineContext:
    """A line of the notes among the lines around it, as they were once."""

    file: str
    lines: tuple[str, ...]
    own: int  # which of the lines is meant

    def to_text(self) -> str:
        return json.dumps([self.file, self.own, *self.lines], ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "LineContext | None":
        """None where nothing was kept."""
        if not text:
            return None
        file, own, *lines = json.loads(text)
        return cls(file, tuple(lines), own)


def context_of(question: Question | None, facts: Iterable[Fact]) -> LineContext | None:
    """The line a question is made from, among those around it; None if it is nowhere now."""
    place = question.sources[0] if question and question.sources else None
    if place is None:
        return None
    here = [fact for fact in facts if fact.file == place.file]
    on_line = [number for number, fact in enumerate(here) if fact.source == place]
    if question is None or not on_line:
        return None
    own = next((number for number in on_line if says(question, here[number])), on_line[0])
    first = max(own - AROUND, 0)
    lines = tuple(fact.text for fact in here[first : own + AROUND + 1])
    return LineContext(place.file, lines, own - first)


def says(question: Question, fact: Fact) -> bool:
    """Whether a line is the one that a question was made from: it is quoted there."""
    quoted = _QUOTED.search(question.stem)
    line = words_of(re.sub(r"\s-\s", " – ", fact.text))
    if quoted and words_of(quoted[1] or quoted[2]) in line:
        return True
    explained, text = words_of(question.explanation), words_of(fact.text)
    whole = explained.endswith(text) or f"{text} (" in explained
    return whole or (len(text) > QUOTED and text[:QUOTED] in explained)


def words_of(text: str) -> str:
    return " ".join(text.split()).casefold()


def successor(then: LineContext, facts: Iterable[Fact]) -> Fact | None:
    """The line where it is now, or what stands in its place; None if it was taken out."""
    here = [fact for fact in facts if fact.file == then.file]
    now = [fact.text for fact in here]
    if then.lines[then.own] in now:
        return here[now.index(then.lines[then.own])]
    matcher = SequenceMatcher(None, then.lines, now, autojunk=False)
    for how, first, last, start, stop in matcher.get_opcodes():
        if how == "replace" and first <= then.own < last:
            taken = _taken_by(then.lines[first:last], then.own - first, now[start:stop])
            return None if taken is None else here[start + taken]
    return None


def _taken_by(before: Sequence[str], own: int, after: Sequence[str]) -> int | None:
    """Which of the new lines is the old one reworded, and not rather another old one."""
    alike = [fuzz.token_sort_ratio(before[own], line) for line in after]
    best = max(range(len(after)), key=alike.__getitem__)
    if len(before) == 1:
        return best
    rivals = (fuzz.token_sort_ratio(line, after[best]) for line in before)
    return best if alike[best] >= ALIKE and alike[best] >= max(rivals) else None
