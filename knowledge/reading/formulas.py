"""LaTeX in text, kept as it was written: to Markdown its signs would be emphasis and escapes."""

import re
from collections.abc import Callable

_FORMULA = re.compile(
    r"(?<![\\$])\$\$(?=\S)[^$\n]{1,2000}?\$\$"
    r"|(?<![\\$\w])\$(?=[^\s$])[^$\n]{0,600}?(?<=[^\s\\$])\$(?![\d$])"
    r"|(?<!\\)\\\((?=\S)(?:[^\\\n]|\\[^(\n]){1,600}?\\\)"
    r"|(?<!\\)\\\[(?=\S)(?:[^\\\n]|\\[^\[\n]){1,2000}?\\\]"
    r"|(?<!\\)\\\\\((?=\S)(?:[^\\\n]|\\[^\\\n]|\\\\(?![\\()])){1,600}?\\\\\)"
    r"|(?<!\\)\\\\\[(?=\S)(?:[^\\\n]|\\[^\\\n]|\\\\(?![\\\[\]])){1,2000}?\\\\\]"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SIGNS = re.compile(r"[\\^_{}=<>*]|^\$\$?\s*[^\W\d_]{1,2}\s*\$")
_MARK = "\ue100{}\ue101"
_MARKED = re.compile("\ue100(\\d+)\ue101")
_ALONE = re.compile(r"^(?P<before>[\s>]*(?:[-*+]\s+)?)\$\$\s*$")
_BEGINS = re.compile(r"^(?P<before>[\s>]*(?:[-*+]\s+)?)\$\$(?P<rest>[^$]*)$")
_ENDS = re.compile(r"^(?P<rest>[^$]*)(?<!\\)\$\$\s*+[.,;]?\s*+$")
_LONGEST_BLOCK = 60  # lines


def set_aside(text: str) -> tuple[str, Callable[[str], str]]:
    """*text* with a mark for each formula, and what puts the formulas back."""
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return text, _same
    kept: list[str] = []

    def mark(found: re.Match[str]) -> str:
        if not _SIGNS.search(found.group()):
            return found.group()  # two prices
        kept.append(_as_meant(found.group()))
        return _MARK.format(len(kept) - 1)

    marked = _FORMULA.sub(mark, text.replace("\ue100", "").replace("\ue101", ""))

    def put_back(read: str) -> str:
        return _MARKED.sub(lambda found: kept[int(found[1])], read)

    return (marked, put_back) if kept else (text, _same)


def _as_meant(formula: str) -> str:
    """A formula written for a program that reads Markdown first has each backslash twice."""
    return _ESCAPED.sub(r"\1", formula) if formula.startswith("\\\\") else formula


def _same(read: str) -> str:
    return read


def fence_blocks(lines: list[str], code: list[bool]) -> None:
    """Formulas of several lines, between two "$$", become blocks of code."""
    number = 0
    while number < len(lines):
        end = -1
        if "$$" in lines[number] and not code[number]:
            end = _end(lines, number, code)
            if end < 0:
                end = _set_apart(lines, number, code)
        if end > number:
            opens = _ALONE.match(lines[number])
            before = opens["before"] if opens else ""
            lines[number] = f"{before}```math"
            lines[end] = re.sub(r"[-*+]", " ", before) + "```"
            for at in range(number, end + 1):
                code[at] = True
        number = max(end, number) + 1


def _end(lines: list[str], start: int, code: list[bool]) -> int:
    """The line that ends the formula; -1 if none begins, or it does not end soon."""
    if not _ALONE.match(lines[start]):
        return -1
    for number in range(start + 1, min(start + _LONGEST_BLOCK, len(lines))):
        if code[number] or lines[number].lstrip().startswith("#"):
            return -1
        if _ALONE.match(lines[number]):
            return number
    return -1


def _set_apart(lines: list[str], start: int, code: list[bool]) -> int:
    """Where a formula begins and ends on lines with "$$", give the "$$" lines of their own.

    The text beside them moves to the lines between; a formula of two lines becomes one of one.
    Gives the line that the formula ends on, -1 if there is no such formula.
    """
    begins = _BEGINS.match(lines[start])
    if begins is None:
        return -1
    for number in range(start + 1, min(start + _LONGEST_BLOCK, len(lines))):
        line = lines[number]
        if code[number] or not line.strip() or line.lstrip().startswith("#"):
            return -1
        if "$$" in line:
            break
    else:
        return -1
    ends = _ENDS.match(line)
    if ends is None or not _SIGNS.search("".join((*lines[start:number], ends["rest"]))):
        return -1
    before, first = begins["before"], begins["rest"].strip()
    last = _unquoted(ends["rest"], before.count(">"))
    if number == start + 1:
        lines[start], lines[number] = f"{before}$${first} {last}$$", ""
        return start
    inside = re.sub(r"[-*+]", " ", before)
    if first:
        lines[start + 1] = f"{inside}{first} {_unquoted(lines[start + 1], before.count('>'))}"
    if last:
        lines[number - 1] = f"{lines[number - 1].rstrip()} {last}"
    lines[start], lines[number] = f"{before}$$", f"{inside}$$"
    return number


def _unquoted(line: str, depth: int) -> str:
    """A line without the marks of the quotes around it: a further ">" belongs to the formula."""
    for _ in range(depth):
        line = line.lstrip().removeprefix(">")
    return line.strip()
