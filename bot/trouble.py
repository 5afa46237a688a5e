"""What nobody expected: a reference for the log and for the person, never the error itself."""

import logging
import secrets

from bot.language import speaking
from bot.messages import Action, Handler, Reply, Request
from bot.replies.help import trouble

log = logging.getLogger(__name__)

_CHARACTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that can be mistaken for something else


def reported(what: str, *, saved: bool = False, again: Action | None = None) -> Reply:
    """Log the exception that is being handled; what to tell the person about it.

    *again* is the click that they may repeat.
    """
    ref = "".join(secrets.choice(_CHARACTERS) for _ in range(4))
    log.exception("ref %s: %s", ref, what)
    return trouble(ref, saved, again)


async def answered(handler: Handler, request: Request) -> Reply:
    """The handler's answer; it never raises, and if it does, nobody reads why."""
    try:
        return await handler.handle(request)
    except Exception:
        with speaking(handler.language(request.who, request.where)):
            return reported(f"the companion failed in {request.where.workspace}")
