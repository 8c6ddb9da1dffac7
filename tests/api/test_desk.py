"""Every call of the desk, from the inbox to the result in hand; who may read what. On both databases."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.dialogue.applications import Added, HandedIn
from tests.api.conftest import CASE, OTHER, Program, Served, permit
from tests.backends.applications.hall import part
from tests.backends.sharing.county import BUYER
from tests.papers import JPEG, PNG, pdf

DAY = 24 * 60


async def test_the_whole_way(served: Served, housing: Program, traffic: Program, centre: Program) -> None:
    hall = served.hall
    await hall.submit(permit(), case=CASE, give="post")
    [waiting] = (await housing.get("/inbox")).json()["waiting"]
    assert (waiting["case"], waiting["number"], waiting["part"], waiting["department"]) == (
        CASE, 1, "company", "housing",
    )  # fmt: skip
    assert (await traffic.get("/inbox")).json() == {"waiting": []}

    status = await housing.does("approve", {"registered": {"room": "101"}})
    assert [(step["number"], step["state"]) for step in status["steps"]] == [(1, "approved"), (2, "open")]
    status = await traffic.does("ask", {"items": ["a photo", "the lease"], "days": 3})
    assert (status["asked"], status["asked_until"]) == (["a photo", "the lease"], "2026-12-04T15:59:59Z")
    await hall.window.add(BUYER, CASE, Added(note="here it is"), "a1")
    [waiting] = (await traffic.get("/inbox")).json()["waiting"]
    assert waiting["asked"] == "added"

    hall.bodies["employer"].refuses = "nobody of that name"
    await traffic.does("approve")
    await hall.work()
    [stuck] = (await centre.get("/stuck")).json()["stuck"]
    assert (stuck["case"], stuck["tell"], stuck["note"]) == (CASE, "employer", "nobody of that name")
    hall.bodies["employer"].refuses = None
    await centre.does("redeliver", {"tell": "employer"})
    await hall.work()
    [message] = hall.bodies["employer"].told.values()
    assert dict(message.registered) == {"housing": {"room": "101"}}

    status = await centre.does("hand-out", {"number_of_post": "EMS1"})
    assert (status["state"], status["in_hand"]) == ("approved", True)
    assert (status["events"][-1]["given"], status["events"][-1]["number_of_post"]) == ("post", "EMS1")


async def test_refused_and_settled(served: Served, housing: Program, centre: Program) -> None:
    await served.hall.submit(permit(), case=CASE)
    body = {"reason": "The home is rented.", "fact": "dwelling", "changes_on": "2027-03-01", "number": 1}
    status = await housing.does("refuse", body)
    assert status["state"] == "refused"
    assert status["steps"][0]["refusal"] == {
        "reason": "The home is rented.", "fact": "dwelling", "changes_on": "2027-03-01",
    }  # fmt: skip

    await served.hall.submit(permit((1, "housing")), case=OTHER)
    served.hall.bodies["employer"].refuses = "closed"
    await housing.does("approve", case=OTHER)
    await served.hall.work()
    status = await centre.does("settle", {"tell": "employer", "note": "by letter", "part": "company"}, OTHER)
    assert [(each["state"], each["note"]) for each in status["deliveries"]] == [("settled", "by letter")]


async def test_late_and_the_inbox_of_any_department_are_the_centre_s(served: Served, centre: Program) -> None:
    await served.hall.submit(permit(), case=CASE)
    assert (await centre.get("/late")).json() == {"late": []}
    served.hall.clock.turn(15 * DAY)
    [late] = (await centre.get("/late")).json()["late"]
    assert (late["case"], late["department"]) == (CASE, "housing")
    [waiting] = (await centre.get("/inbox?department=housing")).json()["waiting"]
    assert waiting["case"] == CASE


async def test_what_was_handed_in(served: Served, housing: Program) -> None:
    hall = served.hall
    kept = [await served.papers.keep("chat", str(at), "x", content) for at, content in enumerate((JPEG, PNG, pdf()))]
    hall.papers.there = {paper.id: None for paper in kept}
    papers = tuple(HandedIn(document="lease", person="keeper", paper=paper.id) for paper in kept[:2])
    await hall.submit(permit(papers=papers, signed=("promise",)), case=CASE)
    await hall.desk.ask(CASE, "housing", ["a plan"], "ask")
    late = HandedIn(document="plan", person="you", paper=kept[2].id)
    await hall.window.add(BUYER, CASE, Added(papers=(late,)), "a1")

    read = await housing.get("/cases/abcd-2345")
    assert read.headers["Cache-Control"] == "no-store"
    [handed_in] = read.json()["parts"]
    assert [(each["id"], each["value"]) for each in handed_in["form"]] == [("name", "西湖茶叶店")]
    assert (handed_in["signed"], handed_in["answers"]) == (["promise"], {"address": "own"})
    assert [each["paper"] for each in handed_in["papers"]] == [paper.id for paper in kept[:2]]
    assert read.json()["added"][0]["added"]["papers"][0]["paper"] == kept[2].id
    assert BUYER not in read.text

    wanted = [("image/jpeg", "jpg", JPEG), ("image/png", "png", PNG), ("application/pdf", "pdf", pdf())]
    for paper, (media_type, ending, content) in zip(kept, wanted, strict=True):
        opened = await housing.get(f"/cases/{CASE}/papers/{paper.id}")
        assert (opened.status_code, opened.headers["Content-Type"]) == (200, media_type)
        assert opened.headers["Content-Disposition"] == f'attachment; filename="{paper.id}.{ending}"'
        assert opened.headers["X-Content-Type-Options"] == "nosniff"
        assert opened.content[:9] == content[:9]


async def test_a_department_reads_only_what_it_decides_on(served: Served, traffic: Program, centre: Program) -> None:
    """One application of two procedures: each department has its own form and papers, all have one timeline."""
    hall = served.hall
    kept = [await served.papers.keep("chat", str(at), "x", PNG) for at in range(2)]
    hall.papers.there = {paper.id: None for paper in kept}
    papers = [(HandedIn(document="lease", person="you", paper=paper.id),) for paper in kept]
    parts = [permit((1, "housing"), papers=papers[0]), part((1, "traffic"), procedure="car", papers=papers[1])]
    await hall.submit(*parts, case=CASE)
    hall.bodies["employer"].refuses = "about somebody"
    await hall.approve("housing", CASE)
    await hall.work()

    read = (await traffic.get(f"/cases/{CASE}")).json()
    assert [each["procedure"] for each in read["parts"]] == ["car"]
    assert [each["department"] for each in read["steps"]] == ["housing", "traffic"]
    assert "about somebody" not in str(read)
    statuses = [(await traffic.get(f"/cases/{CASE}/papers/{paper.id}")).status_code for paper in kept]
    assert statuses == [404, 200]
    read = (await centre.get(f"/cases/{CASE}")).json()
    assert [each["procedure"] for each in read["parts"]] == ["company", "car"]
    assert read["deliveries"][0]["note"] == "about somebody"


async def test_another_department_s_case(served: Served, traffic: Program) -> None:
    await served.hall.submit(permit((1, "housing")), case=CASE)
    paper = "0" * 32
    answered = [await traffic.get(f"/cases/{CASE}"), await traffic.get(f"/cases/{CASE}/papers/{paper}")]
    bodies: dict[str, Any] = {"approve": {}, "refuse": {"reason": "no"}, "ask": {"items": ["it"]}}
    answered += [await traffic.post(f"/cases/{CASE}/{act}", body) for act, body in bodies.items()]
    answered += [await traffic.get("/inbox?department=housing")]
    assert [each.status_code for each in answered] == [403] * 6
    assert {each.json()["type"] for each in answered} == {"urn:onevisit:problem:other-department"}
    assert len((await served.hall.status(CASE)).events) == 1


async def test_an_erased_case_says_so(served: Served, housing: Program) -> None:
    await served.hall.submit(permit((1, "housing"), then=()), case=CASE)
    await housing.does("refuse", {"reason": "no"})
    served.hall.clock.turn(60)
    assert await served.hall.window.sweep(served.hall.clock()) == 1
    read = (await housing.get(f"/cases/{CASE}")).json()
    assert (read["erased"], read["parts"], read["state"]) == (True, [], "refused")


# --- twice, and at the same time -------------------------------------------------------------------------------------


async def test_the_same_key_again_answers_as_the_first_did(served: Served, housing: Program) -> None:
    await served.hall.submit(permit(), case=CASE)
    first = await housing.does("approve", key="k1")
    served.hall.clock.turn(60)
    assert await housing.does("approve", key="k1") == first
    again = await housing.post(f"/cases/{CASE}/approve", key="k2")
    assert (again.status_code, again.json()["type"]) == (409, "urn:onevisit:problem:already-decided")


async def test_the_same_key_at_the_same_time(served: Served) -> None:
    await served.hall.submit(permit(), case=CASE)
    programs = [Program(served.process(), served.given["housing"]) for _ in range(4)]
    answers = await asyncio.gather(*(each.does("approve", key="k1") for each in programs))
    assert all(answer == answers[0] for answer in answers)
    assert len((await served.hall.status(CASE)).events) == 2


async def test_two_decisions_race(served: Served) -> None:
    """One of them is the decision; the other is told that it came too late."""
    programs = [Program(served.process(), served.given["housing"]) for _ in range(4)]
    for case in ("ABCD2345", "ABCD2346", "ABCD2347", "ABCD2348"):
        await served.hall.submit(permit((1, "housing")), case=case)
        answers = await asyncio.gather(
            programs[0].post(f"/cases/{case}/approve", key="a"),
            programs[1].post(f"/cases/{case}/refuse", {"reason": "no"}, key="b"),
            programs[2].post(f"/cases/{case}/approve", key="c"),
            programs[3].post(f"/cases/{case}/refuse", {"reason": "never"}, key="d"),
        )
        assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]
        won = next(at for at, each in enumerate(answers) if each.status_code == 200)
        status = await served.hall.status(case)
        assert status.state == ("approved" if won % 2 == 0 else "refused")
        assert [event.what for event in status.events].count("decided") == 1


async def test_two_clerks_hand_out_at_the_same_time(served: Served, housing: Program) -> None:
    await served.hall.submit(permit((1, "housing")), case=CASE, give="collect")
    await housing.does("approve")
    clerks = [Program(served.process(), served.given["centre"]) for _ in range(3)]
    answers = await asyncio.gather(
        *(each.post(f"/cases/{CASE}/hand-out", key=f"k{at}") for at, each in enumerate(clerks))
    )
    assert sorted(each.status_code for each in answers) == [200, 409, 409]
    assert [event.what for event in (await served.hall.status(CASE)).events].count("in-hand") == 1


# --- unchanged cases -------------------------------------------------------------------------------------------------


async def test_an_unchanged_case_is_not_sent_again(served: Served, housing: Program) -> None:
    await served.hall.submit(permit(), case=CASE)
    first = await housing.get(f"/cases/{CASE}")
    tag = first.headers["ETag"]
    assert tag.startswith('"1-')
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await housing.get(f"/cases/{CASE}", **{"If-None-Match": sent})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert (await housing.get(f"/cases/{CASE}", **{"If-None-Match": '"1"'})).status_code == 200
    await housing.does("approve")
    changed = await housing.get(f"/cases/{CASE}", **{"If-None-Match": tag})
    assert (changed.status_code, changed.headers["ETag"][:3]) == (200, '"2-')


async def test_a_change_without_an_event_is_sent(served: Served, housing: Program, centre: Program) -> None:
    await served.hall.submit(permit((1, "housing")), case=CASE)
    served.hall.bodies["employer"].refuses = "closed"
    await housing.does("approve")
    await served.hall.work()
    before = await centre.get(f"/cases/{CASE}")
    await centre.does("redeliver", {"tell": "employer"})
    after = await centre.get(f"/cases/{CASE}", **{"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert len(after.json()["events"]) == len(before.json()["events"])
    assert after.json()["deliveries"][0]["state"] == "sending"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_what_is_not_there(housing: Program, method: str) -> None:
    answered = await housing.call(method, "/nothing", headers={"Idempotency-Key": "k1"})
    assert (answered.status_code, answered.json()["type"]) == (404, "urn:onevisit:problem:unknown")
