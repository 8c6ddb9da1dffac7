"""Keys for departments' programs, from a shell: shown once, listed without their secret, dropped."""

from __future__ import annotations

import asyncio
import re

import pytest
from sqlalchemy import select

from bot.api.keys import CENTRE, ApiKeys, Caller, WrongKey
from bot.api.tables import api_key
from bot.database.engine import open_engine, reading
from tests.backends.town import Clock
from tests.commands.conftest import Office


@pytest.fixture(autouse=True)
def installation(office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("bot.commands.api_keys.present", Clock())


def verify(database_url: str, key: str) -> Caller:
    async def verified() -> Caller:
        engine = open_engine(database_url)
        try:
            return await ApiKeys(engine, Clock()).verify(key)
        finally:
            await engine.dispose()

    return asyncio.run(verified())


def stored(database_url: str) -> list[str]:
    async def read() -> list[str]:
        engine = open_engine(database_url)
        async with reading(engine) as connection:
            rows = [" ".join(map(str, row)) for row in await connection.execute(select(api_key))]
        await engine.dispose()
        return rows

    return asyncio.run(read())


def test_a_key_is_shown_once_and_works(office: Office, database_url: str) -> None:
    added = office.run("api-keys", "add", "housing", "--label", "register of homes")
    written = re.fullmatch(r"ov1_([0-9a-f]{12})_([0-9a-f]{64})\n", added.out)
    assert written is not None
    assert (added.code, "nowhere else" in added.err) == (0, True)
    assert verify(database_url, added.out.strip()) == Caller(written[1], "housing")
    listed = office.run("api-keys", "list")
    assert listed.out == f"{written[1]}  housing  2026-12-01  register of homes\n"
    [row] = stored(database_url)
    assert "$argon2id$" in row
    assert written[2] not in row


def test_keys_of_the_centre_and_of_departments(office: Office, database_url: str) -> None:
    keys = [office.run("api-keys", "add", scope).out.strip() for scope in ("housing", CENTRE)]
    assert [verify(database_url, key).department for key in keys] == ["housing", None]
    assert len(set(keys)) == 2


def test_a_dropped_key_is_none(office: Office, database_url: str) -> None:
    key = office.run("api-keys", "add", "housing").out.strip()
    other = office.run("api-keys", "add", "housing").out.strip()
    id = key.split("_")[1]
    dropped = office.run("api-keys", "drop", id)
    assert (dropped.code, dropped.out) == (0, "")
    with pytest.raises(WrongKey):
        verify(database_url, key)
    assert verify(database_url, other).scope == "housing"
    again = office.run("api-keys", "drop", id)
    assert (again.code, again.err.startswith(f'There is no key "{id}".')) == (2, True)


def test_an_unknown_department_gets_the_nearest(office: Office) -> None:
    ended = office.run("api-keys", "add", "hosing")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == 'There is no department "hosing". Did you mean "housing"?\n'


@pytest.mark.parametrize("label", ["two\nlines", "x" * 101])
def test_a_label_is_one_short_line(office: Office, label: str) -> None:
    ended = office.run("api-keys", "add", "housing", "--label", label)
    assert (ended.code, ended.out) == (2, "")
    assert office.run("api-keys", "list").out == ""


def test_the_key_of_a_client(office: Office, database_url: str) -> None:
    added = office.run("api-keys", "add", "client:hangzhou")
    assert (added.code, "acts for the client" in added.err) == (0, True)
    assert verify(database_url, added.out.strip()).client == "hangzhou"


@pytest.mark.parametrize("scope", ["client:", "client:Hangzhou", "client:1", "client:" + "x" * 32, "client:a b"])
def test_a_client_has_a_short_name_in_small_letters(office: Office, scope: str) -> None:
    ended = office.run("api-keys", "add", scope)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith('Write "client:" and a name of small letters')


def test_a_key_is_rotated(office: Office, database_url: str) -> None:
    """The new one is shown once; the list tells until when the old one works."""
    old = office.run("api-keys", "add", "client:hangzhou", "--label", "the front").out.strip()
    rotated = office.run("api-keys", "rotate", old.split("_")[1], "--keep-old", "2")
    new = rotated.out.strip()
    assert (rotated.code, "works until 2026-12-01 02:10 UTC" in rotated.err) == (0, True)
    assert {verify(database_url, key).scope for key in (old, new)} == {"client:hangzhou"}
    lines = {line.split()[0]: line for line in office.run("api-keys", "list").out.splitlines()}
    assert lines[old.split("_")[1]].split(maxsplit=2)[2] == "2026-12-01  until 2026-12-01 02:10  the front"
    assert lines[new.split("_")[1]].split(maxsplit=2)[2] == "2026-12-01  the front"

    at_once = office.run("api-keys", "rotate", new.split("_")[1], "--keep-old", "0")
    assert (at_once.code, "refused within a minute" in at_once.err) == (0, True)
    with pytest.raises(WrongKey):
        verify(database_url, new)
    again = office.run("api-keys", "rotate", new.split("_")[1])
    assert (again.code, again.out, again.err.startswith("There is no key")) == (2, "", True)
