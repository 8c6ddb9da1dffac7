"""A browser at the identity provider, and the assistant that sent it there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from authlib.integrations.httpx_client import AsyncOAuth2Client  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import KeySet

from bot.demonstration.grants import Client
from bot.demonstration.people import People
from bot.demonstration.provider import identity_provider
from bot.dialogue.ports import Clock

ISSUER = "http://province.test/demonstration/identity"
BACK = "http://assistant.test/login/back"
VERIFIER = "a-verifier-of-at-least-forty-three-characters.~_"
SECRET = "a secret+with=signs"


@dataclass(frozen=True)
class Visitor:
    """A browser at the provider, and the assistant that sent it there."""

    http: httpx2.AsyncClient
    oauth: AsyncOAuth2Client

    async def asks(self, **other: str) -> httpx2.Response:
        return await self.http.get("/authorize", params={k: v for k, v in {**ASKED, **other}.items() if v})

    async def chooses(self, chosen: Mapping[str, str], **other: str) -> dict[str, str]:
        """What the browser brings back to the assistant."""
        answer = await self.http.post("/authorize", data={**ASKED, **other, **chosen})
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(BACK)
        return brought_back(answer)

    async def fetches(self, code: str, verifier: str = VERIFIER, **other: str) -> dict[str, Any]:
        """The token, fetched by the assistant. Raises OAuthError."""
        told = {"redirect_uri": BACK, **other}
        token: dict[str, Any] = await self.oauth.fetch_token(
            f"{ISSUER}/token", code=code, code_verifier=verifier, grant_type="authorization_code", **told
        )
        return token

    async def claims(self, token: Mapping[str, Any]) -> dict[str, Any]:
        """What the token says, by the provider's own keys."""
        keys = KeySet.import_key_set((await self.http.get("/jwks")).json())
        return jwt.decode(token["id_token"], keys, ["RS256"]).claims


ASKED = {
    "response_type": "code",
    "client_id": "assistant",
    "redirect_uri": BACK,
    "scope": "openid",
    "state": "the state",
    "nonce": "the nonce",
    "code_challenge": create_s256_code_challenge(VERIFIER),
    "code_challenge_method": "S256",
}


def _application(people: People, clock: Clock, secret: str | None) -> FastAPI:
    web = FastAPI()
    web.include_router(identity_provider(ISSUER, Client("assistant", secret, frozenset({BACK})), people, clock))
    return web


@asynccontextmanager
async def visiting(people: People, clock: Clock, secret: str | None, method: str) -> AsyncIterator[Visitor]:
    transport = httpx2.ASGITransport(_application(people, clock, secret))
    async with (
        httpx2.AsyncClient(transport=transport, base_url=ISSUER) as http,
        AsyncOAuth2Client(
            "assistant",
            secret,
            transport=transport,
            token_endpoint_auth_method=method,
            redirect_uri=BACK,
            code_challenge_method="S256",
        ) as oauth,
    ):
        yield Visitor(http, oauth)


def brought_back(answer: httpx2.Response) -> dict[str, str]:
    """The parameters with which a browser is sent on."""
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
