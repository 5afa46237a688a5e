"""Interactions: from the moment somebody clicks to the last followup."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.discord import checks
from tests.platforms.discord.checks import ApiError, need
from tests.platforms.discord.world import EPHEMERAL, Json, Message, World
from tests.platforms.patience import ACKNOWLEDGE

COMMAND, COMPONENT, COMPLETION, SUBMISSION = 2, 3, 4, 5
LIFE = 15 * 60.0
UNKNOWN, ANSWERED, EXPIRED = 10062, 40060, 50027


@dataclass
class Ack:
    """The first response to an interaction."""

    kind: int
    seconds: float
    ok: bool
    type: int = 0
    data: Json = field(default_factory=dict)


@dataclass
class Interaction:
    id: str
    token: str
    kind: int
    user: str
    channel: str
    member: bool  # the bot is one in that place
    message: Message | None = None
    born: float = field(default_factory=time.monotonic)
    answered: int = 0
    original: Message | None = None
    followups: int = 0
    ack: "asyncio.Future[Ack]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Interactions:
    """All that were sent, and what the app answered."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.by_token: dict[str, Interaction] = {}
        self.acks: list[Ack] = []
        self.patience = ACKNOWLEDGE
        self.moderation = LIFE

    def begin(
        self, kind: int, user: str, channel: str, member: bool, message: Message | None = None
    ) -> Interaction:
        made = Interaction(
            self._world.new_id(), secrets.token_hex(16), kind, user, channel, member, message
        )
        self.by_token[made.token] = made
        asyncio.get_running_loop().call_later(self.patience, self._fail, made)
        return made

    def _fail(self, interaction: Interaction) -> None:
        """Three seconds are over: the person sees that it failed."""
        if not interaction.ack.done():
            self._settle(interaction, Ack(interaction.kind, self.patience, ok=False))

    def _settle(self, interaction: Interaction, ack: Ack) -> None:
        self.acks.append(ack)
        interaction.ack.set_result(ack)

    # ------------------------------------------------------------ the first response

    def respond(
        self, identity: str, token: str, body: Json, files: list[tuple[str, bytes]]
    ) -> Json:
        interaction = self.by_token.get(token)
        if interaction is None or interaction.id != identity:
            raise ApiError(404, UNKNOWN, "Unknown interaction")
        if interaction.answered:
            raise ApiError(400, ANSWERED, "Interaction has already been acknowledged.")
        seconds = time.monotonic() - interaction.born
        if seconds > self.patience:
            raise ApiError(404, UNKNOWN, "Unknown interaction")
        kind, data = int(body.get("type", 0)), body.get("data") or {}
        self._check_type(interaction, kind)
        made = self._do(interaction, kind, data, files)
        interaction.answered = kind
        if not interaction.ack.done():
            self._settle(interaction, Ack(interaction.kind, seconds, True, kind, data))
        resource: Json = {"type": kind}
        if made is not None:
            resource["message"] = self._world.message_payload(made)
        return {
            "interaction": {
                "id": interaction.id, "type": interaction.kind,
                "response_message_id": made.id if made else None,
                "response_message_loading": kind == 5,
                "response_message_ephemeral": bool(made and made.ephemeral_to),
            },
            "resource": resource,
        }  # fmt: skip

    def _check_type(self, interaction: Interaction, kind: int) -> None:
        allowed = {
            COMMAND: {4, 5, 9},
            COMPLETION: {8},
            COMPONENT: {4, 5, 6, 7, 9},
            SUBMISSION: {4, 5} | ({6, 7} if interaction.message else set()),
        }[interaction.kind]
        need(
            kind in allowed, f"type {kind} cannot answer an interaction of type {interaction.kind}"
        )

    def _do(
        self, interaction: Interaction, kind: int, data: Json, files: list[tuple[str, bytes]]
    ) -> Message | None:
        match kind:
            case 4:
                checks.check_message(data, files)
                interaction.original = self._post(interaction, data, files)
            case 5:
                flags = data.get("flags") or 0
                interaction.original = self._post(interaction, {"flags": flags}, [], loading=True)
            case 6:
                interaction.original = interaction.message
            case 7:
                assert interaction.message is not None
                checks.check_message(data, files, new=False, laid_out=interaction.message.laid_out)
                interaction.original = self.change(interaction.message, data, files)
            case 8:
                checks.check_choices(data)
                return None
            case 9:
                checks.check_modal(data)
                self._world.modals[interaction.user] = Modal(interaction, data)
                return None
        return interaction.original

    def _post(
        self,
        interaction: Interaction,
        data: Json,
        files: list[tuple[str, bytes]],
        loading: bool = False,
    ) -> Message:
        checks.check_files(files, self._world.channels[interaction.channel].allowed)
        hidden = bool((data.get("flags") or 0) & EPHEMERAL)
        return self._world.store(
            Message(
                interaction.channel,
                self._world.new_id(),
                self._world.bot,
                (data.get("content") or "").strip(),
                embeds=data.get("embeds") or [],
                components=data.get("components") or [],
                ephemeral_to=interaction.user if hidden else "",
                files=files,
                alternatives=checks.alternatives(data, files),
                loading=loading,
                laid_out=bool((data.get("flags") or 0) & checks.LAID_OUT),
            )
        )

    def change(self, message: Message, data: Json, files: list[tuple[str, bytes]]) -> Message:
        checks.check_files(files, self._world.channels[message.channel].allowed)
        message.versions.append(message.words)
        if (data.get("flags") or 0) & checks.LAID_OUT and not message.laid_out:
            left = data.get("content", message.content) or data.get("embeds", message.embeds)
            need(not left, "content and embeds have to go before that flag comes")
            message.laid_out = True
        if "content" in data:
            message.content = (data["content"] or "").strip()
        if "embeds" in data:
            message.embeds = data["embeds"] or []
        if "components" in data:
            message.components = data["components"] or []
        if files or "attachments" in data:
            message.files = files
            message.alternatives = checks.alternatives(data, files)
        message.loading = False
        self._world.watch(message)
        return message

    # ------------------------------------------------------------ afterwards

    def _alive(self, token: str) -> Interaction:
        interaction = self.by_token.get(token)
        if interaction is None or not interaction.answered:
            raise ApiError(404, 10015, "Unknown Webhook")
        if time.monotonic() - interaction.born > self.moderation:
            raise ApiError(401, EXPIRED, "Invalid Webhook Token")
        return interaction

    def original(self, token: str) -> Message:
        made = self._alive(token).original
        if made is None or made.gone:
            raise ApiError(404, 10008, "Unknown Message")
        return made

    def edit(self, token: str, body: Json, files: list[tuple[str, bytes]]) -> Message:
        message = self.original(token)
        checks.check_message(body, files, new=message.loading, laid_out=message.laid_out)
        return self.change(message, body, files)

    def delete(self, token: str) -> None:
        self.original(token).gone = True

    def follow(self, token: str, body: Json, files: list[tuple[str, bytes]]) -> Message:
        interaction = self._alive(token)
        checks.check_message(body, files)
        placeholder = interaction.original
        if placeholder is not None and placeholder.loading and not placeholder.gone:
            return self.change(placeholder, body, files)
        interaction.followups += 1
        if not interaction.member and interaction.followups > 5:
            raise ApiError(400, 40094, "Reached the maximum number of follow up messages")
        return self._post(interaction, body, files)


