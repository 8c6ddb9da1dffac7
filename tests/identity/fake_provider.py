"""A small identity provider that checks what it is asked as strictly as the standards say, and can be told to lie."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

from bot.dialogue.ports import Clock
from tests.identity.people import BUYER, BUYER_NAME

ISSUER = "https://idp.example"
CLIENT = "onevisit"
SECRET = "what-only-the-two-know"
CALLBACK = "http://bot.example/login/callback"
KEY = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": "k1"})
OTHER_KEY = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": "k1"})

Claims = dict[str, Any]


def sign(claims: Claims) -> str:
    """As an honest provider signs."""
    return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, KEY)


@dataclass
class FakeProvider:
    """Whoever comes is `citizen`, at once. `trouble` answers in place of an endpoint, by the path's last part."""

    clock: Clock
    citizen: Claims = field(default_factory=lambda: {"citizen_number": BUYER, "name": BUYER_NAME})
    error: str | None = None
    """Sent back in place of a code."""
    altered: Callable[[Claims], Claims] = lambda claims: claims
    signed: Callable[[Claims], str] = sign
    told: Claims = field(default_factory=dict)
    """Laid over the token endpoint's answer."""
    discovered: Claims = field(default_factory=dict)
    trouble: dict[str, Callable[[], Response]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    """The authorization requests."""
    calls: list[str] = field(default_factory=list)
    """The last part of each path that was called."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def app(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/.well-known/openid-configuration", self.discover)
        app.add_api_route("/jwks", self.keys)
        app.add_api_route("/authorize", self.authorize)
        app.add_api_route("/token", self.token, methods=["POST"])
        app.middleware("http")(self._break)
        return app

    async def _break(self, request: Request, go_on: Callable[[Request], Any]) -> Response:
        name = request.url.path.rpartition("/")[2]
        self.calls.append(name)
        response: Response = self.trouble[name]() if name in self.trouble else await go_on(request)
        return response

    async def discover(self) -> Response:
        honest = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
        }
        return JSONResponse(honest | self.discovered)

    async def keys(self) -> Response:
        return JSONResponse({"keys": [KEY.as_dict(private=False)]})

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert (asked["client_id"], asked["redirect_uri"], asked["response_type"]) == (CLIENT, CALLBACK, "code")
        assert "openid" in asked["scope"].split()
        assert asked["code_challenge_method"] == "S256"
        self.asked.append(asked)
        if self.error is not None:
            return self._back({"error": self.error, "state": asked["state"]})
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return self._back({"code": code, "state": asked["state"]})

    async def token(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {basic}":
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = self.codes.pop(form["code"], None)
        hashed = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        if asked is None or (form["grant_type"], form["redirect_uri"]) != ("authorization_code", CALLBACK):
            return JSONResponse({"error": "invalid_grant"}, 400)
        if asked["code_challenge"] != hashed:
            return JSONResponse({"error": "invalid_grant"}, 400)
        id_token = self.signed(self.altered(self._claims(asked)))
        return JSONResponse({"access_token": "opens-nothing", "token_type": "Bearer", "id_token": id_token} | self.told)

    def _claims(self, asked: dict[str, str]) -> Claims:
        now = int(self.clock().timestamp())
        claims = {"iss": ISSUER, "aud": CLIENT, "sub": "s1", "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        return claims | self.citizen

    def _back(self, answer: dict[str, str]) -> Response:
        return RedirectResponse(f"{CALLBACK}?{urlencode(answer)}", 302)


def unavailable() -> Response:
    return PlainTextResponse("try later", 503)


def garbage() -> Response:
    return PlainTextResponse("<html>a page of a gateway</html>")


def nonsense() -> Response:
    return JSONResponse(["what", "is", "this"])
