"""What `companion doctor` looks at: each finding says how things are and what to do about it."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bot.private import open_to_others
from bot.settings import Settings, SettingsError

State = Literal["good", "note", "bad"]
_MOST_UNREAD_SHOWN = 10
LITTLE_SPACE = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str  # "Slack token", "Notes" …
    state: State
    text: str
    advice: str = ""  # what to do; empty when there is nothing to do


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything that can be looked at without a platform."""
    yield from _clock()
    yield from _database(settings)
    yield from _notes(settings)
    if not (settings.uses_slack or settings.uses_discord):
        yield Finding(
            "Platforms",
            "note",
            "no tokens are set, so `companion` opens the terminal chat",
            "docs/slack.md and docs/discord.md say how to connect a team",
        )


def _clock() -> Iterator[Finding]:
    now = datetime.now(UTC)
    if now.year < 2025:
        yield Finding("Clock", "bad", f"it says {now:%Y-%m-%d}", "set the system's clock")
        return
    offset = time.strftime("%Z")
    yield Finding("Clock", "good", f"{now:%Y-%m-%d %H:%M} UTC; this machine's zone is {offset}")


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        path = settings.database_file
    except SettingsError as error:
        yield Finding("Database", "bad", str(error), "see .env.example")
        return
    if path is None:
        yield _server(settings)
        return
    folder = _existing_parent(path)
    if not os.access(folder, os.W_OK):
        yield Finding(
            "Database", "bad", f"{folder} cannot be written to", "choose another DATABASE_URL"
        )
        return
    free = shutil.disk_usage(folder).free
    if free < LITTLE_SPACE:
        yield Finding("Disk", "bad", f"{free // 2**20} MB are free in {folder}", "make room")
    yield _condition(path)
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


def _existing_parent(path: Path) -> Path:
    folder = path.resolve().parent
    while not folder.exists():
        folder = folder.parent
    return folder


def _condition(path: Path) -> Finding:
    if not path.exists():
        return Finding("Database", "good", f"{path} will be made at the first start")
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            result = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error as error:
        result = str(error)
    if result != "ok":
        advice = "restore your last backup (made with `companion backup FILE`)"
        return Finding("Database", "bad", f"{path} is damaged: {result}", advice)
    return Finding("Database", "good", f"{path}, {path.stat().st_size // 1024:,} KB")


def _notes(settings: Settings) -> Iterator[Finding]:
    from knowledge.library import Library

    library = Library.open(settings.notes, settings.data_dir, None, settings.flashcard_tag)
    try:
        topics = library.topics()
        report = library.refresh()
    finally:
        library.close()
    read = {file.file for file in report.files}
    unread = [
        problem
        for problem in report.problems
        if problem.partition(": ")[0] not in read or "not read" in problem
    ]
    for problem in unread[:_MOST_UNREAD_SHOWN]:
        yield Finding("Notes", "note", problem)
    if len(unread) > _MOST_UNREAD_SHOWN:
        advice = "`companion index` lists them all"
        yield Finding("Notes", "note", f"{len(unread):,} files were not read", advice)
    for sentence in report.others:
        yield Finding("Notes", "note", sentence)
    named = ", ".join(settings.notes)
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


_MARKS: dict[State, str] = {"good": "ok  ", "note": "note", "bad": "BAD "}


def report(findings: Iterable[Finding]) -> int:
    """Print the findings; 1 when something has to be mended."""
    status = 0
    for finding in findings:
        print(f"{_MARKS[finding.state]}  {finding.about}: {finding.text}")
        if finding.advice:
            print(f"      → {finding.advice}")
        if finding.state == "bad":
            status = 1
    return status
