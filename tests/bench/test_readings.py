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
    assert {3, *range(5, 11), *range(13, 29)} <= {draw.number for draw in read}
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


def test_whatever_a_solver_remarked_on_was_answered_and_the_bank_shows_it() -> None:
    """A question that was kept or mended can be found by its id of now; what was dropped cannot."""
    remarks, done, asked = readings.remarks(), readings.done(), readings.asked()
    assert remarks.keys() == done.keys()
    assert len(remarks) >= 48 and len(asked) >= 1_150
    for (_round, then), answer in done.items():
        assert answer["done"] in readings.DONE and len(answer["why"]) > 8
        if answer["done"] == "dropped":
            assert answer["now"] == "-" and then not in asked
        else:
            assert answer["now"] in asked, answer


def test_every_question_of_the_bank_was_solved_by_somebody_without_its_key() -> None:
    assert readings.unsolved() == set()


def test_a_remark_that_nobody_answered_is_named_with_a_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = min(readings.asked())
    solved = [
        "round\tid\tnote\tanswer\tright\tsure\tsecond\tremark",
        f"7\t{ours}\ta/b\tC\t1\t0\t-\t-",
        "7\tgone\ta/b\tC\t1\t1\tD\tD is true as well",
        "7\tfine\ta/b\tC\t1\t1\t-\t-",
        "7\twrong\ta/b\tC\t0\t1\t-\t-",
        "7\tknown\ta/b\tC\t1\t0\t-\t-",
    ]
    (tmp_path / "solved.tsv").write_text("\n".join(solved) + "\n", encoding="utf-8")
    answered = "round\tid\tdone\tnow\twhy\n7\tknown\tdropped\t-\tnobody asks it\n"
    (tmp_path / "solved-done.tsv").write_text(answered, encoding="utf-8")
    assert [draft.split("\t") for draft in readings.drafts(tmp_path)] == [
        ["7", ours, "kept", ours, "?? -: -"],
        ["7", "gone", "dropped", "-", "?? D: D is true as well"],
        ["7", "wrong", "dropped", "-", "?? -: -"],
    ]
    assert readings.main([], tmp_path) == 1
    said = capsys.readouterr().err
    assert (
        f"3 remarks have no row in docs/readings/solved-done.tsv, the first of them 7 {ours}"
        in said
    )
