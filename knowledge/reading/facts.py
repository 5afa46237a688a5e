"""From blocks to facts: every line with the headings, bullets and columns that give it meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.model import Fact, FactKind
from knowledge.reading import tables
from knowledge.reading.blocks import Block, HeadingBlock
from knowledge.reading.files import FEWEST_LINES
from knowledge.reading.front_matter import NOTHING_DECLARED, Declared
from knowledge.reading.html_tables import HtmlTable, table_at
from knowledge.reading.pieces import (
    INLINE,
    LeadLine,
    alias_names,
    code_pieces,
    is_bare_label,
    is_contents,
    join,
    keeps_numbers,
    parent_label,
    plain_bold,
    short_hash,
    spans,
    why_not,
)
from knowledge.reading.wording import (
    CONTENTS,
    TODO,
    bold_term,
    has_content,
    heading_text,
    is_label,
    is_short_label,
    is_wholly_bold,
    sentences,
    statements,
    term_of,
    words_of,
)

_ADMONITION = re.compile(r"^\s*\[![\w |-]+\][+-]?\s*")
_CHECKBOX = re.compile(r"^\[[ xX]\]\s+")
_LONGEST_BULLET = 600  # characters; beyond it a bullet is read as the prose it is
_LONGEST_PARENT = 200
_MARKER = re.compile(r"^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])(?:\s+|$))*")


@dataclass(slots=True)
class NoteReader:
    """Walks over the blocks of one note and notes the fate of every line."""

    file: str
    lines: list[str]
    references: dict[str, object]
    facts: list[Fact] = field(default_factory=list)
    fates: dict[int, str] = field(default_factory=dict)  # line number → "fact" or why not
    headings: list[HeadingBlock] = field(default_factory=list)
    checked: dict[int, str] = field(default_factory=dict)  # the month in which a line was checked
    html_tables: list[HtmlTable] = field(default_factory=list)
    declared: Declared = NOTHING_DECLARED
    anchors: frozenset[str] = frozenset()  # what links into this note may lead to
    most_apart: int = FEWEST_LINES  # facts; beyond them sentences of a paragraph stay together
    _stack: list[HeadingBlock] = field(default_factory=list)
    _leads: list[LeadLine] = field(default_factory=list)
    _ignoring: str = ""  # the reason why what stands under this heading is left out
    _ids: dict[str, int] = field(default_factory=dict)

    # ------------------------------------------------------------ blocks

    def walk(
        self, blocks: Sequence[Block], parents: tuple[str, ...] = (), quoted: bool = False
    ) -> None:
        for block, following in pairwise([*blocks, None]):
            assert block is not None
            if self._ignoring and block.kind != "heading":
                self._leave_out(block)
                continue
            match block.kind:
                case "heading":
                    self._heading(block, following, parents)
                case "paragraph":
                    self._paragraph(block, following, parents, quoted)
                case "list":
                    self._list(block, parents + self._lead_in(), quoted)
                case "table":
                    self._table(block, parents + self._lead_in())
                case "code":
                    self._code(block, parents + self._lead_in())
                case "quote":
                    self.walk(block.children, parents, quoted=True)
                case "rule":
                    self.close_leads(1)
                    self._note(block, "markup")
                case _:
                    self.walk(block.children, parents, quoted)

    def _leave_out(self, block: Block) -> None:
        self._note(block, self._ignoring)

    def _heading(self, block: Block, following: Block | None, parents: tuple[str, ...]) -> None:
        text = heading_text(INLINE.plain(block.content, self.references))
        prose = block.markup in ("-", "=") and (
            "\n" in block.content or len(words_of(text)) > 10 or block.content.endswith(".")
        )
        if prose:  # a rule drawn right below a paragraph
            if not self._ignoring:
                self._paragraph(block, following, parents, quoted=False)
            else:
                self._leave_out(block)
            return
        self.close_leads(0)
        self._note(block, "heading")
        self._ignoring = ""
        while self._stack and self._stack[-1].level >= block.level:
            self._stack.pop()
        if not text:
            return
        if TODO.match(text):
            self._ignoring = "TODO"
            return
        if CONTENTS.match(text):
            return
        names = self._declared_names(text) if block.level == 1 and not self.headings else ()
        heading = HeadingBlock(block.level, text, block.line, names)
        self._stack.append(heading)
        self.headings.append(heading)

    def begin(self, blocks: Sequence[Block]) -> None:
        """Give a note without a title of its own the one that its front matter declares."""
        first = next((block for block in blocks if block.kind == "heading"), None)
        if first is not None and first.level == 1:
            return
        stem = self.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        named = self.declared.aliases or self.declared.tags
        title = heading_text(self.declared.title or (stem if named else ""))
        if title:
            heading = HeadingBlock(0, title, 1, self._declared_names(title))
            self._stack.append(heading)
            self.headings.append(heading)

    def _declared_names(self, title: str) -> tuple[str, ...]:
        names = (*self.declared.aliases, self.declared.title)
        return tuple(name for name in names if name and name.casefold() != title.casefold())

    def _paragraph(
        self, block: Block, following: Block | None, parents: tuple[str, ...], quoted: bool
    ) -> None:
        for lead in self._leads:
            if lead.brief and lead.used:
                self._end_lead(lead)
        if table := table_at(block.content, self.html_tables):
            self._html_table(table, block, parents + self._lead_in())
            return
        if tables.is_headerless(block.lines):
            self._rows_without_header(block, parents + self._lead_in())
            return
        raw = block.lines
        if quoted:
            raw = [_ADMONITION.sub("", line) for line in raw]
        plain = INLINE.lines("\n".join(raw), self.references)
        kept = [number for number in range(len(raw)) if self._worth(block, number, raw, plain)]
        groups = statements([raw[number] for number in kept])
        before_block = following is not None and following.kind in ("list", "table", "code")
        for position, group in enumerate(groups):
            numbers = [kept[number] for number in group]
            last = position == len(groups) - 1
            asked = (
                self._asks(block, numbers, plain, parents) if before_block or not last else False
            )
            if not asked:
                is_code = following is not None and following.kind == "code"
                self._statement(
                    block, numbers, raw, plain, parents, last and before_block, quoted,
                    last and is_code,
                )  # fmt: skip

    def _asks(
        self, block: Block, numbers: list[int], plain: list[str], parents: tuple[str, ...]
    ) -> bool:
        """A question right above its answer acts as a heading for it."""
        text = join(plain[number] for number in numbers)
        if not text.endswith(("?", "？")) or len(text) > _LONGEST_PARENT:
            return False
        if len(sentences(text)) > 1:
            return False
        line, last_line = block.line + numbers[0], block.line + numbers[-1]
        self._lead(LeadLine(text, line, last_line, 2, brief=True), parents)
        return True

    def _worth(self, block: Block, number: int, raw: list[str], plain: list[str]) -> bool:
        """Does this line say something? If not, note why."""
        reason = why_not(raw[number], plain[number], self.anchors)
        if reason:
            self.fates[block.line + number] = reason
        return not reason

    def _statement(
        self,
        block: Block,
        numbers: list[int],
        raw: list[str],
        plain: list[str],
        parents: tuple[str, ...],
        leads_on: bool,
        quoted: bool,
        before_code: bool = False,
    ) -> None:
        text = join(plain[number] for number in numbers)
        line, last_line = block.line + numbers[0], block.line + numbers[-1]
        bold = not quoted and len(numbers) == 1 and is_wholly_bold(raw[numbers[0]])
        if self._take_aliases(text, line):
            return
        if bold and (is_label(text.rstrip(":")) or text.endswith(":")):
            self._lead(LeadLine(heading_text(text), line, last_line, 1, brief=False), parents)
        elif text.endswith(":") and is_label(text.rstrip(":")):
            self._lead(LeadLine(heading_text(text), line, last_line, 2, brief=leads_on), parents)
        elif leads_on and is_short_label(text):
            self._lead(LeadLine(heading_text(text), line, last_line, 2, brief=True), parents)
        else:
            kind = FactKind.QUOTE if quoted else FactKind.SENTENCE
            if bold_term(raw[numbers[0]].strip()):  # a bold line's equal, no part of it
                self.close_leads(1)
            found = [(text, numbers[0], numbers[-1])]
            if len(self.facts) < self.most_apart:
                found = list(spans(text, [plain[number] for number in numbers], numbers))
            for sentence, first, last in found:
                bold_words = plain_bold(raw[first], self.references)
                self._add(
                    kind, sentence, parents, block.line + first, block.line + last, block.line,
                    term=term_of(sentence, bold_words),
                )  # fmt: skip
            if (leads_on and text.endswith(":")) or before_code:
                label = found[-1][0].rstrip(": " if text.endswith(":") else " ")
                self._leads.append(LeadLine(label, line, last_line, 3, brief=True, used=True))

    def _take_aliases(self, text: str, line: int) -> bool:
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

    def _lead(self, lead: LeadLine, parents: tuple[str, ...]) -> None:
        if not has_content(lead.text):
            return
        self.close_leads(lead.rank)
        lead.parents = parents
        self._leads.append(lead)
        self._note_lines(lead.line, lead.last_line, "acts as heading")

    def close_leads(self, rank: int) -> None:
        """End the leads of this rank and above; one that led to nothing is a fact itself."""
        for lead in [lead for lead in self._leads if lead.rank >= rank]:
            self._end_lead(lead)

    def _end_lead(self, lead: LeadLine) -> None:
        self._leads.remove(lead)
        if not lead.used:
            self._add(
                FactKind.SENTENCE, lead.text, lead.parents, lead.line, lead.last_line, lead.line
            )

    def _lead_in(self) -> tuple[str, ...]:
        """The sentence ending in a colon right before this block, which its lines hang under."""
        found = tuple(lead.text for lead in self._leads if lead.rank == 3)
        self._leads = [lead for lead in self._leads if lead.rank != 3]
        return found

    # ------------------------------------------------------------ lists

    def _list(self, block: Block, parents: tuple[str, ...], quoted: bool) -> None:
        if is_contents(block, self.anchors):
            self._note(block, "table of contents")
            return
        label: tuple[str, ...] = ()
        pending: LeadLine | None = None
        above = parents[-1] if parents else self._title_above()
        numbered = keeps_numbers(block, above)
        for position, item in enumerate(block.children):
            more = position + 1 < len(block.children)
            heads = more and is_bare_label(item, self.references)
            if heads:  # "- Types:" without children: what follows hangs under it
                self._end_pending(pending, parents, block)
                text = heading_text(INLINE.plain(item.children[0].content, self.references))
                pending = LeadLine(text, item.line, item.children[0].last_line, 2, brief=True)
                label = (text,)
                self._note_lines(pending.line, pending.last_line, "acts as heading")
                continue
            before = len(self.facts)
            if pending is not None and item.children and len(item.children) > 1:
                self._end_pending(pending, parents, block)
                pending, label = None, ()
            self._item(item, parents + label, block, quoted, numbered)
            if pending is not None and len(self.facts) > before:
                pending.used = True
        self._end_pending(pending, parents, block)

    def _end_pending(self, lead: LeadLine | None, parents: tuple[str, ...], block: Block) -> None:
        if lead is not None and not lead.used:
            self._add(FactKind.BULLET, lead.text, parents, lead.line, lead.last_line, block.line)

    def _title_above(self) -> str:
        """The lead or heading that what comes now stands under."""
        titles = [*(heading.text for heading in self._stack), *(lead.text for lead in self._leads)]
        return titles[-1] if titles else ""

    def _item(
        self, item: Block, parents: tuple[str, ...], siblings: Block, quoted: bool, numbered: bool
    ) -> None:
        if not item.children:
            self._unparsed(item, parents, siblings)
            return
        first, rest = item.children[0], item.children[1:]
        is_table = tables.is_headerless(first.lines) or table_at(first.content, self.html_tables)
        if first.kind != "paragraph" or is_table:
            self.walk(item.children, () if first.kind == "heading" else parents, quoted)
            return
        raw = [_CHECKBOX.sub("", line) for line in first.lines]
        plain = INLINE.lines("\n".join(raw), self.references)
        kept = [number for number in range(len(raw)) if self._worth(first, number, raw, plain)]
        groups = [
            [kept[number] for number in group] for group in statements([raw[n] for n in kept])
        ]
        if not groups:
            if self.fates.get(first.line) == "markup":
                self.fates[first.line] = "empty bullet"
            self.walk(rest, parents, quoted)
            return
        text = join(plain[number] for number in groups[0])
        bold = plain_bold(raw[groups[0][0]], self.references)
        heads = bool(rest) and (
            (text.endswith(":") and len(words_of(text)) <= 8)
            or (is_wholly_bold(raw[groups[0][0]]) and is_label(text))
            or is_short_label(text)
        )  # fmt: skip
        line, last_line = first.line + groups[0][0], first.line + groups[0][-1]
        place = len(self.facts)
        if not heads:
            shown = f"{item.info}. {text}" if numbered and not term_of(text, bold) else text
            self._bullet(shown, bold, parents, line, last_line, siblings.line, quoted)
        if len(groups) == 1 and not rest:
            return
        own = (*parents, parent_label(text, "" if heads else bold, whole=heads))
        for group in groups[1:]:
            self._bullet(
                join(plain[number] for number in group), "", own,
                first.line + group[0], first.line + group[-1], first.line, quoted,
            )  # fmt: skip
        self.walk(rest, own, quoted)
        if heads and len(self.facts) > place:
            self._note_lines(line, last_line, "acts as heading")
        elif heads:
            self._bullet(text, bold, parents, line, last_line, siblings.line, quoted)

    def _unparsed(self, item: Block, parents: tuple[str, ...], siblings: Block) -> None:
        """An item that is empty, or too deep for the parser: then each line is a bullet."""
        for number in range(item.line, min(item.last_line, len(self.lines)) + 1):
            text = INLINE.plain(_MARKER.sub("", self.lines[number - 1]), self.references)
            if has_content(text) and self.fates.get(number) != "fact":
                self._add(FactKind.BULLET, text, parents, number, number, siblings.line)
        self._note(item, "empty bullet")

    def _bullet(
        self, text: str, bold: str, parents: tuple[str, ...], line: int, last_line: int,
        block: int, quoted: bool,
    ) -> None:  # fmt: skip
        kind = FactKind.QUOTE if quoted else FactKind.BULLET
        whole = len(text) <= _LONGEST_BULLET or len(self.facts) >= self.most_apart
        pieces = [text] if whole else sentences(text)
        term = term_of(text, bold)
        for number, piece in enumerate(pieces):
            under = parents if number == 0 or not term else (*parents, term)
            self._add(kind, piece, under, line, last_line, block, term if number == 0 else "")

    # ------------------------------------------------------------ tables and code

    def _table(self, block: Block, parents: tuple[str, ...]) -> None:
        rows = [(row.line, tables.split_row(self.lines[row.line - 1])) for row in block.children]
        for number in range(block.line, block.last_line + 1):
            self.fates.setdefault(number, "markup")
        if rows:
            self._rows(block, rows[0], rows[1:], parents)

    def _rows_without_header(self, block: Block, parents: tuple[str, ...]) -> None:
        header, rows, delimiters = tables.rows_of(block.lines, block.line)
        self.fates.update(dict.fromkeys(delimiters, "markup"))
        self._rows(block, header, rows, parents)

    def _rows(
        self,
        block: Block,
        header: tuple[int, list[str]],
        rows: list[tuple[int, list[str]]],
        parents: tuple[str, ...],
    ) -> None:
        names = [INLINE.plain(cell, self.references).rstrip("* ") for cell in header[1]]
        if header[0]:
            self.fates[header[0]] = "table header" if any(map(has_content, names)) else "markup"
        named_above = ""
        added = 0
        for number, raw in rows:
            cells = [INLINE.plain(cell, self.references) for cell in raw]
            if tables.is_delimiter(raw) or not any(map(has_content, cells)):
                self.fates[number] = "markup" if any(cells) else "empty row"
                continue
            row = tables.read_row(names, cells, named_above)
            named_above = row.term or named_above
            under = (*parents, row.under) if row.under else parents
            self._add(
                FactKind.ROW, row.text, under, number, number, block.line, row.term, row.cells
            )
            added += 1
        if not added and header[0] and any(map(has_content, names)):
            row = tables.read_row([], names, "")
            self._add(FactKind.ROW, row.text, parents, header[0], header[0], block.line, row.term)

    def _html_table(self, table: HtmlTable, block: Block, parents: tuple[str, ...]) -> None:
        """A table of tags: as one of bars, but a row may stand on several lines."""
        rows = table.rows
        header = rows[0].cells if rows[0].is_header or len(rows) > 1 else ()
        names = [INLINE.plain(cell, self.references).rstrip("* ") for cell in header]
        self.fates.update(dict.fromkeys(range(table.line, table.last_line + 1), "markup"))
        named_above = ""
        for row in rows[1:] if header else rows:
            cells = [INLINE.plain(cell, self.references) for cell in row.cells]
            if not any(map(has_content, cells)):
                continue
            read = tables.read_row(names, cells, named_above)
            named_above = read.term or named_above
            under = (*parents, read.under) if read.under else parents
            self._add(
                FactKind.ROW, read.text, under, row.line, row.last_line, block.line,
                read.term, read.cells,
            )  # fmt: skip
            self.fates.update(dict.fromkeys(range(row.line, row.last_line + 1), "fact"))
        if header and len(rows) > 1:
            for number in range(rows[0].line, min(rows[0].last_line + 1, rows[1].line)):
                self.fates[number] = "table header"

    def _code(self, block: Block, parents: tuple[str, ...]) -> None:
        self._note(block, "markup")
        for text, line, last_line in code_pieces(block):
            self._add(FactKind.CODE, text, parents, line, last_line, block.line)

    # ------------------------------------------------------------ facts

    def _add(
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
        path = [heading.text for heading in self._stack]
        for lead in self._leads:
            lead.used = True
            if lead.rank < 3 and lead.text not in path[-1:]:
                path.append(lead.text)
        parents = tuple(parent[:_LONGEST_PARENT] for parent in parents)
        for number in range(line, last_line + 1):
            if self.lines[number - 1].strip():
                self.fates[number] = "fact"
        identity = self._identity(path, parents, text)
        months = [self.checked[n] for n in range(line, last_line + 1) if n in self.checked]
        self.facts.append(
            Fact(identity, text, kind, "", tuple(path), parents, self.file, line, last_line,
                 term, cells, block, min(months, default=""))
        )  # fmt: skip

    def _identity(self, path: list[str], parents: tuple[str, ...], text: str) -> str:
        digest = short_hash(self.file, *path, "", *parents, "", text)
        count = self._ids.get(digest, 0) + 1
        self._ids[digest] = count
        return digest if count == 1 else f"{digest}-{count}"

    def _note(self, block: Block, reason: str) -> None:
        self._note_lines(block.line, block.last_line, reason)

    def _note_lines(self, line: int, last_line: int, reason: str) -> None:
        for number in range(line, min(last_line, len(self.lines)) + 1):
            if self.lines[number - 1].strip():
                self.fates.setdefault(number, reason)
