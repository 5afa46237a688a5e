"""Questions as they are put: the daily one and its reveal, practice, reviews, the ends of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import actions
from bot.messages import Bar, Bars, Button, Heading, Hint, Part, Prose, Reply
from bot.quiz.outcomes import Reveal, SeriesResult
from bot.quiz.topic_reveals import gives_away
from bot.replies.options import asked, hint_button, how_many, on_buttons
from bot.replies.recaps import voided
from bot.replies.verdicts import after_buttons, grades, report_button, right_answer, why_not
from bot.replies.voice import (
    Voice,
    count,
    ellipsized,
    first_line,
    full_stop,
    in_how_long,
    moment,
    percent,
    rows,
    sentence,
    stands,
    weekday,
)
from bot.store.records import Round
from bot.text import letter
from knowledge.model import Question

# ---------------------------------------------------------------- questions


def daily_question(voice: Voice, round: Round, answered: int, zone: str, now: datetime) -> Reply:
    """The message that everybody in the channel answers."""
    question = round.question
    state = f"{answered} answered" if answered else "Nobody has answered yet"
    title = _titled("Daily question", weekday(round.day), _about(question))
    extras = [*hint_button(voice, round, " (−3 points)"), report_button(voice, round)]
    parts: tuple[Part, ...] = (
        Heading(title),
        *asked(voice, round),
        *rows(extras),
        moment(f"{state} · closes", round.closes, now, zone),
    )
    return Reply(parts, private=False, summary=first_line(f"{title}: {question.stem}"))


def _titled(*pieces: str) -> str:
    """A heading of several pieces: "Daily question · Friday · SQS"."""
    return " · ".join(filter(None, pieces))


def _about(question: Question) -> str:
    """The topic, unless it gives the answer away."""
    return "" if gives_away(question) else question.topic


def reveal(voice: Voice, shown: Reveal) -> Reply:
    """The daily question's message once it has closed: the split, the right answer and why."""
    round, question = shown.round, shown.round.question
    title = _titled("Daily question", weekday(round.day), question.topic, "closed")
    bars = _split(question, shown)
    parts: list[Part] = [
        Heading(title),
        Prose(question.stem, strong=True),
        *((Bars(bars),) if bars else ()),
    ]
    if round.void:
        parts.append(Prose(voided(round.void)))
    else:
        parts += [Prose(right_answer(question)), *_popular_mistake(question, shown)]
    parts += [
        stands(question),
        Hint(f"{shown.answered} answered" if shown.answered else "Nobody answered this one"),
        *rows(after_buttons(voice, round, keep=True)),
    ]
    summary = first_line(f"{title}: {question.right}")
    return Reply(tuple(parts), private=False, summary=summary)


