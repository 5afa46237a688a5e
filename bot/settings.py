"""What can be set from outside, read once: the environment, and `.env` beneath it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from bot.schedule import read_zone

SLACK_API = "https://slack.com/api/"
DISCORD_API = "https://discord.com/api/v10"
SHORTEST_KEY = 32
LogFormat = Literal["text", "json"]


class SettingsError(Exception):
    """A setting that cannot be used; the text says which, why, and what would do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of `.env.example`, checked. Secrets stay out of its printed form."""

    notes: tuple[str, ...] = ("bundled",)
    flashcard_tag: str = "#flashcards"
    database_url: str = "sqlite:///data/companion.db"
    command: str = "aws"
    timezone: str = "UTC"
    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_client_id: str = ""
    slack_client_secret: str = field(default="", repr=False)
    slack_allowed_teams: frozenset[str] = frozenset()
    slack_api_url: str = SLACK_API
    port: int = 3000
    discord_token: str = field(default="", repr=False)
    discord_guild_id: str = ""
    discord_api_url: str = DISCORD_API
    secret_keys: tuple[str, ...] = field(default=(), repr=False)
    admins: frozenset[str] = frozenset()
    grace_minutes: int = 120
    weekly_recap: bool = True
    log_level: str = "info"
    log_format: LogFormat = "text"
    health_host: str = "127.0.0.1"
    health_port: int | None = None
    data_folder: str = ""
    lease_seconds: int = 45
    discord_shards: tuple[int, int] | None = None  # which of how many

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; None where the database is a server."""
        is_server = self.database_url.startswith(("postgresql://", "postgres://"))
        return None if is_server else self.database_path

    @property
    def database_path(self) -> Path:
        """The SQLite file, where it must be one."""
        scheme, _, path = self.database_url.partition("://")
        if scheme != "sqlite" or not path.startswith("/") or not path[1:]:
            raise SettingsError(
                "DATABASE_URL must read sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME, "
                f"not {_without_password(self.database_url)!r}."
            )
        return Path(path[1:])

    @property
    def shown_database(self) -> str:
        """The database's address as it may be printed."""
        return _without_password(self.database_url)

    @property
    def data_dir(self) -> Path:
        """Where things that can be made again are kept."""
        if self.data_folder:
            return Path(self.data_folder)
        file = self.database_file
        return Path("data") if file is None else file.parent

    @property
    def uses_slack(self) -> bool:
        return bool(self.slack_bot_token or self.slack_client_id)

    @property
    def uses_discord(self) -> bool:
        return bool(self.discord_token)

    @classmethod
    def load(
        cls, environment: Mapping[str, str] | None = None, dotenv: Path | None = None
    ) -> "Settings":
        """Read the settings; what the environment says goes before the file."""
        values = dict(_read_dotenv(dotenv if dotenv is not None else Path(".env")))
        values.update(os.environ if environment is None else environment)
        return _checked({name: value.strip() for name, value in values.items()})


