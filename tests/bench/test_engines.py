"""The engines that lookup is compared with find what they should, all in the same index."""

from pathlib import Path

import pytest

from bench.engines import RIVALS, words
from bench.lookup import p99
from knowledge.index.builder import build_from
from knowledge.reading.document import read_document

NOTES = """# Kettle
## Limits
- **Volume**: maximum 9 litres per kettle.
- **Handle**: made of beech wood.
# Barrel
## Limits
- **Staves**: maximum 30 per barrel.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "facts.db"
    build_from(read_document(NOTES, "notes.md").facts, (), path)
    return path


@pytest.mark.parametrize("place", range(len(RIVALS)))
def test_each_engine_finds_the_fact_and_makes_a_card(
    place: int, index: Path, tmp_path: Path
) -> None:
    engine = RIVALS[place].make(index, tmp_path)
    found = engine.found("kettle volume", engine.look("kettle volume"))
    assert "9 litres" in found.answers[0].best
    assert any("beech" in fact for fact in found.answers[0].facts)


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others() -> None:
    assert words("What is the volume of a kettle?") == ["volume", "kettle"]
    assert words("what is it") == ["what", "is", "it"]


def test_the_99th_percentile_is_a_measured_value() -> None:
    assert p99(list(range(100, 0, -1))) == 99
    assert p99([7.0]) == 7.0
