"""Look-ups: the card, what was guessed, nothing found, notes that disagree."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import actions
from bot.language import ENGLISH, _, plural, spoken
from bot.messages import (
    Button,
    Facts,
    Field,
    Form,
    Heading,
    Hint,
    Part,
    Prose,
    Reply,
    Sources,
)
from bot.replies.voice import (
    Voice,
    ellipsized,
    first_line,
    page_of,
    places,
    rows,
    sentence,
)
from knowledge.comparing.subjects import JOINING
from knowledge.conflicts import disagreements
from knowledge.language.lists import sections
from knowledge.model import Answer, Conflict, Disagreement, DisputedLine, Found

PAGE_FACTS = 9  # lines that fit a phone's screen together with the rest of the card
PAGE_TEXT = 1100  # characters of them
RELATED = 3
WHOSE = 4  # topics offered where a word alone says nothing


@dataclass(frozen=True, slots=True)
class Card:
    """One answer of a look-up, and what is known about it."""

    found: Found
    number: int = 0  # which of the answers
    page: int = 0
    conflicts: tuple[Disagreement, ...] = ()  # in what the card shows
    has_questions: bool = True
    short_topic: str = ""  # the topic's name where there is little room
    shortened: bool = False  # only the beginning of a long text was looked up
    round: int = 0  # of the quiz question that it is about; 0 where somebody looked something up

    @property
    def answer(self) -> Answer:
        return self.found.answers[self.number]


def card(voice: Voice, shown: Card) -> Reply:
    """The answer first, what it rests on last."""
    page, pages = _page(shown)
    is_direct = page == 0 and shown.answer.neighbours is not None
    numbered: tuple[Part, ...] = (
        (Hint(page_of(page, len(pages))),) if len(pages) > 1 and not is_direct else ()
    )
    head, *body = _body(shown)
    parts = (head, *_guess(shown), *body, *numbered, *rows(_buttons(voice, shown)))
    return Reply(parts, summary=_summary(shown), replaces=False)


def turned(voice: Voice, shown: Card) -> Reply:
    """The card again, at another page."""
    return replace(card(voice, shown), replaces=True)


def shared(voice: Voice, shown: Card, who: str) -> Reply:
    """The page that somebody sees for everybody, with the buttons that anybody can use.

    It says who shared it, and nothing that they typed: the notes speak, not a member in our name.
    """
    parts = (shared_by(who), *_body(shown), *rows(_quiz_button(voice, shown)))
    return Reply(parts, private=False, summary=_summary(shown))


def shared_by(who: str) -> Hint:
    """Whose post it is, though the bot makes it."""
    return Hint(_("Shared by {who}", who=who or _("somebody here")))


def may_not_share() -> Reply:
    """Nobody speaks through the bot where they may not speak themselves."""
    return sentence(
        _(
            "I post here only for people who can write in this channel, and only if I am in it "
            "myself."
        )
    )


def shared_lately() -> Reply:
    """A channel is no place for a dozen cards in a row."""
    return sentence(
        _("You shared something a moment ago. Once a minute is enough; try again soon.")
    )


def nothing(voice: Voice, found: Found) -> Reply:
    """Plainly: the notes don't have it; what is close by."""
    text = _("Nothing in the notes about “{query}”.", query=ellipsized(found.query, 200))
    near = tuple(dict.fromkeys(found.suggestions))[:4]
    buttons = [voice.button(name, actions.ASK, name) for name in near]
    if buttons:
        return Reply(
            (Prose(text), Hint(_("What comes closest:")), *rows(buttons)),
            summary=first_line(text),
        )
    return sentence(text, voice.button(_("See what they cover"), actions.TOPICS, "", 0))


def whose(voice: Voice, found: Found) -> Reply:
    """One word that many topics have a part by: nobody can say which of them is meant."""
    asked = ellipsized(found.query, 100)
    text = plural(
        "“{asked}” could be about any of {number} topic. Which one?",
        "“{asked}” could be about any of {number} topics. Which one?",
        len(found.spread),
        asked=asked,
    )
    buttons = [
        voice.button(
            name, actions.ASK, name if asked.lower() in name.lower() else f"{name} {asked}"
        )
        for name in found.spread[:WHOSE]
    ]
    more = voice.button(_("Topics"), actions.TOPICS, "", 0)
    return sentence(text, *buttons, more)


def nothing_to_share(voice: Voice, query: str) -> Reply:
    """Says that the notes no longer answer what was to be shared."""
    text = _(
        "The notes no longer answer “{query}”, so I shared nothing.", query=ellipsized(query, 100)
    )
    return Reply(
        (Prose(text), *rows([voice.button(_("Look again"), actions.ASK, query)])), summary=text
    )


def disagreement(one: Disagreement) -> str:
    """Places of the notes that cannot all be right, in one line: each value once."""
    values: dict[str, list[str]] = {}
    for side in one.statements:
        values.setdefault(side.value or side.text, []).append(f"{side.file}:{side.line}")
    told = (f"{ellipsized(value, 120)} ({', '.join(at)})" for value, at in values.items())
    return f"{_disagree(one)}: {', '.join(told)}."


