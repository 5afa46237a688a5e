"""What a host of a daily question is told and asked: tomorrow's, and that stock runs out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.messages import Action, Buttons, ChannelLines, Person, Place, Reply, Request
from bot.store.records import Team
from knowledge.model import Question
from tests.jobs.world import TEAM, WORKSPACE, FewNotes, World, question

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Generated(FewNotes):
    """Forty questions that rules made, and none that anybody wrote."""

    fingerprint = "generated"

    def questions(self, topic: str | None = None) -> tuple[Question, ...]:
        return tuple(replace(q, origin="generated") for q in self._questions)

    def written(self) -> tuple[Question, ...]:
        return ()

    def question(self, identity: str) -> Question | None:
        return next((q for q in self.questions() if q.id == identity), None)


class Three(FewNotes):
    """Three questions of the bank."""

    fingerprint = "three"

    def written(self) -> tuple[Question, ...]:
        return tuple(map(question, range(3)))


async def do(
    world: World,
    text: str = "",
    action: Action | None = None,
    who: str = "ada",
    channel: str = "C1",
    **fields: str,
) -> Reply:
    person = Person("slack", WORKSPACE, who, who, may_administer=who == "ada")
    place = Place("slack", WORKSPACE, channel)
    return await world.companion.handle(Request(person, place, world.now, text, action, fields))


def shown(world: World) -> list[Reply]:
    """The previews that the host was sent."""
    return [reply for user, reply in world.platform.whispers if user == "ada" and pick(reply)]


def pick(reply: Reply, label: str = "Post it") -> Action | None:
    rows = (part.buttons for part in reply.parts if isinstance(part, Buttons))
    return next((b.action for row in rows for b in row if b.label == label), None)


async def host(world: World) -> None:
    await do(world, "daily 09:00 UTC daily")
    await do(world, "daily preview on")


async def test_without_a_word_the_question_that_was_shown_is_posted(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY)
    await host(world)
    await world.pass_time(timedelta(days=1, hours=2), beats=26)
    first, *_ = shown(world)
    asked = world.companion.core.rounds.latest(TEAM, "C1")
    assert asked is not None
    assert asked.question.stem in str(first.parts)
    await world.close()


async def test_what_was_asked_since_it_was_shown_is_not_posted_again(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY, notes=Three)
    await do(world, "daily 09:00 UTC weekdays")
    await do(world, "daily preview on")
    await world.pass_time(timedelta(hours=2), beats=4)
    for _ in range(4):
        await world.pass_time(timedelta(days=6, hours=2), beats=150)  # it is Sunday noon
        await do(world, "daily now")
        sunday = world.companion.core.rounds.latest(TEAM, "C1")
        await world.pass_time(timedelta(hours=22), beats=44)
        monday = world.companion.core.rounds.latest(TEAM, "C1")
        assert sunday is not None and monday is not None and sunday.day != monday.day
        assert sunday.question.topic != monday.question.topic
    await world.close()


async def test_what_was_shown_is_posted_only_if_it_is_about_the_topics_there_are(
    tmp_path: Path,
) -> None:
    world = World(tmp_path, MONDAY)
    await host(world)
    await world.pass_time(timedelta(hours=4), beats=8)
    schedule = world.store.schedules.get(TEAM, "C1")
    asked = world.companion.core.rounds.latest(TEAM, "C1")
    assert schedule is not None and asked is not None and shown(world)
    others = [f"Topic {n}" for n in range(5) if f"Topic {n}" not in str(shown(world)[-1].parts)]
    wanted = next(topic for topic in others if topic != asked.question.topic)
    world.store.schedules.put(replace(schedule, topics=(wanted,)))
    await world.pass_time(timedelta(days=1), beats=24)
    posted = world.companion.core.rounds.latest(TEAM, "C1")
    assert posted is not None and posted.day != asked.day
    assert posted.question.topic == wanted
    await world.close()


async def test_each_day_is_shown_once_and_to_the_host_alone(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY)
    await host(world)
    await world.pass_time(timedelta(days=3), beats=72)
    await world.restart()
    await world.pass_time(timedelta(hours=2), beats=4)
    assert len(shown(world)) == 4
    assert {user for user, _ in world.platform.whispers} == {"ada"}
    await world.close()


async def test_who_hosts_two_channels_reads_which_of_them_is_meant(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY, notes=Three)
    for channel in ("C1", "C2"):
        await do(world, "daily 09:00 UTC daily", channel=channel)
        await do(world, "daily preview on", channel=channel)
    await world.pass_time(timedelta(hours=4), beats=8)
    told = [
        [line.channel for part in reply.parts if isinstance(part, ChannelLines)
         for line in part.lines]
        for _, reply in world.platform.whispers
    ]  # fmt: skip
    previews = len(shown(world))
    assert sorted(told) == [["C1"]] * 3 + [["C2"]] * 3, "two days each, and that they run out"
    assert previews == 4
    await world.close()


async def test_another_one_and_never_again(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY)
    await host(world)
    await world.pass_time(timedelta(hours=4), beats=8)
    *_, first = shown(world)
    second = await do(world, action=pick(first, "Another one"))
    third = await do(world, action=pick(second, "Never ask this"))
    ids = [one.arguments[2] for reply in (first, second, third) if (one := pick(reply))]
    assert len(set(ids)) == 3
    await do(world, action=pick(third))
    await world.pass_time(timedelta(days=1), beats=24)
    asked = world.companion.core.rounds.latest(TEAM, "C1")
    assert asked is not None
    assert asked.question.id == ids[2]
    state = world.store.items.state(TEAM, ids[1], "1")
    assert state is not None
    assert state.state == "retired"
    late = await do(world, action=pick(third, "Another one"))
    assert "has had its question" in late.summary
    await world.close()


@pytest.mark.parametrize("label", ["Post it", "Another one", "Edit", "Never ask this"])
@pytest.mark.parametrize("writers", ["hosts", "everyone"])
async def test_nobody_else_decides_about_it(tmp_path: Path, label: str, writers: str) -> None:
    world = World(tmp_path, MONDAY)
    await host(world)
    await do(world, f"question writers {writers}")
    await world.pass_time(timedelta(hours=4), beats=8)
    *_, first = shown(world)
    click = pick(first, label)
    assert click is not None
    refused = await do(world, action=click, who="eve")
    assert "only" in refused.summary.lower()
    assert (refused.form, pick(refused)) == (None, None), "nor do they see what it is"
    (identity, day) = (click.arguments[-1], MONDAY.date() + timedelta(days=1))
    kept = world.store.previews.get(TEAM, "C1", day)
    assert kept is not None
    assert (kept.question, kept.accepted, kept.refused) == (identity, False, ())
    assert world.store.items.state(TEAM, identity, "1") is None
    forged = Action("edited", (identity,))
    changed = await do(world, action=forged, who="eve", stem="Mine?", options="* a\nb")
    assert "only" in changed.summary.lower()
    assert world.companion.core.stock.own(TEAM) == ()
    await world.pass_time(timedelta(days=1), beats=24)
    asked = world.companion.core.rounds.latest(TEAM, "C1")
    assert asked is not None
    assert asked.question.id == identity, "it is posted as its host left it"
    await world.close()


async def test_a_generated_question_is_posted_only_after_the_hosts_yes(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY, notes=Generated)
    await host(world)
    await world.pass_time(timedelta(days=1, hours=4), beats=28)
    assert world.platform.questions() == [], "silence is no yes"
    *_, newest = shown(world)
    action = pick(newest)
    assert action is not None
    await do(world, action=action)
    await world.pass_time(timedelta(days=1), beats=24)
    asked = world.companion.core.rounds.latest(TEAM, "C1")
    assert asked is not None
    assert asked.question.id == action.arguments[2]
    await world.close()


async def test_a_host_hears_once_that_questions_run_out(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY, notes=Three)
    await do(world, "daily 09:00 UTC daily")
    await world.pass_time(timedelta(days=4), beats=16)
    told = [r.summary for user, r in world.platform.whispers if "left for the week" in r.summary]
    assert len(told) == 1
    assert "What helps" in str(world.platform.whispers[0][1].parts)
    await world.close()


class ThreeAndMore(FewNotes):
    """Three questions, to which some are added."""

    more = 0

    @property
    def fingerprint(self) -> str:
        return f"three and {self.more}"

    def written(self) -> tuple[Question, ...]:
        return tuple(map(question, range(3 + self.more)))


def told_to_be_dry(world: World) -> int:
    """How many times somebody was told that questions run out."""
    return sum("left for the week" in reply.summary for _, reply in world.platform.whispers)


async def test_who_writes_one_a_day_is_not_told_every_day(tmp_path: Path) -> None:
    notes = ThreeAndMore()
    world = World(tmp_path, MONDAY, notes=lambda: notes)
    await do(world, "daily 09:00 UTC daily")
    for more in range(8):
        notes.more = more % 5  # one more each day, and once fewer
        await world.pass_time(timedelta(days=1), beats=24)
    assert told_to_be_dry(world) == 1
    notes.more = 30
    await world.pass_time(timedelta(days=2), beats=48)
    assert told_to_be_dry(world) == 1, "there is enough again"
    notes.more = 1
    await world.pass_time(timedelta(days=4), beats=96)
    assert told_to_be_dry(world) == 2, "another drought"
    await world.close()


async def test_what_did_not_arrive_is_told_the_next_day(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY, notes=Three)
    await do(world, "daily 09:00 UTC daily")
    world.platform.deaf.add("ada")
    await world.pass_time(timedelta(hours=4), beats=4)
    assert told_to_be_dry(world) == 0
    world.platform.deaf.clear()
    await world.pass_time(timedelta(days=3), beats=12)
    assert told_to_be_dry(world) == 1
    await world.close()


async def test_a_round_that_cannot_be_read_keeps_no_other_host_from_being_told(
    tmp_path: Path,
) -> None:
    notes = ThreeAndMore()
    notes.more = 30
    world = World(tmp_path, MONDAY, notes=lambda: notes)
    for channel in ("C1", "C2"):
        await do(world, "daily 23:00 UTC daily", channel=channel)
    await world.pass_time(timedelta(hours=15, minutes=30), beats=6)
    world.store._database.change("UPDATE rounds SET snapshot = '{}' WHERE channel = 'C1'")
    notes.more = 0
    await world.pass_time(timedelta(hours=1), beats=4)  # another day, and the last post is young
    assert told_to_be_dry(world) == 2
    await world.close()


async def test_with_enough_questions_nobody_is_told(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY)
    await do(world, "daily 09:00 UTC daily")
    await world.pass_time(timedelta(days=2), beats=8)
    assert world.platform.whispers == []
    await world.close()


class OfEachOrigin(FewNotes):
    """Two questions of the team, three of the bank, three that rules made."""

    fingerprint = "of each origin"
    origins = ("authored",) * 2 + ("bank",) * 3 + ("generated",) * 3

    def __init__(self) -> None:
        super().__init__()
        self._questions = tuple(
            replace(question(number), origin=origin) for number, origin in enumerate(self.origins)
        )

    def questions(self, topic: str | None = None) -> tuple[Question, ...]:
        return tuple(one for one in self._questions if not one.written)

    def written(self) -> tuple[Question, ...]:
        return tuple(one for one in self._questions if one.written)


async def test_the_stock_is_what_the_host_says(tmp_path: Path) -> None:
    """Over more days than a stock lasts: it begins anew, where `any` goes on to the next."""
    world, ada = World(tmp_path, MONDAY, notes=OfEachOrigin), Person("slack", WORKSPACE, "ada")
    for one in world.library.questions():
        world.companion.core.moderation.approve(ada, one, MONDAY)
    days = len(OfEachOrigin.origins)
    for source in ("written", "bank", "any"):
        await do(world, "daily 09:00 UTC daily", channel=source)
        await do(world, f"daily source {source}", channel=source)
    await world.pass_time(timedelta(days=days), beats=12 * days)
    origins = {one.id: one.origin for one in world.companion.core.stock.questions(TEAM)}
    asked = {
        source: [origins[was.question] for was in world.store.rounds.history(TEAM, source)][::-1]
        for source in ("written", "bank", "any")
    }
    assert asked == {
        "written": ["authored"] * days,
        "bank": ["bank"] * days,
        "any": [*OfEachOrigin.origins],
    }
    await world.close()


async def test_what_its_host_edits_is_posted_that_day_whatever_the_source(tmp_path: Path) -> None:
    """In a channel that asks the bank alone, too: changed, the question is the team's."""
    world = World(tmp_path, MONDAY)
    await host(world)
    await do(world, "daily source bank")
    await world.pass_time(timedelta(hours=4), beats=8)
    *_, first = shown(world)
    form = (await do(world, action=pick(first, "Edit"))).form
    assert form is not None
    fields = {one.name: one.value for one in form.fields} | {"stem": "How many, then?"}
    await do(world, action=form.action, **fields)
    await world.pass_time(timedelta(days=1), beats=24)
    asked = world.companion.core.rounds.latest(TEAM, "C1")
    assert asked is not None
    assert (asked.question.stem, asked.question.origin) == ("How many, then?", "authored")
    await do(world, "daily source written")
    await world.pass_time(timedelta(days=1), beats=24)
    assert (other := world.companion.core.rounds.latest(TEAM, "C1")) is not None
    assert other.question.origin == "authored", "what was shown of the bank is not posted now"
    await world.close()


