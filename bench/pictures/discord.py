"""A Discord message as HTML: content, embeds and rows of buttons, about as Discord draws them."""

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from bench.pictures.reader import Reader

Payload = Mapping[str, Any]

# Discord's numbers for components.
_ROW, _BUTTON, _SELECT, _TEXT_INPUT, _SECTION = 1, 2, 3, 4, 9
_TEXT, _GALLERY, _CONTAINER, _LABEL = 10, 12, 17, 18
_PARAGRAPH = 2
_MOMENT = re.compile(r"(?<!\\)<t:(\d+):([Rf])>")
_CHANNEL = re.compile(r"(?<!\\)<#(\d+)>")
_COMMAND = re.compile(r"(?<!\\)<(/[^:>]+):\d+>")
_INLINE = re.compile(r"\\([^0-9A-Za-z\s])|\*\*((?:\\.|[^*\\])+?)\*\*|`([^`\n]+)`", re.DOTALL)
_CODE = re.compile(r"^```\n(.*?)\n```(?:\n|$)", re.DOTALL | re.MULTILINE)
_LINKED = re.compile(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\(https://discord\.com/[^)\s]*\)")


def message_html(message: Payload, reader: Reader | None = None) -> str:
    """A message as every route of Discord takes it: `content`, `embeds`, `components`.

    Without a reader moments stay as they were sent, and channels are their ids.
    """
    message = _told(message, reader)
    content = message.get("content") or ""
    return (
        (_markdown(content) if content else "")
        + "".join(_embed(embed, reader) for embed in message.get("embeds") or ())
        + "".join(_component(one, reader) for one in message.get("components") or ())
    )


def modal_html(modal: Payload) -> str:
    """A form: its title, its fields, its buttons."""
    fields = "".join(map(_field, modal["components"]))
    feet = '<span class="button">Cancel</span><span class="button style1">Submit</span>'
    return _div("view", _div("title", escape(modal["title"])) + fields + _div("feet", feet))


def _told(node: Any, reader: Reader | None) -> Any:
    """The same with plain words in place of moments, channels and commands to click."""
    if isinstance(node, str):
        node = _COMMAND.sub(r"\1", node)
        if reader is None:
            return _CHANNEL.sub(r"#\1", node)
        node = _CHANNEL.sub(lambda found: reader.channel(found[1]), node)
        return _MOMENT.sub(lambda found: reader.moment(int(found[1]), found[2]), node)
    if isinstance(node, list | tuple):
        return [_told(one, reader) for one in node]
    if isinstance(node, Mapping):
        return {name: _told(one, reader) for name, one in node.items()}
    return node


def _div(kind: str, inner: str) -> str:
    return f'<div class="{kind}">{inner}</div>'


def _embed(embed: Payload, reader: Reader | None) -> str:
    image = (embed.get("image") or {}).get("url")
    author, footer = embed.get("author") or {}, embed.get("footer") or {}
    inner = (
        (_div("author", escape(author["name"])) if author else "")
        + (_div("title", _inline(embed["title"])) if embed.get("title") else "")
        + (_markdown(embed["description"]) if embed.get("description") else "")
        + "".join(map(_named, embed.get("fields") or ()))
        + (reader.picture(image) if image and reader else "")
        + (_div("footer", escape(footer["text"])) if footer else "")
    )
    return f'<div class="embed" style="border-color:#{embed.get("color") or 0:06x}">{inner}</div>'


def _component(component: Payload, reader: Reader | None) -> str:
    """A row of buttons, or a part of a message that is laid out."""
    match component["type"]:
        case kind if kind == _ROW:
            return _row(component["components"])
        case kind if kind == _TEXT:
            return _markdown(component["content"])
        case kind if kind == _GALLERY:
            urls = (item["media"]["url"] for item in component["items"])
            return "".join(map(reader.picture, urls)) if reader else ""
        case kind if kind == _SECTION:
            words = "".join(_component(one, reader) for one in component["components"])
            return _div("section", _div("words", words) + _button(component["accessory"]))
        case kind if kind == _CONTAINER:
            inner = "".join(_component(one, reader) for one in component["components"])
            colour = f"#{component.get('accent_color') or 0:06x}"
            return f'<div class="embed" style="border-color:{colour}">{inner}</div>'
        case other:
            raise ValueError(f"no drawing for a component {other!r}")


def _named(field: Payload) -> str:
    return _div("field", _div("name", _inline(field["name"])) + _markdown(field["value"]))


def _markdown(text: str) -> str:
    """Only what the adapter uses: titles, bold, bullets, small print, code, backslashes before
    the rest.

    A link of its own is drawn as the words that lead there.
    """
    drawn, end = "", 0
    for found in _CODE.finditer(text):
        drawn += _lines(text[end : found.start()].removesuffix("\n")) + _div(
            "pre", escape(found[1])
        )
        end = found.end()
    return drawn + _lines(text[end:])


def _lines(text: str) -> str:
    return "".join(map(_line, _LINKED.sub(r"\1", text).split("\n"))) if text else ""


def _line(line: str) -> str:
    for mark, kind in (("### ", "title"), ("-# ", "line subtext"), ("- ", "bullet")):
        if line.startswith(mark):
            return _div(kind, _inline(line.removeprefix(mark)))
    return _div("line", _inline(line))


def _inline(text: str) -> str:
    shown, end = "", 0
    for found in _INLINE.finditer(text):
        shown += escape(text[end : found.start()])
        bold, code = found[2], found[3]
        if code:
            shown += f'<span class="code">{escape(code)}</span>'
        else:
            shown += f"<b>{_inline(bold)}</b>" if bold else escape(found[1])
        end = found.end()
    return shown + escape(text[end:])


def _row(components: Iterable[Payload]) -> str:
    return _div("row", "".join(map(_button, components)))


def _button(component: Payload) -> str:
    if component["type"] != _BUTTON:
        raise ValueError(f"no drawing for a component {component['type']!r}")
    kind = f"button style{component['style']}" + (" disabled" if component.get("disabled") else "")
    arrow = " ↗" if component.get("url") else ""
    return f'<span class="{kind}">{escape(component["label"])}{arrow}</span>'


# ---------------------------------------------------------------- forms


def _field(component: Payload) -> str:
    match component["type"]:
        case kind if kind == _TEXT:
            return _markdown(component["content"])
        case kind if kind == _LABEL:
            hint = component.get("description")
            return (
                _div("label", escape(component["label"]))
                + (_div("hint", escape(hint)) if hint else "")
                + _entry(component["component"])
            )
        case other:
            raise ValueError(f"no drawing for a component {other!r}")


def _entry(component: Payload) -> str:
    long = component["type"] == _TEXT_INPUT and component.get("style") == _PARAGRAPH
    kind = "input long" if long else "input"
    if component["type"] == _SELECT:
        chosen = (one["label"] for one in component["options"] if one.get("default"))
        value = ", ".join(chosen)
    elif component["type"] == _TEXT_INPUT:
        value = component.get("value") or ""
    else:
        raise ValueError(f"no drawing for a field {component['type']!r}")
    if value:
        return _div(kind, escape(value))
    nothing = "Choose" if component["type"] == _SELECT else ""
    return _div(f"{kind} empty", escape(component.get("placeholder") or nothing))
