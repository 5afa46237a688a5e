"""Things side by side."""

from dataclasses import replace

from bot.commands import Ask, Compare
from bot.commands.words import told_apart
from bot.messages import Reply
from bot.replies import compare as say
from bot.replies import help as guide
from bot.replies.lookup import may_not_share, shared_lately
from bot.talk.lookup import ask
from bot.talk.turn import Turn
from knowledge.comparing.comparer import FEWEST, MOST


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
    return say.side_by_side(turn.voice, _completed(turn, shown))


def look_up(turn: Turn, command: Ask) -> Reply:
    """The answer to a question; one for the difference of two things sets them side by side."""
    if things := told_apart(command.query):
        found = turn.core.library.compare(things)
        if found.rows:
            shown = say.ComparisonPage(found, things)
            return say.side_by_side(turn.voice, _completed(turn, shown))
    return ask(turn, command)


def compared(turn: Turn, things: tuple[str, ...]) -> Reply:
    """A button that puts things side by side."""
    return _page(turn, 0, things)


def compare_page(turn: Turn, page: int, things: tuple[str, ...]) -> Reply:
    """Another page of the same."""
    return say.as_turned(_page(turn, page, things))


def share(turn: Turn, things: tuple[str, ...]) -> Reply:
    """The first page of a comparison, behind a button from when all of it was shared."""
    return share_page(turn, 0, things)


def share_page(turn: Turn, page: int, things: tuple[str, ...]) -> Reply:
    """The page of a comparison that somebody sees for everybody in the channel."""
    if not turn.speaks:
        return may_not_share()
    names = tuple(filter(None, things))
    found = turn.core.library.compare(names)
    if not found.rows:
        return guide.stale_click(turn.voice)
    if not turn.takes_turn_to_share():
        return shared_lately()
    shown = say.ComparisonPage(found, names, page)
    with turn.core.speaking(turn.team):
        return say.shared(_completed(turn, shown), turn.who.name)


def _completed(turn: Turn, shown: say.ComparisonPage) -> say.ComparisonPage:
    """Where the notes contradict what the comparison says, and whether there is a quiz on it."""
    rows = shown.comparison.rows
    places = [(s.file, s.line) for _, cells in rows for cell in cells for s in cell.sources]
    asked = any(map(turn.core.has_questions, shown.comparison.topics))
    return replace(shown, conflicts=turn.core.conflicts_at(places), has_questions=asked)


def _page(turn: Turn, page: int, things: tuple[str, ...]) -> Reply:
    names = tuple(filter(None, things))
    return compare(turn, Compare(names), page) if names else guide.stale_click(turn.voice)
