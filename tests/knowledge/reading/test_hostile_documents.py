"""Documents of every kind, broken on purpose: one sentence each, and within the bounds."""

import sys
import threading
from pathlib import Path

import pytest

from knowledge.reading.decoding import read_text
from knowledge.reading.files import NoteFile, can_read_documents, find_files
from knowledge.reading.notes import read_notes
from knowledge.reading.running import ProgramBounds, run_within
from tests.knowledge.hostile_documents import DOCUMENTS, pdf, sound
from tests.waiting import wait_until

needs_documents = pytest.mark.skipif(not can_read_documents(), reason="the extra is not there")
PLENTY = ProgramBounds(seconds=60, text=1_000_000)


def told(path: Path, content: bytes) -> tuple[str, str]:
    path.write_bytes(content)
    return read_text(NoteFile(path, path.name))


@needs_documents
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_hostile_document_is_text_or_one_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.reading.converting._SECONDS", 2)
    text, problem = told(tmp_path / name, DOCUMENTS[name](4_000))
    assert text.strip() or problem
    assert not problem or (problem.startswith(f"{name}: ") and problem.endswith("."))
    assert "root:" not in text


@needs_documents
@pytest.mark.parametrize("name", ["sound.docx", "text.pdf"])
@pytest.mark.parametrize("tenth", range(10))
def test_a_document_that_breaks_off_is_text_or_one_sentence(
    name: str, tenth: int, tmp_path: Path
) -> None:
    whole = DOCUMENTS[name](2_000)
    text, problem = told(tmp_path / name, whole[: len(whole) * tenth // 10])
    assert bool(text.strip()) != bool(problem)


@needs_documents
@pytest.mark.parametrize(
    "name", ["two\nlines.docx", "-M9.docx", "größe 'a' %s.docx", "\udcff.docx"]
)
def test_a_document_may_be_called_anything(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(sound(1))
    assert [fact.text for fact in read_notes([tmp_path]).facts] == ["SSH listens on port 22."]


@needs_documents
def test_links_in_circles_to_documents_end(tmp_path: Path) -> None:
    (tmp_path / "a.docx").symlink_to(tmp_path / "b.docx")
    (tmp_path / "b.docx").symlink_to(tmp_path / "a.docx")
    finds = find_files([tmp_path])
    assert not finds.files
    assert all("leads nowhere or in circles" in problem for problem in finds.problems[:2])


def test_a_file_that_grows_while_it_is_read_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.md"
    path.write_text("- a\n" * 10)
    seen = path.stat()
    path.write_text("- a\n" * 1_000)
    monkeypatch.setattr("knowledge.reading.decoding.LARGEST", 1_000)
    monkeypatch.setattr(Path, "stat", lambda self: seen)
    text, problem = read_text(NoteFile(path, "log.md"))
    assert text == "" and "Split it." in problem


@needs_documents
def test_a_document_that_becomes_very_much_text_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.reading.converting._LARGEST_TEXT", 1_000)
    text, problem = told(tmp_path / "a.docx", sound(9_000))
    assert text == "" and problem.startswith("a.docx: becomes more than ")


@needs_documents
def test_a_pdf_within_little_memory_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.reading.converting._MEMORY", 1 << 25)
    text, problem = told(tmp_path / "a.pdf", pdf({1: b"<<>>"}))
    assert text == "" and problem.startswith("a.pdf: cannot be read (")


# ---------------------------------------------------------------- the program that reads


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_program_gets_its_input_and_gives_its_text() -> None:
    echo = python("import sys; sys.stdout.write(sys.stdin.read()); sys.stderr.write('why')")
    done = run_within(PLENTY, echo, b"given")
    assert (done.status, done.text, done.last_words) == (0, b"given", "why")


def test_a_program_that_says_too_much_is_stopped() -> None:
    done = run_within(ProgramBounds(60, 1_000), python("while True: print('a' * 1000)"), b"")
    assert done.too_much and done.text == b""


def test_a_program_that_takes_too_long_is_stopped() -> None:
    done = run_within(ProgramBounds(0.2, 1_000), python("import time; time.sleep(60)"), b"")
    assert done.late and done.status < 0


def test_no_clock_is_left_behind() -> None:
    before = threading.active_count()
    run_within(PLENTY, python("pass"), b"")
    wait_until(lambda: threading.active_count() <= before)


@pytest.mark.skipif(sys.platform != "linux", reason="only there a running program is bounded")
def test_a_program_that_takes_too_much_memory_is_refused_it() -> None:
    wait = "import sys; sys.stdin.read(); import time; time.sleep(0.3); bytearray(1 << 30)"
    done = run_within(ProgramBounds(60, 1_000, memory=1 << 28), python(wait), b"")
    assert done.status and "MemoryError" in done.last_words


def test_a_program_that_is_not_there_cannot_be_started() -> None:
    with pytest.raises(OSError, match="no-such-program"):
        run_within(PLENTY, ["no-such-program"], b"")
