"""The identity provider, asked by OpenID Connect: authorization code flow with PKCE S256, state and nonce.

Only the pages import this module: Authlib and its HTTP client take their time, and a terminal needs neither.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Annotated, Any, NoReturn

import httpx2
from authlib.integrations.base_client.errors import OAuthError  # type: ignore[import-untyped]
from authlib.integrations.httpx_client import AsyncOAuth2Client  # type: ignore[import-untyped]
from authlib.oidc.discovery import get_well_known_url  # type: ignore[import-untyped]
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from bot.dialogue.identity import IdentityDown, NotSure
from bot.dialogue.ports import Clock
from bot.identity.attempts import Attempt
from bot.identity.persons import Proof
from bot.identity.refusals import Denied, Forged, NotTrusted
from bot.identity.settings import ProviderSettings
from bot.identity.tokens import check_token, read_proof

log = logging.getLogger(__name__)
WITHIN = 10.0
"""Seconds in which the provider has to answer, all requests of one step together."""
DISCOVERED_FOR = timedelta(hours=1)
DENIED = ("access_denied", "login_required", "consent_required", "interaction_required", "account_selection_required")
OWN_TROUBLE = (
    *("server_error", "temporarily_unavailable", "invalid_request", "invalid_scope"),
    *("unauthorized_client", "unsupported_response_type"),
)

Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]


class Discovered(BaseModel):
    """What the provider tells of itself: OpenID Connect Discovery 1.0, 3."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    issuer: str
    authorization_endpoint: Address
    token_endpoint: Address
    jwks_uri: Address
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)

    @model_validator(mode="after")
    def _kept_secret(self) -> Discovered:
        """Only a provider that is asked in the clear itself, as at a demonstration, may name such addresses."""
        addresses = (self.authorization_endpoint, self.token_endpoint, self.jwks_uri)
        if self.issuer.startswith("https:") and not all(address.startswith("https:") for address in addresses):
            raise ValueError("an address without TLS")
        return self


class Provider:
    """Raises IdentityDown while the provider does not answer, or answers nonsense; nothing has happened then."""

    def __init__(
        self,
        settings: ProviderSettings,
        clock: Clock,
        transport: httpx2.AsyncBaseTransport | None = None,
        within: float = WITHIN,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._transport = transport
        self._within = within
        self._discovered: tuple[Discovered, datetime] | None = None

    async def authorization_url(self, attempt: Attempt) -> str:
        """Where the browser goes to show who it is. For the face, the provider is asked to look anew."""
        async with self._asking() as client:
            provider = await self._discover(client)
            told = {"state": attempt.state, "nonce": attempt.nonce, "code_verifier": attempt.verifier}
            if attempt.level == "face":
                told |= {"acr_values": self._settings.face_acr, "prompt": "login"}
            url, _ = client.create_authorization_url(provider.authorization_endpoint, **told)
            return str(url)

    async def prove(self, attempt: Attempt, answer: Mapping[str, str]) -> Proof:
        """Who it is, by the parameters with which the browser came back.

        Raises Denied, NotSure, Forged, NotTrusted, WrongNumber.
        """
        if answer.get("iss", self._settings.issuer) != self._settings.issuer:  # RFC 9207, 2.4
            raise NotTrusted("iss")
        if "error" in answer:
            self._refuse(answer["error"])
        if not answer.get("code"):
            raise Forged
        async with self._asking() as client:
            provider = await self._discover(client)
            told = await client.fetch_token(
                provider.token_endpoint,
                grant_type="authorization_code",
                code=answer["code"],
                code_verifier=attempt.verifier,
                auth=client.client_auth(_authenticate(self._settings, provider)),
            )
            keys = await _read_keys(client, provider)
        now = self._clock()
        return read_proof(check_token(told, keys, self._settings, attempt.nonce, now), self._settings, now)

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[AsyncOAuth2Client]:
        settings = self._settings
        client = AsyncOAuth2Client(
            settings.client_id,
            settings.client_secret,
            scope="openid profile",
            redirect_uri=settings.callback_url,
            code_challenge_method="S256",
            transport=self._transport,
            timeout=self._within,
        )
        try:
            async with asyncio.timeout(self._within), client:
                yield client
        except OAuthError as error:
            if error.error == "invalid_grant":
                raise NotTrusted("invalid_grant") from None
            raise self._down(type(error).__name__, "see that it knows this client and its secret") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, TimeoutError, ValueError, TypeError) as error:
            raise self._down(type(error).__name__, "see that it runs and that its address is right") from None

    async def _discover(self, client: AsyncOAuth2Client) -> Discovered:
        now = self._clock()
        if self._discovered is not None and now - self._discovered[1] < DISCOVERED_FOR:
            return self._discovered[0]
        answer = await _get(client, get_well_known_url(self._settings.issuer, external=True))
        discovered = Discovered.model_validate(answer)
        if discovered.issuer != self._settings.issuer:
            raise ValueError("another issuer")
        self._discovered = discovered, now
        return discovered

    def _refuse(self, error: str) -> NoReturn:
        """What the provider says in place of a code: RFC 6749, 4.1.2.1, and OpenID Connect Core 1.0, 3.1.2.6.

        Anybody can call this address, so nothing but known words goes into the log.
        """
        if error in DENIED:
            raise Denied
        if error == "unmet_authentication_requirements":
            raise NotSure
        why = error if error in OWN_TROUBLE else "an unknown error"
        raise self._down(why, "see what its log says, and that it knows this client and its callback address")

    def _down(self, why: str, remedy: str) -> IdentityDown:
        issuer = self._settings.issuer
        log.warning("The identity provider %s does not answer as it should (%s): %s.", issuer, why, remedy)
        return IdentityDown("the identity provider does not answer")


async def _read_keys(client: AsyncOAuth2Client, provider: Discovered) -> KeySet:
    """Read for each login, so a key that the provider has withdrawn convinces nobody."""
    try:
        return KeySet.import_key_set(await _get(client, provider.jwks_uri))
    except (JoseError, KeyError, AttributeError):
        raise ValueError("no keys") from None


async def _get(client: AsyncOAuth2Client, url: str) -> Any:
    answer: httpx2.Response = await client.request("GET", url, withhold_token=True)
    answer.raise_for_status()
    return answer.json()


def _authenticate(settings: ProviderSettings, provider: Discovered) -> str:
    """In the form where it can be: how secrets are written in the header, providers do not agree upon."""
    if settings.client_secret is None:
        return "none"
    offered = provider.token_endpoint_auth_methods_supported
    return "client_secret_post" if "client_secret_post" in offered else "client_secret_basic"
