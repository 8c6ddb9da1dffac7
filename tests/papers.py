"""Files as citizens send them, made here from what their formats say."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from pypdf import PdfWriter

JPEG = (
    b"\xff\xd8"
    + b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    + b"\xff\xc0\x00\x0b\x08\x00\x10\x00\x18\x01\x01\x11\x00"  # 24 by 16, one component
    + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
    + b"\x12\x34\x56"
    + b"\xff\xd9"
)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 2, height: int = 2) -> bytes:
    rows = (b"\x00" + b"\xff" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


PNG = png()


def pdf(pages: int = 1, password: str | None = None, owner: str | None = None) -> bytes:
    """`password` is needed to read it; `owner`, to change it."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(72, 72)
    if password is not None or owner is not None:
        writer.encrypt(password or "", owner, algorithm="AES-256")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def many_pages(pages: int, told: int = 1) -> bytes:
    """A PDF by hand that says it has `told` pages and names one page so many times."""
    kids = b"3 0 R " * pages
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (told, kids),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    ]
    return by_hand(objects)


def by_hand(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the root."""
    body, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def compressed_bomb() -> bytes:
    """Its catalogue lies in a stream of objects that unfolds to a gigabyte."""
    packer, blanks = zlib.compressobj(1), b" " * (1 << 20)
    packed = packer.compress(b"1 0 ") + b"".join(packer.compress(blanks) for _ in range(1 << 10)) + packer.flush()
    body = b"%PDF-1.7\n"
    place = len(body)
    body += b"5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    body += packed + b"\nendstream\nendobj\n"
    entries = struct.pack(">BIB", 2, 5, 0) + struct.pack(">BIB", 1, place, 0)
    start = len(body)
    body += b"6 0 obj\n<< /Type /XRef /Size 7 /Root 1 0 R /W [1 4 1] /Index [1 1 5 1] /Length %d >>\nstream\n" % len(
        entries
    )
    return body + entries + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % start
