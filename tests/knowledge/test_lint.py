"""Lint says by file and line what would make a better fact, and is silent about good notes."""

from datetime import date
from pathlib import Path

import pytest

from bot.__main__ import main
from knowledge.lint import Advice, lint
from tests.knowledge.pack import Pack

CLEAN = """# Water tower

Aliases: tower, tank

A water tower keeps water high up so that it flows without a pump.

## Kinds
- **Standpipe**: a tall cylinder that stands on the ground.
- **Spheroid**: a ball on a single stem.

## When to use
- Pressure must hold through a power cut.

## Figures

| Kind | Volume |
| --- | --- |
| Standpipe | 500 m3 |
"""


def advice(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    (tmp_path / "note.md").write_text(text)
    return [(found.line, found.rule) for found in lint([tmp_path])]


def test_a_note_in_the_plain_form_is_clean(tmp_path: Path) -> None:
    assert advice(tmp_path, CLEAN) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ("# Water tower\n", "\n", 1, "title"),
        ("## Figures", "# Figures", 14, "title"),
        ("Aliases: tower, tank\n", "\n", 1, "aliases"),
        ("Aliases: tower, tank", "Aliases: tower,, tank", 3, "aliases"),
        ("A water tower keeps water high up so that it flows without a pump.\n", "", 6, "gloss"),
        (
            "A water tower keeps water high up so that it flows without a pump.",
            "A tank.",
            5,
            "gloss",
        ),
        ("- Pressure must", "- It must", 12, "pronoun"),
        ("- Pressure must", "- Supports pressure that must", 12, "subject"),
        ("through a power cut.", "through a power cut, " + "and a storm, " * 20, 12, "long"),
        ("| Kind | Volume |\n| --- | --- |\n", "", 16, "table"),
        ("| Standpipe | 500 m3 |", "| Standpipe |", 18, "table"),
        ("| Standpipe | 500 m3 |", "| Standpipe | |", 18, "table"),
    ],
)
def test_what_could_be_better_is_said_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, rule: str
) -> None:
    assert old in CLEAN
    assert (line, rule) in advice(tmp_path, CLEAN.replace(old, new))


def test_a_fact_that_stands_twice_is_said_with_the_other_place(tmp_path: Path) -> None:
    text = CLEAN + "\n## Again\n- Pressure must hold through a power cut.\n"
    (tmp_path / "note.md").write_text(text)
    assert [found for found in lint([tmp_path]) if found.rule == "duplicate"] == [
        Advice("note.md", 21, "duplicate", "stands in note.md:12 already")
    ]


def test_a_name_for_two_topics_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(CLEAN)
    (tmp_path / "b.md").write_text(CLEAN.replace("Water tower", "Tank"))
    rules = {(found.file, found.line, found.rule) for found in lint([tmp_path])}
    assert ("b.md", 3, "aliases") in rules


def test_two_figures_that_disagree_are_said_with_both_places(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(CLEAN + "\n## Limits\n- **Height**: maximum 30 m per tower.\n")
    (tmp_path / "b.md").write_text(
        CLEAN.replace("tower, tank", "reservoir")
        + "\n## Limits\n- **Height**: maximum 50 m per tower.\n"
    )
    texts = [found.text for found in lint([tmp_path]) if found.rule == "contradiction"]
    assert len(texts) == 1
    assert "30 m" in texts[0]
    assert "50 m" in texts[0]


def test_the_command_names_files_and_leaves_with_one_if_there_is_advice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "note.md").write_text(CLEAN)
    assert main(["notes", "lint", str(tmp_path)]) == 0
    assert "clean" in capsys.readouterr().out
    (tmp_path / "note.md").write_text(CLEAN.replace("- Pressure must", "- It must"))
    assert main(["notes", "lint", str(tmp_path)]) == 1
    assert "note.md:12: pronoun" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_asked_for_nothing_more(tmp_path: Path) -> None:
    (tmp_path / "binary.md").write_bytes(bytes(range(9)) * 9)
    (tmp_path / "empty.md").write_text(" \n")
    (tmp_path / "sound.md").write_text(CLEAN)
    found = [(one.rule, one.text) for one in lint([tmp_path])]
    assert found == [
        ("unreadable", "binary.md: is binary, not text."),
        ("unreadable", "empty.md: is empty."),
    ]


def test_a_file_in_another_encoding_was_read_and_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "tower.md").write_bytes(CLEAN.replace("tank\n", "réservoir\n").encode("cp1252"))
    assert [one.rule for one in lint([tmp_path])] == ["reading"]
    (tmp_path / "tower.md").write_bytes("Le réservoir est plein.\n".encode("cp1252"))
    assert [one.rule for one in lint([tmp_path])] == ["reading", "aliases", "title"]


