"""What Discord refuses: every documented limit of messages, modals, choices and commands."""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

Json = dict[str, Any]

INVALID = 50035
EMPTY = 50006
ATTACH_FILES = 1 << 15
COMMAND_NAME = re.compile(r"^[-_'\w\u0900-\u097f\u0e00-\u0e7f]{1,32}$")


class ApiError(Exception):
    """A refusal, as Discord words it."""

    def __init__(self, status: int, code: int, text: str) -> None:
        super().__init__(f"{status} {code}: {text}")
        self.status, self.code, self.text = status, code, text


def need(true: object, what: str, code: int = INVALID) -> None:
    if not true:
        raise ApiError(400, code, what)


def length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _text(value: object, low: int, high: int, what: str) -> None:
    need(isinstance(value, str), f"{what} must be a string")
    assert isinstance(value, str)
    value.encode()  # halves of characters cannot be sent
    need(low <= length(value.strip()) and length(value) <= high, f"{what}: {low}–{high} characters")


# ---------------------------------------------------------------- messages


Files = Sequence[tuple[str, bytes]]


LAID_OUT = 1 << 15  # the flag of messages that are made of newer components alone


def check_message(
    payload: Json, files: Files = (), new: bool = True, laid_out: bool = False
) -> None:
    """A message, as any route takes it; *laid_out*: one is changed that has that flag."""
    flags = payload.get("flags") or 0
    need(not flags & ~(4 | 64 | 4096 | LAID_OUT), "flags that bots may not set")
    if laid_out or flags & LAID_OUT:
        _check_layout(payload, files, new)
        return
    content = payload.get("content")
    if content is not None:
        _text(content, 0, 2_000, "content")
    embeds = payload.get("embeds") or []
    need(len(embeds) <= 10, "at most 10 embeds")
    names = {name for name, _ in files}
    total = sum(_embed(embed, names) for embed in embeds)
    need(total <= 6_000, f"embeds together {total} > 6000")
    check_rows(payload.get("components") or [])
    _check_rest(payload, files)
    if new:
        shown = (content or "").strip() or embeds or files or payload.get("sticker_ids")
        need(shown, "Cannot send an empty message", EMPTY)


def _check_rest(payload: Json, files: Files) -> None:
    """What every message may have."""
    names = {name for name, _ in files}
    need(len(payload.get("attachments") or []) <= 10 and len(files) <= 10, "at most 10 files")
    need(len(names) == len(files), "files of a message have names of their own")
    for attached in payload.get("attachments") or []:
        need(attached.get("id") in range(len(files)), "an attachment without its file")
        need(attached.get("filename") == files[attached["id"]][0], "another file's name")
        _text(attached.get("description") or "", 0, 1_024, "description")
    nonce = payload.get("nonce")
    need(nonce is None or 1 <= len(str(nonce)) <= 25, "nonce: 1–25 characters")
    _mentions(payload.get("allowed_mentions"))


# ---------------------------------------------------------------- messages that are laid out


def _check_layout(payload: Json, files: Files, new: bool) -> None:
    """No content, no embeds, 40 components in all, 4,000 characters in all their texts."""
    for name in ("content", "embeds", "poll", "sticker_ids"):
        need(not payload.get(name), f"{name} has no place in a message with IS_COMPONENTS_V2")
    _check_rest(payload, files)
    if not new and "components" not in payload:
        return
    top = payload.get("components") or []
    need(top, "Cannot send an empty message", EMPTY)
    for one in top:
        need(one.get("type") in (1, 9, 10, 12, 13, 14, 17), "it stands in nothing else")
        _component(one, {name for name, _ in files})
    everything = list(within(top))
    need(len(everything) <= 40, f"{len(everything)} components > 40")
    written = sum(length(one["content"]) for one in everything if one["type"] == 10)
    need(written <= 4_000, f"texts together {written} > 4000")
    identities = [one["custom_id"] for one in everything if one.get("custom_id")]
    need(len(identities) == len(set(identities)), "custom_ids must be unique")


def within(components: list[Json]) -> Iterator[Json]:
    """Components, and those within them."""
    for one in components:
        yield one
        yield from within(one.get("components") or [])
        yield from within([one["accessory"]] if "accessory" in one else [])


