"""Which installation serves a workspace: its own, its organization's, or none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.slack.install import Stored
from adapters.slack.requests import installation_of
from adapters.slack.workspaces import Workspaces
from bot.store import Store
from bot.store.records import Installation

NOW = datetime(2026, 3, 2, tzinfo=UTC)
URL = "http://127.0.0.1:9/api/"


def installed(store: Store, workspace: str, enterprise: str = "") -> None:
    data = {"bot_token": f"xoxb-{workspace}", "bot_user": "UB", "bot_id": "B"}
    store.installations.save(Installation("slack", workspace, data, NOW, enterprise))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "study.db")


def stored(store: Store) -> Stored:
    return Stored(store.installations, store.values, lambda: NOW, frozenset())


@pytest.mark.parametrize(
    ("team", "enterprise", "token"),
    [
        ("T1", "", "xoxb-T1"),
        ("T1", "E1", "xoxb-T1"),  # moved into an organization since
        ("T2", "E1", "xoxb-T2"),
        ("T2", "", "xoxb-T2"),  # as jobs ask, who know the workspace only
        ("T3", "E2", "xoxb-E2"),  # the organization installed it for all its workspaces
        ("", "E2", "xoxb-E2"),
        ("T3", "", ""),
        ("T9", "E9", ""),
    ],
)
async def test_the_right_token_is_found(
    store: Store, team: str, enterprise: str, token: str
) -> None:
    installed(store, "T1")
    installed(store, "T2", "E1")
    installed(store, "E2", "E2")
    workspaces = Workspaces(URL, stored(store))
    await workspaces.start()
    try:
        web = await workspaces.find(team, enterprise)
        assert (web.client.token if web else "") == token
        assert web is None or web.identity.team == (team or enterprise)
    finally:
        await workspaces.stop()


async def test_what_was_removed_is_found_no_more(store: Store) -> None:
    installed(store, "T1")
    kept = stored(store)
    workspaces = Workspaces(URL, kept)
    await workspaces.start()
    try:
        assert await workspaces.find("T1")
        kept.remove("T1")
        workspaces.forget("T1")
        assert await workspaces.find("T1", "E1") is None
        assert list(await workspaces.teams()) == []
    finally:
        await workspaces.stop()


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ({"team_id": "T1"}, ("T1", "")),
        ({"team_id": "T1", "enterprise_id": None}, ("T1", "")),
        ({"team_id": "T2", "authorizations": [{"enterprise_id": "E1"}]}, ("T2", "E1")),
        (
            {
                "team_id": "T3",
                "enterprise_id": "E2",
                "authorizations": [{"enterprise_id": "E2", "is_enterprise_install": True}],
            },
            ("", "E2"),
        ),
        ({}, ("", "")),
    ],
)
def test_what_is_uninstalled_is_a_workspace_or_a_whole_organization(
    body: dict[str, object], meant: tuple[str, str]
) -> None:
    assert installation_of(body) == meant
