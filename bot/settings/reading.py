"""The settings, read once: the environment, and `.env` beneath it. Every mistake is told."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bot.settings.dotenv import DotenvFile, read_dotenv
from bot.settings.kinds import DEFAULT_DATABASE, Unusable
from bot.settings.places import HOME, absolute, home, shown
from bot.settings.table import BUNDLED, BY_NAME, TABLE, Setting, Settings, SettingsError

ENVIRONMENT = "the environment"
_ALIKE_IN_THE_FILE, _ALIKE_OUTSIDE = 0.75, 0.9  # the environment is full of others' names


def load_settings(
    environment: Mapping[str, str] | None = None, dotenv: Path | None = None
) -> Settings:
    """The settings; SettingsError tells all that cannot be used at once."""
    settings = read_settings(environment, dotenv)
    if settings.troubles:
        raise SettingsError(_told(settings.troubles))
    return settings


def read_settings(
    environment: Mapping[str, str] | None = None, dotenv: Path | None = None
) -> Settings:
    """The settings as far as they can be used, with what is wrong in them.

    What the environment says goes before the file. An empty value means the default.
    """
    outside = os.environ if environment is None else environment
    path = dotenv if dotenv is not None else home(outside) / ".env"
    return _Reading(outside, read_dotenv(path)).settings()


def _told(troubles: tuple[str, ...]) -> str:
    if len(troubles) == 1:
        return troubles[0]
    return "\n  ".join((f"{len(troubles)} things in the settings cannot be used:", *troubles))


class _Reading:
    """One reading of the settings, and what was found wrong on the way."""

    def __init__(self, environment: Mapping[str, str], file: DotenvFile) -> None:
        self._environment = environment
        self._file = file
        self._home = file.path.parent
        self._troubles = list(file.troubles)

    def settings(self) -> Settings:
        read = {row.attribute: self._read(row) for row in TABLE}
        settings = _in_their_place(Settings(**read, home=self._home), self._base)
        for name, text in _pairs(settings):
            self._troubles.append(f"{self._where(name)}: {name} {text}")
        return replace(
            settings,
            origins={row.name: self._where(row.name) for row in TABLE if self._text(row.name)},
            troubles=tuple(self._troubles),
            remarks=(*self._file.remarks, *self._unknown()),
        )

    def _read(self, row: Setting) -> Any:
        text = self._text(row.name) or row.default
        try:
            return row.kind.read(text)
        except Unusable as error:
            self._troubles.append(f"{self._where(row.name)}: {row.name} {error}")
            return row.kind.read(row.default)

    def _text(self, name: str) -> str:
        outside = self._environment.get(name)
        return (self._file.values.get(name, "") if outside is None else outside).strip()

    def _where(self, name: str) -> str:
        """The place where a setting was set, for people."""
        if name in self._environment:
            return ENVIRONMENT
        return f"{shown(self._file.path)}:{self._file.lines.get(name, 0)}"

    def _base(self, name: str) -> Path:
        """What a path in this setting is relative to: the file that says it, or the caller."""
        return Path() if name in self._environment else self._home

    def _unknown(self) -> Iterator[str]:
        for name, line in self._file.lines.items():
            place = f"{shown(self._file.path)}:{line}"
            if name == HOME:
                yield f"{place}: {HOME} counts in the environment only; it says where this file is."
            elif name not in BY_NAME:
                yield f"{place}: there is no setting {name}{_near(name, _ALIKE_IN_THE_FILE) or '.'}"
        for name in sorted(self._environment):
            if name not in BY_NAME and (near := _near(name, _ALIKE_OUTSIDE)):
                yield f"{ENVIRONMENT}: there is no setting {name}{near}"


def _near(name: str, alike: float) -> str:
    found = get_close_matches(name.upper(), BY_NAME, 1, alike)
    return f": did you mean {found[0]}?" if found else ""


def _in_their_place(settings: Settings, base: Callable[[str], Path]) -> Settings:
    """Paths as they are meant, from whatever folder the companion is called."""
    notes, folder = base("NOTES"), settings.data_folder
    folder = absolute(folder, base("DATA_DIR")) if folder else ""
    url = settings.database_url
    if url == DEFAULT_DATABASE and folder:
        url = f"sqlite:///{Path(folder) / 'companion.db'}"
    elif settings.database_file is not None:
        url = f"sqlite:///{absolute(str(settings.database_path), base('DATABASE_URL'))}"
    return replace(
        settings,
        notes=tuple(n if n == BUNDLED else absolute(n, notes) for n in settings.notes),
        data_folder=folder,
        database_url=url,
    )


def _pairs(settings: Settings) -> Iterator[tuple[str, str]]:
    """Settings that lack another one: their names, and a sentence each."""
    bot, app = settings.slack_bot_token, settings.slack_app_token
    secret, client = settings.slack_signing_secret, settings.slack_client_id
    if bot and not (app or secret):
        yield (
            "SLACK_BOT_TOKEN",
            "needs SLACK_APP_TOKEN beside it (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode); "
            "see docs/slack.md.",
        )
    if app and not bot:
        yield "SLACK_APP_TOKEN", "needs SLACK_BOT_TOKEN beside it; see docs/slack.md."
    if settings.slack_client_secret and not client:
        yield "SLACK_CLIENT_SECRET", "needs SLACK_CLIENT_ID beside it; see docs/slack.md."
    if client and not settings.slack_client_secret:
        yield "SLACK_CLIENT_ID", "needs SLACK_CLIENT_SECRET beside it; see docs/slack.md."
    if client and not secret:
        yield "SLACK_CLIENT_ID", "needs SLACK_SIGNING_SECRET beside it; see docs/slack.md."
