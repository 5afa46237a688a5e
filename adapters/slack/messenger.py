"""Posting, finding and changing messages: exactly once where Slack lets us find out."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.slack import limits
from adapters.slack.render import SlackMessage, render
from adapters.slack.uploads import upload, with_pictures
from adapters.slack.web import (
    NO_MESSAGES,
    Payload,
    Silent,
    SlackRefused,
    Web,
    translated,
)
from adapters.slack.workspaces import Workspaces, identified
from bot.language import _, later
from bot.messages import MessageRef, NotDelivered, Person, Place, PlaceGone, Reply

log = logging.getLogger(__name__)

EVENT_TYPE = "study_companion"
_CLOCKS_DIFFER = timedelta(seconds=30)
# A machine's own clock may be minutes ahead of Slack's; a key is used once, so looking back does
# no harm.
_MINUTES_AHEAD = timedelta(minutes=10)
_PAGES = 20
_REMEMBERED = 20_000
# Slack's rules for blocks have corners that nobody has written down; words go before looks.
BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
NOT_SHOWN_YET = "invalid_blocks"  # what is also said of a picture that was just handed over


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as Slack names it."""

    channel: str
    ts: str


class SlackMessenger:
    """bot.messages.Messenger for Slack."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self._keys: OrderedDict[Sent, str] = OrderedDict()  # of what was posted or found lately

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        """Post *reply* marked with *key*; what does not fit goes on in the message's thread."""
        web = await self._web(place.workspace)
        reply = await with_pictures(web, reply)
        first, *rest = render(reply) or (SlackMessage((), "–"),)
        try:
            sent = await post(web, place.channel, first, key, place.thread, by_clock=True)
        except (SlackRefused, Silent) as error:
            raise translated(error, _address(place)) from None
        self._remember(sent, key)
        await self._continue(web, sent, place.thread, rest)
        return MessageRef(place, sent.ts)

    async def update(self, ref: MessageRef, reply: Reply) -> None:
        """Change a message; changing it twice does no harm, so unknown outcomes are repeated."""
        web = await self._web(ref.place.workspace)
        first, *rest = render(reply) or (SlackMessage((), "–"),)
        await web.call_rate.turn("chat.update", limits.UPDATES)
        try:
            channel = await direct(web, ref.place.channel)
            sent = Sent(channel, ref.id)
            await update(web, sent, first, self._keys.get(sent, ""))
        except (SlackRefused, Silent) as error:
            raise translated(error, _address(ref.place)) from None
        await self._continue(web, sent, ref.place.thread, rest)

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        """The message marked with *key*, posted by us.

        Raises NotDelivered where the history cannot be read (the bot is no member of a public
        channel): whoever asks must then not post again.
        """
        web = await self._web(place.workspace)
        try:
            channel = await direct(web, place.channel)
            sent = await find(web, channel, key, since, place.thread)
        except SlackRefused as error:
            if error.code in ("not_in_channel", "missing_scope"):
                raise NotDelivered(str(error)) from None
            raise translated(error) from None
        except Silent as error:
            raise translated(error) from None
        if sent is None:
            return None
        self._remember(sent, key)
        return MessageRef(place, sent.ts)

    async def whisper(
        self, person: Person, reply: Reply, key: str, since: datetime | None = None
    ) -> MessageRef | None:
        """A direct message, once; None where the person does not take them."""
        web = await self._web(person.workspace)
        messages = render(await with_pictures(web, reply))
        if not messages:
            return None
        try:
            channel = await direct(web, person.user)
            sent = await post_once(web, channel, messages[0], key, since=since)
        except SlackRefused as error:
            if error.code in NO_MESSAGES:
                return None
            raise translated(error) from None
        except Silent as error:
            raise translated(error) from None
        await self._continue(web, sent, "", messages[1:])
        await upload(web, channel, reply.files)
        place = Place("slack", person.workspace, channel, private=True)
        return MessageRef(place, sent.ts)

    async def hindrance(self, place: Place, *, forum: bool = False) -> str:
        """What Slack says of a channel; whether its settings let a bot post it does not say."""
        del forum  # it has none
        try:
            web = await self._web(place.workspace)
            answer = await web.read("conversations.info", channel=place.channel)
        except SlackRefused as error:
            private = error.code == "channel_not_found"
            return await _not_in(web, closed=True) if private else ""
        except (Silent, PlaceGone):
            return ""
        channel, scopes = answer.get("channel") or {}, web.identity.scopes
        if channel.get("is_archived"):
            return _("This channel is archived.")
        anywhere = not channel.get("is_private") and (not scopes or "chat:write.public" in scopes)
        if channel.get("is_member") or anywhere:
            return ""
        return await _not_in(web)

    def _remember(self, sent: Sent, key: str) -> None:
        self._keys[sent] = key
        if len(self._keys) > _REMEMBERED:
            self._keys.popitem(last=False)

    async def _web(self, team: str) -> Web:
        web = await self._workspaces.find(team)
        if web is None:
            log.info("the app is not installed in %s", team)
            raise PlaceGone(later("the app was removed from the workspace"))
        return web

    async def _continue(
        self, web: Web, sent: Sent, thread: str, rest: Sequence[SlackMessage]
    ) -> None:
        """The further messages of a long reply: in the thread, changed where they are there."""
        begun, below = datetime.fromtimestamp(float(sent.ts), UTC), thread or sent.ts
        for number, message in enumerate(rest, start=2):
            mark = f"{sent.ts}#{number}"
            try:
                if there := await find(web, sent.channel, mark, begun, below):
                    await update(web, there, message, mark)
                else:
                    await post_once(web, sent.channel, message, mark, below)
            except (SlackRefused, Silent) as error:
                log.warning("part %d of a long message was not posted: %s", number, error)


