"""How calls and answers are told in a sentence: which call it was can be seen, and never whose.

A body is told by its shape alone, as `{holds: [2 × {id, until}]}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import httpx2
from pydantic import BaseModel

DEEPEST, MOST_NAMES, LARGEST_NUMBER = 4, 14, 10_000_000
"""Of a body's shape in a sentence. A larger number might be somebody's."""
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}")
"""Of a member. Anything else might be somebody's too."""
UNSAID = ("after", "case")
"""What a query says that tells an engineer nothing."""


def shape(told: Any, depth: int = 0) -> str:
    """How a body is built: names, how many, numbers, and never a text."""
    match told:
        case dict():
            if depth >= DEEPEST:
                return "{…}"
            names = [_named(str(name), value, depth) for name, value in list(told.items())[:MOST_NAMES]]
            return f"{{{', '.join([*names, *(['…'] if len(told) > MOST_NAMES else [])])}}}"
        case [] | ():
            return "[]"
        case list() | tuple():
            inner = shape(told[0], depth + 1)
            return f"[{len(told)} × {inner}]" if inner else f"[{len(told)}]"
        case bool() | None:
            return json.dumps(told)
        case int() | float():
            return str(told) if abs(told) < LARGEST_NUMBER else "…"
    return ""


def _named(name: str, value: Any, depth: int) -> str:
    name = name if NAME.fullmatch(name) else "…"
    inner = shape(value, depth + 1)
    return f"{name}: {inner}" if inner else name


def call_of(method: str, path: str, said: Any, query: Mapping[str, str] | None, when: str) -> str:
    """The call as it goes out. `when`: what was so before it."""
    told = [f"{name}={'…' if name in UNSAID else value}" for name, value in (query or {}).items()]
    asked = f"?{'&'.join(told)}" if told else ""
    match said:
        case None:
            body = ""
        case BaseModel():
            body = " " + shape(said.model_dump(mode="json", exclude_none=True))
        case bytes():
            body = f" ({len(said)} bytes)"
        case dict() | list() | str() | int() | float():
            body = " " + (shape(said) or "a text")
        case _:
            body = " (a body that comes slowly)"
    return f"{method} {path}{asked}{body}{f', {when}' if when else ''}"


def fields_of(problem: Mapping[str, Any]) -> str:
    """Where a body was wrong, as far as that are names of the description."""
    fields = problem.get("fields")
    told = [each.get("field") for each in fields if isinstance(each, dict)] if isinstance(fields, list) else []
    names = [name for name in told if isinstance(name, str) and NAME.fullmatch(name)]
    return f" (fields: {', '.join(names[:4])})" if names else ""


def trouble_of(error: httpx2.HTTPError) -> str:
    """Why there is no answer. Never the error's text, in which addresses stand."""
    match error:
        case httpx2.ConnectError() | httpx2.ConnectTimeout():
            return "no connection"
        case httpx2.TimeoutException():
            return "nothing came in time"
        case httpx2.NetworkError() | httpx2.RemoteProtocolError():
            return "the connection was closed"
    return type(error).__name__
