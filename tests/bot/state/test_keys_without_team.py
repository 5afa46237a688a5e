"""What stands between the tables and partitions or a cluster by team: docs/scaling.md names it."""

from pathlib import Path

from bot.store import open_database

PAPER = Path(__file__).parents[3] / "docs" / "scaling.md"
NAMED_BY_TABLE = {"kept_values", "wordings", "leases", "installations"}
OF_THE_STORE = {"schema_version", "schema_oldest"}


def test_the_page_names_every_unique_key_without_a_team(tmp_path: Path) -> None:
    database = open_database(tmp_path / "companion.db")
    page = PAPER.read_text("utf-8")
    found, counted = set(), set()
    for table in database.reshape(lambda queries: queries.tables()) - OF_THE_STORE:
        columns = database.rows(f"SELECT name, pk FROM pragma_table_info('{table}')")
        keys = {tuple(c["name"] for c in sorted(columns, key=lambda c: c["pk"]) if c["pk"])}
        for index in database.rows(
            f"SELECT name, \"unique\" AS one FROM pragma_index_list('{table}')"
        ):
            if index["one"]:
                rows = database.rows(f"SELECT name FROM pragma_index_info('{index['name']}')")
                keys.add(tuple(row["name"] for row in rows))
        for key in keys - {()}:
            if key == ("id",):
                counted.add(table)
            elif "team" not in key:
                found.add((table, key))
    database.close()
    assert {"people", "rounds", "answers", "reviews"} <= counted
    assert {table for table, _ in found} >= NAMED_BY_TABLE
    for table, key in found:
        named = (
            f"{table}`" if table in ("leases", "installations") else f"{table} ({', '.join(key)})`"
        )
        assert f"`{named}" in page, f"{table} {key}"
