"""Each mend in the table of `python -m bench mends` is there to be undone, and so is its test."""

import pytest

from bench.mends import MENDS, ROOT, Mend, undone
from tests.house.test_security_page import is_there, names_in_files


@pytest.mark.parametrize("mend", MENDS, ids=lambda mend: f"{mend.number} {mend.what}")
def test_a_mend_can_be_undone(mend: Mend) -> None:
    text = (ROOT / mend.file).read_text(encoding="utf-8")
    assert undone(text, mend) != text


def test_the_test_of_each_mend_exists() -> None:
    files = names_in_files()
    names = [mend.test.partition("[")[0].split("::") for mend in MENDS]
    asked = [path if not inside else f"{path}::{inside[-1]}" for path, *inside in names]
    assert [one for one in asked if not is_there(one, files)] == []


def test_every_number_has_one() -> None:
    assert {mend.number for mend in MENDS} == {*map(str, range(1, 21)), "exports"}
