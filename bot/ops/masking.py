"""What may stand in a log: no secret, and nothing that could pass for a line of its own."""

import re
from collections.abc import Iterable
from itertools import chain
from urllib.parse import urlsplit

from bot.settings import TABLE, Settings

HIDDEN = "[secret]"
_SHORTEST = 6  # shorter values of settings are no secrets worth the name, and words of any text

# What secrets of the two platforms look like, wherever in a line they turn up.
_TOKENS = re.compile(
    r"xox[a-z][-.][\w.-]+|xapp-[\w-]+"  # Slack
    r"|[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"  # Discord
    r"|aW50ZXJhY3Rpb2[\w=-]+"  # Discord: the token of an interaction, for fifteen minutes
    r"|(?<=Bearer )\S+|(?<=Basic )\S{8,}|(?<=Bot )\S{20,}"  # any, in a header
    r"|(?<=hooks\.slack\.com/)[^\s\"'<>)]+"  # Slack: a response_url
    r"|(?<=hooks\.slack-gov\.com/)[^\s\"'<>)]+"
)
_NAMED = r"(?:\b|_|\bPG)(?:pass(?:word|wd)?|pwd|secret|ticket|token|api_key|sslpassword)"
# What is secret because of where it stands; the first group stays.
_PLACES = re.compile(
    r"((?:/webhooks|/interactions)/\d+/)[^\s/?\"'<>)]+"  # Discord: an interaction's address
    r"|(://[^\s/:\"']*:)[^\s\"']{1,2000}(?=@)"  # a password in an address, whatever is in it
    rf"|({_NAMED} ?= ?)(?P<quote>\\?[\"'])(?:(?!(?P=quote))(?:\\.|[^\n]))*(?:(?P=quote))?"
    rf"|({_NAMED}=)[^\s&\"'<>,;)]+"
    r"|([?&](?:code|state)=)[^\s&\"'<>)]+"  # OAuth
    r"|([\"'](?:response_url|password|ticket|\w*(?:token|secret)|code)[\"']\s*:\s*[\"'])"
    r"(?:\\.|[^\"'\\])+",
    re.IGNORECASE,
)
# Control characters could move the cursor or end a line, and other line ends and bidi controls
# could hide one.
_ODD = {
    number: f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
    for number in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F),
                   *range(0x2066, 0x206A), *range(0xD800, 0xE000))
} | {0x0A: "\\n", 0x0D: "\\r", 0x09: "\t"}  # fmt: skip


def visible(text: str) -> str:
    """The text on one line, with everything odd in it spelled out."""
    return text if text.isprintable() else text.translate(_ODD)


class Mask:
    """Hides secrets: those that look like one, and those that the settings hold."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        long = sorted({one for one in known if len(one) >= _SHORTEST}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, long))) if long else None

    @classmethod
    def of(cls, settings: Settings) -> "Mask":
        return cls(secrets_in(settings))

    def hide(self, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        return _PLACES.sub(_stays, _TOKENS.sub(HIDDEN, text))


def _stays(found: re.Match[str]) -> str:
    before = next(group for group in found.groups() if group is not None)
    return f"{before}{HIDDEN}"


def secrets_in(settings: Settings) -> tuple[str, ...]:
    """Every setting that nobody may read in a log."""
    held = (getattr(settings, row.attribute) for row in TABLE if row.secret)
    lists = ((value,) if isinstance(value, str) else value for value in held)
    return (*chain.from_iterable(lists), _password(settings.database_url))


def _password(url: str) -> str:
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""
