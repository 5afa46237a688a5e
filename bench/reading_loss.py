"""What the reading loses: words of a note that no fact, question, card or heading holds.

A second reading, independent of the first: it knows nothing of Markdown but what is surely no
content (addresses, tags, comments, front matter), and asks of every other word on every line
whether anything that was read from that line has it.

    python -m bench loss [PATH …]

Without a path every sample is read: the bundled notes, and the collections beside this repository.
Of each sample less than half a per cent may be lost.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.notes import ABSENT, MATERIAL, SHARED_NOTES
from knowledge.reading.decoding import read_text
from knowledge.reading.document import Document, read_document
from knowledge.reading.files import find_files
from knowledge.reading.repair import mend_encoding

_WORD = re.compile(r"[^\W_]+")
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.M)
_NOT_CONTENT = (
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"\{/\*.*?\*/\}", re.DOTALL),
    re.compile(r"%%.*?%%", re.DOTALL),
    re.compile(r"<%.*?%>", re.DOTALL),
    re.compile(r"(?<=\])\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"),
    re.compile(r"^\s*\[[^\]\n]+\]:\s*\S+.*$", re.M),
    re.compile(r"(?:https?|ftp|mailto):[^\s<>)\]]+|www\.[^\s<>)\]]+"),
    re.compile(r"\[\[(?:[^\[\]|\n]*\|)(?=[^\[\]\n]+\]\])"),  # what a link with other words is to
    re.compile(r"!\[\[[^\[\]\n]*\]\]"),
    re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]\w*);", re.I),
    re.compile(r"^\s*(?:import|export)\s.*$", re.M),
    re.compile(r"</?[A-Za-z][^<>\n]*>"),
    re.compile(r"^[ \t>]*(?:```|~~~).*$", re.M),  # the language of a code block
    re.compile(r"^[ \t>]*>[ \t]*\[!\w+\]", re.M),
    re.compile(r"\[\^[^\]\s]+\]"),
    re.compile(r"\^[\w-]+[ \t]*$", re.M),  # the name of a block
    re.compile(r"(?<!\S)\d{1,3}[.)](?=\s)"),  # the numbers of lists
    re.compile(r"(?<=[-*+). ]) \[[ xX]\](?=\s)"),
    re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?|:::+).*$", re.M),
    re.compile(r"(?<=!\[)[^\[\]\n]*\.(?:png|jpe?g|gif|svg|webp|bmp)(?=\])", re.I),
    re.compile(r"(?<=!\[)(?:image|img|screenshot|picture|alt text)?[-_ \d|x]*(?=\])", re.I),
    re.compile(r"(?<=!\[)([^\[\]\n]*)\|\d+(?:x\d+)?(?=\])"),
    re.compile(r"^[\W_\d]*(?:todo|to do|tbd|fixme|wip|coming soon)[\W\d_]*$", re.I | re.M),
    re.compile(r"^[\s>*+\d.)-]*\[[^\[\]\n]*\]\([^()\s:]*\.(?:md|mdx|txt)[^()\s:]*\)[ \t]*$", re.M),
)
_CHECKED = re.compile(r"\(checked \d{4}-\d{2}\)(?=[ \t]*\|?[ \t]*$)", re.I | re.M)  # a date
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]")
_EXAMPLES = 12
MOST = 0.005  # share of the words of a sample


@dataclass(slots=True)
class Loss:
    """How many words there are, and those that were lost, with their lines."""

    words: int = 0
    lost: list[tuple[int, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of the words that was lost."""
        return len(self.lost) / max(1, self.words)


def measure(text: str, document: Document) -> Loss:
    """Hold *document* against the *text* that it was read from."""
    loss = Loss()
    anywhere, held = _held(document)
    code = _dataview(text)
    for number, line in enumerate(_content(text), 1):
        if number in code:
            continue
        is_heading = bool(_HEADING.match(line))
        for word in _words(line):
            if is_heading and word.isdigit():
                continue  # the number of a chapter
            loss.words += 1
            if word not in held[number] and word not in anywhere:
                loss.lost.append((number, word))
    return loss


def _content(text: str) -> list[str]:
    """The lines of a text without what is no content; no line moves."""
    text = mend_encoding(text.replace("\r\n", "\n").replace("\r", "\n"))
    for pattern in (_FRONT_MATTER, _CHECKED, *_NOT_CONTENT):
        text = pattern.sub(lambda found: "\n" * found.group().count("\n") or " ", text)
    return text.split("\n")


