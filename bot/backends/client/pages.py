"""Long lists, read to the end page by page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Protocol, TypeVar

from bot.backends.client.client import Client
from bot.backends.wire.messages import LARGEST_PAGE
from bot.backends.wire.operations import Operation
from bot.dialogue.ports import BackendDown

MOST_PAGES = 100


class Paged(Protocol):
    @property
    def next(self) -> str | None: ...


Page = TypeVar("Page", bound=Paged)


async def read_all(client: Client, operation: Operation[Page], query: Mapping[str, str]) -> list[Page]:
    """All pages, in order, within the time of one call. Raises as `Client.call`; BackendDown where there is no end."""
    pages: list[Page] = []
    cursors: set[str] = set()
    asked = {**query, "limit": str(LARGEST_PAGE)}
    try:
        async with asyncio.timeout(client.patience.deadline):
            while len(pages) < MOST_PAGES:
                page = await client.call(operation, query=asked)
                pages.append(page)
                if page.next is None:
                    return pages
                if page.next in cursors:
                    raise BackendDown("the pages of a list turn in a circle")
                cursors.add(page.next)
                asked["after"] = page.next
    except TimeoutError:
        raise BackendDown("the pages of a list take too long") from None
    raise BackendDown("a list has no end")
