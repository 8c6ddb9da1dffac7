"""How the words of a clause hang together: from its tokens to items, joined, refused and made into stretches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from intents.hearing.when.calendar import week_from
from intents.hearing.when.items import Item, Unclear, item_of
from intents.hearing.when.tokens import Clock, Day, Mark, Named, OfMonth, OfWeek, Part, Token, Turn, Turning, Value


def items_in(tokens: Sequence[Token], today: date) -> list[Item]:
    """What the tokens of a clause name, each with how it is turned, and whether it is refused.

    Raises Unclear and NoSuchTime.
    """
    return _stretched(_items(_placed(tokens, today), today))


# ---- days that belong to the week or month named beside them


def _placed(tokens: Sequence[Token], today: date) -> list[Token]:
    """下周 … 周三 is one day, and so is "next month, the 5th"."""
    wide = [token.value for token in tokens if isinstance(token.value, Day)]
    week = next((value for value in wide if value.grain == "week"), None)
    month = next((value for value in wide if value.grain == "month"), None)
    placed = [replace(token, value=_placed_value(token.value, week, month, today)) for token in tokens]
    if any(isinstance(token.value, OfWeek) for token in tokens):
        placed = [token for token in placed if token.value is not week]
    if any(isinstance(token.value, OfMonth) for token in tokens):
        placed = [token for token in placed if token.value is not month]
    return placed


def _placed_value(value: Value, week: Day | None, month: Day | None, today: date) -> Value:
    """The value in that week or month, where it has none of its own."""
    match value:
        case OfWeek(weeks=None) if week is not None:
            monday, _ = week_from(today, 0)
            return OfWeek(value.days, (week.days[0] - monday).days // 7)
        case OfMonth(month=None) if month is not None:
            first = month.days[0]
            return OfMonth(value.day, first.month, first.year)
    return value


# ---- from tokens to items


@dataclass
class _Row:
    """The items of a clause as they come, and what the words before the next one say of it."""

    today: date
    part: str | None
    items: list[Item] = field(default_factory=list)
    turns: list[Turning] = field(default_factory=list)
    joined: Mark | None = None
    weeks: int | None = None
    """The week of the last days of the week, which what is joined to them is of, too."""
    english: str = ""
    """How the last days of the week were called."""
    dated: date | None = None
    """The last date, which what is joined to it comes after."""
    refused_ahead: bool = False
    """Whether a word ahead of the last item refuses it."""

    def join(self, mark: Mark) -> None:
        """A word that may join the next item to the last one."""
        if mark in (Mark.TO, Mark.OR) and self.items:
            self.joined = mark

    def turn(self, turn: Turn) -> None:
        """A word that turns the next item, or the last one."""
        if not turn.behind:
            self.turns.append(turn.to)
        elif turn.to is Turning.NOT:
            self._deny()
        elif self.items:
            self.items[-1].turned = turn.to

    def add(self, value: Named) -> None:
        """The next item, with all that was said of it. Raises Unclear and NoSuchTime."""
        if isinstance(value, OfWeek):
            value = self._in_same_week(value)
            self.weeks, self.english = value.weeks, value.english
        item = item_of(value, self.today, part=self.part, after=self.dated if self.joined else None)
        if isinstance(value, OfMonth):
            self.dated = item.days[0][0]
        item.joined = self.joined
        item.denied = Turning.NOT in self.turns
        item.turned = next((turn for turn in reversed(self.turns) if turn is not Turning.NOT), None)
        if self.items:
            self._follow(item, self.items[-1])
        self.refused_ahead = Turning.NOT in self.turns
        self.items.append(item)
        self.turns, self.joined = [], None

    def _in_same_week(self, value: OfWeek) -> OfWeek:
        if value.weeks is None and self.joined and self.weeks is not None:
            return OfWeek(value.days, self.weeks)
        if self.joined and not value.english and self.english == "next":
            return replace(value, english="next")
        if self.joined is Mark.OR and self.items[-1].every:
            return replace(value, every=True)
        return value

    def _follow(self, item: Item, last: Item) -> None:
        """What was said of the last item may count for this one."""
        if self.joined is Mark.OR:
            if last.is_hours != item.is_hours and not self.turns:
                raise Unclear  # Tuesday morning or Thursday
            if not self.turns:
                item.denied = last.denied
        elif self.joined is None and item.is_hours and last.denied and not last.is_hours:
            item.denied = self.refused_ahead  # not Monday morning

    def _deny(self) -> None:
        """A refusal behind counts for what stands right before it, and for what is joined to that."""
        for n in range(len(self.items) - 1, -1, -1):
            item = self.items[n]
            item.denied = True
            if item.joined is None and not (n and item.is_hours and not self.items[n - 1].is_hours):
                break


def _items(tokens: Sequence[Token], today: date) -> list[Item]:
    row = _Row(today, _part(tokens))
    clocked = any(isinstance(token.value, Clock) for token in tokens)
    previous: Token | None = None
    for token in tokens:
        match token.value:
            case Mark() as mark:
                row.join(mark)
            case Turn() as turn:
                row.turn(turn)
            case Part() if clocked:
                pass  # it told of its clock whether it is in the morning
            case named:
                if previous is not None and row.joined is None and _side_by_side(previous, token):
                    row.join(Mark.OR)
                row.add(named)
        previous = token
    return row.items


def _part(tokens: Sequence[Token]) -> str | None:
    """The part of the day that tells of an hour whether it is in the morning; none where two are named."""
    named = {token.value.name for token in tokens if isinstance(token.value, Part)}
    return named.pop() if len(named) == 1 else None


def _side_by_side(one: Token, other: Token) -> bool:
    """周二周四, 明天后天: two days without a word between them, which are not one and the same."""
    if one.end != other.start:
        return False
    match one.value, other.value:
        case OfWeek(), OfWeek():
            return True
        case Day(grain="day"), Day(grain="day"):
            return one.value != other.value
    return False


# ---- stretches


def _stretched(items: Sequence[Item]) -> list[Item]:
    """Items joined by "to" as one. Raises Unclear."""
    merged: list[Item] = []
    for item in items:
        if merged and item.joined is Mark.TO and merged[-1].is_hours == item.is_hours:
            _stretch(merged[-1], item)
        else:
            merged.append(item)
    return merged


def _stretch(item: Item, to: Item) -> None:
    if to.is_hours:
        item.hours = [(item.hours[-1][0], _last_hour(item, to))]
    elif item.every and to.every:
        item.every = frozenset(range(min(item.every), max(to.every) + 1))
    elif item.days and to.days:
        first, last = item.days[0][0], to.days[0][1]
        if last is not None and last < first:
            last += timedelta(days=7)
        item.days = [(first, last)]
        item.named = _between(item.named, to.named)
    else:
        raise Unclear
    item.denied |= to.denied
    item.turned = None if item.turned is Turning.FROM else item.turned


def _between(first: frozenset[int], last: frozenset[int]) -> frozenset[int]:
    """The days of the week from one to another, where both were named."""
    if len(first) != 1 or len(last) != 1:
        return frozenset()
    (start,), (end,) = first, last
    return frozenset((start + n) % 7 for n in range((end - start) % 7 + 1))


def _last_hour(item: Item, to: Item) -> time | None:
    first, last = item.hours[-1][0], to.hours[-1][1]
    if first is not None and last is not None and last <= first and last.hour < 12:
        return last.replace(hour=last.hour + 12)
    return last
