"""Personal data at rest: sealed with AES-256-GCM, found again through a blind index.

Sealing is explicit (`vault.seal_json(answers, case.c.answers)`) rather than hidden in a column type: the vault is an
argument like any other, so two programs with different keys can live in one process. That nothing goes in unsealed is
kept by the column type, `SealedBinary`.

A sealed value is: key id (1 byte), nonce (12 bytes), ciphertext with tag. The column it belongs to is authenticated
along with it, so a value copied into another column does not open. Several keys can be held; the one with the highest
number seals. The key of the blind index is its own and stays when sealing keys are renewed, otherwise look-ups would
miss the rows of yesterday.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Column

from bot.database.errors import KeyMissing, KeyUnusable, SealBroken

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2: 96 bits, random
INDEX_BYTES = 16
LAST_NUMBER = 255
"""A key's number is one byte."""

Place = Column[Any] | str
"""The column a value is sealed for, or its name, `table.column`."""


class Sealed(bytes):
    """Bytes that a vault has sealed."""


class Vault:
    """Seals and opens. Raises KeyUnusable for keys that are not 256 bits or numbers outside 1 to 255."""

    def __init__(self, keys: Mapping[int, bytes], index_key: bytes) -> None:
        if not keys or any(not 1 <= number <= LAST_NUMBER for number in keys):
            raise KeyUnusable(f"A vault needs at least one sealing key, numbered 1 to {LAST_NUMBER}.")
        if any(len(key) != KEY_BYTES for key in (*keys.values(), index_key)):
            raise KeyUnusable(f"Every key is {KEY_BYTES} random bytes in base64.")
        self._keys = dict(keys)
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._index_key = index_key
        self._newest = max(keys)

    @classmethod
    def from_secret(cls, secret: str) -> Vault:
        """Reads `index:BASE64 1:BASE64 2:BASE64`, as `new_secret` writes it; a higher number is a newer key.

        Raises KeyUnusable, whose text never repeats the secret.
        """
        keys: dict[str, bytes] = {}
        for entry in secret.split():
            name, _, text = entry.partition(":")
            if name in keys or not (name == "index" or name.isdecimal()):
                raise KeyUnusable("Each key is named once, by a number or by the word index: index:BASE64 1:BASE64.")
            try:
                keys[name] = base64.b64decode(text, validate=True)
            except (binascii.Error, ValueError):
                raise KeyUnusable(f"The key {name} is not base64.") from None
        if "index" not in keys:
            raise KeyUnusable("The secret holds no index key: index:BASE64 1:BASE64.")
        index_key = keys.pop("index")
        return cls({int(name): key for name, key in keys.items()}, index_key)

    @classmethod
    def from_file(cls, path: Path) -> Vault:
        """Reads the key file, and on first use makes one that only its owner may read. Raises KeyUnusable.

        Processes that start together end up with the same keys: the file appears whole or not at all.
        """
        try:
            if not path.exists():
                _create_once(path, new_secret() + "\n")
            return cls.from_secret(path.read_text(encoding="ascii"))
        except (OSError, UnicodeDecodeError, KeyUnusable) as error:
            raise KeyUnusable(f"The key file {path} cannot be used: {error}") from error

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its sealing keys, rising; the last one seals."""
        return tuple(sorted(self._ciphers))

    def seal(self, plain: bytes, place: Place) -> Sealed:
        """Seals for this column; equal values look different each time."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        ciphertext = self._ciphers[self._newest].encrypt(nonce, plain, _context(place))
        return Sealed(bytes([self._newest]) + nonce + ciphertext)

    def open(self, sealed: bytes, place: Place) -> bytes:
        """What was sealed for this column. Raises KeyMissing or SealBroken."""
        if not sealed:
            raise SealBroken(f"An empty value stands in {place}.")
        cipher = self._ciphers.get(sealed[0])
        if cipher is None:
            raise KeyMissing(f"A value of {place} was sealed with key {sealed[0]}, which is not in the vault.")
        nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, ciphertext, _context(place))
        except (InvalidTag, ValueError):
            raise SealBroken(f"A value of {place} was altered, moved, or sealed by another vault.") from None

    def seal_json(self, value: Any, place: Place) -> Sealed:
        """Like `seal`, for whatever JSON can say: a text, a number, a list, a mapping."""
        return self.seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), place)

    def open_json(self, sealed: bytes, place: Place) -> Any:
        """Like `open`, for what `seal_json` sealed."""
        return json.loads(self.open(sealed, place))

    def is_current(self, sealed: bytes) -> bool:
        """Whether the newest key sealed it; otherwise sealing it again lets the older key be thrown away."""
        return sealed[:1] == bytes([self._newest])

    def blind_index(self, value: str, place: Place) -> bytes:
        """16 bytes by which a sealed value can be found again without being readable.

        Equal values give equal bytes, so the caller brings the value into one form first (an ID number in capitals).
        """
        message = _context(place) + b"\x00" + value.encode()
        return hmac.digest(self._index_key, message, hashlib.sha256)[:INDEX_BYTES]

    def derive(self, purpose: str) -> Mapping[int, bytes]:
        """For each sealing key, by its number, 32 bytes for another purpose: HKDF with SHA-256 (RFC 5869).

        The same key and purpose give the same bytes. They tell nothing about the key, nor about another purpose.
        """
        info = purpose.encode()
        return {
            number: HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key)
            for number, key in self._keys.items()
        }


