"""Look-ups: cards, their pages and sharing them; where the notes contradict one another."""

import re
from dataclasses import replace

from bot.commands import Ask, Conflicts, Mistyped
from bot.messages import Reply
from bot.replies import help as guide
from bot.replies import lookup as say
from bot.replies import small_talk
from bot.store.records import Round
from bot.talk.turn import Turn
from bot.text import one_line, shorten
from knowledge.model import Answer, Fact, Found, Question

_GOES_ON = re.compile(
    r"(?:and(?: (?:in|for|with|on))?|what about|how about|und|was ist mit)\b", re.IGNORECASE
)
LONGEST_LINE = 600  # characters of a line on a card
LONGEST_QUERY = 300  # more than anybody types; a message that is looked up may be longer


def ask(turn: Turn, command: Ask, *, remember: bool = True) -> Reply:
    """The card for a question, or plainly that the notes don't have it.

    `remember` what was missing: whoever keeps the notes wants to know.
    """
    query, shortened = _shorten(command.query)
    found, topic = _in_its_thread(turn, turn.core.library.ask(query))
    if not found.confident or not found.answers:
        kind = small_talk.kind_of(query)
        if kind:
            return small_talk.answered(turn.voice, kind, turn.core.examples(), turn.who.name)
        return _unsaid(turn, found, remember=remember)
    turn.core.threads.remember(turn.where, topic or found.answers[0].topic, turn.at)
    if turn.aloud and not found.sure:  # nobody else has asked for a guess
        return _nothing(turn, found, remember=remember)
    number = _first_on(topic, found)
    return say.card(turn.voice, _card(turn, found, number, shortened=shortened))


def _unsaid(turn: Turn, found: Found, *, remember: bool) -> Reply:
    """No answer: which topic is meant, or that the notes have none."""
    return (
        say.whose(turn.voice, found) if found.spread else _nothing(turn, found, remember=remember)
    )


def _in_its_thread(turn: Turn, found: Found) -> tuple[Found, str]:
    """What goes on about the topic that a thread is about, and that topic.

    "and memory?" below "lambda timeout" is about Lambda; "and sqs?" goes over to another topic.
    """
    goes_on = _GOES_ON.match(found.query)
    if found.confident and not goes_on:
        return found, ""
    topic = turn.core.threads.topic_of(turn.where)
    if not topic:
        return found, ""
    library = turn.core.library
    rest = found.query[goes_on.end() :].strip(" ?.!,") if goes_on else found.query
    further = library.ask(f"{topic} {rest}")
    if not (further.answers and _speaks_of(rest, topic, further.answers[0])):
        named = library.topic(rest)
        if named is not None and named.name.casefold() == rest.casefold():
            return library.ask(rest), named.name
    return (further, topic) if further.confident else (found, "")


def _speaks_of(rest: str, topic: str, answer: Answer) -> bool:
    """Whether an answer is on a topic, and has what was typed in its words or headings."""
    said = " ".join((*answer.section, answer.best)).casefold()
    return answer.topic == topic and rest.casefold() in said


def _first_on(topic: str, found: Found) -> int:
    """Which answer comes first: of those to a thread that goes on, one on its topic."""
    return next((n for n, one in enumerate(found.answers) if one.topic == topic), 0)


def mistyped(turn: Turn, command: Mistyped) -> Reply:
    """Offer the command that was meant, unless the notes know the words as they were typed."""
    if not command.typed.startswith("/"):
        found = turn.core.library.ask(command.typed)
        if found.confident and found.answers and not found.read_as:
            return say.card(turn.voice, _card(turn, found))
    return guide.did_you_mean(turn.voice, command)


def _shorten(query: str) -> tuple[str, bool]:
    if len(query) <= LONGEST_QUERY:
        return query, False
    return query[:LONGEST_QUERY].rsplit(" ", 1)[0], True


def _nothing(turn: Turn, found: Found, *, remember: bool = False) -> Reply:
    if remember:
        people = turn.core.store.people
        turn.core.store.lookups.missed(people.see(turn.who).id, turn.team, found.query, turn.at)
    return say.nothing(turn.voice, found)


def _card(
    turn: Turn, found: Found, number: int = 0, page: int = 0, *, shortened: bool = False
) -> say.Card:
    answer = found.answers[number]
    return say.Card(
        found,
        number,
        page,
        turn.core.conflicts_at([(source.file, source.line) for source in answer.sources]),
        turn.core.has_questions(answer.topic),
        turn.core.short_name(answer.topic),
        shortened,
    )