def test_the_bundled_notes_are_clean(read_pack: Pack) -> None:
    """On the day they were last gone through: a year later what was checked is asked for again."""
    read = read_pack.notes
    assert lint(["bundled"], GONE_THROUGH, read) == ()
    late = lint(["bundled"], GONE_THROUGH.replace(year=GONE_THROUGH.year + 1, month=12), read)
    assert len(late) > 600 and {one.rule for one in late} == {"checked"}


GONE_THROUGH = date(2026, 11, 30)
MARKED = """\
# Locks

Aliases: padlock

Locks keep a room shut until somebody opens them.

## Limits
- **Keys**: at most 5 keys for a lock. (checked 2026-11)
- **Doors**: at most 3 doors for a lock.
- Locks rust.

## Parts
- A lock has 7 pins.
"""


def test_figures_that_may_change_are_to_be_checked_once_a_year(tmp_path: Path) -> None:
    note = tmp_path / "locks.md"
    note.write_text(MARKED, encoding="utf-8")
    found = lint([tmp_path], today=date(2027, 11, 30))
    assert [(one.line, one.rule) for one in found] == [(9, "checked")]
    found = lint([tmp_path], today=date(2027, 12, 1))
    assert [(one.line, one.rule) for one in found] == [(8, "checked"), (9, "checked")]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("- The padlock of 1990 is closed to new customers since May 2025.", "a status"),
        ("- **Old lock**: opens with one key; discontinued.", "a status"),
        ("- The keyless lock ended on 3 March 2026.", "a status"),
        ("- Keys have been in maintenance mode since May.", "a status"),
        ("- Keys are no longer offered.", "a status"),
        ("- **Key**: $0.005 for each hour.", "a price"),
        ("| Spare key | €3 |", "a price"),
        ("- **Turns**: default 2, maximum 9 per key.", "a ceiling"),
        ("- A lock is opened by at most 4 people, and once every 60 s.", "a ceiling"),
        ("- **Locks**: default 300 per house, raisable.", "a ceiling"),
        ("| Maximum age | 9 years |", "a ceiling"),
        ("- The week ended with a lock.", ""),
        ("- Locks were of iron up to 1990, and of wood at most.", ""),
        ("- A bolt has 7 pins.", ""),
    ],
)
def test_states_prices_and_ceilings_are_to_be_checked_wherever_they_stand(
    tmp_path: Path, line: str, what: str
) -> None:
    table = "| Part | Price |\n| --- | --- |\n" if line.startswith("|") else ""
    note = tmp_path / "locks.md"
    text = MARKED.replace("- **Doors**: at most 3 doors for a lock.\n", "")
    note.write_text(f"{text}\n## News\n{table}{line}\n", encoding="utf-8")
    found = [one.text for one in lint([tmp_path], today=date(2026, 12, 1))]
    assert found == ([f"{what} may change: (checked YYYY-MM)"] if what else [])
    marked = f"{line.removesuffix(' |')} (checked 2026-11){' |' if table else ''}"
    note.write_text(f"{text}\n## News\n{table}{marked}\n", encoding="utf-8")
    assert lint([tmp_path], today=date(2026, 12, 1)) == ()


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("| Padlock | 5 |", True),
        ("| Padlock | S3 |", False),
        ("Doors have 3 locks.", True),
        ("- **Doors**: 3 locks.", True),
        ("- **Doors**: any lock.", False),
    ],
)
def test_whatever_has_a_figure_below_limits_is_to_be_checked_as_are_rows(
    tmp_path: Path, line: str, asked: bool
) -> None:
    table = "| Lock | Keys |\n| --- | --- |\n" if line.startswith("|") else ""
    text = MARKED.replace("- **Doors**: at most 3 doors for a lock.\n", "")
    below = "## Parts"
    note = tmp_path / "locks.md"
    for mark in ("", "(checked 2026-11)\n\n"):
        section = f"### Kinds\n\n{mark}{table}{line}\n\n{below}"
        note.write_text(text.replace(below, section), encoding="utf-8")
        found = [one.text for one in lint([tmp_path], today=date(2026, 12, 1))]
        assert found == (["a figure may change: (checked YYYY-MM)"] if asked and not mark else [])


def test_notes_without_any_mark_are_not_asked_for_them(tmp_path: Path) -> None:
    note = tmp_path / "locks.md"
    note.write_text(MARKED.replace(" (checked 2026-11)", ""), encoding="utf-8")
    assert lint([tmp_path]) == ()
