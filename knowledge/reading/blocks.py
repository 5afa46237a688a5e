"""The blocks of a Markdown text, each with its lines: markdown-it's tokens as a small tree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.token import Token

from knowledge.reading.quick_parser import QuickBlock, QuickInline

BlockKind = Literal[
    "document", "heading", "paragraph", "list", "item", "table", "row", "code", "quote", "rule"
]

_KINDS: dict[str, BlockKind] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "table_open": "table",
    "tr_open": "row",
    "blockquote_open": "quote",
}

_DEEPEST = 120  # levels; a bullet below a bullet is two of them


@dataclass(slots=True)
class Block:
    """A block and what stands in it. Lines count from 1, the last one included."""

    kind: BlockKind
    line: int
    last_line: int
    level: int = 0  # of a heading
    content: str = ""  # Markdown, one line of it per line of the source
    info: str = ""  # of a code block: its language; of a numbered item: its number
    markup: str = ""
    children: list["Block"] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        return self.content.split("\n")


@dataclass(frozen=True, slots=True)
class HeadingBlock:
    """A real heading, for finding topics."""

    level: int
    text: str
    line: int
    aliases: tuple[str, ...] = ()


_NEVER = frozenset({"code", "html_block"})
_MARKS = {"table": "|", "blockquote": ">", "reference": "]:", "heading": "#"}
_RULES = frozenset({"***", "---", "___"})


@cache
def make_parser(without: frozenset[str] = frozenset()) -> MarkdownIt:
    """A CommonMark parser with tables, whose inline part is run apart and only where needed.

    Left off: indented code (in notes it is sloppy nesting), HTML blocks (they swallow the
    headings right below a tag) and the kinds of blocks that are to be done *without*. Where links
    lead is not looked at.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    parser.block, parser.inline = QuickBlock(), QuickInline()
    parser.block.ruler.at("table", _rows, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.disable([*_NEVER, *without])
    parser.core.ruler.disable(["inline", "text_join"])
    parser.normalizeLink = str  # type: ignore[assignment, method-assign]  # a third of a link's time
    return parser


def _rows(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table as its rows: their cells are read from the lines, of which some have thousands."""
    if not table(state, start, end, True):
        return False
    if silent:
        return True
    before, state.parentType = state.parentType, "table"
    opens = state.push("table_open", "table", 1)
    _row(state, start)
    ending = state.md.block.ruler.getRules("blockquote")
    line = start + 2
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        if any(rule(state, line, end, True) for rule in ending):
            break
        _row(state, line)
        line += 1
    opens.map = [start, line]
    state.push("table_close", "table", -1)
    state.parentType, state.line = before, line
    return True


def _row(state: StateBlock, line: int) -> None:
    state.push("tr_open", "tr", 1).map = [line, line + 1]
    state.push("tr_close", "tr", -1)


def _missing(lines: Sequence[str]) -> Iterator[str]:
    """The kinds of blocks of which a text has none for sure: each costs time on every line."""
    text = "\n".join(lines)
    yield from (kind for kind, mark in _MARKS.items() if mark not in text)
    if "```" not in text and "~~~" not in text:
        yield "fence"
    ends = [line.rstrip() for line in lines if line.endswith(("-", "=", "*", "_", " ", "\t"))]
    if not any(end.endswith(("-", "=")) for end in ends):
        yield "lheading"
    if not any("".join(end.split())[-3:] in _RULES for end in ends):
        yield "hr"


def read_blocks(lines: list[str]) -> tuple[list[Block], dict[str, object], set[int]]:
    """The top blocks of a text, its link references and the lines that those stand on."""
    environment: dict[str, object] = {}
    parser = make_parser(frozenset(_missing(lines)))
    tokens = parser.parse("\n".join(lines), environment)
    top = Block("document", 1, len(lines))
    stack = [top]
    for token in tokens:
        if token.nesting < 0:
            stack.pop()
        else:
            _place(token, stack)
    found = environment.get("references")
    references: dict[str, object] = found if isinstance(found, dict) else {}
    defined = {
        line + 1
        for reference in references.values()
        if isinstance(reference, dict) and isinstance(reference.get("map"), list)
        for line in range(*reference["map"])
    }
    return top.children, references, defined


def _place(token: Token, stack: list[Block]) -> None:
    parent = stack[-1]
    first, last = token.map or (parent.line - 1, parent.last_line)
    last = max(last, first + 1)
    if token.type in _KINDS:
        block = Block(_KINDS[token.type], first + 1, last, markup=token.markup, info=token.info)
        if block.kind == "heading":
            block.level = int(token.tag[1:])
        parent.children.append(block)
        stack.append(block)
    elif token.type == "inline":
        parent.content = token.content
        parent.line, parent.last_line = first + 1, max(last, first + 1)
    elif token.type == "fence":
        block = Block("code", first + 1, last, content=token.content, info=token.info.strip())
        parent.children.append(block)
    elif token.type == "hr":
        parent.children.append(Block("rule", first + 1, last))
