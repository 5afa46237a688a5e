"""Fits the weights of the search to the labelled queries, and says what that does per set.

    python -m bench.fit             the weights as they are beside fitted ones, cross-validated
    python -m bench.fit --write refusing    and writes those of a table to data/weights.json

Ranking: among the lines that were found for a query each has the likelihood e^score / Σ e^score,
and the weights are those that make the right lines of all queries likeliest. Refusing: those that
tell queries with an answer from queries without. Both are logistic, with a small penalty on large
weights. Sets that nobody has read are shown, never fitted to.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.judge import SECTION_PASSES, Query, is_hit, section_share
from bench.labelled import EVERYDAY, LabelledSet, labelled_sets
from knowledge.index.location import index_file
from knowledge.index.refresh import refresh
from knowledge.search import Search
from knowledge.search.engine import Looked
from knowledge.search.features import RANKING, REFUSING, WEIGHTS, in_order, weights
from knowledge.search.ranking import Ranked
from knowledge.search.refusing import ANSWERED

FOLDS = 8
STEPS = 600
PENALTY = 0.001
RATE = 0.05
FLAT = 1e-6

Numbers = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One query: its lines' features, which of them are right, and what speaks for answering."""

    labelled: LabelledSet
    query: Query
    fold: int
    lines: Numbers  # a row each
    right: Marks
    answering: Numbers

    @property
    def is_ranked(self) -> bool:
        """Whether its lines have an order that can be right or wrong."""
        return self.query.kind != "none" and len(self.right) > 0


@dataclass(frozen=True, slots=True)
class Table:
    """One table of weights: its features, how they are fitted, and when a query came out right."""

    kind: str
    names: dict[str, str]
    fit: Callable[[Sequence[Example]], Numbers]
    is_right: Callable[[Example, Numbers], bool]
    takes: Callable[[Example], bool]  # whether an example is for this table


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument(
        "--write",
        nargs="+",
        choices=[table.kind for table in TABLES],
        default=[],
        help="keep the fitted weights of these tables",
    )
    parser.add_argument("--folder", type=Path, help="where indexes are kept from run to run")
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        examples = list(_examples(args.folder or Path(temporary)))
    fitted = {table.kind: _fitted(table, examples) for table in TABLES}
    if args.write:
        kept = weights() | {kind: fitted[kind] for kind in args.write}
        WEIGHTS.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    return 0


def _examples(folder: Path) -> Iterator[Example]:
    opened: dict[tuple[Path | str, ...], Search] = {}
    sets = list(labelled_sets())
    texts = sorted({query.text for labelled in sets for query in labelled.queries})
    order = np.random.default_rng(7).permutation(len(texts)) % FOLDS
    folds = dict(zip(texts, order.tolist(), strict=True))  # the same words are in one fold
    for labelled in sets:
        if labelled.notes not in opened:
            index = index_file(labelled.notes, folder)
            refresh(labelled.notes, index)
            opened[labelled.notes] = Search.open(index)
        for query in labelled.queries:
            yield _example(labelled, query, folds[query.text], opened[labelled.notes])


def _example(labelled: LabelledSet, query: Query, fold: int, search: Search) -> Example:
    looked = search.look(query.text)
    lines = np.array([found.features for found in looked.ranked], float)
    right = [_is_right(query, search, looked, found) for found in looked.ranked]
    answering = np.array(search.speaking_for(looked), float)
    return Example(labelled, query, fold, lines, np.array(right, bool), answering)


def _is_right(query: Query, search: Search, looked: Looked, found: Ranked) -> bool:
    if query.kind == "none":
        return False
    answer = search.card_of(looked, found)
    if query.kind == "fact":
        return is_hit(query, answer)
    return section_share(query, [answer]) >= SECTION_PASSES


# ---------------------------------------------------------------- fitting


def fit_ranking(examples: Sequence[Example]) -> Numbers:
    """The weights that make the right lines likeliest, that of `covered` being 1."""
    telling = [one for one in examples if one.right.any() and not one.right.all()]
    sizes = [len(one.right) for one in telling]
    right = np.concatenate([one.right for one in telling])
    starts = np.cumsum([0, *sizes])[:-1]
    owner = np.repeat(np.arange(len(telling)), sizes)

    def slope(score: Numbers) -> Numbers:
        every = _shares(score, np.ones_like(right), starts, owner)
        found: Numbers = (every - _shares(score, right, starts, owner)) / len(telling)
        return found

    found = _descend(np.concatenate([one.lines for one in telling]), slope)
    weights: Numbers = found / found[0]
    return weights


