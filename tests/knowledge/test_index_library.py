"""The library: one object to ask, refreshed under the feet of those who ask."""

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import main
from knowledge.index.location import index_file, usable_folder
from knowledge.index.report import IndexReport
from knowledge.library import Library
from tests.knowledge.question_notes import COAST
from tests.waiting import wait_until

NOTE = "# Amazon SQS\n\nAliases: SQS, queue\n\n## Limits\n\n- **Retention**: default 4 days\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "sqs.md").write_text(NOTE)
    return folder


@pytest.fixture
def library(notes: Path, tmp_path: Path) -> Iterator[Library]:
    opened = Library.open([notes], tmp_path / "data")
    yield opened
    opened.close()


def test_it_answers_with_the_fact_and_its_place(library: Library) -> None:
    found = library.ask("sqs retention")
    assert found.confident
    assert found.answers[0].best.endswith("default 4 days")
    assert [str(source) for source in found.answers[0].sources] == ["sqs.md:7"]


def test_a_page_that_is_turned_costs_no_second_look_up_until_the_notes_change(
    library: Library, notes: Path
) -> None:
    found = library.ask("sqs retention")
    assert library.ask("sqs retention") is found
    (notes / "sqs.md").write_text(NOTE.replace("4 days", "9 days"))
    library.refresh()
    assert library.ask("sqs retention").answers[0].best.endswith("default 9 days")


def test_it_knows_its_topics_and_facts(library: Library) -> None:
    (topic,) = library.topics()
    assert topic.name == "SQS"
    assert library.topic("queue") == topic
    (fact,) = library.facts("SQS")
    assert library.fact(fact.id) == fact
    assert library.fact("unknown") is None
    assert library.facts() == (fact,)
    assert library.facts("unknown") == ()


def test_questions_and_conflicts_come_from_the_same_notes(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    timeouts = {"Lambda": "900 s", "Glue": "60 s", "Batch": "300 s", "Athena": "30 s"}
    for name, value in timeouts.items():
        (folder / f"{name}.md").write_text(f"# AWS {name}\n\n- **Timeout**: maximum {value}\n")
    (folder / "other.md").write_text("# AWS Lambda\n\n- **Timeout**: maximum 60 s\n")
    (folder / "coast.md").write_text(COAST)
    library = Library.open([folder], tmp_path / "data")
    made = library.questions()
    assert made
    assert [library.question(question.id) for question in made] == list(made)
    assert library.question("unknown") is None
    assert {question.topic for question in library.questions("Lighthouse")} == {"Lighthouse"}
    assert library.questions("Lambda") == (), "nothing is asked that the notes contradict"
    (conflict,) = library.conflicts("Lambda")
    assert {conflict.a.file, conflict.b.file} == {"Lambda.md", "other.md"}
    again = Library.open([folder], tmp_path / "data")
    assert again.questions() == made
    library.close()
    again.close()


def test_a_refresh_swaps_what_is_answered(library: Library, notes: Path) -> None:
    before = library.fingerprint
    (notes / "sqs.md").write_text(NOTE.replace("4 days", "14 days"))
    assert library.refresh().rebuilt
    assert library.fingerprint != before
    assert "14 days" in library.ask("sqs retention").answers[0].best


def test_it_notices_changed_notes_by_itself(library: Library, notes: Path) -> None:
    reports: list[IndexReport] = []
    library.watch(reports.append, every=0.05)
    (notes / "new.md").write_text("# Amazon SNS\n\n- Topics push to subscribers.\n")
    wait_until(lambda: len(library.topics()) == 2)
    wait_until(lambda: bool(reports))
    assert reports[-1].read == ("new.md",)


def test_what_changed_before_the_watch_began_is_noticed(library: Library, notes: Path) -> None:
    (notes / "early.md").write_text("- early\n")
    library.watch(every=0.05)
    wait_until(lambda: len(library.facts()) == 2)


def test_a_bad_moment_does_not_end_the_watch(library: Library, notes: Path) -> None:
    failed: list[bool] = []

    def fails_once(_: object) -> None:
        if not failed:
            failed.append(True)
            raise ValueError("bad moment")

    library.watch(fails_once, every=0.05)
    (notes / "one.md").write_text("- first\n")
    wait_until(lambda: bool(failed))
    (notes / "two.md").write_text("- second\n")
    wait_until(lambda: len(library.facts()) == 3)


def test_many_may_ask_while_it_changes(library: Library, notes: Path) -> None:
    stop = threading.Event()
    errors: list[Exception] = []
    told: set[str] = set()

    def asks() -> None:
        while not stop.is_set():
            try:
                told.add(library.ask("sqs retention").answers[0].best[-len("4 days") :])
                assert len(library.facts("SQS")) == 1
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=asks) for _ in range(4)]
    for thread in threads:
        thread.start()
    for days in range(5, 9):
        (notes / "sqs.md").write_text(NOTE.replace("4 days", f"{days} days"))
        library.refresh()
        wait_until(lambda: errors or f"{days} days" in told)  # noqa: B023
    stop.set()
    for thread in threads:
        thread.join()
    assert not errors


