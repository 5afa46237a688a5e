"""What can be taken away: an Anki deck that Anki itself reads, and tables that are safe to open."""

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from bot.cli import export
from bot.export.anki import deck, guid_of, plain
from bot.export.tables import ANSWER_COLUMNS, question_records, table, without_formulas
from bot.messages import Person, Place
from bot.quiz.rounds import QuizRounds
from bot.settings import Settings, SettingsError
from bot.store import Store
from bot.store.records import Schedule, Team
from knowledge.library import Library
from knowledge.model import Question, Source
from tests.command_line import status_of

MONDAY = date(2027, 3, 1)
AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
LATER = AT + timedelta(days=1)
NOTE = (
    "# Tea\n\nTea is a drink made from leaves in hot water.\n\n## Limits\n"
    + "".join(
        f"- **{name}**: default {low} min, maximum {high} min per cup.\n"
        for name, low, high in (
            ("Steeping time", 3, 10),
            ("Cooling time", 5, 20),
            ("Rinsing time", 2, 4),
        )
    )
    + "## Taste\n- The steeping time, the cooling time and the rinsing time all change the taste.\n"
)


def question(id: str, stem: str = "", answer: str = "80 °C") -> Question:
    return Question(
        id, "v1", "T3", "Green tea", id, stem or f"How hot is {id}?",
        ("60 °C", answer, "<b>95</b> & more"), 1, "Hot, but not boiling.", ("", "", ""),
        (Source("tea.md", 7), Source("leaves.md", 2)), ("Tea",),
    )  # fmt: skip


# ---------------------------------------------------------------- Anki


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    found = Collection(str(tmp_path / "collection.anki2"))
    yield found
    found.close()


def bring_in(collection: Collection, content: bytes, folder: Path) -> None:
    """Import a deck as Anki does when somebody opens it."""
    file = folder / "deck.apkg"
    file.write_bytes(content)
    collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(file), options=ImportAnkiPackageOptions())
    )


def fields(collection: Collection) -> dict[str, dict[str, str]]:
    notes = [collection.get_note(id) for id in collection.find_notes("")]
    return {note.guid: dict(note.items()) for note in notes}


def test_anki_reads_the_deck_with_the_sources_on_the_cards(
    collection: Collection, tmp_path: Path
) -> None:
    asked = question("q1")
    bring_in(collection, deck([asked, question("q2")], "Tea", AT), tmp_path)
    found = fields(collection)[guid_of(asked)]
    assert collection.card_count() == 2
    assert found["Source"] == "tea.md:7 · leaves.md:2"
    assert found["Answer"] == "B  80 °C"
    assert "&lt;b&gt;95&lt;/b&gt; &amp; more" in found["Options"]
    assert collection.decks.by_name("Tea") is not None
    card = collection.get_card(collection.find_cards("")[0])
    assert "tea.md:7" in card.answer() and "80 °C" in card.question()
    assert collection.tags.all() == ["study-companion::Green-tea"]


def test_code_of_a_question_is_a_block_on_its_card(collection: Collection, tmp_path: Path) -> None:
    stem = "What prints <0>?\n    for n in (0,):\n        print(f'<{n}>')"
    asked = replace(question("q1", stem), explanation="As here:\n    print(0)")
    bring_in(collection, deck([asked], "Loops", AT), tmp_path)
    found = fields(collection)[guid_of(asked)]
    code = "<pre>for n in (0,):\n    print(f&#x27;&lt;{n}&gt;&#x27;)</pre>"
    assert found["Question"] == f"What prints &lt;0&gt;?{code}"
    assert found["Explanation"] == "As here:<pre>print(0)</pre>"
    as_json = table(question_records([asked]), ["stem"], "json")
    assert json.loads(as_json) == [{"stem": stem}], "in tables it stays as it is"
    assert stem in table(question_records([asked]), ["stem"], "csv")


def test_true_and_false_have_no_letters_on_a_card(collection: Collection, tmp_path: Path) -> None:
    asked = replace(question("q1"), options=("True", "False"), why_not=("", "It is hot."), answer=0)
    bring_in(collection, deck([asked], "Notes", AT), tmp_path)
    (card,) = fields(collection).values()
    assert "<ol class=truths>" in card["Options"]
    assert card["Answer"] == "True"
    assert "<li>False: It is hot.</li>" in card["Explanation"]


