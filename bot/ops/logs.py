"""Logging: lines for people or JSON for machines, and never a token in either."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from bot.settings import Settings

# What tokens of the two platforms look like, wherever in a line they turn up.
_TOKENS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+"  # Slack
    r"|[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"  # Discord
    r"|(?<=Bearer )\S+|(?<=Bot )\S{20,}"  # either, in a header
)
_QUIET = ("slack_bolt", "slack_sdk", "discord", "aiohttp", "apscheduler", "markdown_it")


class _WithoutSecrets(logging.Formatter):
    """A line of text; line breaks of users' text cannot forge another line."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        if not record.exc_info:
            text = text.replace("\r", "\\r").replace("\n", "\\n")
        return _TOKENS.sub("[secret]", text)


class _AsJson(_WithoutSecrets):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return _TOKENS.sub("[secret]", json.dumps(line, ensure_ascii=False))


def set_up(settings: Settings, file: Path | None = None) -> None:
    """Send the log to a file or to standard error, as the settings want it."""
    handler = logging.StreamHandler(sys.stderr) if file is None else _rolling(file)
    handler.setFormatter(
        _AsJson()
        if settings.log_format == "json"
        else _WithoutSecrets("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    )
    level = getattr(logging, settings.log_level.upper())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in _QUIET:  # their news is for their developers
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _rolling(file: Path) -> logging.Handler:
    """A file that does not grow for ever."""
    file.parent.mkdir(parents=True, exist_ok=True)
    return RotatingFileHandler(file, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
