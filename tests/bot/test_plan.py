"""Exam plans: the arithmetic, the choice of the day's question, and a simulated team."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.plan_simulation import median_day, simulate
from bot.language import speaking
from bot.messages import Prose
from bot.plans.arithmetic import (
    PlanHeading,
    crowded,
    progress,
    quiz_days,
    spread,
    units_of,
    with_shared_days,
)
from bot.plans.coverage_stats import CoverageStats, QuestionStats
from bot.plans.progress import preferred, progress_of
from bot.quiz.rounds import QuizRounds
from bot.quiz.selection import Selection
from bot.replies.plan import PlanToday, state
from bot.replies.voice import Voice
from bot.schedule import WEEKDAYS, Timing
from bot.store import Store
from bot.store.plans import ExamPlan
from bot.store.records import Schedule, Team
from bot.store.wordings import KnownWording
from knowledge.coverage import HeadingCoverage, coverage
from knowledge.library import Library
from knowledge.model import Fact, FactKind, Question, Source
from tests.databases import new_file

MONDAY = date(2027, 3, 1)
DAILY = Timing(time(9), "UTC", frozenset(range(7)))
TEAM, CHANNEL = Team("slack:T1"), "C1"
NOTES = {
    "tea": ("Green tea", "Black tea", "White tea"),
    "mate": ("Gourd", "Leaves"),
}


def trusted(library: Library) -> list[Question]:
    """The questions of the notes, as if people had written them."""
    return [replace(question, origin="bank") for question in library.questions()]


def heading(topic: str, name: str, questions: int = 2) -> HeadingCoverage:
    ids = tuple(f"{topic}-{name}-{n}" for n in range(questions))
    return HeadingCoverage(topic, (topic, name), Source("n.md", 1), 3, ids)


def unit(topic: str, name: str, times: int = 0, answers: int = 0, right: int = 0) -> PlanHeading:
    return PlanHeading(heading(topic, name), times, QuestionStats(2, min(times, 2), answers, right))


def fresh(**sizes: int) -> list[PlanHeading]:
    return [unit(topic, f"h{n}") for topic, size in sizes.items() for n in range(size)]


def names(units: Sequence[PlanHeading]) -> list[str]:
    return [one.heading.key for one in units]


def one_a_day(units: Sequence[PlanHeading], days: int) -> list[PlanHeading]:
    """What each day is for, where there are days enough for one heading each."""
    portions = spread(units, days)
    assert all(len(portion) == 1 for portion in portions)
    return [portion[0] for portion in portions]


# ---------------------------------------------------------------- spreading


def test_every_uncovered_heading_gets_a_day_where_there_are_days() -> None:
    units = fresh(tea=4, mate=2, milk=2)
    assert sorted(names(one_a_day(units, 8))) == sorted(names(units))


def test_topics_go_forward_at_the_same_pace() -> None:
    topics = [one.topic for one in one_a_day(fresh(tea=8, mate=4, milk=4), 16)]
    for end in (4, 8, 12):
        assert Counter(topics[:end]) == {"tea": end // 2, "mate": end // 4, "milk": end // 4}


def test_the_pace_holds_when_the_plan_is_made_anew_every_day() -> None:
    units = fresh(tea=8, mate=4, milk=4)
    asked = [""]
    for day in range(16):
        ((today,), *_) = spread(units, 16 - day, asked[-1])
        asked.append(today.topic)
        units = [PlanHeading(u.heading, u.times + (u is today), u.known) for u in units]
    assert Counter(asked[1:9]) == {"tea": 4, "mate": 2, "milk": 2}
    assert Counter(asked[1:]) == {"tea": 8, "mate": 4, "milk": 4}


def test_with_few_days_each_is_for_several_headings_and_none_is_left_out() -> None:
    units = fresh(tea=6, mate=6, water=1, milk=1)
    portions = spread(units, 4)
    assert sorted(names([one for portion in portions for one in portion])) == sorted(names(units))
    assert [len({one.topic for one in portion}) for portion in portions].count(1) >= 2
    assert max(map(len, portions)) <= 5 and min(map(len, portions)) >= 2
    assert progress(units, quiz_days(DAILY, MONDAY, MONDAY + timedelta(4))).left_out == 0
    assert progress(units, ()).left_out == len(units)


def test_what_had_its_day_beside_what_was_asked_is_not_planned_again() -> None:
    """A missed day is made up for: what was left is spread over the days that remain."""
    units = tuple(fresh(tea=9, mate=5, water=2))
    days = quiz_days(DAILY, MONDAY, MONDAY + timedelta(days=5))
    asked: list[tuple[date, str, str]] = []
    seen: list[str] = []
    for number, day in enumerate(days):
        now, _had = with_shared_days(units, asked, days)
        portions = spread(now, len(days) - number, asked[-1][2] if asked else "")
        assert sorted(names([u for p in portions for u in p if not u.covered]) + seen) == sorted(
            names(units)
        )
        if number == 1:
            continue  # nothing was asked that day
        portion = portions[0]
        asked.append((day, portion[-1].heading.questions[0], portion[-1].topic))
        seen += names(portion)
        assert names(with_shared_days(units, asked, days)[1][day]) == sorted(
            names(portion), key=names(units).index
        )
    now, _had = with_shared_days(units, asked, days)
    assert all(unit.shared for unit in now) and sorted(seen) == sorted(names(units))


class Looked(list[PlanHeading]):
    """Headings that count how often all of them are gone through."""

    times = 0

    def __iter__(self) -> Iterator[PlanHeading]:
        self.times += 1
        return super().__iter__()


def test_the_headings_are_gone_through_no_more_often_after_many_days() -> None:
    days = quiz_days(DAILY, MONDAY, MONDAY + timedelta(days=40))
    units = fresh(tea=90, mate=60)
    asked = [(day, units[2 * n].heading.questions[0], "tea") for n, day in enumerate(days)]
    early, late = Looked(units), Looked(units)
    with_shared_days(early, asked[:1], days)
    with_shared_days(late, asked, days)
    assert late.times == early.times


def test_a_day_whose_question_stands_under_no_heading_was_asked_for_nothing() -> None:
    units, days = fresh(tea=9), quiz_days(DAILY, MONDAY, MONDAY + timedelta(days=3))
    now, had = with_shared_days(units, [(MONDAY, "w-0123456789", "tea")], days)
    assert had == {MONDAY: ()} and not any(unit.covered for unit in now)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("abcde"), st.booleans()), max_size=40), st.integers(1, 9))
def test_crowded_days_hold_everything_once_and_none_is_empty(
    drawn: list[tuple[str, bool]], days: int
) -> None:
    units = [unit(topic, str(n), int(asked)) for n, (topic, asked) in enumerate(drawn)]
    done = {n for n, one in enumerate(units) if one.covered}
    if len(units) - len(done) <= days:
        return
    portions = crowded(units, done, days)
    assert sorted(n for portion in portions for n in portion) == [
        n for n in range(len(units)) if n not in done
    ]
    assert len(portions) <= days and all(portions)
    left = Counter(units[n].topic for portion in portions for n in portion)
    if 2 * max(left.values()) < days or len({one.topic for one in units}) == 1:
        assert len(portions) == days, "no topic has to share so that others come in between"
    assert max(map(len, portions)) <= 2 * (len(units) - len(done)) / days + 1


def test_days_to_spare_go_back_to_what_is_weak() -> None:
    weak, strong = unit("tea", "weak", 1, 10, 2), unit("tea", "strong", 1, 10, 10)
    chosen = one_a_day([weak, strong, *fresh(mate=4)], 9)
    assert strong not in chosen
    assert Counter(names(chosen))["tea › tea › weak"] == 5
    assert {one.topic for one in chosen[:3]} == {"tea", "mate"}


def test_what_everybody_knows_is_asked_again_only_when_nothing_is_weak() -> None:
    assert len(spread([unit("tea", "strong", 1, 10, 10)], 3)) == 3


def test_weaker_headings_come_back_more_often() -> None:
    weak, better = unit("tea", "weak", 1, 20, 2), unit("tea", "better", 1, 20, 12)
    times = Counter(names(one_a_day([weak, better], 12)))
    assert times[weak.heading.key] > times[better.heading.key] > 0


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.integers(0, 9), st.integers(0, 9)),
        max_size=12,
    ),
    st.integers(0, 20),
)
def test_any_plan_fills_its_days_once_each(
    drawn: list[tuple[str, int, int, int]], days: int
) -> None:
    units = [
        unit(topic, str(n), times, max(answers, right), right)
        for n, (topic, times, answers, right) in enumerate(drawn)
    ]
    portions = spread(units, days)
    chosen = [one for portion in portions for one in portion]
    new = [one for one in chosen if not one.covered]
    uncovered = sum(not one.covered for one in units)
    assert len(new) == len(set(names(new))) == (uncovered if days else 0)
    assert len(portions) == days or not any(u.covered for u in units)
    assert spread(units, days) == portions


# ---------------------------------------------------------------- days and progress


def test_quiz_days_end_the_day_before_and_obey_weekdays_and_pauses() -> None:
    weekdays = Timing(time(9), "UTC", WEEKDAYS)
    assert len(quiz_days(weekdays, MONDAY, MONDAY + timedelta(days=14))) == 10
    paused = Timing(time(9), "UTC", WEEKDAYS, paused_until=MONDAY + timedelta(days=7))
    assert quiz_days(paused, MONDAY, MONDAY + timedelta(days=8)) == (MONDAY + timedelta(days=7),)
    assert quiz_days(weekdays, MONDAY, MONDAY) == ()


def test_progress_counts_what_was_covered_and_what_is_known() -> None:
    units = [unit("tea", "a", 1, 10, 8), unit("tea", "b", 1, 10, 2), unit("mate", "c")]
    found = progress(units, quiz_days(DAILY, MONDAY, MONDAY + timedelta(days=5)))
    assert (found.covered, found.mastered, found.share) == (2, 1, 0.5)
    assert found.next[0][0] == MONDAY
    assert [len(group) for group in found.by_topic().values()] == [2, 1]


def test_a_plan_is_about_its_topics_and_headings_with_questions() -> None:
    facts = [
        Fact(f"f{n}", "x", FactKind.BULLET, topic, (topic, name), (), f"{topic}.md", n, n)
        for topic, all_names in NOTES.items()
        for n, name in enumerate(all_names)
    ]
    made = [
        Question("q", "v", "T1", "tea", "s", "?", ("a",), 0, "", ("",), (Source("tea.md", 1),), ())
    ]
    covered = coverage(facts, made)
    assert names(units_of(covered, (), CoverageStats())) == ["tea › tea › Black tea"]
    assert names(units_of(covered, ("TEA",), CoverageStats({"q": 3}))) == ["tea › tea › Black tea"]
    assert units_of(covered, ("mate",), CoverageStats()) == ()


# ---------------------------------------------------------------- with a store and notes


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("drinks")
    for topic, parts in NOTES.items():
        lines = [f"# {topic.capitalize()}", "", f"{topic.capitalize()} is a drink of leaves."]
        for step, part in enumerate(parts, start=2):
            lines += ["", f"## {part}"]
            lines += [
                f"- **{part} {what} time**: default {step * factor} min, "
                f"maximum {step * factor * 4} min."
                for what, factor in (("steeping", 1), ("cooling", 2))
            ]
        lines += ["", "## Taste", "The steeping time and the cooling time change the taste of:"]
        lines += [f"- {topic.capitalize()}, {part} (steeping time, cooling time)" for part in parts]
        (folder / f"{topic}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Library.open((folder,), folder / "index")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(new_file(tmp_path / "study.db"))


def ask(store: Store, schedule: Schedule, asked: Question, day: date) -> None:
    opens = datetime.combine(day, time(9), tzinfo=UTC)
    rounds, closes = QuizRounds(store), opens + timedelta(hours=23)
    claim = rounds.claim(TEAM, CHANNEL, day, asked, opens, closes, opens, schedule=schedule)
    rounds.confirm(claim.round.id, f"m{day}")


def test_the_days_of_a_plan_cover_every_heading(store: Store, library: Library) -> None:
    schedule = store.schedules.put(
        Schedule(TEAM, CHANNEL, time(9), "UTC", changed_at=datetime(2027, 2, 1, tzinfo=UTC))
    )
    units = units_of(library.coverage(), (), CoverageStats())
    plan = ExamPlan(TEAM, CHANNEL, MONDAY + timedelta(days=len(units)), MONDAY)
    store.plans.put(plan)
    selection = Selection(store)
    for ahead in range(len(units)):
        day = MONDAY + timedelta(days=ahead)
        planned = preferred(store, library, TEAM, CHANNEL, schedule, day)
        draw = partial(
            selection.for_channel, TEAM, CHANNEL, trusted(library), day, preferred=planned
        )
        chosen = draw()
        assert chosen is not None
        assert chosen == draw()
        ask(store, schedule, chosen, day)
    found = progress_of(store, library, plan, schedule, plan.ends)
    assert len(units) >= 4
    assert found.covered == len(units)


def test_what_was_asked_often_lets_others_have_their_turn() -> None:
    often, seldom = heading("tea", "a"), heading("tea", "b")
    weak, fair = QuestionStats(2, 2, 12, 6), QuestionStats(2, 1, 12, 8)
    units = (PlanHeading(often, 9, weak), PlanHeading(seldom, 1, fair))
    assert [unit.heading.name for unit in one_a_day(units, 2)] == ["b", "b"]
    assert [unit.heading.name for unit in one_a_day((replace(units[0], times=1), units[1]), 3)] == [
        "a", "b", "a",
    ]  # fmt: skip


def test_a_plan_keeps_to_its_topics_when_all_of_them_was_asked_lately(
    store: Store, library: Library
) -> None:
    schedule = store.schedules.put(
        Schedule(TEAM, CHANNEL, time(9), "UTC", changed_at=datetime(2027, 2, 1, tzinfo=UTC))
    )
    store.plans.put(ExamPlan(TEAM, CHANNEL, MONDAY + timedelta(days=60), MONDAY, ("Tea",)))
    for ahead in range(40):
        day = MONDAY + timedelta(days=ahead)
        groups = preferred(store, library, TEAM, CHANNEL, schedule, day)
        chosen = Selection(store).for_channel(
            TEAM, CHANNEL, trusted(library), day, preferred=groups
        )
        assert chosen is not None and chosen.topic == "Tea"
        ask(store, schedule, chosen, day)


def test_what_the_team_wrote_in_chat_belongs_to_the_plan_of_its_topic(
    store: Store, library: Library
) -> None:
    at = datetime(2027, 2, 1, tzinfo=UTC)
    (example, *_) = trusted(library)
    for topic in ("Tea", "Mate", "Coffee"):
        own = replace(example, id=f"w-{topic}", topic=topic, origin="authored")
        store.team_questions.put(TEAM, own, "ada", at)
    store.plans.put(ExamPlan(TEAM, CHANNEL, MONDAY + timedelta(days=9), MONDAY, ("Tea",)))
    *days, whole = preferred(store, library, TEAM, CHANNEL, None, MONDAY)
    assert all("w-Tea" in group for group in (*days, whole))
    assert not any({"w-Mate", "w-Coffee"} & set(group) for group in (*days, whole))
    store.plans.put(ExamPlan(TEAM, CHANNEL, MONDAY + timedelta(days=9), MONDAY))
    *_, whole = preferred(store, library, TEAM, CHANNEL, None, MONDAY)
    assert {"w-Tea", "w-Mate", "w-Coffee"} <= set(whole)


def test_a_reworded_question_stays_in_its_plan_with_its_figures(
    store: Store, library: Library
) -> None:
    part = next(one for one in library.coverage().headings if one.questions)
    now, before = part.questions[0], "0123456789ab"
    store.wordings.add([KnownWording(now, before, "tea.md", "How long?")], at=datetime.now(UTC))
    asked = replace(library.questions()[0], id=before)  # as the stock names it
    schedule = store.schedules.put(Schedule(TEAM, CHANNEL, time(9), "UTC"))
    ask(store, schedule, asked, MONDAY)
    assert CoverageStats.of(store, TEAM).times(part) == 1
    store.plans.put(ExamPlan(TEAM, CHANNEL, MONDAY + timedelta(days=9), MONDAY))
    *_, whole = preferred(store, library, TEAM, CHANNEL, schedule, MONDAY + timedelta(days=1))
    assert before in whole


@pytest.mark.parametrize("course", ["v1 v2 v1", "v1 v2 v3"])
def test_a_plan_knows_its_days_however_often_a_question_is_reworded(
    store: Store, library: Library, course: str
) -> None:
    """Its history lies under the first wording, wherever the later ones' ids sort."""
    parts = [one for one in library.coverage().headings if one.questions]
    noted = parts[0].questions[0]
    versions = course.split()
    ids = {versions[-1]: noted}
    lasting = ids.setdefault("v1", "0123456789ab")
    wordings = []
    for version in dict.fromkeys(versions):
        id = ids.get(version, "~" + version)  # sorts last, as any id may
        wordings.append(KnownWording(id, lasting, "tea.md", version))
    store.wordings.add(wordings, at=datetime.now(UTC))
    schedule = store.schedules.put(Schedule(TEAM, CHANNEL, time(9), "UTC"))
    ask(store, schedule, replace(library.questions()[0], id=lasting), MONDAY)
    plan = ExamPlan(TEAM, CHANNEL, MONDAY + timedelta(days=2), MONDAY)
    found = progress_of(store, library, plan, schedule, MONDAY)
    assert len(parts) > 2 and found.days == (MONDAY + timedelta(days=1),)
    assert found.asked == 1 and found.covered > 1
    assert noted in {id for unit in found.now for id in unit.heading.questions}


