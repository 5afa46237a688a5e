"""Which question comes next, for a channel and for a person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest

from bot.quiz.draws import ChannelHistory, Figures, best, choose
from bot.quiz.outcomes import Answered
from bot.quiz.selection import Selection
from knowledge.model import Question
from knowledge.questions.written import DIFFICULTY
from tests.bot.state.world import (
    CHANNEL,
    MONDAY,
    RIGHT,
    TEAM,
    WRONG,
    World,
    noon,
    somebody,
)
from tests.bot.state.world import question as any_question

AT = noon(MONDAY)
question = partial(any_question, origin="bank")
FORMS = ("T1", "T2", "T3", "T4", "T5")


def pool(count: int = 60, topics: int = 6) -> list[Question]:
    return [
        question(f"q{n:02}", topic=f"Topic {n % topics}", subject=f"s{n % 20}", kind=FORMS[n % 5])
        for n in range(count)
    ]


def play(world: World, questions: list[Question], days: int) -> list[Question]:
    """A channel's daily questions over so many days."""
    asked = []
    for n in range(days):
        day = MONDAY + timedelta(days=n)
        chosen = Selection(world.store).for_channel(TEAM, CHANNEL, questions, day)
        assert chosen is not None
        world.post(day, chosen)
        asked.append(chosen)
    return asked


def test_the_same_day_draws_the_same_question_whoever_asks(world: World) -> None:
    selection = Selection(world.store)
    first = selection.for_channel(TEAM, CHANNEL, pool(), MONDAY, seed="7")
    assert selection.for_channel(TEAM, CHANNEL, pool()[::-1], MONDAY, seed="7") == first
    assert first is not None
    world.post(MONDAY, first)  # and afterwards, too
    assert selection.for_channel(TEAM, CHANNEL, pool(), MONDAY, seed="7") == first
    others = {selection.for_channel(TEAM, CHANNEL, pool(), MONDAY, seed=str(n)) for n in range(20)}
    assert len(others) > 5


def test_nothing_is_asked_twice_within_thirty_days(world: World) -> None:
    asked = play(world, pool(), 60)
    for place, chosen in enumerate(asked):
        assert chosen not in asked[max(0, place - 29) : place]


def test_with_too_few_questions_the_one_asked_longest_ago_comes(world: World) -> None:
    asked = play(world, pool(5), 15)
    for place in range(5, 15):
        assert set(asked[place - 5 : place]) == set(asked[:5])


def test_no_subject_comes_twice_in_a_row(world: World) -> None:
    asked = play(world, pool(), 40)
    assert len(asked) == 40
    assert all(one.subject != other.subject for one, other in pairwise(asked))


def test_no_type_fills_a_week(world: World) -> None:
    asked = play(world, pool(), 50)
    for place in range(len(asked) - 6):
        forms = Counter(chosen.kind for chosen in asked[place : place + 7])
        assert forms["T4"] <= 1
        assert max(forms.values()) <= 2


def test_weak_topics_come_more_often(world: World) -> None:
    weak, strong = pool(40, 2)[::2], pool(40, 2)[1::2]
    for day, chosen in enumerate([*weak[:8], *strong[:8]]):
        round = world.post(MONDAY - timedelta(days=100 + day), chosen)
        for user in ("ann", "bea", "cem"):
            world.answer(round, user, WRONG if chosen in weak else RIGHT)
    selection = Selection(world.store)
    drawn = [
        selection.for_channel(TEAM, CHANNEL, weak + strong, MONDAY, seed=str(n)) for n in range(200)
    ]
    share = sum(chosen in weak for chosen in drawn) / len(drawn)
    assert share > 0.75


def test_what_practice_has_tried_comes_before_what_nobody_has_seen(world: World) -> None:
    questions = [question(f"q{n}", kind=FORMS[n % 5]) for n in range(20)]
    world.practise(questions[:10], AT - timedelta(days=40))
    selection = Selection(world.store)
    drawn = [
        selection.for_channel(TEAM, CHANNEL, questions, MONDAY, seed=str(n)) for n in range(200)
    ]
    assert sum(chosen in questions[:10] for chosen in drawn) > 110


