"""Roles of a server: whether they can be given, given, and taken back."""

import time
from collections.abc import Awaitable, Callable, Mapping

import discord

from adapters.discord import limits
from adapters.discord.permissions import NOT_ALLOWED
from adapters.discord.sending import CONNECTION_LOST, retried, translated
from adapters.intake import CallRate
from bot.language import _, later
from bot.messages import NotPermitted

Call = Callable[[], Awaitable[object]]
MANAGE_ROLES = later("Manage Roles")
HARMFUL = later("in {where} the role has rights of moderators or admins")
LACKING = later("in {where} my role lacks {lacking}, or stands below the role to give")
GONE_FROM_HERE = frozenset({10007, 10011, 10013})  # the member, the role, the account
ASKED_AGAIN = 60.0  # seconds for which an answer about roles is taken for true
NEVER: tuple[float, Mapping[str, int]] = (0.0, {})
_WHY = "Study Companion"  # in the server's audit log
# What a role may allow that is given by a program: nothing that others have to fear.
_HARMFUL = discord.Permissions(
    administrator=True,
    ban_members=True,
    deafen_members=True,
    kick_members=True,
    manage_channels=True,
    manage_emojis_and_stickers=True,
    manage_events=True,
    manage_guild=True,
    manage_messages=True,
    manage_nicknames=True,
    manage_roles=True,
    manage_threads=True,
    manage_webhooks=True,
    mention_everyone=True,
    moderate_members=True,
    move_members=True,
    mute_members=True,
    view_audit_log=True,
)


def _harmful(role: discord.Role) -> bool:
    return bool(role.permissions.value & _HARMFUL.value)


class DiscordRoles:
    """bot.messages.RoleKeeper for Discord."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._call_rate = CallRate()
        self._asked: dict[str, tuple[float, Mapping[str, int]]] = {}

    def _guild(self, workspace: str) -> discord.Guild | None:
        return self._client.get_guild(int(workspace)) if workspace.isdigit() else None

    def name(self, workspace: str, role: str) -> str:
        guild = self._guild(workspace)
        found = guild.get_role(int(role)) if guild else None
        return found.name if found else role

    async def hindrance(self, workspace: str, role: str, *, pinged: bool) -> str:
        """What keeps us from giving a role, as far as Discord told us, and what helps."""
        guild = self._guild(workspace)
        if guild is None:
            return ""
        found = guild.get_role(int(role))
        if found is None or found.is_default():
            return _("That is no role of this server that I could give.")
        if found.managed:
            return _("{role} belongs to another app, so nobody can be given it.", role=found.name)
        if _harmful(found):
            return _(
                "{role} has rights of moderators or admins. Such a role is for people to give.",
                role=found.name,
            )
        if not guild.me.guild_permissions.manage_roles:
            return _("My role lacks {names}: tick it in the server's settings, under Roles.",
                     names=_(MANAGE_ROLES))  # fmt: skip
        if found >= guild.me.top_role:
            return _(
                "{role} stands above my own role: drag mine above it in the server's settings, "
                "under Roles.",
                role=found.name,
            )
        if pinged and not (found.mentionable or guild.me.guild_permissions.mention_everyone):
            return _(
                "Nobody hears of {role} when I name it: allow everybody to mention it in its "
                "settings.",
                role=found.name,
            )
        return ""

    async def give(self, workspace: str, role: str, user: str) -> bool:
        """False where somebody has left, or the role is gone.

        Roles change: one that was given rights of moderators meanwhile is given to nobody more.
        """
        rights = await self._rights(workspace, role)
        if rights is None:
            return False
        if rights & _HARMFUL.value:
            raise NotPermitted(HARMFUL, workspace)
        add = self._client.http.add_role
        return await self._changed(
            lambda: add(int(workspace), int(user), int(role), reason=_WHY), workspace
        )

    async def _rights(self, workspace: str, role: str) -> int | None:
        """What a role allows now, None if it is gone; asked of Discord where another replica hears
        of the server.
        """
        guild = self._guild(workspace)
        if guild and not guild.unavailable and (found := guild.get_role(int(role))):
            return found.permissions.value
        asked, rights = self._asked.get(workspace, NEVER)
        if role not in rights or time.monotonic() - asked > ASKED_AGAIN:
            asked, rights = time.monotonic(), await self._rights_of_all(workspace)
            self._asked[workspace] = asked, rights
        return rights.get(role)

    async def _rights_of_all(self, workspace: str) -> Mapping[str, int]:
        """What each role of a server allows. Raises NotDelivered, or PlaceGone, where that is not
        said: a role of which nothing is known is given to nobody.
        """
        try:
            roles = await retried(lambda: self._client.http.get_roles(int(workspace)))
        except (discord.HTTPException, *CONNECTION_LOST) as error:
            raise translated(error) from error
        return {str(role["id"]): int(role["permissions"]) for role in roles}

    async def take(self, workspace: str, role: str, user: str) -> None:
        remove = self._client.http.remove_role
        await self._changed(
            lambda: remove(int(workspace), int(user), int(role), reason=_WHY), workspace
        )

    async def _changed(self, call: Call, workspace: str) -> bool:
        """Done twice it does no harm, so unknown outcomes are repeated."""
        await self._call_rate.turn("role", limits.ROLES)
        try:
            await retried(call)
        except discord.HTTPException as error:
            if error.code in GONE_FROM_HERE:
                return False
            if error.code in NOT_ALLOWED:
                raise NotPermitted(LACKING, workspace, (MANAGE_ROLES,)) from error
            raise translated(error) from error
        except CONNECTION_LOST as error:
            raise translated(error) from error
        return True