def asked(turn: Turn, query: str) -> Reply:
    """A button with a question on it."""
    return ask(turn, Ask(query)) if query else guide.stale_click(turn.voice)


def about(turn: Turn, round: Round, page: int) -> Reply:
    """The passage that a question rests on and below it the rest of its section, else the topic.

    *page* is one of that card and counts from 1; 0 is where one comes from the question.
    """
    fact = _fact_behind(turn, round.question)
    if fact is None:
        return ask(turn, Ask(round.question.topic), remember=False)
    found = replace(_beside(turn, fact), answers=(_section_around(turn, fact),))
    card = replace(_card(turn, found, page=max(page - 1, 0)), round=round.id)
    return say.turned(turn.voice, card) if page else say.card(turn.voice, card)


def _beside(turn: Turn, fact: Fact) -> Found:
    """What else there is on a fact's topic, without the section that it stands in."""
    found = turn.core.library.ask(fact.topic)
    here = fact.path[-1].casefold() if fact.path else ""
    others = tuple(name for name in found.related if not (here and name.casefold().endswith(here)))
    return Found(fact.topic, True, (), related=others if found.confident else ())


def _section_around(turn: Turn, fact: Fact) -> Answer:
    """A card that begins with this fact and goes on with all others of its section."""
    rest = (
        one
        for one in turn.core.library.facts()
        if (one.file, one.path) == (fact.file, fact.path) and one.id != fact.id
    )
    lines = dict.fromkeys(map(_told, rest))
    return Answer(fact.topic, fact.path, _told(fact), tuple(lines), (fact.source,), 1.0)


def _told(fact: Fact) -> str:
    """A line with the bullets that it hangs under."""
    return shorten(": ".join(filter(None, (" › ".join(fact.parents), fact.text))), LONGEST_LINE)


def _fact_behind(turn: Turn, question: Question) -> Fact | None:
    """The line that a question rests on, or the first one below the heading that it cites."""
    facts = turn.core.library.facts()
    for place in question.sources:
        below = [one for one in facts if one.file == place.file and one.last_line >= place.line]
        if below:
            return min(below, key=lambda one: one.line)
    return None


def ask_in_a_form(turn: Turn) -> Reply:
    """A line to type a question into, for those who don't know yet where."""
    return Reply(form=say.question_form(turn.core.examples()))


def sent(turn: Turn) -> Reply:
    """The question that came back from it."""
    query = one_line(turn.request.fields.get("query", ""))
    return ask(turn, Ask(query)) if query else say.nothing_asked()


def card(turn: Turn, number: int, page: int, query: str) -> Reply:
    """Another page or another answer of the same look-up."""
    found = _found_again(turn, query)
    if not found.confident:
        return _nothing(turn, found)
    return say.turned(turn.voice, _card(turn, found, _at_most(number, found), page))


def share(turn: Turn, number: int, query: str) -> Reply:
    """The first page of a card, behind a button from when all of it was shared."""
    return share_page(turn, number, 0, query)


def share_page(turn: Turn, number: int, page: int, query: str) -> Reply:
    """The page that somebody sees for everybody in the channel, under their name."""
    if not turn.speaks:
        return say.may_not_share()
    found = _found_again(turn, query)
    if not found.confident:
        return say.nothing_to_share(turn.voice, found.query)
    if not turn.takes_turn_to_share():
        return say.shared_lately()
    with turn.core.speaking(turn.team):
        card = _card(turn, found, _at_most(number, found), page)
        return say.shared(turn.voice, card, turn.who.name)


def _found_again(turn: Turn, query: str) -> Found:
    """The look-up behind a button, made again: the notes may have changed."""
    found = turn.core.library.ask(_shorten(query)[0])
    return found if found.answers else replace(found, confident=False)


def _at_most(number: int, found: Found) -> int:
    return min(number, len(found.answers) - 1)


def message(turn: Turn) -> Reply:
    """ "Look this up" on somebody's message, whose words are not ours to keep."""
    text = one_line(turn.request.fields.get("text", ""))
    return ask(turn, Ask(text), remember=False) if text else say.no_words()


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


def conflicts_page(turn: Turn, topic: str, page: int) -> Reply:
    """Another page of contradictions."""
    return conflicts(turn, Conflicts(topic), page)


def everybody(reply: Reply) -> Reply:
    """The same for all to see: asked by mentioning the bot in a channel, answered there."""
    return replace(reply, private=False)
