"""Cards in the short forms of flash-card tools, in files and sections that are tagged for them.

Elsewhere `key:: value` and ==highlights== mean other things.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from knowledge.model import Authored, Broken
from knowledge.reading.cards import card
from knowledge.reading.decoding import SIZE_OF_LINE, most_lines
from knowledge.reading.files import FLASHCARD_TAG
from knowledge.reading.page import Page
from knowledge.reading.prose import one_line, readable, readable_with_code
from knowledge.reading.remarks import is_remark

_PREFIX = re.compile(r"^\s*(?:>\s*)*(?:\[!\w+\][+-]?\s*)?(?:[-*+]\s+|\d{1,3}[.)]\s+)?")
_CODE_SPAN = re.compile(r"(?<!`)(`++)(?:(?!\1).)*+\1")
_DIVIDER = re.compile(r"(?<!:):{2,3}(?!:)")
_TURN = re.compile(r"^\s*(?:>\s*)*\?{1,2}\s*$")
_CLOZE = re.compile(
    r"\{\{c(\d{1,3})::(.{1,600}?)(?:::([^{}]{0,200}+))?\}\}|==(?=\S)([^=\n]+?)(?<=\S)=="
)
_GAP = "____"
_LONGEST_LINE = 4_000  # characters; no card is longer
_TAG_IN_TEXT = "(?:^|(?<=\\s)){tag}(?:/[\\w/-]+)?(?=\\s|$)"


def take_flashcards(page: Page, tag: str = FLASHCARD_TAG) -> tuple[list[Authored], list[Broken]]:
    """The cards of all tagged sections, and those that have no answer."""
    found: list[Authored] = []
    broken: list[Broken] = []
    tagged = _tagged(page, tag)
    if not any(tagged):
        return found, broken
    page.room = SIZE_OF_LINE * most_lines(sum(map(len, page.lines)) + len(page.lines))
    for first, last in _paragraphs(page, tagged):
        turn = next((n for n in range(first, last) if _TURN.match(page.lines[n])), -1)
        while first < turn and _divide(page.lines[first]):
            _read_line(page, first, found, broken)
            first += 1
        if turn > first:
            _take(page, found, broken, _turned(page, first, turn, last), first, last)
            continue
        for number in range(first, last):
            if not page.code[number]:
                _read_line(page, number, found, broken)
    return found, broken


def card_starts(page: Page, tag: str) -> frozenset[int]:
    """The lines below questions with options that open a paragraph of cards.

    A quote or a labelled line speaks of the question above, whatever colons it has.
    """
    tagged = _tagged(page, tag)
    if not any(tagged):
        return frozenset()
    return frozenset(
        first
        for first, last in _paragraphs(page, tagged)
        if not is_remark(page.lines[first])
        and (
            _divide(page.lines[first])
            or any(_TURN.match(line) for line in page.lines[first + 1 : last])
        )
    )


def _take(
    page: Page,
    found: list[Authored],
    broken: list[Broken],
    made: list[Authored | None],
    first: int,
    last: int,
) -> None:
    """Keep what was made of these lines, or say that they have no answer."""
    good = [question for question in made if question is not None]
    found.extend(good)
    page.take(range(first, last), "question" if good else "broken question")
    if not good:
        stem = one_line(page.lines[first : first + 1])
        broken.append(Broken(page.file, first + 1, "the card has no answer", stem))


# ---------------------------------------------------------------- where cards are


def _tagged(page: Page, tag: str) -> list[bool]:
    """For each line, whether it stands in a tagged file or section."""
    name = tag.lstrip("#")
    mark = re.compile(_TAG_IN_TEXT.format(tag=re.escape(f"#{name}")), re.IGNORECASE)
    whole = any(_declares(line, name) for line in page.front)
    result = [whole] * len(page.lines)
    if whole:
        return result
    level = 0  # of the tagged section we are in
    start = 0  # where the current section begins
    for number, line in enumerate(page.lines):
        own = page.level[number]
        if own:
            start = number
            level = 0 if own <= level else level
        if "#" in line and not page.code[number] and mark.search(line):
            if not page.level[start]:
                return [True] * len(page.lines)  # above the first heading: the whole file
            level = level or page.level[start]
            for earlier in range(start, number):
                result[earlier] = True
        result[number] = bool(level)
    return result


def _declares(line: str, name: str) -> bool:
    """Whether a line of front matter has the tag, alone, in a list or with a deck below it."""
    words = re.split(r"[\s,\[\]\"']+", line.partition("#")[2] if line.startswith("#") else line)
    wanted = name.casefold()
    bare = (word.lstrip("#").casefold() for word in words)
    return any(word == wanted or word.startswith(f"{wanted}/") for word in bare)


def _paragraphs(page: Page, tagged: list[bool]) -> Iterator[tuple[int, int]]:
    """The runs of lines between blank ones, without headings and what is taken."""
    number = 0
    while number < len(page.lines):
        first = number
        while number < len(page.lines) and tagged[number] and not _divides(page, number):
            number += 1
        if number > first:
            yield first, number
        number = max(number, first + 1)


def _divides(page: Page, number: int) -> bool:
    return not page.code[number] and (page.blank(number) or page.ends(number))


# ---------------------------------------------------------------- the forms


def _turned(page: Page, first: int, turn: int, last: int) -> list[Authored | None]:
    """A question, a line "?" or "??", and the answer; two marks mean both ways."""
    front = [_bare(line) for line in page.lines[first:turn]]
    back = page.lines[turn + 1 : last]
    both = page.lines[turn].count("?") == 2
    made = [card(page, first, last - 1, readable_with_code(front), readable(back))]
    if both:
        made.append(card(page, first, last - 1, readable_with_code(back), readable(front)))
    return made


def _read_line(page: Page, number: int, found: list[Authored], broken: list[Broken]) -> None:
    line = page.lines[number]
    divided = _divide(line)
    if divided:
        question, answer, both = divided
        made = [card(page, number, number, question, answer)]
        if both:
            made.append(card(page, number, number, answer, question))
        _take(page, found, broken, made, number, number + 1)
    elif len(line) <= _LONGEST_LINE and ("==" in line or "{{c" in line):
        _read_gaps(page, number, found, broken)


def _divide(line: str) -> tuple[str, str, bool] | None:
    """The two sides of "Question::Answer", outside of code; True if it is asked both ways."""
    if "::" not in line or len(line) > _LONGEST_LINE:
        return None
    hidden = _CODE_SPAN.sub(lambda code: "`" * len(code.group()), line)
    hidden = _CLOZE.sub(lambda gap: " " * len(gap.group()), hidden)
    found = _DIVIDER.search(hidden)
    if found is None:
        return None
    question = one_line([_bare(line[: found.start()])])
    answer = one_line([line[found.end() :]])
    return (question, answer, len(found.group()) == 3) if question else None


def _bare(line: str) -> str:
    return _PREFIX.sub("", line)


def _read_gaps(page: Page, number: int, found: list[Authored], broken: list[Broken]) -> None:
    """The cards of a line with gaps, while there is room: each has the whole line for a stem."""
    if page.room < 0:
        return
    made = list(_gaps(page, number))
    found.extend(made)
    if page.room < 0:
        stem = one_line(page.lines[number : number + 1])
        reason = "the file has very many gaps; from here on they are not asked. Split the file"
        broken.append(Broken(page.file, number + 1, reason, stem))


def _gaps(page: Page, number: int) -> Iterator[Authored]:
    """A card for each gap of a line, or for all gaps that share a number."""
    line = page.lines[number]
    gaps: dict[str, list[re.Match[str]]] = defaultdict(list)
    for place, gap in enumerate(_CLOZE.finditer(line)):
        gaps[gap[1] or f"at {place}"].append(gap)
    for hidden in gaps.values():
        page.room -= len(line)
        if page.room < 0:
            return
        spots = {gap.start() for gap in hidden}
        stem = _CLOZE.sub(
            lambda gap, spots=spots: _GAP if gap.start() in spots else gap[2] or gap[4],  # type: ignore[misc]
            line,
        )
        words = [one_line([gap[2] or gap[4]]) for gap in hidden]
        hint = "; ".join(gap[3] for gap in hidden if gap[3])
        made = card(page, number, number, _unmarked(stem), "; ".join(words), words, hint=hint)
        if made is not None:
            yield made


def _unmarked(stem: str) -> str:
    """The text around a gap, whose underscores are no markup."""
    parts = [one_line([f"{part} ."])[:-2] for part in _bare(stem).split(_GAP)]
    text = _GAP.join(f" {part.strip()} " for part in parts)
    return re.sub(r"\s+([.,;:!?)])", r"\1", " ".join(text.split()))
