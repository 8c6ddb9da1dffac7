"""What an entry is worth for one wanted thing, and what the citizen is shown of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.backends.onewindow.sharing.masking import mask
from bot.backends.onewindow.sharing.register import Record
from bot.dialogue.shared_data import Finding, State, Wanted
from procedures.provincial import RegisterField


def judge(thing: Wanted, register: str, record: Record, today: date) -> State:
    """`found`, unless the entry is out of date or says something else than the citizen.

    An entry that does not speak of what is claimed contradicts nothing.
    """
    if record.valid_until is not None and record.valid_until < today:
        return "expired"
    entries = {f"{register}.{name}": entry for name, entry in record.fields.items() if entry}
    said_otherwise = any(entries.get(field) not in (None, *agreeing) for field, agreeing in thing.claims)
    return "contradicted" if said_otherwise else "found"


def tell(thing: Wanted, register: str, record: Record, state: State, known: Mapping[str, RegisterField]) -> Finding:
    """The finding. `known`: the register's fields as the province describes them; others are not shown at all."""
    told = {name: mask(entry, known[name].shown) for name, entry in record.fields.items() if entry and name in known}
    filled = {f"{register}.{name}" for name, entry in record.fields.items() if entry}
    return Finding(
        person=thing.person,
        document=thing.document,
        register=register,
        state=state,
        recorded=record.recorded,
        valid_until=record.valid_until,
        shown=tuple((f"{register}.{name}", text) for name, text in told.items() if text is not None),
        fills=tuple(field for field in thing.fields if field in filled) if state == "found" else (),
    )
