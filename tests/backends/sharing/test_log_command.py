"""`log verify` as a person and a script read it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.backends.onewindow.sharing.log import Line, Log
from bot.backends.onewindow.sharing.tables import data_log
from bot.commands.ending import Ending, FoundWrong, WrongUse
from bot.commands.log import log
from bot.database.encryption import Vault
from bot.database.engine import open_engine
from tests.backends.sharing.county import NOW


@pytest.fixture
def address(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installation on this database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("KEYS_FILE", str(tmp_path / "keys"))
    monkeypatch.delenv("SECRET", raising=False)
    return database_url


def write(address: str, keys: Path, lines: int, without: int = 0) -> None:
    async def work() -> None:
        engine = open_engine(address)
        async with engine.begin() as connection:
            line = Line("read", bytes(16), {"register": "home-register"})
            await Log(Vault.from_file(keys)).append(connection, NOW, [line] * lines)
            await connection.execute(data_log.delete().where(data_log.c.seq == without))
        await engine.dispose()

    asyncio.run(work())


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and stdout. Raises Ending, which the program turns into a sentence on stderr."""
    app = typer.Typer(add_completion=False)
    app.command()(log)
    result = CliRunner().invoke(app, list(arguments), standalone_mode=False)
    if isinstance(result.exception, Ending):
        raise result.exception
    assert result.exception is None
    return result.return_value, result.stdout


def test_a_whole_log(address: str, tmp_path: Path) -> None:
    assert run("verify") == (0, "The log is whole: 0 lines.\n")
    write(address, tmp_path / "keys", 3)
    assert run("verify") == (0, "The log is whole: 3 lines.\n")
    code, out = run("verify", "--json")
    told = json.loads(out)
    assert (code, told["whole"], told["lines"], len(told["hash"])) == (0, True, 3, 64)


def test_a_broken_log(address: str, tmp_path: Path) -> None:
    write(address, tmp_path / "keys", 3, without=2)
    with pytest.raises(FoundWrong) as ended:
        run("verify")
    assert (str(ended.value), ended.value.exit_code) == ("Line 2 of the log is missing.", 1)
    code, out = run("verify", "--json")
    assert (code, json.loads(out)) == (1, {"whole": False, "line": 2, "why": "Line 2 of the log is missing."})


def test_keys_of_another_installation(address: str, tmp_path: Path) -> None:
    write(address, tmp_path / "other-keys", 1)
    with pytest.raises(FoundWrong, match="Line 1 of the log cannot be opened"):
        run("verify")


def test_an_unknown_act(address: str) -> None:
    with pytest.raises(WrongUse, match=r'The log knows no "verfy"\. Did you mean "verify"\?'):
        run("verfy")


def test_a_database_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'missing' / 'x.db'}")
    with pytest.raises(FoundWrong, match="its folder does not exist"):
        run("verify")
