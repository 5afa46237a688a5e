"""How answers are judged in the measurements."""

import json
from pathlib import Path

import pytest

from bench.judge import QUERIES, Query, judge, read_queries, totals
from knowledge.model import Answer, Found


def query(kind: str, *expect: str, about: tuple[str, ...] = (), tmp: Path) -> Query:
    line = {"id": "t1", "query": "kettle limits", "kind": kind, "expect": expect, "about": about}
    file = tmp / "queries.jsonl"
    file.write_text(json.dumps(line) + "\n\n", encoding="utf-8")
    return read_queries(file)[0]


def found(*answers: tuple[str, str, tuple[str, ...]], confident: bool = True) -> Found:
    cards = tuple(
        Answer(topic, ("Limits",), best, facts, (), 1.0) for topic, best, facts in answers
    )
    return Found("kettle limits", confident=confident, answers=cards)


def test_a_fact_scores_by_the_rank_of_the_first_right_answer(tmp_path: Path) -> None:
    asked = query("fact", "9 l", tmp=tmp_path)
    assert judge(asked, found(("Kettle", "holds 9 L", ()))).score == 1
    second = judge(asked, found(("Kettle", "whistles", ()), ("Kettle", "holds 9 L", ())))
    assert second.score == 0.5
    assert not second.good
    assert judge(asked, found(("Kettle", "whistles", ("holds 9 L",)))).score == 0


def test_the_right_number_about_another_thing_is_no_hit(tmp_path: Path) -> None:
    asked = query("fact", "9 l", about=("kettle",), tmp=tmp_path)
    assert judge(asked, found(("Barrel", "holds 9 L", ()))).score == 0
    assert judge(asked, found(("Kettle", "holds 9 L", ()))).score == 1


def test_a_best_fact_that_nobody_would_read_is_no_hit(tmp_path: Path) -> None:
    asked = query("fact", "9 l", tmp=tmp_path)
    assert judge(asked, found(("Kettle", "9 L" + " and on" * 100, ()))).score == 0


def test_a_section_scores_the_share_found_on_the_first_card(tmp_path: Path) -> None:
    asked = query("section", "9 l", "2 kg", tmp=tmp_path)
    verdict = judge(asked, found(("Kettle", "holds 9 L", ()), ("Kettle", "weighs 2 kg", ())))
    assert verdict.score == 0.5
    assert judge(asked, found(("Kettle", "holds 9 L", ("weighs 2 kg",)))).good
    assert judge(asked, found(("Kettle", "holds 9 L", ("weighs 2 kg", "x" * 3000)))).score == 0


@pytest.mark.parametrize("answer", [found(), found(("Kettle", "9 L", ()), confident=False)])
def test_refusing_is_right_only_when_there_is_nothing(answer: Found, tmp_path: Path) -> None:
    assert judge(query("none", tmp=tmp_path), answer).good
    assert not judge(query("fact", "9 l", tmp=tmp_path), answer).good


def test_totals_keep_the_kinds_apart(tmp_path: Path) -> None:
    right = found(("Kettle", "holds 9 L", ()))
    verdicts = [
        judge(query("fact", "9 l", tmp=tmp_path), right),
        judge(query("fact", "7 l", tmp=tmp_path), right),
        judge(query("none", tmp=tmp_path), right),
    ]
    sums = totals(verdicts)
    assert (sums.hit1, sums.mrr, sums.section, sums.none, sums.accept) == (0.5, 0.5, None, 0.0, 1.0)


@pytest.mark.parametrize("file", sorted(QUERIES.glob("*.jsonl")), ids=lambda file: file.stem)
def test_every_query_set_can_be_read_and_names_no_query_twice(file: Path) -> None:
    if file.stem == "outdated":
        return
    queries = read_queries(file)
    assert len({one.id for one in queries}) == len(queries) >= 15
    assert len({one.text for one in queries}) == len(queries)
    assert all(one.expect for one in queries if one.kind != "none")
