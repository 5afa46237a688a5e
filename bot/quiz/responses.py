"""What somebody may answer a question with, and how that is kept: options, typed words, a grade.

An answer is stored as one number and its words. The number is an option's place; for several
options a bit for each; for typed words a verdict; for a card the grade that people give themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final, assert_never

from bot.store.records import Grade
from knowledge.model import Question

GRADED: Final[tuple[Grade, ...]] = ("again", "hard", "good", "easy")
TYPED_WRONG, TYPED_RIGHT, TYPED_CLOSE = range(3)
TYPED_KEPT = 200  # characters of what was typed


@dataclass(frozen=True, slots=True)
class PickedOptions:
    """One option, or several."""

    options: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TypedWords:
    """Words in answer to a question without options."""

    text: str


@dataclass(frozen=True, slots=True)
class OwnGrade:
    """What somebody who saw the answer says of themselves."""

    grade: Grade


QuizResponse = PickedOptions | TypedWords | OwnGrade


def fits(question: Question, response: QuizResponse) -> bool:
    """Whether the question can be answered like that at all; anybody can forge a click."""
    match response:
        case PickedOptions(options):
            known = all(0 <= place < len(question.options) for place in options)
            return known and bool(options) and len(set(options)) == len(question.rights)
        case TypedWords(text):
            return question.answered_by == "typed" and bool(text.strip())
        case OwnGrade():
            return question.answered_by in ("typed", "card")
        case _:
            assert_never(response)


def mask_of(options: tuple[int, ...]) -> int:
    """Several options as one number."""
    return sum(1 << place for place in set(options))


def options_of(question: Question, choice: int) -> tuple[int, ...]:
    """The options that a stored number stands for."""
    if question.answered_by == "choice":
        return (choice,) if 0 <= choice < len(question.options) else ()
    if question.answered_by == "several":
        return tuple(place for place in range(len(question.options)) if choice >> place & 1)
    return ()


def words_of_options(question: Question, options: tuple[int, ...]) -> str:
    """Options in words, in the order in which they stand."""
    return "; ".join(question.options[place] for place in sorted(options))


def options_in(question: Question, words: str) -> tuple[int, ...]:
    """The options that stored words stand for, wherever they stand now; () if some are gone."""
    pieces = sorted(words.split("; "))
    named = [n for n, option in enumerate(question.options) if {*option.split("; ")} <= {*pieces}]
    for chosen in combinations(named, len(question.rights)):
        if sorted(words_of_options(question, chosen).split("; ")) == pieces:
            return chosen
    return ()


@dataclass(frozen=True, slots=True)
class Split:
    """How answers to a question were spread."""

    counts: tuple[int, ...]  # by option, () where there are none
    answered: int
    right: int


def split_of(question: Question, choices: Mapping[int, int]) -> Split:
    """The spread of stored numbers: how many people gave each."""
    answered = sum(choices.values())
    places = range(len(question.options))
    match question.answered_by:
        case "choice":
            counts = tuple(choices.get(place, 0) for place in places)
            return Split(counts, sum(counts), counts[question.answer])
        case "several":
            counts = tuple(
                sum(people for mask, people in choices.items() if mask >> place & 1)
                for place in places
            )
            return Split(counts, answered, choices.get(mask_of(question.rights), 0))
        case "typed":
            return Split((), answered, choices.get(TYPED_RIGHT, 0))
        case "card":
            known = sum(people for grade, people in choices.items() if grade > 0)
            return Split((), answered, known)
        case _:
            assert_never(question.answered_by)
