"""Whatever looks like a question, a card, a formula or a comment: it is read, and soon."""

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.reading.document import read_document
from knowledge.reading.notes import assemble

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
