"""Block Kit's rules as Slack documents them; what breaks one is refused with Slack's own words.

Written from the documentation and independent of the adapter, so that neither can hide the
other's mistakes. Lengths are counted in UTF-16 units, the strictest reading of "characters".
"""

from collections.abc import Callable, Mapping
from typing import Any

Json = Mapping[str, Any]


class Invalid(Exception):
    """Slack would refuse this payload; the text says where and why."""


def length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def check_message(blocks: object, surface: str = "message") -> None:
    """Refuse what Slack refuses in a message's or a view's blocks."""
    if not isinstance(blocks, list):
        raise Invalid("invalid_blocks_format")
    _at_most(blocks, 50 if surface == "message" else 100, "blocks")
    ids: set[str] = set()
    for number, block in enumerate(blocks):
        where = f"blocks[{number}]"
        _check_block(block, where, surface)
        block_id = block.get("block_id")
        if block_id is not None:
            _string(block_id, 255, f"{where}.block_id")
            if block_id in ids:
                raise Invalid(f"{where}: block_id {block_id!r} is not unique")
            ids.add(block_id)
    if surface == "message":
        if sum(block["type"] == "table" for block in blocks) > 1:
            raise Invalid("only one table per message")
        if words(blocks) > 9_000:
            raise Invalid("msg_blocks_too_long")


def words(node: object) -> int:
    """All text in a payload, escaped characters counted as they are sent."""
    if isinstance(node, list):
        return sum(words(item) for item in node)
    if not isinstance(node, Mapping):
        return 0
    return sum(
        length(value) if key in ("text", "label") and isinstance(value, str) else words(value)
        for key, value in node.items()
    )


def check_view(view: object, kind: str | None = None) -> None:
    """Refuse what views.open, views.update and views.publish refuse."""
    if not isinstance(view, Mapping):
        raise Invalid("view: not an object")
    _keys(view, _VIEW[view.get("type", "")] if view.get("type") in _VIEW else set(), "view")
    if kind is not None and view["type"] != kind:
        raise Invalid(f"view: must be a {kind}")
    check_message(view.get("blocks"), surface=view["type"])
    if view["type"] == "modal":
        _plain(view.get("title"), 24, "view.title")
        for name in ("submit", "close"):
            if name in view:
                _plain(view[name], 24, f"view.{name}")
        if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
            raise Invalid("view: a view with input blocks needs submit")
    for name, limit in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if name in view:
            _string(view[name], limit, f"view.{name}", least=0)
    if len(str(view).encode()) > 250_000:
        raise Invalid("view_too_large")


_COMMON_VIEW = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
_VIEW = {
    "modal": _COMMON_VIEW | {"title", "submit", "close", "clear_on_close", "notify_on_close"},
    "home": _COMMON_VIEW,
}


def _check_block(block: object, where: str, surface: str) -> None:
    if not isinstance(block, Mapping):
        raise Invalid(f"{where}: not an object")
    kind = block.get("type")
    check = _BLOCKS.get(str(kind))
    if check is None:
        raise Invalid(f"{where}: unsupported type {kind!r}")
    if kind == "input" and surface == "home":
        raise Invalid(f"{where}: input is for modals here")
    if kind == "table" and surface != "message":
        raise Invalid(f"{where}: tables are for messages")
    check(block, where)


def _header(block: Json, where: str) -> None:
    _keys(block, {"type", "text", "block_id"}, where)
    _plain(block.get("text"), 150, f"{where}.text")


def _divider(block: Json, where: str) -> None:
    _keys(block, {"type", "block_id"}, where)


def _section(block: Json, where: str) -> None:
    _keys(block, {"type", "text", "fields", "accessory", "block_id", "expand"}, where)
    if "text" not in block and "fields" not in block:
        raise Invalid(f"{where}: needs text or fields")
    if "text" in block:
        _text(block["text"], 3000, f"{where}.text")
    for number, field in enumerate(_at_most(block.get("fields", []), 10, f"{where}.fields")):
        _text(field, 2000, f"{where}.fields[{number}]")
    if "accessory" in block:
        _element(block["accessory"], f"{where}.accessory")


def _context(block: Json, where: str) -> None:
    _keys(block, {"type", "elements", "block_id"}, where)
    for number, element in enumerate(_some(block.get("elements"), 10, f"{where}.elements")):
        _text(element, 3000, f"{where}.elements[{number}]")


def _actions(block: Json, where: str) -> None:
    _keys(block, {"type", "elements", "block_id"}, where)
    ids: set[str] = set()
    for number, element in enumerate(_some(block.get("elements"), 25, f"{where}.elements")):
        _element(element, f"{where}.elements[{number}]")
        if element.get("action_id") in ids:
            raise Invalid(f"{where}: action_id {element['action_id']!r} is not unique")
        ids.add(element.get("action_id"))


