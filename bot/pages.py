"""The pages that browsers open: those of a login, and the demonstration's provider where there is no other."""

from __future__ import annotations

from fastapi import APIRouter

from bot.demonstration import opening as demonstration
from bot.demonstration.grants import Client
from bot.demonstration.provider import identity_provider
from bot.identity.attempts import Attempts
from bot.identity.pages import LoginPages
from bot.identity.provider import Provider
from bot.sharing import DEMONSTRATION_CLIENT, Sharing


def routers(sharing: Sharing) -> list[APIRouter]:
    """To be served where the setting PUBLIC_URL says."""
    attempts = Attempts(sharing.engine, sharing.vault, sharing.clock)
    pages = LoginPages(sharing.provider, attempts, Provider(sharing.provider, sharing.clock), sharing.clock).router()
    if not sharing.is_demonstration:
        return [pages]
    client = Client(DEMONSTRATION_CLIENT, None, frozenset({sharing.provider.callback_url}))
    return [pages, identity_provider(sharing.provider.issuer, client, demonstration.people(), sharing.clock)]
