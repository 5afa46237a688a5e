"""docs/commands.md, written from the table of commands: `make reference`."""

import sys
from collections.abc import Iterable
from typing import assert_never, get_args

from bot.commands.options import CommandSpec, Group, Option
from bot.commands.table import TABLE, path_of
from bot.commands.traits import Right

HEAD = """\
# Commands

What one can type, as it stands in the table of commands (`bot/commands/table.py`). `make reference`
writes this page, and a test holds it against the table.

In Slack the words come after the app's own command (`/aws quiz s3 10`), in a mention or in a direct
message; in the terminal they are typed as they are; Discord has the same as slash commands, whose
options have names. Whatever is no command is looked up in the notes.

In the terminal buttons have numbers and options letters; a line answers the question that waits
for words, also where it is a number, unless it begins with a command or a slash: `/1` presses a
button meanwhile. A question waits for words while nothing else to choose from was printed after it;
one that was open before the chat is answered with its button. `quit` leaves, `/as NAME` lets
somebody else have a turn.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(_group(group) for group in get_args(Group))])


def _group(group: Group) -> str:
    rows = [spec for spec in TABLE if spec.group == group]
    return "\n".join([f"## {group}", "", *(_command(spec) for spec in rows)])


def _command(spec: CommandSpec) -> str:
    lines = [f"### `{spec.line}`", "", f"{spec.about.english}.{_whose(spec.right)}", ""]
    lines += [f"- For example: `{_example(spec)}`"] if spec.example else []
    others = [word for word in spec.words if word != spec.line.split()[0]]
    lines += [f"- Also: {', '.join(f'`{word}`' for word in others)}"] if others else []
    lines += [f"- In Discord: `{_in_menus(spec)}`"] if spec.menu is not None else []
    return "\n".join([*lines, *_options(spec.options), ""])


def _whose(right: Right) -> str:
    """Who may, where that is not everybody."""
    match right:
        case "":
            return ""
        case "change the daily question":
            return " For admins and whoever invited the companion into the channel."
        case "write questions":
            return " For hosts and admins, or whom `question writers` names."
        case "see reports" | "see gaps" | "give roles":
            return " For admins."
        case _:
            assert_never(right)


def _example(spec: CommandSpec) -> str:
    return spec.example.format(one="s3", two="sqs")


def _in_menus(spec: CommandSpec) -> str:
    named = (f"{option.name.english}:…" for option in spec.options)
    return " ".join((f"/{path_of(spec, 'aws')}", *named))


def _options(options: Iterable[Option]) -> Iterable[str]:
    for option in options:
        words = ", ".join(f"`{choice.typed}`" for choice in option.choices)
        most = f"at most {option.most}" if option.most else ""
        more = "; ".join(filter(None, (option.about.english, words, most)))
        yield f"  - `{option.name.english}`: {more}"


if __name__ == "__main__":
    sys.stdout.write(page())
