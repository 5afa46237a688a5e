"""Local platforms as the crash tests need them: one channel, members, and what they see."""

import json
import random
from collections.abc import Callable, Sequence
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Protocol, TypeVar

from tests.adapters.discord.process import settings_for as discord_settings
from tests.adapters.slack.process import settings_for as slack_settings
from tests.platforms.discord import world as discord
from tests.platforms.discord.server import DiscordServer
from tests.platforms.slack import world as slack
from tests.platforms.slack.server import SlackServer

NOTES = Path(__file__).parent / "notes"  # forty questions that somebody wrote
Clock = Callable[[], datetime]
MEMBERS = ("U1", "U2")  # U1 is an admin
OUTSIDER = "U99"  # in the workspace, not in the channel; on Discord: may not write there
CHANNEL = "C1"
WRONG = "Something"  # how the button begins with which a question is reported
OBJECTION = {"reason": "wrong", "comment": "nobody ever measured it"}


class Message(Protocol):
    """As a member sees it."""

    @property
    def words(self) -> str: ...

    @property
    def labels(self) -> Sequence[str]:
        """What its buttons say."""


class Town(Protocol):
    """A platform that goes on while the companion dies and comes back."""

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    @property
    def settings(self) -> dict[str, str]:
        """What the companion needs to connect to it."""

    async def noticed_death(self) -> None:
        """Break what still seems connected to a process that was killed."""

    async def says(self, text: str) -> None:
        """The admin types a command."""

    async def clicks(self, user: str, message: Message, label: str) -> None: ...

    async def objects(self, user: str, receipt: Message) -> None:
        """Somebody says that the question they answered is wrong."""

    def is_asked(self, user: str) -> bool:
        """Whether somebody is offered to take a question back for everybody."""

    async def takes_back(self, user: str) -> None:
        """They take it back for everybody."""

    def sees(self, user: str) -> Sequence[Message]: ...

    def public(self) -> Sequence[Message]:
        """What the bot posted for everybody, oldest first."""

    def recaps(self) -> Sequence[Message]:
        """Of these, what it said about an earlier one; the week's recap is about no one."""

    def under(self, question: Message) -> Sequence[str]:
        """What the bot said about a question, in the words in which members read it."""

    def slow_post(self, seconds: float) -> None:
        """The next post takes its time."""

    def posting(self) -> int:
        """How often the companion has asked to post something, done or not."""

    def breaks(self, chance: random.Random) -> None:
        """One of the coming calls goes wrong, in one of the ways in which calls do."""

    async def outsider_looks(self) -> None:
        """Somebody who is not in the channel looks at what the bot shows them."""

    def outsider_saw(self) -> Sequence[str]:
        """All that they have seen, in the order in which they did."""


TAKE_BACK = "Take it back for everybody"
M = TypeVar("M", bound=Message)


class Sees(Protocol[M]):
    """A member of either platform, as far as they see messages and click on them."""

    def sees(self, channel: str = "", /) -> Sequence[M]: ...

    async def clicks(self, message: M, label: str, /) -> object: ...


def _offers(member: Sees[M]) -> Sequence[M]:
    """The messages that offer to take a question back, which no longer do so afterwards."""
    return [one for one in member.sees(CHANNEL) if TAKE_BACK in one.labels]


WEEK = "The week in short"  # stands in the thread of a question without being about it


class SlackTown:
    """The local Slack, on a clock that a test moves."""

    name = "Slack"

    def __init__(self, clock: Clock, members: Sequence[str] = MEMBERS) -> None:
        self._server = server = SlackServer(rate_limits=False)
        server.world.now = lambda: clock().timestamp()
        for user in members:
            server.world.add_user(user, admin=user == "U1")
        server.world.add_channel(CHANNEL, tuple(members))
        server.world.add_user(OUTSIDER)
        self._seen: list[str] = []

    async def start(self) -> None:
        await self._server.start()

    async def stop(self) -> None:
        await self._server.stop()

    @property
    def settings(self) -> dict[str, str]:
        return slack_settings(self._server, "socket")

    async def noticed_death(self) -> None:
        await self._server.close_sockets()

    async def says(self, text: str) -> None:
        await self._server.member("U1").command(text, CHANNEL)

    async def clicks(self, user: str, message: Message, label: str) -> None:
        (meant,) = (one for one in self._all() if one is message)
        await self._server.member(user).clicks(meant, label)

    async def objects(self, user: str, receipt: Message) -> None:
        member = self._server.member(user)
        await self.clicks(user, receipt, WRONG)
        await member.waits(lambda: member.modal and member.modal.view["callback_id"] == "form")
        assert member.modal is not None
        await member.submits(member.modal, OBJECTION)

    def is_asked(self, user: str) -> bool:
        member = self._server.member(user)
        return TAKE_BACK in (member.modal.labels if member.modal else ()) or bool(_offers(member))

    async def takes_back(self, user: str) -> None:
        member = self._server.member(user)
        if member.modal and TAKE_BACK in member.modal.labels:
            await member.clicks_in(member.modal, TAKE_BACK)
        else:
            await member.clicks(_offers(member)[-1], TAKE_BACK)

    def _all(self) -> list[slack.Message]:
        return self._server.world.channels[CHANNEL].messages

    def sees(self, user: str) -> Sequence[Message]:
        return self._server.member(user).sees(CHANNEL)

    def public(self) -> list[slack.Message]:
        return [one for one in self._all() if one.bot and not one.ephemeral_to]

    def recaps(self) -> Sequence[Message]:
        return [one for one in self.public() if one.thread and WEEK not in one.words]

    def under(self, question: Message) -> Sequence[str]:
        (asked,) = (one for one in self.public() if one is question)
        found = [one.words for one in self.public() if one.thread == asked.ts]
        return [words for words in found if WEEK not in words]

    def slow_post(self, seconds: float) -> None:
        self._server.faults.add("chat.postMessage", f"slow:{seconds}")

    def posting(self) -> int:
        return len(self._server.arrived["chat.postMessage"])

    def breaks(self, chance: random.Random) -> None:
        methods = ("chat.postMessage", "chat.update", "conversations.*", "chat.postEphemeral")
        kinds = ("429:1", "500", "lost", "drop", "slow:0.3")
        self._server.faults.add(chance.choice(methods), chance.choice(kinds))

    async def outsider_looks(self) -> None:
        member = self._server.member(OUTSIDER)
        self._server.world.homes.pop(OUTSIDER, None)
        await member.opens_home()
        await member.waits(lambda: member.home)
        assert member.home is not None
        self._seen.append(json.dumps(member.home.payload()))

    def outsider_saw(self) -> Sequence[str]:
        return self._seen