def _shares(score: Numbers, among: Marks, starts: Places, owner: Places) -> Numbers:
    """Each line's share of e^score among those of its query that count."""
    raised = np.exp(score - np.maximum.reduceat(score, starts)[owner]) * among
    shares: Numbers = raised / np.add.reduceat(raised, starts)[owner]
    return shares


def fit_refusing(examples: Sequence[Example]) -> Numbers:
    """The weights that tell queries with an answer from those without."""
    telling = [one for one in examples if one.answering[0]]
    wanted = np.array([one.query.kind != "none" for one in telling])
    counts = np.array([_counts(one) for one in telling])

    def slope(score: Numbers) -> Numbers:
        likely = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
        found: Numbers = counts * (likely - wanted) / counts.sum()
        return found

    return _descend(np.stack([one.answering for one in telling]), slope)


def _counts(example: Example) -> float:
    """How much an example counts: everyday questions are many, other nonsense is rare."""
    if example.query.kind != "none":
        return 1.0
    return 0.8 if example.labelled.name in EVERYDAY else 2.0


def _descend(rows: Numbers, slope: Callable[[Numbers], Numbers]) -> Numbers:
    """The weights at which the slopes come to rest (Adam, all features scaled alike)."""
    scale = rows.std(axis=0)
    penalty = PENALTY * (scale > FLAT)  # a feature that never changes may weigh what it likes
    scale[scale < FLAT] = 1.0
    rows = rows / scale
    found, moment, size = (np.zeros(rows.shape[1]) for _ in range(3))
    for step in range(1, STEPS + 1):
        down = rows.T @ slope(rows @ found) + penalty * found
        moment = 0.9 * moment + 0.1 * down
        size = 0.999 * size + 0.001 * down**2
        found -= RATE * moment / (1 - 0.9**step) / (np.sqrt(size / (1 - 0.999**step)) + 1e-8)
    weights: Numbers = found / scale
    return weights


def _right_first(example: Example, found: Numbers) -> bool:
    """Whether a right line comes first under these weights."""
    return bool(example.right[np.argmax(example.lines @ found)])


def _rightly_answered(example: Example, found: Numbers) -> bool:
    """Whether it is answered, or refused, as it should be under these weights."""
    answered = bool(example.answering[0]) and float(example.answering @ found) > ANSWERED
    return answered == (example.query.kind != "none")


TABLES = (
    Table("ranking", RANKING, fit_ranking, _right_first, lambda one: one.is_ranked),
    Table("refusing", REFUSING, fit_refusing, _rightly_answered, lambda _: True),
)


# ---------------------------------------------------------------- telling


def _fitted(table: Table, examples: Sequence[Example]) -> dict[str, float]:
    """Fit one table, print what that does, and return the weights by name."""
    examples = [one for one in examples if table.takes(one)]
    read = [one for one in examples if not one.labelled.is_unread]
    before, after = np.array(in_order(table.kind, table.names)), table.fit(read)
    others = [table.fit([one for one in read if one.fold != fold]) for fold in range(FOLDS)]
    print(f"\n### {table.kind}\n\n| feature | now | fitted | |\n| --- | --- | --- | --- |")
    for (name, what), old, new in zip(table.names.items(), before, after, strict=True):
        print(f"| {name} | {old:.3f} | {new:.3f} | {what} |")
    print("\n| set | queries | right now | fitted | cross-validated |")
    print("| --- | --- | --- | --- | --- |")
    for name in dict.fromkeys(one.labelled.name for one in examples):
        ours = [one for one in examples if one.labelled.name == name]
        now = [table.is_right(one, before) for one in ours]
        fitted = [table.is_right(one, after) for one in ours]
        unread = ours[0].labelled.is_unread
        crossed = fitted if unread else [table.is_right(one, others[one.fold]) for one in ours]
        shares = " | ".join(map(_share, (now, fitted, crossed)))
        print(f"| {name} | {len(ours)} | {shares} |")
    return {name: round(float(w), 4) for name, w in zip(table.names, after, strict=True)}


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):.3f}"


if __name__ == "__main__":
    sys.exit(main())
