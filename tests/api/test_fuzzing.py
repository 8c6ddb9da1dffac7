"""What `make fuzz` lets pass: each refusal that it expects is one that the API gives, and no other."""

from __future__ import annotations

import tomllib
from typing import Any

import httpx2

from tests.api.backend_served import ClientProgram, Town
from tests.api.conftest import CASE, Served, permit
from tests.api.fuzzing.__main__ import RUNS, settings
from tests.api.fuzzing.expected import EXPECTED, EXPECTED_IN_FIELDS, LEFT, is_expected
from tests.api.fuzzing.standing import SCOPES
from tests.api.test_backend_calls import WAIT, handing_in
from tests.api.test_backend_places import SLOTS, book, claim, holding
from tests.backends.town import LATER, NEXT, TWO_WINDOWS


async def test_what_is_expected_of_the_backend(town: Town, hangzhou: ClientProgram) -> None:
    id = (await book(hangzhou))["id"]
    twice: dict[str, Any] = handing_in("S1")
    twice["submission"]["parts"] *= 2
    moves = [{"appointment": id, "slot": slot} for slot in (NEXT, LATER)]
    claims = (claim(NEXT, "A2"), claim(TWO_WINDOWS, "A2", procedure="card"))
    refused = [
        await hangzhou.post("/appointments", {"holds": ["another"]}, "confirm/A1"),
        await hangzhou.call("PUT", "/papers/k?case=A1", content=b"GIF89a"),
        await hangzhou.get(f"{SLOTS}&after=x"),
        await hangzhou.get("/events?after=x"),
        await hangzhou.get("/events?after=999"),
        await hangzhou.post("/applications", twice),
        await hangzhou.post("/holds", holding(*claims, chat="x")),
        await hangzhou.post("/appointments/move", {"moves": moves}),
    ]
    assert [(each.status_code, is_expected(each.json())) for each in refused] == [(422, True)] * len(refused)
    assert names(refused) == EXPECTED | {"wrong-body"}
    told = in_fields(refused)
    assert {field for field, _ in EXPECTED_IN_FIELDS - told} == {"fact", "number_of_post", "case"}
    for path, body in (("/holds", {}), ("/holds", {**holding(), "after": 1}), ("/waiting", {"after": "x"})):
        assert not is_expected((await hangzhou.post(path, body, "other")).json())


async def test_what_is_expected_of_the_desk(served: Served) -> None:
    housing, centre, hall = (served.program(each) for each in ("housing", "centre", "hall:east"))
    await served.hall.submit(permit((1, "housing")), case=CASE)
    refused = [
        await housing.post(f"/cases/{CASE}/refuse", {"reason": "no", "fact": "weather"}),
        await centre.post(f"/cases/{CASE}/hand-out", {"how": "collect", "number_of_post": "1"}),
        await hall.post("/hall/check-in", {"case": "OV1:x"}),
    ]
    assert [(each.status_code, is_expected(each.json())) for each in refused] == [(422, True)] * 3
    assert {field for field, _ in in_fields(refused)} == {"fact", "number_of_post", "case"}
    assert not is_expected((await housing.post(f"/cases/{CASE}/refuse", {"fact": "weather"})).json())


async def test_a_position_that_was_left(town: Town, hangzhou: ClientProgram) -> None:
    position = (await hangzhou.does("/waiting", WAIT))["id"]
    assert (await hangzhou.get(f"/waiting/{position}")).json() != LEFT
    await hangzhou.call("DELETE", f"/waiting/{position}")
    assert (await hangzhou.get(f"/waiting/{position}")).json() == LEFT


def names(refused: list[httpx2.Response]) -> set[str]:
    return {each.json()["type"].rpartition(":")[2] for each in refused}


def in_fields(refused: list[httpx2.Response]) -> set[tuple[str, str]]:
    told = {(said["field"], said["why"]) for each in refused for said in each.json().get("fields", [])}
    assert told <= EXPECTED_IN_FIELDS
    return told


def test_the_settings_can_be_read() -> None:
    told = tomllib.loads(settings("ov1_1_2", {"path.case": ["A", 'B"'], "body.holds[*]": ["1"]}))
    assert told["headers"] == {"Authorization": "Bearer ov1_1_2"}
    assert [told["dictionaries"][name]["values"] for name in ("known0", "known1")] == [["A", 'B"'], ["1"]]
    assert {place: each["dictionary"] for place, each in told["parameters"].items()} == {
        "path.case": "known0", "body.holds[*]": "known1",
    }  # fmt: skip
    assert {run.scope for run in RUNS} < set(SCOPES)
