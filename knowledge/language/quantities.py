"""Numbers with units, found in text and converted so that they can be compared.

Notes say one value in many ways: "15 min" and "900 s", "1k" and "1,000", "512MB" and "512 MB".
Sizes count in steps of 1,024 whatever the prefix, because that is what notes nearly always mean;
`same` also accepts the decimal reading, so that "1 GB" and "1,000 MB" do not contradict.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from knowledge.language.units import NUMBER_WORDS, RATE_UNITS, SCALES, UNITS, Unit

_QUALIFIED_BY = {
    "default": "default, defaults to, by default, initially",
    "minimum": "min, min., minimum, at least, no less than, smallest, lowest, shortest, ≥, >=",
    "maximum": "max, max., maximum, at most, up to, upto, no more than, limited to, largest, "
    "highest, longest, ≤, <=",
    "below": "less than, fewer than, under, below, within, <",
    "above": "more than, greater than, over, above, >",
    "about": "about, around, approximately, approx., roughly, nearly, ~",
    "step": "in steps of, steps of, increments of",
    "interval": "every",
    "until": "until",
    "since": "since",
}
QUALIFIERS = {said: what for what, words in _QUALIFIED_BY.items() for said in words.split(", ")}


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number as the text has it: where it stands, what it measures and what it amounts to."""

    text: str  # as written, with its unit: "15 min", "1–14 days", "$0.20"
    start: int
    end: int
    value: Fraction  # in the dimension's base unit (s, bytes, 1); the lower end of a range
    dimension: str  # time, size, percent, money, rate, bits, port, prefix, frequency, count
    unit: str = ""  # as written
    number: str = ""  # as written, without the unit
    high: Fraction | None = None  # the upper end of a range
    qualifier: str = ""  # default, minimum, maximum, below, above, about, step, interval …
    noun: str = ""  # what a bare number counts: "5 layers per function" has "layers"
    decimal: Fraction | None = None  # a size read in steps of 1,000

    @property
    def is_range(self) -> bool:
        return self.high is not None


_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+)"
_SCALE = r"(?:\s?(?:thousand|million|billion|trillion|(?-i:[kKM])(?![A-Za-z])))?"
_UNIT_NAMES = "|".join(re.escape(u) for u in sorted(UNITS, key=len, reverse=True))
_PERIODS = "|".join(sorted(RATE_UNITS, key=len, reverse=True))
_RATE_TAIL = re.compile(rf"(?:\s?/\s?|\s?per\s|\s?a\s)(?:{_PERIODS})\b", re.IGNORECASE)
_UNIT = rf"(?:[\s-]?(?P<unit{{n}}>{_UNIT_NAMES})(?![A-Za-z]))?"
_NUMBER = re.compile(
    r"(?<![\w.$€£¥/:-])(?<!\d,)"
    r"(?P<money>[$€£¥]|US\$|USD\s?|EUR\s?)?"
    rf"(?P<n1>{_DIGITS}{_SCALE}|\b(?:{_WORDS})\b(?!-))"
    + _UNIT.format(n=1)
    + rf"(?:\s?(?:–|—|-|→|to|\.\.|and(?=\s(?:{_DIGITS})))\s?[$€£¥]?(?P<n2>{_DIGITS}{_SCALE})"
    + _UNIT.format(n=2)
    + r")?(?![\w])(?!\.\d)(?!:\d)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\bports?\s(?P<port>\d{1,5})\b|(?<![\w/.])/(?P<prefix>\d{1,2})(?![\w/.])")
_NOUN = re.compile(
    r"[\s-]+((?:[a-z][a-z]+[\s-]){0,3}?[A-Za-z][A-Za-z]+s)\b|\s((?:[a-z]+\s)?[A-Za-z]{2,})(?=/s)"
)
_LONGEST_FIRST = sorted(QUALIFIERS, key=len, reverse=True)
_SIGNS = "|".join(name for name in _LONGEST_FIRST if not name[0].isalpha())
_SPOKEN = "|".join(re.escape(name) for name in _LONGEST_FIRST if name[0].isalpha())
_BEFORE = re.compile(
    rf"(?:(?<![^\W\d_])({_SPOKEN})|({_SIGNS}))"
    r"(?:\s(?:value|limit|size|of|is|are|it's|to|the|=|a|an)|\s?[:=(])*\s?[(\"']?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\s?(?:\((?:by\s)?(default|max(?:imum)?|min(?:imum)?)\)|(?:by\s)?(default|max(?:imum)?|min(?:imum)?)(?!\w|\s\d))",
    re.IGNORECASE,
)


def number_of(text: str) -> Fraction:
    """The value of a number as written: "1,000", "1k", "1.5 million", "five"."""
    plain = text.strip().lower()
    if plain.isascii() and plain.isdigit():
        return Fraction(int(plain))
    if plain in NUMBER_WORDS:
        return Fraction(NUMBER_WORDS[plain])
    found = re.fullmatch(r"([\d,.]+)\s?([a-z]*)", plain)
    if found is None:
        raise ValueError(f"not a number: {text!r}")
    scale = SCALES[found[2]] if found[2] else 1
    return Fraction(found[1].replace(",", "")) * scale


