"""Questions as they are put: the daily one and its reveal, practice, reviews, the ends of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import actions
from bot.language import _, later, plural
from bot.messages import Bar, Bars, Button, Heading, Hint, Part, Prose, Reply
from bot.quiz.judging import RIGHT_AFTER_HINT
from bot.quiz.outcomes import Reveal, SeriesResult
from bot.replies.options import (
    asked,
    hint_button,
    how_many,
    lettered,
    right_in_words,
)
from bot.replies.recaps import voided
from bot.replies.verdicts import (
    Outlook,
    about,
    after_buttons,
    grades,
    how_well,
    practice_title,
    report_button,
    review_title,
    right_answer,
    titled,
    why_not,
)
from bot.replies.voice import (
    WHAT_COMES_BACK,
    Voice,
    ellipsized,
    explained,
    first_line,
    full_stop,
    in_full,
    in_how_long,
    moment,
    out_of,
    percent,
    rows,
    sentence,
    stands,
    weekday,
)
from bot.store.records import Round
from knowledge.model import Question

# ---------------------------------------------------------------- questions


def daily_question(voice: Voice, round: Round, answered: int, zone: str, now: datetime) -> Reply:
    """The message that everybody in the channel answers."""
    question = round.question
    state = _("Nobody has answered yet")
    if answered:
        state = _("{number} answered", number=answered)
    title = titled(_("Daily question"), weekday(round.day), about(question))
    extras = [*hint_button(voice, round, costs=True), report_button(voice, round)]
    parts: tuple[Part, ...] = (
        Heading(title),
        *asked(voice, round),
        *rows(extras),
        Hint(_(_AT_THE_CLOSE if round.changeable else _AT_ONCE)),
        moment(_("{answered} · closes", answered=state), round.closes, now, zone),
    )
    return Reply(parts, private=False, summary=first_line(f"{title}: {question.stem}"))


# What a tap does, for those who see their first question.
_AT_ONCE = later("Only you see your answer · your first one counts · 10 points if it is right")
_AT_THE_CLOSE = later("Only you see your answer · change it until the close · 10 points if right")


def reveal(voice: Voice, shown: Reveal) -> Reply:
    """The daily question's message once it has closed: the split, the right answer and why."""
    round, question = shown.round, shown.round.question
    title = titled(_("Daily question"), weekday(round.day), question.topic, _("closed"))
    bars = _split(question, shown)
    parts: list[Part] = [
        Heading(title),
        *in_full(question.stem, strong=True),
        *((Bars(bars),) if bars else ()),
    ]
    if round.void:
        parts.append(Prose(voided(round.void)))
    else:
        parts += [*right_answer(question), *_popular_mistake(question, shown)]
    parts += [
        stands(question),
        Hint(
            _("{number} answered", number=shown.answered)
            if shown.answered
            else _("Nobody answered this one")
        ),
        *rows(after_buttons(voice, round, keep=True)),
    ]
    summary = first_line(f"{title}: {right_in_words(question)}")
    return Reply(tuple(parts), private=False, summary=summary)


def _split(question: Question, shown: Reveal) -> tuple[Bar, ...]:
    """How many took each option; of typed answers how many were right."""
    if not question.options:
        share = shown.share
        return (Bar(question.right, share, percent(share) if shown.answered else "", "✓"),)
    return tuple(
        Bar(
            lettered(question, number),
            shown.counts[number] / shown.answered if shown.answered else 0.0,
            percent(shown.counts[number] / shown.answered) if shown.answered else "",
            "✓" if number in question.rights else "",
        )
        for number in range(len(question.options))
    )


def _popular_mistake(question: Question, shown: Reveal) -> tuple[Part, ...]:
    """Why the wrong option that most people took is wrong, if the author says so."""
    wrong = [place for place in range(len(shown.counts)) if place not in question.rights]
    most = max(wrong, key=lambda place: shown.counts[place], default=-1)
    if most < 0 or not shown.counts[most]:
        return ()
    return why_not(question, (most,))


def practice_question(voice: Voice, round: Round) -> Reply:
    """A question for one person, with where they are in their quiz."""
    return _asked(voice, round, practice_title(round), hint_button(voice, round))


def review_question(voice: Voice, round: Round, left: int) -> Reply:
    """A question that is due again."""
    return _asked(voice, round, review_title(round, left), hint_button(voice, round))


def _asked(voice: Voice, round: Round, heading: str, extras: list[Button]) -> Reply:
    parts: tuple[Part, ...] = (
        Heading(heading),
        *asked(voice, round),
        *rows([*extras, report_button(voice, round)]),
    )
    summary = first_line(f"{heading}: {round.question.stem}")
    return Reply(parts, summary=summary, replaces=True)


