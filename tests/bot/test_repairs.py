"""The loop from a report over a mended note to the thanks, on real notes in a folder."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from bot.core import Core
from bot.daily.note_repairs import Lines, NoteRepairs, bring_back, mended
from bot.messages import MessageRef, NotDelivered, Person, Place, Prose, Reply
from bot.quiz.note_context import context_of, successor
from bot.quiz.rounds import QuizRounds
from bot.settings import Settings
from bot.store import Store
from bot.store.records import Schedule, Team
from knowledge.library import Library
from knowledge.model import Fact, FactKind, Question
from tests.bot.state.world import question
from tests.databases import new_file

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
TEAM = Team("slack:T1")
ANN, BEA = Person("slack", "T1", "ann", "Ann"), Person("slack", "T1", "bea", "Bea")
ADMIN = Person("slack", "T1", "root", "Root", may_administer=True)
NOTE = """# Tea

Tea is a drink made from leaves in hot water.

## Limits
- **Steeping time**: default 3 min per cup.
- **Cooling time**: default 5 min per cup.
- **Rinsing time**: default 1 min per cup.

## Taste
- The longer the steeping time, the more bitter the cup.
- A short rinsing time leaves dust, a long cooling time leaves no smell.
"""

T = TypeVar("T")


@dataclass
class Post:
    """Where whispers go in these tests."""

    sent: list[tuple[Person, str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    broken: bool = False

    async def hindrance(self, place: Place) -> str:
        del place
        return ""

    async def composed(self, team: Team, compose: Callable[..., T], *arguments: object) -> T:
        del team
        return compose(*arguments)

    async def whisper(
        self, person: Person, reply: Reply, key: str, since: datetime | None = None
    ) -> MessageRef | None:
        del since
        if self.broken:
            raise NotDelivered("no line")
        self.sent.append((person, reply.summary, key))
        self.words.append(" ".join(part.text for part in reply.parts if isinstance(part, Prose)))
        return None


@dataclass
class Desk:
    """An editor's desk: notes, a store, the loop, and a clock."""

    folder: Path
    core: Core
    post: Post = field(default_factory=Post)
    now: datetime = AT

    def __post_init__(self) -> None:
        self.mending = NoteRepairs(self.core)
        self.beat(minutes=2)

    @property
    def asked(self) -> Question:
        """The question on steeping."""
        return next(q for q in self.core.library.questions() if "Steeping" in q.explanation)

    def edit(self, old: str, new: str) -> None:
        note = self.folder / "tea.md"
        note.write_text(note.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        self.core.library.refresh()

    def beat(self, minutes: float = 2) -> int:
        """Look, let the notes settle, and look again."""
        told = asyncio.run(self.mending.beat(self.post, self.now))
        self.now += timedelta(minutes=minutes)
        return told + asyncio.run(self.mending.beat(self.post, self.now))

    def reports(self, who: Person, reason: str = "outdated", words: str = "") -> bool:
        around = context_of(self.asked, self.core.library.facts())
        found = self.core.moderation.report_question(
            who, self.asked, reason, words, self.now, around=around
        )
        return found.held


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "tea.md").write_text(NOTE, encoding="utf-8")
    library = Library.open((folder,), tmp_path / "index")
    store = Store.open(new_file(tmp_path / "study.db"))
    yield Desk(folder, Core(library, store, Settings(), lambda: AT, 0))
    store.close()
    library.close()


def is_asked(desk: Desk) -> bool:
    now = desk.asked
    return (now.id, now.version) not in desk.core.moderation.unusable(TEAM)


def test_a_changed_value_brings_the_question_back_and_thanks_both_reporters_once(
    desk: Desk,
) -> None:
    desk.reports(ANN)
    assert desk.reports(BEA)
    assert not is_asked(desk)
    desk.edit("Steeping time**: default 3 min", "Steeping time**: default 4 min")
    assert desk.beat() == 2
    assert is_asked(desk)
    assert {person.user for person, _, _ in desk.post.sent} == {"ann", "bea"}
    assert all("tea.md:6" in text for _, text, _ in desk.post.sent)
    assert desk.beat() == 0
    desk.edit("default 4 min", "default 2 min")
    assert desk.beat() == 0


