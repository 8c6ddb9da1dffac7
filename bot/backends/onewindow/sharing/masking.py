"""How much of an entry is shown in the chat: enough to know one's own, too little for a stranger who looks on."""

from __future__ import annotations

from typing import Literal

Shown = Literal["whole", "part", "no"]

STARS = 3
"""At most, so that they do not tell how long the text is."""
LONG = 12
"""Characters; beyond them a text is an address rather than a name."""
KEPT_OF_LONG = 6
"""About a city or a district."""


def mask(text: str, shown: Shown) -> str | None:
    """What may be shown of it; None for nothing at all. A part is never the whole."""
    if shown == "no":
        return None
    if shown == "whole":
        return text
    if len(text) > LONG:
        return text[:KEPT_OF_LONG] + "*" * STARS
    if len(text) < 2:
        return "*" * len(text)
    return text[0] + "*" * min(len(text) - 1, STARS)
