"""The local Slack is as strict as the real one is documented to be."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.platforms.patience import ACKNOWLEDGE
from tests.platforms.slack.blocks import Invalid, check_message, check_view
from tests.platforms.slack.server import SlackServer
from tests.waiting import CEILING

Json = dict[str, Any]


def text(content: str = "x", **more: Any) -> Json:
    return {"type": "plain_text", "text": content, **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": text(), "action_id": "a", **more}


def option(number: int) -> Json:
    return {"text": text(), "value": str(number)}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": text(), "submit": text(), "blocks": list(blocks), **more}


def rich(content: str) -> Json:
    run = {"type": "text", "text": content}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [run]}]}


def field(element: Json) -> Json:
    return {"type": "input", "block_id": "b", "label": text(), "element": element}


REFUSED: list[tuple[str, list[Json]]] = [
    ("too many blocks", [{"type": "divider"}] * 51),
    ("long header", [{"type": "header", "text": text("x" * 151)}]),
    ("mrkdwn header", [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]),
    ("empty text", [{"type": "header", "text": text("")}]),
    ("long section", [{"type": "section", "text": text("x" * 3_001)}]),
    ("emoji in mrkdwn", [{"type": "section", "text": {"type": "mrkdwn", "text": "x",
                                                      "emoji": True}}]),
    ("unknown property", [{"type": "divider", "colour": "red"}]),
    ("unknown block", [{"type": "marquee"}]),
    ("eleven in a context", [{"type": "context", "elements": [text()] * 11}]),
    ("26 buttons", [{"type": "actions", "elements": [button(action_id=str(n))
                                                     for n in range(26)]}]),
    ("same action_id", [{"type": "actions", "elements": [button(), button()]}]),
    ("long label", [{"type": "actions", "elements": [button(text=text("x" * 76))]}]),
    ("long value", [{"type": "actions", "elements": [button(value="x" * 2_001)]}]),
    ("default style", [{"type": "actions", "elements": [button(style="default")]}]),
    ("same block_id", [{"type": "divider", "block_id": "b"}] * 2),
    ("empty actions", [{"type": "actions", "elements": []}]),
    ("two tables", [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2),
    ("101 rows", [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}]),
    ("empty cell", [{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}]),
    ("too much text", [rich("x" * 2_900)] * 4),
    ("image without alt text", [{"type": "image", "image_url": "https://a.test/x.png"}]),
    ("eleven boxes", [field({"type": "checkboxes", "action_id": "a",
                             "options": [option(n) for n in range(11)]})]),
    ("101 options", [field({"type": "static_select", "action_id": "a",
                            "options": [option(n) for n in range(101)]})]),
    ("initial option of none", [field({"type": "static_select", "action_id": "a",
                                       "options": [option(1)], "initial_option": option(2)})]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "blocks"), REFUSED, ids=[why for why, _ in REFUSED])
def test_blocks_beyond_the_limits_are_refused(why: str, blocks: list[Json]) -> None:
    with pytest.raises(Invalid):
        check_message(blocks)


@pytest.mark.parametrize(
    "view",
    [
        modal(title=text("x" * 25)),
        modal(submit=text("x" * 25)),
        {"type": "modal", "title": text(), "blocks": [field({"type": "timepicker"})]},
        modal(private_metadata="x" * 3_001),
        modal(*[{"type": "divider"}] * 101),
        modal({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}),
        {"type": "home", "title": text(), "blocks": []},
        {"type": "home", "blocks": [field({"type": "timepicker"})]},
    ],
)
def test_views_beyond_the_limits_are_refused(view: Json) -> None:
    with pytest.raises(Invalid):
        check_view(view)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        server.world.add_channel("C1", ("U1",))
        server.member("U1")
        yield server


class Api:
    """Calls as any client makes them."""

    def __init__(self, slack: SlackServer, session: aiohttp.ClientSession) -> None:
        self.slack = slack
        self.session = session

    async def __call__(self, method: str, **arguments: Any) -> Json:
        headers = {"Authorization": f"Bearer {self.slack.bot_token}"}
        url = self.slack.url + method
        async with self.session.post(url, json=arguments, headers=headers) as answer:
            result = dict(await answer.json())
            return result | {"_status": answer.status, "_after": answer.headers.get("Retry-After")}

    async def error(self, method: str, **arguments: Any) -> str:
        return str((await self(method, **arguments)).get("error"))


@pytest.fixture
async def api(slack: SlackServer) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(slack, session)


async def test_a_trigger_works_once_and_for_three_seconds(slack: SlackServer, api: Api) -> None:
    trigger = slack.world.new_trigger("U1")
    assert (await api("views.open", trigger_id=trigger, view=modal()))["ok"]
    again = await api.error("views.open", trigger_id=trigger, view=modal())
    late = slack.world.new_trigger("U1")
    slack.world.triggers[late].made -= ACKNOWLEDGE + 0.1
    expired = await api.error("views.open", trigger_id=late, view=modal())
    forged = await api.error("views.open", trigger_id="forged", view=modal())
    assert (again, expired, forged) == (
        "exchanged_trigger_id", "expired_trigger_id", "invalid_trigger_id",
    )  # fmt: skip


async def test_a_response_url_takes_five_answers_and_half_an_hour(
    slack: SlackServer, api: Api
) -> None:
    hook = slack.world.new_hook("C1", "U1")
    url = f"{slack.base}/hooks/{hook.id}"
    statuses = [(await api.session.post(url, json={"text": "x"})).status for _ in range(6)]
    assert statuses == [200] * 5 + [404]
    old = slack.world.new_hook("C1", "U1")
    old.made -= 31 * 60
    assert (
        await api.session.post(f"{slack.base}/hooks/{old.id}", json={"text": "x"})
    ).status == 404


async def test_a_command_cannot_replace_its_answer(slack: SlackServer, api: Api) -> None:
    hook = slack.world.new_hook("C1", "U1")
    for words in ("waiting", "answer"):
        payload = {"text": words, "replace_original": True}
        await api.session.post(f"{slack.base}/hooks/{hook.id}", json=payload)
    assert [m.text for m in slack.member("U1").replies("C1")] == ["waiting", "answer"]


async def test_updates_are_shorter_than_posts_and_lose_blocks(slack: SlackServer, api: Api) -> None:
    blocks = [{"type": "divider"}]
    posted = await api("chat.postMessage", channel="C1", text="x" * 5_000, blocks=blocks)
    ts = posted["ts"]
    assert await api.error("chat.update", channel="C1", ts=ts, text="x" * 4_001) == "msg_too_long"
    assert (await api("chat.update", channel="C1", ts=ts, text="shorter"))["ok"]
    assert slack.member("U1").replies("C1")[0].blocks == []


async def test_places_and_scopes_are_checked(slack: SlackServer, api: Api) -> None:
    slack.world.add_channel("C2", ("U1",), bot=False)
    slack.world.add_channel("G1", ("U1",), bot=False, private=True)
    slack.world.add_channel("C3").archived = True
    post = "chat.postMessage"
    assert (await api(post, channel="C2", text="x"))["ok"], "chat:write.public"
    assert await api.error(post, channel="G1", text="x") == "channel_not_found"
    assert await api.error(post, channel="C3", text="x") == "is_archived"
    assert await api.error(post, channel="C404", text="x") == "channel_not_found"
    assert await api.error(post, channel="C1") == "no_text"
    assert await api.error(post, channel="C1", text="x", shout=True) == "invalid_arguments"
    assert await api.error("conversations.history", channel="C1") == "invalid_arguments"
    slack.world.teams["T1"].scopes -= {"chat:write.public"}
    assert await api.error(post, channel="C2", text="x") == "not_in_channel"


async def test_a_language_is_told_to_whoever_asks_for_it(slack: SlackServer, api: Api) -> None:
    slack.world.add_user("U1")
    for asked, told in (({}, False), ({"include_locale": "true"}, True)):
        headers = {"Authorization": f"Bearer {slack.bot_token}"}
        query = {"user": "U1", **asked}
        async with api.session.get(slack.url + "users.info", params=query, headers=headers) as got:
            assert ("locale" in (await got.json())["user"]) == told


async def test_too_many_calls_are_told_when_to_come_again(slack: SlackServer, api: Api) -> None:
    answers = [await api("chat.postMessage", channel="C1", text="x") for _ in range(12)]
    limited = [answer for answer in answers if answer["_status"] == 429]
    assert limited and int(limited[0]["_after"]) >= 1


async def test_what_nobody_acknowledges_fails_after_three_seconds(slack: SlackServer) -> None:
    assert slack.delivery.patience == ACKNOWLEDGE
    slack.delivery.patience = 1.0
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{slack.base.replace('http', 'ws')}/link"),
    ):
        await slack.connected()
        slack.world.now = lambda: 0.0
        ack = await asyncio.wait_for(slack.member("U1").command("x", "C1"), CEILING)
    assert not ack.ok and ack.seconds >= 1.0


async def test_live_mentions_are_noticed(slack: SlackServer, api: Api) -> None:
    await api("chat.postMessage", channel="C1", text="hello <!channel>")
    mrkdwn = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}
    await api("chat.postMessage", channel="C1", text="x", blocks=[mrkdwn])
    assert len(slack.world.pings) == 2
