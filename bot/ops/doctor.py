"""What `companion doctor` looks at: each finding says how things are and what to do about it."""

import os
import shutil
import socket
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bot.ops.mishaps import sentence_on
from bot.private import open_to_others
from bot.settings import Settings
from knowledge.model import Broken

State = Literal["good", "note", "bad"]
# Says what is being done while it is, and gives what can be told how far it is.
Telling = Callable[[str], AbstractContextManager[Callable[[int, int, str], None] | None]]
_MOST_UNREAD_SHOWN = 10
LITTLE_SPACE = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str  # "Slack token", "Notes" …
    state: State
    text: str
    advice: str = ""  # what to do; empty when there is nothing to do


def examine_settings(settings: Settings) -> Iterator[Finding]:
    """What stands in the settings: first of all, since the rest depends on it."""
    for trouble in settings.troubles:
        yield Finding("Settings", "bad", trouble, "mend it; the default was taken for what follows")
    for remark in settings.remarks:
        yield Finding("Settings", "note", remark)
    if not (settings.uses_slack or settings.uses_discord):
        yield Finding(
            "Platforms",
            "note",
            "no tokens are set, so `companion` opens the terminal chat",
            "docs/slack.md and docs/discord.md say how to connect a team",
        )


def _untold(_what: str) -> AbstractContextManager[None]:
    return nullcontext()


def examine(settings: Settings, telling: Telling = _untold) -> Iterator[Finding]:
    """Everything that can be looked at without a platform; *telling* what takes a while."""
    yield from guarded("Clock", _clock)
    yield from guarded("Data", lambda: _data_folder(settings))
    yield from guarded("Database", lambda: _database(settings, telling))
    yield from guarded("Notes", lambda: _notes(settings, telling))
    yield from guarded("Ports", lambda: _ports(settings))


