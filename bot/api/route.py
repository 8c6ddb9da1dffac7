"""What all calls have in common: a key first, then a body of bearable size, and for whatever goes wrong a problem."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Coroutine
from typing import Any, cast

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from bot.api.acts import KEY
from bot.api.keys import ApiKeys, Caller, WrongKey
from bot.api.problems import KNOWN, MEDIA_TYPE, Problem

log = logging.getLogger(__name__)
LARGEST = 64 * 1024
"""Bytes of a body."""
LONGEST_NAME = 64
Answer = Callable[[Request], Coroutine[Any, Any, Response]]


def guarded(keys: ApiKeys, *, hall: bool = False) -> type[APIRoute]:
    """Routes that a caller passes with one of these keys: with that of a hall, or with any other. Nothing of a body is
    read before.
    """

    class Guarded(APIRoute):
        def get_route_handler(self) -> Answer:
            answer = super().get_route_handler()

            async def guard(request: Request) -> Response:
                try:
                    request.state.caller = caller = await keys.verify(_shown_key(request))
                    if (caller.hall is not None) != hall:
                        raise Problem("wrong-scope")
                    if request.method == "POST":
                        request.state.key = _repeat_key(request)
                        _check_size(request)
                    return await answer(request)
                except Exception as error:
                    return _as_problem(error)

            return guard

    return Guarded


def caller_of(request: Request) -> Caller:
    """Who calls, once the key was right."""
    return cast("Caller", request.state.caller)


def _shown_key(request: Request) -> str:
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise WrongKey
    return key.strip()


def _repeat_key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        raise Problem("no-repeat-key")
    return key


def _check_size(request: Request) -> None:
    """The server sees to it that a body is no longer than its length says."""
    length = request.headers.get("Content-Length", "0" if "Transfer-Encoding" not in request.headers else "")
    if not length.isdecimal() or len(length) > 9 or int(length) > LARGEST:
        raise Problem("too-large")


def _as_problem(error: Exception) -> Response:
    problem = _problem(error)
    if problem.name == "broken":
        # Not the text of the error: it may be personal.
        place = traceback.extract_tb(error.__traceback__)[-1]
        log.error("A call of the desk failed: %s in %s:%s", type(error).__name__, place.filename, place.lineno)
    return JSONResponse(problem.as_json(), problem.status, problem.headers(), MEDIA_TYPE)


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
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
