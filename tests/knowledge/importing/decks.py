"""Decks that the tests make: Anki writes them itself, in either format of its packages."""

from pathlib import Path

from anki.collection import Collection, DeckIdLimit, ExportAnkiPackageOptions

from knowledge.importing.folder import write_decks
from knowledge.importing.items import Imported
from knowledge.model import Authored
from knowledge.reading.document import read_document

NOTES = (
    ("Basic", "Ports", ("Which port does <b>SSH</b> use?", "22")),
    ("Basic", "Ports", ("What prints <code>a::b</code>?<pre>print(&lt;x&gt;)</pre>", "One<br>Two")),
    ("Basic (and reversed card)", "Ports::Words", ("dog", "Hund")),
    ("Cloze", "Ports::Words", ("{{c1::Paris::city}} lies in {{c2::France}}.", "By the Seine.")),
    ("Basic", "Ports", ('<img src="plan.png"> [sound:a.mp3]', "Answer: see \\(x_1^2\\)")),
)


def package(folder: Path, legacy: bool, notes: tuple[tuple[str, str, tuple[str, ...]], ...] = NOTES,
            tag: str = "net::tcp") -> Path:  # fmt: skip
    """A deck as Anki exports it."""
    collection = Collection(str(folder / "made.anki2"))
    try:
        for kind, deck, fields in notes[collection.note_count() :]:
            model = collection.models.by_name(kind)
            assert model is not None
            note = collection.new_note(model)
            note.fields[: len(fields)] = list(fields)
            note.tags = [tag] if tag else []
            deck_id = collection.decks.id(deck)
            assert deck_id is not None
            collection.add_note(note, deck_id)
        path = folder / "deck.apkg"
        options = ExportAnkiPackageOptions(with_media=False, legacy=legacy)
        deck_id = collection.decks.id("Ports")
        assert deck_id is not None
        collection.export_anki_package(
            out_path=str(path), options=options, limit=DeckIdLimit(deck_id)
        )
    finally:
        collection.close()
    return path


def read_back(imported: Imported, folder: Path) -> list[Authored]:
    """What the companion reads in the files that an import wrote."""
    write_decks(imported, "source", folder, "#flashcards")
    found: list[Authored] = []
    for path in sorted(folder.rglob("*.md")):
        document = read_document(path.read_text(encoding="utf-8"), path.name)
        assert document.broken == ()
        found += document.authored
    return found