def _component(one: Json, files: Collection[str]) -> None:
    match one.get("type"):
        case 1:
            check_rows([one])
        case 2:
            _button(one)
        case 9:
            texts = one.get("components") or []
            need(1 <= len(texts) <= 3, "a section has one to three texts")
            need(all(text.get("type") == 10 for text in texts), "a section holds texts")
            need((one.get("accessory") or {}).get("type") in (2, 11), "a section has an accessory")
            for inner in (*texts, one["accessory"]):
                _component(inner, files)
        case 10:
            _text(one.get("content"), 1, 4_000, "text")
        case 12:
            items = one.get("items") or []
            need(1 <= len(items) <= 10, "a gallery has one to ten items")
            for item in items:
                url = (item.get("media") or {}).get("url") or ""
                attached = url.removeprefix("attachment://") in files
                need(attached or re.match(r"https?://[^\s]+$", url), "media that is not there")
                _text(item.get("description") or "", 0, 1_024, "description")
        case 17:
            inside = one.get("components") or []
            need(inside, "a container is not empty")
            need(0 <= (one.get("accent_color") or 0) <= 0xFFFFFF, "colour out of range")
            for inner in inside:
                need(inner.get("type") in (1, 9, 10, 12, 13, 14), "no place in a container")
                _component(inner, files)
        case other:
            need(False, f"component {other} is not known here")


def _mentions(allowed: Json | None) -> None:
    if allowed is None:
        return
    parse = allowed.get("parse", [])
    need(not ("users" in parse and allowed.get("users")), "parse and users exclude each other")


def _embed(embed: Json, files: Collection[str]) -> int:
    counted = 0
    for name, most in (("title", 256), ("description", 4_096)):
        if embed.get(name) is not None:
            _text(embed[name], 1, most, f"embed {name}")
            counted += length(embed[name].strip())
    fields = embed.get("fields") or []
    need(len(fields) <= 25, "at most 25 fields")
    for field in fields:
        _text(field.get("name"), 1, 256, "field name")
        _text(field.get("value"), 1, 1_024, "field value")
        counted += length(field["name"]) + length(field["value"])
    if (footer := embed.get("footer")) is not None:
        _text(footer.get("text"), 1, 2_048, "footer")
        counted += length(footer["text"])
    if (author := embed.get("author")) is not None:
        _text(author.get("name"), 1, 256, "author")
        counted += length(author["name"])
    if (url := embed.get("url")) is not None:
        need(re.match(r"https?://[^\s]+$", url), "url must be http or https")
        need(len(url) <= 2_048, "url is too long")
    need(0 <= (embed.get("color") or 0) <= 0xFFFFFF, "colour out of range")
    image = (embed.get("image") or {}).get("url")
    if image is not None and image.startswith("attachment://"):
        need(re.fullmatch(r"[\w.-]+", image.removeprefix("attachment://")), "a file's name")
        need(image.removeprefix("attachment://") in files, "the image's file is not attached")
    elif image is not None:
        need(re.match(r"https?://[^\s]+$", image), "image must be http, https or attached")
    need(counted or image, "an embed needs something to show")
    return counted


def check_files(files: Files, allowed: int) -> None:
    """What a channel lets one attach."""
    if files and not allowed & ATTACH_FILES:
        raise ApiError(403, 50013, "Missing Permissions")


def alternatives(payload: Json, files: Files) -> list[str]:
    """What is said of each file for those who do not see it."""
    said = {one["id"]: one.get("description") or "" for one in payload.get("attachments") or []}
    return [said.get(number, "") for number in range(len(files))]


def check_rows(rows: list[Json]) -> None:
    need(len(rows) <= 5, "at most 5 rows")
    identities: list[str] = []
    for row in rows:
        need(row.get("type") == 1, "messages hold rows")
        inner = row.get("components") or []
        need(inner, "a row is not empty")
        kinds = {one.get("type") for one in inner}
        need(
            (kinds == {2} and len(inner) <= 5) or (len(inner) == 1 and kinds <= {3, 5, 6, 7, 8}),
            "a row holds up to five buttons or one select",
        )
        for one in inner:
            _button(one) if one["type"] == 2 else _select(one)
            if one.get("style") != 5:
                identities.append(one["custom_id"])
    need(len(identities) == len(set(identities)), "custom_ids must be unique")


def _button(button: Json) -> None:
    need(button.get("label") or button.get("emoji"), "a button needs a label or an emoji")
    _text(button.get("label") or "", 0, 80, "label")
    need(button.get("style") in range(1, 6), "button style")
    if button["style"] == 5:
        need(button.get("url") and "custom_id" not in button, "a link button has a url only")
        need(len(button["url"]) <= 512, "url is too long")
    else:
        need("url" not in button, "only link buttons have a url")
        _text(button.get("custom_id"), 1, 100, "custom_id")


