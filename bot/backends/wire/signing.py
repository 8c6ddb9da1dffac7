"""How a callback shows whose it is: the scheme of Standard Webhooks (https://www.standardwebhooks.com), version 1.

The signature is an HMAC-SHA256 over id, time and body. Who receives one compares it in constant time, and refuses what
is older or newer than some minutes, so that nobody can say it once more later.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)
"""By how much the clocks of both sides may differ, the way included."""
PREFIX = "whsec_"
ID, TIME, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"


class WrongSignature(Exception):
    """It is not theirs, or it was changed on the way."""


class WrongTime(Exception):
    """It is theirs, and too old or too new: it is said once more, or a clock is wrong."""


def sign(secret: str, id: str, now: datetime, body: bytes) -> dict[str, str]:
    """The headers that go with a callback. `id` stays the same when it is sent again."""
    stamp = str(int(now.timestamp()))
    return {ID: id, TIME: stamp, SIGNATURE: f"v1,{_signature(secret, id, stamp, body)}"}


def verify(secret: str, headers: Mapping[str, str], now: datetime, body: bytes) -> str:
    """The id of the callback. `headers` by names in small letters. Raises WrongSignature, WrongTime."""
    id, stamp = headers.get(ID, ""), headers.get(TIME, "")
    told = (each.partition(",") for each in headers.get(SIGNATURE, "").split())
    expected = _signature(secret, id, stamp, body).encode()
    if not any(version == "v1" and hmac.compare_digest(value.encode(), expected) for version, _, value in told):
        raise WrongSignature
    if not stamp.isdecimal() or len(stamp) > 12 or abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise WrongTime
    return id


def read_secret(secret: str) -> bytes:
    """The key that it stands for. Raises ValueError, whose text never repeats the secret."""
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("the secret is not whsec_ and base64") from None


def written(key: bytes) -> str:
    """The secret that stands for a key of 24 to 64 bytes."""
    return PREFIX + base64.b64encode(key).decode()


def _signature(secret: str, id: str, stamp: str, body: bytes) -> str:
    signed = f"{id}.{stamp}.".encode() + body
    return base64.b64encode(hmac.digest(read_secret(secret), signed, hashlib.sha256)).decode()
