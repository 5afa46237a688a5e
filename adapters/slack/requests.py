"""From what Slack sends to a Request: pure functions over payloads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.slack.text import typed, written
from bot import actions
from bot.messages import Action, Person, Place, Request
from bot.text import without_controls

Payload = Mapping[str, Any]

# Kinds of message that people write; the others are edits, deletions, joins and the like.
_WRITTEN = frozenset({"", "file_share", "thread_broadcast", "me_message"})


@dataclass(frozen=True, slots=True)
class Asker:
    """Who did it, as far as the payload says."""

    user: str
    name: str = ""
    home: str = ""  # their own workspace, which in a shared channel may be another one


def command_asker(command: Payload) -> Asker:
    return Asker(command.get("user_id", ""), command.get("user_name", ""))


def asker(payload: Payload) -> Asker:
    """Of an interaction."""
    user = payload.get("user") or {}
    name = user.get("name") or user.get("username") or ""
    return Asker(user.get("id", ""), name, user.get("team_id", ""))


def event_asker(event: Payload) -> Asker:
    return Asker(event.get("user", ""), home=event.get("user_team") or event.get("team") or "")


def command_place(command: Payload, team: str) -> Place:
    channel = str(command.get("channel_id", ""))
    private = is_direct(channel) or command.get("channel_name") == "directmessage"
    return Place("slack", team, channel, private=private)


def event_place(event: Payload, team: str) -> Place:
    """Where a message is answered: a mention in its thread, a direct message beside it."""
    channel = str(event.get("channel", ""))
    private = event.get("channel_type") == "im" or is_direct(channel)
    thread = str(event.get("thread_ts") or ("" if private else event.get("ts", "")))
    return Place("slack", team, channel, thread, private)


def click_place(payload: Payload, team: str) -> Place:
    """Where a button stands. In views it is where the view was opened from."""
    container = payload.get("container") or {}
    channel = str(container.get("channel_id") or (payload.get("channel") or {}).get("id") or "")
    message = payload.get("message") or {}
    thread = str(container.get("thread_ts") or message.get("thread_ts") or "")
    return Place("slack", team, channel, thread, is_direct(channel))


def own_place(user: str, team: str) -> Place:
    """The App Home: a private place named after its person."""
    return Place("slack", team, user, private=True)


def is_direct(channel: str) -> bool:
    return channel.startswith("D")


def is_closed(payload: Payload) -> bool:
    """Of an interaction: in a place that only its members can see."""
    channel = payload.get("channel") or {}
    named = str(channel.get("name") or "")
    closed = named in ("privategroup", "directmessage") or named.startswith("mpdm-")
    return closed or str(channel.get("id") or "").startswith(("D", "G"))


def is_written_by_a_person(event: Payload, bot_user: str) -> bool:
    """Not by a bot, not by us, not an edit or another notice about messages."""
    return bool(
        event.get("user")
        and event.get("user") not in (bot_user, "USLACKBOT")
        and not event.get("bot_id")
        and not event.get("bot_profile")
        and not event.get("edited")
        and not event.get("hidden")
        and event.get("subtype", "") in _WRITTEN
    )


def moment(stamp: object, fallback: datetime) -> datetime:
    """When something happened, from a ts such as "1700000000.123456"."""
    seconds, _, fraction = str(stamp or "").partition(".")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 11):
        return fallback
    micro = int((fraction + "000000")[:6]) if fraction.isascii() and fraction.isdigit() else 0
    return datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=micro)


def asked(who: Person, where: Place, at: datetime, text: str, bot_user: str = "") -> Request:
    """A request from something typed, in a message or after the command."""
    return Request(who, where, at, text=typed(text, bot_user))


def clicked(who: Person, where: Place, at: datetime, value: str, message: str = "") -> Request:
    return Request(who, where, at, action=Action.parse(value), message=message)


def message_of(payload: Payload) -> str:
    """The message on which a button was clicked; empty where only one person sees it."""
    container = payload.get("container") or {}
    if container.get("type") != "message" or container.get("is_ephemeral"):
        return ""
    return str(container.get("message_ts") or "")


SHORTCUTS: Mapping[str, Action] = {  # callback_id of a message shortcut → what it means
    "look_up": actions.LOOK_UP_MESSAGE(),
    "make_question": actions.MAKE_QUESTION(),
}


def meant_by(shortcut: Payload) -> Action:
    """What a message shortcut stands for; one that is unknown looks the message up."""
    return SHORTCUTS.get(str(shortcut.get("callback_id")), actions.LOOK_UP_MESSAGE())


def of_message(
    who: Person, where: Place, at: datetime, action: Action, message: Payload, bot_user: str
) -> Request:
    """Something to do with what a message says."""
    words = written(str(message.get("text", "")), bot_user)
    return Request(who, where, at, action=action, fields={"text": words})


def installation_of(body: Payload) -> tuple[str, str]:
    """The workspace and organization of an installation; no workspace where it is for them all."""
    granted = (body.get("authorizations") or [{}])[0]
    team = "" if granted.get("is_enterprise_install") else str(body.get("team_id") or "")
    return team, str(body.get("enterprise_id") or granted.get("enterprise_id") or "")


def teams_in(event: Payload) -> tuple[str, ...]:
    """The workspaces that an organization's event names."""
    named = event.get("team_ids")
    return tuple(one for one in named if isinstance(one, str)) if isinstance(named, list) else ()


def pressed(payload: Payload) -> Mapping[str, Any]:
    """The one element that was used."""
    actions = payload.get("actions") or [{}]
    return actions[0] if isinstance(actions[0], Mapping) else {}


def value_of(element: Mapping[str, Any]) -> str:
    """The printed action behind a button or a chosen option."""
    option = element.get("selected_option") or {}
    return without_controls(str(element.get("value") or option.get("value") or ""))
