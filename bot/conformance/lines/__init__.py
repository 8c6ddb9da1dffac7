"""The promises, in the order in which they are looked at: first what everything else stands on, last what may tire a
backend.
"""

from __future__ import annotations

from bot.conformance.line import Line
from bot.conformance.lines import (
    applications,
    basics,
    bodies,
    callbacks,
    consents,
    decisions,
    events,
    evidence,
    limits,
    lists,
    moving,
    papers,
    places,
    waiting,
)

LINES: tuple[Line, ...] = (
    *basics.LINES,
    *bodies.LINES,
    *lists.LINES,
    *places.LINES,
    *moving.LINES,
    *waiting.LINES,
    *evidence.LINES,
    *consents.LINES,
    *papers.LINES,
    *applications.LINES,
    *decisions.LINES,
    *events.LINES,
    *callbacks.LINES,
    *limits.LINES,
)
