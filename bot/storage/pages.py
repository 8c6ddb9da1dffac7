"""Counts the pages of a PDF in a process of its own, so that a file made to do harm ends with that process.

    python pages.py MOST < file.pdf        writes a number, `too-many-pages`, `locked` or `unreadable`

The system limits its memory and time: neither a bomb of pages nor one of compressed streams costs more. Run by its path
it needs nothing of this program, whatever folder it is started in.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
from typing import Any
from weakref import WeakKeyDictionary

MEMORY = 512 * 1024 * 1024
"""Bytes; an honest file of the largest size takes a small part of them."""
CPU_SECONDS = 10
PATIENCE = 60.0
"""Seconds that it may take on a busy machine."""
MOST_NODES = 2_000
"""Of the tree of pages, whose branches need not end in a page."""
AT_ONCE = 2
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
UNREADABLE, LOCKED, TOO_MANY = "unreadable", "locked", "too-many-pages"


async def count_pages(content: bytes, most: int) -> str:
    """What that process writes; `unreadable` also where it had to be ended. Few run at once."""
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)):
        return await _run(content, most)


async def _run(content: bytes, most: int) -> str:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", __file__, str(most)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            written, _ = await process.communicate(content)
    except TimeoutError:
        return UNREADABLE
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return written.decode().strip() or UNREADABLE


def count(content: bytes, most: int) -> str:
    """The number of pages, or why there is none. Raises whatever a broken file leads to."""
    from pypdf import PdfReader  # only where there is a PDF to be read

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):  # what only its owner may change opens without a password
        return LOCKED
    branches: list[Any] = [reader.root_object["/Pages"]]
    pages, nodes = 0, 0
    while branches:
        node = branches.pop().get_object()
        nodes += 1
        kids = node.get("/Kids")
        pages += kids is None
        if pages > most or nodes > MOST_NODES or (kids is not None and len(kids) > MOST_NODES):
            return TOO_MANY
        branches.extend(kids.get_object() if kids is not None else ())
    return str(pages) if pages else UNREADABLE


def _limit() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # not every system can
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


if __name__ == "__main__":
    _limit()
    try:
        told = count(sys.stdin.buffer.read(), int(sys.argv[1]))
    except Exception:
        told = UNREADABLE
    sys.stdout.write(told)
