"""Bytes in the 45 characters that a QR code packs densest (RFC 9285): two bytes in three characters.

A written text never ends with a space, so whoever strips it loses nothing: the last character stands for at most 32 of
three, and for at most 5 of two, while the space is number 36.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
BASE = len(ALPHABET)
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def encode(content: bytes) -> str:
    return "".join(_characters(content))


def _characters(content: bytes) -> Iterator[str]:
    for at in range(0, len(content), 2):
        pair = content[at : at + 2]
        number = int.from_bytes(pair)
        for _ in range(len(pair) + 1):
            number, value = divmod(number, BASE)
            yield ALPHABET[value]


def decode(text: str) -> bytes:
    """What was encoded. Raises ValueError for every text that `encode` does not write."""
    return b"".join(_pairs(text))


def _pairs(text: str) -> Iterable[bytes]:
    for at in range(0, len(text), 3):
        part = text[at : at + 3]
        if len(part) == 1 or not _VALUES.keys() >= set(part):
            raise ValueError("not Base45")
        number = sum(_VALUES[character] * BASE**place for place, character in enumerate(part))
        try:
            yield number.to_bytes(len(part) - 1)
        except OverflowError:
            raise ValueError("not Base45") from None
