"""Pictures as numbers: enough of PNG to compare what was drawn."""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.int16]
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGBA = 4


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


def _unfiltered(data: bytes, width: int, height: int) -> Pixels:
    lines = np.zeros((height + 1, width), dtype=np.int16)
    for number in range(height):
        start = number * (width + 1)
        kind, line = data[start], data[start + 1 : start + 1 + width]
        lines[number + 1] = _line(kind, line, lines[number].tolist())
    return lines[1:]


def _line(kind: int, line: bytes, above: list[int]) -> list[int]:
    made: list[int] = []
    for at, byte in enumerate(line):
        left = made[at - _RGBA] if at >= _RGBA else 0
        corner = above[at - _RGBA] if at >= _RGBA else 0
        guess = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))[kind]
        made.append((byte + guess) % 256)
    return made


def _paeth(left: int, above: int, corner: int) -> int:
    by_distance = ((abs(above - corner), left), (abs(left - corner), above))
    first, second = by_distance
    far = abs(left + above - 2 * corner)
    if first[0] <= second[0] and first[0] <= far:
        return left
    return above if second[0] <= far else corner
