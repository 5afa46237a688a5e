"""Holds written questions against their machine checks: `python -m bench bank [--notes PATH …]`.

What `companion notes lint` says of each must be nothing. Over all of them: the place of the right
option is even, no blind guesser does better than chance, the key's words stand in the section
and on the lines that are cited, no run of eight words stands twice, exams and kinds are mixed, no
topic is left out. Exit status 1 when a gate fails.
"""

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.notes import ABSENT, SHARED_NOTES
from bench.questions_gates import GUESS_LIMIT, SIGNIFICANT, Report, chi_square_p
from knowledge.language.words import content
from knowledge.library import Library
from knowledge.lint import lint
from knowledge.model import Authored, AuthoredKind, Fact, Source
from knowledge.reading import find_files, read_text
from knowledge.reading.authoring import BANK_SUFFIX

RUN = 8  # words in a row that no two questions share, nor a question and the sample notes
UNSUPPORTED = 0.04  # share whose cited section lacks the key's words: paraphrased or calculated
TOLD = 0.9  # share whose cited lines, one or two below a heading, have half the key's words
MIXED = {"scenario": 0.4, "behaviour": 0.1, "fact": 0.1}  # at least this share of each kind
EXAMS = {"clf": 0.2, "saa": 0.3, "dva": 0.2}
FEWEST_SEVERAL = FEWEST_TYPED = 60


def of_form(report: Report, questions: Sequence[Authored]) -> None:
    choices = [one for one in questions if one.kind is AuthoredKind.CHOICE]
    several = sum(len(one.answers) > 1 for one in choices)
    typed = sum(bool(one.accept) for one in questions)
    report.gate("questions", f"{len(questions)} ({several} choose several, {typed} typed)", True)
    report.gate("choose several", several, several >= FEWEST_SEVERAL)
    report.gate("typed", typed, typed >= FEWEST_TYPED)
    tags = Counter(tag for one in questions for tag in one.tags)
    for tag, least in (MIXED | EXAMS).items():
        share = tags[tag] / len(questions)
        report.gate(f"tagged {tag}", f"{share:.0%}", share >= least)


def of_guessers(report: Report, questions: Sequence[Authored]) -> None:
    """What somebody gets who knows nothing but the shape of four options."""
    four = [one for one in questions if len(one.options) == 4 and len(one.answers) == 1]
    places = Counter(one.answers[0] for one in four)
    p = chi_square_p([places[place] for place in range(4)])
    shown = f"{dict(sorted(places.items()))}, p = {p:.3f}"
    report.gate("place of the key is even", shown, p > SIGNIFICANT)
    for name, guess in (("longest option", _longest), ("most words of the stem", _overlapping)):
        rate = sum(guess(one) == one.answers[0] for one in four) / len(four)
        report.gate(f"guesser “{name}”", f"{rate:.1%}", rate <= GUESS_LIMIT)


def _longest(question: Authored) -> int:
    return max(range(4), key=lambda place: len(question.options[place]))


def _overlapping(question: Authored) -> int:
    stem = content(question.stem)
    shared = [len(content(option) & stem) for option in question.options]
    return shared.index(max(shared))


def of_sources(report: Report, questions: Sequence[Authored], facts: Sequence[Fact]) -> None:
    """The key's words stand below the headings that a question cites."""
    below: dict[tuple[str, str], set[str]] = {}
    for fact in facts:
        for heading in fact.path:
            words = below.setdefault((fact.file, heading.casefold()), set())
            words |= content(" ".join((fact.text, *fact.parents, *fact.path)))
    lacking = [one for one in questions if one.cites and not _supported(one, below)]
    share = len(lacking) / len(questions)
    report.gate("cited section lacks the key's words", f"{share:.1%}", share <= UNSUPPORTED)
    lines: dict[Source, set[str]] = {}
    for fact in facts:
        lines.setdefault(fact.source, set()).update(content(fact.text))
    told = [one for one in questions if one.cites and _told(one, lines)]
    share = len(told) / len(questions)
    report.gate("cited lines hold half the key's words", f"{share:.1%}", share >= TOLD)


def _supported(question: Authored, below: dict[tuple[str, str], set[str]]) -> bool:
    cited: set[str] = set()
    for cite in question.cites:
        file, _, heading = cite.partition(" › ")
        cited |= below.get((file, heading.casefold()), set())
    wanted = content(question.right)
    return not wanted or len(wanted & cited) / len(wanted) >= 0.5


def _told(question: Authored, lines: dict[Source, set[str]]) -> bool:
    cited = set().union(*(lines.get(place, set()) for place in question.sources[:-1]))
    wanted = content(question.right)
    return not wanted or len(wanted & cited) / len(wanted) >= 0.5


def of_runs(report: Report, questions: Sequence[Authored]) -> None:
    """No eight words in a row stand in two questions, or in a question and the sample notes."""
    seen: dict[tuple[str, ...], str] = {}
    if SHARED_NOTES.is_dir():
        for file in find_files([SHARED_NOTES]).files:
            seen.update(dict.fromkeys(_runs(read_text(file)[0]), "the sample notes"))
    else:
        print(ABSENT.format("notes"))
    shared = []
    for one in questions:
        runs = {run for text in (one.stem, one.explanation, *one.why) for run in _runs(text)}
        shared += [(one, seen[run]) for run in sorted(runs) if run in seen][:1]
        seen.update(dict.fromkeys(runs, f"{one.file}:{one.line}"))
    for one, other in shared:
        print(f"        {one.file}:{one.line} has words of {other}")
    report.gate(f"runs of {RUN} words shared", len(shared), not shared)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def of_topics(report: Report, questions: Sequence[Authored], library: Library) -> None:
    asked = {question.topic for question in questions}
    silent = sorted(topic.name for topic in library.topics() if topic.name not in asked)
    report.gate("topics without a question", silent or 0, not silent)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the gates; 1 if one fails."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--notes", action="append")
    notes = parser.parse_args(arguments).notes or ["bundled"]
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(notes, Path(folder))
        try:
            hold(report, library, notes)
        finally:
            library.close()
    return 1 if report.failed else 0


def hold(report: Report, library: Library, notes: Sequence[str]) -> None:
    """Hold the questions of *library* against every gate."""
    questions = library.authored()
    found = [advice for advice in lint(notes) if advice.file.endswith(BANK_SUFFIX)]
    for advice in found:
        print(f"        {advice.file}:{advice.line}: {advice.rule}: {advice.text}")
    report.gate("looked at one by one", f"{len(found)} to look at", not found)
    of_form(report, questions)
    of_guessers(report, questions)
    of_sources(report, questions, library.facts())
    of_runs(report, questions)
    of_topics(report, questions, library)


if __name__ == "__main__":
    sys.exit(main())
