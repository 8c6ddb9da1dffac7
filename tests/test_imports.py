"""What commands may not import: aiogram and FastAPI take seconds and 130 MB, and YAML is for `check` and editing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from bot.catalogue.content import SHIPPED
from tests.small import write_small

SETTINGS = ("DATABASE_URL", "SECRET", "KEYS_FILE")
ROOT = Path(bot.__file__).parent.parent
HEAVY = ("aiogram", "fastapi")
UNUSED = (
    *("alembic", "authlib", "httpx2", "icalendar", "jinja2", "mako", "phonenumbers", "prompt_toolkit"),
    *("psycopg", "pypdf", "ruamel", "segno", "starlette", "uvicorn"),
)
"""What a conversation needs now and then, and no start does."""
RUN = """if True:
    import sys

    class Refusing:
        def find_spec(self, name, path=None, target=None):
            if name.partition(".")[0] in sys.argv[1].split(","):
                raise SystemError(f"{name} was imported")

    sys.meta_path.insert(0, Refusing())
    from bot.__main__ import run
    sys.exit(run(sys.argv[2:]))
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An installation with the small procedure."""
    folder = tmp_path_factory.mktemp("office")
    inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    own = {"DEFINITIONS": str(write_small(folder / "small")), "LANGUAGE": "en", "PYTHONPATH": str(ROOT)}
    return {**inherited, **own, "XDG_CACHE_HOME": str(folder / "cache"), "XDG_DATA_HOME": str(folder / "data")}


def run(environment: dict[str, str], refused: tuple[str, ...], *arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a command that may not import what is refused."""
    ended = subprocess.run(
        [sys.executable, "-c", RUN, ",".join(refused), *arguments],
        input=b"i want to park outside my house\n1\n",
        capture_output=True,
        timeout=120,
        check=False,
        env=environment,
        cwd=environment["DEFINITIONS"],
    )
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


@pytest.mark.parametrize("arguments", [["--help"], ["chat", "--help"], ["check"]], ids=" ".join)
def test_neither_aiogram_nor_fastapi_is_imported(environment: dict[str, str], arguments: list[str]) -> None:
    code, out, error = run(environment, HEAVY, *arguments)
    assert (code, "was imported" in error) == (0, False)
    assert out or error


def test_a_start_imports_nothing_that_only_some_conversations_need(environment: dict[str, str]) -> None:
    code, _, error = run(environment, HEAVY, "chat")  # the first one compiles the catalogue and makes the database
    assert (code, "was imported" in error) == (0, False)
    code, out, error = run(environment, (*HEAVY, *UNUSED), "chat")
    assert (code, error) == (0, "")
    assert "Who applies?" in out


def test_a_first_start_with_the_shipped_definitions_reads_no_yaml(environment: dict[str, str], tmp_path: Path) -> None:
    first = {name: value for name, value in environment.items() if name != "DEFINITIONS"}
    own = {**first, "DEFINITIONS": str(SHIPPED / "definitions"), "XDG_CACHE_HOME": str(tmp_path)}
    code, _, error = run(own, ("ruamel",), "outcome", "senior-card")
    assert (code, error) == (0, "")


def test_what_is_refused_cannot_be_imported(environment: dict[str, str]) -> None:
    """Without this the tests above would pass though the hook did nothing."""
    code, _, error = run(environment, ("typer",), "--help")
    assert code == 1
    assert error.endswith("SystemError: typer was imported\n")
