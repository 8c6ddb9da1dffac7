"""The command as shells and scripts see it, against a backend that is really served."""

from __future__ import annotations

import asyncio
import socket

import pytest

from bot.commands import backend_check as command
from tests.commands.conftest import Ended, Office, office
from tests.conformance.faults import FAULTS
from tests.conformance.served import CLIENT, Served, over_http

__all__ = ["office"]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def check(office: Office, url: str, key: str, *more: str) -> Ended:
    """The command has an event loop of its own."""
    return await asyncio.to_thread(office.run, "backend-check", url, "--key", key, *more)


@on_sqlite
async def test_what_passes_and_what_is_not_offered_ends_with_0(served: Served, office: Office) -> None:
    only = ("--only", "status-order", "--only", "about", "--only", "evidence-found")
    async with over_http(served.app) as url:
        ended = await check(office, url, served.given[CLIENT], *only)
        chinese = await check(office, url, served.given[CLIENT], "--only", "about", "--language", "zh")
    missing = "give --department taxation=KEY, the key of the department that decides in the fixtures"
    assert ended.code == 0
    assert ended.out.splitlines()[:3] == [
        "pass         about           says what it offers",
        "pass         evidence-found  evidence: found",
        "not offered  status-order    lets departments decide in order",
    ]
    assert " ".join(ended.out.split()).endswith(f"in order Missing: {missing} 2 passed, 0 failed, 1 not offered.")
    assert ended.err.splitlines() == ["1/3 about: pass", "2/3 evidence-found: pass", "3/3 status-order: not offered"]
    assert chinese.out == "通过  about  说明自己提供什么\n\n通过 1 项，不通过 0 项，未提供 0 项。\n"


@on_sqlite
async def test_what_fails_ends_with_1_and_says_how_to_mend_it(served: Served, office: Office) -> None:
    only = ("--only", "submitted-once, incomplete")
    async with over_http(FAULTS["submitted-once"](served).app) as url:
        ended = await check(office, url, served.given[CLIENT], *only)
        scripts = await check(office, url, served.given[CLIENT], *only, "--json")
    assert ended.code == scripts.code == 1
    table = " ".join(ended.out.split())
    assert "FAIL submitted-once takes a case once Came: POST /api/v1/applications {number, submission: " in table
    assert (
        "with another Idempotency-Key: expected the problem already-submitted (4xx); came 200 {case, state, " in table
    )
    assert "Mend: Answer 409 already-submitted for a case that was handed in, whatever the key." in table
    assert ended.err.endswith("1 of 2 promises are not kept.\n")
    told = scripts.json
    assert {name: told[name] for name in ("passed", "failed", "not_offered")} == {
        "passed": 1,
        "failed": 1,
        "not_offered": 0,
    }
    assert [(each["id"], each["result"]) for each in told["lines"]] == [
        ("submitted-once", "fail"),
        ("incomplete", "pass"),
    ]
    assert set(told["lines"][0]) == {"id", "title", "result", "why", "mend"}


@on_sqlite
async def test_whom_the_backend_does_not_know_is_told_so(served: Served, office: Office) -> None:
    async with over_http(served.app) as url:
        unknown = await check(office, url, "ov1_000000000000_" + "0" * 64)
        other = await check(office, url, served.given["taxation"])
    for ended, problem in ((unknown, "401 wrong-key"), (other, "403 wrong-scope")):
        assert (ended.code, ended.out) == (2, "")
        assert ended.err == f"The backend at {url} does not take the key: {problem}. It has to be a client's.\n"


@pytest.fixture
def nowhere() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    return f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--only", "hold-repeatd"], 'There is no line "hold-repeatd". Did you mean "hold-repeated"?'),
        (["--department", "taxation"], "--department is written ID=KEY, as housing=ov1_…"),
        (["--listen", "here"], "--listen is written HOST:PORT, as 192.0.2.7:8090."),
        (["--language", "fr"], 'There is no language "fr". Choose one of: zh, en.'),
        (["--fixtures", "/nowhere.yaml"], "/nowhere.yaml cannot be read: No such file or directory."),
        (
            ["--key", "two words"],
            "The key is missing: give --key, or set BACKEND_KEY, which no list of processes shows.",
        ),
    ],
)
def test_what_is_written_wrongly_ends_with_2_before_anything_is_called(
    office: Office, nowhere: str, more: list[str], told: str
) -> None:
    ended = office.run("backend-check", nowhere, "--key", "k", *more)
    assert (ended.code, ended.out, ended.err) == (2, "", told + "\n")


def test_a_backend_that_is_not_there_is_one_sentence(office: Office, nowhere: str) -> None:
    ended = office.run("backend-check", f"{nowhere}/api/v1/", "--key", "k")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"The backend at {nowhere} does not answer: no connection.\n"


def test_the_url_is_an_address(office: Office) -> None:
    ended = office.run("backend-check", "window.example", "--key", "k")
    assert (ended.code, ended.err) == (
        2,
        "The URL is written https://host or https://host/path, without /api/v1.\n",
    )


def test_the_key_may_come_from_the_environment(office: Office, nowhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKEND_KEY", raising=False)
    assert office.run("backend-check", nowhere).err.startswith("The key is missing")
    monkeypatch.setenv("BACKEND_KEY", "k")
    assert "does not answer" in office.run("backend-check", nowhere).err


@on_sqlite
async def test_callbacks_from_afar_need_an_address(
    served: Served, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "HERE", ())
    async with over_http(served.app) as url:
        ended = await check(office, url, served.given[CLIENT], "--only", "callback", "--json")
    assert ended.code == 0
    assert ended.json["lines"][0]["why"] == command.FAR


def test_departments_may_come_from_the_environment(
    office: Office, nowhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKEND_DEPARTMENTS", "taxation=k2 natural-resources=k3")
    assert "does not answer" in office.run("backend-check", nowhere, "--key", "k").err
    monkeypatch.setenv("BACKEND_DEPARTMENTS", "taxation=k2 natural-resources")
    assert office.run("backend-check", nowhere, "--key", "k").err.startswith("--department is written ID=KEY")
