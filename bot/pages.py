"""What is served over HTTP: the pages of a login, the demonstration's provider where there is no other, and the desk's
API for departments.
"""

from __future__ import annotations

from fastapi import APIRouter

from bot.api.desk import desk_router
from bot.api.hall_router import hall_router
from bot.api.keys import ApiKeys
from bot.app import App, PublishedTexts
from bot.demonstration import opening as demonstration
from bot.demonstration.grants import Client
from bot.demonstration.provider import identity_provider
from bot.identity.attempts import Attempts
from bot.identity.pages import LoginPages
from bot.identity.provider import Provider
from bot.sharing import DEMONSTRATION_CLIENT, Sharing
from bot.tickets.keys import by_fingerprint, signing_keys


def desk_routers(app: App) -> list[APIRouter]:
    """The API of the halls, and that of the departments where applications are handed in."""
    keys = ApiKeys(app.engine, app.clock)
    hall = hall_router(app.hall, keys, by_fingerprint(each.public for each in signing_keys(app.vault)))
    if app.office is None:
        return [hall]
    texts = PublishedTexts(app.engine)
    return [hall, desk_router(app.office.desk, keys, app.papers(""), texts, app.catalogue.province)]


def routers(sharing: Sharing) -> list[APIRouter]:
    """To be served where the setting PUBLIC_URL says."""
    attempts = Attempts(sharing.engine, sharing.vault, sharing.clock)
    pages = LoginPages(sharing.provider, attempts, Provider(sharing.provider, sharing.clock), sharing.clock).router()
    if not sharing.is_demonstration:
        return [pages]
    client = Client(DEMONSTRATION_CLIENT, None, frozenset({sharing.provider.callback_url}))
    return [pages, identity_provider(sharing.provider.issuer, client, demonstration.people(), sharing.clock)]
