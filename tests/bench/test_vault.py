"""The large vault that indexing is measured with."""

from pathlib import Path

from bench.vault import in_other_words, write_vault


def test_a_vault_has_the_lines_that_were_asked_for(tmp_path: Path) -> None:
    files, lines = write_vault(tmp_path, 300)
    found = sorted(tmp_path.rglob("*.*"))
    assert files == len(found)
    assert 300 <= lines == sum(path.read_text().count("\n") for path in found)


def test_another_round_says_it_in_other_words_and_keeps_every_mark() -> None:
    text = "- [x] **Retention**: 4 days of [messages](a/messages.md), `retention`\n"
    other = in_other_words(text, 1)
    assert other != text
    assert other == in_other_words(text, 1) != in_other_words(text, 2)
    assert [c for c in other if not c.isalpha()] == [c for c in text if not c.isalpha()]
    assert "(a/messages.md)" in other
    assert in_other_words(text, 0) == text
