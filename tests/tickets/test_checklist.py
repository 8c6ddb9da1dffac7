"""A ticket says what was signed, whole and unaltered, or it is refused for a reason that has a name."""

from __future__ import annotations

import json
import tracemalloc
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.database.encryption import Vault, add_key, drop_key, new_secret
from bot.tickets import base45
from bot.tickets.checklist import (
    LONGEST,
    Bring,
    Checklist,
    Forged,
    NotATicket,
    OtherRelease,
    TicketProblem,
    UnknownKey,
    sign,
    verify,
)
from bot.tickets.keys import NoPublicKey, by_fingerprint, fingerprint, read_public, signing_keys, written

SECRET = new_secret()
(KEY,) = signing_keys(Vault.from_secret(SECRET))
KEYS = by_fingerprint([KEY.public])
CHECKLIST = Checklist(
    case="DXU6ZVRQ",
    visit="transfer",
    procedure="property-transfer",
    publication="0123456789ab",
    centre="xihu",
    counter="real-estate",
    starts_at=datetime(2026, 12, 2, 5, 30, tzinfo=UTC),
    way="window",
    visits=1,
    bring=(Bring(("id-card",)), Bring(("lease", "landlord-statement"), 5), Bring(("old-certificate",), None, True)),
    issued_at=datetime(2026, 11, 30, 1, 0, tzinfo=UTC),
    sequence=3,
)
TEXT = sign(CHECKLIST, KEY)
PLAIN: dict[str, Any] = {
    "b": ["id-card", "lease|landlord-statement+5", "old-certificate?"],
    "c": "DXU6ZVRQ",
    "h": "0123456789ab",
    "i": 1796000400,
    "n": 1,
    "o": "xihu",
    "p": "property-transfer",
    "q": 3,
    "t": 1796189400,
    "v": "transfer",
    "w": "real-estate",
    "y": "window",
}

_ids = st.text(min_size=1, max_size=10).filter(lambda text: not set("|+?") & set(text))
_moments = st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
_brings = st.builds(
    Bring, st.lists(_ids, min_size=1, max_size=3).map(tuple), st.none() | st.integers(0, 99), st.booleans()
)
_checklists = st.builds(
    Checklist,
    **dict.fromkeys(("case", "visit", "procedure", "publication", "centre", "counter", "way"), _ids),
    starts_at=_moments,
    issued_at=_moments,
    visits=st.integers(0, 9),
    bring=st.lists(_brings, max_size=4).map(tuple),
    sequence=st.integers(0, 10**6),
)


def signed(plain: bytes) -> str:
    """By the right key, whatever it says."""
    head = f"OV1:{KEY.id}:"
    deflated = zlib.compress(plain, level=9, wbits=-15)
    return head + base45.encode(KEY.sign(head.encode() + deflated) + deflated)


@given(_checklists)
@settings(max_examples=50, deadline=None)
def test_what_was_signed_is_read(checklist: Checklist) -> None:
    text = sign(checklist, KEY)
    assert sign(checklist, KEY) == text
    assert verify(text, KEYS) == checklist


def test_the_form_stays_so_that_tickets_that_are_out_can_be_read() -> None:
    assert signed(json.dumps(PLAIN, separators=(",", ":")).encode()) == TEXT


def test_every_altered_character_is_noticed() -> None:
    for at, character in enumerate(TEXT):
        other = base45.ALPHABET[(base45.ALPHABET.index(character) + 7) % 45]
        with pytest.raises(TicketProblem):
            verify(TEXT[:at] + other + TEXT[at + 1 :], KEYS)


