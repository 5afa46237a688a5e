"""Nothing that anybody can look at tells the right answer while answers may still be changed.

The same day is lived through once for every option that one person may pick. Whatever all of them
see of it, on every surface there is, must be the same to the letter until the question closes.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.commands.table import TABLE
from bot.messages import Action, Place, Request
from bot.plans.coverage_stats import CoverageStats
from bot.store.figures import FigureTables
from bot.store.records import Schedule, team_of
from knowledge.model import Question
from tests.bot.conversations.bare import BareDriver, BareMessenger, Shown, words_of
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.driver import ADMIN
from tests.bot.conversations.world import World

if TYPE_CHECKING:
    from knowledge.library import Library

INVITER, HOST = "Ivo", "Hal"  # each with a channel of their own, Hal with a quiz in it
REPORTED = "It was more than that until May"
TOMORROW = date(2026, 3, 3)
OTHERS = ("Ben", "Cem", INVITER, HOST)
PEOPLE = (*OTHERS, ADMIN)
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
        self.own = {who: replace(world.place, channel=f"{who}-own") for who in (INVITER, HOST)}
        for who, place in self.own.items():
            self._runner.run(world.companion.bot_joined(place, world.person(who).user))
        chat = Chat(self)
        chat.admin.says("daily 09:00 Europe/Berlin weekdays").says("daily reveal later")
        chat.admin.says("plan 2026-06-01")
        chat.waits(minutes=31)
        for who in ("Cem", "Dua", "Eli"):
            chat.as_(who).forges("answer|1|0").sees("Noted")
        chat.as_("Ben").forges(f"answer|1|{choice}").sees("Noted")
        eli = world.person("Eli")
        world.companion.core.moderation.report(eli, 1, "other", REPORTED, self.now)
        self._hosts(chat)

    def _hosts(self, chat: Chat) -> None:
        """Hal's channel has a quiz, whose next question is the one that is open here."""
        where = Request(self.world.person(HOST), self.own[HOST], self.now)
        for line in ("daily 09:00 Europe/Berlin weekdays", "daily preview on"):
            self._runner.run(self.world.companion.handle(replace(where, text=line)))
        team, channel = team_of(where.who), self.own[HOST].channel
        self.world.store.previews.add(team, channel, TOMORROW, self.open.id)

    def seen(self) -> list[str]:
        """Everything that anybody can look at."""
        actions = sorted(self.world.companion.actions - set(LAST) - {"run"})
        chosen = [f"{name}|{a}" for name in actions for a in ARGUMENTS.get(name, ("",))]
        found = [self._typed(who, line) for line in LINES for who in PEOPLE]
        found += [self._clicked(who, action) for action in chosen for who in PEOPLE]
        found += [*self._tables(), self._recap(), *self.channel()]
        return found + [self._clicked("Dua", action) for action in LAST]

    def _schedule(self) -> Schedule:
        schedule = self.world.companion.core.schedule_of(self.world.place)
        assert schedule is not None
        return schedule

    @property
    def open(self) -> Question:
        round = self.world.store.rounds.get(1)
        assert round is not None
        return round.question

    def asks(self, who: str, place: Place, line: str = "", click: str = "") -> str:
        """All words of a reply, those of its form and its files too."""
        action = Action.parse(click) if click else None
        request = Request(self.world.person(who), place, self.now, line, action)
        reply = self._runner.run(self.world.companion.handle(request))
        fields = [field.value for field in reply.form.fields] if reply.form else []
        files = [file.content.decode(errors="replace") for file in reply.files]
        return "\n".join([words_of(reply), *fields, *files])

    def _typed(self, who: str, line: str) -> str:
        self.type(who, line.format(open=self.open.id))
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
        schedule = self._schedule()
        yield f"figures: {store.items.figures(schedule.team)}"
        yield f"topics: {store.items.topic_figures(schedule.team, schedule.channel, date.min)}"

    def _recap(self) -> str:
        schedule = self._schedule()
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
        return len(lived.open.options)


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


def _tells(told: str, question: Question) -> bool:
    """Whether somebody reads there what is right."""
    right, ticked = question.right, "✓" in told and question.stem in told
    return (
        REPORTED in told
        or ticked
        or any(f"{before}{right}" in told for before in ("Right: ", "Right: “", "* "))
    )


# What is clicked about the open question by its id, or by the round that asks it.
BY_ID = (
    "question|{open}", "edit|{open}", "edited|{open}",
    "preview-post|Hal-own|2026-03-03|{open}", "preview-other|Hal-own|2026-03-03|{open}",
    "preview-never|Hal-own|2026-03-03|{open}", "approve|{open}", "hold|{open}", "settle|{open}",
    "resolve|{open}|release", "take-back|1", "show|1", "hint|1", "keep|1", "grade|1|good",
    "look-up-question|1", "run|question {open}",
)  # fmt: skip


def test_only_editors_read_what_is_right_before_the_close(
    library: "Library", tmp_path: Path
) -> None:
    with day(library, tmp_path / "one", 0) as lived:
        asked, study = lived.open, lived.world.place
        actions = sorted(lived.world.companion.actions - set(LAST) - {"run"})
        lines = [line.format(open=asked.id) for line in ("question edit {open}", *LINES)]
        clicks = [click.format(open=asked.id) for click in BY_ID]
        clicks += [f"{name}|{a}" for name in actions for a in ARGUMENTS.get(name, ("",))]
        for who in OTHERS:
            for place in (study, lived.own.get(who, study)):
                for line in lines:
                    assert not _tells(lived.asks(who, place, line), asked), (who, line)
                for click in clicks:
                    assert not _tells(lived.asks(who, place, click=click), asked), (who, click)
        assert _tells(lived.asks(ADMIN, study, f"question {asked.id}"), asked), "so it is said"
        assert _tells(lived.asks(ADMIN, study, click=f"edit|{asked.id}"), asked)


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