def test_topics_of_a_schedule_are_kept_to_unless_they_are_gone(world: World) -> None:
    selection = Selection(world.store)
    for n in range(10):
        chosen = selection.for_channel(
            TEAM, CHANNEL, pool(), MONDAY, topics=("topic 3", "Topic 4"), seed=str(n)
        )
        assert chosen is not None
        assert chosen.topic in ("Topic 3", "Topic 4")
    assert selection.for_channel(TEAM, CHANNEL, pool(), MONDAY, topics=("gone",)) is not None


def test_held_questions_are_not_drawn(world: World) -> None:
    world.moderation.hold(somebody("editor"), pool()[0], AT)
    selection = Selection(world.store)
    assert selection.for_channel(TEAM, CHANNEL, pool()[:1], MONDAY) is None
    assert selection.for_practice(somebody(), pool()[:1], 1, AT) == ()
    assert selection.for_channel(TEAM, CHANNEL, [], MONDAY) is None


def test_an_exams_weights_tell(world: World) -> None:
    selection = Selection(world.store)
    drawn = [
        selection.for_channel(
            TEAM, CHANNEL, pool(60, 2), MONDAY, seed=str(n), exam={"Topic 0": 5.0}
        )
        for n in range(100)
    ]
    assert sum(chosen is not None and chosen.topic == "Topic 0" for chosen in drawn) > 65


# ---------------------------------------------------------------- practice


def test_practice_brings_what_is_new_to_the_person_first(world: World) -> None:
    questions = pool(12)
    outcomes = world.practise(questions[:8], AT)
    assert all(isinstance(outcome, Answered) for outcome in outcomes)
    chosen = Selection(world.store).for_practice(somebody(), questions, 4, AT)
    assert set(chosen) == set(questions[8:])


def test_practice_repeats_the_oldest_when_nothing_is_new(world: World) -> None:
    old, newer = pool(10)[:5], pool(10)[5:]
    world.practise(old, AT - timedelta(days=10))
    world.practise(newer, AT - timedelta(days=2))
    chosen = Selection(world.store).for_practice(somebody(), pool(10), 5, AT)
    assert set(chosen) == set(old)


def test_practice_keeps_to_its_topic_and_count(world: World) -> None:
    chosen = Selection(world.store).for_practice(somebody(), pool(), 50, AT, topic="topic 2")
    assert len(chosen) == 10
    assert {q.topic for q in chosen} == {"Topic 2"}
    assert len(set(chosen)) == 10


def test_practice_puts_subjects_apart_where_it_can(world: World) -> None:
    questions = [question(f"q{n}", subject=f"s{n % 3}") for n in range(9)]
    chosen = Selection(world.store).for_practice(somebody(), questions, 9, AT)
    together = sum(a.subject == b.subject for a, b in pairwise(chosen))
    assert together <= 2


def test_practice_does_not_give_todays_question_away(world: World) -> None:
    round = world.post(asked=pool()[0])
    selection = Selection(world.store)
    assert selection.for_practice(somebody(), pool()[:1], 1, AT) == ()
    world.rounds.close(round.id, round.closes)
    assert selection.for_practice(somebody(), pool()[:1], 1, AT) == (pool()[0],)


def test_a_quiz_on_one_topic_asks_nothing_that_its_name_answers(world: World) -> None:
    told = [
        replace(question(f"t{n}", topic="S3"), options=("Amazon S3", "Amazon EC2"), answer=0)
        for n in range(5)
    ]
    fair = [
        replace(question(f"f{n}", topic="S3"), options=("5 GB", "50 GB"), answer=0)
        for n in range(3)
    ]
    selection = Selection(world.store)
    who = somebody("U1")
    asked = selection.for_practice(who, [*told, *fair], 5, AT, topic="S3")
    assert set(asked) == set(fair)
    assert selection.for_channel(TEAM, CHANNEL, [*told, *fair], MONDAY, topics=("S3",)) in fair
    assert selection.for_channel(TEAM, CHANNEL, told, MONDAY, topics=("S3",)) in told
    assert set(selection.for_practice(who, [*told, *fair], 8, AT)) == {*told, *fair}


