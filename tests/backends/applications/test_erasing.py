"""What is personal is sealed, found by nobody in the database, and erased when the case is long over."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import LargeBinary

from bot.backends.onewindow.applications.tables import application, call
from bot.database.tables import job, metadata
from bot.database.types import SealedBinary
from bot.dialogue.applications import Added, Entered, HandedIn, Refusal
from tests.backends.applications.hall import TITLE, Hall, approval, happenings, part, states, then
from tests.backends.sharing.county import BUYER, SELLER

DAY = 24 * 60
OURS = [table for name, table in metadata.tables.items() if name.startswith("application")]
SECRETS = (
    "西湖茶叶店",
    "不要住宅",
    "房东签字的合同",
    "合同在这里",
    "XYZ-9199",
    "EMS-77",
    "没有这个代码",
    "own-home",
    "paper-1",
    BUYER,
)
"""What citizens and clerks wrote."""
LEASE = HandedIn(document="lease", person="you", paper="paper-1")


async def tell_everything(hall: Hall, case: str = "A1", number: str = BUYER) -> None:
    """A case in which every secret is told, and that ends in hand."""
    hall.papers.there["paper-1"] = None
    hall.bodies["taxation"].refuses = "没有这个代码"
    name = Entered(id="name", label=TITLE, person="you", value="西湖茶叶店")
    told = part((1, "market"), approval(1, "food", apart=True), form=(name,), papers=(LEASE,), then=[then("taxation")])
    told = told.model_copy(update={"answers": {"address": "own-home"}})
    await hall.submit(told, case=case, give="post", number=number)
    await hall.desk.ask(case, "market", ["房东签字的合同"], "ask")
    await hall.window.add(number, case, Added(note="合同在这里"), "add")
    await hall.refuse("food", case, Refusal("不要住宅", "address"))
    await hall.approve("market", case, registered={"credit_code": "XYZ-9199"})
    await hall.work()
    await hall.desk.settle(case, "taxation", "没有这个代码，已补", "settle")
    await hall.desk.hand_out(case, "post", "post", "EMS-77")
    await hall.window.give_pass(number, case, "pass")


def found(rows: list[Any]) -> list[str]:
    """Which secrets anybody can read there."""
    text = b"\0".join(
        bytes(value) if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
    )
    return [secret for secret in SECRETS if secret.encode() in text]


async def everything(hall: Hall) -> list[Any]:
    return [row for table in (*OURS, job) for row in await hall.rows(table)]


async def test_nothing_personal_can_be_read_in_the_database(hall: Hall) -> None:
    await tell_everything(hall)
    assert found(await everything(hall)) == []
    file = await hall.desk.read("A1")
    told = str((file.submission, file.form, file.added, asdict(file.status)))
    assert [secret for secret in SECRETS if secret not in told] == ["XYZ-9199", BUYER]  # not for this clerk's page


async def test_nothing_personal_is_shown_by_accident(hall: Hall) -> None:
    await tell_everything(hall)
    application = repr(await hall.desk.read("A1"))
    assert [secret for secret in ("西湖茶叶店", "合同在这里", "own-home", BUYER) if secret in application] == []


async def test_what_is_over_for_long_is_erased(hall: Hall) -> None:
    await tell_everything(hall)
    await tell_everything(hall, "A2", SELLER)
    await hall.submit(case="A3")
    hall.clock.turn(30 * DAY)
    await tell_everything(hall, "A4")
    assert await hall.window.sweep(hall.clock() - timedelta(days=31)) == 0
    assert await hall.window.sweep(hall.clock() - timedelta(days=29)) == 2
    assert await hall.window.sweep(hall.clock() - timedelta(days=29)) == 0
    for table in OURS:
        rows = [row for row in await hall.rows(table) if row.case in ("A1", "A2")]
        sealed = [column.name for column in table.columns if isinstance(column.type, SealedBinary | LargeBinary)]
        assert [getattr(row, name) for row in rows for name in sealed if getattr(row, name) is not None] == []
    assert {row.case for row in await hall.rows(call)} == {"A3", "A4"}
    assert [row.body is None for row in await hall.rows(application)] == [True, True, False, False]
    assert hall.papers.there == {"paper-1": "A4"}


async def test_what_stays_is_for_figures(hall: Hall) -> None:
    await tell_everything(hall)
    before = await hall.status()
    await hall.window.sweep(hall.clock() + timedelta(days=1))
    status = await hall.status()
    assert (status.state, states(status), happenings(status)) == (before.state, states(before), happenings(before))
    assert [event.at for event in status.events] == [event.at for event in before.events]
    assert (status.titles, status.until, status.submitted_at) == (before.titles, before.until, before.submitted_at)
    assert [step.decided_at for step in status.steps] == [step.decided_at for step in before.steps]
    file = await hall.desk.read("A1")
    assert (file.submission, file.form, file.added) == (None, {}, ())


async def test_a_case_of_which_somebody_has_still_to_hear_is_not_over(hall: Hall) -> None:
    hall.bodies["taxation"].down = True
    await hall.submit(part(then=[then("taxation")]))
    assert (await hall.approve("market")).over
    await hall.work()
    later = hall.clock() + timedelta(days=90)
    assert await hall.window.sweep(later) == 0
    hall.bodies["taxation"].down = False
    await hall.work(60)
    assert hall.bodies["taxation"].told["A1/company/taxation"].form == {"name": "西湖茶叶店"}
    assert await hall.window.sweep(later) == 1


async def test_more_cases_than_are_locked_at_a_time(hall: Hall, monkeypatch: Any) -> None:
    monkeypatch.setattr("bot.backends.onewindow.applications.erasing.BATCH", 2)
    for case in range(5):
        await hall.submit(case=f"B{case}")
        await hall.approve("market", f"B{case}")
    assert await hall.window.sweep(hall.clock() + timedelta(days=1)) == 5


def test_every_column_that_holds_what_people_wrote_is_sealed() -> None:
    """Renewing the keys finds them by their type; hashes are not opened."""
    binary = {
        f"{table.name}.{column.name}": type(column.type)
        for table in OURS
        for column in table.columns
        if isinstance(column.type, SealedBinary | LargeBinary)
    }
    plain = {name for name, kind in binary.items() if kind is LargeBinary}
    assert plain == {"application.person", "application_pass.code"}
    assert binary.keys() - plain == {
        *("application.number", "application.body", "application_step.refusal", "application_step.registered"),
        *("application_ask.wanted", "application_delivery.note", "application_event.told", "application_call.answer"),
    }
