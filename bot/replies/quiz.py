"""Questions: the daily one and its reveal, practice, reviews, and what each answer is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import actions
from bot.messages import (
    Bar,
    Bars,
    Button,
    Heading,
    Hint,
    Part,
    Prose,
    Reply,
)
from bot.quiz.outcomes import Answered, AnswerRefused, Reveal, SeriesResult
from bot.quiz.responses import GRADED, TYPED_CLOSE
from bot.quiz.topic_reveals import gives_away
from bot.replies.daily import voided
from bot.replies.options import asked, hint_button, how_many, marked, on_buttons
from bot.replies.voice import (
    GUEST,
    Voice,
    count,
    ellipsized,
    first_line,
    full_stop,
    in_how_long,
    listed,
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

PICKED = 90  # characters of an option that is named again within a sentence


# ---------------------------------------------------------------- questions


def daily_question(voice: Voice, round: Round, answered: int, zone: str, now: datetime) -> Reply:
    """The message that everybody in the channel answers."""
    question = round.question
    state = f"{answered} answered" if answered else "Nobody has answered yet"
    title = _titled("Question of the day", weekday(round.day), _about(question))
    extras = [*hint_button(voice, round, " (−3 points)"), _report(voice, round)]
    parts: tuple[Part, ...] = (
        Heading(title),
        *asked(voice, round),
        *rows(extras),
        moment(f"{state} · closes", round.closes, now, zone),
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
    round, question = shown.round, shown.round.question
    title = _titled("Question of the day", weekday(round.day), question.topic, "closed")
    bars = _split(question, shown)
    parts: list[Part] = [
        Heading(title),
        Prose(question.stem, strong=True),
        *((Bars(bars),) if bars else ()),
    ]
    if round.void:
        parts.append(Prose(voided(round.void)))
    else:
        parts += [Prose(_right(question)), *_popular_mistake(question, shown)]
    parts += [
        stands(question),
        Hint(f"{shown.answered} answered" if shown.answered else "Nobody answered this one"),
        *rows(_after_buttons(voice, round, keep=True)),
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
    return _why_not(question, (most,))


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
        *rows([*extras, _report(voice, round)]),
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
        *rows(_grades(voice, round)),
        *rows(_after_buttons(voice, round, keep=False)),
    )
    return Reply(parts, summary=first_line(question.right), replaces=True)


def _grades(voice: Voice, round: Round) -> list[Button]:
    return [voice.button(grade.capitalize(), actions.GRADE, round.id, grade) for grade in GRADED]


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


# ---------------------------------------------------------------- what an answer is told


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """What the person has now, for the last line of a receipt."""

    streak: int = 0
    due: datetime | None = None  # when the question comes back
    now: datetime | None = None
    guest: bool = False  # they hear now that theirs do not count


def receipt(voice: Voice, given: Answered, score: ScoreLine) -> Reply:
    """The private answer to an answer in the daily round."""
    if given.hidden:
        return _sealed(given, score)
    parts = (
        *_verdict(given),
        stands(given.round.question),
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
    """The answer to a review: how hard was it? The grade decides when it comes back.

    What was picked wrong is answered already; only typed words may have been right all the same.
    """
    look = _after_buttons(voice, given.round, keep=False)
    if not given.correct and given.round.question.answered_by != "typed":
        onward = voice.button("Next review", actions.REVIEW, main=True)
        return _answered_alone(given, score, [onward, *look])
    reply = _answered_alone(given, score, _grades(voice, given.round))
    asked = Hint("How well did you know it?" if given.correct else _RIGHT_ALL_THE_SAME)
    *body, buttons = reply.parts
    return Reply((*body, asked, buttons, *rows(look)), summary=reply.summary, replaces=True)


_RIGHT_ALL_THE_SAME = "Was it right all the same? Then say how well you knew it."


def _answered_alone(given: Answered, score: ScoreLine, buttons: Sequence[Button]) -> Reply:
    parts = (
        Prose(given.round.question.stem),
        *marked(given.round.question, given.options),
        *_verdict(given),
        stands(given.round.question),
        *_last_line(given, score),
        *rows(buttons),
    )
    return Reply(parts, summary=first_line(_first(given)), replaces=True)


def _sealed(given: Answered, score: ScoreLine) -> Reply:
    said = "Changed to" if given.changed else "Noted"
    text = f"{said}: {full_stop(given.picked)}"
    tip = "You can change it until the question closes; then you'll see how you did."
    guest = (Hint(GUEST),) if score.guest else ()
    return Reply((Prose(text, strong=True), Hint(tip), *guest), summary=first_line(text))


def _verdict(given: Answered) -> tuple[Part, ...]:
    """The verdict in the first line, and under it what there is to learn."""
    question = given.round.question
    lines: list[Part] = []
    if given.already:
        lines.append(Hint("You had answered this one already; your first answer counts."))
    lines.append(Prose(_first(given), strong=True))
    if given.correct:
        lines += [Prose(full_stop(line)) for line in _why_right(question)]
    else:
        lines += [Prose(_right(question)), *_why_not(question, given.options)]
    if given.round.void:
        lines.append(Prose(voided(given.round.void)))
    return tuple(lines)


def _first(given: Answered) -> str:
    """The verdict, and what it is about: the right answer, or what they took instead."""
    question = given.round.question
    if given.correct:
        return f"Right: {full_stop(question.right)}"
    if question.answered_by == "typed":
        if given.choice == TYPED_CLOSE:
            return f"Close: check the spelling of “{given.picked}”."
        return f"Not quite: you wrote “{given.picked}”."
    if not question.options:
        return "Not quite."
    picked = listed([_named(question, place) for place in given.options])
    return f"Not quite: you picked {full_stop(picked)}"


def _named(question: Question, place: int) -> str:
    """An option within a sentence."""
    return ellipsized(question.options[place], PICKED)


def _why_right(question: Question) -> list[str]:
    """What the author says of the right options, then the explanation."""
    said = [question.why_not[place] for place in question.rights if place < len(question.why_not)]
    return [line for line in (*said, question.explanation) if line]


def _why_not(question: Question, picked: Sequence[int]) -> tuple[Part, ...]:
    """Why the wrong ones among these options are wrong, where the author says so."""
    wrong = [place for place in picked if place not in question.rights]
    return tuple(
        Prose(f"{_named(question, place)}: {full_stop(question.why_not[place])}")
        for place in wrong
        if place < len(question.why_not) and question.why_not[place]
    )


def _right(question: Question) -> str:
    why = " ".join(full_stop(line) for line in _why_right(question))
    several = "answers" if len(question.rights) > 1 else "answer"
    return f"The right {several}: {full_stop(question.right)} {why}".rstrip()


def _last_line(given: Answered, score: ScoreLine) -> tuple[Part, ...]:
    """Points, streak, and when it comes back: whatever there is to say of it."""
    counted = given.points and not (given.already or given.late)
    won = f"+{count(given.points, 'point')}" if counted else ""
    runs = score.streak and given.round.kind == "daily" and not given.late
    streak = f"streak {count(score.streak, 'day')}" if runs else ""
    figures = " · ".join(filter(None, (won, streak)))
    said = [f"{figures[0].upper()}{figures[1:]}."] if figures else []
    if given.late:
        said.append("This question had closed, so it counts for your reviews only.")
    elif given.no_points in _NO_POINTS:
        said.append(_NO_POINTS[given.no_points])
    if score.guest:
        said.append(GUEST)
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
    "edited": "You edited this question: no points for it.",
    "own word": "A card that you grade yourself earns no points.",
}


def _after_buttons(voice: Voice, round: Round, *, keep: bool) -> list[Button]:
    question = round.question
    buttons = [voice.button(f"Look up {question.topic}", actions.ASK, question.topic)]
    if keep:
        buttons.append(voice.button("Add to my reviews", actions.ADD_TO_REVIEWS, round.id))
    return [*buttons, _report(voice, round)]


def _report(voice: Voice, round: Round) -> Button:
    label = "Something's wrong with this question"
    return voice.button(label, actions.REPORT, round.id, seldom=True)


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