def stock(origin: str, count: int, topics: int = 3) -> list[Question]:
    return [
        any_question(f"{origin}{n:02}", topic=f"Topic {n % topics}", kind="choice", origin=origin)
        for n in range(count)
    ]


def test_the_teams_own_come_first_then_the_bank_then_proven_ones(world: World) -> None:
    questions = [*stock("generated", 9), *stock("bank", 6), *stock("authored", 6)]
    for one in questions[:9]:
        world.moderation.approve(somebody("host"), one, AT)
    origins = [one.origin for one in play(world, questions, 21)]
    assert origins == ["authored"] * 6 + ["bank"] * 6 + ["generated"] * 9


@pytest.mark.parametrize(("better", "worse"), [("authored", "bank"), ("bank", "generated")])
def test_a_weak_topic_brings_no_less_trusted_question_before_a_trusted_one(
    world: World, better: str, worse: str
) -> None:
    """Nobody knows a thing about what only the less trusted ones ask."""
    trusted = stock(better, 6, topics=2)
    weak = [replace(one, topic=f"Weak {one.topic}") for one in stock(worse, 30, topics=2)]
    for one in weak:
        world.moderation.approve(somebody("host"), one, AT)
    for days, one in enumerate([*trusted, *weak[:6]]):
        round = world.post(MONDAY - timedelta(days=60 + days), one)
        for user in ("ann", "bea", "cem"):
            world.answer(round, user, WRONG if one in weak else RIGHT)
        world.rounds.close(round.id, round.closes)
    selection, questions = Selection(world.store), [*weak, *trusted]
    drawn = {
        selection.for_channel(TEAM, CHANNEL, questions, MONDAY, seed=str(n)) for n in range(100)
    }
    assert drawn <= set(trusted) and len(drawn) > 1
    for n in range(20):  # nor in practice, where both are new to somebody
        asked = selection.for_practice(somebody("dua"), questions, 6, AT, seed=str(n))
        few = 1 if worse == "generated" else 0  # one in five is tried out
        assert [one.origin for one in asked].count(worse) == few
    assert [one.origin for one in play(world, questions, 7)] == [better] * 6 + [worse]


def test_no_topic_on_two_days_in_a_row_and_none_twice_within_a_month(world: World) -> None:
    asked = play(world, stock("authored", 30), 30)
    assert len({one.id for one in asked}) == 30
    assert all(one.topic != other.topic for one, other in pairwise(asked))


def weeks(sizes: Sequence[int], seed: int) -> list[Question]:
    """Six weeks with thirty questions, so many of each topic."""
    stock = [
        any_question(f"t{topic}-{n}", topic=f"Topic {topic}", subject=f"s{topic}{n}", kind="choice")
        for topic, size in enumerate(sizes)
        for n in range(size)
    ]
    history, asked = ChannelHistory(MONDAY), list[Question]()
    while len(asked) < 42:
        chosen = best(stock, history, f"{seed}|{history.day}")
        assert chosen is not None
        asked.append(chosen)
        history = replace(
            history,
            day=history.day + timedelta(days=1),
            asked={**history.asked, chosen.id: history.day},
            topics_asked={**history.topics_asked, chosen.topic: history.day},
            last_topic=chosen.topic,
            last_subject=chosen.subject,
        )
    return asked


