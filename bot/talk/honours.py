"""Roles for those who have earned them: which there are, and setting them."""

import asyncio
from functools import partial

from bot.commands import DailyRole
from bot.daily.honouring import PING
from bot.daily.posting import Posting
from bot.messages import Reply
from bot.replies import honours as say
from bot.talk.daily import noted_in_the_log
from bot.talk.turn import Awaited, Turn


def role(posting: Posting, turn: Turn, command: DailyRole) -> Reply | Awaited:
    """Give a role for something from now on, or none any more, or say which there are."""
    if command.honour == "ping" and turn.where.private:
        return say.only_in_channels()
    if turn.where.platform == "slack":
        return _group(turn, command)
    if command.role and not command.role.isdecimal():
        return say.no_role()
    if command.honour is None or not (command.role or command.off):
        named = partial(posting.honouring.name, turn.team)
        return say.shown(turn.voice, {what: named(one) for what, one in _given(turn).items()})
    return Awaited(partial(_set, posting, turn, command))


def _group(turn: Turn, command: DailyRole) -> Reply:
    """Slack has no roles: it is a group of people that is pinged, which Slack's own admins keep."""
    if command.honour in ("streak", "winner"):
        return say.only_in_discord()
    if command.role.isdecimal():
        return say.no_group()
    key = _key(turn, "ping")
    if command.role or command.off:
        _keep(turn, key, command.role)
    return say.group(turn.voice, turn.core.store.honours.role(turn.team, key))


def _key(turn: Turn, honour: str) -> str:
    return f"{PING}{turn.where.channel}" if honour == "ping" else honour


def _given(turn: Turn) -> dict[str, str]:
    """The roles that are given here, by what for."""
    kept = turn.core.store.honours
    found = {one: kept.role(turn.team, _key(turn, one)) for one in say.WHAT_FOR}
    return {one: role for one, role in found.items() if role}


async def _set(posting: Posting, turn: Turn, command: DailyRole) -> Reply:
    """What keeps a role from being given is said now, and nothing is changed then."""
    honour = command.honour or "streak"
    key, honouring = _key(turn, honour), posting.honouring
    if command.role:
        pinged = honour == "ping"
        if hindrance := await honouring.hindrance(turn.team, command.role, pinged=pinged):
            return say.cannot_give(hindrance)
    await asyncio.to_thread(_keep, turn, key, command.role)
    await honouring.settle_now(turn.team, key, turn.at)
    named = honouring.name(turn.team, command.role) if command.role else ""
    return say.saved(honour, named)


def _keep(turn: Turn, key: str, role: str) -> None:
    turn.core.store.honours.put(turn.team, key, role, turn.at)
    noted_in_the_log(turn, "role", f"{key} {role or 'off'}")