async def _not_in(web: Web, *, closed: bool = False) -> str:
    """That the bot is no member, and what to type.

    Slack is asked for the name where an installation does not tell it.
    """
    name = web.identity.bot_name
    if not name:
        with suppress(SlackRefused, Silent):
            name = (await identified(web)).identity.bot_name
    line = _("/invite and my name") if not name else f"/invite @{name}"
    if closed:
        return _("I am not in this private channel. Type {line}, then try again.", line=line)
    return _("I am not in this channel. Type {line}, then try again.", line=line)


def _address(place: Place) -> str:
    """Where a channel is, as an address that leads there."""
    return f"https://app.slack.com/client/{place.workspace}/{place.channel}"


async def post(
    web: Web,
    channel: str,
    message: SlackMessage,
    key: str,
    thread: str = "",
    *,
    by_clock: bool = False,
) -> Sent:
    """One attempt, paced; Silent when nobody can tell whether it was stored.

    What goes out by the clock does not stand in line behind a crowd's answers.
    """
    if by_clock:
        await web.call_rate.turn(f"post:{channel}", limits.CHANNEL_POSTS)
    else:
        await web.call_rate.turn(f"answer:{channel}", limits.CHANNEL_ANSWERS)
    payload: Payload = {"channel": channel, **shown(message)}
    if thread:
        payload["thread_ts"] = thread
    if key:
        payload["metadata"] = marked(key)
    answer = await deliver(web, "chat.postMessage", payload)
    return Sent(str(answer.get("channel") or channel), str(answer.get("ts", "")))


async def post_once(
    web: Web,
    channel: str,
    message: SlackMessage,
    key: str,
    thread: str = "",
    since: datetime | None = None,
) -> Sent:
    """Post, and after an unknown outcome look before trying again.

    With *since* it may have been posted before: look from then on before the first attempt too.
    Where the history cannot be read an unknown outcome stays one: at most once.
    """
    started = since or datetime.now(UTC) - _MINUTES_AHEAD
    for attempt in range(4):
        if attempt or since:
            await asyncio.sleep(0.2 * attempt)
            try:
                found = await find(web, channel, key, started, thread)
            except SlackRefused as error:
                raise Silent(f"cannot look whether it was posted: {error}") from None
            if found:
                return found
        try:
            return await post(web, channel, message, key, thread)
        except Silent as silence:
            log.info("unknown outcome of a post, looking for it: %s", silence)
    raise Silent("chat.postMessage: no answer")


