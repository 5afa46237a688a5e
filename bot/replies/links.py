"""Actions that fit on a button, whatever they carry."""

from datetime import datetime

from bot.messages import Action
from bot.replies.voice import Link, plain_link
from bot.store import Store
from bot.store.records import Team

KEPT = "~"

SHORT = 20  # an argument up to this long stays as it is


def keeping(store: Store, team: Team, at: datetime) -> Link:
    """Makes actions that fit, whatever they carry: long arguments are kept and referred to."""

    def shortened(argument: str) -> str:
        if len(argument) <= SHORT and not argument.startswith(KEPT):
            return argument
        return KEPT + store.texts.keep(team, argument, at)

    def link(name: str, /, *arguments: str) -> Action:
        action = plain_link(name, *arguments)
        if action.fits and not any(argument.startswith(KEPT) for argument in arguments):
            return action
        return plain_link(name, *map(shortened, arguments))

    return link
