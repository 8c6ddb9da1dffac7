"""Why the One Window says no to a department, each named for the situation. What citizens hear: dialogue/applications.

Refused
├── NotYours            this department has nothing to decide here, or nothing any more
├── NotYet              others decide first
├── TooEarly            it is still announced, and others may object (公示)
├── AlreadyDecided      it has decided before
├── AskedBefore         it has asked for something before: once, and everything at once
├── StillAsked          the citizen has been told a day, and may answer until then
├── WhichStep           several of its steps are open
├── NotDecided          there is no result yet that could be handed out
├── AlreadyHandedOut    the citizen has the result
├── NotStuck            this body needs no help from a clerk
└── WhichDelivery       several parts tell this body something
"""

from __future__ import annotations

from bot.dialogue.ports import Refused


class NotYours(Refused):
    pass


class NotYet(Refused):
    pass


class TooEarly(Refused):
    pass


class AlreadyDecided(Refused):
    pass


class AskedBefore(Refused):
    pass


class StillAsked(Refused):
    pass


class WhichStep(Refused):
    """`numbers`: one of them has to be named."""

    def __init__(self, numbers: tuple[int, ...]) -> None:
        super().__init__(", ".join(map(str, numbers)))
        self.numbers = numbers


class NotDecided(Refused):
    pass


class AlreadyHandedOut(Refused):
    pass


class NotStuck(Refused):
    pass


class WhichDelivery(Refused):
    """`parts`: one of them has to be named."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        super().__init__(", ".join(parts))
        self.parts = parts
