"""What is sealed opens only whole, in its own column, with its own key."""

from __future__ import annotations

import multiprocessing
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.database.encryption import Vault, new_key, new_secret
from bot.database.errors import KeyMissing, KeyUnusable, SealBroken
from bot.database.tables import job, outbox

VAULT = Vault.from_secret(new_secret())
KEY = "c2l4dGVlbiBieXRlcyBhcmUgbm90IDMyLCB0aGlzIGk="
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_what_was_sealed_opens(value: object) -> None:
    assert VAULT.open_json(VAULT.seal_json(value, "case.answers"), "case.answers") == value


def test_a_column_and_its_name_are_the_same_place() -> None:
    assert VAULT.open(VAULT.seal(b"photo", outbox.c.body), "outbox.body") == b"photo"


def test_equal_values_look_different_and_show_nothing() -> None:
    first, second = VAULT.seal(b"married", "case.answers"), VAULT.seal(b"married", "case.answers")
    assert first != second
    assert b"married" not in bytes(first)


def test_any_changed_byte_breaks_the_seal() -> None:
    sealed = VAULT.seal(b"married", "case.answers")
    for place in range(1, len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            VAULT.open(bytes(changed), "case.answers")


@pytest.mark.parametrize("length", [0, 1, 12, 13, 20])
def test_a_value_cut_short_breaks_the_seal(length: int) -> None:
    with pytest.raises(SealBroken):
        VAULT.open(VAULT.seal(b"married", "case.answers")[:length], "case.answers")


def test_a_value_does_not_open_in_another_column() -> None:
    with pytest.raises(SealBroken):
        VAULT.open(VAULT.seal(b"married", outbox.c.body), job.c.payload)


def test_another_vault_cannot_open() -> None:
    with pytest.raises(SealBroken):
        Vault.from_secret(new_secret()).open(VAULT.seal(b"married", "case.answers"), "case.answers")


def test_a_new_key_seals_and_the_old_one_still_opens_until_it_is_gone() -> None:
    index, first, second = (f"index:{new_key()}", f"1:{new_key()}", f"2:{new_key()}")
    before = Vault.from_secret(f"{index} {first}")
    during = Vault.from_secret(f"{index} {second} {first}")
    after = Vault.from_secret(f"{index} {second}")

    old = before.seal(b"married", "case.answers")
    assert not during.is_current(old)
    new = during.seal(during.open(old, "case.answers"), "case.answers")

    assert during.is_current(new)
    assert after.open(new, "case.answers") == b"married"
    with pytest.raises(KeyMissing, match="key 1"):
        after.open(old, "case.answers")
    assert before.blind_index("A1", "case.owner") == after.blind_index("A1", "case.owner")


def test_the_blind_index_depends_on_value_column_and_vault() -> None:
    index = VAULT.blind_index("A1", "case.owner")
    assert len(index) == 16
    assert index == VAULT.blind_index("A1", "case.owner")
    others = [
        VAULT.blind_index("A2", "case.owner"),
        VAULT.blind_index("A1", "consent.owner"),
        Vault.from_secret(new_secret()).blind_index("A1", "case.owner"),
    ]
    assert index not in others


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "correct horse battery staple",
        f"1:{KEY}",
        f"index:{KEY}",
        f"index:{KEY} 0:{KEY}",
        f"index:{KEY} 256:{KEY}",
        f"index:{KEY} 1:{KEY} 1:{KEY}",
        f"index:{KEY} 1:c2hvcnQ=",
        f"index:{KEY} 1:密",
    ],
)
def test_an_unusable_secret_is_refused_without_repeating_it(secret: str) -> None:
    with pytest.raises(KeyUnusable) as caught:
        Vault.from_secret(secret)
    assert not any(part in str(caught.value) for part in secret.split() if len(part) > 20)
    assert "horse" not in str(caught.value)


def test_the_key_file_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "vault"
    sealed = Vault.from_file(file).seal(b"married", "case.answers")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == ["vault"]
    assert Vault.from_file(file).open(sealed, "case.answers") == b"married"


def test_processes_that_start_together_share_one_key_file(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        indexes = pool.map(_index_with, [tmp_path / "vault"] * 12, chunksize=1)
    assert len(set(indexes)) == 1


def _index_with(file: Path) -> bytes:
    return Vault.from_file(file).blind_index("A1", "case.owner")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"index: 1:"])
def test_a_spoiled_key_file_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "vault"
    file.write_bytes(content)
    with pytest.raises(KeyUnusable, match="vault"):
        Vault.from_file(file)
    assert file.read_bytes() == content


def test_a_key_file_where_none_can_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeyUnusable, match="file/vault"):
        Vault.from_file(tmp_path / "file" / "vault")