@lru_cache(maxsize=16384)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number in *text* that measures or counts something, in the order of the text."""
    named = _NAMED.finditer(text) if "/" in text or "port" in text else ()
    found = [_named(text, match) for match in named]
    taken = [(quantity.start, quantity.end) for quantity in reversed(found)]
    for match in _NUMBER.finditer(text):
        while taken and taken[-1][1] <= match.start():
            taken.pop()  # both come in the order of the text
        if taken and taken[-1][0] < match.end():
            continue
        quantity = _measured(text, match)
        if quantity is not None:
            found.append(quantity)
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def only_quantity(text: str) -> Quantity | None:
    """The quantity that *text* as a whole is, as in a typed answer or a table cell."""
    stripped = text.strip().rstrip(".")
    found = quantities(stripped)
    if len(found) != 1 or found[0].start:
        return None
    counted = stripped[found[0].end :].strip(" -").lower()
    return found[0] if counted in ("", found[0].noun) else None


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities say the same, after conversion."""
    if one.dimension != other.dimension or one.is_range != other.is_range:
        return False
    if one.noun and other.noun and one.noun != other.noun:
        return False
    if one.high != other.high:
        return False
    if one.value == other.value:
        return True
    readings = {one.value, one.decimal} & {other.value, other.decimal}
    return bool(readings - {None})


def _named(text: str, match: re.Match[str]) -> Quantity:
    kind = "port" if match["port"] else "prefix"
    number = match["port"] or match["prefix"]
    return Quantity(
        text=match[0],
        start=match.start(),
        end=match.end(),
        value=Fraction(number),
        dimension=kind,
        number=number,
        qualifier=_qualifier(text, match.start(), match.end()),
    )


def _measured(text: str, match: re.Match[str]) -> Quantity | None:
    first, second, unit1, unit2, money = match.group("n1", "n2", "unit1", "unit2", "money")
    word = first.lower() in NUMBER_WORDS
    if second and not unit1 and unit2:
        unit1 = unit2  # "1–14 days"
    start, end = match.start(), match.end()
    if second and unit1 and not unit2:
        # "10 GB to 5" is no range: keep the first number alone
        second, end = "", match.end("unit1")
    unit = _unit(unit1)
    if money or (unit is not None and unit.dimension == "money"):
        return _make(text, start, end, first, second, Unit("money"), money or "", unit2)
    if unit is None:
        return _counted(text, start, end, first, second, word)
    tail = _RATE_TAIL.match(text, end)
    if tail and unit.dimension == "size":
        per = _per_second(tail[0])
        rate = Unit("rate", unit.factor * per, unit.decimal * per)
        return _make(text, start, tail.end(), first, second, rate, f"{unit1}{tail[0]}", unit2)
    return _make(text, start, end, first, second, unit, unit1, unit2)


def _counted(
    text: str, start: int, end: int, first: str, second: str, word: bool
) -> Quantity | None:
    noun = _NOUN.match(text, end)
    if word and not noun:
        return None  # "one of them" measures nothing
    if not noun and re.fullmatch(r"(19|20)\d\d", first):
        return None  # a year
    quantity = _make(text, start, end, first, second, Unit("count"), "", "")
    if noun is None or quantity is None:
        return quantity
    tail = _RATE_TAIL.match(text, noun.end())
    per = _per_second(tail[0]) if tail else Fraction(1)
    return Quantity(
        quantity.text, start, end, quantity.value * per, "frequency" if tail else "count",
        "", first, None if quantity.high is None else quantity.high * per,
        quantity.qualifier, (noun[1] or noun[2]).lower(),
    )  # fmt: skip


def _make(
    text: str, start: int, end: int, first: str, second: str, unit: Unit, name: str, unit2: str
) -> Quantity | None:
    try:
        value = number_of(first)
        high = number_of(second) if second else None
    except (ValueError, KeyError):
        return None
    factor2 = (_unit(unit2) or unit).factor if unit2 else unit.factor
    return Quantity(
        text=text[start:end],
        start=start,
        end=end,
        value=_times(value, unit.factor),
        dimension=unit.dimension,
        unit=name,
        number=first,
        high=None if high is None else _times(high, factor2),
        qualifier=_qualifier(text, start, end),
        decimal=_times(value, unit.decimal) if unit.decimal else None,
    )


def _times(value: Fraction, factor: Fraction) -> Fraction:
    """Their product; whole numbers, as nearly all are, need nothing cancelled."""
    if value.denominator == factor.denominator == 1:
        return Fraction(value.numerator * factor.numerator)
    return value * factor


def _unit(name: str | None) -> Unit | None:
    if not name:
        return None
    return UNITS.get(name) or UNITS.get(name.lower())


def _per_second(tail: str) -> Fraction:
    word = re.split(r"[/\s]", tail.strip())[-1].lower()
    return Fraction(1, RATE_UNITS[word])


def _qualifier(text: str, start: int, end: int) -> str:
    before = _BEFORE.search(text, max(0, start - 40), start)
    if before:
        return QUALIFIERS[before[1].lower() if before[1] else before[2]]
    after = _AFTER.match(text[end : end + 40])
    if after:
        return QUALIFIERS[(after[1] or after[2]).lower()]
    return ""
