"""The same fact in several notes is one answer with several sources; no other fact is."""

from pathlib import Path

import pytest

from knowledge.search import Search

from .searching import search_over


def sources(search: Search, typed: str) -> set[str]:
    return {source.file for source in search.ask(typed).answers[0].sources}


def two(tmp_path: Path, one: str, other: str) -> Search:
    return search_over({"a.md": f"# Lambda\n\n{one}\n", "b.md": f"# Lambda\n\n{other}\n"}, tmp_path)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("- Timeout: max 900 sec", "- Maximum execution time: 15 minutes"),
        ("- Timeout: max 900 sec", "- Timeout: the maximum timeout of a function is 15 minutes."),
        ("- Memory: 128 MB – 10 GB", "- Memory range: 128 MB to 10,240 MB"),
        ("- Failover < 30 sec", "- Failover recovery in less than 30 s"),
        ("- Up to 5 layers", "## Limits\n\n- Max layers: 5 layers"),
    ],
)
def test_other_words_for_the_same_have_both_sources(tmp_path: Path, one: str, other: str) -> None:
    search = two(tmp_path, one, other)
    query = one.strip("- ").split(":")[0].split(" <")[0]
    assert sources(search, f"lambda {query}") == {"a.md", "b.md"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("- Timeout: max 900 sec", "- Timeout: max 600 sec"),  # a number
        ("- Timeout: max 900 sec", "- Timeout: default 900 sec"),  # how it bounds
        ("- Timeout is 900 sec", "- Timeout is not 900 sec"),  # denied
        ("- Upload timeout: 30 sec", "- Download timeout: 30 sec"),  # the subject
        ("- FIFO throughput: 300 per second", "- Throughput: 300 per second"),  # a name more
        ("## FIFO\n\n- Timeout: 30 s", "## Standard\n\n- Timeout: 30 s"),  # the heading
        ("- Failover < 30 sec", "- Failover > 30 sec"),
    ],
)
def test_what_differs_stays_apart(tmp_path: Path, one: str, other: str) -> None:
    search = two(tmp_path, one, other)
    for answer in search.ask("lambda timeout failover throughput").answers:
        assert len(answer.sources) == 1


def test_other_topics_stay_apart(tmp_path: Path) -> None:
    notes = {
        "a.md": "# Lambda\n\n- Timeout: max 900 s\n",
        "b.md": "# Batch\n\n- Max timeout 900 s\n",
    }
    search = search_over(notes, tmp_path)
    assert sources(search, "lambda timeout") == {"a.md"}