async def test_while_a_plan_runs_its_own_stock_counts(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY)
    core = world.companion.core
    await do(world, "daily 09:00 UTC daily")
    questions, day = core.stock.questions(TEAM), MONDAY.date()
    three = [{question.id for question in questions[:3]}]
    assert core.selection.days_left(TEAM, "C1", questions, day) > 7
    assert core.selection.days_left(TEAM, "C1", questions, day, preferred=three) == 3
    await world.close()


async def test_a_host_may_write_who_is_no_admin_any_more(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY)
    await do(world, "daily 09:00 UTC daily")
    core = world.companion.core
    ada, eve, gus = (
        Person("slack", WORKSPACE, name, name, counts=name != "gus")
        for name in ("ada", "eve", "gus")
    )
    assert core.may_write(ada)
    assert not core.may_write(eve)
    core.let_write(TEAM, "admins", MONDAY)
    assert not core.may_write(ada)
    core.let_write(TEAM, "everyone", MONDAY)
    assert [core.may_write(who) for who in (ada, eve, gus)] == [True, True, False]
    assert core.writers_of(Team("slack:other")) == "hosts", "each workspace for itself"
    core.let_write(TEAM, "hosts", MONDAY)
    await do(world, "daily off")
    assert not core.may_write(ada), "a quiz that does not run has no host"
    await world.close()


