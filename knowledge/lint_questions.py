"""Holds written questions against what makes a question sound, as far as a machine can tell.

Advice, never a condition: a question is asked as its author wrote it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from knowledge.model import Authored, AuthoredKind, Broken

LONGEST_STEM = 600
LONGEST_OPTION = 120
LENGTHS = 1.6  # how many times as long as the shortest option the longest may be …
APART = 15  # … unless they are no more characters apart than this
ALIKE = 85  # per cent: stems of one file as alike as this ask the same
ABSOLUTE = frozenset("always never only all none Always Never Only All None".split())

Finding = tuple[str, int, str, str]  # file, line, rule, what is to be looked at


def lint_questions(questions: Sequence[Authored], broken: Sequence[Broken]) -> Iterator[Finding]:
    """What is to be looked at in *questions*, and what could not be read as one."""
    for one in broken:
        yield one.file, one.line, "broken", one.reason
    for question in questions:
        of_bank = unexplained(question) if question.bank else ()
        for rule, text in (*_of_one(question), *of_bank):
            yield question.file, question.line, rule, text
    for question, text in _twins(questions):
        yield question.file, question.line, "twin", text


def _of_one(question: Authored) -> Iterator[tuple[str, str]]:
    if len(question.stem) > LONGEST_STEM:
        yield "long", f"the question has {len(question.stem)} characters"
    if question.cites and len(question.sources) <= len(question.cites):
        yield "source", f"not all of {'; '.join(question.cites)} can be found"
    if question.kind is AuthoredKind.CHOICE:
        yield from _options(question)


def _options(question: Authored) -> Iterator[tuple[str, str]]:
    lengths = [len(option) for option in question.options]
    if max(lengths) > LONGEST_OPTION:
        yield "long", f"an option has {max(lengths)} characters"
    if max(lengths) > LENGTHS * min(lengths) and max(lengths) - min(lengths) > APART:
        yield "length", f"options of {min(lengths)} and {max(lengths)} characters"
    if len({option.casefold() for option in question.options}) < len(question.options):
        yield "equal", "two options say the same"
    if any(question.why) and not all(question.why):
        yield "why", "some options have a sentence why, others have none"
    absolute = [bool(ABSOLUTE.intersection(option.split())) for option in question.options]
    if absolute.count(True) == 1:
        yield "absolute", "one option alone says always, never, only, all or none"


def unexplained(question: Authored) -> Iterator[tuple[str, str]]:
    """What a question of a bank lacks: its source, its explanation, a sentence for an option."""
    if not question.cites:
        yield "source", "no note is cited"
    if not question.explanation:
        yield "why", "nothing explains the answer"
    if question.options and not any(question.why):
        yield "why", "no option has a sentence why"


def _twins(questions: Sequence[Authored]) -> Iterator[tuple[Authored, str]]:
    """Questions of one file that ask nearly the same, or have one answer from one place."""
    by_file: dict[str, list[Authored]] = defaultdict(list)
    for question in questions:
        for other in by_file[question.file]:
            alike = fuzz.ratio(question.stem, other.stem, score_cutoff=ALIKE)
            if alike or (question.cites and _answered_alike(question, other)):
                yield question, f"asks nearly what line {other.line} asks"
        by_file[question.file].append(question)


def _answered_alike(one: Authored, other: Authored) -> bool:
    return one.cites == other.cites and one.right.casefold() == other.right.casefold()
