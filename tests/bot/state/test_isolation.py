"""Nothing of a workspace is visible in another, whatever one asks for."""

import re
from datetime import date, time, timedelta

import pytest

from bot.messages import Place
from bot.quiz import scoreboards
from bot.quiz.outcomes import AnswerRefused
from bot.quiz.selection import Selection
from bot.store.migrations import MIGRATIONS
from bot.store.personal import OF_TEAM
from bot.store.plans import ExamPlan
from bot.store.records import NEVER, Schedule, Team
from tests.bot.state.world import (
    CHANNEL,
    MONDAY,
    RIGHT,
    TEAM,
    WRONG,
    World,
    noon,
    question,
    somebody,
)

OTHER = Team("slack:T2")
NAMESAKE = Team("discord:T1")  # the same id on another platform is another workspace
AT = noon(MONDAY)


@pytest.fixture
def full(world: World) -> World:
    """A workspace in which everything happened that can."""
    round = world.post(asked=question("shared"))
    for user in ("ann", "bea", "cem"):
        world.answer(round, user, WRONG)
    world.rounds.hint(somebody("dan"), round.id, AT)
    world.practise([question("p1")], AT)
    world.moderation.report(somebody(), round.id, "wrong", "It is three.", AT)
    world.moderation.hold(somebody("admin"), question("shared"), AT)
    world.store.people.set(somebody(), shows_streak=True, reminder=time(8))
    world.miss("ann", "blob tiers", AT)
    world.store.inviters.add(Place("slack", "T1", CHANNEL), "ann", AT)
    world.store.texts.keep(TEAM, "something long", AT)
    world.store.deliveries.claim(TEAM, "recap", AT)
    world.store.seen.first(TEAM, "event", AT)
    world.store.plans.put(ExamPlan(TEAM, CHANNEL, MONDAY, MONDAY))
    world.store.removals.note(TEAM, AT)
    world.store.values.put("home:ann", "T1", AT, TEAM)
    world.moderation.edited(somebody("bea"), "own", AT)
    world.store.team_questions.put(TEAM, question("own", origin="authored"), "ann", AT)
    world.store.previews.add(TEAM, CHANNEL, MONDAY, "own")
    world.store.callouts.add(
        somebody("ann"), world.store.people.id_of(somebody("ann")), CHANNEL, AT
    )
    world.store.drafts.keep(somebody("ann"), "daily-save", {"time": "25:00"}, AT)
    world.store.personal.forget(somebody("cem"), AT)
    return world


@pytest.mark.parametrize("stranger", [OTHER, NAMESAKE])
def test_every_question_about_a_workspace_is_answered_from_it_alone(
    full: World, stranger: Team
) -> None:
    store, asked = full.store, question("shared")
    platform, workspace = stranger.split(":")
    who = somebody()
    alien = type(who)(platform, workspace, "ann")  # type: ignore[arg-type]
    assert store.people.find(stranger, "ann") is None
    assert store.people.id_of(alien) == 0
    assert not store.people.profile(alien).shows_streak
    assert store.schedules.get(stranger, CHANNEL) is None
    assert store.schedules.of(stranger) == ()
    assert store.plans.get(stranger, CHANNEL) is None
    assert store.team_questions.of(stranger) == ()
    assert store.team_questions.get(stranger, "own") is None
    assert store.previews.get(stranger, CHANNEL, MONDAY) is None
    assert store.drafts.of(alien, "daily-save") == {}
    assert store.figures.asked(stranger) == {}
    assert store.figures.known(stranger) == {}
    assert store.repairs.reported(stranger) == []
    assert store.rounds.daily(stranger, CHANNEL, MONDAY) is None
    assert store.rounds.latest(stranger, CHANNEL) is None
    assert store.rounds.history(stranger, CHANNEL) == []
    assert store.rounds.open_questions(stranger) == frozenset()
    assert store.rounds.ids_of_item(stranger, "shared", "v1") == ()
    assert store.items.state(stranger, "shared", "v1") is None
    assert store.items.choices(stranger, "shared", "v1") == {}
    assert store.items.rest_scores(stranger, "shared", "v1", NEVER, 99) == []
    assert store.items.figures(stranger) == []
    assert store.items.topic_figures(stranger, CHANNEL, date.min) == []
    assert store.reports.on(stranger, "shared", "v1") == []
    assert store.lookups.gaps(stranger) == ()
    assert store.audit.latest(stranger) == ()
    assert not store.inviters.is_inviter(alien, CHANNEL)
    assert store.seen.first(stranger, "event", AT)
    assert store.deliveries.claim(stranger, "recap", AT).new
    assert full.rounds.get(stranger, 1) is None
    assert full.rounds.on(stranger, CHANNEL, MONDAY) is None
    assert full.rounds.given(alien, 1) is None
    assert full.moderation.held(stranger) == ()
    assert full.moderation.unusable(stranger) == frozenset()
    assert not full.moderation.is_unusable(stranger, asked)
    assert full.moderation.reports_on(stranger, asked) == ()
    assert full.moderation.statistics(stranger, asked).answers == 0
    assert full.moderation.to_review(stranger, [asked]) == ()
    assert full.reviews.count(alien, AT) == 0
    assert store.personal.export(alien) == {"person": None}
    mine = scoreboards.me(store, alien, MONDAY, AT)
    assert (mine.total_points, mine.total_answered, mine.topics, mine.due) == (0, 0, (), 0)
    assert scoreboards.streak_of(store, stranger, "ann", AT).days == 0
    assert scoreboards.board(store, stranger, MONDAY, channel=CHANNEL, period="all").empty
    assert scoreboards.board(store, stranger, MONDAY, channel=None, period="all").empty
    assert scoreboards.streaks_worth_naming(store, stranger, CHANNEL, MONDAY, AT, 0) == ()


