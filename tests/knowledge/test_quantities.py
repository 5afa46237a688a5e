"""Numbers with units: what is found in text, and which of them are the same."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language.quantities import Quantity, number_of, only_quantity, quantities, same
from tests.effort import grows_evenly

MEGABYTE = 1024**2


def the(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    ("text", "value", "dimension", "qualifier"),
    [
        ("default 3 s", 3, "time", "default"),
        ("maximum 900 s per invocation", 900, "time", "maximum"),
        ("Up to 15 min", 900, "time", "maximum"),
        ("Limit: 10 minutes max", 600, "time", "maximum"),
        ("30 days minimum", 30 * 86400, "time", "minimum"),
        ("24 hours (default)", 86400, "time", "default"),
        ("Item max size is 400KB", 400 * 1024, "size", "maximum"),
        ("at most 250 MB", 250 * MEGABYTE, "size", "maximum"),
        ("at least 2 MiB", 2 * MEGABYTE, "size", "minimum"),
        ("< 1ms", Fraction(1, 1000), "time", "below"),
        ("about 20 % less", 20, "percent", "about"),
        ("$0.20 per million requests", Fraction(1, 5), "money", ""),
        ("port 443", 443, "port", ""),
        ("MIN size /28", 28, "prefix", "minimum"),
        ("1 MB/sec for writes", MEGABYTE, "rate", ""),
        ("10 Gbps", 10**10, "bits", ""),
        ("in steps of 10 GB", 10 * 1024**3, "size", "step"),
        ("Default: 1,000 concurrent executions", 1000, "count", "default"),
        ("10k objects", 10_000, "count", ""),
        ("1.5 million requests", 1_500_000, "count", ""),
        ("five layers", 5, "count", ""),
        ("60 requests per minute", 1, "frequency", ""),
        ("300 msg/s", 300, "frequency", ""),
        ("the admin 5 GB", 5 * 1024**3, "size", ""),
        ("the casino less than 5 GB", 5 * 1024**3, "size", "below"),  # and no "no less than"
    ],
)
def test_a_number_is_read_with_its_unit_and_its_qualifier(
    text: str, value: Fraction, dimension: str, qualifier: str
) -> None:
    found = the(text)
    assert (found.value, found.dimension, found.qualifier) == (value, dimension, qualifier)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1–14 days", 86400, 14 * 86400),
        ("1 min – 14 days", 60, 14 * 86400),
        ("1 to 3,600 s", 1, 3600),
        ("between 1 and 3,600 seconds", 1, 3600),
        ("10GB → 128TB", 10 * 1024**3, 128 * 1024**4),
        ("128MB - 10GB", 128 * MEGABYTE, 10 * 1024**3),
        ("3-63 characters", 3, 63),
    ],
)
def test_a_range_has_two_ends_and_a_unit_said_once_holds_for_both(
    text: str, low: int, high: int
) -> None:
    found = the(text)
    assert (found.value, found.high) == (Fraction(low), Fraction(high))


def test_a_bare_number_remembers_what_it_counts() -> None:
    assert the("up to 5 layers per function").noun == "layers"
    assert the("15 read replicas").noun == "read replicas"


@pytest.mark.parametrize(
    "text", ["in 2026", "t2.micro", "10.0.0.0/16", "one of them", "m5", "2020-01-02T10:00:00"]
)
def test_names_years_addresses_and_pronouns_are_no_quantities(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("15 min", "900 s"),
        ("15 minutes", "0.25 h"),
        ("1 GB", "1,024 MB"),
        ("1 GB", "1000 MB"),
        ("256 KB", "256KiB"),
        ("12 months", "1 year"),
        ("1k requests", "1,000 requests"),
        ("five layers", "5 layers"),
        ("1–14 days", "24 h to 14 days"),
    ],
)
def test_one_value_said_in_two_ways_is_the_same(one: str, other: str) -> None:
    assert same(the(one), the(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("15 min", "15 s"), ("5 GB", "5 TB"), ("1–14 days", "14 days"), ("5 %", "5 layers")],
)
def test_different_values_stay_different(one: str, other: str) -> None:
    assert not same(the(one), the(other))


def test_only_a_text_that_is_nothing_but_a_quantity_is_one() -> None:
    assert only_quantity(" 15 min. ") is not None
    assert only_quantity("15 min at most") is None
    assert only_quantity("") is None


@given(st.text(max_size=80))
@settings(max_examples=150)
def test_any_text_can_be_searched_and_every_span_is_where_it_says(text: str) -> None:
    for found in quantities(text):
        assert text[found.start : found.end] == found.text


@given(st.integers(min_value=0, max_value=10**9))
@settings(max_examples=100)
def test_thousands_separators_change_nothing(number: int) -> None:
    assert number_of(f"{number:,}") == number_of(str(number)) == number


@pytest.mark.parametrize("piece", ["port 443, ", "/24 ", "1 GB ", "5 things a day, "])
def test_a_line_of_nothing_but_numbers_is_read_in_the_time_that_it_is_long(piece: str) -> None:
    few, many = (piece * (size // len(piece)) for size in (20_000, 80_000))
    find = quantities.__wrapped__
    assert grows_evenly(lambda: find(few), lambda: find(many))


def test_a_number_within_a_named_one_is_no_other() -> None:
    found = quantities("5 kg, port 443, 8 h, /24 and port 80 for 3 days")
    assert [one.text for one in found] == ["5 kg", "port 443", "8 h", "/24", "port 80", "3 days"]
