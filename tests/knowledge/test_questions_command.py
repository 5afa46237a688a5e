"""`companion questions`: what it prints, for whom, and how it ends."""

import json
from pathlib import Path

import pytest

from bot.cli import questions as command
from bot.settings import Settings
from knowledge.questions import stock
from tests.command_line import status_of
from tests.knowledge.question_notes import COAST


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "coast.md").write_text(COAST + "- **Neon tube**: red glow.\n", encoding="utf-8")
    return folder


def run(tmp_path: Path, *arguments: str) -> int:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'companion.db'}")
    return status_of(command, arguments, settings)


def test_json_is_one_object_a_line(
    tmp_path: Path, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--notes", str(notes), "--json") == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(records) >= 3
    assert all(record["options"][record["answer"]] for record in records)


def test_people_see_the_right_option_marked(
    tmp_path: Path, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--notes", str(notes), "--topic", "lighthouse") == 0
    shown = capsys.readouterr().out
    assert "which light source is described? “Bundles the beam" in shown
    assert "  * " in shown


def test_what_people_wrote_waits_for_no_question_that_has_to_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started = []
    monkeypatch.setattr(stock, "run_python", lambda *asked: started.append(asked))
    (tmp_path / "quiz.md").write_text("### Which tube glows red?\n- [x] Neon\n- [ ] Argon\n")
    assert run(tmp_path, "--notes", str(tmp_path / "quiz.md"), "--authored") == 0
    assert "Which tube glows red?  [written, " in capsys.readouterr().out
    assert started == []


def test_rejects_come_with_rule_file_and_line(
    tmp_path: Path, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--notes", str(notes), "--rejected") == 0
    assert "R10  coast.md:7" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--notes", "/nowhere/at/all"), "there is no"), (("--topic", "zeppelin"), "no topic")],
)
def test_what_does_not_exist_is_said_in_a_sentence(
    tmp_path: Path,
    notes: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    words: str,
) -> None:
    given = arguments if "--notes" in arguments else ("--notes", str(notes), *arguments)
    assert run(tmp_path, *given) == 2
    assert words in capsys.readouterr().err


def test_notes_without_a_question_say_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bare.md").write_text("# Nothing\n\nhere\n", encoding="utf-8")
    assert run(tmp_path, "--notes", str(tmp_path / "bare.md")) == 1
    assert "no question" in capsys.readouterr().err
