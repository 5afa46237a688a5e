"""Block Kit as HTML: what Slack gets from the adapter, drawn about as Slack draws it."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

Block = Mapping[str, Any]


def blocks_html(blocks: Iterable[Block]) -> str:
    """The blocks of a message or a view. A kind of block that is not known here is an error."""
    return "".join(map(_block, blocks))


def view_html(view: Block) -> str:
    """A modal, or an App Home: its title, its blocks, its buttons."""
    title = _div("title", escape(view["title"]["text"])) if "title" in view else ""
    feet = "".join(
        f'<span class="button{tone}">{escape(view[name]["text"])}</span>'
        for name, tone in (("close", ""), ("submit", " primary"))
        if name in view
    )
    return _div("view", title + blocks_html(view["blocks"]) + (_div("feet", feet) if feet else ""))


def _div(kind: str, inner: str) -> str:
    return f'<div class="{kind}">{inner}</div>'


def _block(block: Block) -> str:
    match block["type"]:
        case "header":
            return _div("header", escape(block["text"]["text"]))
        case "context":
            return _div("context", "  ".join(escape(one["text"]) for one in block["elements"]))
        case "rich_text":
            return "".join(map(_rich, block["elements"]))
        case "actions":
            return _div("actions", "".join(map(_button, block["elements"])))
        case "table":
            return f"<table>{''.join(map(_row, block['rows']))}</table>"
        case "input":
            return _input(block)
        case other:
            raise ValueError(f"no drawing for a block {other!r}")


def _rich(element: Block) -> str:
    match element["type"]:
        case "rich_text_section":
            return _div("text", _runs(element))
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
    tone = f" {button['style']}" if "style" in button else ""
    return f'<span class="button{tone}">{escape(button["text"]["text"])}</span>'


def _row(cells: Iterable[Block]) -> str:
    return f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in cells)}</tr>"


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
