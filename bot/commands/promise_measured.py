"""How far promises were kept: what each case was told against what happened to it, counted by procedure.

Time counts from the moment at which the application is handed in, else from the first visit, else from the promise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from bot.dialogue.promising import Happened, HappenedKind
from bot.storage.promises import Told
from procedures.calendar import NotYetAnnounced
from procedures.deadlines import DAY, Office, deadline
from procedures.vocabulary import Duration


@dataclass(frozen=True)
class Case:
    """What one case was told and what happened to it. `begun`: when each booked visit began that was not cancelled.
    `until`: the end by the office's own clock, which stands while it waits for the citizen; None where nothing is
    handed in, or the end is not known.
    """

    told: Told
    happened: Sequence[Happened]
    begun: frozenset[datetime] = frozenset()
    until: datetime | None = None

    def moments(self, what: HappenedKind) -> frozenset[datetime]:
        return frozenset(each.at for each in self.happened if each.what == what)

    @property
    def done_at(self) -> datetime | None:
        return min(self.moments("done"), default=None)

    @property
    def asked_else(self) -> bool:
        return bool(self.moments("asked-else"))

    @property
    def enough(self) -> bool | None:
        """Whether the citizen says that one visit was enough; None while they say nothing."""
        said = bool(self.moments("enough")), bool(self.moments("again"))
        return not said[1] if any(said) else None

    @property
    def times_there(self) -> frozenset[datetime]:
        """When the citizen was at a counter: where a place was booked, unless a clerk says that nobody came."""
        return (self.begun - self.moments("missed")) | self.moments("visited")

    @property
    def visits(self) -> int:
        """Trips so far. Nobody books to collect a result, so that trip counts once it is in hand."""
        collecting = self.told.visits - self.told.booked_visits
        return len(self.times_there) + (collecting if self.done_at else 0)

    @property
    def more_visits(self) -> bool:
        return len(self.times_there) > self.told.booked_visits

    @property
    def started_at(self) -> datetime:
        return min(self.moments("submitted") or self.times_there or {self.told.told_at})

    def due_at(self, office: Office) -> datetime | None:
        """None where it reaches into a year whose holidays are not entered."""
        return self.until or deadline(office, Duration.model_validate(self.told.limit), self.started_at)

    def is_late(self, office: Office) -> bool:
        """Whether it was done, and later than promised. A promise whose end is not known is not called broken."""
        due = self.due_at(office)
        return self.done_at is not None and due is not None and self.done_at > due

    def days(self, office: Office) -> tuple[int, int] | None:
        """Working days promised and used; None while it is not done, or where the calendar does not reach so far."""
        due = self.due_at(office)
        if self.done_at is None or due is None:
            return None
        start = office.day_of(self.started_at)
        try:
            return _days(office, start, office.day_of(due)), _days(office, start, office.day_of(self.done_at))
        except NotYetAnnounced:
            return None


@dataclass(frozen=True)
class Kept:
    """The figures of one procedure, as scripts read them. Fields may be added at the end, never renamed."""

    procedure: str
    told: int
    done: int
    kept: int
    """Done, with no more visits than promised, nothing else asked for, and within the time."""
    asked_else: int
    more_visits: int
    late: int
    visits_promised: int
    """Of the cases that are done or came to a counter; what they really took stands beside it."""
    visits_actual: int
    days_promised: float | None
    """Working days, the median of the cases that are done; what they really took stands beside it."""
    days_median: float | None
    answered: int
    """Of those who were served at a window and asked whether one visit was enough: how many said so or not."""
    enough: int
    """How many of them said that it was."""


def measured(cases: Iterable[Case], office: Office) -> tuple[Kept, ...]:
    """The figures of each procedure of which something was told, by its id."""
    by_procedure: Mapping[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_procedure[case.told.procedure].append(case)
    return tuple(measured_one(procedure, by_procedure[procedure], office) for procedure in sorted(by_procedure))


def measured_one(procedure: str, cases: Sequence[Case], office: Office) -> Kept:
    """The figures of one procedure; zeros where nothing was told."""
    done = [case for case in cases if case.done_at]
    begun = [case for case in cases if case.done_at or case.times_there]
    days = [both for case in done if (both := case.days(office)) is not None]
    return Kept(
        procedure=procedure,
        told=len(cases),
        done=len(done),
        kept=sum(not (case.more_visits or case.asked_else or case.is_late(office)) for case in done),
        asked_else=sum(case.asked_else for case in cases),
        more_visits=sum(case.more_visits for case in cases),
        late=sum(case.is_late(office) for case in done),
        visits_promised=sum(case.told.visits for case in begun),
        visits_actual=sum(case.visits for case in begun),
        days_promised=median(promised for promised, _ in days) if days else None,
        days_median=median(used for _, used in days) if days else None,
        answered=sum(case.enough is not None for case in cases),
        enough=sum(case.enough is True for case in cases),
    )


def _days(office: Office, start: date, end: date) -> int:
    """Working days after `start` up to `end`: the day on which time begins is not counted (Civil Code, art. 201).

    Raises NotYetAnnounced.
    """
    return sum(office.works_on(start + number * DAY) for number in range(1, (end - start).days + 1))
