"""What a client calls, below /api/v1: one route for each operation of bot/backends/wire. docs/api.md tells of it.

A call is let through in this order: a client's key, its limits, what is offered, the address, the body, and then it is
done. What is wrong first is answered first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter

from bot.api.backend.about import AboutCalls
from bot.api.backend.applications import ApplicationCalls
from bot.api.backend.asked import check_names, read_asked
from bot.api.backend.call import Call
from bot.api.backend.describing import describe
from bot.api.backend.feed_calls import FeedCalls
from bot.api.backend.owners import Owners
from bot.api.backend.places import PlaceCalls
from bot.api.backend.reading import read_said
from bot.api.backend.repeats import KeyUsed, Repeats
from bot.api.backend.shared import SharedCalls
from bot.api.backend.waiting import WaitingCalls
from bot.api.keys import ApiKeys
from bot.api.limits import Limits
from bot.api.problems import Problem
from bot.api.route import BODY_WITHIN, as_problem, is_known, nothing_there, repeat_key, shown_by
from bot.backends.wire.messages import Offered
from bot.backends.wire.operations import ABOUT, OPERATIONS, PREFIX, Operation
from bot.dialogue.applications import Applications
from bot.dialogue.papers import Papers
from bot.dialogue.ports import Backend, Clock, Refused, Unknown
from bot.dialogue.shared_data import SharedData
from bot.dialogue.waiting_list import WaitingList
from procedures.provincial import Province

PRIVATE = {"Cache-Control": "no-store"}
Act = Callable[[Call], Awaitable[Any]]
ONE_CALL = ("places", "waiting-list")
"""The parts in which a key is held to one call: what is said there is not personal."""


@dataclass(frozen=True)
class Behind:
    """What lies behind the API; what is None is not offered (404 `not-offered`)."""

    province: Province
    places: Backend | None = None
    waiting: WaitingList | None = None
    shared: SharedData | None = None
    applications: Applications | None = None
    papers: Callable[[str], Papers] | None = None
    """By the client's name."""
    feed: FeedCalls | None = None
    decisions: bool = False
    """Whether the desk is served beside it."""
    hold_seconds: int = 600
    is_ours: Callable[[str], Awaitable[bool]] | None = None
    """Whether a case is one of this installation's own chats, which no client may take as its own."""

    @property
    def offers(self) -> tuple[Offered, ...]:
        parts: dict[Offered, object] = {
            "places": self.places,
            "waiting-list": self.waiting,
            "shared-data": self.shared,
            "papers": self.papers,
            "applications": self.applications,
            "decisions": self.decisions or None,
            "events": self.feed,
            "callbacks": self.feed,
        }
        return tuple(name for name, part in parts.items() if part is not None)


def backend_router(
    behind: Behind,
    keys: ApiKeys,
    owners: Owners,
    limits: Limits,
    clock: Clock,
    *,
    body_within: float = BODY_WITHIN,
) -> APIRouter:
    """The routes, to be served after those of the hall and the desk: they answer for all that is below /api/v1.

    `body_within`: seconds that a body may take.
    """
    serving = _Serving(behind, keys, owners, limits, Repeats(owners.engine, clock), body_within)
    router = APIRouter(prefix=PREFIX)
    for operation in OPERATIONS:
        router.add_api_route(
            operation.path, serving.route(operation), methods=[operation.method], operation_id=operation.name
        )
    router.add_api_route("/openapi.json", _described, methods=["GET"], include_in_schema=False)
    nothing_there(router)
    return router


async def _described() -> Response:
    """The description of all calls, the desk's and the hall's too. It takes no key."""
    return Response(describe(), media_type="application/json")


@dataclass(frozen=True)
class _Serving:
    behind: Behind
    keys: ApiKeys
    owners: Owners
    limits: Limits
    repeats: Repeats
    body_within: float
    acts: Mapping[str, Act] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "acts", self._acts())

    def route(self, operation: Operation[Any]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                return _answer(request, operation, await self._do(request, operation))
            except Exception as error:
                return as_problem(error)

        answer.__name__ = operation.name
        return answer

    async def _do(self, request: Request, operation: Operation[Any]) -> Any:
        caller = await shown_by(request, self.keys)
        if caller.client is None:
            raise Problem("wrong-scope")
        self.limits.take(caller.id)
        act = self.acts.get(operation.name)
        if act is None:
            raise Problem("not-offered")
        names = dict(request.path_params)
        check_names(names)
        asked = read_asked(operation, request.query_params.multi_items())
        given_key = repeat_key(request) if operation.keyed else ""
        said = await read_said(request, operation, self.body_within)
        return await self._once(operation, act, Call(caller.client, names, said, asked, given_key))

    async def _once(self, operation: Operation[Any], act: Act, call: Call) -> Any:
        """Done, and its key held to it, where there is one."""
        if not operation.keyed or operation.part not in ONE_CALL:
            return await act(call)
        noted = {**call.names, "said": call.said.model_dump(mode="json") if call.said is not None else None}
        try:
            await self.repeats.note(call.client, operation.name, call.given_key, noted)
        except KeyUsed:
            raise Problem("key-used") from None
        try:
            return await act(call)
        except (Refused, Problem):
            await self.repeats.forget(call.client, operation.name, call.given_key)
            raise

    def _acts(self) -> dict[str, Act]:
        """What each operation does; those that are not offered are left out."""
        behind, owners = self.behind, self.owners
        parts: dict[str, Any] = {"events": behind.feed, "callbacks": behind.feed}
        if behind.places is not None:
            parts["places"] = PlaceCalls(behind.places, behind.province, owners, self._own)
        if behind.waiting is not None:
            parts["waiting-list"] = WaitingCalls(behind.waiting, owners, self._own)
        if behind.shared is not None:
            parts["shared-data"] = SharedCalls(behind.shared, self._own)
        if behind.applications is not None or behind.papers is not None:
            both = ApplicationCalls(behind.applications, behind.papers, owners, self._own)
            parts |= {"applications": both} if behind.applications is not None else {}
            parts |= {"papers": both} if behind.papers is not None else {}
        about = AboutCalls(behind.offers, behind.hold_seconds, self.limits.rate.a_minute)
        acts: dict[str, Act] = {ABOUT.name: about.about}
        for operation in OPERATIONS:
            if operation.part is not None and parts.get(operation.part) is not None:
                acts[operation.name] = getattr(parts[operation.part], operation.name)
        return acts

    async def _own(self, case: str, client: str) -> None:
        """The case is the client's from now on. Raises Unknown where it is another's, or one of our own chats'."""
        owner = await self.owners.of(case)
        if owner is None and await self._is_ours(case):
            raise Unknown(case)
        if owner != client:
            await self.owners.own(case, client)

    async def _is_ours(self, case: str) -> bool:
        if self.behind.is_ours is not None and await self.behind.is_ours(case):
            return True
        if self.behind.applications is None:
            return False
        try:
            await self.behind.applications.status(case)
        except Unknown:
            return False
        return True


def _answer(request: Request, operation: Operation[Any], told: Any) -> Response:
    if operation.tells is None:
        return Response(None, 204, PRIVATE)
    content = _adapter(operation).dump_json(told)
    headers = dict(PRIVATE)
    if operation.tagged:
        headers["ETag"] = tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        if is_known(request.headers.get("If-None-Match", ""), tag):
            return Response(None, 304, headers)
    return Response(content, headers=headers, media_type="application/json")


@cache
def _adapter(operation: Operation[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(operation.tells)
