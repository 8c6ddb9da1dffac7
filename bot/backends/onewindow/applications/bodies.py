"""Another body behind one small interface: a department or a holder that is told what an application came to.

BodyDown        it does not answer; it may be told again
BodyRefuses     it understood and will not; a clerk has to look
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from procedures.vocabulary import Text


class BodyDown(Exception):
    """No answer now."""


class BodyRefuses(Exception):
    """`reason`: in its own words. They are for the clerk, and may be personal."""

    def __init__(self, reason: str) -> None:
        super().__init__("the body refuses")
        self.reason = reason


@dataclass(frozen=True)
class Message:
    """What a body is told. It may come again with the same key, and counts once."""

    key: str
    case: str
    procedure: str
    what: Text
    """What it is to do with it, as the definition says."""
    form: Mapping[str, str] = field(repr=False)
    """The form as it was handed in, by field."""
    registered: Mapping[str, Mapping[str, str]] = field(repr=False)
    """What each department that approved put in its register."""


class Body(Protocol):
    """Hears messages. It may be slow or down: its caller is prepared for that."""

    async def tell(self, message: Message) -> None:
        """Raises BodyDown, BodyRefuses, or OSError where a connection breaks."""
