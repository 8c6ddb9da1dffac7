"""A small identity provider for the demonstration: whoever opens it chooses whom to be.

It proves nothing about anybody, and says so on its page. What it grants lives in memory, so it serves one process and
forgets everything with it. It writes no log.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from jinja2 import Environment

from bot.demonstration.grants import (
    ALGORITHM,
    TOKEN_FOR,
    AskedWrongly,
    Client,
    Grants,
    NotAClient,
    NoToken,
    read_asking,
)
from bot.demonstration.people import People, Person
from bot.dialogue.identity import LEVELS
from bot.dialogue.ports import Clock

LONGEST_BODY = 8 << 10
"""Bytes of a form."""
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
PASSED_ON = (
    *("response_type", "client_id", "redirect_uri", "scope", "state", "nonce"),
    *("code_challenge", "code_challenge_method", "acr_values"),
)
"""The parameters that the page brings along to where the choice is sent."""


def identity_provider(issuer: str, client: Client, people: People, clock: Clock) -> APIRouter:
    """The routes of the provider, at the path of `issuer`: the address under which browsers and the client reach it."""
    return _Provider(issuer, client, people, Grants(issuer, client, clock)).router()


@dataclass(frozen=True)
class _Provider:
    issuer: str
    client: Client
    people: People
    grants: Grants

    def router(self) -> APIRouter:
        router = APIRouter(prefix=urlsplit(self.issuer).path.rstrip("/"))
        router.add_api_route("/.well-known/openid-configuration", self.discover, methods=["GET"])
        router.add_api_route("/jwks", self.keys, methods=["GET"])
        router.add_api_route("/authorize", self.authorize, methods=["GET"])
        router.add_api_route("/authorize", self.choose, methods=["POST"])
        router.add_api_route("/token", self.token, methods=["POST"])
        return router

    async def discover(self) -> Response:
        """OpenID Connect Discovery 1.0, 3."""
        methods = ["none"] if self.client.secret is None else ["client_secret_basic", "client_secret_post"]
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": [ALGORITHM],
                "token_endpoint_auth_methods_supported": methods,
                "code_challenge_methods_supported": ["S256"],
                "scopes_supported": ["openid"],
                "acr_values_supported": list(LEVELS),
                "claims_supported": ["sub", "acr", "auth_time", "name", "citizen_number"],
                "authorization_response_iss_parameter_supported": True,
            }
        )

    async def keys(self) -> Response:
        return JSONResponse({"keys": [self.grants.public_key()]})

    async def authorize(self, request: Request) -> Response:
        """The page on which somebody is chosen."""
        given = _read_pairs(request.url.query) or {}
        try:
            asking = read_asking(self.client, given)
        except NotAClient:
            return _page(status=400)
        except AskedWrongly as wrong:
            return self._back(wrong.back, {"error": wrong.error}, wrong.state)
        asked = {name: given[name] for name in PASSED_ON if name in given}
        return _page(asked=asked, action=f"{self.issuer}/authorize", people=self._choice(), face=asking.wants_face)

    async def choose(self, request: Request) -> Response:
        """Back to the client, with a code for whoever was chosen."""
        given = await _read_form(request) or {}
        try:
            asking = read_asking(self.client, given)
        except NotAClient:
            return _page(status=400)
        except AskedWrongly as wrong:
            return self._back(wrong.back, {"error": wrong.error}, wrong.state)
        chosen = given.get("person", "")
        if "cancel" in given or chosen not in self._choice():
            return self._back(asking.redirect_uri, {"error": "access_denied"}, asking.state)
        code = self.grants.give_code(asking, chosen, "face" if "face" in given else "real-name")
        return self._back(asking.redirect_uri, {"code": code}, asking.state)

    async def token(self, request: Request) -> Response:
        """RFC 6749, 4.1.3 and 4.1.4."""
        given = await _read_form(request)
        if given is None:
            return JSONResponse({"error": "invalid_request"}, 400, HEADERS)
        if not self._is_client(given, request.headers.get("Authorization", "")):
            return JSONResponse({"error": "invalid_client"}, 401, {**HEADERS, "WWW-Authenticate": "Basic"})
        try:
            grant = self.grants.take(given)
        except NoToken as refused:
            return JSONResponse({"error": refused.error}, 400, HEADERS)
        answer = {
            "access_token": secrets.token_urlsafe(32),  # opens nothing here, but the standard wants one
            "token_type": "Bearer",
            "expires_in": int(TOKEN_FOR.total_seconds()),
            "id_token": self.grants.id_token(grant, self.people.citizens[grant.person]),
        }
        return JSONResponse(answer, headers=HEADERS)

    def _choice(self) -> Mapping[str, Person]:
        """Those who have something to do themselves: a baby logs in nowhere."""
        return {id: person for id, person in self.people.citizens.items() if person.matters}

    def _back(self, to: str, answer: Mapping[str, str], state: str | None) -> Response:
        """303, so that a browser comes back without the form. `iss`: RFC 9207."""
        told = {**answer, **({} if state is None else {"state": state}), "iss": self.issuer}
        joined = "&" if urlsplit(to).query else "?"
        return RedirectResponse(f"{to}{joined}{urlencode(told)}", 303, HEADERS)

    def _is_client(self, given: Mapping[str, str], authorization: str) -> bool:
        id, secret = _basic(authorization) or (given.get("client_id", ""), given.get("client_secret", ""))
        right = hmac.compare_digest(secret.encode(), (self.client.secret or "").encode())
        return id == self.client.id and (self.client.secret is None or right)


def _basic(authorization: str) -> tuple[str, str] | None:
    """Id and secret from the header, as RFC 6749, 2.3.1 writes them."""
    scheme, _, told = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        id, _, secret = base64.b64decode(told, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return unquote(id), unquote(secret)


async def _read_form(request: Request) -> dict[str, str] | None:
    """The fields of a form; None for what is none. No more is read than it takes to know."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
            return None
    return _read_pairs(body.decode("utf-8", "replace"))


def _read_pairs(text: str) -> dict[str, str] | None:
    """Parameters by name; None if one stands twice (RFC 6749, 3.1) or there are too many."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=30)
    except ValueError:
        return None
    return dict(pairs) if len({name for name, _ in pairs}) == len(pairs) else None


def _page(*, status: int = 200, **words: object) -> Response:
    """One page for both languages; without `asked`, that the link does not work."""
    text = (Path(__file__).parent / "identity.html").read_text(encoding="utf-8")
    return HTMLResponse(Environment(autoescape=True).from_string(text).render(**words), status, HEADERS)
