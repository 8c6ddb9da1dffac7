"""The ID token: whether it is the provider's, for us, for this attempt and for now; and what it says.

OpenID Connect Core 1.0, 3.1.3.7.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import ClaimError, JoseError
from joserfc.jwk import KeySet

from bot.dialogue.identity import Level
from bot.identity.persons import Proof
from bot.identity.refusals import NotTrusted, WrongNumber
from bot.identity.settings import ProviderSettings
from procedures import numbers
from procedures.provincial import ZONE

CLOCKS_DIFFER = 60
"""Seconds that the provider's clock may be wrong."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures by a key that only the provider has: never `none`, never a shared secret (RFC 8725, 3.1)."""
LONGEST_NAME = 100
HERE = ZoneInfo(ZONE)
"""Where a day of birth has come or not."""


def check_token(
    told: Mapping[str, Any], keys: KeySet, settings: ProviderSettings, nonce: str, now: datetime
) -> Mapping[str, Any]:
    """The claims of what the token endpoint told. Raises NotTrusted with the name of the claim, or of the error."""
    try:
        decoded = jwt.decode(str(told.get("id_token")), keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            options={
                "iss": {"essential": True, "value": settings.issuer},
                "aud": {"essential": True, "value": settings.client_id},
            },
            params={"client_id": settings.client_id, "nonce": nonce, "access_token": told.get("access_token")},
        )
        claims.validate(now=int(now.timestamp()), leeway=CLOCKS_DIFFER)
    except ClaimError as error:
        raise NotTrusted(error.claim) from None
    except (JoseError, ValueError, TypeError) as error:
        raise NotTrusted(type(error).__name__) from None
    return dict(claims)


def read_proof(claims: Mapping[str, Any], settings: ProviderSettings, now: datetime) -> Proof:
    """Who it is, by these claims. Raises WrongNumber."""
    try:
        number = numbers.read_citizen_number(claims.get(settings.claim_number), now.astimezone(HERE).date())
    except numbers.WrongNumber:
        raise WrongNumber from None
    name, acr = claims.get("name"), claims.get("acr")
    level: Level = "face" if acr in settings.face_acr.split() else "real-name"
    return Proof(number, name.strip()[:LONGEST_NAME] if isinstance(name, str) else "", level)
