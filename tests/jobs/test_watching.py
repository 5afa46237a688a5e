"""What is seen from outside: every figure is there and moves, every line of the log is JSON."""

import asyncio
import json
import threading
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from jobs import clockwork
from jobs.chore import Chore
from tests.adapters.slack.process import NOTES as FACTS
from tests.adapters.slack.process import settings_for
from tests.conftest import NewDatabase
from tests.jobs.towns import NOTES
from tests.jobs.world import World
from tests.network import Network
from tests.platforms.process import Running
from tests.platforms.slack.server import SlackServer
from tests.waiting import CEILING, until

NINE = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
LOOKUP = {"kind": "text", "outcome": "answered"}
ANSWER = {"kind": "answer", "outcome": "answered"}


class Figures:
    """What /metrics says at a moment."""

    def __init__(self, text: str) -> None:
        self._samples = [
            sample for family in text_string_to_metric_families(text) for sample in family.samples
        ]

    def of(self, name: str, **labels: str) -> float:
        """All samples of a name that carry these labels, added up."""
        found = [
            one.value
            for one in self._samples
            if one.name == f"companion_{name}" and labels.items() <= one.labels.items()
        ]
        return sum(found)

    def has(self, name: str) -> bool:
        return any(one.name == f"companion_{name}" for one in self._samples)


async def said(companion: Running, path: str) -> str:
    def fetch() -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{companion.health}{path}") as answer:
            text: str = answer.read().decode()
        return text

    return await asyncio.to_thread(fetch)


async def figures(companion: Running) -> Figures:
    return Figures(await said(companion, "/metrics"))


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.usefixtures("cold_starts")
async def test_every_figure_is_there_and_moves_and_every_line_is_json(
    tmp_path: Path, new_database: NewDatabase
) -> None:
    async with SlackServer() as slack:
        slack.world.add_user("U1", admin=True)
        for channel in ("C1", "C2"):
            slack.world.add_channel(channel, ("U1",))
        settings = settings_for(slack, "socket") | {
            "NOTES": f"{FACTS},{NOTES}",
            "DATABASE_URL": new_database(),
            "DATA_DIR": str(tmp_path),
            "LOG_FORMAT": "json",
        }
        companion = Running(tmp_path, NOTES, settings)
        await companion.start()
        try:
            before = await figures(companion)
            one = slack.member("U1")
            await one.command("lambda limits", "C1")
            await one.reply("C1")
            await one.command("daily now", "C1")
            await one.waits(lambda: any(not m.ephemeral_to for m in one.replies("C1")))
            question = next(m for m in one.replies("C1") if not m.ephemeral_to)
            await one.clicks(question, "A")
            await one.waits(lambda: "1 answered" in question.words)
            slack.faults.add("chat.postMessage", "error:channel_not_found")
            await one.command("daily now", "C2")
            await one.reply("C2")
            slack.world.teams["T1"].scopes -= {"files:write"}
            told = len(one.replies("C1"))
            await one.command("export", "C1")
            await one.reply("C1", told + 1)
            after = await figures(companion)
            ready = json.loads(await said(companion, "/readyz"))
        finally:
            assert await companion.stop() == 0

    def moved(name: str, **labels: str) -> float:
        return after.of(name, **labels) - before.of(name, **labels)

    assert moved("requests_total", **LOOKUP) == 4
    assert moved("requests_total", **ANSWER) == 1
    assert moved("request_seconds_count", kind="answer") == 1
    assert moved("request_seconds_sum", kind="answer") > 0
    assert moved("platform_calls_total", platform="slack", call="post", outcome="done") == 1
    assert moved("platform_calls_total", platform="slack", call="post", outcome="failed") == 1
    assert moved("platform_calls_total", platform="slack", call="update", outcome="done") >= 1
    assert moved("platform_call_seconds_count", platform="slack", call="post") == 2
    assert moved("complaints_total", part="adapters.slack", level="warning") >= 1
    assert after.of("index_age_seconds") > before.of("index_age_seconds") > 0
    assert ready.pop("index_age_seconds") > before.of("index_age_seconds")
    assert ready == dict.fromkeys(("slack", "database", "index", "clock"), "ok")
    assert after.of("database_connections") >= 1
    for part in ("slack", "database", "index", "clock"):
        assert after.of("up", part=part) == 1
    for name in (
        "clock_lag_seconds",
        "clock_silence_seconds",
        "clock_skew_seconds",
        "chores_waiting",
        "requests_waiting",
        "database_connections_in_use",
        "database_waiting",
    ):
        assert after.has(name), name
    lines = [json.loads(line) for line in companion.log.splitlines()]
    assert all({"at", "level", "logger", "message"} <= line.keys() for line in lines)
    (upload,) = (line for line in lines if "was not uploaded" in line["message"])
    assert len(upload["request"]) == 8


