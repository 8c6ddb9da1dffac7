"""Identity and shared data of one installation, joined: who verifies citizens, which registers there are.

Without a provider of its own, an installation has the demonstration's: its persons log in, and its registers answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backends.onewindow.sharing.register import Register
from bot.backends.onewindow.sharing.window import SharedOneWindow
from bot.database.encryption import Vault
from bot.database.jobs import Jobs
from bot.demonstration import opening as demonstration
from bot.dialogue.ports import Clock
from bot.dialogue.shared_data import SharedData
from bot.dialogue.sharing.performing import Sharers
from bot.identity.logins import Logins
from bot.identity.settings import ProviderSettings
from bot.settings import Settings, WrongSetting
from bot.storage.invitations import StoredInvitations
from bot.storage.papers import StoredPapers
from procedures.provincial import Province

DEMONSTRATION_CLIENT = "onevisit"
Open = Callable[[AsyncEngine, Province, Clock], Mapping[str, Register]]
"""Opens the registers of an installation: what the setting REGISTERS names."""


@dataclass(frozen=True)
class Sharing:
    """What the pages and the conversations of one installation have in common."""

    engine: AsyncEngine
    vault: Vault
    jobs: Jobs
    clock: Clock
    provider: ProviderSettings
    logins: Logins
    window: SharedData
    is_demonstration: bool
    """Whether the demonstration's persons log in."""

    def sharers(self, channel: str) -> Sharers:
        """For the conversations of one channel."""
        invitations = StoredInvitations(self.engine, self.vault, self.jobs, channel, self.clock)
        papers = StoredPapers(self.engine, self.vault, channel, self.clock)
        return Sharers(self.logins, self.window, invitations, papers, channel)

    async def sweep(self, before: datetime) -> None:
        """Forget what was settled before that moment."""
        await self.logins.sweep()


@dataclass(frozen=True)
class OwnSharing(Sharing):
    """Where the registers are asked from here."""

    window: SharedOneWindow

    async def sweep(self, before: datetime) -> None:
        await super().sweep(before)
        await self.window.sweep(before)


def open_sharing(
    settings: Settings,
    engine: AsyncEngine,
    vault: Vault,
    jobs: Jobs,
    province: Province,
    clock: Clock,
    public_url: str,
) -> OwnSharing:
    """Join the parts. `public_url`: where citizens' browsers reach the pages. Raises WrongSetting."""
    provider = _provider(settings, public_url)
    open_registers: Open = opener("REGISTERS", settings.registers)
    return OwnSharing(
        engine=engine,
        vault=vault,
        jobs=jobs,
        clock=clock,
        provider=provider,
        logins=Logins(engine, vault, clock, provider),
        window=SharedOneWindow(engine, vault, province, open_registers(engine, province, clock), clock),
        is_demonstration=_is_demonstration(settings),
    )


def open_sharing_with(
    window: SharedData,
    settings: Settings,
    engine: AsyncEngine,
    vault: Vault,
    jobs: Jobs,
    clock: Clock,
    public_url: str,
) -> Sharing:
    """Join the parts where the registers are asked by somebody else, and only who a citizen is is found out here."""
    provider = _provider(settings, public_url)
    logins = Logins(engine, vault, clock, provider)
    return Sharing(engine, vault, jobs, clock, provider, logins, window, _is_demonstration(settings))


def _is_demonstration(settings: Settings) -> bool:
    return settings.identity_issuer is None


def _provider(settings: Settings, public_url: str) -> ProviderSettings:
    is_demonstration, secret = _is_demonstration(settings), settings.identity_client_secret
    return ProviderSettings(
        issuer=settings.identity_issuer or public_url.rstrip("/") + demonstration.PATH,
        client_id=DEMONSTRATION_CLIENT if is_demonstration else settings.identity_client_id,
        client_secret=secret.get_secret_value() if secret and not is_demonstration else None,
        public_url=public_url,
        claim_number=settings.identity_claim,
        chat_link=settings.chat_link,
    )


def opener(setting: str, named: str) -> Any:
    """The function that a setting names as `module:function`. Raises WrongSetting."""
    module, _, function = named.partition(":")
    try:
        return getattr(import_module(module), function)
    except (ImportError, AttributeError, ValueError):
        raise WrongSetting(f'The setting {setting} is "{named}": write module:function.') from None