# ------------------------------------------------------- a host who is no editor


async def mal_hosts(world: World) -> None:
    """Mal invited the bot into C2 and set its quiz up; Ada, an admin, hosts that of C1."""
    await world.companion.bot_joined(Place("slack", WORKSPACE, "C2"), "mal")
    await do(world, "daily 09:00 UTC daily")
    await do(world, "daily 09:00 UTC daily", who="mal", channel="C2")
    await do(world, "daily preview on", who="mal", channel="C2")


def shown_to_mal(world: World) -> Reply:
    *_, newest = [reply for user, reply in world.platform.whispers if user == "mal" and pick(reply)]
    return newest


def identity_in(reply: Reply) -> str:
    action = pick(reply)
    assert action is not None
    return action.arguments[2]


async def test_what_a_host_wants_never_is_never_asked_in_their_channel_alone(
    tmp_path: Path,
) -> None:
    world = World(tmp_path, MONDAY, notes=Three)
    await mal_hosts(world)
    await world.pass_time(timedelta(hours=4), beats=8)
    first = shown_to_mal(world)
    unwanted = identity_in(first)
    second = await do(world, action=pick(first, "Never ask this"), who="mal", channel="C2")
    assert identity_in(second) != unwanted
    assert world.store.items.state(TEAM, unwanted, "1") is None, "nothing of the workspace's"
    await world.pass_time(timedelta(days=8), beats=8 * 24)
    asked = {
        channel: {was.question for was in world.store.rounds.history(TEAM, channel)
                  if was.day > MONDAY.date()}
        for channel in ("C1", "C2")
    }  # fmt: skip
    assert unwanted in asked["C1"]
    assert unwanted not in asked["C2"]
    assert len(asked["C2"]) == 2
    await world.close()


