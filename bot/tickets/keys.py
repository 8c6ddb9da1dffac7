"""The keys that sign tickets: Ed25519 (RFC 8032), one for each sealing key of the vault, derived from it.

So there is no further secret to keep. The newest signs; older ones are believed as long as the vault has them. A clerk
verifies with the public keys alone, which are no secret.

A key's id is its number in the vault and its fingerprint, `01C0FFEE42`: by the fingerprint the ticket of another
installation is told from a forged one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bot.database.encryption import Vault

PURPOSE = "onevisit ticket"
KEY_BYTES = 32
FINGERPRINT = 8
"""Hexadecimal digits of a fingerprint: the first four bytes of the SHA-256 of the public key."""


class NoPublicKey(ValueError):
    """The text is not a public key as `written` writes it."""


@dataclass(frozen=True)
class SigningKey:
    id: str
    private: Ed25519PrivateKey = field(repr=False)

    def sign(self, content: bytes) -> bytes:
        """64 bytes, always the same for the same content."""
        return self.private.sign(content)

    @property
    def public(self) -> Ed25519PublicKey:
        return self.private.public_key()


def signing_keys(vault: Vault) -> tuple[SigningKey, ...]:
    """Those of the vault, the oldest first; the last one signs."""
    secrets = sorted(vault.derive(PURPOSE).items())
    private = ((number, Ed25519PrivateKey.from_private_bytes(secret)) for number, secret in secrets)
    return tuple(SigningKey(f"{number:02X}{fingerprint(key.public_key())}", key) for number, key in private)


def by_fingerprint(keys: Iterable[Ed25519PublicKey]) -> Mapping[str, Ed25519PublicKey]:
    return {fingerprint(key): key for key in keys}


def fingerprint(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:FINGERPRINT].upper()


def written(key: SigningKey) -> str:
    """Its public half for clerks, in one line: `01C0FFEE42 BASE64`."""
    return f"{key.id} {base64.b64encode(key.public.public_bytes_raw()).decode()}"


def read_public(line: str) -> Ed25519PublicKey:
    """The key in a line of `written`, or in its BASE64 alone. Raises NoPublicKey."""
    *id_, text = line.split() or [""]
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoPublicKey from None
    if len(content) != KEY_BYTES or len(id_) > 1:
        raise NoPublicKey
    key = Ed25519PublicKey.from_public_bytes(content)
    if id_ and id_[0][2:] != fingerprint(key):
        raise NoPublicKey
    return key
