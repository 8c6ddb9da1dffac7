"""Examples: a citizen's situation and what follows, written from the law before the program is asked."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from procedures.vocabulary import YOU, Duration, Id, Model, WayName, Words


class Gap(Model):
    """Why a register does not serve now, for one person's document."""

    document: Id
    of: Id = YOU
    why: Literal["refused", "not_found", "contradicted"]


People = dict[Id, tuple[Id, ...]]


def _named(written: Any) -> Any:
    """`[id-card]` for a list of names, `{id-card: [you, seller]}` where it matters whose it is."""
    return {name: [] for name in written} if isinstance(written, list) else written


Named = Annotated[People, BeforeValidator(_named)]


class Expect(Model):
    """What an example must lead to. What is not named is not compared; what is named is compared whole."""

    stop: Id | None = None
    first: tuple[Id, ...] | None = None
    ways: tuple[WayName, ...] | None = None
    way: WayName | None = None
    bring: Named | None = None
    hand_in: Named | None = None
    if_any: tuple[Id, ...] | None = None
    """What of `hand_in` is given back only if there is any."""
    also: Named | None = None
    """Forms, commitments, photos and what the matter itself makes."""
    produced: tuple[Id, ...] | None = None
    """What of `also` the matter itself makes."""
    sent: Named | None = None
    covered: Named | int | None = None
    gaps: tuple[Id, ...] | None = None
    tolerated: tuple[Id, ...] | dict[Id, int] | None = None
    """What may follow later; with the working days where they matter."""
    papers: tuple[int, int] | None = None
    """Identity and evidence before and after sharing."""
    visits: int | None = None
    errands: tuple[Id, ...] | None = None
    counters: tuple[Id, ...] | None = None
    minutes: int | None = None
    at: dict[Id, Named] | None = None
    """What to have along, visit by visit."""
    attend: dict[Id, tuple[Id, ...]] | None = None
    """Who comes, visit by visit."""
    days: dict[Id, tuple[int | None, int | None]] | None = None
    """Calendar days since the visit before: at least, at most."""
    who: tuple[Id, ...] | None = None
    fee: dict[Id, int] | None = None
    taxes: tuple[Id, ...] | None = None
    approvals: tuple[tuple[int, Id], ...] | None = None
    publicity: tuple[tuple[Id, Duration], ...] | None = None
    """Which department announces it before it decides, and for how long."""
    apart: tuple[Id, ...] | None = None
    """The departments whose refusal leaves the rest standing."""
    then: tuple[Id, ...] | None = None
    after: dict[Id, tuple[Id, ...]] | None = None
    """Of those that are told, who waits for whom."""
    give: tuple[str, ...] | None = None
    form: tuple[Id, ...] | None = None
    notes: tuple[Id, ...] | None = None
    """The notes that have an id."""


class Example(Model):
    """A citizen's situation and what follows, written from the law before the program is asked."""

    name: Words
    answers: dict[Id, Id]
    down: tuple[Id, ...] = ()
    gaps: tuple[Gap, ...] = ()
    expect: Expect
