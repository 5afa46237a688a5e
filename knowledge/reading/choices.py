"""Questions with options: lists with tick boxes, and lettered options with an answer line."""

import re
from collections.abc import Iterator, Sequence

from knowledge.model import Authored, AuthoredKind, Broken
from knowledge.reading.answer_keys import find_answer_keys, key_for
from knowledge.reading.files import FLASHCARD_TAG
from knowledge.reading.flashcards import card_starts
from knowledge.reading.labels import TICK, begins_card
from knowledge.reading.option_forms import (
    A_LIST,
    FEWEST,
    MOST,
    GivenOption,
    Run,
    inline_run,
    marked_run,
    numbered_run,
    redraw_boxes,
    take_signs_away,
    tick_marked,
)
from knowledge.reading.page import FENCE, Page, heading_words
from knowledge.reading.prose import one_line, readable
from knowledge.reading.remarks import (
    Remarks,
    is_remark,
    label_of,
    letters_of,
    option_called,
    read_remarks,
    unfolded,
)
from knowledge.reading.stems import (
    Stem,
    asks,
    is_asked,
    is_numbered,
    stem_above,
)
from knowledge.reading.wording import is_wholly_bold, without_bold_end, words_of

_LETTER = re.compile(
    r"^[\s>]*(?:[-*+]\s+)?(?:\[([ xX]?)\]\s+)?(?:\*\*|__)?\(?([A-Za-z])[.):](?:\*\*|__)?\s+(\S.*)$"
)
_BEHIND = re.compile(r"^\W*[A-Ya-y\d]{1,2}[.):*_]*\s*[–—:;,.-]?\s+(\S.*)$")
_FEWEST_WORDS = 3  # that explain
_QUOTED = re.compile(r"^\s*>")
_FOLDING = re.compile(r"\s*<(?:/?details|summary)", re.IGNORECASE)
_NEXT = re.compile(
    r"^[\s>]*(?:\*\*|__)?(?:Q|question)?\s?\d{1,4}[.)](?:\*\*|__)?\s+\S.*\?", re.IGNORECASE
)
_BULLETS = ("-", "*", "+", "•")
_TASKS = re.compile(
    r"^\W*(?:to-?\s?dos?|tasks?|check-?lists?|action items|next steps|road-?map"
    r"|progress|aufgaben)\b",
    re.IGNORECASE,
)


def take_choices(page: Page, tag: str = FLASHCARD_TAG) -> tuple[list[Authored], list[Broken]]:
    """Every question with options on the page, and those that look broken."""
    redraw_boxes(page)
    keys = find_answer_keys(page)
    for key in keys:
        page.take(range(key.first, key.last), "answer key")
    runs = list(page.each(_run_at))
    for run in runs:
        page.take(range(run.first, run.last), "option")
    page.cards = card_starts(page, tag) if runs else frozenset()
    asked = list(_asked(page, runs))
    runs, stems = [run for run, _ in asked], [stem for _, stem in asked]
    places = [(stem.first, run.first) for run, stem in zip(runs, stems, strict=True)]
    answered = key_for(keys, page, places)
    used = {key.first for key, _ in answered.values()}
    for key in keys:
        if key.first not in used:
            _give_back(page, key.first, key.last)
    questions, broken = [], []
    for place, (run, stem) in enumerate(zip(runs, stems, strict=True)):
        following = stems[place + 1] if place + 1 < len(runs) else None
        end = _end_of_remarks(page, run, stem, following.first if following else len(page.lines))
        told = ("", "")
        if place in answered:
            key, number = answered[place]
            told = key.letters[number], key.why.get(number, "")
        made = _made(page, run, stem, end, told)
        if isinstance(made, Authored):
            questions.append(made)
        elif isinstance(made, Broken):
            broken.append(made)
        if made is None:
            _give_back(page, run.first, run.last)
        else:
            _take_whole(page, run, stem, end, made)
    return questions, broken


def _asked(page: Page, runs: Sequence[Run]) -> Iterator[tuple[Run, Stem]]:
    """The lists that may be options, each with its question.

    Any other list with something bold is a list: it ends nothing that stands above it.
    """
    for run in runs:
        stem = _stem(page, run)
        if run.bare and asks(stem.text):
            tick_marked(run, stem.text, by_bold=is_numbered(stem.text))
        if run.bare and not run.right:
            _give_back(page, run.first, run.last)
        else:
            yield run, stem


def _take_whole(page: Page, run: Run, stem: Stem, end: int, made: Authored | Broken) -> None:
    """Take the lines of a question; a broken one has no claim to the text of its section.

    Its heading stays, too, unless it asks: a section with a number has things to do in it.
    """
    if isinstance(made, Authored):
        whole, reason = range(stem.first, end), "question"
    else:
        first = stem.first + (stem.heading and not asks(heading_words(page.lines[stem.first])))
        whole, reason = range(first, _end_of_remarks_alone(page, run, end)), "broken question"
    _give_back(page, whole.start, whole.stop)
    page.take(whole, reason)


