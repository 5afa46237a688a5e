"""The week's recap and one's own page as charts, from an answer to what Slack and Discord show."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.messages import NotDelivered
from bot.pictures import rendering
from knowledge.library import Library
from tests import pixels
from tests.adapters.discord.driver import DiscordDriver
from tests.adapters.slack.driver import SlackDriver
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.world import World
from tests.pixels import drawn_here
from tests.platforms.slack.world import Message as SlackMessage

NOTES = Path(__file__).parents[1] / "bot" / "conversations" / "notes"
AnyDriver = SlackDriver | DiscordDriver


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library.open([str(NOTES)], tmp_path_factory.mktemp("index"))


@pytest.fixture(params=[SlackDriver, DiscordDriver])
def driver(request: pytest.FixtureRequest, library: Library, tmp_path: Path) -> Iterator[AnyDriver]:
    make: Callable[[World], AnyDriver] = request.param
    made = make(World(library, tmp_path))
    yield made
    made.close()


def charts(driver: AnyDriver, piece: str, who: str = "") -> list[tuple[bytes, str]]:
    """The pictures of the messages that say *piece*, and what is said of each."""
    found: list[tuple[bytes, str]] = []
    for message in driver.messages(who) if who else driver.posted():
        if piece not in message.words:
            continue
        if isinstance(message, SlackMessage):
            assert isinstance(driver, SlackDriver)
            files = driver.handed_over
            images = [block for block in message.blocks if block["type"] == "image"]
            found += [(files[one["slack_file"]["id"]], one["alt_text"]) for one in images]
        else:
            contents = [content for _, content in message.files]
            found += zip(contents, message.alternatives, strict=True)
    return found


def a_week(driver: AnyDriver) -> None:
    """Monday and Tuesday are answered by three, one of whom is on no board; the rest by nobody."""
    chat = Chat(driver)
    chat.admin.says("daily 09:00 Europe/Berlin weekdays")
    chat.as_("Dua").says("opt out")
    chat.waits(minutes=31)
    for who, right in (("Ben", True), ("Cem", False), ("Dua", True)):
        chat.as_(who).answers_the_channel(right=right)
    chat.waits(days=1)
    chat.as_("Ben").answers_the_channel(right=True)
    chat.waits(days=4)


@drawn_here
def test_the_weeks_recap_shows_its_days_once_and_names_nobody(driver: AnyDriver) -> None:
    a_week(driver)
    for _ in range(2):  # whoever is not sure whether it was posted does it again
        driver.recap()
    ((png, alt),) = charts(driver, "The week in short")
    assert alt == (
        "Right answers by day: Monday 2 of 3, Tuesday 1 of 1, Wednesday none, Thursday none, "
        "Friday none."
    )
    assert pixels.size(png) == (720, 360)
    (words,) = [message for message in driver.channel() if "The week in short" in message]
    assert "4 answers, 3 right." in words, "the chart stands beside the words"
    assert "Dua" not in words + alt


def test_the_weeks_figures_add_up_and_name_nobody_without_points(driver: AnyDriver) -> None:
    chat = Chat(driver)
    chat.admin.says("daily 09:00 Europe/Berlin weekdays")
    chat.as_("Dua").says("opt out")
    chat.waits(minutes=31)
    for who, right in (("Ben", True), ("Cem", True), ("Dua", True), ("Eve", False)):
        chat.as_(who).answers_the_channel(right=right)
    chat.waits(days=4)
    driver.recap()
    (words,) = [message for message in driver.channel() if "The week in short" in message]
    assert "4 answers, 3 right." in words
    assert " ".join(words.split()).count("1 of 1") == 2
    assert "2 more answers by people who are not listed, 1 right." in words
    assert "Dua" not in words and "Eve" not in words


@drawn_here
@pytest.mark.parametrize("fault", ["lost", "drop"])
def test_a_recap_that_breaks_off_stands_there_once_after_the_next_start(
    driver: AnyDriver, fault: str
) -> None:
    """Whether it was stored before nobody answered any more, or not."""
    a_week(driver)
    faults = driver._server.faults
    faults.add("chat.postMessage", fault)
    faults.add("POST /channels/*/messages", fault, times=9)
    with pytest.raises(NotDelivered):
        driver.recap()
    faults.clear()
    driver.restart()
    driver.recap()
    assert len(charts(driver, "The week in short")) == 1
    assert sum("The week in short" in message for message in driver.channel()) == 1


@drawn_here
def test_ones_own_page_shows_ones_topics_to_oneself(driver: AnyDriver) -> None:
    chat = Chat(driver).as_("Ben")
    for topic in ("sqs", "s3"):
        chat.says(f"quiz {topic} 1", private=True).answers(right=topic == "sqs")
    chat.says("me", private=True).sees("1 review due today", "S3 0 of 1 · SQS 1 of 1")
    chat.sees_not("100%")
    ((_, alt),) = charts(driver, "1 review due today", "Ben")
    assert alt == "Right answers by topic: S3 0%, 0 of 1; SQS 100%, 1 of 1."
    assert charts(driver, "", "Cem") == []


def test_without_the_extra_words_are_what_they_were(
    driver: AnyDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "find_spec", lambda name: None)
    a_week(driver)
    driver.recap()
    assert "4 answers, 3 right." in Chat(driver).channel
    assert charts(driver, "") == []
