"""Moodle XML. Declarations of entities are refused, so nothing is fetched and nothing expands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from knowledge.importing.items import Imported, ImportedOption, ImportTrouble, Item, item_id
from knowledge.reading.escaping import escaped_lines
from knowledge.reading.html_pages import lines_of_html

_DEEPEST = 60
_NAMES = {
    "essay": "is an essay, which has no answer to check.",
    "description": "is a text and no question.",
}


@dataclass(slots=True)
class _Element:
    tag: str
    given: dict[str, str]
    children: list["_Element"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def all(self, tag: str) -> Iterator["_Element"]:
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> "_Element":
        return next(self.all(tag), _Element(tag, {}))

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()

    @property
    def shown(self) -> str:
        """The <text> in the element, which is HTML unless it says otherwise."""
        text = self.first("text").text
        if self.given.get("format") in ("plain_text", "markdown"):
            return escaped_lines(text)
        return lines_of_html(text)


def import_moodle(content: bytes, name: str) -> Imported:
    """Every question of a quiz, with its categories as decks."""
    root = _parsed(content, name)
    if root.tag != "quiz":
        raise ImportTrouble(f"{name}: is XML, but no quiz of Moodle.")
    result = Imported()
    deck = result.deck(name)
    for number, question in enumerate(root.all("question"), 1):
        kind = question.given.get("type", "")
        if kind == "category":
            path = question.first("category").first("text").text
            deck = result.deck(_deck_name(name, path))
            continue
        item = _item(question, kind, name)
        if isinstance(item, Item):
            deck.items.append(item)
        else:
            title = " ".join(question.first("name").first("text").text.split())[:60]
            result.problems.append(f"{name}: question {number} “{title}” {item}")
    return result


def _deck_name(name: str, path: str) -> str:
    parts = [part.strip() for part in path.split("/")]
    return "::".join([name, *(p for p in parts if p and not p.startswith("$") and p != "top")])


def _item(question: _Element, kind: str, name: str) -> Item | str:
    stem = question.first("questiontext").shown
    if kind in _NAMES:
        return _NAMES[kind]
    if not stem:
        return "has no text."
    given = question.first("idnumber").text or question.first("name").first("text").text
    identity = item_id("moodle", name, given or stem)
    explanation = question.first("generalfeedback").shown
    tags = tuple(
        re.sub(r"[^\w/-]+", "-", tag.first("text").text)
        for tag in question.first("tags").all("tag")
    )
    if kind == "matching":
        return _matching(question, stem, identity, explanation, tags)
    answers = list(question.all("answer"))
    right = [answer for answer in answers if _share(answer) > 0]
    if not right:
        return f"has no right answer (type “{kind[:30]}”)."
    if kind in ("multichoice", "truefalse"):
        options = tuple(
            ImportedOption(answer.shown.capitalize() if kind == "truefalse" else answer.shown,
                           _share(answer) > 0, answer.first("feedback").shown)
            for answer in answers
        )  # fmt: skip
        return Item(identity, stem, options, explanation=explanation, tags=tags)
    if kind not in ("shortanswer", "numerical"):
        return f"is of a type that is not imported (“{kind[:30]}”)."
    right.sort(key=_share, reverse=True)
    texts = [escaped_lines(answer.first("text").text) for answer in right]
    explanation = explanation or right[0].first("feedback").shown
    if not texts[0]:
        return "has no right answer."
    return Item(identity, stem, answer=texts[0], accept=tuple(filter(None, texts[1:])),
                explanation=explanation, tags=tags)  # fmt: skip


def _share(answer: _Element) -> float:
    try:
        return float(answer.given.get("fraction", "0"))
    except ValueError:
        return 0.0


def _matching(
    question: _Element, stem: str, identity: str, explanation: str, tags: tuple[str, ...]
) -> Item | str:
    pairs = [
        (sub.shown, escaped_lines(sub.first("answer").first("text").text))
        for sub in question.all("subquestion")
    ]
    asked = [left for left, right in pairs if left and right]
    if not asked:
        return "has nothing to match."
    lines = [f"{left} → {right}" for left, right in pairs if left and right]
    return Item(identity, f"{stem}\n({'; '.join(asked)})", answer="\n".join(lines),
                explanation=explanation, tags=tags)  # fmt: skip


# ---------------------------------------------------------------- XML


def _parsed(content: bytes, name: str) -> _Element:
    top = _Element("", {})
    open_elements = [top]

    def begin(tag: str, given: dict[str, str]) -> None:
        if len(open_elements) > _DEEPEST:
            raise ImportTrouble(f"{name}: its elements are nested too deep.")
        element = _Element(tag, given)
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def refuse(*_: object) -> None:
        raise ImportTrouble(f"{name}: declares a document type, which a quiz does not need.")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _tag: open_elements.pop()
    parser.CharacterDataHandler = lambda text: open_elements[-1].pieces.append(text)
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ImportTrouble(f"{name}: is no sound XML ({error}).") from error
    return top.children[0]
