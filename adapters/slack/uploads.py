"""Files that somebody asked for, and pictures that belong to a message."""

import asyncio
import json
import logging
from dataclasses import replace

from adapters.slack import limits
from adapters.slack.text import shorten
from adapters.slack.web import RATE_LIMITED, Payload, Silent, SlackRefused, Web
from bot.language import _
from bot.messages import File, Part, Picture, Reply
from bot.text import without_controls

log = logging.getLogger(__name__)


async def upload(web: Web, channel: str, files: tuple[File, ...], thread: str = "") -> str:
    """Hand files over; why not, in a sentence, where it was not possible."""
    for file in files:
        try:
            await _upload(web, channel, file, thread)
        except (SlackRefused, Silent) as error:
            log.warning("a file was not uploaded: %s", error)
            return _("I could not upload {file}.", file=file.name) + f" {_why_not(error)}"
    return ""


async def _upload(web: Web, channel: str, file: File, thread: str) -> None:
    """In Slack's three steps. Only the last one shows something, and it is not repeated blindly."""
    identity = await _handed_over(web, file.name, file.content)
    named = [{"id": identity, "title": file.title or file.name}]
    done: Payload = {"files": json.dumps(named), "channel_id": channel}
    await web.form("files.completeUploadExternal", done | ({"thread_ts": thread} if thread else {}))


async def _handed_over(web: Web, name: str, content: bytes, alt: str = "") -> str:
    """The first two steps: what Slack calls the file now, which nobody sees yet."""
    asked: Payload = {"filename": name, "length": len(content)} | ({"alt_txt": alt} if alt else {})
    place = await web.form("files.getUploadURLExternal", asked, again=True)
    await web.send_file(str(place.get("upload_url", "")), content)
    return str(place.get("file_id", ""))


async def with_pictures(web: Web, reply: Reply) -> Reply:
    """Hand the pictures over, shared with nobody: the message that shows them shares them.

    So a picture comes as often as its message, whatever happens in between. One that cannot be
    handed over is left out. Only messages that stay can show one: not what a single person sees
    in a channel.
    """
    if not any(isinstance(part, Picture) for part in reply.parts):
        return reply
    return replace(reply, parts=tuple([await _with_picture(web, part) for part in reply.parts]))


async def _with_picture(web: Web, part: Part) -> Part:
    scopes = web.identity.scopes
    if not isinstance(part, Picture) or (scopes and "files:write" not in scopes):
        return part
    name, alt = f"{part.name}.png", shorten(without_controls(part.alt), limits.ALTERNATIVE_TEXT)
    try:
        async with asyncio.timeout(limits.PICTURE_PATIENCE):
            identity = await _handed_over(web, name, part.png, alt)
            done: Payload = {"files": json.dumps([{"id": identity, "title": name}])}
            await web.form("files.completeUploadExternal", done, again=True)
    except (SlackRefused, Silent, TimeoutError) as error:
        log.warning("a picture was not handed over: %s", str(error) or type(error).__name__)
        return part
    return replace(part, kept=identity)


def _why_not(error: SlackRefused | Silent) -> str:
    if isinstance(error, Silent):
        return _("Slack did not confirm it. If it is not here, ask again, please.")
    if error.code == RATE_LIMITED:
        return _("Slack asks me to wait. Try again in some minutes, please.")
    if error.code == "missing_scope":
        return _(
            "The app needs the scope {scope} for that; an admin can add it by reinstalling it.",
            scope=error.needed or "files:write",
        )
    return _("Slack did not take it.")
