"""What `question ID` says of a question's options once enough people have chosen."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.messages import Bars, Hint
from bot.quiz.responses import options_in, words_of_options
from bot.replies.questions import QuestionRecord, record
from bot.replies.voice import Voice
from tests.bot.state.world import question
from tests.effort import takes_at_most

CHOICE = replace(
    question("q", origin="authored"), options=("Lyon", "Paris", "Nice", "Brest"), answer=1
)
SEVERAL = replace(CHOICE, kind="several", answers=(0, 1))


def said(asked: QuestionRecord) -> list[str]:
    hints = (part.text for part in record(Voice(), asked).parts if isinstance(part, Hint))
    return [text for text in hints if "replace it" in text]


@pytest.mark.parametrize(
    ("people", "named"),
    [
        ({"Paris": 20, "Lyon": 17, "Nice": 2, "Brest": 1}, ["Brest"]),  # two of 40 are 5 %
        ({"Paris": 39, "Lyon": 1}, ["Lyon", "Nice", "Brest"]),
        ({"Paris": 20, "Lyon": 19}, []),  # 39 are not enough
        ({"Lyon": 20, "Nice": 15, "Brest": 10}, []),  # never the right one
        ({"Paris": 30, "Lyon": 12, "Marseille": 3}, ["Nice", "Brest"]),  # an older wording
    ],
    ids=str,
)
def test_a_wrong_option_that_hardly_anybody_takes_is_to_be_replaced(
    people: Mapping[str, int], named: list[str]
) -> None:
    chosen = {option: (many, option == "Paris") for option, many in people.items()}
    expected = [f"Fewer than 5% took “{option}”: replace it." for option in named]
    assert said(QuestionRecord(CHOICE, 4, chosen, ())) == expected


def test_of_several_right_options_each_wrong_one_is_counted_by_itself() -> None:
    pairs = {(0, 1): 25, (0, 2): 14, (1, 3): 1}
    chosen = {
        words_of_options(SEVERAL, pair): (many, pair == (0, 1)) for pair, many in pairs.items()
    }
    (only,) = said(QuestionRecord(SEVERAL, 4, chosen, ()))
    assert "Brest" in only


def test_many_right_options_of_many_are_found_again_at_once() -> None:
    options = tuple(f"part {place}" for place in range(25))
    twelve = tuple(range(0, 24, 2))
    asked = replace(SEVERAL, options=options, answers=twelve)
    words = words_of_options(asked, twelve)
    assert takes_at_most(0.5, lambda: options_in(asked, words))
    assert options_in(asked, words) == twelve
    assert options_in(asked, words.replace("part 0", "part of old")) == ()


def test_of_what_was_typed_the_ten_commonest_are_shown() -> None:
    typed = replace(CHOICE, options=(), accept=("Paris",))
    people = {f"town {n}": (n, False) for n in range(1, 14)} | {"paris": (50, True)}
    shown = record(Voice(), QuestionRecord(typed, 4, people, ())).parts
    (bars,) = (part.bars for part in shown if isinstance(part, Bars))
    assert [bar.label for bar in bars] == ["paris", *(f"town {n}" for n in range(13, 4, -1))]
    assert "4 other answers were typed." in [p.text for p in shown if isinstance(p, Hint)]


def test_what_is_typed_has_no_options_to_replace() -> None:
    typed = replace(CHOICE, options=(), accept=("Paris",))
    assert not said(QuestionRecord(typed, 4, {"paris": (30, True), "lyon": (20, False)}, ()))
