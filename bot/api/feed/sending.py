"""The request of a callback. Of its answer only the status counts: nothing else is read."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from functools import cache

import httpx2

WITHIN = 10.0
"""Seconds for all of it: far less than a job's lease."""


async def post(
    url: str, headers: Mapping[str, str], body: bytes, transport: httpx2.AsyncBaseTransport | None = None
) -> int | None:
    """The status that is answered; None where there is no answer, or none in time. A redirect is not followed: what is
    signed goes where the client wanted it and nowhere else.
    """
    told = {**headers, "Content-Type": "application/json", "User-Agent": "onevisit"}
    try:
        async with (
            asyncio.timeout(WITHIN),
            httpx2.AsyncClient(
                timeout=WITHIN, follow_redirects=False, transport=transport, verify=_trusted()
            ) as client,
            client.stream("POST", url, headers=told, content=body) as answer,
        ):
            return answer.status_code
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError):  # a time that is over, too
        return None


@cache
def _trusted() -> ssl.SSLContext:
    """Reading all certificates takes longer than a callback."""
    return httpx2.create_ssl_context()
