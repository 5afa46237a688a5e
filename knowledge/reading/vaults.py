"""What note-taking apps put into Markdown: comments, queries, templates, fields, block names."""

import re
from collections.abc import Iterator, Sequence

from knowledge.reading.page import FENCE

_COMMENT_MARK = "%%"
_COMMENT = re.compile(  # which no other opens in
    r"(?:^|(?<=\s))%%(?!%)(?:(?!(?<=\s)%%[^\s%]).)*?(?<!%)%%(?=\s|$)"
)
_QUERY = re.compile(r"^[\s>]*(?:`{3,}|~{3,})\s*(?:dataview(?:js)?|query|tasks|base)\b", re.I)
_TEMPLATE = re.compile(r"<%(?:(?!<%|%>).)*+%>")
_INLINE_QUERY = re.compile(r"`(?:\$=|= ?(?=this|dv\.|date\())[^`]*`")
_CODE_SPAN = re.compile(r"`[^`\n]*+`")
_BLOCK_NAME = re.compile(r"(?<=\s)\^[\w-]{1,40}\s*$")
_FIELD = re.compile(
    r"^(?P<before>[\s>]*(?:[-*+]\s+)?)(?P<key>[^\W_][\w ()/&-]{0,60}?)::[ \t]+(?=\S)"
)
_IN_BRACKETS = re.compile(
    r"(?<!\[)\[(?P<key>[^\W_][\w -]{0,40}?)::\s+(?P<value>[^\[\]]{1,200})\](?!\()"
)
_LONGEST_COMMENT = 400  # lines
_LINK_WITH_WORDS = re.compile(r"(?<!!)\[\[([^\[\]|#^\n\\]{1,120})\\?\|([^\[\]|\n]{1,60})\]\]")
_NAME = re.compile(r"[A-Z]|\d")
_MOST_WORDS_OF_A_NAME = 4

OtherName = tuple[str, str]  # the note that a link leads to, and what the link calls it


def other_names(lines: Sequence[str], code: Sequence[bool]) -> Iterator[OtherName]:
    """What links to notes call them, where that may be a name: "[[Lambda|FaaS]]", not "|here".

    >>> list(other_names(["[[aws/Lambda|FaaS]] and [[Lambda|functions]]"], [False]))
    [('Lambda', 'FaaS')]
    """
    for number, line in enumerate(lines):
        if "[[" not in line or code[number]:
            continue
        for target, words in _LINK_WITH_WORDS.findall(_CODE_SPAN.sub("", line)):
            name = target.strip().rsplit("/", 1)[-1].removesuffix(".md")
            words = words.strip(" *_`")
            if _NAME.search(words) and len(words.split()) <= _MOST_WORDS_OF_A_NAME:
                yield name, words


def take_out_queries(lines: list[str], code: list[bool]) -> dict[int, str]:
    """Empty the blocks that an app computes something from; line → the reason."""
    taken: dict[int, str] = {}
    number = 0
    while number < len(lines):
        if not (code[number] and _QUERY.match(lines[number])):
            number += 1
            continue
        first = number
        number += 1
        while number < len(lines) and code[number]:
            number += 1
            if FENCE.match(lines[number - 1]):
                break
        for at in range(first, number):
            taken[at] = "query"
            lines[at], code[at] = "", False
    return taken


def take_out_comments(lines: list[str], code: list[bool]) -> dict[int, str]:
    """Empty what stands between two "%%", on one line or several; line → the reason."""
    taken: dict[int, str] = {}
    opened = -1
    for number, line in enumerate(lines):
        if code[number] or _COMMENT_MARK not in line:
            continue
        if opened < 0:
            lines[number] = _COMMENT.sub("", line)
            if line.strip() and not lines[number].strip():
                taken[number] = "comment"
            if lines[number].lstrip().startswith(_COMMENT_MARK):
                opened = number
        elif line.rstrip().endswith(_COMMENT_MARK):
            if number - opened <= _LONGEST_COMMENT:
                for at in range(opened, number + 1):
                    taken[at] = "comment"
                    lines[at] = ""
            opened = -1
    return taken


def read_fields(line: str) -> str:
    """A line as its author meant it, without templates and names of blocks.

    >>> read_fields("Author:: Ada Lovelace ^b1")
    'Author: Ada Lovelace '
    """
    if "<%" in line:
        line = _TEMPLATE.sub("", line)
    if "`" in line:
        line = _INLINE_QUERY.sub("", line)
    if "^" in line:
        line = _BLOCK_NAME.sub("", line)
    if "::" in line:
        line = _FIELD.sub(r"\g<before>\g<key>: ", line)
        line = _IN_BRACKETS.sub(r"\g<key>: \g<value>", line)
    return line