def test_questions_of_the_bank_are_cards_like_any_other(
    collection: Collection, bundled: Library, tmp_path: Path
) -> None:
    """One right option, several, typed: each with its explanations, exam tags and the month."""
    written = [one for one in bundled.written() if one.origin == "bank"]
    bring_in(collection, deck(written, "AWS", AT), tmp_path)
    found = fields(collection)
    assert len(found) == collection.card_count() == len(written) >= 800
    for kind in ("choice", "several", "typed"):
        asked = next(one for one in written if one.answered_by == kind and one.checked)
        card = found[guid_of(asked)]
        assert card["Question"] == plain(asked.stem)
        assert plain(asked.right.split("; ")[0]) in card["Answer"]
        assert plain(asked.explanation) in card["Explanation"]
        assert all(plain(why) in card["Explanation"] for why in asked.why_not)
        assert card["Source"].endswith(f"{asked.sources[-1]} · checked {asked.checked}")
    assert {f"study-companion::{exam}" for exam in ("clf", "saa", "dva")} <= set(
        collection.tags.all()
    )


ACTIVE = (
    "[latex]\\input{/etc/passwd}[/latex]", "[LaTeX]x[/LaTeX]", "[$]x[/$]", "[$$]x[/$$]",
    "[sound:http://evil.example/x.mp3]", "[anki:tts lang=en_US]x[/anki:tts]", r"\(x\)", r"\[x\]",
    "{{Answer}}", "{{c1::x}}", "<script>x</script>", "<img src=x onerror=x>", "&lt;b&gt;",
    "a\x1fb",
)  # fmt: skip


@pytest.mark.parametrize("text", ACTIVE)
def test_nothing_in_the_notes_comes_to_life_on_a_card(
    collection: Collection, tmp_path: Path, text: str
) -> None:
    """Asked of Anki itself: what it would play, run or replace."""
    hostile = replace(
        question("q1"), stem=f"{text} stem", options=(text, "80 °C"), explanation=text, topic=text
    )
    bring_in(collection, deck([hostile], "Tea", AT), tmp_path)
    card = collection.get_card(collection.find_cards("")[0])
    assert card.question_av_tags() == card.answer_av_tags() == []
    (note,) = fields(collection).values()
    assert note["Answer"] == "B  80 °C", "the fields are where they belong"
    for name, field in note.items():
        bare = field.removeprefix("<ol class=options><li>").removesuffix("</li></ol>")
        assert name == "Options" or "<" not in bare
        assert not re.search(r"\[/?(latex|\$|sound|anki)|\\[(\[]|\{\{|\x1f", field, re.IGNORECASE)
    assert extract_latex(collection, card.question() + card.answer()) == []


def extract_latex(collection: Collection, html: str) -> list[object]:
    found = collection._backend.extract_latex(text=html, svg=False, expand_clozes=False)
    return list(found.latex)


def test_what_looks_harmless_stays_word_for_word() -> None:
    text = "arr[0], f(x), C:\\dir, {a}, [link](b)"
    assert plain(text) == text


def test_a_second_import_updates_the_wording_and_doubles_nothing(
    collection: Collection, tmp_path: Path
) -> None:
    bring_in(collection, deck([question("q1"), question("q2")], "Tea", AT), tmp_path)
    before = {note: list(collection.card_ids_of_note(note)) for note in collection.find_notes("")}
    mended = replace(question("q1"), stem="How hot is the water?", explanation="Now it is clear.")
    bring_in(collection, deck([mended, question("q2"), question("q3")], "Tea", LATER), tmp_path)
    found = fields(collection)
    assert len(found) == collection.card_count() == 3
    assert found[guid_of(mended)]["Question"] == "How hot is the water?"
    assert found[guid_of(mended)]["Explanation"] == "Now it is clear."
    assert all(list(collection.card_ids_of_note(note)) == cards for note, cards in before.items())


def test_the_same_deck_twice_changes_nothing(collection: Collection, tmp_path: Path) -> None:
    content = deck([question("q1")], "Tea", AT)
    bring_in(collection, content, tmp_path)
    first = fields(collection)
    bring_in(collection, content, tmp_path)
    assert fields(collection) == first


def test_a_learned_card_keeps_its_schedule_when_its_wording_changes(
    collection: Collection, tmp_path: Path
) -> None:
    bring_in(collection, deck([question("q1")], "Tea", AT), tmp_path)
    (card_id,) = collection.find_cards("")
    collection.sched.set_due_date([card_id], "12")
    learned = collection.get_card(card_id)
    bring_in(collection, deck([question("q1", "How warm?")], "Tea", LATER), tmp_path)
    card = collection.get_card(card_id)
    assert (card.due, card.ivl) == (learned.due, learned.ivl)
    assert "How warm?" in card.question()


