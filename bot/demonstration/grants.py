"""What the demonstration's identity provider grants: a code for whoever was chosen, and once for it a signed token.

OpenID Connect Core 1.0 with the authorization code flow (3.1), PKCE with S256 (RFC 7636) demanded of everybody.

    Refused
    ├── NotAClient    unknown, or it asks to be answered elsewhere: nothing is sent anywhere
    ├── AskedWrongly  goes back to the client, with the `error` of RFC 6749, 4.1.2.1
    └── NoToken       the token endpoint's answer, with the `error` of RFC 6749, 5.2
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.jwk import RSAKey

from bot.demonstration.people import Person
from bot.dialogue.identity import Level
from bot.dialogue.ports import Clock

CODE_FOR = timedelta(seconds=60)
TOKEN_FOR = timedelta(minutes=5)
ALGORITHM = "RS256"
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
LONGEST = 512
"""Characters of a state or nonce."""


class Refused(Exception):
    pass


class NotAClient(Refused):
    pass


class AskedWrongly(Refused):
    def __init__(self, error: str, back: str, state: str | None) -> None:
        super().__init__(error)
        self.error, self.back, self.state = error, back, state


class NoToken(Refused):
    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True)
class Client:
    """Who may ask who somebody is. Without a `secret` it shows none (a public client)."""

    id: str
    secret: str | None = field(repr=False)
    redirect_uris: frozenset[str]


@dataclass(frozen=True)
class Asking:
    """An authorization request that may be answered."""

    redirect_uri: str
    challenge: str = field(repr=False)
    state: str | None = field(repr=False)
    nonce: str | None = field(repr=False)
    wants_face: bool


@dataclass(frozen=True)
class Grant:
    """Somebody was chosen; whoever brings the code and the verifier by then learns who."""

    asking: Asking
    person: str
    level: Level
    at: datetime


def read_asking(client: Client, given: Mapping[str, str]) -> Asking:
    """What a client asks, by the parameters of its request. Raises NotAClient, AskedWrongly."""
    back, state = given.get("redirect_uri", ""), given.get("state")
    if given.get("client_id") != client.id or back not in client.redirect_uris:
        raise NotAClient
    challenge, nonce = given.get("code_challenge", ""), given.get("nonce")
    if given.get("response_type") != "code":
        raise AskedWrongly("unsupported_response_type", back, state)
    if "openid" not in given.get("scope", "").split():
        raise AskedWrongly("invalid_scope", back, state)
    if given.get("code_challenge_method") != "S256" or not CHALLENGE.fullmatch(challenge):
        raise AskedWrongly("invalid_request", back, state)
    if max(len(state or ""), len(nonce or "")) > LONGEST:
        raise AskedWrongly("invalid_request", back, None)
    if given.get("prompt") == "none":  # somebody has to be chosen each time
        raise AskedWrongly("login_required", back, state)
    return Asking(back, challenge, state, nonce, "face" in given.get("acr_values", "").split())


class Grants:
    """The codes that are out, in memory: this provider is for demonstrations, in one process."""

    def __init__(self, issuer: str, client: Client, clock: Clock) -> None:
        self._issuer = issuer
        self._client = client
        self._clock = clock
        self._key = RSAKey.generate_key(2048, {"use": "sig", "alg": ALGORITHM})
        self._key.ensure_kid()
        self._grants: dict[str, Grant] = {}

    def public_key(self) -> dict[str, object]:
        """The key by which tokens are checked, as a JSON Web Key."""
        return dict(self._key.as_dict(private=False))

    def give_code(self, asking: Asking, person: str, level: Level) -> str:
        """A code that is good once, for a minute."""
        now = self._clock()
        self._grants = {code: grant for code, grant in self._grants.items() if now < grant.at + CODE_FOR}
        code = secrets.token_urlsafe(32)
        self._grants[code] = Grant(asking, person, level, now)
        return code

    def take(self, given: Mapping[str, str]) -> Grant:
        """What was granted for this code, which is used up by trying. Raises NoToken."""
        if given.get("grant_type") != "authorization_code":
            raise NoToken("unsupported_grant_type")
        grant = self._grants.pop(given.get("code", ""), None)
        if grant is None or self._clock() >= grant.at + CODE_FOR:
            raise NoToken("invalid_grant")
        if given.get("redirect_uri") != grant.asking.redirect_uri:
            raise NoToken("invalid_grant")
        if not _verifies(given.get("code_verifier", ""), grant.asking.challenge):
            raise NoToken("invalid_grant")
        return grant

    def id_token(self, grant: Grant, person: Person) -> str:
        """Says, signed, who was chosen and how surely."""
        now = self._clock()
        claims = {
            "iss": self._issuer,
            "aud": self._client.id,
            "sub": grant.person,
            "iat": int(now.timestamp()),
            "exp": int((now + TOKEN_FOR).timestamp()),
            "auth_time": int(grant.at.timestamp()),
            "acr": grant.level,
            "name": person.called,
            "citizen_number": person.number,
        }
        if grant.asking.nonce is not None:
            claims["nonce"] = grant.asking.nonce
        return jwt.encode({"alg": ALGORITHM, "kid": self._key.kid}, claims, self._key, [ALGORITHM])


def _verifies(verifier: str, challenge: str) -> bool:
    """RFC 7636, 4.6."""
    if not VERIFIER.fullmatch(verifier):
        return False
    hashed = hashlib.sha256(verifier.encode("ascii")).digest()
    made = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode("ascii")
    return hmac.compare_digest(made, challenge)
