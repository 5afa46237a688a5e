"""Commands as lines: as one types them, and as menus write them, with a name before each option."""

import re
from collections.abc import Mapping

from bot.commands.options import CommandSpec
from bot.commands.records import (
    Command,
    Compare,
    DailySet,
    Help,
    Misread,
    Mistyped,
    PlanUntil,
)
from bot.commands.table import TABLE, path_of, spec_of


def printed(command: Command) -> str:
    """The line that reads as this command again.

    >>> from bot.commands.records import Quiz
    >>> printed(Quiz("s3", 10))
    'quiz s3 10'
    """
    match command:
        case Misread() | Mistyped():
            return command.typed
        case Compare():
            return "compare " + (" " if command.loose else " vs ").join(command.things)
        case Help():
            return "help more" if command.more else "help"
        case _:
            spec = spec_of(command)
            return typed_line(spec, given_in(spec, command) | _topics(command))


def given_in(spec: CommandSpec, command: Command) -> dict[str, str]:
    """The options that a command was given, by name."""
    told = {option.name.english: option.text(command) for option in spec.options}
    return {name: text for name, text in told.items() if text}


def _topics(command: Command) -> dict[str, str]:
    """Topics read back alike: loose words stay loose, a single name keeps its comma."""
    if not isinstance(command, DailySet | PlanUntil) or not command.topics:
        return {}
    if command.loose:
        return {"topics": " ".join(command.topics)}
    return {"topics": ", ".join(command.topics) + ("," if len(command.topics) == 1 else "")}


def typed_line(spec: CommandSpec, given: Mapping[str, str]) -> str:
    """What one types for a row with these options."""
    said = [
        option.typed(given[option.name.english])
        for option in spec.options
        if given.get(option.name.english)
    ]
    return " ".join(filter(None, (spec.line, spec.between.join(said))))


def menu_line(spec: CommandSpec, name: str, given: Mapping[str, str]) -> str:
    """The same as it stands in a menu: "/quiz topic:s3 count:10"."""
    told = (
        f"{option.name.english}:{'true' if option.kind == 'flag' else given[option.name.english]}"
        for option in spec.options
        if given.get(option.name.english)
    )
    return " ".join((f"/{path_of(spec, name)}", *told))


def in_menus(command: Command, name: str) -> str:
    """A command as one picks it from a menu; what is in none is asked of *name*."""
    spec = spec_of(command)
    if isinstance(command, Misread | Mistyped) or spec.menu is None:
        return menu_line(TABLE[0], name, {"query": printed(command)})
    return menu_line(spec, name, given_in(spec, command))


def picked(line: str) -> tuple[CommandSpec, dict[str, str], str] | None:
    """A line from a menu: its row, what was given, and what belongs to no option.

    None where the line begins like no row, or has no named options and is read as if typed.
    """
    for spec in sorted(TABLE, key=lambda spec: -len(spec.path)):
        path = spec.path
        rest = line[len(path) :]
        if spec.menu is None or line[: len(path)].lower() != path or rest[:1] not in ("", " "):
            continue
        names = "|".join(option.name.english for option in spec.options)
        before, *pieces = re.split(rf" ({names}):\s*", rest) if names else (rest,)
        given = {key: text.strip() for key, text in zip(pieces[::2], pieces[1::2], strict=True)}
        return spec, {key: text for key, text in given.items() if text}, before.strip()
    return None
