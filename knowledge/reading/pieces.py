"""Small readings of one block: its term, its sentences, whether it is a list of contents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from knowledge.reading.blocks import Block, make_parser
from knowledge.reading.inline import Inline, fold
from knowledge.reading.wording import (
    CALLOUT,
    CONTENTS,
    TODO,
    bold_term,
    has_content,
    is_label,
    is_pictogram,
    sentences,
    term_of,
)

_ONLY_LINK = re.compile(r"^\s*\[[^\[\]]*\]\(\s*<?([^()<>]*)>?(?:\s+\"[^\"]*\")?\s*\)\s*$")
_ONLY_IMAGE = re.compile(
    r"^\s*(?:\[?!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])\]?(?:\([^()]*\))?\s*)+$"
)
_ALIASES = re.compile(r"^(?:aliases|also known as|aka|a\.k\.a\.)\s*:\s*(?P<names>\S.*)$", re.I)
_CONTENTS_ENTRY = re.compile(r"^\s*(?:\[[^\n]*\]\(\s*<?#[^\n]*\)|\[\[#[^\n]*\]\])\s*$")
_FOOTNOTE_MARK = re.compile(r"^\*{1,4}(?=\w)|(?<=\w)\*{1,4}$")
_CODE_PIECE = 25  # lines

PARSER = make_parser()
INLINE = Inline(PARSER)


@dataclass(slots=True)
class LeadLine:
    """A bold line or a line ending in a colon that acts as a heading, until it no longer does."""

    text: str
    line: int
    last_line: int
    rank: int  # 1 bold, 2 colon: a bold line ends both, a colon line only its kind
    brief: bool  # only for the list right below it
    parents: tuple[str, ...] = ()
    used: bool = False


def short_hash(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()


def alias_names(text: str) -> tuple[str, ...]:
    """The names in "Aliases: a, b"."""
    found = _ALIASES.match(text)
    return tuple(filter(None, map(str.strip, re.split("[,;]", found["names"])))) if found else ()


def why_not(raw: str, plain: str) -> str:
    """Why a line says nothing; empty if it says something."""
    if _ONLY_IMAGE.match(raw) and not has_content(plain):
        return "image"
    if not has_content(plain):
        return "markup" if raw.strip() else "blank"
    if (link := _ONLY_LINK.match(raw)) and "://" not in link[1]:
        return "link"  # to another note or a heading; its text is that one's title
    if TODO.match(plain):
        return "TODO"
    if CALLOUT.match(plain):
        return "markup"
    return "table of contents" if raw.startswith("[") and CONTENTS.match(plain) else ""


def join(lines: Iterator[str]) -> str:
    return _FOOTNOTE_MARK.sub("", fold(" ".join(lines)).replace(" : ", ": "))


def plain_bold(raw: str, references: dict[str, object]) -> str:
    bold = bold_term(raw.strip())
    return INLINE.plain(bold, references) if bold else ""


def parent_label(text: str, bold: str, whole: bool) -> str:
    """What a bullet is called by those that hang under it: its term, if it is a fact itself."""
    term = "" if whole else term_of(text, bold)
    label = "".join(char for char in (term or text) if not is_pictogram(char))
    return fold(label).rstrip(": ") or text


def spans(text: str, lines: list[str], numbers: list[int]) -> Iterator[tuple[str, int, int]]:
    """The sentences of a paragraph, each with the first and last of its lines."""
    starts = []
    at = 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    position = 0
    for sentence in sentences(text):
        begin = max(text.find(sentence, position), position)
        position = begin + len(sentence)
        first = max(n for n, start in enumerate(starts) if start <= begin or n == 0)
        last = max(n for n, start in enumerate(starts) if start < position or n == 0)
        yield sentence, numbers[first], numbers[last]


def entries(block: Block) -> Iterator[str]:
    for item in block.children:
        for child in item.children:
            if child.kind == "list":
                yield from entries(child)
            else:
                yield child.content


def is_contents(block: Block) -> bool:
    """A list of links into the page itself."""
    if not block.children or not block.children[0].children:
        return False
    first = block.children[0].children[0].content
    if not _CONTENTS_ENTRY.match(first) and "](#" not in first:
        return False
    found = list(entries(block))
    links = sum(bool(_CONTENTS_ENTRY.match(entry)) for entry in found)
    return links >= 0.8 * len(found)


def is_bare_label(item: Block, references: dict[str, object]) -> bool:
    if len(item.children) != 1 or item.children[0].kind != "paragraph":
        return False
    content = item.children[0].content
    if "\n" in content or not content.rstrip(" *_").endswith(":"):
        return False
    text = INLINE.plain(content, references)
    return text.endswith(":") and is_label(text.rstrip(":"))


def code_pieces(block: Block) -> Iterator[tuple[str, int, int]]:
    """The text of a code block, in pieces if it is long, each with its lines."""
    lines = block.lines
    start = 0
    while start < len(lines):
        end = _end_of_piece(lines, start)
        written = [number for number in range(start, end) if lines[number].strip()]
        text = fold(" ".join(lines[start:end]))
        if written and has_content(text):
            last = min(block.line + 1 + written[-1], block.last_line)
            yield text, min(block.line + 1 + written[0], last), last
        start = end


def _end_of_piece(lines: list[str], start: int) -> int:
    """A long block is cut at an empty line where it has one."""
    if len(lines) - start <= _CODE_PIECE:
        return len(lines)
    for number in range(start + _CODE_PIECE // 2, min(start + 2 * _CODE_PIECE, len(lines))):
        if not lines[number].strip():
            return number + 1
    return start + _CODE_PIECE
