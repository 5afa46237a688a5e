"""A platform on which a conversation is photographed: who does what, and how it is drawn."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar
from zoneinfo import ZoneInfo

from bench.pictures.discord import message_html, modal_html
from bench.pictures.page import DESK, Look, Said, note, page, typed
from bench.pictures.reader import Reader
from bench.pictures.slack import blocks_html, view_html
from bot.schedule import next_posts, quiz_day
from bot.store.records import team_of
from knowledge.library import Library
from tests.adapters.discord.driver import DiscordDriver
from tests.adapters.slack.driver import SlackDriver
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.driver import ADMIN
from tests.bot.conversations.world import World
from tests.platforms.discord.world import EPOCH
from tests.platforms.discord.world import Message as DiscordMessage
from tests.platforms.slack.world import Message as SlackMessage

ZONE = ZoneInfo("Europe/Berlin")
NAME = "Study Companion"
READING = 20  # seconds until somebody has read a question


class Stage(ABC):
    """Does what people do there, and writes down what they see; all are called by first names."""

    look: ClassVar[Look]
    drives: ClassVar[type[SlackDriver | DiscordDriver]]
    no_time: ClassVar[str] = "daily 25:99 Berlin weekdays"  # as one types it there, by mistake

    def __init__(self, library: Library, folder: Path) -> None:
        self._driver = self.drives(World(library, folder))
        self.chat = Chat(self._driver)
        self._library = library
        self.said: list[Said | str] = []
        self._language = "en"

    def knows(self, topic: str) -> bool:
        """Whether the notes have something on it."""
        return self._library.ask(topic).confident

    def has_compared(self, *topics: str) -> None:
        """What takes a while for the first time was done before, so that nobody waits for it."""
        self._library.compare(topics)

    # ------------------------------------------------------------ doing

    def types(self, who: str, text: str) -> None:
        self.said.append(Said(who, self._clock, typed(self.asked(text))))
        self.chat.as_(who).says(text)
        self.sees(who)

    def writes(self, who: str, text: str) -> None:
        """Type it in a direct message."""
        self.notes(f"{who} writes a direct message")
        self.said.append(Said(who, self._clock, typed(text)))
        self.chat.as_(who).says(text, private=True)
        self.sees(who)

    def clicks(self, who: str, label: str) -> None:
        self.notes(f"{who} clicks [{label}]")
        self.chat.as_(who).clicks(label)
        self.sees(who)

    def fills(self, who: str, values: Mapping[str, str]) -> None:
        self.notes(f"{who} submits it")
        self.chat.as_(who).fills_in(values)
        self.sees(who)

    def answers(self, who: str, *, right: bool) -> None:
        """The channel's question."""
        self.notes(f"{who} answers")
        self.chat.waits(seconds=READING)
        self.chat.as_(who).answers_the_channel(right=right)
        self.sees(who)

    def answers_own(self, who: str, *, right: bool) -> None:
        """The question that they were asked alone."""
        self.notes(f"{who} answers")
        self.chat.waits(seconds=READING)
        self.chat.as_(who).answers(right=right)
        self.sees(who)

    @property
    def has_options(self) -> bool:
        """Whether one picks the answer of the channel's question, and does not type it."""
        return self._driver.has_options

    def will_ask(self, topic: str) -> None:
        """The channel's next question: on any platform the same one of those on that topic."""
        world = self._driver._world
        core, team = world.companion.core, team_of(world.place)
        schedule = core.schedule_of(world.place)
        known = self._library.topic(topic)
        assert schedule is not None
        name = known.name if known else topic
        about = [one for one in core.stock.questions(team) if one.topic == name]
        fit = core.selection.for_daily(team, about, schedule.source)
        (following,) = next_posts(schedule.timing, world.now, count=1)
        day = quiz_day(schedule.timing, following)
        chosen = min(fit, key=lambda one: (one.answered_by != "choice", one.id), default=None)
        if chosen is not None:
            world.store.previews.add(team, world.place.channel, day, chosen.id)

    def ends_the_week(self) -> None:
        """What comes in the thread of the week's last question."""
        self.notes("On Saturday, in the thread of Friday's question")
        self._driver.recap()
        self.sees_the_channel()

    # ------------------------------------------------------------ writing down

    def notes(self, text: str) -> None:
        """A line about what happens, between the messages."""
        self.said.append(note(text))

    @abstractmethod
    def asked(self, text: str) -> str:
        """A question as one types it there."""

    @abstractmethod
    def sees(self, who: str) -> None:
        """Write down what somebody sees since they last did something."""

    @abstractmethod
    def arrives(self) -> None:
        """The companion's first words, and the form for a daily question behind its button."""

    @abstractmethod
    def looks_home(self, who: str) -> None:
        """Write down what somebody sees first where they and the companion are alone."""

    def reads_german(self) -> None:
        """From now on everybody's platform speaks German."""
        self._driver._world.locale = "de-DE"
        self._language = "de"

    @abstractmethod
    def sees_the_channel(self, last: int = 1) -> None:
        """Write down the channel's newest messages as they read now."""

    def picture(self, width: int = DESK) -> str:
        return page(self.look, self.said, width)

    def close(self) -> None:
        """The day is over."""
        self._driver.close()

    def _write(self, drawn: str, *, own: bool, at: datetime | None = None) -> None:
        clock = _on_the_clock(at) if at else self._clock
        self.said.append(Said(NAME, clock, drawn, app=True, only_you=own))

    @property
    def _clock(self) -> str:
        return _on_the_clock(self._driver.now)

    def _reader(self, files: Mapping[str, bytes]) -> Reader:
        return Reader(
            self._driver.now,
            ZONE,
            {self._driver._world.place.channel: "study"},
            files,
            self._language,
        )


