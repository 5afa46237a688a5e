"""Calls to Slack that no day of the long run makes, each of them going wrong in every way."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from slack_sdk.web import async_client

import adapters.slack
from adapters.slack import limits
from adapters.slack.adapter import SlackAdapter
from bot.store import Store
from tests.adapters.companion import Told
from tests.adapters.slack.conftest import install, many_settings, running
from tests.jobs.towns import KINDS, SLACK_CALLS
from tests.platforms.slack.server import SERVED, SlackServer
from tests.waiting import until

CALLS: set[str] = set()
METHOD = re.compile(r"(?!adapters\.)[a-z]+(\.[a-zA-Z]+)+")
VERBS = {"delete", "get", "head", "patch", "post", "put", "request", "ws_connect"}
ADDRESSES = {"session.post": "upload", "self._session.post": "response_url"}


def breaks(call: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """A test of this call, which goes wrong once in each of the ways there are."""
    CALLS.add(call)
    return pytest.mark.parametrize(("call", "fault"), [(call, kind) for kind in KINDS])


@pytest.fixture
def broken(slack: SlackServer, call: str, fault: str) -> Iterator[str]:
    slack.faults.add(call, fault)
    yield fault
    assert slack.faults.happened == [(call, fault)]


# ---------------------------------------------------------------- none is forgotten


def test_each_call_goes_wrong_in_the_long_run_or_here() -> None:
    assert set(SLACK_CALLS) | CALLS == SERVED
    assert not set(SLACK_CALLS) & CALLS


def test_what_is_served_is_what_the_adapter_calls() -> None:
    assert set(_called()) == SERVED - set(ADDRESSES.values())
    assert set(_addressed()) == set(ADDRESSES)


def _called() -> Iterator[str]:
    """The methods that the adapter names, as text or as the library's functions."""
    methods = dict(_methods())
    for node in _written():
        match node:
            case ast.Constant(str(text)) if METHOD.fullmatch(text):
                yield text
            case ast.Attribute(attr=name) if name in methods:
                yield methods[name]


def _addressed() -> Iterator[str]:
    """What is asked of an address and not of a method, as it is written there."""
    for node in _written():
        match node:
            case ast.Attribute(value=sender, attr=verb) if verb in VERBS:
                if ast.unparse(sender).endswith("session"):
                    yield ast.unparse(node)


def _written() -> Iterator[ast.AST]:
    for file in Path(adapters.slack.__file__).parent.rglob("*.py"):
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def _methods() -> Iterator[tuple[str, str]]:
    """All that the library can call: its function and Slack's name for it."""
    for node in ast.walk(ast.parse(inspect.getsource(async_client))):
        if isinstance(node, ast.AsyncFunctionDef):
            for call in ast.walk(node):
                match call:
                    case ast.Call(func=ast.Attribute(attr="api_call"), args=[ast.Constant(method)]):
                        yield node.name, str(method)


# ---------------------------------------------------------------- each of the others


@breaks("chat.delete")
@pytest.mark.usefixtures("connected")
async def test_a_waiting_line_goes_and_the_answer_is_all_that_is_said(
    slack: SlackServer, told: Told, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setattr(limits, "PATIENCE", 0.1)
    told.answers["me"] = told.answers["grade"]
    told.delay = 0.3
    one, two = slack.member("U1"), slack.member("U2")
    await one.mentions("me", "C1")
    await one.waits(lambda: [line.words for line in one.replies("C1")] == ["Right: 2"])
    assert two.replies("C1") == []


@breaks("assistant.threads.setSuggestedPrompts")
@pytest.mark.usefixtures("connected")
async def test_prompts_are_suggested_in_the_end(slack: SlackServer, broken: str) -> None:
    await slack.member("U1").opens_home("messages")
    await until(lambda: slack.world.prompts)


@breaks("users.list")
@pytest.mark.usefixtures("connected")
async def test_a_crowd_is_known_from_the_directory(
    slack: SlackServer, told: Told, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setattr(limits, "PEOPLE_LOOKUPS", (3600.0, 1))
    for user in ("U1", "U2"):
        await slack.member(user).command("s3", "C1")
        await until(lambda: told.requests and told.requests[-1].who.user == user)  # noqa: B023
    assert [request.who.name for request in told.requests] == ["a", "b"]
    assert len(slack.arrived["users.info"]) == 1


@breaks("oauth.v2.access")
async def test_an_installation_that_failed_is_none_and_may_be_done_again(
    slack: SlackServer, many: SlackAdapter, store: Store, broken: str
) -> None:
    status, _ = await install(slack, "T1")
    done = [one.workspace for one in store.installations.all("slack")]
    assert (status == 200, done) == ((True, ["T1"]) if broken.startswith("slow") else (False, []))
    assert (await install(slack, "T1"))[0] == 200


@breaks("auth.revoke")
async def test_who_is_turned_away_has_their_token_given_back_in_the_end(
    two: SlackServer, told: Told, store: Store, broken: str
) -> None:
    settings = replace(many_settings(two), slack_allowed_teams=frozenset({"T1"}))
    async with running(settings, told, store):
        assert (await install(two, "T2"))[0] == 403
    assert not two.world.teams["T2"].installed
    assert store.installations.all("slack") == ()
