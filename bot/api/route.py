"""What all calls have in common: a key first, then a body of bearable size, and for whatever goes wrong a problem."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import traceback
from collections.abc import Callable, Coroutine
from typing import Any, cast

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import compile_path

from bot.api.acts import KEY
from bot.api.keys import ApiKeys, Caller, WrongKey
from bot.api.problems import KNOWN, MEDIA_TYPE, Problem

log = logging.getLogger(__name__)
LARGEST = 64 * 1024
"""Bytes of a body."""
LONGEST_NAME = 64
BODY_WITHIN = 10.0
"""Seconds that a body may take to come: a paper of 10 MB does on a line of 10 Mbit/s."""
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE")
Answer = Callable[[Request], Coroutine[Any, Any, Response]]


def guarded(keys: ApiKeys, *, hall: bool = False) -> type[APIRoute]:
    """Routes that a caller passes with one of these keys: with that of a hall, or with any other but a client's.
    Nothing of a body is read before.
    """

    class Guarded(APIRoute):
        def get_route_handler(self) -> Answer:
            answer = super().get_route_handler()

            async def guard(request: Request) -> Response:
                try:
                    request.state.caller = caller = await shown_by(request, keys)
                    if (caller.hall is not None) != hall or caller.client is not None:
                        raise Problem("wrong-scope")
                    if request.method == "POST":
                        request.state.key = repeat_key(request)
                        _check_size(request)
                        await _await_body(request)
                    return await answer(request)
                except Exception as error:
                    return as_problem(error)

            return guard

    return Guarded


def nothing_there(router: APIRouter) -> None:
    """Answers whatever else is called at the router's prefix and below: 405 where there is something under another
    method, else 404. It needs no key: what there is stands in the public description.
    """
    routes = [route for route in router.routes if isinstance(route, APIRoute)]
    known = [(compile_path(route.path)[0], route.methods or (), route.path) for route in routes]

    async def answer(request: Request) -> Response:
        path = request.scope["path"]
        # One that is written out goes before one with a name in it: `cancel` is no appointment.
        fit = [methods for _, methods, written in known if written == path] or [
            methods for pattern, methods, _ in known if pattern.match(path)
        ]
        allowed = {method for methods in fit for method in methods}
        if not allowed:
            return as_problem(Problem("unknown"))
        return as_problem(Problem("wrong-method", allow=", ".join(sorted(allowed))))

    for rest in ("", "/{rest:path}"):
        router.add_api_route(
            rest, answer, methods=list(METHODS), include_in_schema=False, route_class_override=APIRoute
        )


async def shown_by(request: Request, keys: ApiKeys) -> Caller:
    """Whose key it is. Raises WrongKey, TooMany, BackendDown."""
    return await keys.verify(_shown_key(request), _address(request))


def caller_of(request: Request) -> Caller:
    """Who calls, once the key was right."""
    return cast("Caller", request.state.caller)


def _shown_key(request: Request) -> str:
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise WrongKey
    return key.strip()


def _address(request: Request) -> str:
    """Who calls, by their network: of IPv6 the 64 bits that one connection is given (RFC 6177)."""
    host = request.client.host if request.client is not None else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return host if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))


def repeat_key(request: Request) -> str:
    """The Idempotency-Key. Raises Problem `no-repeat-key`."""
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        raise Problem("no-repeat-key")
    return key


def _check_size(request: Request) -> None:
    """The server sees to it that a body is no longer than its length says."""
    length = request.headers.get("Content-Length", "0" if "Transfer-Encoding" not in request.headers else "")
    if not length.isdecimal() or len(length) > 9 or int(length) > LARGEST:
        raise Problem("too-large")


async def _await_body(request: Request) -> None:
    """It is kept with the request, where FastAPI finds it. Raises Problem `too-slow`."""
    try:
        async with asyncio.timeout(BODY_WITHIN):
            await request.body()
    except TimeoutError:
        raise Problem("too-slow") from None


def is_known(sent: str, tag: str) -> bool:
    """RFC 9110, 13.1.2: compared without regard to W/."""
    known = [each.strip().removeprefix("W/") for each in sent.split(",")]
    return tag in known or "*" in known


def as_problem(error: Exception) -> Response:
    """The answer to whatever went wrong."""
    problem = _problem(error)
    if problem.name == "broken":
        # Not the text of the error: it may be personal.
        place = traceback.extract_tb(error.__traceback__)[-1]
        log.error("A call failed: %s in %s:%s", type(error).__name__, place.filename, place.lineno)
    return JSONResponse(problem.as_json(), problem.status, problem.headers(), MEDIA_TYPE)


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, ClientDisconnect):  # nobody hears it
        return Problem("too-slow")
    if isinstance(error, DataError | OverflowError):  # what a database cannot keep; the text may be personal
        return Problem.in_field("", "something in it is too long, or cannot be kept")
    if isinstance(error, RequestValidationError):
        return Problem("wrong-body", fields=[_field(each) for each in error.errors()])
    if isinstance(error, HTTPException):  # a body that FastAPI cannot read
        return Problem.in_field("", "it is not JSON in UTF-8")
    return Problem.of(error) if isinstance(error, KNOWN) else Problem("broken")


def _field(wrong: dict[str, Any]) -> dict[str, str]:
    """Where and why; never what was sent."""
    _, *names = wrong["loc"] if wrong["type"] != "json_invalid" else ("body",)
    name = ".".join(str(part)[:LONGEST_NAME] for part in names)
    return {"field": name, "why": wrong["msg"].removeprefix("Value error, ")}
