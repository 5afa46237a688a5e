"""What README and docs say is true: commands, options, settings, examples and figures.

docs/README.md lists what is tested and where.
"""

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, _parser_of, main
from bot.commands import Ask, Misread, Mistyped, parse
from bot.settings.table import BY_NAME
from bot.store import Store
from jobs import chores
from knowledge.library import Library
from tests.adapters.slack.process import settings_for
from tests.platforms.process import Running
from tests.platforms.slack.server import SlackServer
from tests.test_requirements import entries, names
from tests.waiting import CEILING

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
SPAN = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"(?:(?<=\n\n)|(?<=\n))((?: {4}[^\n]*\n)+)|```\w*\n(.*?)```", re.DOTALL)
SETTING = re.compile(
    r"^(?:SLACK|DISCORD|HEALTH|LOG|DATA|DATABASE|LEASE|SECRET|GRACE|WEEKLY)_[A-Z_]+"
)
PLACEHOLDER = re.compile(r"[A-Z]{2,}|…|\.\.\.|[\[\]|<>$]")
ENDS = frozenset(COMMANDS) - {"run", "chat", "migrate"} | {"--help", "--version"}
NAMED = {"ask", "import", "export anki"}  # in running text, without what they need
ABOUT = (  # the examples are, and what their questions cite
    "lambda", "sqs", "api-gateway", "elastic-load-balancing", "ebs", "s3", "fargate",
)  # fmt: skip
KETTLE = (
    "# Kettle\nAliases: teapot\n\nIt boils the water for everybody here.\n\n"
    "## Limits\n- **Volume**: maximum 2 l.\n"
)
OF_ALL_NOTES = ("compare api gateway alb",)
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
    """Every command line that comes to an end by itself and has nothing to be filled in."""
    found = {
        shlex.join(words)
        for page in PAGES
        for words in command_lines(page)
        if words[0] in ENDS and not PLACEHOLDER.search(" ".join(words[1:]))
    }
    return sorted(found - NAMED)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Those of the bundled notes that the examples are about, and a home for their index."""
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "bundled").mkdir()
    for topic in ABOUT:
        for note in (ROOT / "knowledge" / "notes").glob(f"*/{topic}*.md"):
            (folder / "bundled" / note.parent.name).mkdir(exist_ok=True)
            shutil.copy(note, folder / "bundled" / note.parent.name)
    return folder


@pytest.fixture
def desk(shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the pages take for granted: notes, a database, files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPANION_HOME", str(shelf))
    monkeypatch.setenv("NOTES", str(shelf / "bundled"))
    monkeypatch.setenv("DATA_DIR", str(shelf / "data"))  # the index is made once
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/companion.db")
    Store.open(tmp_path / "companion.db").close()
    (tmp_path / "quiz.txt").write_text("What boils water?\nA. A kettle\nB. A fridge\nANSWER: A\n")
    notes = tmp_path / "path" / "to" / "notes"
    notes.mkdir(parents=True)
    (notes / "kettle.md").write_text(KETTLE)
    return tmp_path


@pytest.mark.parametrize("line", examples())
def test_examples_run(
    line: str, desk: Path, pack: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    if line in OF_ALL_NOTES:
        monkeypatch.setenv("COMPANION_HOME", str(pack))
        monkeypatch.setenv("NOTES", "bundled")
        monkeypatch.setenv("DATA_DIR", str(pack / "data"))
    try:
        status: object = main(shlex.split(line))
    except SystemExit as left:  # after help
        status = left.code
    told = capsys.readouterr()
    assert status == 0, told
    for word in shlex.split(line):
        if Path(word).suffix in (".apkg", ".csv", ".db", ".md"):
            assert (desk / word).stat().st_size, word


def test_examples_of_every_command_that_ends_by_itself_are_run() -> None:
    assert {shlex.split(line)[0] for line in examples()} >= ENDS - {"--version"}


@pytest.mark.process
def test_what_the_readme_types_into_a_pipe_is_answered(desk: Path) -> None:
    """`make run` sets up and starts `companion`, which is what is started here."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (piped,) = re.findall(r"`(printf '[^']+' \|) make run`", text)
    done = subprocess.run(
        ["sh", "-c", f"{piped} {shlex.quote(sys.executable)} -m bot"],
        capture_output=True, timeout=CEILING,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    told = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b""), told
    assert "Lambda" in told
    assert "Question 1 of 5 · S3" in told
    # Which question comes is chance: one with a single right option gets a verdict, others more.
    assert told.partition("> 2\n")[2].strip(), told


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


NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def section(page: str, heading: str) -> str:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return text.partition(f"\n{heading}\n")[2].partition("\n## ")[0]


def test_figures_for_operators_are_those_that_were_measured() -> None:
    """What docs/operating.md says of sizes and times stands in docs/scaling.md."""
    measured = set(NUMBER.findall((ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")))
    rows = [line for line in section("operating.md", "## How large it gets").splitlines()
            if line.startswith("|") and "running over the bundled notes" not in line]  # fmt: skip
    moving = re.findall(r"a million answers in (\d+) s", section("operating.md", "## Moving"))
    figures = [*NUMBER.findall(" ".join(rows)), *moving]
    assert len(figures) > 15
    assert set(figures) <= measured


def test_what_is_told_to_go_by_itself_goes_after_as_long() -> None:
    told = re.search(
        r"look-ups after a (year), notes of deliveries after (\d+) days, abandoned practice after "
        r"(\d+), what threads are about after (\d+), forms that were refused after (one); a "
        r"workspace that removed the app after (\d+) days",
        section("operating.md", "## How large it gets"),
    )
    assert told is not None
    days = [{"year": 365, "one": 1}.get(one) or int(one) for one in told.groups()]
    kept = (chores.LOOKUPS_KEPT, chores.DELIVERIES_KEPT, chores.PRACTICE_KEPT,
            chores.THREADS_KEPT, chores.DRAFTS_KEPT, chores.KEPT_AFTER_REMOVAL)  # fmt: skip
    assert days == [one.days for one in kept]


def test_it_takes_as_much_of_the_disk_as_the_page_says() -> None:
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"about (\d+) MB of disk", page)
    taken = 0
    for name in names(entries("run")):
        with suppress(PackageNotFoundError):  # this system, or this Python, does not need it
            for file in distribution(name).files or ():
                path = Path(str(file.locate()))
                taken += path.stat().st_size if path.exists() else 0
    assert taken / 1e6 == pytest.approx(int(said), rel=0.2)


@pytest.mark.process
@pytest.mark.usefixtures("cold_starts")
@pytest.mark.skipif(sys.platform != "linux", reason="/proc says how much memory a process takes")
async def test_it_takes_as_much_memory_as_the_pages_say(pack: Path, tmp_path: Path) -> None:
    for page in ("install.md", "operating.md"):
        assert "100 to 200 MB" in (ROOT / "docs" / page).read_text(encoding="utf-8")
    async with SlackServer() as slack:
        slack.world.add_user("U1", "a")
        slack.world.add_channel("C1", ("U1",))
        home = {"COMPANION_HOME": str(pack), "NOTES": "bundled"}
        companion = Running(tmp_path, pack, settings_for(slack, "socket") | home)
        await companion.start()
        one = slack.member("U1")
        for number, line in enumerate(("lambda limits", "quiz s3"), start=1):
            await one.command(line, "C1")
            await one.reply("C1", number)
        assert companion.process is not None
        status = Path(f"/proc/{companion.process.pid}/status").read_text(encoding="utf-8")
        await companion.stop()
    (most,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    assert 100 < int(most) * 1024 / 1e6 < 200


def test_the_changelog_counts_the_topics_rightly(bundled: Library) -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"`NOTES=bundled`): {len(bundled.topics())} topics" in text
