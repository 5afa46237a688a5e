"""`companion settings`: what is set, to what, and where; secrets are never shown."""

import argparse
import sys
from collections.abc import Iterator
from typing import get_args

from bot.ops.masking import Mask
from bot.settings import TABLE, Setting, Settings
from bot.settings.places import shown
from bot.settings.table import SettingGroup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Exit status: 0 all can be used, 1 something cannot. docs/settings.md has more."


def run(args: argparse.Namespace, settings: Settings) -> int:
    del args
    file = settings.home / ".env"
    print(f"folder   {settings.home.resolve()}")
    print(f"file     {shown(file)}{'' if file.is_file() else ' (not there)'}")
    print(f"data     {shown(settings.data_dir)}")
    for group in get_args(SettingGroup):
        print(f"\n{group}")
        for line in _lines(settings, group):
            print(line)
    for trouble in settings.troubles:
        print(f"companion: {trouble}", file=sys.stderr)
    for remark in settings.remarks:
        print(f"companion: {remark}", file=sys.stderr)
    return 1 if settings.troubles else 0


def _lines(settings: Settings, group: SettingGroup) -> Iterator[str]:
    width = max(len(row.name) for row in TABLE)
    for row in TABLE:
        if row.group == group:
            origin = settings.origins.get(row.name)
            yield f"  {row.name:{width}}  {_value(settings, row)}{f'  ({origin})' * bool(origin)}"


def _value(settings: Settings, row: Setting) -> str:
    """A value as people would write it; of a secret only whether there is one."""
    value = getattr(settings, row.attribute)
    if row.secret:
        return "set" if value else "–"
    if row.name == "DATABASE_URL":
        return settings.shown_database
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | frozenset):
        joined = "/" if row.name == "DISCORD_SHARDS" else ","
        value = joined.join(map(str, sorted(value) if isinstance(value, frozenset) else value))
    return Mask().hide(str(value)) if value else row.default or "–"
