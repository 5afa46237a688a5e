"""`.env.example` and docs/settings.md, written from the table of settings: `make reference`."""

import sys
import textwrap
from collections.abc import Iterator
from typing import get_args

from bot.settings.table import TABLE, Setting, SettingGroup

EXAMPLE_HEAD = """\
# Settings of the Study Companion. Copy to .env and change what you need: every line is optional.
# The environment goes before this file. `companion settings` shows what counts and where it comes
# from, `companion doctor` checks it. Paths are as seen from this file's folder.
# Written from the table of settings by `make reference`.
"""
PAGE_HEAD = """\
# Settings

Every setting, as it stands in the table of settings (`bot/settings/table.py`). `make reference`
writes this page and `.env.example`, and a test holds both against the table.

## Where they stand

Settings stand in a file `.env` and in the environment, which goes before the file. There is one
folder for `.env` and for all data, from wherever the companion is called:

| you run it | the folder is |
| --- | --- |
| from the project (`make run`) | the project's own |
| as a package on Linux | `~/.local/share/study-companion` (or beneath `XDG_DATA_HOME`) |
| as a package on macOS | `~/Library/Application Support/study-companion` |
| as a package on Windows | `%LOCALAPPDATA%\\study-companion` |
| with `COMPANION_HOME` in the environment | the one that it names |

Data lie in its folder `data`, or in the one that `DATA_DIR` names: the database, the index of the
notes, the terminal chat's history and log. A path in `.env` is as seen from that file, a path in
the environment or on the command line as seen from where you are.

`companion settings` shows what counts now and where it comes from. What cannot be used is told
all at once, with file and line; a name that is no setting is pointed out ("there is no setting
SLACK_BOT_TOKN: did you mean SLACK_BOT_TOKEN?").
"""


def example() -> str:
    """The whole of `.env.example`."""
    return "\n".join([EXAMPLE_HEAD, *(_example_group(group) for group in get_args(SettingGroup))])


def _example_group(group: SettingGroup) -> str:
    title = f"# --- {group} "
    return "\n".join([title + "-" * (97 - len(title)), "", *_example_rows(group)])


def _example_rows(group: SettingGroup) -> Iterator[str]:
    for row in _rows(group):
        for line in textwrap.wrap(row.about, 95, break_long_words=False, break_on_hyphens=False):
            yield f"# {line}"
        if row.kind.name not in ("text", "a folder"):
            yield f"# ({row.kind.name})"
        yield f"{row.name}={_quoted(row.default)}"
        yield ""


def _quoted(text: str) -> str:
    return f'"{text}"' if "#" in text else text


def page() -> str:
    """The whole of docs/settings.md."""
    return "\n".join([PAGE_HEAD, *(_page_group(group) for group in get_args(SettingGroup))])


def _page_group(group: SettingGroup) -> str:
    return "\n".join([f"## {group}", "", *(_page_row(row) for row in _rows(group))])


def _page_row(row: Setting) -> str:
    default = f"default `{row.default}`" if row.default else "no default"
    secret = "; secret: never printed or logged" if row.secret else ""
    return f"### `{row.name}`\n\n{row.kind.name}; {default}{secret}\n\n{row.about}\n"


def _rows(group: SettingGroup) -> list[Setting]:
    return [row for row in TABLE if row.group == group]


if __name__ == "__main__":
    sys.stdout.write(example() if sys.argv[1:] == ["example"] else page())