def test_no_part_of_a_ticket_is_one() -> None:
    for length in range(len(TEXT)):
        with pytest.raises(TicketProblem):
            verify(TEXT[:length], KEYS)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"OV1:7F{TEXT[6:]}", Forged),
        (f"OV1:01{'0' * 8}{TEXT[14:]}", UnknownKey),
        (f"OV2:{TEXT[4:]}", NotATicket),
        (TEXT.lower(), NotATicket),
        (TEXT + "000", Forged),
        (TEXT + "\n", NotATicket),
        (f"OV1:{KEY.id}:" + "0" * 600, Forged),
        (f"OV1:{KEY.id}:" + "0" * LONGEST, NotATicket),
        ("DXU6ZVRQ.transfer", NotATicket),
        ("", NotATicket),
        ("\x00预约码", NotATicket),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "text",
)
def test_each_wrong_text_is_refused_for_its_own_reason(text: str, problem: type[TicketProblem]) -> None:
    with pytest.raises(problem):
        verify(text, KEYS)


@given(st.text(base45.ALPHABET, max_size=300))
@settings(max_examples=50)
def test_nonsense_is_refused_and_breaks_nothing(body: str) -> None:
    with pytest.raises(TicketProblem):
        verify(f"OV1:{KEY.id}:{body}", KEYS)


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"[]",
        b"7",
        b"not json",
        b"\xff",
        b"[" * 5000,
        json.dumps(PLAIN).encode(),
        *(
            json.dumps({**PLAIN, **change}, separators=(",", ":"), sort_keys=True).encode()
            for change in ({"z": 1}, {"q": "3"}, {"n": True}, {"t": 1e99}, {"t": 10**30}, {"b": "id"}, {"b": ["|"]})
        ),
        json.dumps({name: PLAIN[name] for name in PLAIN if name != "c"}, separators=(",", ":")).encode(),
    ],
    ids=lambda plain: plain[:4].hex(),
)
def test_what_a_later_release_signs_is_not_shown_half(plain: bytes) -> None:
    with pytest.raises(OtherRelease):
        verify(signed(plain), KEYS)


def test_a_small_text_is_not_inflated_to_a_large_one() -> None:
    bomb = signed(b" " * 500_000)
    assert len(bomb) < LONGEST
    tracemalloc.start()
    with pytest.raises(OtherRelease):
        verify(bomb, KEYS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000


# --- keys ----------------------------------------------------------------------------------------------------------


def keys_of(secret: str) -> Any:
    return by_fingerprint(key.public for key in signing_keys(Vault.from_secret(secret)))


def test_the_newest_key_signs_and_the_older_one_is_believed_until_it_is_dropped() -> None:
    renewed = add_key(SECRET)
    older, newest = signing_keys(Vault.from_secret(renewed))
    assert (older.id, newest.id[:2]) == (KEY.id, "02")
    assert verify(TEXT, keys_of(renewed)) == CHECKLIST
    assert verify(sign(CHECKLIST, newest), keys_of(renewed)) == CHECKLIST
    with pytest.raises(UnknownKey, match=KEY.id):
        verify(TEXT, keys_of(drop_key(renewed, 1)))


def test_another_installation_is_unknown_and_no_forger() -> None:
    (other,) = signing_keys(Vault.from_secret(new_secret()))
    with pytest.raises(UnknownKey, match=other.id):
        verify(sign(CHECKLIST, other), KEYS)


def test_whoever_borrows_the_id_of_a_key_is_a_forger() -> None:
    (other,) = signing_keys(Vault.from_secret(new_secret()))
    with pytest.raises(Forged):
        verify(sign(CHECKLIST, replace(other, id=KEY.id)), KEYS)


def test_a_public_key_is_written_in_a_line_and_read_again() -> None:
    line = written(KEY)
    id, text = line.split()
    assert id == f"01{fingerprint(KEY.public)}"
    assert read_public(line) == read_public(f" {text}\n") == KEY.public


@pytest.mark.parametrize(
    "line",
    ["", "AAAA", "*", f"0100000000 {written(KEY).split()[1]}", f"a {written(KEY)}"],
    ids=["empty", "short", "no base64", "id of another", "a word more"],
)
def test_a_line_that_is_no_public_key_is_refused(line: str) -> None:
    with pytest.raises(NoPublicKey):
        read_public(line)


def test_no_secret_shows_when_a_key_is_shown() -> None:
    assert KEY.private.private_bytes_raw().hex() not in repr(KEY)
    assert repr(KEY) == f"SigningKey(id='{KEY.id}')"
