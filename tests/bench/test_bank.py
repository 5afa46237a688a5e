"""The machine checks of written questions find what each is there for, and the bank passes them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bench import bank
from bench.questions_gates import Report
from knowledge.library import Library

Hold = Callable[[str], str]
NOTE = """\
# Water Pump Station

Aliases: pump, RFT, Return Flow Tube

A pump station lifts water from a river into a tank with three pumps.

## Parts
- **Rotor**: turns the water wheel inside of the casing.
- **Valve**: stops water from flowing back at night.

## Limits
- **Lift**: at most 15 min for one tank.
"""
SOUND = """\
### What turns in the casing of a pump?
- [x] The rotor
  > It moves water.
- [ ] The valve
  > It stays where it is.
- [ ] The inlet
  > It has no moving piece.
> Explanation: Without it no water would move.
> Source: pump.md › Parts
> Tags: saa, fact
> Level: 1
"""


@pytest.fixture
def hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Hold:
    """What the checks print of a questions file beside the note."""

    def held(questions: str) -> str:
        notes = tmp_path / "notes"
        notes.mkdir(exist_ok=True)
        (notes / "pump.md").write_text(NOTE, encoding="utf-8")
        (notes / "pump.questions.md").write_text(f"# Quiz\n\n{questions}", encoding="utf-8")
        library = Library.open([notes], tmp_path / "index")
        bank.hold(Report(), library, [str(notes)], each=True)
        library.close()
        return capsys.readouterr().out

    return held


# What is changed in a sound question, the gate that fails, and what it says of the question.
FAULTS = {
    "no explanation": (
        "> Explanation: Without it no water would move.\n", "",
        "FAIL  explained, and each option: 1", "nothing explains the answer",
    ),
    "an option that is not explained": (
        "  > It stays where it is.\n", "", "FAIL  looked at one by one", "others have none",
    ),
    "no level": ("> Level: 1\n", "", "FAIL  level, typed", "none of 1, 2 and 3"),
    "no source": ("> Source: pump.md › Parts\n", "", "FAIL  explained", "no note is cited"),
    "a source that is not there": ("› Parts", "› Colours", "FAIL  looked at", "can be found"),
    "a word of the stem in the key alone": (
        "The rotor", "The casing rotor", "FAIL  the same, rare in its file: 1", "cas",
    ),
    "an acronym of the stem spelled out in the key alone": (
        "of a pump?\n- [x] The rotor", "of an RFT?\n- [x] The return rotor",
        "FAIL  the same, rare in its file: 1", "return",
    ),
    "a key that its section does not know": (
        "The rotor", "Big bright gearwheels", "FAIL  cited section lacks", "bright, gearwheel",
    ),
    "no exam": ("saa, fact", "fact", "FAIL  an exam and one kind each", "no exam"),
    "two kinds": ("saa, fact", "saa, fact, scenario", "FAIL  an exam and one kind", "exactly one"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_a_question_lacks_is_named(hold: Hold, fault: str) -> None:
    old, new, gate, text = FAULTS[fault]
    other = SOUND.replace("What turns in the casing of a pump", "Which part moves by hand").replace(
        "The rotor", "The valve wheel"
    )
    assert old in SOUND
    out = hold(f"{SOUND.replace(old, new)}\n{other}")
    assert gate in out and text in out, out


def test_a_sound_question_is_named_nowhere(hold: Hold) -> None:
    assert "pump.questions.md" not in hold(SOUND)


SECOND = """
### Nobody hears the pump station. Which noise would it make at night if a guard listened?
- [x] The rotor hums
  > A hum is heard.
- [ ] The valve hums
  > A valve is silent.
- [ ] {option}
  > An inlet is silent.
> Explanation: All others are silent.
> Source: pump.md › Limits
> Tags: saa, fact
> Level: 1
"""
LONG = "The inlet that nobody has ever seen from the outside"


def test_a_run_of_eight_words_is_found_in_options_too(hold: Hold) -> None:
    first = SOUND.replace("- [ ] The inlet", f"- [ ] {LONG}")
    out = hold(first + SECOND.format(option=LONG.replace("The inlet", "A pipe")))
    assert "FAIL  runs of 8 words shared: 1" in out
    assert "“that nobody has ever seen from the outside” stands in pump.questions.md:3" in out


def test_a_run_of_the_sample_notes_is_found(
    hold: Hold,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "a.md").write_text("nobody hears THE pump, station: which noise would!", "utf-8")
    monkeypatch.setattr(bank, "SHARED_NOTES", shared)
    out = hold(SECOND.format(option="The inlet hums"))
    assert "which noise would” stands in the sample notes" in out


def test_twins_are_found_over_all_files(hold: Hold) -> None:
    alike = SOUND.replace("What turns in", "What does turn in").replace("The valve", "A valve")
    out = hold(f"{SOUND}\n{alike}")
    assert "FAIL  twins" in out and "asks nearly what pump.questions.md:3 asks" in out


def test_what_a_share_leaves_room_for_is_named_when_asked_for(hold: Hold) -> None:
    out = hold(SOUND.replace("› Parts", "› Limits"))
    assert "the cited lines lack rotor" in out


def test_topics_and_groups_name_notes_that_there_are(bundled: Library) -> None:
    files = {fact.file.removesuffix(".md") for fact in bundled.facts()}
    for table, rows in (bank.GROUPS, 22), (bank.TOPICS, 109):
        named = [row["notes"].split() for row in bank._table(table)]
        assert len(named) == rows and all(named)
        assert set().union(*named) <= files


TOO_FEW = [
    "questions, at least 800: 1",
    "choose several, at least 60: 0",
    "typed, at least 60: 0",
    "kind scenario, 45% to 55%: 0",
    "kind behaviour, 20% to 30%: 0",
    "kind fact, 20% to 30%: 1",
    "exam dva, at least 20%: 0",
    "of notes, with fewer than 4 questions: ['pump']",
    "of topics of the notes, with fewer than 4 questions: ['Water Pump Station']",
    "of the 109 topics in bank_topics.tsv, with fewer than 4 questions: ['AI services', 'ALB'",
    "group Lambda, 15 to 30: 0",
    "group cost and organisations, 15 to 30: 0",
]


def test_too_few_of_a_kind_or_a_topic_fail(hold: Hold) -> None:
    out = hold(SOUND)
    assert [gate for gate in TOO_FEW if f"FAIL  {gate}" not in out] == []


def test_a_note_that_nothing_is_asked_about_has_too_few_questions(
    hold: Hold, tmp_path: Path
) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "river.md").write_text("# River Water\n\n- **Depth**: 4 m\n", "utf-8")
    out = hold(SOUND)
    assert "FAIL  of notes, with fewer than 4 questions: ['pump', 'river']" in out
    assert "fewer than 4 questions: ['River Water', 'Water Pump Station']" in out


@pytest.mark.slow
def test_the_bank_passes_all_checks(bundled: Library, capsys: pytest.CaptureFixture[str]) -> None:
    report = Report()
    bank.hold(report, bundled, ["bundled"])
    failed = [line for line in capsys.readouterr().out.splitlines() if "FAIL" in line]
    assert not failed and not report.failed
