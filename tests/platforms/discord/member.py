"""A person in the local Discord: types, clicks, submits, and sees."""

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.platforms.discord.interactions import (
    COMMAND,
    COMPLETION,
    COMPONENT,
    SUBMISSION,
    Ack,
    Interaction,
    Modal,
)
from tests.platforms.discord.world import (
    Channel,
    Json,
    Message,
    Role,
    options_of,
    role_payload,
)
from tests.waiting import CEILING

if TYPE_CHECKING:
    from tests.platforms.discord.server import DiscordServer


class Member:
    """What one person does and what they see. Without a channel: in the direct messages."""

    def __init__(self, server: "DiscordServer", user: str) -> None:
        self.server = server
        self.user = user
        self.locale = "en-US"

    # ------------------------------------------------------------ doing

    async def command(self, text: str, channel: str = "", name: str = "aws") -> Ack:
        """The command that answers questions, with a line of text."""
        return await self.slash(name, channel, query=text)

    async def slash(self, name: str, channel: str = "", **options: object) -> Ack:
        """A native command: `slash("daily set", "C1", time="09:00")`."""
        place = self._place(channel)
        given = list(options_of(options))
        data = self._command_data(name, given, place)
        roles = {one.id: role_payload(one) for one in options.values() if isinstance(one, Role)}
        world, chosen = self.server.world, options.values()
        channels = {
            one.id: world.channel_payload(one) | {"permissions": str(one.allowed)}
            for one in chosen
            if isinstance(one, Channel)
        }
        resolved = {"roles": roles, "channels": channels}
        return await self._send(COMMAND, place, data | {"resolved": resolved})

    async def completes(self, name: str, channel: str = "", **typed: str) -> list[str]:
        """The suggestions for the option that is being typed, which is the last."""
        place = self._place(channel)
        given = list(options_of(typed))
        given[-1]["focused"] = True
        ack = await self._send(COMPLETION, place, self._command_data(name, given, place))
        return [str(choice["value"]) for choice in ack.data.get("choices", [])]

    async def clicks(self, message: Message, label: str) -> Ack:
        """Click a button on a message; *label* is its beginning."""
        assert message.ephemeral_to in ("", self.user), "they cannot see that message"
        button = find_button(message, label)
        return await self.clicks_on(message, button["custom_id"])

    async def clicks_on(self, message: Message, custom_id: str) -> Ack:
        place = self.server.world.channels[message.channel]
        data = {"custom_id": custom_id, "component_type": 2, "id": 1}
        return await self._send(COMPONENT, place, data, message)

    async def shortcut(self, message: Message, name: str = "Look this up") -> Ack:
        """Choose the app's entry in a message's menu."""
        world = self.server.world
        place = world.channels[message.channel]
        shown = world.message_payload(message)
        data = self._command_data(name, [], place, kind=3) | {
            "target_id": message.id, "resolved": {"messages": {message.id: shown}},
        }  # fmt: skip
        return await self._send(COMMAND, place, data)

    async def submits(self, modal: Modal, fields: Mapping[str, str]) -> Ack:
        """Fill in and submit; what is not given keeps the value it has."""
        opened = modal.interaction
        place = self.server.world.channels[opened.channel]
        data = {
            "custom_id": modal.data["custom_id"], "components": modal.filled(dict(fields)),
        }  # fmt: skip
        self.server.world.modals.pop(self.user, None)
        message = opened.message if opened.kind == COMPONENT else None
        return await self._send(SUBMISSION, place, data, message)

    async def says(self, text: str, channel: str = "", answers: str = "") -> Message:
        """Write a message; the app sees what it says when it is meant."""
        world = self.server.world
        place = self._place(channel)
        text = text.replace("@companion", f"<@{world.bot.id}>")
        message = world.store(
            Message(place.id, world.new_id(), world.users[self.user], text, answers=answers)
        )
        await self.hears(message)
        return message

    async def hears(self, message: Message) -> None:
        """Tell the app of a message that was written."""
        world = self.server.world
        place = world.channels[message.channel]
        meant = not place.guild or f"<@{world.bot.id}>" in message.content
        payload = world.message_payload(message, content=meant)
        if place.guild:
            guild = world.guilds[place.guild]
            if not guild.member:
                return
            member = world.member_payload(guild, world.users[self.user])
            del member["user"], member["permissions"]
            payload |= {"guild_id": place.guild, "member": member}
        await self.server.gateway.deliver("MESSAGE_CREATE", payload, place.guild)

    async def mentions(self, text: str, channel: str) -> Message:
        return await self.says(f"@companion {text}", channel)

    # ------------------------------------------------------------ seeing

    def sees(self, channel: str = "") -> list[Message]:
        """The messages of a channel, or of the direct messages with the bot, oldest first."""
        return self.server.world.visible(self._place(channel).id, self.user)

    def replies(self, channel: str = "") -> list[Message]:
        """Of these, the bot's."""
        return [message for message in self.sees(channel) if message.bot]

    @property
    def modal(self) -> Modal | None:
        modal = self.server.world.modals.get(self.user)
        assert modal is None or isinstance(modal, Modal)
        return modal

    async def waits(self, until: Callable[[], object], seconds: float = CEILING) -> None:
        """Wait until something is seen."""
        async with asyncio.timeout(seconds):
            while not until():
                await asyncio.sleep(0.01)

    async def reply(self, channel: str = "", number: int = 1, seconds: float = CEILING) -> Message:
        """Wait for the bot's message *number* and give it."""
        await self.waits(lambda: len(self.replies(channel)) >= number, seconds)
        return self.replies(channel)[number - 1]

    # ------------------------------------------------------------ payloads

    def _place(self, channel: str) -> Channel:
        world = self.server.world
        return world.channels[world.id(channel)] if channel else world.direct(self.user)

    async def _send(
        self, kind: int, place: Channel, data: Json, message: Message | None = None
    ) -> Ack:
        """Deliver an interaction and wait for its first response."""
        assert self.server.world.may_see(place, self.user), "nothing is sent from what is not seen"
        guild = self.server.world.guilds.get(place.guild)
        member = guild is None or guild.member
        made = self.server.interactions.begin(kind, self.user, place.id, member, message)
        payload = self._payload(made, place, data)
        await self.server.gateway.deliver(
            "INTERACTION_CREATE", payload, place.guild if member else ""
        )
        return await made.ack

    def _payload(self, made: Interaction, place: Channel, data: Json) -> Json:
        world = self.server.world
        user = world.users[self.user]
        guild = world.guilds.get(place.guild)
        owners = {"1": self.user} if guild is None or not guild.member else {"0": guild.id}
        payload: Json = {
            "id": made.id, "application_id": world.id("APP"), "type": made.kind, "data": data,
            "token": made.token, "version": 1, "locale": self.locale, "entitlements": [],
            "attachment_size_limit": 10 * 1024 * 1024, "channel_id": place.id,
            "channel": world.channel_payload(place), "app_permissions": str(place.allowed),
            "authorizing_integration_owners": owners,
        }  # fmt: skip
        if guild is not None:
            payload |= {
                "guild_id": guild.id, "guild_locale": "en-US", "context": 0,
                "guild": {"id": guild.id, "locale": "en-US", "features": []},
                "member": world.member_payload(guild, user),
            }  # fmt: skip
        else:
            payload |= {"user": user.payload(), "context": 1 if place.kind == 1 else 2}
        if made.message is not None:
            payload["message"] = world.message_payload(made.message)
        return payload

    def _command_data(self, name: str, given: list[Any], place: Channel, kind: int = 1) -> Json:
        """The command as it was registered, checked against what is given."""
        world = self.server.world
        words = name.split() if kind == 1 else [name]
        commands = [*world.commands.get(place.guild or "-", []), *world.commands.get("", [])]
        found = [c for c in commands if c["name"] == words[0] and c["type"] == kind]
        assert found, f"/{words[0]} is not registered: {[c['name'] for c in commands]}"
        command = found[0]
        options: list[Any] = given
        declared = command.get("options") or []
        if len(words) == 2:
            inner = next(one for one in declared if one["name"] == words[1])
            declared = inner.get("options") or []
            options = [{"name": words[1], "type": 1, "options": given}]
        _check_given(declared, given)
        made = {"id": command["id"], "name": command["name"], "type": kind, "options": options}
        return made | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})


def _check_given(declared: list[Json], given: list[Json]) -> None:
    by_name = {one["name"]: one for one in declared}
    for one in given:
        option = by_name[one["name"]]
        assert option["type"] == one["type"], f"{one['name']} has another type"
        choices = [choice["value"] for choice in option.get("choices") or []]
        assert not choices or one["value"] in choices, f"{one['value']!r} is no choice"
        if one.get("focused"):
            assert option.get("autocomplete"), f"{one['name']} does not complete"
            return
    missing = {n for n, one in by_name.items() if one.get("required")} - {g["name"] for g in given}
    assert not missing, f"required: {missing}"


def find_button(message: Message, label: str) -> Json:
    for button in message.buttons:
        if button["label"].startswith(label):
            assert not button.get("disabled"), f"{label} cannot be clicked"
            return button
    raise AssertionError(f"no button {label!r} among {message.labels}")
