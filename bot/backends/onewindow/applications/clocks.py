"""Until when each step, and the whole, is to be decided.

The clock begins with the submission and runs for the whole part, by law or by promise, whichever is shorter. It stands
while something is announced (公示), and while the citizen is asked for something: for the step that waits, and for
those after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.backends.onewindow.applications.rows import PENDING, Application, Step
from procedures.deadlines import Office, Stop, binding, deadline
from procedures.definition import Time

ONE_SECOND = timedelta(seconds=1)
"""A period ends with a last second; what follows begins after it."""


@dataclass(frozen=True)
class Moment:
    """Now, and by whose calendar."""

    now: datetime
    office: Office


def start(application: Application, step: Step, at: Moment) -> None:
    """The department has it from now on."""
    announced = None if step.publicity is None else deadline(at.office, step.publicity, at.now)
    opened = replace(step, state="open", since=at.now, earliest=announced)
    application.put_step(opened)
    application.put_step(replace(opened, until=_until(application, opened, at.office)))


def go_on(application: Application, number: int, at: Moment) -> None:
    """Its clock goes on after it stood."""
    step = application.steps[number - 1]
    if step.state == "open":
        application.put_step(replace(step, until=_until(application, step, at.office)))


def tell_end(application: Application, at: Moment) -> None:
    """Works out anew when the whole is to be decided, as far as it can be told by now."""
    ends = [_end(application, part.procedure, part.time, at.office) for part in application.parts]
    application.until = max((end for end in ends if end is not None), default=None) if None not in ends else None


def _until(application: Application, step: Step, office: Office) -> datetime | None:
    if step.publicity is not None and step.earliest is None:
        return None
    stops = list(_stops(application, step.part, step))
    return binding(office, _time(application, step.part), application.submitted_at, stops)


def _end(application: Application, part: str, limits: Time, office: Office) -> datetime | None:
    """The last step's deadline, as if what is to be announced later began as soon as it can."""
    stops = list(_stops(application, part))
    steps = sorted(application.steps_of(part), key=lambda step: step.step)
    for step in steps:
        if step.publicity is None or step.earliest is not None or step.state not in PENDING:
            continue
        begin = max((stop.until for stop in stops), default=application.submitted_at)
        announced = deadline(office, step.publicity, begin)
        if announced is None:
            return None
        stops.append(Stop(begin, announced + ONE_SECOND))
    return binding(office, limits, application.submitted_at, stops)


def _stops(application: Application, part: str, before: Step | None = None) -> Iterator[Stop]:
    """While what this step waits for stood, its own clock included; without one, all of the part."""
    for step in application.steps_of(part):
        if before is not None and not (step.step < before.step or step.number == before.number):
            continue
        if step.since is not None and step.earliest is not None:
            yield Stop(step.since, step.earliest + ONE_SECOND)
        for ask in application.asks:
            if ask.step == step.number and ask.ended_at is not None:
                yield Stop(ask.asked_at, ask.ended_at)


def _time(application: Application, part: str) -> Time:
    return next(each.time for each in application.parts if each.procedure == part)
