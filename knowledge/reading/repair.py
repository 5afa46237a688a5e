"""Damage that real notes have, mended before they are parsed; no line moves.

Mended are text that was decoded wrongly on its way here, code fences that never close, pages
wrapped in tags, comments and front matter. Each line keeps its number: what is taken out leaves
an empty line behind, with the reason noted.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from ftfy import fix_encoding
from ftfy.badness import is_bad
from ftfy.chardata import UTF8_DETECTOR_RE

from knowledge.reading.footnotes import take_footnotes
from knowledge.reading.formulas import fence_blocks
from knowledge.reading.html_tables import HtmlTable, take_html_tables
from knowledge.reading.inline import described_in
from knowledge.reading.vaults import read_fields, take_out_comments, take_out_queries

_FENCE = re.compile(
    r"^(?P<indent>(?:[ \t]|>|[-*+] )*)(?P<box>(?:[-*+]|\d{1,3}[.)])[ \t]+\[[ xX]\][ \t]+)?"
    r"(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$"
)
_LOOKS_EMPTY = re.compile(r"[\s\u200b\ufeff]*")  # white space that Markdown takes for text
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S")
_DEEP_HEADING = re.compile(r"^ {0,3}#{2,6}[ \t]+\S")
_BULLET = re.compile(r"^\s*(?:[-*+]|\d{1,3}[.)])[ \t]+\S")
_RULE = re.compile(r"^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$")
_TABLE_RULE = re.compile(r"^\s*+\|?\s*+:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)+\|?\s*+$")
_WRITTEN_IN_MARKDOWN = frozenset({"md", "markdown", "mdx"})
_LONG_FENCE = 30  # lines; what is closed sooner is believed

_TITLE = re.compile(
    r"""\b(?:title|label|summary)\s*=\s*(?:"([^"]+)"|'([^']+)'|\{["']([^"']+)["']\})"""
)
_ONLY_TAGS = re.compile(r"^\s*(?:</?[A-Za-z][^<>]*>\s*)+$")
_SUMMARY = re.compile(r"^\s*(?:<details[^<>]*>\s*)?<summary>(.+?)</summary>\s*$", re.IGNORECASE)
_IMPORT = re.compile(
    r"""^(?:import\s.+\sfrom\s+["'].+["']|import\s+["'].+["']|export\s+(?:const|default)\b.*);?\s*$"""
)
_ID = re.compile(r"^<!--\s*id:\s*([\w.:-]{1,80})\s*-->$")
_FENCED_DIV = re.compile(r"^\s*:::+\s*(?P<kind>[\w-]*)\s*(?P<title>.*)$")
_GLYPH = re.compile(r"^(\s*)[•◦▪●‣∙○■▸►➤➢]\s*(?=\S)")
_MARKERS = re.compile(
    r"^(?P<kept>(?:[ \t]*(?:[-*+](?=[ \t])|>|\d{1,9}[.)](?=[ \t]))){3})"
    r"(?:[ \t]*(?:[-*+](?=[ \t])|>|\d{1,9}[.)](?=[ \t])))++(?=.*\w)"
)
_ADMONITION = re.compile(r"""^\s*(?:!!!|\?\?\?)\+?\s+[\w-]+(?:\s+"(?P<title>.*)")?\s*$""")


@dataclass(slots=True)
class Repaired:
    """The lines to parse, and those taken out beforehand with the reason."""

    lines: list[str]
    removed: dict[int, str] = field(default_factory=dict)  # line number → reason
    notes: list[str] = field(default_factory=list)  # what was mended, one sentence each
    code: list[bool] = field(default_factory=list)  # for each line, whether it is code
    front: list[str] = field(default_factory=list)  # the lines of the front matter
    tables: list[HtmlTable] = field(default_factory=list)
    ids: dict[int, str] = field(default_factory=dict)  # line, from 0 → "name" of <!-- id: name -->


