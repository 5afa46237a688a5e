"""The count under a question: few updates, and the last one true."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import pytest

from bot.daily.live_counts import LiveCounts
from bot.messages import MessageRef, Messenger, Person, Place, PlaceGone, Platform, Prose, Reply
from tests.jumping import jumping

HERE = Place("slack", "W1", "study")


class Recorder:
    """Keeps every update, and fails when told to."""

    def __init__(self) -> None:
        self.updates: list[str] = []
        self.fail: list[Exception] = []

    async def update(self, ref: MessageRef, reply: Reply) -> None:
        del ref
        if self.fail:
            raise self.fail.pop()
        self.updates.append(reply.summary)

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        raise AssertionError("nothing is posted here")

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        return None

    async def hindrance(self, place: Place, *, forum: bool = False) -> str:
        del place, forum
        return ""

    async def whisper(
        self, person: Person, reply: Reply, key: str, since: datetime | None = None
    ) -> MessageRef | None:
        return None


class Rounds:
    """How many have answered, by round; a round that is not there is closed."""

    def __init__(self) -> None:
        self.answered = {1: 0, 2: 0}
        self.others = asyncio.Lock()  # held while somebody else writes their messages

    async def look(self, round_id: int) -> tuple[MessageRef, Reply] | None:
        await asyncio.sleep(0)
        if round_id not in self.answered:
            return None
        text = f"{round_id}: {self.answered[round_id]}"
        return MessageRef(HERE, str(round_id)), Reply((Prose(text),), summary=text)

    @asynccontextmanager
    async def alone(self, round_id: int) -> AsyncIterator[bool]:
        del round_id
        yield not self.others.locked()


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def rounds() -> Rounds:
    return Rounds()


def counts(recorder: Recorder, rounds: Rounds, every: float = 0.05) -> LiveCounts:
    messengers: dict[Platform, Messenger] = {"slack": recorder}
    return LiveCounts(messengers, rounds.look, rounds.alone, every)


@jumping
async def test_a_storm_of_answers_is_a_handful_of_updates(
    recorder: Recorder, rounds: Rounds
) -> None:
    live = counts(recorder, rounds)
    for _ in range(500):
        rounds.answered[1] += 1
        live.touch(1)
        await asyncio.sleep(0.0002)
    await live.flush()
    assert recorder.updates[-1] == "1: 500"
    assert len(recorder.updates) <= 4, "in a tenth of a second, one every twentieth, and the last"


@jumping
async def test_every_message_has_its_own_pace(recorder: Recorder, rounds: Rounds) -> None:
    live = counts(recorder, rounds, every=5)
    live.touch(1)
    live.touch(2)
    await asyncio.sleep(4.9)
    assert sorted(recorder.updates) == ["1: 0", "2: 0"]
    await live.flush()


@jumping
async def test_a_failure_is_tried_again_until_the_last_state_is_written(
    recorder: Recorder, rounds: Rounds
) -> None:
    live = counts(recorder, rounds, every=0.005)
    recorder.fail = [RuntimeError("429"), TimeoutError()]
    rounds.answered[1] = 7
    live.touch(1)
    await asyncio.sleep(0.1)
    assert recorder.updates == ["1: 7"]


@jumping
async def test_a_closed_round_is_left_alone(recorder: Recorder, rounds: Rounds) -> None:
    live = counts(recorder, rounds)
    live.touch(3)
    await live.flush()
    assert recorder.updates == []


@jumping
async def test_a_channel_that_is_gone_is_given_up(recorder: Recorder, rounds: Rounds) -> None:
    live = counts(recorder, rounds)
    recorder.fail = [PlaceGone()]
    live.touch(1)
    await live.flush()
    assert (recorder.fail, recorder.updates) == ([], [])


@jumping
async def test_a_count_waits_while_the_result_is_being_written(
    recorder: Recorder, rounds: Rounds
) -> None:
    live = counts(recorder, rounds, every=0.01)
    async with rounds.others:
        live.touch(1)
        await asyncio.sleep(0.02)
        assert recorder.updates == []
        del rounds.answered[1]  # closed meanwhile
    await live.flush()
    assert recorder.updates == []


@jumping
async def test_flushing_writes_at_once_what_would_have_waited(
    recorder: Recorder, rounds: Rounds
) -> None:
    live = counts(recorder, rounds, every=60)
    live.touch(1)
    await asyncio.sleep(0.02)
    rounds.answered[1] = 9
    live.touch(1)
    begun = asyncio.get_running_loop().time()
    await live.flush()
    assert asyncio.get_running_loop().time() == begun
    assert recorder.updates == ["1: 0", "1: 9"]
