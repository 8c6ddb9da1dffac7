"""The command `demonstration`, as somebody types it, and as the processes that run notice it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from typer.testing import CliRunner

from bot.commands.demonstration import demonstration
from bot.commands.ending import Ending, FoundWrong, WrongUse
from bot.database.encryption import Vault, new_secret
from bot.database.engine import open_engine
from bot.demonstration.bodies import refusing
from bot.demonstration.people import People
from bot.demonstration.switches import switched
from bot.dialogue.shared_data import Asked, Wanted
from bot.settings import read_settings
from tests.demonstration.conftest import Clock
from tests.demonstration.looking import open_shared

Result = TypeVar("Result")


@dataclass(frozen=True)
class Shell:
    """Runs the command in this process, with its settings in the environment."""

    secret: str

    def run(self, *arguments: str | Path) -> str:
        """What it writes to stdout. Raises Ending."""
        ended = CliRunner().invoke(demonstration, [str(argument) for argument in arguments])
        if isinstance(ended.exception, Ending):
            raise ended.exception
        assert ended.exit_code == 0, ended.output
        return ended.stdout

    def wrong(self, *arguments: str) -> int:
        return CliRunner().invoke(demonstration, list(arguments)).exit_code

    def ask(self, question: Callable[[AsyncEngine], Coroutine[Any, Any, Result]]) -> Result:
        """Ask the database."""

        async def asked() -> Result:
            engine = open_engine(read_settings().database_url)
            try:
                return await question(engine)
            finally:
                await engine.dispose()

        return asyncio.run(asked())


@pytest.fixture
def shell(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    secret = new_secret()
    for name, value in {"DATABASE_URL": database_url, "SECRET": secret, "LANGUAGE": "en"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DEFINITIONS", raising=False)
    monkeypatch.chdir(tmp_path)
    return Shell(secret)


def test_the_people_are_listed_with_what_there_is_to_try(shell: Shell, people: People) -> None:
    said = shell.run("people").splitlines()
    assert said[0] == "买方甲 / Buyer A (buyer-a)"
    assert said[1] == "  property-transfer: Buying a home: nothing but the ID card, the rest is known"
    assert "法定代表人 / Legal representative (representative) -> Firm A, Firm B" in said
    assert sum(not line.startswith(" ") for line in said) == len(people.everybody)
    assert not any(person.number in "".join(said) for person in people.everybody.values())


def test_scripts_read_the_same_as_json(shell: Shell, people: People) -> None:
    said = json.loads(shell.run("people", "--json"))["people"]
    assert [each["id"] for each in said] == list(people.everybody)
    assert said[0]["tries"][0]["expect"]["you"]["marital-proof"] == "found"
    assert people.citizens["buyer-a"].number not in json.dumps(said)


def test_in_chinese_where_that_is_spoken(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "zh")
    assert "  property-transfer: 买房：只带身份证，别的都查得到" in shell.run("people").splitlines()


def test_registers_are_taken_down_and_up(shell: Shell) -> None:
    shell.run("down", "tax-records", "marriage-register")
    shell.run("slow", "marriage-register")
    assert shell.ask(switched) == {"marriage-register": "slow", "tax-records": "down"}
    shell.run("up", "marriage-register")
    assert shell.ask(switched) == {"tax-records": "down"}
    shell.run("reset")
    assert shell.ask(switched) == {}


def test_a_register_that_is_not_there_changes_nothing(shell: Shell) -> None:
    with pytest.raises(WrongUse, match=r'There is no register or body "tax-recods"\. Did you mean "tax-records"\?'):
        shell.run("down", "marriage-register", "tax-recods")
    with pytest.raises(WrongUse, match=r'There is no register or body "taxatoin"\. Did you mean "taxation"\?'):
        shell.run("up", "taxatoin")
    assert shell.ask(switched) == {}


def test_bodies_are_taken_down_and_up_with_registers(shell: Shell) -> None:
    shell.run("down", "taxation", "tax-records", "bank")
    assert shell.ask(switched) == {"bank": "down", "tax-records": "down", "taxation": "down"}
    shell.run("slow", "bank")
    shell.run("up", "taxation", "tax-records")
    assert shell.ask(switched) == {"bank": "slow"}


def test_only_bodies_that_are_told_something_can_be_named(shell: Shell) -> None:
    with pytest.raises(WrongUse, match='There is no register or body "hospital"'):
        shell.run("down", "hospital")


def test_bodies_are_made_to_refuse(shell: Shell) -> None:
    shell.run("refuse", "taxation", "--reason", "no such trade")
    assert shell.ask(refusing) == ["taxation"]
    with pytest.raises(WrongUse, match='There is no body "tax-records"'):
        shell.run("refuse", "tax-records")
    shell.run("up", "taxation")
    assert shell.ask(refusing) == []


def test_wrong_use_is_told(shell: Shell) -> None:
    assert shell.wrong("down") == 2
    assert shell.wrong("sideways") == 2
    assert shell.wrong() == 2


def test_a_database_that_cannot_be_used_is_told(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///no/such/folder/file.db")
    with pytest.raises(FoundWrong, match="its folder does not exist"):
        shell.run("down", "tax-records")
    with pytest.raises(FoundWrong, match="its folder does not exist"):
        shell.run("reset")


def test_reset_forgets_with_the_keys_of_this_installation(shell: Shell, people: People, clock: Clock) -> None:
    thing = Wanted(person="you", registers=("tax-records",), document="income-proof")
    number, vault = people.citizens["buyer-a"].number, Vault.from_secret(shell.secret)

    async def agree(engine: AsyncEngine) -> int:
        shared = open_shared(engine, vault, people, clock)
        await shared.agree(number, Asked("case", "procedure", "publication", (thing,)), "1")
        return len((await shared.own_data(number)).consents)

    async def consents(engine: AsyncEngine) -> int:
        return len((await open_shared(engine, vault, people, clock).own_data(number)).consents)

    assert shell.ask(agree) == 1
    shell.run("reset")
    assert shell.ask(consents) == 0


def test_a_province_is_written_to_be_set(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "big"
    said = shell.run("province", folder, "--departments", "20", "--procedures", "3")
    assert said == f"{folder / 'definitions'}\n"
    assert len(list((folder / "definitions").glob("*.yaml"))) == 3
    with pytest.raises(WrongUse, match="is not empty"):
        shell.run("province", folder)
    with pytest.raises(WrongUse, match="There can be 13 to 216 departments"):
        shell.run("province", tmp_path / "huge", "--departments", "300")
    (tmp_path / "file").write_text("")
    with pytest.raises(FoundWrong, match="cannot be written"):
        shell.run("province", tmp_path / "file")


def test_help_and_the_list_pay_for_nothing_else() -> None:
    loaded = (
        "import sys; from bot.commands.demonstration import demonstration\n"
        "print([m for m in ('ruamel', 'fastapi', 'jinja2', 'authlib', 'alembic') if m in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
