"""The web application of an installation, and the server that runs it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Iterator, Sequence

import uvicorn
from fastapi import APIRouter, FastAPI, Response
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.engine import reading

log = logging.getLogger(__name__)
HEALTH_WITHIN = 5.0
"""Seconds in which the database has to answer."""
FINISH_WITHIN = 10
"""Seconds that requests under way have to end."""


def application(engine: AsyncEngine, routers: Sequence[APIRouter]) -> FastAPI:
    """What is served: `/healthz` and these routes."""
    web = FastAPI(title="One Visit", openapi_url=None)

    async def healthz() -> Response:
        """200 when it can serve, 503 while the database does not answer."""
        healthy = await _answers(engine)
        return Response("ok\n" if healthy else "the database does not answer\n", 200 if healthy else 503)

    web.add_api_route("/healthz", healthz, methods=["GET", "HEAD"])
    for router in routers:
        web.include_router(router)
    return web


async def _answers(engine: AsyncEngine) -> bool:
    try:
        async with asyncio.timeout(HEALTH_WITHIN), reading(engine) as connection:
            await connection.execute(select(1))
    except (SQLAlchemyError, OSError, TimeoutError):
        return False
    return True


def listen(host: str, port: int) -> socket.socket:
    """The place where requests arrive. Raises OSError if it is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    place = socket.create_server((host, port), family=family, backlog=2048)
    # Head and body of an answer are sent apart: else the body would wait until the head is acknowledged, some 40 ms.
    place.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return place


class _Server(uvicorn.Server):
    """Leaves signals to whoever started it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def serving(web: FastAPI, place: socket.socket) -> AsyncIterator[None]:
    """Answer requests until the end of the block, where those under way are finished."""
    told = uvicorn.Config(
        web,
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=FINISH_WITHIN,
    )
    server = _Server(told)
    running = asyncio.create_task(server.serve(sockets=[place]))
    try:
        yield
    finally:
        server.should_exit = True
        await running
