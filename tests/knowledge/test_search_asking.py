"""Words that only ask, signs of code and long numbers: what tells a question from nonsense."""

from pathlib import Path

import pytest

from knowledge.search.features import REFUSING, weights

from .searching import search_over

NOTES = {
    "ports.md": "# Ports\n\n- RDP: 3389\n- SSH: 22\n- Presigned links: valid for 12 hours\n",
    "script.md": "# Scripts\n\n- A script alert is written in Python or Node.js\n",
}


@pytest.mark.parametrize("asks", ["longest", "shortest", "fewest", "smallest", "highest"])
def test_a_word_for_a_bound_that_the_notes_lack_only_asks(tmp_path: Path, asks: str) -> None:
    assert search_over(NOTES, tmp_path).ask(f"{asks} presigned links").confident


def test_a_long_number_says_what_is_meant(tmp_path: Path) -> None:
    search = search_over(NOTES, tmp_path)
    long, short = (search.speaking_for(search.look(typed)) for typed in ("3389 tcp", "22 tcp"))
    says = list(REFUSING).index("says_number")
    assert (long[says], short[says]) == (1.0, 0.0)
    assert weights()["refusing"]["says_number"] > 0


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "script(alert); { return 1; }"])
def test_program_code_is_no_question(tmp_path: Path, typed: str) -> None:
    search = search_over(NOTES, tmp_path)
    assert not search.ask(typed).confident
    assert search.ask("script alert").confident
