"""A Form as a modal, and what comes back from it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, assert_never

from adapters.slack import limits
from adapters.slack.blocks import Block, plain
from adapters.slack.render import view_blocks
from bot.language import _, speaking
from bot.messages import Action, ChannelLines, Field, Form, Place, Prose, Reply
from bot.text import utf16, without_controls

FORM = "form"  # callback_id of a form
NOTE = "note"  # callback_id of a view that only shows something
ZONE = "zone"  # action_id of an external select that is completed while typing
FIELD = "field"

_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a view was opened from; travels in its private_metadata."""

    channel: str
    thread: str = ""
    private: bool = True
    home: bool = False  # opened from the App Home, which is drawn anew afterwards
    action: str = ""  # what a submitted form means

    def __str__(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "Origin":
        """From a view that came back; total, whatever it holds."""
        try:
            kept = json.loads(view.get("private_metadata") or "{}")
            return cls(**{name: kept[name] for name in cls.__slots__ if name in kept})
        except (ValueError, TypeError, KeyError):
            return cls(channel="")

    def hears(self, reply: Reply) -> bool:
        """Whether *reply* is for a channel's ears rather than for whoever has the view open."""
        return not reply.private and bool(self.channel) and not self.private

    def place(self, team: str, user: str) -> Place:
        return Place("slack", team, self.channel or user, self.thread, self.private)


def form_view(form: Form, origin: Origin) -> Block:
    """The modal that asks what *form* asks."""
    kept = Origin(origin.channel, origin.thread, origin.private, origin.home, str(form.action))
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain(form.title, limits.VIEW_TITLE),
        "submit": plain(form.submit, limits.VIEW_SUBMIT),
        "close": plain(_("Cancel"), limits.VIEW_SUBMIT),
        "private_metadata": str(kept)[: limits.PRIVATE_METADATA],
        "blocks": _asking(form) or view_blocks(Reply((Prose(form.title or "–"),))),
    }


def _asking(form: Form) -> list[Block]:
    """The channel that it is about, then its fields."""
    about = view_blocks(Reply((ChannelLines((form.about,)),))) if form.about else []
    return [*about, *map(_input, form.fields[: limits.VIEW_BLOCKS - len(about)])]


def note_view(reply: Reply, origin: Origin, title: str) -> Block:
    """A modal that shows a reply, buttons and all."""
    with speaking(reply.language):
        return _note_view(reply, origin, title)


def _note_view(reply: Reply, origin: Origin, title: str) -> Block:
    return {
        "type": "modal",
        "callback_id": NOTE,
        "title": plain(title, limits.VIEW_TITLE),
        "close": plain(_("Close"), limits.VIEW_SUBMIT),
        "private_metadata": str(origin),
        "notify_on_close": origin.home,
        "blocks": view_blocks(reply) or view_blocks(Reply((Prose(_("Done.")),))),
    }


def home_view(reply: Reply) -> Block:
    with speaking(reply.language):
        nothing = Reply((Prose(_("Nothing here yet.")),))
    return {"type": "home", "blocks": view_blocks(reply) or view_blocks(nothing)}


def _input(field: Field) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field.name[: limits.BLOCK_ID],
        "label": plain(field.label, limits.INPUT_LABEL),
        "element": _element(field),
        "optional": field.optional,
    }
    if field.hint.strip():
        block["hint"] = plain(field.hint, limits.INPUT_LABEL)
    return block


def _element(field: Field) -> Block:
    match field.kind:
        case "text" | "long":
            return _text(field)
        case "choice":
            return _choice(field)
        case "choices":
            return _choices(field)
        case "time":
            given = {"initial_time": field.value} if _TIME.fullmatch(field.value) else {}
            return {"type": "timepicker", "action_id": FIELD, **given}
        case "zone":
            return _zone(field)
        case _:
            assert_never(field.kind)


