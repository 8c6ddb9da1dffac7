"""Kiosks, boards and windows of a hall: from the ticket at the door to the end, with the key of that hall alone."""

from __future__ import annotations

import pytest

from bot.tickets.checklist import Checklist, sign
from bot.tickets.keys import signing_keys
from tests.api.conftest import CASE, Program, Served
from tests.api.hall import at_the_door, booked
from tests.small import SMALL


async def test_from_the_ticket_to_the_end(served: Served) -> None:
    door = await booked(served)
    now = served.hall.clock()
    told = Checklist(CASE, "apply", SMALL, "0" * 12, "east", "permits", now, "window", 1, (), now, 1)
    ticket = sign(told, signing_keys(served.hall.vault)[-1])
    number = (await door.post("/hall/check-in", {"case": ticket})).json()
    assert (number["number"], number["case"], number["kind"]) == ("A001", CASE, "appointment")
    assert number["wait"] == {"ahead": 0, "minutes": 50, "measured": False}, "at nine, as they were told"
    walked_in = (await door.post("/hall/walk-in", {"counter": "permits"})).json()
    assert (walked_in["number"], walked_in["case"]) == ("A002", None)
    assert (await door.get("/hall/wait?counter=permits")).json() == {"ahead": 1, "minutes": 15, "measured": False}

    served.hall.clock.turn(50)
    call = {"counter": "permits", "window": "5"}
    called = (await door.post("/hall/call", call, "c1")).json()["called"]
    assert (called["number"], called["window"]) == ("A001", "5")
    assert (await door.post("/hall/call", call, "c1")).json()["called"] == called
    queue = (await door.get("/hall/queue")).json()["queue"]
    assert [(each["number"], each["state"]) for each in queue] == [("A001", "called"), ("A002", "waiting")]
    assert (await door.post("/hall/done", {"number": "A001"})).json()["state"] == "served"
    assert (await door.post("/hall/call", call, "c2")).json()["called"]["number"] == "A002"
    assert (await door.post("/hall/no-show", {"number": "A002"})).json()["state"] == "waiting"
    assert (await door.post("/hall/left", {"number": "A002"})).json()["state"] == "left"
    assert (await door.post("/hall/call", call, "c3")).json() == {"called": None}


async def test_the_key_of_a_hall_opens_that_hall_and_nothing_else(served: Served, centre: Program) -> None:
    door = at_the_door(served)
    refused = [await door.get("/inbox"), await door.get("/late"), await door.get(f"/cases/{CASE}")]
    refused += [await centre.get("/hall/queue"), await served.program("housing").get("/hall/queue")]
    assert {each.json()["type"] for each in refused} == {"urn:onevisit:problem:wrong-scope"}


@pytest.mark.parametrize(
    ("call", "body", "problem"),
    [
        ("check-in", {"case": "OV1:00C0FFEE42:ABC"}, "wrong-body"),
        ("check-in", {"case": "nonsense"}, "unknown"),
        ("walk-in", {"counter": "fishing"}, "unknown"),
        ("call", {"counter": "permits", "window": "the left one"}, "wrong-body"),
        ("done", {"number": "A999"}, "unknown"),
    ],
    ids=["forged", "no code", "no counter", "no window", "no number"],
)
async def test_what_cannot_be(served: Served, call: str, body: dict[str, str], problem: str) -> None:
    answered = await at_the_door(served).post(f"/hall/{call}", body)
    assert answered.json()["type"] == f"urn:onevisit:problem:{problem}"
