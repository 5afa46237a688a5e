"""Whatever looks like a question, a card, a formula or a comment: it is read, and soon."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.reading import assemble, read_document
from tests.effort import takes_at_most

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


MONSTERS = {
    "ticks": "- [ ] a\n- [x] b\n" * 6_000,
    "questions": "### Q?\n\n- [ ] a\n- [x] b\n\n" * 10_000,
    "blank lines between": "- [x] a" + "\n" * 60_000 + "- [ ] b",
    "letters": "A. a\n" * 20_000,
    "letters and lines": "A. a\nb\n" * 15_000,
    "one answer after another": "Answer: B\n" * 20_000,
    "questions without answers": "Q: a\n" * 20_000,
    "headings that ask": "## What is it?\n" * 10_000,
    "folds never closed": "<details><summary>What?</summary>\n" * 10_000,
    "folds closed twice": "</details>\n" * 20_000,
    "folds in folds": "<details>\n" * 5_000 + "<summary>What?</summary>\n" + "</details>\n" * 5_000,
    "summaries on one line": "<details>" + "<summary>" * 20_000 + "</details>",
    "cards": "---\ntags: [flashcards]\n---\n" + "a::b\n" * 20_000,
    "cards of marks": "#flashcards\n" + "::" * 30_000,
    "turns": "#flashcards\n\n" + "a\n?\n" * 15_000,
    "gaps": "#flashcards\n\n" + "==a== " * 20_000,
    "gaps never closed": "#flashcards\n\n" + "{{c1::" * 10_000,
    "gaps of many numbers": "#flashcards\n\n" + "".join(f"{{{{c{n}::x}}}} " for n in range(900)),
    "dollars": "$" * 60_000,
    "prices": "$5 and " * 20_000,
    "formulas": "$a_b$ " * 20_000,
    "open formulas": "\\(a " * 20_000,
    "formula blocks": "$$\na\n" * 15_000,
    "comment marks": "%% a\n" * 20_000,
    "comment marks on one line": "%% a " * 20_000,
    "queries": "```dataview\n" * 10_000,
    "footnotes": "".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(5_000)),
    "one footnote often": "a[^1] " * 20_000 + "\n\n[^1]: b\n",
    "tables never closed": "<table><tr><td>\n" * 10_000,
    "tables": "<table><tr><td>a</td></tr></table>\n" * 10_000,
    "rows": "<table>" + "<tr><td>a" * 20_000 + "</table>",
    "callouts": "> [!question] What is it?\n> a\n" * 10_000,
    "fields": "key:: value\n" * 20_000,
    "labels": "Explanation: " * 20_000,
    "deep bullets": "\n".join("  " * n + "- a" for n in range(400)),
    "capitals with dots": "A. B. " * 30_000,
    "garbled": "Ã©" * 50_000,
    "links into the page": "- [a](#b)\n" * 6_000,
}


@pytest.mark.parametrize("name", MONSTERS)
def test_monsters_are_read_within_moments(name: str) -> None:
    text = MONSTERS[name]
    assert takes_at_most(4, lambda: assemble([read_document(text, "monster.md")]))
