"""A second reader for QR codes, by ISO/IEC 18004 alone: a picture without dirt, of version 2, with bytes in it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator

SIZE = 25
"""Squares along a side in version 2."""
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: (row * column) % 2 + (row * column) % 3 == 0,
    lambda row, column: ((row * column) % 2 + (row * column) % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + (row * column) % 3) % 2 == 0,
)


def read_qr(picture: bytes) -> str:
    """The text in the picture."""
    dark = _squares(picture)
    format_bits = int("".join("01"[dark[8][column]] for column in range(5)), 2) ^ 0b10101
    masked = MASKS[format_bits & 0b111]
    bits = "".join("01"[dark[row][column] ^ masked(row, column)] for row, column in _path())
    mode, length = int(bits[:4], 2), int(bits[4:12], 2)
    assert mode == 0b0100, "bytes"
    return bytes(int(bits[12 + 8 * n : 20 + 8 * n], 2) for n in range(length)).decode()


def _squares(picture: bytes) -> list[list[bool]]:
    """Row by row whether a square is dark, without the white edge."""
    lines = _pixels(picture)
    side = len(lines) // (SIZE + 8)  # four squares of edge on each side
    assert side * (SIZE + 8) == len(lines) == len(lines[0])
    middle = side // 2
    return [
        [not lines[(row + 4) * side + middle][(column + 4) * side + middle] for column in range(SIZE)]
        for row in range(SIZE)
    ]


def _pixels(picture: bytes) -> list[list[bool]]:
    """Whether each pixel of a PNG in black and white is white."""
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        kind, body = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        chunks[kind] = chunks.get(kind, b"") + body
        at += length + 12
    width, height, depth, colours = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colours) == (1, 0), "one bit of grey"
    stride = (width + 7) // 8 + 1
    data = zlib.decompress(chunks[b"IDAT"])
    lines: list[bytes] = []
    for row in range(height):
        filtered, line = data[row * stride], data[row * stride + 1 : (row + 1) * stride]
        assert filtered in (0, 2), "as it is, or added to the line above"
        above = lines[-1] if filtered else bytes(stride - 1)
        lines.append(bytes((one + other) % 256 for one, other in zip(line, above, strict=True)))
    return [[bool(line[x // 8] >> (7 - x % 8) & 1) for x in range(width)] for line in lines]


def _path() -> Iterator[tuple[int, int]]:
    """The squares that hold content: two columns at a time from the right, up and down in turn."""
    rows = range(SIZE - 1, -1, -1)
    for right in (24, 22, 20, 18, 16, 14, 12, 10, 8, 5, 3, 1):  # column 6 is the timing pattern
        for row in rows:
            yield from ((row, column) for column in (right, right - 1) if not _is_pattern(row, column))
        rows = rows[::-1]


def _is_pattern(row: int, column: int) -> bool:
    corner = (row < 9 and (column < 9 or column > 16)) or (row > 16 and column < 9)
    return corner or 6 in (row, column) or (16 <= row <= 20 and 16 <= column <= 20)