def _input(block: Json, where: str) -> None:
    allowed = {"type", "label", "element", "hint", "optional", "dispatch_action", "block_id"}
    _keys(block, allowed, where)
    _plain(block.get("label"), 2000, f"{where}.label")
    if "hint" in block:
        _plain(block["hint"], 2000, f"{where}.hint")
    _element(block.get("element"), f"{where}.element")


def _rich(block: Json, where: str) -> None:
    _keys(block, {"type", "elements", "block_id"}, where)
    for number, element in enumerate(_some(block.get("elements"), 1000, f"{where}.elements")):
        _rich_element(element, f"{where}.elements[{number}]")


def _rich_element(element: Json, where: str) -> None:
    match element.get("type"):
        case "rich_text_list":
            _keys(element, {"type", "style", "elements", "indent", "offset", "border"}, where)
            if element.get("style") not in ("bullet", "ordered"):
                raise Invalid(f"{where}: style")
            for item in _some(element.get("elements"), 1000, where):
                if item.get("type") != "rich_text_section":
                    raise Invalid(f"{where}: a list holds sections")
                _rich_element(item, where)
        case "rich_text_section" | "rich_text_preformatted" | "rich_text_quote":
            _keys(element, {"type", "elements", "border"}, where)
            for item in _some(element.get("elements"), 1000, where):
                _rich_run(item, where)
        case other:
            raise Invalid(f"{where}: unsupported type {other!r}")


def _rich_run(item: Json, where: str) -> None:
    match item.get("type"):
        case "text":
            _keys(item, {"type", "text", "style"}, where)
            _string(item.get("text"), 3000, f"{where}.text")
            if not set(item.get("style", {})) <= {"bold", "italic", "strike", "code"}:
                raise Invalid(f"{where}: style")
            if "style" in item and not item["style"]:
                raise Invalid(f"{where}: empty style")
        case "date":
            _keys(item, {"type", "timestamp", "format", "fallback"}, where)
            if type(item.get("timestamp")) is not int or not item.get("format"):
                raise Invalid(f"{where}: date")
            _string(item.get("fallback"), 3000, f"{where}.fallback")
        case "link" | "user" | "usergroup" | "channel" | "broadcast" | "emoji":
            pass
        case other:
            raise Invalid(f"{where}: unsupported element {other!r}")


def _table(block: Json, where: str) -> None:
    _keys(block, {"type", "rows", "column_settings", "block_id"}, where)
    total = 0
    for row in _some(block.get("rows"), 100, f"{where}.rows"):
        for cell in _some(row, 20, f"{where}.rows"):
            if cell.get("type") == "rich_text":
                _rich(cell, where)
            elif cell.get("type") in ("raw_text", "raw_number"):
                _string(cell.get("text"), 3000, f"{where}: cell")
            else:
                raise Invalid(f"{where}: unsupported cell {cell.get('type')!r}")
            total += words(cell)
    if len({len(row) for row in block["rows"]}) != 1:
        raise Invalid(f"{where}: rows of different length")
    if total > 10_000:
        raise Invalid(f"{where}: invalid_blocks: table too long")


def _image(block: Json, where: str) -> None:
    _keys(block, {"type", "alt_text", "image_url", "slack_file", "title", "block_id"}, where)
    _string(block.get("alt_text"), 2000, f"{where}.alt_text")
    if ("image_url" in block) == ("slack_file" in block):
        raise Invalid(f"{where}: exactly one of image_url, slack_file")


_BLOCKS: dict[str, Callable[[Json, str], None]] = {
    "header": _header,
    "divider": _divider,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "rich_text": _rich,
    "table": _table,
    "image": _image,
}

_ELEMENTS: dict[str, set[str]] = {
    "button": {"text", "url", "value", "style", "confirm", "accessibility_label"},
    "plain_text_input": {"initial_value", "multiline", "min_length", "max_length", "placeholder",
                         "dispatch_action_config", "focus_on_load"},
    "static_select": {"options", "option_groups", "initial_option", "placeholder", "confirm",
                      "focus_on_load"},
    "multi_static_select": {"options", "option_groups", "initial_options", "placeholder",
                            "max_selected_items", "focus_on_load", "confirm"},
    "external_select": {"initial_option", "min_query_length", "placeholder", "focus_on_load",
                        "confirm"},
    "checkboxes": {"options", "initial_options", "confirm", "focus_on_load"},
    "radio_buttons": {"options", "initial_option", "confirm", "focus_on_load"},
    "timepicker": {"initial_time", "placeholder", "confirm", "focus_on_load", "timezone"},
    "overflow": {"options", "confirm"},
}  # fmt: skip


