"""The answers to numbered questions stand together at the end, as in books."""

import pytest

from knowledge.reading.document import read_document

QUESTIONS = """\
# Ports

1. Which port does SSH use?
   A. 21
   B. 22

2. Which ports serve pages?
   A. 80
   B. 53
   C. 443

**Question 3: Which protocol resolves names?**

A) DNS
B) DHCP

"""
KEYS = {
    "on one line": "Answers: 1. B 2. A, C 3. A\n",
    "below a heading": "## Answer key\n\n1. B\n2. A, C\n3. A\n",
    "with reasons": "**Answers**\n\n1. B – it was free.\n2) A, C\n3: A\n",
    "a table": "## Solutions\n\n| No | Is |\n| --- | --- |\n| 1 | B |\n| 2 | A,C |\n| 3 | A |\n",
    "folded": "<details><summary>Answers</summary>\n\n1-B, 2-A/C, 3-A\n\n</details>\n",
    "in German": "### Lösungen:\n\n1 B; 2 A, C; 3 A\n",
}


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_a_key_answers_the_numbered_questions_above_it(key: str) -> None:
    read = read_document(QUESTIONS + key, "a.md")
    assert [question.answers for question in read.authored] == [(1,), (0, 2), (0,)]
    assert read.authored[1].options == ("80", "53", "443")
    assert not read.broken
    assert {fact.text for fact in read.facts} <= {"22", "80; 443", "DNS", "it was free."}


def test_a_reason_explains() -> None:
    read = read_document(QUESTIONS + KEYS["with reasons"], "a.md")
    assert [question.explanation for question in read.authored] == ["it was free.", "", ""]


def test_each_section_has_its_own_key() -> None:
    one = "1. Which?\n\nA. a\nB. b\n\n2. What?\n\nA. c\nB. d\n\nAnswers: 1. A 2. B\n\n"
    read = read_document(f"# One\n\n{one}# Two\n\n{one.replace('1. A 2. B', '1. B 2. A')}", "a.md")
    assert [question.right for question in read.authored] == ["a", "d", "b", "c"]


@pytest.mark.parametrize(
    "text",
    [
        "# Keys\n\n1. A\n2. B\n",  # no questions
        "1. Which?\n\nA. a\nB. b\n\n1. What?\n\nA. c\nB. d\n\nAnswers: 1. A 2. B\n",
        "1. Which?\n\nA. a\nB. b\n\nAnswers: see page 2, chapter B\n",
    ],
)
def test_what_answers_nothing_stays_in_the_notes(text: str) -> None:
    read = read_document(text, "a.md")
    assert not any(question.answers for question in read.authored)
    assert "answer key" not in {line.reason for line in read.skipped}


def test_a_key_names_options_beyond_the_tenth() -> None:
    options = "".join(f"   {chr(ord('A') + place)}. port {place}\n" for place in range(25))
    two = "\n2. Which is first?\n   A. 1\n   B. 2\n\n"
    many = f"# Ports\n\n1. Which port is the last?\n{options}{two}"
    read = read_document(many + "## Answers\n\n1. Y\n2. A\n", "a.md")
    assert [question.answers for question in read.authored] == [(24,), (0,)]
