"""What must come out right when it happens at the same moment, in different processes.

Each thread has a store of its own over the same database, as replicas have.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from functools import partial

import pytest
from fsrs import Rating

from bot.messages import Place
from bot.quiz.judging import PRACTICE, PRACTICE_A_DAY
from bot.quiz.outcomes import Answered
from bot.store import Areas, Store, StoreAway
from bot.store.database import Queries
from bot.store.records import Round, Team
from tests.bot.state.conftest import Opener
from tests.bot.state.world import (
    CHANNEL,
    MONDAY,
    RIGHT,
    TEAM,
    WRONG,
    World,
    noon,
    question,
    somebody,
)
from tests.conftest import NewDatabase
from tests.waiting import CEILING, wait_until

REPLICAS = 4
NOON = noon(MONDAY)
TIMES = 12


@pytest.fixture
def replicas(open_store: Opener) -> Iterator[Sequence[World]]:
    stores = [open_store() for _ in range(REPLICAS)]
    yield [World(store) for store in stores]
    for store in stores:
        store.close()


def at_once(*works: Callable[[], object]) -> list[object]:
    """Do all of it at the same moment; an exception in one of them fails the test."""
    gate = threading.Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        gate.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))


def test_an_answer_and_the_close_an_answer_is_final_or_late(replicas: Sequence[World]) -> None:
    """Whoever changed their mind in time has fed their reviews with what they meant last."""
    one, two, three, four = replicas
    for day in range(TIMES):
        round = one.post(MONDAY + timedelta(days=day), question(f"q{day}"), reveal="later")
        one.answer(round, "ann", WRONG)
        at = round.opens + timedelta(hours=1)
        at_once(
            partial(two.click, round, "ann", RIGHT, at),
            partial(three.rounds.close, round.id, at),
            partial(four.click, round, "ben", RIGHT, at),
        )
        closed = one.rounds.get(TEAM, round.id)
        assert closed is not None and closed.closed
        for user in ("ann", "ben"):
            _check_final(one.store, closed, user)


def _check_final(store: Store, round: Round, user: str) -> None:
    person = store.people.find(TEAM, user)
    assert person is not None
    given = store.answers.given(round.id, person.id)
    assert given is not None
    reviews = store._database.rows("SELECT * FROM reviews WHERE round = :id", id=round.id)
    ratings = [row["rating"] for row in reviews if row["person"] == person.id]
    assert ratings == [Rating.Good if given.correct else Rating.Again]


def test_an_answer_and_forget_leave_all_or_nothing(replicas: Sequence[World]) -> None:
    one, two, three, _ = replicas
    for day in range(TIMES):
        round = one.post(MONDAY + timedelta(days=day), question(f"q{day}"))
        one.answer(round, "zoe")
        later = one.post(MONDAY + timedelta(days=day), question(f"r{day}"), channel="C2")
        at_once(
            partial(two.click, later, "ann"),
            partial(three.store.personal.forget, somebody("ann"), round.closes),
            partial(one.click, round, "ann"),
        )
        one.store.personal.forget(somebody("ann"), round.closes)
        assert one.store.people.find(TEAM, "ann") is None
        assert one.rounds.answered(round.id) == 1
        assert one.rounds.answered(later.id) == 0


def test_ten_practice_questions_a_day_earn_points_however_fast(replicas: Sequence[World]) -> None:
    one = replicas[0]
    where = Place("slack", "T1", CHANNEL)
    at = one.post().opens
    asked = [question(f"p{n}") for n in range(3 * PRACTICE_A_DAY)]
    rounds = one.rounds.practice(somebody(), where, asked, at)
    for round in rounds:
        one.store.rounds.start(round.id, at)
    later = at + timedelta(seconds=10)

    def answers(world: World, mine: Sequence[Round]) -> Callable[[], object]:
        return lambda: [world.click(round, "ann", RIGHT, later) for round in mine]

    at_once(*(answers(world, rounds[n::REPLICAS]) for n, world in enumerate(replicas)))
    me = one.store.answers.own_totals(one.store.people.id_of(somebody()), None, MONDAY, MONDAY)
    assert me.points == PRACTICE * PRACTICE_A_DAY


def test_a_first_attempt_is_one_of_many_at_the_same_moment(replicas: Sequence[World]) -> None:
    one = replicas[0]
    for turn in range(TIMES):
        asked = question(f"same{turn}")
        day = MONDAY + timedelta(days=turn)
        rounds = [one.post(day, asked, channel=f"C{n}") for n in range(REPLICAS)]

        clicks = zip(replicas, rounds, strict=True)
        at_once(*(partial(world.answer, round, "ann") for world, round in clicks))
        person = one.store.people.id_of(somebody())
        given = [one.store.answers.given(round.id, person) for round in rounds]
        assert sum(answer.first for answer in given if answer) == 1


def test_the_same_click_on_every_replica_is_one_answer(replicas: Sequence[World]) -> None:
    one = replicas[0]
    round = one.post()

    def clicks(world: World) -> Callable[[], object]:
        return lambda: [world.answer(round, f"u{n}").already for n in range(40)]

    told = at_once(*map(clicks, replicas))
    assert sum(row.count(False) for row in told if isinstance(row, list)) == 40
    assert one.rounds.answered(round.id) == 40


def test_a_question_is_held_once_and_every_answer_to_it_is_void(
    replicas: Sequence[World],
) -> None:
    """Ten who are misled in the same moment: none of their answers may count afterwards."""
    one = replicas[0]
    round = one.post()

    def clicks(world: World, first: int) -> Callable[[], object]:
        return lambda: [world.click(round, f"u{first + n}", WRONG) for n in range(10)]

    at_once(*(clicks(world, 100 * n) for n, world in enumerate(replicas)))
    now = one.rounds.get(TEAM, round.id)
    assert now is not None and now.void == "distractor"
    answers = one.store.answers.to_round(round.id)
    assert len(answers) >= 10
    assert all(answer.void for answer in answers)
    held = [e for e in one.store.audit.latest(TEAM, 1000) if e.what == "question held"]
    assert len(held) == 1


def test_a_day_is_claimed_once_whoever_is_quickest(replicas: Sequence[World]) -> None:
    for day in range(TIMES):
        date = MONDAY + timedelta(days=day)
        asked = [question(f"q{day}{n}") for n in range(REPLICAS)]
        claims = zip(replicas, asked, strict=True)
        rounds = at_once(*(partial(world.post, date, one) for world, one in claims))
        assert len({round.id for round in rounds if isinstance(round, Round)}) == 1


def test_a_transaction_that_clashes_with_another_is_done_again(
    replicas: Sequence[World], database_url: str
) -> None:
    """Two workspaces' transactions that lock the same two rows in opposite order: a deadlock."""
    one, two, *_ = replicas
    several_write = database_url.startswith("postgresql")
    one.store.values.put("a", "", NOON)
    one.store.values.put("b", "", NOON)
    both_hold_one = threading.Barrier(2)
    attempts = []

    def crossing(world: World, team: str, first: str, second: str) -> Callable[[], object]:
        tried: list[int] = []

        def work(kept: Areas) -> None:
            tried.append(1)
            attempts.append(team)
            kept.values.put(first, team, NOON)
            if len(tried) == 1 and not both_hold_one.broken:
                with suppress(threading.BrokenBarrierError):
                    both_hold_one.wait(CEILING if several_write else 0.5)
            kept.values.put(second, team, NOON)

        return lambda: world.store.run(work, Team(team))

    at_once(crossing(one, "x", "a", "b"), crossing(two, "y", "b", "a"))
    assert one.store.values.get("a") == one.store.values.get("b")
    assert set(attempts) == {"x", "y"}
    assert len(attempts) == (3 if several_write else 2)
    if several_write:  # the server says of itself that it was one, 40P01
        deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        wait_until(lambda: one.store._database.row(deadlocks) == {"deadlocks": 1})


