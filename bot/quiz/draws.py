"""How the next question is drawn, for a channel's day and for one person: rules and weights.

Draws are weighted, and seeded by what they are for: whoever asks again for the same day, after a
crash or on another replica, is given the same question.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.quiz.stock import trust_of
from knowledge.model import Question

REST = 30  # days before a channel is asked the same again
ENOUGH = 10  # answers before a question's own figures count more than the estimate
TARGET = (0.6, 0.8)  # share of right answers that makes a good daily question
WEEK = 7  # rounds over which the mix of types is kept
MOST_OF_A_TYPE = 2  # of WEEK: below 40 %
MOST_TRUE_OR_FALSE = 1  # of WEEK: below 15 %
SHARE_OF_GENERATED = 5  # one in so many questions of a quiz is generated, where others can be had
RARELY = 0.1  # weight of what nearly everybody knows, or nearly nobody


@dataclass(frozen=True, slots=True)
class Figures:
    """How people did: of how many, how many were right."""

    people: int = 0
    right: int = 0

    @property
    def weakness(self) -> float:
        """How much there is to learn, between 0 and 1; with few answers near the middle."""
        return (self.people - self.right + 2) / (self.people + 4)


@dataclass(frozen=True, slots=True)
class ChannelHistory:
    """What a draw for a channel depends on."""

    day: date
    asked: Mapping[str, date] = field(default_factory=dict)  # question id → when last
    topics_asked: Mapping[str, date] = field(default_factory=dict)
    last_subject: str = ""
    last_topic: str = ""
    forms: Sequence[str] = ()  # types of the newest rounds
    topics: Mapping[str, Figures] = field(default_factory=dict)
    items: Mapping[tuple[str, str], Figures] = field(default_factory=dict)  # (id, version)
    exam: Mapping[str, float] = field(default_factory=dict)  # topic → weight; 1 where missing


def best(
    questions: Sequence[Question],
    history: ChannelHistory,
    seed: str,
    planned: Sequence[Sequence[Question]] = (),
) -> Question | None:
    """The day's question: the most trusted that has rested, of another topic than the last.

    While a plan runs nothing outside of it is asked: first what its days are for, then the rest of
    it. Where no question of another topic has rested, the one asked longest ago is asked again; the
    last topic comes only where there is no other at all. Nothing is drawn after which a topic of
    that trust would soon have to come two days in a row.
    """
    groups = [group for group in planned if group]
    stages = [groups[:-1], groups[-1:]] if groups else [[questions]]
    whole = groups[-1] if groups else questions
    others = [q for q in whole if q.topic != history.last_topic] or whole
    allowed = {question.topic for question in others}
    for stage in stages:
        for pool in _by_trust(stage):
            free = [q for q in pool if q.topic in allowed and rested(q, history)]
            if free:
                stock = [q for q in whole if trust_of(q) == trust_of(free[0])]
                return _drawn(free, stock, history, seed)
    return choose(others, history, seed)


def _drawn(
    pool: Sequence[Question], stock: Sequence[Question], history: ChannelHistory, seed: str
) -> Question | None:
    """What is drawn first of all after which no topic has to come on two days in a row.

    Where none is such, what puts that off for longest.
    """
    found, longest, left = None, -1, list(pool)
    while left and longest < REST:
        drawn = choose(left, history, seed)
        days = _days_apart(drawn, stock, history) if drawn else 0
        if days > longest:
            found, longest = drawn, days
        left = [question for question in left if drawn and question.topic != drawn.topic]
    return found


def _days_apart(asked: Question, stock: Sequence[Question], history: ChannelHistory) -> int:
    """For how many of the next days another topic than the day before can be asked of a stock.

    On each the topic that has most left is taken: later it would have to repeat itself. Of several
    it is the one of which more will have rested next.
    """
    free, rests = Counter[str](), defaultdict[int, list[str]](list)
    for question in stock:
        waits = REST - (history.day - history.asked.get(question.id, date.min)).days
        if question.id != asked.id:
            rests[max(waits, 1)].append(question.topic)
    last = asked.topic
    for ahead in range(1, REST):
        free.update(rests[ahead])
        others = [topic for topic in free if topic != last and free[topic]]
        if not others:
            return REST if not free.total() else ahead
        more = {topic: day for day in range(REST, ahead, -1) for topic in rests[day]}
        last = max(others, key=lambda topic: (free[topic], -more.get(topic, REST), topic))
        free[last] -= 1
    return REST


def _by_trust(groups: Sequence[Sequence[Question]]) -> list[list[Question]]:
    """The groups taken apart: of each trust, what every group has of it."""
    ranks = sorted({trust_of(question) for group in groups for question in group})
    return [[q for q in group if trust_of(q) == rank] for rank in ranks for group in groups]


def choose(questions: Sequence[Question], history: ChannelHistory, seed: str) -> Question | None:
    """Draw a topic, then one of its questions; weak topics and long unasked ones more often."""
    candidates = _allowed(questions, history)
    if not candidates:
        return None
    draw = random.Random(seed)
    by_topic: dict[str, list[Question]] = {}
    for question in sorted(candidates, key=lambda question: question.id):
        by_topic.setdefault(question.topic, []).append(question)
    topics = sorted(by_topic)
    weights = [_topic_weight(topic, len(by_topic[topic]), history) for topic in topics]
    chosen = by_topic[draw.choices(topics, weights)[0]]
    return draw.choices(chosen, [_question_weight(question, history) for question in chosen])[0]


def _allowed(questions: Sequence[Question], history: ChannelHistory) -> list[Question]:
    """Rested questions; of another subject than the last; of types that fit the week's mix.

    A rule that would leave nothing gives way: first the mix, then the subject, then the rest,
    for which whatever was asked longest ago stands in.
    """
    free = [question for question in questions if rested(question, history)]
    if not free and questions:
        longest = min(history.asked[question.id] for question in questions)
        free = [question for question in questions if history.asked[question.id] == longest]
    free = [q for q in free if q.subject != history.last_subject] or free
    full = {form for form in set(history.forms) if history.forms.count(form) >= _most(form)}
    return [question for question in free if question.kind not in full] or free


def rested(question: Question, history: ChannelHistory) -> bool:
    """Whether a channel was not asked a question too lately."""
    return (history.day - history.asked.get(question.id, date.min)).days >= REST


def _most(form: str) -> int:
    """How many of a type a week may have: types are what rules make, people write as they like."""
    if not form.startswith("T"):
        return WEEK
    return MOST_TRUE_OR_FALSE if form == "T4" else MOST_OF_A_TYPE


def _topic_weight(topic: str, questions: int, history: ChannelHistory) -> float:
    weakness = history.topics.get(topic, Figures()).weakness
    age = min((history.day - history.topics_asked.get(topic, date.min)).days, REST) / REST
    return weakness**2 * (0.1 + age) * math.sqrt(questions) * history.exam.get(topic, 1.0)


def _question_weight(question: Question, history: ChannelHistory) -> float:
    figures = history.items.get((question.id, question.version), Figures())
    tried = 2.0 if figures.people else 1.0  # practice comes first, where there is any
    if figures.people >= ENOUGH:
        share = figures.right / figures.people
        if figures.people >= 2 * ENOUGH and not 0.20 <= share <= 0.95:
            return RARELY
    else:
        share = 1 - question.difficulty
    low, high = TARGET
    off = max(low - share, share - high, 0.0)
    age = min((history.day - history.asked.get(question.id, date.min)).days, 6 * REST) / REST
    return tried * age * max(RARELY, 1 - 2 * off)


def practice(
    questions: Sequence[Question],
    answered: Mapping[str, int],
    topics: Mapping[str, Figures],
    count: int,
    draw: random.Random,
) -> tuple[Question, ...]:
    """Up to *count* questions; `answered` says how many days ago each was met before."""

    def urgency(question: Question) -> tuple[int, int, float]:
        weight = topics.get(question.topic, Figures()).weakness
        chance = -math.log(1 - draw.random()) / weight  # smallest first: a weighted draw
        days = answered.get(question.id)
        if days is None:
            return (0, trust_of(question), chance)
        waits = 1 if days >= REST else 2 + REST - days
        return (waits, trust_of(question), chance)

    in_order = sorted(sorted(questions, key=lambda question: question.id), key=urgency)
    return tuple(_apart(_mixed(in_order, count)))


def _mixed(in_order: Sequence[Question], count: int) -> list[Question]:
    """The first so many, mostly written ones: generated ones are tried out a few at a time."""
    written = [question for question in in_order if question.written]
    generated = [question for question in in_order if not question.written]
    few = max(count // SHARE_OF_GENERATED, count - len(written))
    chosen = {q.id for q in (*generated[:few], *written[: count - min(few, len(generated))])}
    return [question for question in in_order if question.id in chosen]


def _apart(questions: Iterable[Question]) -> list[Question]:
    """The same questions, no two of one subject in a row where that can be helped."""
    left, apart = list(questions), list[Question]()
    while left:
        last = apart[-1].subject if apart else None
        place = next((i for i, q in enumerate(left) if q.subject != last), 0)
        apart.append(left.pop(place))
    return apart
