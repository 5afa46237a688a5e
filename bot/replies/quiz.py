"""Questions: the daily one and its reveal, practice, reviews, and what each answer is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from bot import actions
from bot.messages import (
    Bar,
    Bars,
    Button,
    Buttons,
    Heading,
    Hint,
    Options,
    Part,
    Prose,
    Reply,
    Sources,
)
from bot.quiz.rounds import Answered, AnswerRefused, Reveal, SeriesResult
from bot.quiz.topic_reveals import gives_away
from bot.replies.daily import voided
from bot.replies.voice import (
    Voice,
    count,
    ellipsized,
    first_line,
    full_stop,
    in_how_long,
    moment_name,
    percent,
    places,
    rows,
    sentence,
    weekday,
)
from bot.store.records import Round
from bot.text import letter
from knowledge.model import Question

SHORT = 40  # characters of an option that reads well within a sentence


# ---------------------------------------------------------------- questions


def daily_question(voice: Voice, round: Round, answered: int, zone: str, now: datetime) -> Reply:
    """The message that everybody in the channel answers."""
    question = round.question
    state = f"{answered} answered" if answered else "Nobody has answered yet"
    closes = moment_name(round.closes, now, zone)
    title = _titled("Question of the day", weekday(round.day), _about(question))
    extras = [voice.button("Hint (−3 points)", actions.HINT, round.id)] if question.hint else []
    extras.append(_report(voice, round))
    parts: tuple[Part, ...] = (
        Heading(title),
        Prose(question.stem, strong=True),
        Options(question.options),
        _letters(voice, round),
        *rows(extras),
        Hint(f"{state} · closes {closes}"),
    )
    return Reply(parts, private=False, summary=first_line(f"{title}: {question.stem}"))


def _titled(*pieces: str) -> str:
    """A heading of several pieces: "Question of the day · Friday · SQS"."""
    return " · ".join(filter(None, pieces))


def _about(question: Question) -> str:
    """The topic, unless it gives the answer away."""
    return "" if gives_away(question) else question.topic


def reveal(voice: Voice, shown: Reveal) -> Reply:
    """The daily question's message once it has closed: the split, the right answer and why."""
    round = shown.round
    title = _titled("Question of the day", weekday(round.day), round.question.topic, "closed")
    parts: list[Part] = [
        Heading(title),
        Prose(round.question.stem, strong=True),
        Bars(_split(round.question, shown.counts, shown.answered)),
    ]
    if round.void:
        parts.append(Prose(voided(round.void)))
    else:
        parts.append(Prose(_right(round.question)))
    parts += [
        Sources(places(round.question.sources)),
        Hint(f"{shown.answered} answered" if shown.answered else "Nobody answered this one"),
        *rows(_after_buttons(voice, round, keep=True)),
    ]
    summary = first_line(f"{title}: {_key(round.question)}")
    return Reply(tuple(parts), private=False, summary=summary)


def _split(question: Question, counts: Sequence[int], answered: int) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            f"{letter(number)}  {option}",
            counts[number] / answered if answered else 0.0,
            percent(counts[number] / answered) if answered else "",
            "✓" if number == question.answer else "",
        )
        for number, option in enumerate(question.options)
    )


def practice_question(voice: Voice, round: Round) -> Reply:
    """A question for one person, with where they are in their quiz."""
    step = f"Question {round.step} of {round.steps}" if round.steps > 1 else ""
    hint = [voice.button("Hint", actions.HINT, round.id)] if round.question.hint else []
    return _asked(voice, round, _titled(step, _about(round.question)) or "A question", hint)


def review_question(voice: Voice, round: Round, left: int) -> Reply:
    """A question that is due again."""
    more = f"{left} more today" if left else ""
    return _asked(voice, round, _titled("Review", _about(round.question), more), [])


