"""What this installation is told from outside: the environment, and a file `.env` in the working folder."""

from __future__ import annotations

import contextlib
import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_data_path
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

import intents
from bot.catalogue.content import SHIPPED

Language = Literal["zh", "en"]
DATABASES = r"^(sqlite(\+aiosqlite)?:///.+|postgres(ql)?(\+psycopg)?://.+)$"


class WrongSetting(Exception):
    """One sentence that names the setting and says how it is written."""


def own_folder() -> Path:
    """Where this user's data are, unless a setting says otherwise."""
    return user_data_path("onevisit")


def _language(written: Any) -> Any:
    """Systems set LANGUAGE too, to a list of locales (`en_US:en`): the first that is spoken here counts."""
    wanted = (locale[:2].lower() for locale in str(written).split(":"))
    return next((language for language in wanted if language in ("zh", "en")), written)


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError("no folder")
    return path


def _webhook_secret(secret: SecretStr) -> SecretStr:
    """As Telegram takes it: https://core.telegram.org/bots/api#setwebhook."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
        raise ValueError("other characters, or too long")
    return secret


def _backend_url(url: str) -> str:
    """Every call adds its own path."""
    if url.rstrip("/").endswith("/api/v1"):
        raise ValueError("with the path of the calls")
    return url


def _backend_key(key: SecretStr) -> SecretStr:
    """As it can stand in a header."""
    if not re.fullmatch(r"[\x21-\x7e]{1,200}", key.get_secret_value()):
        raise ValueError("other characters, or too long")
    return key


HomePath = Annotated[Path, AfterValidator(Path.expanduser)]


class Settings(BaseSettings):
    """Each field is set under its name in capitals. An empty setting is none."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    chosen_database: Annotated[str, StringConstraints(pattern=DATABASES)] | None = Field(
        default=None, validation_alias="DATABASE_URL", repr=False
    )
    definitions: Annotated[HomePath, AfterValidator(_folder)] = SHIPPED / "definitions"
    language: Annotated[Language, BeforeValidator(_language)] = "zh"
    secret: SecretStr | None = None
    """The keys for personal data, as `bot.database.encryption.new_secret` writes them; it goes before `keys_file`."""
    telegram_token: SecretStr | None = None
    """The bot's token, from BotFather."""
    telegram_api_url: Annotated[str, StringConstraints(pattern=r"^https?://[^/]")] = "https://api.telegram.org"
    """Any Bot API server."""
    webhook_url: Annotated[str, StringConstraints(pattern=r"^https?://[^/?#]+(/[^?#\s{}]*)?$")] | None = None
    """The public address at which Telegram brings updates. Telegram itself takes https only."""
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    """What Telegram shows to prove that a request is its own."""
    host: str = "127.0.0.1"
    """The address to listen at; 0.0.0.0 for every one this machine has."""
    port: Annotated[int, Field(ge=1, le=65535)] = 8080
    public_url: Annotated[str, StringConstraints(pattern=r"^https?://[^/?#]+(/[^?#\s{}]*)?$")] | None = None
    """Where citizens' browsers reach `serve`, for the pages of a login."""
    identity_issuer: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")] | None = None
    """The OpenID provider that verifies citizens, as it calls itself; without it the demonstration's persons log in."""
    identity_client_id: str = "onevisit"
    identity_client_secret: SecretStr | None = None
    identity_claim: str = "citizen_number"
    """The claim in which the provider tells the citizen number."""
    chat_link: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]*\{code\}[^\s]*$")] | None = None
    """The way back to the chat from the last page of a login, with `{code}` where the code goes."""
    registers: Annotated[str, StringConstraints(pattern=r"^[\w.]+:\w+$")] = "bot.demonstration.opening:open_registers"
    """The function that opens the departments' registers, as module:function."""
    bodies: Annotated[str, StringConstraints(pattern=r"^[\w.]+:\w+$")] = "bot.demonstration.bodies:open_bodies"
    """The function that opens the bodies which are told what was approved, as module:function."""
    backend_url: (
        Annotated[str, StringConstraints(pattern=r"^https?://[^/?#\s@]+(/[^?#\s{}]*)?$"), AfterValidator(_backend_url)]
        | None
    ) = None
    """The One Window of somebody else, to whom this installation is a client; without it, its own is used."""
    backend_key: Annotated[SecretStr, AfterValidator(_backend_key)] | None = None
    """What shows that One Window which client this is."""
    keys_file: HomePath = Field(default_factory=lambda: own_folder() / "keys")
    """Where the keys are, or are put at the first start, when there is no secret."""

    model: HomePath = Path(intents.__file__).parent / "model"
    """Where what was learned from the bank lies, with the encoder."""

    @cached_property
    def database_url(self) -> str:
        """The database; the user's own SQLite file unless another one is set. Its folder is made on demand."""
        if self.chosen_database is not None:
            return self.chosen_database
        with contextlib.suppress(OSError):  # the engine says in one sentence what is wrong with the folder
            own_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        return f"sqlite:///{own_folder() / 'onevisit.db'}"