def card_shown(voice: Voice, round: Round, outlook: Outlook, at: datetime) -> Reply:
    """Both sides of a card; how well one knew it says when it comes back."""
    question = round.question
    back = question.back if question.back not in (question.right, question.explanation) else ""
    more = question.explanation and question.explanation != question.right
    parts: tuple[Part, ...] = (
        *in_full(question.stem),
        Prose(question.right, strong=True),
        *((Prose(full_stop(back)),) if back else ()),
        *(explained(question.explanation) if more else ()),
        stands(question),
        Hint(how_well(None, at)),
        *rows(grades(voice, round, outlook)),
        *rows(after_buttons(voice, round, keep=False)),
    )
    return Reply(parts, summary=first_line(question.right), replaces=True)


def wrong_number(question: Question) -> Reply:
    """Too few options were chosen, or too many."""
    text = _("{choose}, no more and no fewer.", choose=how_many(question))
    return Reply(errors={"options": text}, summary=text)


def nothing_typed() -> Reply:
    """An empty answer."""
    text = _("Type a word or a number, please.")
    return Reply(errors={"answer": text}, summary=text)


def hint(text: str, *, costs: bool) -> Reply:
    """A nudge, and what it costs: nothing where there was little to earn."""
    if not text:
        return sentence(_("There is no hint for this question."))
    price = (
        (Hint(_("A right answer now counts {points} points.", points=RIGHT_AFTER_HINT)),)
        if costs
        else ()
    )
    return Reply((Prose(_("Hint: {text}", text=full_stop(text))), *price), summary=text)


# ---------------------------------------------------------------- the ends of things


def quiz_over(voice: Voice, result: SeriesResult) -> Reply:
    """How the quiz went, and what to do next."""
    answered = result.answered
    if not answered:
        over = sentence(_("This quiz is over."), voice.button(_("New quiz"), actions.QUIZ, ""))
        return replace(over, replaces=True)
    topics = tuple(dict.fromkeys(round.question.topic for round in result.rounds))
    head = titled(_("{part} right", part=out_of(result.right, answered)), *topics[:4])
    said = [plural("+{number} point", "+{number} points", result.points)] if result.points else []
    if result.right < answered:
        said.append(_("What you missed comes back soon in your reviews, the rest later"))
    same = topics if result.narrow else ()
    buttons = [
        voice.button(_("Once more"), actions.QUIZ_AGAIN, len(result.rounds), same, main=True),
        voice.button(_("My figures"), actions.MY_FIGURES),
        voice.button(_("Reviews"), actions.REVIEW),
    ]
    parts: tuple[Part, ...] = (Heading(head), *(Prose(line) for line in said), *rows(buttons))
    return Reply(parts, summary=head, replaces=True)


def no_quiz(voice: Voice) -> Reply:
    """There is nothing to end."""
    text = _("No quiz of yours is under way. What you leave unanswered costs you nothing.")
    return sentence(text, voice.button(_("Quiz me"), actions.QUIZ, ""))


def being_made(voice: Voice) -> Reply:
    """Says that the first questions are not made yet."""
    text = _("I am still making questions from your notes. Please try again in a minute.")
    return sentence(text, voice.button(_("Try again"), actions.QUIZ, ""))


def no_questions(voice: Voice, topic: str, near: Sequence[str]) -> Reply:
    """Says that the notes have nothing to ask on a topic."""
    if not topic:
        return sentence(_("Your notes don't yield any quiz questions yet. Add some facts to them."))
    text = _("No questions on “{topic}” in the notes.", topic=ellipsized(topic, 80))
    buttons = [
        voice.button(_("Quiz: {topic}", topic=name), actions.QUIZ, name) for name in near[:3]
    ]
    return sentence(text, *buttons, voice.button(_("Quiz on anything"), actions.QUIZ, ""))


def nothing_due(voice: Voice, waiting: bool) -> Reply:
    """Says that no review is due."""
    text = (
        _("Nothing is due for you today.")
        if waiting
        else _("Nothing to review yet.") + " " + _(WHAT_COMES_BACK)
    )
    return sentence(text, voice.button(_("Quiz me"), actions.QUIZ, ""))


def reviews_done(voice: Voice, more: int, days: int) -> Reply:
    """The day's portion is done; a backlog is named without reproach."""
    if days == 1:
        waiting = plural(
            "{number} more card waits for tomorrow.", "{number} more cards wait for tomorrow.", more
        )
    else:
        cards = plural("{number} more card", "{number} more cards", more)
        waiting = _("{cards}, spread over the next {days} days.", cards=cards, days=days)
    text = _("That's all for today. {waiting}", waiting=waiting)
    reply = sentence(
        text,
        voice.button(_("Quiz me"), actions.QUIZ, ""),
        voice.button(_("My figures"), actions.MY_FIGURES),
    )
    return Reply(reply.parts, summary=reply.summary, replaces=True)


def graded(due: datetime | None, now: datetime) -> Prose:
    """When the card that was just graded comes back."""
    if due is None:
        return Prose(_("Noted."))
    return Prose(_("Noted: it comes back {when}.", when=in_how_long(due, now)))


def kept(voice: Voice, added: bool) -> Reply:
    """Added to one's reviews, or moved to their front."""
    text = _("Added to your reviews.") if added else _("It comes back soon in your reviews.")
    return sentence(text, voice.button(_("Review now"), actions.REVIEW))
