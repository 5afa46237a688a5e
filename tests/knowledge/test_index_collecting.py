"""Circles of objects are not looked for while notes are taken in, and are again afterwards."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.index.collecting import nothing_collected
from knowledge.library import Library


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_it_is_off_while_notes_are_taken_in_and_on_afterwards(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("- a line\n")
    library = Library.unread([tmp_path / "a.md"], tmp_path / "index")
    seen = []
    library.refresh(lambda done, total, what: seen.append(gc.isenabled()))
    assert seen
    assert not any(seen)
    assert gc.isenabled()


def test_it_is_on_again_when_taking_in_fails() -> None:
    with pytest.raises(OSError, match="no space"), nothing_collected():
        raise OSError("no space")
    assert gc.isenabled()


def test_who_had_switched_it_off_finds_it_so() -> None:
    gc.disable()
    with nothing_collected():
        assert not gc.isenabled()
    assert not gc.isenabled()
