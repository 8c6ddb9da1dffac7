"""The page for those who call or implement the backend: what it shows is really so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from typer.main import get_command

import bot
from bot.api.acts import KEY
from bot.api.backend.asked import read_asked
from bot.api.backend.reading import LARGEST
from bot.api.limits import CALLS, WRONG_KEYS
from bot.api.problems import KINDS
from bot.api.route import BODY_WITHIN
from bot.backends.wire import signing
from bot.backends.wire.events import KINDS as EVENT_KINDS
from bot.backends.wire.operations import OPERATIONS, Operation
from bot.commands.api_keys import api_keys
from bot.dialogue.papers import LARGEST_MB, MOST_PAGES, PaperWhy

PAGE = (Path(bot.__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
CURLS = [shlex.split(line) for line in PAGE.splitlines() if line.startswith("curl ") and "openapi.json" not in line]
COMMANDS = [
    shlex.split(line.partition("  #")[0]) for line in PAGE.splitlines() if line.startswith("python -m bot api-")
]
BY_NAME = {operation.name: operation for operation in OPERATIONS}


def method_of(curl: list[str]) -> str:
    if "-X" in curl:
        return curl[curl.index("-X") + 1]
    return "POST" if "--json" in curl else "PUT" if "-T" in curl else "GET"


def operation_of(curl: list[str]) -> Operation[object]:
    path = next(each for each in curl if each.startswith("$API")).removeprefix("$API").partition("?")[0]
    found = [
        each
        for each in OPERATIONS
        if each.method == method_of(curl) and re.fullmatch(re.sub(r"{\w+}", "[^/]+", each.path), path)
    ]
    assert len(found) == 1, curl
    return found[0]


def test_every_call_has_one_example() -> None:
    assert sorted(operation_of(curl).name for curl in CURLS) == sorted(BY_NAME)


@pytest.mark.parametrize("curl", CURLS, ids=lambda curl: operation_of(curl).name)
def test_the_example_is_taken(curl: list[str]) -> None:
    operation = operation_of(curl)
    keys = [each.removeprefix("Idempotency-Key: ") for each in curl if each.startswith("Idempotency-Key: ")]
    assert (len(keys) == 1) is operation.keyed
    assert all(KEY.fullmatch(key) for key in keys)
    body = curl[curl.index("--json") + 1] if "--json" in curl else None
    if body is not None and not body.startswith("@"):
        assert TypeAdapter(operation.says).validate_json(body, strict=True)
    if "?" in curl[-1]:
        told = [tuple(each.split("=")) for each in curl[-1].partition("?")[2].split("&")]
        assert read_asked(operation, told)  # type: ignore[arg-type]


def test_every_problem_is_listed() -> None:
    """Name, status, what it means and what to do, as they are answered."""
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \| (.+) \| (.+) \|$", PAGE, re.MULTILINE)
    listed = {name: (int(status), title, help) for name, status, title, help in rows}
    assert listed == {name: (kind.status, kind.title, kind.help) for name, kind in KINDS.items()}
    assert len(rows) == len(KINDS)


def test_the_commands_can_be_read() -> None:
    known = get_command(api_keys).commands  # type: ignore[attr-defined]
    assert [command[4] for command in COMMANDS] == ["add", "list", "rotate", "drop"]
    assert {command[4] for command in COMMANDS} == known.keys()
    for command in COMMANDS:
        known[command[4]].make_context(command[4], command[5:])  # raises what is wrong with it


def test_the_figures_are_those_of_the_program() -> None:
    for said in (
        f"{CALLS.a_minute:,} calls a minute for a key, {CALLS.burst} of them at once",
        f"{WRONG_KEYS.a_minute} wrong keys a minute",
        f"{LARGEST // 1024 // 1024} MiB (`too-large`), {LARGEST_MB} MiB as a paper, and {BODY_WITHIN:.0f} seconds",
        f"at most {LARGEST_MB} MiB and {MOST_PAGES} pages",
        f"`{signing.ID}`",
        f"`{signing.TIME}`",
        f"`{signing.SIGNATURE}`",
    ):
        assert said in " ".join(PAGE.split()), said
    assert signing.TOLERANCE.total_seconds() == 5 * 60
    assert set(re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|$", PAGE, re.MULTILINE)) == {"kind", *EVENT_KINDS}
    assert all(f"`{why}`" in PAGE for why in PaperWhy.__args__)  # type: ignore[attr-defined]