def _text(field: Field) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": FIELD,
        "multiline": field.kind == "long",
        "max_length": limits.INPUT_TEXT,
    }
    value = without_controls(field.value)
    if value and utf16(value) <= limits.INPUT_TEXT:  # what is typed is not escaped
        element["initial_value"] = value
    if field.example:
        element["placeholder"] = plain(field.example, limits.PLACEHOLDER)
    return element


def _zone(field: Field) -> Block:
    element: Block = {
        "type": "external_select",
        "action_id": ZONE,
        "min_query_length": 1,
        "placeholder": plain(_("Type a city or zone"), limits.PLACEHOLDER),
    }
    if field.value.strip():
        element["initial_option"] = option(field.value, field.value)
    return element


def _choice(field: Field) -> Block:
    options = [option(value, label) for value, label in field.choices]
    if not options:
        return _text(field)
    chosen = [one for one in options if one["value"] == _value(field.value)]
    initial = {"initial_option": chosen[0]} if chosen and field.value else {}
    return {"type": "static_select", "action_id": FIELD, **_grouped(options), **initial}


def _choices(field: Field) -> Block:
    options = [option(value, label) for value, label in field.choices]
    if not options:
        return _text(field)
    given = {_value(value.strip()) for value in field.value.split(",") if value.strip()}
    chosen = [one for one in options if one["value"] in given]
    initial = {"initial_options": chosen} if chosen else {}
    if len(options) <= limits.CHECKBOXES:
        return {"type": "checkboxes", "action_id": FIELD, "options": options, **initial}
    most = {"max_selected_items": field.exactly} if field.exactly else {}
    several = {"type": "multi_static_select", "action_id": FIELD, **most}
    return {**several, **_grouped(options), **initial}


def _grouped(options: Sequence[Block]) -> Block:
    """Up to 100 options as they are, more of them in groups of 100."""
    most = limits.SELECT_OPTIONS
    if len(options) <= most:
        return {"options": list(options)}
    starts = range(0, min(len(options), most * limits.SELECT_GROUPS), most)
    return {
        "option_groups": [
            {
                "label": plain(options[start]["text"]["text"] + " …", limits.OPTION_TEXT),
                "options": list(options[start : start + most]),
            }
            for start in starts
        ]
    }


def option(value: str, label: str) -> Block:
    return {"text": plain(label or value, limits.OPTION_TEXT), "value": _value(value)}


def _value(value: str) -> str:
    return without_controls(value)[: limits.OPTION_VALUE] or "-"


def submitted(view: Mapping[str, Any]) -> dict[str, str]:
    """What was entered, by field name; several choices are joined by commas."""
    state = (view.get("state") or {}).get("values") or {}
    fields: dict[str, str] = {}
    for name, elements in state.items():
        for element in elements.values():
            fields[name] = _entered(element)
    return fields


def _entered(element: Mapping[str, Any]) -> str:
    if "selected_options" in element:
        return ",".join(str(one.get("value", "")) for one in element["selected_options"] or [])
    if "selected_option" in element:
        return str((element["selected_option"] or {}).get("value", ""))
    return without_controls(str(element.get("selected_time") or element.get("value") or ""))


def meaning(view: Mapping[str, Any]) -> Action:
    """The action that a submitted form stands for."""
    return Action.parse(Origin.of(view).action)


def faults(errors: Mapping[str, str], view: Mapping[str, Any]) -> dict[str, str]:
    """Errors at the fields they belong to; those of no field of this view go to the first."""
    inputs = [str(b["block_id"]) for b in view.get("blocks", []) if b.get("type") == "input"]
    placed: dict[str, list[str]] = {}
    for name, sentence in errors.items():
        target = name if name in inputs else next(iter(inputs), "")
        if target:
            placed.setdefault(target, []).append(
                without_controls(sentence) or _("Please check this.")
            )
    return {name: " ".join(sentences) for name, sentences in placed.items()}