@pytest.mark.process
@pytest.mark.slow
async def test_without_its_database_a_process_says_so_answers_look_ups_and_recovers(
    tmp_path: Path, new_database: NewDatabase
) -> None:
    network = Network(new_database())
    async with SlackServer() as slack:
        slack.world.add_user("U1", admin=True)
        slack.world.add_channel("C1", ("U1",))
        one = slack.member("U1")
        settings = settings_for(slack, "socket") | {
            "NOTES": f"{FACTS},{NOTES}",
            "DATABASE_URL": network.url,
            "DATA_DIR": str(tmp_path),
        }
        companion = Running(tmp_path, NOTES, settings)

        async def told(line: str) -> str:
            before = len(one.replies("C1"))
            await one.command(line, "C1")
            await one.waits(lambda: any("Still" not in m.words for m in one.replies("C1")[before:]))
            return " ".join(message.words for message in one.replies("C1")[before:])

        async def becomes(*, ready: bool) -> None:
            said = [not ready]

            async def looks() -> None:
                said.append(await companion.ready())

            await until(lambda: said[-1] == ready, looks)

        await companion.start()
        try:
            network.split()
            await becomes(ready=False)
            assert await companion.ready("/healthz"), "nothing that a restart would mend"
            assert "lambda.md" in await told("lambda limits")
            assert "try again in a moment" in await told("daily now")
            network.heal()
            await becomes(ready=True)
            await one.command("daily now", "C1")
            await one.waits(lambda: any("Daily question" in m.words for m in one.replies("C1")))
        finally:
            network.heal()
            assert await companion.stop() == 0
    network.close()
    assert "Traceback" not in companion.log, companion.log


async def test_the_clock_tells_how_late_it_is_and_how_much_waits(tmp_path: Path) -> None:
    world = World(tmp_path, NINE - timedelta(minutes=5))
    for channel in ("C1", "C2"):
        world.schedule(channel)
    await world.beat()
    clockwork = world.clockwork
    assert (clockwork.lag_now(), clockwork.depth_now()) == (0, 0)
    world.library.empty = True
    await world.pass_time(timedelta(minutes=15), beats=3)
    assert clockwork.lag_now() == 600
    world.library.empty = False
    world.now += timedelta(minutes=1)
    await clockwork.beat()
    assert clockwork.depth_now() >= 2, "two posts are under way"
    await clockwork.settle()
    await world.beat()
    assert (clockwork.lag_now(), clockwork.depth_now()) == (0, 0)
    assert 0 <= clockwork.silence_now() < 60
    await world.close()


async def test_a_clock_that_is_stopped_in_the_middle_of_a_look_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(clockwork, "BEAT_SECONDS", 0.05)
    world = World(tmp_path, NINE)
    await world.clockwork.start()
    looks, goes_on = threading.Event(), threading.Event()

    def look() -> tuple[datetime, list[Chore]]:
        looks.set()
        goes_on.wait(CEILING)
        return NINE, []

    monkeypatch.setattr(world.clockwork, "_look", look)
    await until(looks.is_set)
    await world.clockwork.stop()
    await asyncio.sleep(0.05)
    goes_on.set()
    await world.close()
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
