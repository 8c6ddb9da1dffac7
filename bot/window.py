"""What an installation sees of the One Window behind it, and what a One Window stands on. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from bot.database.jobs import Handler, Jobs
from bot.dialogue.ports import Backend, Clock
from bot.dialogue.waiting_list import WaitingList
from bot.office import OneOffice, RemoteOffice
from bot.settings import Settings
from bot.sharing import Sharing
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
