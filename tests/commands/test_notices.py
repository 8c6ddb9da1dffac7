"""`notices` as a script reads it."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Office


@pytest.fixture(autouse=True)
def installation(office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)


def test_none_waits(office: Office) -> None:
    ended = office.run("notices")
    assert (ended.code, ended.out, ended.err) == (0, "", "")


def test_a_wrong_register_gets_the_nearest_right_one(office: Office) -> None:
    ended = office.run("notices", "home-registr")
    assert ended.code == 2
    assert 'Did you mean "home-register"?' in ended.err


def test_a_notice_that_does_not_wait_cannot_be_done(office: Office) -> None:
    ended = office.run("notices", "--done", "7")
    assert (ended.code, ended.err) == (1, "No such notice waits: 7.\n")
