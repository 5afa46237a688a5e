"""The lines of one note with what is known of each: code, heading, taken by a question."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(?=\S)(.*)")
RULE = re.compile(r"^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$")
FENCE = re.compile(r"^\s*(?:>\s*)*(?:`{3,}|~{3,})")


def heading_words(line: str) -> str:
    """What a heading says, without the marks before and after it; any other line as it is.

    >>> heading_words("## Ports ##"), heading_words("# C#"), heading_words("Ports")
    ('Ports', 'C#', 'Ports')
    """
    found = HEADING.match(line)
    if found is None:
        return line
    text = found[2].rstrip()
    words = text.rstrip("#")
    return words.rstrip() if words[-1:] in (" ", "\t") else text


class _Stretch(Protocol):
    @property
    def last(self) -> int: ...


_Found = TypeVar("_Found", bound=_Stretch)


@dataclass(slots=True)
class Page:
    """Lines are counted from 0 here, unlike everywhere else: they are places in a list."""

    file: str
    lines: list[str]
    code: Sequence[bool]  # is this line part of a code block, fences included
    ids: dict[int, str] = field(default_factory=dict)  # names that authors gave to questions
    front: Sequence[str] = ()  # the lines of the front matter
    taken: dict[int, str] = field(default_factory=dict)  # line → what took it
    cards: frozenset[int] = frozenset()  # where cards in the short forms begin
    level: list[int] = field(default_factory=list)  # 1 to 6 for headings, else 0
    room: int = 0  # characters that questions made of gaps may still take
    _written: list[int] = field(default_factory=list)  # the next line that is not blank

    def __post_init__(self) -> None:
        for number, line in enumerate(self.lines):
            found = None if self.code[number] or "#" not in line else HEADING.match(line)
            self.level.append(len(found[1]) if found else 0)
        following = len(self.lines)
        self._written = [following] * (following + 1)
        for number in range(len(self.lines) - 1, -1, -1):
            following = number if self.lines[number].strip() else following
            self._written[number] = following

    def free(self, number: int) -> bool:
        """Whether this line exists, is no code and belongs to no question yet."""
        return 0 <= number < len(self.lines) and not (self.code[number] or number in self.taken)

    def blank(self, number: int) -> bool:
        """Whether nothing stands on this line."""
        return not self.lines[number].strip()

    def ends(self, number: int) -> bool:
        """Whether what stands above ends at this line: a heading, a rule, another question."""
        return number in self.taken or bool(
            self.level[number] or (not self.code[number] and RULE.match(self.lines[number]))
        )

    def next_written(self, number: int) -> int:
        """The first line from *number* on that is not blank; the end if there is none."""
        return self._written[min(number, len(self.lines))]

    def section_end(self, number: int) -> int:
        """Where the text that goes on at *number* ends."""
        while number < len(self.lines) and not self.ends(number):
            number += 1
        return number

    def each(self, found_at: Callable[["Page", int], _Found | None]) -> Iterator[_Found]:
        """What begins on a free line, one behind the other; each says the first line after it."""
        number = 0
        while number < len(self.lines):
            found = found_at(self, number) if self.free(number) else None
            if found is not None:
                yield found
            number = found.last if found is not None else number + 1

    def take(self, numbers: Iterable[int], reason: str) -> None:
        """Keep these lines from being read as anything else."""
        for number in numbers:
            self.taken.setdefault(number, reason)

    def id_of(self, first: int, last: int) -> str:
        """The name that the author gave to the question: on its lines, right above or below."""
        if not self.ids:
            return ""
        ends = last + 2 >= len(self.lines) or self.blank(last + 2)
        near = range(max(0, first - 1), last + (2 if ends else 1))
        return next((self.ids[number] for number in near if number in self.ids), "")
