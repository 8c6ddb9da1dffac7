"""Somebody else's One Window behind this installation, as far as it is offered.

A backend need not offer all of the port: what it does not offer, citizens are not told of. It is asked at the start,
and taken to offer everything where it does not answer then. bot/opening.py imports this only where there is a setting
BACKEND_URL: an HTTP client takes its time, and a terminal needs none.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from bot.backends.client import Client, Misunderstood, NotOffered
from bot.backends.listening import Listener, open_listener
from bot.backends.remote import RemoteApplications, RemoteOneWindow, RemoteSharedData, RemoteWaitingList
from bot.backends.wire.operations import ABOUT
from bot.dialogue.ports import BackendDown, Refused
from bot.office import RemoteOffice
from bot.sharing import open_sharing_with
from bot.storage.papers import StoredPapers
from bot.storage.promises import read_followed
from bot.window import Installation, Window

ASKED_FOR = 3.0
"""Seconds in which a backend has to say at the start what it offers."""
NEAR = ("localhost", "127.0.0.1", "::1")


@asynccontextmanager
async def open_remote(here: Installation, url: str, key: str, warn: Callable[[str], None]) -> AsyncIterator[Window]:
    """The ports over HTTP, until the end of the block. `warn` hears what works less well than it might."""
    address = urlsplit(url)
    if address.scheme == "http" and address.hostname not in NEAR:
        warn("The setting BACKEND_URL begins with http: what citizens say goes to the backend unprotected. Use https.")
    async with Client(url, key, clock=here.clock) as client:
        yield _joined(here, client, url, await _offered(client, warn), warn)


async def _offered(client: Client, warn: Callable[[str], None]) -> frozenset[str] | None:
    """What the backend offers; None where it does not say."""
    try:
        async with asyncio.timeout(ASKED_FOR):
            return frozenset((await client.call(ABOUT)).offers)
    except (BackendDown, TimeoutError):
        warn("The backend at BACKEND_URL does not answer now; it is asked again with the first call that needs it.")
    except (Misunderstood, NotOffered, Refused) as error:
        warn(f"The backend at BACKEND_URL refuses to say what it offers ({error}): see that BACKEND_KEY is its key.")
    return None


def _joined(
    here: Installation, client: Client, url: str, offered: frozenset[str] | None, warn: Callable[[str], None]
) -> Window:
    def offers(*parts: str) -> bool:
        missing = [part for part in parts if offered is not None and part not in offered]
        if missing:
            warn(f"The backend at BACKEND_URL does not offer {', '.join(missing)}: citizens are not told of it.")
        return not missing

    sharing = None
    if here.public_url is not None and offers("shared-data"):
        shared = RemoteSharedData(client)
        sharing = open_sharing_with(
            shared, here.settings, here.engine, here.vault, here.jobs, here.clock, here.public_url
        )
    office = None
    if sharing is not None and offers("applications", "papers"):
        papers = StoredPapers(here.engine, here.vault, "", here.clock)
        office = RemoteOffice(sharing, RemoteApplications(client, papers))
    return Window(
        backend=RemoteOneWindow(client),
        waiting=RemoteWaitingList(client) if offers("waiting-list") else None,
        sharing=sharing,
        office=office,
        client=client,
        listener=_listener(here, client, url) if offers("events") else None,
    )


def _listener(here: Installation, client: Client, url: str) -> Listener:
    """Called back where the setting PUBLIC_URL says: an address that only this machine has would reach nobody."""
    public_url = here.settings.public_url
    return open_listener(client, here.engine, here.vault, here.jobs, here.clock, url, public_url, read_followed)