def _split(question: Question, shown: Reveal) -> tuple[Bar, ...]:
    """How many took each option; of typed answers how many were right."""
    if not question.options:
        share = shown.share
        return (Bar(question.right, share, percent(share) if shown.answered else "", "✓"),)
    lettered = not on_buttons(question)
    return tuple(
        Bar(
            f"{letter(number)}  {option}" if lettered else option,
            shown.counts[number] / shown.answered if shown.answered else 0.0,
            percent(shown.counts[number] / shown.answered) if shown.answered else "",
            "✓" if number in question.rights else "",
        )
        for number, option in enumerate(question.options)
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
    step = f"Question {round.step} of {round.steps}" if round.steps > 1 else ""
    title = _titled(step, _about(round.question)) or "A question"
    return _asked(voice, round, title, hint_button(voice, round))


def review_question(voice: Voice, round: Round, left: int) -> Reply:
    """A question that is due again."""
    more = f"{left} more today" if left else ""
    return _asked(voice, round, _titled("Review", _about(round.question), more), [])


def _asked(voice: Voice, round: Round, heading: str, extras: list[Button]) -> Reply:
    parts: tuple[Part, ...] = (
        Heading(heading),
        *asked(voice, round),
        *rows([*extras, report_button(voice, round)]),
    )
    summary = first_line(f"{heading}: {round.question.stem}")
    return Reply(parts, summary=summary, replaces=True)


def card_shown(voice: Voice, round: Round) -> Reply:
    """Both sides of a card; how well one knew it says when it comes back."""
    question = round.question
    explained = [line for line in (question.back, question.explanation) if line != question.right]
    parts: tuple[Part, ...] = (
        Prose(question.stem),
        Prose(question.right, strong=True),
        *(Prose(full_stop(line)) for line in dict.fromkeys(explained) if line),
        stands(question),
        Hint("How well did you know it?"),
        *rows(grades(voice, round)),
        *rows(after_buttons(voice, round, keep=False)),
    )
    return Reply(parts, summary=first_line(question.right), replaces=True)


def wrong_number(question: Question) -> Reply:
    """Too few options were chosen, or too many."""
    text = f"{how_many(question)}, no more and no fewer."
    return Reply(errors={"options": text}, summary=text)


def nothing_typed() -> Reply:
    """An empty answer."""
    text = "Type a word or a number, please."
    return Reply(errors={"answer": text}, summary=text)


def hint(text: str, *, costs: bool) -> Reply:
    """A nudge, and what it costs: nothing where there was little to earn."""
    if not text:
        return sentence("There is no hint for this question.")
    price = (Hint("A right answer now counts 7 points."),) if costs else ()
    return Reply((Prose(f"Hint: {text}"), *price), summary=text)


# ---------------------------------------------------------------- the ends of things


def quiz_over(voice: Voice, result: SeriesResult) -> Reply:
    """How the quiz went, and what to do next."""
    answered = result.answered
    if not answered:
        over = sentence("This quiz is over.", voice.button("New quiz", actions.QUIZ, ""))
        return replace(over, replaces=True)
    head = f"{result.right} of {answered} right"
    said = [f"+{count(result.points, 'point')}"] if result.points else []
    topics = tuple(dict.fromkeys(round.question.topic for round in result.rounds))
    said.append(" · ".join(topics[:4]))
    if result.right < answered:
        said.append("What you missed comes back in your reviews")
    again = topics[0] if len(topics) == 1 else ""
    buttons = [
        voice.button("Once more", actions.QUIZ, again, main=True),
        voice.button("My figures", actions.MY_FIGURES),
        voice.button("Reviews", actions.REVIEW),
    ]
    parts: tuple[Part, ...] = (Heading(head), *(Prose(line) for line in said), *rows(buttons))
    return Reply(parts, summary=head, replaces=True)


def no_quiz(voice: Voice) -> Reply:
    """There is nothing to end."""
    text = "No quiz of yours is under way. What you leave unanswered costs you nothing."
    return sentence(text, voice.button("Quiz me", actions.QUIZ, ""))


def no_questions(voice: Voice, topic: str, near: Sequence[str]) -> Reply:
    """Says that the notes have nothing to ask on a topic."""
    if not topic:
        return sentence("Your notes don't yield any quiz questions yet. Add some facts to them.")
    text = f"No questions on “{ellipsized(topic, 80)}” in the notes."
    buttons = [voice.button(f"Quiz: {name}", actions.QUIZ, name) for name in near[:3]]
    return sentence(text, *buttons, voice.button("Quiz on anything", actions.QUIZ, ""))


def nothing_due(voice: Voice, waiting: bool) -> Reply:
    """Says that no review is due."""
    text = (
        "Nothing is due for you today."
        if waiting
        else "Nothing to review yet: what you answer in quizzes comes back here when it's time."
    )
    return sentence(text, voice.button("Quiz me", actions.QUIZ, ""))


def reviews_done(voice: Voice, more: int, days: int) -> Reply:
    """The day's portion is done; a backlog is named without reproach."""
    waits = "waits" if more == 1 else "wait"
    when = " for tomorrow" if days == 1 else f", spread over the next {count(days, 'day')}"
    text = f"That's all for today. {count(more, 'more card')} {waits}{when}."
    reply = sentence(
        text,
        voice.button("Quiz me", actions.QUIZ, ""),
        voice.button("My figures", actions.MY_FIGURES),
    )
    return Reply(reply.parts, summary=reply.summary, replaces=True)


def graded(due: datetime | None, now: datetime) -> Prose:
    """When the card that was just graded comes back."""
    if due is None:
        return Prose("Noted.")
    return Prose(f"Noted: it comes back {in_how_long(due, now)}.")


def kept(voice: Voice, added: bool) -> Reply:
    """Added to one's reviews, or moved to their front."""
    text = "Added to your reviews." if added else "It comes back soon in your reviews."
    return sentence(text, voice.button("Review now", actions.REVIEW))
