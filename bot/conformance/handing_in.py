"""Applications and consents as the lines make them, from what the fixtures lend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.conformance.calls import Came
from bot.conformance.fixtures import Application, Person
from bot.conformance.target import Target
from bot.conformance.verdict import Broken, expect
from bot.dialogue.applications import Entered, Status, Submission
from bot.dialogue.shared_data import Consent, State

GOOD, UNDECIDED = ("approved", "partly"), ("open", "waiting")


def lent(t: Target) -> Application:
    """Raises NotGiven."""
    return t.lent(t.fixtures.application, "application")


def submission(t: Target, *more: Entered, consents: Sequence[str] = (), case: str | None = None) -> Submission:
    """The fixtures' application for a new case. `more`: fields of the form besides; `consents`: what may fill them."""
    made = lent(t).submission
    first, *others = made.parts
    part = first.model_copy(update={"form": (*first.form, *more), "consents": tuple(consents)})
    return made.model_copy(update={"case": case or t.new_case(), "parts": (part, *others)})


def said(t: Target, made: Submission) -> m.SubmitSaid:
    return m.SubmitSaid(number=lent(t).number, submission=made)


async def submit(t: Target, made: Submission, *, key: str | None = None, when: str = "") -> Came[Status]:
    """Hand it in; taken back in the end. Raises Broken where it is not taken."""
    came = await t.calls.send(o.SUBMIT, said(t, made), key=key, when=when)
    withdraw_in_the_end(t, made.case)
    status = came.told()
    if status.case != made.case:
        raise came.broken("the status of the case that was handed in")
    return came


def withdraw_in_the_end(t: Target, case: str) -> None:
    t.afterwards(lambda: t.calls.send(o.WITHDRAW, m.Personal(number=lent(t).number), case=case))


async def agree(t: Target, person: Person, *, case: str, lasts_seconds: int | None = None) -> Consent:
    """A consent to what the fixtures want of this person; withdrawn in the end."""
    asked = m.AskedSaid(
        case=case,
        procedure=t.fixtures.procedure,
        publication=t.fixtures.publication,
        wanted=(person.wanted,),
    )
    said = m.AgreeSaid(number=person.number, asked=asked, lasts_seconds=lasts_seconds)
    consent = await t.calls.ask(o.AGREE, said)
    whose = m.Personal(number=person.number)
    t.afterwards(lambda: t.calls.send(o.END_CONSENT, whose, consent=consent.id))
    return consent


def person(t: Target, state: State) -> Person:
    """Raises NotGiven."""
    return t.lent(t.fixtures.evidence.get(state), f"evidence.{state}")


async def look_up(t: Target, consent: str, person: Person, **how: Any) -> Came[m.Findings]:
    """One finding for the one thing that is wanted. Raises Broken."""
    came = await t.calls.send(o.LOOK_UP, m.LookUpSaid(wanted=(person.wanted,)), consent=consent, **how)
    findings = came.told().findings
    if len(findings) != 1:
        raise came.broken("one finding for the one thing that is wanted")
    if (findings[0].person, findings[0].document) != (person.wanted.person, person.wanted.document):
        raise came.broken("a finding about the person and document that were asked for")
    return came


def check_status(status: Status, sent: str) -> None:
    """Whether a status agrees with itself. Raises Broken."""
    numbers = [each.number for each in status.events]
    expect(
        numbers == list(range(1, len(numbers) + 1)),
        f"{sent}: expected events numbered from 1 without a gap; came {numbers[:20]}.",
    )
    times = [each.at for each in status.events]
    expect(times == sorted(times), f"{sent}: expected events in the order of their times; came another order.")
    expect(bool(numbers) and status.events[0].what == "submitted", f"{sent}: expected the first event submitted.")
    _check_steps(status, sent)


def _check_steps(status: Status, sent: str) -> None:
    """A step of a later number opens when all of the lower ones of its part are approved, or stand apart."""
    for step in status.steps:
        before = [each for each in status.steps if each.part == step.part and each.step < step.step]
        pending = any(each.state in UNDECIDED for each in before)
        opened = step.state in ("open", "approved", "refused")
        expect(
            not (pending and opened),
            f"{sent}: expected a step {step.step} that waits while one of a lower number is not decided; came "
            f"{step.state}.",
        )
        expect((step.since is not None) == opened or step.state == "dropped", _since(step.state, sent))
    states: set[str] = {step.state for step in status.steps}
    expected = _expected(states)
    if status.state != "withdrawn" and expected is not None and status.state != expected:
        raise Broken(f"{sent}: expected state: {expected} for steps {sorted(states)}; came state: {status.state}.")


def _since(state: str, sent: str) -> str:
    return f"{sent}: expected `since` of a step from when on its department has it, and none before; came {state}."


def _expected(states: set[str]) -> str | None:
    """Of the whole; None where several answers are right."""
    if states & set(UNDECIDED):
        return "deciding"
    return "approved" if states == {"approved"} else None
