"""Reviews: what each person is about to forget, by FSRS, and how much of it is asked in a day.

Every answered question feeds the person's card. Scheduling is deterministic (no fuzz): the same
answers at the same moments give the same due dates, on every replica.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fsrs import Card as FsrsCard
from fsrs import Rating, Scheduler, State

from bot.messages import Person
from bot.quiz.responses import GRADED
from bot.store import Areas, Store
from bot.store.records import (
    Grade,
    Round,
    StoredCard,
    Team,
    moment,
    moment_if_any,
    stamp,
    team_of,
)
from knowledge.model import Question

GRADES: Mapping[str, Rating] = {
    "again": Rating.Again,
    "hard": Rating.Hard,
    "good": Rating.Good,
    "easy": Rating.Easy,
}
A_DAY = 20  # cards; more at once after a holiday makes people stop altogether
# One short step: what was wrong comes again in the same sitting, what was right in some days.
STEP = timedelta(minutes=10)
AHEAD = timedelta(minutes=20)  # a card of that step may come this much early, rather than never
SCHEDULER = Scheduler(enable_fuzzing=False, learning_steps=(STEP,), relearning_steps=(STEP,))


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A question to be asked again."""

    question: str
    version: str
    topic: str
    due: datetime
    outdated: bool = False  # the note's value changed since: worth a look whatever its due date


@dataclass(frozen=True, slots=True)
class DueReviews:
    """Today's reviews, and what a backlog leaves for the days after."""

    cards: tuple[ReviewCard, ...] = ()
    more: int = 0
    days: int = 0  # how many further days that takes


class Reviews:
    """Review sessions of one person at a time."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def due(
        self,
        who: Person,
        at: datetime,
        versions: Mapping[str, str] | None = None,
        limit: int = A_DAY,
        zone: str = "UTC",
    ) -> DueReviews:
        """What *who* should review now, at most *limit* cards a day.

        `versions` are the questions that the notes yield now: a card of any other is left alone,
        and one whose value changed is due. `zone` says when the person's day begins. What a channel
        is being asked today waits: a review would give it away.
        """
        person = self._store.people.id_of(who)
        start, end = _day_around(at, zone)
        rows = {row.question: row for row in self._store.cards.due_before(person, end)}
        cards = [card for row in rows.values() if (card := _due_card(row, at, end))]
        if versions is not None:
            known = [card for card in cards if versions.get(card.question) == card.version]
            cards = known + self._outdated(person, versions)
        done = self._store.cards.reviewed_since(person, start)
        asked = self._store.rounds.secret_to(team_of(who), person)
        cards = [card for card in cards if card.question not in asked]
        fresh = [card for card in cards if card.question not in done]
        again = [card for card in cards if card.question in done]
        fresh.sort(key=lambda card: _urgency(card, rows.get(card.question), at))
        room = max(0, limit - len(done))
        more = len(fresh) - len(fresh[:room])
        return DueReviews((*fresh[:room], *again), more, -(-more // max(1, limit)))

    def _outdated(self, person: int, versions: Mapping[str, str]) -> list[ReviewCard]:
        return [
            _card(card, outdated=True)
            for card in self._store.cards.of(person)
            if versions.get(card.question, card.version) != card.version
        ]

    def count(
        self,
        who: Person,
        at: datetime,
        versions: Mapping[str, str] | None = None,
        zone: str = "UTC",
    ) -> int:
        """How many cards are due today, capped ones included."""
        due = self.due(who, at, versions, zone=zone)
        return len(due.cards) + due.more

    def add(self, who: Person, question: Question, at: datetime) -> bool:
        """Put a question among a person's reviews, due at once; False if it is there already."""

        def added(kept: Areas) -> bool:
            person = kept.people.see(who).id
            if kept.cards.get(person, question.id):
                return False
            kept.cards.put(team_of(who), person, _stored(question, _new_card(at)))
            return True

        return self._store.run(added, team_of(who))

    def remove(self, who: Person, question: str) -> bool:
        return self._store.cards.remove(self._store.people.id_of(who), question)

    def rate(self, who: Person, round_id: int, grade: str, at: datetime) -> datetime | None:
        """Let the person say how hard a question was; when it comes again.

        The answer has graded the card already; their word replaces that, as often as they change
        their mind, and always from the card as it was before. None: not theirs, or too late,
        because the card was reviewed again since.
        """
        rating = GRADES.get(grade)
        if rating is None:
            return None
        return self._store.run(lambda kept: _rate(kept, who, round_id, rating, at), team_of(who))

    def outlook(self, who: Person, round: Round, at: datetime) -> Mapping[Grade, timedelta]:
        """How long from now a question comes back after which grade of this round.

        A grade for an answer given a while ago counts from then: what has passed is left out.
        """
        now, cards, person = at, self._store.cards, self._store.people.id_of(who)
        if review := cards.review_in(person, round.id):  # a grade replaces what the answer said
            memory, at = _from_text(review.before) if review.before else None, review.at
        else:
            row = cards.get(person, round.question.id)
            memory = _memory(row) if row else None
        card = _revived(memory, at)
        dues = {word: _reviewed(card, GRADES[word], at).due for word in GRADED}
        return {word: due - now for word, due in dues.items() if due > now}


