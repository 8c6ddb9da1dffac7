"""Papers that citizens upload: kept once for each key, and refused with a reason."""

from __future__ import annotations

import struct
import zlib
from typing import get_args

from bot.backends.wire import operations as o
from bot.conformance.calls import check_problem
from bot.conformance.line import Line
from bot.conformance.lines.places import same_answer
from bot.conformance.target import Target
from bot.dialogue.papers import PaperWhy


def picture() -> bytes:
    """The smallest PNG: one white pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(b"\x00\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


async def kept(t: Target) -> None:
    content, key, query = picture(), t.new_name("paper"), {"case": t.new_case()}
    when = "a PNG of one pixel"
    first = await t.calls.send(o.KEEP_PAPER, content, key=key, query=query, when=when)
    told = first.told()
    if (told.kind, told.pages, told.size) != ("png", 1, len(content)):
        raise first.broken(f"{{kind: png, pages: 1, size: {len(content)}}}")
    again = await t.calls.send(o.KEEP_PAPER, content, key=key, query=query, when="the same PNG with the same key")
    same_answer(first, again)


async def refused(t: Target) -> None:
    query = {"case": t.new_case()}
    for content, what in ((b"only a text", "a text"), (b"", "nothing at all")):
        came = await t.calls.send(
            o.KEEP_PAPER, content, query=query, when=f"{what} in place of a file", key=t.new_name("paper")
        )
        check_problem(came, "paper-refused", 422)
        if came.json.get("why") not in get_args(PaperWhy):
            raise came.broken(f"`why`, one of {', '.join(get_args(PaperWhy))}")


LINES = (
    Line("paper-kept", ("papers",), kept),
    Line("paper-refused", ("papers",), refused),
)
