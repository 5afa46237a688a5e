"""Plain text as Markdown that reads as that very text, and nothing of it as markup or question."""

import re

from knowledge.reading.labels import ANSWER, LETTER, QUESTION
from knowledge.reading.remarks import label_of

_MARKS = re.compile(
    r"(?P<formula>\\\((?:[^\\\n]|\\[^()\n]){1,600}?\\\)|\\\[(?:[^\\\n]|\\[^\[\]\n]){1,600}?\\\])"
    r"|(?P<entity>&(?=#?\w{1,32};)|<(?=[A-Za-z/!?%])|\\(?=[!-/:-@\[-`{-~])|`|\*"
    r"|(?<![^\W_])_|_(?![^\W_])|!(?=\[)|\[(?=\[|\^|!|[ xX]?\])|\](?=[(\[:])"
    r"|(?<=:):|(?<==)=|(?<=\{)\{|(?<=~)~|(?<=%)%|(?<=\s)\^(?=[\w-]{1,40}\s*$))"
)
_WRITTEN_AS = {chr(code): f"&#{code};" for code in range(128)} | {
    "&": "&amp;", "<": "&lt;", "`": "\\`", "*": "\\*", "_": "\\_",
}  # fmt: skip
_START = re.compile(
    r"[#>|:+*=~•◦▪●‣∙○■▸►➤➢-]|\?{1,3}\s*$|!!!|\?\?\?|\d{1,9}[.)](?:\s|$)"
    rf"|\(?{LETTER}[.):](?:\s|$)|(?:\W|\d){{0,12}}(?:Q|{QUESTION}|A|Ans|{ANSWER})"
    r"\s?\d{0,4}\s?[:：.)]|aliases?\s*:|import\s|export\s",
    re.IGNORECASE,
)


def escaped(text: str) -> str:
    """*text* for the middle of a line.

    >>> escaped("std::map<int> is 2 * 3")
    'std:&#58;map&lt;int> is 2 \\\\* 3'
    """
    return _MARKS.sub(lambda m: _WRITTEN_AS[m[0]] if m.lastgroup == "entity" else m[0], text)


def escaped_start(line: str) -> str:
    """A line whose first words neither begin a list or heading nor name a part of a question.

    >>> escaped_start("Answer: 5"), escaped_start("1. First"), escaped_start("Ports")
    ('&#65;nswer: 5', '&#49;. First', 'Ports')
    """
    line = line.strip()
    if line and (_START.match(line) or label_of(line)):
        return f"&#{ord(line[0])};{line[1:]}"
    return line


def escaped_lines(text: str) -> str:
    """Plain text of several lines; blank ones are left out, since they end a question."""
    lines = (escaped_start(escaped(line.strip())) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