def test_two_libraries_share_an_index_and_follow_one_another(
    library: Library, notes: Path, tmp_path: Path
) -> None:
    other = Library.open([notes], tmp_path / "data")
    (notes / "sqs.md").write_text(NOTE.replace("4 days", "14 days"))
    assert other.refresh().rebuilt
    assert not library.refresh().rebuilt
    assert library.fingerprint == other.fingerprint
    other.close()


def test_other_notes_have_another_index(tmp_path: Path) -> None:
    names = {index_file(notes, tmp_path) for notes in (["a"], ["b"], ["a", "b"], ["bundled"])}
    assert len(names) == 4
    assert index_file([tmp_path / "x"], tmp_path) == index_file([str(tmp_path / "x")], tmp_path)


def test_a_folder_that_cannot_be_written_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "file").write_text("in the way")
    folder = usable_folder(tmp_path / "file" / "data")
    assert folder.is_dir()
    assert folder != tmp_path / "file" / "data"


def test_a_folder_that_somebody_else_may_have_made_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name is known to everybody who can write where temporary files are."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first = usable_folder(tmp_path / "file" / "data")
    assert usable_folder(tmp_path / "file" / "data") == first
    first.chmod(0o777)
    assert usable_folder(tmp_path / "file" / "data") != first


def test_a_closed_library_says_so(notes: Path, tmp_path: Path) -> None:
    library = Library.open([notes], tmp_path / "data")
    library.close()
    with pytest.raises(RuntimeError, match="closed"):
        library.ask("sqs")


def test_no_notes_at_all_are_an_empty_library(tmp_path: Path) -> None:
    library = Library.open([tmp_path / "nothing"], tmp_path / "data")
    assert library.topics() == ()
    assert not library.ask("sqs").confident
    library.close()


@pytest.mark.parametrize("gone", ["unmounted", "empty"])
def test_notes_that_cannot_be_reached_are_answered_from_the_last_good_index(
    notes: Path, tmp_path: Path, gone: str
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "sns.md").write_text("# Amazon SNS\n\n- **Message size**: 256 KB\n")
    for opened_again in (False, True):
        library = Library.open([notes, other], tmp_path / "data")
        away = notes.rename(tmp_path / "away")
        if gone == "empty":
            notes.mkdir()
        if opened_again:
            library.close()
            library = Library.open([notes, other], tmp_path / "data")
        library.refresh()
        assert list(library.lost) == [str(notes)]
        assert library.ask("sqs retention").confident
        if gone == "empty":
            notes.rmdir()
        away.rename(notes)
        (notes / "sqs.md").write_text(NOTE.replace("4 days", "14 days"))
        library.refresh()
        assert not library.lost
        assert library.ask("sqs retention").answers[0].best.endswith("14 days")
        library.close()


def test_a_share_that_answers_with_errors_is_out_of_reach(
    library: Library, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.stat

    def fails(path: Path, **how: bool) -> object:
        if path == notes or notes in path.parents:
            raise OSError(112, "Host is down")
        return real(path, **how)

    monkeypatch.setattr(Path, "stat", fails)
    library.refresh()
    assert library.lost == (str(notes),)
    assert library.ask("sqs retention").confident


def test_a_folder_that_was_emptied_on_purpose_is_let_go_of_by_the_index_command(
    library: Library, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that runs takes it from there, without a restart."""
    library.watch(every=0.05)
    (notes / "sqs.md").unlink()
    wait_until(lambda: library.lost == (str(notes),))
    assert library.ask("sqs retention").confident
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    assert main(["index", "--notes", str(notes)]) == 1
    wait_until(lambda: library.lost == ())
    wait_until(lambda: not library.ask("sqs retention").confident)


def test_a_note_that_was_deleted_is_gone(library: Library, notes: Path) -> None:
    (notes / "more.md").write_text("# Amazon SNS\n\n- **Message size**: 256 KB\n")
    library.refresh()
    (notes / "sqs.md").unlink()
    library.refresh()
    assert library.lost == ()
    assert not library.ask("sqs retention").confident
