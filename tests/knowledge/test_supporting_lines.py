"""A question that cites a heading is shown with the lines under it that carry its answer."""

import re
from pathlib import Path

import pytest

from knowledge.library import Library
from knowledge.lint import may_change

NOTE = """\
# Knots

Aliases: ropework

## Loops
- A loop is closed.
- A rope may be wet.

### Fixed ones
- **Bowline**: does not slip under load.
- A figure of eight jams.
- Untied with ease: whatever has not jammed.

| Knot | Eases off |
| --- | --- |
| Anglers loop | in cold water only |

## Bends
- A bowline joins no two ropes, a sheet bend does.
"""
QUESTION = """\
# Quiz

### {stem}
- [ ] A sheet bend
- [x] {key}
> Source: {cite}
"""


def cited(folder: Path, stem: str, key: str, cite: str = "knots.md › Loops") -> list[int]:
    notes = folder / "notes"
    notes.mkdir()
    (notes / "knots.md").write_text(NOTE, encoding="utf-8")
    text = QUESTION.format(stem=stem, key=key, cite=cite)
    (notes / "quiz.md").write_text(text, encoding="utf-8")
    (question,) = Library.open([notes], folder / "index").authored()
    *sources, own = question.sources
    assert (own.file, own.line) == ("quiz.md", 3)
    assert all(source.file == "knots.md" for source in sources)
    return [source.line for source in sources]


@pytest.mark.parametrize(
    ("stem", "key", "lines"),
    [
        ("Which knot holds a boat?", "The bowline", [10]),  # below a deeper heading
        ("What is wet?", "A rope that has jammed", [7, 11]),  # half of it here, half there
        ("Which loop slips under load?", "None", [10]),  # no word of the key: those of the stem
        ("Who paints?", "Nobody", [5]),  # nothing: the heading
        ("When does it ease off?", "In cold water", [16]),  # a row of a table
    ],
)
def test_the_lines_that_say_most_of_the_key(
    tmp_path: Path, stem: str, key: str, lines: list[int]
) -> None:
    assert cited(tmp_path, stem, key) == lines


def test_what_another_heading_says_is_not_cited(tmp_path: Path) -> None:
    assert cited(tmp_path, "What joins two ropes?", "A bowline", "knots.md › Bends") == [19]


def test_a_line_that_is_cited_by_its_number_stays(tmp_path: Path) -> None:
    assert cited(tmp_path, "Which knot holds a boat?", "The bowline", "knots.md:7") == [7]


def test_a_whole_note_is_cited_by_its_best_line(tmp_path: Path) -> None:
    assert cited(tmp_path, "Which knot joins no ropes?", "The bowline", "knots.md") == [19]


DATED = """\
# Knots

Aliases: ropework

## Loops
- A bowline does not slip under load.

## Limits
- **Bowline**: at most 4 loops of a rope. (checked 2026-10)
- **Rope**: at most 9 knots. (checked 2026-11)
"""


@pytest.mark.parametrize(
    ("cites", "month"),
    [
        ("knots.md › Loops", ""),
        ("knots.md › Limits", "2026-10"),
        ("knots.md › Loops; knots.md › Limits", "2026-10"),  # the line of the limit is not shown
    ],
)
def test_the_month_of_a_limit_that_is_cited_is_told(tmp_path: Path, cites: str, month: str) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "knots.md").write_text(DATED, encoding="utf-8")
    text = QUESTION.format(stem="Which knot does not slip under load?", key="A bowline", cite=cites)
    (notes / "quiz.md").write_text(text, encoding="utf-8")
    (question,) = Library.open([notes], tmp_path / "index").written()
    assert question.checked == month


# A heading of what may change: the words that `companion notes lint` goes by.
MAY_CHANGE = re.compile(r"› [^›]*\b(limits?|quotas?|prices?|pricing|status)\b", re.IGNORECASE)


def test_every_question_of_the_bank_that_cites_limits_prices_or_a_status_tells_the_month(
    bundled: Library,
) -> None:
    facts = bundled.facts()
    dated = {
        (fact.file, heading.casefold()) for fact in facts if fact.checked for heading in fact.path
    }
    told = citing = 0
    for question in bundled.authored():
        places = [cite.partition(" › ") for cite in question.cites if MAY_CHANGE.search(cite)]
        if any((file, heading.casefold()) in dated for file, _, heading in places):
            citing += 1
            assert question.checked, f"{question.file}:{question.line}"
        told += bool(question.checked)
    assert citing >= 60 and told >= citing


def test_every_question_of_the_bank_that_is_shown_with_what_may_change_tells_the_month(
    bundled: Library,
) -> None:
    """Ceilings, prices and states wherever they stand, and rows of tables below Limits."""
    may = {fact.source: fact for fact in bundled.facts() if may_change(fact)}
    assert all(fact.checked for fact in may.values())
    shown = [one for one in bundled.authored() if not may.keys().isdisjoint(one.sources)]
    assert len(shown) >= 90
    assert [f"{one.file}:{one.line}" for one in shown if not one.checked] == []


# Amounts that nobody can change: what one works out, what protocols say, addresses.
FIXED = {
    "compute/ec2-instance-types": {"32 GiB"},
    "compute/ec2": {"169.254.169.254"},
    "compute/lambda": {"50", "429"},
    "databases/dynamodb": {"For 800 KB"},
    "foundations/high-availability-scalability": {"3 instances", "About 99.8%", "53 minutes"},
    "identity/waf": {"403"},
    "networking/dns-and-ports": {"3389", "5432"},
    "networking/vpc-endpoints-peering": {"15"},
    "networking/vpc": {"10.0.0.2"},
    "operations/cli-sdk-cloudshell": {"503 ServiceUnavailable; 400 ThrottlingException"},
}
AMOUNT = re.compile(r"(?:about |for )?[\d.,]+%?(?: [a-z]+)?", re.IGNORECASE)


def test_every_question_of_the_bank_whose_answer_is_an_amount_tells_the_month(
    bundled: Library,
) -> None:
    amounts = [
        one for one in bundled.authored() if any(map(AMOUNT.fullmatch, one.right.split("; ")))
    ]
    assert len(amounts) >= 55
    undated = [one for one in amounts if not one.checked]
    unknown = [one for one in undated if one.right not in FIXED.get(_note(one.file), ())]
    assert [f"{one.file}:{one.line}: {one.right}" for one in unknown] == []
    assert len(undated) == sum(map(len, FIXED.values()))


def _note(file: str) -> str:
    return file.removesuffix(".questions.md")
