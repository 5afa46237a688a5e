"""`companion index`: a report that accounts for every line."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import index as command
from bot.settings import load_settings
from tests.command_line import status_of
from tests.waiting import CEILING

NOTE = "# Amazon SQS\n\n- **Retention**: 4 days\n\n![](x.png)\n\n## TODO\n\n- later\n"


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "sqs.md").write_text(NOTE)
    (folder / "empty.md").write_text("")
    return folder


def run(*words: str) -> int:
    return status_of(command, words, load_settings({}, Path(".env")))


def test_the_report_says_what_became_of_each_note(
    notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--notes", str(notes)) == 0
    out = capsys.readouterr().out
    assert "sqs.md        9         1        1  4 blank, 2 heading, 1 TODO, 1 image" in out
    assert "1 note: 1 fact on 1 topic; 0 lines with content lost (0.0%)" in out
    assert "! empty.md: is empty." in out
    assert "(1 note read)" in out
    run("--notes", str(notes))
    assert "nothing had changed" in capsys.readouterr().out
    assert list(Path("data").glob("*.db")), "not in the project's, where one may be left over"


def test_lines_of_broken_questions_count_as_lost_and_nothing_else_is(
    notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = "\n### Which one?\n- [ ] a\n- [ ] b\n\nQ: what is foam\nA: Air in water.\n"
    (notes / "sqs.md").write_text(NOTE.partition("![]")[0] + broken)
    assert run("--notes", str(notes)) == 0
    out = capsys.readouterr().out
    assert "3 lines with content lost (50.0%), 3 in broken questions" in out
    assert "0 questions with options, 1 card; 1 broken" in out
    assert "! sqs.md:6: this question cannot be asked: none of the options is ticked." in out


def test_a_question_with_too_many_options_is_named_with_its_place(
    notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = "- [ ] this\n" * 25 + "- [x] that\n"
    (notes / "sqs.md").write_text(f"{NOTE.partition('![]')[0]}\n### Which one?\n{options}")
    run("--notes", str(notes))
    out = capsys.readouterr().out
    assert "! sqs.md:6: this question cannot be asked: 26 options, 25 at most." in out


def test_what_is_not_listed_is_counted(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (notes / "sqs.md").write_text(NOTE + "\n### Which one?\n- [ ] a\n- [ ] b\n" * 203)
    run("--notes", str(notes))
    out = capsys.readouterr().out
    assert out.count("cannot be asked") == 200
    assert "! and 3 broken questions more." in out


def test_every_skipped_line_can_be_listed(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("--notes", str(notes), "--skipped")
    out = capsys.readouterr().out
    assert "sqs.md:5: image: ![](x.png)" in out
    assert "sqs.md:9: TODO: - later" in out


def test_no_fact_at_all_is_exit_status_one(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--notes", str(notes / "empty.md")) == 1
    assert run("--notes", "nowhere") == 2
    assert "companion: there is no nowhere." in capsys.readouterr().err


@pytest.mark.process
def test_nothing_to_do_loads_nothing_heavy(notes: Path) -> None:
    code = (
        "import sys; from bot.__main__ import main; "
        f"status = main(['index', '--notes', {str(notes)!r}]); "
        "print({'numpy', 'markdown_it', 'sqlite_utils', 'rich', 'knowledge.questions'}"
        " & set(sys.modules)); "
        "sys.exit(status)"
    )
    last = ""
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=CEILING
        )
        done.check_returncode()
        last = done.stdout.splitlines()[-1]
    assert last == "set()"
