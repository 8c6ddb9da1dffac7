"""The description in OpenAPI 3.1: it has every call and no other, as the wire has it, and what is answered fits it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from bot.api.backend.describing import description
from bot.api.backend.desk_described import CALLS
from bot.api.backend.refusals_described import problems_of
from bot.api.hall import CheckIn
from bot.api.problems import KINDS, TYPE
from bot.backends.wire import signing
from bot.backends.wire.events import Event
from bot.backends.wire.operations import OPERATIONS, PREFIX, Operation
from procedures.vocabulary import Text
from tests.api.backend_served import ClientProgram, Town
from tests.api.conftest import CASE, Program, Served, permit
from tests.api.test_backend_calls import ASKED, WAIT, handing_in
from tests.api.test_backend_places import SLOTS, book, claim, holding
from tests.backends.sharing.county import BUYER
from tests.backends.town import NEXT

TOLD = description()
SCHEMAS = TOLD["components"]["schemas"]
BY_NAME = {operation.name: operation for operation in OPERATIONS}
Json = dict[str, Any]


def operations() -> Iterator[tuple[str, str, Json]]:
    """(method, path, operation)."""
    for path, item in TOLD["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


def described(operation: Operation[Any]) -> Json:
    told: Json = TOLD["paths"][PREFIX + operation.path][operation.method.lower()]
    return told


def refs(within: Any) -> Iterator[str]:
    if isinstance(within, dict):
        if isinstance(within.get("$ref"), str):
            yield within["$ref"]
        for each in within.values():
            yield from refs(each)
    elif isinstance(within, list):
        for each in within:
            yield from refs(each)


def resolve(ref: str) -> Any:
    found: Any = TOLD
    for part in ref.removeprefix("#/").split("/"):
        found = found[part]
    return found


def whole(schema: Json) -> Json:
    """The schema with what it refers to, for a validator."""
    return {**schema, "components": {"schemas": SCHEMAS}}


def test_it_is_openapi_3_1() -> None:
    assert TOLD["openapi"] == "3.1.0"
    assert json.loads(json.dumps(TOLD)) == TOLD
    assert set(refs(TOLD)) == {ref for ref in refs(TOLD) if resolve(ref)}
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names))
    tags = {each["name"] for each in TOLD["tags"]}
    for method, path, operation in operations():
        assert operation["summary"].endswith("."), operation["operationId"]
        assert set(operation["tags"]) <= tags
        given = {each["name"] for each in operation["parameters"] if each["in"] == "path" and each["required"]}
        assert given == set(re.findall(r"{(\w+)}", path))
        assert all(resolve(each["$ref"])["description"] if "$ref" in each else each["description"]
                   for each in operation["responses"].values())  # fmt: skip
        assert ("requestBody" in operation) <= (method in ("POST", "PUT"))
    for name, schema in SCHEMAS.items():
        assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
        Draft202012Validator.check_schema(schema)
    used = {ref.rpartition("/")[2] for ref in refs(TOLD)}
    assert set(SCHEMAS) | set(TOLD["components"]["responses"]) == used


def test_it_has_every_call_and_no_other(served: Served) -> None:
    backend = {(each.method, PREFIX + each.path, each.name) for each in OPERATIONS}
    desk = {(each.method, each.path, each.name) for each in CALLS}
    assert {(method, path, told["operationId"]) for method, path, told in operations()} == backend | desk
    routes = [*served.router().routes, *served.hall_router().routes]
    there = {
        (method, route.path)  # type: ignore[attr-defined]
        for route in routes
        if route.include_in_schema  # type: ignore[attr-defined]
        for method in route.methods  # type: ignore[attr-defined]
    }
    assert {(method, path) for method, path, _ in desk} == there


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_a_call_is_described_as_the_wire_has_it(operation: Operation[Any]) -> None:
    told = described(operation)
    if operation.says is not None and operation.says is not bytes:
        body = told["requestBody"]
        assert body["required"] is True
        check_same(body["content"]["application/json"]["schema"], operation.says, "validation")
    else:
        assert ("requestBody" in told) is (operation.says is bytes)
    if operation.tells is None:
        assert "content" not in told["responses"]["204"]
    else:
        content = told["responses"]["200"]["content"]
        check_same(content["application/json"]["schema"], operation.tells, "serialization")
    headers = {each["name"] for each in told["parameters"] if each["in"] == "header"}
    assert ("Idempotency-Key" in headers, "If-None-Match" in headers) == (operation.keyed, operation.tagged)
    assert ("304" in told["responses"]) is operation.tagged


WRITTEN = {"Text", "Duration", "Condition", "Clause", "Test", "Submission", "HandedIn", "DisputeSaid"}
"""Those that are read from a text, or within bounds: they say more than their models do."""


def check_same(schema: Json, model: Any, mode: Any) -> None:
    """Both are the same schema, with all that they refer to."""
    expected = TypeAdapter(model).json_schema(mode=mode, ref_template="#/components/schemas/{model}")
    definitions = expected.pop("$defs", {})
    if "$ref" in schema:
        schema = resolve(schema["$ref"])
        expected = definitions.get(expected["$ref"].rpartition("/")[2]) if "$ref" in expected else expected
    assert schema == expected or schema["title"] in WRITTEN
    for name, definition in definitions.items():
        if name not in WRITTEN:
            assert SCHEMAS[name] == definition, name


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_problem_of_a_call_is_named(operation: Operation[Any]) -> None:
    told = {
        name.removeprefix(TYPE): int(status)
        for status, answer in described(operation)["responses"].items()
        if "$ref" in answer
        for name in resolve(answer["$ref"])["content"]["application/problem+json"]["schema"]["allOf"][1]["properties"][
            "type"
        ]["enum"]
    }
    assert told == {name: KINDS[name].status for name in problems_of(operation)}
    assert {"wrong-key", "wrong-scope", "too-many", "down", "broken"} <= told.keys()
    assert ("not-offered" in told) is (operation.part is not None)


def test_the_callback_is_described() -> None:
    told = TOLD["webhooks"]["event"]["post"]
    assert [each["name"] for each in told["parameters"]] == [signing.ID, signing.TIME, signing.SIGNATURE]
    expected = TypeAdapter(Event).json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    expected.pop("$defs")
    assert told["requestBody"]["content"]["application/json"]["schema"] == expected


async def test_a_body_of_the_desk_that_may_be_left_out(served: Served, centre: Program) -> None:
    """Null says as little; as described, so it is answered."""
    await served.hall.submit(permit((1, "housing")), case=CASE)
    await served.hall.approve("housing", CASE)
    for _, path, operation in operations():
        body = operation.get("requestBody", {"required": True})
        if not body["required"]:
            schema = whole(body["content"]["application/json"]["schema"])
            assert Draft202012Validator(schema).is_valid(None), path
            assert not Draft202012Validator(schema).is_valid([]), path
    null = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    answered = await centre.call("POST", f"/cases/{CASE}/hand-out", content="null", headers=null)
    assert (answered.status_code, answered.json()["type"]) == (409, f"{TYPE}already-handed-out")


@pytest.mark.parametrize("space", [" ", "\u3000", "\x85 \n\t", "\u2003\u2028"])
def test_what_is_only_space_is_described_as_wrong(space: str) -> None:
    """Since it is cut off, and nothing is left."""
    for name, told in (("Text", {"zh": "一", "en": space}), ("CheckIn", {"case": space})):
        schema = Draft202012Validator(whole({"$ref": f"#/components/schemas/{name}"}))
        assert not schema.is_valid(told)
        assert schema.is_valid({key: f"{value}x" for key, value in told.items()})
    with pytest.raises(ValidationError):
        Text(zh="一", en=space)
    with pytest.raises(ValidationError):
        CheckIn(case=space)
    assert Text(zh="一", en="\x1c").en == "\x1c"  # a sign that only Python calls space


async def test_it_is_public(served_nowhere: ClientProgram) -> None:
    response = await served_nowhere.get("/openapi.json", Authorization="")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    assert response.json() == TOLD


async def test_what_is_answered_fits_it(town: Town, hangzhou: ClientProgram) -> None:
    """A call of each kind; problems too."""
    me = {"number": BUYER}
    booked = await book(hangzhou)
    position = await hangzhou.does("/waiting", {**WAIT, "booker": {"chat": "other"}, "awaited": {
        **WAIT["awaited"], "case": "W1"}})  # fmt: skip
    consent = await hangzhou.does("/consents", {**me, "asked": ASKED})
    submitted = await hangzhou.does("/applications", handing_in())
    answered: list[tuple[str, Any]] = [
        ("about", (await hangzhou.get("")).json()),
        ("centres", (await hangzhou.get("/centres")).json()),
        ("slots", (await hangzhou.get(SLOTS)).json()),
        ("hold", await hangzhou.does("/holds", holding(claim(NEXT, "D1"), chat="d"))),
        ("appointment", booked),
        ("join", position),
        ("agree", consent),
        ("look_up", await hangzhou.does(f"/consents/{consent['id']}/look-up", {"wanted": ASKED["wanted"]})),
        ("own_data", await hangzhou.does("/own-data/read", me)),
        ("submit", submitted),
        ("status", (await hangzhou.get("/applications/A1")).json()),
        ("give_pass", await hangzhou.does("/applications/A1/pass", me)),
    ]
    for name, told in answered:
        schema = described(BY_NAME[name])["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator(whole(schema)).validate(told)
    wrong = await hangzhou.post("/holds", {})
    answer = resolve(described(BY_NAME["hold"])["responses"]["422"]["$ref"])
    Draft202012Validator(whole(answer["content"]["application/problem+json"]["schema"])).validate(wrong.json())
    assert not Draft202012Validator(whole({"$ref": "#/components/schemas/About"})).is_valid({"version": "1"})


async def test_what_the_desk_answers_fits_it(served: Served) -> None:
    housing, centre, hall = (served.program(each) for each in ("housing", "centre", "hall:east"))
    await served.hall.submit(permit((1, "housing")), case=CASE)
    answered = {
        "inbox": (await housing.get("/inbox")).json(),
        "late": (await centre.get("/late")).json(),
        "read_case": (await housing.get(f"/cases/{CASE}")).json(),
        "approve": await housing.does("approve"),
        "walk_in": (await hall.post("/hall/walk-in", {"counter": "permits"})).json(),
        "queue": (await hall.get("/hall/queue")).json(),
        "wait": (await hall.get("/hall/wait?counter=permits")).json(),
        "call_next": (await hall.post("/hall/call", {"counter": "permits", "window": "1"})).json(),
    }
    for _, _, operation in operations():
        told = answered.pop(operation["operationId"], None)
        if told is not None:
            schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
            Draft202012Validator(whole(schema)).validate(told)
    assert not answered
