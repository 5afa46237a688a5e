"""Choosing the wrong options so that nothing but knowledge finds the right one."""

import re
from collections.abc import Sequence

from knowledge.language.quantities import only_quantity, same
from knowledge.language.words import likeness, words
from knowledge.questions.model import Candidate, Draft, number_in
from knowledge.questions.rules import echoes, only_adds, parts_of, shape_of
from knowledge.search.everyday import common_rank

LONGEST = 120
WANTED = 3  # wrong ones
VERY_NEAR = 5  # alone or together
OPAQUE_BAR = 1.7  # for the second, where the name says nothing of itself
EVERYDAY = 10_000  # the commonest words of English, which say of themselves what they mean
FEW = 2  # words of a name that is understood at once; a longer one may be a figure of speech
MOST = 12  # candidates that are looked at


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
    if len(valid) < WANTED:
        return (), "R05"
    chosen = _alike_with(draft.key, _told(valid) if draft.key_names else valid)
    if len(chosen) < WANTED:
        return (), "R07"
    texts = [one.text for one in chosen]
    near = [one.near for one in chosen]
    own = _own_words(draft, texts) if draft.bar else []
    if not draft.in_order and not _tempt(draft, near, own):
        return (), "R05"
    if own and max(near) < VERY_NEAR and len(own) <= FEW and all(map(_is_everyday, own)):
        return (), "R09"  # "Simple Routing", "Logic bomb": the description says but the same
    return ((), code) if (code := cue(draft, texts)) else (tuple(chosen), "")


def _tempt(draft: Draft, near: Sequence[float], own: Sequence[str]) -> bool:
    """D9: whether two wrong options can be taken for the right one, the second easily unless the
    first is very near or the name, "Texas sharpshooter", tells those nothing who never heard it;
    and the third as well, unless one of a list is very near, two topics together are, or each has
    a heading of its own."""
    first, second, third = sorted(near, reverse=True)
    nearest = first if draft.bar else first + second
    enough = draft.apart or third > 0 or nearest >= VERY_NEAR
    named = [word for word in own if word not in words(draft.noun)]
    opaque = len(named) >= FEW and not all(map(_is_everyday, named))
    bar = min(draft.bar, OPAQUE_BAR) if opaque else draft.bar
    return enough and second > 0 and (second >= bar or first >= VERY_NEAR)


def _own_words(draft: Draft, wrong: Sequence[str]) -> list[str]:
    """What tells a name from the others: the words that at most one of them has too."""
    others = [words(option) for option in wrong]
    return [word for word in words(draft.key) if sum(word in one for one in others) < 2]


def _is_everyday(word: str) -> bool:
    return 0 < common_rank(word) <= EVERYDAY


def _distinct(draft: Draft) -> list[Candidate]:
    """Candidates that are neither the key nor one another in disguise (D2), nearest first."""
    kept: list[Candidate] = []
    by_near = sorted(
        draft.candidates, key=lambda one: (-one.near, number_in(f"{draft.id}/{one.text}", 10**9))
    )
    for option in by_near:
        said = [draft.key, *(earlier.text for earlier in kept)]
        if 0 < len(option.text) <= LONGEST and not any(_again(draft, option.text, o) for o in said):
            kept.append(option)
        if len(kept) == MOST:
            break
    return kept


def _told(options: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that the notes tell something of; all of them where they tell of none."""
    return [option for option in options if option.why_not] or list(options)


def _again(draft: Draft, one: str, other: str) -> bool:
    """Whether one option says another again, or is its name with a word more."""
    named = bool(draft.key_names)
    return same_option(one, other) or (named and only_adds(one, other, draft.noun))


def _alike_with(key: str, options: Sequence[Candidate]) -> list[Candidate]:
    """The nearest that are alike in length with the key and with one another."""
    chosen: list[Candidate] = []
    for option in options:
        if alike_in_length([len(key), len(option.text), *(len(one.text) for one in chosen)]):
            chosen.append(option)
        if len(chosen) == WANTED:
            break
    return chosen


def cue(draft: Draft, wrong: Sequence[str]) -> str:
    """The code of what gives the key away beside the wrong options, or ""."""
    for word in echoes((draft.key, *draft.key_names), draft.stem) - parts_of(draft.noun):
        if sum(bool(echoes((option,), word)) for option in wrong) < 2:
            return "R03"
    if not draft.key_names:
        return ""
    shared = frozenset.intersection(*map(parts_of, wrong))
    if shared - parts_of(draft.key):
        return "R06"  # the one option without "protection"
    return "R06" if shape_of(draft.key) not in {shape_of(option) for option in wrong} else ""


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
