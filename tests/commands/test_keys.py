"""Renewing the keys from a shell: nothing is lost on the way, nothing of a key is shown, no key goes too early."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands import keys as command
from bot.commands import line
from bot.database.encryption import Sealed, Vault, add_key, drop_key, new_secret
from bot.database.engine import open_engine
from bot.database.resealing import Resealed
from bot.storage.tables import conversation
from tests.commands.conftest import Ended, Office
from tests.dialogue.talk import MONDAY

Result = TypeVar("Result")
BODY = conversation.c.body


@dataclass(frozen=True)
class Installation:
    """A database, and a key file that is made at the first start."""

    office: Office
    database_url: str
    file: Path

    def run(self, *arguments: str) -> Ended:
        return self.office.run(*arguments)

    @property
    def vault(self) -> Vault:
        """As a process has it that starts now."""
        return Vault.from_file(self.file)

    def do(self, act: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
        async def done() -> Result:
            engine = open_engine(self.database_url)
            async with engine.begin() as connection:
                result = await act(connection)
            await engine.dispose()
            return result

        return asyncio.run(done())

    def write(self, vault: Vault, *chats: str) -> None:
        """A conversation with each, as a process with these keys stores it."""
        same = {"channel": "web", "revision": 1, "saved_at": MONDAY}
        rows = [{**same, "chat": chat, "body": vault.seal_json(f"said by {chat}", BODY)} for chat in chats]
        self.do(lambda connection: connection.execute(insert(conversation), rows))

    def spoil(self, chat: str, value: bytes) -> None:
        changed = update(conversation).where(conversation.c.chat == chat).values(body=Sealed(value))
        self.do(lambda connection: connection.execute(changed))

    def read(self) -> list[str]:
        """What was said, to a process that starts now."""
        bodies = self.do(lambda connection: connection.execute(select(BODY).order_by(conversation.c.chat)))
        return [self.vault.open_json(body, BODY) for body in bodies.scalars()]


@pytest.fixture
def installation(office: Office, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("KEYS_FILE", str(tmp_path / "keys"))
    monkeypatch.setattr(line, "app", command.keys)
    installation = Installation(office, database_url, tmp_path / "keys")
    assert installation.vault.numbers == (1,)
    return installation


def rows(ended: Ended) -> list[list[str]]:
    """Of a table, each line by its words."""
    return [line.split() for line in ended.out.splitlines() if line.strip("-=")]


def hides_keys(ended: Ended, *secrets: str) -> bool:
    keys = [entry.partition(":")[2] for secret in secrets for entry in secret.split()]
    return bool(keys) and not any(key in ended.out + ended.err for key in keys)


def test_a_key_is_renewed_and_nothing_is_lost(installation: Installation) -> None:
    old = installation.vault
    installation.write(old, "a", "b", "c")
    said = installation.read()
    assert rows(installation.run("list"))[1:] == [["1:", "seals", "conversation.body", "3"]]

    added = installation.run("add")
    assert (added.code, added.out) == (0, "")
    assert added.err.startswith("Key 2 was added.")
    assert stat.S_IMODE(installation.file.stat().st_mode) == 0o600
    installation.write(installation.vault, "d")
    assert rows(installation.run("list"))[1:] == [
        ["1", "conversation.body", "3"],
        ["2:", "seals", "conversation.body", "1"],
    ]

    early = installation.run("drop", "1")
    assert (early.code, early.out) == (1, "")
    assert early.err == "Key 1 still seals 3 of the values: run keys reseal first.\n"
    assert installation.vault.numbers == (1, 2)

    resealed = installation.run("reseal")
    assert (resealed.code, resealed.err) == (0, "")
    assert "conversation.body: 3 sealed anew, 0 could not be opened" in resealed.out.splitlines()
    assert "outbox.body: 0 sealed anew, 0 could not be opened" in resealed.out.splitlines()

    dropped = installation.run("drop", "1")
    assert (dropped.code, dropped.out, dropped.err) == (0, "", "Key 1 was removed.\n")
    assert list(installation.vault.numbers) == [2]
    assert installation.read() == [*said, "said by d"]
    assert rows(installation.run("list"))[1:] == [["2:", "seals", "conversation.body", "4"]]
    assert stat.S_IMODE(installation.file.stat().st_mode) == 0o600


def test_no_command_shows_a_key(installation: Installation) -> None:
    before = installation.file.read_text(encoding="ascii")
    installation.write(installation.vault, "a")
    ended = [
        installation.run(*told) for told in (["list"], ["add"], ["list"], ["reseal"], ["drop", "2"], ["drop", "1"])
    ]
    after = installation.file.read_text(encoding="ascii")
    assert all(hides_keys(each, before, after) for each in ended)


def test_a_key_without_values_is_listed(installation: Installation) -> None:
    installation.run("add")
    assert rows(installation.run("list")) == [
        ["key", "column", "values"],
        ["1", "none", "0"],
        ["2:", "seals", "none", "0"],
    ]


def test_what_cannot_be_opened_ends_it_with_1_and_is_named_without_its_content(installation: Installation) -> None:
    installation.write(installation.vault, "a", "b", "c", "d")
    installation.spoil("b", b"\x09 of a key that is lost")
    installation.spoil("c", b"\x01 altered, and quite long enough")
    installation.run("add")

    ended = installation.run("reseal")
    assert ended.code == 1
    assert "conversation.body: 2 sealed anew, 2 could not be opened" in ended.out.splitlines()
    assert ended.err.splitlines() == [
        "conversation.body, channel=web, chat=b: A value of conversation.body was sealed with key 9, "
        "which is not in the vault.",
        "conversation.body, channel=web, chat=c: A value of conversation.body was altered, moved, or sealed by "
        "another vault.",
        "Left as it is, because it cannot be opened: 2 of the values, each named above.",
    ]
    assert rows(installation.run("list"))[1:] == [
        ["1", "conversation.body", "1"],
        ["2:", "seals", "conversation.body", "2"],
        ["9:", "missing", "conversation.body", "1"],
    ]
    assert installation.run("drop", "1").code == 1
    assert installation.vault.numbers == (1, 2)


def test_an_empty_value_is_listed_as_broken(installation: Installation) -> None:
    installation.write(installation.vault, "a")
    installation.spoil("a", b"")
    assert rows(installation.run("list"))[1] == ["none:", "broken", "conversation.body", "1"]


def test_what_an_old_process_seals_meanwhile_is_told(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = installation.vault
    installation.run("add")

    async def reseal_while_somebody_writes(*_: object, **__: object) -> list[Resealed]:
        await asyncio.to_thread(installation.write, old, "late")
        return []

    with monkeypatch.context() as patched:
        patched.setattr(command, "reseal", reseal_while_somebody_writes)
        ended = installation.run("reseal")
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert ended.err.startswith("Sealed with older keys meanwhile: 1 of the values.")
    assert installation.run("reseal").code == 0


@pytest.mark.parametrize(
    ("number", "code", "sentence"),
    [
        ("2", 1, "Key 2 is the one that seals: "),
        ("7", 2, "There is no key 7. There are: 1, 2."),
        ("0", 2, "There is no key 0. "),
        ("one", 2, "Invalid value for 'N'"),
    ],
)
def test_a_key_that_cannot_go_stays(installation: Installation, number: str, code: int, sentence: str) -> None:
    installation.run("add")
    before = installation.file.read_bytes()
    ended = installation.run("drop", number)
    assert (ended.code, ended.out, ended.err.count("\n")) == (code, "", 1)
    assert ended.err.startswith(sentence)
    assert installation.file.read_bytes() == before


def test_where_the_setting_is_used_its_new_value_is_printed(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file stays as it is: nobody reads it."""
    file = installation.file.read_bytes()
    secret = new_secret()
    monkeypatch.setenv("SECRET", secret)
    installation.write(Vault.from_secret(secret), "a")

    added = installation.run("add")
    assert (added.code, added.out.count("\n")) == (0, 1)
    assert added.out.startswith(secret)
    assert Vault.from_secret(added.out).numbers == (1, 2)
    assert "the setting SECRET is on stdout and nowhere else" in added.err
    assert hides_keys(Ended(0, "", added.err), added.out)

    monkeypatch.setenv("SECRET", added.out.strip())
    assert installation.run("drop", "1").code == 1
    resealed = installation.run("reseal")
    assert resealed.code == 0
    assert hides_keys(resealed, added.out)
    dropped = installation.run("drop", "1")
    assert (dropped.code, dropped.out.strip()) == (0, drop_key(added.out, 1))
    assert installation.file.read_bytes() == file