def mend(text: str) -> Repaired:
    """Mend what is damaged in *text* and take out what is no text; tags stay as they are. Total."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    # vertical tab and form feed are white space that Markdown takes for text
    text = mend_encoding(text).removeprefix("\ufeff").replace("\x0b", " ").replace("\x0c", " ")
    result = Repaired(["" if _LOOKS_EMPTY.fullmatch(line) else line for line in text.split("\n")])
    _take_out_front_matter(result)
    result.code = _close_fences(result)
    fence_blocks(result.lines, result.code)
    _take_out_comments(result)
    for take in (take_out_queries, take_out_comments, take_footnotes):
        result.removed.update(
            (number + 1, reason) for number, reason in take(result.lines, result.code).items()
        )
    return result


# ---------------------------------------------------------------- encoding

_HIGH_RUN = re.compile("[\u0080-\uffff]{2,}")


def mend_encoding(text: str) -> str:
    """Undo UTF-8 that was read as something else, line by line; sound text stays as it is.

    ftfy knows which letters stand together in real words. It leaves out symbols that were read
    as Mac Roman, so those follow; they come out as symbols or not at all.

    >>> mend_encoding("EC2 ‚Üí S3, na\u00efve caf\u00e9 \u00e0 l\u2019\u00e9t\u00e9")
    'EC2 → S3, naïve café à l’été'
    """
    if text.isascii():
        return text
    return "\n".join(
        line if line.isascii() else _HIGH_RUN.sub(_symbols, _mended(line))
        for line in text.split("\n")
    )


def _mended(line: str) -> str:
    """As ftfy mends a line by itself, in a part of the time: most have nothing to mend.

    What stands in a line is mended before control characters are, which it does the other way.
    """
    while is_bad(line):
        mended = fix_encoding(line, decode_inconsistent_utf8=False, fix_c1_controls=False)
        if mended == line:  # not as a whole: then what stands in it
            mended = UTF8_DETECTOR_RE.sub(_mended_piece, line)
        if mended == line:
            return fix_encoding(line)
        line = mended
    return line


def _mended_piece(found: re.Match[str]) -> str:
    piece = found[0]
    return _mended_letters(piece) if piece != found.string and is_bad(piece) else piece


@lru_cache(maxsize=1024)
def _mended_letters(piece: str) -> str:
    return fix_encoding(piece)  # the same few again and again


def _symbols(run: re.Match[str]) -> str:
    """A run of letters as the symbols that were read as them, if they were."""
    try:
        data = run.group().encode("mac_roman")
    except UnicodeEncodeError:
        return run.group()
    # the first byte of an emoji is lost in some copies
    return _decoded(data) or _decoded(b"\xf0" + data) or run.group()


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if all(map(_is_symbol, text)) else ""


def _is_symbol(char: str) -> bool:
    """Punctuation, arrows, symbols and emoji: what no two letters of a word can be taken for."""
    code = ord(char)
    return 0x2000 <= code <= 0x2BFF or code == 0xFE0F or code >= 0x1F000


# ---------------------------------------------------------------- code fences


def _close_fences(result: Repaired) -> list[bool]:
    """Close the fences that would swallow notes; say for each line whether it is code."""
    lines = result.lines
    inside = [False] * (len(lines) + 1)
    at = 0
    while at < len(lines):
        opening = _FENCE.match(lines[at])
        if opening is None:
            at += 1
            continue
        end = _end_of_fence(lines, at, opening)
        escape = _where_notes_resume(lines, at, end, opening)
        if escape is not None:
            fence = opening["indent"].replace("-", " ").replace("*", " ").replace("+", " ")
            lines[escape] = fence + opening["mark"]
            result.removed[escape + 1] = "blank"
            result.notes.append(
                f"line {at + 1}: the code block never closes; taken to end before line {escape + 2}"
            )
            end = escape
        begins_option = opening["box"] is not None
        for number in range(at + begins_option, min(end + 1, len(lines))):
            inside[number] = True
        at = end + 1
    return inside


def _end_of_fence(lines: list[str], start: int, opening: re.Match[str]) -> int:
    mark = opening["mark"]
    closing = re.compile(rf"^[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$")
    for number in range(start + 1, len(lines)):
        if closing.match(lines[number]):
            return number
    return len(lines)


def _where_notes_resume(
    lines: list[str], start: int, end: int, opening: re.Match[str]
) -> int | None:
    """The empty line in a code block after which notes go on, if they do.

    A fence that closes soon is believed, and so is one that is meant to hold Markdown. Otherwise
    what stands inside decides: a heading after an empty line, with more Markdown below.
    """
    closed = end < len(lines)
    info = opening["info"].strip().lower()
    if info in _WRITTEN_IN_MARKDOWN:
        return None
    swallowed = any(
        (fence := _FENCE.match(line)) and fence["info"].strip() for line in lines[start + 1 : end]
    )
    if closed and not swallowed and end - start < _LONG_FENCE:
        return None
    for number in range(start + 1, end):
        if lines[number].strip() or number + 1 >= end:
            continue
        following = next((at for at in range(number, end) if lines[at].strip()), None)
        if following is None:
            break
        if _resumes_at(lines, following, end, closed and not swallowed):
            return following - 1
    return None


def _resumes_at(lines: list[str], number: int, end: int, believed: bool) -> bool:
    """Does Markdown go on at this line, which follows an empty one?"""
    below = lines[number : min(end, number + 40)]
    headings = sum(bool(_HEADING.match(line)) for line in below)
    bullets = sum(bool(_BULLET.match(line)) for line in below)
    rules = sum(bool(_RULE.match(line) or _TABLE_RULE.match(line)) for line in below)
    if not _HEADING.match(lines[number]):
        # no heading: only a table or a rule with bullets around it is evidence enough
        starts = _RULE.match(lines[number]) or _BULLET.match(lines[number])
        return bool(not believed and starts and headings and bullets)
    deep = sum(bool(_DEEP_HEADING.match(line)) for line in below)
    alone = len(below) > 1 and not below[1].strip()
    evidence = deep + (bullets > 1) + (rules > 0) + alone
    return evidence >= (4 if believed else 2)


# ---------------------------------------------------------------- what is not text


def _take_out_front_matter(result: Repaired) -> None:
    lines = result.lines
    if lines[0].strip() != "---":
        return
    for number in range(1, min(len(lines), 60)):
        if lines[number].strip() in ("---", "..."):
            if all(
                ":" in line or line.startswith((" ", "-", "#")) or not line.strip()
                for line in lines[1:number]
            ):
                result.front = lines[1:number]
                _empty(result, range(number + 1), "front matter")
            return


def _take_out_comments(result: Repaired) -> None:
    """HTML and MDX comments, over several lines too; an unclosed one is left as it stands."""
    for begin, finish in (("<!--", "-->"), ("{/*", "*/}")):
        text = "\n".join(result.lines)
        kept: list[str] = []
        hidden: list[int] = []  # the lines that comments stand on
        at = number = 0  # what comes next, and its line
        while (start := text.find(begin, at)) >= 0:
            number += text.count("\n", at, start)
            end = start + len(begin)
            if result.code[number]:
                kept.append(text[at:end])
            elif (closes := text.find(finish, end)) < 0:
                break
            else:
                end = closes + len(finish)
                if named := _ID.match(text[start:end]):
                    result.ids[number] = named[1]
                breaks = text.count("\n", start, end)
                kept += [text[at:start], "\n" * breaks]
                hidden += range(number, number + breaks + 1)
                number += breaks
            at = end
        result.lines = "".join((*kept, text[at:])).split("\n")
        blank = (line for line in hidden if not result.lines[line].strip())
        result.removed.update(dict.fromkeys((line + 1 for line in blank), "comment"))


def read_tags(result: Repaired) -> None:
    """Lines of nothing but tags, tables of tags, fields, and bullets drawn by hand.

    A title among the tags becomes a bold line, so acts as a heading. Of the marks of bullets and
    quotes that a line begins with three are kept: each is a list of its own to the parser.
    """
    lines = result.lines
    result.tables = take_html_tables(lines, result.code)
    for number, line in enumerate(lines):
        if result.code[number]:
            continue
        if (deep := _MARKERS.match(line)) is not None:
            line = lines[number] = deep["kept"] + line[deep.end() :]
        if "::" in line or "^" in line or "<%" in line or "`=" in line:
            line = lines[number] = read_fields(line)
        if not line.isascii() and _GLYPH.match(line):
            lines[number] = _GLYPH.sub(r"\1- ", line)
        elif "<" in line and (summary := _SUMMARY.match(line)):
            lines[number] = f"**{summary[1].strip()}**"
            _set_apart(result, number)
        elif "<" in line and _ONLY_TAGS.match(line):
            _replace_tags(result, number, line)
        elif line.startswith(("import ", "export ")) and len(line) < 500 and _IMPORT.match(line):
            _empty(result, [number], "markup")
        elif ":::" in line and (div := _FENCED_DIV.match(line)):
            _entitle(result, number, div["title"].strip("[]{} "))
        elif ("!!!" in line or "???" in line) and (admonition := _ADMONITION.match(line)):
            _entitle(result, number, admonition["title"] or "")


def _replace_tags(result: Repaired, number: int, line: str) -> None:
    shown = described_in(line) if "<img" in line.lower() else ""
    if shown:
        result.lines[number] = f"![{shown}](picture)"
        return
    found = _TITLE.search(line)
    title = next((group for group in found.groups() if group), "") if found else ""
    following = next((text for text in result.lines[number + 1 : number + 4] if text.strip()), "")
    if title and title.casefold() in following.casefold() and _HEADING.match(following):
        title = ""  # its own heading follows
    _entitle(result, number, title)


def _entitle(result: Repaired, number: int, title: str) -> None:
    if title:
        result.lines[number] = f"**{title}**"
        _set_apart(result, number)
    else:
        closes = result.lines[number].lstrip().startswith(("</", ":::"))
        _empty(result, [number], "markup")
        if closes:
            result.lines[number] = "***"  # what the tag entitled ends here


def _set_apart(result: Repaired, number: int) -> None:
    """Keep a title line from being joined to the paragraph around it: end it as one."""
    result.lines[number] += "  "


def _empty(result: Repaired, numbers: "range | list[int]", reason: str) -> None:
    for number in numbers:
        if result.lines[number].strip() or result.removed.get(number + 1) is None:
            result.removed[number + 1] = reason
        result.lines[number] = ""
