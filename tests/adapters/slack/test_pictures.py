"""Charts in Slack: handed over unseen, shown by their message, never in the way of its words."""

import logging
from dataclasses import replace
from datetime import datetime

import pytest

from adapters.slack import limits
from adapters.slack.messenger import SlackMessenger
from adapters.slack.workspaces import Workspaces
from bot.messages import Action, Button, Buttons, NotDelivered, Person, Picture, Prose, Reply
from tests.adapters.companion import Told
from tests.adapters.slack.conftest import NoInstallations
from tests.adapters.slack.test_messenger import HERE
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Message

CHART = Picture("week", b"\x89PNG\r\n\x1a\n and what follows", "Monday 3 of 4, Tuesday <none>.")
RECAP = Reply(
    (Prose("12 answers, 9 right."), CHART, Buttons((Button("Board", Action("board")),))),
    private=False,
)
WORDS = "12 answers, 9 right.\n[Board]"
UPLOAD = ("files.getUploadURLExternal", "upload", "files.completeUploadExternal")


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack is asked as often as ever, at shorter intervals."""
    pauses = tuple(0.0 for _ in limits.PICTURE_PAUSES)
    monkeypatch.setattr(limits, "PICTURE_PAUSES", pauses)


def images(message: Message) -> list[tuple[str, str]]:
    """The pictures of a message: the id of the file, and what is said of it."""
    return [
        (block["slack_file"]["id"], block["alt_text"])
        for block in message.blocks
        if block["type"] == "image"
    ]


async def test_the_message_shows_a_picture_that_nobody_sees_otherwise(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    await messenger.post(HERE, RECAP, "week-1")
    (message,) = slack.member("U1").replies("C1")
    (file,) = slack.world.files
    assert images(message) == [(file["id"], CHART.alt)]
    assert (file["name"], file["content"], file["alt"]) == ("week.png", CHART.png, CHART.alt)
    assert file["channel"] == "", "only its message shows it"
    assert message.text == WORDS, "words are what they were"
    assert [block["type"] for block in message.blocks] == ["rich_text", "image", "actions"]


@pytest.mark.usefixtures("quickly")
async def test_slack_may_take_a_while_until_a_file_can_be_shown(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    slack.world.busy_with_files = 3
    await messenger.post(HERE, RECAP, "week-1")
    (message,) = slack.member("U1").replies("C1")
    assert len(images(message)) == 1
    assert len(slack.called("chat.postMessage")) == 4


@pytest.mark.usefixtures("quickly")
async def test_after_a_while_the_words_go_without_it_and_keep_their_looks(
    slack: SlackServer, messenger: SlackMessenger, caplog: pytest.LogCaptureFixture
) -> None:
    slack.world.busy_with_files = 99
    with caplog.at_level(logging.WARNING):
        await messenger.post(HERE, RECAP, "week-1")
    (message,) = slack.member("U1").replies("C1")
    assert [block["type"] for block in message.blocks] == ["rich_text", "actions"]
    assert "without its picture" in caplog.text


@pytest.mark.parametrize("code", ["invalid_blocks_format", "msg_blocks_too_long"])
async def test_blocks_that_waiting_makes_no_better_are_not_waited_with(
    slack: SlackServer, messenger: SlackMessenger, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    slack.faults.add("chat.postMessage", f"error:{code}")
    with caplog.at_level(logging.WARNING):
        await messenger.post(HERE, RECAP, "week-1")
    (message,) = slack.member("U1").replies("C1")
    assert [block["type"] for block in message.blocks] == ["rich_text", "actions"]
    assert "without its picture" in caplog.text


@pytest.mark.parametrize("method", UPLOAD)
async def test_one_that_cannot_be_handed_over_is_left_out(
    slack: SlackServer, messenger: SlackMessenger, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    slack.faults.add(method, "400" if method == "upload" else "error:file_uploads_disabled")
    with caplog.at_level(logging.WARNING):
        await messenger.post(HERE, RECAP, "week-1")
    (message,) = slack.member("U1").replies("C1")
    assert (images(message), message.text) == ([], WORDS)
    assert "a picture was not handed over" in caplog.text
    assert "/upload/" not in caplog.text, "whoever has the address may write there"


async def test_words_do_not_wait_for_one_that_slack_asks_to_wait_with(
    slack: SlackServer, messenger: SlackMessenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PICTURE_PATIENCE", 0.1)
    slack.faults.add(UPLOAD[0], "429:100")
    await messenger.post(HERE, RECAP, "week-1")
    (message,) = slack.member("U1").replies("C1")
    assert (images(message), message.text) == ([], WORDS)


@pytest.mark.parametrize("fault", ["500", "lost", "drop"])
@pytest.mark.parametrize("method", UPLOAD)
async def test_every_step_is_tried_again_since_none_shows_anything(
    slack: SlackServer, messenger: SlackMessenger, method: str, fault: str
) -> None:
    slack.faults.add(method, fault)
    await messenger.post(HERE, RECAP, "week-1")
    (message,) = slack.member("U1").replies("C1")
    assert len(images(message)) == 1


async def test_without_the_scope_nothing_is_tried(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    slack.world.teams["T1"].scopes -= {"files:write"}
    workspaces = Workspaces(slack.url, NoInstallations())
    await workspaces.start(slack.bot_token)
    await SlackMessenger(workspaces).post(HERE, RECAP, "week-1")
    await workspaces.stop()
    (message,) = slack.member("U1").replies("C1")
    assert (images(message), slack.called(UPLOAD[0])) == ([], [])


@pytest.mark.parametrize(("fault", "stored"), [("lost", 1), ("500", 0), ("drop", 0)])
async def test_whoever_dies_in_between_leaves_one_picture_in_the_end(
    slack: SlackServer, messenger: SlackMessenger, since: datetime, fault: str, stored: int
) -> None:
    """The picture is part of its message, which is looked for before it is posted again."""
    slack.faults.add("chat.postMessage", fault)
    with pytest.raises(NotDelivered):
        await messenger.post(HERE, RECAP, "week-1")
    assert len(slack.member("U1").replies("C1")) == stored
    if await messenger.find(HERE, "week-1", since) is None:
        await messenger.post(HERE, RECAP, "week-1")
    (message,) = slack.member("U1").replies("C1")
    assert len(images(message)) == 1
    assert {file["channel"] for file in slack.world.files} == {""}


async def test_a_direct_message_has_one(slack: SlackServer, messenger: SlackMessenger) -> None:
    await messenger.whisper(Person("slack", "T1", "U1"), RECAP, "w")
    (message,) = slack.member("U1").replies()
    assert len(images(message)) == 1


@pytest.mark.usefixtures("connected")
async def test_what_one_person_sees_in_a_channel_has_none_and_a_conversation_has(
    slack: SlackServer, told: Told
) -> None:
    """Slack shares no file with a message that only one person sees."""
    told.answers["me"] = lambda request: replace(RECAP, private=True)
    one = slack.member("U1")
    await one.command("me", "C1")
    shown = await one.reply("C1")
    assert (images(shown), "12 answers, 9 right." in shown.words) == ([], True)
    assert slack.world.files == [], "nor is it handed over in vain"
    await one.says("me")
    assert [alt for _, alt in images(await one.reply())] == [CHART.alt]


@pytest.mark.usefixtures("connected")
async def test_none_is_asked_for_where_none_can_be_shown(slack: SlackServer, told: Told) -> None:
    """A command is answered by what vanishes, in a direct message too."""
    one = slack.member("U1")
    await one.says("s3")
    await one.clicks(await one.reply(), "More")
    await one.waits(lambda: len(told.requests) == 2)
    await one.command("s3", "C1")
    await one.clicks(await one.reply("C1"), "More")
    await one.waits(lambda: len(told.requests) == 4)
    await one.command("s3")
    await one.waits(lambda: len(told.requests) == 5)
    assert [request.pictures for request in told.requests] == [True, True, False, False, False]
