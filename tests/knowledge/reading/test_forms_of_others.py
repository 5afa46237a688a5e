"""Forms in which people write questions, found in banks that nobody here had seen before."""

import json
from pathlib import Path

import pytest

from knowledge.model import FactKind
from knowledge.questions.written import as_questions
from knowledge.reading.document import Document, read_document

FORMS = Path(__file__).with_name("forms")
# by form, of every question: what is asked, what is right and why
EXPECTED: dict[str, list[list[str]]] = json.loads((FORMS / "expected.json").read_text("utf-8"))


def read(form: str) -> Document:
    return read_document((FORMS / f"{form}.md").read_text("utf-8"), "note.md")


@pytest.mark.parametrize("form", EXPECTED)
def test_every_form_is_read_whole(form: str) -> None:
    written = read(form).authored
    asked = as_questions(written)
    found = [[q.stem, one.right, q.explanation] for one, q in zip(written, asked, strict=True)]
    assert found == EXPECTED[form]


@pytest.mark.parametrize("form", EXPECTED)
def test_no_wrong_option_is_a_fact(form: str) -> None:
    document = read(form)
    told = [fact.text for fact in document.facts if fact.kind is not FactKind.ANSWER]
    for one in document.authored:
        wrong = [text for place, text in enumerate(one.options) if place not in one.answers]
        assert not [text for text in wrong if any(line.endswith(text) for line in told)]


def test_every_form_has_its_questions() -> None:
    assert {path.stem for path in FORMS.glob("*.md")} == EXPECTED.keys()
    assert all(EXPECTED.values())


def test_why_the_others_are_wrong_stands_beside_each() -> None:
    (asked,) = read("tick-mark-behind").authored
    assert asked.why == ("It gathers evidence.", "It gives advice.", "", "")
    (asked,) = read("options-label-reveal").authored
    assert asked.why == ("It idles by day.", "Somebody must run it.", "", "")


def test_a_date_keeps_its_number() -> None:
    text = "### 3. Oktober: was wird gefeiert?\n\n- [x] Einheit\n- [ ] Ernte\n"
    (asked,) = as_questions(read_document(text, "note.md").authored)
    assert asked.stem == "3. Oktober: was wird gefeiert?"
