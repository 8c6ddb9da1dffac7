"""What a bot sent with a call, whatever way it was sent: query, form, multipart or JSON, as the Bot API allows.

In a form every value is text and objects are JSON in it; in a JSON body they may stand as they are. Both read alike.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, MultipartReader, web

from tests.telegram.bot_api.errors import bad_request


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    name: str
    content: bytes


@dataclass
class Params:
    """Values by name. Empty text is like no value, as on Telegram."""

    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value as text, '' when there is none."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def required(self, name: str) -> str:
        """:raises Refused: 400 when it is missing or empty"""
        if not (value := self.text(name)):
            raise bad_request(f'parameter "{name}" is required')
        return value

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; Telegram takes what is no number for the default."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def number(self, name: str) -> float:
        """:raises Refused: 400 when it is missing or no number"""
        try:
            return float(self.text(name))
        except ValueError:
            raise bad_request(f"{name} is empty" if not self.text(name) else f"can't parse {name}") from None

    def flag(self, name: str) -> bool:
        """True, "true", "yes" or 1."""
        return self.text(name).lower() in ("true", "yes", "1")

    def object(self, name: str) -> Any:
        """An object or a list, parsed; None when it is missing.

        :raises Refused: 400 when it is no JSON
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def file(self, name: str) -> Upload | None:
        """The file of this parameter: in a field of its own, or one that `attach://` points to."""
        value = self.text(name)
        return self.files.get(value.removeprefix("attach://") if value.startswith("attach://") else name)


async def read_params(request: web.Request) -> Params:
    """The call's own values go before those in its address."""
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return Params(values | _read_object(await request.text()))
    if request.content_type.startswith("multipart/"):
        read = await read_multipart(await request.multipart())
        return Params(values | read.values, read.files)
    return Params(values | {name: str(value) for name, value in (await request.post()).items()})


async def read_multipart(reader: MultipartReader) -> Params:
    """Parts with a file name are files."""
    read = Params({})
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse multipart form")
        content = bytes(await part.read(decode=True))
        if part.filename is not None:
            read.files[part.name] = Upload(part.filename, content)
        else:
            read.values[part.name] = content.decode()
    return read


def _read_object(body: str) -> dict[str, Any]:
    try:
        values = json.loads(body or "{}")
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad_request("can't parse JSON object")
    return values