def _stem(page: Page, run: Run) -> Stem:
    return Stem(readable([run.stem]), run.first, False) if run.stem else stem_above(page, run.first)


def _give_back(page: Page, first: int, last: int) -> None:
    for number in range(first, last):
        page.taken.pop(number, None)


# ---------------------------------------------------------------- the options


def _run_at(page: Page, first: int) -> Run | None:
    """The options that begin on this line, if options do."""
    line = page.lines[first]
    if TICK.match(line):
        return _ticked_run(page, first)
    letter = _LETTER.match(line)
    if letter and letter[2] in "Aa" and (run := _lettered_run(page, first)):
        return None if _is_on_others(page, first) else run
    if ("B." in line or "B)" in line or "b)" in line) and (run := inline_run(page, first)):
        return run
    mark = line.lstrip(" \t>")[:2]
    if line.lstrip(" \t>-*+•_")[:2] in ("1.", "1)", "(1") and (run := numbered_run(page, first)):
        return run
    return marked_run(page, first) if mark[:1] in _BULLETS and mark[1:].isspace() else None


def _is_on_others(page: Page, first: int) -> bool:
    """Whether what begins here says why options are wrong, letter by letter."""
    above = first - 1
    while above > 0 and page.blank(above):
        above -= 1
    return above >= 0 and label_of(unfolded(page.lines[above])) == ("others", "")


def _ticked_run(page: Page, first: int) -> Run:
    options: list[GivenOption] = []
    number = first
    while number < len(page.lines) and number not in page.taken:
        line = page.lines[number]
        tick = None if page.code[number] else TICK.match(line)
        if tick:
            options.append(GivenOption(tick[1] in ("x", "X"), [tick[2] or ""]))
        elif not _goes_on(page, number, options[-1]):
            break
        number += 1
    return Run(first, _without_blank_end(page, first, number), options, boxes=True)


def _goes_on(page: Page, number: int, option: GivenOption) -> bool:
    """Add a line below an option to it, if it belongs there."""
    line = page.lines[number]
    if page.code[number]:
        option.lines.append(line)
    elif not line.strip():
        following = page.next_written(number)
        return following < len(page.lines) and _belongs(page, following)
    elif _QUOTED.match(line):
        if not line[:1].isspace() and (label_of(line) or begins_card(line)):
            return False
        option.why.append(line)
    elif line[:1].isspace():
        option.lines.append(line)
    else:
        return False
    return True


def _belongs(page: Page, number: int) -> bool:
    """Whether a line that follows a blank one still belongs to the list of options."""
    line = page.lines[number]
    if page.code[number]:
        return bool(FENCE.match(line))
    if _QUOTED.match(line):
        return line[:1].isspace()
    return bool(TICK.match(line)) or line[:1].isspace()


def _without_blank_end(page: Page, first: int, end: int) -> int:
    while end > first + 1 and page.blank(end - 1):
        end -= 1
    return end


def _lettered_run(page: Page, first: int) -> Run | None:
    """Options A, B, C … one below the other, each perhaps on several lines."""
    options: list[GivenOption] = []
    number = first
    while number < len(page.lines) and number not in page.taken:
        line = page.lines[number]
        letter = None if page.code[number] else _LETTER.match(line)
        if letter and letter[2].upper() == chr(ord("A") + len(options)):
            options.append(
                GivenOption(
                    (letter[1] or "") in ("x", "X") and bool(letter[1]),
                    [without_bold_end(letter[3])],
                    bold=_is_bold(line, letter[3]),
                )
            )
        elif letter or page.ends(number) or not _goes_on_lettered(page, number, options):
            break
        number += 1
    if len(options) < FEWEST:
        return None
    return Run(first, _without_blank_end(page, first, number), options, lettered=True)


def _is_bold(line: str, text: str) -> bool:
    """Whether an option is bold, with its letter or without."""
    return is_wholly_bold(text) or is_wholly_bold(line.lstrip(" \t>-+"))


def _goes_on_lettered(page: Page, number: int, options: list[GivenOption]) -> bool:
    line = page.lines[number]
    if page.code[number]:
        options[-1].lines.append(line)
        return True
    if not line.strip():
        following = page.next_written(number)
        if following >= len(page.lines):
            return False
        letter = _LETTER.match(page.lines[following])
        return page.code[following] or bool(
            letter and letter[2].upper() == chr(ord("A") + len(options))
        )
    if label_of(unfolded(line)) or _QUOTED.match(line) or line.lstrip().startswith(("<", "#")):
        return False
    if page.blank(number - 1) or begins_card(line) or _NEXT.match(line):
        return False
    options[-1].lines.append(line)
    return True


# ---------------------------------------------------------------- the question


