"""Holds written questions against their machine checks: `python -m bench bank [--notes PATH …]`.

Question by question: what `companion notes lint` says, its form, its explanation and one for each
option, words of the stem in the key alone, the key's words in the section that is cited, runs of
eight words that stand elsewhere, twins. Over all: the place of the right option is even, no blind
guesser does better than chance, no topic is left out. Questions tagged for an exam are also counted
by kind, exam, topic (bank_topics.tsv) and group (bank_groups.tsv). `--each` names every question
that a share leaves room for. Exit status 1 when a gate fails.
"""

import argparse
import csv
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rapidfuzz import fuzz

from bench.notes import ABSENT, SHARED_NOTES
from bench.questions_gates import Report, guess_gates
from knowledge.language.catalogue import is_acronym_of
from knowledge.language.words import content, words
from knowledge.library import Library
from knowledge.lint import lint
from knowledge.lint_questions import ALIKE, unexplained
from knowledge.model import Authored, AuthoredKind, Fact, Source, Topic
from knowledge.questions.written import as_question
from knowledge.reading.authoring import BANK_SUFFIX
from knowledge.reading.decoding import read_text
from knowledge.reading.files import find_files

FEWEST = 800
RUN = 8  # words in a row that no two questions share, nor a question and the sample notes
TOLD = 0.9  # share whose cited lines, one or two below a heading, have half the key's words
HINTED = 0.04  # share whose key alone has a rare word of the stem …
RARE = 0.2  # … which is one that at most this share of the stems of its file has
LONGEST_TYPED = 40
LEVELS = {1, 2, 3}
KINDS = {"scenario": (0.45, 0.55), "behaviour": (0.2, 0.3), "fact": (0.2, 0.3)}
EXAMS = {"clf": 0.2, "saa": 0.3, "dva": 0.2}  # at least this share each
FEWEST_SEVERAL = FEWEST_TYPED = 60
FEWEST_OF_EACH = 4  # note, topic
GROUPS = Path(__file__).with_name("bank_groups.tsv")  # what the exams ask most
TOPICS = Path(__file__).with_name("bank_topics.tsv")  # all that they ask
PARAPHRASED = Path(__file__).with_name("bank_paraphrased.tsv")

Finding = tuple[Authored, str]


class Checks:
    """Gates over questions, and which of them are to be looked at."""

    def __init__(self, report: Report, each: bool) -> None:
        self._report = report
        self._each = each

    def gate(self, name: str, value: object, passed: bool) -> None:
        self._report.gate(name, value, passed)

    def none(self, name: str, findings: Iterable[Finding]) -> None:
        """A gate that is passed where there is nothing to find."""
        found = list(findings)
        self._name(found)
        self.gate(name, len(found), not found)

    def few(self, name: str, findings: Iterable[Finding], of: int, most: float) -> None:
        """A gate that leaves room for a share of the questions."""
        found = list(findings)
        share = len(found) / max(of, 1)
        passed = share <= most
        if self._each or not passed:
            self._name(found)
        self.gate(name, f"{len(found)}, {share:.1%} (at most {most:.0%})", passed)

    def _name(self, findings: Iterable[Finding]) -> None:
        for question, text in findings:
            print(f"        {question.file}:{question.line}: {text}")


# ---------------------------------------------------------------- each question


def of_form(checks: Checks, questions: Sequence[Authored]) -> None:
    """The form that every question of a bank has."""
    checks.none("explained, and each option", _each(questions, unexplained))
    checks.none("level, typed answer, “choose two”", _each(questions, _form))


def _each(
    questions: Sequence[Authored], look: Callable[[Authored], Iterable[tuple[str, str]]]
) -> Iterator[Finding]:
    for one in questions:
        yield from ((one, f"{rule}: {text}") for rule, text in look(one))


