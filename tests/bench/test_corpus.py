"""The made-up notes that lookup is measured with."""

import re
from itertools import islice

from bench.corpus import growth, scaled
from knowledge.model import Fact
from knowledge.reading.document import read_document

NOTES = "# Kettle\n" + "\n".join(
    f"## Part {number}\n- Part {number} whistles when water {word} boils over {number} litres"
    for number, word in enumerate("slowly quickly hardly nearly barely loudly softly".split())
)
FACTS = read_document(NOTES, "kettle.md").facts


def words(facts: list[Fact]) -> list[str]:
    return [word for fact in facts for word in re.findall(r"\w+", fact.text.lower())]


def test_it_has_as_many_facts_as_asked_for_the_real_ones_first() -> None:
    made = list(scaled(FACTS, 300))
    assert len(made) == 300
    assert tuple(made[: len(FACTS)]) == FACTS
    assert len({fact.id for fact in made}) == 300
    assert len(list(scaled(FACTS, 3))) == 3


def test_the_same_seed_makes_the_same_notes() -> None:
    assert list(scaled(FACTS, 200)) == list(scaled(FACTS, 200))
    assert list(scaled(FACTS, 200, seed=2)) != list(scaled(FACTS, 200))


def test_the_vocabulary_grows_as_heaps_law_says() -> None:
    law = growth(FACTS)
    for count in (500, 4000):
        used = words(list(islice(scaled(FACTS, count), count)))
        expected = law.vocabulary(len(used))
        assert 0.6 * expected < len(set(used)) < 1.3 * expected


def test_common_words_stay_common() -> None:
    used = words(list(scaled(FACTS, 2000)))
    real = words(list(FACTS))
    share = real.count("whistles") / len(real)
    assert 0.5 * share < used.count("whistles") / len(used) < 1.5 * share