def new_secret() -> str:
    """A fresh index key and a first sealing key, in the form that `Vault.from_secret` reads."""
    return f"index:{new_key()} 1:{new_key()}"


def new_key() -> str:
    """32 random bytes in base64, to be added to a secret under the next number."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def add_key(secret: str) -> str:
    """The secret with one more key under the next number, which seals from then on. Raises KeyUnusable."""
    newest = Vault.from_secret(secret).numbers[-1]
    if newest == LAST_NUMBER:
        raise KeyUnusable(f"Key {LAST_NUMBER} is the last that can be: no number is left for another.")
    return " ".join([*secret.split(), f"{newest + 1}:{new_key()}"])


def drop_key(secret: str, number: int) -> str:
    """The secret without that key; what was sealed with it can never be opened again. Raises KeyUnusable for the one
    that seals, and for one that is not there.
    """
    numbers = Vault.from_secret(secret).numbers
    if number not in numbers:
        raise KeyUnusable(f"There is no key {number}.")
    if number == numbers[-1]:
        raise KeyUnusable(f"Key {number} is the one that seals.")
    entries = (entry for entry in secret.split() if not _is_numbered(entry, number))
    return " ".join(entries)


def change_file(path: Path, change: Callable[[str], str]) -> Vault:
    """Puts what `change` makes of its secret in the place of a key file; gives back the vault that it makes.

    Whoever reads meanwhile finds the old file or the new one. The draft beside it is the lock: of two changes at once
    one is refused, so none is lost. Raises KeyUnusable, also for what `change` gives back; the file is then as before.
    """
    path = path.resolve()  # a link stays a link
    draft = path.with_name(f"{path.name}.new")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyUnusable(
            f"The key file {path} is being changed by somebody else, or they were interrupted: then remove {draft}."
        ) from None
    except OSError as error:
        raise KeyUnusable(f"The key file {path} cannot be changed: {error}") from error
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            secret = change(path.read_text(encoding="ascii"))
            vault = Vault.from_secret(secret)
            _write_through(file, secret.strip() + "\n")
        owner = path.stat()
        os.chown(draft, owner.st_uid, owner.st_gid)  # whoever serves may be another user than whoever renews
        os.replace(draft, path)
    except (OSError, UnicodeDecodeError, KeyUnusable) as error:
        draft.unlink(missing_ok=True)
        raise KeyUnusable(f"The key file {path} cannot be changed: {error}") from error
    _settle_folder(path.parent)
    return vault


def _is_numbered(entry: str, number: int) -> bool:
    name = entry.partition(":")[0]
    return name.isdecimal() and int(name) == number


def _write_through(file: TextIO, text: str) -> None:
    file.write(text)
    file.flush()
    os.fsync(file.fileno())


def _settle_folder(folder: Path) -> None:
    """Until then a power failure could bring the old file back, without the key that has sealed meanwhile."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _context(place: Place) -> bytes:
    return str(place).encode()


def _create_once(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            _write_through(file, text)
        with contextlib.suppress(FileExistsError):  # somebody else was quicker: theirs counts
            os.link(draft, path)
    finally:
        os.unlink(draft)
