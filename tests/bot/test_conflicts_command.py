"""`companion conflicts` as people and programs use it."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main

NOTES = Path(__file__).parent / "conversations" / "notes"


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NOTES", str(NOTES))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'companion.db'}")


def test_both_sides_are_told_with_their_places(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conflicts"]) == 0
    said = capsys.readouterr().out
    assert "365 days" in said
    assert "7 days" in said
    assert "summary.md:5" in said


def test_programs_get_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conflicts", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert set(found) == {"topic", "attribute", "a", "b", "severity"}
    assert set(found["a"]) == {"text", "value", "file", "line"}


def test_notes_that_agree_say_so_and_give_nothing_to_programs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    agreeing = str(NOTES / "sqs.md")
    assert main(["conflicts", "--notes", agreeing]) == 0
    assert "No contradictions" in capsys.readouterr().out
    assert main(["conflicts", "--notes", agreeing, "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_one_topic_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conflicts", "--topic", "s3"]) == 0
    assert "No contradictions" in capsys.readouterr().out
    assert main(["conflicts", "--topic", "kinesis"]) == 0
    assert "365 days" in capsys.readouterr().out
    assert main(["conflicts", "--topic", "bananas"]) == 2
    assert "no topic “bananas”" in capsys.readouterr().err


def test_notes_that_are_not_there_are_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["conflicts", "--notes", "nowhere.md"]) == 2
    assert "there is no nowhere.md" in capsys.readouterr().err