@pytest.mark.parametrize(
    "sizes", [(10, 10, 10), (15, 10, 5), (15, 15), (12, 12, 6), (6, 6, 6, 6, 6)], ids=str
)
def test_no_draw_ends_where_only_the_last_topic_is_left(sizes: Sequence[int]) -> None:
    for seed in range(40):
        asked = weeks(sizes, seed)
        assert len({one.id for one in asked[:30]}) == 30
        assert asked[30:] == asked[:12], "each after thirty days"
        together = [a.topic for a, b in pairwise(asked) if a.topic == b.topic]
        assert not together, f"seed {seed}"


def test_a_plan_too_asks_about_another_topic_the_day_after(world: World) -> None:
    today, later, outside = (
        any_question(f"p{n}", topic=f"Topic {n}", kind="choice", origin="bank") for n in range(3)
    )
    again = replace(today, id="again")
    selection = Selection(world.store)
    questions, plan = [today, again, later, outside], [{"p0", "again"}, {"p0", "again", "p1"}]
    draw = partial(selection.for_channel, TEAM, CHANNEL, questions, preferred=plan)
    first = draw(MONDAY)
    assert first in (today, again), "the plan first"
    world.post(MONDAY, first)
    assert draw(MONDAY + timedelta(days=1)) == later, "of the plan, but never the same topic again"
    world.post(MONDAY + timedelta(days=1), later)
    third = draw(MONDAY + timedelta(days=2))
    assert third is not None
    assert third.topic == "Topic 0"
    assert third != first


def test_a_generated_question_needs_three_people_who_practised_it(world: World) -> None:
    (one,) = stock("generated", 1)
    selection = Selection(world.store)
    for user in ("ann", "ben"):
        world.practise([one], AT, user)
    assert selection.for_channel(TEAM, CHANNEL, [one], MONDAY) is None
    world.practise([one], AT, "cem")
    assert selection.for_channel(TEAM, CHANNEL, [one], MONDAY) == one
    world.moderation.report_question(somebody("dua"), one, "unclear", "", AT)
    assert selection.for_channel(TEAM, CHANNEL, [one], MONDAY) is None


def test_a_card_that_nobody_can_type_is_no_daily_question(world: World) -> None:
    card = replace(question("card"), options=(), back="A long explanation.")
    typed = replace(question("typed"), options=(), accept=("Lambda",))
    chosen = Selection(world.store).for_channel(TEAM, CHANNEL, [card, typed], MONDAY)
    assert chosen == typed


def test_the_stock_of_a_channel_can_be_limited(world: World) -> None:
    questions = [*stock("bank", 3), *stock("authored", 3)]
    selection = Selection(world.store)
    chosen = selection.for_channel(TEAM, CHANNEL, questions, MONDAY, source="bank")
    assert chosen is not None
    assert chosen.origin == "bank"
    assert selection.for_channel(TEAM, CHANNEL, questions[:3], MONDAY, source="written") is None


def test_a_quiz_tries_out_one_generated_question_in_five(world: World) -> None:
    questions = [*stock("generated", 30), *stock("authored", 30)]
    chosen = Selection(world.store).for_practice(somebody(), questions, 10, AT)
    assert [one.origin for one in chosen].count("generated") == 2


def test_a_guess_of_difficulty_gives_way_to_how_people_did() -> None:
    """By the writer's level both are alike; once people have answered, their answers count."""
    easy, hard = (
        replace(question(id, topic="Topic", subject=id), level=1, difficulty=DIFFICULTY[1])
        for id in ("easy", "hard")
    )

    def drawn(history: ChannelHistory) -> Counter[str]:
        found = (choose([easy, hard], history, str(seed)) for seed in range(300))
        return Counter(one.id for one in found if one is not None)

    guessed = drawn(ChannelHistory(MONDAY))
    assert min(guessed["easy"], guessed["hard"]) > 100
    answered = {
        (one.id, one.version): Figures(40, 4 if one is hard else 30) for one in (easy, hard)
    }
    assert drawn(ChannelHistory(MONDAY, items=answered))["hard"] < guessed["hard"] / 2
