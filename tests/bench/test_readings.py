"""What readers said of the written questions stands in the page as it stands in the sheets."""

from pathlib import Path

import pytest

from bench import readings

HEAD = "no\tid\tnote\ta\tb\treason\n"


def test_the_page_says_what_the_sheets_say() -> None:
    page = readings.PAGE.read_text(encoding="utf-8")
    assert readings.FOUND.search(page)
    assert readings.drawn_into(page, readings.markdown()) == page


def test_every_sheet_is_whole() -> None:
    read = readings.draws()
    assert {3, 5, 6, 7, 8, 9, 10, 13, 14, *range(15, 23)} <= {draw.number for draw in read}
    for draw in read:
        assert [question.number for question in draw.questions] == list(range(1, 61))
        assert len({question.id for question in draw.questions}) == 60
        for question in draw.questions:
            assert set().union(*question.failed) <= set(readings.CRITERIA)
            assert question.reason == "-" or any(question.failed)


def test_the_lower_reader_counts_and_kappa_leaves_chance_out(tmp_path: Path) -> None:
    rows = ["-\t-", "C10\tC10", "C6 C10\t-", "-\t-"]
    text = HEAD + "".join(f"{n}\tid{n}\tnote\t{row}\twhy\n" for n, row in enumerate(rows, 1))
    (tmp_path / "draw-3.tsv").write_text(text, encoding="utf-8")
    (draw,) = readings.draws(tmp_path)
    assert (draw.passed(0, "C10"), draw.passed(1, "C10"), draw.lower("C6")) == (2, 3, 3)
    assert draw.kappa == pytest.approx(0.5)  # alike 3 of 4, by chance 1 of 2


def test_whoever_solved_them_was_right_and_where_not_sure_it_says_so() -> None:
    rows = list(readings._rows(readings.READINGS / "solved.tsv"))
    assert len(rows) >= 961
    assert sum(row["right"] == "1" for row in rows) / len(rows) >= 0.97
    assert {row["sure"] for row in rows} == {"0", "1"}
