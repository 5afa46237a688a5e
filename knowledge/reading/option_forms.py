"""Options without tick boxes: the right one marked or bold, numbered, several on one line."""

import re
from dataclasses import dataclass, field

from knowledge.reading.page import Page
from knowledge.reading.remarks import label_of, letters_of, opens_box, option_called, unfolded
from knowledge.reading.wording import is_wholly_bold

FEWEST, MOST = 2, 25  # options: as many as a menu of Discord takes, and as buttons fit in rows
A_LIST = 12  # items: a longer list is none of options unless something is asked
_RIGHT = "✅|✔️?|☑️?|✓"
_SAID = (
    r"(?:correct|right|true)(?: answer)?|richtig|korrekt|correcte?|juste|bonne réponse|correct[ao]"
    r"|corrett[ao]|giusto"
)
# Blanks are taken from their first one on and never given back: a line may be full of them.
_MARK = re.compile(
    rf"^(?:{_RIGHT})\s*|(?<!\s)\s*+(?:{_RIGHT})$"
    rf"|(?<!\s)\s++(?:\((?:{_SAID})\)|\[(?:{_SAID})\]|(?:←|<--?)\s*(?:{_SAID}))$",
    re.IGNORECASE,
)
_WRONG = re.compile(r"^(?:❌|✗|✘|☒)️?\s*|(?<!\s)\s*+(?:❌|✗|✘|☒)️?$")
_DRAWN = re.compile(r"^\s*(?:[-*+•]\s+)?(?:\((?P<mark>[ xX*])\)|(?P<box>[☐☑☒]))\s+(?P<text>\S.*)$")
_BULLET = re.compile(r"^[\s>]*[-*+•]\s+(\S.*)$")
_NUMBERED = re.compile(r"^[\s>]*(?:[-*+•]\s+)?(?:\*\*|__)?\(?(\d{1,2})[.)](?:\*\*|__)?\s+(\S.*)$")
_LETTERED = re.compile(r"(?:^|(?<=\s))(?:\*\*)?\(?([A-Za-z])[.)](?:\*\*)?\s+(?=\S)")
_NUMBERS = re.compile(
    r"^\W*(\d{1,2}(?:\s*(?:,|;|&|/|\band\b|\bund\b|\bet\b|\by\b|\be\b)\s*\d{1,2})*)\b"
)
_SEVERAL = re.compile(
    r"\b(?:choose|select|pick|two|three|all that apply|mehrere|zwei|mehrfach\w*|wähle\w*|plusieurs"
    r"|deux|cochez|dos|varias|due)\b",
    re.IGNORECASE,
)
_LONGEST_LINE = 2_000  # characters


@dataclass(slots=True)
class GivenOption:
    """One option: its lines, and what the author says of it."""

    ticked: bool
    lines: list[str]
    why: list[str] = field(default_factory=list)
    bold: bool = False


@dataclass(slots=True)
class Run:
    """A list of options as it stands on the page; *last* is the first line after it."""

    first: int
    last: int
    options: list[GivenOption]
    lettered: bool = False
    stem: str = ""  # where the question stands on the line of its options
    bare: bool = False  # a list like any other but for what marks its right items
    boxes: bool = False  # each has a box to tick

    @property
    def right(self) -> tuple[int, ...]:
        """The places of the options that are ticked."""
        return tuple(place for place, option in enumerate(self.options) if option.ticked)

    @property
    def is_checklist(self) -> bool:
        """Whether it is long and several boxes are ticked, as in a list of what was done."""
        return self.boxes and len(self.options) > A_LIST and len(self.right) > 1


def redraw_boxes(page: Page) -> None:
    """Write boxes that are drawn otherwise, "(x) Lima" or "☑ Lima", as the boxes of Markdown."""
    number = 0
    while number < len(page.lines):
        found: list[re.Match[str]] = []
        while page.free(number + len(found)):
            drawn = _DRAWN.match(page.lines[number + len(found)])
            if drawn is None:
                break
            found.append(drawn)
        ticks = [(one["mark"] or one["box"]) not in " ☐" for one in found]
        if any(ticks) and not all(ticks):
            for place, (one, tick) in enumerate(zip(found, ticks, strict=True)):
                page.lines[number + place] = f"- [{'x' if tick else ' '}] {one['text']}"
        number += len(found) or 1


