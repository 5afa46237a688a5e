"""Markdown inside a line, read away: what remains is the text a reader sees."""

import re
from collections.abc import Iterator
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.reading.formulas import set_aside

_MARKUP = re.compile(r"[*_`\[\]<>&\\~=!^${]")
_LONGEST = 4000  # beyond it the parser's look-ahead gets slow, and nothing is well-formed anyway
_DENSE = 300  # characters, of which a quarter are marks: no line that anybody wrote as Markdown
_NO_MARKS = str.maketrans("", "", "*_`[]<>&\\~=!^${")
# Text that only *looks* like markup, most of it as `escaping` writes it; the parser takes ten times
# as long for what comes out alike.
_NO_MARK = (
    r"[^*_`\[\]<>&\\~=!^{]++|\\[*_`]|\\(?![!-/:-@\[-`{-~\n])|&(?:amp|lt|#\d{2,3});|&(?!#?\w)"
    r"|<(?![A-Za-z/!?])|>|!(?!\[)|(?<=\w)_(?=\w)|=(?!=)|~(?!~)|\^|\{(?!\{)"
)
# Marks that surely mean what they look like: code, bold and links with nothing odd in them.
# Brackets mean nothing where no link is defined elsewhere and no "](" stands.
_CODE = r"`(?<!``)(?!`)(?:[^`\n{\[]|\{(?!\{)|\[(?![\[^]))++`(?!`)"
_STRONG = (
    rf"\*\*(?<![^ \t\n(]\*\*)(?=[^\s*])(?:{_NO_MARK}|{_CODE})++(?<=[^\s\\])\*\*(?![^ \t\n.,:;!?)])"
)
_LINK = (
    rf"\[(?=[^\]^])(?:{_NO_MARK}|{_CODE}|{_STRONG})++\]"
    r"\((?!(?i:vbscript|javascript|file|data):)[^\s()<\\\x00-\x20\x7f]*+\)"
)
_SURE = rf"{_NO_MARK}|{_CODE}|{_STRONG}"
_PLAIN = re.compile(rf"(?:{_SURE}|{_LINK})*+\Z|(?:{_SURE}|\])*+\Z|(?:{_SURE}|\[)*+\Z")
_PLAIN_ALONE = re.compile(rf"(?:{_SURE}|{_LINK}|\[(?![\[^])|\](?!\())*+\Z")
_ONLY_TEXT = re.compile(rf"(?:{_NO_MARK}|\])*+\Z|(?:{_NO_MARK}|\[)*+\Z")
_CHARACTER = r"\\(?P<mark>[*_`])|&(?:(?P<name>amp|lt)|#(?P<number>\d{2,3}));"
_SURE_MARK = re.compile(
    rf"{_CHARACTER}"
    rf"|(?P<code>{_CODE})|(?P<strong>{_STRONG})|(?P<link>{_LINK})"
)
_BOLD = re.compile(
    r"(?<![^ \t\n(])\*\*(?=\S)([^*]+)(?<=[^\s\\])\*\*(?![^ \t\n.,:;!?)])"
)  # that is surely bold
_WRITTEN = re.compile(_CHARACTER)
_TAG = re.compile(r"^</?\s*([A-Za-z][\w.-]*+)([^<>]*+)>$", re.DOTALL)
_HTML = frozenset(
    "a abbr b big blockquote br caption center cite code dd del details div dl dt em figcaption"
    " figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike"
    " strong sub summary sup table tbody td tfoot th thead tr tt u ul var video iframe source"
    " input label section article header footer main nav aside".split()
)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_BREAKING = frozenset({"br", "td", "th", "li", "p", "dd", "dt", "hr"})
_WIKI_LINK = re.compile(r"!?\[\[([^\[\]|]+)(?:\|([^\[\]]+))?\]\]")
_EMBED = re.compile(r"!\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")
_SIZE = re.compile(r"^\s*\d+(?:x\d+)?\s*$")
_CLOZE = re.compile(r"\{\{c\d{1,3}::(.{1,600}?)(?:::[^{}]{0,200}+)?\}\}")
_HIGHLIGHT = re.compile(r"==(?=\S)([^=]+?)(?<=\S)==")
_STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:?")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
_FALLBACK_LINK = re.compile(r"!?\[([^\[\]]{0,200})\]\([^()\s]{0,500}\)")
_ESCAPED = ":[]={~%^!"  # written as entities by `escaping`
_BACKSLASH = "&#92;"
_EMPTY_ALT = re.compile(
    r"^(?:alt(?:ernative)? ?text|image|img|picture|screenshot|untitled|logo|figure)?[\s\d_-]*"
    r"(?:\.\w{3,4})?$|^[\w./ -]+\.(?:png|jpe?g|gif|svg|webp|bmp)$",
    re.IGNORECASE,
)


