"""How names, moments, addresses and secrets are written on the way: in one form each, so that none is misread."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Annotated, Any

from pydantic import AwareDatetime, BeforeValidator, StringConstraints, WithJsonSchema

Name = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]([\x20-\x7e]{0,62}[\x21-\x7e])?$")]
"""A case, a visit, a procedure, a chat: a name that is nobody's own, in visible ASCII."""
SlotId = Annotated[str, StringConstraints(max_length=120)]
Id = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,64}$")]
CitizenNumber = Annotated[str, StringConstraints(pattern=r"^[ \x21-\x7e]{1,32}$")]
Cursor = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")]
"""Where a page ends: nobody but who gave it reads it."""

MOMENT = r"^2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"
HOUR = r"^([01][0-9]|2[0-3]):[0-5][0-9](:00)?$"


def _moment(told: Any) -> Any:
    """Nothing but what the description says: other forms would be read as seconds."""
    if not isinstance(told, str):
        return told
    if not re.fullmatch(MOMENT, told, re.ASCII):
        raise ValueError("write a moment as 2026-12-01T09:30:00Z")
    return datetime.fromisoformat(told)


def _hour(told: Any) -> Any:
    if not isinstance(told, str):
        return told
    if not re.fullmatch(HOUR, told, re.ASCII):
        raise ValueError("write an hour as 09:30")
    return time.fromisoformat(told)


Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": MOMENT}),
]
"""RFC 3339, in this millennium."""
Hour = Annotated[
    time,
    BeforeValidator(_hour),
    WithJsonSchema({"type": "string", "pattern": HOUR}),
]
"""`09:30` by the centre's clock."""

HOST, PATH = r"[^\x00-\x20\x7f-\xa0/?#@:\[\]\\]+", r"[/?][\x21-\x22\x24-\x7e]*"
PORT = "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"
FOUR, THREE, TWO = (f"[A-Za-z0-9+/]{{{number}}}" for number in (4, 3, 2))
ADDRESS = f"^https?://{HOST}(:({PORT}))?({PATH})?$"
SECRET = f"^whsec_(({FOUR}){{8,20}}({THREE}=|{TWO}==)?|({FOUR}){{21}}({TWO}==)?)$"
