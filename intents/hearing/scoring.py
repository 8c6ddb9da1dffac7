"""How well hearing does on the tables of the bank: what is right, what is wrong, and what is left to a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import ParamSpec, TypeVar

from intents.hearing.answers import Heard, Nothing, One, Several
from intents.hearing.ear import NO_ACT, Ear
from intents.hearing.spotting import OptionWords
from intents.hearing.when import Calendar, Either, When, Wish, hear_when
from intents.hearing.when.notation import read_when
from intents.tables import NO_ANSWER, UNSURE, Line

Result = TypeVar("Result")
Told = ParamSpec("Told")
Questions = Mapping[str, Sequence[OptionWords]]
AHEAD = 200
"""Days on which two wishes are compared: what they allow counts, not how they are written."""
RIGHT, WRONG, ASKED = "right", "wrong", "asked"


@dataclass
class Tally:
    """What became of the lines of one kind. `asked`: neither right nor wrong, since the dialogue asks."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    mistakes: list[tuple[str, str, str]] = field(default_factory=list)
    """Text, what was expected, what was heard."""
    milliseconds: list[float] = field(default_factory=list)

    @property
    def lines(self) -> int:
        return self.counts.total()

    @property
    def typical(self) -> float:
        """Milliseconds for the median line."""
        return median(self.milliseconds) if self.milliseconds else 0.0

    def count(self, became: str, line: Line, expected: str, heard: object) -> None:
        self.counts[became] += 1
        if became != RIGHT:
            self.mistakes.append((line.text, expected, f"{became}: {heard}"))


def score_answers(lines: Sequence[Line], ear: Ear, questions: Questions) -> Iterator[Tally]:
    """Answers that mean one option, several, none at all, and those of people who do not know."""
    tallies = {
        name: Tally(f"answers: {name}") for name in ("one option", "several may be meant", "unsure", "no answer")
    }
    for line in lines:
        name = f"{line['procedure']}.{line['question']}"
        if name not in questions:
            continue
        expected = line["expected"]
        tally = tallies[_kind_of_answer(expected)]
        heard = _timed(tally, ear.answer, name, line.text, questions[name])
        tally.count(_answered(expected, heard, line, ear), line, expected, heard)
    yield from tallies.values()


def _kind_of_answer(expected: str) -> str:
    kinds = {UNSURE: "unsure", NO_ANSWER: "no answer"}
    return kinds.get(expected, "several may be meant" if "|" in expected else "one option")


def _answered(expected: str, heard: Heard, line: Line, ear: Ear) -> str:
    if isinstance(heard, One):
        return RIGHT if heard.id == expected else WRONG
    if expected == UNSURE:
        act = ear.act(line.text)
        return RIGHT if act is not None and act.act.kind.value == UNSURE else ASKED
    if "|" in expected:
        return RIGHT if isinstance(heard, Several | Nothing) else WRONG
    return RIGHT if expected == NO_ANSWER and isinstance(heard, Nothing) else ASKED


def score_mentions(lines: Sequence[Line], passing: Callable[[str, str], Mapping[str, str]]) -> Tally:
    """Answers given besides: each pair that was expected and heard is right, each heard in vain wrong.

    `passing`: what is heard in a text, by procedure and text.
    """
    tally = Tally("answers given besides")
    for line in lines:
        pairs = dict(pair.split("=") for pair in line["expected"].split()) if line["expected"] != NO_ANSWER else {}
        heard = _timed(tally, passing, line["procedure"], line.text)
        for question, option in heard.items():
            became = RIGHT if pairs.get(question) == option else WRONG
            tally.count(became, line, line["expected"], f"{question}={option}")
        tally.counts[ASKED] += sum(question not in heard for question in pairs)
    return tally


def score_acts(lines: Sequence[Line], ear: Ear) -> Iterator[Tally]:
    """All acts together, then each alone: one that is not heard is asked after, one taken for another is wrong."""
    everything = Tally("acts")
    by_act: dict[str, Tally] = {}
    for line in lines:
        likely = _timed(everything, ear.act, line.text)
        heard = likely.act.kind.value if likely else NO_ACT
        became = RIGHT if heard == line["act"] else ASKED if heard == NO_ACT else WRONG
        everything.count(became, line, line["act"], heard)
        by_act.setdefault(line["act"], Tally(f"  {line['act']}")).count(became, line, line["act"], heard)
    yield everything
    yield from sorted(by_act.values(), key=lambda tally: tally.name)


def score_days(lines: Sequence[Line], calendar: Calendar) -> Tally:
    """Wishes about time. Another wish than the one expected is wrong; a question or nothing is asked."""
    tally = Tally("dates and times")
    for line in lines:
        now, expected = datetime.fromisoformat(line["now"]), read_when(line["expected"])
        heard = _timed(tally, hear_when, line.text, now, calendar)
        asked = heard is None or isinstance(heard, Either)
        became = RIGHT if _same(heard, expected, now.date()) else ASKED if asked else WRONG
        tally.count(became, line, line["expected"], heard)
    return tally


def _same(heard: When | None, expected: When | None, today: date) -> bool:
    if not isinstance(heard, Wish) or not isinstance(expected, Wish):
        return type(heard) is type(expected) and (isinstance(heard, Either) or heard == expected)
    days = [today + timedelta(days=n) for n in range(AHEAD)]
    hours = (heard.first, heard.last, heard.order) == (expected.first, expected.last, expected.order)
    return hours and all(heard.allows_day(day) == expected.allows_day(day) for day in days)


def score_places(lines: Sequence[Line], hear: Callable[[str], Heard]) -> Tally:
    """Places named for a centre."""
    tally = Tally("places")
    for line in lines:
        heard = _timed(tally, hear, line.text)
        tally.count(_placed(line["expected"], heard), line, line["expected"], heard)
    return tally


def _placed(expected: str, heard: Heard) -> str:
    if isinstance(heard, One):
        return RIGHT if heard.id == expected else WRONG
    if isinstance(heard, Several):
        return RIGHT if set(heard.ids) == set(expected.split("|")) else ASKED
    return RIGHT if expected == NO_ANSWER else ASKED


def _timed(tally: Tally, hear: Callable[Told, Result], *told: Told.args, **named: Told.kwargs) -> Result:
    began = perf_counter()
    heard = hear(*told, **named)
    tally.milliseconds.append((perf_counter() - began) * 1000)
    return heard
