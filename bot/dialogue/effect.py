"""What every effect has: the case it belongs to, and a key with which the world acts once."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class CaseEffect(BaseModel):
    """Something that must happen in the world. `case` is empty where it belongs to no matter."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    case: str
    key: str = ""
    """Made from case and step by the engine."""
