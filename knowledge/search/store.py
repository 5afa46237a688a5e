"""Where the search keeps what it derives: named blobs in one table of the index file.

A blob is read in one go and then looked at where it lies, so opening costs a copy and no parsing,
and nothing of the file is held: it can be replaced while somebody searches.
"""

import json
import sqlite3
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

TABLE = "search_blobs"
FORMAT = 13  # raised when the blobs change: an index of another format is built anew

_PIECE = 1 << 28  # SQLite's limit for one value is about a billion bytes

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.uint32]
Longs = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float32]


class Unreadable(ValueError):
    """The file is no index, or one of another version."""


class Writer:
    """Writes blobs into the table, replacing what is there."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.execute(f"DROP TABLE IF EXISTS {TABLE}")
        db.execute(
            f"CREATE TABLE {TABLE} (name TEXT, piece INTEGER, data BLOB, PRIMARY KEY (name, piece))"
        )

    def raw(self, name: str, data: bytes) -> None:
        rows = (
            (name, piece, data[start : start + _PIECE])
            for piece, start in enumerate(range(0, max(1, len(data)), _PIECE))
        )
        self._db.executemany(f"INSERT INTO {TABLE} VALUES (?, ?, ?)", rows)

    def array(self, name: str, values: npt.NDArray[Any]) -> None:
        self.raw(name, np.ascontiguousarray(values).tobytes())

    def json(self, name: str, value: object) -> None:
        self.raw(name, json.dumps(value, ensure_ascii=False, sort_keys=True).encode())

    def strings(self, name: str, values: Iterable[str]) -> None:
        """Strings one after the other, and where each begins."""
        encoded = [value.encode("utf-8", "replace") for value in values]
        starts = np.zeros(len(encoded) + 1, np.uint64)
        if encoded:
            np.cumsum([len(value) for value in encoded], out=starts[1:])
        self.raw(name, b"".join(encoded))
        self.array(f"{name}_starts", starts)


class Strings:
    """Strings that stay encoded until somebody wants one."""

    __slots__ = ("_data", "_starts")

    def __init__(self, data: bytes, starts: memoryview) -> None:
        self._data = data
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> str:
        return self._data[self._starts[number] : self._starts[number + 1]].decode()

    def all(self) -> list[str]:
        """Every one of them."""
        starts = self._starts.tolist()
        return [self._data[a:b].decode() for a, b in pairwise(starts)]

    def length(self, number: int) -> int:
        return int(self._starts[number + 1] - self._starts[number])


class BlobReader:
    """Reads blobs back."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def raw(self, name: str) -> bytes:
        query = f"SELECT data FROM {TABLE} WHERE name = ? ORDER BY piece"
        pieces = [row[0] for row in self._db.execute(query, (name,))]
        if not pieces:
            raise Unreadable(f"the index has no {name}; build it again")
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def json(self, name: str) -> Any:
        return json.loads(self.raw(name))

    def ints(self, name: str) -> Ints:
        return np.frombuffer(self.raw(name), np.uint32)

    def bytes(self, name: str) -> Bytes:
        return np.frombuffer(self.raw(name), np.uint8)

    def longs(self, name: str) -> Longs:
        return np.frombuffer(self.raw(name), np.uint64)

    def floats(self, name: str) -> Floats:
        return np.frombuffer(self.raw(name), np.float32)

    def view(self, name: str, kind: str) -> memoryview:
        """Numbers to be picked one by one: quicker so than from an array of numpy."""
        return memoryview(self.raw(name)).cast(kind)  # type: ignore[call-overload,no-any-return]

    def strings(self, name: str) -> Strings:
        return Strings(self.raw(name), self.view(f"{name}_starts", "Q"))
