"""Nothing that anybody can look at tells the right answer while answers may still be changed.

The same day is lived through once for every option that one person may pick. Whatever all of them
see of it, on every surface there is, must be the same to the letter until the question closes.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.commands.table import TABLE
from bot.plans.coverage_stats import CoverageStats
from bot.store.figures import FigureTables
from tests.bot.conversations.bare import BareDriver, BareMessenger, Shown, words_of
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.driver import ADMIN
from tests.bot.conversations.world import World

if TYPE_CHECKING:
    from knowledge.library import Library

PEOPLE = ("Ben", "Cem", ADMIN)
LINES = (
    "me", "leaderboard", "leaderboard week", "leaderboard all", "leaderboard workspace", "daily",
    "topics", "gaps", "reports", "plan", "review", "quiz 3", "stop", "export me", "settings",
    "home", "question {open}", "question list", "question writers", "daily preview", "daily role",
    "conflicts", "compare SQS, SNS", "sqs retention", "language", "help",
)  # fmt: skip
# Clicks that change something for good come last, each for somebody who has been looked at.
LAST = ("opt-out", "opt-in", "daily-off", "daily-resume", "daily-now", "forget-yes")
ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "answer": ("1|9",),
    "hint": ("1",),
    "keep": ("1",),
    "grade": ("1|good",),
    "report": ("1",),
    "reported": ("1",),
    "board": ("week|channel|points", "all|workspace|accuracy", "month|channel|accuracy"),
}


class Day(BareDriver):
    """A question with "reveal later" that four people answered and that is still open."""

    def __init__(self, world: World, choice: int) -> None:
        super().__init__(world)
        self.world = world
        chat = Chat(self)
        chat.admin.says("daily 09:00 Europe/Berlin weekdays").says("daily reveal later")
        chat.admin.says("plan 2026-06-01")
        chat.waits(minutes=31)
        for who in ("Cem", "Dua", "Eli"):
            chat.as_(who).forges("answer|1|0").sees("Noted")
        chat.as_("Ben").forges(f"answer|1|{choice}").sees("Noted")

    def seen(self) -> list[str]:
        """Everything that anybody can look at."""
        actions = sorted(self.world.companion.actions - set(LAST) - {"run"})
        chosen = [f"{name}|{a}" for name in actions for a in ARGUMENTS.get(name, ("",))]
        found = [self._typed(who, line) for line in LINES for who in PEOPLE]
        found += [self._clicked(who, action) for action in chosen for who in PEOPLE]
        found += [*self._tables(), self._recap(), *self.channel()]
        return found + [self._clicked("Dua", action) for action in LAST]

    def _typed(self, who: str, line: str) -> str:
        round = self.world.store.rounds.get(1)
        assert round is not None
        self.type(who, line.format(open=round.question.id))
        return self._told(who, line)

    def _clicked(self, who: str, action: str) -> str:
        self.forge(who, action)
        return self._told(who, action)

    def _told(self, who: str, what: str) -> str:
        exported = {name: _without_choice(text) for name, text in self.files(who).items()}
        return f"{who} {what}: {self.read(who)} {exported}"

    def _tables(self) -> Iterator[str]:
        """What a board, a plan, the coverage and the exports of whoever runs this are made of."""
        kept, store = self.world.store.figures, self.world.store
        for name in sorted(name for name in vars(FigureTables) if not name.startswith("_")):
            yield f"{name}: {getattr(kept, name)()}"
        standing = CoverageStats.of(store)
        yield f"{[getattr(standing, field.name) for field in fields(standing)]}"
        (schedule,) = store.schedules.all()
        yield f"figures: {store.items.figures(schedule.team)}"
        yield f"topics: {store.items.topic_figures(schedule.team, schedule.channel, date.min)}"

    def _recap(self) -> str:
        (schedule,) = self.world.store.schedules.all()
        shown: list[Shown] = []
        self.world.messengers[self.world.place.platform] = BareMessenger(shown)
        posting, now = self.world.companion.posting, self.world.now
        self._runner.run(posting.recap(schedule, now.date(), now))
        return words_of(shown[0].reply)


def _without_choice(export: bytes) -> str:
    """One's own export, but for the option that oneself picked."""
    if not export.startswith(b"{"):  # questions as Markdown
        return export.decode()
    kept = json.loads(export)
    for answer in kept.get("answers", ()):
        del answer["picked"]
    return json.dumps(kept)


@contextmanager
def day(library: "Library", folder: Path, choice: int) -> Iterator[Day]:
    folder.mkdir()
    lived = Day(World(library, folder), choice)
    try:
        yield lived
    finally:
        lived.close()


def options(library: "Library", folder: Path) -> int:
    with day(library, folder, 0) as lived:
        round = lived.world.store.rounds.get(1)
        assert round is not None
        return len(round.question.options)


def test_no_surface_tells_the_right_answer_before_the_close(
    library: "Library", tmp_path: Path
) -> None:
    stories = []
    for choice in range(options(library, tmp_path / "first")):
        with day(library, tmp_path / str(choice), choice) as lived:
            stories.append(lived.seen())
    assert len(stories) > 1
    for story in stories[1:]:
        assert [pair for pair in zip(stories[0], story, strict=True) if pair[0] != pair[1]] == []


def test_every_command_is_among_the_lines() -> None:
    tried = {line.split()[0] for line in LINES}
    elsewhere = {"ask", "forget", "opt"}  # any other line is a look-up, the others are clicked
    assert {spec.words[0] for spec in TABLE if spec.words} - tried == elsewhere


def test_after_the_close_the_surfaces_do_tell(library: "Library", tmp_path: Path) -> None:
    stories = []
    for choice in range(options(library, tmp_path / "first")):
        with day(library, tmp_path / str(choice), choice) as lived:
            lived.wait(timedelta(hours=23.5))
            stories.append([lived._typed("Ben", line) for line in ("me", "leaderboard")])
    assert all(map(_differ, zip(*stories, strict=True))), "this test looks at what matters"


def _differ(told: tuple[str, ...]) -> bool:
    return len(set(told)) > 1


@pytest.mark.parametrize("line", ["me", "leaderboard"])
def test_a_sealed_answer_is_no_answer_yet(library: "Library", tmp_path: Path, line: str) -> None:
    with day(library, tmp_path / "one", 0) as lived:
        assert "0 of 1" not in lived._typed("Ben", line)
        assert "1 of 1" not in lived._typed("Ben", line)