def _element(element: object, where: str) -> None:
    if not isinstance(element, Mapping) or element.get("type") not in _ELEMENTS:
        raise Invalid(f"{where}: unsupported element")
    kind = str(element["type"])
    _keys(element, {"type", "action_id"} | _ELEMENTS[kind], where)
    if "action_id" in element:
        _string(element["action_id"], 255, f"{where}.action_id")
    if "placeholder" in element:
        _plain(element["placeholder"], 150, f"{where}.placeholder")
    if kind == "button":
        _plain(element.get("text"), 75, f"{where}.text")
        if "value" in element:
            _string(element["value"], 2000, f"{where}.value")
        if "url" in element:
            _string(element["url"], 3000, f"{where}.url")
        if element.get("style", "primary") not in ("primary", "danger"):
            raise Invalid(f"{where}.style")
    elif kind == "plain_text_input":
        if element.get("max_length", 3000) > 3000:
            raise Invalid(f"{where}.max_length")
        if length(element.get("initial_value", "")) > element.get("max_length", 3000):
            raise Invalid(f"{where}.initial_value")
    elif kind == "timepicker" and "initial_time" in element:
        hour, _, minute = element["initial_time"].partition(":")
        if len(hour) != 2 or len(minute) != 2 or int(hour) > 23 or int(minute) > 59:
            raise Invalid(f"{where}.initial_time")
    elif kind in ("checkboxes", "radio_buttons", "overflow"):
        _options(element, 10 if kind != "overflow" else 5, where)
    elif kind in ("static_select", "multi_static_select"):
        _options(element, 100, where)
    elif kind == "external_select" and "initial_option" in element:
        _option(element["initial_option"], where)


def _options(element: Json, most: int, where: str) -> None:
    if ("options" in element) == ("option_groups" in element):
        raise Invalid(f"{where}: exactly one of options, option_groups")
    if "options" in element:
        options = list(_some(element["options"], most, f"{where}.options"))
    else:
        options = []
        for group in _some(element["option_groups"], 100, f"{where}.option_groups"):
            _keys(group, {"label", "options"}, where)
            _plain(group.get("label"), 75, f"{where}.label")
            options += _some(group["options"], most, f"{where}.options")
    for option in options:
        _option(option, where)
    chosen = element.get("initial_options", [])
    if "initial_options" in element and not chosen:
        raise Invalid(f"{where}.initial_options: empty")
    for option in [*chosen, *([element["initial_option"]] if "initial_option" in element else [])]:
        if option not in options:
            raise Invalid(f"{where}: initial option is none of the options")


def _option(option: Json, where: str) -> None:
    _keys(option, {"text", "value", "description", "url"}, where)
    _text(option.get("text"), 75, f"{where}.option.text")
    _string(option.get("value"), 150, f"{where}.option.value")
    if "description" in option:
        _plain(option["description"], 75, f"{where}.option.description")


def check_options(answer: object) -> None:
    """What an acknowledged options request may hold."""
    if not isinstance(answer, Mapping) or not set(answer) <= {"options", "option_groups"}:
        raise Invalid("options: unknown answer")
    for option in _at_most(answer.get("options", []), 100, "options"):
        _option(option, "options")


def _text(text: object, limit: int, where: str) -> None:
    if isinstance(text, Mapping) and text.get("type") == "mrkdwn":
        _keys(text, {"type", "text", "verbatim"}, where)
        _string(text.get("text"), limit, where)
    else:
        _plain(text, limit, where)


def _plain(text: object, limit: int, where: str) -> None:
    if not isinstance(text, Mapping) or text.get("type") != "plain_text":
        raise Invalid(f"{where}: must be plain_text")
    _keys(text, {"type", "text", "emoji"}, where)
    _string(text.get("text"), limit, where)


def _string(text: object, limit: int, where: str, least: int = 1) -> None:
    if not isinstance(text, str):
        raise Invalid(f"{where}: must be a string")
    if not least <= length(text) <= limit:
        raise Invalid(f"{where}: must be {least} to {limit} characters, has {length(text)}")
    if any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        raise Invalid(f"{where}: not valid Unicode")


def _keys(node: Json, allowed: set[str], where: str) -> None:
    extra = set(node) - allowed
    if extra:
        raise Invalid(f"{where}: invalid additional property: {', '.join(sorted(extra))}")


def _at_most(items: object, most: int, where: str) -> list[Any]:
    if not isinstance(items, list) or len(items) > most:
        raise Invalid(f"{where}: no more than {most} items allowed")
    return items


def _some(items: object, most: int, where: str) -> list[Any]:
    found = _at_most(items, most, where)
    if not found:
        raise Invalid(f"{where}: must have at least 1 item")
    return found
