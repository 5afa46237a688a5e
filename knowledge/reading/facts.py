"""From blocks to facts: every line with the headings, bullets and columns that give it meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.model import FactKind
from knowledge.reading.blocks import Block, HeadingBlock
from knowledge.reading.decoding import FEWEST_LINES
from knowledge.reading.front_matter import NOTHING_DECLARED, Declared
from knowledge.reading.html_tables import HtmlTable, table_at
from knowledge.reading.ledger import LONGEST_PARENT, Ledger
from knowledge.reading.pieces import (
    INLINE,
    LeadLine,
    code_pieces,
    is_bare_label,
    is_contents,
    join,
    keeps_numbers,
    parent_label,
    plain_bold,
    spans,
    why_not,
)
from knowledge.reading.rows import take_html_table, take_table, take_table_without_header
from knowledge.reading.tables import is_headerless
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
_MARKER = re.compile(r"^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])(?:\s+|$))*")


@dataclass(slots=True)
class NoteReader:
    """Walks over the blocks of one note and takes down what they say."""

    ledger: Ledger
    references: dict[str, object]
    html_tables: list[HtmlTable] = field(default_factory=list)
    declared: Declared = NOTHING_DECLARED
    anchors: frozenset[str] = frozenset()  # what links into this note may lead to
    most_apart: int = FEWEST_LINES  # facts; beyond them sentences of a paragraph stay together
    _ignoring: str = ""  # the reason why what stands under this heading is left out

    # ------------------------------------------------------------ blocks

    def walk(
        self, blocks: Sequence[Block], parents: tuple[str, ...] = (), quoted: bool = False
    ) -> None:
        for block, following in pairwise([*blocks, None]):
            assert block is not None
            if self._ignoring and block.kind != "heading":
                self.ledger.note(block, self._ignoring)
                continue
            match block.kind:
                case "heading":
                    self._heading(block, following, parents)
                case "paragraph":
                    self._paragraph(block, following, parents, quoted)
                case "list":
                    self._list(block, parents + self.ledger.take_lead_in(), quoted)
                case "table":
                    under = parents + self.ledger.take_lead_in()
                    take_table(self.ledger, self.references, block, under)
                case "code":
                    self._code(block, parents + self.ledger.take_lead_in())
                case "quote":
                    self.walk(block.children, parents, quoted=True)
                case "rule":
                    self.ledger.close_leads(1)
                    self.ledger.note(block, "markup")
                case _:
                    self.walk(block.children, parents, quoted)

    def _heading(self, block: Block, following: Block | None, parents: tuple[str, ...]) -> None:
        text = heading_text(INLINE.plain(block.content, self.references))
        prose = block.markup in ("-", "=") and (
            "\n" in block.content or len(words_of(text)) > 10 or block.content.endswith(".")
        )
        if prose:  # a rule drawn right below a paragraph
            if not self._ignoring:
                self._paragraph(block, following, parents, quoted=False)
            else:
                self.ledger.note(block, self._ignoring)
            return
        self.ledger.close_leads(0)
        self.ledger.note(block, "heading")
        self._ignoring = ""
        self.ledger.leave(block.level)
        if not text:
            return
        if TODO.match(text):
            self._ignoring = "TODO"
            return
        if CONTENTS.match(text):
            return
        names = self._declared_names(text) if block.level == 1 and not self.ledger.headings else ()
        heading = HeadingBlock(block.level, text, block.line, names)
        self.ledger.enter(heading)

    def begin(self, blocks: Sequence[Block]) -> None:
        """Give a note without a title of its own the one that its front matter declares."""
        first = next((block for block in blocks if block.kind == "heading"), None)
        if first is not None and first.level == 1:
            return
        stem = self.ledger.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        named = self.declared.aliases or self.declared.tags
        title = heading_text(self.declared.title or (stem if named else ""))
        if title:
            heading = HeadingBlock(0, title, 1, self._declared_names(title))
            self.ledger.enter(heading)

    def _declared_names(self, title: str) -> tuple[str, ...]:
        names = (*self.declared.aliases, self.declared.title)
        return tuple(name for name in names if name and name.casefold() != title.casefold())

    def _paragraph(
        self, block: Block, following: Block | None, parents: tuple[str, ...], quoted: bool
    ) -> None:
        self.ledger.close_brief_leads()
        if table := table_at(block.content, self.html_tables):
            under = parents + self.ledger.take_lead_in()
            take_html_table(self.ledger, self.references, table, block, under)
            return
        if is_headerless(block.lines):
            under = parents + self.ledger.take_lead_in()
            take_table_without_header(self.ledger, self.references, block, under)
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
        if not text.endswith(("?", "？")) or len(text) > LONGEST_PARENT:
            return False
        if len(sentences(text)) > 1:
            return False
        line, last_line = block.line + numbers[0], block.line + numbers[-1]
        self.ledger.lead(LeadLine(text, line, last_line, 2, brief=True), parents)
        return True

    def _worth(self, block: Block, number: int, raw: list[str], plain: list[str]) -> bool:
        """Does this line say something? If not, note why."""
        reason = why_not(raw[number], plain[number], self.anchors)
        if reason:
            self.ledger.fates[block.line + number] = reason
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
        if self.ledger.take_aliases(text, line):
            return
        if bold and (is_label(text.rstrip(":")) or text.endswith(":")):
            self.ledger.lead(LeadLine(heading_text(text), line, last_line, 1, brief=False), parents)
        elif text.endswith(":") and is_label(text.rstrip(":")):
            self.ledger.lead(
                LeadLine(heading_text(text), line, last_line, 2, brief=leads_on), parents
            )
        elif leads_on and is_short_label(text):
            self.ledger.lead(LeadLine(heading_text(text), line, last_line, 2, brief=True), parents)
        else:
            kind = FactKind.QUOTE if quoted else FactKind.SENTENCE
            if bold_term(raw[numbers[0]].strip()):  # a bold line's equal, no part of it
                self.ledger.close_leads(1)
            found = [(text, numbers[0], numbers[-1])]
            if len(self.ledger.facts) < self.most_apart:
                found = list(spans(text, [plain[number] for number in numbers], numbers))
            for sentence, first, last in found:
                bold_words = plain_bold(raw[first], self.references)
                self.ledger.add(
                    kind, sentence, parents, block.line + first, block.line + last, block.line,
                    term=term_of(sentence, bold_words),
                )  # fmt: skip
            if (leads_on and text.endswith(":")) or before_code:
                label = found[-1][0].rstrip(": " if text.endswith(":") else " ")
                self.ledger.lead_in(LeadLine(label, line, last_line, 3, brief=True, used=True))

    # ------------------------------------------------------------ lists

    def _list(self, block: Block, parents: tuple[str, ...], quoted: bool) -> None:
        if is_contents(block, self.anchors):
            self.ledger.note(block, "table of contents")
            return
        label: LeadLine | None = None
        above = parents[-1] if parents else self.ledger.title_above()
        numbered = keeps_numbers(block, above)
        for item, following in pairwise([*block.children, None]):
            assert item is not None
            if following and is_bare_label(item, self.references):
                # "- Types:" without children: what follows hangs under it
                self._end_label(label, parents, block, quoted)
                first = item.children[0]
                text = heading_text(INLINE.plain(first.content, self.references))
                label = LeadLine(text, item.line, first.last_line, 2, brief=True)
                self.ledger.note_lines(item.line, first.last_line, "acts as heading")
                continue
            if len(item.children) > 1:
                self._end_label(label, parents, block, quoted)
                label = None
            before = len(self.ledger.facts)
            self._item(item, (*parents, label.text) if label else parents, block, quoted, numbered)
            if label and len(self.ledger.facts) > before:
                label.used = True
        self._end_label(label, parents, block, quoted)

    def _end_label(
        self, label: LeadLine | None, parents: tuple[str, ...], siblings: Block, quoted: bool
    ) -> None:
        """A bullet that no other came to hang under is a fact itself."""
        if label and not label.used:
            last = label.last_line
            self._bullet(label.text, "", parents, label.line, last, siblings.line, quoted)

    def _item(
        self, item: Block, parents: tuple[str, ...], siblings: Block, quoted: bool, numbered: bool
    ) -> None:
        if not item.children:
            self._unparsed(item, parents, siblings)
            return
        first, rest = item.children[0], item.children[1:]
        is_table = is_headerless(first.lines) or table_at(first.content, self.html_tables)
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
            if self.ledger.fates.get(first.line) == "markup":
                self.ledger.fates[first.line] = "empty bullet"
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
        place = len(self.ledger.facts)
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
        if heads and len(self.ledger.facts) > place:
            self.ledger.note_lines(line, last_line, "acts as heading")
        elif heads:
            self._bullet(text, bold, parents, line, last_line, siblings.line, quoted)

    def _unparsed(self, item: Block, parents: tuple[str, ...], siblings: Block) -> None:
        """An item that is empty, or too deep for the parser: then each line is a bullet."""
        for number in range(item.line, min(item.last_line, len(self.ledger.lines)) + 1):
            text = INLINE.plain(_MARKER.sub("", self.ledger.lines[number - 1]), self.references)
            if has_content(text) and self.ledger.fates.get(number) != "fact":
                self.ledger.add(FactKind.BULLET, text, parents, number, number, siblings.line)
        self.ledger.note(item, "empty bullet")

    def _bullet(
        self, text: str, bold: str, parents: tuple[str, ...], line: int, last_line: int,
        block: int, quoted: bool,
    ) -> None:  # fmt: skip
        kind = FactKind.QUOTE if quoted else FactKind.BULLET
        whole = len(text) <= _LONGEST_BULLET or len(self.ledger.facts) >= self.most_apart
        pieces = [text] if whole else sentences(text)
        term = term_of(text, bold)
        for number, piece in enumerate(pieces):
            under = parents if number == 0 or not term else (*parents, term)
            self.ledger.add(kind, piece, under, line, last_line, block, term if number == 0 else "")

    # ------------------------------------------------------------ code

    def _code(self, block: Block, parents: tuple[str, ...]) -> None:
        self.ledger.note(block, "markup")
        for text, line, last_line in code_pieces(block):
            self.ledger.add(FactKind.CODE, text, parents, line, last_line, block.line)