def test_the_same_questions_make_the_same_bytes_in_any_order() -> None:
    one, two = question("q1"), question("q2")
    assert deck([one, two], "Tea", AT) == deck([two, one], "Tea", AT)
    assert deck([one], "Tea", AT) != deck([one], "Tea", LATER)


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    assert without_formulas(text) == f"'{text}"


@pytest.mark.parametrize("value", ["S3", "1 - 2", "", 5, -5, 0.5, True, None])
def test_everything_else_stays_as_it_is(value: str | int | float | None) -> None:
    assert without_formulas(value) == value


@pytest.mark.parametrize("text", ["\ufeff=1", "\u200b=1", "\u00a0=1", " \u2060+1", "\x00=1"])
def test_an_invisible_mark_hides_no_formula(text: str) -> None:
    assert without_formulas(text) == f"'{text}"


@pytest.mark.parametrize("line_end", ["\r", "\r\n", "\n"])
def test_no_end_of_a_line_leaves_its_cell(line_end: str) -> None:
    """A lone carriage return would begin a row, and with it a formula, in a spreadsheet."""
    asked = replace(question("q1"), stem=f"a{line_end}=1+1")
    text = table(question_records([asked]), ("stem", "id"), "csv")
    assert "\r" not in text and '"a\n\'=1+1",q1' in text