_REMEDIES = {
    "DATABASE_URL": "write sqlite:///path/to/file.db or postgresql://user:password@host/name",
    "LANGUAGE": "write zh or en",
    "DEFINITIONS": "name a folder that is there",
    "TELEGRAM_TOKEN": "copy the token from BotFather",
    "TELEGRAM_API_URL": "write http://host or https://host",
    "WEBHOOK_URL": "write https://host/path, the address that Telegram reaches",
    "WEBHOOK_SECRET": "write 1 to 256 letters, digits, _ or -",
    "PUBLIC_URL": "write https://host, the address that citizens' browsers reach",
    "IDENTITY_ISSUER": "write https://host, the provider's address as it calls itself",
    "IDENTITY_CLIENT_ID": "copy it from the provider",
    "IDENTITY_CLIENT_SECRET": "copy it from the provider",
    "IDENTITY_CLAIM": "name the claim that holds the citizen number",
    "CHAT_LINK": "write https://t.me/YourBot?start=login-{code}",
    "REGISTERS": "write module:function",
    "BODIES": "write module:function",
    "BACKEND_URL": "write https://host or https://host/path, without /api/v1",
    "BACKEND_KEY": "copy the key that the backend has given out",
    "HOST": "write an address of this machine, like 127.0.0.1 or 0.0.0.0",
    "PORT": "write a number from 1 to 65535",
    "SECRET": "write index:BASE64 1:BASE64",
    "KEYS_FILE": "name a file",
    "MODEL": "name a folder",
}
_CONFIDENTIAL = (
    "BACKEND_KEY",
    "BACKEND_URL",
    "DATABASE_URL",
    "IDENTITY_CLIENT_SECRET",
    "SECRET",
    "TELEGRAM_TOKEN",
    "WEBHOOK_SECRET",
)


def read_settings() -> Settings:
    """The settings as they stand now. Raises WrongSetting."""
    try:
        told = Settings()
    except ValidationError as error:
        wrong = error.errors()[0]
        name = str(wrong["loc"][0]).upper()
        value = "" if name in _CONFIDENTIAL else f' is "{wrong["input"]}"'
        raise WrongSetting(f"The setting {name}{value or ' cannot be used'}: {_REMEDIES[name]}.") from None
    except (OSError, UnicodeDecodeError):
        raise WrongSetting("The settings in the file .env cannot be read: save it as UTF-8.") from None
    _check_backend(told)
    return told


def _check_backend(told: Settings) -> None:
    """Raises WrongSetting for what does not go together."""
    if told.backend_url is None and told.backend_key is not None:
        raise WrongSetting("The setting BACKEND_KEY is of no use without BACKEND_URL: set both, or remove it.")
    if told.backend_url is None:
        return
    if told.backend_key is None:
        raise WrongSetting(f"The setting BACKEND_KEY is missing beside BACKEND_URL: {_REMEDIES['BACKEND_KEY']}.")
    for name in ("registers", "bodies"):
        if name in told.model_fields_set:
            raise WrongSetting(
                f"The setting {name.upper()} is of no use beside BACKEND_URL, whose backend has its own: remove one."
            )
