"""The stock of questions: what was reworded keeps its history, what came from chat stands first."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core import Core
from bot.export.markdown import questions_as_markdown
from bot.quiz.stock import ALIKE, QuestionStock
from bot.settings import Settings
from bot.store import Store
from bot.store.records import Team, question_from_text
from knowledge.library import Library
from knowledge.model import Question
from tests.databases import new_file

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DOCS = Path(__file__).parents[2] / "docs"
LONG = ("How long " + "does green tea steep and " * 5)[:99] + "?"  # a letter is one per cent
TEAM, OTHER = Team("slack:T1"), Team("slack:T2")
TEA = """\
# Tea

### How long does green tea steep?
- [x] Two minutes
- [ ] Ten minutes
> Tags: drinks

### Which tea comes from the Azores?
- [x] Gorreana
- [ ] Assam
"""


class Desk:
    """A folder of notes, and the stock that is drawn from it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "notes" / "tea.md"
        self.file.parent.mkdir()
        self.file.write_text(TEA, encoding="utf-8")
        self.library = Library.open([str(self.file.parent)], folder / "index")
        self.store = Store.open(new_file(folder / "study.db"))
        self.stock = QuestionStock(self.library, self.store, lambda: AT)

    def edit(self, before: str, after: str) -> None:
        text = self.file.read_text(encoding="utf-8")
        assert before in text
        self.file.write_text(text.replace(before, after), encoding="utf-8")
        self.library.refresh()

    def about(self, word: str, team: Team = TEAM) -> Question:
        (found,) = (q for q in self.stock.questions(team) if word in q.stem)
        return found

    def close(self) -> None:
        self.library.close()
        self.store.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


def test_a_few_other_letters_keep_the_history_of_a_question(desk: Desk) -> None:
    first = desk.about("green")
    desk.edit("How long does green tea steep?", "How long should green tea steep?")
    second = desk.about("green")
    assert second.stem == "How long should green tea steep?"
    assert (second.id, second.version) == (first.id, first.version)
    desk.edit("How long should green tea steep?", "How long should a green tea steep?")
    assert desk.about("green").id == first.id
    assert desk.about("Azores").id != first.id


def changed(letters: int) -> str:
    """The long question with so many of its letters changed, from the first on."""
    places = [place for place, letter in enumerate(LONG) if letter.isalpha()][:letters]
    return "".join("z" if place in places else letter for place, letter in enumerate(LONG))


@pytest.mark.parametrize(("letters", "is_kept"), [(100 - ALIKE, True), (101 - ALIKE, False)])
def test_the_history_is_kept_down_to_the_likeness_that_the_pages_state(
    desk: Desk, letters: int, is_kept: bool
) -> None:
    desk.edit("How long does green tea steep?", LONG)
    first = desk.about(LONG)
    desk.edit(LONG, changed(letters))
    assert (desk.about(changed(letters)).id == first.id) is is_kept
    for name in ("questions.md", "writing-questions.md"):
        page = (DOCS / name).read_text(encoding="utf-8")
        assert re.findall(r"(\d+) % alike", page) == [str(ALIKE)], name


def test_a_near_wording_in_another_file_begins_anew(desk: Desk) -> None:
    first = desk.about("green")
    whole = desk.file.read_text(encoding="utf-8")
    other = desk.file.with_name("leaves.md")
    other.write_text(whole.replace("long does", "long should"), encoding="utf-8")
    desk.file.write_text("# Tea\n", encoding="utf-8")
    desk.library.refresh()
    near = desk.about("should green")
    assert near.written_at and near.written_at.file == "leaves.md"
    assert near.id != first.id
    other.write_text(whole, encoding="utf-8")
    desk.library.refresh()
    assert desk.about("does green").id == first.id, "word for word it is the same wherever it goes"


def test_it_is_remembered_by_another_process(desk: Desk) -> None:
    first = desk.about("green")
    desk.edit("How long does green tea steep?", "How long should green tea steep?")
    assert desk.about("green").id == first.id
    again = QuestionStock(desk.library, desk.store, lambda: AT)
    assert first.id in {question.id for question in again.questions(TEAM)}


def test_another_question_in_its_place_begins_anew(desk: Desk) -> None:
    first = desk.about("green")
    desk.edit("How long does green tea steep?", "Who brought green tea to Portugal?")
    assert desk.about("green").id != first.id