def tick_marked(run: Run, stem: str, by_bold: bool) -> None:
    """Tick the options that a sign marks, or else the only bold one; take the signs away.

    Several need a question that asks for several: a list of what is good has such signs, too.
    """
    several = bool(_SEVERAL.search(stem))
    signed = [option for option in run.options if _MARK.search(option.lines[0].strip())]
    bold = [option for option in run.options if option.bold and by_bold]
    chosen = signed or bold
    if len(chosen) == 1 or (several and len(chosen) < len(run.options)):
        for option in chosen:
            option.ticked = True
        take_signs_away(run)


def take_signs_away(run: Run) -> None:
    """Leave of each option what it says: no sign that it is right or wrong."""
    for option in run.options:
        bare = _WRONG.sub("", _MARK.sub("", option.lines[0].strip()))
        option.lines[0] = bare or option.lines[0]


def marked_run(page: Page, first: int) -> Run | None:
    """A list of bullets of which some are marked as right, or one alone is bold."""
    if first and not page.code[first - 1] and _BULLET.match(page.lines[first - 1]):
        return None  # its first item was looked at
    options: list[GivenOption] = []
    number = first
    while page.free(number) and len(options) <= A_LIST:
        found = _BULLET.match(page.lines[number])
        if found is None:
            break
        options.append(GivenOption(False, [found[1]], bold=is_wholly_bold(found[1])))
        number += 1
    goes_on = (
        number < len(page.lines) and page.lines[number][:1].isspace() and not page.blank(number)
    )
    if not goes_on and FEWEST < len(options) <= A_LIST:
        texts = [option.lines[0] for option in options]
        if called := option_called(_answer_below(page, number), texts):
            options[called[0]].ticked = True
            return Run(first, number, options)
    signed = any(_MARK.search(option.lines[0].strip()) for option in options)
    is_marked = signed or any(option.bold for option in options)
    if goes_on or not is_marked or not FEWEST < len(options) <= A_LIST:
        return None
    return Run(first, number, options, bare=True)


def numbered_run(page: Page, first: int) -> Run | None:
    """Options 1), 2), 3) with a line "Answer: 2" right below."""
    options: list[GivenOption] = []
    number = first
    while page.free(number):
        found = _NUMBERED.match(page.lines[number])
        if found is None or int(found[1]) != len(options) + 1:
            break
        options.append(GivenOption(False, [found[2]]))
        number += 1
    answer = _answer_below(page, number)
    said = _NUMBERS.match(answer) if len(options) >= FEWEST else None
    places = [int(one) - 1 for one in re.findall(r"\d+", said[1])] if said else []
    if not places or not all(0 <= place < len(options) for place in places):
        return None
    for place in places:
        options[place].ticked = True
    return Run(first, number, options)


def inline_run(page: Page, first: int) -> Run | None:
    """Options on one line, "A. x  B. y  C. z", with a line "Answer: B" right below."""
    line = page.lines[first]
    if len(line) > _LONGEST_LINE:
        return None
    found: list[re.Match[str]] = []
    for one in _LETTERED.finditer(line):
        if one[1].upper() == chr(ord("A") + len(found)):
            found.append(one)
    if len(found) < FEWEST:
        return None
    ends = [*(one.start() for one in found[1:]), len(line)]
    texts = [line[one.end() : end].strip(" \t;|") for one, end in zip(found, ends, strict=True)]
    if not all(texts) or not letters_of(_answer_below(page, first + 1), texts):
        return None
    options = [GivenOption(False, [text]) for text in texts]
    return Run(first, first + 1, options, lettered=True, stem=_words(line[: found[0].start()]))


def _words(before: str) -> str:
    return before.strip() if re.search(r"[^\W\d_]{2}", before) else ""


def _answer_below(page: Page, number: int) -> str:
    """What a line with an answer says, if one is the next that is written."""
    number = page.next_written(number)
    if page.free(number) and opens_box(page.lines[number]):
        number = page.next_written(number + 1)
    label = label_of(unfolded(page.lines[number])) if page.free(number) else None
    return label[1] if label and label[0] == "answer" else ""
