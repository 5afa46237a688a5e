"""Code in a question is told from its words, and typed again as it was."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model import Authored
from knowledge.questions.written import version_of
from knowledge.reading.code_lines import fenced, flush, from_typed, runs
from knowledge.reading.document import read_document

LOOPS = """
# Loops

### What does this print?

```python
for n in range(2):
    print(n)
```

- [ ] this:

```
x = 1
```

- [x] The numbers zero and one
> Explanation: See here:
> ```
> if a > b:
>     range(2)
> ```
"""
PRINTS = "What does this print?\n    for n in range(2):\n        print(n)"


def only(text: str) -> Authored:
    (question,) = read_document(dedent(text), "loops.md").authored
    return question


def test_code_of_a_stem_and_of_an_explanation_is_set_off_from_the_words() -> None:
    question = only(LOOPS)
    assert question.stem == PRINTS
    assert question.explanation == "See here:\n    if a > b:\n        range(2)"
    assert list(runs(question.stem)) == [
        ("What does this print?", False), ("for n in range(2):\n    print(n)", True),
    ]  # fmt: skip


def test_identity_version_and_options_are_those_from_before_code_was_set_off() -> None:
    question = only(LOOPS)
    assert (question.id, version_of(question)) == ("657e4b84d64e2b36", "3fdaa30bd1c2")
    assert question.options[0] == "this:\nx = 1"
    fences, none = "Q: What is it?\n```\nx = 1\n```\nA: 1\n", "Q: What is it?\nx = 1\nA: 1\n"
    assert only(fences).id == only(none).id, "it is made of words alone"


@pytest.mark.parametrize(
    "note",
    [
        "Q: What is printed?\n```\nprint(1)\n```\nA: 1\n",
        "#flashcards\n\nWhat is printed?\n```\nprint(1)\n```\n?\n1\n",
        "What is printed?\n\n```\nprint(1)\n```\n\n- [x] 1\n- [ ] 2\n",
        "## Scenario\n\nWhat is printed?\n~~~py\nprint(1)\n~~~\n- [x] 1\n- [ ] 2\n",
    ],
)
def test_every_form_of_a_question_keeps_its_code_apart(note: str) -> None:
    assert only(note).stem == "What is printed?\n    print(1)"


@pytest.mark.parametrize(
    "typed",
    [
        "What does this print?\n```\nfor n in range(2):\n    print(n)\n```",
        "What does this print?\n```python\nfor n in range(2):\n    print(n)\n```\n",
        "What does this print?\n```for n in range(2):\n    print(n)```",
        "What does this print? ```\nfor n in range(2):\n    print(n)\n```",
        "What does this print?\n    for n in range(2):\n        print(n)",
    ],
)
def test_code_is_typed_between_fences_or_four_blanks_further_in(typed: str) -> None:
    assert from_typed(typed) == PRINTS
    assert from_typed(fenced(PRINTS)) == PRINTS


def test_a_fence_that_nothing_closes_is_text_and_so_is_one_within_a_sentence() -> None:
    for typed in ("What does ``` begin?\nNothing.", "What do ``` and ``` do?", "```"):
        assert from_typed(typed) == typed
    assert from_typed("```x\ny```\nWhat is it?") == "    x\n    y\nWhat is it?", "no language"


LINE = st.text(st.sampled_from("ab: =\t#"), min_size=1, max_size=8).map(lambda t: f"x{t}y")
CODED = st.lists(st.tuples(st.booleans(), LINE), min_size=1, max_size=8).map(
    lambda lines: "\n".join(f"    {line}" if code else line for code, line in lines)
)


@given(CODED)
def test_a_text_with_code_is_typed_and_read_again_as_it_was(text: str) -> None:
    assert from_typed(fenced(text)) == text
    assert "".join(flush(text).split()) == "".join(text.split())