def test_of_two_near_a_vanished_wording_the_nearer_one_has_its_history(desk: Desk) -> None:
    first = desk.about("green")
    desk.edit(
        "### How long does green tea steep?\n- [x] Two minutes\n- [ ] Ten minutes\n",
        "### How long does greek tea steep?\n- [x] Two minutes\n- [ ] Five minutes\n\n"
        "### How long does a green tea steep?\n- [x] Two minutes\n- [ ] Ten minutes\n",
    )
    assert desk.about("a green").id == first.id, "though the other one stands first"
    assert desk.about("greek").id != first.id


def test_a_history_that_a_question_has_is_not_taken_by_a_later_one(desk: Desk) -> None:
    first = desk.about("green")
    desk.edit("How long does green tea steep?", "How long should green tea steep?")
    assert desk.about("green").id == first.id
    desk.edit(
        "### How long", "### How long does greek tea steep?\n- [x] A\n- [ ] B\n\n### How long"
    )
    assert desk.about("green").id == first.id
    assert desk.about("greek").id != first.id


def test_another_right_answer_is_a_new_version(desk: Desk) -> None:
    first = desk.about("green")
    desk.edit("- [x] Two minutes\n- [ ] Ten", "- [ ] Two minutes\n- [x] Ten")
    second = desk.about("green")
    assert second.id == first.id
    assert second.version != first.version


def test_an_id_that_the_author_adds_keeps_history_through_any_edit(desk: Desk) -> None:
    first = desk.about("green")
    desk.edit("> Tags: drinks", "> Tags: drinks\n<!-- id: steeping -->")
    assert desk.about("green").id == first.id
    desk.edit("How long does green tea steep?", "For how many minutes is green tea left alone?")
    assert desk.about("green").id == first.id


def test_what_was_written_in_chat_stands_before_the_notes_and_in_their_place(desk: Desk) -> None:
    noted = desk.about("green")
    edited = replace(noted, stem="Green tea: how long?")
    desk.store.team_questions.put(TEAM, edited, "ada", AT)
    assert desk.stock.questions(TEAM)[0] == edited
    assert desk.stock.question(TEAM, noted.id) == edited
    assert desk.stock.question(OTHER, noted.id) == noted
    assert [q.id for q in desk.stock.questions(TEAM)].count(noted.id) == 1
    new = replace(noted, id="w-1", stem="Which tea is smoked?")
    desk.store.team_questions.put(TEAM, new, "ada", AT)
    assert new in desk.stock.questions(TEAM)
    assert "w-1" not in {q.id for q in desk.stock.questions(OTHER)}, "each workspace its own"


def test_tags_are_found_by_name(desk: Desk) -> None:
    assert desk.stock.named("#Drinks") == "drinks"
    assert desk.stock.named("coffee") == ""


def test_a_tag_across_topics_comes_before_another_name_of_one_topic(desk: Desk) -> None:
    coffee = desk.file.with_name("coffee.md")
    text = "# Coffee\n\nAliases: drinks\n\n### Which bean is mild?\n- [x] Arabica\n- [ ] Robusta\n"
    coffee.write_text(text, encoding="utf-8")
    desk.library.refresh()
    core = Core(desk.library, desk.store, Settings(), lambda: AT, seed=1)
    assert core.subject("drinks") == "Coffee", "the tag is one topic's own"
    coffee.write_text(text + "> Tags: drinks\n", encoding="utf-8")
    desk.library.refresh()
    assert core.subject("drinks") == "drinks"
    assert core.subject("coffee") == "Coffee"


def test_questions_exported_as_markdown_are_read_back(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    exported = questions_as_markdown(desk.stock.questions(TEAM), "#flashcards")
    (tmp_path / "taken" / "questions.md").write_text(exported, encoding="utf-8")
    library = Library.open([str(tmp_path / "taken")], tmp_path / "other")
    told = {q.id: (q.stem, q.options, q.rights, q.tags, q.topic) for q in library.written()}
    library.close()
    assert told == {
        q.id: (q.stem, q.options, q.rights, q.tags, q.topic) for q in desk.stock.questions(TEAM)
    }


def test_a_question_of_before_is_read_from_its_round() -> None:
    """Rounds keep their question as text; older ones know nothing of several right options."""
    old = (
        '{"id":"q1","version":"v1","kind":"T3","topic":"S3","subject":"S3","stem":"How much?",'
        '"options":["one","two"],"answer":1,"explanation":"","why_not":["",""],'
        '"sources":[{"file":"s3.md","line":1}],"section":["S3"],"difficulty":0.5,"hint":""}'
    )
    question = question_from_text(old)
    assert (question.rights, question.right, question.answered_by) == ((1,), "two", "choice")
    assert not question.written