def _disagree(one: Disagreement) -> str:
    if not one.attribute:
        return _("Your notes disagree")
    return _("Your notes disagree on {attribute}", attribute=_within_a_sentence(one.attribute))


def _within_a_sentence(attribute: str) -> str:
    """As it stands in the middle of one: "maximum Retention" began a line, "IOPS" is a name.

    Only English writes its nouns small.
    """
    if spoken() != ENGLISH:
        return attribute
    plain = (
        word.lower() if word.isalpha() and word.istitle() else word for word in attribute.split()
    )
    return " ".join(plain)


# ---------------------------------------------------------------- pieces of the card


def _guess(shown: Card) -> tuple[Part, ...]:
    found = shown.found
    said: list[Part] = []
    if found.read_as:
        query = ellipsized(found.query, 100)
        read = _("Showing “{words}” (you typed “{query}”).", query=query, words=found.read_as)
        said.append(Hint(read))
    if shown.shortened:
        said.append(Hint(_("That was long: I looked up how it begins.")))
    return tuple(said)


def title(answer: Answer, headings: int = 2) -> str:
    """Topic and headings: "Lambda › Limits". A file's first heading is its title, no section.

    A heading that begins with the topic does not say it again.
    """
    section = answer.section[1:] if len(answer.section) > 1 else answer.section
    kept = [answer.topic]
    for whole in section:
        heading = _without(answer.topic, whole)
        if heading and heading.lower() not in (name.lower() for name in kept):
            kept.append(heading)
    return " › ".join(filter(None, kept[:1] + kept[1:][-headings:]))


def _without(topic: str, heading: str) -> str:
    """ "RDS Proxy facts" below "RDS Proxy" are its facts; "SQS and SNS" below "SQS" stays whole."""
    if not topic or not heading.lower().startswith(f"{topic.lower()} "):
        return heading
    rest = heading[len(topic) :].strip()
    word = rest.split()[0] if rest else ""
    if not word[:1].isalpha() or _joins(word.lower()):
        return heading
    return f"{word.capitalize()}{rest[len(word) :]}" if word.islower() else rest


def _joins(word: str) -> bool:
    """Whether *word* ties what follows to what stood before: "and", "for", "vs", "und"."""
    return word in JOINING or any(word in listed for listed in sections("tongues").values())


def _page(shown: Card) -> tuple[int, list[tuple[str, ...]]]:
    """Which of the card's pages is meant, and all of them."""
    pages = _pages(shown.answer)
    return min(max(shown.page, 0), len(pages) - 1), pages


def _body(shown: Card) -> tuple[Part, ...]:
    answer, (page, pages) = shown.answer, _page(shown)
    if shown.conflicts:
        return (Heading(title(answer)), *_disputed(shown.conflicts[0], answer, pages[page]))
    facts: tuple[Part, ...] = (Facts(pages[page]),) if pages[page] else ()
    return Heading(title(answer)), Prose(answer.best, strong=True), *facts, _sources(answer)


def _disputed(one: Disagreement, answer: Answer, facts: Sequence[str]) -> tuple[Part, ...]:
    """An answer that other notes deny: all sides alike, then what nobody denies."""
    sides: dict[str, list[str]] = {}
    for side in one.statements:
        sides.setdefault(side.told, []).append(f"{side.file}:{side.line}")
    lines = (f"{ellipsized(told, 300)} ({', '.join(at)})" for told, at in sides.items())
    said = {text for side in one.statements for text in (side.told, side.text)}
    after = tuple(f": {side.text}" for side in one.statements if side.text)
    others = tuple(
        fact for fact in (answer.best, *facts) if fact not in said and not fact.endswith(after)
    )
    named = {place for at in sides.values() for place in at}
    rest = tuple(place for place in places(answer.sources) if place not in named)
    return (
        Prose(f"{_disagree(one)}:", strong=True),
        Facts(tuple(lines)),
        *((Prose(_("Not in dispute:")), Facts(others)) if others else ()),
        *((Sources(rest),) if rest else ()),
    )


def _pages(answer: Answer) -> list[tuple[str, ...]]:
    """The card's facts in screenfuls: for one fact first those that bear on it."""
    beside = answer.neighbours
    if beside is None or beside == len(answer.facts):
        return _screenfuls(answer.facts)
    return [answer.facts[:beside], *_screenfuls(answer.facts[beside:])]


def _screenfuls(facts: Sequence[str]) -> list[tuple[str, ...]]:
    """Facts as fit a screen; nothing is left out and nothing is cut."""
    pages: list[list[str]] = [[]]
    for fact in facts:
        full = len(pages[-1]) >= PAGE_FACTS or sum(map(len, pages[-1])) + len(fact) > PAGE_TEXT
        if full and pages[-1]:
            pages.append([])
        pages[-1].append(fact)
    if len(pages) > 1 and len(pages[-1]) == 1 and len(pages[-2]) <= PAGE_FACTS:
        alone = pages.pop()  # one line is not worth a click
        pages[-1] += alone
    return [tuple(page) for page in pages]


