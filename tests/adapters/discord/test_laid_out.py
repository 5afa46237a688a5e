"""A daily question whose options need room: each beside its own button, to its last day."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.messages import (
    Action,
    Bar,
    Bars,
    Button,
    Buttons,
    Heading,
    Moment,
    Options,
    Place,
    Prose,
    Reply,
)
from tests.adapters.companion import Told
from tests.adapters.discord.conftest import Make
from tests.platforms.discord.checks import LAID_OUT, ApiError, check_message
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Message

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
OPTIONS = (
    "It keeps the connections to the database open and shares them",
    "It encrypts what is written, with a key that it changes each day",
)
PICKERS = Buttons(
    tuple(Button(name, Action("answer", ("1", str(at)))) for at, name in enumerate("AB")),
    answers=True,
)


def asked(state: str) -> Reply:
    stem = Prose("What does a proxy do?", strong=True)
    closes = Moment(f"{state} · closes", datetime(2026, 3, 3, 7, tzinfo=UTC), "tomorrow")
    return Reply((Heading("Daily question · Monday"), stem, Options(OPTIONS), PICKERS, closes))


CLOSED = Reply(
    (
        Heading("Daily question · Monday · closed"),
        Bars((Bar(f"A  {OPTIONS[0]}", 0.75, "75 %", "✓"), Bar(f"B  {OPTIONS[1]}", 0.25, "25 %"))),
        Prose("4 answered"),
    )
)
LEADERBOARD = Buttons((Button("Leaderboard", Action("board")),))
SHORT = Reply((Heading("Daily question"), PICKERS), private=False)


@pytest.fixture
async def again(adapter: DiscordAdapter, make: Make) -> AsyncIterator[DiscordAdapter]:
    """Another one, which remembers nothing of what was posted."""
    made = make()
    await made.start()
    yield made
    await made.stop()
    assert adapter is not made


def the_message(discord: DiscordServer) -> Message:
    (message,) = discord.member("U1").replies("C1")
    return message


async def test_each_option_has_its_own_button_which_answers(
    discord: DiscordServer, adapter: DiscordAdapter, told: Told, place: Place
) -> None:
    ref = await adapter.messenger.post(place, asked("Nobody has answered yet"), "round-1")
    message = the_message(discord)
    assert message.laid_out
    assert message.embeds == []
    (container,) = message.components
    sections = [one for one in container["components"] if one["type"] == 9]
    for (option, section), name in zip(zip(OPTIONS, sections, strict=True), "AB", strict=True):
        assert option in section["components"][0]["content"]
        assert section["accessory"]["label"] == name
    await discord.member("U1").clicks(message, "B")
    (request,) = told.requests
    assert str(request.action) == "answer|1|1"
    assert request.message == ref.id


@pytest.mark.parametrize("restarted", [False, True])
async def test_it_is_counted_closed_and_found_in_place(
    discord: DiscordServer, adapter: DiscordAdapter, again: DiscordAdapter, place: Place,
    restarted: bool,
) -> None:  # fmt: skip
    ref = await adapter.messenger.post(place, asked("Nobody has answered yet"), "round-1")
    messenger = again.messenger if restarted else adapter.messenger
    message = the_message(discord)
    key = message.key
    await messenger.update(ref, asked("4 answered"))
    assert "4 answered" in message.words
    assert message.labels == ["A", "B"]
    await messenger.update(ref, CLOSED)
    assert message.laid_out
    assert "✓ A  It keeps" in message.words
    assert "████████░░ 75 %" in message.words
    assert message.labels == []
    assert message.key == key
    assert await messenger.find(place, "round-1", LONG_AGO) == ref


async def test_however_long_its_result_is_it_stays_one_message_with_all_that_it_shows(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    ref = await adapter.messenger.post(place, asked("Nobody has answered yet"), "round-1")
    for count in range(3):
        discord.world.nonces.clear()  # as Discord does after a few minutes
        more = (Prose("Why it is so. " * 300, strong=True), Prose(f"{count} answered"), LEADERBOARD)
        await adapter.messenger.update(ref, replace(CLOSED, parts=(*CLOSED.parts, *more)))
    message = the_message(discord)
    assert f"✓ A  {OPTIONS[0]}" in message.words
    assert "Why it is so. Why" in message.words and "…" in message.words
    assert "2 answered" in message.words
    assert message.labels == ["Leaderboard"]


async def test_a_message_that_was_made_without_a_layout_keeps_its_form(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    ref = await adapter.messenger.post(place, SHORT, "round-1")
    message = the_message(discord)
    assert not message.laid_out
    adapter.messenger._posted.clear()  # type: ignore[attr-defined]
    await adapter.messenger.update(ref, asked("4 answered"))
    assert not message.laid_out
    assert f"A  {OPTIONS[0]}" in message.words
    assert message.labels == ["A", "B"]
    await adapter.messenger.update(ref, CLOSED)
    assert "████████░░ 75 %" in message.embeds[0]["description"]


async def test_a_post_whose_answer_was_lost_is_one_message_with_its_form(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    discord.faults.add("POST /channels/*/messages", "lost")
    await adapter.messenger.post(place, asked("Nobody has answered yet"), "round-1")
    assert the_message(discord).laid_out


async def test_it_can_be_looked_up_from_its_menu(
    discord: DiscordServer, adapter: DiscordAdapter, told: Told, place: Place
) -> None:
    await adapter.messenger.post(place, asked("Nobody has answered yet"), "round-1")
    await discord.member("U1").shortcut(the_message(discord))
    (request,) = told.requests
    first, second, *_ = request.fields["text"].split("\n")
    assert (first, second) == ("Daily question · Monday", "**What does a proxy do?**")


def test_the_local_discord_refuses_what_discord_refuses() -> None:
    text = {"type": 10, "content": "x"}
    wrongs: tuple[dict[str, object], ...] = (
        {"content": "x", "components": [text]},
        {"embeds": [{"title": "x"}], "components": [text]},
        {"components": []},
        {"components": [text] * 41},
        {"components": [{"type": 10, "content": "x" * 2_001}] * 2},
        {"components": [{"type": 17, "components": [text] * 40}]},
        {"components": [{"type": 9, "components": [text]}]},
        {"components": [{"type": 2, "style": 2, "label": "A", "custom_id": "a"}]},
    )
    for wrong in wrongs:
        with pytest.raises(ApiError):
            check_message({"flags": LAID_OUT, **wrong})
    check_message({"flags": LAID_OUT, "components": [text] * 40})
    with pytest.raises(ApiError):  # the flag stays
        check_message({"embeds": [{"title": "x"}]}, new=False, laid_out=True)
    with pytest.raises(ApiError):  # and newer components need it
        check_message({"components": [text], "content": "x"})
