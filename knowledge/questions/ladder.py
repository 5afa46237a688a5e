"""Wrong times that look as right as the right one: neighbours on the ladders people use."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from knowledge.language.quantities import Quantity, number_of
from knowledge.questions.model import Candidate, number_in
from knowledge.questions.options import WANTED


def _steps(text: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(step) for step in text.split())


# Values of one ladder look alike: 512 beside 300 and 400 would give itself away.
_LADDERS = {
    "s": _steps("1 2 3 5 10 15 20 30 45 60 90 120 180 300 600 900 1800 3600 7200 14400"),
    "min": _steps("1 2 3 5 10 15 20 30 45 60 90 120 180 240"),
    "h": _steps("1 2 3 4 6 8 12 24 36 48 72 96"),
    "d": _steps("1 2 3 4 5 7 10 14 21 30 35 45 60 90 120 180 365 400"),
    "week": _steps("1 2 3 4 6 8 12"),
    "month": _steps("1 2 3 6 9 12 15 18 24 36"),
    "year": _steps("1 2 3 5 7 10"),
}
_YEARS = _steps("7 14 30 60 90 180 365 730 1095 1825 2555 3650")  # of days
_UNITS = {
    **dict.fromkeys(("s", "sec", "second"), "s"),
    **dict.fromkeys(("min", "minute"), "min"),
    **dict.fromkeys(("h", "hr", "hour"), "h"),
    **dict.fromkeys(("d", "day"), "d"),
    **dict.fromkeys(("yr", "year"), "year"),
    "week": "week",
    "month": "month",
}
_FACTORS = _steps("1/10 1/5 1/4 1/2 3/4 3/2 2 5/2 3 4 5 10")
_SHORT = re.compile(r"(?<![\w.])(\d[\d.,]*) ?secs?\b(?:\.(?=\s+[a-z]))?")
_WORD_UNIT = re.compile(r"\b(second|minute|hour|day|week|month|year)s?$", re.IGNORECASE)


def _around(quantity: Quantity, key: Fraction) -> Sequence[Fraction]:
    """Usual times; for an unusual key its own multiples, so that it does not stand out as odd."""
    unit = quantity.unit.strip().lower()
    name = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"), "")
    years = name == "d" and key >= 365 and key % 365 == 0
    ladder = _YEARS if years else _LADDERS.get(name, ())
    if key in ladder:
        return ladder
    grain = _grain(key)
    return [round(key * factor / grain) * grain for factor in _FACTORS]


def _grain(key: Fraction) -> Fraction:
    """The roundest step of which the key is a multiple: 500 for 3,500, 2.5 for 22.5."""
    for power in range(8, -4, -1):
        for digit in (5, Fraction(5, 2), 1):
            step = digit * Fraction(10) ** power
            if (key / step).denominator == 1 and step < key:
                return step
    return Fraction(1, 1000)


def written(quantity: Quantity, number: Fraction) -> str:
    """*number* in the notation of the quantity: separator, unit, spacing."""
    plain = _plain(number, quantity.number)
    text = spelt(quantity.text).replace(quantity.number, plain, 1)
    if _WORD_UNIT.search(text):
        text = _WORD_UNIT.sub(lambda unit: unit[1] + ("" if number == 1 else "s"), text)
    return text


def spelt(text: str) -> str:
    """A text with shorthand for seconds written out: "3 sec" is no unit.

    >>> spelt("1 sec, at most 3 secs. after 900 sec."), spelt("EC2 sec group")
    ('1 second, at most 3 seconds after 900 seconds.', 'EC2 sec group')
    """
    return _SHORT.sub(lambda said: f"{said[1]} second{'' if said[1] == '1' else 's'}", text)


def _plain(number: Fraction, like: str) -> str:
    if number.denominator != 1:
        return format((Decimal(number.numerator) / Decimal(number.denominator)).normalize(), "f")
    return str(int(number)) if re.search(r"\d{4,}", like) else f"{int(number):,}"


def number_sets(
    quantity: Quantity, others: tuple[Fraction, ...], seed: str, *, between: bool
) -> list[tuple[Candidate, ...]]:
    """The right value among three wrong ones, in order, and others to do without: the rank of the
    right one is drawn before the values.

    `others` are values that the notes give for the same property under another qualifier: the most
    tempting of all. A key that lacks neighbours on either side is not asked: it would be guessed.
    """
    if re.search(r"[a-zA-Z]", quantity.number) or quantity.is_range:
        return []
    key = number_of(quantity.number)
    steps = {*_around(quantity, key), *others}
    whole = key.denominator == 1
    usable = sorted(step for step in steps if step > 0 and (step.denominator == 1 or not whole))
    lower = _nearest([one for one in usable if one < key], key, others)
    higher = _nearest([one for one in usable if one > key], key, others)
    ranks = drawn_ranks(len(lower), len(higher), seed, between=between)
    if not lower or not higher:
        return []
    sets = (sorted([key, *lower[:rank], *higher[: WANTED - rank]]) for rank in ranks)
    return [tuple(Candidate(written(quantity, number)) for number in one) for one in sets]


def drawn_ranks(below: int, above: int, seed: str, *, between: bool) -> list[int]:
    """How many of three wrong numbers may be less than the right one, with so many on either side,
    the drawn one first; *between*: some are less and some are more, if there are such. Where the
    right one may be the least or the greatest it is so more often, which makes up for that."""
    ranks = [rank for rank in range(WANTED + 1) if rank <= below and WANTED - rank <= above]
    inner = [rank for rank in ranks if 0 < rank < WANTED]
    outer = [rank for rank in ranks if rank not in inner]
    ranks = (inner or outer) if between else [*outer, *inner, *outer]
    first = number_in(f"{seed}/rank", len(ranks)) if ranks else 0
    return list(dict.fromkeys(ranks[first:] + ranks[:first]))


def _nearest(steps: list[Fraction], key: Fraction, others: tuple[Fraction, ...]) -> list[Fraction]:
    """The nearest steps that differ from the key and one another by a quarter."""
    ranked = sorted(steps, key=lambda step: (step not in others, abs(step - key)))
    chosen: list[Fraction] = []
    for step in ranked:
        if len(chosen) < WANTED and all(_are_apart(step, other) for other in (key, *chosen)):
            chosen.append(step)
    return chosen


def _are_apart(one: Fraction, other: Fraction) -> bool:
    return max(one, other) >= min(one, other) * Fraction(5, 4)
