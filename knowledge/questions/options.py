"""Choosing the wrong options so that nothing but knowledge finds the right one."""

import re
from collections.abc import Sequence

from knowledge.language.quantities import only_quantity, same
from knowledge.language.words import likeness, words
from knowledge.questions.model import Candidate, Draft, number_in
from knowledge.questions.rules import echoes, shape_of

LONGEST = 120
NEEDED, WANTED = 2, 3
TEMPTING = 6  # from so many of the nearest candidates options are drawn
_ABSOLUTE = frozenset({"always", "never", "only", "all", "every", "none", "any"})


def alike_in_length(lengths: Sequence[int]) -> bool:
    """D5: the longest is at most 1.6 times the shortest, or at most 15 characters longer."""
    longest, shortest = max(lengths), min(lengths)
    return longest <= 1.6 * shortest or longest - shortest <= 15


def same_option(one: str, other: str) -> bool:
    """Whether two options say the same, or one contains the other as a whole."""
    first_value, second_value = only_quantity(one), only_quantity(other)
    if first_value is not None and second_value is not None:
        return same(first_value, second_value)
    first, second = (words(re.sub(r"\([^()]*\)", "", text)) for text in (one, other))
    if first == second:
        return True
    return len(first) > 5 and likeness(one, other) >= 0.8


def choose(draft: Draft) -> tuple[tuple[Candidate, ...], str]:
    """The wrong options for *draft*, or () and the code of the rule that leaves too few."""
    valid = _distinct(draft)
    if len(valid) < NEEDED:
        return (), "R05"
    fitting = [one for one in valid if alike_in_length((len(one.text), len(draft.key)))]
    chosen = _alike(draft, fitting[:TEMPTING])
    if len(chosen) < NEEDED:
        return (), "R07"
    texts = [one.text for one in chosen]
    return ((), code) if (code := cue(draft, texts)) else (tuple(chosen), "")


def _distinct(draft: Draft) -> list[Candidate]:
    """Candidates that are neither the key nor one another in disguise (D2), nearest first."""
    kept: list[Candidate] = []
    by_near = sorted(draft.candidates, key=lambda one: (-one.near, one.text))
    for option in by_near:
        others = [draft.key, *(earlier.text for earlier in kept)]
        if 0 < len(option.text) <= LONGEST and not any(same_option(option.text, o) for o in others):
            kept.append(option)
        if len(kept) == 2 * TEMPTING:
            break
    return kept


def _alike(draft: Draft, fitting: Sequence[Candidate]) -> list[Candidate]:
    """The nearest that are alike in length with the key and with one another; how many of them
    are longer than the key is drawn first, so that its length tells nothing."""
    longer = number_in(f"{draft.id}/longer", WANTED + 1)
    counts = sorted(range(WANTED + 1), key=lambda count: abs(count - longer))
    for wanted in (WANTED, NEEDED):
        for above in counts:
            chosen = _with(draft.key, fitting, above, wanted - above)
            if len(chosen) == wanted:
                return chosen
    return []


def _with(key: str, fitting: Sequence[Candidate], above: int, below: int) -> list[Candidate]:
    chosen: list[Candidate] = []
    left = {True: above, False: below}
    for option in fitting:
        side = len(option.text) > len(key)
        lengths = [len(key), len(option.text), *(len(other.text) for other in chosen)]
        if left[side] > 0 and alike_in_length(lengths):
            chosen.append(option)
            left[side] -= 1
    return chosen


def cue(draft: Draft, wrong: Sequence[str]) -> str:
    """The code of what gives the key away beside the wrong options, or ""."""
    said = draft.stem.replace(draft.subject, "") if draft.kind == "T1" else draft.stem
    for word in echoes((draft.key, *draft.key_names), said):
        if sum(bool(echoes((option,), word)) for option in wrong) < NEEDED:
            return "R03"
    if draft.key_names and shape_of(draft.key) not in {shape_of(option) for option in wrong}:
        return "R06"
    holders = sum(bool(_ABSOLUTE & set(words(option))) for option in (draft.key, *wrong))
    return "R08" if holders == 1 else ""


def arranged(
    draft: Draft, wrong: Sequence[Candidate]
) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    """Options in their final order, the key's place, and why each other one is wrong."""
    key = Candidate(draft.key)
    entries = [key, *wrong]
    if draft.in_order:
        order = {option.text: place for place, option in enumerate(draft.candidates)}
        entries.sort(key=lambda option: order.get(option.text, -1))
    else:
        place = number_in(f"{draft.id}/place", len(entries))
        others = sorted(wrong, key=lambda option: number_in(f"{draft.id}/{option.text}", 10**9))
        entries = [*others[:place], key, *others[place:]]
    options = tuple(option.text for option in entries)
    return options, options.index(draft.key), tuple(option.why_not for option in entries)
