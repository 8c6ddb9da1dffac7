"""What is served over HTTP: the pages of a login, the demonstration's provider where there is no other, and the API:
the halls', the desk's for departments, and the backend's for clients.
"""

from __future__ import annotations

from fastapi import APIRouter

from bot.api.backend.feed_calls import FeedCalls
from bot.api.backend.owners import Owners
from bot.api.backend.router import Behind, backend_router
from bot.api.callback_router import callback_router
from bot.api.desk import desk_router
from bot.api.hall_router import hall_router
from bot.api.keys import ApiKeys
from bot.api.limits import Limits
from bot.app import App, PublishedTexts
from bot.backends.onewindow.window import OneWindow
from bot.database.engine import reading
from bot.demonstration import opening as demonstration
from bot.demonstration.grants import Client
from bot.demonstration.provider import identity_provider
from bot.identity.attempts import Attempts
from bot.identity.pages import LoginPages
from bot.identity.provider import Provider
from bot.office import OneOffice
from bot.sharing import DEMONSTRATION_CLIENT, Sharing
from bot.storage.promises import chats_of
from bot.tickets.keys import by_fingerprint, signing_keys


def api_routers(app: App) -> list[APIRouter]:
    """What is below /api/v1, in the order in which it is looked through: the API of the halls, that of the departments
    where applications are handed in, and the backend's. Nothing of it where the One Window is somebody else's.
    """
    if app.client is not None:
        return []
    keys, office = ApiKeys(app.engine, app.clock), app.office if isinstance(app.office, OneOffice) else None
    served = [hall_router(app.hall, keys, by_fingerprint(each.public for each in signing_keys(app.vault)))]
    if office is not None:
        texts = PublishedTexts(app.engine)
        served.append(desk_router(office.desk, keys, app.papers(""), texts, app.catalogue.province))
    if isinstance(app.backend, OneWindow):
        owners = Owners(app.engine, app.clock)
        served.append(backend_router(_behind(app, office), keys, owners, Limits(app.clock), app.clock))
    return served


def _behind(app: App, office: OneOffice | None) -> Behind:
    """The embedded One Window, as clients are offered it."""

    async def is_ours(case: str) -> bool:
        async with reading(app.engine) as connection:
            return await chats_of(connection, app.vault, case) is not None

    return Behind(
        province=app.catalogue.province,
        places=app.backend,
        waiting=app.waiting,
        shared=app.sharing.window if app.sharing else None,
        applications=office.applications if office else None,
        papers=(lambda client: app.papers(f"api/{client}")) if office else None,
        feed=FeedCalls(app.feed),
        decisions=office is not None,
        is_ours=is_ours,
    )


def called_back_routers(app: App) -> list[APIRouter]:
    """Where the backend of this installation calls back, if it is one that can."""
    address = app.listener.address if app.listener is not None else None
    if app.listener is None or address is None:
        return []
    return [callback_router(address.path, address.secrets, app.listener.nudge, app.clock)]


def routers(sharing: Sharing) -> list[APIRouter]:
    """To be served where the setting PUBLIC_URL says."""
    attempts = Attempts(sharing.engine, sharing.vault, sharing.clock)
    pages = LoginPages(sharing.provider, attempts, Provider(sharing.provider, sharing.clock), sharing.clock).router()
    if not sharing.is_demonstration:
        return [pages]
    client = Client(DEMONSTRATION_CLIENT, None, frozenset({sharing.provider.callback_url}))
    return [pages, identity_provider(sharing.provider.issuer, client, demonstration.people(), sharing.clock)]