@pytest.mark.parametrize(
    "stem", ["x;=1+1", "What is x?\n=1+1", "x\t@a", "x; +1", "x;-2+3", "=1;=2"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_begins_with_a_formula_whatever_separates_cells(stem: str, separator: str) -> None:
    text = table(question_records([replace(question("q1"), stem=stem)]), ("id", "stem"), "csv")
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    rows += [line.split(separator) for line in text.splitlines()]
    for cell in (cell for row in rows for cell in row):
        assert not cell.strip(' "').startswith(("=", "+", "-", "@"))


def test_a_list_in_a_cell_keeps_its_dashes() -> None:
    asked = replace(question("q1"), stem="Which?\n- a\n- b")
    assert '"Which?\n- a\n- b",q1' in table(question_records([asked]), ("stem", "id"), "csv")


def test_csv_reads_back_with_commas_quotes_and_lines() -> None:
    asked = question("q1", stem='He said "hot, very",\nand left')
    text = table(question_records([asked]), ("stem", "answer"), "csv")
    assert list(csv.reader(io.StringIO(text))) == [["stem", "answer"], [asked.stem, "80 °C"]]


def test_options_are_a_list_in_json_and_barred_in_csv() -> None:
    records = question_records([question("q1")])
    (row,) = json.loads(table(records, ("options", "sources"), "json"))
    assert row["options"] == ["60 °C", "80 °C", "<b>95</b> & more"]
    assert row["sources"] == ["tea.md:7", "leaves.md:2"]
    (flat,) = csv.DictReader(io.StringIO(table(records, ("options", "sources"), "csv")))
    assert flat == {
        "options": "60 °C | 80 °C | <b>95</b> & more",
        "sources": "tea.md:7 | leaves.md:2",
    }


def test_json_leaves_text_as_it_is() -> None:
    (row,) = json.loads(table([{"name": "=1", "points": 3}], ("name", "points"), "json"))
    assert row == {"name": "=1", "points": 3}


# ---------------------------------------------------------------- the command


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "tea.md").write_text(NOTE, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'data' / 'companion.db'}"
    return Settings(notes=(str(tmp_path / "notes"),), database_url=url)


def play(settings: Settings, workspace: str, user: str, name: str = "", right: bool = True) -> None:
    store = Store.open(settings.database_url)
    team = Team(f"slack:{workspace}")
    schedule = store.schedules.put(Schedule(team, "C1", time(9), "UTC", changed_at=AT))
    rounds = QuizRounds(store)
    closes = AT + timedelta(hours=23)
    claim = rounds.claim(
        team, "C1", MONDAY, question("q1"), AT, closes, AT, schedule=schedule, reveal="now"
    )
    rounds.confirm(claim.round.id, "m1")
    person = Person("slack", workspace, user, name or user)
    rounds.answer(person, claim.round.id, 1 if right else 0, AT + timedelta(minutes=1))
    store.close()


def test_answers_carry_their_workspace(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    play(settings, "T1", "ann", "=cmd()")
    play(settings, "T2", "bea", right=False)
    assert status_of(export, ("answers",), settings) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == ANSWER_COLUMNS
    assert [(row["workspace"], row["name"], row["correct"]) for row in rows] == [
        ("slack:T1", "'=cmd()", "1"),
        ("slack:T2", "bea", "0"),
    ]


def test_scores_are_those_of_the_board_practice_included(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    play(settings, "T1", "ann")
    store = Store.open(settings.database_url)
    ann, rounds = Person("slack", "T1", "ann", "ann"), QuizRounds(store)
    (round,) = rounds.practice(ann, Place("slack", "T1", "C1"), [question("warm-up")], AT)
    rounds.answer(ann, round.id, round.question.answer, AT + timedelta(minutes=1))
    store.close()
    assert (
        status_of(
            export,
            (
                "scores",
                "--format",
                "json",
            ),
            settings,
        )
        == 0
    )
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["points"], row["correct"], row["answered"]) == (12, 1, 1)


def test_whoever_left_the_boards_is_in_no_scores_and_nameless_in_the_answers(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    play(settings, "T1", "ann")
    play(settings, "T1", "bea")
    store = Store.open(settings.database_url)
    store.people.set(Person("slack", "T1", "bea"), opted_out=True)
    store.close()
    assert (
        status_of(
            export,
            (
                "scores",
                "--format",
                "json",
            ),
            settings,
        )
        == 0
    )
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["member"], row["month"], row["points"], row["answered"]) == (
        "ann",
        "2027-03",
        10,
        1,
    )
    assert (
        status_of(
            export,
            (
                "answers",
                "--format",
                "json",
            ),
            settings,
        )
        == 0
    )
    assert [row["member"] for row in json.loads(capsys.readouterr().out)] == ["ann", ""]


def test_changes_can_be_read_by_who_runs_the_companion(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store.open(settings.database_url)
    ann = Person("slack", "T1", "ann", "ann")
    store.audit.note(ann, AT, "daily quiz set", "C1: weekdays at 09:00 (UTC)")
    for number in range(60):
        store.audit.note(ann, AT, "question held", f"q{number}")
    assert store.audit.who_set_up(Team("slack:T1"), "C1") == "ann", "however long ago it was"
    assert store.audit.who_set_up(Team("slack:T1"), "C") == ""
    store.close()
    assert status_of(export, ("audit",), settings) == 0
    first = next(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (first["member"], first["what"]) == ("ann", "daily quiz set")


def test_without_a_database_there_is_a_sentence_and_none_is_made(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of(export, ("scores",), settings) == 1
    assert "no database" in capsys.readouterr().err
    assert not settings.database_path.exists()


def test_questions_go_into_a_file_and_held_ones_stay_out(
    settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "questions.json"
    words = ("questions", "--format", "json", "--output", str(target))
    assert status_of(export, words, settings) == 0
    rows = json.loads(target.read_text(encoding="utf-8"))
    assert rows and rows[0]["sources"][0].startswith("tea.md:")
    first = replace(question(rows[0]["id"]), version=rows[0]["version"])
    play(settings, "T1", "ann")
    store = Store.open(settings.database_url)
    store.items.put(Team("slack:T1"), first, "held", "hand", AT, "admin")
    store.close()
    assert status_of(export, words, settings) == 0
    left = json.loads(target.read_text(encoding="utf-8"))
    assert [row["id"] for row in left] == [row["id"] for row in rows[1:]]


def test_the_deck_of_the_same_notes_is_the_same_file_and_newer_after_an_edit(
    settings: Settings, tmp_path: Path
) -> None:
    note, target = tmp_path / "notes" / "tea.md", tmp_path / "deck.apkg"
    contents = []
    for moment in (2_000_000_000, 2_000_000_000, 2_000_000_100):
        os.utime(note, (moment, moment))
        assert (
            status_of(
                export,
                (
                    "anki",
                    str(target),
                ),
                settings,
            )
            == 0
        )
        contents.append(target.read_bytes())
    assert contents[0] == contents[1] != contents[2]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("anki", "deck.apkg", "--topic", "bananas"), "no topic “bananas”"),
        (("questions", "--topic", "bananas"), "no topic “bananas”"),
        (("questions", "--notes", "/nowhere"), "there is no /nowhere"),
    ],
)
def test_a_topic_or_a_folder_that_is_not_there_is_named(
    settings: Settings, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    assert status_of(export, words, settings) == 2
    said = capsys.readouterr()
    assert why in said.err and not said.out


def test_a_database_that_is_none_is_a_sentence(settings: Settings) -> None:
    settings.database_path.parent.mkdir(parents=True)
    settings.database_path.write_text("not a database at all, but long enough to be one" * 50)
    with pytest.raises(SettingsError, match="cannot be opened"):
        status_of(export, ("scores",), settings)


def test_a_file_that_cannot_be_written_is_a_sentence(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "nowhere" / "deck.apkg"
    assert (
        status_of(
            export,
            (
                "anki",
                str(target),
            ),
            settings,
        )
        == 1
    )
    assert "cannot be written" in capsys.readouterr().err