def _asked(voice: Voice, round: Round, heading: str, extras: list[Button]) -> Reply:
    question = round.question
    parts: tuple[Part, ...] = (
        Heading(heading),
        Prose(question.stem, strong=True),
        Options(question.options),
        _letters(voice, round),
        *rows([*extras, _report(voice, round)]),
    )
    return Reply(parts, summary=first_line(f"{heading}: {question.stem}"), replaces=True)


def hint(text: str, *, costs: bool) -> Reply:
    """A nudge, and what it costs: nothing where there was little to earn."""
    if not text:
        return sentence("There is no hint for this question.")
    price = (Hint("A right answer now counts 7 points."),) if costs else ()
    return Reply((Prose(f"Hint: {text}"), *price), summary=text)


def _letters(voice: Voice, round: Round) -> Buttons:
    return Buttons(
        tuple(
            voice.button(letter(number), actions.ANSWER, round.id, number)
            for number in range(len(round.question.options))
        )
    )


# ---------------------------------------------------------------- what an answer is told


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """What the person has now, for the last line of a receipt."""

    streak: int = 0
    due: datetime | None = None  # when the question comes back
    now: datetime | None = None


def receipt(voice: Voice, given: Answered, score: ScoreLine) -> Reply:
    """The private answer to an answer in the daily round."""
    if given.hidden:
        return _sealed(given)
    parts = (
        *_verdict(given),
        Sources(places(given.round.question.sources)),
        *_last_line(given, score),
        *rows(_after_buttons(voice, given.round, keep=given.correct)),
    )
    return Reply(parts, summary=first_line(_first(given)))


def practiced(voice: Voice, given: Answered, score: ScoreLine) -> Reply:
    """The answer to a practice answer: the question again, the verdict, and on to the next."""
    round = given.round
    more = round.step < round.steps
    label = "Next question" if more else "How did I do?"
    onward = voice.button(label, actions.NEXT_QUESTION, round.series, main=True)
    buttons = [onward, *_after_buttons(voice, round, keep=given.correct)]
    return _answered_alone(given, score, buttons)


def recalled(voice: Voice, given: Answered, score: ScoreLine) -> Reply:
    """The answer to a review: how hard was it? The grade decides when it comes back."""
    grades = [
        voice.button(grade.capitalize(), actions.GRADE, given.round.id, grade)
        for grade in get_args(actions.Grade)
    ]
    look = _after_buttons(voice, given.round, keep=False)
    reply = _answered_alone(given, score, grades)
    asked = Hint("How well did you know it?")
    *body, buttons = reply.parts
    return Reply((*body, asked, buttons, *rows(look)), summary=reply.summary, replaces=True)


def _answered_alone(given: Answered, score: ScoreLine, buttons: Sequence[Button]) -> Reply:
    parts = (
        Prose(given.round.question.stem),
        *_verdict(given),
        Sources(places(given.round.question.sources)),
        *_last_line(given, score),
        *rows(buttons),
    )
    return Reply(parts, summary=first_line(_first(given)), replaces=True)


def _sealed(given: Answered) -> Reply:
    chosen = given.round.question.options[given.choice]
    said = "Changed to" if given.changed else "Noted"
    text = f"{said}: {letter(given.choice)}, {chosen}."
    tip = "You can change it until the question closes; then you'll see how you did."
    return Reply((Prose(text, strong=True), Hint(tip)), summary=first_line(text))


def _verdict(given: Answered) -> tuple[Part, ...]:
    """The verdict in the first line, and under it what there is to learn."""
    question = given.round.question
    lines: list[Part] = []
    if given.already:
        lines.append(Hint("You had answered this one already; your first answer counts."))
    lines.append(Prose(_first(given), strong=True))
    if given.correct or len(question.options) == 2:
        lines += _explained(question)
    else:
        lines.append(Prose(_right(question)))
    if given.round.void:
        lines.append(Prose(voided(given.round.void)))
    return tuple(lines)


