"""The conversations that every platform holds, held in the local Slack."""

from collections.abc import Coroutine, Mapping
from typing import Any

import pytest

from adapters.slack import adapter, limits
from adapters.slack.adapter import SlackAdapter
from bot.messages import Place
from bot.settings import Settings
from bot.store.records import Installation
from tests.bot.conversations.driver import ADMIN, GUEST
from tests.bot.conversations.world import InWorld, World
from tests.platforms.slack.delivery import Ack
from tests.platforms.slack.member import Member
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Json, Message, View, texts
from tests.waiting import until

CHANNEL = "CSTUDY"
# Days go by in moments here, so nothing is spread over time; tests of the limits have real ones.
SPREAD = ("CHANNEL_POSTS", "CHANNEL_ANSWERS", "UPDATES")


class SlackDriver(InWorld):
    """Everybody is in one channel; what is typed goes through the slash command.

    The workspaces' tokens are in the store, so that clicks from another workspace can arrive.
    """

    name = "slack"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._limits = pytest.MonkeyPatch()
        for name in SPREAD:
            self._limits.setattr(limits, name, (0.0, 1))
        self._limits.setattr(adapter, "TAKEN_IN", 0)  # all is settled before it stops
        self._server = SlackServer(rate_limits=False)
        self._server.world.now = lambda: world.now.timestamp()
        self._server.world.add_channel(CHANNEL)
        world.place = Place("slack", "T1", CHANNEL)
        world.approve_all()
        self._install("T1")
        self._members: dict[str, Member] = {}
        self._before: dict[str, set[tuple[str, int]]] = {}
        self._view: dict[str, Json | None] = {}
        self._runner.run(self._begin())

    def _install(self, team: str) -> None:
        there = self._server.world.teams[team]
        data = {"bot_token": there.token, "bot_user": there.bot_user, "bot_id": there.bot_id}
        kept = Installation("slack", team, data, self._world.now)
        self._world.store.installations.save(kept)

    async def _begin(self) -> None:
        await self._server.start()
        await self._connect()
        joined = {
            "type": "member_joined_channel", "user": "UBOT", "channel": CHANNEL,
            "inviter": self._member(ADMIN).user,
        }  # fmt: skip
        await self._settled(self._server.deliver_event(joined))

    async def _connect(self) -> None:
        server, world = self._server, self._world
        settings = Settings(slack_app_token=server.app_token, slack_api_url=server.url)
        self._adapter = SlackAdapter(settings, world.companion, world.store, lambda: world.now)
        world.messengers["slack"] = self._adapter.messenger
        await self._adapter.start()
        await server.connected()

    def _member(self, who: str) -> Member:
        world, user = self._server.world, f"U{who.upper()}"
        if user not in world.users:
            world.add_user(user, who, admin=who == ADMIN, guest=who == GUEST)
            world.users[user]["locale"] = self._world.locale or "en-US"
            world.channels[CHANNEL].members.add(user)
        return self._members.setdefault(user, self._server.member(user))

    def _user_of(self, who: str) -> str:
        return self._member(who).user

    # ------------------------------------------------------------ doing

    def type(self, who: str, text: str, *, private: bool = False) -> None:
        member = self._begins(who)
        self._server.world.modals.pop(member.user, None)
        if private:
            self._runner.run(self._say(member, text))
        else:
            typed = text.removeprefix("/aws ")  # as help writes it
            self._runner.run(self._settled(member.command(typed, CHANNEL)))

    async def _say(self, member: Member, text: str) -> None:
        await member.says(text)
        await self._quiet()

    def click(self, who: str, label: str) -> None:
        member, view = self._begins(who), self._member(who).modal
        if view and label in view.labels:
            self._runner.run(self._settled(member.clicks_in(view, label)))
            return
        self._server.world.modals.pop(member.user, None)
        for message in reversed(self._visible(member)):
            if label in message.labels:
                self._runner.run(self._settled(member.clicks(message, label)))
                return
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
        member, channel = self._begins(who), CHANNEL
        if workspace:
            member, channel = self._stranger(who, workspace)
        drawn = self._server.world.store(
            forged(self._server.world.new_ts(), channel, member, action)
        )
        self._before[who].add(_state(drawn))
        self._runner.run(self._settled(member.clicks(drawn, "drawn by nobody")))

    def _stranger(self, who: str, workspace: str) -> tuple[Member, str]:
        """The same name in another workspace that has the app as well."""
        world, channel = self._server.world, f"C{workspace}"
        if workspace not in world.teams:
            world.add_team(workspace, f"UBOT{workspace}", f"B{workspace}", f"xoxb-{workspace}")
            world.add_channel(channel, team=workspace)
            self._install(workspace)
        user = f"U{who.upper()}{workspace}"
        if user not in world.users:
            world.add_user(user, who, team=workspace)
            world.channels[channel].members.add(user)
        self._members[self._member(who).user] = member = self._server.member(user, workspace)
        self._before[who] = set()
        return member, channel

    async def _settled(self, doing: Coroutine[Any, Any, Ack]) -> None:
        ack = await doing
        assert ack.ok, "Slack says that it was not acknowledged"
        await self._quiet()

    async def _quiet(self) -> None:
        """Until nothing is under way any more."""
        await until(lambda: not self._adapter.busy)
        await self._world.companion.live.flush()

    # ------------------------------------------------------------ looking

    def _begins(self, who: str) -> Member:
        """From now on something new is what changed since."""
        self._members.pop(self._member(who).user, None)  # back in their own workspace
        member = self._member(who)
        self._before[who] = {_state(one) for one in self._visible(member)}
        self._view[who] = member.modal.view if member.modal else None
        return member

    def messages(self, who: str) -> list[Message]:
        """What somebody can see of the bot, oldest first."""
        return self._visible(self._member(who))

    def _visible(self, member: Member) -> list[Message]:
        """What they can see of the bot, oldest first."""
        channel = CHANNEL if member.team == "T1" else f"C{member.team}"
        shown = [*member.replies(channel), *member.replies()]
        return sorted(shown, key=lambda message: message.ts)

    def _own(self, message: Message) -> bool:
        return bool(message.ephemeral_to) or message.channel.startswith("D")

    def news(self, who: str) -> list[Message]:
        """New messages, and changed ones of their own; a count under a question is no news."""
        before = self._before.get(who, set())
        known = {ts for ts, _ in before}
        return [
            message
            for message in self._visible(self._member(who))
            if message.ts not in known or (self._own(message) and _state(message) not in before)
        ]

    def home_of(self, who: str) -> View:
        """The home screen as it is when they open it."""
        member = self._member(who)
        self._runner.run(self._opened(member))
        assert member.home is not None
        return member.home

    async def _opened(self, member: Member) -> None:
        await member.opens_home()
        await member.waits(lambda: member.home)
        await self._quiet()

    def shown_view(self, who: str) -> View | None:
        """The modal before them, if what they did last opened or changed it."""
        modal = self._member(who).modal
        return modal if modal and modal.view is not self._view.get(who) else None

    def read(self, who: str) -> str:
        member, view = self._member(who), self.shown_view(who)
        said = [message.words for message in self.news(who)]
        return "\n".join([*said, *([view.words] if view else []), *member.errors.values()])

    def buttons(self, who: str) -> tuple[str, ...]:
        view, new = self.shown_view(who), self.news(who)
        return tuple(view.labels if view else new[-1].labels if new else ())

    def form(self, who: str) -> str:
        modal = self._member(who).modal
        return "\n".join(texts(modal.view)) if modal else ""

    def channel(self) -> tuple[str, ...]:
        return tuple(message.words for message in self.posted())

    def posted(self) -> list[Message]:
        """The same as messages."""
        return [one for one in self._server.world.visible(CHANNEL, "") if one.bot]

    def told(self, who: str) -> tuple[str, ...]:
        return tuple(m.words for m in self._visible(self._member(who)) if self._own(m))

    def called(self, who: str) -> int:
        return self._server.world.called.count(self._member(who).user)

    @property
    def handed_over(self) -> Mapping[str, bytes]:
        """The files that Slack keeps, shared or not, by what it calls them."""
        return {file["id"]: file["content"] for file in self._server.world.files}

    def files(self, who: str) -> Mapping[str, bytes]:
        world = self._server.world
        own = world.direct(self._member(who).user).id
        return {file["name"]: file["content"] for file in world.files if file["channel"] == own}

    # ------------------------------------------------------------ time

    def restart(self) -> None:
        self._runner.run(self._restart())

    async def _restart(self) -> None:
        await self._adapter.stop()
        await self._world.restart()
        await self._connect()

    def removed(self) -> None:
        """Somebody takes the bot out of the channel; Slack tells it."""
        self._server.world.channels[CHANNEL].members.discard("UBOT")
        left = {"type": "channel_left", "channel": CHANNEL}
        self._runner.run(self._settled(self._server.deliver_event(left)))

    def locked_out(self) -> None:
        """The channel is private, and the bot is no member of it."""
        channel = self._server.world.channels[CHANNEL]
        channel.private = True
        channel.members.discard("UBOT")

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


def _state(message: Message) -> tuple[str, int]:
    return message.ts, len(message.versions)


def labels_of(form: View) -> dict[str, str]:
    """The names of fields by what stands above them."""
    inputs = (block for block in form.view["blocks"] if block["type"] == "input")
    return {block["label"]["text"]: block["block_id"] for block in inputs}


def forged(ts: str, channel: str, member: Member, action: str) -> Message:
    """A message with a button that we never drew."""
    label = {"type": "plain_text", "text": "drawn by nobody"}
    button = {"type": "button", "action_id": "forged", "text": label, "value": action}
    blocks = [{"type": "actions", "elements": [button]}]
    return Message(channel, ts, "UBOT", blocks=blocks, ephemeral_to=member.user, bot=True)