def _on_the_clock(at: datetime) -> str:
    return at.astimezone(ZONE).strftime("%H:%M")


class SlackStage(Stage):
    """Slack, with its local stand-in."""

    look = "slack"
    drives = SlackDriver
    _driver: SlackDriver

    def asked(self, text: str) -> str:
        return f"/aws {text}"

    def arrives(self) -> None:
        self.notes(f"{ADMIN} invites the companion into the channel")
        self.sees(ADMIN)
        self.clicks(ADMIN, "Set up the daily question")

    def looks_home(self, who: str) -> None:
        self.notes(f"{who} opens the home screen")
        self._write(view_html(self._driver.home_of(who).view, self._reader({})), own=True)

    def sees(self, who: str) -> None:
        for message in self._driver.news(who):
            self._draw(message)
        if view := self._driver.shown_view(who):
            self._write(view_html(view.view, self._reader({})), own=True)

    def sees_the_channel(self, last: int = 1) -> None:
        for message in self._driver.posted()[-last:]:
            self._draw(message)

    def _draw(self, message: SlackMessage) -> None:
        drawn = blocks_html(message.blocks, self._reader(self._driver.handed_over))
        sent = datetime.fromtimestamp(float(message.ts), UTC)
        self._write(drawn, own=bool(message.ephemeral_to), at=sent)


class DiscordStage(Stage):
    """Discord likewise."""

    look = "discord"
    drives = DiscordDriver
    no_time = "/daily set time:25:99 zone:Europe/Berlin"
    _driver: DiscordDriver

    def asked(self, text: str) -> str:
        return text if text.startswith("/") else self._driver.line(text)

    def arrives(self) -> None:
        self.notes(f"{ADMIN} adds the companion to the server")
        self._driver.installed_by(ADMIN)
        self.sees(ADMIN)
        self.types(ADMIN, "/daily set")  # who invited it into a channel Discord does not say

    def looks_home(self, who: str) -> None:
        if who == ADMIN:  # in private Discord does not say who administers
            self.types(who, "me")
        else:
            self.writes(who, "me")

    def sees(self, who: str) -> None:
        for message in self._driver.news(who):
            self._draw(message)
        if form := self._driver.shown_form(who):
            self._write(modal_html(form.data), own=True)

    def sees_the_channel(self, last: int = 1) -> None:
        for message in self._driver.posted()[-last:]:
            self._draw(message)

    def _draw(self, message: DiscordMessage) -> None:
        sent = {"embeds": message.embeds, "components": message.components}
        files = {f"attachment://{name}": content for name, content in message.files}
        at = datetime.fromtimestamp(((int(message.id) >> 22) + EPOCH) / 1000, UTC)
        self._write(message_html(sent, self._reader(files)), own=bool(message.ephemeral_to), at=at)


@contextmanager
def on(look: Look, library: Library) -> Iterator[Stage]:
    """A day on one of the platforms."""
    (make,) = (stage for stage in (SlackStage, DiscordStage) if stage.look == look)
    with TemporaryDirectory() as folder:
        stage = make(library, Path(folder))
        try:
            yield stage
        finally:
            stage.close()
