"""What the text of a setting may be, and what is made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar
from urllib.parse import urlsplit

from bot.schedule import read_zone

T = TypeVar("T")
LogFormat = Literal["text", "json"]
SHORTEST_KEY = 32
DEFAULT_DATABASE = "sqlite:///data/companion.db"
_YES, _NO = ("yes", "on", "true", "1"), ("no", "off", "false", "0")


class Unusable(ValueError):
    """A text that cannot be used; it reads on after the setting's name: "must be …"."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One kind of value: how pages call it, and how a text is read as it."""

    name: str
    read: Callable[[str], T]


def _split(text: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in text.split(",") if piece.strip())


def _command(text: str) -> str:
    name = text.removeprefix("/").lower()
    if not name.replace("-", "").replace("_", "").isalnum() or len(name) > 32:
        raise Unusable(f"must be one word of letters, digits, - or _, not {text!r}.")
    return name


def _zone(text: str) -> str:
    zone = read_zone(text)
    if zone is None:
        raise Unusable(f"{text!r} is no time zone I know; Europe/Berlin would be one.")
    return zone


def number(lowest: int, highest: int) -> Kind[int]:
    """A whole number within bounds."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
            raise Unusable(f"must be a number from {lowest} to {highest}, not {text!r}.")
        return int(text)

    return Kind(f"a number from {lowest} to {highest}", read)


def _port_or_off(text: str) -> int | None:
    return None if text.lower() in ("", "off", "0") else PORT.read(text)


def _guild(text: str) -> str:
    if text and not (text.isascii() and text.isdigit()):
        raise Unusable(
            f"is the number of a server, not {text!r}; with developer mode on, right click the "
            "server and copy its id."
        )
    return text


def _shards(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    which, found, count = text.partition("/")
    if not found or not which.isdecimal() or not count.isdecimal() or int(which) >= int(count):
        raise Unusable(f"says which of how many, like 0/2, not {text!r}.")
    return int(which), int(count)


def _one_of(text: str, allowed: tuple[str, ...]) -> str:
    if text.lower() not in allowed:
        raise Unusable(f"must be one of {', '.join(allowed)}, not {text!r}.")
    return text.lower()


def _yes_or_no(text: str) -> bool:
    return _one_of(text, (*_YES, *_NO)) in _YES


def one_of(*allowed: str) -> Kind[str]:
    """One of a few words."""
    return Kind(" or ".join((", ".join(allowed[:-1]), allowed[-1])), lambda t: _one_of(t, allowed))


def _log_format(text: str) -> LogFormat:
    return "json" if _one_of(text, ("text", "json")) == "json" else "text"


def address(ending: str) -> Kind[str]:
    """A web address, which ends as its library wants it."""

    def read(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise Unusable(f"must begin with http:// or https://, not {text!r}.")
        return text.rstrip("/") + ending

    return Kind("a web address", read)


def _admins(text: str) -> frozenset[str]:
    admins = frozenset(_split(text))
    for admin in sorted(admins):
        platform, _, user = admin.partition(":")
        if platform not in ("slack", "discord", "terminal") or not user:
            raise Unusable(f"takes entries like slack:U0123 or discord:4567, not {admin!r}.")
    return admins


def _teams(text: str) -> frozenset[str]:
    teams = frozenset(_split(text))
    for team in sorted(teams):
        if team[:1] not in ("T", "E") or not (team.isascii() and team.isalnum()):
            raise Unusable(
                f"takes ids like T0123ABCD (or E… for a whole organization), not {team!r}."
            )
    return teams


def _keys(text: str) -> tuple[str, ...]:
    keys = _split(text)
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise Unusable(
            f"needs at least {SHORTEST_KEY} characters; this makes one: "
            "python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return keys


def _database(text: str) -> str:
    scheme, found, rest = text.partition("://")
    is_file = scheme == "sqlite" and rest.startswith("/") and rest != "/"
    if text and not is_file and not (found and scheme in ("postgresql", "postgres") and rest):
        raise Unusable(
            "must read sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME, "
            f"not {without_password(text)!r}."
        )
    return text or DEFAULT_DATABASE


def without_password(url: str) -> str:
    """An address as it may be shown: whoever it names, without what proves it."""
    before, at, after = url.rpartition("@")
    shown = f"{before.partition('://')[0]}://…@{after}" if at else url
    return shown.partition("?")[0]


TEXT: Kind[str] = Kind("text", str)
FOLDER: Kind[str] = Kind("a folder", str)
LIST: Kind[tuple[str, ...]] = Kind("a list, separated by commas", _split)
COMMAND: Kind[str] = Kind("one word", _command)
ZONE: Kind[str] = Kind("a time zone", _zone)
PORT: Kind[int] = number(1, 65535)
PORT_OR_OFF: Kind[int | None] = Kind("a port, or off", _port_or_off)
SERVER: Kind[str] = Kind("a server's number", _guild)
SHARDS: Kind[tuple[int, int] | None] = Kind("which of how many", _shards)
YES_OR_NO: Kind[bool] = Kind("yes or no", _yes_or_no)
LEVEL: Kind[str] = one_of("debug", "info", "warning", "error")
LOG_FORMAT: Kind[LogFormat] = Kind("text or json", _log_format)
ADMINS: Kind[frozenset[str]] = Kind("a list, separated by commas", _admins)
TEAMS: Kind[frozenset[str]] = Kind("a list, separated by commas", _teams)
KEYS: Kind[tuple[str, ...]] = Kind("one key or more, separated by commas", _keys)
DATABASE: Kind[str] = Kind("sqlite:///PATH or postgresql://…", _database)
