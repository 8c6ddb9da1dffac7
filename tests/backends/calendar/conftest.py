"""A calendar server, Radicale, with the counters of the town; and a clerk at it, with another client."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import httpx2
import pytest
import radicale.config
import radicale.log
from radicale.app import Application

from bot.backends.caldav import CalendarWindow
from procedures.provincial import Province
from tests.backends.town import HOLD_MINUTES, Clock, build_town

WHO = ("onevisit", "any")
Wrap = Callable[[httpx2.AsyncBaseTransport], httpx2.AsyncBaseTransport]


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(WSGIServer):
    request_queue_size = 64


@dataclass(frozen=True)
class Calendars:
    """A running server: where its calendars are, and the folder in which it keeps them."""

    url: str
    folder: Path

    def clear(self) -> None:
        """Empties the calendars, as if nobody had ever been here."""
        for entry in self.folder.rglob("*.ics"):
            entry.unlink()

    def are_made(self) -> bool:
        return any(self.folder.rglob("xihu.passport"))


@pytest.fixture(scope="session")
def radicale_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calendars]:
    """Radicale itself, in a thread."""
    folder = tmp_path_factory.mktemp("radicale")
    settings = radicale.config.load()
    settings.update(
        {
            "auth": {"type": "none"},
            "storage": {"filesystem_folder": str(folder), "_filesystem_fsync": "False"},
        },
        "tests",
        privileged=True,
    )
    radicale.log.logger.setLevel(logging.CRITICAL)  # it warns of every place that is taken
    server = Server(("127.0.0.1", 0), Quiet)
    server.set_app(Application(settings))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield Calendars(f"http://127.0.0.1:{server.server_port}/{WHO[0]}/", folder)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def calendars(radicale_server: Calendars) -> Calendars:
    radicale_server.clear()
    return radicale_server


@dataclass(frozen=True)
class OpenWindow:
    """Opens windows at the calendars, each as a process of its own would."""

    calendars: Calendars
    clock: Clock

    @asynccontextmanager
    async def __call__(self, through: Wrap = lambda inner: inner) -> AsyncIterator[CalendarWindow]:
        transport, plain = through(httpx2.AsyncHTTPTransport()), {"Accept-Encoding": "identity"}
        async with httpx2.AsyncClient(
            base_url=self.calendars.url, auth=WHO, headers=plain, transport=transport
        ) as client:
            window = CalendarWindow(client, build_served_town(), self.clock, HOLD_MINUTES)
            if not self.calendars.are_made():
                await window.make_calendars()
            yield window


def build_served_town() -> Province:
    """What of the town has calendars here: Xihu, and one counter of Yuhang. Each costs every search a request."""
    town = build_town()
    yuhang = town.centres["yuhang"]
    one = yuhang.model_copy(update={"counters": {"real-estate": yuhang.counters["real-estate"]}})
    return town.model_copy(update={"centres": {"xihu": town.centres["xihu"], "yuhang": one}})


@pytest.fixture
def open_window(calendars: Calendars, clock: Clock) -> OpenWindow:
    return OpenWindow(calendars, clock)


@pytest.fixture
async def window(open_window: OpenWindow) -> AsyncIterator[CalendarWindow]:
    async with open_window() as window:
        yield window
