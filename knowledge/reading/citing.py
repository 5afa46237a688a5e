"""Finds the places that a question cites: "storage/s3.md › Lifecycle rules", "s3.md:21"."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.model import Authored, Source
from knowledge.reading.blocks import HeadingBlock
from knowledge.reading.wording import heading_text

_DIVIDER = re.compile(r"\s*[›»>]\s*|\s*#\s*")
_LINE = re.compile(r"^(?P<file>.+?\.\w{2,8}):(?P<line>\d+)(?:-\d+)?$")
_END = 1 << 31  # beyond the last line of any note


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A line that is cited by its number, or a heading with all that stands under it."""

    file: str
    line: int
    last_line: int

    @property
    def source(self) -> Source:
        return Source(self.file, self.line)

    def holds(self, line: int) -> bool:
        return self.line <= line <= self.last_line


class CitedPlaces:
    """The headings of all notes, by file: where something may be cited from."""

    def __init__(self, headings: Mapping[str, Sequence[HeadingBlock]]) -> None:
        self._headings = headings
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for file in headings:
            self._by_name[file.rsplit("/", 1)[-1].casefold()].append(file)

    def cited(self, question: Authored) -> tuple[CitedPlace, ...]:
        """What the question cites; what is not found is left out."""
        return tuple(dict.fromkeys(self._found(question.file, question.cites)))

    def files(self, question: Authored) -> frozenset[str]:
        """The notes that the question cites, whether or not they have what it cites there."""
        names = (
            numbered["file"] if (numbered := _LINE.match(cite)) else _DIVIDER.split(cite)[0]
            for cite in question.cites
        )
        return frozenset(self._file(name, question.file) for name in names)

    def _found(self, file: str, cites: Sequence[str]) -> Iterator[CitedPlace]:
        for cite in cites:
            if numbered := _LINE.match(cite):
                target = self._file(numbered["file"], file)
                if target:
                    yield CitedPlace(target, int(numbered["line"]), int(numbered["line"]))
                continue
            name, *below = _DIVIDER.split(cite)
            target = self._file(name, file)
            if target and below:
                yield from self._section(target, below[-1])
            elif target:
                yield CitedPlace(target, 1, _END)

    def _file(self, name: str, beside: str) -> str:
        """The note that a name means: its whole path, one that ends in it, or one beside."""
        name = name.strip().strip("`").removeprefix("./")
        if name in self._headings:
            return name
        alike = self._by_name.get(name.rsplit("/", 1)[-1].casefold(), [])
        ending = [file for file in alike if f"/{file}".endswith(f"/{name}")]
        if len(ending) > 1:
            home = beside.rpartition("/")[0]
            ending = [file for file in ending if file.rpartition("/")[0] == home] or ending
        return ending[0] if ending else ""

    def _section(self, file: str, name: str) -> Iterator[CitedPlace]:
        """The first heading of that name, down to the next one that is no deeper."""
        wanted = heading_text(name).casefold()
        headings = self._headings[file]
        for number, heading in enumerate(headings):
            if heading.text.casefold() == wanted:
                after = (h.line for h in headings[number + 1 :] if h.level <= heading.level)
                yield CitedPlace(file, heading.line, next(after, _END) - 1)
                return

    def path_at(self, place: Source) -> tuple[str, ...]:
        """The headings that a line stands under."""
        stack: list[HeadingBlock] = []
        for heading in self._headings.get(place.file, ()):
            if heading.line > place.line:
                break
            while stack and stack[-1].level >= heading.level:
                stack.pop()
            stack.append(heading)
        return tuple(heading.text for heading in stack)
