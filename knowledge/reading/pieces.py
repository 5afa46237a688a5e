"""Small readings of one block: its term, its sentences, whether it is a list of contents."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import unquote

from knowledge.reading.blocks import Block, make_parser
from knowledge.reading.inline import Inline, fold
from knowledge.reading.labels import ANSWER, SEVERAL_ANSWERS
from knowledge.reading.page import HEADING, heading_words
from knowledge.reading.wording import (
    CALLOUT,
    CONTENTS,
    TODO,
    bold_term,
    has_content,
    is_label,
    sentences,
    term_of,
    without_pictograms,
)

_ONLY_LINK = re.compile(r"^\s*\[[^\[\]]*\]\(\s*<?([^()<>]*)>?(?:\s+\"[^\"]*\")?\s*\)\s*$")
_ONLY_IMAGE = re.compile(
    r"^\s*(?:\[?!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])\]?(?:\([^()]*\))?\s*)+$"
)
_ALIASES = re.compile(r"^(?:aliases|also known as|aka|a\.k\.a\.)\s*:\s*(?P<names>\S.*)$", re.I)
_CONTENTS_ENTRY = re.compile(r"^\s*(?:\[[^\n]*\]\(\s*<?#[^\n]*\)|\[\[#[^\n]*\]\])\s*$")
_NAMED_PLACE = re.compile(r"""<\w[^<>]{0,80}?\b(?:name|id)\s*=\s*["']([^"'<>]{1,200})["']""")
_TO_A_NOTE = re.compile(r"^[^?#]*?(?:\.(?:md|mdx|markdown|txt)|/[^./]*|^[^./]*)/?(?:#.*)?$", re.I)
_FOOTNOTE_MARK = re.compile(r"^\*{1,4}(?=\w)|(?<=\w)\*{1,4}$")
_SEQUENCE = re.compile(
    r"\b(?:steps?|stages?|phases?|process|procedure|order|sequence|workflow|algorithm|how to"
    rf"|{ANSWER}|{SEVERAL_ANSWERS}|solutions?|key|schritte?|ablauf|reihenfolge|lösung(?:en)?|étapes?"
    r"|pasos|passi)\b",
    re.IGNORECASE,
)
_CODE_PIECE = 25  # lines

INLINE = Inline(make_parser())


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


def why_not(raw: str, plain: str, anchors: frozenset[str] = frozenset()) -> str:
    """Why a line says nothing; empty if it says something."""
    if _ONLY_IMAGE.match(raw) and not has_content(plain):
        return "image"
    if not has_content(plain):
        return "markup" if raw.strip() else "blank"
    link = _ONLY_LINK.match(raw)
    if link and _leads_elsewhere(link[1], anchors):
        return "link"  # to another note or a heading; its text is that one's title
    if TODO.match(plain):
        return "TODO"
    if CALLOUT.match(plain):
        return "markup"
    return "table of contents" if raw.startswith("[") and CONTENTS.match(plain) else ""


def _leads_elsewhere(target: str, anchors: frozenset[str]) -> bool:
    """Whether a link leads to a note or a heading, whose title its words are."""
    if "://" in target:
        return False
    if target.startswith("#"):
        return target in ("#", "#top") or _anchor(target) in anchors
    return bool(_TO_A_NOTE.match(target))


def join(lines: Iterator[str]) -> str:
    return _FOOTNOTE_MARK.sub("", fold(" ".join(lines)).replace(" : ", ": "))


def plain_bold(raw: str, references: dict[str, object]) -> str:
    bold = bold_term(raw.strip())
    return INLINE.plain(bold, references) if bold else ""


def parent_label(text: str, bold: str, whole: bool) -> str:
    """What a bullet is called by those that hang under it: its term, if it is a fact itself."""
    term = "" if whole else term_of(text, bold)
    return fold(without_pictograms(term or text)).rstrip(": ") or text


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
        first = max(bisect_right(starts, begin) - 1, 0)
        last = max(bisect_left(starts, position) - 1, 0)
        yield sentence, numbers[first], numbers[last]


def entries(block: Block) -> Iterator[str]:
    for item in block.children:
        for child in item.children:
            if child.kind == "list":
                yield from entries(child)
            else:
                yield child.content


def anchors_of(lines: Sequence[str], code: Sequence[bool]) -> frozenset[str]:
    """What links into a note may lead to: its headings, and places that its tags name."""
    found = set()
    for line, is_code in zip(lines, code, strict=False):
        if is_code:
            continue
        if HEADING.match(line):
            found.add(_anchor(heading_words(line)))
        if "<" in line:
            found.update(_anchor(name) for name in _NAMED_PLACE.findall(line))
    return frozenset(found)


def _anchor(text: str) -> str:
    """The letters and digits of a heading or of a link to it: tools differ in all else."""
    text = INLINE.plain(text) if "[" in text or "`" in text else text
    return "".join(char for char in unquote(text).casefold() if char.isalnum())


def _leads_to(entry: str, anchors: frozenset[str]) -> bool:
    """Whether an entry is nothing but a link into its own page, to a place that exists."""
    if not _CONTENTS_ENTRY.match(entry):
        return False
    target = entry.rpartition("#")[2].strip('()[]<> "').partition("|")[0]
    shown = INLINE.plain(entry)
    numbered = _anchor(re.sub(r"-\d+$", "", target))
    return not anchors.isdisjoint((_anchor(target), numbered, _anchor(shown)))


def is_contents(block: Block, anchors: frozenset[str]) -> bool:
    """A list of links to the headings of the page itself."""
    found = list(entries(block))
    links = sum(_leads_to(entry, anchors) for entry in found)
    return links > 0 and links >= 0.8 * len(found)


def keeps_numbers(block: Block, above: str) -> bool:
    """Whether the numbers of a list mean something: of steps, or of questions to answer."""
    if block.markup not in (".", ")"):
        return False
    numbers = [item.info for item in block.children]
    in_order = numbers == [str(number) for number in range(1, len(numbers) + 1)]
    in_order = in_order or len(set(numbers)) == 1  # left to the program that shows them
    return len(numbers) > 1 and (not in_order or bool(_SEQUENCE.search(above)))


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
        text = clean_code(lines[start:end])
        if written and has_content(text):
            last = min(block.line + 1 + written[-1], block.last_line)
            yield text, min(block.line + 1 + written[0], last), last
        start = end


def clean_code(lines: Sequence[str]) -> str:
    """Lines of code as they stand, without those that are blank and what no screen shows."""
    indent = min((len(n) - len(n.lstrip()) for n in lines if n.strip()), default=0)
    shown = (
        "".join(c if c.isprintable() else " " for c in line.expandtabs(4)[indent:]).rstrip()
        for line in lines
    )
    return "\n".join(line for line in shown if line)


def _end_of_piece(lines: list[str], start: int) -> int:
    """A long block is cut at an empty line where it has one."""
    if len(lines) - start <= _CODE_PIECE:
        return len(lines)
    for number in range(start + _CODE_PIECE // 2, min(start + 2 * _CODE_PIECE, len(lines))):
        if not lines[number].strip():
            return number + 1
    return start + _CODE_PIECE
