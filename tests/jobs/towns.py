"""Local platforms as the crash tests need them: one channel, members, and what they see."""

import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Protocol, TypeVar

from tests.adapters.discord.process import settings_for as discord_settings
from tests.adapters.slack.driver import forged
from tests.adapters.slack.process import settings_for as slack_settings
from tests.platforms.discord import world as discord
from tests.platforms.discord.server import DiscordServer
from tests.platforms.slack import world as slack
from tests.platforms.slack.server import SlackServer

NOTES = Path(__file__).parent / "notes"  # forty questions that somebody wrote
Clock = Callable[[], datetime]
MEMBERS = ("U1", "U2")  # U1 is an admin
OUTSIDER = "U99"  # in the workspace, not in the channel; on Discord: may not see it
CHANNEL = "C1"  # private
ELSEWHERE = "C9"  # where the outsider is, and the bot as well
REFUSED = "a channel that you are not in"
KINDS = ("429:1", "500", "lost", "drop", "slow:0.3")  # ways in which a call goes wrong
WRONG = "Report"  # how the button begins with which a question is reported
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

    luck: "Luck"  # which of the companion's calls go wrong

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

    async def does(self, user: str, what: str) -> None:
        """Somebody does one of the things that people do besides answering."""

    def before(self, user: str) -> object:
        """What somebody has before them; it is another when they were shown anything."""

    def id_of(self, user: str) -> str:
        """How the platform names somebody."""

    def number_of(self, message: Message) -> str:
        """How the platform names a message."""

    async def outsider_looks(self) -> None:
        """Somebody who is not in the channel looks at what the bot shows them."""

    async def outsider_clicks(self, question: Message) -> None:
        """They answer the channel's question all the same, by what its first button says."""

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


# "practice" pushes a form over another on Slack, "set" asks for the channel, and "quiz" comes while
# the database is locked, so that Discord shows that an answer is being written.
THINGS = (
    "me", "s3", "settings", "export me", "home", "direct", "mention", "daily", "practice", "set",
    "quiz",
)  # fmt: skip


class Luck:
    """Which of the coming calls go wrong: all kinds of them in turn, one of a kind at a time."""

    def __init__(self, calls: Sequence[str], server: SlackServer | DiscordServer) -> None:
        self._calls, self._faults, self._arrived = calls, server.faults, server.arrived

    def runs_out(self, chance: random.Random) -> None:
        """The next call of a kind that went wrong seldom so far does so."""
        free = [one for one in self._calls if not self._faults.waiting(one)]
        had = self.had()
        seldom = sorted(free, key=lambda one: (had[one], chance.random()))
        if seldom:
            self._faults.add(seldom[0], chance.choice(KINDS))

    def had(self) -> Counter[str]:
        """How many calls of each kind went wrong."""
        return Counter(self._kind(call) for call, _ in self._faults.happened)

    def unharmed(self) -> dict[str, int]:
        """The kinds that never went wrong, and how often each was called."""
        called = Counter[str]()
        for call, times in self._arrived.items():
            called[self._kind(call)] += len(times)
        had = self.had()
        return {one: called[one] for one in self._calls if not had[one]}

    def _kind(self, call: str) -> str:
        """The first pattern that fits; a call that none fits is a kind of its own."""
        return next((one for one in self._calls if fnmatch(call, one)), call)


# What these days call each time. Whatever else a platform is ever asked for goes wrong in
# test_every_call.py of its adapter; a test there holds that nothing is left out.
SLACK_CALLS = (
    "chat.postMessage", "chat.update", "chat.postEphemeral", "response_url",
    "conversations.history", "conversations.replies", "conversations.open", "conversations.info",
    "users.info", "users.conversations", "views.open", "views.push", "views.update",
    "views.publish", "files.getUploadURLExternal", "upload", "files.completeUploadExternal",
    "auth.test", "apps.connections.open",
)  # fmt: skip
DISCORD_CALLS = (
    "POST /interactions/*/*/callback", "PATCH /webhooks/*/*/messages/@original",
    "POST /channels/*/messages/*/threads",
    "POST /channels/*/messages", "PATCH /channels/*/messages/*", "GET /channels/*/messages/*",
    "GET /channels/*/messages", "POST /channels/*/typing", "POST /users/@me/channels",
    "GET /guilds/*/members/*", "GET /gateway/bot", "GET /users/@me",
    "GET /oauth2/applications/@me", "GET /applications/*/commands",
)  # fmt: skip
WEEK = "The week in short"  # stands in the thread of a question without being about it


