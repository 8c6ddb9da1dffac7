"""The program as shells and scripts see it: exit codes, streams, and what it does not import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot import __main__ as program
from bot.commands import COMMANDS
from tests.commands.conftest import ROOT, Office
from tests.small import SMALL

HEAVY = ("aiogram", "fastapi", "sqlalchemy", "ruamel", "rich", "opencc", "pydantic", "fluent")


def imported(*arguments: str) -> set[str]:
    """The packages that the program has imported when the command ends."""
    script = """if True:
        import sys
        from bot.__main__ import run
        run(sys.argv[1:])
        print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
    """
    command = [sys.executable, "-c", script, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return set(ended.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], []])
def test_help_names_every_command(office: Office, arguments: list[str]) -> None:
    ended = office.run(*arguments)
    assert ended.code == 0
    assert all(name in ended.out and about in ended.out for name, about in COMMANDS.items())


def test_help_imports_nothing_heavy() -> None:
    assert imported("--help").isdisjoint(HEAVY)


@pytest.mark.parametrize("arguments", [["match"], ["outcome", SMALL], ["show", SMALL], ["explain", SMALL]])
def test_serving_commands_read_no_yaml(office: Office, arguments: list[str]) -> None:
    office.run("outcome", SMALL)  # compiles the catalogue
    assert imported(*arguments).isdisjoint({"aiogram", "fastapi", "sqlalchemy", "ruamel"})


@pytest.mark.parametrize(
    "command", ["match", "outcome", "check", "new", "show", "explain", "schema", "figures", "mutate"]
)
def test_each_command_has_help(office: Office, command: str) -> None:
    ended = office.run(command, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert COMMANDS[command].rstrip(".") in ended.out


def test_an_unknown_command_gets_the_nearest(office: Office) -> None:
    ended = office.run("outcom")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == 'There is no command "outcom". Did you mean "outcome"?\n'


@pytest.mark.parametrize("arguments", [["check", "--jsno"], ["outcome"], ["--nothing"], ["match", "--explain=1"]])
def test_wrong_use_is_one_line_and_2(office: Office, arguments: list[str]) -> None:
    ended = office.run(*arguments)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)


def test_a_wrong_setting_ends_every_command_with_one_sentence(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFINITIONS", "/nowhere")
    for arguments in (["match"], ["outcome", SMALL], ["check"]):
        ended = office.run(*arguments)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err == 'The setting DEFINITIONS is "/nowhere": name a folder that is there.\n'


def test_a_broken_province_ends_the_start_with_one_sentence(office: Office) -> None:
    (office.definitions.parent / "province" / "holders.yaml").write_text("employer: 1", encoding="utf-8")
    ended = office.run("outcome", SMALL)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "holders.yaml:1" in ended.err


def test_a_broken_definition_is_named_at_the_start(office: Office) -> None:
    (office.definitions / "dog-licence.yaml").write_text("id: dog-licence", encoding="utf-8")
    ended = office.run("outcome", SMALL, "dwelling=owned", "handled_by=self", "--json")
    assert ended.code == 0
    assert "dog-licence.yaml:1:1: 'title' is missing." in ended.err


def test_utf8_whatever_the_locale(office: Office) -> None:
    locale = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    with office.start("outcome", SMALL, "--language", "zh", environment=locale) as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert "居民停车证办理" in out.decode("utf-8")


def test_a_reader_that_leaves_ends_the_command_quietly(office: Office, tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes(b"parking\n" * 20_000)
    with (tmp_path / "lines").open("rb") as lines, office.start("match", given=lines) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == program.NOBODY_READS


def test_each_line_is_answered_before_the_next_is_there(office: Office) -> None:
    with office.start("match") as process:
        for _ in range(3):
            assert SMALL in answer(process, "我想办停车证")
    assert process.returncode == 0


def answer(process: subprocess.Popen[bytes], sentence: str) -> str:
    """What a running `match` says to one more line."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{sentence}\n".encode())
    process.stdin.flush()
    return process.stdout.readline().decode()
