"""Which workspaces are served, and for how long their tokens are good."""

import asyncio
import logging
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from adapters.slack import workspaces
from adapters.slack.adapter import SlackAdapter
from adapters.slack.install import MOST_STATES, OPEN_TO_ALL, PLAIN_TOKENS, States
from bot.messages import CannotConnect, Place, PlaceGone, Prose, Reply
from bot.store import Store
from bot.store.records import Team
from bot.store.values import OAUTH_STATES, STATES_LIVE
from tests import postgres
from tests.adapters.companion import Told
from tests.adapters.slack.conftest import (
    http_settings,
    install,
    many_settings,
    now,
    running,
    socket_settings,
)
from tests.platforms.slack.delivery import event_body
from tests.platforms.slack.server import SlackServer
from tests.waiting import until

# What keeps a database from keeping a token, and what lets it again.
NOTHING_NEW = {
    "sqlite": (
        "CREATE TRIGGER closed BEFORE UPDATE ON installations BEGIN SELECT RAISE(ABORT, 'no'); END",
        "DROP TRIGGER closed",
    ),
    "postgresql": (
        "ALTER TABLE installations ADD CONSTRAINT closed CHECK (false) NOT VALID",
        "ALTER TABLE installations DROP CONSTRAINT closed",
    ),
}
HELLO = Reply((Prose("hello"),))


@pytest.fixture
def grid(slack: SlackServer) -> SlackServer:
    """An organization with two workspaces, which installs the app for both."""
    slack.world.add_team("E1", "UBOTE", "BE", "xoxb-organization", organization="E1")
    for team, user, channel in (("T5", "W5", "C5"), ("T6", "W6", "C6")):
        slack.world.add_team(team, "UBOTE", "BE", f"unused-{team}", organization="E1")
        slack.world.add_user(user, user.lower(), team=team)
        slack.world.add_channel(channel, (user,), team=team)
    return slack


class TestAllowedTeams:
    async def test_others_are_turned_away_and_their_token_is_given_back(
        self, two: SlackServer, told: Told, store: Store
    ) -> None:
        settings = replace(many_settings(two), slack_allowed_teams=frozenset({"T1"}))
        async with running(settings, told, store):
            assert (await install(two, "T1"))[0] == 200
            status, page = await install(two, "T2")
        assert status == 403 and "SLACK_ALLOWED_TEAMS" in page
        assert [one.workspace for one in store.installations.all("slack")] == ["T1"]
        assert not two.world.teams["T2"].installed

    async def test_whoever_installs_it_is_who_hears_of_it(
        self, two: SlackServer, told: Told, store: Store
    ) -> None:
        async with running(many_settings(two), told, store):
            await install(two, "T1")
            await two.member("U1").waits(lambda: told.joined)
        ((where, user),) = told.joined
        assert where == Place("slack", "T1", "") and user.startswith("U")

    async def test_who_was_installed_before_is_served_no_more(
        self, two: SlackServer, told: Told, store: Store
    ) -> None:
        async with running(many_settings(two), told, store):
            await install(two, "T2")
        only_one = replace(many_settings(two), slack_allowed_teams=frozenset({"T1"}))
        async with running(only_one, told, store):
            one = two.member("V1", "T2")
            await one.command("s3", "C2")
            assert "has not installed the app" in (await one.reply("C2")).text
        assert told.requests == []

    async def test_an_organization_that_is_named_brings_its_workspaces(
        self, grid: SlackServer, told: Told, store: Store
    ) -> None:
        settings = replace(many_settings(grid), slack_allowed_teams=frozenset({"E1"}))
        async with running(settings, told, store):
            assert (await install(grid, "E1"))[0] == 200
            await grid.member("W5", "T5").command("s3", "C5")
            await grid.member("W5", "T5").reply("C5")

    async def test_a_token_of_another_workspace_is_refused_at_the_start(
        self, slack: SlackServer, told: Told, store: Store
    ) -> None:
        settings = replace(socket_settings(slack), slack_allowed_teams=frozenset({"T9"}))
        with pytest.raises(CannotConnect, match="SLACK_ALLOWED_TEAMS does not name"):
            await SlackAdapter(settings, told, store, now).start()

    async def test_without_a_list_or_a_key_the_start_warns(
        self, slack: SlackServer, told: Told, store: Store, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.WARNING)
        async with running(many_settings(slack), told, store):
            pass
        assert OPEN_TO_ALL in caplog.text and PLAIN_TOKENS in caplog.text
        caplog.clear()
        safe = replace(
            many_settings(slack),
            slack_allowed_teams=frozenset({"T1"}),
            secret_keys=("a key of more than thirty-two characters",),
        )
        async with running(safe, told, store):
            pass
        assert "is not set" not in caplog.text


