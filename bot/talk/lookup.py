"""Look-ups: cards, their pages and sharing them; where the notes contradict one another."""

from dataclasses import replace

from rapidfuzz import fuzz, process

from bot.commands import Ask, Conflicts, clean, command_words
from bot.messages import Reply
from bot.replies import help as guide
from bot.replies import lookup as say
from bot.talk.turn import Turn
from knowledge.model import Answer, Found

LONGEST_QUERY = 300  # more than anybody types; a message that is looked up may be longer


def ask(turn: Turn, command: Ask, *, remember: bool = True) -> Reply:
    """The card for a question, or plainly that the notes don't have it.

    `remember` what was missing: whoever keeps the notes wants to know.
    """
    query, shortened = _shorten(command.query)
    found = turn.core.library.ask(query)
    if not found.confident or not found.answers:
        return _nothing(turn, found, remember=remember)
    return say.card(turn.voice, _card(turn, found, shortened=shortened))


def _shorten(query: str) -> tuple[str, bool]:
    if len(query) <= LONGEST_QUERY:
        return query, False
    return query[:LONGEST_QUERY].rsplit(" ", 1)[0], True


def _nothing(turn: Turn, found: Found, *, remember: bool = False) -> Reply:
    if remember:
        people = turn.core.store.people
        turn.core.store.lookups.missed(people.see(turn.who).id, turn.team, found.query, turn.at)
    first = found.query.split(" ", 1)[0].lower()
    near = process.extract(first, command_words(), scorer=fuzz.ratio, limit=1, score_cutoff=80)
    return say.nothing(turn.voice, found, [word for word, _, _ in near])


def _card(
    turn: Turn, found: Found, number: int = 0, page: int = 0, *, shortened: bool = False
) -> say.Card:
    answer = found.answers[number]
    return say.Card(
        found,
        number,
        page,
        turn.core.conflicts_at(_places(turn, answer)),
        turn.core.has_questions(answer.topic),
        turn.core.short_name(answer.topic),
        shortened,
    )


def _places(turn: Turn, answer: Answer) -> list[tuple[str, int]]:
    """The lines that a card's first answer stands on, and those of its other facts."""
    lines = [(source.file, source.line) for source in answer.sources]
    for identity in answer.fact_ids[1:]:
        if (fact := turn.core.library.fact(identity)) is not None:
            lines.append((fact.file, fact.line))
    return lines


def _again(turn: Turn, number: str, query: str) -> tuple[Found, int] | None:
    """The look-up behind a button, made again: the notes may have changed."""
    text = turn.read(query)
    if text is None:
        return None
    found = turn.core.library.ask(_shorten(clean(text))[0])
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 3 else 0
    if not found.confident or not found.answers:
        return found, -1
    return found, min(wanted, len(found.answers) - 1)


def asked(turn: Turn, query: str = "", *_: str) -> Reply:
    """A button with a question on it."""
    text = turn.read(query)
    return ask(turn, Ask(clean(text))) if text and clean(text) else guide.stale_click(turn.voice)


def card(turn: Turn, number: str = "", page: str = "", query: str = "", *_: str) -> Reply:
    """Another page or another answer of the same look-up."""
    again = _again(turn, number, query)
    if again is None:
        return guide.stale_click(turn.voice)
    found, which = again
    if which < 0:
        return _nothing(turn, found)
    turned = int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 0
    return say.turned(turn.voice, _card(turn, found, which, turned))


def share(turn: Turn, number: str = "", page: str = "", query: str = "", *_: str) -> Reply:
    """The page that somebody sees for everybody in the channel, under their name."""
    if not turn.speaks:
        return say.may_not_share()
    again = _again(turn, number, query)
    if again is None:
        return guide.stale_click(turn.voice)
    found, which = again
    if which < 0:
        return say.nothing_to_share(turn.voice, found.query)
    if not turn.may_share():
        return say.shared_lately()
    return say.shared(turn.voice, _card(turn, found, which, _number(page)), turn.who.name)


def message(turn: Turn, *_: str) -> Reply:
    """ "Look this up" on somebody's message, whose words are not ours to keep."""
    text = clean(turn.request.fields.get("text", ""))
    return ask(turn, Ask(text), remember=False) if text else guide.stale_click(turn.voice)


# ---------------------------------------------------------------- lists


def conflicts(turn: Turn, command: Conflicts, page: int = 0) -> Reply:
    """Where the notes contradict one another."""
    library = turn.core.library
    if not command.topic:
        return say.conflicts(turn.voice, library.conflicts(), "", page)
    topic = library.topic(command.topic)
    if topic is None:
        near = library.complete(command.topic, 4)
        found = Found(command.topic, False, (), tuple(near))
        return say.nothing(turn.voice, found)
    return say.conflicts(turn.voice, library.conflicts(topic.name), topic.name, page)


def conflicts_page(turn: Turn, topic: str = "", page: str = "0", *_: str) -> Reply:
    """Another page of contradictions."""
    return conflicts(turn, Conflicts(clean(turn.read(topic) or "")), _number(page))


def everybody(reply: Reply) -> Reply:
    """The same for all to see: asked by mentioning the bot in a channel, answered there."""
    return replace(reply, private=False)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
