"""The state of the local Discord: people, servers, channels, and what stands in them."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.platforms.discord.checks import LAID_OUT, within

Json = dict[str, Any]

EPOCH = 1_420_070_400_000
ADMINISTRATOR = 1 << 3
MANAGE_GUILD = 1 << 5
EVERYTHING = (1 << 50) - 1 & ~ADMINISTRATOR & ~MANAGE_GUILD
VIEW = 1 << 10
SEND = 1 << 11
GUEST = 1 << 4
EPHEMERAL = 64
LOADING = 128


@dataclass
class User:
    id: str
    name: str
    bot: bool = False
    direct: bool = True  # takes direct messages

    def payload(self) -> Json:
        return {
            "id": self.id, "username": self.name, "global_name": self.name, "avatar": None,
            "discriminator": "0", "bot": self.bot, "public_flags": 0,
        }  # fmt: skip


@dataclass
class Role:
    """A role of a server; the bot's own stands at ten."""

    id: str
    name: str
    position: int = 1
    permissions: int = 0
    managed: bool = False
    mentionable: bool = True
    held: set[str] = field(default_factory=set)


OWN_PLACE = 10
MANAGE_ROLES = 1 << 28
MENTION_EVERYONE = 1 << 17


@dataclass
class Guild:
    id: str
    owner: str = "0"
    member: bool = True  # the bot is in it
    muted: bool = False  # nobody may write
    admins: set[str] = field(default_factory=set)
    guests: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    roles: dict[str, Role] = field(default_factory=dict)
    gives_roles: bool = True  # the bot may

    @property
    def everyones(self) -> int:
        """What everybody may do, the bot among them."""
        rights = EVERYTHING & ~MENTION_EVERYONE & ~(SEND if self.muted else 0)
        return rights & ~(0 if self.gives_roles else MANAGE_ROLES)


@dataclass
class Channel:
    id: str
    guild: str = ""  # empty: a direct message
    people: tuple[str, ...] = ()  # of a direct message
    gone: int = 0  # the code with which everything about it is refused
    history: bool = True
    title: str = ""  # of a thread
    parent: str = ""  # the channel or forum that a thread belongs to
    allowed: int = EVERYTHING  # what the bot may do there
    forum: bool = False  # it holds posts, and no messages of its own
    wants_a_tag: bool = False
    archived: bool = False  # of a thread
    members: frozenset[str] | None = None  # who may see it; None: everybody

    @property
    def kind(self) -> int:
        if self.guild:
            return 11 if self.parent else 15 if self.forum else 0
        return 3 if len(self.people) > 2 else 1


@dataclass
class Message:
    channel: str
    id: str
    author: User
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    ephemeral_to: str = ""
    answers: str = ""
    nonce: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)  # what is said of each file
    versions: list[str] = field(default_factory=list)
    loading: bool = False
    gone: bool = False
    laid_out: bool = False  # made of newer components alone, for good

    @property
    def bot(self) -> bool:
        return self.author.bot

    @property
    def words(self) -> str:
        """Everything there is to read, as it is shown."""
        return "\n".join(filter(None, self._texts()))

    def _texts(self) -> Iterator[str]:
        yield shown(self.content)
        for embed in self.embeds:
            yield (embed.get("author") or {}).get("name") or ""
            yield shown(embed.get("title") or "")
            yield shown(embed.get("description") or "")
            for one in embed.get("fields") or []:
                yield shown(one["name"])
                yield shown(one["value"])
            yield (embed.get("footer") or {}).get("text") or ""
        for one in within(self.components):
            yield shown(one.get("content") or "")

    @property
    def buttons(self) -> list[Json]:
        return [one for one in within(self.components) if one["type"] == 2]

    @property
    def labels(self) -> list[str]:
        return [str(button["label"]) for button in self.buttons]

    @property
    def key(self) -> str:
        """The mark in the link of its title."""
        url = str(self.embeds[0].get("url") or "") if self.embeds else ""
        texts = "\n".join(one.get("content") or "" for one in within(self.components))
        linked = url or next((found[1] for found in _OUR_LINK.finditer(texts)), "")
        return linked.partition("study=")[2].partition("&")[0]


