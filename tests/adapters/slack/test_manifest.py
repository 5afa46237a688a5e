"""slack-manifest.yaml says what the code uses, no more and no less; docs/slack.md names it all."""

from pathlib import Path
from typing import Any

import yaml

from adapters.slack.app import EVENTS
from adapters.slack.doctor import WITHOUT
from adapters.slack.http import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH
from adapters.slack.install import OPTIONAL_SCOPES, SCOPES
from adapters.slack.limits import PROMPTS
from adapters.slack.requests import SHORTCUTS
from bot.commands import Ask, Mistyped, parse
from bot.settings import Settings
from tests.platforms.slack.world import BOT_SCOPES

ROOT = Path(__file__).parents[3]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "slack-manifest.yaml").read_text("utf-8"))
GUIDE = (ROOT / "docs" / "slack.md").read_text("utf-8")


def test_the_scopes_are_those_of_the_code() -> None:
    assert tuple(MANIFEST["oauth_config"]["scopes"]["bot"]) == SCOPES
    assert set(SCOPES) == BOT_SCOPES == set(WITHOUT)


def test_what_may_be_left_out_is_optional_in_the_manifest() -> None:
    optional = MANIFEST["oauth_config"]["scopes"]["bot_optional"]
    assert tuple(optional) == OPTIONAL_SCOPES
    assert set(optional) < set(SCOPES), "Slack wants them in both lists"


def test_the_events_are_those_of_the_listeners() -> None:
    subscribed = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(event.partition(".")[0] for event in subscribed) == sorted(EVENTS)
    assert "message.im" in subscribed


def test_the_command_and_the_shortcut_are_those_of_the_code() -> None:
    (command,) = MANIFEST["features"]["slash_commands"]
    shortcuts = MANIFEST["features"]["shortcuts"]
    assert command["command"] == f"/{Settings().command}"
    assert [one["callback_id"] for one in shortcuts] == list(SHORTCUTS)
    assert all(one["type"] == "message" for one in shortcuts)


def test_people_can_write_to_the_bot_and_open_its_home() -> None:
    assert MANIFEST["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]
    assert MANIFEST["settings"]["socket_mode_enabled"]


def test_the_guide_names_every_scope_setting_and_address() -> None:
    settings = (
        "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID",
        "SLACK_CLIENT_SECRET", "PORT", "COMMAND", "ADMINS",
    )  # fmt: skip
    for name in (*SCOPES, *settings, EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH):
        assert name in GUIDE, name


def test_prompts_are_suggested_by_an_agent_and_each_is_understood() -> None:
    agent = MANIFEST["features"]["agent_view"]
    assert 0 < len(agent["agent_description"]) <= 300
    prompts = agent["suggested_prompts"]
    assert 1 <= len(prompts) <= PROMPTS
    assert all(set(one) == {"title", "message"} for one in prompts)
    assert not any(isinstance(parse(one["message"]), Ask | Mistyped) for one in prompts)
