"""Items as Markdown of the form that notes have."""

import re
from collections.abc import Iterable, Iterator

from knowledge.importing.items import ImportedDeck, ImportedOption, Item
from knowledge.reading.escaping import escaped
from knowledge.reading.stems import SCENARIO, is_asked

_MADE_BY = "<!-- imported from {source}: importing it again replaces what stands here -->"
MADE_BY = re.compile(r"^<!-- imported from (.+): importing it again replaces .*-->$", re.MULTILINE)
END_OF_ITEM = re.compile(r"^<!-- id: ([\w.:-]{1,80}) -->$", re.MULTILINE)
_FENCE = "```"
_MOST_LINES_ASKED = 12  # between "Q:" and "A:"


def deck_as_markdown(deck: ImportedDeck, source: str, tag: str) -> str:
    """A file of notes: the cards first, since whatever follows an option belongs to it."""
    title = escaped(" ".join(deck.name.replace("::", " – ").split())) or "Deck"
    source = " ".join(source.replace("--", "-").split())
    head = f"---\ntags: [{tag.lstrip('#')}]\n---\n\n# {title}\n\n{_MADE_BY.format(source=source)}\n"
    return head + "".join(f"\n{block}" for block in blocks_of(deck.items))


def items_as_markdown(items: Iterable[Item], title: str, tag: str) -> str:
    """The same for questions of our own, which no import replaces."""
    head = f"---\ntags: [{tag.lstrip('#')}]\n---\n\n# {escaped(title)}\n"
    return head + "".join(f"\n{block}" for block in blocks_of(items))


def blocks_of(items: Iterable[Item]) -> Iterator[str]:
    """The text of each item, its id last; an id that stands twice is numbered."""
    taken: set[str] = set()
    for number, item in enumerate(sorted(items, key=lambda item: bool(item.options)), 1):
        identity, count = item.id, 2
        while identity in taken:
            identity, count = f"{item.id}-{count}", count + 1
        taken.add(identity)
        yield "\n".join([*_lines(item, number), f"<!-- id: {identity} -->", ""])


def _lines(item: Item, number: int) -> Iterator[str]:
    remarks = list(_remarks(item))
    if item.options:
        yield from _heading(item.stem, number)
        for option in item.options:
            yield from _option(option)
        yield from remarks
    elif item.cloze:
        if item.explanation:
            yield from (item.explanation, "")  # a gap has nothing that explains: text of the note
        yield " ".join(item.stem.split("\n"))
    elif remarks or item.accept or _is_short_code(item.stem):
        yield f"Q: {item.stem}"
        yield f"A: {item.answer}" if not item.answer.startswith(_FENCE) else f"A:\n{item.answer}"
        if item.accept:
            yield f"Accept: {'; '.join(item.accept)}"
        yield from remarks
    elif "\n" in item.stem or "\n" in item.answer:
        yield from (item.stem, "?", item.answer)
    else:
        yield f"{item.stem} :: {item.answer}"


def _is_short_code(stem: str) -> bool:
    """Whether a card asks about code: above a "?" that would lose its indentation."""
    return _FENCE in stem and not stem.startswith(_FENCE) and stem.count("\n") < _MOST_LINES_ASKED


def _heading(stem: str, number: int) -> Iterator[str]:
    """The question as a heading: all down to the next heading then belongs to it."""
    first, _, rest = stem.partition("\n")
    if first.startswith(_FENCE):
        first, rest = f"Question {number}", stem
    elif rest and not is_asked(first):
        first, rest = SCENARIO, stem
    yield f"## {first}"
    if rest:
        yield rest


def _option(option: ImportedOption) -> Iterator[str]:
    first, *rest = option.text.split("\n")
    if first.startswith(_FENCE):
        first, rest = "", [first, *rest]
    yield f"- [{'x' if option.right else ' '}] {first}".rstrip()
    inside = False  # of code, whose indentation is its own
    for line in rest:
        is_fence = line.startswith(_FENCE)
        yield line if inside or is_fence else f"  {line}"
        inside ^= is_fence
    if option.why:
        yield from (f"  > {line}" for line in option.why.split("\n"))


def _remarks(item: Item) -> Iterator[str]:
    if item.hint:
        yield f"Hint: {' '.join(item.hint.split())}"
    if item.explanation:
        yield f"Explanation: {item.explanation}"
    if item.tags:
        yield f"Tags: {' '.join(item.tags)}"
    if item.level:
        yield f"Level: {item.level}"
