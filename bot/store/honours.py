"""Roles that people are given for what they did, and who has which by our hand."""

import json
from collections.abc import Mapping
from datetime import datetime

from bot.store.records import Team
from bot.store.values import Values

_ROLES, _HELD = "role/", "held/"


class HonourRoles:
    """One role for each honour of a workspace, or of a channel where the honour names one."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def put(self, team: Team, honour: str, role: str, at: datetime) -> None:
        """Give *role* for it from now on; "" gives none any more."""
        if role:
            self._values.put(_name(_ROLES, team, honour), role, at, team)
        else:
            self._values.take(_name(_ROLES, team, honour))

    def role(self, team: Team, honour: str) -> str:
        return self._values.get(_name(_ROLES, team, honour)) or ""

    def all(self) -> tuple[tuple[Team, str], ...]:
        """Every honour for which a role is given, or was and has not been taken back."""
        names = self._values.under(_ROLES).keys() | self._values.under(_HELD).keys()
        parted = (name.rpartition("/") for name in sorted(names))
        return tuple((Team(team), honour) for team, _, honour in parted)

    def of(self, team: Team) -> tuple[str, ...]:
        return tuple(honour for one, honour in self.all() if one == team)

    def held(self, team: Team, honour: str) -> dict[str, frozenset[str]]:
        """Who has it by our hand, for each role that was given for it and is not taken back:
        nobody else's is ever taken.
        """
        kept = json.loads(self._values.get(_name(_HELD, team, honour)) or "{}")
        return {role: frozenset(users) for role, users in kept.items()}

    def hold(self, team: Team, honour: str, role: str, user: str, at: datetime) -> None:
        """Somebody has it now. Whoever writes it down is the only one who does, by a lease."""
        held = self.held(team, honour)
        self._keep(team, honour, held | {role: held.get(role, frozenset()) | {user}}, at)

    def drop(self, team: Team, honour: str, role: str, user: str, at: datetime) -> None:
        """They have it no more."""
        held = self.held(team, honour)
        self._keep(team, honour, held | {role: held.get(role, frozenset()) - {user}}, at)

    def _keep(
        self, team: Team, honour: str, held: Mapping[str, frozenset[str]], at: datetime
    ) -> None:
        name = _name(_HELD, team, honour)
        kept = {role: sorted(users) for role, users in held.items() if users}
        if kept:
            self._values.put(name, json.dumps(kept), at, team)
        else:
            self._values.take(name)

    def held_by(self, team: Team, user: str) -> tuple[str, ...]:
        """The honours whose role somebody has by our hand."""
        return tuple(
            one
            for one in self.of(team)
            if any(user in users for users in self.held(team, one).values())
        )


def _name(kind: str, team: Team, honour: str) -> str:
    return f"{kind}{team}/{honour}"
