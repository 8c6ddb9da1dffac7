"""The whole way with oidc-provider-mock, a provider that somebody else wrote. Every test on both databases."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import authlib.deprecate  # type: ignore[import-untyped]  # noqa: F401  (it sets a filter that would outdo ours)
import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database.encryption import Vault
from bot.identity.attempts import Attempts
from bot.identity.logins import Logins
from bot.identity.pages import LoginPages
from bot.identity.provider import Provider
from bot.identity.settings import ProviderSettings
from tests.identity.conftest import CHAT, read_code
from tests.identity.people import BUYER, BUYER_NAME, SELLER, SELLER_NAME

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it uses parts of Authlib that are on their way out
    from oidc_provider_mock import User, run_server_in_thread  # type: ignore[import-untyped]

pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")

USERS = (
    User(sub="buyer", claims={"citizen_number": BUYER, "name": BUYER_NAME, "acr": "face"}),
    User(sub="seller", claims={"citizen_number": SELLER, "name": SELLER_NAME}),
)


def present() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread(user_claims=USERS) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def settings(issuer: str) -> ProviderSettings:
    return ProviderSettings(issuer, "onevisit", "secret", "http://bot.example")


@pytest.fixture
async def browser(database: AsyncEngine, vault: Vault, settings: ProviderSettings) -> AsyncIterator[httpx2.AsyncClient]:
    attempts = Attempts(database, vault, present)
    app = FastAPI()
    app.include_router(LoginPages(settings, attempts, Provider(settings, present), present).router())
    own = {"all://bot.example": httpx2.ASGITransport(app=app)}
    async with httpx2.AsyncClient(mounts=own, headers={"Accept-Language": "en"}, trust_env=False) as browser:
        yield browser


@pytest.fixture
def logins(database: AsyncEngine, vault: Vault, settings: ProviderSettings) -> Logins:
    return Logins(database, vault, present, settings)


async def _log_in(browser: httpx2.AsyncClient, link: str, chosen: dict[str, str]) -> httpx2.Response:
    asked = await browser.post(link)
    form = await browser.get(asked.headers["location"])
    assert (form.status_code, "Authorize" in form.text) == (200, True)
    answered = await browser.post(asked.headers["location"], data=chosen)
    return await browser.get(answered.headers["location"], follow_redirects=True)


async def test_a_citizen_logs_in_with_the_face(browser: httpx2.AsyncClient, logins: Logins) -> None:
    link = await logins.open_login(CHAT, "face", "k1")
    code = read_code(await _log_in(browser, link.url, {"sub": "buyer"}))
    verified = await logins.finish_login(CHAT, code, "f1")
    assert (verified.called, verified.level) == ("买**", "face")
    assert await logins.number(verified.person) == BUYER


async def test_a_citizen_logs_in_without_the_face(browser: httpx2.AsyncClient, logins: Logins) -> None:
    asked = await logins.open_login(CHAT, "face", "k1")
    assert (await _log_in(browser, asked.url, {"sub": "seller"})).status_code == 403
    enough = await logins.open_login(CHAT, "real-name", "k2")
    code = read_code(await _log_in(browser, enough.url, {"sub": "seller"}))
    assert (await logins.finish_login(CHAT, code, "f1")).level == "real-name"


async def test_a_citizen_does_not_agree_and_then_does(browser: httpx2.AsyncClient, logins: Logins) -> None:
    link = await logins.open_login(CHAT, "real-name", "k1")
    page = await _log_in(browser, link.url, {"action": "deny"})
    # This provider leaves `state` out of its refusal, against RFC 6749, 4.1.2.1, so anybody might have sent it.
    assert page.status_code in (400, 403)
    assert read_code(await _log_in(browser, link.url, {"sub": "seller"}))


async def test_somebody_without_a_number_is_refused(browser: httpx2.AsyncClient, logins: Logins) -> None:
    link = await logins.open_login(CHAT, "real-name", "k1")
    assert (await _log_in(browser, link.url, {"sub": "nobody"})).status_code == 403
