"""Who sits at the terminal."""

import getpass

from adapters.terminal.render import clean
from bot.messages import Person, Place


def login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "me"


def person(name: str, place: Place) -> Person:
    """Whoever sits at the terminal may do everything here."""
    shown = " ".join(clean(name).split())[:40] or "me"
    return Person("terminal", place.workspace, shown.lower(), shown, may_administer=True)
