"""Several departments decide: in order or side by side, each once, and the whole exactly once."""

from __future__ import annotations

from typing import Any

import pytest

from bot.backends.onewindow.applications.refusals import (
    AlreadyDecided,
    AlreadyHandedOut,
    NotDecided,
    NotYet,
    NotYours,
    TooEarly,
    WhichStep,
)
from bot.dialogue.applications import Closed, Refusal
from bot.dialogue.ports import Unknown
from tests.backends.applications.hall import NO, Hall, approval, happenings, part, states
from tests.backends.sharing.county import BUYER, SELLER

DAY = 24 * 60


async def test_one_department_decides(hall: Hall) -> None:
    status = await hall.submit()
    assert (status.state, states(status), happenings(status)) == ("deciding", {"market": "open"}, ["submitted"])
    assert (status.over, status.in_hand) == (False, False)
    hall.clock.turn(60)
    status = await hall.approve("market")
    assert (status.state, status.in_hand, status.over) == ("approved", True, True)
    assert happenings(status) == ["submitted", "approved", "decided", "in-hand"]
    assert [event.at for event in status.events[1:]] == [hall.clock()] * 3
    assert (status.events[1].part, status.events[1].body) == ("company", "market")
    assert (status.events[2].state, status.events[3].given) == ("approved", "electronic")


async def test_side_by_side_and_in_order(hall: Hall) -> None:
    status = await hall.submit(part((2, "market"), (1, "fire"), (1, "planning")))
    assert states(status) == {"fire": "open", "planning": "open", "market": "waiting"}
    hall.clock.turn(60)
    assert states(await hall.approve("planning"))["market"] == "waiting"
    status = await hall.approve("fire")
    market = next(step for step in status.steps if step.department == "market")
    assert (market.state, market.since) == ("open", hall.clock())
    assert (await hall.approve("market")).state == "approved"


async def test_a_refusal_closes_its_part(hall: Hall) -> None:
    await hall.submit(part((1, "fire"), (1, "planning"), (1, "health"), (2, "market")))
    await hall.approve("health")
    status = await hall.refuse("fire", refusal=Refusal("通道太窄", "address", None))
    assert states(status) == {"fire": "refused", "planning": "dropped", "health": "approved", "market": "dropped"}
    assert (status.state, status.over) == ("refused", True)
    assert happenings(status) == ["submitted", "approved", "refused", "decided"]
    assert status.events[2].refusal == status.steps[0].refusal == Refusal("通道太窄", "address", None)
    assert (await hall.status()) == status


@pytest.mark.parametrize(
    ("decisions", "state"),
    [
        ({"market": True, "food": True}, "approved"),
        ({"market": True, "food": False}, "partly"),
        ({"food": False, "market": True}, "partly"),
        ({"food": False, "market": False}, "refused"),
        ({"food": True, "market": False}, "refused"),
        ({"market": False}, "refused"),
    ],
)
async def test_what_stands_apart_takes_only_itself(hall: Hall, decisions: dict[str, bool], state: str) -> None:
    """The food licence is an extra: refused, the shop opens without it. Without the shop there is no licence."""
    status = await hall.submit(part((1, "market"), approval(1, "food", apart=True)))
    for department, good in decisions.items():
        assert status.state == "deciding"
        status = await (hall.approve if good else hall.refuse)(department)
    assert status.state == state
    assert happenings(status).count("decided") == 1
    assert status.in_hand == (state != "refused")


async def test_the_next_step_opens_when_what_stands_apart_is_refused(hall: Hall) -> None:
    await hall.submit(part(approval(1, "food", apart=True), (2, "market")))
    assert states(await hall.refuse("food"))["market"] == "open"


@pytest.mark.parametrize(
    ("good", "state"),
    [
        ((True, True), "approved"),
        ((True, False), "partly"),
        ((False, True), "partly"),
        ((False, False), "refused"),
    ],
)
async def test_parts_are_decided_each_by_itself(hall: Hall, good: tuple[bool, bool], state: str) -> None:
    status = await hall.submit(part((1, "market")), part((1, "food"), procedure="food"))
    assert [title for title, _ in status.titles] == ["company", "food"]
    for department, yes in zip(("market", "food"), good, strict=True):
        assert status.state == "deciding"
        status = await (hall.approve if yes else hall.refuse)(department)
    assert status.state == state
    assert happenings(status).count("decided") == 1


async def test_an_application_that_nobody_has_to_decide_is_decided(hall: Hall) -> None:
    status = await hall.submit(part().model_copy(update={"approvals": ()}))
    assert (status.state, happenings(status)) == ("approved", ["submitted", "decided", "in-hand"])


FAULTS: list[tuple[str, type[Exception], list[Any]]] = [
    ("a stranger", NotYours, [("approve", "bank")]),
    ("too soon", NotYet, [("approve", "market")]),
    ("twice", AlreadyDecided, [("approve", "fire"), ("approve", "fire")]),
    ("the other way", AlreadyDecided, [("approve", "fire"), ("refuse", "fire")]),
    ("not needed any more", NotYours, [("refuse", "food"), ("approve", "health")]),
    ("when it is withdrawn", Closed, [("withdraw", ""), ("approve", "fire")]),
]


