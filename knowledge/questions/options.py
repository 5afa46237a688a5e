"""Choosing the wrong options so that nothing but knowledge finds the right one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from knowledge.language.quantities import only_quantity, same
from knowledge.language.words import content, likeness
from knowledge.questions.draft import Candidate, Draft, number_in
from knowledge.questions.rules import absolutes, shared_words

LONGEST = 120
TEMPTING = 6  # from so many of the most tempting candidates options are drawn if they can be
_SEVERAL = re.compile(
    r"\b(?:all|none|both|neither) of (?:the|these)\b|\ball above\b", re.IGNORECASE
)


def alike_in_length(lengths: Sequence[int]) -> bool:
    """D5: the longest is at most 1.6 times the shortest, or at most 15 characters longer."""
    longest, shortest = max(lengths), min(lengths)
    return longest <= 1.6 * shortest or longest - shortest <= 15


def choose(draft: Draft) -> tuple[tuple[Candidate, ...], str]:
    """The wrong options for *draft*, or () and the code of the rule that leaves too few."""
    valid = _distinct(draft)
    if len(valid) < draft.needed:
        return (), "R05"
    valid = [option for option in valid if same_notation(draft.key, option.text)]
    if len(valid) < draft.needed:
        return (), "R06"
    fitting = [option for option in valid if alike_in_length((len(option.text), len(draft.key)))]
    if len(fitting) < draft.needed:
        return (), "R07"
    chosen = _balanced(draft, fitting[:TEMPTING])
    if len(chosen) < min(draft.wanted, len(fitting)):
        chosen = _balanced(draft, fitting)
    if len(chosen) < draft.needed:
        return (), "R07"
    fault = cue(draft.key, [option.text for option in chosen], draft.quoted or draft.stem)
    return ((), fault) if fault else (tuple(chosen), "")


def same_notation(one: str, other: str) -> bool:
    """Whether both are words, or both quantities of one dimension."""
    first, second = only_quantity(one), only_quantity(other)
    if first is None or second is None:
        return first is None and second is None
    return first.dimension == second.dimension and first.is_range == second.is_range


def _distinct(draft: Draft) -> list[Candidate]:
    """Candidates that are neither the key nor one another in disguise (D2)."""
    kept: list[Candidate] = []
    for option in sorted(draft.candidates, key=lambda candidate: candidate.rank):
        if not option.text or len(option.text) > LONGEST or _SEVERAL.search(option.text):
            continue
        others = [draft.key, *(earlier.text for earlier in kept)]
        if any(same_option(option.text, other) for other in others):
            continue
        kept.append(option)
    return kept


def same_option(one: str, other: str) -> bool:
    """Whether two options say the same, or one contains the other as a whole."""
    first_value, second_value = only_quantity(one), only_quantity(other)
    if first_value is not None and second_value is not None:
        return same(first_value, second_value)
    first, second = (content(re.sub(r"\([^()]*\)", "", text)) for text in (one, other))
    if one.strip().lower() == other.strip().lower() or (first and first == second):
        return True
    return len(first) > 4 and likeness(one, other) >= 0.8


def _balanced(draft: Draft, fitting: Sequence[Candidate]) -> list[Candidate]:
    """Draw how many options shall be longer than the key, then fill with the most tempting."""
    wanted = min(draft.wanted, len(fitting))
    longer = [option for option in fitting if len(option.text) > len(draft.key)]
    shorter = [option for option in fitting if len(option.text) <= len(draft.key)]
    target = number_in(f"{draft.id}/longer", wanted + 1)
    for above in sorted(range(wanted + 1), key=lambda count: abs(count - target)):
        if above <= len(longer) and wanted - above <= len(shorter):
            chosen = _together(
                draft, longer[: above + 3], above, shorter[: wanted - above + 3], wanted - above
            )
            if len(chosen) == wanted:
                return chosen
    if wanted > draft.needed:
        return _balanced(_narrower(draft), fitting)
    return []


def _narrower(draft: Draft) -> Draft:
    return replace(draft, wanted=draft.wanted - 1)


def _together(
    draft: Draft, longer: Sequence[Candidate], above: int, shorter: Sequence[Candidate], below: int
) -> list[Candidate]:
    """The best of both that are alike in length with one another and the key."""
    chosen: list[Candidate] = []
    for pool, count in ((longer, above), (shorter, below)):
        taken = 0
        for option in pool:
            if taken == count:
                break
            lengths = [len(draft.key), len(option.text), *(len(other.text) for other in chosen)]
            if alike_in_length(lengths):
                chosen.append(option)
                taken += 1
        if taken < count:
            return []
    return chosen


def cue(key: str, wrong: Sequence[str], stem: str) -> str:
    """The code of a cue that gives the key away, or ""."""
    in_key = shared_words((key,), stem)
    for word in in_key:
        if sum(word in content(option.replace("-", " ")) for option in wrong) < min(2, len(wrong)):
            return "R03"
    strong = absolutes(key)
    if absolutes(" ".join(wrong)) - strong and not strong:
        holders = sum(bool(absolutes(option)) for option in wrong)
        if holders == 1:
            return "R08"
    return ""


def arranged(
    draft: Draft, wrong: Sequence[Candidate]
) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    """Options in their final order, the key's place, and why each other one is wrong."""
    entries = [Candidate(draft.key), *wrong]
    values = [only_quantity(option.text) for option in entries]
    if draft.in_order:
        order = {option.text: place for place, option in enumerate(draft.candidates)}
        entries.sort(key=lambda option: order.get(option.text, -1))
    elif all(value is not None for value in values):
        entries.sort(key=lambda option: _value(option.text))
    else:
        place = number_in(f"{draft.id}/place", len(entries))
        others = sorted(wrong, key=lambda option: number_in(f"{draft.id}/{option.text}", 10**9))
        entries = [*others[:place], Candidate(draft.key), *others[place:]]
    options = tuple(option.text for option in entries)
    return options, options.index(draft.key), tuple(option.why_not for option in entries)


def _value(text: str) -> Fraction:
    quantity = only_quantity(text)
    return quantity.value if quantity is not None else Fraction(0)
