"""What an installation has to be told about its identity provider."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True)
class ProviderSettings:
    """`issuer` is the provider's name, exactly as it calls itself; `public_url`, where citizens reach this program."""

    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    """None for a public client."""
    public_url: str
    claim_number: str = "citizen_number"
    """The claim that holds the citizen number."""
    face_acr: str = "face"
    """What the provider calls a login with the face: values of `acr`, with spaces between."""
    chat_link: str | None = None
    """The way back to the chat, with `{code}` where the code goes: https://t.me/SomeBot?start=login-{code}."""

    @property
    def pages_url(self) -> str:
        """Below it lie the pages of a login."""
        return self.public_url.rstrip("/") + "/login"

    @property
    def callback_url(self) -> str:
        """Where the provider sends the browser back; it has to be registered there."""
        return self.pages_url + "/callback"

    @property
    def pages_path(self) -> str:
        return urlsplit(self.pages_url).path

    @property
    def host(self) -> str:
        """What a citizen may compare with the address line of the browser."""
        return urlsplit(self.public_url).netloc

    def login_url(self, token: str) -> str:
        return f"{self.pages_url}/{token}"
