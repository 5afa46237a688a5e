"""What notes cover, over small notes: headings, their questions, and why others have none."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.coverage import WHY, Coverage, coverage
from knowledge.library import Library
from knowledge.model import Fact, FactKind, Question, Rejected, Source


def fact(line: int, *path: str, topic: str = "Tea", kind: FactKind = FactKind.BULLET) -> Fact:
    return Fact(f"f{line}", f"line {line}", kind, topic, path, (), "tea.md", line, line)


def question(id: str, line: int, file: str = "tea.md") -> Question:
    return Question(
        id, "v1", "T3", "Tea", "Tea", "How hot?", ("60 °C", "80 °C"), 1, "", ("", ""),
        (Source(file, line),), (),
    )  # fmt: skip


@pytest.fixture
def covered() -> Coverage:
    facts = [
        fact(1, "Tea", "Green"),
        fact(2, "Tea", "Green"),
        fact(5, "Tea", "Black"),
        fact(8, "Tea", "Code", kind=FactKind.CODE),
        fact(9, "Mate", topic="Mate"),
    ]
    rejected = [
        Rejected("R11", "tea.md", 5),
        Rejected("R10", "tea.md", 5),
        Rejected("R10", "tea.md", 5),
        Rejected("R10", "other.md", 5),
    ]
    return coverage(facts, [question("q1", 2), question("q2", 99)], rejected)


def test_topics_and_headings_stand_in_the_notes_order(covered: Coverage) -> None:
    assert [topic.topic for topic in covered.topics] == ["Tea", "Mate"]
    assert [heading.name for heading in covered.headings] == ["Green", "Black", "Code", "Mate"]


def test_facts_and_questions_are_counted_by_heading(covered: Coverage) -> None:
    green = covered.headings[0]
    assert (green.facts, green.questions, green.why) == (2, ("q1",), "")
    assert (covered.topics[0].facts, covered.topics[0].questions) == (4, ("q1",))


def test_a_silent_heading_says_why_with_the_most_frequent_reason_first(covered: Coverage) -> None:
    black = covered.headings[1]
    assert black.codes == (("R10", 2), ("R11", 1))
    assert black.why == f"{WHY['R10']}; {WHY['R11']}"


def test_a_heading_without_questions_or_rejects_says_so(covered: Coverage) -> None:
    assert covered.headings[2].why == "only code or quotes"
    assert covered.headings[3].why == "nothing with one clear answer"
    assert [heading.name for heading in covered.topics[0].silent] == ["Black", "Code"]


def test_questions_in_notes_that_say_nothing_else_stand_under_their_own_heading() -> None:
    """A plan draws on these headings: a folder of questions alone can be planned with."""
    home = Source("chai.questions.md", 7)
    alone = [
        replace(question(id, 7), topic="Chai", section=("Chai", "Spices"), sources=(home,),
                origin="authored")
        for id in ("q8", "q9")
    ]  # fmt: skip
    *_, last = coverage([fact(1, "Tea", "Green")], [question("q1", 1), *alone]).headings
    assert (last.key, last.source, last.facts) == ("Chai › Chai › Spices", home, 0)
    assert (last.questions, last.why) == (("q8", "q9"), "")


def test_every_reject_code_of_the_questions_has_words() -> None:
    assert set(WHY) == {f"R{number:02}" for number in range(1, 22)}


def test_the_library_covers_every_fact_and_every_question(tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text(
        "# Tea\n\nTea is a drink made from leaves.\n\n## Limits\n"
        "- **Water**: at most 95 °C.\n- **Time**: default 3 min, maximum 10 min.\n",
        encoding="utf-8",
    )
    library = Library.open((tmp_path,), tmp_path / "index")
    covered = library.coverage()
    assert sum(heading.facts for heading in covered.headings) == len(library.facts())
    headed = {question for heading in covered.headings for question in heading.questions}
    assert {made.id for made in library.questions()} <= headed
    assert library.coverage() is covered
    assert all(item.code in WHY for item in library.rejected())
