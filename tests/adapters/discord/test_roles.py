"""Roles for a streak, the month's winner, whoever is pinged: off until an admin names one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.messages import NotDelivered, NotPermitted, RoleKeeper
from bot.store import Store
from knowledge.library import Library
from tests.adapters.discord.driver import CHANNEL, DiscordDriver
from tests.adapters.discord.test_replicas import replica, sharded
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.conftest import library
from tests.bot.conversations.driver import ADMIN
from tests.bot.conversations.world import World
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import OWN_PLACE, Role, role_payload
from tests.waiting import until

__all__ = ["library", "sharded"]


@pytest.fixture
def driver(library: Library, tmp_path: Path) -> Iterator[DiscordDriver]:
    made = DiscordDriver(World(library, tmp_path, "discord"))
    yield made
    made.close()


@pytest.fixture
def chat(driver: DiscordDriver) -> Chat:
    return Chat(driver)


def a_role(driver: DiscordDriver, name: str = "Wise", **about: Any) -> Role:
    """A role of the server, which the bot hears of."""
    world = driver._server.world
    role = world.add_role(name, **about)
    guild = world.guilds[world.id("G1")]
    driver._runner.run(heard(driver, guild.id, role))
    return role


async def heard(driver: DiscordDriver, guild: str, role: Role) -> None:
    payload = {"guild_id": guild, "role": role_payload(role)}
    await driver._server.gateway.deliver("GUILD_ROLE_CREATE", payload, guild)
    client = driver._adapter._client

    def known() -> bool:
        found = client.get_guild(int(guild))
        return bool(found and found.get_role(int(role.id)))

    await until(known)


def sets(driver: DiscordDriver, who: str, **options: object) -> None:
    member = driver._begins(who)
    driver._runner.run(driver._settled(member.slash("daily role", CHANNEL, **options)))


def holders(driver: DiscordDriver, role: Role) -> set[str]:
    return {driver._server.world.name(one) for one in role.held}


def plays(chat: Chat, *who: str, days: int = 1) -> None:
    """So many days on which these answer rightly, each from half an hour after its question."""
    for _ in range(days):
        for name in who:
            chat.as_(name).answers_the_channel(right=True)
        chat.waits(days=1)


def shows_streaks(chat: Chat, *who: str) -> None:
    for name in who:
        chat.as_(name).says("settings").fills(Show_my_streak_on_boards="yes")


def starts(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily")
    chat.waits(hours=1)


STREAK = "a streak of seven days"
WINNER = "the last month's winner"
PING = "those pinged here"


def test_nobody_has_a_role_until_an_admin_names_one(driver: DiscordDriver, chat: Chat) -> None:
    role = a_role(driver)
    starts(chat)
    shows_streaks(chat, "Ben")
    plays(chat, "Ben", days=8)
    assert role.held == set()
    chat.admin.says("daily role").sees("Nobody is given a role here")
    sets(driver, "Ben", whom=STREAK, role=role)
    chat.sees("Only those who may manage the server")
    assert role.held == set()


def test_a_streak_has_its_role_until_it_ends(driver: DiscordDriver, chat: Chat) -> None:
    role = a_role(driver)
    starts(chat)
    sets(driver, ADMIN, whom=STREAK, role=role)
    chat.admin.sees("@Wise is for whoever has a streak of seven days", "take it back")
    shows_streaks(chat, "Ben")
    plays(chat, "Ben", days=6)
    assert holders(driver, role) == set()
    plays(chat, "Ben", days=1)
    chat.waits(hours=2)
    assert holders(driver, role) == {"Ben"}
    plays(chat, days=3)
    assert holders(driver, role) == set()


def test_the_months_winners_have_it_for_the_month_after(driver: DiscordDriver, chat: Chat) -> None:
    role = a_role(driver)
    starts(chat)
    sets(driver, ADMIN, whom=WINNER, role=role)
    plays(chat, "Ben", "Cem", "Dua")
    plays(chat, "Ben", "Cem")
    assert holders(driver, role) == set()
    driver._world.now += timedelta(days=29)
    chat.waits(hours=1)
    assert holders(driver, role) == {"Ben", "Cem"}
    driver._world.now += timedelta(days=30)
    chat.waits(hours=1)
    assert holders(driver, role) == set()


def test_what_others_gave_is_never_taken(driver: DiscordDriver, chat: Chat) -> None:
    role = a_role(driver)
    driver._member("Eve")
    role.held.add(driver._server.world.id("Eve"))
    starts(chat)
    sets(driver, ADMIN, whom=STREAK, role=role)
    shows_streaks(chat, "Ben")
    plays(chat, "Ben", days=7)
    chat.waits(hours=2)
    sets(driver, ADMIN, whom=STREAK, none=True)
    chat.admin.sees("given no more")
    assert holders(driver, role) == {"Eve"}


def test_another_role_takes_the_place_of_the_first(driver: DiscordDriver, chat: Chat) -> None:
    first, second = a_role(driver), a_role(driver, "Wiser")
    starts(chat)
    sets(driver, ADMIN, whom=STREAK, role=first)
    shows_streaks(chat, "Ben")
    plays(chat, "Ben", days=7)
    sets(driver, ADMIN, whom=STREAK, role=second)
    assert (holders(driver, first), holders(driver, second)) == (set(), {"Ben"})
    chat.restarts()
    chat.admin.says("daily role").sees("@Wiser is for whoever has a streak of seven days")


def test_who_opts_out_or_is_forgotten_has_it_no_more(driver: DiscordDriver, chat: Chat) -> None:
    role = a_role(driver)
    starts(chat)
    sets(driver, ADMIN, whom=STREAK, role=role)
    shows_streaks(chat, "Ben", "Cem")
    plays(chat, "Ben", "Cem", "Dua", days=7)
    chat.waits(hours=2)
    assert holders(driver, role) == {"Ben", "Cem"}
    chat.says("export me")
    assert b'"streak"' in next(iter(driver.files("Ben").values()))
    chat.says("forget me").clicks("Delete everything")
    assert holders(driver, role) == {"Cem"}
    chat.as_("Cem").says("opt out").waits(hours=2)
    assert holders(driver, role) == set()


@pytest.mark.parametrize(
    ("about", "honour", "said"),
    [
        ({"position": OWN_PLACE + 1}, STREAK, "stands above my own role: drag mine above it"),
        ({"permissions": 1 << 13}, STREAK, "has rights of moderators or admins"),
        ({"managed": True}, STREAK, "belongs to another app"),
        ({"mentionable": False}, PING, "allow everybody to mention it"),
    ],
)
def test_what_keeps_it_from_being_given_is_said_where_it_is_set(
    driver: DiscordDriver, chat: Chat, about: dict[str, Any], honour: str, said: str
) -> None:
    role = a_role(driver, **about)
    sets(driver, ADMIN, whom=honour, role=role)
    chat.admin.sees("Nothing was saved", said)
    chat.admin.says("daily role").sees("Nobody is given a role here")


def test_without_manage_roles_it_says_what_to_tick(library: Library, tmp_path: Path) -> None:
    driver = DiscordDriver(World(library, tmp_path, "discord"))
    try:
        guild = driver._server.world.guilds[driver._server.world.id("G1")]
        guild.gives_roles = False
        driver.restart()
        role = a_role(driver)
        sets(driver, ADMIN, whom=STREAK, role=role)
        Chat(driver).admin.sees("My role lacks Manage Roles: tick it in the server's settings")
    finally:
        driver.close()


def test_a_right_that_is_lost_later_breaks_nothing(driver: DiscordDriver, chat: Chat) -> None:
    role = a_role(driver)
    world = driver._server.world
    starts(chat)
    sets(driver, ADMIN, whom=STREAK, role=role)
    shows_streaks(chat, "Ben")
    plays(chat, "Ben", days=6)
    world.guilds[world.id("G1")].gives_roles = False
    chat.answers_the_channel(right=True)
    chat.waits(hours=2)
    assert role.held == set()
    world.guilds[world.id("G1")].gives_roles = True
    chat.waits(hours=2)
    assert holders(driver, role) == {"Ben"}


def test_a_role_that_is_made_one_of_moderators_is_given_to_nobody_more(
    driver: DiscordDriver, chat: Chat
) -> None:
    role = a_role(driver)
    starts(chat)
    sets(driver, ADMIN, whom=STREAK, role=role)
    role.permissions = 1 << 2  # to ban members
    driver.restart()
    shows_streaks(chat, "Ben")
    plays(chat, "Ben", days=7)
    chat.waits(hours=2)
    assert role.held == set()


def test_a_role_is_pinged_for_whoever_asked_for_it(driver: DiscordDriver, chat: Chat) -> None:
    role = a_role(driver, "Quiz")
    starts(chat)
    sets(driver, ADMIN, whom=PING, role=role)
    chat.admin.sees("@Quiz is pinged here when the question comes")
    chat.says("daily").clicks("Ping me each day").sees("You are pinged here each day")
    assert holders(driver, role) == {"Ben"}
    chat.waits(days=1)
    assert driver._server.world.called == [role.id], "the role alone, and not Ben once more"
    chat.says("daily").clicks("Stop pinging me")
    assert holders(driver, role) == set()


def test_help_names_it_in_discord_to_admins(chat: Chat) -> None:
    chat.admin.says("help more").sees("/daily role")
    chat.says("help more").sees_not("/daily role")


# ---------------------------------------------------------------- several replicas

MODERATES = 1 << 13
ROLES = "GET /guilds/*/roles"


def keeper_of(adapter: DiscordAdapter, guild: str, hears: bool) -> RoleKeeper:
    """The one of a replica, of which it is sure whether it hears of a server."""
    assert (adapter._client.get_guild(int(guild)) is not None) == hears
    assert adapter.roles
    return adapter.roles


@pytest.mark.parametrize("shard", [0, 1])
async def test_no_replica_gives_a_role_with_rights_of_moderators(
    discord: DiscordServer, store: Store, sharded: dict[int, str], shard: int
) -> None:
    """Neither the one that hears of the server, nor one that has to ask."""
    guild = discord.world.channels[discord.world.id(sharded[0])].guild
    one, member = discord.world.name(guild), discord.world.id("U1")
    fine = discord.world.add_role("Wise", one)
    harmful = discord.world.add_role("Mighty", one, permissions=MODERATES)
    async with replica(discord, store, shard) as (adapter, _):
        keeper = keeper_of(adapter, guild, hears=shard == 0)
        with pytest.raises(NotPermitted, match="rights of moderators"):
            await keeper.give(guild, harmful.id, member)
        assert await keeper.give(guild, fine.id, member)
        assert not await keeper.give(guild, "123456789012345678", member)
    assert (harmful.held, member in fine.held) == (set(), True)


async def test_a_role_of_which_nothing_can_be_learnt_is_not_given(
    discord: DiscordServer, store: Store, sharded: dict[int, str]
) -> None:
    guild = discord.world.channels[discord.world.id(sharded[0])].guild
    role = discord.world.add_role("Wise", discord.world.name(guild))
    async with replica(discord, store, 1) as (adapter, _):
        keeper = keeper_of(adapter, guild, hears=False)
        discord.faults.add(ROLES, "503")
        with pytest.raises(NotDelivered):
            await keeper.give(guild, role.id, discord.world.id("U1"))
    assert role.held == set()


async def test_roles_are_asked_for_once_and_not_for_each_person(
    discord: DiscordServer, store: Store, sharded: dict[int, str]
) -> None:
    guild = discord.world.channels[discord.world.id(sharded[0])].guild
    role = discord.world.add_role("Wise", discord.world.name(guild))
    async with replica(discord, store, 1) as (adapter, _):
        keeper = keeper_of(adapter, guild, hears=False)
        for _time in range(3):
            assert await keeper.give(guild, role.id, discord.world.id("U1"))
    assert len(discord.called("GET /guilds/.*/roles")) == 1
