"""Whatever happens to notes, the index is what it would be had they been read just now."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.index.builder import build
from knowledge.index.refresh import refresh
from knowledge.index.tables import APART, places_for
from knowledge.library import Library
from tests.knowledge.indexes import assert_same_index

PIECES = [
    "# Amazon SQS\n\nAliases: SQS, queue\n\n- **Retention**: 4 days\n- Size: at most 256 KB\n",
    "# Amazon S3\n\n| Class | Minimum |\n|---|---|\n| IA | 30 days |\n| Glacier | 90 days |\n",
    "## Amazon SQS\n\n- **Retention**: 14 days\n- Queues are encrypted by default\n",
    "## Retention\n\n- Default retention: 4 days\n- Maximum retention: 14 days\n  - of a message\n",
    "- x\n- An ASG (Auto Scaling Group) adds machines\n- As an AS, in no time\n",
    "## Auto Scaling\n\n- ASG: adds machines\n- Messages wait in queues; retension is long\n",
    "Q: How long are messages kept?\nA: 4 days\n\n",
    "### How long does a queue keep messages?\n- [ ] 30 days\n- [x] 4 days\n"
    "> Source: c/sqs.md › Amazon SQS\n> Source: s3.md\n",
    "### What runs for 15 minutes?\n- [x] Lambda\n- [ ] ASG\n> Source: b.md › Lambda\n",
    "## Which is none?\n\n- [ ] One\n- [ ] Two\n\nQ: And what is missing?\nA:\n",
    "## Which class is cheapest?\n\n- [ ] IA\n- [x] Glacier\n\n",
    "[[s3|object store]] keeps files. Lambda runs for 15 minutes, Lambda has 128 MB.\n",
    "## Lambda\n\nA function runs for 900 seconds at most.\n\n```\naws lambda invoke\n```\n",
    "## Layers\n\n- A function has up to 5 layers\n\n## TODO\n\n- later\n\n![](x.png)\n",
    "## Überblick\n\n- Grüße aus Köln: 3 km\n- 函数超时 15 分钟\n",
]
NAMES = ["a.md", "b.md", "c/sqs.md", "c/s3.md", "z.md"]
TEXT = st.lists(st.sampled_from(PIECES), max_size=4).map("\n".join)
CHANGES = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), TEXT),
    st.tuples(st.just("append"), st.sampled_from(NAMES), st.sampled_from(PIECES)),
    st.tuples(st.just("remove"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
)
QUERIES = [
    "retention", "sqs limits", "ASG", "auto scaling group", "retenton", "glacier minimum",
    "how long are messages kept", "lambda 15 minutes", "object store", "函数", "grusse",
    "sqs vs s3", "as", "machines", "queue",
]  # fmt: skip


def change(folder: Path, kind: str, name: str, what: str) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if kind == "write":
        file.write_text(what)
    elif kind == "append":
        file.write_text((file.read_text() if file.exists() else "") + what)
    elif kind == "remove":
        file.unlink(missing_ok=True)
    elif file.exists():
        (folder / what).parent.mkdir(parents=True, exist_ok=True)
        file.rename(folder / what)


@given(st.lists(st.lists(CHANGES, min_size=1, max_size=3), min_size=2, max_size=5))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_changes_lead_to_the_index_of_a_fresh_start(
    tmp_path_factory: pytest.TempPathFactory,
    logged: Callable[[], list[str]],
    rounds: list[list[tuple[str, str, str]]],
) -> None:
    home = tmp_path_factory.mktemp("edits")
    folder = home / "notes"
    folder.mkdir()
    (folder / "first.md").write_text(PIECES[0])
    library = Library.open([folder], home / "changed")
    for changes in rounds:
        for one in changes:
            change(folder, *one)
        library.refresh()
    assert not logged()  # it was never made anew in place of being changed
    fresh = Library.open([folder], home / "fresh")
    assert_same_index(library.index, fresh.index)
    assert library.facts() == fresh.facts()
    assert library.topics() == fresh.topics()
    for query in QUERIES:
        assert library.ask(query) == fresh.ask(query)  # the scores as well
        assert library.complete(query[:4]) == fresh.complete(query[:4])
    assert library.questions() == fresh.questions()
    assert library.written() == fresh.written()
    assert library.conflicts() == fresh.conflicts()


def assert_the_same_after(folder: Path, edit: tuple[str, str]) -> tuple[Library, Library]:
    """The notes before an edit and after it; the index is one that was changed."""
    before = Library.open([folder], folder.parent / "before")
    library = Library.open([folder], folder.parent / "changed")
    name, text = edit
    (folder / name).write_text(text)
    assert library.refresh().read == (name,)
    fresh = Library.open([folder], folder.parent / "fresh")
    assert_same_index(library.index, fresh.index)
    return before, library


def test_a_question_follows_the_lines_that_it_cites(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## Retention\n\n- Messages stay for 4 days\n")
    (tmp_path / "quiz.md").write_text(
        "### How long do messages stay?\n- [x] 4 days\n- [ ] 9 days\n> Source: a.md › Retention\n"
    )
    text = "## Retention\n\n- It can be changed\n- Messages stay for 4 days\n"
    before, after = assert_the_same_after(tmp_path, ("a.md", text))
    assert [one.authored()[0].sources[0].line for one in (before, after)] == [3, 4]


def test_facts_and_questions_follow_a_name_that_another_note_gives(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## Functions\n\n- They run for 15 minutes\n")
    (tmp_path / "quiz.md").write_text(
        "## Functions\n\n### What runs?\n- [x] A function\n- [ ] A queue\n\nQ: Why?\nA: Because\n"
    )
    (tmp_path / "z.md").write_text("- nothing yet\n")
    text = "# AWS Lambda\n\nAliases: Functions\n\n- runs code\n"
    before, after = assert_the_same_after(tmp_path, ("z.md", text))
    assert {fact.topic for fact in before.facts()} == {"Functions", "z"}
    assert {fact.topic for fact in after.facts()} == {"Lambda"}
    assert {question.topic for question in after.authored()} == {"Lambda"}
    assert after.ask("lambda minutes").answers[0].topic == "Lambda"


@given(st.lists(st.integers(0, 40), max_size=30, unique=True), st.data())
def test_places_are_kept_where_others_fit_between(known: list[int], data: st.DataObject) -> None:
    in_order = sorted(place for place in known if place)
    places = list(in_order)
    for _ in range(data.draw(st.integers(0, 10))):
        places.insert(data.draw(st.integers(0, len(places))), 0)
    given_now = places_for(places)
    assert given_now == sorted(set(given_now))
    assert len(given_now) == len(places)
    kept = [now for before, now in zip(places, given_now, strict=True) if before]
    assert kept == in_order or given_now == [APART * n for n in range(1, len(places) + 1)]


def test_notes_that_change_their_order_get_new_places() -> None:
    assert places_for([20, 10]) == [APART, 2 * APART]


def test_notes_move_up_where_there_is_no_room_for_one_more(tmp_path: Path) -> None:
    folder, index = tmp_path / "notes", tmp_path / "i.db"
    folder.mkdir()
    for name in ("a.md", "z.md"):
        (folder / name).write_text(f"# {name}\n\n- the first line of {name}\n")
    refresh([folder], index)
    moved = 0
    for number in range(24):
        before = place_of("z.md", index)
        (folder / f"m{number:02}.md").write_text(
            f"## Part {number}\n\n- line {number}\n\n## TODO\n"
        )
        assert refresh([folder], index).read == (f"m{number:02}.md",)
        moved += place_of("z.md", index) != before
    assert moved == 1
    build([folder], tmp_path / "fresh.db")
    assert_same_index(index, tmp_path / "fresh.db")


def test_half_characters_are_the_same_from_the_first_reading_to_the_last(tmp_path: Path) -> None:
    folder, index = tmp_path / "notes", tmp_path / "i.db"
    folder.mkdir()
    missing = tmp_path / "gone\udcff"
    for what in ("\\ud800ab cd", "\\udcff cd ef", ""):
        cell = f'{{"cell_type": "markdown", "source": "# T {what}\\n\\n- {what} is it\\n"}}'
        (folder / "a.ipynb").write_text(f'{{"cells": [{cell}]}}')
        (folder / "b.md").write_bytes(b"- two \xed\xa0\x80 of them\n")
        report = refresh([folder, missing], index)
        assert any("gone" in problem for problem in report.problems)
        build([folder, missing], tmp_path / "fresh.db")
        assert_same_index(index, tmp_path / "fresh.db")


def place_of(file: str, index: Path) -> int:
    with closing(sqlite3.connect(index)) as db:
        return int(db.execute("SELECT place FROM documents WHERE file = ?", (file,)).fetchone()[0])


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE search_blobs",
        "DELETE FROM search_blobs WHERE name = 'own'",
        "DROP TABLE facts_fts",
        "UPDATE meta SET value = 'nonsense' WHERE key = 'usage'",
        "DELETE FROM meta WHERE key = 'usage'",
    ],
)
def test_an_index_that_cannot_be_changed_is_built_anew(tmp_path: Path, damage: str) -> None:
    folder, index = tmp_path / "notes", tmp_path / "i.db"
    folder.mkdir()
    for name, piece in zip(NAMES[:2], PIECES, strict=False):
        (folder / name).write_text(piece)
    refresh([folder], index)
    with closing(sqlite3.connect(index)) as db, db:
        db.execute(damage)
    (folder / "b.md").write_text(PIECES[3])
    assert refresh([folder], index).read == ("a.md", "b.md")
    build([folder], tmp_path / "fresh.db")
    assert_same_index(index, tmp_path / "fresh.db")


def test_only_what_changed_is_written_again(tmp_path: Path) -> None:
    folder, index = tmp_path / "notes", tmp_path / "i.db"
    folder.mkdir()
    for name in ("a.md", "b.md", "z.md"):
        (folder / name).write_text(f"## Part of {name}\n\n- a line of {name}\n- another line\n")
    refresh([folder], index)
    before = rows_of("a.md", index), rows_of("z.md", index)
    (folder / "b.md").write_text("## Part of b.md\n\n- one line\n- and more\n- and more of them\n")
    refresh([folder], index)
    assert (rows_of("a.md", index), rows_of("z.md", index)) == before
    assert len(rows_of("b.md", index)) == 3


def rows_of(file: str, index: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(index)) as db:
        return db.execute("SELECT * FROM facts WHERE file = ? ORDER BY n", (file,)).fetchall()
