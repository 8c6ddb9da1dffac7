"""A call that was read, and how the names that clients give are kept apart."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.backends.wire.messages import BookerSaid
from bot.dialogue.ports import Booker


@dataclass(frozen=True)
class Call:
    """One call of a client, checked."""

    client: str
    names: Mapping[str, str] = field(default_factory=dict)
    """Those in the path, as `{case}`."""
    said: Any = field(default=None, repr=False)
    """The body: of the model that the operation says, or bytes; None where it has none."""
    asked: Any = None
    """What stands behind the question mark: of the model in asked.py, None where nothing may."""
    given_key: str = ""
    """The Idempotency-Key as the client gave it; empty where the call takes none."""

    @property
    def key(self) -> str:
        """Never the same as another client's, nor as any that this installation makes for itself.

        It ends with a sign, because the One Window adds numbers to a key for what is kept of further places.
        """
        return f"{self.client}/{self.given_key}#"

    def booker(self, said: BookerSaid) -> Booker:
        """Names that stand for chat and person, and for no other client's."""
        person = None if said.person is None else self.apart(said.person)
        return Booker(self.apart(said.chat), person)

    def apart(self, name: str) -> str:
        """In 48 characters, since the One Window writes something before them; nobody reads the name back."""
        return hashlib.sha256(f"{self.client}/{name}".encode()).hexdigest()[:48]
