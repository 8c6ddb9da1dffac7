"""A second reader for QR codes: ZXing, which did not write them. PNG is read here: one library less."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import zxingcpp


def read_qr(picture: bytes, blot: int = 0) -> str:
    """The text in the picture, with a dark square of `blot` pixels in its middle."""
    grey = np.array(_pixels(picture), dtype=np.uint8) * 255
    middle, half = len(grey) // 2, blot // 2
    grey[middle - half : middle + half, middle - half : middle + half] = 0
    (code,) = zxingcpp.read_barcodes(grey)
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    return code.text


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
