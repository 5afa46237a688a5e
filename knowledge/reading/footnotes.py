"""Footnotes, read with the sentence that they belong to."""

import re

_DEFINED = re.compile(r"^ {0,3}\[\^(?P<name>[^\]\s]{1,60})\]:\s*(?P<text>.*)$")
_CITED = re.compile(r"([.!?,;:]?)\[\^([^\]\s]{1,60})\](?!:)")
_LONGEST = 500  # characters; a longer note stays a paragraph of its own


def take_footnotes(lines: list[str], code: list[bool]) -> dict[int, str]:
    """Put the text of each footnote behind its mark and empty its lines; line → the reason.

    A footnote that no text refers to, or a long one, stays where it is.
    """
    defined: dict[str, tuple[str, range]] = {}
    for number, line in enumerate(lines):
        found = None if code[number] or "[^" not in line else _DEFINED.match(line)
        if found:
            last = _last_line(lines, number, code)
            text = " ".join([found["text"], *map(str.strip, lines[number + 1 : last])]).strip()
            if text and len(text) <= _LONGEST:
                defined.setdefault(found["name"], (text, range(number, last)))
    return _put_in_place(lines, code, defined) if defined else {}


def _last_line(lines: list[str], number: int, code: list[bool]) -> int:
    """The first line after a footnote: its further lines are indented."""
    number += 1
    while number < len(lines) and lines[number].startswith(("    ", "\t")) and not code[number]:
        number += 1
    return number


def _put_in_place(
    lines: list[str], code: list[bool], defined: dict[str, tuple[str, range]]
) -> dict[int, str]:
    own = {number for _, numbers in defined.values() for number in numbers}
    told: set[str] = set()

    def put(found: re.Match[str]) -> str:
        mark, name = found[1], found[2]
        if name not in defined or name in told:
            return mark
        told.add(name)
        return f" ({defined[name][0].rstrip('.')}){mark}"

    for number, line in enumerate(lines):
        if "[^" in line and not code[number] and number not in own:
            lines[number] = _CITED.sub(put, line)
    taken: dict[int, str] = {}
    for name in told:
        for number in defined[name][1]:
            lines[number] = ""
            taken[number] = "footnote"
    return taken