def _rate(kept: Areas, who: Person, round_id: int, rating: Rating, at: datetime) -> datetime | None:
    round = kept.rounds.get(round_id)
    person = kept.people.id_of(who)
    if round is None or round.team != team_of(who) or not person:
        return None
    if kept.cards.review_in(person, round_id) is None:
        if round.owner != who.user:
            return None
        return feed(kept, round.team, person, round.question, round_id, at, rating)
    review = kept.cards.regrade(person, round_id, int(rating))
    if review is None:
        return None
    before = _from_text(review.before) if review.before else None
    card = _reviewed(_revived(before, review.at), rating, review.at)
    kept.cards.put(round.team, person, _stored(round.question, card))
    return card.due


def feed(
    kept: Areas,
    team: Team,
    person: int,
    question: Question,
    round_id: int,
    at: datetime,
    rating: Rating,
) -> datetime | None:
    """Let an answer move the person's card; when it is due next. Once a person and round."""
    row = kept.cards.get(person, question.id)
    before = _to_text(row) if row else ""
    if not kept.cards.log(team, person, question.id, round_id, at, int(rating), before):
        return row.due if row else None
    card = _reviewed(_revived(_memory(row) if row else None, at), rating, at)
    kept.cards.put(team, person, _stored(question, card))
    return card.due


def grade(correct: bool, hint: bool) -> Rating:
    """What an answer says about memory, until the person says it better."""
    if not correct:
        return Rating.Again
    return Rating.Hard if hint else Rating.Good


def _reviewed(card: FsrsCard, rating: Rating, at: datetime) -> FsrsCard:
    """The card after a review. Clocks differ: no review is before the one before it."""
    when = at.astimezone(UTC)
    if card.last_review is not None:
        when = max(when, card.last_review)
    return SCHEDULER.review_card(card, rating, when)[0]


def _new_card(at: datetime) -> FsrsCard:
    return FsrsCard(card_id=1, due=at.astimezone(UTC))


@dataclass(frozen=True, slots=True)
class CardMemory:
    """What FSRS remembers of a card."""

    state: int
    step: int | None
    stability: float | None
    difficulty: float | None
    due: datetime
    last_review: datetime | None


def _revived(memory: CardMemory | None, at: datetime) -> FsrsCard:
    if memory is None:
        return _new_card(at)
    return FsrsCard(
        card_id=1,
        state=State(memory.state),
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=memory.last_review,
    )


def _memory(card: StoredCard) -> CardMemory:
    return CardMemory(
        card.state, card.step, card.stability, card.difficulty, card.due, card.last_review
    )


def _to_text(card: StoredCard) -> str:
    """A card's memory as it is logged with the review that changed it."""
    memory = asdict(_memory(card))
    last = card.last_review
    return json.dumps(memory | {"due": stamp(card.due), "last_review": stamp(last) if last else ""})


def _from_text(text: str) -> CardMemory:
    raw = json.loads(text)
    times = {"due": moment(raw["due"]), "last_review": moment_if_any(raw["last_review"])}
    return CardMemory(**(raw | times))


def _stored(question: Question, card: FsrsCard) -> StoredCard:
    return StoredCard(
        question=question.id,
        version=question.version,
        topic=question.topic,
        state=int(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due,
        last_review=card.last_review,
    )


def _card(card: StoredCard, outdated: bool = False) -> ReviewCard:
    return ReviewCard(card.question, card.version, card.topic, card.due, outdated)


def _due_card(card: StoredCard, at: datetime, end: datetime) -> ReviewCard | None:
    """A card of days is due on its day, at whatever hour; one of minutes nearly when it says."""
    limit = end if card.state == int(State.Review) else at + AHEAD
    return _card(card) if card.due <= limit else None


def _urgency(card: ReviewCard, stored: StoredCard | None, at: datetime) -> tuple[int, float, str]:
    """Changed facts first, then what is most likely still known: a backlog saves what it can."""
    if card.outdated or stored is None or stored.last_review is None:
        return (0, 0.0, card.question)
    revived = _revived(_memory(stored), at)
    recalled = SCHEDULER.get_card_retrievability(revived, at.astimezone(UTC))
    return (1, -recalled, card.question)


def _day_around(at: datetime, zone: str) -> tuple[datetime, datetime]:
    local = at.astimezone(ZoneInfo(zone))
    start = datetime.combine(local.date(), time(), tzinfo=local.tzinfo)
    end = datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=local.tzinfo)
    return start.astimezone(UTC), (end - timedelta(microseconds=1)).astimezone(UTC)
