"""What is read of a call of the backend, and what is refused of it, before anything is done."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.api.problems import KINDS
from tests.api.backend_served import ClientProgram, Town, name_of
from tests.api.conftest import CASE, Program, Served
from tests.api.test_backend_calls import ASKED, HOME, WAIT, handing_in
from tests.api.test_backend_places import SLOTS, claim, holding
from tests.backends.contract import asking
from tests.backends.sharing.county import BUYER
from tests.backends.town import EARLY

PRIVATE = "张三的秘密"
ME = {"number": BUYER}


async def test_the_scope_of_a_key_is_held_to(town: Town) -> None:
    """A key of a department, the centre or a hall is no client's."""
    for scope in ("housing", "centre", "hall:east"):
        key = await town.keys.add(scope)
        response = await ClientProgram(town.serve(), key).get("/centres")
        assert (response.status_code, name_of(response)) == (403, "wrong-scope")


async def test_a_client_is_nobody_at_the_desk(served: Served) -> None:
    client = Program(served.serve(served.keys), await served.keys.add("client:hangzhou"))
    for path in ("/inbox", "/late", f"/cases/{CASE}", "/hall/queue"):
        response = await client.get(path)
        assert (response.status_code, name_of(response)) == (403, "wrong-scope"), path
    response = await client.post(f"/cases/{CASE}/approve")
    assert (response.status_code, name_of(response)) == (403, "wrong-scope")


@pytest.mark.parametrize(
    ("method", "path", "answer", "allowed"),
    [
        ("GET", "/nothing", "unknown", None),
        ("GET", "/holds/x/y", "unknown", None),
        ("PUT", "/desk/inbox", "unknown", None),
        ("GET", "/", "unknown", None),
        ("POST", "", "wrong-method", "GET"),
        ("GET", "/holds", "wrong-method", "POST"),
        ("HEAD", "/centres", "wrong-method", "GET"),
        ("TRACE", "/callback", "wrong-method", "DELETE, GET, PUT"),
        ("QUERY", "/offers/x", "wrong-method", "DELETE, GET"),
        ("PUT", "/appointments/cancel", "wrong-method", "POST"),
        ("POST", "/openapi.json", "wrong-method", "GET"),
    ],
)
async def test_what_is_not_there_needs_no_key(
    method: str, path: str, answer: str, allowed: str | None, served_nowhere: ClientProgram
) -> None:
    response = await served_nowhere.call(method, path)
    assert response.status_code == KINDS[answer].status
    assert method == "HEAD" or name_of(response) == answer
    assert response.headers.get("Allow") == allowed


async def test_what_stands_in_the_address_is_read_strictly(town: Town, hangzhou: ClientProgram) -> None:
    good = {"centre": "xihu", "counter": "passport", "first_day": "2026-12-02", "working_days": "1"}
    wrong: list[tuple[dict[str, str], str]] = [
        ({"centre": ""}, "centre"),
        ({"centre": "西湖"}, "centre"),
        ({"counter": "x" * 65}, "counter"),
        ({"first_day": "2026-02-30"}, "first_day"),
        ({"first_day": "1796169600"}, "first_day"),
        ({"first_day": "2026-12-02T00:00:00"}, "first_day"),
        ({"working_days": "0"}, "working_days"),
        ({"working_days": "61"}, "working_days"),
        ({"working_days": "1.0"}, "working_days"),
        ({"working_days": "+1"}, "working_days"),
        ({"limit": "1001"}, "limit"),
        ({"limit": "0"}, "limit"),
        ({"limit": ""}, "limit"),
        ({"after": ""}, "after"),
        ({"after": "x"}, "after"),
        ({"after": "bnVsbA"}, "after"),  # null
        ({"after": "WyJhIl0"}, "after"),  # ["a"]: of another list
        ({"page": "2"}, "page"),
    ]
    for changed, field in wrong:
        response = await hangzhou.call("GET", "/slots", params={**good, **changed})
        assert (response.status_code, name_of(response)) == (422, "wrong-body"), changed
        assert [each["field"] for each in response.json()["fields"]] == [field], changed
    for path in (SLOTS + "&limit=1&limit=2", "/waiting/x?limit=1", "/papers/k"):
        response = await hangzhou.call("PUT" if path.startswith("/papers") else "GET", path, content=b"x")
        assert (response.status_code, name_of(response)) == (422, "wrong-body"), path
    for name in ("%00", "x" * 65, "%E8%A5%BF", "a b"):
        assert (await hangzhou.get(f"/appointments/{name}")).status_code == 404


