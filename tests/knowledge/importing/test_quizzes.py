"""GIFT, Aiken, Moodle XML and tables of cards become questions that the companion reads."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import importing
from bot.settings import Settings
from knowledge.importing.items import Imported, ImportTrouble, item_id
from knowledge.importing.kinds import KINDS, import_file
from knowledge.importing.markdown import deck_as_markdown
from knowledge.model import Authored, AuthoredKind
from knowledge.reading.document import read_document
from tests.command_line import status_of
from tests.effort import takes_at_most
from tests.knowledge.importing.decks import read_back

GIFT = r"""
// [id:one] [tag:net]
::Ports::Which port does SSH use? {=22 #Right. ~23 #That is Telnet. ~80 #HTTP.####See RFC 4251.}

$CATEGORY: $course$/top/Logic/Easy

Pick two. {~%50%a \= b ~%50%{{c}} ~%-100%c::d}

The sky is blue.{T#No, look up.}

SSH means {=Secure Shell =secure shell} in short.

How many? {#3:1}

How big? {#1..5}

Match. {=cat -> meows =dog -> barks}

Write an essay. {}

Just a text.
"""
AIKEN = """What is the capital of France?
A. Lyon
B) Paris, of
the Seine
ANSWER: B

Answer: which letter is it
A. one
B. two
ANSWER: a
"""
MOODLE = """<?xml version="1.0"?><quiz>
<question type="category"><category><text>$course$/Net</text></category></question>
<question type="multichoice"><name><text>Q1</text></name>
<questiontext format="html"><text><![CDATA[<p>Which <b>port</b>?</p><pre>ssh host</pre>]]></text>
</questiontext><generalfeedback format="html"><text>See RFC.</text></generalfeedback>
<answer fraction="100" format="html"><text>22</text><feedback><text>Yes.</text></feedback></answer>
<answer fraction="0" format="html"><text>&lt;p&gt;23&lt;/p&gt;</text></answer></question>
<question type="truefalse"><name><text>Q2</text></name><questiontext><text>Water is wet.</text>
</questiontext><answer fraction="100"><text>true</text></answer><answer fraction="0">
<text>false</text></answer></question>
<question type="shortanswer"><name><text>Q3</text></name><questiontext><text>Name of SSH?</text>
</questiontext><answer fraction="100"><text>Secure Shell</text></answer>
<answer fraction="50"><text>ssh</text></answer></question>
<question type="essay"><name><text>Q4</text></name><questiontext><text>Write.</text>
</questiontext></question></quiz>"""


def questions(imported: Imported, folder: Path) -> dict[str, Authored]:
    return {question.stem: question for question in read_back(imported, folder)}


def test_gift(tmp_path: Path) -> None:
    imported = KINDS["gift"](GIFT.encode(), "quiz")
    found = questions(imported, tmp_path)
    ports = found["Which port does SSH use?"]
    assert (ports.options, ports.answers) == (("22", "23", "80"), (0,))
    assert ports.why == ("Right.", "That is Telnet.", "HTTP.")
    assert (ports.explanation, ports.tags) == ("See RFC 4251.", ("net",))
    two = found["Pick two."]
    assert (two.options, two.answers) == (("a = b", "{{c}}", "c::d"), (0, 1))
    assert found["The sky is blue."].right == "True"
    assert found["SSH means ____ in short."].accept == ("Secure Shell", "secure shell")
    assert found["How many?"].answer == "3"
    assert found["How many?"].explanation == "3 ± 1"
    assert found["How big?"].answer == "1 to 5"
    assert found["Match.\n(cat; dog)"].answer == "cat → meows\ndog → barks"
    assert [problem.split(": ")[1] for problem in imported.problems] == [
        "is an essay, which has no answer to check.",
        "is a text and no question.",
    ]
    assert (tmp_path / "quiz" / "Logic" / "Easy.md").exists()


def test_aiken(tmp_path: Path) -> None:
    found = questions(KINDS["aiken"](AIKEN.encode(), "quiz"), tmp_path)
    capital = found["What is the capital of France?"]
    assert (capital.options, capital.answers) == (("Lyon", "Paris, of\nthe Seine"), (1,))
    assert found["Answer: which letter is it"].right == "one"


def test_moodle(tmp_path: Path) -> None:
    imported = KINDS["moodle"](MOODLE.encode(), "quiz")
    found = questions(imported, tmp_path)
    port = found["Which port?\n    ssh host"]
    assert (port.options, port.answers, port.why) == (("22", "23"), (0,), ("Yes.", ""))
    assert port.explanation == "See RFC."
    assert found["Water is wet."].options == ("True", "False")
    assert found["Name of SSH?"].accept == ("Secure Shell", "ssh")
    assert len(imported.problems) == 1 and "“Q4” is an essay" in imported.problems[0]


SAYING = """<quiz><question type="shortanswer">
<questiontext><text>Say <b>this</b> now</text></questiontext>
<answer fraction="100"><text>this</text></answer></question></quiz>"""


def test_text_around_elements_of_moodle_is_whole_and_keeps_its_id() -> None:
    (item,) = KINDS["moodle"](SAYING.encode(), "quiz").decks[0].items
    assert item.stem == "Say this now"
    assert item.id == item_id("moodle", "quiz", "Say now")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("<quiz>", '<quiz xmlns="https://moodle.org/quiz">'),
        ("<quiz>", "<quiz><x:note>never declared</x:note>"),
        ("<b>this</b>", "<o:p>this</o:p>"),
    ],
)
def test_names_of_xml_need_no_declaration(written: str, meant: str) -> None:
    (item,) = KINDS["moodle"](SAYING.replace(written, meant).encode(), "quiz").decks[0].items
    assert item.stem == "Say this now"


def test_xml_that_is_not_well_formed_is_named_as_that() -> None:
    with pytest.raises(ImportTrouble, match=r"quiz: is no well-formed XML .* Export the quiz"):
        KINDS["moodle"](b"<quiz><question></quiz>", "quiz")


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>',
        '<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>',
        "<quiz>" * 100,
        "<quiz>",
        "<other/>",
    ],
)
def test_xml_that_declares_or_breaks_something_is_refused(document: str) -> None:
    with pytest.raises(ImportTrouble):
        KINDS["moodle"](document.encode(), "quiz")


@pytest.mark.parametrize(
    "table",
    [
        'Question,Answers,Comment\nWhat is 犬?,"いぬ,inu",A pet.\n',  # Kotoba
        "Term;Definition\nWhat is 犬?;いぬ\n",
        "What is 犬?\tいぬ\n",  # Quizlet
        "\ufeffFront,Back\r\nWhat is 犬?,いぬ\r\n",
    ],
)
def test_tables_of_cards(table: str, tmp_path: Path) -> None:
    found = questions(KINDS["csv"](table.encode(), "words"), tmp_path)
    assert list(found) == ["What is 犬?"]
    assert found["What is 犬?"].answer == "いぬ"
    if "inu" in table:
        assert found["What is 犬?"].accept == ("いぬ", "inu")
        assert found["What is 犬?"].explanation == "A pet."


def test_the_command_writes_says_what_it_left_out_and_fails_for_broken_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "quiz.txt").write_text(GIFT)
    (tmp_path / "broken.apkg").write_bytes(b"x")
    notes = tmp_path / "notes"
    words = (str(tmp_path / "quiz.txt"), "--to", str(notes))
    assert status_of(importing, words, Settings()) == 0
    assert "is an essay" in capsys.readouterr().out
    broken = (str(tmp_path / "broken.apkg"), str(tmp_path / "none.csv"), "--to", str(notes))
    assert status_of(importing, broken, Settings()) == 1
    said = capsys.readouterr().err
    assert "is no sound archive" in said and "there is no such file" in said


PIECES = ["::", "{", "}", "=", "~", "#", "->", "%50%", "\n", "\n\n", "A. x\n", "B. y\n",
          "ANSWER: A\n", '"', ",", "\t", ";", "front,back\n", "<quiz>", "</quiz>", "<question>",
          "&a;", "\\", "// x\n", "- [x] a\n", "Answer: b\n", "```\n", "==a==", "{{c1::x}}", "é",
          "\0", "1. x\n", "> q\n", "| a |\n", "?\n"]  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "anki"])
@given(pieces=st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40))
@settings(max_examples=120)
def test_any_text_is_imported_or_refused_and_reads_back_whole(kind: str, pieces: list[str]) -> None:
    try:
        imported = KINDS[kind]("".join(pieces).encode("utf-8", "replace"), "any")
    except ImportTrouble:
        return
    for made in imported.decks:
        text = deck_as_markdown(made, "any", "#flashcards")
        found = [q for q in read_document(text, "any.md").authored if q.kind is AuthoredKind.CHOICE]
        wanted = [item for item in made.items if item.options]
        assert len(found) <= len(wanted)


@pytest.mark.parametrize("kind", list(KINDS))
@given(content=st.binary(max_size=400))
@settings(max_examples=60)
def test_any_bytes_are_imported_or_refused(kind: str, content: bytes) -> None:
    try:
        KINDS[kind](content, "any")
    except ImportTrouble as error:
        assert "any" in str(error)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "anki"])
@pytest.mark.parametrize("piece", PIECES)
def test_no_text_takes_more_than_its_share(kind: str, piece: str) -> None:
    content = (piece * (60_000 // len(piece))).encode()

    def read() -> None:
        with suppress(ImportTrouble):
            KINDS[kind](content, "any")

    assert takes_at_most(2, read)


def test_a_file_of_unknown_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    with pytest.raises(ImportTrouble, match="--kind"):
        import_file(tmp_path / "a.txt")