def test_each_command_makes_no_key_file(installation: Installation) -> None:
    """It is most likely looked for in the wrong place, and a new one could open nothing."""
    installation.file.unlink()
    for told in (["list"], ["add"], ["reseal"], ["drop", "1"]):
        ended = installation.run(*told)
        assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
        assert ended.err.startswith(f"There is no key file {installation.file}: ")
    assert not installation.file.exists()


@pytest.mark.parametrize("content", [b"", b"index: 1:", b"\xff"])
def test_a_spoiled_key_file_is_named_and_left_as_it_is(installation: Installation, content: bytes) -> None:
    installation.file.write_bytes(content)
    for told in (["list"], ["add"], ["reseal"], ["drop", "1"]):
        ended = installation.run(*told)
        assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
        assert ended.err.startswith(f"The key file {installation.file} cannot be used: ")
    assert installation.file.read_bytes() == content


def test_after_the_last_number_no_key_is_added(installation: Installation) -> None:
    secret = installation.file.read_text(encoding="ascii")
    installation.file.write_text(secret.replace(" 1:", " 255:"), encoding="ascii")
    ended = installation.run("add")
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "Key 255 is the last that can be" in ended.err


def test_a_database_of_another_release_is_left_alone(installation: Installation) -> None:
    """Its tables are not those that this release would go through."""
    installation.write(installation.vault, "a")
    installation.do(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '0002'")))
    for told in (["list"], ["reseal"]):
        ended = installation.run(*told)
        assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
        assert ended.err.startswith("The database is at revision 0002, not ")
    installation.do(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    assert "start the newer release" in installation.run("reseal").err


def test_a_database_that_breaks_off_is_told_in_one_sentence(installation: Installation) -> None:
    installation.do(lambda connection: connection.execute(text("DROP TABLE conversation")))
    ended = installation.run("reseal")
    assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert ended.err.startswith("The database broke off (")


def test_a_database_that_cannot_be_reached_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "app", command.keys)
    monkeypatch.setenv("SECRET", add_key(new_secret()))
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/at/all.db")
    for told in (["list"], ["reseal"], ["drop", "1"]):
        ended = office.run(*told)
        assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)


def test_help_tells_the_order_for_several_processes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "app", command.keys)
    told = office.run("--help").out
    steps = [told.index(step) for step in ("1. keys add", "2. restart", "3. keys reseal", "4. keys drop", "5. restart")]
    assert steps == sorted(steps)


def test_a_long_work_tells_how_far_it_is(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "TOLD_EVERY", 1)
    installation.write(installation.vault, "a", "b")
    installation.run("add")
    assert "conversation.body: 2 so far" in installation.run("reseal").err
