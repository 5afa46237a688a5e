"""Pictures as numbers: enough of PNG to compare what was drawn, and which tests need a drawing."""

import struct
import zlib
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.pictures import rendering

Pixels = NDArray[np.int16]
drawn_here = pytest.mark.skipif(
    not rendering.can_draw(), reason="the extra “pictures” is not installed: resvg-py draws charts"
)
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGBA = 4
_PLAIN, _UP = 0, 2  # how a line is written; the other ways need what stands to the left
_SPOT = 3  # pixels each way: less than a digit has


def size(png: bytes) -> tuple[int, int]:
    """Width and height."""
    assert png.startswith(_SIGNATURE)
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def read(png: bytes) -> Pixels:
    """Height × width × RGBA of a PNG with eight bits a channel, not interlaced."""
    assert png.startswith(_SIGNATURE)
    at, data, width, height = len(_SIGNATURE), b"", 0, 0
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        chunk = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colours, _, _, interlaced = struct.unpack(">IIBBBBB", chunk)
            assert (depth, colours, interlaced) == (8, 6, 0)
        elif kind == b"IDAT":
            data += chunk
        at += 12 + length
    return _unfiltered(zlib.decompress(data), width * _RGBA, height).reshape(height, width, _RGBA)


def apart(one: NDArray[Any], other: NDArray[Any]) -> float:
    """How much lighter or darker one of two pictures is at the spot where they differ most.

    However edges are smoothed, a spot has as much of each colour; another digit moves it elsewhere.
    """
    if one.shape != other.shape:
        return 255.0
    lighter = (one.astype(float) - other)[:, :, :3].mean(axis=2)
    spots = np.lib.stride_tricks.sliding_window_view(lighter, (_SPOT, _SPOT))
    return float(np.abs(spots.mean(axis=(2, 3))).max())


def halved(pixels: Pixels) -> NDArray[Any]:
    """Half as wide and high: of four pixels, one."""
    height, width, colours = pixels.shape
    fours: NDArray[Any] = pixels.reshape(height // 2, 2, width // 2, 2, colours)
    made: NDArray[Any] = fours.mean(axis=(1, 3))
    return made


def _unfiltered(data: bytes, width: int, height: int) -> Pixels:
    lines = np.zeros((height + 1, width), dtype=np.int16)
    for number in range(height):
        start = number * (width + 1)
        kind, line = data[start], data[start + 1 : start + 1 + width]
        lines[number + 1] = _line(kind, line, lines[number])
    return lines[1:]


def _line(kind: int, line: bytes, above: Pixels) -> Pixels | list[int]:
    plain = np.frombuffer(line, dtype=np.uint8).astype(np.int16)
    if kind == _PLAIN:
        return plain
    if kind == _UP:
        return (plain + above) % 256
    return _guessed(kind, line, above.tolist())


def _guessed(kind: int, line: bytes, above: list[int]) -> list[int]:
    made: list[int] = []
    for at, byte in enumerate(line):
        left = made[at - _RGBA] if at >= _RGBA else 0
        corner = above[at - _RGBA] if at >= _RGBA else 0
        guess = (
            left if kind == 1
            else (left + above[at]) // 2 if kind == 3
            else _paeth(left, above[at], corner)
        )  # fmt: skip
        made.append((byte + guess) % 256)
    return made


def _paeth(left: int, above: int, corner: int) -> int:
    by_distance = ((abs(above - corner), left), (abs(left - corner), above))
    first, second = by_distance
    far = abs(left + above - 2 * corner)
    if first[0] <= second[0] and first[0] <= far:
        return left
    return above if second[0] <= far else corner
