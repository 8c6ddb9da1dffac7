"""The town that is called, and what stands in it: cases, holds, appointments, offers, consents, numbers in the hall.

Without them every call of a generated name would end at 404, before anything is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import web
from bot.api.backend.owners import Owners
from bot.api.backend.router import backend_router
from bot.api.keys import CENTRE, ApiKeys
from bot.api.limits import Limits, Rate
from bot.backends.onewindow.window import OneWindow
from bot.database.encryption import Vault, new_secret
from bot.dialogue.applications import HandedIn
from bot.storage.papers import StoredPapers
from tests.api.backend_served import CLIENTS, ClientProgram, Town
from tests.api.conftest import Program, Served, Texts, permit
from tests.api.test_backend_calls import ASKED, WAIT, handing_in
from tests.api.test_backend_places import claim, holding
from tests.backends.applications.hall import Body, Hall, approval
from tests.backends.contract import asking
from tests.backends.sharing.county import BUYER, build_county, entry
from tests.backends.sharing.registers import Register
from tests.backends.town import WEDNESDAY, build_town
from tests.papers import JPEG
from tests.small import small_definition, small_province

CLIENT, DEPARTMENT, HALL = CLIENTS[0], "housing", "hall:east"
SCOPES = (*CLIENTS, DEPARTMENT, CENTRE, HALL)
EACH = 24
"""Things of a kind: many calls use one up."""
NO_LIMIT = Rate(10**9, 10**9)
Known = Mapping[str, list[str]]
"""Values that exist, by the place in a call where they are said: `path.case`, `query.centre`, `body.holds[*]`."""


@dataclass(frozen=True)
class Standing:
    """What is served, the keys to it, and what exists there for each of them."""

    app: FastAPI
    given: Mapping[str, str]
    known: Mapping[str, Known]


async def build(engine: AsyncEngine) -> Standing:
    """On a migrated and empty database."""
    vault = Vault.from_secret(new_secret())
    hall = Hall(engine, vault)
    hall.bodies["employer"] = Body()
    keys = ApiKeys(engine, hall.clock)
    given = {scope: await keys.add(scope) for scope in SCOPES}
    registers = {name: Register() for name in build_county().registers}
    registers["home-register"].entries[BUYER] = entry(BUYER, owner="王芳", area="89")
    window = OneWindow(engine, build_town(), hall.clock)
    town = Town(engine, vault, given, hall, window, registers, Limits(hall.clock, NO_LIMIT), keys)
    desk = Served(hall, keys, Texts({"p1": small_definition()}), StoredPapers(engine, vault, "web", hall.clock), given)
    owners = Owners(engine, hall.clock)
    backend = backend_router(town.behind(), keys, owners, town.limits, hall.clock)
    app = web.application(engine, [desk.hall_router(), desk.router(), backend])
    paper = (await desk.papers.keep("chat", "1", "x", JPEG)).id
    hall.papers.there[paper] = None
    cases = await _at_the_desk(desk, paper)
    known = {
        CLIENT: await _of_a_client(town, ClientProgram(app, given[CLIENT])),
        DEPARTMENT: {
            "path.code": cases[DEPARTMENT],
            "path.paper": [paper],
            "query.department": [DEPARTMENT],
            "body.fact": ["dwelling"],
        },
        CENTRE: {
            "path.code": cases[CENTRE],
            "path.paper": [paper],
            "body.tell": ["employer"],
            "body.how": ["post"],
            "body.number_of_post": ["EMS1"],
        },
        HALL: await _in_the_hall(desk, Program(app, given[HALL])),
    }
    return Standing(app, given, known)


async def _of_a_client(town: Town, client: ClientProgram) -> Known:
    cases = [f"CASE{number:04}" for number in range(EACH)]
    slots = [slot.id for slot in await town.window.slots("xihu", "social-security", WEDNESDAY, 10)]
    holds, booked = slots[:EACH], slots[EACH : 2 * EACH]
    known: dict[str, list[str]] = {
        "path.hold": [await _hold(client, slot, f"HELD{at:04}") for at, slot in enumerate(holds)],
        "path.appointment": [await _book(client, slot, case) for slot, case in zip(booked, cases, strict=True)],
        "path.waiting": [await _wait(client, case, at) for at, case in enumerate(cases)],
        "path.offer": await _offers(town, client),
        "path.consent": [await _agree(client, case) for case in cases],
        "path.case": [await _hand_in(town, client, case) for case in cases],
    }
    paper = (await client.call("PUT", "/papers/lease-1?case=CASE0000", content=JPEG)).json()["id"]
    town.hall.papers.there[paper] = None
    return known | {
        "query.centre": ["xihu", "yuhang"],
        "query.counter": ["real-estate", "social-security"],
        "query.first_day": [f"{WEDNESDAY}"],
        "query.case": cases,
        "body.holds[*]": known["path.hold"],
        "body.appointments[*]": known["path.appointment"],
        "body.moves[*].appointment": known["path.appointment"],
        "body.moves[*].slot": slots[2 * EACH :],
        "body.claims[*].slot": slots[2 * EACH :],
        "body.claims[*].case": [f"NEW{at}" for at in range(EACH)],
        "body.booker.chat": [f"chat{at}" for at in range(EACH)],
        "body.awaited.centre": ["xihu"],
        "body.awaited.counter": ["social-security"],
        "body.number": [BUYER],
        "body.asked.case": cases,
        **_said_of_registers("body.asked.wanted[*]"),
        **_said_of_registers("body.wanted[*]"),
        "body.submission.parts[*].papers[*].paper": [paper],
        "body.added.papers[*].paper": [paper],
    }


def _said_of_registers(place: str) -> Known:
    said = {"person": "you", "registers[*]": "home-register", "document": "home-certificate"}
    return {f"{place}.{name}": [value] for name, value in said.items()}


async def _hold(client: ClientProgram, slot: str, case: str) -> str:
    held = await client.does("/holds", holding(claim(slot, case), chat=case), f"hold/{case}")
    id: str = held["holds"][0]["id"]
    return id


async def _book(client: ClientProgram, slot: str, case: str) -> str:
    held = await _hold(client, slot, case)
    booked = await client.does("/appointments", {"holds": [held]}, f"confirm/{case}")
    id: str = booked["appointments"][0]["id"]
    return id


async def _wait(client: ClientProgram, case: str, at: int) -> str:
    return await _join(client, {"case": case, "counter": "tax"}, f"waits {at}")


async def _join(client: ClientProgram, awaited: Mapping[str, str], chat: str) -> str:
    said: Any = {"awaited": {**WAIT["awaited"], "earliest": None, "latest": None, **awaited}, "booker": {"chat": chat}}
    joined = await client.does("/waiting", said, f"join/{chat.replace(' ', '/')}")
    id: str = joined["id"]
    return id


async def _offers(town: Town, client: ClientProgram) -> list[str]:
    """Somebody else's places that became free, while the client's citizens wait for them."""
    slots = [slot.id for slot in await town.window.slots("xihu", "passport", WEDNESDAY, 1)]
    theirs = [await asking.book(town.window, slot, f"THEIRS{at}") for at, slot in enumerate(slots)]
    for at in range(len(theirs)):
        await _join(client, {"case": f"OFFER{at}"}, f"offered {at}")
    for each in theirs:
        await asking.cancel(town.window, each.id, f"cancel {each.id}")
    return [each.id for each in await town.places() if each.state == "offered"]


async def _agree(client: ClientProgram, case: str) -> str:
    said = {"number": BUYER, "asked": {**ASKED, "case": case}}
    id: str = (await client.does("/consents", said, f"agree/{case}"))["id"]
    return id


async def _hand_in(town: Town, client: ClientProgram, case: str) -> str:
    """One that is asked for something."""
    await client.does("/applications", handing_in(case, BUYER, approval(1, "market")), f"submit/{case}")
    await town.hall.desk.ask(case, "market", ["a plan"], f"ask {case}")
    return case


async def _at_the_desk(desk: Served, paper: str) -> Mapping[str, list[str]]:
    """Cases that wait for the department; and such as are decided, whose body did not take it, to be handed out."""
    open_cases = [f"ABCD{number:04}".translate(_LETTERS) for number in range(EACH)]
    decided = [f"WXYZ{number:04}".translate(_LETTERS) for number in range(EACH)]
    for case in open_cases + decided:
        handed_in = permit((1, DEPARTMENT), papers=(HandedIn(document="lease", person="you", paper=paper),))
        await desk.hall.submit(handed_in, case=case, give="post" if case.endswith("2") else "collect")
    desk.hall.bodies["employer"].refuses = "unknown number"
    for case in decided:
        await desk.hall.approve(DEPARTMENT, case)
    await desk.hall.work()
    desk.hall.bodies["employer"].refuses = None
    return {DEPARTMENT: open_cases, CENTRE: decided}


_LETTERS = str.maketrans("0123456789", "23456789AB")
"""A code has no digit that looks like a letter."""


async def _in_the_hall(desk: Served, door: Program) -> Known:
    window = OneWindow(desk.hall.engine, small_province(), desk.hall.clock)
    booked = []
    for at in ("0100", "0115"):
        for case in (f"CAME{at}".translate(_LETTERS), f"NEAR{at}".translate(_LETTERS)):
            await asking.book(window, f"east.permits.20261201T{at}Z", case)
            booked.append(case)
    numbers = []
    for walk in range(EACH):
        given = await door.post("/hall/walk-in", {"counter": "permits"}, f"walk-in/{walk}")
        numbers.append(given.json()["number"])
    for number in range(EACH // 2):
        call = {"counter": "permits", "window": f"{number}"}
        called = await door.post("/hall/call", call, f"call/{number}")
        assert called.json()["called"] is not None
    return {
        "query.counter": ["permits"],
        "body.counter": ["permits"],
        "body.case": booked,
        "body.number": numbers,
    }
