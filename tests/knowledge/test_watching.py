"""Changed notes are noticed: by what the system tells, and where it tells nothing by looking."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import watchfiles

from knowledge.index import watch
from knowledge.index.watch import Watcher
from knowledge.reading.files import may_matter
from tests.waiting import CEILING


class Looks:
    """A watcher of some notes, with what it noticed."""

    def __init__(self, *notes: Path, every: float = 0.05) -> None:
        self._noticed = threading.Semaphore(0)
        self.watcher = Watcher(notes, self._noticed.release, every)

    def noticed(self) -> bool:
        """Whether one more change is noticed before a test gives up."""
        return self._noticed.acquire(timeout=CEILING)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "one.md").write_text("- first\n")
    return folder


@pytest.fixture
def started(notes: Path) -> Iterator[Looks]:
    looks = Looks(notes)
    looks.watcher.start()
    yield looks
    looks.watcher.stop()


@pytest.fixture
def _dear(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking costs so much that it is hardly done unasked."""
    monkeypatch.setattr(watch, "SHARE", 1e-9)


@pytest.mark.usefixtures("_dear")
def test_what_the_system_tells_of_is_looked_at_at_once(notes: Path, started: Looks) -> None:
    assert started.noticed()  # the first look, which comes unasked
    (notes / "one.md").write_text("- first, edited\n")
    assert started.noticed()
    (notes / "deep" / "two.md").write_text("- second\n")
    assert started.noticed()
    (notes / "one.md").unlink()
    assert started.noticed()


@pytest.mark.usefixtures("_dear")
def test_a_folder_that_is_not_there_yet_keeps_nobody_from_listening(
    notes: Path, tmp_path: Path
) -> None:
    later = tmp_path / "later"
    looks = Looks(later, notes)
    looks.watcher.start()
    assert looks.noticed()  # the first look, which comes unasked
    (notes / "one.md").write_text("- first, edited\n")
    assert looks.noticed()
    later.mkdir()
    (later / "three.md").write_text("- third\n")
    assert looks.noticed()
    looks.watcher.stop()


@pytest.mark.usefixtures("_dear")
def test_a_folder_that_another_one_replaced_is_listened_to(notes: Path, started: Looks) -> None:
    assert started.noticed()  # the first look, which comes unasked
    notes.rename(notes.with_name("old"))
    assert started.noticed()
    notes.mkdir()
    (notes / "new.md").write_text("- new\n")
    assert started.noticed()


def test_where_the_system_tells_nothing_changes_are_noticed_all_the_same(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError("no watches left")

    monkeypatch.setattr(watchfiles, "watch", refuses)
    looks = Looks(notes)
    looks.watcher.start()
    assert looks.noticed()
    (notes / "deep" / "two.md").write_text("- second\n")
    assert looks.noticed()
    looks.watcher.stop()


def test_notes_that_are_not_there_yet_are_noticed_when_they_come(tmp_path: Path) -> None:
    looks = Looks(tmp_path / "later")
    looks.watcher.start()
    assert looks.noticed()
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "one.md").write_text("- first\n")
    assert looks.noticed()
    looks.watcher.stop()


def test_only_what_may_be_a_note_is_a_reason_to_look(tmp_path: Path) -> None:
    def matters(name: str) -> bool:
        return may_matter(tmp_path / name, [tmp_path])

    assert all(map(matters, ("a.md", "deep/b.TXT", "deep", "deck.apkg", "slides.pptx")))
    (tmp_path / "a.png").touch()
    assert not any(map(matters, (".git/index", ".obsidian/a.md", "node_modules/a.md", "a.png")))
    assert may_matter(tmp_path / "a.md", [tmp_path / "a.md"])


def test_a_folder_with_a_dot_in_its_name_may_hold_notes(tmp_path: Path) -> None:
    (tmp_path / "v1.2").mkdir()
    assert may_matter(tmp_path / "v1.2", [tmp_path])
    assert may_matter(tmp_path / "v1.3", [tmp_path])  # it was moved away


def test_the_nearest_root_says_what_matters(tmp_path: Path) -> None:
    hidden = tmp_path / ".hidden"
    for roots in ([tmp_path, hidden], [hidden, tmp_path]):
        assert may_matter(hidden / "a.md", roots)
        assert not may_matter(hidden / ".git" / "a.md", roots)
    assert not may_matter(hidden / "a.md", [tmp_path])
