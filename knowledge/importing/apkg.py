"""What stands in an Anki package: notes, their fields and templates, from either format of it.

A package is read as what a stranger sent: nothing is unpacked to disk, what is unpacked in memory
has a limit, and its database may neither run long nor call functions.
"""

import io
import json
import sqlite3
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from knowledge.importing.items import ImportTrouble

_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")  # newest first
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_LARGEST = 400_000_000  # bytes of an unpacked collection
_LONGEST = 60.0  # seconds of reading it
_STEPS = 100_000  # of the database between two looks at the clock
_MOST_NOTES = 500_000


@dataclass(frozen=True, slots=True)
class AnkiTemplate:
    """One kind of card that a note makes."""

    front: str
    back: str


@dataclass(frozen=True, slots=True)
class AnkiType:
    """What notes of one type have."""

    name: str
    cloze: bool
    fields: tuple[str, ...]
    templates: tuple[AnkiTemplate, ...]


@dataclass(frozen=True, slots=True)
class AnkiNote:
    """One note with its fields as HTML."""

    guid: str
    type: AnkiType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    deck: str


def read_package(content: bytes, name: str) -> list[AnkiNote]:
    """The notes of a package, in the order in which they were made."""
    try:
        with closing(_opened(_collection(content, name))) as db:
            return list(_notes(db))
    except (sqlite3.Error, MemoryError, ValueError, KeyError, TypeError, AttributeError, IndexError,
            RecursionError) as error:  # fmt: skip
        raise ImportTrouble(f"{name}: its collection cannot be read ({error}).") from error


def _collection(content: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            found = next((member for member in _COLLECTIONS if member in names), None)
            if found is None:
                raise ImportTrouble(f"{name}: is an archive, but no deck of Anki.")
            with package.open(found) as member:
                data = member.read(_LARGEST + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError,
            ValueError) as error:  # fmt: skip
        raise ImportTrouble(f"{name}: is no sound archive ({error}).") from error
    if data.startswith(_ZSTANDARD) and len(data) <= _LARGEST:
        data = _unpacked(data, name)
    if len(data) > _LARGEST:
        raise ImportTrouble(f"{name}: holds more than {_LARGEST // 1_000_000} MB. Split the deck.")
    if not data.startswith(b"SQLite format 3\0") or len(data) < 512:
        raise ImportTrouble(f"{name}: its collection is no database.")
    return data


def _unpacked(data: bytes, name: str) -> bytes:
    """What Zstandard packed, up to a little more than is allowed."""
    import zstandard

    parts: list[bytes] = []
    size = 0
    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data) as stream:
            while size <= _LARGEST and (part := stream.read(1 << 20)):
                parts.append(part)
                size += len(part)
    except (zstandard.ZstdError, MemoryError) as error:
        raise ImportTrouble(f"{name}: its collection cannot be unpacked ({error}).") from error
    return b"".join(parts)


def _opened(data: bytes) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    end = time.monotonic() + _LONGEST
    # A collection that was in use when it was copied says "write-ahead log", which memory has not.
    db.deserialize(data[:18] + b"\x01\x01" + data[20:] if data[18:20] == b"\x02\x02" else data)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA query_only = ON")
    db.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    db.create_collation("unicase", _compared)
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return db


def _compared(one: str, other: str) -> int:
    """The order of names in Anki's tables."""
    one, other = one.casefold(), other.casefold()
    return (one > other) - (one < other)


def _notes(db: sqlite3.Connection) -> Iterator[AnkiNote]:
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    new = "notetypes" in tables
    types = _new_types(db) if new else _old_types(db)
    decks = _new_decks(db) if new else _old_decks(db)
    homes = dict(db.execute("SELECT nid, did FROM cards ORDER BY ord DESC"))
    rows = db.execute("SELECT id, guid, mid, tags, flds FROM notes ORDER BY id LIMIT ?",
                      (_MOST_NOTES,))  # fmt: skip
    for id, guid, mid, tags, fields in rows:
        kind = types.get(int(mid))
        if kind is not None:
            deck = decks.get(int(homes.get(id, 0)), "")
            parts = tuple(str(fields).split("\x1f"))
            yield AnkiNote(str(guid), kind, parts, tuple(str(tags).split()), deck)


# ---------------------------------------------------------------- until 2021: JSON in one row


def _old_types(db: sqlite3.Connection) -> dict[int, AnkiType]:
    (models,) = db.execute("SELECT models FROM col").fetchone()
    return {int(id): _old_type(model) for id, model in json.loads(models).items()}


def _old_type(model: dict[str, object]) -> AnkiType:
    fields, templates = model["flds"], model["tmpls"]
    assert isinstance(fields, list) and isinstance(templates, list)
    return AnkiType(
        str(model.get("name", "")),
        model.get("type") == 1,
        tuple(str(field["name"]) for field in fields),
        tuple(AnkiTemplate(str(each["qfmt"]), str(each["afmt"])) for each in templates),
    )


def _old_decks(db: sqlite3.Connection) -> dict[int, str]:
    (decks,) = db.execute("SELECT decks FROM col").fetchone()
    return {int(id): str(deck["name"]) for id, deck in json.loads(decks).items()}


# ---------------------------------------------------------------- since: tables and protobuf


def _new_types(db: sqlite3.Connection) -> dict[int, AnkiType]:
    fields: dict[int, list[str]] = {}
    for id, name in db.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields.setdefault(int(id), []).append(str(name))
    templates: dict[int, list[AnkiTemplate]] = {}
    for id, config in db.execute("SELECT ntid, config FROM templates ORDER BY ntid, ord"):
        said = _protobuf(config)
        made = AnkiTemplate(_text(said.get(1)), _text(said.get(2)))
        templates.setdefault(int(id), []).append(made)
    return {
        int(id): AnkiType(str(name), _protobuf(config).get(1) == 1,
                          tuple(fields.get(int(id), ())), tuple(templates.get(int(id), ())))
        for id, name, config in db.execute("SELECT id, name, config FROM notetypes")
    }  # fmt: skip


def _new_decks(db: sqlite3.Connection) -> dict[int, str]:
    rows = db.execute("SELECT id, name FROM decks")
    return {int(id): str(name).replace("\x1f", "::") for id, name in rows}


def _text(value: bytes | int | None) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def _protobuf(data: bytes) -> dict[int, bytes | int]:
    """The last value of each field of a message: numbers, and texts as bytes."""
    found: dict[int, bytes | int] = {}
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == 0:
            found[key >> 3], at = _varint(data, at)
            continue
        if kind == 2:
            size, at = _varint(data, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
        else:
            raise ValueError("an unknown kind of field")
        found[key >> 3] = data[at : at + size]
        at += size
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("a number that does not end")
