"""A day's question is posted once and revealed once, wherever the process dies."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.daily.announcing import announce
from bot.messages import Action as Click
from bot.messages import (
    Heading,
    MessageRef,
    NotDelivered,
    Person,
    Place,
    PlaceGone,
    Reply,
    Request,
)
from bot.schedule import WEEKDAYS
from bot.store.records import Round, Schedule, team_of
from knowledge.library import Library
from tests.bot.conversations.world import World

NOTES = Path(__file__).parent / "conversations" / "notes"
DAY = timedelta(days=1)


class Killed(BaseException):
    """The process is gone; nothing may catch it."""


class Channel:
    """A platform that outlives the process, with faults on demand."""

    def __init__(self) -> None:
        self.messages: dict[str, tuple[str, Reply]] = {}  # by id: key and what it says
        self.whispers: list[Reply] = []
        self.lose_next = False  # store the message, then lose the connection
        self.refuse_next = 0
        self.gone = False
        self.unreadable = False  # its history cannot be read, so nothing is found again

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        if self.gone:
            raise PlaceGone
        if self.refuse_next:
            self.refuse_next -= 1
            raise NotDelivered
        ref = MessageRef(place, f"m{len(self.messages) + 1}")
        self.messages[ref.id] = (key, reply)
        if self.lose_next:
            self.lose_next = False
            raise NotDelivered
        return ref

    async def update(self, ref: MessageRef, reply: Reply) -> None:
        if self.gone:
            raise PlaceGone
        key, _ = self.messages[ref.id]
        self.messages[ref.id] = (key, reply)

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        del since
        if self.unreadable:
            raise NotDelivered
        for id, (there, _) in self.messages.items():
            if there == key:
                return MessageRef(place, id)
        return None

    async def hindrance(self, place: Place, *, forum: bool = False) -> str:
        del place, forum
        return ""

    async def whisper(
        self, person: Person, reply: Reply, key: str, since: datetime | None = None
    ) -> MessageRef | None:
        del key, since
        self.whispers.append(reply)
        return MessageRef(Place(person.platform, person.workspace, ""), "w")

    def keys(self) -> list[str]:
        return [key.partition("-")[0] for key, _ in self.messages.values()]

    def headings(self) -> list[str]:
        return [
            part.text
            for _, reply in self.messages.values()
            for part in reply.parts
            if isinstance(part, Heading)
        ]


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.open([str(NOTES)], tmp_path_factory.mktemp("index"))


@pytest.fixture
async def world(notes: Library, tmp_path: Path) -> AsyncIterator[World]:
    world = World(notes, tmp_path, "slack")
    world.messengers["slack"] = Channel()
    schedule = Schedule(
        team_of(world.place), "study", time(9), "Europe/Berlin", WEEKDAYS,
        changed_at=world.now, recap=True,
    )  # fmt: skip
    world.store.schedules.put(schedule)
    yield world
    await world.close()


def channel(world: World) -> Channel:
    found = world.messengers["slack"]
    assert isinstance(found, Channel)
    return found


async def live_through(world: World, hours: float) -> None:
    await world.pass_time(timedelta(hours=hours))


async def answer(world: World, choice: str = "0") -> Reply:
    who = Person("slack", "W1", "U1", "Ben")
    click = Click("answer", ("1", choice))
    return await world.companion.handle(Request(who, world.place, world.now, "", click))


async def click(world: World, message: str, channel: str = "") -> Round:
    """Answer the first question on a message; the round as it is afterwards."""
    where = replace(world.place, channel=channel) if channel else world.place
    who = Person("slack", "W1", "U1", "Ben")
    action = Click("answer", ("1", "0"))
    await world.companion.handle(Request(who, where, world.now, "", action, message=message))
    found = world.store.rounds.get(1)
    assert found is not None
    return found


async def a_day(world: World) -> None:
    await live_through(world, 1)
    await answer(world)
    await live_through(world, 23.5)


async def test_a_day_posts_a_question_and_a_recap_and_turns_the_question_into_the_result(
    world: World,
) -> None:
    await a_day(world)
    assert channel(world).keys() == ["round", "recap", "round"]
    assert "closed" in channel(world).headings()[0]


STEPS = [
    "claim", "post", "confirm", "close", "reveal", "claim recap", "post recap", "confirm recap",
    "revealed",
]  # fmt: skip


async def test_the_steps_are_these(world: World) -> None:
    taken: list[str] = []
    world.companion.posting.step = taken.append
    await a_day(world)
    assert taken[: len(STEPS)] == STEPS


@pytest.mark.parametrize("fatal", STEPS)
async def test_killed_before_a_step_it_goes_on_after_a_restart(world: World, fatal: str) -> None:
    def kill(step: str) -> None:
        if step == fatal:
            raise Killed

    world.companion.posting.step = kill
    with pytest.raises(Killed):
        await a_day(world)
    await world.restart()
    await live_through(world, 1)
    if fatal in ("claim", "post", "confirm"):
        await answer(world)
    await live_through(world, 26)
    keys = [key for key, _ in channel(world).messages.values()]
    assert len(keys) == len(set(keys)), "nothing twice"
    assert keys[:2] == ["round-1", "recap-1"]
    assert "closed" in channel(world).headings()[0]
    assert world.companion.core.rounds.answered(1) == 1


async def test_a_message_that_was_stored_before_the_connection_broke_is_found(world: World) -> None:
    channel(world).lose_next = True
    with pytest.raises(NotDelivered):
        await live_through(world, 1)
    await live_through(world, 1)
    assert channel(world).keys() == ["round"]
    assert "Right" in str(await answer(world)) or "Not quite" in str(await answer(world))


class TestAPostThatNobodyCanFindAgain:
    """Its confirmation was lost, in a channel whose history may not be read."""

    @pytest.fixture
    async def lost(self, world: World) -> World:
        channel(world).lose_next = channel(world).unreadable = True
        with pytest.raises(NotDelivered):
            await live_through(world, 1)
        return world

    async def test_the_first_click_tells_where_it_is_so_it_is_counted_and_closed(
        self, lost: World
    ) -> None:
        assert (await click(lost, "m1")).message == "m1"
        await lost.companion.live.flush()
        assert "1 answered" in str(channel(lost).messages["m1"][1])
        await live_through(lost, 24)
        assert "closed" in channel(lost).headings()[0]
        assert channel(lost).keys()[:2] == ["round", "recap"]

    @pytest.mark.parametrize(("message", "elsewhere"), [("", ""), ("m1", "another")])
    async def test_what_only_one_person_sees_or_stands_elsewhere_tells_nothing(
        self, lost: World, message: str, elsewhere: str
    ) -> None:
        assert (await click(lost, message, elsewhere)).message == ""

    async def test_a_known_place_stays(self, lost: World) -> None:
        await click(lost, "m1")
        assert (await click(lost, "m2")).message == "m1"

    async def test_found_and_closed_in_the_same_moment_it_is_revealed_where_it_stands(
        self, lost: World
    ) -> None:
        before = await click(lost, "")  # answered; as the clock's list still has it
        posting = lost.companion.posting
        await posting.close(before, lost.now)
        await posting.reveal(before, lost.now)
        assert before.message == "" and "closed" not in channel(lost).headings()[0]
        await click(lost, "m1")
        await posting.reveal(before, lost.now)
        assert "closed" in channel(lost).headings()[0]
        now = lost.store.rounds.get(1)
        assert now and now.state == "revealed"


async def test_a_refusal_is_tried_again(world: World) -> None:
    channel(world).refuse_next = 2
    for _ in range(2):
        with pytest.raises(NotDelivered):
            await live_through(world, 1)
    await live_through(world, 0.5)
    assert channel(world).keys() == ["round"]


async def test_a_channel_that_is_gone_gets_its_day_back(world: World) -> None:
    channel(world).gone = True
    with pytest.raises(PlaceGone):
        await live_through(world, 1)
    assert world.companion.core.rounds.unconfirmed() == ()


async def test_a_channel_that_went_before_the_reveal_is_not_asked_for_ever(world: World) -> None:
    await live_through(world, 1)
    channel(world).gone = True
    with pytest.raises(PlaceGone):
        await live_through(world, 24)
    assert world.companion.core.rounds.to_reveal() == ()


async def test_a_question_voided_after_its_reveal_is_corrected_once(world: World) -> None:
    await a_day(world)
    rounds, posting = world.companion.core.rounds, world.companion.posting
    admin = Person("slack", "W1", "U9", "Ada")
    assert rounds.void(admin, 1, "two options are right", world.now)
    for _ in range(2):
        for round in rounds.to_correct():
            await posting.correct(round, world.now)
    assert channel(world).keys().count("correction") == 1
    said = str([reply for key, reply in channel(world).messages.values() if "correction" in key])
    assert "two options are right" in said


async def test_the_weekly_recap_comes_once(world: World) -> None:
    await a_day(world)
    schedule = world.store.schedules.get(team_of(world.place), "study")
    assert schedule is not None
    for _ in range(2):
        await world.companion.posting.recap(schedule, world.now.date(), world.now)
    assert channel(world).keys().count("week") == 1
    assert "1 answer" in str(channel(world).messages)


async def test_the_recap_says_why_a_question_was_taken_back(world: World) -> None:
    await live_through(world, 1)
    await answer(world)
    admin = Person("slack", "W1", "U9", "Ada")
    assert world.companion.core.rounds.void(admin, 1, "two options are right", world.now)
    await live_through(world, 23.5)
    (recap,) = [r for key, r in channel(world).messages.values() if key.startswith("recap")]
    assert "taken back (two options are right)" in recap.summary


async def test_a_week_without_answers_is_one_sentence(world: World) -> None:
    await live_through(world, 1)
    schedule = world.store.schedules.get(team_of(world.place), "study")
    assert schedule is not None
    await world.companion.posting.recap(schedule, world.now.date(), world.now)
    (recap,) = [r for key, r in channel(world).messages.values() if key.startswith("week")]
    assert len(recap.parts) == 2 and "A quiet week" in recap.summary


async def test_the_weeks_recap_leaves_guests_out_as_every_count_does(world: World) -> None:
    await live_through(world, 1)
    await answer(world)
    guest = Person("slack", "W1", "U7", "Gus", counts=False)
    world.companion.core.rounds.answer(guest, 1, 0, world.now)
    schedule = world.store.schedules.get(team_of(world.place), "study")
    assert schedule is not None
    await world.companion.posting.recap(schedule, world.now.date(), world.now)
    (recap,) = [r for key, r in channel(world).messages.values() if key.startswith("week")]
    assert recap.summary.startswith("The week in short: 1 answer,")


async def test_a_reminder_comes_once_a_day_and_only_when_something_is_due(world: World) -> None:
    await a_day(world)
    profile = world.store.people.set(Person("slack", "W1", "U1", "Ben"), reminder=time(8))
    posting = world.companion.posting
    later = world.now + timedelta(days=30)
    assert await posting.remind(profile, later.date(), later)
    assert not await posting.remind(profile, later.date(), later)
    assert "1 review due today" in str(channel(world).whispers)
    nobody = world.store.people.set(Person("slack", "W1", "U2", "Cem"), reminder=time(8))
    assert not await posting.remind(nobody, later.date(), later)


async def test_a_platform_that_is_switched_off_is_not_delivered_to(world: World) -> None:
    saved = world.messengers.pop("slack")
    with pytest.raises(NotDelivered):
        await live_through(world, 1)
    world.messengers["slack"] = saved
    await live_through(world, 0.5)
    assert channel(world).keys() == ["round"]


async def test_ended_by_hand_while_the_clock_ends_it_the_result_is_shown_once(
    world: World,
) -> None:
    await live_through(world, 1)
    posting, (round,) = world.companion.posting, world.store.unfinished.to_close(world.now + DAY)
    steps: list[str] = []
    posting.step = steps.append
    await posting.close(round, world.now)
    await asyncio.gather(*(posting.reveal(round, world.now) for _ in range(3)))
    assert steps.count("reveal") == steps.count("revealed") == 1
    assert channel(world).keys().count("recap") == 1


async def test_two_who_move_a_quiz_to_the_same_time_tell_the_channel_once(world: World) -> None:
    before = world.store.schedules.get(team_of(world.place), "study")
    assert before is not None
    for at, seconds in ((10, 0), (10, 1), (11, 1)):
        after, now = replace(before, at=time(at)), world.now + timedelta(seconds=seconds)
        await announce(world.companion.posting, world.companion.core, before, after, now)
    said = [reply.summary for _, reply in channel(world).messages.values()]
    assert said == [
        f"The daily question now comes weekdays at {at}:00 (Europe/Berlin)." for at in (10, 11)
    ]
