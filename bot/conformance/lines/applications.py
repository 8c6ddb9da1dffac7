"""Applications: handed in once, whole, read by whom they belong to, and taken back while they are not decided."""

from __future__ import annotations

from bot.backends.wire import messages as m
from bot.backends.wire import operations as o
from bot.conformance import handing_in
from bot.conformance.handing_in import check_status, said, submission, submit
from bot.conformance.line import Line
from bot.conformance.lines.places import AGAIN, same_answer
from bot.conformance.target import Target
from bot.conformance.verdict import expect
from bot.dialogue.applications import Added, Entered
from procedures.vocabulary import YOU, Text

NOBODY_FILLS = "field-that-nobody-fills"


async def submit_repeated(t: Target) -> None:
    made, key = submission(t), t.calls.fresh_key()
    first = await submit(t, made, key=key)
    same_answer(first, await t.calls.send(o.SUBMIT, said(t, made), key=key, when=AGAIN))
    whose = m.Personal(number=handing_in.lent(t).number)
    await t.calls.ask(o.WITHDRAW, whose, case=made.case)
    later = await t.calls.send(o.SUBMIT, said(t, made), key=key, when=f"{AGAIN}, after it was withdrawn")
    same_answer(first, later)
    read = await t.calls.send(o.STATUS, case=made.case, when="after it was withdrawn")
    if read.told().state != "withdrawn":
        raise read.broken("the state withdrawn")


async def submitted_once(t: Target) -> None:
    made = submission(t)
    await submit(t, made)
    when = "for a case that was handed in, with another Idempotency-Key"
    await t.calls.refused(o.SUBMIT, "already-submitted", said(t, made), when=when)


async def incomplete(t: Target) -> None:
    """Nothing is handed in that could not be decided."""
    empty = Entered(id=NOBODY_FILLS, label=Text(zh="-", en="-"), person=YOU)
    made = submission(t, empty)
    when = "a form with a field that nobody fills"
    came = await t.calls.send(o.SUBMIT, said(t, made), when=when)
    if came.is_good:
        handing_in.withdraw_in_the_end(t, made.case)
    if came.problem != "incomplete" or NOBODY_FILLS not in (came.json.get("missing") or ()):
        raise came.broken("the problem incomplete (4xx) with the field's id in `missing`")
    await t.calls.refused(o.STATUS, "unknown", case=made.case, when="after it was refused as incomplete")


async def timeline(t: Target) -> None:
    """Numbered without gaps, in order, and in agreement with the steps."""
    made = submission(t)
    came = await submit(t, made)
    status = came.told()
    check_status(status, came.sent)
    approvals = [(each.step, each.department) for part in made.parts for each in part.approvals]
    if [(each.step, each.department) for each in status.steps] != approvals:
        raise came.broken("a step for each approval, in their order")
    read = await t.calls.send(o.STATUS, case=made.case)
    if read.told() != status:
        raise read.broken(f"the same as the call that handed it in answered ({came.in_words()})")
    whose = m.Personal(number=handing_in.lent(t).number)
    gone = await t.calls.send(o.WITHDRAW, whose, case=made.case)
    after = gone.told()
    check_status(after, gone.sent)
    sent = gone.sent
    expect(after.state == "withdrawn", f"{sent}: expected state: withdrawn; came state: {after.state}.")
    expect(
        after.events[: len(status.events)] == status.events,
        f"{sent}: expected the events of before, unchanged and with their numbers; came others.",
    )
    expect(after.events[-1].what == "withdrawn", f"{sent}: expected a last event withdrawn; came another.")
    pending = [each.state for each in after.steps if each.state in handing_in.UNDECIDED]
    expect(not pending, f"{sent}: expected steps that are dropped; came some that are still {pending[:1]}.")


async def own_alone(t: Target) -> None:
    """Nobody reads or takes back what is somebody else's."""
    made = submission(t)
    await submit(t, made)
    lent = handing_in.lent(t)
    mine, theirs = m.Personal(number=lent.number), m.Personal(number=lent.stranger)
    read = await t.calls.send(o.READ_OWN, mine, case=made.case, when="with the number of who handed it in")
    if read.told().case != made.case:
        raise read.broken("the status of that case")
    for operation in (o.READ_OWN, o.WITHDRAW, o.GIVE_PASS):
        when = "with the number of somebody else"
        await t.calls.refused(operation, "unknown", theirs, case=made.case, when=when)
    still = await t.calls.send(o.STATUS, case=made.case, when="after somebody else tried to withdraw it")
    if still.told().state != "deciding":
        raise still.broken("the state deciding")


async def pass_once(t: Target) -> None:
    made = submission(t)
    await submit(t, made)
    whose, key = m.Personal(number=handing_in.lent(t).number), t.calls.fresh_key()
    given = await t.calls.send(o.GIVE_PASS, whose, case=made.case, key=key)
    told = given.told()
    same_answer(given, await t.calls.send(o.GIVE_PASS, whose, case=made.case, key=key, when=AGAIN))
    if told.until <= t.clock():
        raise given.broken("`until`, a moment to come")
    wrong = m.PassSaid(code="0" if told.code != "0" else "1")
    await t.calls.refused(o.READ_WITH_PASS, "unknown", wrong, case=made.case, when="with a wrong code")
    right = m.PassSaid(code=told.code)
    read = await t.calls.send(o.READ_WITH_PASS, right, case=made.case, when="with the code of the pass")
    if read.told().case != made.case:
        raise read.broken("the status of that case")
    when = "with a code that was used before"
    await t.calls.refused(o.READ_WITH_PASS, "unknown", right, case=made.case, when=when)


async def closed(t: Target) -> None:
    """What is over is not changed any more."""
    made = submission(t)
    await submit(t, made)
    number = handing_in.lent(t).number
    whose, key = m.Personal(number=number), t.calls.fresh_key()
    first = await t.calls.send(o.WITHDRAW, whose, case=made.case, key=key)
    same_answer(first, await t.calls.send(o.WITHDRAW, whose, case=made.case, key=key, when=AGAIN))
    after = "of an application that was withdrawn"
    await t.calls.refused(o.WITHDRAW, "closed", whose, case=made.case, when=f"{after}, with another Idempotency-Key")
    more = m.AddSaid(number=number, added=Added(note="more"))
    await t.calls.refused(o.ADD, "closed", more, case=made.case, when=f"to {after.removeprefix('of ')}")


async def not_asked(t: Target) -> None:
    made = submission(t)
    await submit(t, made)
    more = m.AddSaid(number=handing_in.lent(t).number, added=Added(note="more"))
    await t.calls.refused(o.ADD, "not-asked", more, case=made.case, when="while nobody has asked for anything")


APPLICATIONS: tuple[m.Offered, ...] = ("applications",)
LINES = (
    Line("submit-repeated", APPLICATIONS, submit_repeated),
    Line("submitted-once", APPLICATIONS, submitted_once),
    Line("incomplete", APPLICATIONS, incomplete),
    Line("timeline", APPLICATIONS, timeline),
    Line("own-alone", APPLICATIONS, own_alone),
    Line("pass-once", APPLICATIONS, pass_once),
    Line("closed", APPLICATIONS, closed),
    Line("not-asked", APPLICATIONS, not_asked),
)