def test_transactions_that_the_server_cannot_put_in_an_order_are_done_again(
    replicas: Sequence[World], database_url: str
) -> None:
    """Each reads what the other writes, under SERIALIZABLE: the server ends one with 40001."""
    if not database_url.startswith("postgresql"):
        pytest.skip("a file has one writer at a time, and nothing to put in an order")
    from psycopg import errors

    one, two, *_ = replicas
    for name in ("a", "b"):
        one.store.values.put(name, "1", NOON)
    both_have_read = threading.Barrier(2)
    told: list[str] = []
    attempts: list[str] = []

    def moves(world: World, read: str, written: str) -> Callable[[], object]:
        def work(queries: Queries) -> None:
            attempts.append(written)
            queries.change("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
            try:
                row = queries.row("SELECT value FROM kept_values WHERE name = :name", name=read)
                if len(attempts) <= 2:
                    both_have_read.wait(CEILING)
                queries.change(
                    "UPDATE kept_values SET value = :value WHERE name = :name",
                    value=f"{row and row['value']}{written}",
                    name=written,
                )
                queries.change("SET CONSTRAINTS ALL IMMEDIATE")
            except errors.SerializationFailure as error:
                told.append(str(error.sqlstate))
                raise

        return lambda: world.store._database.run(work)

    at_once(moves(one, "a", "b"), moves(two, "b", "a"))
    assert len(attempts) == 3
    assert told in ([], ["40001"])  # a commit may be what is refused: outside of the work
    kept = {name: one.store.values.get(name) for name in ("a", "b")}
    assert kept in ({"a": "1ba", "b": "1b"}, {"a": "1a", "b": "1ab"})  # one saw the other's


CLASHING = """
CREATE SEQUENCE tries;
CREATE FUNCTION clashes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('tries') < {well} THEN
        RAISE EXCEPTION 'not now' USING ERRCODE = '{code}';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clashing BEFORE INSERT ON kept_values FOR EACH ROW EXECUTE FUNCTION clashes()
"""


@pytest.mark.parametrize("code", ["40001", "40P01"])
@pytest.mark.parametrize("together", [True, False])
def test_what_the_server_asks_to_repeat_is_repeated(
    new_database: NewDatabase, code: str, together: bool
) -> None:
    """Its own errors, raised by a trigger: three times, in a transaction and for one statement."""
    with closing(Store.open(new_database())) as store:
        script = CLASHING.format(well=4, code=code)
        store._database.reshape(lambda queries: queries.script(script))
        if together:
            store.run(lambda kept: kept.values.put("a", "1", NOON), TEAM)
        else:
            store.values.put("a", "1", NOON)
        assert store.values.get("a") == "1"
        assert store._database.row("SELECT last_value FROM tries") == {"last_value": 4}


@pytest.mark.parametrize("code", ["40001", "40P01"])
def test_what_cannot_be_repeated_for_ever_is_told(new_database: NewDatabase, code: str) -> None:
    from bot.store.postgres import ATTEMPTS

    with closing(Store.open(new_database())) as store:
        script = CLASHING.format(well=1_000_000, code=code)
        store._database.reshape(lambda queries: queries.script(script))
        with pytest.raises(StoreAway, match="the same thing"):
            store.run(lambda kept: kept.values.put("a", "1", NOON), TEAM)
        assert store.values.get("a") is None
        assert store._database.row("SELECT last_value FROM tries") == {"last_value": ATTEMPTS}


def test_a_connection_that_is_cut_between_two_statements_costs_nothing(
    store: Store, database_url: str
) -> None:
    """The server ends the connection in the middle of a transaction; it is done again."""
    if not database_url.startswith("postgresql"):
        pytest.skip("there is no connection to cut")
    world, cuts = World(store), list[int]()
    round = world.post()

    def answered(kept: Areas) -> object:
        outcome = world.rounds.answer_in(
            kept, somebody(), round.id, RIGHT, round.opens + timedelta(minutes=1)
        )
        if not cuts:
            cuts.append(1)
            store._database.rows(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND state = 'idle in transaction'"
            )
        return outcome

    outcome = store.run(answered, TEAM)
    assert isinstance(outcome, Answered) and not outcome.already
    assert world.rounds.answered(round.id) == 1
