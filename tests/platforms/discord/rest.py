"""The REST routes for channels, messages, people and commands."""

from collections.abc import Mapping
from typing import Any

from tests.platforms.discord import checks
from tests.platforms.discord.checks import ApiError, need
from tests.platforms.discord.interactions import Interactions
from tests.platforms.discord.world import OWN_PLACE, Channel, Json, Message, World

Files = list[tuple[str, bytes]]


class Rest:
    """What each route does; raises ApiError for what Discord refuses."""

    def __init__(self, world: World, interactions: Interactions) -> None:
        self.world = world
        self.interactions = interactions
        self.synced: list[str] = []  # scopes, one for each bulk overwrite

    def channel(self, identity: str) -> Channel:
        channel = self.world.channels.get(identity)
        if channel is None:
            raise ApiError(404, 10003, "Unknown Channel")
        if channel.gone:
            status = 403 if channel.gone >= 50_000 else 404
            raise ApiError(status, channel.gone, "Missing Access")
        if channel.guild and not self.world.guilds[channel.guild].member:
            raise ApiError(403, 50001, "Missing Access")
        return channel

    # ------------------------------------------------------------ messages

    def post(self, channel: str, body: Json, files: Files) -> Json:
        place = self.channel(channel)
        if place.forum:
            raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
        if not place.guild:
            self._open_for_us(place)
        place.archived = False
        nonce = str(body.get("nonce") or "")
        if nonce and body.get("enforce_nonce"):
            earlier = self.world.nonces.get((self.world.bot.id, nonce))
            if earlier is not None:
                if earlier.gone:
                    raise ApiError(404, 10008, "Unknown Message")
                return self.world.message_payload(earlier) | {"nonce": nonce}
        checks.check_message(body, files)
        checks.check_files(files, place.allowed)
        need(not (body.get("flags") or 0) & 64, "ephemeral needs an interaction")
        reference = body.get("message_reference") or {}
        answers = str(reference.get("message_id") or "")
        if answers and self.world.find(channel, answers) is None:
            need(reference.get("fail_if_not_exists") is False, "Unknown message", 50035)
            answers = ""
        if body.get("content") and body.get("allowed_mentions") is None:
            self.world.pings += ["@"] if "@" in body["content"] else []
        message = Message(
            channel, self.world.new_id(), self.world.bot, (body.get("content") or "").strip(),
            embeds=body.get("embeds") or [], components=body.get("components") or [],
            answers=answers, nonce=nonce, files=files,
            alternatives=checks.alternatives(body, files),
            laid_out=bool((body.get("flags") or 0) & checks.LAID_OUT),
        )  # fmt: skip
        if nonce:
            self.world.nonces[self.world.bot.id, nonce] = message
        return self.world.message_payload(self.world.store(message)) | {"nonce": nonce}

    def _open_for_us(self, place: Channel) -> None:
        other = next(one for one in place.people if one != self.world.bot.id)
        if not self.world.users[other].direct:
            raise ApiError(403, 50007, "Cannot send messages to this user")

    def message(self, channel: str, identity: str) -> Message:
        self.channel(channel)
        message = self.world.find(channel, identity)
        if message is None or message.ephemeral_to:
            raise ApiError(404, 10008, "Unknown Message")
        return message

    def begin_thread(self, channel: str, identity: str, body: Json) -> Json:
        """A thread below a message has the message's id."""
        message, place = self.message(channel, identity), self.channel(channel)
        need(1 <= len(str(body.get("name") or "")) <= 100, "name")
        need(body.get("auto_archive_duration") in (60, 1440, 4320, 10080), "auto_archive_duration")
        if place.parent or not place.guild:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        if message.id in self.world.channels:
            raise ApiError(400, 160004, "A thread has already been created for this message")
        return self.world.channel_payload(self.world.begin_thread(message, str(body["name"])))

    def begin_post(self, channel: str, body: Json, files: Files) -> Json:
        """A post of a forum, with its first message."""
        forum = self.channel(channel)
        need(forum.forum, "Cannot execute action on this channel type", 50024)
        need(1 <= len(str(body.get("name") or "")) <= 100, "name")
        need(body.get("auto_archive_duration") in (60, 1440, 4320, 10080), "auto_archive_duration")
        tags = body.get("applied_tags") or []
        if forum.wants_a_tag and not tags:
            raise ApiError(400, 40067, "A tag is required to create a forum post in this channel")
        need(set(tags) <= {int(self.world.id("QUIZ"))}, "a tag that the bot may use")
        said = body.get("message") or {}
        need(not said.get("nonce"), "no nonce here")
        checks.check_message(said, files)
        first = Message(
            channel, "", self.world.bot, (said.get("content") or "").strip(),
            embeds=said.get("embeds") or [], components=said.get("components") or [],
            files=files, alternatives=checks.alternatives(said, files),
            laid_out=bool((said.get("flags") or 0) & checks.LAID_OUT),
        )  # fmt: skip
        post = self.world.begin_post(forum, str(body["name"]), first)
        return self.world.channel_payload(post) | {"message": self.world.message_payload(first)}

    def threads(self, archived: bool, guild: str = "", channel: str = "") -> Json:
        """The threads of a server or of a channel, newest first."""
        found = [
            one
            for one in self.world.channels.values()
            if one.parent and one.archived == archived
            if one.parent == channel or (guild and one.guild == guild)
        ]
        newest = sorted(found, key=lambda one: -int(one.id))
        threads = [self.world.channel_payload(one) for one in newest]
        return {"threads": threads, "members": [], "has_more": False}

    def change_channel(self, channel: str, body: Json) -> Json:
        place = self.channel(channel)
        need(place.parent and set(body) == {"archived"}, "what the bot may change")
        place.archived = bool(body["archived"])
        return self.world.channel_payload(place)

    def edit(self, channel: str, identity: str, body: Json, files: Files) -> Json:
        message = self.message(channel, identity)
        if not message.author.bot:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        if self.channel(channel).archived:
            raise ApiError(400, 50083, "Thread is archived")
        checks.check_message(body, files, new=False, laid_out=message.laid_out)
        return self.world.message_payload(self.interactions.change(message, body, files))

    def history(self, channel: str, query: Mapping[str, str]) -> list[Json]:
        place = self.channel(channel)
        limit = int(query.get("limit", "50"))
        need(1 <= limit <= 100, "limit")
        if not place.history:
            return []
        after, before = int(query.get("after", "0")), int(query.get("before", str(1 << 63)))
        found = [
            one
            for one in self.world.messages[channel]
            if after < int(one.id) < before and not (one.gone or one.ephemeral_to or one.loading)
        ]
        found = found[:limit] if "after" in query else found[-limit:]
        return [self.world.message_payload(one, content=one.author.bot) for one in reversed(found)]

    # ------------------------------------------------------------ people

    def open_direct(self, body: Json) -> Json:
        user = str(body.get("recipient_id", ""))
        if user not in self.world.users:
            raise ApiError(404, 10013, "Unknown User")
        return self.world.channel_payload(self.world.direct(user))

    def member(self, guild: str, user: str) -> Json:
        place = self.world.guilds.get(guild)
        if place is None or not place.member:
            raise ApiError(404, 10004, "Unknown Guild")
        if user not in place.people:
            raise ApiError(404, 10007, "Unknown Member")
        return self.world.member_payload(place, self.world.users[user])

    def change_role(self, guild: str, user: str, identity: str, holds: bool) -> None:
        """Give or take a role, which needs a right and a higher role than that one."""
        self.member(guild, user)
        place = self.world.guilds[guild]
        role = place.roles.get(identity)
        if role is None:
            raise ApiError(404, 10011, "Unknown Role")
        if role.managed or not place.gives_roles or role.position >= OWN_PLACE:
            raise ApiError(403, 50013, "Missing Permissions")
        (role.held.add if holds else role.held.discard)(user)

    def guild(self, guild: str) -> Json:
        place = self.world.guilds.get(guild)
        if place is None or not place.member:
            raise ApiError(404, 10004, "Unknown Guild")
        return self.world.guild_payload(place)

    def application(self) -> Json:
        return {
            "id": self.world.id("APP"), "name": "companion", "icon": None, "description": "",
            "bot_public": self.world.bot_public, "bot_require_code_grant": False, "flags": 0,
            "summary": "",
            "verify_key": "0" * 64, "team": None, "owner": self.world.bot.payload(),
            "integration_types_config": {"0": {}, "1": {}}, "redirect_uris": [],
            "interactions_endpoint_url": None, "role_connections_verification_url": None,
        }  # fmt: skip

    # ------------------------------------------------------------ commands

    def overwrite(self, scope: str, commands: Any) -> list[Json]:
        """Register commands, in a server or everywhere: what is not in the list is gone."""
        need(isinstance(commands, list), "a list of commands")
        if scope and not self.world.guilds.get(scope, None):
            raise ApiError(403, 50001, "Missing Access")
        checks.check_commands(commands)
        for command in commands if scope else ():
            bound = command.get("contexts") or command.get("integration_types")
            need(not bound, "contexts are for commands that are registered everywhere")
        before = {(c.get("type", 1), c["name"]): c for c in self.world.commands.get(scope, [])}
        kept = []
        for command in commands:
            old = before.get((command.get("type", 1), command["name"]))
            fixed = {
                "id": old["id"] if old else self.world.new_id(), "version": "1",
                "application_id": self.world.id("APP"), "description": "",
                "default_member_permissions": None, "type": 1, "nsfw": False,
            }  # fmt: skip
            kept.append(fixed | command | ({"guild_id": scope} if scope else {}))
        self.world.commands[scope] = kept
        self.synced.append(scope)
        return kept
