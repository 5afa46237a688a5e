"""Decks of Anki, old and new, become cards; importing one again doubles none."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.export.anki import deck
from knowledge.importing.anki import import_anki
from knowledge.importing.folder import write_decks
from knowledge.importing.items import ImportTrouble
from knowledge.model import Question, Source
from tests.knowledge.importing.decks import NOTES, package, read_back


@pytest.mark.parametrize("legacy", [True, False])
def test_a_deck_becomes_cards_with_their_answers(tmp_path: Path, legacy: bool) -> None:
    imported = import_anki(package(tmp_path, legacy).read_bytes(), "deck")
    cards = {card.stem: card for card in read_back(imported, tmp_path / "notes")}
    assert cards["Which port does SSH use?"].answer == "22"
    assert cards["Which port does SSH use?"].accept == ("22",)
    assert cards["What prints a::b?\n    print(<x>)"].answer == "One\nTwo"
    assert cards["dog"].answer == "Hund" and cards["Hund"].answer == "dog"
    assert cards["____ lies in France."].answer == "Paris"
    assert cards["____ lies in France."].hint == "city"
    assert cards["Paris lies in ____."].answer == "France"
    assert "Answer: see" in cards["plan.png (sound: a.mp3)"].answer
    assert cards["dog"].tags == ("net/tcp",)
    assert len(cards) == 7
    assert (tmp_path / "notes" / "Ports" / "Words.md").exists()


@pytest.mark.parametrize("legacy", [True, False])
def test_pictures_and_sounds_are_named_with_the_reason(tmp_path: Path, legacy: bool) -> None:
    imported = import_anki(package(tmp_path, legacy).read_bytes(), "deck")
    pictures, sounds = (said for said in imported.problems if "in the package" in said)
    assert pictures.startswith("deck: 1 picture of its cards stays in the package, since questions")
    assert "(plan.png)" in pictures and "1 sound" in sounds and "(a.mp3)" in sounds


def test_both_formats_are_what_they_say(tmp_path: Path) -> None:
    for legacy, member in ((True, "collection.anki21"), (False, "collection.anki21b")):
        with zipfile.ZipFile(package(tmp_path, legacy)) as file:
            assert member in file.namelist()


def test_importing_a_changed_deck_updates_and_doubles_nothing(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    first = read_back(import_anki(package(tmp_path, True).read_bytes(), "deck"), notes)
    again = write_decks(
        import_anki((tmp_path / "deck.apkg").read_bytes(), "deck"), "source", notes, "#flashcards"
    )
    assert not again.files and len(again.unchanged) == 2
    more = (*NOTES, ("Basic", "Ports", ("What is new?", "This")))
    second = read_back(import_anki(package(tmp_path, False, more).read_bytes(), "deck"), notes)
    assert {card.id for card in first} < {card.id for card in second}
    assert len(second) == len(first) + 1


def test_what_people_wrote_comes_back_with_every_right_option_and_every_reason(
    tmp_path: Path,
) -> None:
    asked = Question(
        "q1", "v1", "choice", "Green tea", "tea", "Which leaves are green? (Choose two.)",
        ("Sencha", "Assam", "Gyokuro", "Pu-erh"), 0, "Green leaves are not fermented.",
        ("Steamed.", "Black: <fermented>.", "Shaded.", ""), (Source("tea.md", 7),), ("Tea",),
        origin="authored", answers=(0, 2), tags=("drinks",),
    )  # fmt: skip
    typed = replace(
        asked, id="q2", stem="What is tea made of?\nGive\n  its part.", options=(), answers=(),
        accept=("Leaves", "Leaf"), back="Leaves", why_not=(),
    )  # fmt: skip
    content = deck([asked, typed], "Study", datetime(2027, 1, 1, tzinfo=UTC))
    found = {q.options: q for q in read_back(import_anki(content, "deck"), tmp_path)}
    back, card = found[asked.options], found[()]
    assert (back.answers, back.why) == (asked.answers, asked.why_not)
    assert (back.stem, back.explanation) == (asked.stem, asked.explanation)
    assert "What is tea made of?" in card.stem and "Leaves" in card.answer


def test_our_own_export_comes_back_as_the_same_questions(tmp_path: Path) -> None:
    made = [
        Question(
            f"q{number}", "v1", "T3", "Green tea", "tea", f"{stem} {number}?",
            ("60 °C", "80 °C", "<b>95</b> & [sound:x]", "a::b {{c1::x}} == y"), 1 + number,
            "Hot, but not *boiling*.", ("", "", "", ""), (Source("tea.md", 7),), ("Tea",),
        )
        for number, stem in enumerate(("How hot", "Which `code` is <b>", "# How"))
    ]  # fmt: skip
    content = deck(made, "Study", datetime(2027, 1, 1, tzinfo=UTC))
    found = {q.stem: q for q in read_back(import_anki(content, "deck"), tmp_path)}
    assert found.keys() == {question.stem for question in made}
    for question in made:
        back = found[question.stem]
        assert (back.options, back.answers) == (question.options, (question.answer,))
        assert back.explanation == question.explanation


def test_files_of_somebody_else_are_left_alone(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "Ports.md").write_text("# My own\n")
    imported = import_anki(package(tmp_path, True).read_bytes(), "deck")
    written = write_decks(imported, "deck.apkg", notes, "#flashcards")
    assert (notes / "Ports.md").read_text() == "# My own\n"
    assert any("Ports.md" in problem for problem in written.problems)


def test_a_card_that_moved_leaves_its_old_file(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    imported = import_anki(package(tmp_path, True).read_bytes(), "deck")
    read_back(imported, notes)
    for made in imported.decks:
        made.name = "Elsewhere::.. /../x"
    moved = read_back(imported, notes)
    assert len({card.id for card in moved}) == len(moved)
    assert all(path.resolve().is_relative_to(notes) for path in notes.rglob("*.md"))
    assert not (notes / "Ports.md").exists()


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", ["collection.anki2", "collection.anki21b", "other"])
@given(content=st.binary(max_size=300))
@settings(max_examples=60)
def test_a_broken_package_is_one_sentence(name: str, content: bytes) -> None:
    for data in (content, zipped(name, content), zipped(name, b"SQLite format 3\0" + content)):
        with pytest.raises(ImportTrouble):
            import_anki(data, "deck")


def test_an_archive_that_unpacks_without_end_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.importing.apkg._LARGEST", 1000)
    with pytest.raises(ImportTrouble, match="Split"):
        import_anki(zipped("collection.anki2", bytes(100_000)), "deck")
    with pytest.raises(ImportTrouble, match="Split"):
        import_anki(package(tmp_path, False).read_bytes(), "deck")
