"""What staff of a hall may say in a call, and what they are answered: read strictly, written for scripts.

Commands use the same. Fields of answers may be added, never renamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter

from bot.api.acts import read_code
from bot.backends.onewindow.hall.row import Number
from bot.dialogue.hall import Wait
from bot.tickets.checklist import LONGEST, verify
from procedures.vocabulary import Id

TICKET = "OV1:"
"""How the text of a ticket begins."""
Json = dict[str, Any]
Window = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,8}$")]
Written = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
GivenNumber = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z]{1,2}[0-9]{3,6}$")]
_number = TypeAdapter(Number)


class _Act(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CheckIn(_Act):
    case: Written
    """The code of the case, or the text of its ticket, as a scanner reads it."""


class WalkIn(_Act):
    counter: Id


class Call(_Act):
    counter: Id
    window: Window


class Finish(_Act):
    number: GivenNumber


def case_of(written: str, keys: Mapping[str, Ed25519PublicKey]) -> str | None:
    """The case of a code as people write it, or of a ticket; None if it cannot be one. Raises TicketProblem."""
    if written.startswith(TICKET):
        return verify(written, keys).case
    return read_code(written)


def number_json(number: Number) -> Json:
    """A number as scripts read it. `wait`: while it waits."""
    told: Json = _number.dump_python(number, mode="json", exclude={"id", "place", "line"})
    line = {"centre": number.line.centre, "counter": number.line.counter, "day": number.line.day.isoformat()}
    return {"number": told.pop("number"), **line, **told}


def wait_json(wait: Wait) -> Json:
    return {"ahead": wait.ahead, "minutes": wait.minutes, "measured": wait.measured}
