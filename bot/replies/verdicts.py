"""What an answer is told: whether it was right, why, what it earned, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import actions
from bot.language import _, later, listed, plural
from bot.messages import Button, ChannelLines, Heading, Hint, Part, Prose, Reply
from bot.quiz.outcomes import Answered, AnswerRefused
from bot.quiz.responses import GRADED, TYPED_CLOSE
from bot.quiz.topic_reveals import gives_away
from bot.replies.options import in_words, marked, right_in_words
from bot.replies.recaps import voided
from bot.replies.voice import (
    GUEST,
    Voice,
    ellipsized,
    explained,
    first_line,
    full_stop,
    in_full,
    in_how_long,
    in_time,
    meant,
    quoted,
    rows,
    sentence,
    stands,
)
from bot.store.records import Grade, Round
from bot.text import letter
from knowledge.language.truths import is_true_or_false
from knowledge.model import Question

PICKED = 90  # characters of an option that is named again within a sentence


Outlook = Mapping[Grade, timedelta]  # after which grade a question comes back when


def grades(voice: Voice, round: Round, outlook: Outlook) -> list[Button]:
    """How well somebody knew it, and when it comes back then."""
    return [
        voice.button(_graded(grade, outlook.get(grade)), actions.GRADE, round.id, grade)
        for grade in GRADED
    ]


def _graded(grade: Grade, after: timedelta | None) -> str:
    name = grade_name(grade)
    return name if after is None else f"{name} · {in_time(after)}"


def grade_name(grade: Grade) -> str:
    return _(_GRADES[grade])


_GRADES = {
    "again": later("Again"),
    "hard": later("Hard"),
    "good": later("Good"),
    "easy": later("Easy"),
}


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """What the person has now, for the last line of a receipt."""

    streak: int = 0
    guest: bool = False  # they hear now that theirs do not count


def receipt(voice: Voice, given: Answered, score: ScoreLine, *, elsewhere: bool = False) -> Reply:
    """The private answer to an answer in the daily round.

    Where that was given *elsewhere*, as on a home screen, the question stands there no more.
    """
    if given.hidden:
        return _sealed(given, score)
    parts = (
        *_verdict(given),
        *(_asked_and_picked(given) if elsewhere else ()),
        stands(given.round.question),
        *_last_line(given, score),
        *rows(after_buttons(voice, given.round, keep=given.correct)),
    )
    return Reply(parts, summary=first_line(_first(given)))


def practiced(voice: Voice, given: Answered, score: ScoreLine) -> Reply:
    """The answer to a practice answer: the verdict, the question again, and on to the next."""
    round = given.round
    more = round.step < round.steps
    label = _("Next question") if more else _("How did I do?")
    onward = voice.button(label, actions.NEXT_QUESTION, round.series, main=True)
    buttons = [onward, *after_buttons(voice, round, keep=given.correct)]
    return _answered_alone(given, score, buttons, practice_title(round))


def recalled(
    voice: Voice, given: Answered, score: ScoreLine, outlook: Outlook, at: datetime
) -> Reply:
    """The answer to a review: how hard was it? The grade decides when it comes back.

    What was picked wrong is answered already; only typed words may have been right all the same.
    """
    look = after_buttons(voice, given.round, keep=False)
    if not asks_for_grade(given):
        onward = voice.button(_("Next review"), actions.REVIEW, main=True)
        return _answered_alone(given, score, [onward, *look], review_title(given.round))
    marks = grades(voice, given.round, outlook)
    reply = _answered_alone(given, score, marks, review_title(given.round))
    asked = how_well(given.due, at)
    if not given.correct:
        asked = _("Was it right all the same? Then say how well you knew it.")
    *body, buttons = reply.parts
    return Reply((*body, Hint(asked), buttons, *rows(look)), summary=reply.summary, replaces=True)


def asks_for_grade(given: Answered) -> bool:
    """Whether there is anything to grade: typed words may be right though they were not read so."""
    return given.correct or given.round.question.answered_by == "typed"


def how_well(due: datetime | None, at: datetime) -> str:
    """Asks for a grade, and says what holds without one."""
    asked = _("How well did you know it? Each button says when the question comes back.")
    if due is None or due <= at:
        return asked
    return asked + " " + _("If you skip this, it comes back {when}.", when=in_how_long(due, at))


def titled(*pieces: str) -> str:
    """A heading of several pieces: "Daily question · Friday · SQS"."""
    return " · ".join(filter(None, pieces))


def about(question: Question) -> str:
    """The topic, unless it gives the answer away."""
    return "" if gives_away(question) else question.topic


def practice_title(round: Round) -> str:
    """Where somebody is in their quiz, and on what."""
    step = _("Question {step} of {steps}", step=round.step, steps=round.steps)
    return titled(step if round.steps > 1 else _("Quiz"), about(round.question))


def review_title(round: Round, left: int = 0) -> str:
    """A review, on what, and how many more there are today."""
    more = _("{number} more today", number=left) if left else ""
    return titled(_("Review"), about(round.question), more)


def _answered_alone(
    given: Answered, score: ScoreLine, buttons: Sequence[Button], title: str
) -> Reply:
    parts = (
        Heading(title),
        *_verdict(given),
        *_asked_and_picked(given),
        stands(given.round.question),
        *_last_line(given, score),
        *rows(buttons),
    )
    return Reply(parts, summary=first_line(_first(given)), replaces=True)


def _asked_and_picked(given: Answered) -> tuple[Part, ...]:
    """The question as it was put, with what is right and what was picked instead."""
    question = given.round.question
    asked = Hint(_("The question was:"))
    return (asked, *in_full(question.stem), *marked(question, given.options))


def _sealed(given: Answered, score: ScoreLine) -> Reply:
    question = given.round.question
    answer = full_stop(in_words(question, given.options) if question.options else given.picked)
    text = _("Noted: {answer}", answer=answer)
    if given.changed:
        text = _("Changed to: {answer}", answer=answer)
    tip = _("You can change it until the question closes; then you'll see how you did.")
    guest = (Hint(_(GUEST)),) if score.guest else ()
    return Reply((Prose(text, strong=True), Hint(tip), *guest), summary=first_line(text))


def _verdict(given: Answered) -> tuple[Part, ...]:
    """The verdict in the first line, and under it what there is to learn."""
    question = given.round.question
    lines: list[Part] = []
    if given.already:
        lines.append(Hint(_("You had answered this one already; your first answer counts.")))
    lines.append(Prose(_first(given), strong=True))
    if given.correct:
        lines += [part for line in _why_right(question) for part in explained(line)]
    else:
        lines += [*_why_wrong(given), *right_answer(question)]
    if given.round.void:
        lines.append(Prose(voided(given.round.void)))
    return tuple(lines)


def _first(given: Answered) -> str:
    """The verdict, and what it is about: the right answer, or what they took instead."""
    question = given.round.question
    if given.correct:
        return _("Right: {answer}", answer=full_stop(right_in_words(question)))
    if question.answered_by == "typed":
        if given.choice == TYPED_CLOSE:
            return _("Close: check the spelling of “{picked}”.", picked=given.picked)
        return _("Not quite: you wrote “{picked}”.", picked=given.picked)
    if not question.options:
        return _("Not quite.")
    picked = [_picked(question, place) for place in given.options]
    return _("Not quite: you picked {picked}.", picked=listed(picked))


def _picked(question: Question, place: int) -> str:
    """An option in quotes, with its letter where it is too long: others may begin like it."""
    named = _named(question, place)
    said = quoted(named.rstrip("."))
    return f"{letter(place)}, {said}" if named.endswith("…") else said


def _named(question: Question, place: int) -> str:
    """An option within a sentence."""
    return ellipsized(" ".join(question.options[place].split()), PICKED)


def _why_right(question: Question) -> list[str]:
    """What the author says of the right options, then the explanation."""
    said = [question.why_not[place] for place in question.rights if place < len(question.why_not)]
    return [line for line in (*said, question.explanation) if line]


def _why_wrong(given: Answered) -> tuple[Part, ...]:
    """Why what was picked is wrong: one is quoted just above, of several it is said which."""
    question = given.round.question
    if len(given.options) > 1:
        return why_not(question, given.options)
    return tuple(Prose(why) for place in given.options if (why := _reason(question, place)))


def why_not(question: Question, picked: Sequence[int]) -> tuple[Part, ...]:
    """Why the wrong ones among these options are wrong, where the author says so."""
    return tuple(
        Prose(_why_not(question, place, why))
        for place in picked
        if (why := _reason(question, place))
    )


def _why_not(question: Question, place: int, why: str) -> str:
    """In quotes and after a question: nobody takes a wrong option for a statement."""
    option = _named(question, place).rstrip(".")
    if is_true_or_false(question.options):
        return _("Why not “{option}”? {why}", option=option, why=why)
    return _("Why not {letter}, “{option}”? {why}", letter=letter(place), option=option, why=why)


def _reason(question: Question, place: int) -> str:
    """What the author says against a wrong option."""
    wrong = place not in question.rights and place < len(question.why_not)
    return full_stop(question.why_not[place]) if wrong and question.why_not[place] else ""


def right_answer(question: Question) -> tuple[Part, ...]:
    """The right answer, and why it is."""
    answer = full_stop(right_in_words(question))
    said = _("The right answer: {answer}", answer=answer)
    if len(question.rights) > 1:
        said = _("The right answers: {answer}", answer=answer)
    why = [part for line in _why_right(question) for part in explained(line)]
    while why and isinstance(first := why[0], Prose):
        said, why = f"{said} {first.text}", why[1:]
    return (Prose(said), *why)


def _last_line(given: Answered, score: ScoreLine) -> tuple[Part, ...]:
    """Points, streak, and that it comes back: whatever there is to say of it."""
    counted = given.points and not (given.already or given.late)
    won = plural("+{number} point", "+{number} points", given.points) if counted else ""
    runs = score.streak and given.round.kind == "daily" and not given.late
    days = plural("{number}-day streak", "{number}-day streak", score.streak) if runs else ""
    if days and not given.correct:
        days = _("{streak}: any answer keeps it going", streak=days)
    figures = " · ".join(filter(None, (won, days)))
    said = [f"{figures}."] if figures else []
    if given.late:
        said.append(_("This question had closed, so it counts for your reviews only."))
    elif given.no_points in _NO_POINTS:
        said.append(_(_NO_POINTS[given.no_points]))
    if score.guest:
        said.append(_(GUEST))
    if not given.correct:
        said.append(_("This question comes back soon in your reviews."))
    return (Hint(" ".join(said)),) if said else ()


_NO_POINTS = {
    "private": later("Practice in private: no points, all the learning."),
    "fast": later("That was quick: an answer within a second brings no points."),
    "repeat": later("You had this question lately: no points this time."),
    "enough": later("That's today's practice points all earned."),
    "edited": later("You wrote, changed or approved this question: no points for it."),
    "own word": later("A card that you grade yourself earns no points."),
}


def after_buttons(voice: Voice, round: Round, *, keep: bool) -> list[Button]:
    """What one may do with a question; one from chat may be on what the notes do not have."""
    question = round.question
    buttons = []
    if question.sources or question.section:
        label = _("Look up {topic}", topic=question.topic)
        buttons.append(voice.button(label, actions.LOOK_UP_QUESTION, round.id, 0))
    if keep:
        buttons.append(voice.button(_("Ask me again soon"), actions.ADD_TO_REVIEWS, round.id))
    return [*buttons, report_button(voice, round)]


def report_button(voice: Voice, round: Round) -> Button:
    label = _("Report a mistake")
    return voice.button(label, actions.REPORT, round.id, seldom=True)


def secret(voice: Voice, round: Round, channels: Sequence[str]) -> Reply:
    """A question of one's own that channels are being asked: what is right is told nowhere else."""
    onward = voice.button(_("Next review"), actions.REVIEW)
    if round.kind == "practice":
        onward = voice.button(_("Next question"), actions.NEXT_QUESTION, round.series)
    text = _(_REFUSED["asked"])
    lines = tuple(map(meant, channels))
    where = (ChannelLines(lines),) if lines else ()
    return Reply((Prose(text), *where, *rows([onward])), summary=first_line(text))


def refused(refusal: AnswerRefused) -> Reply:
    """An answer that could not be taken, and what to do instead."""
    return sentence(_(_REFUSED[refusal.why]))


_REFUSED = {
    "unknown": later("I don't know this question any more. Nothing was counted."),
    "foreign": later(
        "This question belongs to another workspace, so your answer can't count here."
    ),
    "forged": later("That is none of this question's options. Please use its buttons."),
    "asked": later("This is a daily question right now: its answer is told when that closes."),
    "elsewhere": later(
        "This question belongs to a channel that you are not in, as far as I can see. "
        "Please answer it there."
    ),
    "forgotten": later(
        "You had a part in this question before you were forgotten, so it takes no answer "
        "from you. The next one does."
    ),
    "not_yours": later("This is somebody else's practice question. Start your own quiz any time."),
}
