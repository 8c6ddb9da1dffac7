"""The body and the answer of each call. A body is read strictly, so that a slip is refused and not half understood;
answers may gain fields, which whoever does not know them overlooks.

Times are ISO 8601 with their zone, in UTC; days are YYYY-MM-DD.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_serializer

from bot.backends.wire.writing import ADDRESS, SECRET, CitizenNumber, Hour, Id, Moment, Name, SlotId
from bot.dialogue.applications import Added, Submission
from bot.dialogue.papers import PaperKind
from bot.dialogue.ports import Appointment, Hold, Slot
from bot.dialogue.shared_data import Finding, Relation
from procedures.vocabulary import Text

MOST_AT_ONCE = 32
"""Places in one call: more than one joint visit has."""
MOST_WANTED = 200
"""Things that are looked up in one call."""
LONGEST_HOLD = 3600
"""Seconds."""
PAGE, LARGEST_PAGE = 200, 1000
"""Entries of a page, unless another number is asked for; and at most."""


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True)


# --- what there is -----------------------------------------------------------------------------------------------

Offered = Literal[
    "places", "waiting-list", "shared-data", "papers", "applications", "decisions", "events", "callbacks"
]  # fmt: skip


class About(_Told):
    """What this One Window offers; what it does not offer answers 404 `not-offered`."""

    version: Literal["1"] = "1"
    offers: tuple[Offered, ...]
    hold_seconds: int
    """How long a place is kept."""
    page: int = PAGE
    largest_page: int = LARGEST_PAGE
    calls_a_minute: int | None = None
    """What a key may do; None where that is not limited."""


class CounterTold(_Told):
    id: str
    name: Text
    slot_minutes: int
    windows: int


class CentreTold(_Told):
    id: str
    name: Text
    district: Text
    address: Text
    zone: str
    counters: tuple[CounterTold, ...]


class Centres(_Told):
    centres: tuple[CentreTold, ...]
    next: str | None = None
    """The cursor of the next page, as `after`; None at the end."""


class Slots(_Told):
    slots: tuple[Slot, ...]
    next: str | None = None


# --- places ------------------------------------------------------------------------------------------------------


class BookerSaid(_Said):
    chat: Name
    person: Name | None = None


class ClaimSaid(_Said):
    slot: SlotId
    case: Name
    visit: Name
    procedure: Name


class HoldSaid(_Said):
    claims: Annotated[tuple[ClaimSaid, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]
    booker: BookerSaid
    keep_seconds: Annotated[int, Field(strict=True, ge=1, le=LONGEST_HOLD)] | None = None
    """For no longer than this."""


class ConfirmSaid(_Said):
    holds: Annotated[tuple[Id, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


class MovingSaid(_Said):
    appointment: Id
    slot: SlotId


class MoveSaid(_Said):
    moves: Annotated[tuple[MovingSaid, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


class CancelSaid(_Said):
    appointments: Annotated[tuple[Id, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


class Holds(_Told):
    holds: tuple[Hold, ...]


class Appointments(_Told):
    appointments: tuple[Appointment, ...]


# --- the waiting list --------------------------------------------------------------------------------------------


class AwaitedSaid(_Said):
    case: Name
    visit: Name
    procedure: Name
    centre: Name
    counter: Name
    opens: Moment
    closes: Moment
    earliest: Hour | None = None
    latest: Hour | None = None


class JoinSaid(_Said):
    awaited: AwaitedSaid
    booker: BookerSaid


class Ahead(_Told):
    ahead: int | None
    """None for who waits no more."""


# --- shared data -------------------------------------------------------------------------------------------------


class WantedSaid(_Said):
    person: Name
    registers: Annotated[tuple[Name, ...], Field(max_length=20)]
    document: Name | None = None
    fields: Annotated[tuple[Name, ...], Field(max_length=100)] = ()
    claims: Annotated[tuple[tuple[Name, tuple[str, ...]], ...], Field(max_length=100)] = ()
    acting_as: Relation | None = None
    which: Annotated[int, Field(strict=True, ge=0, le=1000)] | None = None


class AskedSaid(_Said):
    case: Name
    procedure: Name
    publication: Name
    wanted: Annotated[tuple[WantedSaid, ...], Field(max_length=MOST_WANTED)]


class AgreeSaid(_Said):
    number: CitizenNumber = Field(repr=False)
    asked: AskedSaid
    lasts_seconds: Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)] | None = None
    """For no longer than this."""


class LookUpSaid(_Said):
    wanted: Annotated[tuple[WantedSaid, ...], Field(min_length=1, max_length=MOST_WANTED)]


class Findings(_Told):
    findings: tuple[Finding, ...] = Field(repr=False)


class DisputeSaid(_Said):
    finding: Finding = Field(repr=False)


class Personal(_Said):
    """A call that only needs to know whose it is. The number stands in bodies alone, never in an address."""

    number: CitizenNumber = Field(repr=False)


class Exported(_Told):
    export: str = Field(repr=False)


# --- applications ------------------------------------------------------------------------------------------------


class PaperTold(_Told):
    id: str
    kind: PaperKind
    pages: int
    size: int
    """Bytes."""


class SubmitSaid(_Said):
    number: CitizenNumber = Field(repr=False)
    submission: Submission = Field(repr=False)

    @field_serializer("submission")
    def _as_staff_write(self, submission: Submission) -> dict[str, Any]:
        """Conditions under `if`, as they are read."""
        return submission.model_dump(mode="json", by_alias=True)


class AddSaid(_Said):
    number: CitizenNumber = Field(repr=False)
    added: Added = Field(repr=False)


class PassSaid(_Said):
    code: Annotated[str, StringConstraints(min_length=1, max_length=32)] = Field(repr=False)


class PassTold(_Told):
    code: str = Field(repr=False)
    until: AwareDatetime


# --- callbacks ---------------------------------------------------------------------------------------------------


class CallbackSaid(_Said):
    url: Annotated[str, StringConstraints(pattern=ADDRESS, max_length=500)]
    secret: Annotated[str, StringConstraints(pattern=SECRET)] = Field(repr=False)
    """As Standard Webhooks writes it: `whsec_` and 24 to 64 bytes in base64."""


class CallbackTold(_Told):
    url: str | None
    """None where there is none."""