def _read_dotenv(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    from dotenv import dotenv_values  # only needed when there is a file

    try:
        values = dotenv_values(path, encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not UTF-8 text; save it as UTF-8 and try again.") from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror or error}.") from None
    return {name: value for name, value in values.items() if value is not None}


def _checked(values: Mapping[str, str]) -> Settings:
    """Settings from strings; an empty value means the default."""

    def text(name: str, default: str = "") -> str:
        return values.get(name) or default

    default = Settings()
    settings = Settings(
        notes=_list(text("NOTES", "bundled")),
        flashcard_tag=text("FLASHCARD_TAG", "#flashcards"),
        database_url=text("DATABASE_URL", default.database_url),
        command=_command(text("COMMAND", default.command)),
        timezone=_zone(text("TIMEZONE", default.timezone)),
        slack_bot_token=text("SLACK_BOT_TOKEN"),
        slack_app_token=text("SLACK_APP_TOKEN"),
        slack_signing_secret=text("SLACK_SIGNING_SECRET"),
        slack_client_id=text("SLACK_CLIENT_ID"),
        slack_client_secret=text("SLACK_CLIENT_SECRET"),
        slack_allowed_teams=_teams(text("SLACK_ALLOWED_TEAMS")),
        slack_api_url=_address("SLACK_API_URL", text("SLACK_API_URL", SLACK_API)).rstrip("/") + "/",
        port=_number("PORT", text("PORT", str(default.port)), 1, 65535),
        discord_token=text("DISCORD_TOKEN"),
        discord_guild_id=text("DISCORD_GUILD_ID"),
        discord_api_url=_address("DISCORD_API_URL", text("DISCORD_API_URL", DISCORD_API)).rstrip(
            "/"
        ),
        secret_keys=_keys(text("SECRET_KEY")),
        admins=_admins(text("ADMINS")),
        grace_minutes=_number("GRACE_MINUTES", text("GRACE_MINUTES", "120"), 0, 24 * 60),
        weekly_recap=_yes_or_no("WEEKLY_RECAP", text("WEEKLY_RECAP", "yes")),
        log_level=_one_of("LOG_LEVEL", text("LOG_LEVEL", "info"), _LEVELS),
        log_format="json"
        if _one_of("LOG_FORMAT", text("LOG_FORMAT", "text"), _FORMATS) == "json"
        else "text",
        health_host=text("HEALTH_HOST", default.health_host),
        health_port=_health_port(text("HEALTH_PORT")),
        data_folder=text("DATA_DIR"),
        lease_seconds=_number("LEASE_SECONDS", text("LEASE_SECONDS", "45"), 2, 55),
        discord_shards=_shards(text("DISCORD_SHARDS")),
    )
    _check_tokens(settings)
    return settings


_LEVELS = ("debug", "info", "warning", "error")
_FORMATS = ("text", "json")


def _check_tokens(settings: Settings) -> None:
    if settings.slack_bot_token and not (settings.slack_app_token or settings.slack_signing_secret):
        raise SettingsError(
            "SLACK_BOT_TOKEN needs SLACK_APP_TOKEN beside it (Socket Mode) "
            "or SLACK_SIGNING_SECRET (HTTP mode); see docs/slack.md."
        )
    if settings.slack_app_token and not settings.slack_bot_token:
        raise SettingsError("SLACK_APP_TOKEN needs SLACK_BOT_TOKEN beside it; see docs/slack.md.")
    if bool(settings.slack_client_id) != bool(settings.slack_client_secret):
        raise SettingsError(
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together; see docs/slack.md."
        )
    if settings.slack_client_id and not settings.slack_signing_secret:
        raise SettingsError(
            "SLACK_CLIENT_ID needs SLACK_SIGNING_SECRET beside it; see docs/slack.md."
        )


def _list(text: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in text.split(",") if piece.strip())


def _command(text: str) -> str:
    name = text.removeprefix("/").lower()
    if not name.replace("-", "").replace("_", "").isalnum() or len(name) > 32:
        raise SettingsError(f"COMMAND must be one word of letters, digits, - or _, not {text!r}.")
    return name


def _zone(text: str) -> str:
    zone = read_zone(text)
    if zone is None:
        raise SettingsError(
            f"TIMEZONE {text!r} is no time zone I know; Europe/Berlin would be one."
        )
    return zone


def _number(name: str, text: str, lowest: int, highest: int) -> int:
    if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
        raise SettingsError(f"{name} must be a number from {lowest} to {highest}, not {text!r}.")
    return int(text)


def _health_port(text: str) -> int | None:
    if text.lower() in ("", "off", "0"):
        return None
    return _number("HEALTH_PORT", text, 1, 65535)


def _shards(text: str) -> tuple[int, int] | None:
    """Which of how many shards: `0/2`."""
    if not text:
        return None
    which, found, count = text.partition("/")
    if not found or not which.isdecimal() or not count.isdecimal() or int(which) >= int(count):
        raise SettingsError(f"DISCORD_SHARDS says which of how many, like 0/2, not {text!r}.")
    return int(which), int(count)


def _yes_or_no(name: str, text: str) -> bool:
    return _one_of(name, text, ("yes", "no", "on", "off", "true", "false", "1", "0")) in (
        "yes",
        "on",
        "true",
        "1",
    )


def _one_of(name: str, text: str, allowed: tuple[str, ...]) -> str:
    if text.lower() not in allowed:
        raise SettingsError(f"{name} must be one of {', '.join(allowed)}, not {text!r}.")
    return text.lower()


def _address(name: str, text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SettingsError(f"{name} must begin with http:// or https://, not {text!r}.")
    return text


def _admins(text: str) -> frozenset[str]:
    admins = frozenset(_list(text))
    for admin in admins:
        platform, _, user = admin.partition(":")
        if platform not in ("slack", "discord", "terminal") or not user:
            raise SettingsError(
                f"ADMINS takes entries like slack:U0123 or discord:4567, not {admin!r}."
            )
    return admins


def _teams(text: str) -> frozenset[str]:
    teams = frozenset(_list(text))
    for team in teams:
        if team[:1] not in ("T", "E") or not (team.isascii() and team.isalnum()):
            raise SettingsError(
                f"SLACK_ALLOWED_TEAMS takes ids like T0123ABCD (or E… for a whole organization), "
                f"not {team!r}."
            )
    return teams


def _keys(text: str) -> tuple[str, ...]:
    keys = _list(text)
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise SettingsError(
            f"SECRET_KEY needs at least {SHORTEST_KEY} characters; this makes one: "
            "python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return keys


def _without_password(url: str) -> str:
    """An address as it may be shown: whoever it names, without what proves it."""
    before, at, after = url.rpartition("@")
    shown = f"{before.partition('://')[0]}://…@{after}" if at else url
    return shown.partition("?")[0]