def _sources(answer: Answer) -> Sources:
    notes = len({source.file for source in answer.sources})
    agree = _("{number} notes agree", number=notes) if notes > 1 else ""
    return Sources(places(answer.sources), lead=agree)


def _buttons(voice: Voice, shown: Card) -> list[Button]:
    answer, found, query = shown.answer, shown.found, shown.found.query
    pages = len(_pages(answer))
    buttons: list[Button] = []
    if pages > 1:
        following = (shown.page + 1) % pages
        label = _("More") if following else _("Back to the start")
        if following and answer.neighbours is not None and not shown.page:
            label = _("More of this section")
        buttons.append(_turning(voice, shown, label, following))
    if voice.may_share and found.sure and not shown.round:
        which = (shown.number, shown.page, query)
        buttons.append(voice.button(_("Share in channel"), actions.SHARE_PAGE, *which))
    buttons += _quiz_button(voice, shown)
    if shown.conflicts:
        buttons.append(voice.button(_("See both places"), actions.CONFLICTS, answer.topic, 0))
    related = [voice.button(name, actions.ASK, name) for name in found.related[:RELATED]]
    others = _others(voice, shown)
    return (buttons + related + others)[:5]


def _turning(voice: Voice, shown: Card, label: str, page: int) -> Button:
    """Leads to another page of the same card."""
    if shown.round:
        return voice.button(label, actions.LOOK_UP_QUESTION, shown.round, page + 1, main=True)
    return voice.button(label, actions.CARD, shown.number, page, shown.found.query, main=True)


def _others(voice: Voice, shown: Card) -> list[Button]:
    """The further answers, none of them called like another."""
    found: dict[str, Button] = {}
    for number, other in enumerate(shown.found.answers):
        section, name = other.section, title(other, 1)
        if number != shown.number and section != shown.answer.section and section[1:]:
            found.setdefault(name, voice.button(name, actions.CARD, number, 0, shown.found.query))
    return list(found.values())


def _quiz_button(voice: Voice, shown: Card) -> list[Button]:
    topic = shown.answer.topic
    if not topic or not shown.has_questions:
        return []
    label = _("Quiz me on {topic}", topic=shown.short_topic or topic)
    return [voice.button(label, actions.QUIZ, topic)]


def _summary(shown: Card) -> str:
    """The answer in a line; where notes deny it, every side of it."""
    answer = shown.answer
    best = disagreement(shown.conflicts[0]) if shown.conflicts else answer.best
    return first_line(f"{title(answer)}: {best}")


# ---------------------------------------------------------------- topics, gaps, contradictions


def _side(side: DisputedLine) -> str:
    return f"{side.told} ({side.file}:{side.line})"


def conflicts(voice: Voice, found: Sequence[Conflict], topic: str, page: int) -> Reply:
    """Where the notes contradict one another, both sides with their place; five a page."""
    if not found:
        text = _("No contradictions found in the notes.")
        if topic:
            text = _("No contradictions found in the notes about {topic}.", topic=topic)
        return Reply((Prose(text),), summary=text)
    size = 5
    told = disagreements(found)
    last = (len(told) - 1) // size
    page = min(max(page, 0), last)
    head = plural(
        "{number} contradiction in the notes", "{number} contradictions in the notes", len(told)
    )
    if topic:
        head = _("{contradictions} about {topic}", contradictions=head, topic=topic)
    parts: list[Part] = [Heading(head)]
    for one in told[page * size : (page + 1) * size]:
        about_what = " · ".join(filter(None, (one.topic, one.attribute)))
        parts += [Prose(about_what, strong=True), Facts(tuple(map(_side, one.statements)))]
    if last:
        label = _("More") if page < last else _("Back to the start")
        following = (page + 1) % (last + 1)
        parts += [Hint(page_of(page, last + 1))]
        parts += rows([voice.button(label, actions.CONFLICTS, topic, following, main=True)])
    parts.append(
        Hint(
            _(
                "Whoever keeps the notes can mend the line that is wrong; both are left out of "
                "quizzes until then."
            )
        )
    )
    return Reply(tuple(parts), summary=first_line(head), replaces=page > 0)


def no_words() -> Reply:
    """Says that a message is a picture or a file, in which there is nothing to read."""
    return sentence(_("There are no words in that message, so there is nothing to look up in it."))


def question_form(examples: Sequence[str]) -> Form:
    """One line for a question."""
    hint = _("Such as: {example}", example=examples[0]) if examples else ""
    return Form(
        _("Ask the notes"),
        (Field("query", _("Your question"), hint=hint),),
        actions.SAVE_ASKED(),
        _("Ask"),
    )


def nothing_asked() -> Reply:
    """An empty question."""
    text = _("Type a question, please.")
    return Reply(errors={"query": text}, summary=text)
