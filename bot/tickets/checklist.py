"""What was promised for one visit, small enough for a QR code, and signed so that it can be believed without a network.

    OV1:01C0FFEE42:…    prefix, key id, and in Base45: an Ed25519 signature (RFC 8032), then the checklist as canonical
                        JSON, deflated (RFC 1951). Signed is all that stands in the text, in one form only: any other
                        text is refused.

No name, no number and no person stands in it: whoever finds a ticket learns what a matter needs.

    TicketProblem
    ├── NotATicket      another prefix, other characters, cut off, too long
    ├── UnknownKey      signed with none of the keys at hand: by another installation, or with a key that was dropped
    ├── Forged          the key is at hand and did not sign this
    └── OtherRelease    signed, and says what this release does not understand
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bot.tickets import base45
from bot.tickets.keys import FINGERPRINT, SigningKey

LONGEST = 1451
"""Characters of a ticket: what a QR code of version 25 holds at level M. A larger one is hard to scan from a phone."""
LARGEST = 8192
"""Bytes of a checklist once it is inflated."""
PUBLICATION = 12
"""Hexadecimal digits of a publication's hash that a ticket carries."""
SIGNATURE_BYTES = 64
_TEXT = re.compile(rf"(OV1:[0-9A-F]{{2}}([0-9A-F]{{{FINGERPRINT}}}):)([0-9A-Z $%*+./:-]+)")
_BRING = re.compile(r"([^|+?]+(?:\|[^|+?]+)*)(?:\+([0-9]+))?(\?)?")


class TicketProblem(Exception):
    """The text is not to be believed."""


class NotATicket(TicketProblem):
    pass


class UnknownKey(TicketProblem):
    """`key`: the id of the key that is not at hand."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Forged(TicketProblem):
    pass


class OtherRelease(TicketProblem):
    pass


@dataclass(frozen=True)
class Bring:
    """A document to have along, and how far it is needed. Written `lease|landlord-statement+5?`."""

    documents: tuple[str, ...]
    """Ids: the one that was named, then those that do as well."""
    follows_within: int | None = None
    """Working days within which it may follow."""
    if_any: bool = False

    def written(self) -> str:
        days = "" if self.follows_within is None else f"+{self.follows_within}"
        return "|".join(self.documents) + days + ("?" if self.if_any else "")

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises ValueError."""
        found = _BRING.fullmatch(text)
        if found is None:
            raise ValueError("no document")
        return cls(tuple(found[1].split("|")), None if found[2] is None else int(found[2]), found[3] is not None)


@dataclass(frozen=True)
class Checklist:
    """One visit as the citizen was told of it. Moments are aware and in whole seconds."""

    case: str
    visit: str
    procedure: str
    publication: str
    """The first 12 digits of the hash of the text that was promised from."""
    centre: str
    counter: str
    starts_at: datetime
    way: str
    visits: int
    """Trips promised until the result is in hand."""
    bring: tuple[Bring, ...]
    issued_at: datetime
    sequence: int
    """Of two tickets for one visit of one case, the higher one counts."""


def sign(checklist: Checklist, key: SigningKey) -> str:
    """The text of the QR code. The same checklist and key give the same text."""
    head = f"OV1:{key.id}:"
    deflated = zlib.compress(_written(checklist), level=9, wbits=-zlib.MAX_WBITS)
    return head + base45.encode(key.sign(head.encode() + deflated) + deflated)


def verify(text: str, keys: Mapping[str, Ed25519PublicKey]) -> Checklist:
    """What was promised, as one of `keys` signed it; they are named by their fingerprints. Raises TicketProblem."""
    found = _TEXT.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        raise NotATicket
    head, fingerprint, body = found.groups()
    try:
        content = base45.decode(body)
    except ValueError:
        raise NotATicket from None
    if len(content) <= SIGNATURE_BYTES:
        raise NotATicket
    key = keys.get(fingerprint)
    if key is None:
        raise UnknownKey(head.split(":")[1])
    signature, deflated = content[:SIGNATURE_BYTES], content[SIGNATURE_BYTES:]
    try:
        key.verify(signature, head.encode() + deflated)
    except InvalidSignature:
        raise Forged from None
    return _read(deflated)


def _written(checklist: Checklist) -> bytes:
    names = {
        "c": checklist.case,
        "v": checklist.visit,
        "p": checklist.procedure,
        "h": checklist.publication,
        "o": checklist.centre,
        "w": checklist.counter,
        "t": int(checklist.starts_at.timestamp()),
        "y": checklist.way,
        "n": checklist.visits,
        "b": [each.written() for each in checklist.bring],
        "i": int(checklist.issued_at.timestamp()),
        "q": checklist.sequence,
    }
    return json.dumps(names, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _read(deflated: bytes) -> Checklist:
    """Believes only what would be written the same: so nothing is shown half, and every type is right."""
    try:
        inflating = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        plain = inflating.decompress(deflated, LARGEST)
        checklist = _from_names(json.loads(plain))
        whole = inflating.eof and not inflating.unused_data and _written(checklist) == plain
    except (zlib.error, ValueError, LookupError, TypeError, OverflowError, OSError, RecursionError):
        raise OtherRelease from None
    if not whole:
        raise OtherRelease
    return checklist


def _from_names(names: Any) -> Checklist:
    return Checklist(
        case=str(names["c"]),
        visit=str(names["v"]),
        procedure=str(names["p"]),
        publication=str(names["h"]),
        centre=str(names["o"]),
        counter=str(names["w"]),
        starts_at=datetime.fromtimestamp(names["t"], UTC),
        way=str(names["y"]),
        visits=int(names["n"]),
        bring=tuple(map(Bring.read, names["b"])),
        issued_at=datetime.fromtimestamp(names["i"], UTC),
        sequence=int(names["q"]),
    )
