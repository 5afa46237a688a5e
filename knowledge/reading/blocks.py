"""The blocks of a Markdown text, each with its lines: markdown-it's tokens as a small tree."""

from dataclasses import dataclass, field
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

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


def make_parser() -> MarkdownIt:
    """A CommonMark parser with tables, whose inline part is run apart and only where needed.

    Left off: indented code (in notes it is sloppy nesting) and HTML blocks (they swallow the
    headings right below a tag).
    """
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    parser.block.ruler.disable(["code", "html_block"])
    parser.core.ruler.disable(["inline", "text_join"])
    return parser


def read_blocks(
    parser: MarkdownIt, lines: list[str]
) -> tuple[list[Block], dict[str, object], set[int]]:
    """The top blocks of a text, its link references and the lines that those stand on."""
    environment: dict[str, object] = {}
    tokens = parser.parse("\n".join(lines), environment)
    top = Block("document", 1, len(lines))
    stack = [top]
    for token in tokens:
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
        if parent.kind == "row":
            parent.children.append(Block("paragraph", first + 1, last, content=token.content))
        else:
            parent.content = token.content
            parent.line, parent.last_line = first + 1, max(last, first + 1)
    elif token.type == "fence":
        block = Block("code", first + 1, last, content=token.content, info=token.info.strip())
        parent.children.append(block)
    elif token.type == "hr":
        parent.children.append(Block("rule", first + 1, last))
    elif token.nesting == -1 and f"{token.type[:-6]}_open" in _KINDS:
        stack.pop()