_OUR_LINK = re.compile(r"\]\((https://discord\.com/channels/[\w/@-]+\?study=[^)\s]*)\)")
_MARKUP = re.compile(r"\\([^0-9A-Za-z\s])|\*\*|^-# |^- |^### |(?<!\\)`", re.MULTILINE)
_CODE = re.compile(r"(?<!\\)```\n*(.*?)\n*```", re.DOTALL)
_TITLE = re.compile(r"^(?:###|-#) \[((?:\\.|[^\]\\])*)\]\(https[^)]*\)", re.MULTILINE)
_NAMED = re.compile(r"(?:<@&?\d+> ?)+")  # nothing else stands beside those who are named
_COMMAND = re.compile(r"</([\w -]+):\d{17,20}>")  # a click begins the command
_LIVE = re.compile(
    r"(?:\\.)|(?:\]\(https://discord\.com/channels/[\w/@-]+\?study=[^)\s]*\))"
    r"|(?:<t:\d{1,12}:[tTdDfFR]>)|(?:</[\w -]+:\d{17,20}>)|(?:^- <#\d+>)|(?:^`[\w .,%…–+#\u00a0-]+`)|(?P<live><@|<#|<t:|<a?:\w+:|</|@everyone|@here|https?://|\]\(|\|\||`|~~|__)",
    re.DOTALL | re.MULTILINE,
)


def shown(text: str) -> str:
    """Text as people see it: marks of bold and lists gone, escapes undone, code as it is."""
    seen, end = "", 0
    for block in _CODE.finditer(text):
        code = block[1].replace("\u200b", "")  # of no width
        seen, end = f"{seen}{_marked_up(text[end : block.start()])}{code}", block.end()
    return seen + _marked_up(text[end:])


def without_code(text: str) -> str:
    """Text without its blocks of code, in which Discord reads nothing."""
    return _CODE.sub("", text)


def _marked_up(text: str) -> str:
    text = _TITLE.sub(r"\1", _COMMAND.sub(r"/\1", text))
    return _MARKUP.sub(lambda match: match[1] or "", text)


def live(text: str) -> list[str]:
    """Mentions, links and markup in *text* that would come to life."""
    return [match["live"] for match in _LIVE.finditer(without_code(text)) if match["live"]]


