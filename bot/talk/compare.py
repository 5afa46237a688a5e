"""Topics side by side."""

from bot.commands import Ask, Compare
from bot.messages import Heading, Hint, Part, Reply, Side, Sources
from bot.replies import lookup as say
from bot.replies.voice import listed, places
from bot.talk.core import Turn
from bot.talk.lookup import ask

FEWEST, MOST = 2, 4


def compare(turn: Turn, command: Compare) -> Reply:
    """Two to four topics, each with what the notes say of it first."""
    library = turn.core.library
    names, unknown = turn.core.resolve(command.things, loose=command.loose)
    if len(names) + len(unknown) > MOST or len(names) + len(unknown) < FEWEST:
        return say.too_many_to_compare(turn.voice)
    if unknown:
        if not names:
            return ask(turn, Ask(" ".join(command.things)))
        near = [name for word in unknown for name in library.complete(word, 2)]
        return say.nothing_to_compare(turn.voice, unknown, near)
    cells, sources = [], []
    for name in names:
        found = library.ask(name, 1)
        best = found.answers[0] if found.answers else None
        cells.append((name, best.best if best else ""))
        sources += list(best.sources) if best else []
    head = listed(names)
    parts: tuple[Part, ...] = (
        Heading(" · ".join(names)),
        Side("In short", tuple(cells)),
        Sources(places(sources)),
        Hint("An empty side is not in the notes.")
        if not all(text for _, text in cells)
        else Hint("From your notes."),
    )
    return Reply(parts, summary=head)


def compared(turn: Turn, *things: str) -> Reply:
    """A button that puts things side by side."""
    return compare(turn, Compare(tuple(filter(None, (turn.read(thing) for thing in things)))))