class Inline:
    """Reads markup away. One parser serves a whole run; it holds no state between lines."""

    def __init__(self, parser: MarkdownIt) -> None:
        self._parser = parser

    def plain(self, content: str, references: dict[str, object] | None = None) -> str:
        """*content* without markup, whitespace folded; line breaks become spaces."""
        if content.isalnum() and content.isascii():
            return content
        return fold(self.keep_lines(content, references)) if content else ""

    def lines(self, content: str, references: dict[str, object] | None = None) -> list[str]:
        """*content* without markup, line by line: as many lines out as in."""
        wanted = content.count("\n") + 1
        read = self.keep_lines(content, references).split("\n")
        if len(read) != wanted:  # a code span or tag crosses lines
            read = [self.keep_lines(line, references) for line in content.split("\n")]
        return [fold(line) for line in read]

    def keep_lines(self, content: str, references: dict[str, object] | None = None) -> str:
        if _MARKUP.search(content) is None:
            return content
        if len(content) > _LONGEST:
            plain = _ONLY_TEXT.match(content)
            return _unwritten(content) if plain else _strip_roughly(content)
        content, put_back = set_aside(content)
        if _ONLY_TEXT.match(content):
            return put_back(_unwritten(content))
        dense = _is_dense(content)
        if not dense and (text := _without_sure_marks(content, bool(references))) is not None:
            return put_back(text)
        bare = _BOLD.sub(r"\1", content) if "**" in content else content
        if _ONLY_TEXT.match(bare):
            return put_back(_unwritten(bare))
        if dense:
            return put_back(_strip_roughly(content))
        content = _without_links(content)
        tokens: list[Token] = []
        environment = {"references": references or {}}
        self._parser.inline.parse(content, self._parser, environment, tokens)
        text = "".join(_texts(tokens, content))
        text = _HIGHLIGHT.sub(r"\1", text) if "==" in text else text
        return put_back(_STRUCK.sub(r"\1", text) if "~~" in text else text)


def _without_sure_marks(content: str, linked: bool) -> str | None:
    """The text of a line with sure marks alone; None if it has others, or makes up some.

    *linked* is a text that brackets may link to addresses defined elsewhere.
    """
    if (_PLAIN if linked else _PLAIN_ALONE).match(content) is None:
        return None
    text = _SURE_MARK.sub(_meant, content)
    return None if "==" in text or "~~" in text else text