def _form(one: Authored) -> Iterator[tuple[str, str]]:
    if one.level not in LEVELS:
        yield "level", "none of 1, 2 and 3"
    if len(one.answers) > 1 and "choose" not in one.stem.casefold():
        yield "several", "the stem does not say how many to choose"
    typed = one.accept[0].casefold() if one.accept else ""
    if len(typed) > LONGEST_TYPED:
        yield "typed", f"more than {LONGEST_TYPED} characters"
    if typed and re.search(rf"\b{re.escape(typed)}\b", one.stem.casefold()):
        yield "typed", "the answer stands in the stem"


def of_overlap(checks: Checks, questions: Sequence[Authored], topics: Sequence[Topic]) -> None:
    """No word of the stem, or of an acronym's expansion, gives the key away."""
    known = expansions(topics)
    choices = [one for one in questions if one.kind is AuthoredKind.CHOICE]
    shared = {one.id: given_away(one, known) for one in choices}
    number = sum(map(bool, shared.values()))
    share = number / max(len(choices), 1)
    checks.gate("a word of stem and key, in no other option", f"{number}, {share:.1%}", True)
    stems: dict[str, list[frozenset[str]]] = defaultdict(list)
    for one in questions:
        stems[one.file].append(expanded(one.stem, known))
    rare = [(one, _rare(one, shared[one.id], stems[one.file], known)) for one in choices]
    found = [(one, f"stem and key alone: {', '.join(hint)}") for one, hint in rare if hint]
    checks.few("the same, rare in its file", found, len(choices), HINTED)


def _rare(
    one: Authored,
    shared: frozenset[str],
    stems: Sequence[frozenset[str]],
    known: Mapping[str, frozenset[str]],
) -> list[str]:
    most = max(1.0, RARE * len(stems))
    left = shared - expanded(one.topic, known)
    return sorted(word for word in left if sum(word in stem for stem in stems) <= most)


def given_away(one: Authored, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words that the stem shares with what is right and with no wrong option."""
    sides: dict[bool, set[str]] = {True: set(), False: set()}
    for place, option in enumerate(one.options):
        sides[place in one.answers] |= expanded(option, known)
    return expanded(one.stem, known) & sides[True] - sides[False]


def expansions(topics: Sequence[Topic]) -> dict[str, frozenset[str]]:
    """What acronyms stand for, as the names of topics have it: "SQS", "Simple Queue Service"."""
    found: dict[str, frozenset[str]] = {}
    for topic in topics:
        names = (topic.name, *topic.aliases)
        for short in (name for name in names if name.isupper() and name.isalnum()):
            long = [name for name in names if is_acronym_of(short, name)]
            if long:
                found[short.casefold()] = frozenset().union(*map(content, long))
    return found


def expanded(text: str, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The stems of the words that carry meaning, with those that acronyms stand for."""
    spelled = (known.get(word, frozenset()) for word in words(text))
    return content(text).union(*spelled)


def of_sources(checks: Checks, questions: Sequence[Authored], facts: Sequence[Fact]) -> None:
    """The key's words stand below the headings that a question cites."""
    below: dict[tuple[str, str], set[str]] = defaultdict(set)
    lines: dict[Source, set[str]] = defaultdict(set)
    for fact in facts:
        lines[fact.source] |= _said(fact.text)
        for heading in fact.path:
            said = _said(" ".join((fact.text, *fact.parents, *fact.path)))
            below[fact.file, heading.casefold()] |= said
    read = {(row["file"], row["key"]) for row in _table(PARAPHRASED)}
    cites = [one for one in questions if one.cites]
    lacking = {
        one.id: wanted for one in cites if (wanted := _lacking(one.right, _cited(one, below)))
    }
    new = [
        (one, f"the cited section lacks {', '.join(sorted(lacking[one.id]))}")
        for one in cites
        if one.id in lacking and (one.file.removesuffix(BANK_SUFFIX), one.right) not in read
    ]
    checks.gate("keys in other words than the section's, looked at", len(lacking) - len(new), True)
    checks.none("cited section lacks the key's words", new)
    shown = ((one, _lacking(one.right, _shown(one, lines))) for one in cites)
    untold = [(one, f"the cited lines lack {', '.join(sorted(no))}") for one, no in shown if no]
    checks.few("cited lines lack half the key's words", untold, len(questions), 1 - TOLD)


def _said(text: str) -> set[str]:
    """What a line says, with units written out: "15 min" also says "minutes"."""
    said = set(content(text))
    for short, long in _UNITS.items():
        if re.search(rf"\d\s?{short}\b", text):
            said |= content(long)
    return said


_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "ms": "milliseconds"}