def _select(select: Json) -> None:
    _text(select.get("custom_id"), 1, 100, "custom_id")
    _text(select.get("placeholder") or "", 0, 150, "placeholder")
    if select["type"] != 3:
        return
    options = select.get("options") or []
    need(1 <= len(options) <= 25, "1–25 options")
    for option in options:
        _text(option.get("label"), 1, 100, "option label")
        _text(option.get("value"), 1, 100, "option value")
        _text(option.get("description") or "", 0, 100, "option description")
    values = [option["value"] for option in options]
    need(len(values) == len(set(values)), "option values must be unique")
    low, high = select.get("min_values", 1), select.get("max_values", 1)
    need(0 <= low <= high <= len(options), "min_values and max_values")
    need(sum(bool(o.get("default")) for o in options) <= high, "more defaults than max_values")


# ---------------------------------------------------------------- modals


def check_modal(modal: Json) -> None:
    _text(modal.get("title"), 1, 45, "modal title")
    _text(modal.get("custom_id"), 1, 100, "custom_id")
    components = modal.get("components") or []
    need(1 <= len(components) <= 5, "1–5 components")
    for component in components:
        match component.get("type"):
            case 10:
                _text(component.get("content"), 1, 4_000, "text")
            case 18:
                _text(component.get("label"), 1, 45, "label")
                if component.get("description") is not None:
                    _text(component["description"], 1, 100, "label description")
                _input(component.get("component") or {}, labelled=True)
            case 1:
                need(len(component.get("components") or []) == 1, "one input a row")
                _input(component["components"][0], labelled=False)
            case other:
                need(False, f"component {other} does not belong into a modal")
    identities = [one["custom_id"] for one in inputs(modal)]
    need(identities, "a modal asks for something")
    need(len(identities) == len(set(identities)), "custom_ids must be unique")


def inputs(modal: Json) -> Iterator[Json]:
    """What can be filled in."""
    for component in modal["components"]:
        if component["type"] == 18:
            yield component["component"]
        elif component["type"] == 1:
            yield from component["components"]


def _input(field: Json, labelled: bool) -> None:
    if field.get("type") == 3:
        _select(field)
        return
    need(field.get("type") == 4, "inputs are texts or selects")
    _text(field.get("custom_id"), 1, 100, "custom_id")
    if labelled:
        need(not field.get("label"), "the label stands in the Label")
    else:
        _text(field.get("label"), 1, 45, "input label")
    _text(field.get("placeholder") or "", 0, 100, "placeholder")
    most = field.get("max_length") or 4_000
    need(1 <= most <= 4_000, "max_length")
    _text(field.get("value") or "", 0, most, "value")


# ---------------------------------------------------------------- commands and choices


def check_choices(data: Json) -> None:
    choices = data.get("choices")
    need(isinstance(choices, list) and len(choices) <= 25, "at most 25 choices")
    for choice in choices or []:
        _text(choice.get("name"), 1, 100, "choice name")
        _text(choice.get("value"), 1, 100, "choice value")


_sound = set[str]()  # lists of commands that were looked at: each start registers the same ones


def check_commands(commands: list[Json]) -> None:
    registered = json.dumps(commands)
    if registered in _sound:
        return
    names = [(command.get("type", 1), command["name"]) for command in commands]
    need(len(names) == len(set(names)), "names must be unique")
    for kind, most in ((1, 100), (2, 15), (3, 15)):
        need(sum(one == kind for one, _ in names) <= most, f"too many commands of type {kind}")
    for command in commands:
        if command.get("type", 1) == 1:
            _slash(command)
        else:
            _text(command["name"], 1, 32, "name")
            need(not command.get("description"), "a menu entry has no description")
        need(_all_text(command) <= 8_000, f"{command['name']}: more than 8000 characters in all")
    _sound.add(registered)


def _slash(command: Json) -> None:
    for name in (command["name"], *(command.get("name_localizations") or {}).values()):
        need(COMMAND_NAME.match(name) and name == name.lower(), f"bad name {name!r}")
    for text in (
        command.get("description"),
        *(command.get("description_localizations") or {}).values(),
    ):
        _text(text, 1, 100, f"description of {command['name']}")
    options = command.get("options") or []
    need(len(options) <= 25, "at most 25 options")
    needed = [bool(option.get("required")) for option in options]
    need(needed == sorted(needed, reverse=True), "required options come first")
    for option in options:
        _slash(option)
        choices = option.get("choices") or []
        need(len(choices) <= 25, "at most 25 choices")
        need(not (choices and option.get("autocomplete")), "choices and autocomplete")
        for choice in choices:
            _text(choice["name"], 1, 100, "choice name")


def _all_text(node: object) -> int:
    if isinstance(node, list):
        return sum(map(_all_text, node))
    if not isinstance(node, dict):
        return 0
    counted = 0
    for key, value in node.items():
        if key in ("name", "description", "value") and isinstance(value, str):
            counted += len(value)
        elif key in ("options", "choices"):
            counted += _all_text(value)
    return counted