def _meant(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "code":
            return _code(found[0][1:-1])
        case "strong":
            return _SURE_MARK.sub(_meant, found[0][2:-2])
        case "link":
            return _SURE_MARK.sub(_meant, found[0][1 : found[0].rindex("](")])
        case "mark":
            return found["mark"]
        case "name":
            return "&" if found["name"] == "amp" else "<"
        case _:
            return chr(int(found["number"]))


def _code(text: str) -> str:
    """What stands between backticks: a space at both ends only keeps them apart."""
    apart = text.startswith(" ") and text.endswith(" ") and text.strip(" ")
    return text[1:-1] if apart else text


def _unwritten(text: str) -> str:
    """Text without marks, with what `escaping` wrote for some characters as those."""
    if "&" not in text and "\\" not in text:
        return text
    if _BACKSLASH not in text:
        return _WRITTEN.sub(_meant, _without_codes(text))
    # Put aside meanwhile: what stands behind it is no mark. No text has a NUL.
    aside = _without_codes(text.replace(_BACKSLASH, "\0"))
    return _WRITTEN.sub(_meant, aside).replace("\0", "\\")


def _without_codes(text: str) -> str:
    """The signs whose codes a line may be full of: much quicker than one by one."""
    if "&#" in text:
        for sign in _ESCAPED:
            text = text.replace(f"&#{ord(sign)};", sign)
    return text


def _is_dense(content: str) -> bool:
    length = len(content)
    return length > _DENSE and 4 * len(content.translate(_NO_MARKS)) < 3 * length


def _without_links(content: str) -> str:
    """*content* without what other programs than Markdown's read: links in [[ ]], notes, gaps."""
    if "[[" in content:
        content = _EMBED.sub(_embedded, content)
        content = _WIKI_LINK.sub(lambda link: link[2] or link[1].replace("#", " › "), content)
    if "[^" in content:
        content = _FOOTNOTE.sub("", content)
    return _CLOZE.sub(r"\1", content) if "{{" in content else content


def _embedded(embed: re.Match[str]) -> str:
    """The caption of something that is shown here and stands elsewhere."""
    caption = embed[2] or ""
    return "" if _SIZE.match(caption) else caption


def fold(text: str) -> str:
    """Whitespace folded to single spaces, control and direction characters gone."""
    if text.isprintable():
        return " ".join(text.split())
    return _SPACE.sub(" ", _CONTROL.sub(" ", text)).strip()


def _texts(tokens: list[Token], content: str) -> Iterator[str]:
    alone = _TAG.match(content.strip()) is not None
    for token in tokens:
        yield _text(token, alone)


def _text(token: Token, alone: bool) -> str:
    match token.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "image":
            return _described(token)
        case "html_inline":
            return _tag(token.content, alone)
        case _:
            return token.content


def _described(image: Token) -> str:
    """What an image shows: its description without its size, else its title."""
    words = image.content.strip()
    head, _, tail = words.rpartition("|")
    words = head.strip() if _SIZE.match(tail) else words
    if _EMPTY_ALT.match(words):
        words = str(image.attrs.get("title", ""))
    return "" if _EMPTY_ALT.match(words) else words


def described_in(line: str) -> str:
    """What the pictures among the tags of a line show, without what would end a description."""
    told = ((found[1] or found[2] or "").strip() for found in _ALT.finditer(line))
    return " ".join(re.sub(r"[\[\]]", "", words) for words in told if not _EMPTY_ALT.match(words))


def _tag(tag: str, alone: bool) -> str:
    """Tags vanish; what only looks like one ("<bucket name>") is somebody's placeholder."""
    read = _TAG.match(tag)
    if read is None:
        return "" if tag.startswith(("<!", "<?")) else tag
    name, rest = read[1].lower(), read[2]
    if name == "img" and (described := _ALT.search(rest)):
        words = described[1] or described[2] or ""
        return "" if _EMPTY_ALT.match(words.strip()) else words
    if name in _BREAKING:
        return "; " if name == "br" else " "
    is_markup = name in _HTML or "=" in rest or rest.endswith("/") or tag.startswith("</")
    return "" if is_markup or (alone and not rest.strip()) else tag


def _strip_roughly(content: str) -> str:
    content = _FALLBACK_LINK.sub(r"\1", content)
    content = re.sub(r"(?<!\\)(?:\*{1,3}|`{1,3}|__)", "", content)
    return unescape(_without_codes(content))
