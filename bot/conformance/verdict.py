"""How looking at a promise ends other than well.

Broken      it is not kept. The text says what was sent, what was expected, what came; nothing personal
NotGiven    it cannot be looked at here. The text says what is missing for that
"""

from __future__ import annotations

from typing import Literal

Result = Literal["pass", "fail", "not-offered"]


class Broken(Exception):
    pass


class NotGiven(Exception):
    pass


def expect(holds: bool, told: str) -> None:
    """Raises Broken unless it is so. `told`: what was done, what was expected, what came."""
    if not holds:
        raise Broken(told)
