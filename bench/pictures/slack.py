"""Block Kit as HTML: what Slack gets from the adapter, drawn about as Slack draws it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from bench.pictures.reader import Reader

Block = Mapping[str, Any]
_DATE = re.compile(r"<!date\^(\d+)\^([^|]*)\|([^>]*)>")


def blocks_html(blocks: Iterable[Block], reader: Reader | None = None) -> str:
    """The blocks of a message or a view. A kind of block that is not known here is an error.

    Without a reader moments are the words that were sent for clients that cannot tell them,
    and channels their ids.
    """
    return "".join(_block(_told(block, reader), reader) for block in blocks)


def view_html(view: Block, reader: Reader | None = None) -> str:
    """A modal, or an App Home: its title, its blocks, its buttons."""
    title = _div("title", escape(view["title"]["text"])) if "title" in view else ""
    feet = "".join(
        f'<span class="button{tone}">{escape(view[name]["text"])}</span>'
        for name, tone in (("close", ""), ("submit", " primary"))
        if name in view
    )
    body = blocks_html(view["blocks"], reader)
    return _div("view", title + body + (_div("feet", feet) if feet else ""))


def _told(node: Any, reader: Reader | None) -> Any:
    """The same with plain words in place of moments and channels."""
    if isinstance(node, list | tuple):
        return [_told(one, reader) for one in node]
    if not isinstance(node, Mapping):
        return node
    if node.get("type") == "date":
        at, words = node["timestamp"], node["fallback"]
        return {"type": "text", "text": reader.filled(node["format"], at) if reader else words}
    if node.get("type") == "channel":
        identity = node["channel_id"]
        return {"type": "text", "text": reader.channel(identity) if reader else f"#{identity}"}
    if node.get("type") == "user":
        return {"type": "text", "text": f"@{node['user_id']}"}
    if node.get("type") == "usergroup":
        return {"type": "text", "text": f"@{node['usergroup_id']}"}
    if node.get("type") == "mrkdwn":
        found = _DATE.fullmatch(node["text"])
        if found is None:
            raise ValueError("no drawing for markup but a moment")
        words = reader.filled(found[2], int(found[1])) if reader else found[3]
        return {"type": "plain_text", "text": words}
    return {name: _told(one, reader) for name, one in node.items()}


def _div(kind: str, inner: str) -> str:
    return f'<div class="{kind}">{inner}</div>'


def _block(block: Block, reader: Reader | None) -> str:
    match block["type"]:
        case "image":
            alt = block["alt_text"]
            return (
                reader.picture(block["slack_file"]["id"], alt)
                if reader
                else _div("picture", escape(alt))
            )
        case "header":
            return _div("header", escape(block["text"]["text"]))
        case "context":
            return _div("context", " ".join(escape(one["text"]) for one in block["elements"]))
        case "rich_text":
            return "".join(map(_rich, block["elements"]))
        case "actions":
            return _div("actions", "".join(map(_button, block["elements"])))
        case "table":
            return _table(block)
        case "input":
            return _input(block)
        case other:
            raise ValueError(f"no drawing for a block {other!r}")


def _rich(element: Block) -> str:
    match element["type"]:
        case "rich_text_section":
            return _div("text", _runs(element))
        case "rich_text_preformatted":
            return _div("pre", _runs(element))
        case "rich_text_list":
            items = "".join(f"<li>{_runs(item)}</li>" for item in element["elements"])
            return f"<ul>{items}</ul>"
        case other:
            raise ValueError(f"no drawing for rich text {other!r}")


def _runs(section: Block) -> str:
    return "".join(map(_run, section["elements"]))


def _run(run: Block) -> str:
    text, style = escape(run["text"]), run.get("style", {})
    text = f"<i>{text}</i>" if style.get("italic") else text
    return f"<b>{text}</b>" if style.get("bold") else text


def _button(button: Block) -> str:
    if button["type"] == "overflow":
        return '<span class="button">⋯</span>'
    tone = f" {button['style']}" if "style" in button else ""
    return f'<span class="button{tone}">{escape(button["text"]["text"])}</span>'


def _table(table: Block) -> str:
    sides = [str(one["align"]) for one in table.get("column_settings", ())]
    return f"<table>{''.join(_row(row, sides) for row in table['rows'])}</table>"


def _row(cells: Sequence[Block], sides: Sequence[str]) -> str:
    cells_drawn = (
        f'<td class="{sides[at] if at < len(sides) else "left"}">{_cell(cell)}</td>'
        for at, cell in enumerate(cells)
    )
    return f"<tr>{''.join(cells_drawn)}</tr>"


def _cell(cell: Block) -> str:
    if cell["type"] == "raw_text":
        return escape(cell["text"])
    return "".join(_runs(section) for section in cell["elements"])


# ---------------------------------------------------------------- forms


def _input(block: Block) -> str:
    optional = ' <span class="hint">(optional)</span>' if block.get("optional") else ""
    hint = _div("hint", escape(block["hint"]["text"])) if "hint" in block else ""
    return (
        _div("label", escape(block["label"]["text"]) + optional) + _element(block["element"]) + hint
    )


def _element(element: Block) -> str:
    kind = "input long" if element.get("multiline") else "input"
    if element["type"] == "checkboxes":
        chosen = [one["value"] for one in element.get("initial_options", ())]
        boxes = (
            f"<div>{'☑' if one['value'] in chosen else '☐'} {escape(one['text']['text'])}</div>"
            for one in element["options"]
        )
        return "".join(boxes)
    value = _entered(element)
    if value:
        return _div(kind, escape(value))
    return _div(f"{kind} empty", escape(element.get("placeholder", {}).get("text", "")))


def _entered(element: Block) -> str:
    """What stands in a field when the form opens."""
    options = [element["initial_option"]] if "initial_option" in element else []
    options += element.get("initial_options", ())
    if options:
        return ", ".join(str(one["text"]["text"]) for one in options)
    return str(element.get("initial_value") or element.get("initial_time") or "")
