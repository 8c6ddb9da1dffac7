"""Long lists, page by page. A cursor is the place of the last entry in the order, so entries may come and go."""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.api.problems import Problem

Place = tuple[str, ...]
"""By what the entries of a list are ordered."""
Entry = TypeVar("Entry")


def cut(
    entries: Sequence[Entry], place: Callable[[Entry], Place], after: str | None, limit: int
) -> tuple[tuple[Entry, ...], str | None]:
    """The page after that cursor, and the cursor of the next; None at the end. Raises Problem `wrong-body`."""
    ordered = sorted(entries, key=place)
    start = 0
    if after is not None:
        start = bisect_right(ordered, read_cursor(after, len(place(ordered[0])) if ordered else None), key=place)
    page = tuple(ordered[start : start + limit])
    goes_on = start + limit < len(ordered)
    return page, write_cursor(place(page[-1])) if goes_on else None


def write_cursor(place: Place) -> str:
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(cursor: str, parts: int | None = None) -> Place:
    """Raises Problem `wrong-body` for what is no cursor of this list."""
    try:
        told = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise _no_cursor() from None
    if not isinstance(told, list) or not told or not all(isinstance(each, str) for each in told):
        raise _no_cursor()
    if parts is not None and len(told) != parts:
        raise _no_cursor()
    return tuple(told)


def _no_cursor() -> Problem:
    return Problem.in_field("after", "it is no cursor of this list")
