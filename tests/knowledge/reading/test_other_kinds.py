"""Pages, tables, notebooks and documents are read as notes; what is not read is named."""

import io
import json
import sys
import zipfile
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ops.doctor import examine
from bot.settings import Settings
from knowledge.index.builder import build
from knowledge.index.refresh import refresh
from knowledge.reading.decoding import read_text
from knowledge.reading.files import DOCUMENTS, SUFFIXES, NoteFile, can_read_documents, find_files
from knowledge.reading.notes import read_notes

PAGE = """<html><head><title>Ports</title><script>var hidden = 1</script></head><body>
<h2>SSH</h2><p>SSH listens on <b>port 22</b> &amp; encrypts.</p>
<ul><li>It replaced <i>Telnet</i>.<ul><li>In 1995 it was new.</li></ul></li></ul>
<table><tr><th>Name</th><th>Port</th></tr><tr><td>HTTPS</td><td>443</td></tr></table>
<pre>ssh -p 22 host</pre>
<details><summary>What is HTTP?</summary><p>A protocol.</p></details></body>"""
NOTION_ID = " 0123456789abcdef0123456789abcdef"


def note(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_page_is_read_without_its_scripts(tmp_path: Path) -> None:
    note(tmp_path, "ports.html", PAGE)
    read = read_notes([tmp_path])
    texts = [fact.text for fact in read.facts]
    assert "SSH listens on port 22 & encrypts." in texts
    assert "In 1995 it was new." in texts
    assert any(fact.cells == (("Name", "HTTPS"), ("Port", "443")) for fact in read.facts)
    assert any("ssh -p 22 host" in text for text in texts)
    assert not any("hidden" in text for text in texts)
    (asked,) = read.documents[0].authored
    assert (asked.stem, asked.answer) == ("What is HTTP?", "A protocol.")


def test_a_table_is_read_with_the_lines_of_its_file(tmp_path: Path) -> None:
    note(tmp_path, "ports.csv", 'Name,Port,Use\nSSH,22,"remote\nlogin"\nHTTPS,443,<b>::\n')
    facts = read_notes([tmp_path]).facts
    assert [(fact.line, dict(fact.cells)) for fact in facts] == [
        (2, {"Name": "SSH", "Port": "22", "Use": "remote login"}),
        (4, {"Name": "HTTPS", "Port": "443", "Use": "<b>::"}),
    ]


def test_a_table_of_many_rows_keeps_its_header(tmp_path: Path) -> None:
    note(tmp_path, "big.csv", "Name,Port\n" + "".join(f"n{n},{n}\n" for n in range(2500)))
    facts = read_notes([tmp_path]).facts
    assert len(facts) == 2500
    assert all(fact.cells[1][0] == "Port" and fact.line == n + 2 for n, fact in enumerate(facts))


@pytest.mark.parametrize("header", ["front,back", "Term,Definition", "question,answer"])
def test_a_table_of_cards_is_cards(tmp_path: Path, header: str) -> None:
    path = note(tmp_path, "cards.csv", f'{header}\nstd::x,"a vector, really"\nPort?,22\n')
    text, _ = read_text(NoteFile(path, "cards.csv"), "#learn")
    assert "#learn" in text
    (document,) = read_notes([tmp_path]).documents
    cards = [(card.line, card.stem, card.answer) for card in document.authored]
    assert cards == [(2, "std::x", "a vector, really"), (3, "Port?", "22")]


def test_an_answer_that_names_a_column_is_what_stands_there(tmp_path: Path) -> None:
    header, rest = "question,option a,option b,answer", "80,22,B\nWhich is TLS?,443,22,443\n"
    note(tmp_path, "cards.csv", f"{header}\nWhich is SSH?,{rest}")
    read = read_notes([tmp_path])
    (document,) = read.documents
    assert [card.answer for card in document.authored] == ["22", "443"]
    assert not read.problems and not any("80" in fact.text for fact in read.facts)


def test_columns_that_no_card_has_are_named(tmp_path: Path) -> None:
    note(tmp_path, "cards.csv", "term,definition,example,empty,tags\nPort,A door,SSH has 22,,net\n")
    (problem,) = read_notes([tmp_path]).problems
    assert "other columns are not read: “example”." in problem


def test_a_notebook_is_read_without_its_results(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Sorting\n", "\n", "Sorting takes n log n steps."]},
        {"cell_type": "code", "source": "sorted([2, 1])", "outputs": [{"text": "a result"}]},
    ]
    note(tmp_path, "a.ipynb", json.dumps({"cells": cells}))
    texts = " ".join(fact.text for fact in read_notes([tmp_path]).facts)
    assert "n log n" in texts and "sorted([2, 1])" in texts and "a result" not in texts


def test_a_cell_of_code_is_of_no_option_in_the_cell_above(tmp_path: Path) -> None:
    asked = "### What prints a line?\n\n- [ ] pass\n- [x] print()"
    cells = [
        {"cell_type": "markdown", "source": asked},
        {"cell_type": "code", "source": "import os\nos.remove('x')"},
    ]
    note(tmp_path, "a.ipynb", json.dumps({"cells": cells}))
    (document,) = read_notes([tmp_path]).documents
    (question,) = document.authored
    assert question.options == ("pass", "print()")


def test_notion_exports_lose_their_ids_and_doubles(tmp_path: Path) -> None:
    note(tmp_path, f"Team{NOTION_ID}/Ports{NOTION_ID}.md", "# Ports\n\nSSH is on port 22.\n")
    note(tmp_path, f"List{NOTION_ID}.csv", "Name,Port\nSSH,22\n")
    note(tmp_path, f"List{NOTION_ID}_all.csv", "Name,Port\nSSH,22\nHTTP,80\n")
    finds = find_files([tmp_path])
    assert [file.label for file in finds.files] == ["List.csv", "Team/Ports.md"]
    assert len(read_notes([tmp_path]).facts) == 3


def test_what_is_not_read_is_named_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.reading.files.can_read_documents", lambda: False)
    note(tmp_path, "a.md", "SSH is on port 22.\n")
    for name in ("b.docx", "c.xlsx", "d.apkg", "e.png"):
        note(tmp_path, name, b"x")
    problems = build([tmp_path], tmp_path / "data" / "index.db").problems
    assert [problem.partition("was not read; ")[2] for problem in problems] == [
        'for .docx install the extra: pip install "study-companion[documents]".',
        "save it as .csv.",
        "`companion import` makes notes of it.",
    ]


def test_the_example_of_the_page(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "notes.md").read_text(encoding="utf-8")
    example = page.partition("For example, `ports.csv` with\n\n")[2].partition("\n\nis a card")[0]
    note(tmp_path, "ports.csv", dedent(example))
    (card,) = read_notes([tmp_path]).documents[0].authored
    assert (card.stem, card.answer) == ("Which port does SSH use?", "22")


def test_every_kind_that_is_read_stands_on_the_page() -> None:
    root = Path(__file__).parents[3]
    page = (root / "docs" / "notes.md").read_text(encoding="utf-8")
    assert all(f"`{suffix}`" in page for suffix in SUFFIXES | DOCUMENTS)


def test_the_doctor_names_what_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = tmp_path / "notes"
    note(notes, "a.md", "SSH is on port 22.\n")
    note(notes, "c.xlsx", b"x")
    found = list(examine(Settings(notes=(str(notes),), database_url=f"sqlite:///{tmp_path}/s.db")))
    assert [f.state for f in found if "c.xlsx: was not read; save it as .csv." in f.text] == [
        "note"
    ]


def test_the_doctor_counts_questions_that_cannot_be_asked_and_names_broken_files(
    tmp_path: Path,
) -> None:
    notes = tmp_path / "notes"
    note(notes, "a.md", "# Ports\n\nSSH is on port 22.\n\n" + "### Why?\n- [ ] a\n- [ ] b\n\n" * 2)
    note(notes, "b.md", b"\0\1\2\3" * 9)
    found = list(examine(Settings(notes=(str(notes),), database_url=f"sqlite:///{tmp_path}/s.db")))
    told = [(one.state, one.text, one.advice) for one in found if one.state == "note"]
    assert ("note", "b.md: is binary, not text.", "") in told
    assert (
        "note",
        "2 questions in the notes cannot be asked (first a.md:5: none of the options is ticked)",
        "`companion index` names each with its file and line",
    ) in told


PIECES = ["<", ">", "<b>", "</b>", "<pre>", "<table>", "<td>", "<tr>", "<li>", "<ul>", "</ul>",
          "<!--",
          "-->", "&amp;", '"', ",", "\n", "\t", "::", "==", '{"cells": [', '{"source": "a"}', "]}",
          "<details>", "<summary>", "[", "\\(", "`", "|", "\0", "front,back\n", "é"]  # fmt: skip
KINDS = sorted(SUFFIXES)


@pytest.mark.parametrize("suffix", KINDS)
@given(
    content=st.binary(max_size=200)
    | st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map(
        lambda pieces: "".join(pieces).encode("utf-8", "replace")
    )
)
@settings(max_examples=60)
def test_any_bytes_of_any_kind_are_read_or_said_to_be_broken(
    suffix: str, content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = note(tmp_path_factory.getbasetemp(), f"kinds/any{suffix}", content)
    read_notes([path])


@pytest.mark.parametrize(
    ("name", "line"),
    [("a.md", "- a\n"), ("a.html", "<p>a"), ("a.csv", "a,b\n"), ("a.txt", "a\n\n")],
)
def test_of_very_many_short_lines_the_first_are_read_and_the_rest_is_named(
    name: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.reading.decoding.FEWEST_LINES", 100)
    note(tmp_path, f"notes/{name}", line * 1000)
    read = read_notes([tmp_path / "notes"])
    assert 60 <= len(read.facts) <= 100
    (problem,) = read.problems
    assert problem.startswith(f"{name}: has very many short lines; what follows line ")
    assert problem.endswith(" was not read. Split the file.")
    where = Settings(notes=(f"{tmp_path}/notes",), database_url=f"sqlite:///{tmp_path}/s.db")
    assert [f.state for f in examine(where) if problem in f.text] == ["note"]


def test_a_long_file_of_ordinary_lines_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.reading.decoding.FEWEST_LINES", 10)
    line = "- A line of notes that says as much as lines of notes usually do, or more.\n\n"
    note(tmp_path, "a.md", line * 200)
    read = read_notes([tmp_path])
    assert len(read.facts) == 200 and not read.problems


def test_files_of_unknown_kinds_are_counted(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    note(notes, "a.md", "SSH is on port 22.\n")
    for name in ("a.png", "b.PNG", "sub/c.py", "LICENSE", ".hidden", "d.xlsx"):
        note(notes, name, "x")
    told = (
        f"{notes}: 4 files of kinds that nobody reads here (2 .png, 1 without a suffix, 1 .py). "
        "What stands in them must be saved as .md or another kind that docs/notes.md lists."
    )
    settings = Settings(notes=(str(notes),), database_url=f"sqlite:///{tmp_path}/s.db")
    assert [f.state for f in examine(settings) if f.text == told] == ["note"]
    for _ in range(2):  # also when nothing is to do
        assert refresh([notes], tmp_path / "index.db").others == (told,)


# ---------------------------------------------------------------- with the extra

needs_documents = pytest.mark.skipif(not can_read_documents(), reason="the extra is not there")
RST = "Ports\n=====\n\nSSH listens on port 22.\n"
ORG = "* Ports\nSSH listens on port 22.\n"
ADOC = "= Ports\n\nSSH listens on port 22.\n"
WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>SSH listens on port 22.</w:t></w:r></w:p></w:body></w:document>"
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
PIXEL = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"  # one white dot
SHOWN = b"BT /F 12 Tf 9 9 Td (SSH listens on port 22.) Tj ET"
PDF = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 300 100]"
    b"/Resources<</Font<</F 5 0 R>>>>>>endobj 4 0 obj<</Length %d>>stream\n%b\nendstream endobj "
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont"
    b"/Helvetica>>endobj\ntrailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%%%EOF"
) % (len(SHOWN), SHOWN)


def word() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("_rels/.rels", RELATIONS)
        file.writestr("word/document.xml", WORD)
    return out.getvalue()


@needs_documents
@pytest.mark.parametrize(
    ("suffix", "content"),
    [(".rst", RST), (".org", ORG), (".adoc", ADOC), (".docx", word()), (".pdf", PDF)],
)
def test_documents_are_read(suffix: str, content: str | bytes, tmp_path: Path) -> None:
    note(tmp_path, f"a{suffix}", content)
    assert [fact.text for fact in read_notes([tmp_path]).facts] == ["SSH listens on port 22."]


@needs_documents
def test_slides_are_read(tmp_path: Path) -> None:
    import pypandoc

    slides = "# Ports\n\nSSH listens on port 22.\n"
    pypandoc.convert_text(slides, "pptx", format="markdown", outputfile=str(tmp_path / "a.pptx"))
    texts = [fact.text for fact in read_notes([tmp_path]).facts]
    assert "SSH listens on port 22." in texts


@needs_documents
def test_pictures_of_slides_are_kept_by_what_describes_them(tmp_path: Path) -> None:
    import pypandoc

    picture = tmp_path / "pixel.gif"
    picture.write_bytes(PIXEL)
    slides = f"# Loop\n\nIt has three parts.\n\n# Drawing\n\n![The control loop]({picture})\n"
    pypandoc.convert_text(slides, "pptx", format="markdown", outputfile=str(tmp_path / "a.pptx"))
    texts = [fact.text for fact in read_notes([tmp_path / "a.pptx"]).facts]
    assert "It has three parts." in texts and "The control loop" in texts


@needs_documents
def test_what_a_document_defines_is_read_with_its_term(tmp_path: Path) -> None:
    note(tmp_path, "a.adoc", "= Words\n\nRPO:: the most data that may be lost.\n")
    note(tmp_path, "b.rst", "Words\n=====\n\nRTO\n  the time until it works again.\n")
    assert [fact.text for fact in read_notes([tmp_path]).facts] == [
        "RPO: the most data that may be lost.",
        "RTO: the time until it works again.",
    ]


@needs_documents
def test_code_and_other_documents_are_no_definitions(tmp_path: Path) -> None:
    code = "RPO\n\n:   the most data that may be lost"
    source = "= Words\n\n[source,yaml]\n----\n" + code + "\n----\n\nRTO:: the time it takes.\n"
    text, _ = read_text(NoteFile(note(tmp_path, "a.adoc", source), "a.adoc"))
    assert code in text
    assert "RTO\n: the time it takes." in text
    shown = SHOWN.replace(b"Tj ET", b"Tj 0 -14 Td (:   and :) Tj ET")
    pdf = PDF.replace(b"/Length %d" % len(SHOWN), b"/Length %d" % len(shown)).replace(SHOWN, shown)
    text, _ = read_text(NoteFile(note(tmp_path, "a.pdf", pdf), "a.pdf"))
    assert text.strip() == "SSH listens on port 22.\n:   and :"


@needs_documents
def test_a_document_that_takes_too_long_is_stopped_and_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = list[str]()

    def sleeper(suffix: str) -> list[str]:
        started.append(suffix)
        return [sys.executable, "-c", "import time; time.sleep(30)"]

    monkeypatch.setattr("knowledge.reading.converting._command", sleeper)
    monkeypatch.setattr("knowledge.reading.converting._SECONDS", 0.5)
    path = note(tmp_path, "a.rst", f"slow {tmp_path}")
    for _ in range(8):
        text, problem = read_text(NoteFile(path, path.name))
        assert text == "" and "takes longer than" in problem
    assert started == [".rst"]


@pytest.fixture
def slow_documents(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Documents that all take a minute and a half, and those that were begun."""
    begun: list[bytes] = []

    def read(data: bytes, suffix: str) -> tuple[str, str]:
        begun.append(data)
        clock[0] += 90
        return ("", "has no text.") if b"empty" in data else (f"Text of {data.decode()}.", "")

    clock = [0.0]
    monkeypatch.setattr("knowledge.reading.files.can_read_documents", lambda: True)
    monkeypatch.setattr("knowledge.reading.decoding.time.monotonic", lambda: clock[0])
    monkeypatch.setattr("knowledge.reading.converting.document", read)
    return begun


def test_documents_together_have_a_limit_and_the_next_run_goes_on(
    tmp_path: Path, slow_documents: list[bytes]
) -> None:
    notes, index = tmp_path / "notes", tmp_path / "index.db"
    for number in range(6):
        note(notes, f"{number}.docx", f"empty {number}" if number < 2 else f"number {number}")
    first = refresh([notes], index)
    assert [file.file for file in first.files] == ["2.docx", "3.docx"]
    assert sorted(first.problems) == [
        "0.docx: has no text.",
        "1.docx: has no text.",
        *(
            f"{number}.docx: was not read yet; documents may take 300 s in one run. "
            "`companion index` goes on with it."
            for number in (4, 5)
        ),
    ]
    second = refresh([notes], index)
    assert [file.file for file in second.files] == [f"{n}.docx" for n in range(2, 6)]
    assert sorted(second.problems) == ["0.docx: has no text.", "1.docx: has no text."]
    assert len(slow_documents) == 6  # none of them twice
    assert not refresh([notes], index).rebuilt


@needs_documents
@pytest.mark.parametrize("content", [PDF[: len(PDF) // 3], b"%PDF-1.4 broken", b"no PDF", b""])
def test_a_pdf_that_is_none_is_said_in_words(content: bytes, tmp_path: Path) -> None:
    path = note(tmp_path, "a.pdf", content)
    text, problem = read_text(NoteFile(path, path.name))
    assert (text, problem) == ("", "a.pdf: cannot be read (it is damaged or no PDF).")


@needs_documents
def test_a_pdf_with_a_password_is_called_so(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    _, problem = read_text(NoteFile(tmp_path / "a.pdf", "a.pdf"))
    assert "it is encrypted: save it without a password" in problem


@needs_documents
@pytest.mark.parametrize("suffix", sorted(DOCUMENTS))
@pytest.mark.parametrize("content", [b"\x00\xff\x00PK\x03\x04", b"%PDF-1.4 broken", b""])
def test_a_broken_document_is_one_sentence(suffix: str, content: bytes, tmp_path: Path) -> None:
    path = note(tmp_path, f"a{suffix}", content)
    text, problem = read_text(NoteFile(path, path.name))
    assert text or (problem.startswith(path.name) and problem.endswith("."))
