"""Logging: lines for people or JSON for machines, and never a secret in either."""

import json
import logging
import sys
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from bot.ops.masking import Mask, visible
from bot.ops.tracing import REQUEST
from bot.private import private_file, private_folder
from bot.settings import Settings

_QUIET = ("slack_bolt", "slack_sdk", "discord", "aiohttp", "apscheduler", "markdown_it")


class _Lines(logging.Formatter):
    """A line for each record. What belongs to it further on is indented, so no text forges one."""

    def __init__(self, mask: Mask) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        record.message = record.getMessage()
        record.asctime = self.formatTime(record)
        lines = [visible(self.formatMessage(record))]
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            lines += [f"    | {visible(line)}" for line in trace.split("\n")]
        return self._mask.hide("\n".join(lines))


class _AsJson(logging.Formatter):
    def __init__(self, mask: Mask) -> None:
        super().__init__()
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._mask.hide(record.getMessage()),
        }
        if request := REQUEST.get():
            line["request"] = request
        if record.exc_info:
            line["trace"] = self._mask.hide(self.formatException(record.exc_info))
        return json.dumps(line)  # in ASCII, so that nothing in it ends a line


class _Rolling(RotatingFileHandler):
    """A file that does not grow for ever; on a full disk the chat goes on without it."""

    def _open(self) -> TextIOWrapper:
        private_file(Path(self.baseFilename))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """A line that cannot be written is lost: there is nowhere left to say so."""


def set_up(settings: Settings, file: Path | None = None) -> None:
    """Send the log to a file or to standard error, as the settings want it."""
    handler = logging.StreamHandler(sys.stderr) if file is None else _rolling(file)
    mask = Mask.of(settings)
    handler.setFormatter(_AsJson(mask) if settings.log_format == "json" else _Lines(mask))
    level = getattr(logging, settings.log_level.upper())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in _QUIET:  # their news is for their developers
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _rolling(file: Path) -> logging.Handler:
    private_folder(file.parent)
    return _Rolling(
        file, maxBytes=1_000_000, backupCount=1, encoding="utf-8", errors="backslashreplace"
    )
