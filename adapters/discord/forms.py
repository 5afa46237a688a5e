"""A Form as a modal, and what comes back from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, assert_never

import discord

from adapters.discord import limits, wire
from adapters.discord.text import escape
from bot.actions import opener_of
from bot.language import _
from bot.messages import Action, Button, Buttons, Field, Form, Prose, Reply
from bot.text import shorten, utf16, without_controls

Item = discord.ui.Item[Any]


def modal(form: Form, channel: str = "") -> discord.ui.Modal:
    """The modal that asks what *form* asks; *channel* is the name of the one it is about.

    It stands in the title: five fields leave no room for a line above them.
    """
    title = form.title if not channel else f"{form.title} · #{channel}"
    return wire.modal(
        shorten(without_controls(title).strip() or "–", limits.MODAL_TITLE),
        str(form.action)[: limits.CUSTOM_ID],
        list(_items(form)),
    )


def refused(reply: Reply, action: Action) -> Reply:
    """What is wrong with a submitted form, and a way back to it."""
    lines = tuple(text for text in reply.errors.values() if text.strip())
    said = reply.parts or tuple(Prose(line) for line in lines)
    again = Buttons((Button(_("Correct it"), opener_of(action), "main"),))
    return replace(reply, parts=(*said, again), private=True, replaces=False, errors={})


def submitted(components: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The fields of a submitted modal; total, whatever it holds."""
    fields: dict[str, str] = {}
    for component in components:
        inner = component.get("component")
        if isinstance(inner, Mapping):
            fields |= submitted([inner])
        fields |= submitted(component.get("components") or [])
        name = component.get("custom_id")
        if not isinstance(name, str):
            continue
        values = component.get("values")
        value = ",".join(map(str, values)) if isinstance(values, list) else component.get("value")
        fields[name] = "" if value is None else str(value)
    return fields


def _items(form: Form) -> Iterator[Item]:
    """Labels with inputs; a hint too long for its label stands before it where there is room."""
    room = limits.MODAL_COMPONENTS - len(form.fields)
    for field in form.fields[: limits.MODAL_COMPONENTS]:
        hint = without_controls(field.hint).strip()
        if len(hint) > limits.INPUT_HINT and room > 0:
            room -= 1
            yield discord.ui.TextDisplay(shorten(escape(hint), limits.MODAL_TEXT))
            hint = ""
        yield discord.ui.Label(
            text=_labelled(field),
            description=shorten(hint, limits.INPUT_HINT) if hint else None,
            component=_input(field),
        )


def _labelled(field: Field) -> str:
    """What stands above a field; Discord itself marks only those that must be filled in.

    A label too long for that loses its end, and never the mark.
    """
    label = without_controls(field.label).strip() or "–"
    if not field.optional:
        return shorten(label, limits.INPUT_LABEL)
    room = limits.INPUT_LABEL - utf16(_("{label} (optional)", label=""))
    return _("{label} (optional)", label=shorten(label, room))


def _input(field: Field) -> Item:
    match field.kind:
        case "text" | "long":
            return _text(field, field.example)
        case "time":
            return _text(field, "09:00")
        case "zone":
            return _text(field, "Europe/Berlin")
        case "choice" | "choices":
            return _select(field) if field.choices else _text(field, "")
        case _:
            assert_never(field.kind)


def _text(field: Field, example: str) -> Item:
    long = field.kind == "long"
    return discord.ui.TextInput(
        custom_id=field.name[: limits.CUSTOM_ID],
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        default=shorten(without_controls(field.value), limits.INPUT_TEXT) or None,
        placeholder=shorten(example, limits.PLACEHOLDER) or None,
        required=not field.optional,
        max_length=limits.INPUT_TEXT if long else 1_000,
    )


def _select(field: Field) -> Item:
    """A select; more choices than it can hold are asked for as text, with the first as examples."""
    if len(field.choices) > limits.SELECT_OPTIONS:
        examples = ", ".join(value for value, _ in field.choices)
        return _text(field, shorten(examples, limits.PLACEHOLDER))
    several = field.kind == "choices"
    most = field.exactly or (len(field.choices) if several else 1)
    chosen = {value for value in field.value.split(",") if value} if several else {field.value}
    if len(chosen) > most:
        chosen = set()  # Discord refuses a menu with more chosen than it takes
    return discord.ui.Select(
        custom_id=field.name[: limits.CUSTOM_ID],
        required=not field.optional,
        min_values=field.exactly or (0 if field.optional else 1),
        max_values=most,
        options=[
            discord.SelectOption(
                label=shorten(without_controls(label).strip() or value, limits.OPTION_TEXT),
                value=value[: limits.OPTION_TEXT],
                default=value in chosen,
            )
            for value, label in field.choices
        ],
    )


def filled(form: Form, typed: Mapping[str, str]) -> Form:
    """The form with what was typed into its fields before."""
    fields = tuple(replace(one, value=typed.get(one.name, one.value)) for one in form.fields)
    return replace(form, fields=fields)
