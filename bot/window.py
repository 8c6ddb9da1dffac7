"""The One Window behind an installation: embedded in it, or somebody else's over HTTP. It is chosen once, at the start.

Who a citizen is, is found out here in both cases.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.waiting import AwaitedOneWindow
from bot.backends.onewindow.waiting import handlers as waiting_clocks
from bot.backends.onewindow.window import OneWindow
from bot.database.encryption import Vault
from bot.database.jobs import Handler, Jobs
from bot.dialogue.ports import Backend, Clock
from bot.dialogue.waiting_list import WaitingList
from bot.office import OneOffice, RemoteOffice, open_office
from bot.settings import Settings
from bot.sharing import Sharing, open_sharing
from procedures.provincial import Province

if TYPE_CHECKING:
    from bot.backends.client import Client
    from bot.backends.listening import Listener


@dataclass(frozen=True)
class Window:
    """What lies behind the conversations."""

    backend: Backend
    waiting: WaitingList | None = None
    """None where nobody can wait for a place."""
    sharing: Sharing | None = None
    """None where nobody can show who they are, or no registers can be asked."""
    office: OneOffice | RemoteOffice | None = None
    """None where applications are not handed in."""
    clocks: Mapping[str, Handler] = field(default_factory=dict)
    """Who ends in time what is over in an embedded one."""
    client: Client | None = None
    """The way to somebody else's; None where it is embedded."""
    listener: Listener | None = None
    """Hears what somebody else's tells by itself; None where it tells nothing."""


@dataclass(frozen=True)
class Installation:
    """What a One Window stands on. `public_url`: where browsers reach the pages of a login, if they do."""

    settings: Settings
    engine: AsyncEngine
    vault: Vault
    jobs: Jobs
    province: Province
    clock: Clock
    public_url: str | None


@asynccontextmanager
async def open_window(here: Installation, warn: Callable[[str], None]) -> AsyncIterator[Window]:
    """As the setting BACKEND_URL says. Raises WrongSetting. `warn` hears what works less well than it might."""
    told = here.settings
    if told.backend_url is None or told.backend_key is None:
        yield _embedded(here)
        return
    from bot.remote_window import open_remote

    async with open_remote(here, told.backend_url, told.backend_key.get_secret_value(), warn) as window:
        yield window


def _embedded(here: Installation) -> Window:
    waiting = AwaitedOneWindow(here.engine, here.province, here.clock, here.jobs)
    sharing = None
    if here.public_url is not None:
        sharing = open_sharing(
            here.settings, here.engine, here.vault, here.jobs, here.province, here.clock, here.public_url
        )
    return Window(
        backend=OneWindow(here.engine, here.province, here.clock, jobs=here.jobs),
        waiting=waiting,
        sharing=sharing,
        office=open_office(here.settings, sharing, here.province) if sharing else None,
        clocks=waiting_clocks(waiting),
    )
