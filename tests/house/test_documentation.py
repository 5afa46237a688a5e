"""What README and docs say is true: commands, options, settings, examples and figures.

docs/README.md lists what is tested and where.
"""

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, _parser_of, main
from bot.commands import Ask, Misread, Mistyped, parse
from bot.settings.table import BY_NAME
from knowledge.library import Library

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
SPAN = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"(?:(?<=\n\n)|(?<=\n))((?: {4}[^\n]*\n)+)|```\w*\n(.*?)```", re.DOTALL)
SETTING = re.compile(
    r"^(?:SLACK|DISCORD|HEALTH|LOG|DATA|DATABASE|LEASE|SECRET|GRACE|WEEKLY)_[A-Z_]+"
)
PLACEHOLDER = re.compile(r"[A-Z]{2,}|…|\.\.\.|[\[\]|<>]")
READ_ONLY = ("ask", "compare", "settings", "schedule", "coverage", "conflicts", "questions")
NEAR = 0.05  # how far a figure that says "about" may be off


def lines_of(page: Path) -> Iterator[str]:
    """What is set as code: between back ticks, and in blocks."""
    text = page.read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        yield from (line.strip() for line in (found[1] or found[2]).splitlines())
    yield from SPAN.findall(text)


def command_lines(page: Path) -> Iterator[list[str]]:
    """Every `companion …` that a page names, in words; what explains it is left out."""
    for line in lines_of(page):
        said = line.removeprefix(".venv/bin/").removeprefix("$ ")
        if said.startswith("companion "):
            said = re.split(r" {3,}| # ", said.replace('"', "'"))[0]
            yield re.sub(r"[\[\]]", " ", said).replace("'", "").split()[1:]


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    found = set(parser._option_string_actions)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                found |= options_of(inner)
    return found


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_and_options_that_a_page_names_exist(page: Path) -> None:
    for words in command_lines(page):
        if words[0] in ("--help", "--version") or words[0].isupper():
            continue
        assert words[0] in COMMANDS, words
        known = options_of(_parser_of(words[0])[0])
        used = {word.split("=")[0] for word in words if word.startswith("--")}
        assert used <= known, words


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_targets_of_make_that_a_page_names_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for line in lines_of(page):
        if found := re.match(r"(?:[A-Z]+=\S+ )*make ([a-z]+)", line):
            assert found[1] in targets, line


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_settings_that_a_page_names_exist(page: Path) -> None:
    for line in lines_of(page):
        if found := SETTING.match(line):
            name = found[0].rstrip("_")
            assert name in BY_NAME or name == "SLACK_BOT_TOKN", line


# ---------------------------------------------------------------- examples


def test_what_the_readme_types_in_a_chat_is_understood() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    typed = [line.removeprefix("/aws ") for line in SPAN.findall(text) if line.startswith("/aws ")]
    typed += re.findall(r"^    > (.+)$", text, re.MULTILINE)
    assert len(typed) > 12
    commands = [line for line in typed if not isinstance(parse(line), Ask)]
    assert len(commands) > 8
    assert [line for line in typed if isinstance(parse(line), Misread | Mistyped)] == []


def examples() -> list[str]:
    """Every command line that only reads and has nothing to be filled in."""
    found = {
        shlex.join(words)
        for page in PAGES
        for words in command_lines(page)
        if words[0] in READ_ONLY and not PLACEHOLDER.search(" ".join(words[1:]))
    }
    return sorted(found - {"ask"})  # which waits for somebody to type


@pytest.mark.slow
@pytest.mark.parametrize("line", examples())
def test_examples_run(
    line: str, pack: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMPANION_HOME", str(pack))
    assert main(shlex.split(line)) == 0, capsys.readouterr().err


# ---------------------------------------------------------------- figures


def test_figures_of_the_readme_are_those_of_the_pack(bundled: Library) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.search(r"AWS, (\d+) topics, and a bank of more than ([\d,]+) questions", text)
    assert told is not None
    assert int(told[1]) == len(bundled.topics())
    bank = sum(question.bank for question in bundled.authored())
    assert int(told[2].replace(",", "")) <= bank < 2 * int(told[2].replace(",", ""))


def test_figures_of_the_pack_are_about_right(bundled: Library) -> None:
    text = (ROOT / "docs" / "bundled-notes.md").read_text(encoding="utf-8")
    facts = [fact for fact in bundled.facts() if ".questions." not in fact.file]
    told = re.search(r"holds (\d+) files with about ([\d,]+) facts", text)
    assert told is not None
    notes = [
        file for file in (ROOT / "knowledge" / "notes").rglob("*.md")
        if not file.name.endswith(".questions.md")
    ]  # fmt: skip
    assert int(told[1]) == len(notes)
    assert int(told[2].replace(",", "")) == pytest.approx(len(facts), rel=NEAR)
    rows = re.findall(r"^\| (\w+) \| ([\d,]+) \|", text, re.MULTILINE)
    said = {folder: int(figure.replace(",", "")) for folder, figure in rows}
    measured = {folder: sum(f"{folder}/" in fact.file for fact in facts) for folder in said}
    assert len(said) > 8
    assert said == pytest.approx(measured, rel=NEAR), measured


def test_the_changelog_counts_the_topics_rightly(bundled: Library) -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"`NOTES=bundled`): {len(bundled.topics())} topics" in text
