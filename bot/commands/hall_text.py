"""Numbers of a hall for the eyes of its staff."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.backends.onewindow.hall.row import Number
from bot.commands.cases_text import columns
from bot.commands.labels import Labels
from bot.dialogue.applying.reading import spaced
from bot.dialogue.hall import Wait
from procedures.provincial import Province

HEADINGS = ("number", "counter", "state", "kind", "due", "wait", "case")


class Written:
    """Lines in `language`; moments by the clock of the centre."""

    def __init__(self, province: Province, language: str) -> None:
        self._province, self._language, self._label = province, language, Labels(language)

    def now(self, number: Number) -> str:
        """In one line, how it stands."""
        label, kind = self._label, self._label(f"hall-kind-{number.kind}")
        parts = [f"{number.number}: {self._state(number)}", self._counter(number), kind]
        return label("comma").join([*parts, *([self._wait(number.wait)] if number.wait else [])])

    def queue(self, numbers: Sequence[Number]) -> str:
        if not numbers:
            return self._label("hall-nobody")
        rows = [[self._label(f"hall-column-{name}") for name in HEADINGS]]
        for each in numbers:
            kind = self._label(f"hall-kind-{each.kind}")
            wait = self._wait(each.wait) if each.wait else ""
            case = spaced(each.case) if each.case else ""
            rows.append([each.number, self._counter(each), self._state(each), kind, self._time(each), wait, case])
        return "\n".join(columns(rows))

    def _state(self, number: Number) -> str:
        return self._label(f"hall-state-{number.state}", window=number.window or "")

    def _wait(self, wait: Wait) -> str:
        how = "measured" if wait.measured else "planned"
        return self._label(f"hall-wait-{how}", ahead=wait.ahead, minutes=wait.minutes)

    def _counter(self, number: Number) -> str:
        known = self._province.counters.get(number.line.counter)
        words: str = getattr(known.name, self._language) if known else number.line.counter
        return words

    def _time(self, number: Number) -> str:
        zone = self._province.centres[number.line.centre].zone
        return f"{number.due_at.astimezone(ZoneInfo(zone)):%H:%M}"