def _lacking(key: str, said: set[str]) -> set[str]:
    """The words of a key that are not said, where fewer than half of them are."""
    wanted = content(key)
    return set(wanted - said) if len(wanted & said) < len(wanted) / 2 else set()


def _cited(one: Authored, below: Mapping[tuple[str, str], set[str]]) -> set[str]:
    places = (cite.partition(" › ") for cite in one.cites)
    return set().union(*(below.get((file, head.casefold()), set()) for file, _, head in places))


def _shown(one: Authored, lines: Mapping[Source, set[str]]) -> set[str]:
    return set().union(*(lines.get(place, set()) for place in one.sources[:-1]))


# ---------------------------------------------------------------- one beside another


def of_runs(checks: Checks, questions: Sequence[Authored]) -> None:
    """No eight words in a row stand in two questions, or in a question and the sample notes."""
    seen: dict[tuple[str, ...], str] = {}
    if SHARED_NOTES.is_dir():
        for file in find_files([SHARED_NOTES]).files:
            seen.update(dict.fromkeys(_runs(read_text(file)[0]), "the sample notes"))
    else:
        print(ABSENT.format("notes"))
    checks.none(f"runs of {RUN} words shared", shared_runs(questions, seen))


def shared_runs(
    questions: Sequence[Authored], seen: dict[tuple[str, ...], str]
) -> Iterator[Finding]:
    """Questions with a run of words that stands elsewhere: options and hints count as well."""
    for one in questions:
        texts = (one.stem, one.explanation, one.hint, *one.options, *one.why, *one.accept)
        runs = {run for text in texts for run in _runs(text)}
        for run in sorted(runs & seen.keys())[:1]:
            yield one, f"“{' '.join(run)}” stands in {seen[run]}"
        seen.update(dict.fromkeys(runs, f"{one.file}:{one.line}"))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    spoken = re.findall(r"[a-z0-9]+", text.lower())
    return (tuple(spoken[at : at + RUN]) for at in range(len(spoken) - RUN + 1))


def of_twins(checks: Checks, questions: Sequence[Authored]) -> None:
    """No two questions of any files ask nearly the same, or have one answer from one line."""
    checks.none("twins", twins(questions))


def twins(questions: Sequence[Authored]) -> Iterator[Finding]:
    """The later of two that are alike."""
    answered: dict[tuple[str, Source], Authored] = {}
    for number, one in enumerate(questions):
        if len(one.sources) > 1:
            key = (one.right.casefold(), one.sources[0])
            if other := answered.get(key):
                yield one, f"has its answer and its line in common with {other.file}:{other.line}"
            answered[key] = one
        for other in questions[:number]:
            if fuzz.ratio(one.stem, other.stem, score_cutoff=ALIKE):
                yield one, f"asks nearly what {other.file}:{other.line} asks"


# ---------------------------------------------------------------- all together


def of_places(checks: Checks, report: Report, questions: Sequence[Authored]) -> None:
    """What somebody gets who knows nothing but the shape of the options."""
    single = [one for one in questions if len(one.answers) == 1 and one.options]
    guess_gates(report, [as_question(one) for one in single])
    checks.gate("of these one right option", len(single), True)


def of_topics(checks: Checks, questions: Sequence[Authored], library: Library) -> None:
    asked = {question.topic for question in questions}
    silent = sorted(topic.name for topic in library.topics() if topic.name not in asked)
    checks.gate("topics without a question", silent or 0, not silent)


