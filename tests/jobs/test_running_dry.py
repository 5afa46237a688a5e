"""A host hears that questions run out: when that is, and what of all that could help is named."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.messages import Hint, Reply
from knowledge.library import Library
from knowledge.model import Question
from tests.jobs.test_hosts import MONDAY, do, pick
from tests.jobs.world import FewNotes, World, question

WRITE = "write some"
PRACTISE = "practise generated ones: /aws quiz"
OTHERS = "take others too: /aws daily source any"
TOPICS = "widen its topics: /aws daily topics all"
PLAN = "give its plan more topics, or end it: /aws plan"


class Shelf(FewNotes):
    """So many questions of each origin, on five topics in turn."""

    fingerprint = "shelf"

    def __init__(self, authored: int = 0, bank: int = 0, generated: int = 0) -> None:
        super().__init__()
        self._written = (*_some("authored", authored), *_some("bank", bank))
        self._generated = tuple(_some("generated", generated))

    def written(self) -> tuple[Question, ...]:
        return self._written

    def questions(self, topic: str | None = None) -> tuple[Question, ...]:
        return self._generated

    def question(self, identity: str) -> Question | None:
        return next((q for q in self._generated if q.id == identity), None)


def _some(origin: Any, count: int) -> Iterator[Question]:
    return (replace(question(n), id=f"{origin}{n}", origin=origin) for n in range(count))


def told(world: World) -> list[Reply]:
    """What was said of questions that run out."""
    return [reply for _, reply in world.platform.whispers if "left for the week" in reply.summary]


def helps(reply: Reply) -> list[str]:
    """What is named as a help."""
    said = "".join(part.text for part in reply.parts if isinstance(part, Hint))
    return re.sub(r"^What helps: |\.$", "", said).split("; ") if said else []


@pytest.mark.parametrize(
    ("shelf", "schedule", "named"),
    [
        ({"authored": 3}, {}, [WRITE]),
        ({"authored": 3, "generated": 9}, {}, [WRITE, PRACTISE]),
        ({"authored": 3, "generated": 9}, {"source": "written"}, [WRITE]),
        ({"authored": 3, "bank": 9}, {"source": "written"}, [WRITE, OTHERS]),
        ({"authored": 9, "bank": 3}, {"source": "bank"}, [OTHERS]),
        ({"bank": 3}, {"source": "bank"}, []),
        ({"authored": 20}, {"topics": ("Topic 1",)}, [WRITE, TOPICS]),
        ({"authored": 3}, {"topics": ("Topic 1",)}, [WRITE, TOPICS]),
        ({"authored": 1}, {"topics": ("Topic 0",)}, [WRITE]),
        (
            {"authored": 20, "bank": 9, "generated": 9},
            {"source": "written", "topics": ("Topic 1",)},
            [WRITE, OTHERS, TOPICS],
        ),
    ],
)
async def test_what_would_bring_more_is_named_and_nothing_else(
    tmp_path: Path, shelf: Mapping[str, int], schedule: Mapping[str, Any], named: list[str]
) -> None:
    world = World(tmp_path, MONDAY, notes=lambda: Shelf(**shelf))
    await do(world, "daily 09:00 UTC daily")
    world.schedule(**schedule)
    await world.pass_time(timedelta(hours=4), beats=4)
    (reply,) = told(world)
    assert helps(reply) == named
    home = await do(world, "me")
    for one in (reply, home):
        assert (pick(one, "Write a question") is not None) is (WRITE in named)
    await world.close()


@pytest.mark.parametrize(
    ("days", "week", "said"),
    [
        ("daily", 7, "has 6 questions left"),
        ("weekdays", 5, "has 4 questions left"),
        ("mon,thu", 2, "has 1 question left"),
    ],
)
async def test_it_is_told_once_the_week_to_come_is_not_full(
    tmp_path: Path, days: str, week: int, said: str
) -> None:
    world = World(tmp_path, MONDAY, notes=lambda: Shelf(authored=week + 2))
    await do(world, f"daily 09:00 UTC {days}")
    while len(world.platform.questions()) < 2:
        await world.pass_time(timedelta(hours=12), beats=12)
    await world.pass_time(timedelta(hours=12), beats=12)
    assert told(world) == [], "as many are left as a week has questions"
    await world.pass_time(timedelta(days=8), beats=8 * 24)
    (reply,) = told(world)
    assert said in reply.summary
    await world.close()


async def test_what_is_left_is_counted_once_the_day_has_its_question(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY, notes=lambda: Shelf(authored=3))
    await do(world, "daily 09:00 UTC daily")
    await world.pass_time(timedelta(hours=1))
    assert (len(world.platform.questions()), told(world)) == (1, [])
    await world.pass_time(timedelta(minutes=1))
    assert ["has 2 questions left" in reply.summary for reply in told(world)] == [True]
    await world.close()


NOTES = {
    "tea": [f"How is tea number {n} made?" for n in "ABC"],
    "coffee": [f"How is coffee number {n} made?" for n in "ABCDEFGHIJKL"],
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Notes with three written questions on tea and twelve on coffee."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for topic, stems in NOTES.items():
        asked = "\n\n".join(f"### {stem}\n- [x] Hot\n- [ ] Cold" for stem in stems)
        text = f"# {topic.title()}\n\n{asked}\n"
        (folder / f"{topic}.md").write_text(text, encoding="utf-8")
    library = Library.open([str(folder)], tmp_path / "index")
    yield library
    library.close()


@pytest.mark.parametrize(
    ("command", "plan", "named"),
    [
        ("daily 09:00 UTC daily", "plan 2026-04-30 tea", [WRITE, PLAN]),
        ("daily 09:00 UTC daily coffee", "plan 2026-04-30 tea", [WRITE, PLAN]),
        ("daily 09:00 UTC daily tea", "plan 2026-04-30 tea", [WRITE]),
        ("daily 09:00 UTC daily tea", "plan 2026-04-30 coffee", None),
        ("daily 09:00 UTC daily tea", "plan 2026-04-30 tea coffee", None),
        ("daily 09:00 UTC daily", "plan 2026-03-05 tea", None),
        ("daily 09:00 UTC daily", "plan 2026-04-30", None),
        ("daily 09:00 UTC daily tea", "", [WRITE, TOPICS]),
    ],
)
async def test_while_a_plan_runs_it_is_the_plan_that_runs_dry(
    tmp_path: Path, library: Library, command: str, plan: str, named: list[str] | None
) -> None:
    """Nothing else is asked then, whatever the schedule's topics; one that ends soon counts not."""
    world = World(tmp_path, MONDAY, notes=lambda: cast(Any, library))
    await do(world, command)
    if plan:
        await do(world, plan)
    await world.pass_time(timedelta(hours=4), beats=4)
    assert [helps(reply) for reply in told(world)] == ([named] if named else [])
    await world.close()
