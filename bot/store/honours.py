"""Roles that people are given for what they did, and who has which by our hand."""

import json
from dataclasses import dataclass
from datetime import datetime

from bot.store.records import Team
from bot.store.values import Values

_ROLES, _HELD = "role/", "held/"


@dataclass(frozen=True, slots=True)
class Held:
    """A role, and those who were given it by us: nobody else's is ever taken."""

    role: str = ""
    users: frozenset[str] = frozenset()


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

    def held(self, team: Team, honour: str) -> Held:
        kept = self._values.get(_name(_HELD, team, honour))
        if kept is None:
            return Held()
        role, *users = json.loads(kept)
        return Held(role, frozenset(users))

    def hold(self, team: Team, honour: str, held: Held, at: datetime) -> None:
        """Keep who has it now."""
        name = _name(_HELD, team, honour)
        if held.users:
            self._values.put(name, json.dumps([held.role, *sorted(held.users)]), at, team)
        else:
            self._values.take(name)

    def held_by(self, team: Team, user: str) -> tuple[str, ...]:
        """The honours whose role somebody has by our hand."""
        return tuple(one for one in self.of(team) if user in self.held(team, one).users)


def _name(kind: str, team: Team, honour: str) -> str:
    return f"{kind}{team}/{honour}"
