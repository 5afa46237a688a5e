"""Where the search takes a short way, it comes to the same as by the long one."""

import random
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.search import postings
from knowledge.search.index import Index
from knowledge.search.spelling import Speller, _may_be_typo

from .searching import BIOLOGY, CLOUD, search_over


def by_sorting(total: npt.NDArray[np.float32], share: float, count: int) -> list[int]:
    """The best *count* facts in order, those that say nothing left out."""
    least = np.float32(max(float(total.max()) * share, 1e-9))
    near = [fact for fact in range(len(total)) if total[fact] >= least]
    return sorted(sorted(near, key=lambda fact: (-total[fact], fact))[:count])


@pytest.mark.parametrize("few", [0, 1_000_000])
@given(
    scores=st.lists(st.sampled_from([0.0, 0.0, 0.25, 0.5, 0.5, 0.75, 1.0]), min_size=1),
    share=st.sampled_from([0.0, 0.3, 0.55]),
    count=st.integers(1, 30),
)
def test_the_best_are_those_that_sorting_finds(
    few: int, scores: list[float], share: float, count: int
) -> None:
    scores += [0.0] * (-len(scores) % postings.ROWS)
    total = np.array(scores, np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "FEW", few)
        assert postings._highest(total, share, count).tolist() == by_sorting(total, share, count)


def test_common_words_add_up_as_rare_ones_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = ["sqs message retention default", "queue types", "maximum size of a message", "s3"]
    usual = [search_over(CLOUD, tmp_path / "a").ask(query) for query in queries]
    monkeypatch.setattr(postings, "MANY", 2.0)  # nothing is ever added for all facts at once
    assert [search_over(CLOUD, tmp_path / "b").ask(query) for query in queries] == usual


def test_no_near_word_is_ruled_out_by_its_letters(tmp_path: Path) -> None:
    search = search_over(BIOLOGY, tmp_path)
    index: Index = search._index
    speller = Speller(index)
    draw = random.Random(1)
    words = [surface for surface in index.surfaces if len(surface) > 4 and surface.isalpha()]
    for word in (_mistyped(draw.choice(words), draw) for _ in range(200)):
        for edits in (1, 2):
            near = {
                place
                for place, other in enumerate(index.surfaces)
                if len(other) >= 4
                and (distance := OSA.distance(word, other, score_cutoff=edits)) <= edits
                and _may_be_typo(word, other, distance)
            }
            assert {place for _, place in speller.near(word, edits)} == near


def _mistyped(word: str, draw: random.Random) -> str:
    for _ in range(draw.randint(0, 2)):
        at = draw.randrange(len(word) - 1)
        word = draw.choice(
            (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + "é" + word[at + 1 :],
                word[:at] + word[at + 1 :] if len(word) > 4 else word,
                word[:at] + "x" + word[at:],
            )
        )
    return word


def test_notes_without_headings_are_searched(tmp_path: Path) -> None:
    search = search_over({"plain.txt": "Plain text has no headings.\n"}, tmp_path)
    assert "no headings" in search.ask("plain text").answers[0].best
