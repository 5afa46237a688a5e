"""Moodle XML. Declarations of entities are refused, so nothing is fetched and nothing expands."""

import re
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from knowledge.importing.items import (
    Imported,
    ImportedOption,
    ImportTrouble,
    Item,
    item_id,
    matching_item,
)
from knowledge.reading.escaping import escaped_lines
from knowledge.reading.html_pages import lines_of_html

_NAMES = {
    "essay": "is an essay, which has no answer to check.",
    "description": "is a text and no question.",
}


def import_moodle(content: bytes, name: str) -> Imported:
    """Every question of a quiz, with its categories as decks."""
    root = _parsed(content, name)
    if root.tag != "quiz":
        raise ImportTrouble(f"{name}: is XML, but no quiz of Moodle.")
    result = Imported()
    deck = result.deck(name)
    for number, question in enumerate(root.iterfind("question"), 1):
        kind = question.get("type", "")
        if kind == "category":
            deck = result.deck_of_category(name, _text(question, "category/text"))
            continue
        item = _item(question, kind, name)
        if isinstance(item, Item):
            deck.items.append(item)
        else:
            title = " ".join(_text(question, "name/text").split())[:60]
            result.problems.append(f"{name}: question {number} “{title}” {item}")
    return result


def _item(question: Element, kind: str, name: str) -> Item | str:
    stem = _shown(question, "questiontext")
    if kind in _NAMES:
        return _NAMES[kind]
    if not stem:
        return "has no text."
    given = _text(question, "idnumber", whole=False) or _text(question, "name/text", whole=False)
    given = given or _shown(question, "questiontext", whole=False) or stem
    identity = item_id("moodle", name, given)
    explanation = _shown(question, "generalfeedback")
    tags = tuple(re.sub(r"[^\w/-]+", "-", _text(tag)) for tag in question.iterfind("tags/tag"))
    if kind == "matching":
        pairs = (
            (_shown(sub), escaped_lines(_text(sub, "answer/text")))
            for sub in question.iterfind("subquestion")
        )
        asked = [(left, right) for left, right in pairs if left and right]
        return matching_item(identity, stem, asked, explanation, tags)
    answers = question.findall("answer")
    right = [answer for answer in answers if _share(answer) > 0]
    if not right:
        return f"has no right answer (type “{kind[:30]}”)."
    if kind in ("multichoice", "truefalse"):
        options = tuple(
            ImportedOption(_shown(answer).capitalize() if kind == "truefalse" else _shown(answer),
                           _share(answer) > 0, _shown(answer, "feedback"))
            for answer in answers
        )  # fmt: skip
        return Item(identity, stem, options, explanation=explanation, tags=tags)
    if kind not in ("shortanswer", "numerical"):
        return f"is of a type that is not imported (“{kind[:30]}”)."
    right.sort(key=_share, reverse=True)
    texts = [escaped_lines(_text(answer)) for answer in right]
    explanation = explanation or _shown(right[0], "feedback")
    if not texts[0]:
        return "has no right answer."
    return Item(identity, stem, answer=texts[0], accept=tuple(filter(None, texts[1:])),
                explanation=explanation, tags=tags)  # fmt: skip


def _share(answer: Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError:
        return 0.0


def _parsed(content: bytes, name: str) -> Element:
    """The tree of what stands there alone; prefixes of names need no declaration."""

    def refuse(*_: object) -> None:
        raise ImportTrouble(f"{name}: declares a document type, which a quiz does not need.")

    tree, parser = TreeBuilder(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ImportTrouble(
            f"{name}: is no well-formed XML ({error}). Export the quiz as Moodle XML again."
        ) from error
    return tree.close()


def _text(element: Element, path: str = "text", *, whole: bool = True) -> str:
    """The text of an element below this one; the *whole* of it is that of elements in it, too.

    Identities go by what is not whole, as they always did.
    """
    found = element.find(path)
    if found is None:
        return ""
    own = (found.text or "", *(child.tail or "" for child in found))
    return "".join(found.itertext() if whole else own).strip()


def _shown(element: Element, path: str = ".", *, whole: bool = True) -> str:
    """The <text> in an element, which is HTML unless that says otherwise."""
    found = element.find(path)
    if found is None:
        return ""
    text = _text(found, whole=whole)
    plain = found.get("format") in ("plain_text", "markdown")
    return escaped_lines(text) if plain else lines_of_html(text)
