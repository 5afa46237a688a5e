"""One's own page, one's data to take away, and being forgotten."""

import json
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.messages import Place
from bot.quiz import scoreboards
from bot.quiz.outcomes import Answered, AnswerRefused
from bot.store import Areas
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

AT = noon(MONDAY)


def test_me_tells_points_streak_topics_and_reviews(world: World) -> None:
    for day in range(3):
        asked = question(f"q{day}", topic="Lambda" if day else "S3")
        round = world.post(MONDAY + timedelta(days=day), asked)
        world.answer(round, choice=RIGHT if day else WRONG)
    world.practise([question("p1", topic="SQS")], AT)
    at = noon(MONDAY + timedelta(days=2))
    mine = scoreboards.me(world.store, somebody(), at.date(), at, channel=CHANNEL)
    assert (mine.points, mine.right, mine.answered) == (22, 2, 3)
    assert mine.streak.days == 3
    assert [(t.topic, t.right, t.answered) for t in mine.topics] == [
        ("Lambda", 2, 2),
        ("S3", 0, 1),
        ("SQS", 1, 1),
    ]
    assert mine.weak == ()
    assert mine.due == 2  # what was missed, and Monday's practice on Wednesday
    next_month = scoreboards.me(world.store, somebody(), MONDAY + timedelta(days=40), at)
    assert (next_month.points, next_month.total_points) == (0, 22)


def test_a_topic_is_called_weak_only_with_enough_answers(world: World) -> None:
    asked = [question(f"p{n}", topic="S3") for n in range(5)]
    world.practise(asked[:4], AT, choice=WRONG)
    assert scoreboards.me(world.store, somebody(), MONDAY, AT).weak == ()
    world.practise(asked[4:], AT, choice=WRONG)
    (weak,) = scoreboards.me(world.store, somebody(), MONDAY, AT).weak
    assert (weak.topic, weak.share) == ("S3", 0.0)


def test_a_streak_is_the_longest_one_anywhere_unless_a_channel_is_named(world: World) -> None:
    world.answer(world.post(MONDAY))
    for day in range(2):
        world.answer(world.post(MONDAY + timedelta(days=day), channel="C2"))
    at = noon(MONDAY + timedelta(days=1))
    assert scoreboards.streak_of(world.store, TEAM, "ann", at, CHANNEL).days == 1
    assert scoreboards.streak_of(world.store, TEAM, "ann", at).days == 2
    assert scoreboards.me(world.store, somebody(), at.date(), at).streak.days == 2


def lived(world: World) -> None:
    """Ann does everything there is to do."""
    round = world.post(asked=question("daily"))
    world.rounds.hint(somebody(), round.id, AT)
    world.answer(round, choice=WRONG)
    for user in ("bea", "cem"):
        world.answer(round, user)
    world.practise([question("p1")], AT)
    review = world.rounds.review(
        somebody(), Place("slack", "T1", "D1", private=True), question(), AT
    )
    world.answer(review, at=AT + timedelta(minutes=1))
    world.moderation.report(somebody(), round.id, "unclear", "I do not see why", AT)
    world.store.people.set(replace(somebody(), zone="Europe/Paris"), reminder=time(8))
    world.miss("ann", "blob tiers", AT)
    world.store.inviters.add(Place("slack", "T1", CHANNEL), "ann", AT)
    world.store.callouts.add(somebody(), world.store.people.id_of(somebody()), CHANNEL, AT)
    world.store.drafts.keep(somebody(), "daily-save", {"time": "I do not see why"}, AT)
    world.moderation.hold(somebody(), question("other"), AT)


def test_an_export_holds_everything_about_a_person_and_is_json(world: World) -> None:
    lived(world)
    exported = json.loads(json.dumps(world.store.personal.export(somebody())))
    assert exported["person"]["name"] == "Ann"
    assert exported["person"]["zone"] == "Europe/Paris"
    assert [a["question"] for a in exported["answers"]] == ["daily", "p1", "q1"]
    assert exported["answers"][0]["picked"] == "one"
    assert len(exported["cards"]) == len(exported["reviews"]) == 3
    assert exported["reports"][0]["words"] == "I do not see why"
    assert exported["lookups"][0]["query"] == "blob tiers"
    assert exported["named_in"][0]["channel"] == CHANNEL
    assert exported["invited_to"][0]["channel"] == CHANNEL
    assert exported["changes"][0]["what"] == "question held"


def test_being_forgotten_leaves_numbers_without_a_name(world: World) -> None:
    lived(world)
    asked = question("daily")
    before = world.moderation.statistics(TEAM, asked)
    assert before.answers == 3
    assert world.store.personal.forget(somebody(), AT) > 8
    assert world.moderation.statistics(TEAM, asked) == before
    assert world.store.personal.export(somebody()) == {"person": None}
    assert world.store.people.find(TEAM, "ann") is None
    assert world.store.lookups.gaps(TEAM) == ()
    assert world.store.callouts.of(TEAM, CHANNEL) == ()
    (entry,) = world.store.audit.latest(TEAM)
    assert (entry.actor, entry.what) == ("", "question held")
    assert world.moderation.held(TEAM)[0].by == ""
    assert world.store.personal.forget(somebody(), AT) == 0