def _first(given: Answered) -> str:
    """The verdict; a wrong option is told what it is instead, where the notes say."""
    question = given.round.question
    if given.correct:
        return f"Right: {full_stop(_key(question))}"
    if len(question.options) == 2:
        return f"Not quite: {full_stop(_key(question))}"
    chosen = question.options[given.choice]
    instead = question.why_not[given.choice] if given.choice < len(question.why_not) else ""
    if not instead:
        return f"Not quite: it isn't {full_stop(chosen)}" if len(chosen) <= SHORT else "Not quite."
    if instead.startswith("That is"):
        return f"Not quite: t{full_stop(instead[1:])}"
    return f"Not quite: {chosen} – {full_stop(instead)}"


def _key(question: Question) -> str:
    return question.options[question.answer]


def _explained(question: Question) -> list[Part]:
    return [Prose(full_stop(question.explanation))] if question.explanation else []


def _right(question: Question) -> str:
    why = f" {full_stop(question.explanation)}" if question.explanation else ""
    return f"The right answer: {full_stop(_key(question))}{why}"


def _last_line(given: Answered, score: ScoreLine) -> tuple[Part, ...]:
    """Points, streak, and when it comes back: whatever there is to say of it."""
    won = f"+{given.points}" if given.points and not (given.already or given.late) else ""
    runs = score.streak and given.round.kind == "daily" and not given.late
    streak = f"streak {count(score.streak, 'day')}" if runs else ""
    figures = " · ".join(filter(None, (won, streak)))
    said = [f"{figures[0].upper()}{figures[1:]}."] if figures else []
    if given.late:
        said.append("This question had closed, so it counts for your reviews only.")
    elif given.no_points in _NO_POINTS:
        said.append(_NO_POINTS[given.no_points])
    if not given.correct:
        said.append("You'll see it again in your reviews.")
    elif given.round.kind == "review" and score.due and score.now:
        said.append(f"Due again {in_how_long(score.due, score.now)}.")
    return (Hint(" ".join(said)),) if said else ()


_NO_POINTS = {
    "private": "Practice in private: no points, all the learning.",
    "fast": "Answered faster than one can read: no points for this one.",
    "repeat": "You had this question lately: no points this time.",
    "enough": "That's today's practice points all earned.",
    "guest": "Guests play along without points.",
}


def _after_buttons(voice: Voice, round: Round, *, keep: bool) -> list[Button]:
    question = round.question
    buttons = [voice.button(f"Look up {question.topic}", actions.ASK, question.topic)]
    if keep:
        buttons.append(voice.button("Add to my reviews", actions.ADD_TO_REVIEWS, round.id))
    return [*buttons, _report(voice, round)]


def _report(voice: Voice, round: Round) -> Button:
    return voice.button("Something's wrong with this question", actions.REPORT, round.id)


def refused(refusal: AnswerRefused) -> Reply:
    """An answer that could not be taken, and what to do instead."""
    return sentence(_REFUSED[refusal.why])


_REFUSED = {
    "unknown": "I don't know this question any more. Nothing was counted.",
    "foreign": "This question belongs to another workspace, so your answer can't count here.",
    "forged": "That is none of this question's options. Please use its buttons.",
    "elsewhere": "This question belongs to a channel that you are not in, as far as I can see. "
    "Please answer it there.",
    "forgotten": "You had a part in this question before you were forgotten, so it takes no answer "
    "from you. The next one does.",
    "not_yours": "This is somebody else's practice question. Start your own quiz any time.",
}


# ---------------------------------------------------------------- the ends of things


def quiz_over(voice: Voice, result: SeriesResult) -> Reply:
    """How the quiz went, and what to do next."""
    answered = result.answered
    if not answered:
        return sentence("This quiz is over.", voice.button("New quiz", actions.QUIZ, ""))
    head = f"{result.right} of {answered} right"
    said = [f"+{result.points} points"] if result.points else []
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
