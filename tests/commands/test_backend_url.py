"""The One Window of somebody else, as a setting: what goes together, and what is to be done where that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.content import SHIPPED
from bot.settings import WrongSetting, read_settings
from tests.commands.conftest import Office

URL, KEY = "https://window.example.org", "ov1_0123456789ab_" + "7" * 64
TOGETHER = {"BACKEND_URL": URL, "BACKEND_KEY": KEY}
NAMES = ("BACKEND_URL", "BACKEND_KEY", "REGISTERS", "BODIES")


@pytest.fixture(autouse=True)
def _nothing_set(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def set_all(monkeypatch: pytest.MonkeyPatch, told: dict[str, str]) -> None:
    for name, value in told.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("url", [URL, "http://127.0.0.1:8080", f"{URL}/behind/a/proxy/", "https://窗口.example"])
def test_both_together(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    set_all(monkeypatch, {**TOGETHER, "BACKEND_URL": url})
    told = read_settings()
    assert told.backend_url == url
    assert told.backend_key is not None
    assert told.backend_key.get_secret_value() == KEY
    assert KEY not in f"{told!r} {told}"


@pytest.mark.parametrize("name", ["BACKEND_URL", "BACKEND_KEY"])
def test_empty_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    unset = read_settings()
    monkeypatch.setenv(name, "")
    assert read_settings() == unset


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            {"BACKEND_URL": URL},
            "The setting BACKEND_KEY is missing beside BACKEND_URL: copy the key that the backend has given out.",
        ),
        (
            {"BACKEND_KEY": KEY},
            "The setting BACKEND_KEY is of no use without BACKEND_URL: set both, or remove it.",
        ),
        (
            {**TOGETHER, "REGISTERS": "city.registers:open"},
            "The setting REGISTERS is of no use beside BACKEND_URL, whose backend has its own: remove one.",
        ),
        (
            {**TOGETHER, "BODIES": "city.bodies:open"},
            "The setting BODIES is of no use beside BACKEND_URL, whose backend has its own: remove one.",
        ),
        (
            {**TOGETHER, "BACKEND_URL": "window.example.org"},
            "The setting BACKEND_URL cannot be used: write https://host or https://host/path, without /api/v1.",
        ),
        (
            {**TOGETHER, "BACKEND_URL": f"{URL}/api/v1/"},
            "The setting BACKEND_URL cannot be used: write https://host or https://host/path, without /api/v1.",
        ),
        (
            {**TOGETHER, "BACKEND_URL": "https://user:word@window.example.org"},
            "The setting BACKEND_URL cannot be used: write https://host or https://host/path, without /api/v1.",
        ),
        (
            {**TOGETHER, "BACKEND_KEY": "hunter 2"},
            "The setting BACKEND_KEY cannot be used: copy the key that the backend has given out.",
        ),
    ],
)
def test_what_does_not_go_together_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str], sentence: str
) -> None:
    set_all(monkeypatch, told)
    with pytest.raises(WrongSetting) as error:
        read_settings()
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    "command",
    [
        "cases list",
        "hall queue --centre east",
        "leave list",
        "leave remove 1",
        "api-keys list",
        "notices",
        "log verify",
        "demonstration down home-register",
        "demonstration reset",
    ],
)
def test_what_is_done_in_the_one_window_is_done_where_that_is(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    set_all(monkeypatch, TOGETHER)
    ended = office.run(*command.split())
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"The One Window is not here but at {URL} (BACKEND_URL): run this there.\n"
    assert not (tmp_path / "data" / "onevisit").exists()  # no books are begun that nobody will keep


@pytest.mark.parametrize("command", ["promise", "ticket public-key", "keys list"])
def test_what_is_done_here_goes_on(office: Office, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """Chats, tickets and keys are this installation's own."""
    monkeypatch.setenv("KEYS_FILE", str(office.definitions / "keys"))
    before = office.run(*command.split())
    set_all(monkeypatch, TOGETHER)
    assert office.run(*command.split()) == before


def test_the_example_names_both(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (SHIPPED.parent / ".env.example").read_text(encoding="utf-8")
    assert all(f"\n#{name}=" in text for name in TOGETHER)