class SlackTown:
    """The local Slack, on a clock that a test moves."""

    name = "Slack"

    def __init__(self, clock: Clock, members: Sequence[str] = MEMBERS) -> None:
        self._server = server = SlackServer(rate_limits=False)
        server.world.now = lambda: clock().timestamp()
        for user in members:
            server.world.add_user(user, admin=user == "U1")
        server.world.add_channel(CHANNEL, tuple(members), private=True)
        server.world.add_user(OUTSIDER)
        server.world.add_channel(ELSEWHERE, (OUTSIDER,), private=True)
        self.luck = Luck(SLACK_CALLS, server)
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
        """Below what people wrote stand answers to it."""
        ours = {one.ts for one in self.public()}
        return [one for one in self.public() if one.thread in ours and WEEK not in one.words]

    def under(self, question: Message) -> Sequence[str]:
        (asked,) = (one for one in self.public() if one is question)
        found = [one.words for one in self.public() if one.thread == asked.ts]
        return [words for words in found if WEEK not in words]

    def slow_post(self, seconds: float) -> None:
        self._server.faults.add("chat.postMessage", f"slow:{seconds}")

    def posting(self) -> int:
        return len(self._server.arrived["chat.postMessage"])

    async def does(self, user: str, what: str) -> None:
        member = self._server.member(user)
        match what:
            case "home":
                self._server.world.homes.pop(user, None)
                await member.opens_home()
            case "direct":
                await member.says("me")
            case "mention":
                await member.mentions("me", CHANNEL)
            case "quiz":
                await member.mentions("quiz", CHANNEL)
            case "practice":
                await self._practises(user)
            case _:
                await member.command(what, CHANNEL)

    async def _practises(self, user: str) -> None:
        """From Home; what is wrong with a question is asked in a form over it."""
        member, world = self._server.member(user), self._server.world
        world.homes.pop(user, None)
        world.modals.pop(user, None)
        await member.opens_home()
        await member.waits(lambda: member.home)
        assert member.home is not None
        await member.clicks_in(member.home, "Quiz me")
        await member.waits(lambda: member.modal and WRONG in " ".join(member.modal.labels))
        assert member.modal is not None
        question = member.modal
        await member.clicks_in(question, WRONG)
        await member.waits(lambda: member.modal is not question)

    def before(self, user: str) -> object:
        member = self._server.member(user)
        views = [view.id for view in (member.home, member.modal) if view]
        return (*views, *(len(member.replies(place)) for place in ("", CHANNEL)))

    def id_of(self, user: str) -> str:
        return user

    def number_of(self, message: Message) -> str:
        return next(one.ts for one in self._all() if one is message)

    async def outsider_looks(self) -> None:
        member = self._server.member(OUTSIDER)
        self._server.world.homes.pop(OUTSIDER, None)
        await member.opens_home()
        await member.waits(lambda: member.home)
        assert member.home is not None
        self._seen.append(json.dumps(member.home.payload()))

    async def outsider_clicks(self, question: Message) -> None:
        """On a message in their own channel, and on a Home of when they were in that one."""
        world, member = self._server.world, self._server.member(OUTSIDER)
        (asked,) = (one for one in self._all() if one is question)
        action = next(button["value"] for _, button in slack.buttons(asked.blocks))
        drawn = forged(world.new_ts(), ELSEWHERE, member, action)
        before = len(member.replies(ELSEWHERE))
        await member.clicks(drawn, "")
        await member.waits(lambda: len(member.replies(ELSEWHERE)) > before)
        self._seen.append(member.replies(ELSEWHERE)[-1].words)
        home = slack.View("VOLD", OUTSIDER, {"type": "home", "blocks": drawn.blocks}, "old")
        world.modals.pop(OUTSIDER, None)
        await member.clicks_in(home, "")
        await member.waits(lambda: member.modal)
        assert member.modal is not None
        self._seen.append(member.modal.words)

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
        server.world.add_channel(CHANNEL, members=members)
        server.world.add_channel(ELSEWHERE)
        self.luck = Luck(DISCORD_CALLS, server)

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
        """Below what people wrote stand answers to it."""
        return [one for message in self._all() if message.bot for one in self._said_of(message)]

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

    async def does(self, user: str, what: str) -> None:
        member = self._server.member(user)
        match what:
            case "home" | "direct":
                await member.says("me")
            case "mention":
                await member.mentions("me", CHANNEL)
            case "quiz":
                await member.mentions("quiz", CHANNEL)
            case "practice":
                await member.command("quiz", CHANNEL)
            case _:
                await member.command(what, CHANNEL)

    def before(self, user: str) -> object:
        member = self._server.member(user)
        form = member.modal and member.modal.interaction.id
        return (form, *(len(member.replies(place)) for place in ("", CHANNEL)))

    def id_of(self, user: str) -> str:
        return self._server.world.id(user)

    def number_of(self, message: Message) -> str:
        return next(one.id for one in self._all() if one is message)

    async def outsider_looks(self) -> None:
        member = self._server.member(OUTSIDER)
        before = len(member.replies())
        await member.command("s3")
        await member.waits(lambda: len(member.replies()) > before)

    async def outsider_clicks(self, question: Message) -> None:
        """In their own channel; a client that was changed sends what ids it likes."""
        member = self._server.member(OUTSIDER)
        (asked,) = (one for one in self._all() if one is question)
        await member.command("s3", ELSEWHERE)
        await member.waits(lambda: member.replies(ELSEWHERE))
        drawn, before = member.replies(ELSEWHERE)[-1], self._in_words(ELSEWHERE)
        await member.clicks_on(drawn, str(asked.buttons[0]["custom_id"]))
        await member.waits(lambda: self._in_words(ELSEWHERE) != before)

    def _in_words(self, channel: str) -> list[str]:
        return [one.words for one in self._server.member(OUTSIDER).replies(channel)]

    def outsider_saw(self) -> Sequence[str]:
        return [*self._in_words(""), *self._in_words(ELSEWHERE)]