async def test_with_one_token_other_workspaces_are_refused(
    two: SlackServer, told: Told, store: Store
) -> None:
    """Slack signs what they send, since they have the app: it is still not theirs to ask."""
    async with running(http_settings(two), told, store):
        stranger = two.member("V1", "T2")
        await stranger.command("s3", "C2")
        assert "has not installed the app" in (await stranger.reply("C2")).text
        await stranger.mentions("s3", "C2")
        await two.member("U1").command("s3", "C1")
        await two.member("U1").reply("C1")
    assert [request.where.workspace for request in told.requests] == ["T1"]


class TestOrganizations:
    async def test_posts_go_out_to_a_workspace_that_was_heard_of(
        self, grid: SlackServer, told: Told, store: Store
    ) -> None:
        async with running(many_settings(grid), told, store):
            await install(grid, "E1")
            await grid.member("W5", "T5").command("s3", "C5")
            await grid.member("W5", "T5").reply("C5")
        async with running(many_settings(grid), told, store) as again:  # nothing is in memory
            ref = await again.messenger.post(Place("slack", "T5", "C5"), HELLO, "key")
        assert grid.world.find("C5", ref.id)

    @pytest.mark.parametrize("way", ["command", "mention", "message", "home"])
    async def test_a_workspace_never_seen_before_is_served_and_posts_go_out_there(
        self, grid: SlackServer, told: Told, store: Store, way: str
    ) -> None:
        """Whatever somebody there does first."""
        async with running(many_settings(grid), told, store) as adapter:
            await install(grid, "E1")
            member = grid.member("W6", "T6")
            match way:
                case "command":
                    await member.command("s3", "C6")
                case "mention":
                    await member.mentions("s3", "C6")
                case "message":
                    await member.says("s3")
                case _:
                    await member.opens_home()
            await member.waits(lambda: told.requests)
            assert told.requests[0].where.workspace == "T6"
            ref = await adapter.messenger.post(Place("slack", "T6", "C6"), HELLO, "key")
            assert grid.world.find("C6", ref.id)
        async with running(many_settings(grid), told, store) as again:  # nothing is in memory
            later = await again.messenger.post(Place("slack", "T6", "C6"), HELLO, "another")
            assert grid.world.find("C6", later.id)
            with pytest.raises(PlaceGone):
                await again.messenger.post(Place("slack", "T9", "C9"), HELLO, "key")

    async def test_uninstalling_is_told_of_every_workspace(
        self, grid: SlackServer, told: Told, store: Store
    ) -> None:
        async with running(many_settings(grid), told, store):
            await install(grid, "E1")
            await install(grid, "T1")
            for user, team, channel in (("W5", "T5", "C5"), ("W6", "T6", "C6")):
                await grid.member(user, team).command("s3", channel)
                await grid.member(user, team).reply(channel)
            await grid.deliver_event({"type": "app_uninstalled"}, "T5")
            await grid.member("U1").waits(lambda: len(told.removed) == 3)
        assert told.removed == ["E1", "T5", "T6"]
        assert [one.workspace for one in store.installations.all("slack")] == ["T1"]
        for team, left in (("T5", {"T6": "E1"}), ("T6", {})):
            store.personal.purge_team(Team(f"slack:{team}"))
            assert store.values.under("slack-organization:") == left

    async def test_a_workspace_that_the_organization_takes_out_is_like_one_that_uninstalled(
        self, grid: SlackServer, told: Told, store: Store
    ) -> None:
        async with running(many_settings(grid), told, store) as adapter:
            await install(grid, "E1")
            for user, team, channel in (("W5", "T5", "C5"), ("W6", "T6", "C6")):
                await grid.member(user, team).command("s3", channel)
                await grid.member(user, team).reply(channel)
            event = {"type": "team_access_revoked", "team_ids": ["T5"]}
            body = event_body(event, "T5", "EvREVOKED", grid.world.now(), "E1")
            body |= {"team_id": None}  # it is about the organization
            assert (await grid.delivery.send("events_api", body)).ok
            await grid.member("U1").waits(lambda: told.removed == ["T5"])
            ref = await adapter.messenger.post(Place("slack", "T6", "C6"), HELLO, "key")
            assert grid.world.find("C6", ref.id), "the other one is served as before"
        async with running(many_settings(grid), told, store) as again:
            with pytest.raises(PlaceGone):
                await again.messenger.post(Place("slack", "T5", "C5"), HELLO, "key")
        assert [one.workspace for one in store.installations.all("slack")] == ["E1"]

    @pytest.mark.parametrize("named", [None, "T5", 5, [None, 5, {}], {"T5": 1}])
    async def test_an_odd_list_of_workspaces_removes_nothing(
        self, grid: SlackServer, told: Told, store: Store, named: object
    ) -> None:
        async with running(many_settings(grid), told, store):
            await install(grid, "E1")
            event = {"type": "team_access_revoked", "team_ids": named}
            assert (await grid.deliver_event(event, "E1")).ok
        assert told.removed == []

    async def test_installing_again_keeps_the_data_of_every_workspace(
        self, grid: SlackServer, told: Told, store: Store
    ) -> None:
        async with running(many_settings(grid), told, store):
            await install(grid, "E1")
            await grid.member("W5", "T5").command("s3", "C5")
            await grid.member("W5", "T5").reply("C5")
            for team in ("E1", "T5"):
                store.removals.note(Team(f"slack:{team}"), now())
            await install(grid, "E1")
        assert store.removals.before(now()) == ()


