"""Whole sets of questions: other subjects, determinism, identity through change, even places."""

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.model import Question
from knowledge.questions import Made, as_json, make_questions
from knowledge.questions.options import alike_in_length, same_option
from knowledge.reading.document import read_document
from knowledge.reading.notes import assemble, read_notes
from tests.knowledge.pack import Pack
from tests.knowledge.question_notes import COAST, made, of_kind

FIXTURES = Path(__file__).parent / "fixtures"
PACKS = ("kubernetes", "biology", "spanish")


def pack(name: str) -> Made:
    notes = read_notes([FIXTURES / name])
    return make_questions(notes.facts, notes.topics)


@pytest.fixture(scope="module")
def bundled(read_pack: Pack) -> Made:
    return read_pack.questions


@pytest.mark.parametrize(("name", "least"), [("biology", 1), ("spanish", 1)])
def test_notes_of_other_subjects_yield_questions_of_their_own(name: str, least: int) -> None:
    questions = pack(name).questions
    assert len(questions) >= least
    text = " ".join(f"{q.stem} {' '.join(q.options)}" for q in questions).lower()
    assert "aws" not in text
    assert "amazon" not in text


@pytest.mark.parametrize(("name", "line"), [("kubernetes", "great"), ("biology", "best organelle")])
def test_remarks_in_other_notes_are_not_asked(name: str, line: str) -> None:
    assert all(line not in question.explanation for question in pack(name).questions)


def test_the_bundled_notes_yield_some_questions_and_not_hundreds(bundled: Made) -> None:
    assert 40 <= len(bundled.questions) <= 200
    kinds = {question.kind for question in bundled.questions}
    assert kinds == {"T2", "T3"}
    assert len({question.topic for question in bundled.questions}) >= 40


def test_one_line_and_one_set_of_options_are_asked_once(bundled: Made) -> None:
    lines = Counter(question.sources[0] for question in bundled.questions)
    sets = Counter(tuple(sorted(question.options)) for question in bundled.questions)
    assert max(lines.values()) == max(sets.values()) == 1


def test_every_item_keeps_the_limits(bundled: Made) -> None:
    for question in bundled.questions:
        assert len(question.stem) <= 230, question
        assert len(question.options) == 4
        assert question.origin == "generated"
        assert all(0 < len(option) <= 120 and "\n" not in option for option in question.options)
        assert 0 <= question.answer < len(question.options)
        assert len(question.why_not) == len(question.options)
        assert question.explanation or any(question.why_not)
        assert question.sources


def test_no_two_options_say_the_same_and_none_stands_out_by_length(bundled: Made) -> None:
    for question in bundled.questions:
        options = question.options
        pairs = [(a, b) for i, a in enumerate(options) for b in options[i + 1 :]]
        assert not any(same_option(one, other) for one, other in pairs), question
        if question.kind != "T3":
            assert alike_in_length([len(option) for option in options]), question


def test_ids_are_unique_and_places_are_even(bundled: Made) -> None:
    assert len({question.id for question in bundled.questions}) == len(bundled.questions)
    places = Counter(q.answer for q in bundled.questions if len(q.options) == 4)
    fair = sum(places.values()) / 4
    assert sum((places[place] - fair) ** 2 / fair for place in range(4)) < 11.34  # p > 0.01


def test_two_runs_are_the_same_and_the_order_of_files_does_not_change_ids() -> None:
    assert pack("kubernetes") == pack("kubernetes")
    notes = read_notes([FIXTURES / "biology", FIXTURES / "kubernetes"])
    turned = read_notes([FIXTURES / "kubernetes", FIXTURES / "biology"])
    ids = {question.id for question in make_questions(notes.facts, notes.topics).questions}
    assert ids == {
        question.id for question in make_questions(turned.facts, turned.topics).questions
    }


def by_subject(result: Made, subject: str) -> list[Question]:
    return [question for question in result.questions if question.subject == subject]


