"""Files that are no notes cost one line each, and the rest is read."""

import os
from pathlib import Path

import pytest

from knowledge.reading import decoding
from knowledge.reading.decoding import read_text
from knowledge.reading.files import find_files
from knowledge.reading.notes import read_notes


def write(folder: Path, name: str, content: str | bytes = "# A\n\n- fact\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def labels(*notes: Path | str) -> list[str]:
    return [file.label for file in find_files(notes).files]


def test_notes_are_found_in_folders_by_their_suffix(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "deep/er/c.MD", "d.zip", ".hidden/e.md", "node_modules/f.md"):
        write(tmp_path, name)
    assert labels(tmp_path) == ["a.txt", "b.md", "deep/er/c.MD"]


def test_files_can_be_named_themselves_and_count_once(tmp_path: Path) -> None:
    note = write(tmp_path, "a.md")
    assert labels(note, tmp_path) == ["a.md"]


def test_equal_names_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path, "one/a.md")
    write(tmp_path, "two/a.md")
    assert labels(tmp_path / "one", tmp_path / "two") == ["one/a.md", "two/a.md"]


def test_the_bundled_pack_has_a_name() -> None:
    assert all(label.endswith((".md", ".txt")) for label in labels("bundled"))


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("x.md", b"", "x.md: is empty."),
        ("x.md", b" \n\t\n", "x.md: is empty."),
        ("x.md", bytes(range(256)) * 20, "x.md: is binary, not text."),
        ("x.md", "- fünf\n".encode("cp1252"), "x.md: is not UTF-8; read as Windows-1252."),
    ],
)
def test_odd_content_is_one_clear_line(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    write(tmp_path, name, content)
    write(tmp_path, "good.md")
    notes = read_notes([tmp_path])
    assert notes.problems == (problem,)
    assert "fact" in [fact.text for fact in notes.facts]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8", "cp1252"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    write(tmp_path, "x.md", "# Größe\n\n- fünf\n".encode(encoding))
    assert [fact.text for fact in read_notes([tmp_path]).facts] == ["fünf"]


def test_an_enormous_file_is_not_even_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "LARGEST", 1_000_000)
    path = tmp_path / "big.md"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    (found,) = find_files([tmp_path]).files
    assert read_text(found) == ("", "big.md: is 100 MB; a note may have 1 MB. Split it.")


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md")
    (found,) = find_files([tmp_path]).files
    path.unlink()
    assert read_text(found) == ("", "a.md: cannot be read (no such file or directory).")


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "outside/secret.md")
    home = tmp_path / "notes"
    write(home, "a.md")
    (home / "out").symlink_to(tmp_path / "outside")
    (home / "out.md").symlink_to(tmp_path / "outside/secret.md")
    finds = find_files([home])
    assert [file.label for file in finds.files] == ["a.md"]
    assert len(finds.problems) == 2
    assert all("leads out of the notes folder" in problem for problem in finds.problems)


def test_links_in_circles_end(tmp_path: Path) -> None:
    write(tmp_path, "sub/a.md")
    (tmp_path / "sub/up").symlink_to(tmp_path)
    (tmp_path / "self.md").symlink_to(tmp_path / "self.md")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    finds = find_files([tmp_path])
    assert [file.label for file in finds.files] == ["sub/a.md"]
    assert len(finds.problems) == 3


def test_a_link_inside_the_folder_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    assert len(find_files([tmp_path]).files) == 1


def test_wrong_arguments_are_one_clear_line_each(tmp_path: Path) -> None:
    pdf = write(tmp_path, "x.zip", "x")
    empty = tmp_path / "empty"
    empty.mkdir()
    problems = find_files([tmp_path / "none", pdf, empty]).problems
    assert [problem.split(": ")[1] for problem in problems] == [
        "does not exist.",
        "is neither .md nor .txt nor another kind that is read.",
        "has no .md, .txt or other file that can be read.",
    ]


def test_file_names_may_hold_anything(tmp_path: Path) -> None:
    for name in (b"two\nlines.md", b"not \xff utf8.md", "größe.md".encode()):
        (tmp_path / os.fsdecode(name)).write_text("- fact\n")
    assert labels(tmp_path) == ["größe.md", "not ? utf8.md", "two?lines.md"]
    assert len(read_notes([tmp_path]).facts) == 3
