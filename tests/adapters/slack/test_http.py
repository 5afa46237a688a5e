"""HTTP mode: what is refused, several workspaces, and who may not switch it into OAuth."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

import aiohttp
import pytest

from adapters.slack.adapter import SlackAdapter
from adapters.slack.signatures import Proof, Signatures
from bot.store import Store
from bot.store.records import Team
from tests.adapters.companion import Told
from tests.adapters.slack.conftest import http_settings, install, now, running, socket_settings
from tests.platforms.slack.server import SlackServer


@pytest.fixture
async def single(slack: SlackServer, told: Told, store: Store) -> AsyncIterator[SlackAdapter]:
    async with running(http_settings(slack), told, store) as adapter:
        yield adapter


def command_body(slack: SlackServer) -> str:
    return urlencode(
        {
            "team_id": "T1", "channel_id": "C1", "channel_name": "c1", "user_id": "U1",
            "user_name": "a", "command": "/aws", "text": "s3", "api_app_id": "A1",
            "trigger_id": slack.world.new_trigger("U1"),
            "response_url": f"{slack.base}/hooks/{slack.world.new_hook('C1', 'U1').id}",
        }
    )  # fmt: skip


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.usefixtures("single")
class TestRefusals:
    async def refused(self, slack: SlackServer, told: Told, headers: dict[str, str]) -> int:
        status, _ = await slack.delivery.post(command_body(slack), FORM | headers)
        await asyncio.sleep(0.05)
        assert told.requests == []
        return status

    async def test_a_bad_signature(self, slack: SlackServer, told: Told) -> None:
        body = command_body(slack)
        headers = slack.delivery.signed(body, secret="not-the-secret")
        assert await self.refused(slack, told, headers) == 401

    async def test_a_signature_of_another_body(self, slack: SlackServer, told: Told) -> None:
        assert await self.refused(slack, told, slack.delivery.signed("other")) == 401

    async def test_no_signature(self, slack: SlackServer, told: Told) -> None:
        assert await self.refused(slack, told, {}) == 401

    @pytest.mark.parametrize("stamp", ["yesterday", "1e9", "-1", "٣", "9" * 40, "1.5"])
    async def test_a_malformed_timestamp(self, slack: SlackServer, told: Told, stamp: str) -> None:
        headers = slack.delivery.signed("x") | {"X-Slack-Request-Timestamp": stamp}
        assert await self.refused(slack, told, headers) == 401

    @pytest.mark.parametrize("shift", [-301, 301, -3_000])
    async def test_a_stale_timestamp(self, slack: SlackServer, told: Told, shift: int) -> None:
        body = command_body(slack)
        signed = slack.delivery.signed(body, at=time.time() + shift)
        status, _ = await slack.delivery.post(body, FORM | signed)
        assert (status, told.requests) == (401, [])

    async def test_a_replay(self, slack: SlackServer, told: Told) -> None:
        body = command_body(slack)
        headers = FORM | slack.delivery.signed(body)
        first, _ = await slack.delivery.post(body, headers)
        second, _ = await slack.delivery.post(body, headers)
        third, _ = await slack.delivery.post(body, headers | {"X-Slack-Retry-Num": "1"})
        await slack.member("U1").reply("C1")
        await asyncio.sleep(0.05)
        assert (first, second, third) == (200, 401, 401)
        assert len(told.requests) == 1, "only events are tried again, whatever a header claims"

    async def test_bytes_that_are_no_text(self, slack: SlackServer) -> None:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        headers |= slack.delivery.signed(b"\xff\xfe")
        async with (
            aiohttp.ClientSession() as session,
            session.post(slack.delivery.events_url, data=b"\xff\xfe", headers=headers) as answer,
        ):
            assert answer.status == 400


async def test_the_address_is_verified(slack: SlackServer, single: SlackAdapter) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c", "token": "t"})
    headers = {"Content-Type": "application/json", **slack.delivery.signed(body)}
    status, text = await slack.delivery.post(body, headers)
    assert (status, json.loads(text)) == (200, {"challenge": "c"})


async def test_a_bot_token_is_not_switched_into_oauth_by_the_environment(
    slack: SlackServer, told: Told, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "secret")
    settings = replace(socket_settings(slack), slack_client_id="1.2", slack_client_secret="secret")
    adapter = SlackAdapter(settings, told, store, now)
    await adapter.start()
    await slack.member("U1").command("s3", "C1")
    await slack.member("U1").reply("C1")
    await adapter.stop()
    assert slack.called("chat.postMessage") == []


class TestSeveralWorkspaces:
    @pytest.fixture
    def many(self, two: SlackServer, many: SlackAdapter) -> SlackAdapter:
        """With a second workspace."""
        return many

    async def install(self, slack: SlackServer, team: str, state: str = "") -> int:
        return (await install(slack, team, state))[0]

    async def test_each_workspace_installs_and_is_answered_with_its_own_token(
        self, slack: SlackServer, told: Told, many: SlackAdapter
    ) -> None:
        assert await self.install(slack, "T1") == 200
        assert await self.install(slack, "T2") == 200
        await slack.member("U1").mentions("s3", "C1")
        await slack.member("V1", "T2").mentions("s3", "C2")
        assert (await slack.member("U1").reply("C1")).user == "UBOT"
        assert (await slack.member("V1", "T2").reply("C2")).user == "UBOT2"
        assert {request.where.workspace for request in told.requests} == {"T1", "T2"}

    async def test_a_forged_state_installs_nothing(
        self, slack: SlackServer, store: Store, many: SlackAdapter
    ) -> None:
        assert await self.install(slack, "T1", state="forged") in (400, 401)
        assert list(store.installations.all("slack")) == []

    async def test_installations_survive_a_restart(
        self, slack: SlackServer, told: Told, store: Store, many: SlackAdapter
    ) -> None:
        await self.install(slack, "T2")
        await many.stop()
        again = SlackAdapter(many._settings, told, store, now)
        await again.start()
        await slack.member("V1", "T2").command("s3", "C2")
        await slack.member("V1", "T2").reply("C2")
        await again.stop()

    async def test_uninstalling_removes_the_installation(
        self, slack: SlackServer, told: Told, store: Store, many: SlackAdapter
    ) -> None:
        await self.install(slack, "T1")
        await self.install(slack, "T2")
        await slack.deliver_event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}, "T1")
        await slack.deliver_event({"type": "app_uninstalled"}, "T2")
        await slack.member("U1").waits(lambda: told.removed)
        assert told.removed == ["T2"]
        assert [one.workspace for one in store.installations.all("slack")] == ["T1"]

    async def test_installing_again_keeps_what_was_to_be_deleted(
        self, slack: SlackServer, store: Store, many: SlackAdapter
    ) -> None:
        store.removals.note(Team("slack:T2"), now())
        await self.install(slack, "T2")
        assert store.removals.before(now()) == ()

    async def test_whoever_installs_it_again_gets_a_home_again(
        self, slack: SlackServer, told: Told, many: SlackAdapter
    ) -> None:
        one = slack.member("V1", "T2")
        await self.install(slack, "T2")
        await one.opens_home()
        await one.waits(lambda: one.home)
        await slack.deliver_event({"type": "app_uninstalled"}, "T2")
        await one.waits(lambda: told.removed)
        await self.install(slack, "T2")
        await one.opens_home()
        await one.waits(lambda: len(slack.called("views.publish")) == 2)

    async def test_a_workspace_without_installation_is_told_so(
        self, slack: SlackServer, told: Told, many: SlackAdapter
    ) -> None:
        one = slack.member("U1")
        await one.command("s3", "C1")
        assert "has not installed the app" in (await one.reply("C1")).text
        assert told.requests == []

    async def test_tokens_are_in_no_log(
        self, slack: SlackServer, many: SlackAdapter, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        await self.install(slack, "T2")
        await slack.member("V1", "T2").command("s3", "C2")
        await slack.member("V1", "T2").reply("C2")
        assert "xoxb-second-token" not in caplog.text
        assert slack.client_secret not in caplog.text


def test_what_was_signed_before_this_process_began_is_no_good() -> None:
    began = 1_800_000_000
    checks = Signatures("secret", lambda: datetime.fromtimestamp(began, UTC))
    signature = "v0=" + "0" * 64
    assert checks.may_be_good(Proof(str(began), signature))
    assert not checks.may_be_good(Proof(str(began - 60), signature))