def guarded(about: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What a look finds; where it fails, that is told, and the next one follows."""
    try:
        yield from look()
    except Exception as error:
        told = sentence_on(error) or f"{type(error).__name__}: {error}"
        yield Finding(about, "bad", f"could not be looked at: {told}")


def _clock() -> Iterator[Finding]:
    now = datetime.now(UTC)
    if now.year < 2025:
        yield Finding("Clock", "bad", f"it says {now:%Y-%m-%d}", "set the system's clock")
        return
    offset = time.strftime("%Z")
    yield Finding("Clock", "good", f"{now:%Y-%m-%d %H:%M} UTC; this machine's zone is {offset}")


def _data_folder(settings: Settings) -> Iterator[Finding]:
    """The folder of what is kept and of what can be made again."""
    folder = settings.data_dir
    there = _existing_parent(folder / "file")
    if not _can_hold_files(there):
        advice = "choose another DATA_DIR, or see who owns it"
        yield Finding("Data", "bad", f"{there} is no folder that can be written to", advice)
        return
    free = shutil.disk_usage(there).free
    if free < LITTLE_SPACE:
        yield Finding("Disk", "bad", f"{free // 2**20} MB are free in {there}", "make room")
    made = "" if folder.exists() else "; it will be made at the first start"
    yield Finding("Data", "good", f"{folder.resolve()}{made}")


def _ports(settings: Settings) -> Iterator[Finding]:
    """Whether anything listens where the companion would: perhaps the companion itself."""
    wanted = {"HEALTH_PORT": (settings.health_host, settings.health_port or 0)}
    if settings.slack_signing_secret:
        wanted["PORT"] = ("0.0.0.0", settings.port)  # noqa: S104 (where Slack's calls arrive)
    for name, (host, port) in wanted.items():
        if not port:
            continue
        try:
            with socket.create_server((host, port)):
                yield Finding(name, "good", f"{port} is free")
        except OSError as error:
            told = f"nothing can listen on {host}:{port} now ({error.strerror or error})"
            yield Finding(name, "note", told, "all is well if that is the companion running")


def _database(settings: Settings, telling: Telling) -> Iterator[Finding]:
    path = settings.database_file
    if path is None:
        yield _server(settings)
        return
    folder = _existing_parent(path)
    if not _can_hold_files(folder):
        advice = "choose another DATABASE_URL"
        yield Finding("Database", "bad", f"{folder} is no folder that can be written to", advice)
        return
    with telling("checking the database"):
        condition = _condition(path)
    yield condition
    if open_to_others(path.parent) and open_to_others(path):
        yield Finding(
            "Database",
            "note",
            f"other users of this machine can read {path}",
            f"chmod 700 {path.parent} && chmod 600 {path}; the next start does the latter itself",
        )


def _server(settings: Settings) -> Finding:
    from bot.store import Store, StoreError

    try:
        store = Store.open(settings.database_url, settings.secret_keys)
    except StoreError as error:
        return Finding("Database", "bad", str(error), "see DATABASE_URL in .env.example")
    try:
        under_way = store.leases.held()
    finally:
        store.close()
    shown = settings.shown_database
    return Finding("Database", "good", f"{shown} answers; {under_way} things are under way")


def _can_hold_files(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK)


def _existing_parent(path: Path) -> Path:
    folder = path.resolve().parent
    while not folder.exists():
        folder = folder.parent
    return folder


def _condition(path: Path) -> Finding:
    if not path.exists():
        return Finding("Database", "good", f"{path} will be made at the first start")
    from bot.store.files import damage, half_moved_from
    from bot.store.moving import HALF_MOVED

    result = damage(path)
    if result:
        advice = "restore your last backup (made with `companion backup FILE`)"
        return Finding("Database", "bad", f"{path} is damaged: {result}", advice)
    if source := half_moved_from(path):
        return Finding("Database", "bad", HALF_MOVED.format(path, source))
    return Finding("Database", "good", f"{path}, {path.stat().st_size // 1024:,} KB")


def _notes(settings: Settings, telling: Telling) -> Iterator[Finding]:
    from knowledge.library import Library

    with telling("reading") as shown:
        library = Library.open(settings.notes, settings.data_dir, shown, settings.flashcard_tag)
    try:
        topics = library.topics()
        report = library.refresh()
        lost = library.lost
    finally:
        library.close()
    for place in settings.missing_notes:
        if place not in lost:
            advice = "mend NOTES, or put the notes there"
            yield Finding("Notes", "bad", f"NOTES names {place}, which is not there", advice)
    for place in lost:
        yield Finding(
            "Notes",
            "bad",
            f"{place} cannot be reached, or holds nothing any more; what was read last answers",
            "mount it again; where it is empty on purpose, `companion index` lets go of it",
        )
    read = {file.file for file in report.files}
    unread = [
        problem
        for problem in report.problems
        if problem.partition(": ")[0] not in settings.missing_notes
        and (problem.partition(": ")[0] not in read or "not read" in problem)
    ]
    for problem in unread[:_MOST_UNREAD_SHOWN]:
        yield Finding("Notes", "note", problem)
    if len(unread) > _MOST_UNREAD_SHOWN:
        advice = "`companion index` lists them all"
        yield Finding("Notes", "note", f"{len(unread):,} files were not read", advice)
    for sentence in report.others:
        yield Finding("Notes", "note", sentence)
    yield from _broken_questions(report.broken)
    there = [note for note in settings.notes if note not in settings.missing_notes]
    named = ", ".join(there or settings.notes)
    if not topics:
        yield Finding(
            "Notes",
            "bad",
            f"nothing could be read in {named}",
            "set NOTES to files that docs/notes.md lists; `companion index` says what was skipped",
        )
        return
    facts = sum(topic.facts for topic in topics)
    yield Finding("Notes", "good", f"{facts:,} facts on {len(topics)} topics in {named}")


def _broken_questions(broken: Sequence[Broken]) -> Iterator[Finding]:
    """How many questions in the notes cannot be asked, and where the first one stands."""
    if not broken:
        return
    how_many = "1 question" if len(broken) == 1 else f"{len(broken):,} questions"
    first = f"{broken[0].file}:{broken[0].line}: {broken[0].reason}"
    text = f"{how_many} in the notes cannot be asked (first {first})"
    yield Finding("Notes", "note", text, "`companion index` names each with its file and line")


_MARKS: dict[State, str] = {"good": "ok  ", "note": "note", "bad": "BAD "}


def _wrapped(line: str) -> str:
    """A line as a terminal shows it best; in a pipe it stays whole."""
    if not sys.stdout.isatty():
        return line
    columns = max(40, shutil.get_terminal_size((80, 24)).columns)
    further = " " * 8
    return textwrap.fill(line, columns, subsequent_indent=further, break_long_words=False)


def report(findings: Iterable[Finding]) -> int:
    """Print the findings; 1 when something has to be mended."""
    status = 0
    for finding in findings:
        print(_wrapped(f"{_MARKS[finding.state]}  {finding.about}: {finding.text}"), flush=True)
        if finding.advice:
            print(_wrapped(f"      → {finding.advice}"))
        if finding.state == "bad":
            status = 1
    return status