def test_a_day_that_asked_what_was_written_in_chat_is_not_left(
    store: Store, library: Library
) -> None:
    schedule = store.schedules.put(Schedule(TEAM, CHANNEL, time(9), "UTC"))
    own = replace(library.questions()[0], id="w-0123456789", origin="authored")
    ask(store, schedule, own, MONDAY)
    plan = ExamPlan(TEAM, CHANNEL, MONDAY + timedelta(days=3), MONDAY)
    found = progress_of(store, library, plan, schedule, MONDAY)
    assert [day for day, _ in found.next] == [MONDAY + timedelta(days=n) for n in (1, 2)]
    assert found.now == found.next[0][1] and found.covered == 0


@pytest.mark.parametrize(
    ("days", "english", "german"),
    [
        (0, "All is covered.", "Alles ist drangewesen."),
        (
            1,
            "; the 1 quiz day left goes to what",
            "; der letzte Tag mit einer Frage gehört",
        ),
        (
            2,
            "; the 2 quiz days left go to what",
            "; die 2 Tage mit einer Frage,",
        ),
    ],
)
def test_what_is_left_when_all_is_covered(days: int, english: str, german: str) -> None:
    plan = ExamPlan(TEAM, CHANNEL, MONDAY + timedelta(days=3), MONDAY)
    left = quiz_days(DAILY, MONDAY, MONDAY + timedelta(days=days))
    shown = PlanToday(plan, progress([unit("tea", "a", 1)], left), MONDAY, True, False)
    for language, text in (("", english), ("de", german)):
        with speaking(language):
            pace = state(Voice(), shown).parts[1]
        assert isinstance(pace, Prose)
        assert text in str(pace.text) and " 0 " not in str(pace.text)


