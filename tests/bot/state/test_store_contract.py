"""What every database must do for the companion, whichever it is."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.messages import Place
from bot.quiz import scoreboards
from bot.quiz.outcomes import ClaimedRound
from bot.store import Areas, Store
from bot.store.records import (
    Installation,
    Profile,
    Schedule,
    Team,
    question_from_text,
    question_to_text,
)
from bot.store.sqlite import SqliteDatabase
from bot.store.wordings import KnownWording
from tests.bot.state.world import CHANNEL, MONDAY, TEAM, World, noon, question, somebody
from tests.conftest import NewDatabase
from tests.waiting import CEILING

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
Opener = Callable[[], Store]


def test_what_was_stored_is_there_after_reopening(open_store: Opener) -> None:
    first = open_store()
    world = World(first)
    round = world.post()
    world.answer(round)
    first.close()
    again = open_store()
    there = World(again).rounds.get(TEAM, round.id)
    assert there == round
    again.close()


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    def fail(kept: Areas) -> None:
        kept.people.see(somebody())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.run(fail, TEAM)
    assert store.people.find(TEAM, "ann") is None
    store.people.see(somebody())  # and the store goes on working
    assert store.people.find(TEAM, "ann") is not None


def test_a_transaction_within_another_is_refused_rather_than_waited_for(store: Store) -> None:
    with pytest.raises(RuntimeError):
        store.run(lambda kept: store.people.see(somebody()), TEAM)


def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    def written(kept: Areas) -> Profile | None:
        kept.people.see(somebody())
        return elsewhere.submit(store.people.find, TEAM, "ann").result(timeout=CEILING)

    with ThreadPoolExecutor(1) as elsewhere:
        found = store.run(written, TEAM)
    assert found is None  # nor do they see what is not there yet
    assert store.people.find(TEAM, "ann") is not None


def test_moments_without_a_zone_are_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.seen.first(TEAM, "x", datetime(2027, 3, 1))


def test_a_question_survives_the_way_through_the_store() -> None:
    asked = replace(question(), why_not=("", "", "that is the default", ""), stem="50 %?\n“é”")
    assert question_from_text(question_to_text(asked)) == asked


# ---------------------------------------------------------------- people and schedules


def test_names_and_zones_follow_the_platform_and_wishes_stay(store: Store) -> None:
    store.people.see(replace(somebody(), zone="Europe/Berlin"))
    store.people.set(somebody(), opted_out=True, reminder=time(7, 30))
    seen = store.people.see(replace(somebody(), name="Annabel", zone=""))
    assert (seen.name, seen.zone) == ("Annabel", "Europe/Berlin")
    assert (seen.opted_out, seen.reminder) == (True, time(7, 30))
    assert store.people.set(somebody(), reminder=None).reminder is None
    assert store.people.profile(somebody()).opted_out


def test_a_stranger_has_a_profile_without_being_stored(store: Store) -> None:
    assert store.people.profile(somebody("new")).name == "New"
    assert store.people.find(TEAM, "new") is None


def test_one_reminder_a_day_whoever_asks(store: Store) -> None:
    store.people.set(somebody(), reminder=time(8))
    assert [profile.user for profile in store.people.reminders()] == ["ann"]
    assert store.people.reminded(somebody(), MONDAY)
    assert not store.people.reminded(somebody(), MONDAY)
    assert not store.people.reminded(somebody(), MONDAY - timedelta(days=1))
    assert store.people.reminded(somebody(), MONDAY + timedelta(days=1))


def test_a_schedule_is_its_channels_only_one(store: Store) -> None:
    wishes = Schedule(
        TEAM,
        CHANNEL,
        time(9, 15),
        "Europe/Berlin",
        frozenset({0, 2}),
        topics=("S3", "Lambda@Edge, “new”"),
        reveal="later",
        over_weekend=True,
        paused_until=date(2027, 4, 1),
        recap=True,
        grace=timedelta(minutes=30),
        changed_at=NOW,
    )
    first = store.schedules.put(wishes)
    assert first == replace(wishes, id=first.id)
    second = store.schedules.put(replace(wishes, at=time(10), topics=()))
    assert second.id == first.id
    assert store.schedules.all() == store.schedules.of(TEAM) == (second,)
    assert store.schedules.by_id(first.id) == store.schedules.get(TEAM, CHANNEL) == second


def test_switching_off_is_news_once(store: Store) -> None:
    store.schedules.put(Schedule(TEAM, CHANNEL, time(9), "UTC"))
    assert store.schedules.switch_off(TEAM, CHANNEL, NOW, "channel archived")
    assert not store.schedules.switch_off(TEAM, CHANNEL, NOW, "channel archived")
    there = store.schedules.get(TEAM, CHANNEL)
    assert there is not None
    assert (there.off, there.reason) == (True, "channel archived")
    assert store.schedules.off_in(TEAM, NOW, "removed") == 0


def test_a_pause_has_an_end_and_can_be_ended(store: Store) -> None:
    store.schedules.put(Schedule(TEAM, CHANNEL, time(9), "UTC"))
    assert store.schedules.pause(TEAM, CHANNEL, MONDAY, NOW)
    assert not store.schedules.pause(TEAM, CHANNEL, MONDAY, NOW)
    assert store.schedules.pause(TEAM, CHANNEL, None, NOW)
    there = store.schedules.get(TEAM, CHANNEL)
    assert there is not None
    assert there.paused_until is None


# ---------------------------------------------------------------- upkeep


def test_installations_are_kept_replaced_and_removed(store: Store) -> None:
    tokens = Installation("slack", "T1", {"bot_token": "xoxb-1"}, NOW)
    store.installations.save(tokens)
    store.installations.save(replace(tokens, data={"bot_token": "xoxb-2"}))
    store.installations.save(replace(tokens, workspace="", enterprise="E1"))
    assert store.installations.get("slack", "T1") == replace(tokens, data={"bot_token": "xoxb-2"})
    assert len(store.installations.all("slack")) == 2
    assert store.installations.all("discord") == ()
    assert store.installations.remove("slack", "T1") == 1
    assert store.installations.get("slack", "T1") is None


def test_tokens_are_not_in_the_text_of_an_installation() -> None:
    assert "xoxb" not in repr(Installation("slack", "T1", {"bot_token": "xoxb-1"}, NOW))


def test_a_value_can_be_taken_once(store: Store) -> None:
    store.values.put("oauth/abc", "state", NOW)
    assert store.values.get("oauth/abc") == "state"
    assert store.values.take("oauth/abc") == "state"
    assert store.values.take("oauth/abc") is None
    store.values.put("oauth/old", "state", NOW)
    store.values.put("discord/commands", "hash", NOW)
    assert store.values.drop_before("oauth/", NOW + timedelta(hours=1)) == 1
    assert store.values.get("discord/commands") == "hash"


def test_a_value_about_a_workspace_goes_with_it(store: Store) -> None:
    other = Team("discord:T2")
    store.values.put("commands", "hash", NOW)
    for name, team in (("home:ann", TEAM), ("home:bea", other), ("home:cem", other)):
        store.values.put(name, team.partition(":")[2], NOW, team)
    store.values.put("home:cem", "T1", NOW, TEAM)  # is at home elsewhere now
    assert store.personal.purge_team(TEAM) == 2
    assert store.values.under("") == {"commands": "hash", "home:bea": "T2"}


def test_text_is_compared_byte_by_byte_whatever_the_servers_language(store: Store) -> None:
    names = ["p/a", "p/B", "p/ä", "p/_", "p/ Z", "P/a", "p%/c", "p_/d", "q"]
    for name in names:
        store.values.put(name, "", NOW)
    assert set(store.values.under("p/")) == {"a", "B", "ä", "_", " Z"}
    found = store._database.rows("SELECT name FROM kept_values ORDER BY name")
    assert [row["name"] for row in found] == sorted(names, key=lambda name: name.encode())


@pytest.mark.parametrize(
    ("text", "kept"), [("a\0b", "ab"), ("half \ud83d", "half ?"), ("\udfff\0", "?")]
)
def test_what_no_database_keeps_is_left_out_at_the_door(store: Store, text: str, kept: str) -> None:
    store.values.put("name", text, NOW)
    assert store.values.get("name") == kept
    key = store.texts.keep(TEAM, text, NOW)
    assert store.texts.get(TEAM, key) == kept


def test_a_question_from_chat_is_its_workspaces_and_its_change_is_noticed(store: Store) -> None:
    questions, at = store.team_questions, noon(MONDAY)
    assert (questions.newest(), questions.of(TEAM)) == ("", ())
    questions.put(TEAM, question("w-1"), "ada", at)
    first = questions.newest()
    changed = replace(question("w-1"), stem="In other words?")
    questions.put(TEAM, changed, "ben", at + timedelta(minutes=1))
    assert questions.newest() > first
    (kept,) = questions.of(TEAM)
    assert (kept.question, kept.author) == (changed, "ada"), "who wrote it stays its author"
    assert questions.get(Team("slack:other"), "w-1") is None


def test_wordings_that_have_an_earlier_one_are_told(store: Store) -> None:
    same = KnownWording("a", "a", "tea.md", "What?")
    store.wordings.add([same, KnownWording("b", "a", "tea.md", "What now?")], noon(MONDAY))
    assert store.wordings.reworded() == {"b": "a"}


def test_a_long_text_is_found_by_a_short_key(store: Store) -> None:
    text = "compare " + "storage " * 400
    key = store.texts.keep(TEAM, text, NOW)
    assert len(key) == 16
    assert store.texts.keep(TEAM, text, NOW) == key
    assert store.texts.get(TEAM, key) == text
    assert store.texts.get(Team("slack:T2"), key) is None
    assert store.texts.drop_before(NOW + timedelta(days=1)) == 1


def test_something_is_seen_first_once_even_by_many_at_a_time(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        firsts = list(pool.map(lambda _: store.seen.first(TEAM, "event-1", NOW), range(40)))
    assert sum(firsts) == 1
    assert store.seen.first(Team("discord:T1"), "event-1", NOW)
    assert store.seen.drop_before(NOW + timedelta(days=1)) == 2


def test_a_delivery_is_claimed_once_and_confirmed_once(store: Store) -> None:
    assert store.deliveries.claim(TEAM, "recap/1", NOW).new
    again = store.deliveries.claim(TEAM, "recap/1", NOW)
    assert (again.new, again.message) == (False, "")
    assert store.deliveries.confirm(TEAM, "recap/1", "m1")
    assert not store.deliveries.confirm(TEAM, "recap/1", "m2")
    assert store.deliveries.claim(TEAM, "recap/1", NOW).message == "m1"


def test_who_invited_the_companion_is_known_until_it_leaves(store: Store) -> None:
    where = Place("slack", "T1", CHANNEL)
    store.inviters.add(where, "ann", NOW)
    store.inviters.add(where, "ann", NOW)
    assert store.inviters.is_inviter(somebody(), CHANNEL)
    assert not store.inviters.is_inviter(somebody(), "C2")
    assert not store.inviters.is_inviter(somebody("ann", "T2"), CHANNEL)
    store.inviters.remove(where)
    assert not store.inviters.is_inviter(somebody(), CHANNEL)


def test_gaps_are_ordered_by_how_many_people_miss_them(world: World, store: Store) -> None:
    for user, query in (("ann", "Blob  Tiers"), ("ann", "kafka"), ("ann", "kafka")):
        world.miss(user, query, NOW)
    world.miss("bea", "blob tiers", NOW + timedelta(hours=1))
    world.miss("cem", "blob tiers", NOW)
    world.miss("bea", "kafka", NOW)
    first, second = store.lookups.gaps(TEAM)
    assert (first.query, first.people, first.times) == ("blob tiers", 3, 3)
    assert (second.query, second.people, second.times) == ("kafka", 2, 3)
    assert store.lookups.solved(TEAM, "Blob tiers")
    assert [gap.query for gap in store.lookups.gaps(TEAM)] == ["kafka"]


def test_what_one_person_looked_up_is_shown_to_nobody(world: World, store: Store) -> None:
    for _ in range(5):
        world.miss("ann", "resignation letter", NOW)
    assert store.lookups.gaps(TEAM) == ()
    world.miss("bea", "Resignation Letter", NOW)
    assert [gap.query for gap in store.lookups.gaps(TEAM)] == ["resignation letter"]


def test_a_weeks_answers_are_counted_by_day_without_names(world: World, store: Store) -> None:
    """Of everybody, those who are on no board among them; what came late or is void is not."""
    week = (MONDAY, MONDAY + timedelta(days=6))
    first, second, third = (world.post(MONDAY + timedelta(days=n)) for n in (0, 1, 2))
    store.people.set(somebody("cem"), opted_out=True)
    world.answer(first)
    world.answer(first, "bea", choice=0)
    world.answer(first, "cem")
    world.answer(second, "bea", at=second.closes + timedelta(hours=1))
    world.answer(third, "bea")
    world.rounds.void(somebody("adm"), third.id, "", noon(MONDAY + timedelta(days=2)))
    assert store.answers.counted(TEAM, CHANNEL, *week) == {MONDAY: (3, 2)}
    assert store.answers.counted(TEAM, "C2", *week) == {}


# ---------------------------------------------------------------- many at a time


def test_a_thousand_answers_from_eight_threads_are_all_stored_once(world: World) -> None:
    round = world.post()
    users = [f"u{n}" for n in range(500)] * 2  # each clicks twice
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda user: world.answer(round, user), users))
    assert sum(not outcome.already for outcome in outcomes) == 500
    assert world.rounds.answered(round.id) == 500
    board = scoreboards.board(world.store, TEAM, MONDAY, channel=CHANNEL, top=1000)
    everybody = [row.user for row in board.rows]
    assert len(everybody) == len(set(everybody)) == 500


def test_many_threads_may_read_while_others_write(world: World) -> None:
    round = world.post()
    trouble: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(30):
                world.rounds.reveal(round.id)
        except BaseException as error:
            trouble.append(error)

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for n in range(100):
        world.answer(round, f"u{n}")
    for reader in readers:
        reader.join()
    assert not trouble


def test_two_replicas_on_one_database_do_everything_once(open_store: Opener) -> None:
    replicas = [World(open_store()), World(open_store())]
    opens = noon(MONDAY)
    closes = opens + timedelta(hours=23)

    def claim(n: int) -> ClaimedRound:
        rounds = replicas[n % 2].rounds
        return rounds.claim(TEAM, CHANNEL, MONDAY, question(f"q{n}"), opens, closes, opens)

    with ThreadPoolExecutor(6) as pool:
        claims = list(pool.map(claim, range(12)))
        asked = claims[0].round
        assert [claim.new for claim in claims].count(True) == 1
        assert {claim.round for claim in claims} == {asked}

        def answer(n: int) -> bool:
            return not replicas[n % 2].answer(asked, f"u{n // 2}").already

        def close(n: int) -> bool:
            return replicas[n % 2].rounds.close(asked.id, closes)

        assert sum(pool.map(answer, range(120))) == 60  # everybody's click came to both
        assert sum(pool.map(close, range(12))) == 1
    assert replicas[1].rounds.answered(asked.id) == 60
    for replica in replicas:
        replica.store.close()


# ---------------------------------------------------------------- backup and instances


def test_a_backup_taken_while_answers_come_in_is_a_whole_database(
    world: World, tmp_path: Path
) -> None:
    round = world.post()
    copy = tmp_path / "copy.db"
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(lambda: [world.answer(round, f"u{n}") for n in range(150)])
        world.store.backup(copy)
        writing.result()
    world.store.backup(copy)  # and again, over the first one
    restored = Store.open(copy)
    assert World(restored).rounds.answered(round.id) == 150
    restored.close()
    assert [path.name for path in tmp_path.glob("copy*") if "partial" in path.name] == []


def test_a_second_instance_on_the_same_file_is_noticed(tmp_path: Path) -> None:
    first, second = (Store.open(tmp_path / "companion.db") for _ in range(2))
    assert first.claim_instance()
    assert first.claim_instance()  # it is still the same one
    assert not second.claim_instance()
    second.people.see(somebody())  # a command beside the running companion still works
    first.close()
    assert second.claim_instance()
    second.close()


def test_a_round_id_is_never_given_out_twice(world: World) -> None:
    opens = noon(MONDAY)
    first = world.rounds.claim(TEAM, CHANNEL, MONDAY, question(), opens, opens, opens).round
    assert world.rounds.abandon(first.id)
    second = world.rounds.claim(TEAM, CHANNEL, MONDAY, question(), opens, opens, opens).round
    assert second.id > first.id


def test_any_number_of_replicas_serve_over_one_server(new_database: NewDatabase) -> None:
    url = new_database()
    first, second = Store.open(url), Store.open(url)
    assert first.claim_instance()
    assert first.leases.take("post", "first", 600)
    assert second.claim_instance()
    assert not second.leases.take("post", "second", 600)  # what is under way stays so
    for store in (first, second):
        store.close()


def test_a_name_that_turns_what_stands_beside_it_comes_out_clean_everywhere(store: Store) -> None:
    """As older versions, other tools and backups may have stored it."""
    world = World(store)
    round = world.post()
    world.answer(round)
    store._database.change("UPDATE people SET name = :name", name="\u202eadmin\u2066")
    profile = store.people.find(TEAM, "ann")
    assert profile is not None
    names = [profile.name]
    names += [row.name for row in store.answers.totals(TEAM, CHANNEL, MONDAY, MONDAY)]
    names += [row["name"] for row in (*store.figures.answers(), *store.figures.scores())]
    assert names == ["admin"] * 4


def test_who_waits_for_a_lock_waits_ten_seconds_at_most(store: Store) -> None:
    """So that people are told while a lock of half a minute still lasts."""
    if isinstance(store._database, SqliteDatabase):
        (row,) = store._database.rows("PRAGMA busy_timeout")
        assert row == {"timeout": 10_000}
    else:
        (row,) = store._database.rows("SHOW lock_timeout")
        assert row == {"lock_timeout": "10s"}
