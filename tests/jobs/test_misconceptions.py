"""What many get wrong is no proof against a question that people wrote: nobody loses a point."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages import Action
from bot.quiz.scoreboards import board
from tests.jobs.test_hosts import MONDAY, do
from tests.jobs.test_running_dry import Shelf
from tests.jobs.world import TEAM, World

PEOPLE = [f"u{number:02}" for number in range(40)]
RIGHT, WRONG = 2, (0, 1, 3)


def by_those_who_know(number: int) -> int:
    """Every other one is right, the others are spread over what is wrong."""
    return RIGHT if number % 2 == 0 else WRONG[number // 2 % 3]


def by_the_others(number: int) -> int:
    """The other way round."""
    return RIGHT if number % 2 else WRONG[number // 2 % 3]


def by_few(number: int) -> int:
    """Most take the same wrong option."""
    return RIGHT if number % 5 == 0 else WRONG[0]


async def answer_all(world: World, answers: Callable[[int], int], points: Counter[str]) -> int:
    """Everybody answers the newest question; its round."""
    round = world.companion.core.rounds.latest(TEAM, "C1")
    assert round is not None
    world.now += timedelta(minutes=5)
    for number, user in enumerate(PEOPLE):
        choice = answers(number)
        points[user] += 10 * (choice == RIGHT)
        await world.answer(user, round.id, choice)
    return round.id


def scores(world: World) -> dict[str, int]:
    shown = board(world.store, TEAM, MONDAY.date(), channel="C1", period="all", top=100)
    return {row.user: row.points for row in shown.rows if row.points}


@pytest.mark.parametrize("origin", ["authored", "bank"])
@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (by_the_others, "those who know the subject got it wrong"),
        (by_few, "most people picked another answer"),
    ],
)
async def test_figures_take_no_point_for_a_question_that_people_wrote(
    tmp_path: Path, origin: str, answers: Callable[[int], int], reason: str
) -> None:
    world = World(tmp_path, MONDAY, notes=lambda: Shelf(**{origin: 30}))
    await do(world, "daily 09:00 UTC daily")
    points = Counter[str]()
    for _ in range(4):
        await world.pass_time(timedelta(hours=2), beats=2)
        await answer_all(world, by_those_who_know, points)
        await world.pass_time(timedelta(hours=22), beats=22)
    await world.pass_time(timedelta(hours=2), beats=2)
    suspect = await answer_all(world, answers, points)
    await world.pass_time(timedelta(days=1), beats=24)
    round = world.companion.core.rounds.get(TEAM, suspect)
    assert round is not None
    assert (round.state, round.void) == ("revealed", "")
    result = next(m.reply for m in world.platform.questions() if m.key == f"round-{suspect}")
    assert "The right answer: “3”." in str(result.parts)
    assert scores(world) == {user: earned for user, earned in points.items() if earned}
    (told,) = (reply.summary for _, reply in world.platform.whispers if "on hold" in reply.summary)
    assert reason in told, "it rests until somebody has looked, and its host knows"
    assert world.companion.core.moderation.is_unusable(TEAM, round.question)
    await do(world, action=Action("resolve", (round.question.id, "release")))
    assert not world.companion.core.moderation.is_unusable(TEAM, round.question)
    assert scores(world) == {user: earned for user, earned in points.items() if earned}
    await world.close()