def test_a_reworded_line_brings_back_what_was_held_for_its_wording(desk: Desk) -> None:
    desk.core.moderation.hold(ADMIN, desk.asked, AT)
    desk.reports(ANN, "unclear")
    version = desk.asked.version
    desk.edit("default 3 min per cup", "a default of 3 min per cup")
    assert desk.asked.version == version
    assert desk.beat() == 1
    assert is_asked(desk)
    assert desk.core.moderation.held(TEAM) == ()


def test_held_again_after_coming_back_it_stays_until_the_next_change(desk: Desk) -> None:
    desk.core.moderation.hold(ADMIN, desk.asked, AT)
    desk.edit("default 3 min per cup", "a default of 3 min per cup")
    desk.beat()
    desk.core.moderation.hold(ADMIN, desk.asked, desk.now)
    desk.edit("Tea is a drink", "Tea is a fine drink")
    desk.beat()
    assert not is_asked(desk)


def test_points_lost_to_a_held_question_do_not_come_back_with_a_new_wording(desk: Desk) -> None:
    core = desk.core
    schedule = core.store.schedules.put(Schedule(TEAM, "C1", time(9), "UTC", changed_at=AT))
    rounds = QuizRounds(core.store)
    closes = AT + timedelta(hours=23)
    claim = rounds.claim(
        TEAM, "C1", date(2027, 3, 1), desk.asked, AT, closes, AT, schedule=schedule
    )
    rounds.confirm(claim.round.id, "m1")
    core.moderation.hold(ADMIN, desk.asked, AT)
    desk.edit("default 3 min per cup", "a default of 3 min per cup")
    desk.beat()
    voided = rounds.get(TEAM, claim.round.id)
    assert voided is not None and voided.void


def test_another_line_changes_nothing_for_a_reported_question(desk: Desk) -> None:
    desk.reports(ANN)
    desk.reports(BEA)
    desk.edit("Rinsing**: default 1 min", "Rinsing**: default 2 min")
    assert desk.beat() == 0
    assert not is_asked(desk)


def test_a_line_that_was_taken_out_is_thanked_for(desk: Desk) -> None:
    desk.reports(ANN, "wrong")
    desk.edit("- **Steeping time**: default 3 min per cup.\n", "")
    assert desk.beat() == 1
    assert "taken out" in desk.post.sent[0][1]


STEEPING = "- **Steeping time**: default 3 min per cup.\n"
COOLING = "- **Cooling time**: default 5 min per cup.\n"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("**Steeping time**", "**Brewing time**", "Brewing time: default 3 min"),
        (
            "**Steeping time**: default 3 min",
            "**Drawing time**: default 4 min",
            "Drawing time: default 4 min",
        ),
        (
            STEEPING,
            "- **Drawing time**: 3 min by default.\n- **Filters**: 2 per pot.\n",
            "Drawing time",
        ),
        (STEEPING + COOLING, "- **Infusion time**: default 3 min per cup.\n", "Infusion time"),
        (
            f"## Limits\n{STEEPING}",
            "## Bounds\n- **Drawing time**: 3 min.\n",
            "Drawing time: 3 min",
        ),
    ],
)
def test_a_line_under_another_name_was_changed_and_not_taken_out(
    desk: Desk, old: str, new: str, says: str
) -> None:
    desk.reports(ANN, "unclear")
    identity = desk.asked.id
    desk.edit(old, new)
    assert desk.core.library.question(identity) is None
    assert desk.beat() == 1
    assert "was mended (tea.md:6)" in desk.post.sent[0][1]
    assert says in desk.post.words[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (STEEPING, ""),
        (STEEPING + COOLING, "- **Resting time**: default 5 min per cup.\n"),
        (STEEPING + COOLING, COOLING.replace("5", "6")),
    ],
)
def test_a_line_that_was_taken_out_is_not_taken_for_its_neighbour(
    desk: Desk, old: str, new: str
) -> None:
    desk.reports(ANN, "wrong")
    desk.edit(old, new)
    assert desk.beat() == 1
    assert "was taken out" in desk.post.sent[0][1]


