"""Calls to Telegram as values: what an outbox row of this channel says, cut so that each is one request.

A row holds a message of the core, or the calls that are left of one (`rest`): after each call the rest is put back, so
that a crash between the parts of a long text repeats at most the part it interrupted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.channels.telegram.markup import Keyboard, as_html, keyboard, split
from bot.dialogue.messages import Entry, Message, Option


class _Call(BaseModel):
    model_config = ConfigDict(frozen=True)
    silent: bool = False


class Text(_Call):
    kind: Literal["text"] = "text"
    html: str
    keyboard: Keyboard = []


class Edit(_Call):
    """The tapped question: its text with the answer, without buttons. No text: only the buttons go."""

    kind: Literal["edit"] = "edit"
    message: int
    html: str = ""


class Picture(_Call):
    """The QR that a counter reads."""

    kind: Literal["picture"] = "picture"
    entry: Entry


class Calendar(_Call):
    """The .ics file that a calendar takes over, or takes back."""

    kind: Literal["calendar"] = "calendar"
    entry: Entry


class File(_Call):
    """A file that goes with a message."""

    kind: Literal["file"] = "file"
    name: str
    content: str


class Venue(_Call):
    kind: Literal["venue"] = "venue"
    entry: Entry


Call = Text | Edit | Picture | Calendar | File | Venue
_calls: TypeAdapter[list[Call]] = TypeAdapter(list[Annotated[Call, Field(discriminator="kind")]])
_message = TypeAdapter(Message)


def calls_of(body: Mapping[str, Any]) -> list[Call]:
    """What is still to be called for an outbox row."""
    if "rest" in body:
        return _calls.validate_python(body["rest"])
    return calls_for(_message.validate_python(body))


def rest(calls: Sequence[Call]) -> dict[str, Any]:
    """The body of a row that has these calls left."""
    return {"rest": _calls.dump_python(list(calls), mode="json")}


def calls_for(message: Message) -> list[Call]:
    """A message of the core: its text in parts, the buttons under the last, then what belongs to booked places."""
    parts = [Text(html=as_html(part), silent=message.silent) for part in split(message.text)]
    if parts and message.options:
        parts[-1] = parts[-1].model_copy(update={"keyboard": keyboard(message.options)})
    entries = [call for entry in message.entries for call in _calls_for_entry(entry, message.silent)]
    files = [File(name=file.name, content=file.content, silent=message.silent) for file in message.attachments]
    return [*parts, *entries, *files]


def _calls_for_entry(entry: Entry, silent: bool) -> list[Call]:
    calendar = Calendar(entry=entry, silent=silent)
    if entry.cancelled:
        return [calendar]
    calls: list[Call] = [Picture(entry=entry, silent=silent), calendar]
    if entry.latitude is not None and entry.longitude is not None:
        calls.append(Venue(entry=entry, silent=silent))
    return calls


def plain(text: str, *options: Option) -> dict[str, Any]:
    """The body of a row with a sentence of the channel's own."""
    return asdict(Message(text, options))


@dataclass(frozen=True)
class Sent:
    """Telegram has it."""


@dataclass(frozen=True)
class Later:
    """Telegram, or the way to it, asks to wait; `everywhere`: with every chat."""

    seconds: float
    everywhere: bool = False


@dataclass(frozen=True)
class Gone:
    """It can never be written; `for_good`: nothing else in this chat either, until somebody writes there."""

    for_good: bool


Result = Sent | Later | Gone
