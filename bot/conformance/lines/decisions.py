"""What departments do with an application, as its client reads it: in order, asking once, decided once."""

from __future__ import annotations

from pydantic import JsonValue

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.conformance import desk, handing_in
from bot.conformance.calls import Came
from bot.conformance.handing_in import check_status, submission, submit
from bot.conformance.line import Line
from bot.conformance.lines.places import AGAIN, same_answer
from bot.conformance.target import Target
from bot.conformance.verdict import NotGiven
from bot.dialogue.applications import Added, Status

ITEM = "the other side of the ID card"


async def _read(t: Target, case: str, when: str) -> tuple[Came[Status], Status]:
    came = await t.calls.send(o.STATUS, case=case, when=when)
    status = came.told()
    check_status(status, came.sent)
    return came, status


async def status_order(t: Target) -> None:
    first, last = desk.first_and_last(t)
    if first.step == last.step:
        raise NotGiven("the application of the fixtures has approvals of one step only: give it two (step: 1, step: 2)")
    for each in (first, last):
        t.department(each.department)
    made = submission(t)
    await submit(t, made)
    early = await desk.decide(t, made.case, "approve", last.department, {}, "before the step before it is decided")
    if early.problem != "not-yet":
        raise early.broken("409 not-yet")
    came, status = await _read(t, made.case, "after it was handed in")
    if {each.state for each in status.steps if each.step == last.step} != {"waiting"}:
        raise came.broken(f"a step {last.step} in the state waiting, while step {first.step} is open")
    await desk.must(t, made.case, "approve", first.department, {})
    came, status = await _read(t, made.case, f"after step {first.step} was approved")
    if status.state != "deciding" or "open" not in {each.state for each in status.steps if each.step == last.step}:
        raise came.broken(f"the state deciding, and step {last.step} open")
    if not any(each.what == "approved" and each.body == first.department for each in status.events):
        raise came.broken("an event approved of that department")
    await desk.must(t, made.case, "approve", last.department, {})
    came, status = await _read(t, made.case, "after the last step was approved")
    if status.state != "approved" or "decided" not in [each.what for each in status.events]:
        raise came.broken("the state approved, and an event decided")
    whose = m.Personal(number=handing_in.lent(t).number)
    await t.calls.refused(o.WITHDRAW, "closed", whose, case=made.case, when="of an application that is decided")


async def supplement_once(t: Target) -> None:
    """A department asks once, for everything at once (Administrative Licensing Law, art. 32)."""
    department = desk.first_and_last(t)[0].department
    t.department(department)
    made = submission(t)
    await submit(t, made)
    asked: dict[str, JsonValue] = {"items": [ITEM]}
    await desk.must(t, made.case, "ask", department, asked)
    again = await desk.decide(t, made.case, "ask", department, asked, "for the second time")
    if again.problem != "asked-before":
        raise again.broken("409 asked-before")
    came, status = await _read(t, made.case, "after a department has asked for something")
    if ITEM not in status.asked or status.asked_until is None:
        raise came.broken("`asked` with what it asked for, and `asked_until`")
    more = m.AddSaid(number=handing_in.lent(t).number, added=Added(note="more"))
    key = t.calls.fresh_key()
    first = await t.calls.send(o.ADD, more, case=made.case, key=key, when="what was asked for")
    if first.told().asked:
        raise first.broken("asked: [], since it was answered")
    same_answer(first, await t.calls.send(o.ADD, more, case=made.case, key=key, when=AGAIN))
    when = "once it was answered, with another Idempotency-Key"
    await t.calls.refused(o.ADD, "not-asked", more, case=made.case, when=when)
    came, status = await _read(t, made.case, "after what was asked for was added")
    happened = [each.what for each in status.events]
    if (happened.count("asked"), happened.count("added")) != (1, 1):
        raise came.broken("one event asked and one event added")


DECIDED: tuple[m.Offered, ...] = ("applications", "decisions")
LINES = (
    Line("status-order", DECIDED, status_order),
    Line("supplement-once", DECIDED, supplement_once),
)
