"""Messages and forms as discord.py takes them.

Views and modals are stopped before they are sent, so that the library keeps nothing of them in
memory: a click is understood from its custom_id alone, by whichever process receives it.
"""

import io
from collections.abc import Sequence
from typing import Any

import discord

from adapters.discord import limits
from adapters.discord.buttons import Payload, picture_file
from adapters.discord.layout import CONTAINER, GALLERY, ROW, SECTION, TEXT
from adapters.discord.render import DiscordMessage
from bot.messages import File
from bot.text import shorten, without_controls

_STYLES = {1: discord.ButtonStyle.primary, 4: discord.ButtonStyle.danger}
_HIDDEN = discord.AllowedMentions.none()


def embeds(message: DiscordMessage) -> list[discord.Embed]:
    return [discord.Embed.from_dict(embed) for embed in message.embeds]


def view(message: DiscordMessage) -> discord.ui.View | discord.ui.LayoutView | None:
    """The buttons of a message, or all of one that is laid out; None when it has none."""
    if message.layout:
        laid_out = discord.ui.LayoutView(timeout=None)
        for component in message.layout:
            laid_out.add_item(_item(component))
        laid_out.stop()
        return laid_out
    if not message.rows:
        return None
    made = discord.ui.View(timeout=None)
    for number, row in enumerate(message.rows):
        for button in row:
            made.add_item(_button(button, number))
    made.stop()
    return made


def _item(component: Payload) -> discord.ui.Item[Any]:
    """A component of a layout, with all that is within it."""
    kind = component["type"]
    if kind == TEXT:
        return discord.ui.TextDisplay(component["content"])
    if kind == GALLERY:
        return discord.ui.MediaGallery(
            *(
                discord.MediaGalleryItem(one["media"]["url"], description=one.get("description"))
                for one in component["items"]
            )
        )
    if kind == ROW:
        return discord.ui.ActionRow(*map(_button, component["components"]))
    inside = [_item(one) for one in component["components"]]
    if kind == SECTION:
        return discord.ui.Section(*inside, accessory=_button(component["accessory"]))
    assert kind == CONTAINER
    return discord.ui.Container(*inside, accent_colour=component["accent_color"])


def _button(button: Payload, row: int | None = None) -> discord.ui.Button[Any]:
    if "url" in button:
        return discord.ui.Button(label=button["label"], url=button["url"], row=row)
    return discord.ui.Button(
        style=_STYLES.get(button["style"], discord.ButtonStyle.secondary),
        label=button["label"],
        custom_id=button["custom_id"],
        disabled=button.get("disabled", False),
        row=row,
    )


def sending(message: DiscordMessage, files: Sequence[File] = ()) -> dict[str, Any]:
    """The arguments of every method that sends a new message; made anew for every attempt."""
    arguments: dict[str, Any] = {"allowed_mentions": _HIDDEN}
    if not message.layout:
        arguments["embeds"] = embeds(message)
    if message.called or message.called_role:
        role = [message.called_role] if message.called_role else []
        named = [*(f"<@&{one}>" for one in role), *(f"<@{user}>" for user in message.called)]
        arguments["content"] = " ".join(named)
        arguments["allowed_mentions"] = discord.AllowedMentions(
            everyone=False,
            replied_user=False,
            roles=[discord.Object(one) for one in role],
            users=[discord.Object(user) for user in message.called],
        )
    if (buttons := view(message)) is not None:
        arguments["view"] = buttons
    if attachments := [*attached(files), *_shown(message)]:
        arguments["files"] = attachments
    return arguments


def editing(
    message: DiscordMessage, files: Sequence[File] = (), keep: bool = False
) -> dict[str, Any]:
    """The arguments of every method that changes a message: what is gone is gone there too."""
    arguments: dict[str, Any] = {"view": view(message), "allowed_mentions": _HIDDEN}
    if not message.layout:
        arguments["embeds"] = embeds(message)
    if not keep or message.pictures:
        arguments["attachments"] = [*attached(files), *_shown(message)]
    return arguments


def attached(files: Sequence[File]) -> list[discord.File]:
    return [discord.File(io.BytesIO(file.content), filename=file.name) for file in files]


def _shown(message: DiscordMessage) -> list[discord.File]:
    """The pictures that it shows, with what they say for whoever does not see them."""
    return [
        discord.File(
            io.BytesIO(picture.png),
            filename=picture_file(picture, number),
            description=shorten(without_controls(picture.alt), limits.ALTERNATIVE_TEXT) or None,
        )
        for number, picture in enumerate(message.pictures)
    ]


def too_large(files: Sequence[File], limit: int) -> bool:
    """Whether Discord would refuse all of it; some room is left for the rest of the request."""
    return sum(len(file.content) for file in files) > max(limit - 64 * 1024, 0) or len(files) > 10


def modal(title: str, custom_id: str, items: Sequence[discord.ui.Item[Any]]) -> discord.ui.Modal:
    made = discord.ui.Modal(title=title, custom_id=custom_id, timeout=None)
    for item in items[: limits.MODAL_COMPONENTS]:
        made.add_item(item)
    made.stop()
    return made
