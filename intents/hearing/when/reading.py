"""From the tokens of one clause to what it says of days and hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time

from intents.hearing.when.items import Hours, Item, Unclear
from intents.hearing.when.joining import items_in
from intents.hearing.when.tokens import Mark, OfWeek, Token
from intents.hearing.when.turning import turn
from intents.hearing.when.wish import Days

_TELLING = frozenset({Mark.VAGUE, Mark.ANY, Mark.SOONEST, Mark.LATEST})


@dataclass
class Said:
    """What one clause says. `days` and `hours` are readings: more than one where it can be read otherwise."""

    days: list[tuple[Days, ...]] = field(default_factory=list)
    weekdays: frozenset[int] = frozenset()
    but: tuple[Days, ...] = ()
    but_weekdays: frozenset[int] = frozenset()
    hours: list[Hours] = field(default_factory=list)
    marks: frozenset[Mark] = frozenset()
    named: frozenset[int] = frozenset()
    """The days of the week that `days` were named by."""
    unclear: bool = False
    """More than the values can say."""

    @property
    def tells_days(self) -> bool:
        """Whether it names days that are wanted."""
        return bool(self.days or self.weekdays)

    @property
    def tells(self) -> bool:
        """Whether it tells of a time at all, or why none can be told."""
        return bool(self.tells_days or self.refuses or self.hours or self.unclear or self.marks & _TELLING)

    @property
    def refuses(self) -> bool:
        """Whether it names days that are not wanted."""
        return bool(self.but or self.but_weekdays)

    def refuse_all(self) -> None:
        """The days that were named are those that are refused."""
        if self.named or self.weekdays:
            self.but_weekdays = self.named | self.weekdays
        else:
            self.but = tuple(days for reading in self.days for days in reading)
        self.days, self.weekdays = [], frozenset()


def read_clause(tokens: Sequence[Token], today: date, *, every: bool) -> Said:
    """What the tokens of a clause say; `every`: days of the week are those of every week. Raises NoSuchTime."""
    marks = frozenset(token.value for token in tokens if isinstance(token.value, Mark))
    said = Said(marks=marks, unclear=Mark.TOO_MUCH in marks)
    if every or Mark.ONLY in marks:
        tokens = [_in_every_week(token) for token in tokens]
    try:
        items = items_in(tokens, today)
        for item in items:
            turn(item, today)
        _want([item for item in items if not item.denied], said)
        _refuse([item for item in items if item.denied], said)
    except Unclear:
        said.unclear = True
    return said


def both(found: list[tuple[Days, ...]], other: list[tuple[Days, ...]]) -> list[tuple[Days, ...]]:
    """What lies in both; where nothing does, what was said first."""
    shared = []
    for one in found:
        for two in other:
            inside = tuple(
                (max(a[0], b[0]), _earlier(a[1], b[1]))
                for a in one
                for b in two
                if (b[1] is None or a[0] <= b[1]) and (a[1] is None or b[0] <= a[1])
            )
            if inside:
                shared.append(inside)
    return shared or found


def _earlier(one: date | None, other: date | None) -> date | None:
    return one if other is None else other if one is None else min(one, other)


def _in_every_week(token: Token) -> Token:
    if isinstance(token.value, OfWeek) and token.value.weeks is None:
        return replace(token, value=replace(token.value, every=True))
    return token


# ---- what is wanted


def _want(items: Sequence[Item], said: Said) -> None:
    days = [item for item in items if not item.is_hours]
    said.days = _days([item for item in days if item.days])
    said.weekdays = frozenset[int]().union(*(item.every for item in days))
    said.named = frozenset[int]().union(*(item.named for item in items))
    said.hours = _hours([item for item in items if item.is_hours])


def _days(items: Sequence[Item]) -> list[tuple[Days, ...]]:
    """The readings of all days that are wanted. Two that are not joined limit each other. Raises Unclear."""
    if len(items) == 2 and items[0].named and not items[1].named and items[1].joined is None:
        items = _date_of_weekday(*items)
    groups: list[list[Item]] = []
    for item in items:
        if item.joined is Mark.OR and groups:
            groups[-1].append(item)
        else:
            groups.append([item])
    found: list[tuple[Days, ...]] = []
    for group in groups:
        found = both(found, _union(group)) if found else _union(group)
    return found


def _date_of_weekday(weekday: Item, dated: Item) -> list[Item]:
    """Monday the 12th: the date tells which Monday. Raises Unclear where the two do not fit."""
    first, last = dated.days[0]
    if first != last:
        return [weekday, dated]
    if first.weekday() not in weekday.named:
        raise Unclear
    return [dated]


def _union(group: Sequence[Item]) -> list[tuple[Days, ...]]:
    if len(group) == 1:
        return [(days,) for days in group[0].days]
    return [tuple(item.days[0] for item in group)]


def _hours(items: Sequence[Item]) -> list[Hours]:
    """The readings of the hours. Raises Unclear.

    Two that are joined by "or" lie in one stretch if they touch; else they are too many.
    """
    found = items[0].hours if items else []
    for item in items[1:]:
        if len(found) > 1 or len(item.hours) > 1:
            raise Unclear
        combined = _touching if item.joined is Mark.OR else _narrower
        found = [combined(found[0], item.hours[0])]
    return found


def _touching(one: Hours, two: Hours) -> Hours:
    if one[1] is not None and one[1] == two[0] and one[0] != one[1]:
        return one[0], two[1]
    raise Unclear


def _narrower(one: Hours, two: Hours) -> Hours:
    first = max((hour for hour in (one[0], two[0]) if hour is not None), default=None)
    last = min((hour for hour in (one[1], two[1]) if hour is not None), default=None)
    if first is None or last is None or first < last:
        return first, last
    if one[0] == one[1] or two[0] == two[1]:  # an hour and its part of the day
        if first == last:
            return first, last
        raise Unclear
    return _touching(one, two) if one[1] == two[0] else _touching(two, one)  # 上午下午 are the whole day


# ---- what is refused


def _refuse(items: Sequence[Item], said: Said) -> None:
    """What is refused: days, days of the week, or one half of every day. Raises Unclear."""
    days = [item for item in items if not item.is_hours]
    hours = [item for item in items if item.is_hours]
    if hours and days:
        raise Unclear
    for item in hours:
        match item.hours:
            case [(None, time() as last)]:
                said.hours = [(last, None)]
            case [(time() as first, None)]:
                said.hours = [(None, first)]
            case _:
                raise Unclear
    said.but = tuple(item.days[0] for item in days if item.days and not (item.named and item.turned is None))
    said.but_weekdays = frozenset[int]().union(*(item.every or item.named for item in days if item.turned is None))