class DiscordTown:
    """The local Discord, on a clock that a test moves."""

    name = "Discord"

    def __init__(self, clock: Clock, members: Sequence[str] = MEMBERS) -> None:
        self._server = server = DiscordServer(0.01, lambda: clock().timestamp())
        server.world.add_guild("G1")
        for user in (*members, OUTSIDER):
            server.world.add_user(user, admin=user == "U1")
        server.world.add_channel(CHANNEL)
        server.world.silenced.add(server.member(OUTSIDER).user)

    async def start(self) -> None:
        await self._server.start()

    async def stop(self) -> None:
        await self._server.stop()

    @property
    def settings(self) -> dict[str, str]:
        return discord_settings(self._server)

    async def noticed_death(self) -> None:
        await self._server.gateway.drop()

    async def says(self, text: str) -> None:
        await self._server.member("U1").command(text, CHANNEL)

    async def clicks(self, user: str, message: Message, label: str) -> None:
        (meant,) = (one for one in self._all() if one is message)
        await self._server.member(user).clicks(meant, label)

    async def objects(self, user: str, receipt: Message) -> None:
        member = self._server.member(user)
        await self.clicks(user, receipt, WRONG)
        await member.waits(lambda: member.modal)
        assert member.modal is not None
        await member.submits(member.modal, OBJECTION)

    def is_asked(self, user: str) -> bool:
        return bool(_offers(self._server.member(user)))

    async def takes_back(self, user: str) -> None:
        member = self._server.member(user)
        await member.clicks(_offers(member)[-1], TAKE_BACK)

    def _all(self) -> list[discord.Message]:
        return self._server.world.messages[self._server.world.id(CHANNEL)]

    def sees(self, user: str) -> Sequence[Message]:
        return self._server.member(user).sees(CHANNEL)

    def public(self) -> list[discord.Message]:
        every = [one for message in self._all() for one in (message, *self._thread_of(message))]
        return [one for one in every if one.bot and not one.ephemeral_to]

    def _thread_of(self, message: discord.Message) -> Sequence[discord.Message]:
        """What stands in the thread that belongs to a message: it has the message's number."""
        return self._server.world.messages.get(message.id, ())

    def recaps(self) -> Sequence[Message]:
        return [one for message in self._all() for one in self._said_of(message)]

    def under(self, question: Message) -> Sequence[str]:
        (asked,) = (one for one in self._all() if one is question)
        return [one.words for one in self._said_of(asked)]

    def _said_of(self, message: discord.Message) -> list[discord.Message]:
        answers = [one for one in self._all() if one.answers == message.id]
        found = [*answers, *self._thread_of(message)]
        return [one for one in found if one.bot and WEEK not in one.words]

    def slow_post(self, seconds: float) -> None:
        self._server.faults.add("POST /channels/*/messages", f"slow:{seconds}")

    def posting(self) -> int:
        calls = self._server.arrived.items()
        return sum(len(times) for route, times in calls if fnmatch(route, "POST */messages"))

    def breaks(self, chance: random.Random) -> None:
        route = chance.choice(("POST", "PATCH", "GET")) + " /channels/*/messages*"
        kinds = ("429:1", "500", "lost", "drop", "slow:0.3")
        self._server.faults.add(route, chance.choice(kinds))

    async def outsider_looks(self) -> None:
        member = self._server.member(OUTSIDER)
        before = len(member.replies())
        await member.command("s3")
        await member.waits(lambda: len(member.replies()) > before)

    def outsider_saw(self) -> Sequence[str]:
        return [one.words for one in self._server.member(OUTSIDER).replies()]
