"""How alike the lines of a list are by their letters, where they share no whole word."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt

SIZE = 4  # letters: enough for the root of most words

Letters = Mapping[str, float]


def of_list(texts: Sequence[str]) -> list[Letters]:
    """What tells each text from the others: its runs of letters, the rare ones weighing more, as a
    vector of length 1."""
    runs = [_runs(text) for text in texts]
    spread = Counter(run for found in runs for run in found)
    return [
        _unit({run: n * log(1 + len(texts) / spread[run]) for run, n in found.items()})
        for found in runs
    ]


def alike(one: Letters, other: Letters) -> float:
    """0 to 1: how far two lines are written with the same runs of letters."""
    small, large = sorted((one, other), key=len)
    return sum(weight * large.get(run, 0.0) for run, weight in small.items())


def _runs(text: str) -> Counter[str]:
    found = re.findall(rf"[^\W\d_]{{{SIZE},}}", text.lower())
    return Counter(word[n : n + SIZE] for word in found for n in range(len(word) - SIZE + 1))


def _unit(weights: dict[str, float]) -> Letters:
    size = sqrt(sum(value * value for value in weights.values()))
    return {run: value / size for run, value in weights.items()}
