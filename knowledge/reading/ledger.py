"""What a note yields, as it is read: facts below their headings, and the fate of every line."""

from dataclasses import dataclass, field

from knowledge.model import Fact, FactKind
from knowledge.reading.blocks import Block, HeadingBlock
from knowledge.reading.pieces import LeadLine, alias_names, short_hash
from knowledge.reading.wording import has_content

LONGEST_PARENT = 200  # characters


@dataclass(slots=True)
class Ledger:
    """The facts of one note so far, and the headings and leads that the next one stands under.

    A lead is a line that acts as heading. Those of rank 1 and 2 join the headings; one of rank 3
    is the sentence that ends in a colon right before a list, a table or code.
    """

    file: str
    lines: list[str]
    facts: list[Fact] = field(default_factory=list)
    fates: dict[int, str] = field(default_factory=dict)  # line number → "fact" or why not
    headings: list[HeadingBlock] = field(default_factory=list)
    checked: dict[int, str] = field(default_factory=dict)  # the month in which a line was checked
    _stack: list[HeadingBlock] = field(default_factory=list)
    _leads: list[LeadLine] = field(default_factory=list)
    _ids: dict[str, int] = field(default_factory=dict)

    # ------------------------------------------------------------ headings

    def leave(self, level: int) -> None:
        """End the headings of this level and below."""
        while self._stack and self._stack[-1].level >= level:
            self._stack.pop()

    def enter(self, heading: HeadingBlock) -> None:
        """Go on under a heading."""
        self._stack.append(heading)
        self.headings.append(heading)

    def title_above(self) -> str:
        """The lead or heading that what comes now stands under."""
        titles = [*(heading.text for heading in self._stack), *(lead.text for lead in self._leads)]
        return titles[-1] if titles else ""

    def take_aliases(self, text: str, line: int) -> bool:
        """ "Aliases: a, b" right below a heading says under what names people look for it."""
        names = alias_names(text)
        heading = self._stack[-1] if self._stack else None
        if not names or heading is None or heading is not self.headings[-1]:
            return False
        if self.facts and self.facts[-1].line > heading.line:
            return False
        named = HeadingBlock(heading.level, heading.text, heading.line, heading.aliases + names)
        self._stack[-1] = self.headings[-1] = named
        self.fates[line] = "aliases"
        return True

    # ------------------------------------------------------------ leads

    def lead(self, lead: LeadLine, parents: tuple[str, ...]) -> None:
        """Go on under a line that acts as heading."""
        if not has_content(lead.text):
            return
        self.close_leads(lead.rank)
        lead.parents = parents
        self._leads.append(lead)
        self.note_lines(lead.line, lead.last_line, "acts as heading")

    def lead_in(self, lead: LeadLine) -> None:
        """Let the block right below hang under a sentence that is a fact itself."""
        self._leads.append(lead)

    def take_lead_in(self) -> tuple[str, ...]:
        """The sentence ending in a colon right before this block, which its lines hang under."""
        found = tuple(lead.text for lead in self._leads if lead.rank == 3)
        self._leads = [lead for lead in self._leads if lead.rank != 3]
        return found

    def close_brief_leads(self) -> None:
        """End the leads that are over with the block below them."""
        for lead in self._leads:
            if lead.brief and lead.used:
                self._end_lead(lead)

    def close_leads(self, rank: int) -> None:
        """End the leads of this rank and above; one that led to nothing is a fact itself."""
        for lead in [lead for lead in self._leads if lead.rank >= rank]:
            self._end_lead(lead)

    def _end_lead(self, lead: LeadLine) -> None:
        self._leads.remove(lead)
        if not lead.used:
            self.add(
                FactKind.SENTENCE, lead.text, lead.parents, lead.line, lead.last_line, lead.line
            )

    # ------------------------------------------------------------ facts and fates

    def add(
        self,
        kind: FactKind,
        text: str,
        parents: tuple[str, ...],
        line: int,
        last_line: int,
        block: int,
        term: str = "",
        cells: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Take down a fact under all that stands above it."""
        path = [heading.text for heading in self._stack]
        for lead in self._leads:
            lead.used = True
            if lead.rank < 3 and lead.text not in path[-1:]:
                path.append(lead.text)
        parents = tuple(parent[:LONGEST_PARENT] for parent in parents)
        numbers = range(line, last_line + 1)
        for number in numbers:
            if self.lines[number - 1].strip():
                self.fates[number] = "fact"
        identity = self._identity(path, parents, text)
        months = [self.checked[n] for n in numbers if n in self.checked] if self.checked else ()
        self.facts.append(
            Fact(identity, text, kind, "", tuple(path), parents, self.file, line, last_line,
                 term, cells, block, min(months) if months else "")
        )  # fmt: skip

    def _identity(self, path: list[str], parents: tuple[str, ...], text: str) -> str:
        digest = short_hash(self.file, *path, "", *parents, "", text)
        count = self._ids.get(digest, 0) + 1
        self._ids[digest] = count
        return digest if count == 1 else f"{digest}-{count}"

    def note(self, block: Block, reason: str) -> None:
        """Say why the lines of a block are no facts, where nothing was said of them yet."""
        self.note_lines(block.line, block.last_line, reason)

    def note_lines(self, line: int, last_line: int, reason: str) -> None:
        """The same of some lines."""
        for number in range(line, min(last_line, len(self.lines)) + 1):
            if self.lines[number - 1].strip():
                self.fates.setdefault(number, reason)
