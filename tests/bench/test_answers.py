"""What is asked often, of both engines: every statement finds its rows by a key.

A small database, in which the server may read a whole table only where no index can be used.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import cast

import pytest

from bench.answers import NotedDatabase
from bench.peopled import fill, posted, somebody, team
from bot.quiz import scoreboards
from bot.quiz.outcomes import Answered
from bot.quiz.rounds import QuizRounds
from bot.store import Store, open_database
from bot.store.database import Database

ANSWERS = 2000
WORKSPACES = 10


@pytest.fixture
def noted(database_url: str) -> Iterator[NotedDatabase]:
    if database_url.startswith("postgresql"):
        database_url += "&options=-c%20enable_seqscan%3Doff"
    with closing(open_database(database_url)) as database:
        fill(database, ANSWERS, WORKSPACES)
        database.run(lambda queries: queries.change("ANALYZE"))
        yield NotedDatabase(database)


def test_no_statement_of_what_is_asked_often_reads_a_whole_table(
    noted: NotedDatabase,
) -> None:
    store, where = Store(cast(Database, noted)), team(3)
    last = store.rounds.latest(where, "C1")
    assert last is not None
    at = datetime.combine(last.day, clock(12), tzinfo=UTC)
    rounds, today = QuizRounds(store), posted(store, 3, last.day + timedelta(days=1))
    for channel in ("C1", None):
        for period in scoreboards.GOALS:
            board = scoreboards.board(store, where, last.day, channel=channel, period=period, at=at)
            assert board.goal is not None or board.rows
    scoreboards.me(store, somebody(3, 7), last.day, at)
    for choice in (0, 1):
        person = somebody(3, choice)
        outcome = rounds.answer(person, today.id, choice, today.opens + timedelta(minutes=5))
        assert isinstance(outcome, Answered)
    assert store.people.reminders() == ()
    assert store.rounds.channels_of(where, today.question.id) == {"C1"}
    assert not store.previews.channels_of(where, today.question.id, last.day)
    assert not store.deliveries.is_made(where, "held by nobody")
    assert len(noted.statements) > 20
    assert noted.whole_tables() == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT COUNT(*) AS n FROM answers WHERE picked = 'x'",
        "SELECT COUNT(*) AS n FROM answers a WHERE a.points > 0",
        "SELECT r.id FROM rounds r JOIN people p ON p.name = r.message",
    ],
)
def test_what_reads_a_whole_table_is_noticed(noted: NotedDatabase, sql: str) -> None:
    noted.rows(sql)
    assert noted.whole_tables()