def test_of_a_report_from_before_it_is_only_said_that_the_line_is_gone(desk: Desk) -> None:
    desk.core.moderation.report_question(ANN, desk.asked, "wrong", "", AT)
    desk.edit("**Steeping time**", "**Brewing time**")
    assert desk.beat() == 1
    assert "is not in the notes any more" in desk.post.sent[0][1]


def test_a_question_lost_to_a_line_elsewhere_is_not_mended(desk: Desk) -> None:
    desk.reports(ANN)
    identity = desk.asked.id
    again = "# Tea ceremony\n\n## Tea\n- **Steeping time**: default 9 min per cup.\n"
    (desk.folder / "ceremony.md").write_text(again, encoding="utf-8")
    desk.edit("# Tea\n", "# Tea\n\n- **Steeping time**: default 7 min per cup.\n")
    assert desk.core.library.question(identity) is None
    assert desk.beat() == 0


def test_after_a_restart_the_line_in_the_place_is_still_known(desk: Desk) -> None:
    desk.reports(ANN)
    desk.reports(BEA)
    desk.edit("**Steeping time**", "**Brewing time**")
    desk.mending = NoteRepairs(desk.core)
    assert desk.beat() == 2
    assert all("Brewing time" in said for said in desk.post.words)
    desk.mending = NoteRepairs(desk.core)
    assert desk.beat() == 0


def test_notes_that_cannot_be_read_for_a_while_mend_nothing(desk: Desk) -> None:
    desk.reports(ANN)
    (desk.folder / "tea.md").rename(desk.folder / "tea.bak")
    (desk.folder / "mate.md").write_text("# Mate\n\nMate is a drink.\n", encoding="utf-8")
    desk.core.library.refresh()
    assert desk.beat() == 0


def test_nobody_is_thanked_while_the_editor_is_still_saving(desk: Desk) -> None:
    desk.reports(ANN)
    desk.edit("Steeping time**: default 3 min", "Steeping time**: default 4 min")
    assert desk.beat(minutes=0.5) == 0
    desk.edit("default 4 min", "default 3 min")
    assert desk.beat() == 0
    assert desk.post.sent == []


def test_thanks_that_cannot_be_delivered_are_not_tried_twice(desk: Desk) -> None:
    desk.reports(ANN)
    desk.post.broken = True
    desk.edit("Steeping time**: default 3 min", "Steeping time**: default 4 min")
    assert desk.beat() == 0
    desk.post.broken = False
    desk.edit("default 4 min", "default 2 min")
    assert desk.beat() == 0


def test_a_restart_between_edit_and_thanks_loses_nothing(desk: Desk) -> None:
    desk.reports(ANN)
    desk.edit("Steeping time**: default 3 min", "Steeping time**: default 4 min")
    desk.mending = NoteRepairs(desk.core)
    assert desk.beat() == 1


def test_held_again_under_another_wording_it_waits_for_a_change_of_that(desk: Desk) -> None:
    desk.core.moderation.found_right(ADMIN, desk.asked, AT)
    desk.edit("default 3 min per cup", "a default of 3 min per cup")
    desk.beat()
    desk.core.moderation.hold(ADMIN, desk.asked, desk.now)
    desk.edit("Tea is a drink", "Tea is a fine drink")
    desk.beat()
    assert not is_asked(desk)


def test_retired_questions_never_come_back(desk: Desk) -> None:
    desk.core.moderation.retire(ADMIN, desk.asked, AT)
    desk.edit("default 3 min per cup", "a default of 3 min per cup")
    assert bring_back(desk.core, desk.now) == ()
    assert not is_asked(desk)


def changed_in_chat(desk: Desk, stem: str) -> Question:
    """The question in other words, for one workspace."""
    changed = replace(desk.asked, stem=stem, origin="authored")
    desk.core.store.team_questions.put(TEAM, changed, "root", desk.now)
    return changed


