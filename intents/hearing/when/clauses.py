"""A sentence clause by clause: which one tells the wish, and what the others add to it or only give as a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from intents.hearing.when.reading import Said, both, read_clause
from intents.hearing.when.tokens import TAKEN, Mark, Named, Token
from intents.hearing.when.vocabulary import spoken
from intents.hearing.when.wish import Days, Wish
from intents.words import either

_ENDS = re.compile(
    r"[,，。!！?？;；\n—]+"
    r"|\.(?=\s|$)"
    r"|(?:但是?|不过|可是|因为|否则|不然|所以|那就)"
    r"|\b(?:but(?! not)|because|if(?! (?:poss|it'?s poss|that))|since i|as i"
    r"|so(?! (?:that|long|far|early|late|soon))|cause|cos|though|otherwise|while)\b"
    rf"|(?<=[a-z{TAKEN}]) - "
)
_CONSEQUENCES = (
    *("so", "then", "所以", "那就", "那么", "哦不", "不对"),
    *("no wait", "sorry", "i mean", "actually", "rather"),
)
"""After one of these what was said before is the reason, or a slip."""
_BUTS = ("but", "但", "但是", "不过", "可是", "though", "最晚", "最迟", "latest", "at the latest")
_LEAD = re.compile(rf"\s*({either((*_CONSEQUENCES, *_BUTS))})(?![a-z])")
_LASTING = frozenset({Mark.SOONEST, Mark.LATEST, Mark.ANY, Mark.VAGUE, Mark.NOT_THOSE})
"""What counts for the whole sentence."""


@dataclass(frozen=True)
class _Clause:
    """A clause with its tokens, what is left of its text, all of it, and the word that leads it in."""

    number: int
    tokens: tuple[Token, ...]
    text: str
    whole: str
    lead: str


def said_in(tokens: Sequence[Token], rest: str, text: str, today: date) -> Said | None:
    """What a text says by its tokens; `rest`: the text without them. None if it says nothing. Raises NoSuchTime."""
    every = any(token.value is Mark.EVERY for token in tokens)
    clauses = [
        clause for clause in _clauses(tokens, rest, text) if clause.tokens and not spoken("no_wish").search(clause.text)
    ]
    return _together([(clause, read_clause(clause.tokens, today, every=every)) for clause in clauses])


def _clauses(tokens: Sequence[Token], rest: str, text: str) -> Iterator[_Clause]:
    start, lead = 0, ""
    for number, end in enumerate([*_ENDS.finditer(rest), None]):
        stop = end.start() if end else len(rest)
        inside = tuple(token for token in tokens if start <= token.start < stop)
        yield _Clause(number, inside, rest[start:stop], text[start:stop], lead)
        if end:
            start = end.end()
            if lead not in _CONSEQUENCES or any(isinstance(token.value, Named) for token in inside):
                lead = end[0].strip(" ,，。!！?？;；")
            found = _LEAD.match(rest, start)
            lead = found[1] if found else lead


def _together(clauses: Sequence[tuple[_Clause, Said]]) -> Said | None:
    """The clause that tells the wish, and what the others add to it.

    A clause tells a wish rather than a reason by its words; a "so" makes what stood before it the reason.
    """
    told = [(clause, said) for clause, said in clauses if said.tells]
    if not told:
        marks = frozenset[Mark]().union(*(said.marks for _, said in clauses))
        return Said(marks=marks) if clauses else None
    chief, wish = max(told, key=lambda each: (_names_days(each[1]), _wishes(each[0]), -each[0].number))
    heard = replace(
        wish,
        unclear=any(said.unclear and _wishes(clause) >= 0 for clause, said in told if clause.number <= chief.number),
    )
    for clause, said in clauses:
        if clause is not chief:
            _add(heard, said, clause, before=clause.number < chief.number)
    return heard


def _names_days(said: Said) -> bool:
    return said.tells_days or said.refuses or said.unclear or Mark.VAGUE in said.marks


def _wishes(clause: _Clause) -> int:
    """How far a clause tells a wish and no reason."""
    if clause.lead in _CONSEQUENCES:
        return 2
    return bool(spoken("wishing").search(clause.whole)) - bool(spoken("reasoning").search(clause.whole))


# ---- what another clause says of what is still open


def _add(heard: Said, said: Said, clause: _Clause, *, before: bool) -> None:
    if Mark.NOT_THOSE in said.marks and not heard.refuses:
        heard.refuse_all()
    if heard.named and heard.named <= said.weekdays:
        heard.weekdays, heard.days = heard.named, []
    _add_days(heard, said, narrows=clause.lead in _BUTS, before=before)
    if not heard.hours and said.hours and not heard.refuses and (not said.tells_days or heard.days == said.days):
        heard.hours = said.hours
    if not said.tells_days:
        heard.marks |= said.marks & _LASTING


def _add_days(heard: Said, said: Said, *, narrows: bool, before: bool) -> None:
    if heard.tells_days:
        if narrows and heard.days and said.days:
            heard.days = both(heard.days, said.days)
        elif said.but and not said.tells_days and not before and _lie_in(said.but, heard):
            heard.but = said.but
    elif said.tells_days and _is_open(heard, said, before=before):
        heard.days, heard.weekdays = said.days, said.weekdays
        heard.but, heard.but_weekdays = (), frozenset()
    elif heard.refuses:
        if not said.tells_days:
            heard.but, heard.but_weekdays = (*heard.but, *said.but), heard.but_weekdays | said.but_weekdays
    elif not heard.hours and not before:
        heard.but, heard.but_weekdays = said.but, said.but_weekdays


def _lie_in(days: Sequence[Days], heard: Said) -> bool:
    """Whether days are some of those that were named, and not all of them: the 3rd to the 6th but the 5th."""
    named = [span for reading in heard.days for span in reading]
    return all(
        any(first <= one and last is not None and two is not None and two <= last for first, last in named)
        for one, two in days
    ) and not any(span in named for span in days)


def _is_open(heard: Said, said: Said, *, before: bool) -> bool:
    """Whether the days of another clause are those wished for: not if they are those refused, or have hours too."""
    if Mark.VAGUE in heard.marks or Mark.ANY in heard.marks or (heard.hours and said.hours):
        return False
    return not heard.refuses or (not _refused(heard, said) and not before)


def _refused(heard: Said, said: Said) -> bool:
    """Whether the days are those refused just before: the reason why."""
    refused = Wish(but=heard.but, but_weekdays=tuple(heard.but_weekdays))
    return not any(refused.allows_day(days[0][0]) for days in said.days)
