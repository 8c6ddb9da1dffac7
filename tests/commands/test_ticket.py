"""A clerk verifies a ticket from a shell: with the public keys alone, or with those of the installation."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.commands import serving
from bot.commands.ticket_text import as_text
from bot.database.encryption import Vault, change_file, drop_key, new_secret
from bot.settings import read_settings
from bot.tickets.checklist import Bring, Checklist, sign, verify
from bot.tickets.keys import by_fingerprint, read_public, signing_keys, written
from tests.commands.conftest import Office
from tests.dialogue.core import GARDEN, catalogue
from tests.small import SMALL

Issue = Callable[..., str]


@pytest.fixture
def keys_file(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation that has been started once. Its database is nowhere, and nobody needs it."""
    file = tmp_path / "keys"
    monkeypatch.setenv("KEYS_FILE", str(file))
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nowhere")
    Vault.from_file(file)
    return file


@pytest.fixture
def issue(keys_file: Path) -> Issue:
    """The ticket of a tenant's parking permit, signed by the newest key as it is now."""
    version = serving.open_catalogue(read_settings()).procedures[SMALL].hash[:12]
    checklist = Checklist(
        case="DXU6ZVRQ",
        visit="apply",
        procedure=SMALL,
        publication=version,
        centre="east",
        counter="permits",
        starts_at=datetime(2026, 12, 3, 2, 0, tzinfo=UTC),
        way="window",
        visits=1,
        bring=(Bring(("id-card",)), Bring(("lease", "landlord-statement"), 5), Bring(("old-permit",), None, True)),
        issued_at=datetime(2026, 11, 30, 1, 0, tzinfo=UTC),
        sequence=3,
    )
    return lambda **changes: sign(replace(checklist, **changes), signing_keys(Vault.from_file(keys_file))[-1])


def test_a_genuine_ticket_is_shown_in_the_clerks_language(office: Office, issue: Issue) -> None:
    text = issue()
    version = json.loads(office.run("ticket", "verify", text, "--json").out)["publication"]
    ended = office.run("ticket", "verify", text)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "The ticket is genuine, and nothing in it was changed.",
        "Code: DXU6 ZVRQ",
        "Matter: Residents' parking permit (parking-permit)",
        f"Version: {version}, the present one",
        "When: 2026-12-03 10:00",
        "Where: East Centre, permits",
        "Way: window, visits promised: 1; this visit: apply",
        "Told to bring:",
        "  ID card",
        "  lease or statement of the landlord, may follow within 5 working days",
        "  old permit (if there is one)",
        "Issued: 2026-11-30 09:00, number 3; of two for the same visit the higher number counts",
    ]
    in_chinese = office.run("ticket", "verify", text, "--language", "zh").out
    assert "  租赁合同，或房东说明，可在 5 个工作日内补交\n" in in_chinese
    assert "\n地点：东区服务中心 证照窗口\n" in in_chinese


def test_of_several_visits_it_is_said_which(office: Office, issue: Issue) -> None:
    text = issue(procedure=GARDEN, visit="fetch", visits=2)
    checklist = verify(text, by_fingerprint([read_public(office.run("ticket", "public-key").out)]))
    said = as_text(checklist, catalogue(), "en").splitlines()
    assert "Way: window, visits promised: 2; this visit: fetching the key" in said


def test_scripts_get_one_object(office: Office, issue: Issue) -> None:
    ended = office.run("ticket", "verify", "--json", given=issue(bring=()).encode() + b"\r\n")
    assert (ended.code, ended.err) == (0, "")
    assert ended.json == {
        "genuine": True,
        "case": "DXU6ZVRQ",
        "visit": "apply",
        "procedure": SMALL,
        "publication": serving.open_catalogue(read_settings()).procedures[SMALL].hash[:12],
        "centre": "east",
        "counter": "permits",
        "starts_at": "2026-12-03T02:00:00+00:00",
        "way": "window",
        "visits": 1,
        "bring": [],
        "issued_at": "2026-11-30T01:00:00+00:00",
        "sequence": 3,
        "present": True,
    }


