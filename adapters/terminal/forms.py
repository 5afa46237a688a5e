"""Forms, asked line by line."""

import re
from collections.abc import Mapping, Sequence

from adapters.terminal.render import clean
from adapters.terminal.screen import Screen, Suggest
from bot.language import _, later
from bot.messages import Field, Form

LEAVE = "cancel"
KEEP = later(
    "Enter keeps what stands in brackets, - empties it, {leave} leaves everything as it was."
)
ELSEWHERE = frozenset({"quit", "exit", "bye", "stop", "help"})  # leave, or say how, elsewhere
LINES = later("an empty line ends it")
FURTHER = "… "  # before the second line of a text, and those after it


async def fill(
    screen: Screen,
    form: Form,
    zones: Suggest,
    errors: Mapping[str, str],
    before: Mapping[str, str],
) -> dict[str, str] | None:
    """What was entered, by field; None when they thought better of it.

    After a refusal only the fields with an error are asked again.
    """
    screen.say(f"{clean(form.title)}. {_(KEEP, leave=LEAVE)}")
    answers = dict(before)
    for field in form.fields:
        if errors and field.name not in errors:
            continue
        if errors:
            screen.say(clean(errors[field.name]))
        value = await _ask(screen, field, zones)
        if value is None:
            screen.say(_("Nothing was changed."))
            return None
        answers[field.name] = value
    return answers


async def _ask(screen: Screen, field: Field, zones: Suggest) -> str | None:
    label = clean(field.label)
    if field.choices or field.hint:
        screen.say(label)  # first what is asked, then what can be answered
    if field.hint:
        screen.say(f"  {clean(field.hint)}")
    for number, (_value, choice) in enumerate(field.choices, 1):
        screen.say(f"  [{number}] {clean(choice)}")
    many = f" ({_(LINES)})" if field.kind == "long" else ""
    told = ""  # the word that leaves elsewhere, once it was said what leaves here
    while True:
        standing = f" [{clean(_shown(field))}]" if field.value else ""
        prompt = f"{label}{many}{standing}: "
        line = await screen.ask(prompt, zones if field.kind == "zone" else None)
        if line is None or line.lower() == LEAVE:
            return None
        value = read_line(field, line)
        if line.lower().lstrip("/") in ELSEWHERE and line != told and not _is_choice(field, value):
            said = _("{leave} leaves the form.", leave=LEAVE)
            again = _("If {line} is what you mean, enter it again.", line=clean(line))
            screen.say(said if field.choices else f"{said} {again}")
            told = "" if field.choices else line
        elif value is None:
            numbers, something = _("Please use the numbers above."), _("This can't be empty.")
            screen.say(numbers if field.choices else something)
        elif field.kind == "long" and line not in ("", "-"):
            return await _further_lines(screen, value)
        else:
            return value


def _is_choice(field: Field, value: str | None) -> bool:
    """Whether a value is one of those that a field offers."""
    return bool(field.choices) and value is not None


async def _further_lines(screen: Screen, first: str) -> str | None:
    """What was begun with a line, to the empty line or the end of the input."""
    lines = [first]
    while line := await screen.ask(FURTHER):
        if line.lower() == LEAVE:
            return None
        lines.append(line)
    return "\n".join(lines)


def _shown(field: Field) -> str:
    if field.kind == "long":
        return " / ".join(field.value.split("\n"))
    labels = dict(field.choices)
    return ", ".join(labels.get(value, value) for value in field.value.split(","))


def read_line(field: Field, line: str, *, glued: bool = True) -> str | None:
    """A line as the field's value; None if it is none.

    Letters of options may stand side by side unless *glued* says that "ad" is a word there.
    """
    if line == "-" and field.optional:
        return ""
    if not line:
        return field.value if field.value or field.optional else None
    if not field.choices:
        return line
    if field.kind != "choices":
        return _choice(field, line)
    ways = (line.split(","), _BETWEEN.split(line), _glued(field, line) if glued else ())
    return next(filter(None, (_choices(field, pieces) for pieces in ways)), None)


_BETWEEN = re.compile(r"(?:[,;+&\s]|\b(?:and|und)\b)+", re.IGNORECASE)


def _glued(field: Field, line: str) -> Sequence[str]:
    """The letters of "AC", where options have letters and none is there twice."""
    lettered = all(len(value) == 1 and value.isalpha() for value, _ in field.choices)
    return line if lettered and line.isalpha() and len(set(line.lower())) == len(line) else ()


def _choices(field: Field, pieces: Sequence[str]) -> str | None:
    values = [_choice(field, piece.strip()) for piece in pieces if piece.strip()]
    return ",".join(value for value in values if value) if all(values) else None


def _choice(field: Field, typed: str) -> str | None:
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(field.choices):
        return field.choices[int(typed) - 1][0]
    for value, label in field.choices:
        if typed.lower() in (value.lower(), label.lower()):
            return value
    return None
