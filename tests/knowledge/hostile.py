"""Kinds of files that nobody wrote by hand, each in any size: a name ends in the file's suffix.

The tests read them small, `python -m bench hostile` reads a megabyte of each.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

Kind = Callable[[int], str]  # so many characters of it
MARKS = "*_`[]()<>!#|~=$^{}\\-+.:?&% \n\naA1"
LINE = 63  # characters: of lines that are any shorter not all of a megabyte are read


def again(piece: str, head: str = "") -> Kind:
    """The same piece, over and over."""
    return lambda size: head + piece * (size // len(piece))


def nested(opens: str, inside: str, closes: str) -> Kind:
    """What opens over and over and then closes as often."""

    def text(size: int) -> str:
        deep = size // (len(opens) + len(closes))
        return opens * deep + inside + closes * deep

    return text


def of_any(alphabet: str) -> Kind:
    """Characters in no order."""
    return lambda size: "".join(Random(7).choices(alphabet, k=size))


def in_lines(piece: str, head: str = "") -> Kind:
    """Lines full of the same piece, no two alike, as many as are read of a megabyte."""
    full = (piece * LINE)[: LINE - 6].replace("\n", " ")
    return lambda size: head + "".join(f"{full} {n:05}\n" for n in range(size // (LINE + 1)))


def in_long_lines(before: str, piece: str, length: int = 1_900) -> Kind:
    """Long lines, full of the same piece."""
    line = f"{before}{piece * (length // len(piece))}x"
    return lambda size: "".join(f"{line} {n}\n" for n in range(max(1, size // len(line))))


def write(folder: Path, name: str, size: int) -> Path:
    """A file of this kind and about this size."""
    path = folder / f"{size}{Path(name).suffix}"
    data = KINDS[name](size).encode("utf-8", "surrogateescape")
    path.write_bytes(data)
    return path


# ---------------------------------------------------------------- Markdown

_DECK = "#flashcards\n\n"
_AGAIN = (
    "- a\n", "a\n\n", "# a\n", "<%", "<!-- a -->", "<!--", "1. ", "%%a ", "\n", "|a|b|\n",
    "a::b\n?\n", "AB (Alpha Beta). ", "- [x] a\n", "- [ ] a\n- [x] b\n", "A. a\n", "A. a\nb\n",
    "### Q?\n\n- [ ] a\n- [x] b\n\n", "Answer: B\n", "Q: a\n", "## What is it?\n", "</details>\n",
    "<details><summary>What?</summary>\n", "$", "$5 and ", "$a_b$ ", "\\(a ", "$$\na\n", "%% a\n",
    "%% a ", "```dataview\n", "<table><tr><td>\n", "<table><tr><td>a</td></tr></table>\n",
    "> [!question] What is it?\n> a\n", "key:: value\n", "Explanation: ", "A. B. ", "Ã©",
    "- [a](#b)\n", "a", "word ", "*", "**a ", "[", "[a](", "<a ", "|", "[a]: b\n", "a:\n", "A. ",
    "```a\n\n# b\n", "(b ", "\0", "\r", "‚Üí", "[[a|B]] ", "![[a.png|200]] ", "a[^1] ", "~~a~~ ",
    "==a== ", "{{c1::a}} ", "&amp;", "\\", "<b>", "https://a.b/c ", "a@b.c ", "1", "é", "🎉", "\t",
    "a  \n", "> a\n", "+ a\n", "1) a\n", "    a\n", "***\n", "---\n", "===\n", "a\n===\n",
    "a\n---\n", "![a](b)\n", "[a](b)\n", "**a**\n", "**a:** b\n", "- a: b\n", "a | b\n", "✅ a\n",
    "- ✅ a\n", "{/* a */}\n", ":::note\n", "!!! note\n", "import a from 'b'\n",
    "<Tab title='a'>\n", "`a`\n", "TODO\n", "## TODO\n", "Aliases: a, b\n",
    "# A\n\nAliases: a, b\n", "(checked 2026-01)\n", "a ^b\n", "[a:: b] ", "<!-- id: a -->\n",
    "Source: a.md › B\n", "• a\n", "# A (B)\n", "\u2028", "\ue1000\ue101", "\ue2000\ue201\n",
    "\u202e", "\x0b", "שלום ", "漢字。", "## AB Cd Ef\n\n- a\n",
)  # fmt: skip
_IN_LINES = (
    "*", "**", "**a** ", "_", "_a_ ", "`", "`a` ", "[", "]", "[]", "[a](b) ", "[a](#b) ",
    "[a][b] ", "![a](b) ", "<", ">", "<b>", "<a b='c'> ", "<br>", "</", "&", "&amp;", "&#38;",
    "\\", "\\*", "~", "~~a~~ ", "=", "==a== ", "!", "^", "$", "$a_b$ ", "$$a_b$$ ", "\\(a_b\\) ",
    "{", "{{c1::a}} ", "|", "|a", "| a | b ", "#", "# ", "- ", "- - ", "1. ", "1. - ", "> ",
    "> - ", "+ ", "-", ":", "::", "a::b ", ": ", "?", "? ", ".", ". ", "A. ", "A. a B. b ", "a. ",
    "B. A. ", "z. B. ", "e.g. ", "(", "(a) ", "( ", ") ", "AB (Alpha Beta) ", "Alpha Beta (AB) ",
    "Alpha ", "alpha ", "Aa", "a", "a ", "1", "1 ", "1.1 ", "a/b ", "a-b ", "a'b ", "%",
    "%% a %% ", "<% a %> ", "<!-- a --> ", "{/*", "[^1] ", "[[a]] ", "[[a|B]] ", "![[a]] ",
    "[x] ", "- [x] ", "A: ", "Q: a ", "Answer: ", "Answer: B ", "Hint: ", "é", "é ", "Ã©", "Ã© ",
    "‚Üí ", "â€™ ", "\udcff", "a\udcff ", "🎉", "🎉 ", "✅ ", "• ", "\t", "\0a", "\u200b", "\u202e",
    "שלום ", "漢", "漢字。", "TODO ", "todo: ", "http://a.b ", "www.a.b ", "a@b.c ", "A is B. ",
    "A: b. ", "A — b ", "A = b ", "a; ", "a, ", "and ", "is ", "This is a. ", "Step 1. ",
    "(checked 2026-01) ", "#tag ", "^a ", "key:: a ", "=a=", "import a from 'b'; ", "\"a\" ",
    "“a” ",
)  # fmt: skip
_IN_DECKS = (
    "==a== ", "{{c1::a}} ", "a::b ", "a:::b ", "::", "?", "`a` :: ", "==", "{{c1::", "$a$",
)  # fmt: skip
IN_LONG_LINES = (
    ("- a", " "), ("# a", " "), ("# ", "#"), ("# a", ":"), ("# a", " #A"), ("# 1.", "1"),
    ("# ", "1.1"), ("Answer key", " "), ("Answer key", "**"), ("Answers: 1", " "), ("A", " "),
    ("Answer: A", " "), ("Q", " "), ("", "> "), ("", "| "), ("|", " |x"), ("", " -"),
    ("- <", "A"), ("- <", "a."), ("- a ", "\\("), ("- a ", "\\(\\"), ("- a ", "`"),
    ("{{c1::x}", ":"), ("{{c1::", ":"), ("<https://a", "*"), ("a", "\t"), ("- a", "\u00a0"),
    ("a:", " "), ("$$ a", " "), ("", ":"),
)  # fmt: skip
_MARKDOWN: dict[str, Kind] = {
    "bullets in a row.md": again("- " * 30 + "a\n"),
    "numbers in a row.md": again("1. - " * 12 + "a\n"),
    "quotes of bullets in a row.md": again("> - " * 15 + "a\n"),
    "rules before lines.md": again("- - - - " + "a" * 55 + "\n"),
    "marks on lines of their own.md": again("(checked 2026-01)\n(checked 2026-02)\n"),
    "one wide table.md": lambda size: (
        "|a" * (size // 20)
        + "|\n"
        + "|-" * (size // 20)
        + "|\n"
        + ("|c" * (size // 20) + "|\n") * 8
    ),
    "one cell.md": lambda size: f"|a|b|\n|-|-|\n|{'word ' * (size // 5)}|`x|\n",
    "rows.md": again(f"|{'word ' * 6}|{'word ' * 6}|\n", "|a|b|\n|-|-|\n"),
    "rows of marks.md": again(f"|{'**a** ' * 5}|{'`b` ' * 7}|\n", "|a|b|\n|-|-|\n"),
    "rows of small cells.md": again("|a" * 31 + "|\n", "|a" * 31 + "|\n" + "|-" * 31 + "|\n"),
    "rows of many columns.md": lambda size: (
        "|" + "|".join(f"h{n}" for n in range(61)) + "|\n" + "|-" * 61 + "|\n"
        + "".join(f"|x{n}" + "|a" * 60 + "|\n" for n in range(size // 127))
    ),
    "backticks in cells.md": lambda size: (
        "|a|b|\n|-|-|\n|" + "".join("`" * (n % 300) + " |" for n in range(size // 150)) + "\n"
    ),
    "backticks in a table.md": lambda size: "|" + "|`" * (size // 2) + "|",
    "backticks.md": lambda size: " ".join("`" * (n % 400) for n in range(size // 200)),
    "struck through and never closed.md": again("~~a word of it and more "),
    "one paragraph.txt": again("The fox is quick and\nso is the dog. It was late.\n"),
    "wrapped prose.txt": again("The quick brown fox jumps over the lazy dog and then it sleeps,\n"),
    "marks.md": of_any(MARKS),
    "printable.md": of_any("".join(map(chr, range(32, 127))) + "\n\n"),
    "printable in lines.md": lambda size: "\n".join(
        re.findall(f".{{{LINE}}}", of_any("".join(map(chr, range(32, 127))))(size))
    ),
    "letters of any script.md": of_any("".join(map(chr, range(0xA1, 0x2FF))) + " \n"),
    "bold lines.md": again("- **Limit**: default **15** min, `x`\n"),
    "bold lines, long.md": again("- **Limit of it**: default **15** min, `x`, and the [a](b.md)\n"),
    "open formulas.md": again("$$ a_1\nb\n"),
    "options on a line.md": again("A. x B. y C. z\nAnswer: D\n\n"),
    "marked lists.md": again("What is it?\n\n" + "- a\n" * 11 + "- b ✅\n\n"),
    "one marked list.md": again("- a ✅\n", "What is it?\n\n"),
    "one numbered list.md": again("1. a\n", "What is it?\n\n"),
    "blank lines between ticks.md": lambda size: "- [x] a" + "\n" * size + "- [ ] b",
    "folds in folds.md": lambda size: (
        nested("<details>\n", "", "</details>\n")(size // 2)
        + "<summary>What?</summary>\n"
        + nested("<details>\n", "", "</details>\n")(size // 2)
    ),
    "summaries on one line.md": lambda size: f"<details>{'<summary>' * (size // 9)}</details>",
    "a deck of front matter.md": again("a::b\n", "---\ntags: [flashcards]\n---\n"),
    "turns.md": again("a\n?\n", _DECK),
    "gaps of many numbers.md": lambda size: _DECK + "\n".join(
        "".join(f"{{{{c{n}::x}}}} " for n in range(200)) for _ in range(size // 2_300)
    ),
    "footnotes.md": lambda size: "".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(size // 24)),
    "one footnote often.md": lambda size: "a[^1] " * (size // 6) + "\n\n[^1]: b\n",
    "rows of tags.md": lambda size: "<table>" + "<tr><td>a" * (size // 9) + "</table>",
    "deep bullets.md": lambda size: "\n".join("  " * (n % 400) + "- a" for n in range(size // 400)),
    "deeper bullets.md": lambda size: "\n".join(
        " " * (n % 800) + "- a" for n in range(size // 400)
    ),
    "nested quotes.md": lambda size: "\n".join("> " * (n % 300) + "a" for n in range(size // 300)),
    "short forms.md": lambda size: "Ab " * (size // 3) + "(AB)",
    "links to one heading.md": again("- [words of a link to the one heading of a page](#a-bcd)\n",
                                     "# A bcd\n\n"),
    "lines that are a link.md": again("[the words of a link, alone on its own line](a/b.md)  \n"),
    "links to notes.md": again("- [[notes/Lambda|FaaS]] and [[Other Note]] and [x](y/z.md) too\n"),
    "broken encoding.md": again("cafÃ© â€™ naÃ¯ve ‚Üí Ã¼ber and so on, every line of it, on\n"),
    "headings with names.md": lambda size: "".join(
        f"## Alpha Beta Gamma Delta {n} (ABGD{n % 97})\n\n- It is {n}.\n\n"
        for n in range(size // 64)
    ),
    "headings of many levels.md": lambda size: "".join(
        f"{'#' * (1 + n % 6)} Part {n} of a text that has many of them, one after\n"
        for n in range(size // 62)
    ),
    "questions with options.md": lambda size: "".join(
        f"### {n}. Which of these is it, would you say?\n\n- [ ] one thing\n- [x] another\n"
        "- [ ] a third\n\n> Explanation: it is so.\n\n"
        for n in range(size // 110)
    ),
    "lettered questions.md": lambda size: "".join(
        f"{n}. Which of these is it?\n\nA. one thing\nB. another\nC. a third\n\nAnswer: B\n\n"
        for n in range(size // 76)
    ),
    "an answer key.md": lambda size: "".join(
        f"{n % 900}. Which?\nA. a\nB. b\nC. c\n\n" for n in range(size // 40)
    ) + "Answers\n" + "".join(f"{n}. B\n" for n in range(900)),
    "cards with answers.md": lambda size: "".join(
        f"Q: What is the thing with the number {n}?\nA: It is {n + 1}.\n\n"
        for n in range(size // 60)
    ),
    "broken tags.mdx": again("<a <b {/* <!-- <c "),
    "components.mdx": again("<Card title=\"A title\" icon={'b'}>\n  Words of it\n</Card>\n"),
}  # fmt: skip

# ---------------------------------------------------------------- pages

_HTML_AGAIN = (
    "<p>a", "<ul><li>a", "<li>a\n", "<tr><td>a", "<h2>a?</h2>b", "<b>", "<pre>", "<td>", "1. ",
    "<details><summary>a?</summary>b</details>", "<!--", "&amp;", "<ul><li>word ", "\\", "<", ">",
    "<table><tr><td>", "<p><img src='a.png' alt='b'>", "<p><img src='a.png' alt='b c'></p>\n",
    "[", "*", "<img src=\"", "<a href='b'>c</a> ", "<i>a</i><b>b</b>", "<code>a</code>", "</p>",
    "<br>", "&#60;", "<p><b>a</b>: <i>b</i></p>", "<dl><dt>a<dd>b</dl>", "<ol><li>a</ol>",
    "<input type=checkbox checked>", "<script>", "<pre>a\n</pre>", "<h1>a</h1>", "<h6>a</h6>",
    "<td>a</td>", "<tr><th>a<td>b</tr>", "a ", "<p>A. a B. b</p>", "<p>==a== ::</p>",
    "<p>$a_b$</p>", "<hr>", "::", "`", "<p>`", "<em>*</em>",
)  # fmt: skip
_HTML: dict[str, Kind] = {
    "lists in lists.html": nested("<ul><li>", "a", "</li></ul>"),
    "lists twenty deep.html": again("<ul><li>a " * 20 + "</ul>" * 20),
    "tags.html": of_any('<>/abp ul"=&;![]*`\n'),
    "rows.html": again("<tr><td>one cell of it</td><td>another</td></tr>\n", "<table>"),
    "paragraphs.html": again("<p>Some <b>bold</b> words &amp; a <a href='x'>link</a> in it.</p>\n"),
    "marks in paragraphs.html": again("<p>" + "*_`[" * 14 + "</p>\n"),
}  # fmt: skip

# ---------------------------------------------------------------- tables and notebooks

_CELLS = (
    "[", "<", "*", "_", "`", "\\", "&", "::", "==", "{{", "~~", "$", "$a_b$", "a ", "word ", "1",
    "é ", "Ã©", "|", "[x]", "![", "A. ", "- ", "(b ", "A is B. ", "AB (Alpha Beta) ", "]", "!",
    "^a ", "%%", "🎉", "Q: ",
)  # fmt: skip
_CSV: dict[str, Kind] = {
    "backslashes.csv": again("\\" * 30 + "," + "\\" * 30 + "\n", "a,b\n"),
    "brackets.csv": again("[" * 30 + "," + "[x]" * 10 + "\n", "a,b\n"),
    "one cell.csv": lambda size: f"a,b\n{'word ' * (size // 5)},c\n",
    "one row.csv": again("a,"),
    "an open quote.csv": again("c,d\n", 'a,b\n"'),
    "cells of several lines.csv": again('"one\ntwo\nthree","four\nfive",six\n', "a,b,c\n"),
    "20,000 columns.csv": lambda size: ("a," * (min(size, 400_000) // 20) + "\n") * 10
    + ("a," * 20_000 + "\n") * ((size - 400_000) // 40_000),
    "30 columns.csv": again("a," * 30 + "a\n"),
    "any cells.csv": of_any(MARKS + ',,,"\n'),
    "a deck.csv": again("What is the name of this one?,It is a name\n", "front,back\n"),
}  # fmt: skip
_OF_CSV = (
    "a,b\n", '"a\n', ",", "front,back\n", "::", '""', '"a,b"\n', "a;b\n", "a\tb\n",
)  # fmt: skip


def _notebook(kind: str, source: Kind) -> Kind:
    def text(size: int) -> str:
        cell = json.dumps({"cell_type": kind, "source": source(2_000)})
        return f'{{"cells": [{", ".join([cell] * max(1, size // len(cell)))}]}}'

    return text


_NOTEBOOKS: dict[str, Kind] = {
    "cells of words.ipynb": _notebook("markdown", again("## A\n\nSome *words* of a note.\n")),
    "cells of code.ipynb": _notebook("code", again("value = one + two\n")),
    "backticks in code.ipynb": _notebook("code", again("```\n")),
    "numbers.ipynb": again("1"),
}  # fmt: skip


def _named(
    pieces: tuple[str, ...], how: str, suffix: str, kind: Callable[[str], Kind]
) -> dict[str, Kind]:
    return {f"{how} {piece!a}{suffix}": kind(piece) for piece in pieces}


KINDS: dict[str, Kind] = {
    **_MARKDOWN,
    **_named(_AGAIN, "again", ".md", again),
    **_named(_IN_LINES, "lines of", ".md", in_lines),
    **{
        f"long lines of {before!a} and {piece!a}.md": in_long_lines(before, piece)
        for before, piece in IN_LONG_LINES
    },
    **_named(_IN_DECKS, "a deck of", ".md", lambda piece: in_lines(piece, _DECK)),
    **_HTML,
    **_named(_HTML_AGAIN, "again", ".html", again),
    **_CSV,
    **_named(_OF_CSV, "again", ".csv", again),
    **_named(_CELLS, "cells of", ".csv",
             lambda piece: in_lines((piece * 31)[:28] + "," + (piece * 31)[:28], "a,b\n")),
    **_NOTEBOOKS,
    **_named(('{"cells":[', "[", "{", '"', '{"a":'), "again", ".ipynb", again),
}  # fmt: skip
