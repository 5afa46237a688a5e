"""Roles for what people did: given, and taken back when it ends.

Off until an admin names a role. Who has it by our hand is written down before the platform is
asked, so that whoever dies in between takes back what was perhaps given.
"""

import asyncio
import logging
from collections.abc import Awaitable, Iterable, MutableMapping
from datetime import datetime, timedelta

from bot.core import Core
from bot.daily.leasing import Leases
from bot.messages import NotDelivered, PlaceGone, Platform, RoleKeeper
from bot.quiz import scoreboards
from bot.store.records import Team, split_team

log = logging.getLogger(__name__)

STREAK_DAYS = 7  # for which there is a role
PLAYED = timedelta(days=45)  # nobody has a streak who did not answer for longer
MOST_WINNERS = 1_000  # who share a first place
PATIENCE = 10.0  # seconds for whoever is giving and taking a role
PING = "ping-"  # before the channel: the role that is pinged there
NOBODY: frozenset[str] = frozenset()
State = tuple[str, dict[str, frozenset[str]], frozenset[str]]  # the role, who has one, who should


def honoured_by(team: Team, honour: str) -> str:
    """The name under which a role is given by one replica at a time."""
    return f"role {team} {honour}"


class Honouring:
    """Gives roles where a platform has some."""

    def __init__(
        self, core: Core, keepers: MutableMapping[Platform, RoleKeeper], leases: Leases
    ) -> None:
        self._core = core
        self._keepers = keepers
        self._leases = leases

    def keeper(self, team: Team) -> RoleKeeper | None:
        return self._keepers.get(split_team(team)[0])

    def name(self, team: Team, role: str) -> str:
        """What people call a role."""
        keeper = self.keeper(team)
        return keeper.name(split_team(team)[1], role) if keeper else role

    async def hindrance(self, team: Team, role: str, *, pinged: bool) -> str:
        """Why a role can't be given, and what helps; "" where nothing is known of any."""
        keeper = self.keeper(team)
        return await keeper.hindrance(split_team(team)[1], role, pinged=pinged) if keeper else ""

    async def settle_now(self, team: Team, honour: str, at: datetime) -> None:
        """The same at once, because of what somebody did; else it comes within the hour."""
        async with self._leases.alone(honoured_by(team, honour)) as alone:
            if alone:
                await self.settle(team, honour, at)

    async def settle(self, team: Team, honour: str, at: datetime) -> None:
        """Give the role to those who deserve it now, and take it from those who no longer do."""
        keeper = self.keeper(team)
        if keeper is None:
            return
        role, held, wanted = await asyncio.to_thread(self._state, team, honour, at)
        has = held.pop(role, NOBODY)
        for former, users in held.items():
            await _tried(team, honour, self._taken(keeper, team, honour, former, users, at))
        if role:
            await _tried(team, honour, self._taken(keeper, team, honour, role, has - wanted, at))
            await _tried(team, honour, self._given(keeper, team, honour, role, wanted - has, at))

    async def let_go(self, team: Team, user: str, at: datetime) -> None:
        """Take back all that one person has, and forget that they had it.

        What somebody else is settling for longer than one waits is taken within the hour, as
        nobody deserves it who was forgotten.
        """
        keeper, honours = self.keeper(team), self._core.store.honours
        if keeper is None:
            return
        for honour in await asyncio.to_thread(honours.held_by, team, user):
            await _tried(team, honour, self._let_go(keeper, team, honour, user, at))

    async def _let_go(
        self, keeper: RoleKeeper, team: Team, honour: str, user: str, at: datetime
    ) -> None:
        async with self._leases.alone(honoured_by(team, honour), PATIENCE) as alone:
            if not alone:
                raise NotDelivered("somebody else is giving and taking it")
            held = await asyncio.to_thread(self._core.store.honours.held, team, honour)
            for role, users in held.items():
                taken = self._taken(keeper, team, honour, role, users & {user}, at)
                await _tried(team, honour, taken)

    def _state(self, team: Team, honour: str, at: datetime) -> State:
        honours = self._core.store.honours
        role = honours.role(team, honour)
        wanted = self._deserving(team, honour, at) if role else NOBODY
        return role, honours.held(team, honour), wanted

    def _deserving(self, team: Team, honour: str, at: datetime) -> frozenset[str]:
        store = self._core.store
        today = scoreboards.today(store, team, "", at, self._core.settings.timezone)
        if honour.startswith(PING):
            return frozenset(store.callouts.of(team, honour.removeprefix(PING)))
        if honour == "winner":
            last_month = today.replace(day=1) - timedelta(days=1)
            board = scoreboards.board(store, team, last_month, channel=None, top=MOST_WINNERS)
            return frozenset(row.user for row in board.rows if row.rank == 1 and row.points)
        return scoreboards.on_a_streak(store, team, today - PLAYED, today, at, STREAK_DAYS)

    async def _taken(
        self, keeper: RoleKeeper, team: Team, honour: str, role: str, users: Iterable[str],
        at: datetime,
    ) -> None:  # fmt: skip
        drop = self._core.store.honours.drop
        for user in sorted(users):
            await keeper.take(split_team(team)[1], role, user)
            await asyncio.to_thread(drop, team, honour, role, user, at)

    async def _given(
        self, keeper: RoleKeeper, team: Team, honour: str, role: str, users: Iterable[str],
        at: datetime,
    ) -> None:  # fmt: skip
        honours = self._core.store.honours
        for user in sorted(users):
            await asyncio.to_thread(honours.hold, team, honour, role, user, at)
            try:
                given = await keeper.give(split_team(team)[1], role, user)
            except PlaceGone:  # refused, so that there is nothing to take back
                await asyncio.to_thread(honours.drop, team, honour, role, user, at)
                raise
            if not given:
                await asyncio.to_thread(honours.drop, team, honour, role, user, at)


async def _tried(team: Team, honour: str, doing: Awaitable[None]) -> None:
    """One of several things to do, of which none keeps the others from being done."""
    try:
        await doing
    except (NotDelivered, PlaceGone) as error:
        log.warning("%s: a role for %s was not given or taken: %s", team, honour, error)