def _dataview(text: str) -> set[int]:
    """The lines of queries, which say nothing themselves."""
    found: set[int] = set()
    for block in re.finditer(
        r"^[ \t>]*```+(?:dataview(?:js)?|query|tasks)\b.*?^[ \t>]*```", text, re.DOTALL | re.M
    ):
        first = text.count("\n", 0, block.start()) + 1
        found.update(range(first, first + block.group().count("\n") + 1))
    return found


def _words(text: str) -> Iterator[str]:
    return (word.casefold() for word in _WORD.findall(text))


def _held(document: Document) -> tuple[set[str], dict[int, set[str]]]:
    """The words of headings and labels, held for all lines, and those of each line."""
    anywhere: set[str] = set()
    held: dict[int, set[str]] = defaultdict(set)
    for heading in document.headings:
        anywhere.update(_words(" ".join((heading.text, *heading.aliases))))
    for fact in document.facts:
        anywhere.update(_words(" ".join((*fact.path, *fact.parents))))
        _hold(held, fact.line, fact.last_line, (fact.text, fact.term, *sum(fact.cells, ())))
        anywhere.update(_words(" ".join(name for name, _ in fact.cells)))
    for question in document.authored:
        said = (
            question.stem, question.answer, question.hint, question.explanation, *question.options,
            *question.why, *question.cites, *question.tags, *question.accept,
            "source explanation level tags answer a q accept hint reference correct "
            f"question {question.level}",
        )  # fmt: skip
        _hold(held, question.line, question.last_line, said)
    for item in document.broken:
        _hold(held, item.line, item.line + 12, (item.stem,))
    _hold_what_is_told_elsewhere(document, held)
    return anywhere, held


def _hold_what_is_told_elsewhere(document: Document, held: dict[int, set[str]]) -> None:
    """Footnotes are read with their sentence; what is broken is named with file and line."""
    footnotes = [line for line in document.skipped if line.reason == "footnote"]
    said = {word for fact in document.facts for word in _words(fact.text)} if footnotes else set()
    for line in footnotes:
        held[line.line] |= said
    for line in document.skipped:
        if line.reason == "broken question":
            held[line.line].update(_words(line.text))
        elif line.reason == "answer key":  # its numbers and letters are the questions' answers
            marks = {word for word in _words(line.text) if len(word) == 1 or word.isdigit()}
            held[line.line] |= marks | {"answers", "answer", "key", "question", "solutions"}
            held[line.line].update(_words(" ".join(q.explanation for q in document.authored)))


def _hold(held: dict[int, set[str]], first: int, last: int, said: Iterable[str]) -> None:
    words = set(_words(" ".join(said)))
    for number in range(first, last + 1):
        held[number] |= words


def main() -> int:
    """Print what each sample loses; 1 if it is too much of any."""
    if sys.argv[1:]:
        return int(_of_sample(sys.argv[1:], told=True).share >= MOST)
    print("| sample | words | lost | share | |")
    print("| --- | ---: | ---: | ---: | --- |")
    worst = 0.0
    for name, path in _samples():
        loss = _of_sample([path])
        worst = max(worst, loss.share)
        met = "met" if loss.share < MOST else "MISSED"
        print(f"| {name} | {loss.words:,} | {len(loss.lost):,} | {loss.share:.2%} | {met} |")
    return int(worst >= MOST)


def _samples() -> Iterator[tuple[str, Path | str]]:
    yield "bundled", "bundled"
    if SHARED_NOTES.is_dir():
        yield "notes", SHARED_NOTES
    else:
        print(ABSENT.format("notes"))
    folders = MATERIAL.iterdir() if MATERIAL.is_dir() else ()
    yield from ((folder.name, folder) for folder in sorted(folders) if folder.is_dir())


def _of_sample(paths: Sequence[Path | str], told: bool = False) -> Loss:
    """The loss of all files together; printed file by file where it is to be *told*."""
    total = Loss()
    for file in find_files(paths).files:
        text, _ = read_text(file)
        loss = measure(text, read_document(text, file.label))
        total.words += loss.words
        total.lost += loss.lost
        if loss.lost and told:
            print(f"{file.label}: {len(loss.lost):,} of {loss.words:,} words ({loss.share:.2%})")
            common = Counter(number for number, _ in loss.lost).most_common(_EXAMPLES)
            for number, _ in sorted(common[:4]):
                words = [word for at, word in loss.lost if at == number]
                print(f"    {number}: {' '.join(words[:_EXAMPLES])}")
    if told:
        print(f"{len(total.lost):,} of {total.words:,} words lost ({total.share:.2%})")
    return total


if __name__ == "__main__":
    sys.exit(main())
