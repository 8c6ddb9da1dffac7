"""How an application stands in its tables: which of it is sealed, and in which form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue, TypeAdapter
from sqlalchemy import Column, Row

from bot.backends.onewindow.applications import tables
from bot.backends.onewindow.applications.rows import Application, Ask, Body, Delivery, Owed, Part, Step
from bot.database.encryption import Sealed, Vault
from bot.dialogue.applications import Event, Refusal
from procedures.definition import Time
from procedures.vocabulary import Duration, Text

REFUSAL = TypeAdapter(Refusal)


@dataclass(frozen=True)
class Writer:
    """Makes rows. Each leaves out its case."""

    vault: Vault

    def application(self, it: Application, *, with_body: bool = True) -> dict[str, Any]:
        row: dict[str, Any] = {
            "case": it.case,
            "state": it.state,
            "give": it.give,
            "submitted_at": it.submitted_at,
            "until": it.until,
            "decided_at": it.decided_at,
            "over_at": it.over_at,
            "in_hand": it.in_hand,
            "events": len(it.events),
        }
        if not with_body:
            return row
        body = None if it.body is None else it.body.model_dump(mode="json", by_alias=True)
        number = self._seal(it.number, tables.application.c.number)
        return {**row, "person": it.person, "number": number, "body": self._seal(body, tables.application.c.body)}

    def part(self, it: Part) -> dict[str, Any]:
        return {
            "procedure": it.procedure,
            "publication": it.publication,
            "title": it.title.model_dump_json(),
            "time": it.time.model_dump_json(),
        }

    def step(self, it: Step) -> dict[str, Any]:
        refusal = None if it.refusal is None else REFUSAL.dump_python(it.refusal, mode="json")
        return {
            **_plain(it),
            "decides": None if it.decides is None else it.decides.model_dump_json(),
            "publicity": None if it.publicity is None else it.publicity.written(),
            "refusal": self._seal(refusal, tables.step.c.refusal),
            "registered": self._seal(dict(it.registered) or None, tables.step.c.registered),
        }

    def ask(self, it: Ask) -> dict[str, Any]:
        row = _plain(it)
        items: list[JsonValue] = list(row.pop("items"))
        return {**row, "wanted": self._seal(items, tables.ask.c.wanted)}

    def owed(self, it: Owed) -> dict[str, Any]:
        return _plain(it)

    def delivery(self, it: Delivery) -> dict[str, Any]:
        texts = {"what": it.what.model_dump_json(), "after": json.dumps(it.after)}
        return {**_plain(it), **texts, "note": self._seal(it.note, tables.delivery.c.note)}

    def event(self, it: Event) -> dict[str, Any]:
        row = _plain(it)
        told: dict[str, Any] = {
            "refusal": None if it.refusal is None else REFUSAL.dump_python(it.refusal, mode="json"),
            "asked": list(row.pop("asked")),
            "number_of_post": row.pop("number_of_post"),
        }
        row.pop("refusal")
        return {**row, "told": self._seal(told if any(told.values()) else None, tables.event.c.told)}

    def _seal(self, value: JsonValue, column: Column[Any]) -> Sealed | None:
        return None if value is None else self.vault.seal_json(value, column)


@dataclass(frozen=True)
class Reader:
    """Reads rows."""

    vault: Vault

    def application(self, row: Row[Any], **lists: Any) -> Application:
        body = self._open(row.body, tables.application.c.body)
        return Application(
            case=row.case,
            person=row.person,
            number=self._open(row.number, tables.application.c.number),
            body=None if body is None else Body.model_validate(body),
            give=row.give,
            submitted_at=row.submitted_at,
            state=row.state,
            until=row.until,
            decided_at=row.decided_at,
            over_at=row.over_at,
            in_hand=row.in_hand,
            **lists,
        )

    def part(self, row: Row[Any]) -> Part:
        title, limits = Text.model_validate_json(row.title), Time.model_validate_json(row.time)
        return Part(row.procedure, row.publication, title, limits)

    def step(self, row: Row[Any]) -> Step:
        refusal = self._open(row.refusal, tables.step.c.refusal)
        told = {
            "decides": None if row.decides is None else Text.model_validate_json(row.decides),
            "publicity": None if row.publicity is None else Duration.model_validate(row.publicity),
            "refusal": None if refusal is None else REFUSAL.validate_python(refusal),
            "registered": self._open(row.registered, tables.step.c.registered) or {},
        }
        return Step(**_told(row, **told))

    def ask(self, row: Row[Any]) -> Ask:
        told = _told(row)
        items = self._open(told.pop("wanted"), tables.ask.c.wanted) or ()
        return Ask(**told, items=tuple(items))

    def owed(self, row: Row[Any]) -> Owed:
        return Owed(**_told(row))

    def delivery(self, row: Row[Any]) -> Delivery:
        texts = {"what": Text.model_validate_json(row.what), "after": tuple(json.loads(row.after))}
        return Delivery(**_told(row, **texts, note=self._open(row.note, tables.delivery.c.note)))

    def event(self, row: Row[Any]) -> Event:
        told = self._open(row.told, tables.event.c.told) or {}
        refusal = told.get("refusal")
        rest = _told(row)
        del rest["told"]
        return Event(
            **rest,
            refusal=None if refusal is None else REFUSAL.validate_python(refusal),
            asked=tuple(told.get("asked", ())),
            number_of_post=told.get("number_of_post"),
        )

    def _open(self, sealed: bytes | None, column: Column[Any]) -> Any:
        return None if sealed is None else self.vault.open_json(sealed, column)


def _plain(it: Any) -> dict[str, Any]:
    return {name: getattr(it, name) for name in it.__dataclass_fields__}


def _told(row: Row[Any], **instead: Any) -> dict[str, Any]:
    """What a row says, without its case."""
    told = {**row._mapping, **instead}
    del told["case"]
    return told
