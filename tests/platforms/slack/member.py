"""A person in the local Slack: types, clicks, submits, and sees."""

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tests.platforms.slack.blocks import check_options, check_view
from tests.platforms.slack.delivery import Ack
from tests.platforms.slack.world import Json, Message, View, buttons
from tests.waiting import CEILING

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer


class Member:
    """What one person does and what they see."""

    def __init__(self, server: "SlackServer", user: str, team: str) -> None:
        self.server = server
        self.user = user
        self.team = team
        self.errors: dict[str, str] = {}  # of the form submitted last

    # ------------------------------------------------------------ doing

    async def command(self, text: str, channel: str = "", name: str = "/aws") -> Ack:
        """A slash command; in the direct message with the bot when no channel is given."""
        world = self.server.world
        place = world.channels[channel] if channel else world.direct(self.user, self.team)
        hook = world.new_hook(place.id, self.user, team=self.team)
        payload = {
            "token": "unused", "team_id": self.team, "team_domain": "local",
            "channel_id": place.id, "channel_name": "directmessage" if place.im else place.name,
            "user_id": self.user, "user_name": self._name, "command": name, "text": text,
            "api_app_id": "A1", "is_enterprise_install": str(bool(self._organization)).lower(),
            **({"enterprise_id": self._organization} if self._organization else {}),
            "response_url": f"{self.server.base}/hooks/{hook.id}",
            "trigger_id": world.new_trigger(self.user, team=self.team),
        }  # fmt: skip
        return await self.server.delivery.send("slash_commands", payload, carries=True)

    async def says(
        self, text: str, channel: str = "", thread: str = "", twice: bool = False
    ) -> Message:
        """Write a message; the app hears of it when it is mentioned or written to directly."""
        world = self.server.world
        place = world.channels[channel] if channel else world.direct(self.user, self.team)
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        bot = world.teams[self.team].bot_user
        escaped = escaped.replace("@companion", f"<@{bot}>")
        message = world.store(
            Message(place.id, world.new_ts(), self.user, escaped, thread=thread, team=self.team)
        )
        event = {
            "user": self.user, "text": escaped, "ts": message.ts, "channel": place.id,
            "event_ts": message.ts, "team": world.users[self.user]["team_id"],
        }  # fmt: skip
        if thread:
            event["thread_ts"] = thread
        if place.im:
            event |= {"type": "message", "channel_type": "im"}
            await self.server.deliver_event(event, self.team, twice)
        elif f"<@{bot}>" in escaped and bot in place.members:
            await self.server.deliver_event(event | {"type": "app_mention"}, self.team, twice)
        return message

    async def mentions(self, text: str, channel: str, thread: str = "") -> Message:
        return await self.says(f"@companion {text}", channel, thread)

    async def clicks(self, message: Message, label: str) -> Ack:
        """Click a button on a message; *label* is its beginning."""
        return await self.server.delivery.send("interactive", self.click(message, label))

    def click(self, message: Message, label: str) -> Json:
        """What Slack sends for such a click."""
        world = self.server.world
        block, button = find_button(message.blocks, label)
        hook = world.new_hook(message.channel, self.user, message, self.team)
        container: Json = {
            "type": "message", "message_ts": message.ts, "channel_id": message.channel,
            "is_ephemeral": bool(message.ephemeral_to),
        }  # fmt: skip
        if message.thread:
            container["thread_ts"] = message.thread
        payload = self._interaction("block_actions") | {
            "container": container,
            "channel": {"id": message.channel, "name": world.channels[message.channel].name},
            "actions": [self._pressed(block, button)],
            "response_url": f"{self.server.base}/hooks/{hook.id}",
            "state": {"values": {}},
        }
        if not message.ephemeral_to:
            shown = {"type": "message", "ts": message.ts, "text": message.text}
            payload["message"] = shown | ({"thread_ts": message.thread} if message.thread else {})
        return payload

    async def clicks_in(self, view: View, label: str) -> Ack:
        """Click a button in a modal or on the App Home."""
        block, button = find_button(view.view["blocks"], label)
        payload = self._interaction("block_actions", view) | {
            "container": {"type": "view", "view_id": view.id},
            "view": view.payload(),
            "actions": [self._pressed(block, button)],
        }
        return await self.server.delivery.send("interactive", payload)

    async def submits(self, view: View, fields: Mapping[str, str]) -> Ack:
        """Fill in and submit; what is not given keeps the value it has."""
        shown = view.payload()
        shown["state"] = {"values": _filled(view.view["blocks"], fields)}
        payload = self._interaction("view_submission", view) | {"view": shown, "response_urls": []}
        ack = await self.server.delivery.send("interactive", payload, carries=True)
        self.errors = {}
        if ack.ok:
            self._close_or_change(view, ack.payload)
        return ack

    async def closes(self, view: View) -> None:
        """Close a modal."""
        stack = self.server.world.modals.get(self.user, [])
        if view in stack:
            stack.remove(view)
        if view.view.get("notify_on_close"):
            payload = self._interaction("view_closed", view) | {
                "view": view.payload(), "is_cleared": False,
            }  # fmt: skip
            await self.server.delivery.send("interactive", payload)

    async def types_into(self, view: View, block_id: str, text: str) -> list[str]:
        """Type into an external select; the suggestions."""
        block = next(b for b in view.view["blocks"] if b.get("block_id") == block_id)
        payload = self._interaction("block_suggestion", view) | {
            "view": view.payload(), "block_id": block_id, "value": text,
            "action_id": block["element"]["action_id"],
        }  # fmt: skip
        ack = await self.server.delivery.send("interactive", payload, carries=True)
        check_options(ack.payload)
        return [option["value"] for option in ack.payload.get("options", [])]

    async def shortcut(self, message: Message, callback: str = "look_up") -> Ack:
        """Choose the app's entry in a message's menu."""
        hook = self.server.world.new_hook(message.channel, self.user, team=self.team)
        payload = self._interaction("message_action") | {
            "callback_id": callback, "message_ts": message.ts,
            "action_ts": self.server.world.new_ts(),
            "channel": {"id": message.channel, "name": "channel"},
            "message": {"type": "message", "ts": message.ts, "text": message.text},
            "response_url": f"{self.server.base}/hooks/{hook.id}",
        }  # fmt: skip
        return await self.server.delivery.send("interactive", payload)

    async def opens_home(self, tab: str = "home") -> Ack:
        event = {
            "type": "app_home_opened", "user": self.user, "tab": tab,
            "channel": self.server.world.direct(self.user, self.team).id,
            "event_ts": self.server.world.new_ts(),
        }  # fmt: skip
        return await self.server.deliver_event(event, self.team)

    # ------------------------------------------------------------ seeing

    def sees(self, channel: str = "") -> list[Message]:
        """The messages of a channel, or of the direct message with the bot, oldest first."""
        world = self.server.world
        name = channel or world.direct(self.user, self.team).id
        return world.visible(name, self.user)

    def replies(self, channel: str = "") -> list[Message]:
        """Of these, the bot's."""
        return [message for message in self.sees(channel) if message.bot]

    @property
    def home(self) -> View | None:
        return self.server.world.homes.get(self.user)

    @property
    def modal(self) -> View | None:
        stack = self.server.world.modals.get(self.user)
        return stack[-1] if stack else None

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

    @property
    def _name(self) -> str:
        return str(self.server.world.users[self.user]["name"])

    @property
    def _organization(self) -> str:
        return self.server.world.teams[self.team].organization

    def _interaction(self, kind: str, view: View | None = None) -> Json:
        world = self.server.world
        return {
            "type": kind, "token": "unused", "api_app_id": "A1",
            "team": {"id": self.team, "domain": "local"},
            "enterprise": {"id": self._organization} if self._organization else None,
            "user": {
                "id": self.user, "username": self._name, "name": self._name,
                "team_id": world.users[self.user]["team_id"],
            },
            "trigger_id": world.new_trigger(self.user, view, self.team),
            "is_enterprise_install": bool(self._organization),
        }  # fmt: skip

    def _pressed(self, block: Json, button: Json) -> Json:
        if button["type"] == "overflow":
            chosen = {"text": button["text"], "value": button["value"]}
            return {
                "type": "overflow", "action_id": button["action_id"], "selected_option": chosen,
                "block_id": block.get("block_id", "generated"),
                "action_ts": self.server.world.new_ts(),
            }  # fmt: skip
        return {
            "type": "button", "action_id": button["action_id"], "text": button["text"],
            "block_id": block.get("block_id", "generated"), "value": button.get("value", ""),
            "action_ts": self.server.world.new_ts(),
        }  # fmt: skip

    def _close_or_change(self, view: View, answer: Json) -> None:
        stack = self.server.world.modals.get(self.user, [])
        match answer.get("response_action"):
            case "errors":
                inputs = {b.get("block_id") for b in view.view["blocks"] if b["type"] == "input"}
                assert set(answer["errors"]) <= inputs, "errors must name input blocks"
                assert answer["errors"], "errors must not be empty"
                self.errors = answer["errors"]
            case "update":
                check_view(answer["view"], "modal")
                view.view = answer["view"]
            case "clear":
                stack.clear()
            case None:
                assert not answer, f"a submission cannot be acknowledged with {answer}"
                if view in stack:
                    stack.remove(view)
            case other:
                raise AssertionError(f"unexpected response_action {other}")


