"""The index: incremental, the same from the same notes, replaced as a whole or not at all."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.index.builder import build, build_from
from knowledge.index.current import is_current, look
from knowledge.index.layout import facts_of, open_index, topics_of
from knowledge.index.lock import only_builder
from knowledge.index.refresh import refresh
from knowledge.index.report import skipped_lines
from knowledge.model import Fact, FactKind
from knowledge.reading.document import read_document
from knowledge.reading.notes import read_notes
from tests.knowledge.indexes import assert_same_index
from tests.waiting import wait_until

QUEUE = "# Amazon SQS\n\nAliases: SQS, queue\n\n- **Retention**: 4 days\n\n## TODO\n\n- later\n"
BUCKET = "# Amazon S3\n\n| Class | Minimum |\n|---|---|\n| IA | 30 days |\n\n![](x.png)\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "sqs.md").write_text(QUEUE)
    (folder / "s3.md").write_text(BUCKET)
    return folder


def texts(index: Path) -> list[str]:
    db = open_index(index)
    try:
        return [fact.text for fact in facts_of(db)]
    finally:
        db.close()


def age(folder: Path) -> None:
    """Make the notes old enough for their dates to be trusted."""
    for file in folder.rglob("*.md"):
        os.utime(file, (1_000_000_000, 1_000_000_000))


def test_what_was_read_comes_back_whole(notes: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.db"
    refresh([notes], index)
    read = read_notes([notes])
    db = open_index(index)
    assert tuple(facts_of(db)) == read.facts
    assert len(facts_of(db)) == len(read.facts)
    assert topics_of(db) == read.topics
    assert skipped_lines(db) == [line for line in read.skipped if line.reason != "blank"]
    assert db.execute("SELECT count(*) FROM facts_fts WHERE facts_fts MATCH 'retention'")
    db.close()


def test_the_report_counts_lines_by_reason(notes: Path, tmp_path: Path) -> None:
    report = refresh([notes], tmp_path / "i.db")
    bucket, queue = report.files
    assert (bucket.file, bucket.facts, bucket.fact_lines) == ("s3.md", 1, 1)
    assert bucket.reasons == {
        "blank": 2, "heading": 1, "image": 1, "markup": 1, "table header": 1,
    }  # fmt: skip
    assert queue.reasons["TODO"] == 1
    assert (report.facts, report.lost, report.topics) == (2, 0, 2)


def test_nothing_to_do_is_noticed(notes: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.db"
    assert refresh([notes], index).rebuilt
    before = index.stat()
    again = refresh([notes], index)
    assert not again.rebuilt
    assert again.facts == 2
    assert index.stat().st_ino == before.st_ino


def test_an_edited_note_alone_is_read_again(notes: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.db"
    refresh([notes], index)
    (notes / "sqs.md").write_text(QUEUE.replace("4 days", "14 days"))
    report = refresh([notes], index)
    assert report.read == ("sqs.md",)
    assert texts(index) == ["IA: 30 days", "Retention: 14 days"]


def test_a_second_edit_of_the_same_size_in_the_same_moment_is_noticed(
    notes: Path, tmp_path: Path
) -> None:
    index = tmp_path / "i.db"
    file = notes / "sqs.md"
    refresh([notes], index)
    date = file.stat().st_mtime_ns
    file.write_text(QUEUE.replace("4 days", "9 days"))
    os.utime(file, ns=(date, date))
    refresh([notes], index)
    assert "Retention: 9 days" in texts(index)


def test_old_notes_are_trusted_by_date_and_size(notes: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.db"
    age(notes)
    refresh([notes], index)
    assert look([notes], index).hashes == look([notes], tmp_path / "other.db").hashes
    (notes / "sqs.md").write_text(QUEUE.replace("4 days", "5 days"))
    assert refresh([notes], index).read == ("sqs.md",)


def test_new_and_removed_notes_are_noticed(notes: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.db"
    refresh([notes], index)
    (notes / "s3.md").rename(notes / "bucket.md")
    report = refresh([notes], index)
    assert [file.file for file in report.files] == ["bucket.md", "sqs.md"]


def test_incremental_and_from_scratch_are_the_same(notes: Path, tmp_path: Path) -> None:
    index, fresh = tmp_path / "i.db", tmp_path / "fresh.db"
    refresh([notes], index)
    (notes / "s3.md").write_text(BUCKET + "\n- more\n")
    (notes / "ecs.md").write_text("## Elastic Container Service (ECS)\n\n- runs tasks\n")
    refresh([notes], index)
    (notes / "sqs.md").unlink()
    refresh([notes], index)
    build([notes], fresh)
    assert_same_index(index, fresh)


DYING = """
import os, sys
from pathlib import Path
from knowledge.index.builder import build
build([sys.argv[1]], Path(sys.argv[2]), step=lambda name: name == sys.argv[3] and os._exit(9))
"""


@pytest.mark.parametrize("step", ["facts", "search", "replace"])
def test_a_crash_in_the_middle_leaves_the_old_index(notes: Path, tmp_path: Path, step: str) -> None:
    index = tmp_path / "i.db"
    refresh([notes], index)
    before = index.read_bytes()
    (notes / "sqs.md").write_text(QUEUE.replace("4 days", "14 days"))
    died = subprocess.run([sys.executable, "-c", DYING, str(notes), str(index), step], check=False)
    assert died.returncode == 9
    assert index.read_bytes() == before
    assert "Retention: 4 days" in texts(index)
    refresh([notes], index)
    assert "Retention: 14 days" in texts(index)
    assert not index.with_name("i.db.new").exists()


def test_a_failure_in_the_middle_leaves_the_old_index(notes: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.db"
    refresh([notes], index)
    before = index.read_bytes()

    def fail(step: str) -> None:
        raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space"):
        build([notes], index, step=fail)
    assert index.read_bytes() == before


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 500])
def test_a_damaged_index_is_built_again(notes: Path, tmp_path: Path, damage: bytes) -> None:
    index = tmp_path / "i.db"
    refresh([notes], index)
    index.write_bytes(damage)
    assert refresh([notes], index).rebuilt
    assert len(texts(index)) == 2


def test_damage_to_what_was_remembered_does_no_harm(notes: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.db"
    refresh([notes], index)
    (tmp_path / "i.db.seen").write_text('{"notes": 3}')
    assert not refresh([notes], index).rebuilt


def test_readers_always_see_one_whole_index(notes: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.db"
    refresh([notes], index)
    stop = threading.Event()
    seen: set[tuple[str, ...]] = set()
    errors: list[Exception] = []

    def reads() -> None:
        while not stop.is_set():
            try:
                seen.add(tuple(texts(index)))
            except Exception as error:
                errors.append(error)

    reader = threading.Thread(target=reads)
    reader.start()
    for days in range(5):
        (notes / "sqs.md").write_text(QUEUE.replace("4 days", f"{days} days"))
        build([notes], index)
        wait_until(lambda: errors or any(f"{days} days" in "".join(state) for state in seen))  # noqa: B023
    stop.set()
    reader.join()
    assert not errors
    assert all(len(state) == 2 for state in seen)


def test_two_builders_do_not_collide(notes: Path, tmp_path: Path) -> None:
    index = tmp_path / "i.db"
    errors: list[Exception] = []

    def builds() -> None:
        try:
            refresh([notes], index)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=builds) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert is_current(look([notes], index), index)


def test_an_index_that_somebody_built_since_the_look_is_not_replaced_by_an_older_one(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "i.db"

    @contextmanager
    def somebody_first(place: Path) -> Iterator[None]:
        (notes / "sqs.md").write_text(QUEUE.replace("4 days", "14 days"))
        build([notes], place)
        with only_builder(place):
            yield

    monkeypatch.setattr("knowledge.index.refresh.only_builder", somebody_first)
    assert not refresh([notes], index).rebuilt
    assert "Retention: 14 days" in texts(index)
    assert is_current(look([notes], index), index)


def test_problems_are_kept_for_the_next_report(notes: Path, tmp_path: Path) -> None:
    (notes / "empty.md").write_bytes(b"")
    (notes / "old.md").write_bytes("- fünf\n".encode("cp1252"))
    index = tmp_path / "i.db"
    first = refresh([notes], index)
    assert first.problems == refresh([notes], index).problems
    assert len(first.problems) == 2


def test_odd_text_can_be_stored(tmp_path: Path) -> None:
    odd = "# \ud800\n\n- half a pair \udc00 and \U0001f680\n"
    facts = read_document(odd, "odd.md").facts
    build_from(facts, (), tmp_path / "i.db")
    assert texts(tmp_path / "i.db") == ["half a pair ? and \U0001f680"]


def test_given_facts_are_streamed_into_an_index(tmp_path: Path) -> None:
    def many() -> Iterator[Fact]:
        fact = Fact("0", "text", FactKind.BULLET, "T", ("T",), (), "f.md", 1, 1)
        for number in range(12_000):
            yield replace(fact, id=str(number), text=f"fact number {number}", line=number + 1)

    build_from(many(), (), tmp_path / "i.db")
    with sqlite3.connect(tmp_path / "i.db") as db:
        assert db.execute("SELECT count(*), max(n) FROM facts").fetchone() == (12_000, 12_000)


def test_a_note_with_an_odd_name_is_indexed_once(notes: Path, tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(notes) + b"/od\xffd.md"))).write_text("- odd\n")
    index = tmp_path / "i.db"
    assert refresh([notes], index).rebuilt
    assert not refresh([notes], index).rebuilt
    assert "odd" in texts(index)
