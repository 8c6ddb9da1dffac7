"""Every problem of the backend's calls, each provoked once; what is read of a call, and what is refused of it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest

from bot.api.problems import KINDS, MEDIA_TYPE
from bot.backends.onewindow.window import OneWindow
from bot.backends.wire.problems import NAMES, TYPE
from tests.api.backend_served import ClientProgram, Town, name_of
from tests.api.test_backend_calls import HOME, handing_in
from tests.api.test_backend_places import SLOTS, book, claim, holding
from tests.backends.sharing.county import BUYER
from tests.backends.town import EARLY, LATER, NEXT, TEN_WINDOWS, build_town

PRIVATE = "张三的秘密"
ME = {"number": BUYER}
Provoke = Callable[[Town, ClientProgram], Awaitable[httpx2.Response]]


async def no_repeat_key(town: Town, client: ClientProgram) -> httpx2.Response:
    return await client.call("POST", "/holds", json=holding())


async def wrong_key(town: Town, client: ClientProgram) -> httpx2.Response:
    return await client.get("/centres", Authorization="Bearer ov1_" + "0" * 12 + "_" + "0" * 64)


async def wrong_scope(town: Town, client: ClientProgram) -> httpx2.Response:
    return await client.get("/centres", Authorization=f"Bearer {town.given['housing']}")


async def unknown(town: Town, client: ClientProgram) -> httpx2.Response:
    return await client.get(f"/appointments/{'0' * 32}")


async def not_offered(town: Town, client: ClientProgram) -> httpx2.Response:
    return await town.client(served=town.serve(town.behind(waiting=None))).get("/waiting/x")


async def wrong_method(town: Town, client: ClientProgram) -> httpx2.Response:
    return await client.call("PATCH", "/appointments")


async def slot_gone(town: Town, client: ClientProgram) -> httpx2.Response:
    return await client.post("/holds", holding(claim("nowhere.passport.20261202T0030Z")))


async def hold_expired(town: Town, client: ClientProgram) -> httpx2.Response:
    held = await client.does("/holds", holding(claim(EARLY, "E1"), chat="e", keep_seconds=1))
    town.hall.clock.turn(1)
    return await client.post("/appointments", {"holds": [held["holds"][0]["id"]]})


async def already_booked(town: Town, client: ClientProgram) -> httpx2.Response:
    await book(client, NEXT, "F1")
    return await client.post("/holds", holding(claim(TEN_WINDOWS, "F1"), chat="F1"), "again")


async def limit_reached(town: Town, client: ClientProgram) -> httpx2.Response:
    await book(client, LATER, "G1")
    return await client.post("/holds", holding(claim(TEN_WINDOWS, "G2"), chat="G1"), "again")


async def too_late(town: Town, client: ClientProgram) -> httpx2.Response:
    booked = await book(client, TEN_WINDOWS, "H1")
    before, town.hall.clock.now = town.hall.clock.now, town.hall.clock.now.replace(day=3)
    try:
        return await client.post("/appointments/cancel", {"appointments": [booked["id"]]}, "late")
    finally:
        town.hall.clock.now = before


async def no_consent(town: Town, client: ClientProgram) -> httpx2.Response:
    return await client.post(f"/consents/{'0' * 32}/look-up", {"wanted": [HOME]})


async def already_submitted(town: Town, client: ClientProgram) -> httpx2.Response:
    await client.does("/applications", handing_in("I1"))
    return await client.post("/applications", handing_in("I1"), "again")


async def incomplete(town: Town, client: ClientProgram) -> httpx2.Response:
    said = handing_in("J1")
    said["submission"]["parts"][0]["form"][0]["value"] = None
    return await client.post("/applications", said)


async def not_asked(town: Town, client: ClientProgram) -> httpx2.Response:
    await client.does("/applications", handing_in("K1"))
    return await client.post("/applications/K1/add", {**ME, "added": {"note": PRIVATE}})


async def closed(town: Town, client: ClientProgram) -> httpx2.Response:
    await client.does("/applications", handing_in("L1"))
    await town.hall.approve("market", "L1")
    return await client.post("/applications/L1/withdraw", ME)


async def too_large(town: Town, client: ClientProgram) -> httpx2.Response:
    return await client.post("/consents", {**ME, "asked": PRIVATE * 400_000})


async def wrong_type(town: Town, client: ClientProgram) -> httpx2.Response:
    headers = {"Idempotency-Key": "k", "Content-Type": "text/plain"}
    return await client.call("POST", "/holds", content=json.dumps(holding()), headers=headers)


async def wrong_body(town: Town, client: ClientProgram) -> httpx2.Response:
    return await client.post("/own-data/read", {"number": PRIVATE})


async def paper_refused(town: Town, client: ClientProgram) -> httpx2.Response:
    return await client.call("PUT", "/papers/k?case=M1", content=PRIVATE.encode())


async def key_used(town: Town, client: ClientProgram) -> httpx2.Response:
    await client.does("/holds", holding(claim(TEN_WINDOWS, "N1"), chat="n"), "used")
    return await client.post("/holds", holding(claim(TEN_WINDOWS, "N2"), chat="o"), "used")


async def too_many(town: Town, client: ClientProgram) -> httpx2.Response:
    while (answered := await client.get("/waiting/x")).status_code == 200:
        pass
    return answered


async def broken(town: Town, client: ClientProgram) -> httpx2.Response:
    class Broken(OneWindow):
        async def slots(self, *_: Any) -> Any:
            raise RuntimeError(PRIVATE)

    window = Broken(town.engine, build_town(), town.hall.clock)
    return await town.client("ningbo", town.serve(town.behind(places=window))).get(SLOTS)


PROVOKED: dict[str, Provoke] = {
    provoke.__name__.replace("_", "-"): provoke
    for provoke in (
        no_repeat_key, wrong_key, wrong_scope, unknown, not_offered, wrong_method, slot_gone, hold_expired,
        already_booked, limit_reached, too_late, no_consent, already_submitted, incomplete, not_asked, closed,
        too_large, wrong_type, wrong_body, paper_refused, key_used, too_many, broken,
    )
}  # fmt: skip
MORE: dict[str, dict[str, Any]] = {
    "incomplete": {"missing": ["name"]},
    "paper-refused": {"why": "type"},
    "wrong-body": {"fields": [{"field": "number", "why": "String should match pattern '^[ \\x21-\\x7e]{1,32}$'"}]},
}
HEADERS = {
    "wrong-key": {"WWW-Authenticate": "Bearer"},
    "wrong-method": {"Allow": "POST"},
    "too-large": {"Connection": "close"},
    "too-many": {"Retry-After": "1"},
}
TOLD = ("WWW-Authenticate", "Allow", "Connection", "Retry-After")
ELSEWHERE = {"too-slow", "down", "events-gone"}
"""Provoked in test_backend_stalling.py, below, and in test_feed.py."""
OF_THE_BACKEND = PROVOKED.keys() | ELSEWHERE


def test_every_refusal_of_the_ports_is_provoked() -> None:
    assert set(NAMES.values()) <= OF_THE_BACKEND
    assert KINDS.keys() >= OF_THE_BACKEND


async def test_each_problem(town: Town, hangzhou: ClientProgram, caplog: pytest.LogCaptureFixture) -> None:
    for name, provoke in PROVOKED.items():
        response = await provoke(town, hangzhou)
        kind = KINDS[name]
        told = {"type": TYPE + name, "title": kind.title, "status": kind.status, "detail": kind.help}
        assert response.json() == {**told, **MORE.get(name, {})}, name
        assert response.status_code == kind.status
        assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == (MEDIA_TYPE, "no-store")
        headers = {
            each: response.headers.get(each) for each in ("WWW-Authenticate", "Allow", "Connection", "Retry-After")
        }
        assert {each: value for each, value in headers.items() if value is not None} == HEADERS.get(name, {}), name
        assert PRIVATE not in response.text + caplog.text, name
        assert "Traceback" not in response.text + caplog.text, name


async def test_a_database_that_does_not_answer(town: Town, silent: Any) -> None:
    window = OneWindow(silent, build_town(), town.hall.clock)
    client = town.client(served=town.serve(town.behind(places=window)))
    for response in (await client.get(SLOTS), await client.post("/holds", holding(), "again")):
        assert (response.status_code, name_of(response), response.headers["Retry-After"]) == (503, "down", "5")
    assert (await town.client().does("/holds", holding(), "again"))["holds"]
