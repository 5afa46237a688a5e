"""chat.*, conversations.* and users.* of the local Slack."""

import re
from collections.abc import Callable
from typing import Any

from tests.platforms.slack.blocks import Invalid, check_message, length
from tests.platforms.slack.world import Channel, Json, Message, Team, World


class ApiError(Exception):
    """An answer with `ok: false`."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


Method = Callable[[World, Team, Json], Json]

POST_ARGUMENTS = {
    "channel", "text", "blocks", "thread_ts", "reply_broadcast", "metadata", "unfurl_links",
    "unfurl_media", "mrkdwn", "parse", "link_names", "username", "icon_url", "icon_emoji",
}  # fmt: skip


def only(arguments: Json, allowed: set[str]) -> None:
    extra = set(arguments) - allowed
    if extra:
        raise ApiError("invalid_arguments", extra=sorted(extra))


def needs(team: Team, scope: str) -> None:
    if scope not in team.scopes:
        raise ApiError("missing_scope", needed=scope, provided=",".join(sorted(team.scopes)))


def channel_of(world: World, team: Team, name: object, member: bool = True) -> Channel:
    """A channel as the bot may see it."""
    channel = world.channels.get(str(name))
    if channel is None or channel.team != team.id:
        raise ApiError("channel_not_found")
    if team.bot_user not in channel.members:
        if channel.private:
            raise ApiError("channel_not_found")
        if member:
            raise ApiError("not_in_channel")
    return channel


def checked_content(
    world: World, team: str, arguments: Json, text_limit: int, *, stays: bool = True
) -> tuple[str, list[Json]]:
    """Text and blocks, refused as Slack refuses them.

    What only one person sees does not stay: a file cannot be shared with it.
    """
    text = arguments.get("text") or ""
    blocks = arguments.get("blocks") or []
    if not isinstance(text, str):
        raise ApiError("invalid_arguments")
    if not text and not blocks:
        raise ApiError("no_text")
    if blocks and not text:
        raise ApiError("invalid_arguments", detail="send text with blocks")
    if length(text) > text_limit:
        raise ApiError("msg_too_long")
    try:
        check_message(blocks)
    except Invalid as error:
        raise ApiError("invalid_blocks", errors=[str(error)]) from None
    for block in blocks:
        if block["type"] == "image" and "slack_file" in block:
            _check_picture(world, team, block["slack_file"], stays)
    return text, blocks


def _check_picture(world: World, team: str, given: Json, stays: bool) -> None:
    """A file that was handed over, and that Slack has made a picture of meanwhile."""
    file = next((f for f in world.files if f["id"] == given.get("id")), None)
    if file is None or not file["done"] or file["team"] != team or not stays:
        raise ApiError("invalid_blocks", errors=["invalid slack file"])
    if not file["content"].startswith(b"\x89PNG\r\n\x1a\n"):
        raise ApiError("invalid_blocks", errors=["invalid slack file"])
    if file["busy"]:
        file["busy"] -= 1
        raise ApiError("invalid_blocks", errors=["invalid slack file"])


def post_message(world: World, team: Team, arguments: Json) -> Json:
    needs(team, "chat:write")
    only(arguments, POST_ARGUMENTS)
    name = str(arguments.get("channel", ""))
    if name in world.users:
        channel = world.direct(name, team.id)
    else:
        channel = channel_of(world, team, name, member=False)
    if channel.archived:
        raise ApiError("is_archived")
    if team.bot_user not in channel.members and "chat:write.public" not in team.scopes:
        raise ApiError("not_in_channel")
    text, blocks = checked_content(world, team.id, arguments, 40_000)
    thread = str(arguments.get("thread_ts") or "")
    if thread and world.find(channel.id, thread) is None:
        raise ApiError("thread_not_found")
    message = Message(
        channel.id, world.new_ts(), team.bot_user, text, blocks, thread,
        _metadata(arguments.get("metadata")), bot=True, team=team.id,
    )  # fmt: skip
    world.store(message)
    return {"channel": channel.id, "ts": message.ts, "message": as_event(message, team)}


def _metadata(metadata: object) -> Json | None:
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise ApiError("invalid_metadata_format")
    if not re.fullmatch(r"\w+", str(metadata["event_type"])):
        raise ApiError("invalid_metadata_format")
    payload = metadata["event_payload"]
    if not isinstance(payload, dict):
        raise ApiError("invalid_metadata_format")
    if not all(isinstance(value, str | int | float) for value in payload.values()):
        raise ApiError("invalid_metadata_schema")
    if len(str(payload)) > 3_000:
        raise ApiError("metadata_too_large")
    return metadata


def post_ephemeral(world: World, team: Team, arguments: Json) -> Json:
    needs(team, "chat:write")
    only(arguments, {"channel", "user", "text", "blocks", "thread_ts", "mrkdwn"})
    channel = channel_of(world, team, arguments.get("channel"))
    user = str(arguments.get("user", ""))
    if user not in channel.members:
        raise ApiError("user_not_in_channel")
    text, blocks = checked_content(world, team.id, arguments, 40_000, stays=False)
    message = Message(
        channel.id, world.new_ts(), team.bot_user, text, blocks,
        str(arguments.get("thread_ts") or ""), ephemeral_to=user, bot=True, team=team.id,
    )  # fmt: skip
    world.store(message)
    return {"message_ts": message.ts}


def update(world: World, team: Team, arguments: Json) -> Json:
    needs(team, "chat:write")
    only(arguments, POST_ARGUMENTS | {"ts"})
    channel = channel_of(world, team, arguments.get("channel"), member=False)
    message = _own(world, team, channel, arguments)
    text, blocks = checked_content(world, team.id, arguments, 4_000)
    message.change(text, blocks)
    # Whether metadata that is not sent along stays is not documented; the worse is assumed.
    message.metadata = _metadata(arguments.get("metadata"))
    world.changed(message)
    return {"channel": channel.id, "ts": message.ts, "text": text}


def delete(world: World, team: Team, arguments: Json) -> Json:
    needs(team, "chat:write")
    channel = channel_of(world, team, arguments.get("channel"), member=False)
    _own(world, team, channel, arguments).deleted = True
    return {"channel": channel.id, "ts": arguments["ts"]}


def _own(world: World, team: Team, channel: Channel, arguments: Json) -> Message:
    ts = arguments.get("ts")
    if not isinstance(ts, str):
        raise ApiError("invalid_arguments")
    message = world.find(channel.id, ts)
    if message is None or message.ephemeral_to:
        raise ApiError("message_not_found")
    if message.user != team.bot_user:
        raise ApiError("cant_update_message")
    return message


def as_event(message: Message, team: Team, metadata: bool = False) -> Json:
    """A message as history shows it."""
    shown: Json = {
        "type": "message", "user": message.user, "text": message.text, "ts": message.ts,
        "team": message.team,
    }  # fmt: skip
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.bot:
        shown |= {"bot_id": team.bot_id, "app_id": "A1"}
    if message.thread:
        shown["thread_ts"] = message.thread
    if metadata and message.metadata:
        shown["metadata"] = message.metadata
    return shown


def history(world: World, team: Team, arguments: Json) -> Json:
    channel = channel_of(world, team, arguments.get("channel"))
    needs(team, channel.history_scope)
    found = [m for m in channel.messages if not m.thread]
    return _page(world, team, arguments, list(reversed(found)))


def replies(world: World, team: Team, arguments: Json) -> Json:
    channel = channel_of(world, team, arguments.get("channel"))
    needs(team, channel.history_scope)
    ts = str(arguments.get("ts", ""))
    if world.find(channel.id, ts) is None:
        raise ApiError("thread_not_found")
    return _page(world, team, arguments, [m for m in channel.messages if ts in (m.ts, m.thread)])


def _page(world: World, team: Team, arguments: Json, found: list[Message]) -> Json:
    oldest = _stamp(arguments.get("oldest") or "0")
    kept = [
        m for m in found
        if not m.deleted and not m.ephemeral_to and _stamp(m.ts) > oldest
    ]  # fmt: skip
    limit = min(int(arguments.get("limit") or 100), 999)
    start = int(arguments.get("cursor") or 0)
    metadata = str(arguments.get("include_all_metadata", "")).lower() in ("true", "1")
    following = str(start + limit) if len(kept) > start + limit else ""
    return {
        "messages": [as_event(m, team, metadata) for m in kept[start : start + limit]],
        "has_more": bool(following),
        "response_metadata": {"next_cursor": following},
    }


def _stamp(ts: object) -> tuple[int, int]:
    seconds, _, micro = str(ts).partition(".")
    return int(seconds or 0), int((micro + "000000")[:6])


def open_conversation(world: World, team: Team, arguments: Json) -> Json:
    needs(team, "im:write")
    user = world.users.get(str(arguments.get("users", "")))
    if user is None:
        raise ApiError("user_not_found")
    if user["is_bot"]:
        raise ApiError("cannot_dm_bot")
    if user["deleted"]:
        raise ApiError("user_disabled")
    return {"channel": {"id": world.direct(user["id"], team.id).id}}


def info(world: World, team: Team, arguments: Json) -> Json:
    channel = channel_of(world, team, arguments.get("channel"), member=False)
    needs(team, "groups:read" if channel.private else "channels:read")
    return {"channel": described(channel, team)}


def described(channel: Channel, team: Team) -> Json:
    return {
        "id": channel.id, "name": channel.name, "is_private": channel.private,
        "is_im": bool(channel.im), "is_archived": channel.archived,
        "is_member": team.bot_user in channel.members,
    }  # fmt: skip


def listed(world: World, team: Team, arguments: Json) -> Json:
    """The channels of one person; private ones only where the bot is in as well."""
    needs(team, "channels:read")
    user = str(arguments.get("user") or "")
    found = [
        described(channel, team)
        for channel in world.channels.values()
        if channel.team == team.id and (not channel.private or team.bot_user in channel.members)
        if user in channel.members and not channel.im
    ]
    return {"channels": found, "response_metadata": {"next_cursor": ""}}


def user_info(world: World, team: Team, arguments: Json) -> Json:
    needs(team, "users:read")
    user = world.users.get(str(arguments.get("user", "")))
    if user is None:
        raise ApiError("user_not_found")
    return {"user": _described(user, arguments)}


def _described(user: Json, arguments: Json) -> Json:
    """A person; in which language they use Slack is told to whoever asks for it alone."""
    told = str(arguments.get("include_locale", "")).lower() in ("true", "1")
    return {name: value for name, value in user.items() if told or name != "locale"}


def user_list(world: World, team: Team, arguments: Json) -> Json:
    needs(team, "users:read")
    people = [user for user in world.users.values() if user["team_id"] == team.id]
    limit, start = int(arguments.get("limit") or 200), int(arguments.get("cursor") or 0)
    following = str(start + limit) if len(people) > start + limit else ""
    return {
        "members": [_described(one, arguments) for one in people[start : start + limit]],
        "response_metadata": {"next_cursor": following},
    }


def suggest_prompts(world: World, team: Team, arguments: Json) -> Json:
    """Of an agent: for its conversation as a whole, and up to four of them."""
    needs(team, "assistant:write")
    channel = str(arguments.get("channel_id") or "")
    if channel not in world.channels:
        raise ApiError("channel_not_found")
    prompts = arguments.get("prompts") or []
    told = all(set(one) == {"title", "message"} and all(one.values()) for one in prompts)
    if not 1 <= len(prompts) <= 4 or not told or "thread_ts" in arguments:
        raise ApiError("invalid_arguments")
    world.prompts[channel] = [(one["title"], one["message"]) for one in prompts]
    return {}


METHODS: dict[str, Method] = {
    "assistant.threads.setSuggestedPrompts": suggest_prompts,
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.open": open_conversation,
    "conversations.info": info,
    "users.conversations": listed,
    "users.info": user_info,
    "users.list": user_list,
}
READ = frozenset(
    "conversations.history conversations.replies conversations.info users.conversations "
    "users.info users.list".split()
)
