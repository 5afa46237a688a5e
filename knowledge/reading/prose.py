"""Several lines of Markdown as text that people can read, with the lines of code as they are."""

import re
from collections.abc import Iterable, Iterator

from knowledge.reading.code_lines import set_off, without_fences
from knowledge.reading.pieces import INLINE
from knowledge.reading.wording import has_content

_IMAGE = re.compile(r"!\[([^\[\]]*)\](?:\([^()\s]*(?:\s+\"([^\"]*)\")?\)|\[[^\[\]]*\])")
_EMBED = re.compile(r"!\[\[([^\[\]|#]+)(?:#[^\[\]|]*)?(?:\|([^\[\]]*))?\]\]")
_SIZE = re.compile(r"^\|?\d+(?:x\d+)?$")
_BULLET = re.compile(r"^(\s*)(?:[-*+]|(\d+[.)]))\s+")
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_BLANKS = " \t"
_BREAKS = " \t;"  # what a tag that breaks the line becomes


_CALLOUT = re.compile(r"^\s*\[!\w[\w |-]{0,40}\][+-]?\s*")  # "[!question]- Which …"


def readable(lines: Iterable[str]) -> str:
    """*lines* without markup, one below the other; fences and blank lines are left out."""
    return "\n".join(line for line, _ in _readable(lines))


def readable_with_code(lines: Iterable[str]) -> str:
    """The same with its code set off from its words."""
    return "\n".join(set_off(line, is_code) for line, is_code in _readable(lines))


def one_line(lines: Iterable[str]) -> str:
    """The same on a single line."""
    return " ".join(readable(lines).split())


def _readable(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    for line, is_code in without_fences(lines):
        text = (line if is_code else plain_line(line)).rstrip()
        if text.strip():
            yield text, is_code


def plain_line(line: str) -> str:
    """One line of text without its markup; what images show is kept, bullets become dashes."""
    line = _CALLOUT.sub("", _QUOTE.sub("", line))
    bullet = _BULLET.match(line)
    mark = ""
    if bullet:
        mark = f"{bullet[2]} " if bullet[2] else "- "
        line = line[bullet.end() :]
    row = line.strip()
    if row.startswith("|") and row.endswith("|") and row.count("|") > 2:
        line = " | ".join(cell.strip() for cell in row.strip("|").split("|"))
        if not has_content(line):
            return ""
    text = INLINE.plain(keep_images(line)).strip(_BREAKS if "<br" in line.lower() else _BLANKS)
    return f"{mark}{text}" if text else ""


def keep_images(line: str) -> str:
    """Images and embeds as the words that stand for them."""
    if "![" not in line:
        return line
    line = _EMBED.sub(lambda found: _shown(found[2] or "", found[1]), line)
    return _IMAGE.sub(lambda found: _shown(found[1], found[2] or ""), line)


def _shown(words: str, otherwise: str) -> str:
    """What an image shows in words; a number beside it is only its size."""
    words = words.partition("|")[0] if _SIZE.match(words.rpartition("|")[2]) else words
    return words.strip() or otherwise.strip()
