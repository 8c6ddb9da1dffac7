"""A setting works in every form that is documented; a wrong one is named in one sentence, without its secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue.content import SHIPPED
from bot.settings import WrongSetting, own_folder, read_settings
from tests.commands.conftest import Office

NAMES = (
    "DATABASE_URL",
    "DEFINITIONS",
    "LANGUAGE",
    "SECRET",
    "KEYS_FILE",
    "TELEGRAM_TOKEN",
    "TELEGRAM_API_URL",
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "HOST",
    "PORT",
)


@pytest.fixture(autouse=True)
def _nothing_set(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_without_settings_everything_has_its_place(tmp_path: Path) -> None:
    settings = read_settings()
    assert settings.definitions == SHIPPED / "definitions"
    assert settings.language == "zh"
    assert settings.secret is None
    assert settings.keys_file == tmp_path / "data" / "onevisit" / "keys"
    assert not own_folder().exists()

    assert settings.database_url == f"sqlite:///{tmp_path / 'data' / 'onevisit' / 'onevisit.db'}"
    assert own_folder().stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_cannot_be_made_is_left_to_the_engine(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    assert read_settings().database_url.endswith("onevisit.db")


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("LANGUAGE=en\nDATABASE_URL=sqlite:///other.db\nOF_ANOTHER_PROGRAM=1\n", encoding="utf-8")
    assert (read_settings().language, read_settings().database_url) == ("en", "sqlite:///other.db")
    monkeypatch.setenv("LANGUAGE", "zh")
    assert read_settings().language == "zh"


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    unset = read_settings()
    monkeypatch.setenv(name, "")
    assert read_settings() == unset


@pytest.mark.parametrize(
    ("written", "language"),
    [("zh", "zh"), ("en", "en"), ("EN", "en"), ("zh_CN:zh", "zh"), ("en_US:en", "en"), ("fr_FR:fr:en_GB", "en")],
)
def test_language_may_be_the_systems_own(monkeypatch: pytest.MonkeyPatch, written: str, language: str) -> None:
    monkeypatch.setenv("LANGUAGE", written)
    assert read_settings().language == language


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:///a.db",
        "sqlite+aiosqlite:////srv/a.db",
        "postgresql://u:p@h/n",
        "postgres://h/n",
        "postgresql+psycopg:///n?host=/run",
    ],
)
def test_both_databases_in_all_their_forms(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    assert read_settings().database_url == address


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LANGUAGE", "fr", 'The setting LANGUAGE is "fr": write zh or en.'),
        ("DEFINITIONS", "/nowhere", 'The setting DEFINITIONS is "/nowhere": name a folder that is there.'),
        ("PORT", "80a", 'The setting PORT is "80a": write a number from 1 to 65535.'),
        ("PORT", "65536", 'The setting PORT is "65536": write a number from 1 to 65535.'),
        (
            "WEBHOOK_URL",
            "bot.example.test/telegram",
            'The setting WEBHOOK_URL is "bot.example.test/telegram": '
            "write https://host/path, the address that Telegram reaches.",
        ),
        (
            "WEBHOOK_SECRET",
            "hunter 2",
            "The setting WEBHOOK_SECRET cannot be used: write 1 to 256 letters, digits, _ or -.",
        ),
        (
            "DATABASE_URL",
            "mysql://root:hunter2@h/n",
            "The setting DATABASE_URL cannot be used: "
            "write sqlite:///path/to/file.db or postgresql://user:password@host/name.",
        ),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as error:
        read_settings()
    assert str(error.value) == sentence


def test_a_file_that_is_not_utf8_is_named() -> None:
    Path(".env").write_bytes(b"LANGUAGE=\xff")
    with pytest.raises(WrongSetting, match=r"\.env"):
        read_settings()


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "index:hunter2")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hunter2@h/n")
    assert "hunter2" not in f"{read_settings()!r} {read_settings()}"


def test_the_example_names_every_setting_and_sets_none() -> None:
    text = (SHIPPED.parent / ".env.example").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"\n#{name}=" in text
    assert all(line.startswith("#") or not line for line in text.splitlines())
