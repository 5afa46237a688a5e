"""The machine gates for generated questions: `python -m bench.questions_gates [--notes PATH…]`.

Blind guessers that know nothing but the shape of an item must stay at chance, places and ranks of
the right option must be even, and seeded faults must be caught by the rule that is there for them.
Exit status 1 when a gate fails.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import comb, erfc, exp, sqrt
from pathlib import Path

from bench.questions_faults import seeded_faults
from knowledge.language.headings import is_generic, is_label
from knowledge.language.names import fold
from knowledge.language.quantities import only_quantity
from knowledge.language.words import content
from knowledge.model import Fact, FactKind, Question, Topic
from knowledge.questions import Made, make_questions
from knowledge.questions.ladder import spelt
from knowledge.questions.options import same_option
from knowledge.reading.notes import Notes, read_notes
from knowledge.statements.families import name_of
from knowledge.statements.glosses import rest_of, tidy
from knowledge.statements.read import is_use_label

RULES = {
    "R01": "what another line contradicts",
    "R02": "what points elsewhere; lists without a noun or a place",
    "R03": "the key's words, roots, letters and synonyms in the stem",
    "R05": "no two near wrong options; what could be meant as well",
    "R06": "kinds mixed; the one name written unlike the others",
    "R07": "names of very unlike length",
    "R09": "names that are spelt out, or are everyday words",
    "R10": "vague words; requirements, prices, quotas, niche limits",
    "R11": "fragments, orders, conditions, figures, code, too few or too many words",
    "R12": "names that are two, none, or another's with a word more",
    "R13": "a line, a figure or a set of options twice",
    "R15": "broken sentences and shorthand",
    "R16": "denials",
    "R17": "twins of another description",
    "R18": "nothing to learn for whoever is wrong",
    "R20": "secrets, and what its owner excludes",
    "R21": "what is new, old or withdrawn",
}
GUESS_LIMIT = 0.33
SIGNIFICANT = 0.01


def longest(question: Question) -> int:
    """Guess the longest option."""
    return max(range(len(question.options)), key=lambda place: len(question.options[place]))


def overlapping(question: Question) -> int:
    """Guess the option that shares most words with the stem."""
    stem = content(question.stem)
    shared = [len(content(option) & stem) for option in question.options]
    return shared.index(max(shared))


def middle_number(question: Question) -> int:
    """Guess the second of four numbers, the last but one of three."""
    return len(question.options) // 2


def odd_one(question: Question) -> int:
    """Guess the option that is written unlike the others."""
    shapes = [_shape(option) for option in question.options]
    counts = Counter(shapes)
    return min(range(len(shapes)), key=lambda place: counts[shapes[place]])


def _shape(option: str) -> tuple[bool, ...]:
    return (
        option[:1].isupper(),
        "(" in option,
        option.endswith("."),
        any(character.isdigit() for character in option),
        "," in option,
        option.isupper(),
    )


def hit_rate(questions: Sequence[Question], guess: Callable[[Question], int]) -> float:
    return sum(guess(one) == one.answer for one in questions) / len(questions) if questions else 0.0


def chance_of(hits: int, tries: int) -> float:
    """The chance of at least so many hits by mere luck, one option in four being right."""
    return sum(comb(tries, n) * 0.25**n * 0.75 ** (tries - n) for n in range(hits, tries + 1))


def chi_square_p(counts: Sequence[int]) -> float:
    """The chance of counts at least this uneven if all were equally likely."""
    expected = sum(counts) / len(counts)
    if not expected:
        return 1.0
    statistic = sum((count - expected) ** 2 / expected for count in counts)
    degrees = len(counts) - 1
    if degrees == 3:  # the exact survival function for three degrees of freedom
        return erfc(sqrt(statistic / 2)) + sqrt(2 * statistic / 3.141592653589793) * exp(
            -statistic / 2
        )
    return exp(-statistic / 2) if degrees == 2 else erfc(sqrt(statistic / 2))


class Report:
    """Gates as lines of text, and whether all were passed."""

    def __init__(self) -> None:
        self.failed = 0

    def gate(self, name: str, value: object, passed: bool) -> None:
        print(f"  {'pass' if passed else 'FAIL'}  {name}: {value}")
        self.failed += not passed


def guess_gates(report: Report, questions: Sequence[Question]) -> None:
    four = [one for one in questions if len(one.options) == 4]
    numeric = [one for one in four if all(only_quantity(option) for option in one.options)]
    words = [one for one in four if one not in set(numeric)]
    letters = Counter(one.answer for one in four)
    letter = letters.most_common(1)[0][0] if letters else 0
    guessers: list[tuple[str, Sequence[Question], Callable[[Question], int]]] = [
        ("longest option", four, longest),
        ("most words shared with the stem", words, overlapping),
        ("middle number", numeric, middle_number),
        ("most frequent letter", four, lambda _: letter),
        ("oddly formatted option", words, odd_one),
    ]
    for name, pool, guess in guessers:
        rate = hit_rate(pool, guess)
        luck = chance_of(round(rate * len(pool)), len(pool))
        fair = rate <= GUESS_LIMIT or luck > SIGNIFICANT  # a handful tells nothing
        report.gate(f"guesser “{name}”", f"{rate:.1%} of {len(pool)}", fair)
    p = chi_square_p([letters[place] for place in range(4)])
    report.gate(
        "letter of the key is even",
        f"{dict(sorted(letters.items()))}, p = {p:.3f}",
        p > SIGNIFICANT,
    )
    ranks = Counter(one.answer for one in numeric)
    p = chi_square_p([ranks[place] for place in range(4)])
    report.gate(
        "rank of the numeric key is even",
        f"{dict(sorted(ranks.items()))}, p = {p:.3f}",
        p > SIGNIFICANT,
    )
    longest_keys = sum(_key_is_longest(one) for one in words)
    share = longest_keys / len(words) if words else 0.25
    luck = min(chance_of(longest_keys, len(words)), 1 - chance_of(longest_keys + 1, len(words)))
    fair = 0.15 <= share <= 0.35 or luck > SIGNIFICANT
    report.gate("key is the longest", f"{share:.1%} of {len(words)}", fair)


def _key_is_longest(question: Question) -> bool:
    lengths = [len(option) for option in question.options]
    return lengths[question.answer] == max(lengths) and lengths.count(max(lengths)) == 1


def sound_gates(report: Report, questions: Sequence[Question], facts: Sequence[Fact]) -> None:
    lines: dict[tuple[str, int], list[Fact]] = {}
    for fact in facts:
        lines.setdefault((fact.file, fact.line), []).append(fact)
    unresolved = [q for q in questions if not all((s.file, s.line) in lines for s in q.sources)]
    report.gate("sources that do not resolve", len(unresolved), not unresolved)
    unsupported = [one for one in questions if not _supported(one, lines)]
    report.gate(
        "keys not in their source",
        f"{len(unsupported)} {[q.id for q in unsupported[:5]]}",
        not unsupported,
    )
    double = [one for one in questions if _has_equal_options(one)]
    report.gate("items with equal options", len(double), not double)
    wide = [q for q in questions if len(q.stem) > 230 or any(len(o) > 120 for o in q.options)]
    report.gate("stems or options too long", len(wide), not wide)
    several = [
        q
        for q in questions
        if re.search(
            r"\b(?:all|none) of the above\b|\bboth [a-d] and [a-d]\b", " ".join(q.options), re.I
        )
    ]
    report.gate("“all of the above” and its like", len(several), not several)


def _supported(question: Question, lines: dict[tuple[str, int], list[Fact]]) -> bool:
    key = content(question.options[question.answer])
    given: set[str] = set()
    for source in question.sources:
        for fact in lines[(source.file, source.line)]:
            given |= content(" ".join((spelt(fact.text), *fact.path, *fact.parents, fact.topic)))
            given |= {word for _, value in fact.cells for word in content(value)}
    given |= content(question.subject) | content(question.topic)
    return not key or len(key & given) >= 0.75 * len(key)


def _has_equal_options(question: Question) -> bool:
    options = question.options
    return any(
        same_option(one, other)
        for place, one in enumerate(options)
        for other in options[place + 1 :]
    )


def _defines(fact: Fact) -> bool:
    """Whether a bullet defines a named thing: "**Name**: 4 to 25 words"."""
    named = bool(fact.term) and fact.kind is FactKind.BULLET and not is_label(fact.term)
    heading = fact.parents[-1] if fact.parents else fact.path[-1] if fact.path else ""
    plain = not is_generic(heading) and not is_use_label(heading)
    gloss = tidy(rest_of(fact.text, fact.term))
    return named and plain and 4 <= len(gloss.split()) <= 25


def once_gate(report: Report, questions: Sequence[Question]) -> None:
    """No line and no set of options is asked twice."""
    lines = Counter(one.sources[0] for one in questions)
    sets = Counter(tuple(sorted(one.options)) for one in questions)
    twice = sum(count > 1 for count in (*lines.values(), *sets.values()))
    report.gate("lines and option sets asked twice", twice, not twice)


def change_gates(report: Report, facts: Sequence[Fact], topics: Sequence[Topic]) -> None:
    first = make_questions(facts, topics).questions
    report.gate(
        "a second run is identical", len(first), first == make_questions(facts, topics).questions
    )


def edit_gate(report: Report, facts: Sequence[Fact], topics: Sequence[Topic]) -> None:
    """Rewords one fact after the other: items that neither cite nor show it stay as they are.

    An item shows a fact if one of its options, before or after, is what the fact defines, or the
    topic on which it stands.
    """
    before = {one.id: one for one in make_questions(facts, topics).questions}
    terms = [place for place, fact in enumerate(facts) if _defines(fact)]
    strays = 0
    for place in terms[:: max(1, len(terms) // 10)][:10]:
        fact = facts[place]
        edited = [*facts]
        edited[place] = replace(fact, text=f"{fact.term}: keeps quite another thing in mind here.")
        after = {one.id: one for one in make_questions(edited, topics).questions}
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        strays += sum(not _shows(fact, before.get(key), after.get(key)) for key in changed)
    report.gate("items of other facts that ten edits change", strays, strays == 0)


def _shows(fact: Fact, *versions: Question | None) -> bool:
    name, topic = fold(name_of(fact.term)), fold(fact.topic)
    for question in versions:
        if question is None:
            continue
        places = {(source.file, source.line) for source in question.sources}
        options = {fold(option) for option in (*question.options, question.subject)}
        told = fold(" ".join((question.stem, *question.why_not, *question.options)))
        if (fact.file, fact.line) in places or name in options or name in told or topic in told:
            return True
    return False


def speed_gate(report: Report, notes: Notes) -> None:
    """Processor time, so that a busy machine does not count."""
    began = time.process_time()
    make_questions(notes.facts, notes.topics)
    spent = time.process_time() - began
    lines = sum(document.lines for document in notes.documents) or 1
    per = spent / lines * 10_000
    report.gate("seconds for 10,000 lines", f"{per:.1f} ({lines} lines in {spent:.1f})", per < 3)


def fault_gates(report: Report) -> None:
    for code, planted, caught, leaked in seeded_faults():
        report.gate(
            f"seeded faults {code}",
            f"{caught} of {planted} caught, {leaked} asked",
            caught == planted and not leaked,
        )


def rules_of(made: Made) -> Iterator[str]:
    """What each rule stopped, with one example, and those that stopped nothing in these notes."""
    stopped = Counter(one.code for one in made.rejected)
    first = {one.code: one.detail for one in reversed(made.rejected)}
    for code in sorted({*RULES, *stopped}):
        yield f"  {code} {stopped[code]:>5}  {RULES[code]}; e.g. {first.get(code, '-')[:80]}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--notes", nargs="+", default=["bundled"])
    args = parser.parse_args(arguments)
    notes = read_notes([path if path == "bundled" else Path(path) for path in args.notes])
    made = make_questions(notes.facts, notes.topics)
    kinds = dict(sorted(Counter(one.kind for one in made.questions).items()))
    subjects = len({one.topic for one in made.questions})
    print(f"{len(made.questions)} questions on {subjects} topics: {kinds}")
    for line in rules_of(made):
        print(line)
    report = Report()
    guess_gates(report, made.questions)
    sound_gates(report, made.questions, notes.facts)
    once_gate(report, made.questions)
    change_gates(report, notes.facts, notes.topics)
    edit_gate(report, notes.facts, notes.topics)
    speed_gate(report, notes)
    fault_gates(report)
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