def of_exams(checks: Checks, questions: Sequence[Authored], library: Library) -> None:
    """How many there are of each kind, for each exam, and on what is asked most.

    Notes and topics about which nothing is asked have none, and count.
    """
    several = sum(len(one.answers) > 1 for one in questions)
    typed = sum(bool(one.accept) for one in questions)
    checks.gate(f"questions, at least {FEWEST}", len(questions), len(questions) >= FEWEST)
    checks.gate(f"choose several, at least {FEWEST_SEVERAL}", several, several >= FEWEST_SEVERAL)
    checks.gate(f"typed, at least {FEWEST_TYPED}", typed, typed >= FEWEST_TYPED)
    checks.none("an exam and one kind each", _each(questions, _tags))
    tags = Counter(tag for one in questions for tag in one.tags)
    for tag, (least, most) in KINDS.items():
        share = tags[tag] / len(questions)
        name = f"kind {tag}, {least:.0%} to {most:.0%}"
        checks.gate(name, f"{tags[tag]}, {share:.1%}", least <= share <= most)
    for tag, least in EXAMS.items():
        share = tags[tag] / len(questions)
        checks.gate(
            f"exam {tag}, at least {least:.0%}", f"{tags[tag]}, {share:.0%}", share >= least
        )
    files = Counter(one.file.removesuffix(BANK_SUFFIX) for one in questions)
    notes = dict.fromkeys((fact.file.removesuffix(".md") for fact in library.facts()), 0)
    topics = dict.fromkeys((topic.name for topic in library.topics()), 0)
    about = Counter(map(_about, questions))
    listed = {row["topic"]: _total(about, row["notes"]) for row in _table(TOPICS)}
    for what, numbers in {
        "notes": notes | files,
        "topics of the notes": topics | Counter(one.topic for one in questions),
        f"the {len(listed)} topics in {TOPICS.name}": listed,
    }.items():
        few = sorted(name for name, number in numbers.items() if number < FEWEST_OF_EACH)
        checks.gate(f"of {what}, with fewer than {FEWEST_OF_EACH} questions", few or 0, not few)
    for row in _table(GROUPS):
        number = _total(files, row["notes"])
        least, most = int(row["least"]), int(row["most"])
        checks.gate(f"group {row['group']}, {least} to {most}", number, least <= number <= most)


def _total(numbers: Mapping[str, int], notes: str) -> int:
    return sum(numbers.get(note, 0) for note in notes.split())


def _about(one: Authored) -> str:
    """The note that a question cites first, or the one that it stands beside."""
    first = one.cites[0].partition(" › ")[0] if one.cites else one.file
    return first.removesuffix(BANK_SUFFIX).removesuffix(".md")


def _tags(one: Authored) -> Iterator[tuple[str, str]]:
    if not EXAMS.keys() & set(one.tags):
        yield "tags", "no exam"
    if sum(tag in KINDS for tag in one.tags) != 1:
        yield "tags", f"not exactly one of {', '.join(KINDS)}"


def _table(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)


# ---------------------------------------------------------------- the command


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the gates; 1 if one fails."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--notes", action="append")
    parser.add_argument("--each", action="store_true", help="name what a share leaves room for")
    args = parser.parse_args(arguments)
    notes = args.notes or ["bundled"]
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(notes, Path(folder))
        try:
            hold(report, library, notes, each=args.each)
        finally:
            library.close()
    return 1 if report.failed else 0


def hold(report: Report, library: Library, notes: Sequence[str], *, each: bool = False) -> None:
    """Hold the questions of *library* against every gate."""
    checks = Checks(report, each)
    questions = library.authored()
    if not questions:
        checks.gate("questions", 0, False)
        return
    found = [advice for advice in lint(notes) if advice.file.endswith(BANK_SUFFIX)]
    for advice in found:
        print(f"        {advice.file}:{advice.line}: {advice.rule}: {advice.text}")
    checks.gate("looked at one by one", f"{len(found)} to look at", not found)
    of_form(checks, questions)
    of_overlap(checks, questions, library.topics())
    of_sources(checks, questions, library.facts())
    of_runs(checks, questions)
    of_twins(checks, questions)
    of_places(checks, report, questions)
    of_topics(checks, questions, library)
    if any(tag in EXAMS for one in questions for tag in one.tags):
        of_exams(checks, questions, library)


if __name__ == "__main__":
    sys.exit(main())
