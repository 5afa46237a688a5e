"""Any sequence of answers, clocks and redeliveries: points never count twice, boards equal a
recount from scratch, streaks match the slow reference.

The model beside the store knows the rules in the plainest form: dictionaries and loops.
"""

import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.quiz import scoreboards
from bot.quiz.outcomes import Answered
from bot.store import Store
from bot.store.records import Round
from tests.bot.state.test_streaks import reference
from tests.bot.state.world import CHANNEL, MONDAY, RIGHT, TEAM, World, noon, question, somebody
from tests.databases import new_file

USERS = ("ann", "bea", "cem")
GRACE = timedelta(minutes=2)
users = st.sampled_from(USERS)
DAYS = 4
days = st.integers(0, DAYS - 1)
choices = st.sampled_from((RIGHT, RIGHT, RIGHT, 0, 2, 3, -1, 4))
hours = st.one_of(st.floats(-1, 30), st.just(23.0), st.floats(22.9, 23.1))  # open for 23

actions = st.one_of(
    st.tuples(st.just("click"), days, users, choices, hours),
    st.tuples(st.just("click"), days, users, choices, hours),
    st.tuples(st.just("click"), days, users, choices, hours),
    st.tuples(st.just("hint"), days, users, st.just(0), st.just(0.0)),
    st.tuples(st.just("hint"), days, users, st.just(0), st.just(0.0)),
    st.tuples(st.just("close"), days, st.just("ann"), st.just(0), st.just(24.0)),
    st.tuples(st.just("void"), days, st.just("ann"), st.just(0), hours),
    st.tuples(st.just("hold"), days, st.just("ann"), st.just(0), hours),
    st.tuples(st.just("release"), days, st.just("ann"), st.just(0), hours),
    st.tuples(st.just("practise"), st.integers(0, 2), users, choices, st.floats(0, 2000)),
)


@dataclass
class Model:
    """What should come of it, by the letter of the rules."""

    given: dict[tuple[int, str], tuple[int, datetime, bool]] = field(default_factory=dict)
    hinted: set[tuple[int, str]] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    void: dict[int, datetime] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)
    earned: list[tuple[str, int, datetime]] = field(default_factory=list)

    def click(self, day: int, user: str, choice: int, at: datetime, round: Round) -> None:
        before = self.given.get((day, user))
        new = (choice, at, (day, user) in self.hinted)
        if not 0 <= choice < 4:
            return
        if before is None:
            self.given[day, user] = new
        elif round.reveal == "later" and day not in self.closed:
            in_time = at <= round.closes + GRACE and before[1] <= round.closes + GRACE
            if in_time and at > before[1]:
                self.given[day, user] = new

    def hint(self, day: int, user: str, round: Round) -> None:
        if (day, user) not in self.given or (round.reveal == "later" and day not in self.closed):
            self.hinted.add((day, user))

    def practise(self, number: int, user: str, choice: int, at: datetime) -> None:
        if choice != RIGHT:
            return
        mine = [(n, when) for who, n, when in self.earned if who == user]
        if any(n == number and when > at - timedelta(days=30) for n, when in mine):
            return
        if sum(when.date() == at.date() for _, when in mine) < 10:
            self.earned.append((user, number, at))

    def points(self, user: str, rounds: list[Round]) -> int:
        total = 2 * sum(who == user for who, _, _ in self.earned)
        for (day, who), (choice, at, hint) in self.given.items():
            late = at > rounds[day].closes + GRACE
            sealed = rounds[day].reveal == "later" and day not in self.closed and not late
            counts = day not in self.void and not late and not sealed
            if who == user and choice == RIGHT and counts:
                total += 7 if hint else 10
        return total

    def letters(self, user: str, rounds: list[Round], now: datetime) -> str:
        def letter(day: int, round: Round) -> str:
            answer = self.given.get((day, user))
            answered = answer is not None and answer[1] <= round.closes + GRACE
            if day in self.void:
                return "V" if answered and answer and answer[1] <= self.void[day] else "v"
            if answered:
                return "a"
            return "o" if day not in self.closed and now <= round.closes + GRACE else "m"

        return "".join(letter(day, round) for day, round in enumerate(rounds))


@settings(max_examples=60)
@given(st.lists(actions, min_size=12, max_size=60), st.data())
def test_boards_and_streaks_are_what_a_recount_says(
    story: list[tuple[str, int, str, int, float]], data: st.DataObject
) -> None:
    redelivered = data.draw(st.lists(st.sampled_from(story), max_size=12))
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(new_file(Path(folder) / "companion.db"))
        try:
            _live(World(store), [*story, *redelivered])
        finally:
            store.close()


def _live(world: World, story: list[tuple[str, int, str, int, float]]) -> None:
    rounds = [
        world.post(MONDAY + timedelta(days=day), reveal="later" if day % 2 else "now")
        for day in range(DAYS)
    ]
    model = Model()
    for action, day, user, choice, hour in story:
        _step(world, model, rounds, action, day, user, choice, hour)
    now = rounds[-1].opens + timedelta(hours=1)
    board = scoreboards.board(
        world.store, TEAM, now.date(), channel=CHANNEL, period="all", caller="ann", top=99
    )
    expected = {user: model.points(user, rounds) for user in USERS}
    for row in board.rows:
        assert row.points == expected[row.user]
    if board.goal:
        assert board.goal.points == sum(expected.values())
    elif board.rows:
        assert sum(row.points for row in board.rows) == sum(expected.values())
    else:
        assert sum(expected.values()) == 0
    for user in USERS:
        mine = scoreboards.me(world.store, somebody(user), now.date(), now)
        assert mine.total_points == expected[user]
        streak = scoreboards.streak_of(world.store, TEAM, user, now, CHANNEL)
        assert streak.days == reference(model.letters(user, rounds, now))


def _step(
    world: World,
    model: Model,
    rounds: list[Round],
    action: str,
    day: int,
    user: str,
    choice: int,
    hour: float,
) -> None:
    round = rounds[day]
    at = round.opens + timedelta(hours=hour)
    match action:
        case "click":
            world.click(round, user, choice, at)
            model.click(day, user, choice, at, round)
        case "hint":
            world.rounds.hint(somebody(user), round.id, at)
            model.hint(day, user, round)
        case "close":
            if world.rounds.close(round.id, round.opens + timedelta(hours=hour)):
                model.closed.add(day)
        case "void":
            if world.rounds.void(somebody("admin"), round.id, "by hand", at):
                model.void[day] = at
        case "hold":
            if world.moderation.hold(somebody("editor"), round.question, at):
                model.held.add(day)
                model.void.setdefault(day, at)
        case "release":
            by_hand = world.rounds.get(TEAM, round.id)
            if world.moderation.release(somebody("editor"), round.question, at):
                model.held.discard(day)
                if by_hand and by_hand.void != "by hand":
                    model.void.pop(day, None)
        case "practise":
            at = noon(MONDAY) + timedelta(hours=hour)
            outcome = world.practise([question(f"practice {day}")], at, user, choice % 4, pause=5)[
                0
            ]
            assert isinstance(outcome, Answered)
            model.practise(day, user, choice % 4, at + timedelta(seconds=5))
