"""Wrong numbers that look as right as the right one: neighbours on the ladders people use."""

import re
from decimal import Decimal
from fractions import Fraction

from knowledge.language.quantities import Quantity, number_of
from knowledge.questions.model import Candidate, number_in


def _steps(text: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(step) for step in text.split())


# Values of one family look alike: 512 beside 300 and 400 would give itself away.
_DECIMAL = tuple(
    sorted(
        {
            Fraction(digits) * 10**power
            for digits in ("1", "1.5", "2", "2.5", "3", "4", "5", "7.5")
            for power in range(1, 7)
        }
        | {Fraction(digit) for digit in (1, 2, 3, 5)}
    )
)
_SMALL = _steps("1 2 3 4 5 6 7 8 9 10 12 15 16 18 20 24 25 30")
_BINARY = tuple(Fraction(2**power) for power in range(21))
_FULL = tuple(Fraction(2**power - 1) for power in range(3, 21))  # 255: all the bits are set
_YEARS = _steps("7 14 30 60 90 180 365 730 1095 1825 2555 3650")
_LADDERS: dict[str, tuple[Fraction, ...]] = {
    "s": _steps("1 2 3 5 10 15 20 30 45 60 90 120 180 300 600 900 1800 3600 7200 14400"),
    "min": _steps("1 2 3 5 10 15 20 30 45 60 90 120 180 240"),
    "h": _steps("1 2 3 4 6 8 12 24 36 48 72 96"),
    "d": _steps("1 2 3 4 5 7 10 14 21 30 35 45 60 90 120 180 365 400"),
    "week": _steps("1 2 3 4 6 8 12"),
    "month": _steps("1 2 3 6 9 12 15 18 24 36"),
    "year": _steps("1 2 3 5 7 10"),
    "percent": _steps(
        "1 2 5 10 15 20 25 30 40 50 60 70 75 80 90 95 99 99.5 99.9 99.95 99.99 99.999"
    ),
    "prefix": _steps("8 12 16 20 22 24 26 27 28 29 30 32 48 56 60 64 80 96 128"),
    "port": _steps(
        "20 21 22 23 25 53 80 110 123 143 389 443 445 587 636 993 1433 1521 2049 3306 "
        "3389 5432 5439 6379 8080 8443 9042 11211 27017"
    ),
}
_TIME_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second"), "s"),
    **dict.fromkeys(("min", "minute"), "min"),
    **dict.fromkeys(("h", "hr", "hour"), "h"),
    **dict.fromkeys(("d", "day"), "d"),
    **dict.fromkeys(("year", "yr"), "year"),
    "ms": "count",
    "week": "week",
    "month": "month",
}


_WORD_UNIT = re.compile(r"\b(second|minute|hour|day|week|month|year|byte|bit)s?$", re.IGNORECASE)


def ladder_of(quantity: Quantity, key: Fraction) -> tuple[Fraction, ...]:
    """The usual values in the quantity's unit, of the family that the key belongs to."""
    unit = quantity.unit.strip().lower()
    singular = unit[:-1] if unit.endswith("s") and len(unit) > 2 else unit
    if quantity.dimension == "time":
        name = _TIME_UNITS.get(unit) or _TIME_UNITS.get(singular) or "count"
        if name == "d" and key >= 365 and key % 365 == 0:
            return _YEARS
        if name != "count":
            return _LADDERS[name]
    if quantity.dimension in ("percent", "prefix", "port"):
        return _LADDERS[quantity.dimension]
    return _plain_ladder(key, quantity.dimension in ("size", "rate"))


def _plain_ladder(key: Fraction, binary: bool) -> tuple[Fraction, ...]:
    if key in _FULL and key >= 63:
        return _FULL
    if key in _BINARY and (key >= 32 or (binary and key != 2)):
        return _BINARY
    if key in _SMALL and key < 16 and key not in (10, 15):
        return _SMALL
    return _DECIMAL if key in _DECIMAL else _SMALL


_FACTORS = tuple(
    Fraction(*pair)
    for pair in (
        (1, 10),
        (1, 5),
        (1, 4),
        (1, 2),
        (3, 4),
        (3, 2),
        (2, 1),
        (5, 2),
        (3, 1),
        (4, 1),
        (5, 1),
        (10, 1),
    )
)


def steps_around(quantity: Quantity, key: Fraction) -> list[Fraction]:
    """Usual values; for an unusual key its own multiples, so that it does not stand out as odd."""
    ladder = sorted(ladder_of(quantity, key))
    if key in ladder or quantity.dimension in ("prefix", "port"):
        return ladder
    if quantity.dimension == "percent":
        return [step for step in (key + shift for shift in _SHIFTS) if 0 < step < 100]
    grain = _grain(key)
    rounded = {round(key * factor / grain) * grain for factor in _FACTORS}
    return sorted(step for step in rounded if step > 0 and step != key)


_SHIFTS = (-18, -12, -6, 6, 12, 18)  # around a share such as 34 %


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
    text = quantity.text.replace(quantity.number, plain, 1)
    if _WORD_UNIT.search(text):
        text = _WORD_UNIT.sub(lambda unit: unit[1] + ("" if number == 1 else "s"), text)
    return text


def _plain(number: Fraction, like: str) -> str:
    if number.denominator != 1:
        return format((Decimal(number.numerator) / Decimal(number.denominator)).normalize(), "f")
    separated = "," in like or (number >= 10_000 and not re.search(r"\d{4,}", like))
    return f"{int(number):,}" if separated else str(int(number))


def wrong_numbers(
    quantity: Quantity, others: tuple[Fraction, ...], seed: str
) -> tuple[tuple[Candidate, ...], int]:
    """Three wrong values and the key's rank among the four: the rank is drawn before the values.

    `others` are values that the notes give for the same property under another qualifier: the most
    tempting of all. A key that lacks neighbours on either side is not asked: it would be guessed.
    """
    if re.search(r"[a-zA-Z]", quantity.number) or quantity.is_range:
        return (), 0
    key = number_of(quantity.number)
    steps = {*steps_around(quantity, key), *others}
    whole = key.denominator == 1 and quantity.dimension != "percent"
    usable = sorted(step for step in steps if step > 0 and (step.denominator == 1 or not whole))
    below, above = [one for one in usable if one < key], [one for one in usable if one > key]
    close = quantity.dimension in ("percent", "prefix", "port")
    lower = _nearest(below[::-1], key, 3, others, close)
    higher = _nearest(above, key, 3, others, close)
    ranks = [rank for rank in range(4) if rank <= len(lower) and 3 - rank <= len(higher)]
    if not lower or not higher or not ranks:
        return (), 0
    rank = ranks[number_in(f"{seed}/rank", len(ranks))]
    chosen = sorted([*lower[:rank], *higher[: 3 - rank]])
    return tuple(Candidate(written(quantity, number)) for number in chosen), rank


def _nearest(
    steps: list[Fraction], key: Fraction, count: int, others: tuple[Fraction, ...], close: bool
) -> list[Fraction]:
    """The nearest steps that differ from the key and one another by a quarter, unless `close`."""
    ranked = sorted(steps, key=lambda step: (step not in others, abs(step - key)))
    chosen: list[Fraction] = []
    for step in ranked:
        if len(chosen) == count:
            break
        if all(_apart(step, other, close) for other in (key, *chosen)):
            chosen.append(step)
    return chosen


def _apart(one: Fraction, other: Fraction, ladder_steps: bool) -> bool:
    larger, smaller = max(one, other), min(one, other)
    return ladder_steps or larger >= smaller * Fraction(5, 4)
