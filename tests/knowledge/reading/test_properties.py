"""Whatever looks like a question, a card, a formula or a comment: it is read, and soon."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.reading import assemble, read_document
from tests.effort import all_takes_at_most

PIECES = [
    "- [ ] ", "- [x] ", "  - [X] ", "[ ]", "A. ", "B) ", "- C. ", "Answer: ", "**Answer: B, D**",
    "B", "Q: ", "A: ", "**Q:** ", "### Which?", "## What is it?\n", "Explanation:",
    "> Source: a.md › B", "> why", "  > why", "Accept: a; b", "<details>", "</details>",
    "<summary>", "</summary>", "What?", "::", ":::", "?", "\n?\n", "\n??\n", "==gap==",
    "{{c1::gap}}", "{{c2::gap::hint}}", "#flashcards",
    "---\ntags: [flashcards]\naliases: [a, b]\n---\n", "<!-- id: name -->", "$", "$$", "$$\n",
    "\\(", "\\)", "%%", "\n%%\n", "```dataview\n", "```\n", "[^1]", "[^1]: ", "<table>", "<tr>",
    "<td>", "</table>", "> [!question]- ", "^block", "key:: ", "<%", "%>", "[[a#b|c]]",
    "![[a.png|200]]", "1. ", "7. ", "- ", "# ", "> ", "\n", "\n\n", "    ", "word", "Two words.",
    "é", "L’été", "‚Üí", "z. B. ", "\ue100", "\ue2000\ue201",
]  # fmt: skip
NOTES = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=60).map("".join)


@given(NOTES)
@settings(max_examples=400)
def test_any_mixture_is_read_and_every_line_accounted_for(text: str) -> None:
    read = read_document(text, "any.md")
    covered = {line.line for line in read.skipped}
    for fact in read.facts:
        covered.update(range(fact.line, fact.last_line + 1))
        assert 1 <= fact.line <= fact.last_line <= read.lines
        assert fact.text.strip()
    assert covered == set(range(1, read.lines + 1))
    assert len({fact.id for fact in read.facts}) == len(read.facts)
    assemble([read])


@given(NOTES)
@settings(max_examples=400)
def test_every_question_is_whole(text: str) -> None:
    read = read_document(text, "any.md")
    for question in read.authored:
        assert question.stem.strip()
        assert 1 <= question.line <= question.last_line <= read.lines
        assert len(set(question.answers)) == len(question.answers)
        if question.options:
            assert all(question.options)
            assert set(question.answers) < set(range(len(question.options))) or "nswer" in text
            assert question.answers
            assert len(question.why) == len(question.options)
        else:
            assert question.answer.strip()
    assert len({question.id for question in read.authored}) == len(read.authored)


MONSTERS: dict[str, Callable[[int], str]] = {  # and parts of them
    "ticks": lambda part: "- [ ] a\n- [x] b\n" * (6_000 // part),
    "questions": lambda part: "### Q?\n\n- [ ] a\n- [x] b\n\n" * (10_000 // part),
    "blank lines between": lambda part: "- [x] a" + "\n" * (60_000 // part) + "- [ ] b",
    "letters": lambda part: "A. a\n" * (20_000 // part),
    "letters and lines": lambda part: "A. a\nb\n" * (15_000 // part),
    "one answer after another": lambda part: "Answer: B\n" * (20_000 // part),
    "questions without answers": lambda part: "Q: a\n" * (20_000 // part),
    "headings that ask": lambda part: "## What is it?\n" * (10_000 // part),
    "folds never closed": lambda part: "<details><summary>What?</summary>\n" * (10_000 // part),
    "folds closed twice": lambda part: "</details>\n" * (20_000 // part),
    "folds in folds": lambda part: (
        "<details>\n" * (5_000 // part)
        + "<summary>What?</summary>\n"
        + "</details>\n" * (5_000 // part)
    ),
    "summaries on one line": lambda part: (
        "<details>" + "<summary>" * (20_000 // part) + "</details>"
    ),
    "cards": lambda part: "---\ntags: [flashcards]\n---\n" + "a::b\n" * (20_000 // part),
    "cards of marks": lambda part: "#flashcards\n" + "::" * (30_000 // part),
    "turns": lambda part: "#flashcards\n\n" + "a\n?\n" * (15_000 // part),
    "gaps": lambda part: "#flashcards\n\n" + "==a== " * (20_000 // part),
    "gaps never closed": lambda part: "#flashcards\n\n" + "{{c1::" * (10_000 // part),
    "gaps of many numbers": lambda part: (
        "#flashcards\n\n" + "".join(f"{{{{c{n}::x}}}} " for n in range(900 // part))
    ),
    "dollars": lambda part: "$" * (60_000 // part),
    "prices": lambda part: "$5 and " * (20_000 // part),
    "formulas": lambda part: "$a_b$ " * (20_000 // part),
    "open formulas": lambda part: "\\(a " * (20_000 // part),
    "formula blocks": lambda part: "$$\na\n" * (15_000 // part),
    "comment marks": lambda part: "%% a\n" * (20_000 // part),
    "comment marks on one line": lambda part: "%% a " * (20_000 // part),
    "queries": lambda part: "```dataview\n" * (10_000 // part),
    "footnotes": lambda part: "".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(5_000 // part)),
    "one footnote often": lambda part: "a[^1] " * (20_000 // part) + "\n\n[^1]: b\n",
    "tables never closed": lambda part: "<table><tr><td>\n" * (10_000 // part),
    "tables": lambda part: "<table><tr><td>a</td></tr></table>\n" * (10_000 // part),
    "rows": lambda part: "<table>" + "<tr><td>a" * (20_000 // part) + "</table>",
    "callouts": lambda part: "> [!question] What is it?\n> a\n" * (10_000 // part),
    "fields": lambda part: "key:: value\n" * (20_000 // part),
    "labels": lambda part: "Explanation: " * (20_000 // part),
    "deep bullets": lambda part: "\n".join("  " * n + "- a" for n in range(400 // part)),
    "capitals with dots": lambda part: "A. B. " * (30_000 // part),
    "garbled": lambda part: "Ã©" * (50_000 // part),
    "links into the page": lambda part: "- [a](#b)\n" * (6_000 // part),
}


@pytest.mark.parametrize("name", MONSTERS)
def test_monsters_are_read_within_moments(name: str) -> None:
    def reading(part: int) -> Callable[[], object]:
        text = MONSTERS[name](part)
        return lambda: assemble([read_document(text, "monster.md")])

    assert all_takes_at_most(4, reading)
