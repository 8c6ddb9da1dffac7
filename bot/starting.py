"""A start, during which much is made and nothing thrown away."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
_LARGE = 128 * 1024


@contextmanager
def without_collecting() -> Iterator[None]:
    """No garbage is looked for within; what was made is looked through no more, since it stays until the end.

    It saves a tenth of the time that imports take, and as much each time that a running process collects.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def keep_no_freed_memory() -> None:
    """Give large pieces of memory back when they are freed, where the C library is glibc; elsewhere nothing happens.

    glibc stops doing so once a large piece was freed: `chat` held 16 MB more for what was only needed while opening.
    https://www.gnu.org/software/libc/manual/html_node/Malloc-Tunable-Parameters.html
    """
    import ctypes  # numpy imports it in any case

    with suppress(AttributeError, OSError):
        set_option = ctypes.CDLL(None).mallopt
        set_option(_MMAP_THRESHOLD, _LARGE)
        set_option(_ARENA_MAX, 1)  # Python's lock lets threads take turns in any case