def test_another_wording_keeps_the_item_and_its_version() -> None:
    before = by_subject(made(COAST), "Arx lamp")
    reworded = COAST.replace(
        "burns a spark between two carbon rods", "lets a spark burn between two rods of carbon"
    )
    after = by_subject(made(reworded), "Arx lamp")
    assert before
    assert [(q.id, q.version) for q in before] == [(q.id, q.version) for q in after]


def test_lines_moved_elsewhere_keep_their_items() -> None:
    moved = COAST.replace(
        "## Light sources", "A remark about the weather follows here.\n\n## Light sources"
    )
    assert {q.id for q in made(COAST).questions} == {q.id for q in made(moved).questions}


OVEN = (
    "# Kiln\nThe kiln is an oven for pots.\n- **Firing time**: maximum {0}.\n"
    "- A firing time of {0} cracks lids in cold wind.\n"
)


def test_a_changed_value_is_a_new_version_of_the_same_item() -> None:
    text = OVEN.replace("{0}", "{0} min")
    (before,) = made(text.format(45)).questions
    (after,) = made(text.format(30)).questions
    assert before.id == after.id
    assert before.version != after.version


def test_the_same_value_in_another_unit_keeps_the_version() -> None:
    text = OVEN
    (before,) = made(text.format("15 min")).questions
    (after,) = made(text.format("900 s")).questions
    assert (before.id, before.version) == (after.id, after.version)


def test_an_edited_fact_changes_only_items_that_show_it() -> None:
    edited = COAST.replace("bundles the beam with rings", "collects the beam with rings")
    before = {question.id: question for question in made(COAST).questions}
    after = {question.id: question for question in made(edited).questions}
    for identity, question in before.items():
        shown = " ".join((question.stem, *question.options, *question.why_not))
        if "Bundles the beam" not in shown and "bundles the beam" not in shown:
            assert after[identity] == question


def test_an_item_says_where_it_comes_from_and_what_the_others_are() -> None:
    asked = of_kind("T2", made(COAST))
    assert asked
    for question in asked:
        assert question.section == ("Lighthouse", "Light sources")
        assert question.explanation == ""  # the line says no more than the quotation
        assert question.why_not[question.answer] == ""
        assert all(why for place, why in enumerate(question.why_not) if place != question.answer)


def test_the_printed_record_has_the_agreed_fields() -> None:
    record = as_json(made(COAST).questions[0])
    assert set(record) == {
        "id", "kind", "origin", "bank", "topic", "stem", "options", "answer", "answers", "accept",
        "why", "hint", "explanation", "sources", "difficulty", "tags", "level",
    }  # fmt: skip
    assert record["sources"][0]["file"] == "note.md"


def test_empty_notes_yield_nothing() -> None:
    assert make_questions((), ()) == Made()


def test_facts_without_topics_do_no_harm() -> None:
    notes = read_notes([FIXTURES / "biology"])
    nameless = [replace(fact, topic="") for fact in notes.facts]
    assert isinstance(make_questions(nameless, ()), Made)


@pytest.mark.parametrize(
    "line",
    [
        "- **Load of pot w{0}x**: maximum {0} kg.\n",
        "- **Load**: maximum {0} kg per firing.\n",
        "- **Load**: default 5 kg per firing of the kiln.\n",
        "- **Lamp w{0}x**: burns oil w{0}x in a bowl q{0}y near the brass harp z{0}k.\n",
        "\n## Ports\n- **P{0}x**: {0}.\n",
        "\n- Lid {0} is not shut by hand\n\n- Lid {0} is shut by hand\n",
    ],
)
def test_the_work_grows_with_the_notes_and_not_with_their_square(line: str) -> None:
    few, many = (_calls_for(line, count) for count in (150, 600))
    assert many < 8 * few  # four times the lines; every line with every other would be sixteen


def _calls_for(line: str, count: int) -> int:
    """How many functions are called: as good as a clock, and the same on every machine."""
    text = "# Kiln\nThe kiln is an oven.\n" + "".join(line.format(n) for n in range(count))
    notes = assemble([read_document(text, "a.md")])
    calls = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(counted)
    try:
        make_questions(notes.facts, notes.topics)
    finally:
        sys.setprofile(None)
    return calls
