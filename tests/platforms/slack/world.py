"""What there is in the local Slack: people, channels, messages as members see them, views."""

import itertools
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

BOT_SCOPES = frozenset(
    "app_mentions:read assistant:write channels:history channels:read chat:write chat:write.public "
    "commands files:write groups:history groups:read im:history im:write users:read".split()
)


@dataclass
class Message:
    """One message, with everything it ever said."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread: str = ""
    metadata: Json | None = None
    ephemeral_to: str = ""
    bot: bool = False
    team: str = "T1"
    deleted: bool = False
    versions: list[tuple[str, list[Json]]] = field(default_factory=list)
    hook: "Hook | None" = None

    @property
    def words(self) -> str:
        """All text of its blocks, or its text where it has none."""
        return "\n".join(texts(self.blocks)) if self.blocks else self.text

    @property
    def labels(self) -> list[str]:
        return [button["text"]["text"] for _, button in buttons(self.blocks)]

    def change(self, text: str, blocks: list[Json]) -> None:
        self.versions.append((self.text, self.blocks))
        self.text, self.blocks = text, blocks


@dataclass
class View:
    """A modal or an App Home."""

    id: str
    user: str
    view: Json
    hash: str
    team: str = "T1"

    @property
    def words(self) -> str:
        return "\n".join(texts(self.view.get("blocks")))

    @property
    def labels(self) -> list[str]:
        return [button["text"]["text"] for _, button in buttons(self.view.get("blocks", []))]

    def payload(self) -> Json:
        return {
            **self.view, "id": self.id, "hash": self.hash, "team_id": self.team,
            "app_installed_team_id": self.team, "state": {"values": {}},
        }  # fmt: skip


@dataclass
class Channel:
    id: str
    name: str
    private: bool = False
    im: str = ""  # the person, for a direct message channel
    members: set[str] = field(default_factory=set)
    archived: bool = False
    messages: list[Message] = field(default_factory=list)
    team: str = "T1"

    @property
    def history_scope(self) -> str:
        return "im:history" if self.im else "groups:history" if self.private else "channels:history"


@dataclass
class Hook:
    """A response_url: whose, from where, how often used."""

    id: str
    channel: str
    user: str
    message: Message | None  # the message that was clicked; None for commands and shortcuts
    made: float
    team: str = "T1"
    uses: int = 0


@dataclass
class Trigger:
    id: str
    user: str
    made: float
    view: View | None = None
    used: bool = False
    team: str = "T1"


@dataclass
class Team:
    """A workspace and its installation of the app."""

    id: str
    bot_user: str
    bot_id: str
    token: str
    scopes: frozenset[str] = BOT_SCOPES
    installed: bool = True
    organization: str = ""  # Enterprise Grid: its own id for the organization itself
    refresh: str = ""  # set: its tokens rotate
    former: set[str] = field(default_factory=set)


class World:
    """Everything, for all workspaces; times come from `now`, which tests may replace."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self.teams: dict[str, Team] = {}
        self.users: dict[str, Json] = {}
        self.channels: dict[str, Channel] = {}
        self.homes: dict[str, View] = {}
        self.prompts: dict[str, list[tuple[str, str]]] = {}  # what is suggested, by channel
        self.modals: dict[str, list[View]] = {}
        self.hooks: dict[str, Hook] = {}
        self.triggers: dict[str, Trigger] = {}
        self.files: list[Json] = []
        self.busy_with_files = 0  # messages that come too early to show a file just handed over
        self.pings: list[str] = []
        self.called: list[str] = []  # who was named by the bot, people and groups
        self._numbers = itertools.count(1)
        self._last_ts = 0
        self.add_team("T1", "UBOT", "B1", "xoxb-local-token")

    def add_team(
        self, team: str, bot_user: str, bot_id: str, token: str, organization: str = ""
    ) -> Team:
        made = Team(team, bot_user, bot_id, token, organization=organization)
        self.teams[team] = made
        self.users[bot_user] = self._user(bot_user, "companion", team) | {"is_bot": True}
        return made

    def add_user(
        self,
        user: str,
        name: str = "",
        zone: str = "Europe/Berlin",
        team: str = "T1",
        **flags: bool,
    ) -> str:
        """A person; flags: admin, owner, guest, bot, stranger, deleted."""
        person = self._user(user, name or user.lower(), team) | {"tz": zone}
        person |= {
            "is_admin": flags.get("admin", False), "is_owner": flags.get("owner", False),
            "is_restricted": flags.get("guest", False), "is_bot": flags.get("bot", False),
            "deleted": flags.get("deleted", False),
        }  # fmt: skip
        if flags.get("stranger"):
            person |= {"is_stranger": True, "team_id": "TELSEWHERE"}
        self.users[user] = person
        return user

    def _user(self, user: str, name: str, team: str) -> Json:
        return {
            "id": user, "team_id": team, "name": name, "real_name": name, "tz": "UTC",
            "profile": {"display_name": name, "real_name": name}, "deleted": False,
            "is_bot": False, "is_admin": False, "is_owner": False, "is_restricted": False,
            "is_ultra_restricted": False, "locale": "en-US",
        }  # fmt: skip

    def add_channel(
        self, channel: str, members: tuple[str, ...] = (), bot: bool = True,
        private: bool = False, team: str = "T1", name: str = "",
    ) -> Channel:  # fmt: skip
        made = Channel(channel, name or channel.lower(), private, members=set(members), team=team)
        if bot:
            made.members.add(self.teams[team].bot_user)
        self.channels[channel] = made
        return made

    def direct(self, user: str, team: str = "T1") -> Channel:
        """The direct message channel of a person and the bot."""
        channel = f"D{user[1:]}"
        if channel not in self.channels:
            both = {user, self.teams[team].bot_user}
            self.channels[channel] = Channel(channel, channel, True, user, both, team=team)
        return self.channels[channel]

    def new_ts(self) -> str:
        """A timestamp nobody else has."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def number(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers)}"

    def store(self, message: Message) -> Message:
        self._note_pings(message)
        self.channels[message.channel].messages.append(message)
        return message

    def changed(self, message: Message) -> None:
        self._note_pings(message)

    def find(self, channel: str, ts: str) -> Message | None:
        place = self.channels.get(channel)
        found = (m for m in place.messages if m.ts == ts and not m.deleted) if place else iter(())
        return next(found, None)

    def visible(self, channel: str, user: str) -> list[Message]:
        """What a person sees there: what is for all, and what is for them alone."""
        return [
            message
            for message in self.channels[channel].messages
            if not message.deleted and message.ephemeral_to in ("", user)
        ]

    def new_trigger(self, user: str, view: View | None = None, team: str = "T1") -> str:
        trigger = Trigger(f"{self.number('trigger')}.{team}", user, self.now(), view, team=team)
        self.triggers[trigger.id] = trigger
        return trigger.id

    def new_hook(
        self, channel: str, user: str, message: Message | None = None, team: str = "T1"
    ) -> Hook:
        hook = Hook(self.number("hook"), channel, user, message, self.now(), team)
        self.hooks[hook.id] = hook
        return hook

    def _note_pings(self, message: Message) -> None:
        """Whatever would notify people or lead them away."""
        if not message.bot:
            return
        live = re.findall(r"<(?:[@#!]|https?:|mailto:)[^>]*>", message.text)
        live += [
            str(node)
            for node in nodes(message.blocks)
            if node.get("type") in _ALIVE and not _DATE.fullmatch(str(node.get("text")))
        ]
        self.pings += live
        named = (node.get("user_id") or node.get("usergroup_id") for node in nodes(message.blocks))
        self.called += filter(None, named)


_DATE = re.compile(r"<!date\^\d+\^[^<>|^]+\|([^<>|&]+)>")
_ALIVE = {"mrkdwn", "link", "broadcast"}


def nodes(tree: object) -> Iterator[Mapping[str, Any]]:
    """Every object in it, in order."""
    left = [tree]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            yield one
            left += reversed(one.values())
        elif isinstance(one, list):
            left += reversed(one)


def texts(tree: object) -> Iterator[str]:
    """Every text in order."""
    for node in nodes(tree):
        if isinstance(node.get("text"), str):
            date = _DATE.fullmatch(node["text"])
            yield date[1] if date else node["text"]
        if node.get("type") == "date":
            yield node["fallback"]


def buttons(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each button with the block it stands in."""
    for block in blocks:
        for element in block.get("elements", []) if block.get("type") == "actions" else []:
            if element.get("type") == "button":
                yield block, element
            for option in element["options"] if element.get("type") == "overflow" else []:
                yield block, {**element, **option}
        accessory = block.get("accessory")
        if accessory and accessory.get("type") == "button":
            yield block, accessory
