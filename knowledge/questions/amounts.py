"""Numbers as people type them for an answer, with sign and unit, and units that questions name."""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.language.lists import lines_of
from knowledge.language.names import fold_words
from knowledge.language.quantities import Quantity, only_quantity, same
from knowledge.language.units import NUMBER_WORDS, UNITS
from knowledge.questions.signs import bare, one_way

_SIGNS = "-+<>=~±"
_PORT = re.compile(r"^port\b", re.IGNORECASE)
_NO_ZERO = re.compile(r"^\.(?=\d)")
# "1,5" and "0,125", but "1,500" has its comma between thousands, and "1,2,3" is a list.
_DECIMAL_COMMA = re.compile(r"^(\d*),(?=\d)(?!(?<!^0,)\d{3}(?!\d))(?!\d+[,.]\d)")
# "16 000" wherever, and "16.000" where the question is in a language that has points there.
_BLANKS_IN_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_POINTS_IN_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_ASKS_WITH_POINTS = re.compile(r"\b(?:wie|welche\w*|cu[aá]nt\w*|quant[aeio])\b", re.IGNORECASE)
_BLANK_BEHIND_CURRENCY = re.compile(r"^([$€£¥])\s+(?=\d)")
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
_COUNTED = re.compile(r"(\S*\d\S*|\w+)\s+(\D+)")  # a number, and what it counts
# A word may stand between: "how many whole days", "in ganzen Minuten". After "in" no article may,
# nor a number: "in an hour" and "in two hours" ask for nothing.
_MANY = (
    r"how\s+(?:many|much)|what|which|wie\s?viele?n?|welche[rs]?|cu[aá]nt[oa]s?|qu[eé]|"
    r"combien\s+de|quel(?:le)?s?"
)
_ARTICLES = (
    r"an?|the|this|that|each|every|der|die|das|dem|den|einer?|einem|une?|una|el|la|le|los|las|les"
)
_CURRENCIES = {
    "$": re.compile(r"\$|usd|d[oó]llar", re.IGNORECASE),
    "€": re.compile("€|eur", re.IGNORECASE),
    "£": re.compile("£|gbp|pound", re.IGNORECASE),
    "¥": re.compile("¥|jpy|yen", re.IGNORECASE),
    "¢": re.compile("cent", re.IGNORECASE),
}
_COUNTS = ("count", "frequency", "rate")  # what the noun behind a number may be left out of


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the sign before it: -1, > 5, 14 days."""

    sign: str
    quantity: Quantity
    currency: str = ""

    @property
    def has_unit(self) -> bool:
        return self.quantity.dimension != "count"

    def is_same(self, other: "Amount") -> bool:
        if (self.sign, self.currency) != (other.sign, other.currency):
            return False
        if {self.quantity.dimension, other.quantity.dimension} == {"port", "count"}:
            return self.quantity.value == other.quantity.value  # "port 443" and "443"
        return same(self.quantity, other.quantity)


def amount_of(text: str, unit: str = "") -> Amount | None:
    """The number that *text* is as a whole; in *unit* where it has none of its own."""
    plain = _BLANKS_IN_THOUSANDS.sub("", one_way(bare(text)))
    number = plain.lstrip(_SIGNS)
    sign = plain.removesuffix(number)
    number = _BLANK_BEHIND_CURRENCY.sub(r"\1", number.strip())
    number = _NO_ZERO.sub("0.", _DECIMAL_COMMA.sub(r"\1.", number))
    if number.casefold() in NUMBER_WORDS:
        number = str(NUMBER_WORDS[number.casefold()])
    said = f"{_PORT.sub('port', _in_short(number))} {unit}".strip()
    quantity = only_quantity(said)
    if quantity is None or (unit and quantity.dimension == "count"):
        return None
    money = quantity.dimension == "money"
    currency = next((sign for sign, how in _CURRENCIES.items() if money and how.search(said)), "")
    return Amount(sign, quantity, currency)


def says_amount(key: str, typed: str, stem: str) -> bool:
    """Whether *typed* is the number that *key* is; both may leave out a unit that *stem* names."""
    if _ASKS_WITH_POINTS.search(stem):
        key, typed = (_POINTS_IN_THOUSANDS.sub("", text) for text in (key, typed))
    pairs = [(amount_of(key), amount_of(typed))]
    pairs += [(_in(unit, key), _in(unit, typed)) for unit in units_asked(stem)]
    pairs += [(amount_of(_number_of(key, stem)), amount_of(_number_of(typed, stem)))]
    return any(wanted and said and wanted.is_same(said) for wanted, said in pairs)


def without_remark(form: str) -> str:
    """A number without what stands behind it in brackets: "443 (TCP)"."""
    plain = _REMARK.sub("", form)
    return plain if amount_of(plain) else form


def _number_of(text: str, stem: str) -> str:
    """A number without what it counts, where the question says what that is: "16,000 IOPS"."""
    found, own = _COUNTED.fullmatch(bare(text)), amount_of(text)
    measured = own is not None and own.quantity.dimension not in _COUNTS
    if not found or measured or not set(fold_words(found[2])) <= set(fold_words(stem)):
        return text
    return found[1]


def _in(unit: str, text: str) -> Amount | None:
    own = amount_of(text)
    return own if own and own.has_unit else amount_of(text, unit)


def units_asked(stem: str) -> tuple[str, ...]:
    """The units that a question wants its answer in: "how many days", "in whole minutes", "(s)"."""
    found = (_unit(match["unit"]) for match in _asking().finditer(stem))
    return tuple(unit for unit in found if unit)


def _in_short(number: str) -> str:
    """A number whose unit is written out, or in another language, with the name that we know."""
    digits = re.match(r"(.*\d|\w+)[\s-]*", number)
    unit = _unit(number[digits.end() :].rstrip(". ")) if digits else ""
    return f"{digits[1]} {unit}" if digits and unit else number


def _unit(name: str) -> str:
    """The name of a unit as `UNITS` has it, "" for what is none; one letter only as it stands."""
    return name if name in UNITS else _spellings().get(name.casefold(), "")


@cache
def _spellings() -> dict[str, str]:
    """Each way to write a unit of two letters or more, in small letters → its name."""
    spelled = {name.casefold(): name for name in UNITS if len(name) > 1}
    for line in lines_of("unit_words"):
        name, _, words = line.partition("|")
        for word in words.split(","):
            spelled.setdefault(word.strip().casefold(), name.strip())
    return spelled


@cache
def _asking() -> re.Pattern[str]:
    names = sorted({*UNITS, *_spellings()}, key=len, reverse=True)
    unit = rf"(?P<unit>{'|'.join(map(re.escape, names))})(?!\w)"
    word = rf"(?!(?:{_ARTICLES}|{'|'.join(NUMBER_WORDS)})\b)[^\W\d_]+\s+"
    return re.compile(
        rf"(?:\b(?:{_MANY})\s+|\bcombien\s+d['’]|\b(?:in|en)\s+|[(\[]\s*)(?:{word})?{unit}",
        re.IGNORECASE,
    )
