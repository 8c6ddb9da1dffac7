"""What a file is, told by its content, and whether it can be taken."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass

from bot.dialogue.papers import LARGEST, MOST_PAGES, PaperKind, PaperRefused
from bot.storage.pages import LOCKED, TOO_MANY, count_pages

JPEG, PNG, PDF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-"
PDF_BEGINS_WITHIN = 1024
"""Bytes: ISO 32000-1, Annex H, implementation note 13."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG that tell its size (ITU-T T.81, table B.1)."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length."""


@dataclass(frozen=True)
class Looked:
    kind: PaperKind
    pages: int


async def look_at(content: bytes) -> Looked:
    """What it is, and how many pages it has; a picture has one. Raises PaperRefused."""
    if not content:
        raise PaperRefused("empty")
    if len(content) > LARGEST:
        raise PaperRefused("too-big")
    if content.startswith(JPEG):
        return _picture("jpeg", whole=_is_jpeg(content))
    if content.startswith(PNG):
        return _picture("png", whole=_is_png(content))
    if PDF in content[:PDF_BEGINS_WITHIN]:
        return Looked("pdf", await _pages(content))
    raise PaperRefused("type")


def _picture(kind: PaperKind, *, whole: bool) -> Looked:
    if not whole:
        raise PaperRefused("unreadable")
    return Looked(kind, 1)


async def _pages(content: bytes) -> int:
    told = await count_pages(content, MOST_PAGES)
    if told == LOCKED:
        raise PaperRefused("locked")
    if told == TOO_MANY:
        raise PaperRefused("too-many-pages")
    if not re.fullmatch("[0-9]{1,3}", told):
        raise PaperRefused("unreadable")
    return int(told)


def _is_jpeg(content: bytes) -> bool:
    """Whether its segments lead to a picture with two sides, whose data have an end (ITU-T T.81, annex B)."""
    place, has_sides = 2, False
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF or marker in _ALONE:  # filled up
            place += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", content, place + 2)
        if marker in _FRAMES and place + 9 <= len(content):
            height, width = struct.unpack_from(">HH", content, place + 5)
            has_sides = width > 0 and height > 0
        if marker == 0xDA:  # the data begin
            return has_sides and content.find(b"\xff\xd9", place) > 0
        place += 2 + length
    return False


def _is_png(content: bytes) -> bool:
    """Whether its chunks are whole from the header to the end (ISO/IEC 15948, 5.3)."""
    place, first = len(PNG), True
    while place + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, place)
        end = place + 12 + length
        if end > len(content) or zlib.crc32(content[place + 4 : end - 4]) != int.from_bytes(content[end - 4 : end]):
            return False
        if first and (name != b"IHDR" or length != 13 or 0 in struct.unpack_from(">II", content, place + 8)):
            return False
        if name == b"IEND":
            return True
        place, first = end, False
    return False
