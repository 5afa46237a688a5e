"""What speaks for a line, in one table: each feature a number, mostly from 0 to 1.

The weights lie in data/weights.json; `python -m bench.fit` fits them to the labelled queries.
"""

import json
from functools import lru_cache
from pathlib import Path

WEIGHTS = Path(__file__).parent / "data" / "weights.json"

RANKING: dict[str, str] = {
    "covered": "the share of the query's information that the line and its headings have",
    "retrieved": "its share of the highest sum of the weights of its words",
    "in_text": "the share that the line's own text has",
    "spelled": "the share that the line or its headings have as it was typed",
    "near": "neighbouring things of the query stand close together",
    "beside": "… right beside each other, in the order of the query",
    "around": "its section's share of all that was found",
    "leads": "the share that stands among the first words",
    "term": "the share of what the line defines that the query names",
    "about": "its topic is what the query names",
    "besides": "the share of its heading that the query does not name",
    "listed": "how well its headings fit, where a list is wanted",
    "titled": "it comes first under the very heading that is named",
    "opens": "it comes first under its heading, where the query only names something",
    "defines": "it says what something is, where that is asked",
    "number": "it has a figure of the kind that is asked for",
    "figure": "it has any figure, where one is asked for",
    "bound": "it says at most, at least or by default where that is asked for",
    "counted": "it has the number of just what is counted",
    "denies": "it denies or restricts, where yes or no is asked for",
    "literal": "it or a heading above it has the query as it was typed",
}

REFUSING: dict[str, str] = {
    "always": "1: what all the others must outweigh",
    "covered": "the share of the query's information that the best line and its headings have",
    "all": "… is all of it",
    "spelled": "the share that the line or its headings have as it was typed",
    "in_text": "the share that the own text of the line which comes first has",
    "near": "neighbouring things of the query stand close together",
    "only_names": "it asks nothing beside the names of topics",
    "elsewhere": "it names a topic that the line which comes first has nothing to do with",
    "names_none": "the query names nothing",
    "bare": "it only names one thing and asks nothing",
    "words": "how many words it has, up to twelve: who says more is never answered word by word",
    "small_words": "the share of words that say nothing",
    "of_people": "it has a word for the one who asks, or for other people",
    "signs": "how many signs of program code it has, up to three",
    "says_number": "a number of three digits or more that is typed stands in the best line",
    "uncommon": "the share of what it names that is not in everybody's English",
    "commonest": "the share that is among the commonest words of English",
    "run_together": "something is half of a word that may be a name",
    "everyday": "the share of words of everyday life",
    "lacks_number": "it asks for a figure, and the best line has no number at all",
    "lacks_figure": "it asks how much something is at most or at least, and the best line has none",
}


@lru_cache(maxsize=1)
def weights() -> dict[str, dict[str, float]]:
    """All fitted weights, by what they are for."""
    found: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return found


def in_order(kind: str, names: dict[str, str]) -> tuple[float, ...]:
    """The weights of one table of features, in its order."""
    known = weights()[kind]
    return tuple(known.get(name, 0.0) for name in names)


@lru_cache(maxsize=1)
def of_ranking() -> tuple[float, ...]:
    """The weights of the table RANKING, in its order."""
    return in_order("ranking", RANKING)


@lru_cache(maxsize=1)
def of_refusing() -> tuple[float, ...]:
    """The weights of the table REFUSING, in its order."""
    return in_order("refusing", REFUSING)
