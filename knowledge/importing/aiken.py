"""Aiken: a question, options "A." or "A)", and a line "ANSWER: B"."""

import re

from knowledge.importing.items import Imported, ImportedOption, Item, item_id
from knowledge.reading.decoding import decode
from knowledge.reading.escaping import escaped_lines

_OPTION = re.compile(r"^\s*+([A-Za-z])[.)]\s++(.*\S)\s*+$")
_ANSWER = re.compile(r"^\s*ANSWER\s*:\s*([A-Za-z](?:\s*[,;&]\s*[A-Za-z])*)\s*$", re.IGNORECASE)


def looks_like_aiken(text: str) -> bool:
    """Whether the text has lines that end a question of this form."""
    return any(_ANSWER.match(line) for line in text.splitlines())


def import_aiken(content: bytes, name: str) -> Imported:
    """Every question of the file; one that has no answer is named by its line."""
    text, _ = decode(content, name)
    result = Imported()
    deck = result.deck(name)
    stem: list[str] = []
    options: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        answer = _ANSWER.match(line)
        option = _OPTION.match(line) if stem else None
        if answer:
            item = _item(name, stem, options, answer[1])
            if item is None:
                result.problems.append(f"{name}:{number}: the answer names no option.")
            else:
                deck.items.append(item)
            stem, options = [], []
        elif option and ord(option[1].upper()) - ord("A") == len(options):
            options.append(option[2])
        elif options and line.strip():
            options[-1] += f"\n{line}"
        elif not options:
            stem.append(line)
    if options:
        result.problems.append(f"{name}: the last question has no line “ANSWER:”.")
    return result


def _item(name: str, stem: list[str], options: list[str], answer: str) -> Item | None:
    places = {ord(letter) - ord("A") for letter in re.findall("[A-Z]", answer.upper())}
    asked = escaped_lines("\n".join(stem))
    if not asked or len(options) < 2 or max(places) >= len(options):
        return None
    made = tuple(
        ImportedOption(escaped_lines(option), place in places)
        for place, option in enumerate(options)
    )
    return Item(item_id("aiken", name, asked), asked, made)
