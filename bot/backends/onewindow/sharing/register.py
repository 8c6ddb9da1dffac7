"""One department's register behind one small interface, whatever it speaks in truth.

RegisterDown     it does not answer; the same enquiry may be made again
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from bot.dialogue.shared_data import Relation


class RegisterDown(Exception):
    """No answer now."""


@dataclass(frozen=True)
class Enquiry:
    """What is asked, about whom, and what for: the register's owner may keep it."""

    number: str
    """A citizen number (GB 11643), or a firm's unified social credit code (GB 32100)."""
    document: str | None
    """The document that is to be stood in for; None where only fields are wanted."""
    procedure: str
    case: str


class Record(BaseModel):
    """An entry as the register returned it. Anything else that a register returns is nonsense, and refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    number: str
    """Whose entry it is, as the register says; compared with the number that was asked for."""
    recorded: date
    valid_until: date | None = None
    fields: Mapping[str, str] = Field(default={}, repr=False)
    """Entries by the names that `registers.yaml` gives them."""


class Represented(BaseModel):
    """A child or a firm that somebody may act for, as the register says."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    number: str
    name: str


class Register(Protocol):
    """Answers enquiries. It may be slow, down, wrong, or answer nonsense: its caller is prepared for that."""

    async def ask(self, enquiry: Enquiry) -> Record | None:
        """The entry; None if there is none. Raises RegisterDown, or OSError where a connection breaks."""

    async def represented(self, number: str, relation: Relation) -> tuple[Represented, ...]:
        """The children or firms that the holder of this number may act for, the eldest first. Raises RegisterDown."""
