"""What readers and solvers said of the written questions: `python -m bench readings [--write]`.

Counts docs/readings: `draw-N.tsv` has a row for each question that was read (its number on the
sheet, its id, its note, the criteria that it failed by reader a and by reader b, and why);
`solved.tsv` one for each that somebody solved without its key; `solved-done.tsv` what was done
about each of those who were wrong, unsure, saw a second answer or remarked on something. `--open`
prints a draft of each row that is missing there, and what nobody solved yet. `--write` draws the
figures into docs/questions-reading.md. A new draw is a new file.
"""

import argparse
import csv
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.reading.authoring import BANK_SUFFIX
from knowledge.reading.decoding import read_text
from knowledge.reading.document import read_document
from knowledge.reading.files import find_files

DOCS = Path(__file__).resolve().parents[1] / "docs"
READINGS = DOCS / "readings"
PAGE = DOCS / "questions-reading.md"
CRITERIA = tuple(f"C{number}" for number in range(1, 11))
ONE_RIGHT, POSTED = "C2", "C10"
READERS = ("a", "b")
DONE = ("mended", "kept", "dropped")
LATE = 15  # from this draw on what was flagged stands in the page; of others, in their sheets
MISSING = (
    "{number} remarks have no row in docs/readings/solved-done.tsv, the first of them {first}: "
    "`--open` prints a draft of each."
)
FOUND = re.compile(r"(<!-- readings -->\n).*?(<!-- end of readings -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """One question on a sheet, and the criteria that each reader saw it fail."""

    number: int
    id: str
    note: str
    failed: tuple[frozenset[str], frozenset[str]]
    reason: str

    def passes(self, reader: int, criterion: str) -> bool:
        return criterion not in self.failed[reader]


@dataclass(frozen=True, slots=True)
class Draw:
    """A sheet of questions as two people read it, apart from one another."""

    number: int
    questions: tuple[ReadQuestion, ...]

    def passed(self, reader: int, criterion: str) -> int:
        return sum(question.passes(reader, criterion) for question in self.questions)

    def lower(self, criterion: str) -> int:
        return min(self.passed(reader, criterion) for reader in (0, 1))

    @property
    def kappa(self) -> float:
        """How far both agree on what would be posted, beyond what chance alone would give."""
        size = len(self.questions)
        alike = sum(q.passes(0, POSTED) == q.passes(1, POSTED) for q in self.questions) / size
        first, second = (self.passed(reader, POSTED) / size for reader in (0, 1))
        chance = first * second + (1 - first) * (1 - second)
        return (alike - chance) / (1 - chance) if chance < 1 else 1.0


def draws(folder: Path = READINGS) -> list[Draw]:
    """Every draw, oldest first."""
    found = [_draw(file) for file in folder.glob("draw-*.tsv")]
    return sorted(found, key=lambda draw: draw.number)


def _draw(file: Path) -> Draw:
    questions = (
        ReadQuestion(
            int(row["no"]), row["id"], row["note"], (_failed(row["a"]), _failed(row["b"])),
            row["reason"],
        )
        for row in _rows(file)
    )  # fmt: skip
    return Draw(int(file.stem.rpartition("-")[2]), tuple(questions))


def _failed(cell: str) -> frozenset[str]:
    return frozenset(cell.split()) - {"-"}


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        yield from csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)


def remarks(folder: Path = READINGS) -> dict[tuple[str, str], dict[str, str]]:
    """What was solved wrongly, without being sure, or with a remark: by round and id."""
    quiet = {"right": "1", "sure": "1", "second": "-", "remark": "-"}
    return {
        (row["round"], row["id"]): row
        for row in _rows(folder / "solved.tsv")
        if any(row[column] != value for column, value in quiet.items())
    }


def done(folder: Path = READINGS) -> dict[tuple[str, str], dict[str, str]]:
    """What was done about each of them."""
    return {(row["round"], row["id"]): row for row in _rows(folder / "solved-done.tsv")}


def unanswered(folder: Path = READINGS) -> list[tuple[str, str]]:
    """The remarks about which nothing was done yet, by round and id."""
    answered = done(folder)
    return [key for key in remarks(folder) if key not in answered]


def unsolved(folder: Path = READINGS) -> set[str]:
    """Questions of the bank that nobody solved without their keys, in the words that they have."""
    return asked() - {row["id"] for row in _rows(folder / "solved.tsv")}


def asked() -> set[str]:
    """The ids of all questions that the bank has now."""
    banks = [file for file in find_files(["bundled"]).files if file.label.endswith(BANK_SUFFIX)]
    read = [read_document(read_text(file)[0], file.label, bundled=True) for file in banks]
    return {question.id for document in read for question in document.authored}


def drafts(folder: Path = READINGS) -> Iterator[str]:
    """A row for each remark that nobody answered yet; its last cell is to be written anew."""
    said, ids = remarks(folder), asked()
    for key in unanswered(folder):
        row = said[key]
        what, now = ("kept", row["id"]) if row["id"] in ids else ("dropped", "-")
        yield "\t".join((*key, what, now, f"?? {row['second']}: {row['remark']}"))


def markdown(folder: Path = READINGS) -> str:
    """The tables that stand in the page."""
    tables = _totals(draws(folder)), _solved(folder), _answered(folder), _flagged(draws(folder))
    return "\n\n".join("\n".join(table) for table in tables)


def _totals(read: Sequence[Draw]) -> Iterator[str]:
    yield f"| draw | reader | {' | '.join(CRITERIA)} | lower C10 | kappa on C10 |"
    yield f"|---|---|{'---|' * len(CRITERIA)}---|---|"
    for draw in read:
        for reader, name in enumerate(READERS):
            passed = " | ".join(str(draw.passed(reader, one)) for one in CRITERIA)
            share = f"{draw.lower(POSTED) / len(draw.questions):.1%}"
            lower = f"{share} | {draw.kappa:.2f}" if reader else " | "
            yield f"| {draw.number} | {name} | {passed} | {lower} |"
    late = [draw for draw in read if draw.number >= LATE]
    size = sum(len(draw.questions) for draw in late)
    yield ""
    for criterion in (POSTED, ONE_RIGHT):
        number = sum(draw.lower(criterion) for draw in late)
        yield (
            f"Of the {size} from draw {LATE} on, the lower reader of each draw passed {number} on "
            f"{criterion}, {number * 1000 // size / 10} %."
        )


def _solved(folder: Path) -> Iterator[str]:
    rows = list(_rows(folder / "solved.tsv"))
    yield "| round | solved without the key | right | unsure | a second answer seen |"
    yield "|---|---|---|---|---|"
    for number in sorted({row["round"] for row in rows}):
        of = [row for row in rows if row["round"] == number]
        right = sum(row["right"] == "1" for row in of)
        unsure = sum(row["sure"] != "1" for row in of)
        second = sum(row["second"] != "-" for row in of)
        yield f"| {number} | {len(of)} | {right} | {unsure} | {second} |"


def _answered(folder: Path) -> Iterator[str]:
    yield "| round | id then | note | what the solver said | done | why | id now |"
    yield "|---|---|---|---|---|---|---|"
    known = done(folder)
    for key, row in remarks(folder).items():
        said = (
            "" if row["right"] == "1" else "wrong",
            "" if row["sure"] == "1" else "unsure",
            "" if row["second"] == "-" else f"a second answer, {row['second']}",
            "" if row["remark"] == "-" else row["remark"].replace("|", "/"),
        )
        answer = known[key]
        now = "the same" if answer["now"] == row["id"] else answer["now"]
        yield (
            f"| {row['round']} | `{row['id']}` | {row['note']} | {'; '.join(filter(None, said))} "
            f"| {answer['done']} | {answer['why']} | {now} |"
        )


def _flagged(read: Sequence[Draw]) -> Iterator[str]:
    yield "| draw | no. | id | note | reader a | reader b | why |"
    yield "|---|---|---|---|---|---|---|"
    for draw in (one for one in read if one.number >= LATE):
        for question in draw.questions:
            if any(question.failed):
                failed = " | ".join(
                    " ".join(sorted(one, key=CRITERIA.index)) or "–" for one in question.failed
                )
                reason = question.reason.replace("|", "/")
                yield (
                    f"| {draw.number} | {question.number} | `{question.id}` | {question.note} "
                    f"| {failed} | {reason} |"
                )


def main(arguments: Sequence[str] | None = None, folder: Path = READINGS) -> int:
    """Print the tables, or write them into the page; 1 if there is more to be said first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="into the page")
    parser.add_argument("--open", action="store_true", help="remarks that nobody answered")
    args = parser.parse_args(arguments)
    if args.open:
        print(*drafts(folder), *(f"unsolved: {id_}" for id_ in sorted(unsolved(folder))), sep="\n")
    elif missing := unanswered(folder):
        print(MISSING.format(number=len(missing), first=" ".join(missing[0])), file=sys.stderr)
        return 1
    elif args.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(drawn_into(page, markdown(folder)), encoding="utf-8")
    else:
        print(markdown(folder))
    return 0


def drawn_into(page: str, tables: str) -> str:
    """The page with these tables between its marks."""
    return FOUND.sub(lambda found: f"{found[1]}{tables}\n{found[2]}", page)


if __name__ == "__main__":
    sys.exit(main())