@dataclass
class Modal:
    """A form that stands open before somebody."""

    interaction: Interaction
    data: Json

    @property
    def title(self) -> str:
        return str(self.data["title"])

    @property
    def words(self) -> list[str]:
        """All that stands in it for people to read."""
        said: list[str | None] = [self.title]
        for part in self.data["components"]:
            inside = part.get("component") or {}
            said += [part.get("label"), part.get("description"), part.get("content")]
            said += [inside.get("placeholder"), inside.get("value")]
            said += [option["label"] for option in inside.get("options", ())]
        return [str(one) for one in said if one]

    @property
    def fields(self) -> list[str]:
        return [str(one["custom_id"]) for one in checks.inputs(self.data)]

    def value(self, name: str) -> str:
        """What stands in a field already."""
        for one in checks.inputs(self.data):
            if one["custom_id"] == name:
                if one["type"] == 4:
                    return str(one.get("value") or "")
                return ",".join(o["value"] for o in one["options"] if o.get("default"))
        raise AssertionError(f"no field {name!r} among {self.fields}")

    def choices(self, name: str) -> list[str]:
        """What a select offers."""
        found = [one for one in checks.inputs(self.data) if one["custom_id"] == name]
        assert found, f"no field {name!r} among {self.fields}"
        return [str(option["value"]) for option in found[0].get("options", [])]

    def filled(self, given: dict[str, str]) -> list[Any]:
        """The components as they come back."""
        assert set(given) <= set(self.fields), f"no fields {set(given) - set(self.fields)}"
        return [one for one in (self._part(part, given) for part in self.data["components"]) if one]

    def _part(self, part: Json, given: dict[str, str]) -> Json | None:
        if part["type"] == 10:
            return {"type": 10, "id": 1}
        if part["type"] == 1:
            return {"type": 1, "components": [self._value(part["components"][0], given)]}
        return {"type": 18, "id": 1, "component": self._value(part["component"], given)}

    def _value(self, field: Json, given: dict[str, str]) -> Json:
        name = field["custom_id"]
        value = given.get(name, self.value(name))
        made: Json = {"type": field["type"], "custom_id": name, "id": 2}
        if field["type"] == 4:
            assert value or field.get("required") is False, f"{name} must be filled in"
            assert len(value) <= (field.get("max_length") or 4_000)
            return made | {"value": value}
        values = [one for one in value.split(",") if one]
        offered = {option["value"] for option in field["options"]}
        assert set(values) <= offered, f"{set(values) - offered} is not offered in {name}"
        assert field.get("min_values", 1) <= len(values) <= field.get("max_values", 1), name
        return made | {"values": values}
