"""How a command ends other than well: with one sentence and an exit code that scripts can rely on.

Ending
├── FoundWrong   1: the question was right, the answer is no
└── WrongUse     2: the question was wrong; the sentence gives the nearest right name
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

SHOWN = 8
"""Names that a sentence lists at most."""


class Ending(Exception):
    """The sentence is all that is shown."""

    exit_code: int


class FoundWrong(Ending):
    exit_code = 1


class WrongUse(Ending):
    exit_code = 2


def no_such(what: str, name: str, known: Iterable[str]) -> WrongUse:
    """`There is no procedure "property-transfr". Did you mean "property-transfer"?` with `what` for its beginning."""
    return WrongUse(f'{what} "{name}". {nearest(name, known)}')


def nearest(name: str, known: Iterable[str]) -> str:
    """The name that was meant, else what there is to choose from."""
    known = list(known)
    close = get_close_matches(name, known, n=1)
    if close:
        return f'Did you mean "{close[0]}"?'
    if not known:
        return "There is none to choose from."
    return f"Choose one of: {', '.join(known[:SHOWN])}{', …' if len(known) > SHOWN else ''}."


@contextlib.contextmanager
def in_order() -> Iterator[None]:
    """Ctrl-C is an exception in the block, so that what was taken there is given back.

    It stays as it is where Ctrl-C is ignored, and outside the main thread, which alone hears signals.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
