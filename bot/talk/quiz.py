"""Quizzes: practice on demand, answers to any round, reviews, reports of broken questions."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot import actions
from bot.commands import Misread, Quiz, printed
from bot.commands.option_rows import MOST_QUESTIONS
from bot.commands.words import is_number, wrong_count
from bot.messages import Reply
from bot.quiz import scoreboards
from bot.quiz.moderation import ReportOutcome
from bot.quiz.note_context import context_of
from bot.quiz.outcomes import Answered, AnswerRefused
from bot.quiz.responses import OwnGrade, PickedOptions, QuizResponse, TypedWords
from bot.quiz.rounds import may_know
from bot.replies import help as guide
from bot.replies import options as option_say
from bot.replies import quiz as say
from bot.replies import reports as report_say
from bot.replies import verdicts as verdict_say
from bot.store.records import Grade, Round
from bot.talk import lookup
from bot.talk.turn import Turn
from bot.text import one_line
from knowledge.model import Question, Topic

USUAL = 5  # questions in a quiz for which nobody named a number


def quiz(turn: Turn, command: Quiz) -> Reply:
    """A practice quiz for one person: its first question."""
    topic, count = _topic_and_count(turn, command)
    if topic is None and (misread := _no_count(turn, command)):
        return guide.misread(turn.voice, misread)
    if topic is None:
        near = turn.core.library.complete(command.topic, 4)
        return say.no_questions(turn.voice, command.topic, near)
    if count > MOST_QUESTIONS:
        return guide.misread(turn.voice, _too_many(command))
    return begin(turn, turn.core.stock.questions(turn.team), topic, count, narrow=bool(topic))


def _topic_and_count(turn: Turn, command: Quiz) -> tuple[str | None, int]:
    """The topic by its own name ("" for any, None where the notes have none) and how many.

    "route 53" is a name and no number of questions, if the notes say so.
    """
    library = turn.core.library
    if command.topic and command.count:
        whole = f"{command.topic} {command.count}".lower()
        topic = library.topic(whole)
        if topic and whole in (name.lower() for name in (topic.name, *topic.aliases)):
            return topic.name, USUAL
    count = command.count or USUAL
    if not command.topic:
        return "", count
    return turn.core.subject(command.topic, turn.team) or None, count


def _no_count(turn: Turn, command: Quiz) -> Misread | None:
    """What is wrong with the number that "quiz s3 0" ends with, where no name does."""
    rest, _, number = command.topic.rpartition(" ")
    if command.count or not is_number(number):
        return None
    if rest and not turn.core.subject(rest, turn.team):
        return None
    is_too_many = number.removeprefix("+").strip("0").isdigit()
    count = MOST_QUESTIONS if is_too_many else USUAL
    return _misread(Quiz(rest, count), printed(command), number)


def _too_many(command: Quiz) -> Misread:
    return _misread(replace(command, count=MOST_QUESTIONS), printed(command), str(command.count))


def _misread(instead: Quiz, typed: str, number: str) -> Misread:
    return Misread(typed, number, printed(instead), wrong_count(number, MOST_QUESTIONS))


def begin(
    turn: Turn,
    questions: Sequence[Question],
    topic: str = "",
    count: int = USUAL,
    *,
    narrow: bool = True,
) -> Reply:
    """A quiz of so many of these questions, which are a choice of topics if it is *narrow*."""
    core = turn.core
    chosen = core.selection.for_practice(
        turn.who,
        questions,
        count,
        turn.at,
        topic=topic,
        seed=f"{core.seed} {turn.who.user} {turn.at.isoformat()}",
    )
    if not chosen and not core.library.has_questions:
        return say.being_made(turn.voice)
    if not chosen:
        near = [other.name for other in core.topics_by_size() if core.has_questions(other.name)]
        return say.no_questions(turn.voice, topic, near)
    first = core.rounds.practice(turn.who, turn.where, chosen, turn.at, narrow=narrow)[0]
    return replace(say.practice_question(turn.voice, first), replaces=False)


def on_topic(turn: Turn, topic: str) -> Reply:
    """A button that starts a quiz on a topic, or on anything."""
    return quiz(turn, Quiz(topic))


def again(turn: Turn, count: int, topics: tuple[str, ...]) -> Reply:
    """A quiz like the one before: as many questions, on the same topics."""
    questions = turn.core.stock.questions(turn.team)
    same = tuple(question for question in questions if question.topic in topics)
    many = min(count or USUAL, MOST_QUESTIONS)
    return begin(turn, same or questions, count=many, narrow=bool(same))


def on_compared(turn: Turn, names: tuple[str, ...]) -> Reply:
    """A quiz on what stands side by side: on the differences, where questions name another of them.

    Where fewer do than a quiz has questions, on all that is asked about them.
    """
    topics = [topic for topic in map(turn.core.library.topic, names) if topic is not None]
    of = [q for q in turn.core.stock.questions(turn.team) if q.topic in {t.name for t in topics}]
    apart = [question for question in of if _names_another(question, topics)]
    return begin(turn, apart if len(apart) >= USUAL else of)


def _names_another(question: Question, topics: Sequence[Topic]) -> bool:
    """Whether a question, or what is said of its options, speaks of another of the topics."""
    text = " ".join((question.stem, *question.options, *question.why_not))
    others = (topic for topic in topics if topic.name != question.topic)
    names = (re.escape(name) for other in others for name in (other.name, *other.aliases))
    return any(re.search(rf"\b{name}\b", text, re.IGNORECASE) for name in names)


def weak(turn: Turn) -> Reply:
    """Practice of the topics that went worst; of anything while there are too few answers."""
    core = turn.core
    mine = scoreboards.me(
        core.store, turn.who, turn.today, turn.at, channel=turn.where.channel, period="all"
    )
    topics = {topic.topic for topic in mine.weak}
    questions = core.stock.questions(turn.team)
    chosen = tuple(question for question in questions if question.topic in topics)
    return begin(turn, chosen or questions, narrow=bool(chosen))


def following(turn: Turn, series: str) -> Reply:
    """The next question of a quiz, or how it went."""
    round = turn.core.rounds.next_in(turn.who, series, turn.at)
    if round is not None:
        return say.practice_question(turn.voice, round)
    return say.quiz_over(turn.voice, turn.core.rounds.series(turn.who, series))


def end(turn: Turn) -> Reply:
    """No more questions of the quiz that is under way; what was answered stays."""
    result = turn.core.rounds.end_quiz(turn.who, turn.at)
    return say.quiz_over(turn.voice, result) if result else say.no_quiz(turn.voice)


# ---------------------------------------------------------------- answers


def answer(turn: Turn, round_id: int, option: int) -> Reply:
    """Somebody picked an option."""
    return _answer(turn, round_id, PickedOptions((option,)))


def choose(turn: Turn, round_id: int) -> Reply:
    """The form for a question with several right options."""
    round = _round(turn, round_id)
    if round is None or round.question.answered_by != "several":
        return guide.stale_click(turn.voice)
    return Reply(form=option_say.choice_form(round))


def chosen(turn: Turn, round_id: int) -> Reply:
    """What they chose in it; another number of options is told at the field."""
    round = _round(turn, round_id)
    if round is None or round.question.answered_by != "several":
        return guide.stale_click(turn.voice)
    options = option_say.chosen_in(turn.request.fields.get("options", ""), round.question)
    if len(options) != len(round.question.rights):
        return say.wrong_number(round.question)
    return _answer(turn, round_id, PickedOptions(options))


def type_answer(turn: Turn, round_id: int) -> Reply:
    """The form for a question that one answers in words."""
    round = _round(turn, round_id)
    if round is None or round.question.answered_by != "typed":
        return guide.stale_click(turn.voice)
    return Reply(form=option_say.typing_form(round))


def typed(turn: Turn, round_id: int) -> Reply:
    """What they wrote into it."""
    words = one_line(turn.request.fields.get("answer", ""))
    return _answer(turn, round_id, TypedWords(words)) if words else say.nothing_typed()


def show_answer(turn: Turn, round_id: int) -> Reply:
    """The back of a card; whoever has seen it grades themselves. Never of a daily question."""
    round = _round(turn, round_id)
    if round is None or round.kind == "daily" or round.question.options:
        return guide.stale_click(turn.voice)
    if secret := _secret(turn, round):
        return secret
    outlook = turn.core.reviews.outlook(turn.who, round, turn.at)
    return say.card_shown(turn.voice, round, outlook, turn.at)


def _answer(turn: Turn, round_id: int, response: QuizResponse) -> Reply:
    """Keep an answer first, then tell them."""
    outcome = turn.core.rounds.answer(turn.who, round_id, response, turn.at, channels=turn.channels)
    if isinstance(outcome, AnswerRefused):
        asked = outcome.round if outcome.why == "asked" else None
        return (asked and _secret(turn, asked)) or verdict_say.refused(outcome)
    turn.saved = True
    if outcome.round.kind == "practice":
        return verdict_say.practiced(
            turn.voice, outcome, verdict_say.ScoreLine(guest=_guest_told_now(turn))
        )
    if outcome.round.kind == "review":
        outlook: verdict_say.Outlook = {}
        if verdict_say.asks_for_grade(outcome):
            outlook = turn.core.reviews.outlook(turn.who, outcome.round, turn.at)
        score = verdict_say.ScoreLine()
        return verdict_say.recalled(turn.voice, outcome, score, outlook, turn.at)
    if _adopted(turn, outcome.round) or not outcome.already:
        turn.touched.append(outcome.round.id)
    score = verdict_say.ScoreLine(streak=_streak(turn, outcome), guest=_guest_told_now(turn))
    elsewhere = turn.where.channel != outcome.round.channel
    return verdict_say.receipt(turn.voice, outcome, score, elsewhere=elsewhere)


GUESTS_TOLD = timedelta(days=30)


def _guest_told_now(turn: Turn) -> bool:
    """Guests hear that theirs count for no points, right or wrong, and not with every answer."""
    if turn.who.counts:
        return False
    since = turn.at - GUESTS_TOLD
    return turn.core.store.seen.again(turn.team, f"guest {turn.who.user}", turn.at, since)


def _adopted(turn: Turn, round: Round) -> bool:
    """Whether this click told where a question is whose post nobody could confirm.

    Where the channel's history cannot be read, it is the only way to find the message again.
    """
    message = turn.request.message
    if round.kind != "daily" or round.message or not message or turn.where.channel != round.channel:
        return False
    return turn.core.rounds.confirm(round.id, message)


def _streak(turn: Turn, outcome: Answered) -> int:
    """The streak in the channel of the round: a click may come from anywhere."""
    store, channel = turn.core.store, outcome.round.channel
    return scoreboards.streak_of_person(store, turn.team, outcome.person, turn.at, channel).days


def hint(turn: Turn, round_id: int) -> Reply:
    """The hint of a question, which costs points."""
    core = turn.core
    known = core.rounds.get(turn.team, round_id)
    if known is not None and not may_know(known, turn.channels):
        return guide.stale_click(turn.voice)
    if known is not None and (secret := _secret(turn, known)):
        return secret
    text = core.rounds.hint(turn.who, round_id, turn.at)
    round, given = core.rounds.get(turn.team, round_id), core.rounds.given(turn.who, round_id)
    if round is None or round.kind != "daily" or not round.in_time(turn.at):
        return say.hint(text, costs=False)
    return say.hint(text, costs=given is None or round.changeable)


def add_to_reviews(turn: Turn, round_id: int) -> Reply:
    """Add to my reviews: a card that is there already comes back sooner."""
    round = _round(turn, round_id)
    if round is None:
        return guide.stale_click(turn.voice)
    added = turn.core.reviews.add(turn.who, round.question, turn.at)
    if not added:
        turn.core.reviews.rate(turn.who, round.id, "again", turn.at)
    return say.kept(turn.voice, added)


def look_up(turn: Turn, round_id: int, page: int) -> Reply:
    """What the notes say where a question was taken from, and a page of what stands around it."""
    round = _round(turn, round_id)
    if round is None:
        return guide.stale_click(turn.voice)
    return _secret(turn, round) or lookup.about(turn, round, page)


def _secret(turn: Turn, round: Round) -> Reply | None:
    """What stands in place of all that would tell what is right while a channel is asked it."""
    channels = turn.core.rounds.secret_in(turn.who, round)
    if not channels:
        return None
    known = [channel for channel in channels if channel in turn.channels]
    return verdict_say.secret(turn.voice, round, known)


def _round(turn: Turn, round_id: int) -> Round | None:
    """A round that this person may know."""
    round = turn.core.rounds.get(turn.team, round_id)
    if round is None or not may_know(round, turn.channels):
        return None
    return round if round.kind == "daily" or round.owner == turn.who.user else None


# ---------------------------------------------------------------- reviews


def review(turn: Turn) -> Reply:
    """The next card that is due today."""
    core = turn.core
    due = core.reviews.due(turn.who, turn.at, core.stock.versions(turn.team), zone=turn.own_zone)
    for position, card in enumerate(due.cards):
        question = core.stock.question(turn.team, card.question)
        if question is not None and not core.moderation.is_unusable(turn.team, question):
            round = core.rounds.review(turn.who, turn.where, question, turn.at)
            return say.review_question(turn.voice, round, len(due.cards) - position - 1)
    if due.more:
        return say.reviews_done(turn.voice, due.more, due.days)
    if not core.library.has_questions:
        return say.being_made(turn.voice)
    return say.nothing_due(turn.voice, bool(core.store.cards.of(core.store.people.id_of(turn.who))))


def grade(turn: Turn, round_id: int, word: Grade) -> Reply:
    """How well somebody knew it; then the next card."""
    round = _round(turn, round_id)
    if round is None:
        return guide.stale_click(turn.voice)
    if round.question.answered_by in ("typed", "card"):
        turn.core.rounds.answer(turn.who, round.id, OwnGrade(word), turn.at)
    due = turn.core.reviews.rate(turn.who, round.id, word, turn.at)
    onward = following(turn, round.series) if round.kind == "practice" else review(turn)
    parts = (say.graded(due, turn.at), *onward.parts)
    return replace(onward, parts=parts, replaces=True)


# ---------------------------------------------------------------- something's wrong


def report(turn: Turn, round_id: int) -> Reply:
    """Open the form that asks what is wrong with a question."""
    round = _round(turn, round_id)
    if round is None:
        return guide.stale_click(turn.voice)
    return Reply(form=report_say.form(round.question.stem, actions.SAVE_REPORT(round.id)))


def reported(turn: Turn, round_id: int) -> Reply:
    """Keep the report of a submitted form."""
    round, fields = _round(turn, round_id), turn.request.fields
    if round is None:
        return guide.stale_click(turn.voice)
    library = turn.core.library
    counts = turn.core.moderation.counts(turn.team, round.question)
    outcome: ReportOutcome = turn.core.moderation.report(
        turn.who,
        round.id,
        fields.get("reason", ""),
        fields.get("comment", ""),
        turn.at,
        editor=turn.editor and not counts,
        around=context_of(turn.core.stock.question(turn.team, round.question.id), library.facts()),
    )
    if not outcome.stored and not outcome.already:
        return report_say.unknown_reason()
    if turn.editor and counts and not outcome.held:
        return report_say.take_back(turn.voice, round, outcome.already)
    return report_say.thanks(outcome.held, outcome.already, outcome.voided)
