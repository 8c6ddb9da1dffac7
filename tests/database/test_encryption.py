"""What is sealed opens only whole, in its own column, with its own key."""

from __future__ import annotations

import base64
import hmac
import multiprocessing
import os
import stat
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.database.encryption import Vault, add_key, change_file, drop_key, new_key, new_secret
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


def test_a_key_is_added_under_the_next_number_and_seals() -> None:
    before = new_secret()
    old = Vault.from_secret(before).seal(b"married", "case.answers")
    vault = Vault.from_secret(add_key(before))
    assert vault.numbers == (1, 2)
    assert vault.seal(b"married", "case.answers")[0] == 2
    assert vault.open(old, "case.answers") == b"married"
    assert Vault.from_secret(f"index:{KEY} 7:{new_key()} 3:{new_key()}").numbers == (3, 7)
    assert Vault.from_secret(add_key(f"index:{KEY} 7:{new_key()}\n3:{new_key()}\n")).numbers == (3, 7, 8)


def test_a_key_is_dropped_and_the_others_stay() -> None:
    secret = add_key(add_key(new_secret()))
    entries = dict(entry.split(":") for entry in secret.split())
    assert dict(entry.split(":") for entry in drop_key(secret, 2).split()) == {
        name: key for name, key in entries.items() if name != "2"
    }


@pytest.mark.parametrize(
    ("number", "sentence"), [(2, "Key 2 is the one that seals."), (3, "There is no key 3."), (0, "There is no key 0.")]
)
def test_the_key_that_seals_is_never_dropped(number: int, sentence: str) -> None:
    with pytest.raises(KeyUnusable) as caught:
        drop_key(add_key(new_secret()), number)
    assert str(caught.value) == sentence


def test_after_the_last_number_no_key_is_added() -> None:
    with pytest.raises(KeyUnusable, match="255"):
        add_key(f"index:{KEY} 255:{new_key()}")


def test_a_key_file_is_changed_whole_and_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    old = Vault.from_file(file).seal(b"married", "case.answers")
    file.chmod(0o644)
    vault = change_file(file, add_key)
    assert vault.numbers == Vault.from_file(file).numbers == (1, 2)
    assert vault.open(old, "case.answers") == b"married"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes().endswith(b"\n")
    assert [entry.name for entry in tmp_path.iterdir()] == ["keys"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_key_file_that_root_changes_still_belongs_to_its_user(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    Vault.from_file(file)
    os.chown(file, 12345, 23456)
    change_file(file, add_key)
    assert (file.stat().st_uid, file.stat().st_gid) == (12345, 23456)


def test_a_link_to_a_key_file_stays_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "mounted" / "keys", tmp_path / "keys"
    Vault.from_file(file)
    link.symlink_to(file)
    change_file(link, add_key)
    assert link.is_symlink()
    assert Vault.from_file(file).numbers == (1, 2)


@pytest.mark.parametrize("made", ["", "correct horse battery staple", f"index:{KEY}", f"index:{KEY} 1:密"])
def test_a_change_to_something_unusable_leaves_the_key_file_as_it_was(tmp_path: Path, made: str) -> None:
    file = tmp_path / "keys"
    Vault.from_file(file)
    before = file.read_bytes()
    with pytest.raises(KeyUnusable, match="keys cannot be changed"):
        change_file(file, lambda _: made)
    assert file.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["keys"]


def test_a_change_that_was_interrupted_is_told_and_hurts_nothing(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    Vault.from_file(file)
    before = file.read_bytes()
    (tmp_path / "keys.new").write_text("index:", encoding="ascii")
    with pytest.raises(KeyUnusable, match=r"then remove .*keys\.new\.$"):
        change_file(file, add_key)
    assert file.read_bytes() == before
    (tmp_path / "keys.new").unlink()
    assert change_file(file, add_key).numbers == (1, 2)


@pytest.mark.parametrize("file", ["nowhere/keys", "missing"])
def test_a_key_file_that_is_not_there_is_not_changed(tmp_path: Path, file: str) -> None:
    with pytest.raises(KeyUnusable, match="cannot be changed"):
        change_file(tmp_path / file, add_key)
    assert list(tmp_path.iterdir()) == []


def test_of_changes_at_once_none_is_lost(tmp_path: Path) -> None:
    """Each adds a key of its own or is refused."""
    file = tmp_path / "keys"
    Vault.from_file(file)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        added = pool.map(partial(_add_five, file), range(3), chunksize=1)
    assert sum(added) >= 3
    assert Vault.from_file(file).numbers == tuple(range(1, 2 + sum(added)))


def _add_five(file: Path, _: int) -> int:
    added = 0
    for _ in range(5):
        try:
            change_file(file, add_key)
            added += 1
        except KeyUnusable as error:
            if "changed by somebody else" not in str(error):
                raise
    return added


def test_secrets_for_another_purpose_follow_from_each_key_and_from_nothing_else() -> None:
    """By RFC 5869 with SHA-256, without salt: extract, then the first block of expand."""
    first, second, index, other = (base64.b64decode(new_key()) for _ in range(4))

    def expected(key: bytes) -> bytes:
        extracted = hmac.digest(bytes(32), key, "sha256")
        return hmac.digest(extracted, b"some purpose\x01", "sha256")

    assert Vault({1: first, 2: second}, index).derive("some purpose") == {1: expected(first), 2: expected(second)}
    assert Vault({2: second}, other).derive("some purpose") == {2: expected(second)}
    assert VAULT.derive("one purpose") != VAULT.derive("another purpose")