@pytest.mark.parametrize("stranger", [OTHER, NAMESAKE])
def test_nobody_can_act_on_another_workspaces_round(full: World, stranger: Team) -> None:
    platform, workspace = stranger.split(":")
    alien = type(somebody())(platform, workspace, "eve")  # type: ignore[arg-type]
    round = full.rounds.on(TEAM, CHANNEL, MONDAY)
    assert round is not None
    refused = full.rounds.answer(alien, round.id, RIGHT, AT)
    assert refused == AnswerRefused("foreign", None)  # and is shown nothing of it
    assert full.rounds.hint(alien, round.id, AT) == ""
    assert not full.rounds.void(alien, round.id, "because", AT)
    assert not full.moderation.report(alien, round.id, "wrong", "", AT).stored
    assert full.reviews.rate(alien, round.id, "easy", AT) is None
    assert not full.moderation.release(alien, round.question, AT)
    assert full.store.people.find(stranger, "eve") is None


def test_a_held_question_is_held_in_its_own_workspace_only(full: World) -> None:
    selection = Selection(full.store)
    assert selection.for_channel(TEAM, "C9", [question("shared", origin="bank")], MONDAY) is None
    assert (
        selection.for_channel(OTHER, "C9", [question("shared", origin="bank")], MONDAY) is not None
    )


def test_purging_a_workspace_leaves_the_others(full: World) -> None:
    full.store.schedules.put(Schedule(OTHER, CHANNEL, time(9), "UTC"))
    there = full.post(team=OTHER)
    alien = somebody("ann", "T2")
    full.rounds.answer(alien, there.id, RIGHT, there.opens)
    assert full.store.personal.purge_team(TEAM) > 10
    assert full.store.personal.export(somebody()) == {"person": None}
    assert full.rounds.on(TEAM, CHANNEL, MONDAY) is None
    assert full.rounds.answered(there.id) == 1
    assert len(full.store.schedules.all()) == 1


def test_purging_misses_no_table(full: World) -> None:
    tables = set(
        re.findall(
            r"CREATE TABLE (\w+)", " ".join(step for step in MIGRATIONS if isinstance(step, str))
        )
    )
    instance_wide = {"installations", "leases", "wordings"}
    assert tables == set(OF_TEAM) | instance_wide
    for table in OF_TEAM:
        found = full.store._database.row(f"SELECT COUNT(*) AS n FROM {table} WHERE team = '{TEAM}'")
        assert found and found["n"] > 0, f"{table}: the world of this test leaves it empty"


def test_the_open_question_stays_out_of_practice_only_where_it_is_open(world: World) -> None:
    running = question("running")
    world.post(asked=running)
    selection, at = Selection(world.store), AT + timedelta(minutes=1)
    assert selection.for_practice(somebody(), [running], 1, at) == ()
    assert selection.for_practice(somebody("ann", "T2"), [running], 1, at) == (running,)