def test_another_version_and_what_the_catalogue_does_not_know_are_said(office: Office, issue: Issue) -> None:
    other = office.run("ticket", "verify", issue(publication="000000000000"))
    assert other.code == 0
    assert "Version: 000000000000, while the present one is " in other.out
    unknown = office.run(
        "ticket", "verify", issue(procedure="gone", centre="moon", way="dream", bring=(Bring(("stone",)),))
    )
    assert unknown.code == 0
    for line in ("Matter: gone (gone)", "Where: moon, permits", "Way: dream, ", "  stone"):
        assert f"\n{line}" in unknown.out
    assert "; the procedure is no longer in the catalogue" in unknown.out
    assert office.run("ticket", "verify", issue(procedure="gone"), "--json").json["present"] is False


def test_the_public_keys_are_all_a_clerk_needs(
    office: Office, issue: Issue, keys_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = issue()
    printed = office.run("ticket", "public-key")
    assert (printed.code, printed.err) == (0, "")
    (line,) = printed.out.splitlines()
    scanned, file = tmp_path / "scanned", tmp_path / "public"
    scanned.write_text(text + "\n", encoding="utf-8")
    file.write_text(f"{written(signing_keys(Vault.from_secret(new_secret()))[0])}\n\n{line}\n", encoding="utf-8")

    keys_file.unlink()
    monkeypatch.setenv("KEYS_FILE", "/nowhere/keys")
    for key in (line, line.split()[1], str(file)):
        assert office.run("ticket", "verify", scanned, "--key", key).code == 0
    without = office.run("ticket", "verify", text)
    assert (without.code, without.out) == (2, "")
    assert without.err.startswith("There is no key file /nowhere/keys: ")
    assert office.run("ticket", "public-key").code == 2


def test_an_old_ticket_is_believed_until_its_key_is_dropped(office: Office, issue: Issue, keys_file: Path) -> None:
    old, public = issue(), office.run("ticket", "public-key").out.strip()
    assert office.run("keys", "add").code == 0
    assert office.run("ticket", "public-key").out.splitlines()[0] == public
    assert issue() != old
    for text in (old, issue()):
        assert office.run("ticket", "verify", text).code == 0
    change_file(keys_file, lambda secret: drop_key(secret, 1))
    dropped = office.run("ticket", "verify", old)
    assert (dropped.code, dropped.out) == (1, "")
    assert dropped.err.startswith(f"The key that signed it, {public.split()[0]}, is not at hand")
    assert office.run("ticket", "verify", old, "--key", public).code == 0


@pytest.mark.parametrize(
    ("spoil", "why", "sentence"),
    [
        (lambda text: f"{text}000", "forged", "The ticket was changed or forged: "),
        (
            lambda text: f"OV1:0100000000{text[14:]}",
            "unknown-key",
            "The key that signed it, 0100000000, is not at hand",
        ),
        (lambda text: "DXU6ZVRQ.apply", "not-a-ticket", "This is no ticket of One Visit"),
        (lambda text: "", "not-a-ticket", "This is no ticket of One Visit"),
        (lambda text: text * 1000, "not-a-ticket", "This is no ticket of One Visit"),
    ],
    ids=["altered", "elsewhere", "plain", "empty", "endless"],
)
def test_what_is_not_to_be_believed_ends_with_1(
    office: Office, issue: Issue, spoil: Callable[[str], str], why: str, sentence: str
) -> None:
    ended = office.run("ticket", "verify", "-", given=spoil(issue()).encode())
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert ended.err.startswith(sentence)
    as_json = office.run("ticket", "verify", spoil(issue()), "--json")
    assert (as_json.code, as_json.json) == (1, {"genuine": False, "why": why})
    assert office.run("ticket", "verify", "--language", "zh", given=spoil(issue()).encode()).err.endswith("。\n")


def test_a_picture_is_no_text(office: Office, issue: Issue, tmp_path: Path) -> None:
    picture = tmp_path / "code.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    ended = office.run("ticket", "verify", picture)
    assert (ended.code, ended.err[:15]) == (1, "This is no tick")
    assert "a picture is not read" in " ".join(office.run("ticket", "verify", "--help").out.split())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--key", "abc"], '"abc" is neither a file nor a key'),
        (["--key", "/etc"], '"/etc" is neither a file nor a key'),
        (["--language", "fr"], 'There is no language "fr".'),
    ],
    ids=["no key", "folder", "language"],
)
def test_wrong_use_ends_with_2(office: Office, issue: Issue, arguments: list[str], sentence: str) -> None:
    ended = office.run("ticket", "verify", issue(), *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(sentence)
