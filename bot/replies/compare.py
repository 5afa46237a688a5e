"""Things side by side, one line a thing: narrow enough for a phone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePosixPath

from bot import actions
from bot.language import _, listed
from bot.messages import Button, Heading, Hint, Part, Prose, Reply, Side, Sources
from bot.replies.lookup import disagreement, shared_by
from bot.replies.voice import Voice, ellipsized, first_line, page_of, places, quoted, rows, sentence
from knowledge.comparing.comparer import IN_SHORT
from knowledge.model import Cell, Comparison, Disagreement, Source

PAGE_ROWS = 6
PAGE_TEXT = 1400
Row = tuple[str, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """A comparison, as it was asked for and at which page."""

    comparison: Comparison
    asked: tuple[str, ...]
    page: int = 0
    conflicts: tuple[Disagreement, ...] = ()  # in what is shown, on any page
    has_questions: bool = False  # on any of it


def side_by_side(voice: Voice, shown: ComparisonPage) -> Reply:
    """One page of attributes, each with a line for every thing and where that stands."""
    names, pages = shown.comparison.topics, _pages(shown.comparison.rows)
    page = min(max(shown.page, 0), len(pages) - 1)
    parts: tuple[Part, ...] = (
        *_body(names, pages[page]),
        *_disagreements(shown.conflicts, pages[page]),
        *((Hint(page_of(page, len(pages))),) * (len(pages) > 1)),
        *rows(_buttons(voice, shown, page, len(pages))),
    )
    return Reply(parts, summary=_summary(shown.comparison))


def as_turned(reply: Reply) -> Reply:
    """The reply, which takes the place of the page that was clicked."""
    return replace(reply, replaces=True)


def shared(shown: ComparisonPage, who: str) -> Reply:
    """The page that somebody sees, for everybody."""
    names, pages = shown.comparison.topics, _pages(shown.comparison.rows)
    page = pages[min(max(shown.page, 0), len(pages) - 1)]
    parts: tuple[Part, ...] = (
        shared_by(who),
        *_body(names, page),
        *_disagreements(shown.conflicts, page),
    )
    return Reply(parts, private=False, summary=_summary(shown.comparison))


def nothing_to_compare(voice: Voice, comparison: Comparison) -> Reply:
    """Why there is no comparison, and what would do."""
    if comparison.unknown:
        names = listed([quoted(ellipsized(name, 60)) for name in comparison.unknown])
        text = _(
            "The notes have nothing on {topics}, so there is nothing to compare.", topics=names
        )
        near = comparison.suggestions
    elif len(comparison.topics) == 1:
        text = _("That is one and the same here: {topic}.", topic=comparison.topics[0])
        near = comparison.topics
    else:
        text = _(
            "The notes say nothing that puts {topics} side by side.",
            topics=listed(comparison.topics),
        )
        near = comparison.topics
    return sentence(text, *(voice.button(name, actions.ASK, name) for name in near[:4]))


def how_to(voice: Voice) -> Reply:
    """Side by side needs two; more than four fit no screen."""
    return sentence(
        _("I can put two to four things side by side. Try: {line}", line=voice.line(EXAMPLE))
    )


EXAMPLE = "compare sqs sns"  # a line to type


def _pages(all_rows: Sequence[Row]) -> list[list[Row]]:
    pages: list[list[Row]] = [[]]
    for row in all_rows:
        length = sum(len(cell.text) for cell in row[1])
        taken = sum(len(cell.text) for _, cells in pages[-1] for cell in cells)
        if len(pages[-1]) >= PAGE_ROWS or (pages[-1] and taken + length > PAGE_TEXT):
            pages.append([])
        pages[-1].append(row)
    if len(pages) > 1 and len(pages[-1]) == 1:
        alone = pages.pop()  # one row alone is not worth a click
        pages[-1] += alone
    return pages


def _body(names: Sequence[str], shown: Iterable[Row]) -> tuple[Part, ...]:
    shown = tuple(shown)
    sources = [source for _, cells in shown for cell in cells for source in cell.sources]
    brief = _brief(sources)
    whole = [
        source
        for _attribute, cells in shown
        if _on_one_line(cells)
        for cell in cells
        for source in cell.sources
    ]
    return (
        Heading(_("{topics} compared", topics=listed(names))),
        *(_side(names, row, brief) for row in shown),
        *((Sources(places(whole)),) if whole else ()),
    )


def _disagreements(conflicts: Sequence[Disagreement], shown: Iterable[Row]) -> tuple[Part, ...]:
    """Said beside what rests on one of several places that cannot all be right."""
    lines = {(s.file, s.line) for _, cells in shown for cell in cells for s in cell.sources}
    told = (one for one in conflicts if {(side.file, side.line) for side in one.statements} & lines)
    return tuple(Prose(disagreement(one)) for one in islice(told, 2))


def _side(names: Sequence[str], row: Row, brief: dict[str, str]) -> Side:
    """Where all cells stand on one line of the notes, that is named at the foot."""
    attribute, cells = row
    attribute = _("In short") if attribute == IN_SHORT else attribute
    if _on_one_line(cells):
        return Side(attribute, tuple(zip(names, (c.text or _gap() for c in cells), strict=True)))
    told = ((name, _with_places(cell, brief)) for name, cell in zip(names, cells, strict=True))
    return Side(attribute, tuple(told))


def _on_one_line(cells: Sequence[Cell]) -> bool:
    return len({source for cell in cells for source in cell.sources}) == 1


def _gap() -> str:
    return _("not in the notes")


def _with_places(cell: Cell, brief: dict[str, str]) -> str:
    if not cell.text:
        return _gap()
    return f"{cell.text} ({', '.join(f'{brief[s.file]}:{s.line}' for s in cell.sources)})"


def _brief(sources: Iterable[Source]) -> dict[str, str]:
    """Files by their last name where that is enough to tell them apart."""
    files = {source.file for source in sources}
    last = {file: PurePosixPath(file).name for file in files}
    several = {name for name in last.values() if list(last.values()).count(name) > 1}
    return {file: file if name in several else name for file, name in last.items()}


def _buttons(voice: Voice, shown: ComparisonPage, page: int, pages: int) -> list[Button]:
    buttons: list[Button] = []
    if pages > 1:
        label = _("More") if page + 1 < pages else _("Back to the start")
        following = (page + 1) % pages
        buttons.append(voice.button(label, actions.COMPARE_PAGE, following, shown.asked, main=True))
    if voice.may_share:
        buttons.append(
            voice.button(_("Share in channel"), actions.SHARE_COMPARED_PAGE, page, shown.asked)
        )
    if shown.has_questions:
        names = shown.comparison.topics
        buttons.append(voice.button(_("Quiz me on these"), actions.QUIZ_COMPARED, names))
    buttons += [voice.button(name, actions.ASK, name) for name in shown.comparison.topics[:3]]
    return buttons[:5]


def _summary(comparison: Comparison) -> str:
    return first_line(_("{topics} side by side", topics=listed(comparison.topics)))