def test_a_change_in_chat_brings_a_question_back_and_thanks_for_the_report(desk: Desk) -> None:
    desk.reports(ANN)
    desk.reports(BEA)
    assert not is_asked(desk)
    changed_in_chat(desk, "For how long does tea steep?")
    assert desk.beat() == 2
    assert is_asked(desk)
    assert {person.user for person, _, _ in desk.post.sent} == {"ann", "bea"}
    assert all("was changed. “For how long does tea steep?”" in words for words in desk.post.words)
    assert desk.beat() == 0


def test_what_is_held_as_it_was_changed_in_chat_is_not_mended_by_the_notes(desk: Desk) -> None:
    changed = changed_in_chat(desk, "For how long does tea steep?")
    desk.core.moderation.hold(ADMIN, changed, desk.now)
    desk.core.moderation.report_question(ANN, changed, "unclear", "", desk.now)
    desk.edit("Tea is a drink", "Tea is a fine drink")
    assert desk.beat() == 0
    assert not is_asked(desk), "the words that were held are the ones still asked there"


def noted(text: str, path: tuple[str, ...] = (), file: str = "", line: int = 0) -> Lines:
    """Notes of one line, where the question in these tests has its source unless told."""
    (place,) = question().sources
    file, line = file or place.file, line or place.line
    path = path or question().section
    fact = Fact("f", text, FactKind.BULLET, "Tea", path, (), file, line, line)
    return {fact.source: (fact,)}


def test_what_counts_as_mended() -> None:
    then = replace(question(), explanation="Tea takes 3 min. (Tea › Limits)")
    reworded = replace(then, explanation="Tea takes 3 min, covered. (Tea › Limits)")
    as_it_was = noted("Tea takes 3 min.")
    assert not mended(then, then, as_it_was)
    assert not mended(then, replace(then, explanation="tea  takes 3 min. (Tea › Limits)"), {})
    assert mended(then, replace(then, version="v2"), as_it_was)
    assert mended(then, reworded, noted("Tea takes 3 min, covered."))
    assert not mended(then, None, noted("x", file="other.md"))
    assert mended(then, None, noted("x", line=99))
    assert not mended(then, None, noted("Tea takes 3 min.", line=99))
    assert mended(then, None, noted("Tea takes 3 min.", ("Tea", "Green tea"), line=99))


def test_an_update_that_explains_in_other_words_mends_nothing() -> None:
    then = replace(question(), explanation="Tea takes 3 min. (Tea › Limits)")
    updated = replace(then, explanation="By the notes: Tea takes 3 min.")
    assert not mended(then, updated, noted("Tea takes 3 min."))


def test_an_update_that_sets_code_off_mends_nothing_and_another_indentation_does() -> None:
    then = replace(question(), origin="authored", stem="What is it?\nif x:\n    y()")
    now = replace(then, stem="What is it?\n    if x:\n        y()")
    assert not mended(then, now, {})
    assert mended(now, replace(now, stem="What is it?\n    if x:\n    y()"), {})


def test_a_line_that_was_shortened_is_mended() -> None:
    then = replace(question(), explanation="Tea takes 3 min, or so they say. (Tea)")
    shorter = replace(then, explanation="Tea takes 3 min. (Tea)")
    assert mended(then, shorter, noted("Tea takes 3 min."))
    assert mended(then, shorter, noted("Tea takes 3 min"))


def test_of_several_sentences_on_a_line_the_one_that_was_asked_about_is_meant() -> None:
    then = replace(question(), explanation="Tea takes 3 min. (Tea › Limits)")
    (place,) = then.sources
    facts = [
        Fact(str(n), text, FactKind.SENTENCE, "Tea", then.section, (), place.file, place.line, 9)
        for n, text in enumerate(("Tea is hot.", "Tea takes 3 min.", "Tea is green."))
    ]
    around = context_of(then, facts)
    assert around is not None
    assert around.lines[around.own] == "Tea takes 3 min."
    assert not mended(then, None, {place: facts})
    changed = [facts[0], replace(facts[1], text="Tea takes 4 min."), facts[2]]
    assert successor(around, changed) == changed[1]
    assert successor(around, [facts[0], facts[2]]) is None
