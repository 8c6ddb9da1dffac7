"""Every problem that can be answered, each provoked once; and nothing in any of them that is personal."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx2
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.api.keys import ApiKeys
from bot.api.problems import KINDS, MEDIA_TYPE, OF, TYPE
from bot.backends.onewindow.applications import refusals
from bot.backends.onewindow.applications.desk import Desk
from bot.backends.onewindow.hall import refusals as hall_refusals
from bot.dialogue.ports import Refused
from tests.api.conftest import CASE, OTHER, Program, Served, permit
from tests.api.hall import PROVOKED_IN_A_HALL, TOLD_IN_A_HALL
from tests.api.test_backend_problems import OF_THE_BACKEND
from tests.backends.applications.hall import approval
from tests.small import small_province

PRIVATE = "张三的秘密"
Provoke = Callable[[Served], Awaitable[httpx2.Response]]


async def handed_in(served: Served, *approvals: Any, case: str = CASE, **told: Any) -> Program:
    """A case, and the program of the department that decides first."""
    await served.hall.submit(permit(*approvals), case=case, **told)
    return served.program("housing")


async def no_repeat_key(served: Served) -> httpx2.Response:
    return await (await handed_in(served)).call("POST", f"/cases/{CASE}/approve", json={})


async def wrong_key(served: Served) -> httpx2.Response:
    return await Program(served.process(), "ov1_" + "0" * 12 + "_" + "0" * 64).get("/inbox")


async def other_department(served: Served) -> httpx2.Response:
    await handed_in(served, (1, "housing"))
    return await served.program("traffic").get(f"/cases/{CASE}")


async def wrong_scope(served: Served) -> httpx2.Response:
    return await served.program("housing").get("/late")


async def unknown(served: Served) -> httpx2.Response:
    return await served.program("housing").get(f"/cases/{CASE}")


async def already_decided(served: Served) -> httpx2.Response:
    housing = await handed_in(served)
    await housing.does("approve")
    return await housing.post(f"/cases/{CASE}/refuse", {"reason": PRIVATE})


async def not_yet(served: Served) -> httpx2.Response:
    await handed_in(served)
    return await served.program("traffic").post(f"/cases/{CASE}/approve")


async def too_early(served: Served) -> httpx2.Response:
    housing = await handed_in(served, approval(1, "housing", publicity="5 working days"))
    return await housing.post(f"/cases/{CASE}/approve", {"registered": {"name": PRIVATE}})


async def asked_before(served: Served) -> httpx2.Response:
    housing = await handed_in(served)
    await housing.does("ask", {"items": [PRIVATE]})
    return await housing.post(f"/cases/{CASE}/ask", {"items": [PRIVATE]})


async def still_asked(served: Served) -> httpx2.Response:
    housing = await handed_in(served)
    await housing.does("ask", {"items": [PRIVATE]})
    return await housing.post(f"/cases/{CASE}/refuse", {"reason": PRIVATE})


async def which_step(served: Served) -> httpx2.Response:
    housing = await handed_in(served, (1, "housing"), (1, "housing"))
    return await housing.post(f"/cases/{CASE}/approve")


async def not_yours(served: Served) -> httpx2.Response:
    housing = await handed_in(served)
    return await housing.post(f"/cases/{CASE}/approve", {"number": 2})


async def closed(served: Served) -> httpx2.Response:
    await handed_in(served, (1, "housing"), (1, "traffic"))
    await served.program("traffic").does("refuse", {"reason": PRIVATE})
    return await served.program("housing").post(f"/cases/{CASE}/approve")


async def not_decided(served: Served) -> httpx2.Response:
    await handed_in(served)
    return await served.program("centre").post(f"/cases/{CASE}/hand-out")


async def already_handed_out(served: Served) -> httpx2.Response:
    housing = await handed_in(served, (1, "housing"))
    await housing.does("approve")
    return await served.program("centre").post(f"/cases/{CASE}/hand-out")


async def not_stuck(served: Served) -> httpx2.Response:
    await handed_in(served)
    return await served.program("centre").post(f"/cases/{CASE}/redeliver", {"tell": "employer"})


async def which_delivery(served: Served) -> httpx2.Response:
    parts = [permit((1, "housing"), procedure=procedure) for procedure in ("one", "two")]
    await served.hall.submit(*parts, case=CASE)
    for number in (1, 2):
        await served.program("housing").does("approve", {"number": number}, key=f"k{number}")
    body = {"tell": "employer", "note": PRIVATE}
    return await served.program("centre").post(f"/cases/{CASE}/settle", body)


async def too_large(served: Served) -> httpx2.Response:
    housing = await handed_in(served)
    return await housing.post(f"/cases/{CASE}/refuse", {"reason": PRIVATE * 20_000})


async def wrong_body(served: Served) -> httpx2.Response:
    housing = await handed_in(served)
    return await housing.post(f"/cases/{CASE}/refuse", {"reason": [PRIVATE], "fact": "dwelling"})


async def broken(served: Served) -> httpx2.Response:
    class Broken:
        async def find(self, name: str) -> Any:
            raise RuntimeError(PRIVATE)

    housing = await handed_in(served)
    served.texts.find = Broken().find  # type: ignore[method-assign]
    return await housing.post(f"/cases/{CASE}/refuse", {"reason": PRIVATE, "fact": "dwelling"})


PROVOKED: Mapping[str, Provoke] = PROVOKED_IN_A_HALL | {
    provoke.__name__.replace("_", "-"): provoke
    for provoke in (
        no_repeat_key, wrong_key, other_department, wrong_scope, unknown, already_decided, not_yet, too_early,
        asked_before, still_asked, which_step, not_yours, closed, not_decided, already_handed_out, not_stuck,
        which_delivery, too_large, wrong_body, broken,
    )
}  # fmt: skip
MORE: Mapping[str, dict[str, Any]] = {
    **TOLD_IN_A_HALL,
    "which-step": {"numbers": [1, 2]},
    "which-delivery": {"parts": ["one", "two"]},
    "wrong-body": {"fields": [{"field": "reason", "why": "Input should be a valid string"}]},
}


def test_every_kind_is_provoked() -> None:
    assert {*PROVOKED, "down", *OF_THE_BACKEND} == KINDS.keys()


@pytest.mark.parametrize("name", PROVOKED)
async def test_a_problem(served: Served, name: str, caplog: pytest.LogCaptureFixture) -> None:
    response = await PROVOKED[name](served)
    kind = KINDS[name]
    assert response.json() == {
        "type": TYPE + name,
        "title": kind.title,
        "status": kind.status,
        "detail": kind.help,
        **MORE.get(name, {}),
    }
    assert response.status_code == kind.status
    assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == (MEDIA_TYPE, "no-store")
    assert response.headers.get("WWW-Authenticate") == ("Bearer" if kind.status == 401 else None)
    assert PRIVATE not in response.text + caplog.text
    assert "Traceback" not in response.text + caplog.text


async def test_what_is_broken_is_logged_by_its_place(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        await broken(served)
    assert "A call failed: RuntimeError in" in caplog.text


async def test_a_database_that_does_not_answer(served: Served, silent: AsyncEngine) -> None:
    hall = served.hall
    served.hall.desk = Desk(silent, hall.vault, hall.jobs, small_province(), hall.clock)
    keys = ApiKeys(silent, hall.clock)
    key = served.given["housing"]
    programs = [Program(served.serve(served.keys), key), Program(served.serve(keys), key)]
    for program in programs:
        for response in (await program.get("/inbox"), await program.post(f"/cases/{CASE}/approve")):
            assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
            assert response.json()["type"] == TYPE + "down"


def test_every_refusal_of_the_desk_has_a_problem() -> None:
    named = (*vars(refusals).values(), *vars(hall_refusals).values())
    kinds = {kind for kind in named if isinstance(kind, type) and issubclass(kind, Refused)}
    assert kinds - {Refused} <= OF.keys()
    assert set(OF.values()) <= KINDS.keys()


# --- keys ------------------------------------------------------------------------------------------------------------


async def test_a_wrong_key(served: Served) -> None:
    key = served.given["housing"]
    start, id, secret = key.split("_")
    wrong = f"{start}_{id}_{secret[::-1]}"
    swapped = "_".join([start, id, served.given["centre"].split("_")[2]])
    credentials = ["", "Bearer", "Bearer ", f"Basic {key}", key, f"Bearer {key}0", f"Bearer {key[:-1]}"]
    credentials += [f"Bearer {key} {key}", f"Bearer {wrong}", f"Bearer {swapped}", f"Bearer {key.upper()}"]
    program = served.program("housing")
    for shown in credentials:
        for response in (
            await program.get("/inbox", Authorization=shown),
            await program.call("POST", f"/cases/{CASE}/approve", content=b"{", headers={"Authorization": shown}),
        ):
            assert (response.status_code, response.json()["type"]) == (401, TYPE + "wrong-key"), shown


async def test_the_kind_of_a_key_may_be_written_small(served: Served, housing: Program) -> None:
    assert (await housing.get("/inbox", Authorization=f"bearer  {housing.key}")).status_code == 200


async def test_a_dropped_key_is_refused_within_a_minute(served: Served) -> None:
    used, fresh = served.program("housing"), Program(served.process(), served.given["housing"])
    assert (await used.get("/inbox")).status_code == 200
    served.hall.clock.turn(0)
    assert await served.keys.drop(used.key.split("_")[1])
    assert (await fresh.get("/inbox")).status_code == 401
    served.hall.clock.turn(1)
    assert (await used.get("/inbox")).status_code == 401


async def test_a_key_is_proved_anew_after_a_minute(served: Served, housing: Program) -> None:
    for _ in range(3):
        assert (await housing.get("/inbox")).status_code == 200
        served.hall.clock.turn(1)


# --- bodies ----------------------------------------------------------------------------------------------------------


WRONG_BODIES: list[tuple[str, Any, str]] = [
    ("approve", {"registered": {"name": 1}}, "registered.name"),
    ("approve", {"registered": {"Name": "x"}}, "registered.Name.[key]"),
    ("approve", {"registered": {"name": " "}}, "registered.name"),
    ("approve", {"number": "1"}, "number"),
    ("approve", {"number": True}, "number"),
    ("approve", {"number": 0}, "number"),
    ("approve", {"step": 1}, "step"),
    ("approve", [], ""),
    ("refuse", {}, "reason"),
    ("refuse", {"reason": " "}, "reason"),
    ("refuse", {"reason": "no\u0000"}, "reason"),
    ("refuse", {"reason": "n" * 2001}, "reason"),
    ("refuse", {"reason": "no", "fact": "dweling"}, "fact"),
    ("refuse", {"reason": "no", "changes_on": 1_800_000_000}, "changes_on"),
    ("refuse", {"reason": "no", "changes_on": "2027-02-30"}, "changes_on"),
    ("refuse", {"reason": "no", "changes_on": "2027-03-01T00:00:00"}, "changes_on"),
    ("ask", {"items": []}, "items"),
    ("ask", {"items": "a photo"}, "items"),
    ("ask", {"items": ["a photo", ""]}, "items.1"),
    ("ask", {"items": ["a photo"], "days": 61}, "days"),
    ("ask", {"items": ["a photo"], "days": 1.5}, "days"),
    ("hand-out", {"how": "pigeon"}, "how"),
    ("hand-out", {"how": "collect", "number_of_post": "1"}, "number_of_post"),
    ("hand-out", {"how": "post"}, "number_of_post"),
    ("hand-out", {"number_of_post": "1"}, "number_of_post"),
    ("redeliver", {}, "tell"),
    ("redeliver", {"tell": "employer", "note": "x"}, "note"),
    ("settle", {"tell": "employer"}, "note"),
    ("settle", {"tell": "the employer", "note": "x"}, "tell"),
]


async def test_a_wrong_body_names_its_field(served: Served) -> None:
    await handed_in(served)
    for number, (act, body, field) in enumerate(WRONG_BODIES):
        program = served.program("housing" if act in ("approve", "refuse", "ask") else "centre")
        response = await program.post(f"/cases/{CASE}/{act}", body, f"k{number}")
        answer = response.json()
        assert (response.status_code, answer["type"]) == (422, TYPE + "wrong-body"), (act, body)
        assert [wrong["field"] for wrong in answer["fields"]] == [field], (act, body)
        assert answer["fields"][0]["why"], (act, body)
    assert len((await served.hall.status(CASE)).events) == 1


NO_JSON = {
    "cut off": b"{",
    "no UTF-8": b"\xff\xfe",
    "half a sign": b'{"reason": "\\ud800"}',
    "nested": b"[" * 50_000,
    "a text": b'"' + PRIVATE.encode() + b'"',
    "nothing": b"null",
}


async def test_what_is_no_json_of_ours(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    housing = await handed_in(served)
    headers = {"Idempotency-Key": "k1", "Content-Type": "application/json"}
    for name, content in NO_JSON.items():
        response = await housing.call("POST", f"/cases/{CASE}/refuse", content=content, headers=headers)
        assert (response.status_code, response.json()["type"]) == (422, TYPE + "wrong-body"), name
        assert PRIVATE not in response.text + caplog.text


async def test_a_key_for_repeating_that_cannot_be_used(served: Served) -> None:
    housing = await handed_in(served)
    for key in ("", " ", "a b", "k" * 101, "schlüssel".encode(), b"k\x7f"):
        headers: Any = {"Idempotency-Key": key}
        response = await housing.call("POST", f"/cases/{CASE}/approve", json={}, headers=headers)
        assert (response.status_code, response.json()["type"]) == (400, TYPE + "no-repeat-key"), key


async def test_a_body_whose_length_is_not_said(served: Served) -> None:
    async def pieces() -> Any:
        yield b'{"reason": "no"}'

    housing = await handed_in(served)
    headers = {"Idempotency-Key": "k1", "Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    response = await housing.call("POST", f"/cases/{CASE}/refuse", content=pieces(), headers=headers)
    assert (response.status_code, response.json()["type"]) == (413, TYPE + "too-large")


@pytest.mark.parametrize("act", ["approve", "hand-out"])
async def test_a_call_may_have_no_body(served: Served, act: str) -> None:
    housing = await handed_in(served, (1, "housing"), give="collect")
    if act == "hand-out":
        await housing.does("approve")
    program = served.program("centre") if act == "hand-out" else housing
    response = await program.call("POST", f"/cases/{CASE}/{act}", headers={"Idempotency-Key": "k9"})
    assert response.status_code == 200


async def test_a_code_that_cannot_be(served: Served) -> None:
    housing = await handed_in(served)
    for code in ("ABCD234", "ABCD23456", "ABCD234O", "%00ABCD234", "ABCD2345%20OR%201"):
        assert (await housing.get(f"/cases/{code}")).status_code == 404, code
        assert (await housing.post(f"/cases/{code}/approve")).status_code == 404, code


async def test_the_inbox_of_no_department(served: Served, centre: Program) -> None:
    for query in ("", "?department=hosing", "?department=%00"):
        response = await centre.get(f"/inbox{query}")
        assert response.json()["fields"] == [{"field": "department", "why": "name a department of the province"}]


async def test_a_fact_of_a_text_that_is_not_read_any_more(served: Served) -> None:
    """The case's own answers say which questions there were."""
    served.texts.texts.clear()
    housing = await handed_in(served)
    await served.hall.submit(permit(), case=OTHER)
    assert (await housing.post(f"/cases/{OTHER}/refuse", {"reason": "no", "fact": "dwelling"})).status_code == 422
    await housing.does("refuse", {"reason": "no", "fact": "address"})
