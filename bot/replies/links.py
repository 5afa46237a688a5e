"""Actions that fit on a button, whatever they carry."""

from dataclasses import replace
from datetime import datetime

from bot.messages import Action
from bot.replies.voice import Fit
from bot.store import Store
from bot.store.records import Team

REFERENCE = "~"  # before an argument that is the key of a stored text
LONGEST_AS_IT_IS = 20  # characters of an argument that is never stored


def storing_long_arguments(store: Store, team: Team, at: datetime) -> Fit:
    """Makes actions fit: where one is too long, its long arguments are stored and referred to."""

    def shortened(argument: str) -> str:
        if len(argument) <= LONGEST_AS_IT_IS and not argument.startswith(REFERENCE):
            return argument
        return REFERENCE + store.texts.keep(team, argument, at)

    def fit(action: Action) -> Action:
        if action.fits and not any(one.startswith(REFERENCE) for one in action.arguments):
            return action
        return replace(action, arguments=tuple(map(shortened, action.arguments)))

    return fit


def recalled(store: Store, team: Team, argument: str) -> str | None:
    """An argument as it was before it was stored; None when it is not stored any more."""
    if not argument.startswith(REFERENCE):
        return argument
    return store.texts.get(team, argument.removeprefix(REFERENCE))