async def update(web: Web, sent: Sent, message: SlackMessage, key: str = "") -> None:
    """Change a message; its mark is sent along, since it might be lost otherwise."""
    payload: Payload = {"channel": sent.channel, "ts": sent.ts, **shown(message)}
    if key:
        payload["metadata"] = marked(key)
    await deliver(web, "chat.update", payload, again=True)


async def deliver(web: Web, method: str, payload: Payload, again: bool = False) -> Payload:
    """Send a message; without its pictures, then without its blocks, where Slack takes none."""
    if any(block["type"] == "image" for block in payload.get("blocks", ())):
        for pause in limits.PICTURE_PAUSES:
            try:
                return await web.write(method, payload, again)
            except SlackRefused as error:
                if error.code not in BLOCKS_REFUSED:
                    raise
                if error.code != NOT_SHOWN_YET:
                    break
                log.info("slack does not show the picture yet: %s", error)
            await asyncio.sleep(pause)
        log.warning("a message is sent without its picture, which slack did not take")
        payload = payload | {"blocks": [b for b in payload["blocks"] if b["type"] != "image"]}
    try:
        return await web.write(method, payload, again)
    except SlackRefused as error:
        if error.code not in BLOCKS_REFUSED or "blocks" not in payload:
            raise
        log.error("blocks were refused, sending the text alone: %s", error)
        return await web.write(method, plainly(payload), again)


def plainly(payload: Payload) -> Payload:
    """The same message as text, in which nothing is markup."""
    return {name: value for name, value in payload.items() if name != "blocks"} | {"mrkdwn": False}


async def find(web: Web, channel: str, key: str, since: datetime, thread: str = "") -> Sent | None:
    """Look through what was posted for our own message with this key."""
    oldest = f"{(since - _CLOCKS_DIFFER).timestamp():.6f}"
    async for message in _history(web, channel, oldest, thread):
        metadata = message.get("metadata") or {}
        ours = web.identity.bot_id in ("", message.get("bot_id")) or (
            message.get("user") == web.identity.bot_user
        )
        payload = metadata.get("event_payload") or {}
        if ours and metadata.get("event_type") == EVENT_TYPE and payload.get("key") == _cut(key):
            return Sent(channel, str(message.get("ts", "")))
    return None


async def _history(
    web: Web, channel: str, oldest: str, thread: str
) -> AsyncIterator[dict[str, Any]]:
    where = {"channel": channel} | ({"ts": thread} if thread else {})
    method = "conversations.replies" if thread else "conversations.history"
    cursor = ""
    for _page in range(_PAGES):
        params: dict[str, Any] = {**where, "oldest": oldest, "limit": 200}
        params["include_all_metadata"] = "true"
        if cursor:
            params["cursor"] = cursor
        page = await web.read(method, **params)
        for message in page.get("messages", []):
            yield message
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return


async def direct(web: Web, channel: str) -> str:
    """The channel itself, or a person's direct message channel when *channel* is a person."""
    if channel[:1] not in ("U", "W"):
        return channel
    answer = await web.write("conversations.open", {"users": channel}, again=True)
    return str((answer.get("channel") or {}).get("id", channel))


def shown(message: SlackMessage) -> Payload:
    """A message as the Web API takes it."""
    payload: Payload = {"text": message.text, "unfurl_links": False, "unfurl_media": False}
    if message.blocks:
        payload["blocks"] = list(message.blocks)
    return payload


def marked(key: str) -> Payload:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": _cut(key)}}


def _cut(key: str) -> str:
    return key[: limits.METADATA_KEY]
