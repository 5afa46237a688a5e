"""What is photographed: conversations through the real adapters, on the clock of the tests."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bench.pictures.discord import message_html
from bench.pictures.page import DESK, PHONE, Said, page, typed
from bench.pictures.reader import Reader
from bench.pictures.slack import blocks_html
from bench.pictures.terminal import filmed
from knowledge.library import Library
from tests.adapters.discord.driver import DiscordDriver
from tests.adapters.slack.driver import SlackDriver
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.world import World
from tests.platforms.discord.world import Message as DiscordMessage
from tests.platforms.slack.world import Message as SlackMessage

ZONE = ZoneInfo("Europe/Berlin")
NAME = "Study Companion"


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: how its source is made, and how wide it is."""

    file: str
    source: Callable[[Library, str], str]
    width: int = DESK


def slack_day(library: Library, topic: str, width: int = DESK) -> str:
    """A question of the day in Slack, and what the one who answered sees."""
    with _slack(library) as driver:
        _day(driver, topic)
        shown = driver.messages("Ben")[-2:]
        return page("slack", [_slack_said(one, driver.now) for one in shown], width)


def slack_phone(library: Library, topic: str) -> str:
    return slack_day(library, topic, PHONE)


def discord_day(library: Library, topic: str, width: int = DESK) -> str:
    """The same in Discord."""
    with _discord(library) as driver:
        _day(driver, topic)
        shown = driver.messages("Ben")[-2:]
        return page("discord", [_discord_said(one, driver.now) for one in shown], width)


def slack_lookup(library: Library, query: str) -> str:
    """What is typed and the card that answers."""
    with _slack(library) as driver:
        Chat(driver).says(query)
        asked = Said("Ben", _clock(driver.now), typed(f"/aws {query}"))
        card = _slack_said(driver.messages("Ben")[-1], driver.now)
        return page("slack", [asked, card])


def terminal_chat(library: Library, query: str) -> str:
    """A look-up and a question in the terminal, as SVG."""
    return film(library, [query, "quiz s3 1", "a"])


def film(library: Library, lines: list[str]) -> str:
    async def talk(folder: Path) -> str:
        world = World(library, folder)
        try:
            return (await filmed(world.companion, lines, folder)).svg()
        finally:
            await world.close()

    with TemporaryDirectory() as folder:
        return asyncio.run(talk(Path(folder)))


# What each picture is about, with the bundled notes.
SCENES: Mapping[str, tuple[Scene, str]] = {
    "slack-question": (Scene("slack-question.png", slack_day), "lambda"),
    "slack-phone": (Scene("slack-phone.png", slack_phone, PHONE), "lambda"),
    "slack-answer": (Scene("slack-answer.png", slack_lookup), "lamda timout"),
    "discord-question": (Scene("discord-question.png", discord_day), "lambda"),
    "terminal": (Scene("terminal.svg", terminal_chat), "lamda timout"),
}


def _day(driver: SlackDriver | DiscordDriver, topic: str) -> None:
    chat = Chat(driver)
    chat.admin.says(f"daily 09:00 Europe/Berlin weekdays {topic}")
    chat.waits(minutes=31)
    chat.as_("Cem").answers_the_channel(right=False)
    chat.as_("Dua").answers_the_channel()
    chat.answers_the_channel()


@contextmanager
def _slack(library: Library) -> Iterator[SlackDriver]:
    with TemporaryDirectory() as folder:
        driver = SlackDriver(World(library, Path(folder)))
        try:
            yield driver
        finally:
            driver.close()


@contextmanager
def _discord(library: Library) -> Iterator[DiscordDriver]:
    with TemporaryDirectory() as folder:
        driver = DiscordDriver(World(library, Path(folder)))
        try:
            yield driver
        finally:
            driver.close()


def _slack_said(message: SlackMessage, now: datetime) -> Said:
    drawn = blocks_html(message.blocks, Reader(now, ZONE))
    return Said(NAME, _clock(now), drawn, True, bool(message.ephemeral_to))


def _discord_said(message: DiscordMessage, now: datetime) -> Said:
    sent = {"embeds": message.embeds, "components": message.components}
    drawn = message_html(sent, Reader(now, ZONE))
    return Said(NAME, _clock(now), drawn, True, bool(message.ephemeral_to))


def _clock(now: datetime) -> str:
    return now.astimezone(ZONE).strftime("%H:%M")