def _tokens(store: Store) -> tuple[str, ...]:
    kept = store.installations.get("slack", "T1")
    return (kept.data["bot_token"], kept.data["refresh_token"]) if kept else ()


class TestRotation:
    @pytest.fixture
    def rotating(self, slack: SlackServer) -> SlackServer:
        slack.world.teams["T1"].refresh = "xoxe-1-first"
        return slack

    async def test_a_token_is_exchanged_before_it_ends_and_who_holds_it_goes_on(
        self, rotating: SlackServer, told: Told, store: Store
    ) -> None:
        shift = timedelta()
        team = rotating.world.teams["T1"]
        async with running(many_settings(rotating), told, store, lambda: now() + shift) as adapter:
            await install(rotating, "T1")
            first = team.token
            place = Place("slack", "T1", "C1")
            await adapter.messenger.post(place, HELLO, "a")
            assert team.token == first
            shift = timedelta(hours=11)
            await adapter.messenger.post(place, HELLO, "b")
            await adapter.messenger.post(place, HELLO, "c")
        assert team.token != first and len(team.former) == 1
        assert _tokens(store) == (team.token, team.refresh)

    async def test_many_at_once_exchange_it_once(
        self, rotating: SlackServer, told: Told, store: Store
    ) -> None:
        shift = timedelta()
        rotating.world.now = lambda: (now() + shift).timestamp()
        async with running(many_settings(rotating), told, store, lambda: now() + shift):
            await install(rotating, "T1")
            shift = timedelta(hours=13)
            one = rotating.member("U1")
            for _ in range(5):
                await one.command("s3", "C1")
            await one.waits(lambda: len(one.replies("C1")) == 5)
        assert len(rotating.world.teams["T1"].former) == 1

    async def test_while_slack_is_silent_the_old_one_serves(
        self, rotating: SlackServer, told: Told, store: Store
    ) -> None:
        shift = timedelta()
        async with running(many_settings(rotating), told, store, lambda: now() + shift) as adapter:
            await install(rotating, "T1")
            shift = timedelta(hours=11)
            rotating.faults.add("oauth.v2.access", "drop", times=9)
            await adapter.messenger.post(Place("slack", "T1", "C1"), HELLO, "a")
        assert rotating.world.teams["T1"].former == set()

    async def test_a_new_token_that_cannot_be_kept_serves_until_it_can(
        self, rotating: SlackServer, told: Told, database_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workspaces, "TRUST", 0.0)  # it is read again at each use
        shift = timedelta()
        team, store = rotating.world.teams["T1"], Store.open(database_url)
        close, open_again = NOTHING_NEW[database_url.partition(":")[0]]
        async with running(many_settings(rotating), told, store, lambda: now() + shift) as adapter:
            await install(rotating, "T1")
            shift = timedelta(hours=11)
            store._database.reshape(lambda queries: queries.script(close))
            for key in ("a", "b"):
                await adapter.messenger.post(Place("slack", "T1", "C1"), HELLO, key)
            assert len(team.former) == 1
            assert _tokens(store) not in ((team.token, team.refresh), ())
            store._database.reshape(lambda queries: queries.script(open_again))
            await adapter.messenger.post(Place("slack", "T1", "C1"), HELLO, "c")
        assert len(team.former) == 1
        assert _tokens(store) == (team.token, team.refresh)
        store.close()

    async def test_a_database_that_goes_away_during_an_exchange_loses_no_token(
        self, rotating: SlackServer, told: Told, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if not postgres.available():
            pytest.skip(postgres.HOW_TO_GET_IT)
        monkeypatch.setattr(workspaces, "TRUST", 0.0)
        shift = timedelta()
        rotating.world.now = lambda: (now() + shift).timestamp()
        team, place = rotating.world.teams["T1"], Place("slack", "T1", "C1")
        with postgres.server() as server, closing(Store.open(server.make())) as store:
            settings = replace(many_settings(rotating), lease_seconds=2)
            async with running(settings, told, store, lambda: now() + shift) as adapter:
                await install(rotating, "T1")
                shift = timedelta(hours=11)
                rotating.faults.add("oauth.v2.access", "slow:1")
                first = asyncio.create_task(adapter.messenger.post(place, HELLO, "a"))
                await until(lambda: len(rotating.arrived["oauth.v2.access"]) == 2)
                await asyncio.to_thread(server.stop, "immediate")
                await first
                await asyncio.to_thread(server.start)
                await until(store.is_there)

                async def used() -> None:  # what was leased before the crash ends by itself
                    await adapter.messenger.post(place, HELLO, "b")

                await until(lambda: _tokens(store) == (team.token, team.refresh), used)
            assert len(team.former) == 1

    async def test_whoever_installs_anew_meanwhile_has_the_newest_token(
        self, rotating: SlackServer, told: Told, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(workspaces, "TRUST", 0.0)
        shift = timedelta()
        close, open_again = NOTHING_NEW["sqlite"]
        team, place = rotating.world.teams["T1"], Place("slack", "T1", "C1")
        async with running(many_settings(rotating), told, store, lambda: now() + shift) as adapter:
            await install(rotating, "T1")
            shift = timedelta(hours=11)
            store._database.reshape(lambda queries: queries.script(close))
            await adapter.messenger.post(place, HELLO, "a")
            store._database.reshape(lambda queries: queries.script(open_again))
            shift = timedelta()
            team.token, team.refresh = "xoxe.xoxb-anew", "xoxe-1-anew"
            await install(rotating, "T1")
            shift = timedelta(hours=11)
            await adapter.messenger.post(place, HELLO, "b")
        assert _tokens(store) == (team.token, team.refresh)


class TestStates:
    START = datetime(2026, 3, 2, tzinfo=UTC)

    async def test_issuing_keeps_nothing(
        self, slack: SlackServer, told: Told, store: Store
    ) -> None:
        async with running(many_settings(slack), told, store):
            base = slack.delivery.events_url.removesuffix("/slack/events")
            async with aiohttp.ClientSession() as browser:
                for _ in range(50):
                    async with browser.get(f"{base}/slack/install") as page:
                        assert page.status == 200
        assert store.values.under("") == {}

    async def test_a_state_is_good_once_and_for_ten_minutes(self, store: Store) -> None:
        clock = self.START
        states = States(store.values, lambda: clock, "secret")
        state, late = await states.async_issue(), await states.async_issue()
        assert await states.async_consume(state)
        assert not await states.async_consume(state)
        clock += STATES_LIVE + timedelta(seconds=1)
        assert not await states.async_consume(late)

    @pytest.mark.parametrize("forged", ["", ".", "x", "a.9999999999.b", "a.b.\ud800", "é.1.é"])
    async def test_a_forged_one_is_refused(self, store: Store, forged: str) -> None:
        assert not await States(store.values, now, "secret").async_consume(forged)
        other = await States(store.values, now, "another secret").async_issue()
        assert not await States(store.values, now, "secret").async_consume(other)

    async def test_what_is_noted_has_an_end(self, store: Store) -> None:
        clock = self.START
        states = States(store.values, lambda: clock, "secret")
        assert await states.async_consume(await states.async_issue())
        clock += STATES_LIVE + timedelta(seconds=1)
        assert await states.async_consume(await states.async_issue())
        assert len(store.values.under(OAUTH_STATES)) == 1

    async def test_states_that_others_use_up_or_leave_open_lock_nobody_out(
        self, database_url: str
    ) -> None:
        clock = self.START
        with closing(Store.open(database_url)) as store:
            states = States(store.values, lambda: clock, "secret")
            asked_before = await states.async_issue()
            for number in range(MOST_STATES):
                store.values.put(f"{OAUTH_STATES}{number}", "", clock)
            clock += timedelta(seconds=1)
            for _ in range(10):
                await states.async_issue()
                assert await states.async_consume(await states.async_issue())
            assert await states.async_consume(asked_before)
            assert not await states.async_consume(asked_before)
            assert len(store.values.under(OAUTH_STATES)) == MOST_STATES
