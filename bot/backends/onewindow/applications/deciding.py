"""The steps of an application: whose turn it is, what a decision leads to, and what the whole came to.

All steps with a part's lowest number are open at once. The next number opens when all of the lower ones are approved;
of those that stand apart, also when they are refused. A refusal closes its part, unless it stands apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.backends.onewindow.applications import clocks, deliveries
from bot.backends.onewindow.applications.clocks import Moment
from bot.backends.onewindow.applications.refusals import (
    AlreadyDecided,
    AlreadyHandedOut,
    NotDecided,
    NotYet,
    NotYours,
    StillAsked,
    TooEarly,
    WhichStep,
)
from bot.backends.onewindow.applications.rows import DECIDED, PENDING, Application, Result, Step
from bot.backends.onewindow.applications.timeline import happened, note
from bot.dialogue.applications import CaseState, Closed, Refusal
from procedures.definition import Giving

AT_ONCE = ("electronic", "on-the-spot")
"""Ways in which the result is in hand as soon as it is decided."""
GOOD = ("approved", "partly")


def begin(application: Application, at: Moment) -> None:
    """It is handed in."""
    note(application, happened("submitted", at.now))
    _go_on(application, at)
    application.events[0] = replace(application.events[0], until=application.until)


def find_open(application: Application, department: str, number: int | None = None) -> Step:
    """The step that this department has to decide now. `number`: which one, if it has several.

    Raises NotYours, NotYet, AlreadyDecided, WhichStep, Closed.
    """
    theirs = [step for step in application.steps if step.department == department and number in (None, step.number)]
    if not theirs:
        raise NotYours(application.case)
    states = {step.state for step in theirs}
    if "open" in states:
        is_open = [step for step in theirs if step.state == "open"]
        if len(is_open) > 1:
            raise WhichStep(tuple(step.number for step in is_open))
        return is_open[0]
    if "waiting" in states:
        raise NotYet(application.case)
    if states & set(DECIDED):
        raise AlreadyDecided(application.case)
    if application.state != "deciding":
        raise Closed(application.case)
    raise NotYours(application.case)


def approve(application: Application, step: Step, registered: Mapping[str, str], at: Moment) -> None:
    """Raises TooEarly."""
    if step.publicity is not None and (step.earliest is None or at.now <= step.earliest):
        raise TooEarly(application.case)
    application.put_step(replace(step, state="approved", decided_at=at.now, registered=dict(registered)))
    note(application, replace(happened("approved", at.now), part=step.part, body=step.department))
    _end_ask(application, step, at)
    _go_on(application, at)


def refuse(application: Application, step: Step, refusal: Refusal, at: Moment) -> None:
    """It may come while it is still announced: an objection can be the reason. Raises StillAsked."""
    if application.asked_of(step, "open"):
        raise StillAsked(application.case)
    application.put_step(replace(step, state="refused", decided_at=at.now, refusal=refusal))
    told = replace(happened("refused", at.now), part=step.part, body=step.department, refusal=refusal)
    note(application, told)
    _end_ask(application, step, at)
    if not step.apart:
        _drop(application, at, step.part)
    _go_on(application, at)


def withdraw(application: Application, at: Moment) -> None:
    """Raises Closed."""
    check_open(application)
    approved = {part.procedure for part in application.parts if application.result(part.procedure) in GOOD}
    _drop(application, at)
    application.state, application.over_at = "withdrawn", at.now
    note(application, happened("withdrawn", at.now))
    deliveries.drop(application, except_of=approved)


def hand_out(application: Application, how: Giving, number_of_post: str | None, at: Moment) -> None:
    """Raises NotDecided, AlreadyHandedOut, Closed."""
    if application.state == "deciding":
        raise NotDecided(application.case)
    if application.in_hand:
        raise AlreadyHandedOut(application.case)
    if application.state not in GOOD:
        raise Closed(application.case)
    application.in_hand, application.over_at = True, at.now
    note(application, replace(happened("in-hand", at.now), given=how, number_of_post=number_of_post))


def check_open(application: Application) -> None:
    """Raises Closed."""
    if application.state != "deciding":
        raise Closed(application.case)


def _go_on(application: Application, at: Moment) -> None:
    """What follows, now that a step is decided or there are steps at all."""
    for part in application.parts:
        pending = [step for step in application.steps_of(part.procedure) if step.state in PENDING]
        turn = min((step.step for step in pending), default=0)
        for step in pending:
            if step.step == turn and step.state == "waiting":
                clocks.start(application, step, at)
    clocks.tell_end(application, at)
    results = {application.result(part.procedure) for part in application.parts}
    if "deciding" not in results:
        _decide(application, results, at)
    deliveries.begin(application, at.now)


def _decide(application: Application, results: set[Result], at: Moment) -> None:
    state: CaseState = next(iter(results)) if len(results) == 1 else "partly"
    application.state, application.decided_at = state, at.now
    note(application, replace(happened("decided", at.now), state=state))
    if state == "refused":
        application.over_at = at.now
    elif application.give in AT_ONCE:
        hand_out(application, application.give, None, at)


def _drop(application: Application, at: Moment, part: str | None = None) -> None:
    """What is pending, in one part or in all, is not needed any more."""
    for step in application.steps:
        if step.state in PENDING and part in (None, step.part):
            application.put_step(replace(step, state="dropped", decided_at=at.now))
            _end_ask(application, step, at)


def _end_ask(application: Application, step: Step, at: Moment) -> None:
    """Nothing is waited for any more; for those after it, the clock stood until now."""
    for ask in application.asks:
        if ask.step == step.number and ask.state in ("open", "missing"):
            application.put_ask(replace(ask, state="decided", ended_at=ask.ended_at or at.now))
