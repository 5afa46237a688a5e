"""What shells complete: the shells themselves are asked, where they are installed."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, main

Offered = Callable[[str], list[str]]

BASH = """
{script}
COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_companion
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
ZSH = """
compdef() {{ : }}
compadd() {{ shift; print -l -- "$@" }}
_files() {{ print -l -- * }}
_describe() {{ print -l -- ${{${{(P)2}}%%:*}} }}
{script}
words=({words}); CURRENT=${{#words}}
_companion
"""
FISH = "{script}\ncomplete -C 'companion {line}'"


def script_for(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


@pytest.fixture(params=["bash", "zsh", "fish"])
def offered(
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Offered:
    """What one shell offers at the end of a line, in a folder with one file."""
    shell: str = request.param
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed; its package is called {shell}")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kettle.md").write_text("# Kettle\n")
    script = script_for(shell, capsys)

    def ask(line: str) -> list[str]:
        words = " ".join(f"'{word}'" for word in ("companion", *line.split(" ")))
        text = {"bash": BASH, "zsh": ZSH, "fish": FISH}[shell].format(
            script=script, words=words, line=line
        )
        quiet = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
        done = subprocess.run(
            [program, *quiet], input=text, text=True, capture_output=True, check=False
        )
        assert done.stderr == ""
        typed = line.split(" ")[-1]
        found = [one.partition("\t")[0] for one in done.stdout.splitlines()]
        return [one for one in found if one.startswith(typed)]

    return ask


def test_every_command_is_offered(offered: Offered) -> None:
    assert set(COMMANDS) <= set(offered(""))
    assert offered("doc") == ["doctor"]


def test_options_are_those_of_the_command(offered: Offered) -> None:
    assert {"--json", "--batch", "--limit", "--notes"} <= set(offered("ask --"))
    assert "--batch" not in offered("compare sqs --")
    assert {"--days"} <= set(offered("schedule simulate --"))


def test_actions_and_values_are_offered(offered: Offered) -> None:
    assert {"anki", "questions", "scores"} <= set(offered("export "))
    assert set(offered("export questions --format ")) == {"csv", "json", "md"}
    assert set(offered("completion ")) >= {"bash", "zsh", "fish"}


def test_files_are_offered_where_files_are_taken(offered: Offered) -> None:
    assert "kettle.md" in offered("ask --notes k")
    assert "kettle.md" in offered("import k")
    assert "kettle.md" not in offered("ask --limit k")


def test_it_needs_no_sound_settings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIMEZONE", "Atlantis")
    assert "_companion" in script_for("bash", capsys)
