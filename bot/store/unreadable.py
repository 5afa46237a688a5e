"""What is kept and cannot be read: it is left out, and logged once."""

import logging

log = logging.getLogger(__name__)

ERRORS = (ValueError, TypeError, KeyError, AttributeError)  # what reading a broken row raises
_COMPLAINED: set[str] = set()  # of this process


def leave_out(what: str, error: Exception) -> None:
    """Say in the log what is left out, the first time."""
    if what not in _COMPLAINED:
        _COMPLAINED.add(what)
        log.error("%s cannot be read and is left out: %s", what, error)