class World:
    """Names are made into ids where they are first used, so that tests can say "C1"."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self._counter = 0
        self._ids: dict[str, str] = {}
        self.users: dict[str, User] = {}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[Message]] = {}
        self.nonces: dict[tuple[str, str], Message] = {}
        self.commands: dict[str, list[Json]] = {}  # by scope: "" everywhere, else a server
        self.modals: dict[str, Any] = {}
        self.pings: list[str] = []
        self.called: list[str] = []  # who was named by the bot
        self.silenced: set[str] = set()  # who may read everywhere and write nowhere
        self.bot = self.add_user("BOT", "companion", bot=True)
        self.bot_public = True  # anybody may add it to a server

    # ------------------------------------------------------------ ids

    def new_id(self) -> str:
        self._counter += 1
        milliseconds = int(self.clock() * 1000) - EPOCH
        return str(milliseconds << 22 | self._counter & 0x3FFFFF)

    def id(self, name: str) -> str:
        """The id behind a name of a test; ids stay as they are."""
        if name.isdigit() or not name:
            return name
        if name not in self._ids:
            self._ids[name] = self.new_id()
        return self._ids[name]

    def name(self, identity: str) -> str:
        return next((name for name, one in self._ids.items() if one == identity), identity)

    # ------------------------------------------------------------ making it

    def add_user(
        self,
        name: str,
        shown: str = "",
        admin: bool = False,
        guest: bool = False,
        bot: bool = False,
        guilds: tuple[str, ...] = ("G1",),
        direct: bool = True,
    ) -> User:
        user = self.users[self.id(name)] = User(self.id(name), shown or name, bot, direct)
        for guild in (self.guilds[self.id(one)] for one in guilds if self.id(one) in self.guilds):
            guild.people.add(user.id)
            if admin:
                guild.admins.add(user.id)
            if guest:
                guild.guests.add(user.id)
        return user

    def add_guild(self, name: str, member: bool = True) -> Guild:
        guild = self.guilds[self.id(name)] = Guild(self.id(name), member=member)
        guild.people |= {one.id for one in self.users.values()}
        return guild

    def add_role(self, name: str, guild: str = "G1", **about: Any) -> Role:
        role = Role(self.id(name), name, **about)
        self.guilds[self.id(guild)].roles[role.id] = role
        return role

    def add_channel(
        self, name: str, guild: str = "G1", members: Iterable[str] | None = None
    ) -> Channel:
        """A channel; *members* make it one that nobody else may see."""
        channel = self.channels[self.id(name)] = Channel(self.id(name), self.id(guild))
        if members is not None:
            channel.members = frozenset(map(self.id, members))
        self.messages[channel.id] = []
        return channel

    def begin_thread(self, message: Message, name: str) -> Channel:
        parent = self.channels[message.channel]
        thread = Channel(message.id, parent.guild, parent=parent.id, title=name)
        self.channels[thread.id] = thread
        self.messages[thread.id] = []
        return thread

    def begin_post(self, forum: Channel, name: str, message: Message) -> Channel:
        """A thread of a forum, whose first message has its id."""
        message.id = self.new_id()
        post = Channel(message.id, forum.guild, parent=forum.id, title=name)
        self.channels[post.id] = post
        self.messages[post.id] = []
        message.channel = post.id
        self.store(message)
        return post

    def direct(self, user: str) -> Channel:
        """The direct messages of a person with the bot."""
        name = f"dm-{user}"
        if self.id(name) not in self.channels:
            people = (user, self.bot.id)
            self.channels[self.id(name)] = Channel(self.id(name), people=people)
            self.messages[self.id(name)] = []
        return self.channels[self.id(name)]

    # ------------------------------------------------------------ messages

    def store(self, message: Message) -> Message:
        self.messages.setdefault(message.channel, []).append(message)
        self.watch(message)
        return message

    def watch(self, message: Message) -> None:
        """Note what came to life in a message of the bot's."""
        if message.author is not self.bot:
            return
        named = _NAMED.fullmatch(message.content)
        self.called += re.findall(r"\d+", message.content) if named else []
        texts = ["" if named else message.content]
        for embed in message.embeds:
            texts += [embed.get("title") or "", embed.get("description") or ""]
            texts += [text for f in embed.get("fields") or [] for text in (f["name"], f["value"])]
        texts += [one.get("content") or "" for one in within(message.components)]
        for text in texts:
            self.pings += live(text)

    def find(self, channel: str, message: str) -> Message | None:
        for one in self.messages.get(channel, []):
            if one.id == message and not one.gone:
                return one
        return None

    def may_see(self, channel: Channel, user: str) -> bool:
        """Whether somebody has the right to see a channel; a thread is seen with its channel."""
        above = self.channels.get(channel.parent, channel)
        return above.members is None or user in above.members or user == self.bot.id

    def visible(self, channel: str, user: str) -> list[Message]:
        if not self.may_see(self.channels[self.id(channel)], user):
            return []
        return [
            one
            for one in self.messages.get(self.id(channel), [])
            if not (one.gone or one.loading) and one.ephemeral_to in ("", user)
        ]

    # ------------------------------------------------------------ payloads

    def permissions(self, guild: Guild, user: str) -> int:
        allowed = EVERYTHING & ~(SEND if user in self.silenced else 0)
        if user in guild.admins or user == guild.owner:
            allowed |= MANAGE_GUILD
        return allowed

    def member_payload(self, guild: Guild, user: User) -> Json:
        return {
            "user": user.payload(), "roles": self._roles(guild, user.id), "nick": None,
            "joined_at": stamp(self.clock()), "deaf": False, "mute": False, "avatar": None,
            "flags": GUEST if user.id in guild.guests else 0, "pending": False,
            "permissions": str(self.permissions(guild, user.id)),
        }  # fmt: skip

    def _roles(self, guild: Guild, user: str) -> list[str]:
        admin = [self.id(f"admins-{guild.id}")] if user in guild.admins else []
        own = [self.id(f"own-{guild.id}")] if user == self.bot.id else []
        return [*admin, *own, *(one.id for one in guild.roles.values() if user in one.held)]

    def guild_payload(self, guild: Guild) -> Json:
        channels = [self.channel_payload(c) for c in self.channels.values() if c.guild == guild.id]
        return {
            "id": guild.id, "name": self.name(guild.id), "icon": None, "owner_id": guild.owner,
            "unavailable": False, "member_count": len(guild.people) + 1, "large": False,
            "roles": [
                role_payload(Role(guild.id, "@everyone", 0, guild.everyones)),
                role_payload(self._own_role(guild)),
                role_payload(
                    Role(self.id(f"admins-{guild.id}"), "admins", 20, EVERYTHING | MANAGE_GUILD)
                ),
                *map(role_payload, guild.roles.values()),
            ],
            "members": [self.member_payload(guild, self.bot)], "channels": channels,
            "threads": [], "emojis": [], "stickers": [], "features": [], "presences": [],
            "voice_states": [], "stage_instances": [], "guild_scheduled_events": [],
            "soundboard_sounds": [], "joined_at": stamp(self.clock()), "verification_level": 0,
            "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
            "premium_tier": 0, "preferred_locale": "en-US", "nsfw_level": 0,
            "afk_timeout": 300, "system_channel_flags": 0, "system_channel_id": None,
            "afk_channel_id": None, "rules_channel_id": None, "public_updates_channel_id": None,
            "description": None, "banner": None, "splash": None, "discovery_splash": None,
            "application_id": None, "vanity_url_code": None, "premium_progress_bar_enabled": False,
            "safety_alerts_channel_id": None, "version": 1,
        }  # fmt: skip

    def _own_role(self, guild: Guild) -> Role:
        return Role(self.id(f"own-{guild.id}"), "companion", OWN_PLACE, 0, managed=True)

    def channel_payload(self, channel: Channel) -> Json:
        base: Json = {"id": channel.id, "type": channel.kind, "flags": 0, "last_message_id": None}
        if not channel.guild:
            others = [self.users[one].payload() for one in channel.people if one != self.bot.id]
            return base | {"recipients": others}
        overwrites = []
        if not channel.history:
            overwrites = [{"id": channel.guild, "type": 0, "allow": "0", "deny": str(1 << 16)}]
        if channel.members is not None:
            overwrites = [
                {"id": channel.guild, "type": 0, "allow": "0", "deny": str(VIEW)},
                *(
                    {"id": one, "type": 1, "allow": str(VIEW), "deny": "0"}
                    for one in (self.bot.id, *sorted(channel.members))
                ),
            ]
        if channel.parent:
            state = {"archived": channel.archived, "auto_archive_duration": 1440, "locked": False,
                     "archive_timestamp": stamp(self.clock())}  # fmt: skip
            return base | {
                "guild_id": channel.guild, "name": self.name(channel.id).lower(),
                "parent_id": channel.parent, "owner_id": self.bot.id, "thread_metadata": state,
                "message_count": 0, "member_count": 1, "rate_limit_per_user": 0,
            }  # fmt: skip
        return base | {
            "guild_id": channel.guild, "name": self.name(channel.id).lower(), "position": 0,
            "permission_overwrites": overwrites, "nsfw": False, "parent_id": None, "topic": None,
            "rate_limit_per_user": 0,
        } | (self._of_forum(channel) if channel.forum else {})  # fmt: skip

    def _of_forum(self, channel: Channel) -> Json:
        def tag(name: str, moderated: bool) -> Json:
            emoji = {"emoji_id": None, "emoji_name": None}
            return {"id": self.id(name), "name": name, "moderated": moderated, **emoji}

        return {
            "flags": 1 << 4 if channel.wants_a_tag else 0, "default_forum_layout": 0,
            "available_tags": [tag("OFFICIAL", True), tag("QUIZ", False)],
            "default_reaction_emoji": None, "default_sort_order": None,
        }  # fmt: skip

    def message_payload(self, message: Message, content: bool = True) -> Json:
        flags = (EPHEMERAL if message.ephemeral_to else 0) | (LOADING if message.loading else 0)
        flags |= LAID_OUT if message.laid_out else 0
        mentioned = [
            user.payload()
            for user in self.users.values()
            if f"<@{user.id}>" in message.content
        ]  # fmt: skip
        made: Json = {
            "id": message.id, "channel_id": message.channel, "author": message.author.payload(),
            "content": message.content if content else "", "timestamp": stamp_of(message.id),
            "edited_timestamp": stamp(self.clock()) if message.versions else None, "tts": False,
            "mention_everyone": False, "mentions": mentioned, "mention_roles": [],
            "attachments": [
                {"id": str(number), "filename": name, "size": len(data), "url": "", "proxy_url": ""}
                | {"description": message.alternatives[number]}
                for number, (name, data) in enumerate(message.files)
            ],
            "embeds": message.embeds if content else [], "pinned": False, "type": 0,
            "components": message.components if content else [], "flags": flags,
        }  # fmt: skip
        if message.answers:
            made["type"] = 19
            made["message_reference"] = {
                "type": 0, "message_id": message.answers, "channel_id": message.channel,
            }  # fmt: skip
        return made


def role_payload(role: Role) -> Json:
    return {
        "id": role.id, "name": role.name, "permissions": str(role.permissions),
        "position": role.position, "color": 0, "hoist": False, "managed": role.managed,
        "mentionable": role.mentionable, "flags": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
    }  # fmt: skip


def stamp(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def stamp_of(identity: str) -> str:
    return stamp(((int(identity) >> 22) + EPOCH) / 1000)


def options_of(fields: Mapping[str, object]) -> Iterator[Json]:
    for name, value in fields.items():
        if isinstance(value, Role | Channel):
            yield {"name": name, "type": 8 if isinstance(value, Role) else 7, "value": value.id}
            continue
        kind = 5 if isinstance(value, bool) else 4 if isinstance(value, int) else 3
        yield {"name": name, "type": kind, "value": value}