def test_without_a_plan_or_outside_its_days_nothing_is_preferred(
    store: Store, library: Library
) -> None:
    assert preferred(store, library, TEAM, CHANNEL, None, MONDAY) == ()
    store.plans.put(ExamPlan(TEAM, CHANNEL, MONDAY + timedelta(days=3), MONDAY, ("Tea",)))
    assert preferred(store, library, TEAM, CHANNEL, None, MONDAY) != ()
    assert preferred(store, library, TEAM, "C2", None, MONDAY) == ()
    assert preferred(store, library, TEAM, CHANNEL, None, MONDAY + timedelta(days=3)) == ()
    assert preferred(store, library, TEAM, CHANNEL, None, MONDAY - timedelta(days=1)) == ()


def test_a_plan_replaces_the_channels_earlier_one_and_can_be_removed(store: Store) -> None:
    first = ExamPlan(TEAM, CHANNEL, MONDAY, MONDAY - timedelta(days=9), ("S3", "Ökologie"))
    store.plans.put(first)
    assert store.plans.get(TEAM, CHANNEL) == first
    second = ExamPlan(TEAM, CHANNEL, MONDAY + timedelta(days=1), MONDAY)
    store.plans.put(second)
    assert store.plans.get(TEAM, CHANNEL) == second
    assert store.plans.remove(TEAM, CHANNEL)
    assert not store.plans.remove(TEAM, CHANNEL)
    assert store.plans.get(TEAM, CHANNEL) is None


@pytest.mark.parametrize("exam", ["clf", "saa", "dva"])
def test_whatever_the_bank_asks_of_an_exam_has_a_day(
    store: Store, bundled: Library, exam: str
) -> None:
    asked = {question.id for question in bundled.written() if exam in question.tags}
    for days in (1, 20, 90, 2000):
        plan = ExamPlan(TEAM, CHANNEL, MONDAY + timedelta(days=days), MONDAY, (exam,))
        found = progress_of(store, bundled, plan, None, MONDAY)
        planned = {
            id for _, portion in found.next for unit in portion for id in unit.heading.questions
        }
        assert planned == asked and found.left_out == 0


# ---------------------------------------------------------------- does it help?


def test_weak_topics_and_plans_reach_mastery_sooner_than_chance() -> None:
    found = simulate(runs=5, days=240, exam=90)
    by_chance, weak, planned = (median_day(found[name], 240) for name in found)
    assert weak < by_chance
    assert planned < by_chance
    assert all(course.covered == 1.0 for course in found["exam plan"])
