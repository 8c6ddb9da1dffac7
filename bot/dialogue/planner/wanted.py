"""What is wanted, what is planned, and what makes it more than one trip: values only, worded elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.dialogue.ports import Slot

Prefer = Literal["earliest", "quietest"] | tuple[str, ...]
"""The order among plans with equally few trips. A plan is judged by its worst trip, then by the next worst, and so on.

earliest   by the day: the whole is done as early as it can be
quietest   by the places free that day at all wanted counters of the centre, the most first; then by the day
centres    by the place of the centre in this order, nearest first (one not named comes last); then by the day
"""
DayRange = tuple[int, int | None]
"""At least, at most so many calendar days later."""


@dataclass(frozen=True)
class Wanted:
    """One visit of one matter."""

    id: str
    counter: str
    people: frozenset[str]
    """Who has to be there. Nobody can be at two counters at once."""
    centres: frozenset[str]
    """The competent ones that have such a counter."""
    after: frozenset[str] = frozenset()
    """What must be finished before this begins: on the same trip or on an earlier day. An id that is not among the
    wanted ones counts as finished."""
    days_after: Mapping[str, DayRange] = field(default_factory=dict)
    """How many calendar days after another one: at least one, so it is another trip. Unknown ids count as above."""


@dataclass(frozen=True)
class Sitting:
    """One visit of one matter at one counter."""

    wanted: str
    slot: Slot


@dataclass(frozen=True)
class JointVisit:
    """One trip to one centre on one day."""

    centre: str
    day: date
    """By the centre's own clock."""
    sittings: tuple[Sitting, ...]
    """In time order."""


@dataclass(frozen=True)
class NoCommonCentre:
    """No centre is competent for all of these."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class ByLaw:
    """The second must be so many calendar days after the first: at least one."""

    first: str
    then: str
    days: DayRange

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.first, self.then)


@dataclass(frozen=True)
class NeverFreeTogether:
    """No centre that is competent for all of these has a place free for each of them on one day."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class TooLongForOneDay:
    """Wherever all of these are free on one day, this person's sittings take longer than the free times last."""

    ids: tuple[str, ...]
    person: str


@dataclass(frozen=True)
class TimesClash:
    """There are days with a place free for each of these, but on none do the times follow each other as they must:
    too few places, at the same moment, or in the wrong order.
    """

    ids: tuple[str, ...]


Why = NoCommonCentre | ByLaw | NeverFreeTogether | TooLongForOneDay | TimesClash


@dataclass(frozen=True)
class Plan:
    """The fewest trips."""

    visits: tuple[JointVisit, ...]
    """In time order."""
    why: tuple[Why, ...] = ()
    """Why these are not fewer trips, one reason for each two of them; nothing where it is one trip.

    The ids of a reason cannot be served on one trip; without any one of them, the others can.
    """
    left: tuple[str, ...] = ()
    """What cannot be planned at all: nothing is free for it, or for what must come first."""
