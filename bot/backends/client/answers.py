"""What an answer of a backend means: a value, a refusal, or nothing that can be used.

NotOffered      this backend has no such part
Misunderstood   the call itself is at fault, or its key: nothing that a citizen could mend
Unusable        no answer in the sense of the description; only its kind is told, never what it says
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NoReturn, TypeVar

import httpx2
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from bot.backends.wire.operations import Operation
from bot.backends.wire.problems import NAMES, TYPE
from bot.dialogue.applications import Incomplete
from bot.dialogue.papers import PaperRefused, PaperWhy

LARGEST = 8 * 1024 * 1024
"""Bytes of an answer."""
NOT_OFFERED = "not-offered"
Answer = TypeVar("Answer")


class NotOffered(Exception):
    """This backend has no such part: its `about` says which it has."""


class Misunderstood(Exception):
    """The backend refused the call itself. `name`: of the problem, as `wrong-key` or `wrong-body`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Unusable(Exception):
    """Something else than the description says. Its text is the kind."""


class _Problem(BaseModel):
    """RFC 9457, with what two of the refusals say besides."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    type: str
    missing: tuple[str, ...] = ()
    why: PaperWhy | None = None


def _refusals() -> Mapping[str, type[Exception]]:
    """By name; where two are called the same on the way, the first is meant."""
    refusals: dict[str, type[Exception]] = {}
    for refusal, name in NAMES.items():
        refusals.setdefault(name, refusal)
    return refusals


REFUSALS = _refusals()


async def read_body(answer: httpx2.Response) -> bytes:
    """The body as it was sent. Raises Unusable where it is packed or too large, and what httpx2 raises."""
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise Unusable("packed, which was not asked for")
    body = bytearray()
    async for piece in answer.aiter_raw():
        body += piece
        if len(body) > LARGEST:
            raise Unusable("too large")
    return bytes(body)


def read_answer(operation: Operation[Answer], body: bytes) -> Answer:
    """The answer, checked. Raises Unusable."""
    if operation.tells is None:
        return None  # type: ignore[return-value]  # then that is what Answer stands for
    adapter: TypeAdapter[Answer] = _adapter(operation.tells)  # type: ignore[arg-type]  # a type can be hashed
    try:
        answer: Answer = adapter.validate_json(body)
    except ValidationError as error:
        raise Unusable(_kind(error)) from None
    if any(moment.utcoffset() != timedelta() for moment in _moments(adapter.dump_python(answer))):
        raise Unusable("a time that is not in UTC")
    return answer


def refuse(operation: Operation[Any], body: bytes) -> NoReturn:
    """Raises what a refusal stands for, NotOffered, Misunderstood; Unusable where it is no problem of ours."""
    try:
        problem = _Problem.model_validate_json(body)
    except ValidationError as error:
        raise Unusable(_kind(error)) from None
    if not problem.type.startswith(TYPE):
        raise Unusable("a problem of somebody else")
    name = problem.type.removeprefix(TYPE)
    if name == NOT_OFFERED:
        raise NotOffered(operation.name)
    refusal = REFUSALS.get(name)
    if refusal is None:
        raise Misunderstood(name if name.replace("-", "").isalnum() else "a problem without a name")
    if refusal is Incomplete:
        raise Incomplete(problem.missing)
    if refusal is PaperRefused:
        raise PaperRefused(problem.why or "unreadable")
    raise refusal(operation.name)


@cache
def _adapter(tells: Any) -> TypeAdapter[Any]:
    return TypeAdapter(tells)


def _kind(error: ValidationError) -> str:
    """Where and how, in the words of the description; nothing of what was said."""
    wrong = error.errors(include_input=False, include_context=False, include_url=False)[0]
    if wrong["type"] == "json_invalid":
        return "no JSON"
    known = [str(each) for each in wrong["loc"] if isinstance(each, str) and each.isidentifier()]
    return f"{'.'.join(known[:4])}: {wrong['type']}" if known else wrong["type"]


def _moments(told: Any) -> Iterator[datetime]:
    if isinstance(told, datetime):
        yield told
    elif isinstance(told, Mapping):
        for each in told.values():
            yield from _moments(each)
    elif isinstance(told, tuple | list):
        for each in told:
            yield from _moments(each)
