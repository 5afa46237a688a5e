"""HTML as the Markdown that notes are written in. Total, and its time grows with the text only.

The tokens are found by expressions that never look past the next "<": the parser of the standard
library takes quadratic time for some broken pages.
"""

import re
import sys
from dataclasses import dataclass, field
from html import unescape

from knowledge.reading.escaping import escaped, escaped_start

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][\w:-]*+)(?P<rest>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+)>"
    r"|<(?P<end2>/?)(?P<name2>[A-Za-z][\w:-]*+)(?P<rest2>[^<>]*+)>"
    r"|<[!?][^<>]*+>"
)
_ATTRIBUTE = re.compile(r"([A-Za-z][\w:-]*+)(?:\s*+=\s*+(\"[^\"]*\"|'[^']*'|[^\s\"'>]++))?")
_SILENT = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "rt", "rp", "object", "iframe"}
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer "
    "form header hr html li main nav ol p section ul table tr".split()
)
_BOLD = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FENCE = "```"
_TITLE = re.compile(r"<title\b[^<>]*>([^<]*)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_MOST_NESTED = 8  # lists in lists; deeper ones stand as deep as these


def markdown_of_html(html: str, most: int = sys.maxsize) -> str:
    """The text of a page: headings, lists, tables, code, pictures by their words.

    More than *most* written lines are not wanted: the rest may be left out.
    """
    writer = _HtmlWriter()
    _walk(html, writer, 2 * most)
    title = _TITLE.search(html)
    text = writer.text()
    if title and title[1].strip() and not re.search(r"^# ", text, re.MULTILINE):
        return f"# {escaped(' '.join(unescape(title[1]).split()))}\n\n{text}"
    return text


def lines_of_html(html: str) -> str:
    """A field of a card: its lines, without blank ones, since those would end the card."""
    if "<" not in html:
        return escaped_start(escaped(" ".join(unescape(html).split())))
    kept: list[str] = []
    inside = False
    for line in markdown_of_html(html).split("\n"):
        inside ^= line.startswith(_FENCE)
        if line.strip() or inside:
            kept.append(line)
    return "\n".join(kept)


def _walk(html: str, writer: "_HtmlWriter", most: int) -> None:
    start = at = 0  # where the text begins that is not written yet; where to look on
    no_comment_ends = False
    while (opens := html.find("<", at)) >= 0:
        if html.startswith("<!--", opens) and not no_comment_ends:
            closes = html.find("-->", opens + 4)
            no_comment_ends = closes < 0
            if closes >= 0:
                writer.words(html[start:opens])
                start = at = closes + 3
                continue
        tag = _TAG.match(html, opens)
        at = tag.end() if tag else opens + 1
        if tag is None:
            continue
        writer.words(html[start:opens])
        start = at
        if len(writer.lines) > most + 1:
            return
        name = (tag["name"] or tag["name2"] or "").lower()
        if tag["end"] or tag["end2"]:
            writer.close(name)
        elif name:
            writer.open(name, tag["rest"] or tag["rest2"] or "")
    writer.words(html[start:])


def _attributes(text: str) -> dict[str, str]:
    return {
        found[1].lower(): unescape((found[2] or "").strip("\"'"))
        for found in _ATTRIBUTE.finditer(text)
    }


@dataclass(slots=True)
class _HtmlWriter:
    """Markdown that grows tag by tag."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)  # the pieces of the line that is being written
    prefix: str = ""  # of this line: a heading's or an item's mark
    lists: list[int] = field(default_factory=list)  # of each open list the number, -1 for bullets
    silent: str = ""  # the element whose text is not read
    code: list[str] | None = None  # the text of an open <pre>
    cells: list[str] | None = None  # the cells of an open row, each as HTML
    marks: list[str] = field(default_factory=list)

    def words(self, text: str) -> None:
        """Text between tags."""
        if not text or self.silent:
            return
        text = unescape(text)
        if self.code is not None:
            self.code.append(text)
            return
        shown = _SPACE.sub(" ", text)
        in_code = bool(self.marks) and self.marks[-1] == "`"
        self.line.append(shown.replace("`", "'") if in_code else escaped(shown))

    def open(self, name: str, rest: str) -> None:
        if self.silent:
            return
        if name in _SILENT:
            self.silent = "" if rest.endswith("/") else name
        elif self.code is not None:
            self.code.extend(["\n"] if name == "br" else [])
        elif name == "pre":
            self.end_line(blank=True)
            self.code = []
        elif name in ("td", "th"):
            self._end_cell()
            self.cells = self.cells if self.cells is not None else []
            self.cells.append(name)
        elif name in ("br", "summary", "details") or name in _BLOCKS or name in _HEADINGS:
            self._open_block(name)
        elif name in _BOLD or name in ("code", "kbd", "samp", "tt"):
            self._mark(_BOLD.get(name, "`"))
        elif name == "img":
            self._image(_attributes(rest))
        elif name == "input":
            given = _attributes(rest)
            if given.get("type") == "checkbox":
                self.line.append("[x] " if "checked" in given else "[ ] ")

    def close(self, name: str) -> None:
        if self.silent:
            self.silent = "" if name == self.silent else self.silent
        elif name == "pre" and self.code is not None:
            self._end_code()
        elif self.code is not None:
            return
        elif name in ("td", "th"):
            self._end_cell()
        elif name in ("tr", "table"):
            self._end_row(table=name == "table")
        elif name in ("ul", "ol"):
            self.end_line()
            del self.lists[-1:]
            if not self.lists:
                self.end_line(blank=True)
        elif name in ("details", "summary"):
            self.line.append(f"</{name}>")
            self._raw_line()
        elif name in _BLOCKS or name in _HEADINGS:
            self.end_line(blank=name in _HEADINGS or name == "p")
        elif name in _BOLD or name in ("code", "kbd", "samp", "tt"):
            self._unmark(_BOLD.get(name, "`"))

    def text(self) -> str:
        """All that was written."""
        if self.code is not None:
            self._end_code()
        self._end_row(table=True)
        self.end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip("\n") + "\n"

    def end_line(self, blank: bool = False) -> None:
        """Write the line that was begun; inside a cell a line is only a space."""
        while self.marks and self.cells is None:
            self._unmark(self.marks[-1])
        if self.cells is not None:
            self.line.append(" ")
            return
        text = " ".join("".join(self.line).split())
        self.line.clear()
        if text:
            marked = text.startswith(("**", "*", "`", "![")) or (
                bool(self.prefix) and text.startswith(("[x] ", "[ ] "))
            )
            self.lines.append(self.prefix + (text if marked else escaped_start(text)))
            self.prefix = ""
        if blank and self.lines and self.lines[-1]:
            self.lines.append("")

    def _open_block(self, name: str) -> None:
        if name in ("table", "tr"):
            self._end_row(table=name == "table")
        if name in ("details", "summary"):
            self.end_line()
            self.line.append(f"<{name}>")
            if name == "details":
                self._raw_line()
            return
        self.end_line(blank=name in _HEADINGS or name in ("p", "table", "hr"))
        if self.cells is not None:
            return
        if name in _HEADINGS:
            self.prefix = "#" * int(name[1]) + " "
        elif name in ("ul", "ol"):
            self.lists.append(0 if name == "ol" else -1)
        elif name == "li":
            self.prefix = self._bullet()
        elif name == "dd":
            self.prefix = ": "
        elif name == "hr":
            self.lines += ["---", ""]

    def _bullet(self) -> str:
        indent = "   " * max(0, min(len(self.lists), _MOST_NESTED) - 1)
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            return f"{indent}{self.lists[-1]}. "
        return f"{indent}- "

    def _raw_line(self) -> None:
        self.lines.append("".join(self.line).strip())
        self.line.clear()

    def _mark(self, mark: str) -> None:
        if mark not in self.marks and "`" not in self.marks:
            self.marks.append(mark)
            self.line.append(mark)

    def _unmark(self, mark: str) -> None:
        """Close a mark; one around nothing is taken away, since it would be a rule or text."""
        if not self.marks or self.marks[-1] != mark:
            return
        self.marks.pop()
        place = len(self.line) - 1
        while place >= 0 and self.line[place] != mark:
            place -= 1
        inside = "".join(self.line[place + 1 :])
        bare = inside.strip()
        before = " " if inside[:1].isspace() else ""
        after = " " if inside[-1:].isspace() else ""
        self.line[max(place, 0) :] = [f"{before}{mark}{bare}{mark}{after}" if bare else inside]

    def _image(self, given: dict[str, str]) -> None:
        name = re.sub(r"[\s()<>\[\]]+", "-", given.get("src", ""))[:200]
        name = "" if name.startswith("data:") else name
        words = " ".join((given.get("alt") or name.rpartition("/")[2] or "image").split())
        words = words.replace("[", "(").replace("]", ")")
        self.line.append(f"![{words}]({name or 'image'})")

    def _end_code(self) -> None:
        text = "".join(self.code or ()).strip("\n")
        self.code = None
        if self.cells is not None:
            self.line.append(f"`{' '.join(text.replace('`', chr(39)).split())}`")
        elif text.strip():
            body = text.replace("```", "'''").split("\n")
            self.lines += [_FENCE, *body, _FENCE, ""]

    def _end_cell(self) -> None:
        while self.marks:
            self._unmark(self.marks[-1])
        if self.cells and self.cells[-1] in ("td", "th"):
            kind = self.cells[-1]
            text = " ".join("".join(self.line).split())
            self.cells[-1] = f"<{kind}>{text}</{kind}>"
            self.line.clear()

    def _end_row(self, table: bool) -> None:
        if self.cells is not None:
            self._end_cell()
            row = f"<tr>{''.join(self.cells)}</tr>"
            self.cells = None
            if self.lines and self.lines[-1] == "</table>":
                self.lines[-1:] = [row, "</table>"]
            else:
                self.lines += ["", "<table>", row, "</table>"]
        if table:
            self.end_line(blank=True)
