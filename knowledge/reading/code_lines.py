"""Code in the plain text of a question: each of its lines is set off by four blanks.

Words never begin with so many, so code is told from them wherever the text is drawn or written out.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from knowledge.reading.page import FENCE

SET_OFF = " " * 4
_MARK = "```"
_TYPED = re.compile(rf"{_MARK}(.*?){_MARK}[ \t]*(?=\n|\Z)", re.DOTALL)


def without_fences(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each line of Markdown but the fences, and whether it is code."""
    inside, quotes = "", 0
    for line in lines:
        fence = FENCE.match(line)
        if fence:
            mark = fence.group().strip(" >\t")[0]
            if inside in ("", mark):
                inside, quotes = "" if inside else mark, fence.group().count(">")
                continue
        yield _unquoted(line, quotes) if inside and quotes else line, bool(inside)


def _unquoted(line: str, quotes: int) -> str:
    """A line of code that stands in quotes as its fence does."""
    return re.sub(rf"^\s*(?:>\s?){{0,{quotes}}}", "", line)


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """Words and code by turns, the latter without what sets it off.

    >>> list(runs("What is it?\\n    x = [\\n        1]"))
    [('What is it?', False), ('x = [\\n    1]', True)]
    """
    for is_code, lines in groupby(text.split("\n"), lambda line: line.startswith(SET_OFF)):
        yield "\n".join(line.removeprefix(SET_OFF) if is_code else line for line in lines), is_code


def flush(text: str) -> str:
    """The text without what sets its code off."""
    return "\n".join(part for part, _ in runs(text))


def behind(words: str, text: str) -> str:
    """*text* on the line that *words* end; code begins one of its own."""
    return (f"{words}\n{text}" if text.startswith(SET_OFF) else f"{words} {text}").rstrip()


# ---------------------------------------------------------------- as people type it


def fenced(text: str) -> str:
    """The text with its code between fences; code that has such marks itself stays set off."""
    return "\n".join(
        f"{_MARK}\n{part}\n{_MARK}" if is_code and _MARK not in part else set_off(part, is_code)
        for part, is_code in runs(text)
    )


def set_off(text: str, is_code: bool = True) -> str:
    """Each line of code set off; words as they are."""
    return "\n".join(f"{SET_OFF}{line}" for line in text.split("\n")) if is_code else text


def from_typed(text: str) -> str:
    """What somebody typed as a text whose code is set off."""
    return "\n".join(set_off(line, is_code) for line, is_code in typed_lines(text.strip())).rstrip()


def typed_lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line that somebody typed, and whether it stands between fences.

    Those stand on lines of their own, as Markdown has them, or right beside the code, as chats
    write what was typed into a box for code.
    """
    end = 0
    for found in _TYPED.finditer(text):
        yield from _outside(text[end : found.start()].rstrip(" \t"))
        yield from ((line.rstrip(), True) for line in _inside(found[1]) if line.strip())
        end = found.end() + 1
    yield from _outside(text[end:])


def _outside(text: str) -> Iterator[tuple[str, bool]]:
    return ((line, False) for line in text.removesuffix("\n").split("\n") if text)


def _inside(text: str) -> list[str]:
    """The lines of code between fences, without the name of its language."""
    first, *lines = text.split("\n")
    named = lines and not lines[-1].strip() and len(first.split()) < 2
    return lines if named else [first, *lines]
