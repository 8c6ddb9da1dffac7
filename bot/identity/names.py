"""What of a name may be shown."""

from __future__ import annotations

STARS = 2


def mask_name(name: str) -> str:
    """The first character and at most two stars: how long a name is, is not told either."""
    first = name.strip()[:1]
    shown = first if first.isalpha() else ""
    return shown + "*" * min(max(len(name.strip()) - 1, 1), STARS)
