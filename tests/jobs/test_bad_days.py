"""One broken record, or one channel that shuts the bot out, is nobody else's bad day."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.messages import Heading, MessageRef, NotPermitted, Person, Place, Prose, Reply, Request
from bot.store import unreadable
from bot.store.audit import BY_AN_EDITOR
from tests.jobs.world import TEAM, WORKSPACE, MemoryPlatform, World

MORNING = datetime(2026, 11, 16, 8, 30, tzinfo=UTC)
HOST = Person("slack", WORKSPACE, "host", "Host")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    unreadable._COMPLAINED.clear()  # it is a process's, and here each test is one
    world = World(tmp_path, MORNING)
    for channel in ("C1", "C2"):
        world.schedule(channel)
        world.store.audit.note(HOST, MORNING, "daily quiz set", f"{channel}: weekdays")
    yield world
    await world.close()


def told(world: World) -> list[str]:
    return [_words(reply) for user, reply in world.platform.whispers if user == HOST.user]


def _words(reply: Reply) -> str:
    return " ".join(part.text for part in reply.parts if isinstance(part, Prose | Heading))


@pytest.mark.parametrize(
    "broken",
    [
        "zone = 'Mars/Base'",
        "zone = ''",
        "weekdays = 'monday'",
        "topics = 'S3'",
        "at = 'noon'",
        "paused_until = 'tomorrow'",
        "grace = 'long'",
        "source = 'elsewhere'",
    ],
)
async def test_a_broken_schedule_stops_no_other_and_its_host_hears_of_it_once(
    world: World, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    world.store._database.change(f"UPDATE schedules SET {broken} WHERE channel = 'C1'")
    with caplog.at_level(logging.ERROR):
        await world.pass_time(timedelta(hours=3), beats=60)
    assert len(world.platform.questions("C2")) == 1
    assert world.platform.questions("C1") == []
    (sentence,) = told(world)
    assert "can't run" in sentence
    assert len([r for r in caplog.records if "left out" in r.getMessage()]) == 1
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize(
    "broken", ["weekdays = 'monday'", "topics = 'S3'", "at = 'noon'", "source = 'elsewhere'"]
)
async def test_a_schedule_that_breaks_after_its_question_keeps_that_from_no_close(
    world: World, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    await world.pass_time(timedelta(hours=1), beats=4)
    world.store._database.change(f"UPDATE schedules SET {broken} WHERE channel = 'C1'")
    await world.pass_time(timedelta(hours=26), beats=52)
    assert "closed" in world.platform.questions("C1")[0].text
    assert len(world.platform.questions("C2")) == 2
    assert len(told(world)) == 1
    assert not [record for record in caplog.records if record.exc_info]


BROKEN_QUESTIONS = ("{}", "[]", "5", "null", '{"sources":[5]}', "no JSON")


@pytest.mark.parametrize("broken", BROKEN_QUESTIONS)
async def test_a_broken_round_stops_no_other(
    world: World, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    await world.pass_time(timedelta(hours=1), beats=4)
    world.store._database.change(
        "UPDATE rounds SET snapshot = :broken WHERE channel = 'C1'", broken=broken
    )
    before = len(caplog.records)
    await world.pass_time(timedelta(hours=24), beats=24)
    assert "closed" in world.platform.questions("C2")[0].text
    assert len(world.platform.questions("C2")) == 2
    said = caplog.records[before:]
    assert len([r for r in said if "cannot be read" in r.getMessage()]) == 1
    assert not [record for record in said if record.exc_info]


@pytest.mark.parametrize("broken", ["reminder = '25:00'", "reminded_on = 'x'"])
async def test_what_cannot_be_read_of_one_person_keeps_nobody_else_from_a_reminder(
    world: World, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    await world.pass_time(timedelta(hours=1), beats=4)
    round = world.store.rounds.get(1)
    assert round is not None
    for user in ("ann", "bea"):
        await world.answer(user, 1, 0, round.channel)
        world.store.people.set(Person("slack", WORKSPACE, user, user), reminder=time(12))
    world.store._database.change(f"UPDATE people SET {broken} WHERE member = 'ann'")
    await world.pass_time(timedelta(hours=24), beats=96)
    assert "bea" in {user for user, _ in world.platform.whispers}
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_card_that_cannot_be_read_is_left_out(world: World) -> None:
    await world.pass_time(timedelta(hours=1), beats=4)
    round = world.store.rounds.get(1)
    assert round is not None
    await world.answer("ann", 1, 0, round.channel)
    world.store._database.change("UPDATE cards SET due = 'some day'")
    place, who = Place("slack", WORKSPACE, "C1"), Person("slack", WORKSPACE, "ann", "Ann")
    for text in ("me", "review", "export me"):
        reply = await world.companion.handle(Request(who, place, MORNING, text=text))
        assert "went wrong" not in _words(reply)


async def test_the_host_of_a_broken_round_hears_of_it_once(world: World) -> None:
    await world.pass_time(timedelta(hours=1), beats=4)
    world.store._database.change("UPDATE rounds SET snapshot = '[]' WHERE channel = 'C1'")
    await world.pass_time(timedelta(hours=48), beats=96)
    (sentence,) = told(world)
    assert "cannot be read" in sentence and "next one comes as usual" in sentence


async def test_who_is_reminded_by_an_unknown_zone_hears_of_it_once(world: World) -> None:
    for user, zone in (("ann", "Mars/Base"), ("bea", "Europe/Berlin"), ("cem", "")):
        person = Person("slack", WORKSPACE, user, user)
        world.store.people.set(person, reminder=time(12))
        world.store._database.change(f"UPDATE people SET zone = '{zone}' WHERE member = '{user}'")
    await world.pass_time(timedelta(hours=48), beats=96)
    (sentence,) = [_words(reply) for _, reply in world.platform.whispers]
    assert "“Mars/Base” is not known here" in sentence and "UTC" in sentence
    assert [user for user, _ in world.platform.whispers] == ["ann"]


async def test_a_person_in_an_unknown_zone_stops_nobodys_reminder(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.pass_time(timedelta(hours=1), beats=4)
    round = world.store.rounds.get(1)
    assert round is not None
    for user in ("ann", "bea"):
        await world.answer(user, 1, 0, round.channel)
        person = Person("slack", WORKSPACE, user, user)
        world.store.people.set(person, reminder=time(12))
    world.store._database.change("UPDATE people SET zone = 'Mars/Base' WHERE member = 'ann'")
    await world.pass_time(timedelta(hours=24), beats=96)
    assert {user for user, _ in world.platform.whispers} >= {"ann", "bea"}
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_person_in_an_unknown_zone_is_answered(world: World) -> None:
    place = Place("slack", WORKSPACE, "C1")
    who = Person("slack", WORKSPACE, "ann", "Ann", zone="Mars/Base")
    for text in ("me", "review"):
        reply = await world.companion.handle(Request(who, place, MORNING, text=text))
        assert "went wrong" not in _words(reply)


# ---------------------------------------------------------------- lost permissions


async def test_a_lost_permission_keeps_the_schedule_and_says_what_helps(world: World) -> None:
    world.platform.shut["C1"] = NotPermitted("in https://a/b my role lacks Send Messages")
    await world.pass_time(timedelta(hours=1), beats=10)
    (first,) = told(world)
    assert "https://a/b" in first
    assert "Send Messages" in first
    assert "schedule stays" in first
    del world.platform.shut["C1"]
    await world.pass_time(timedelta(hours=24), beats=24)
    assert len(world.platform.questions("C1")) == 1
    assert len(world.platform.questions("C2")) == 2


@pytest.mark.parametrize(
    ("why", "says"),
    [(NotPermitted("my role lacks Send Messages"), "Send Messages"), (None, "archived")],
    ids=["not permitted", "gone"],
)
async def test_what_befell_a_channel_reaches_its_host_once_they_can_be_reached(
    world: World, why: NotPermitted | None, says: str
) -> None:
    if why is None:
        world.platform.gone.add("C1")
    else:
        world.platform.shut["C1"] = why
    world.platform.deaf.add(HOST.user)
    await world.pass_time(timedelta(hours=1), beats=20)
    assert told(world) == []
    world.platform.deaf.clear()
    world.platform.whisper_faults.append("lost")
    await world.pass_time(timedelta(hours=2), beats=40)
    (sentence,) = told(world)
    assert says in sentence


async def test_that_a_channel_is_gone_is_told_once_whatever_was_open_there(world: World) -> None:
    """The day before waits for its result there, and the new day for its question."""
    await world.pass_time(timedelta(hours=1), beats=10)
    world.platform.gone.add("C1")
    await world.pass_time(timedelta(days=2), beats=200)
    (sentence,) = told(world)
    assert "archived" in sentence


async def test_what_befalls_a_channel_whose_quiz_is_off_is_told_nobody(world: World) -> None:
    await world.pass_time(timedelta(hours=1), beats=10)
    world.store.schedules.switch_off(TEAM, "C1", world.now)
    world.platform.gone.add("C1")
    await world.pass_time(timedelta(days=2), beats=200)
    assert told(world) == []


async def test_after_three_days_without_the_right_to_post_the_quiz_is_off(world: World) -> None:
    world.platform.shut["C1"] = NotPermitted("in https://a/b my role lacks Send Messages")
    await world.pass_time(timedelta(days=5), beats=120)
    sentences = told(world)
    assert ["Three times" in sentence for sentence in sentences] == [False, False, True]
    schedule = world.store.schedules.get(TEAM, "C1")
    assert schedule is not None
    assert schedule.off
    assert len(world.platform.questions("C2")) == 5


async def test_a_day_on_which_it_worked_begins_the_count_anew(world: World) -> None:
    for _ in range(3):
        world.platform.shut["C1"] = NotPermitted("no right")
        await world.pass_time(timedelta(days=2), beats=48)
        del world.platform.shut["C1"]
        await world.pass_time(timedelta(days=1), beats=24)
    schedule = world.store.schedules.get(TEAM, "C1")
    assert schedule is not None
    assert not schedule.off
    assert not any("Three times" in sentence for sentence in told(world))


async def test_a_permission_lost_at_the_reveal_is_told_and_the_result_comes_when_it_is_back(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.pass_time(timedelta(hours=1), beats=4)
    (question,) = world.platform.questions("C1")
    number = int(question.key.removeprefix("round-"))
    await world.answer("ann", number, 2)
    world.platform.shut["C1"] = NotPermitted("in https://a/b my role lacks View Channels")
    await world.pass_time(timedelta(hours=22, minutes=50), beats=60)  # the reveal, an hour before
    (first,) = told(world)
    assert "could not show the result" in first
    assert "https://a/b" in first and "schedule stays" in first
    assert "closed" not in question.text
    round = world.store.rounds.get(number)
    assert round is not None and round.state == "closed", "nobody has seen it"
    del world.platform.shut["C1"]
    await world.pass_time(timedelta(minutes=10), beats=10)
    assert "closed" in question.text
    recaps = [m for m in world.platform.messages if m.key == f"recap-{number}"]
    assert len(recaps) == 1
    assert len(told(world)) == 1
    schedule = world.store.schedules.get(TEAM, "C1")
    assert schedule is not None and not schedule.off
    await world.pass_time(timedelta(hours=2), beats=10)
    assert len(world.platform.questions("C1")) == 2
    assert not [record for record in caplog.records if record.exc_info]


async def test_what_may_not_be_shown_is_tried_now_and_then_and_given_up_after_a_day(
    world: World,
) -> None:
    await world.pass_time(timedelta(hours=1), beats=4)
    world.platform.shut["C1"] = NotPermitted("no right")
    calls = world.platform.refused
    await world.pass_time(timedelta(hours=23), beats=24)
    before = calls["C1"]
    await world.pass_time(timedelta(hours=1), beats=600)
    assert 0 < calls["C1"] - before < 60, "not at every beat"
    await world.pass_time(timedelta(hours=26), beats=60)
    round = world.store.rounds.get(1)
    assert round is not None and round.state == "revealed"
    given_up = calls["C1"]
    await world.pass_time(timedelta(hours=12), beats=60)
    assert calls["C1"] == given_up


class TakesNoResults(MemoryPlatform):
    """Questions may be posted; messages may not be changed any more."""

    async def update(self, ref: MessageRef, reply: Reply) -> None:
        if ref.place.channel == "C1":
            raise NotPermitted("no right")
        await super().update(ref, reply)


async def test_three_results_in_a_row_that_may_not_be_shown_switch_the_quiz_off(
    tmp_path: Path,
) -> None:
    world = World(tmp_path, MORNING, platform=TakesNoResults(MORNING))
    world.schedule("C1")
    world.store.audit.note(HOST, MORNING, "daily quiz set", "C1: weekdays")
    await world.pass_time(timedelta(days=6), beats=288)
    sentences = told(world)
    assert ["Three times" in sentence for sentence in sentences] == [False, False, True]
    assert all("result" in sentence for sentence in sentences)
    schedule = world.store.schedules.get(TEAM, "C1")
    assert schedule is not None and schedule.off
    assert len(world.platform.questions("C1")) == 3
    await world.close()


async def test_a_question_taken_back_after_the_channel_is_gone_is_not_told_for_ever(
    world: World,
) -> None:
    await world.pass_time(timedelta(hours=24), beats=24)
    world.platform.gone.add("C1")
    world.store._database.change("UPDATE rounds SET void = 'host' WHERE id = 1")
    calls = world.platform.refused
    await world.pass_time(timedelta(hours=1), beats=60)
    known = calls["C1"]
    await world.pass_time(timedelta(hours=1), beats=60)
    assert calls["C1"] == known


# ---------------------------------------------------------------- notes out of reach


async def test_the_days_question_comes_when_the_notes_are_back_within_the_grace(
    world: World,
) -> None:
    world.library.empty = True
    await world.pass_time(timedelta(minutes=45), beats=45)
    assert world.platform.questions() == []
    world.library.empty = False
    await world.pass_time(timedelta(minutes=5), beats=10)
    assert len(world.platform.questions("C1")) == 1
    assert len(world.platform.questions("C2")) == 1


async def test_after_the_grace_a_day_without_notes_is_let_go(world: World) -> None:
    world.library.empty = True
    await world.pass_time(timedelta(hours=4), beats=60)
    world.library.empty = False
    await world.pass_time(timedelta(hours=2), beats=20)
    assert world.platform.questions() == []
    await world.pass_time(timedelta(hours=19), beats=20)
    assert len(world.platform.questions("C1")) == 1


async def test_hosts_hear_once_a_day_that_notes_cannot_be_reached(world: World) -> None:
    world.library.lost = ("/mnt/notes",)
    await world.pass_time(timedelta(hours=10), beats=40)
    (sentence,) = told(world)
    assert "/mnt/notes" in sentence
    assert "what I read last" in sentence
    await world.pass_time(timedelta(days=1), beats=40)
    assert len(told(world)) == 2, "the next day again"
    world.library.lost = ()
    await world.pass_time(timedelta(days=2), beats=40)
    assert len(told(world)) == 2


async def test_admins_hear_of_it_where_nobody_set_up_a_quiz(tmp_path: Path) -> None:
    world = World(tmp_path, MORNING)
    world.companion.core.settings = replace(
        world.companion.core.settings,
        admins=frozenset({"slack:boss", "slack:stranger", "discord:boss"}),
    )
    world.store.people.see(Person("slack", WORKSPACE, "boss"))
    world.library.lost = ("/mnt/notes",)
    await world.pass_time(timedelta(hours=10), beats=40)
    ((user, reply),) = world.platform.whispers
    assert user == "boss"
    assert "/mnt/notes" in _words(reply)
    await world.pass_time(timedelta(days=1), beats=40)
    assert len(world.platform.whispers) == 2, "the next day again"
    await world.close()


async def test_an_admin_who_hosts_two_quizzes_hears_of_it_once(world: World) -> None:
    admins = frozenset({f"slack:{HOST.user}", "slack:boss"})
    world.companion.core.settings = replace(world.companion.core.settings, admins=admins)
    world.library.lost = ("/mnt/notes",)
    await world.pass_time(timedelta(hours=10), beats=40)
    assert sorted(user for user, _ in world.platform.whispers) == ["boss", HOST.user]


async def test_what_did_not_reach_a_host_is_told_again_and_once(world: World) -> None:
    world.library.lost = ("/mnt/notes",)
    world.platform.deaf.add(HOST.user)
    await world.pass_time(timedelta(hours=2), beats=20)
    assert told(world) == []
    world.platform.deaf.clear()
    world.platform.whisper_faults.extend(["refused", "lost"])
    await world.pass_time(timedelta(hours=5), beats=40)
    (sentence,) = told(world)
    assert "/mnt/notes" in sentence


# ---------------------------------------------------------------- questions on hold


async def test_hosts_hear_once_of_a_question_that_figures_took_out_of_use(world: World) -> None:
    await world.pass_time(timedelta(hours=1), beats=4)
    round = world.store.rounds.get(1)
    assert round is not None
    for number in range(12):
        await world.answer(f"u{number}", 1, 0, round.channel)
    await world.pass_time(timedelta(hours=5), beats=20)
    (sentence,) = told(world)
    assert "on hold (most people picked another answer)" in sentence
    assert "How many are there of number" in sentence


async def test_hosts_hear_once_of_a_question_that_two_people_reported(world: World) -> None:
    await world.pass_time(timedelta(hours=1), beats=4)
    moderation = world.companion.core.moderation
    for user in ("ann", "bea"):
        await world.answer(user, 1, 0)
        moderation.report(Person("slack", WORKSPACE, user, user), 1, "wrong", "", world.now)
    await world.pass_time(timedelta(hours=5), beats=20)
    (sentence,) = told(world)
    assert "on hold (two people reported it)" in sentence
    assert "How many are there of number" in sentence


@pytest.mark.parametrize(
    ("host", "shown", "hears"),
    [("carl", False, False), ("carl", True, True), ("ada", False, True), ("root", False, True)],
    ids=["neither asked nor to come", "to come", "an editor set it up", "one of ADMINS"],
)
async def test_a_host_hears_of_what_their_own_channel_is_about(
    world: World, host: str, shown: bool, hears: bool
) -> None:
    admins = frozenset({"slack:root"})
    world.companion.core.settings = replace(world.companion.core.settings, admins=admins)
    other = Person("slack", WORKSPACE, host, host)
    what = "daily quiz set" + (BY_AN_EDITOR if host == "ada" else "")
    world.store.audit.note(other, MORNING, what, "C2: weekdays")
    await world.pass_time(timedelta(hours=1), beats=4)
    asked = next(r for n in (1, 2) if (r := world.store.rounds.get(n)) and r.channel == "C1")
    if shown:
        tomorrow = world.now.date() + timedelta(days=1)
        world.store.previews.add(TEAM, "C2", tomorrow, asked.question.id)
    for user in ("ann", "bea"):
        reporter = Person("slack", WORKSPACE, user, user)
        world.companion.core.moderation.report(reporter, asked.id, "wrong", "", world.now)
    await world.pass_time(timedelta(hours=5), beats=20)
    heard = {user for user, _reply in world.platform.whispers}
    assert heard == ({HOST.user, host} if hears else {HOST.user})