def find_button(blocks: list[Json], label: str) -> tuple[Json, Json]:
    """The button with that label, or else the first whose label begins so."""
    drawn = sorted(buttons(blocks), key=lambda pair: pair[1]["text"]["text"] != label)
    for block, button in drawn:
        if button["text"]["text"].startswith(label):
            return block, button
    found = [button["text"]["text"] for _, button in buttons(blocks)]
    raise AssertionError(f"no button {label!r} among {found}")


def _filled(blocks: list[Json], fields: Mapping[str, str]) -> Json:
    """The state of a view's inputs."""
    inputs = {block["block_id"]: block["element"] for block in blocks if block["type"] == "input"}
    assert set(fields) <= set(inputs), f"no fields {set(fields) - set(inputs)}"
    return {
        name: {element["action_id"]: _state(element, fields.get(name))}
        for name, element in inputs.items()
    }


def _state(element: Json, value: str | None) -> Json:
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value") if value is None else value}
    if kind == "timepicker":
        return {
            "type": kind,
            "selected_time": element.get("initial_time") if value is None else value,
        }
    if kind in ("checkboxes", "multi_static_select"):
        if value is None:
            return {"type": kind, "selected_options": element.get("initial_options", [])}
        chosen = [_offered(element, one) for one in value.split(",") if one]
        return {"type": kind, "selected_options": chosen}
    if value is None:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind == "external_select":
        option = {"text": {"type": "plain_text", "text": value}, "value": value}
        return {"type": kind, "selected_option": option}
    return {"type": kind, "selected_option": _offered(element, value) if value else None}


def _offered(element: Json, value: str) -> Json:
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    for group in groups:
        for option in group["options"]:
            if option["value"] == value:
                return dict(option)
    raise AssertionError(f"{value!r} is not offered")