async def test_a_generated_question_that_a_host_wants_is_posted_there_and_not_approved(
    tmp_path: Path,
) -> None:
    world = World(tmp_path, MONDAY, notes=Generated)
    await mal_hosts(world)
    await world.pass_time(timedelta(hours=4), beats=8)
    wanted = identity_in(shown_to_mal(world))
    click = pick(shown_to_mal(world))
    told = await do(world, action=click, who="mal", channel="C2")
    assert "It will be posted" in told.summary
    assert world.store.items.state(TEAM, wanted, "1") is None
    await world.pass_time(timedelta(days=1), beats=24)
    asked = world.companion.core.rounds.latest(TEAM, "C2")
    assert asked is not None
    assert asked.question.id == wanted
    assert world.companion.core.rounds.latest(TEAM, "C1") is None, "for others it is untried"
    await world.close()


@pytest.mark.parametrize("name", ["preview-post", "preview-other", "preview-never"])
@pytest.mark.parametrize("who", ["mal", "ada"])
async def test_a_click_is_about_what_was_shown_for_that_day(
    tmp_path: Path, name: str, who: str
) -> None:
    world = World(tmp_path, MONDAY)
    await mal_hosts(world)
    await world.pass_time(timedelta(hours=4), beats=8)
    day, was = MONDAY.date() + timedelta(days=1), identity_in(shown_to_mal(world))
    before = world.store.previews.get(TEAM, "C2", day)
    other = next(q.id for q in world.library.written() if q.id != was)
    for forged in (f"C2|{day}|{other}", f"C2|{day + timedelta(days=5)}|{was}"):
        click = Action(name, tuple(forged.split("|")))
        told = await do(world, action=click, who=who, channel="C2")
        assert pick(told) is None and "posted on" not in told.summary
    assert world.store.previews.get(TEAM, "C2", day) == before
    assert world.store.items.state(TEAM, other, "1") is None
    assert world.companion.core.selection.not_here(TEAM, "C2") == frozenset()
    await world.close()