def _end_of_remarks(page: Page, run: Run, stem: Stem, limit: int) -> int:
    """The first line that no longer speaks of the question above."""
    if not stem.heading:
        return _end_of_remarks_alone(page, run, limit)
    end = run.last
    while end < limit and not _is_over(page, end):
        end += 1
    return _without_blank_end(page, run.last, end) if end > run.last else run.last


def _is_over(page: Page, number: int) -> bool:
    """Whether something else begins on this line: also a card, whatever stands above it.

    A heading that only says "Answer" does not.
    """
    return (
        (page.ends(number) and not _heads_answer(page, number))
        or number in page.cards
        or (not page.code[number] and begins_card(page.lines[number]))
    )


def _heads_answer(page: Page, number: int) -> bool:
    heads = page.level[number] and number not in page.taken
    return bool(heads) and label_of(page.lines[number]) == ("answer", "")


def _end_of_remarks_alone(page: Page, run: Run, limit: int) -> int:
    """The first line below the options that is no remark on them."""
    number, end = run.last, run.last
    while number < limit and not _is_over(page, number):
        if page.blank(number):
            number += 1
            continue
        label = label_of(unfolded(page.lines[number]))
        if not is_remark(page.lines[number]):
            if not _FOLDING.match(page.lines[number]):
                break
            number = end = number + 1  # what is folded away begins on the next line
            continue
        whole = label is not None and label[0] in ("explanation", "answer", "others")
        number = _end_of_remark(page, number, limit, whole and label is not None and not label[1])
        end = number
    return end


def _end_of_remark(page: Page, number: int, limit: int, alone: bool) -> int:
    """A remark ends with its paragraph; a label alone on its line speaks for the next one."""
    number += 1
    if alone:
        number = page.next_written(number)
    while number < limit and not _is_over(page, number) and not page.blank(number):
        number += 1
    return number


def _made(
    page: Page, run: Run, stem: Stem, end: int, told: tuple[str, str]
) -> Authored | Broken | None:
    """The question; *told* is what an answer key further down says of it, and why."""
    remarks = read_remarks(page.lines[run.last : end])
    run.options = [o for o in run.options if o.ticked or any(map(str.strip, o.lines))]
    said = remarks.answer or told[0]
    if not run.right and not said and run.lettered and asks(stem.text):
        tick_marked(run, stem.text, by_bold=True)
    if said and run.lettered:
        take_signs_away(run)
    options = tuple(readable(option.lines) for option in run.options)
    ticked = run.right
    if not ticked and said:
        ticked = letters_of(said, options) or option_called(said, options)
    if not stem.text or len(options) < FEWEST or _TASKS.match(stem.text):
        return None
    named = page.id_of(stem.first, end - 1)
    if len(options) > A_LIST and not (named or (is_asked(stem.text) and not run.is_checklist)):
        return None
    line = stem.first + 1
    if run.bare and said:
        return None  # what is marked is not what is said to be right
    if not ticked:
        return _broken(page, stem, run, said)
    if len(ticked) == len(options) and not (said and run.lettered):
        return None  # a list of things that were done
    if len(options) > MOST:
        return Broken(page.file, line, f"{len(options)} options, {MOST} at most", stem.text)
    # options that read alike, as two pictures do, are at least numbered
    options = tuple(option or f"({place})" for place, option in enumerate(options, 1))
    return Authored(
        id=named,
        kind=AuthoredKind.CHOICE,
        stem=stem.text,
        file=page.file,
        line=line,
        last_line=max(end, run.last),
        options=options,
        answers=ticked,
        why=tuple(
            one_line(option.why) or remarks.on_option(place)
            for place, option in enumerate(run.options)
        ),
        hint=remarks.hint,
        explanation="\n".join(
            filter(None, (_explained(remarks, said, options), one_line([told[1]])))
        ),
        cites=remarks.cites,
        tags=remarks.tags,
        level=remarks.level,
    )


def _broken(page: Page, stem: Stem, run: Run, said: str) -> Broken | None:
    if stem.first in page.cards and page.blank(run.first - 1):
        return None  # a card, and below it things to do
    line = stem.first + 1
    if said:
        return Broken(page.file, line, f"the answer “{said[:40]}” names no option", stem.text)
    if run.lettered or not is_asked(stem.text):
        return None  # a list, or things to do
    return Broken(page.file, line, "none of the options is ticked", stem.text)


def _explained(remarks: Remarks, said: str, options: Sequence[str]) -> str:
    """The explanation; what follows the letter of an answer line explains, too."""
    line, _, below = said.partition("\n")
    behind = _BEHIND.match(line)
    rest = behind[1].strip() if behind else ""
    named = next((option for option in options if rest.startswith(option)), "")
    rest = rest.removeprefix(named).lstrip(" –—:;,.-")
    if len(words_of(rest)) < _FEWEST_WORDS:
        rest = ""
    return "\n".join(filter(None, (rest, below, remarks.explanation)))
