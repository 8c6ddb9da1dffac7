"""What the citizen hears without having asked, how soon, and each line once."""

from __future__ import annotations

from datetime import timedelta

from bot.database.encryption import Vault
from bot.database.tables import job
from bot.dialogue.applications import Added
from tests.backends.applications.hall import Hall, happenings, part, then
from tests.backends.applications.test_supplements import ITEMS
from tests.backends.sharing.county import BUYER

DAY = 24 * 60


async def planned(hall: Hall, vault: Vault) -> dict[str, timedelta]:
    """What is to be heard, by what happened, and after how long."""
    status = await hall.status()
    rows = [row for row in await hall.rows(job) if row.kind == "progress"]
    found: dict[str, timedelta] = {}
    for row in rows:
        assert row.key.startswith("progress/A1/")
        number = int(row.key.rpartition("/")[2])
        assert vault.open_json(row.payload, job.c.payload) == {"case": "A1", "number": number}
        event = status.events[number - 1]
        found[event.what] = row.due_at - event.at
    return found


NOW, SOON = timedelta(), timedelta(minutes=2)


async def test_decisions_are_heard_at_once_and_steps_together(hall: Hall, vault: Vault) -> None:
    await hall.submit(part((1, "fire"), (2, "market")))
    assert await planned(hall, vault) == {}
    await hall.approve("fire")
    assert await planned(hall, vault) == {"approved": SOON}
    await hall.approve("market")
    assert await planned(hall, vault) == {"approved": SOON, "decided": NOW, "in-hand": NOW}


async def test_what_is_asked_and_what_is_missing(hall: Hall, vault: Vault) -> None:
    await hall.submit()
    await hall.desk.ask("A1", "market", ITEMS, "ask", 1)
    assert await planned(hall, vault) == {"asked": NOW}
    hall.heard.clear()
    await hall.work(20 * DAY)
    assert happenings(await hall.status()) == ["submitted", "asked", "paper-missing", "late"]
    assert hall.heard == [("A1", 2), ("A1", 3), ("A1", 4)]


async def test_refused_and_withdrawn(hall: Hall, vault: Vault) -> None:
    await hall.submit(part(), part((1, "food"), procedure="food"))
    await hall.refuse("food")
    assert await planned(hall, vault) == {"refused": NOW}
    await hall.window.withdraw(BUYER, "A1", "withdraw")
    assert await planned(hall, vault) == {"refused": NOW, "withdrawn": NOW}


async def test_deliveries_are_heard_together_and_what_a_clerk_does_not_at_all(hall: Hall) -> None:
    hall.bodies["taxation"].down = True
    hall.bodies["seals"].refuses = "?"
    await hall.submit(part(then=[then("taxation"), then("seals"), then("bank")]))
    await hall.approve("market")
    await hall.work()
    await hall.desk.settle("A1", "seals", "好了", "settle")
    status = await hall.status()
    assert happenings(status) == [
        *("submitted", "approved", "decided", "in-hand"),
        *("delivery-waits", "delivery-refused", "delivered", "delivery-settled"),
    ]
    assert hall.heard == [("A1", 3), ("A1", 4)]
    await hall.work(2)
    assert sorted(hall.heard) == [("A1", number) for number in (2, 3, 4, 5, 7)]


async def test_the_result_that_is_posted_is_heard_when_it_is_on_its_way(hall: Hall, vault: Vault) -> None:
    await hall.submit(give="post")
    await hall.approve("market")
    assert "in-hand" not in await planned(hall, vault)
    await hall.desk.hand_out("A1", "post", "post", "EMS 1")
    assert (await planned(hall, vault))["in-hand"] == NOW


async def test_what_the_citizen_adds_is_no_news(hall: Hall) -> None:
    await hall.submit()
    await hall.desk.ask("A1", "market", ITEMS, "ask")
    await hall.window.add(BUYER, "A1", Added(note="好了"), "add")
    await hall.work()
    assert hall.heard == [("A1", 2)]
