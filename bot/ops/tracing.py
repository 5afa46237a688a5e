"""Which request a piece of work belongs to: every line of the log that it writes says so."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

REQUEST: ContextVar[str] = ContextVar("request", default="")


@contextmanager
def traced() -> Iterator[str]:
    """Everything within belongs to one request, whose id this is; a part of one keeps its id."""
    name = REQUEST.get() or secrets.token_hex(4)
    token = REQUEST.set(name)
    try:
        yield name
    finally:
        REQUEST.reset(token)