@pytest.mark.parametrize(
    ("decisions", "error"), [(each, error) for _, error, each in FAULTS], ids=[f[0] for f in FAULTS]
)
async def test_what_a_department_may_not(hall: Hall, decisions: list[tuple[str, str]], error: type[Exception]) -> None:
    await hall.submit(part((1, "fire"), (2, "market")), part((1, "food"), (1, "health"), procedure="food"))
    *before, (last, department) = decisions
    for what, who in before:
        await act(hall, what, who, "one")
    kept = await hall.status()
    with pytest.raises(error):
        await act(hall, last, department, "two")
    assert await hall.status() == kept


async def act(hall: Hall, what: str, department: str, key: str) -> None:
    if what == "withdraw":
        await hall.window.withdraw(BUYER, "A1", key)
    elif what == "approve":
        await hall.desk.approve("A1", department, key)
    else:
        await hall.desk.refuse("A1", department, NO, key)


@pytest.mark.parametrize("what", ["approve", "refuse"])
async def test_no_such_case(hall: Hall, what: str) -> None:
    with pytest.raises(Unknown):
        await act(hall, what, "market", "key")


async def test_a_department_with_two_steps_says_which(hall: Hall) -> None:
    await hall.submit(part((1, "market")), part((1, "market"), (2, "market"), procedure="food"))
    with pytest.raises(WhichStep) as raised:
        await hall.approve("market")
    assert raised.value.numbers == (1, 2)
    status = await hall.desk.approve("A1", "market", "one", number=2)
    assert [step.state for step in status.steps] == ["open", "approved", "open"]
    with pytest.raises(AlreadyDecided):
        await hall.desk.approve("A1", "market", "two", number=2)
    with pytest.raises(NotYours):
        await hall.desk.approve("A1", "market", "three", number=9)


async def test_nothing_is_approved_while_it_is_announced(hall: Hall) -> None:
    """Three working days from Tuesday the 1st: to the end of Friday the 4th, 16:00 UTC."""
    status = await hall.submit(part(approval(1, "market", publicity="3 working days")))
    earliest = status.steps[0].earliest
    assert earliest is not None
    assert earliest.isoformat() == "2026-12-04T15:59:59+00:00"
    with pytest.raises(TooEarly):
        await hall.approve("market")
    hall.clock.now = earliest
    with pytest.raises(TooEarly):
        await hall.approve("market")
    hall.clock.turn(1)
    assert (await hall.approve("market")).state == "approved"


async def test_an_objection_can_be_the_reason_at_once(hall: Hall) -> None:
    await hall.submit(part(approval(1, "market", publicity="3 working days")))
    assert (await hall.refuse("market")).state == "refused"


async def test_nothing_is_approved_that_is_announced_for_nobody_knows_how_long(hall: Hall) -> None:
    status = await hall.submit(part(approval(1, "market", publicity="45 days")))
    assert (status.steps[0].earliest, status.steps[0].until, status.until) == (None, None, None)
    with pytest.raises(TooEarly):
        await hall.approve("market")


async def test_withdrawn_while_it_is_open(hall: Hall) -> None:
    await hall.submit(part((1, "fire"), (1, "planning"), (2, "market")))
    await hall.approve("fire")
    status = await hall.window.withdraw(BUYER, "A1", "withdraw")
    assert (status.state, status.over) == ("withdrawn", True)
    assert states(status) == {"fire": "approved", "planning": "dropped", "market": "dropped"}
    assert happenings(status) == ["submitted", "approved", "withdrawn"]
    with pytest.raises(Closed):
        await hall.window.withdraw(BUYER, "A1", "again")


async def test_withdrawn_by_its_owner_alone(hall: Hall) -> None:
    await hall.submit()
    with pytest.raises(Unknown):
        await hall.window.withdraw(SELLER, "A1", "withdraw")
    with pytest.raises(Unknown):
        await hall.window.withdraw(BUYER, "A2", "withdraw")
    assert (await hall.status()).state == "deciding"


async def test_what_is_decided_cannot_be_withdrawn(hall: Hall) -> None:
    await hall.submit()
    await hall.approve("market")
    with pytest.raises(Closed):
        await hall.window.withdraw(BUYER, "A1", "withdraw")


async def test_handed_out_once(hall: Hall) -> None:
    await hall.submit(give="post")
    with pytest.raises(NotDecided):
        await hall.desk.hand_out("A1", "post", "early", "EMS 1")
    status = await hall.approve("market")
    assert (status.in_hand, status.over, happenings(status)[-1]) == (False, False, "decided")
    status = await hall.desk.hand_out("A1", "post", "post", "EMS 1")
    assert (status.in_hand, status.over) == (True, True)
    assert (status.events[-1].given, status.events[-1].number_of_post) == ("post", "EMS 1")
    assert await hall.desk.hand_out("A1", "post", "post", "EMS 1") == status
    with pytest.raises(AlreadyHandedOut):
        await hall.desk.hand_out("A1", "collect", "again")


async def test_there_is_nothing_to_hand_out(hall: Hall) -> None:
    await hall.submit(give="collect")
    await hall.refuse("market")
    with pytest.raises(Closed):
        await hall.desk.hand_out("A1", "collect", "key")
    with pytest.raises(Unknown):
        await hall.desk.hand_out("A2", "collect", "key")
