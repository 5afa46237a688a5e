"""The conversations that every platform holds, held in the local Discord."""

import asyncio
import re
from collections.abc import Mapping
from datetime import datetime
from unittest.mock import patch

import pytest

from adapters.discord import limits
from adapters.discord.adapter import DiscordAdapter
from bot.messages import Place
from bot.settings import Settings
from tests.bot.conversations.driver import ADMIN, GUEST
from tests.bot.conversations.world import InWorld, World
from tests.platforms.discord.interactions import Ack, Modal
from tests.platforms.discord.member import Member
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Message
from tests.waiting import until

CHANNEL = "STUDY"
# Days go by in moments here, so nothing is spread over time; tests of the limits have real ones.
SPREAD = ("POSTS", "UPDATES", "LOOK_BACKS", "ROLES", "DIRECT")


class DiscordDriver(InWorld):
    """Everybody is in one server; what is typed goes through the command for questions."""

    name = "discord"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._limits = pytest.MonkeyPatch()
        for name in SPREAD:
            self._limits.setattr(limits, name, (0.0, 1))
        self._server = DiscordServer(rate_scale=0.01, clock=lambda: world.now.timestamp())
        guild = self._server.world.add_guild("G1")
        channel = self._server.world.add_channel(CHANNEL)
        world.place = Place("discord", guild.id, channel.id)
        world.approve_all()
        self._seen: dict[str, dict[str, int]] = {}
        self._runner.run(self._begin())

    async def _begin(self) -> None:
        await self._server.start()
        await self._connect()

    async def _connect(self) -> None:
        server = self._server
        settings = Settings(discord_token=server.token, discord_api_url=server.url)
        world = self._world
        self._adapter = DiscordAdapter(settings, world.companion, world.store, lambda: world.now)
        world.messengers["discord"] = self._adapter.messenger
        assert self._adapter.roles is not None
        world.companion.posting.keepers["discord"] = self._adapter.roles
        await self._adapter.start()

    def _member(self, who: str) -> Member:
        world = self._server.world
        if world.id(who) not in world.users:
            world.add_user(who, admin=who == ADMIN, guest=who == GUEST)
        member = self._server.member(who)
        member.locale = self._world.locale or member.locale
        return member

    def _user_of(self, who: str) -> str:
        return self._member(who).user

    # ------------------------------------------------------------ doing

    def type(self, who: str, text: str, *, private: bool = False) -> None:
        member = self._begins(who)
        if private:
            self._runner.run(self._say(member, text))
        elif text.startswith("/"):
            name, options = native(text)
            self._runner.run(self._settled(member.slash(name, CHANNEL, **options)))
        else:
            self._runner.run(self._settled(member.command(text, CHANNEL)))

    async def _say(self, member: Member, text: str) -> None:
        heard = len(member.replies())
        await member.says(text)
        await member.waits(lambda: len(member.replies()) > heard)
        await self._quiet()

    def click(self, who: str, label: str) -> None:
        message = self._offering(who, label)
        member = self._begins(who)
        self._runner.run(self._settled(member.clicks(message, label)))

    def _offering(self, who: str, label: str) -> Message:
        for message in reversed(self._visible(self._member(who))):
            if label in message.labels:
                return message
        raise AssertionError(f"{who} sees no [{label}]")

    def fill(self, who: str, values: Mapping[str, str]) -> None:
        member = self._begins(who)
        form = member.modal
        assert form, f"{who} has no form before them"
        names = labels_of(form)
        assert set(values) <= set(names), f"no fields {set(values) - set(names)}"
        fields = {names[label]: value for label, value in values.items()}
        self._runner.run(self._settled(member.submits(form, fields)))

    def forge(self, who: str, action: str, *, workspace: str = "") -> None:
        world, member = self._server.world, self._begins(who)
        channel = world.id(CHANNEL)
        if workspace:
            world.add_guild(workspace)
            channel = world.add_channel(f"{workspace}-study", workspace).id
        message = Message(channel, world.new_id(), world.bot, "drawn by nobody")
        self._runner.run(self._settled(member.clicks_on(message, action)))

    async def _settled(self, doing: "asyncio.Future[Ack] | object") -> None:
        assert asyncio.iscoroutine(doing)
        ack: Ack = await doing
        assert ack.ok, "Discord says that it did not respond"
        await self._quiet()

    async def _quiet(self) -> None:
        """Until nothing is under way any more."""
        await until(lambda: not self._adapter.busy)
        await self._world.companion.live.flush()

    # ------------------------------------------------------------ looking

    def _begins(self, who: str) -> Member:
        """From now on something new is what changed since."""
        member = self._member(who)
        self._seen[who] = {one.id: len(one.versions) for one in self._visible(member)}
        return member

    def messages(self, who: str) -> list[Message]:
        """What somebody can see of the bot, oldest first."""
        return self._visible(self._member(who))

    def _visible(self, member: Member) -> list[Message]:
        """What they can see of the bot, in the order in which it was said or changed."""
        world = self._server.world
        shown = [one for name in world.channels for one in world.visible(name, member.user)]
        mine = {world.id(CHANNEL), world.direct(member.user).id}
        shown = [one for one in shown if one.bot and (one.ephemeral_to or one.channel in mine)]
        return sorted(shown, key=lambda one: int(one.id))

    def news(self, who: str) -> list[Message]:
        """New messages, and changed ones of their own; a count under a question is no news."""
        member, seen = self._member(who), self._seen.get(who, {})
        return [
            one
            for one in self._visible(member)
            if one.id not in seen or (self._own(one, member) and len(one.versions) > seen[one.id])
        ]

    def _own(self, message: Message, member: Member) -> bool:
        private = message.channel != self._server.world.id(CHANNEL)
        return private or message.ephemeral_to == member.user

    def shown_form(self, who: str) -> Modal | None:
        """The form before them, if there is one."""
        return self._member(who).modal

    def read(self, who: str) -> str:
        return "\n".join(message.words for message in self.news(who))

    def buttons(self, who: str) -> tuple[str, ...]:
        new = self.news(who)
        return tuple(new[-1].labels) if new else ()

    def form(self, who: str) -> str:
        modal = self._member(who).modal
        return "\n".join(modal.words) if modal else ""

    def channel(self) -> tuple[str, ...]:
        return tuple(message.words for message in self.posted())

    def posted(self) -> list[Message]:
        """The same as messages, those of its threads among them."""
        world = self._server.world
        threads = [one.id for one in world.channels.values() if one.parent == world.id(CHANNEL)]
        shown = [one for place in (CHANNEL, *threads) for one in world.visible(place, "")]
        return sorted((one for one in shown if one.bot), key=lambda one: int(one.id))

    def told(self, who: str) -> tuple[str, ...]:
        member = self._member(who)
        return tuple(m.words for m in self._visible(member) if self._own(m, member))

    def called(self, who: str) -> int:
        return self._server.world.called.count(self._member(who).user)

    def files(self, who: str) -> Mapping[str, bytes]:
        shown = self._visible(self._member(who))
        return {name: data for message in shown for name, data in message.files}

    def moment(self, at: datetime, words: str) -> str:
        return f"<t:{int(at.timestamp())}:R>"

    # ------------------------------------------------------------ time

    def restart(self) -> None:
        self._runner.run(self._restart())

    async def _restart(self) -> None:
        await self._adapter.stop()
        await self._world.restart()
        await self._connect()

    def removed(self) -> None:
        self._runner.run(self._removed())

    async def _removed(self) -> None:
        """The channel is deleted; the bot hears of it."""
        place = self._server.world.channels[self._server.world.id(CHANNEL)]
        payload = self._server.world.channel_payload(place)
        known = self._adapter._client.get_channel(int(place.id)) is not None
        left, heard = self._world.companion.bot_left, asyncio.Event()

        async def hears(where: Place) -> None:
            await left(where)
            heard.set()

        with patch.object(self._world.companion, "bot_left", hears):
            await self._server.gateway.deliver("CHANNEL_DELETE", payload, place.guild)
            if known:
                await until(heard.is_set)
            else:
                await asyncio.sleep(0.1)  # nothing comes of what was gone before

    def locked_out(self) -> None:
        """The bot sees the channel, and may write nothing in it."""
        self._server.world.channels[self._server.world.id(CHANNEL)].allowed = 1 << 10

    def close(self) -> None:
        try:
            self._runner.run(self._close())
        finally:
            self._limits.undo()
            self._runner.close()

    async def _close(self) -> None:
        await self._adapter.stop()
        await self._world.close()
        await self._server.stop()
        assert self._server.world.pings == [], "something came to life in a message"


def labels_of(form: Modal) -> dict[str, str]:
    """The names of fields by what stands above them."""
    return {
        str(part["label"]).removesuffix(" (optional)"): str(part["component"]["custom_id"])
        for part in form.data["components"]
        if part["type"] == 18
    }


def native(line: str) -> tuple[str, dict[str, object]]:
    """A command as one would pick it: "/quiz topic:s3 count:5"."""
    name, *rest = line.removeprefix("/").split(" ")
    if rest and ":" not in rest[0]:
        name = f"{name} {rest.pop(0)}"
    given = re.findall(r"(\w+):(.*?)(?= \w+:|$)", " ".join(rest))
    return name, {key: int(value) if key == "count" else value for key, value in given}