async def test_a_host_edits_only_what_is_theirs(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY)
    await mal_hosts(world)
    await world.pass_time(timedelta(hours=4), beats=8)
    of_notes = shown_to_mal(world)
    assert pick(of_notes, "Edit") is None
    forged = Action("edited", (identity_in(of_notes),))
    told = await do(world, action=forged, who="mal", channel="C2", stem="Mine?", options="* a\nb")
    assert "the questions that you wrote" in told.summary
    assert world.companion.core.stock.own(TEAM) == ()
    await do(
        world, action=Action("written"), who="mal", channel="C2", stem="Mine?", options="* a\nb",
        topic="Levers",
    )  # fmt: skip
    (own,) = world.companion.core.stock.own(TEAM)
    change, fields = Action("edited", (own.id,)), {"options": "* a\nb", "topic": "Levers"}
    told = await do(world, action=change, who="mal", channel="C2", stem="My own?", **fields)
    assert "Changed" in told.summary
    assert world.companion.core.stock.own(TEAM)[0].stem == "My own?"
    await world.close()


async def test_what_is_open_is_shown_to_a_host_without_its_answer(tmp_path: Path) -> None:
    """There is one question: the next day has the one that is open now."""
    world = World(tmp_path, MONDAY, notes=One)
    await mal_hosts(world)
    await world.pass_time(timedelta(hours=4), beats=8)
    told = str(shown_to_mal(world).parts)
    assert "It is open in a channel now" in told
    assert "✓" not in told
    await world.close()


async def test_how_people_do_with_an_open_question_is_for_editors(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY)
    await mal_hosts(world)
    fields = {"stem": "Mine?", "options": "* a\nb", "topic": "Levers"}
    await do(world, action=Action("written"), who="mal", channel="C2", **fields)
    (own,) = world.companion.core.stock.own(TEAM)
    await do(world, "daily 09:00 UTC daily Levers", who="mal", channel="C2")
    await world.pass_time(timedelta(hours=2), beats=4)
    assert own.id in world.store.rounds.open_questions(TEAM)
    line = f"question {own.id}"
    told = await do(world, line, who="mal", channel="C2")
    assert "once it has closed" in told.summary
    assert "Daily question" in str((await do(world, line)).parts), "an editor sees it"
    await do(world, "daily off", channel="C2")
    await world.pass_time(timedelta(days=2), beats=12)
    told = await do(world, line, who="mal", channel="C2")
    assert "Only" in told.summary, "whoever set up no quiz that runs hosts none"
    await world.close()


class One(FewNotes):
    """One question of the bank."""

    fingerprint = "one"

    def written(self) -> tuple[Question, ...]:
        return (question(0),)


class ThreeOfTheTeam(FewNotes):
    """Three questions that the team wrote, and forty of the bank."""

    fingerprint = "three of the team"

    def written(self) -> tuple[Question, ...]:
        own = (replace(question(n), id=f"own{n}", origin="authored") for n in range(3))
        return (*own, *super().written())


async def test_where_the_teams_own_run_out_the_others_are_offered(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY, notes=ThreeOfTheTeam)
    await do(world, "daily 09:00 UTC daily")
    await world.pass_time(timedelta(hours=2), beats=4)
    assert world.platform.whispers == [], "of all there are enough"
    await do(world, "daily source written")
    await world.pass_time(timedelta(days=1), beats=8)
    ((who, told),) = world.platform.whispers
    assert who == "ada"
    said = str(told.parts)
    assert "questions of your team left" in said or "question of your team left" in said
    assert "take others too: /aws daily source any" in said
    await world.close()


async def test_who_refuses_all_is_shown_how_to_write_one(tmp_path: Path) -> None:
    world = World(tmp_path, MONDAY, notes=Three)
    await host(world)
    await world.pass_time(timedelta(hours=4), beats=8)
    *_, reply = shown(world)
    for _ in range(3):
        reply = await do(world, action=pick(reply, "Another one"))
    assert "no other question" in reply.summary
    assert pick(reply, "Write a question") is not None
    asked = len(world.platform.questions())
    await world.pass_time(timedelta(days=1), beats=24)
    assert len(world.platform.questions()) == asked, "what was refused is not asked that day"
    await world.close()
