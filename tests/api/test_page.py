"""The page for those who write departments' programs: what it shows is really so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from pydantic import BaseModel
from typer.main import get_command

import bot
from bot.api import acts, hall
from bot.api.desk import PREFIX
from bot.commands.cases import cases
from bot.commands.hall import hall as hall_commands
from tests.api.conftest import Served

PAGE = (Path(bot.__file__).parent.parent / "docs" / "desk.md").read_text(encoding="utf-8")
CURLS = [shlex.split(line.partition("  #")[0]) for line in PAGE.splitlines() if line.startswith("curl ")]
GROUPS = {"cases": cases, "hall": hall_commands}
COMMANDS = [
    shlex.split(line.partition("  #")[0])
    for line in PAGE.splitlines()
    if line.startswith(tuple(f"python -m bot {name} " for name in GROUPS))
]
MODELS: dict[str, type[BaseModel]] = {
    "approve": acts.Approve,
    "refuse": acts.Refuse,
    "ask": acts.Ask,
    "hand-out": acts.HandOut,
    "redeliver": acts.Redeliver,
    "settle": acts.Settle,
    "check-in": hall.CheckIn,
    "walk-in": hall.WalkIn,
    "call": hall.Call,
    "done": hall.Finish,
    "left": hall.Finish,
    "no-show": hall.Finish,
}


def path_of(curl: list[str]) -> str:
    return next(each for each in curl if each.startswith("$DESK")).removeprefix("$DESK")


def test_every_call_has_one_example(served: Served) -> None:
    def general(path: str) -> str:
        return re.sub(r"[0-9a-f]{32}", "{paper}", path.replace("ABCD2345", "{code}")).partition("?")[0]

    routes = [*served.router().routes, *served.hall_router().routes]
    told = [route.path for route in routes if route.include_in_schema]  # type: ignore[attr-defined]
    paths = {path.removeprefix(PREFIX) for path in told}
    assert sorted(general(path_of(curl)) for curl in CURLS) == sorted(paths)


@pytest.mark.parametrize("curl", [curl for curl in CURLS if "--json" in curl], ids=path_of)
def test_the_bodies_are_taken(curl: list[str]) -> None:
    assert any(each.startswith("Idempotency-Key: ") and acts.KEY.fullmatch(each[17:]) for each in curl)
    body = curl[curl.index("--json") + 1]
    assert MODELS[path_of(curl).rpartition("/")[2]].model_validate_json(body)


@pytest.mark.parametrize("name", GROUPS)
def test_every_command_is_shown_and_can_be_read(name: str) -> None:
    group = get_command(GROUPS[name])
    known = group.commands  # type: ignore[attr-defined]
    shown = [command for command in COMMANDS if command[3] == name]
    assert {command[4] for command in shown} == known.keys()
    for command in shown:
        known[command[4]].make_context(command[4], command[5:])  # raises what is wrong with it