async def test_a_body_is_read_strictly(town: Town, hangzhou: ClientProgram) -> None:
    awaited = WAIT["awaited"]
    assert isinstance(awaited, dict)
    wrong: list[tuple[str, Any, str]] = [
        ("/holds", {**holding(), "note": PRIVATE}, "note"),
        ("/holds", holding(keep_seconds="60"), "keep_seconds"),
        ("/holds", holding(keep_seconds=3601), "keep_seconds"),
        ("/holds", holding(keep_seconds=1.5), "keep_seconds"),
        ("/appointments", {"holds": ["\x00"]}, "holds.0"),
        ("/holds", {**holding(), "claims": []}, "claims"),
        ("/holds", holding(claim(case="")), "claims.0.case"),
        ("/holds", holding(claim(case=PRIVATE)), "claims.0.case"),
        ("/holds", holding(*[claim()] * 33), "claims"),
        ("/holds", [], ""),
        ("/holds", None, ""),
        ("/appointments", {"holds": [1]}, "holds.0"),
        ("/waiting", {**WAIT, "awaited": {**awaited, "opens": 1_800_000_000}}, "awaited.opens"),
        ("/waiting", {**WAIT, "awaited": {**awaited, "opens": "1800000000"}}, "awaited.opens"),
        ("/waiting", {**WAIT, "awaited": {**awaited, "opens": "0001-01-01T00:00:00+23:00"}}, "awaited.opens"),
        ("/waiting", {**WAIT, "awaited": {**awaited, "opens": "2026-12-02T08:00:00"}}, "awaited.opens"),
        ("/waiting", {**WAIT, "awaited": {**awaited, "latest": "8:30"}}, "awaited.latest"),
        ("/consents", {**ME, "asked": {**ASKED, "wanted": [{**HOME, "which": -1}]}}, "asked.wanted.0.which"),
        ("/consents", {**ME, "asked": ASKED, "lasts_seconds": 0}, "lasts_seconds"),
    ]
    for path, body, field in wrong:
        written = json.dumps(body)
        headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
        response = await hangzhou.call("POST", path, content=written, headers=headers)
        assert (response.status_code, name_of(response)) == (422, "wrong-body"), body
        assert response.json()["fields"][0]["field"] == field, response.text
        assert PRIVATE not in response.text
    whole = {"Idempotency-Key": "whole", "Content-Type": "application/json"}
    five = await hangzhou.call("POST", "/holds", content=json.dumps(holding(keep_seconds=5.0)), headers=whole)
    assert five.status_code == 200  # in JSON 5.0 is 5
    for content in (b"", b"{", b"\xff\xfe", b"[" * 50_000, b'{"claims": "\\ud800"}'):
        headers = {"Idempotency-Key": "k", "Content-Type": "application/json; charset=UTF-8"}
        response = await hangzhou.call("POST", "/holds", content=content, headers=headers)
        assert (response.status_code, name_of(response)) == (422, "wrong-body"), content[:9]


async def test_what_is_handed_in_is_within_bounds(town: Town, hangzhou: ClientProgram) -> None:
    def changed(**told: Any) -> Any:
        said = handing_in()
        said["submission"]["parts"][0].update(told)
        return said

    time = {"legal": {"limit": "1000 months", "verified": "no"}}
    approvals = [{"when": {"address": "rented"}, "step": 1, "department": "market"}]
    wrong: list[tuple[Any, str]] = [
        (handing_in(""), "submission.case"),
        (handing_in("A" * 65), "submission.case"),
        (handing_in("A1\x00"), "submission.case"),
        ({**ME, "submission": {**handing_in()["submission"], "parts": []}}, "submission.parts"),
        ({**ME, "submission": {**handing_in()["submission"], "parts": handing_in()["submission"]["parts"] * 2}},
         "submission.parts"),
        (changed(time=time), "submission.parts"),
        (changed(papers=[{"document": "lease", "person": "you", "follows_within": 1000}]), "submission.parts"),
        # A condition that is called otherwise would be overlooked, and the department decide without it.
        (changed(approvals=approvals), "submission.parts.0.approvals.0.when"),
        (changed(time={"legal": {"limit": "soon", "verified": "no"}}), "submission.parts.0.time.legal.limit"),
    ]  # fmt: skip
    for said, field in wrong:
        response = await hangzhou.post("/applications", said)
        assert (response.status_code, name_of(response)) == (422, "wrong-body"), response.text
        assert response.json()["fields"][0]["field"] == field, response.text
    too_long = await hangzhou.post("/applications", changed(procedure="p" * 65))  # SQLite keeps it
    assert too_long.status_code == (422 if town.engine.dialect.name == "postgresql" else 200)


async def pieces(of: bytes, number: int) -> AsyncIterator[bytes]:
    for _ in range(number):
        yield of


async def test_a_body_without_a_length_is_counted_while_it_comes(town: Town, hangzhou: ClientProgram) -> None:
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    told = json.dumps(holding()).encode()
    fine = await hangzhou.call("POST", "/holds", content=pieces(told, 1), headers=headers)
    assert fine.status_code == 200
    large = await hangzhou.call("POST", "/holds", content=pieces(b" " * 4096, 257), headers=headers)
    assert (large.status_code, name_of(large)) == (413, "too-large")


async def test_a_body_of_another_kind(town: Town, hangzhou: ClientProgram) -> None:
    for kind in ("", "text/json", "application/json; charset=gbk", "application/x-www-form-urlencoded"):
        headers = {"Idempotency-Key": "k"} | ({"Content-Type": kind} if kind else {})
        response = await hangzhou.call("POST", "/holds", content=b"{}", headers=headers)
        assert (response.status_code, name_of(response)) == (415, "wrong-type"), kind
    wrong = await ClientProgram(hangzhou.served, "none").call("POST", "/holds", content=b"{}")
    assert (wrong.status_code, name_of(wrong)) == (401, "wrong-key")  # the key comes first


async def test_a_paper_says_what_it_is_or_nothing(town: Town, hangzhou: ClientProgram) -> None:
    for kind, status in (("text/html", 415), ("image/jpeg", 422), ("", 422)):
        headers = {"Content-Type": kind} if kind else {}
        response = await hangzhou.call("PUT", "/papers/k?case=A1", content=b"GIF", headers=headers)
        assert response.status_code == status


async def test_only_the_holder_s_appointment_is_read(town: Town, hangzhou: ClientProgram) -> None:
    """One of a chat of this installation is nobody's client's."""
    appointment = await asking.book(town.window, EARLY, "C1")
    assert name_of(await hangzhou.get(f"/appointments/{appointment.id}")) == "unknown"
