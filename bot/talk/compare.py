"""Things side by side."""

from dataclasses import replace

from bot.commands import Ask, Compare, clean
from bot.messages import Reply
from bot.replies import compare as say
from bot.replies import help as guide
from bot.replies.lookup import may_not_share, shared_lately
from bot.talk.lookup import ask
from bot.talk.turn import Turn

FEWEST, MOST = 2, 4


def compare(turn: Turn, command: Compare, page: int = 0) -> Reply:
    """Two to four topics, or parts of them, attribute by attribute."""
    shown = say.ComparisonPage(
        turn.core.library.compare(command.things, loose=command.loose), command.things, page
    )
    found = shown.comparison
    named = len(found.topics) + len(found.unknown)
    if command.loose:
        if named < FEWEST or not found.topics:  # "compare" was the beginning of a question
            return ask(turn, Ask(" ".join(command.things)))
        shown = say.ComparisonPage(found, (*found.topics, *found.unknown), page)
    if named > MOST or (named < FEWEST and len(command.things) < FEWEST):
        return say.how_to(turn.voice)
    if not found.rows:
        return say.nothing_to_compare(turn.voice, found)
    return say.side_by_side(turn.voice, _with_conflicts(turn, shown))


def compared(turn: Turn, *things: str) -> Reply:
    """A button that puts things side by side."""
    return _again(turn, "", things)


def compare_page(turn: Turn, page: str = "", *things: str) -> Reply:
    """Another page of the same."""
    return say.as_turned(_again(turn, page, things))


def share(turn: Turn, page: str = "", *things: str) -> Reply:
    """The page of a comparison that somebody sees for everybody in the channel."""
    if not turn.speaks:
        return may_not_share()
    names = _read(turn, things)
    found = turn.core.library.compare(names)
    if not found.rows:
        return guide.stale_click(turn.voice)
    if not turn.may_share():
        return shared_lately()
    shown = say.ComparisonPage(found, names, _number(page))
    return say.shared(_with_conflicts(turn, shown), turn.who.name)


def _with_conflicts(turn: Turn, shown: say.ComparisonPage) -> say.ComparisonPage:
    """Where the notes contradict what the comparison says."""
    rows = shown.comparison.rows
    places = [(s.file, s.line) for _, cells in rows for cell in cells for s in cell.sources]
    return replace(shown, conflicts=turn.core.conflicts_at(places))


def _again(turn: Turn, page: str, things: tuple[str, ...]) -> Reply:
    names = _read(turn, things)
    if not names:
        return guide.stale_click(turn.voice)
    return compare(turn, Compare(names), _number(page))


def _number(page: str) -> int:
    return int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 0


def _read(turn: Turn, things: tuple[str, ...]) -> tuple[str, ...]:
    """The things behind a button; kept ones may have been forgotten since."""
    read = [turn.read(thing) for thing in things]
    return tuple(clean(name) for name in read if name and clean(name))
