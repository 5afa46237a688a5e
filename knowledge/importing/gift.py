"""GIFT, as Moodle writes and reads it: one question a paragraph, its answers in braces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.importing.items import Imported, ImportedOption, Item, item_id, matching_item
from knowledge.reading.decoding import decode
from knowledge.reading.escaping import escaped_lines
from knowledge.reading.html_pages import lines_of_html

_ESCAPED = re.compile(r"\\([~=#{}:n\\])")
_HIDDEN = {char: chr(0xE220 + place) for place, char in enumerate("~=#{}:n\\")}
_SHOWN = {hidden: "\n" if char == "n" else char for char, hidden in _HIDDEN.items()}
_SHOW = re.compile(f"[{''.join(_SHOWN)}]")
_TITLE = re.compile(r"^\s*::([^:]*(?::(?!:)[^:]*)*)::")
_FORMAT = re.compile(r"^\s*\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_CATEGORY = re.compile(r"^\s*\$CATEGORY:\s*(.*)$", re.IGNORECASE)
_ID = re.compile(r"\[id:([^\]]{1,80})\]")
_TAG = re.compile(r"\[tag:([^\]]{1,80})\]")
_ANSWER = re.compile(r"([=~])([^=~]*)")
_WEIGHT = re.compile(r"^\s*%(-?\d{1,3}(?:\.\d{1,6})?)%")
_TRUTH = re.compile(r"^(T|TRUE|F|FALSE)$", re.IGNORECASE)
_NUMBER = re.compile(r"^([^#:=~]*?)(?:(\.\.|:)((?:(?!\.\.)[^#:=~])*+))?$")
_GAP = "____"


@dataclass(frozen=True, slots=True)
class _Answer:
    right: bool
    text: str
    why: str


def import_gift(content: bytes, name: str) -> Imported:
    """Every question of the file; essays and descriptions ask nothing that could be checked."""
    text, _ = decode(content, name)
    result = Imported()
    deck = result.deck(name)
    for line, paragraph, comment in _paragraphs(text):
        category = _CATEGORY.match(paragraph)
        if category:
            deck = result.deck_of_category(name, category[1])
            continue
        item = _item(paragraph, comment, name)
        if isinstance(item, Item):
            deck.items.append(item)
        else:
            result.problems.append(f"{name}:{line}: {item}")
    return result


def looks_like_gift(text: str) -> bool:
    """Whether some braces in the text hold answers."""
    return bool(re.search(r"\{\s*(?:[=~#]|T\b|F\b|TRUE\b|FALSE\b)", text))


def _paragraphs(text: str) -> Iterator[tuple[int, str, str]]:
    """The first line, the text and the comments of every question; braces may hold blank lines."""
    kept: list[str] = []
    comments: list[str] = []
    begin, depth = 1, 0
    for number, line in enumerate([*text.splitlines(), ""], 1):
        line = _ESCAPED.sub(lambda found: _HIDDEN[found[1]], line)
        if line.lstrip().startswith("//"):
            comments.append(line)
        elif _CATEGORY.match(line):
            yield number, line, ""
        elif line.strip() or (kept and depth > 0):
            begin = begin if kept else number
            kept.append(line)
            depth += line.count("{") - line.count("}")
        elif kept:
            yield begin, "\n".join(kept), "\n".join(comments)
            kept, comments, depth = [], [], 0
    if kept:
        yield begin, "\n".join(kept), "\n".join(comments)


def _item(paragraph: str, comment: str, name: str) -> Item | str:
    title = _TITLE.match(paragraph)
    body = paragraph[title.end() :] if title else paragraph
    format = _FORMAT.match(body)
    body = body[format.end() :] if format else body
    is_html = format is not None and format[1].lower() in ("html", "moodle")
    before, opened, rest = body.partition("{")
    inside, closed, after = rest.rpartition("}")
    if not (opened and closed):
        return "is a text and no question."
    asked = before.strip() + (f" {_GAP} {after.strip()}" if after.strip() else "")
    stem = _shown(asked, is_html)
    if not stem:
        return "has an answer and no question."
    given = _ID.search(comment)
    identity = item_id("gift", name, given[1] if given else title[1] if title else stem)
    tags = tuple(re.sub(r"[^\w/-]+", "-", tag) for tag in _TAG.findall(comment))
    inside, _, general = inside.partition("####")
    return _of_answers(inside.strip(), stem, identity, _shown(general, is_html), tags, is_html)


def _of_answers(
    inside: str, stem: str, identity: str, general: str, tags: tuple[str, ...], is_html: bool
) -> Item | str:
    if inside.startswith("#"):
        return _numeric(inside[1:], stem, identity, general, tags)
    truth, *whys = inside.split("#")
    if _TRUTH.match(truth.strip()):
        return _true_or_false(truth.strip()[0] in "Tt", whys, stem, identity, general, tags)
    answers = [_answer(mark, text, is_html) for mark, text in _ANSWER.findall(inside)]
    if not answers:
        return "is an essay, which has no answer to check."
    if all("->" in answer.text for answer in answers):
        sides = (answer.text.partition("->") for answer in answers)
        pairs = [(left.strip(), right.strip()) for left, _, right in sides if left.strip()]
        return matching_item(identity, stem, pairs, general, tags)
    if not any(answer.right for answer in answers):
        return "has no right answer."
    if all(answer.right for answer in answers) and "~" not in inside:
        first, *others = (answer.text for answer in answers)
        return Item(identity, stem, answer=first, accept=tuple(others),
                    explanation=general or answers[0].why, tags=tags)  # fmt: skip
    options = tuple(ImportedOption(a.text, a.right, a.why) for a in answers if a.text)
    if len(options) < 2:
        return "has fewer than two options."
    return Item(identity, stem, options, explanation=general, tags=tags)


def _answer(mark: str, text: str, is_html: bool) -> _Answer:
    weight = _WEIGHT.match(text)
    text = text[weight.end() :] if weight else text
    text, _, why = text.partition("#")
    right = float(weight[1]) > 0 if weight else mark == "="
    return _Answer(right, _shown(text, is_html), _shown(why, is_html))


def _true_or_false(
    right: bool, whys: list[str], stem: str, identity: str, general: str, tags: tuple[str, ...]
) -> Item:
    """The first remark is for those who were wrong, the second for those who were right."""
    wrong, good = ([_shown(why, False) for why in whys] + ["", ""])[:2]
    options = tuple(
        ImportedOption(word, says is right, good if says is right else wrong)
        for word, says in (("True", True), ("False", False))
    )
    return Item(identity, stem, options, explanation=general, tags=tags)


def _numeric(
    inside: str, stem: str, identity: str, general: str, tags: tuple[str, ...]
) -> Item | str:
    """One number, or the first of those that count, with what it may be off by."""
    parts = [text for _, text in _ANSWER.findall(inside)] or [inside]
    found = _NUMBER.match(_WEIGHT.sub("", parts[0].partition("#")[0]).strip().lstrip("= \t\n"))
    if found is None or not found[1].strip():
        return "has no number for an answer."
    number, how, other = found[1].strip(), found[2], (found[3] or "").strip()
    answer = f"{number} to {other}" if how == ".." else number
    near = f"{number} ± {other}" if how == ":" and other.strip("0.") else ""
    explanation = "\n".join(filter(None, (near, general)))
    return Item(identity, stem, answer=_shown(answer, False), explanation=explanation, tags=tags)


def _shown(text: str, is_html: bool) -> str:
    """Text without the escapes of the format."""
    text = _SHOW.sub(lambda found: _SHOWN[found[0]], text).strip()
    return lines_of_html(text) if is_html else escaped_lines(text)
