"""What the two databases would do differently, had nobody said what is meant."""

from datetime import timedelta
from typing import Any

from bot.store import Store
from bot.store.database import Database
from tests import postgres
from tests.bot.state.world import MONDAY, TEAM, World, noon, question, somebody

NUMBERS = {"bigint", "double precision"}


def columns(database: Database) -> list[dict[str, Any]]:
    return database.rows(
        "SELECT table_name, column_name, data_type, is_identity, collation_name "
        "FROM information_schema.columns WHERE table_schema = current_schema()"
    )


def test_on_postgresql_keys_are_identities_numbers_bigint_and_text_is_compared_by_bytes(
    postgres_server: postgres.Server,
) -> None:
    store = Store.open(postgres_server.make())
    found = columns(store._database)
    store.close()
    assert len({column["table_name"] for column in found}) > 20
    for column in found:
        kind = column["data_type"]
        if column["column_name"] == "id" and column["table_name"] not in ("visible", "unsealed"):
            assert (kind, column["is_identity"]) == ("bigint", "YES"), column
        elif kind == "text":
            assert column["collation_name"] == "C", column
        else:
            assert kind in NUMBERS | {"timestamp with time zone"}, column


def test_sums_and_averages_are_plain_numbers(world: World) -> None:
    for user in ("ann", "ben", "cem"):
        world.answer(world.post(asked=question("one")), user)
    row = world.store._database.row(
        "SELECT SUM(points) AS whole, AVG(1.0 * correct) AS part, COUNT(*) AS count, "
        "MAX(points) AS most FROM answers"
    )
    assert row == {"whole": 30, "part": 1.0, "count": 3, "most": 10}
    assert {name: type(value) for name, value in row.items()} == {
        "whole": int, "part": float, "count": int, "most": int,
    }  # fmt: skip


def test_two_answers_to_one_question_that_are_forgotten_are_counted_together(world: World) -> None:
    """Both end in one row of the tally, which a statement may not touch twice."""
    asked = question("same")
    for number in range(2):
        world.answer(world.post(MONDAY + timedelta(days=number), asked), "ann")
    world.store._database.change("UPDATE answers SET first = 1")
    world.store.personal.forget(somebody(), noon(MONDAY + timedelta(days=3)))
    assert world.store._database.rows("SELECT people FROM tallies WHERE team = :t", t=TEAM) == [
        {"people": 2}
    ]
