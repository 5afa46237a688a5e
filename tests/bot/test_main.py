"""The way in: every command has its help, and what is wrong is said in a sentence."""

import asyncio
import json
import logging
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, main
from bot.ops import logs
from bot.ops.doctor import Finding, examine, guarded, report
from bot.ops.health import Health
from bot.settings import Settings
from bot.store import Store

NOTE = "# Kettle\n\nA kettle boils water.\n\n## Limits\n- **Volume**: maximum 2 l per kettle.\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, with a note, and no tokens."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "kettle.md").write_text(NOTE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NOTES", "notes")
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DISCORD_TOKEN", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(
    command: str, capsys: pytest.CaptureFixture[str], place: Path
) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"companion {command}" in capsys.readouterr().out


def test_the_overview_names_every_command(capsys: pytest.CaptureFixture[str], place: Path) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {command}" in shown for command in COMMANDS)
    assert max(map(len, shown.splitlines())) <= 80


def test_an_unknown_command_is_wrong_usage(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sing"]) == 2
    assert main(["chatt"]) == 2
    assert "Did you mean chat?" in capsys.readouterr().err


def test_help_and_version_are_told_whatever_the_settings_hold(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIMEZONE", "Atlantis")
    assert main(["--version"]) == 0
    assert main(["--help"]) == 0
    with pytest.raises(SystemExit) as left:
        main(["ask", "--help"])
    assert left.value.code == 0
    assert re.search(r"^companion \d+\.\d+\.\d+$", capsys.readouterr().out, re.MULTILINE)


def test_a_wrong_setting_is_a_sentence(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIMEZONE", "Atlantis")
    assert main(["ask", "kettle"]) == 2
    assert capsys.readouterr().err.startswith("companion: the environment: TIMEZONE 'Atlantis'")


def test_run_without_tokens_says_what_to_do(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run"]) == 2
    assert "companion chat" in capsys.readouterr().err


def test_a_database_of_somebody_else_is_refused_with_a_sentence(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "data").mkdir()
    (place / "data" / "companion.db").write_text("this is no database, whatever its name says")
    assert main(["run"]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith("companion: ")
    assert "Traceback" not in shown


# ---------------------------------------------------------------- doctor


def test_the_doctor_is_content_with_a_fresh_folder(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "will be made at the first start" in shown
    assert "no tokens are set" in shown


def test_the_doctor_names_a_damaged_database(place: Path) -> None:
    settings = Settings(notes=("notes",))
    settings.data_dir.mkdir()
    Store.open(settings.database_path).close()
    content = bytearray(settings.database_path.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    settings.database_path.write_bytes(content)
    found = {finding.about: finding for finding in examine(settings)}
    assert found["Database"].state == "bad"
    assert "backup" in found["Database"].advice


def test_the_doctor_names_notes_that_cannot_be_read(place: Path) -> None:
    found = {finding.about: finding for finding in examine(Settings(notes=("nowhere",)))}
    assert found["Notes"].state == "bad"


def test_the_doctor_names_a_place_that_is_not_there_beside_notes_that_are(place: Path) -> None:
    missing = str(place / "nowhere")
    told = [one for one in examine(Settings(notes=("notes", missing))) if one.about == "Notes"]
    bad, good = told
    assert (bad.state, good.state) == ("bad", "good")
    assert bad.text == f"NOTES names {missing}, which is not there"
    assert missing not in good.text


def test_the_doctor_names_notes_that_are_gone_and_how_to_let_go_of_them(place: Path) -> None:
    notes = place / "notes"
    settings = Settings(notes=(str(notes),), data_folder=str(place / "data"))
    notes.mkdir(exist_ok=True)
    (notes / "sqs.md").write_text("# SQS\n\n- **Retention**: default 4 days\n")
    assert [one.state for one in examine(settings) if one.about == "Notes"] == ["good"]
    for note in notes.iterdir():
        note.unlink()
    lost, good = (one for one in examine(settings) if one.about == "Notes")
    assert (lost.state, good.state) == ("bad", "good"), "what was read last is still there"
    assert str(notes) in lost.text and "companion index" in lost.advice


def test_the_doctor_looks_at_everything_tokens_first(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / ".env").write_text(
        "TIMEZONE=Atlantis\nSLACK_BOT_TOKN=x\nDISCORD_TOKEN=wrong\n"
        "DISCORD_API_URL=http://127.0.0.1:1/api/v10\nDATA_DIR=notes/kettle.md\n"
    )
    assert main(["doctor"]) == 1
    found = [line.split(":")[0] for line in capsys.readouterr().out.splitlines() if "→" not in line]
    assert found == [
        "BAD   Settings", "note  Settings", "BAD   Discord", "ok    Clock", "BAD   Data",
        "BAD   Database", "ok    Notes",
    ]  # fmt: skip


def test_a_look_that_fails_keeps_no_other_from_being_taken() -> None:
    def fails() -> list[Finding]:
        raise RuntimeError("no idea")

    (found,) = guarded("Clock", fails)
    assert (found.about, found.state) == ("Clock", "bad")
    assert "no idea" in found.text


def test_something_bad_is_an_exit_status_of_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([Finding("Clock", "good", "ticks")]) == 0
    assert report([Finding("Clock", "bad", "stands", "wind it up")]) == 1
    assert "→ wind it up" in capsys.readouterr().out


# ---------------------------------------------------------------- logs and health


@pytest.fixture
def log_file(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "companion.log"


def write(settings: Settings, file: Path, message: str) -> str:
    kept = logging.getLogger().handlers[:]
    logs.set_up(settings, file)
    try:
        logging.getLogger("test").warning(message)
    finally:
        logging.captureWarnings(False)
        logging.basicConfig(handlers=kept, force=True)
    return file.read_text()


def test_no_token_reaches_the_log(log_file: Path) -> None:
    token = "xoxb-" + "1234-abcd"
    assert token not in write(Settings(), log_file, f"calling with {token} now")
    assert "[secret]" in log_file.read_text()


def test_a_line_break_in_a_message_forges_no_second_line(log_file: Path) -> None:
    assert write(Settings(), log_file, "hello\nERROR forged").count("\n") == 1


def test_for_machines_every_line_is_json(log_file: Path) -> None:
    line = json.loads(write(Settings(log_format="json"), log_file, "hello"))
    assert (line["level"], line["message"]) == ("warning", "hello")


async def test_health_tells_whether_the_parts_are_up(unused_tcp_port: int) -> None:
    state, age = {"slack": True}, {"index": float("nan")}
    health = Health(
        unused_tcp_port,
        {"slack": lambda: state["slack"]},
        figures={"index_age_seconds": lambda: age["index"]},
    )
    await health.start()

    def fetch(path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{unused_tcp_port}{path}") as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    try:
        assert await asyncio.to_thread(fetch, "/healthz") == (200, "ok\n")
        status, body = await asyncio.to_thread(fetch, "/readyz")
        assert (status, json.loads(body)) == (200, {"slack": "ok", "index_age_seconds": None})
        age["index"] = 1e9
        assert (await asyncio.to_thread(fetch, "/readyz"))[0] == 200, "age alone is no reason"
        state["slack"] = False
        status, body = await asyncio.to_thread(fetch, "/readyz")
        assert (status, json.loads(body)) == (503, {"slack": "down", "index_age_seconds": 1e9})
        assert 'companion_up{part="slack"} 0.0' in (await asyncio.to_thread(fetch, "/metrics"))[1]
    finally:
        await health.stop()