def test_nothing_in_the_database_names_who_was_forgotten(world: World) -> None:
    lived(world)
    who = somebody()
    found = world.store.people.find(TEAM, "ann")
    assert found is not None
    world.store.deliveries.claim(TEAM, "notes-lost-2027-03-01 ann", AT)  # what a host was told
    world.store.seen.first(TEAM, "share ann", AT)
    world.store.personal.forget(who, AT)
    everything = repr(_dump(world))
    assert "'Ann'" not in everything
    assert "'ann'" not in everything and " ann'" not in everything
    assert "I do not see why" not in everything
    assert world.store.people.see(who).id > found.id  # nor is the key used again


def _dump(world: World) -> list[object]:
    from bot.store.personal import OF_TEAM

    return [world.store._database.rows(f"SELECT * FROM {table}") for table in OF_TEAM]


def test_forgetting_is_all_or_nothing(world: World) -> None:
    lived(world)
    before = world.store.personal.export(somebody())

    def fail(kept: Areas) -> None:
        assert kept.personal.forget(somebody(), AT) > 8
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        world.store.run(fail, TEAM)
    assert world.store.personal.export(somebody()) == before
    assert world.moderation.statistics(TEAM, question("daily")).answers == 3


def test_the_others_keep_their_scores(world: World) -> None:
    lived(world)
    world.store.personal.forget(somebody(), AT)
    goal = scoreboards.board(world.store, TEAM, MONDAY, channel=CHANNEL).goal
    assert goal is not None
    assert (goal.points, goal.players) == (20, 2)


def test_whoever_was_forgotten_can_begin_again_with_the_next_question(world: World) -> None:
    lived(world)
    world.store.personal.forget(somebody(), AT)
    round = world.post(MONDAY + timedelta(days=1))
    assert world.answer(round).points == 10
    assert scoreboards.me(world.store, somebody(), MONDAY, AT).total_points == 10


# ---------------------------------------------------------------- forgetting is no second chance


def forgets(world: World, user: str = "ann") -> None:
    world.store.personal.forget(somebody(user), AT)


@pytest.mark.parametrize("reveal", ["now", "later"])
def test_who_was_forgotten_does_not_answer_an_open_question_again(
    world: World, reveal: str
) -> None:
    round = world.post(reveal=reveal)
    world.answer(round, choice=WRONG)
    forgets(world)
    refused = world.click(round)
    assert isinstance(refused, AnswerRefused)
    assert refused.why == "forgotten"
    world.rounds.close(round.id, round.closes)
    assert isinstance(world.click(round, at=round.closes + timedelta(hours=1)), AnswerRefused)
    assert isinstance(world.click(round, "bea"), Answered)


def test_a_hint_is_not_forgotten_either(world: World) -> None:
    round = world.post()
    world.rounds.hint(somebody(), round.id, AT)
    forgets(world)
    assert isinstance(world.click(round), AnswerRefused)


def test_one_person_who_is_forgotten_again_and_again_cannot_take_a_question_away(
    world: World,
) -> None:
    asked = question("asked")
    round = world.post(asked=asked)
    for user in ("bea", "cem", "dan", "eli", "fay"):
        world.answer(round, user)
    for attempt in range(12):
        world.click(round, choice=WRONG)
        world.rounds.close(round.id, round.closes)
        world.practise([asked], AT + timedelta(minutes=attempt), choice=WRONG)
        forgets(world)
    assert not world.moderation.is_unusable(TEAM, asked)
    assert world.moderation.statistics(TEAM, asked).answers == 6
    after = world.rounds.get(TEAM, round.id)
    assert after is not None
    assert after.void == ""


def test_who_wrote_a_question_and_was_forgotten_is_still_its_author(world: World) -> None:
    asked = question("asked")
    world.store.items.edited(TEAM, asked.id, world.store.people.see(somebody()).id, AT)
    for days in range(2):
        forgets(world)
        round = world.post(MONDAY + timedelta(days=days), asked)
        assert world.answer(round).points == 0
        assert world.answer(round, "bea").points == 10


def test_marks_name_nobody_differ_from_thing_to_thing_and_end(world: World) -> None:
    lived(world)
    forgets(world)
    marks = [row["mark"] for row in world.store._database.rows("SELECT mark FROM marks")]
    assert len(marks) == len(set(marks)) == 4  # the open round, and three questions
    assert world.store.marks.drop_before(AT + timedelta(days=60)) == 4
