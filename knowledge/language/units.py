"""The units that notes use, and what each amounts to."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit measures; a size also has its reading in steps of 1,000."""

    dimension: str
    factor: Fraction = Fraction(1)
    decimal: Fraction = Fraction(0)


_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_YEAR = 365 * _DAY

_TIME: dict[Fraction, str] = {
    Fraction(1, 10**9): "ns nanosecond nanoseconds",
    Fraction(1, 10**6): "µs us microsecond microseconds",
    Fraction(1, 1000): "ms msec millisecond milliseconds",
    Fraction(1): "s sec secs second seconds",
    Fraction(_MINUTE): "min mins minute minutes",
    Fraction(_HOUR): "h hr hrs hour hours",
    Fraction(_DAY): "d day days",
    Fraction(7 * _DAY): "week weeks",
    Fraction(_YEAR, 12): "month months",
    Fraction(_YEAR): "year years yr yrs",
}
_SIZE_PREFIXES = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}
_SIZE_WORDS = {"kilobyte": 1, "megabyte": 2, "gigabyte": 3, "terabyte": 4, "petabyte": 5}

_SMALL_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
SCALES: dict[str, int] = {
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
NUMBER_WORDS: dict[str, int] = {
    word: number for number, word in enumerate(_SMALL_NUMBERS.split())
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100}
RATE_UNITS: dict[str, int] = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), _MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), _HOUR),
    **dict.fromkeys(("day", "days"), _DAY),
    **dict.fromkeys(("month", "months", "mo"), _YEAR // 12),
    **dict.fromkeys(("year", "years", "yr"), _YEAR),
}


def _all_units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for factor, names in _TIME.items():
        units |= dict.fromkeys(names.split(), Unit("time", factor))
    for prefix, power in _SIZE_PREFIXES.items():
        size = Unit("size", Fraction(1024**power), Fraction(1000**power))
        if prefix:
            units |= dict.fromkeys((f"{prefix}B", f"{prefix.lower()}B", f"{prefix}iB"), size)
            bits = Unit("bits", Fraction(1000**power))
            per_second = (f"{prefix}bps", f"{prefix.lower()}bps", f"{prefix}bit/s")
            units |= dict.fromkeys(per_second, bits)
    for word, power in _SIZE_WORDS.items():
        size = Unit("size", Fraction(1024**power), Fraction(1000**power))
        units |= {word: size, f"{word}s": size}
    units |= dict.fromkeys(("byte", "bytes", "B"), Unit("size", Fraction(1), Fraction(1)))
    units |= dict.fromkeys(("bit", "bits"), Unit("count"))
    units |= dict.fromkeys(("%", "percent", "per cent"), Unit("percent"))
    units |= dict.fromkeys(("USD", "EUR", "GBP", "JPY", "dollars", "cents"), Unit("money"))
    for name, hertz in (("Hz", 1), ("kHz", 10**3), ("MHz", 10**6), ("GHz", 10**9)):
        units[name] = Unit("hertz", Fraction(hertz))
    for name, micrometres in (("nm", "1/1000"), ("mm", 10**3), ("cm", 10**4), ("m", 10**6)):
        units[name] = Unit("length", Fraction(micrometres))
    units |= {"µm": Unit("length"), "km": Unit("length", Fraction(10**9)), "°C": Unit("celsius")}
    units |= {
        "mg": Unit("mass", Fraction(1, 1000)),
        "g": Unit("mass"),
        "kg": Unit("mass", Fraction(1000)),
    }
    units |= {"mV": Unit("volt", Fraction(1, 1000)), "V": Unit("volt"), "mmHg": Unit("pressure")}
    return units


UNITS: dict[str, Unit] = _all_units()
