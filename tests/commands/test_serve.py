"""`serve` from a shell: what it says when it cannot begin, and that it serves without Telegram."""

from __future__ import annotations

import json
import signal
import socket
import time
import urllib.error
import urllib.request
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from bot.commands.serve import Telegram, _tell_who_can_log_in
from bot.settings import Settings
from bot.web import listen
from tests.commands.conftest import Office

if TYPE_CHECKING:
    from bot.app import App

TOKEN = "42:strict-test-token-of-no-real-bot"
URL = "https://bot.example.test/telegram"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"TELEGRAM_TOKEN": TOKEN, "WEBHOOK_URL": URL}, "The setting WEBHOOK_SECRET is missing: "),
        ({"TELEGRAM_TOKEN": TOKEN, "WEBHOOK_SECRET": "between-us"}, "The setting WEBHOOK_URL is missing: "),
        ({"PORT": "0"}, 'The setting PORT is "0": '),
        ({"HOST": "192.0.2.1"}, "192.0.2.1:8080 cannot be listened at: "),
    ],
    ids=["no-secret", "no-address", "port", "host"],
)
def test_a_wrong_setting_ends_the_start_with_one_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], sentence: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    ended = office.run("serve")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith(sentence)


def test_a_port_that_is_taken_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        assert "Change the setting HOST or PORT." in office.run("serve").err


def test_the_two_parts_of_an_answer_do_not_wait_for_each_other() -> None:
    with listen("127.0.0.1", 0) as place, socket.create_connection(place.getsockname()):
        accepted, _ = place.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0


@pytest.mark.parametrize(
    ("settings", "missing"), [({}, "TELEGRAM_TOKEN"), ({"TELEGRAM_TOKEN": TOKEN}, "WEBHOOK_URL")], ids=["none", "token"]
)
def test_without_telegram_it_serves_and_says_so(office: Office, settings: dict[str, str], missing: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = office.start("serve", environment={**settings, "PORT": str(port)})
    try:
        here = f"http://127.0.0.1:{port}"
        assert healthy(f"{here}/healthz")
        with urllib.request.urlopen(f"{here}/demonstration/identity/.well-known/openid-configuration") as provider:
            assert json.load(provider)["issuer"] == f"{here}/demonstration/identity"
        with pytest.raises(urllib.error.HTTPError, match="410"):  # a link that nobody was given
            urllib.request.urlopen(f"{here}/login/unknown")
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, b"")
    assert f"Telegram is not served here: the setting {missing} is missing." in err.decode()
    assert "The demonstration's persons log in here" in err.decode()


@pytest.mark.parametrize("url", [None, "https://onevisit.example.test"])
def test_links_that_citizens_may_not_reach_are_warned_of(url: str | None, caplog: pytest.LogCaptureFixture) -> None:
    told = Settings(_env_file=None, public_url=url)
    app = cast("App", SimpleNamespace(sharing=None))
    _tell_who_can_log_in(app, told, Telegram(TOKEN, "", URL, "between-us"))
    assert ("PUBLIC_URL is missing" in caplog.text) == (url is None)


def healthy(url: str) -> bool:
    """Whether it answers 200 before one loses patience."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return bool(response.status == 200)
        except urllib.error.URLError:
            time.sleep(0.1)
    return False
