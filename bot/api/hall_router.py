"""What programs in a hall call, below /api/v1/desk/hall: kiosks at the door, boards, windows. docs/desk.md tells of it.

GET  queue, wait                    who is there; how long whoever walks in would wait
POST check-in, walk-in              a number
POST call                           who is next at a window
POST done, left, no-show            how it ended

A key of a hall acts in its centre alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import APIRouter, Request, Response

from bot.api.hall import Call, CheckIn, Finish, Json, WalkIn, case_of, number_json, wait_json
from bot.api.keys import ApiKeys
from bot.api.problems import Problem
from bot.api.route import caller_of, guarded, nothing_there
from bot.backends.onewindow.hall.hall import Hall
from bot.tickets.checklist import TicketProblem

PREFIX = "/api/v1/desk/hall"


def hall_router(hall: Hall, keys: ApiKeys, tickets: Mapping[str, Ed25519PublicKey]) -> APIRouter:
    """The routes, to be served before those of the desk. `tickets`: the keys that sign tickets, by fingerprint."""
    calls = HallCalls(hall, tickets)
    router = APIRouter(prefix=PREFIX, route_class=guarded(keys, hall=True))
    for name in ("queue", "wait"):
        router.add_api_route(f"/{name}", getattr(calls, name), methods=["GET"])
    for name in ("check-in", "walk-in", "call", "done", "left", "no-show"):
        router.add_api_route(f"/{name}", getattr(calls, name.replace("-", "_")), methods=["POST"])
    nothing_there(router)
    return router


@dataclass(frozen=True)
class HallCalls:
    """Each call in the centre whose key it is."""

    hall: Hall
    tickets: Mapping[str, Ed25519PublicKey]

    async def queue(self, request: Request, counter: str | None = None) -> Response:
        return _answer({"queue": [number_json(each) for each in await self.hall.queue(_centre(request), counter)]})

    async def wait(self, request: Request, counter: str = "") -> Response:
        return _answer(wait_json(await self.hall.estimate(_centre(request), counter)))

    async def check_in(self, request: Request, told: CheckIn) -> Response:
        try:
            case = case_of(told.case, self.tickets)
        except TicketProblem:
            raise Problem.in_field("case", "it is no genuine ticket of this installation") from None
        if case is None:
            raise Problem("unknown")
        return _answer(number_json(await self.hall.check_in(case, _centre(request), request.state.key)))

    async def walk_in(self, request: Request, told: WalkIn) -> Response:
        return _answer(number_json(await self.hall.walk_in(_centre(request), told.counter, request.state.key)))

    async def call(self, request: Request, told: Call) -> Response:
        called = await self.hall.call_next(_centre(request), told.counter, told.window, request.state.key)
        return _answer({"called": None if called is None else number_json(called)})

    async def done(self, request: Request, told: Finish) -> Response:
        return _answer(number_json(await self.hall.finish(_centre(request), told.number, "served", request.state.key)))

    async def left(self, request: Request, told: Finish) -> Response:
        return _answer(number_json(await self.hall.finish(_centre(request), told.number, "left", request.state.key)))

    async def no_show(self, request: Request, told: Finish) -> Response:
        return _answer(number_json(await self.hall.no_show(_centre(request), told.number, request.state.key)))


def _centre(request: Request) -> str:
    centre = caller_of(request).hall
    assert centre is not None  # the guard lets nobody else through
    return centre


def _answer(content: Json) -> Response:
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(written, headers={"Cache-Control": "no-store"}, media_type="application/json")
