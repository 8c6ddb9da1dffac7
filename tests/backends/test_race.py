"""Attempts for few places while workers are killed; and that the judge notices when something is wrong.

The same with ten thousand: `make race`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.dialogue.ports import Booker, Claim, Move
from tests.backends.race.journal import Answer, Journal, Line, Record, Step, Told, Wish
from tests.backends.race.offer import NEVER, offer_of
from tests.backends.race.stories import Citizen
from tests.backends.race.trial import Race
from tests.backends.race.verdict import Judge

ATTEMPTS, PLACES, KILLS = 150, 30, 2


async def test_in_a_race_nobody_is_overbooked_lost_or_told_what_is_not_so(database_url: str, tmp_path: Path) -> None:
    verdict = await Race(database_url, tmp_path, ATTEMPTS, PLACES, KILLS).run()
    assert verdict.findings == []
    assert (verdict.figures["attempts"], verdict.figures["places"]) == (ATTEMPTS, PLACES)
    assert verdict.figures["workers killed"] >= 1
    for what in ("hold: done", "hold: SlotGone", "hold: LimitReached", "confirm: HoldExpired", "move: done"):
        assert verdict.figures[f"  {what}"] > 0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_booking_that_reads_and_then_writes_is_found_out(database_url: str, tmp_path: Path) -> None:
    """On SQLite that mistake goes unnoticed: writers take turns."""
    verdict = await Race(database_url, tmp_path, 64, 30, kills=0, reads_then_writes=True).run()
    assert any("was overbooked" in finding for finding in verdict.findings)
    assert any("places taken, counts" in finding for finding in verdict.findings)


# --- the judge itself, on journals and books that are written by hand ------------------------------------------------

WINDOWS = {"early": 1, "late": 1, "wide": 2}
TEN_MINUTES = 600.0


@dataclass(frozen=True)
class Row:
    """A place as the books have it."""

    id: str
    slot: str
    case: str
    chat: str
    state: str
    person: str | None = None
    procedure: str = "passport"
    visit: str = "apply"
    revision: int = 0


@dataclass
class Tale:
    """What was asked and answered, one call a second, and what the books say afterwards."""

    steps: list[Step] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    now: float = 0.0

    def ask(self, attempt: int, wish: Wish, *told: Told, refused: str | None = None, lasting: float = 0.5) -> Step:
        self.now += 1
        answer = Answer(self.now, self.now + lasting, told, refused)
        step = Step(f"{attempt}/{len(self.steps)}", wish, self.now, [answer], settled=True)
        self.steps.append(step)
        return step

    def hold(self, attempt: int, id: str, slot: str, *, refused: str | None = None, case: str = "") -> Step:
        """By the chat of this attempt."""
        name, chat = case or f"case-{attempt}", f"chat-{attempt}"
        wish = Wish("hold", (Claim(slot, name, "apply", "passport"),), Booker(chat))
        if refused is not None:
            return self.ask(attempt, wish, refused=refused)
        self.rows[id] = Row(id, slot, name, chat, "expired")
        return self.ask(attempt, wish, Told(id, slot, 0, until=self.now + 1.25 + TEN_MINUTES))

    def confirm(self, attempt: int, id: str, *, refused: str | None = None) -> Step:
        wish = Wish("confirm", ids=(id,))
        if refused is not None:
            return self.ask(attempt, wish, refused=refused)
        self.rows[id] = replace(self.rows[id], state="booked")
        return self.ask(attempt, wish, Told(id, self.rows[id].slot, 0, state="booked"))

    def move(self, attempt: int, id: str, slot: str) -> Step:
        row = self.rows[id] = replace(self.rows[id], slot=slot, revision=self.rows[id].revision + 1)
        wish = Wish("move", moves=(Move(id, slot),))
        return self.ask(attempt, wish, Told(id, slot, 0, state="booked", revision=row.revision))

    def cancel(self, attempt: int, id: str) -> Step:
        self.rows[id] = replace(self.rows[id], state="cancelled")
        return self.ask(attempt, Wish("cancel", ids=(id,)), Told(id, self.rows[id].slot, 1, state="cancelled"))

    def findings(self) -> list[str]:
        record = Record({step.key: step for step in self.steps})
        return Judge(record, WINDOWS, list(self.rows.values())).findings()


def all_is_well() -> Tale:
    """One books, moves and makes way; another is told that the slot is gone, comes again and lets the hold end."""
    tale = Tale()
    tale.hold(1, "a", "early")
    tale.confirm(1, "a")
    tale.hold(2, "", "early", refused="SlotGone")
    tale.move(1, "a", "late")
    tale.hold(2, "b", "early")
    tale.hold(1, "", "wide", refused="AlreadyBooked")
    tale.hold(1, "", "wide", refused="LimitReached", case="another")
    tale.cancel(1, "a")
    tale.hold(3, "c", "late")
    tale.now += TEN_MINUTES
    tale.confirm(2, "b", refused="HoldExpired")
    tale.confirm(3, "c", refused="HoldExpired")
    tale.hold(4, "d", "wide")
    tale.hold(4, "e", "late")
    tale.confirm(4, "d", refused="Unknown")
    tale.hold(4, "", NEVER, refused="SlotGone")
    return tale


def test_nothing_is_found_where_nothing_went_wrong() -> None:
    assert all_is_well().findings() == []


def of_a_third(tale: Tale) -> None:
    tale.hold(5, "f", "wide")
    tale.hold(6, "g", "wide")
    tale.hold(7, "h", "wide")


def of_two_at_once(tale: Tale) -> None:
    """Whoever begins before the other has ended may still come after: only this one certainly does not."""
    tale.hold(5, "f", "early")
    tale.confirm(5, "f")
    tale.hold(6, "g", "early")
    tale.cancel(5, "f")


def of_a_second_case(tale: Tale) -> None:
    tale.hold(5, "f", "wide")
    tale.confirm(5, "f")
    tale.hold(5, "g", "early", case="another")
    tale.confirm(5, "g")


def of_a_free_slot(tale: Tale) -> None:
    tale.hold(5, "", "early", refused="SlotGone")


def of_an_end_too_early(tale: Tale) -> None:
    tale.hold(5, "f", "wide")
    tale.confirm(5, "f", refused="HoldExpired")


def of_an_end_overlooked(tale: Tale) -> None:
    tale.hold(5, "f", "wide")
    tale.now += TEN_MINUTES
    tale.confirm(5, "f")


def of_a_hold_forgotten(tale: Tale) -> None:
    tale.hold(5, "f", "wide")
    tale.confirm(5, "f", refused="Unknown")


def of_a_limit_not_reached(tale: Tale) -> None:
    tale.hold(5, "f", "wide")
    tale.hold(5, "", "early", refused="LimitReached", case="another")


def of_two_answers(tale: Tale) -> None:
    step = tale.hold(5, "f", "wide")
    step.answers.append(replace(step.answers[0], told=(Told("g", "wide", 0, until=1.0),)))


def of_another_slot(tale: Tale) -> None:
    step = tale.hold(5, "f", "wide")
    step.answers[0] = replace(step.answers[0], told=(replace(step.answers[0].told[0], slot="early"),))


def of_twenty_minutes(tale: Tale) -> None:
    step = tale.hold(5, "f", "wide")
    told = step.answers[0].told[0]
    step.answers[0] = replace(step.answers[0], told=(replace(told, until=(told.until or 0) + TEN_MINUTES),))


def of_an_error(tale: Tale) -> None:
    tale.hold(5, "", "early", refused="IntegrityError")


def of_no_answer(tale: Tale) -> None:
    tale.hold(5, "f", "wide").settled = False


def of_a_move_that_did_not_happen(tale: Tale) -> None:
    tale.hold(5, "f", "wide")
    tale.confirm(5, "f")
    tale.move(5, "f", "early")
    tale.rows["f"] = replace(tale.rows["f"], slot="wide", revision=0)


def of_an_appointment_lost(tale: Tale) -> None:
    tale.hold(5, "f", "wide")
    tale.confirm(5, "f")
    tale.rows["f"] = replace(tale.rows["f"], state="expired")


def of_a_place_without_an_answer(tale: Tale) -> None:
    """The half of a joint hold that was refused, for example."""
    tale.rows["f"] = Row("f", "wide", "case-5", "chat-5", "held")


def of_a_place_that_vanished(tale: Tale) -> None:
    tale.hold(5, "f", "wide")
    del tale.rows["f"]


def of_a_place_given_up(tale: Tale) -> None:
    tale.hold(5, "f", "wide")
    tale.hold(5, "g", "early")
    tale.confirm(5, "f")


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (of_a_third, "wide was overbooked: 3 had one of 2 places"),
        (of_two_at_once, "early was overbooked: 2 had one of 1 places"),
        (of_a_second_case, "('chat-5', 'apply', 'passport') had two places"),
        (of_a_second_case, "chat-5 has 2 places in the end"),
        (of_a_free_slot, "5/15 (hold) was told SlotGone, and it was not so"),
        (of_an_end_too_early, "5/16 (confirm) was told HoldExpired, and it was not so"),
        (of_an_end_overlooked, "f was confirmed after its end"),
        (of_a_hold_forgotten, "5/16 (confirm) was told Unknown, and it was not so"),
        (of_a_limit_not_reached, "5/16 (hold) was told LimitReached, and it was not so"),
        (of_two_answers, "5/15 was answered in two ways"),
        (of_another_slot, "5/15 asked for ['wide'] and was told ['early']"),
        (of_twenty_minutes, "5/15 was told that f is kept until"),
        (of_an_error, "5/15 (hold) was told IntegrityError, and it was not so"),
        (of_no_answer, "5/15 was never answered"),
        (of_a_move_that_did_not_happen, "f is in wide, number 0, and not in early, number 1"),
        (of_an_appointment_lost, "f is expired, and should be booked"),
        (of_a_place_without_an_answer, "f is held in wide, and nobody was told"),
        (of_a_place_that_vanished, "f was told of, and is not there"),
        (of_a_place_given_up, "f was confirmed after it had been given up"),
    ],
)
def test_the_judge_names_what_is_wrong(plant: Callable[[Tale], None], found: str) -> None:
    tale = all_is_well()
    tale.now += 2 * TEN_MINUTES
    plant(tale)
    assert any(finding.startswith(found) for finding in tale.findings())


def test_who_is_refused_while_a_place_comes_free_has_the_benefit_of_the_doubt() -> None:
    tale = Tale()
    tale.hold(1, "a", "early")
    tale.confirm(1, "a")
    refused = tale.hold(2, "", "early", refused="SlotGone")
    cancelled = tale.cancel(1, "a")
    cancelled.asked = refused.asked - 0.5
    assert tale.findings() == []


def test_a_hold_that_was_over_before_it_was_answered_may_have_filled_its_slot() -> None:
    """As on a machine that is too busy."""
    tale = Tale()
    slow = tale.hold(1, "a", "early")
    slow.answers[0] = replace(slow.answers[0], at=slow.asked + TEN_MINUTES + 60)
    tale.now += TEN_MINUTES + 30
    tale.hold(2, "", "early", refused="SlotGone")
    assert tale.findings() == []


# --- what makes it a race --------------------------------------------------------------------------------------------


class NoDesk:
    """Writes down what is asked, and says yes to everything."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Wish]] = []

    async def ask(self, key: str, wish: Wish, copies: int = 1) -> Answer:
        self.asked.append((key, wish))
        slots = wish.slots or ["xihu.tax.20261130T0030Z"] * len(wish.ids)
        told = [Told(f"{key}-{number}", slot, 0, until=0.0) for number, slot in enumerate(slots)]
        return Answer(0, 0, tuple(told))

    async def wait_until(self, moment: float) -> None:
        pass


async def tell(number: int) -> list[tuple[str, Wish]]:
    desk = NoDesk()
    await Citizen(number, offer_of(PLACES), desk).live()
    return desk.asked


async def test_a_citizen_does_the_same_in_every_life() -> None:
    for number in range(50):
        assert await tell(number) == await tell(number)


async def test_citizens_differ() -> None:
    """So that what is judged is worth judging."""
    wishes = [wish for number in range(300) for _, wish in await tell(number)]
    assert {wish.call for wish in wishes} == {"hold", "confirm", "move", "cancel", "release"}
    assert {len(wish.claims) for wish in wishes if wish.call == "hold"} == {1, 2, 3}
    assert {len(wish.moves) for wish in wishes if wish.call == "move"} == {1, 2, 3}


@pytest.mark.parametrize("places", [30, 60, 1000])
def test_as_many_places_are_offered_as_are_wanted(places: int) -> None:
    assert offer_of(places).places == places


def test_what_a_killed_worker_wrote_is_read_again(tmp_path: Path) -> None:
    """Its last line may be torn; then the call it speaks of was never made."""
    file = tmp_path / "journal.jsonl"
    wish = Wish("move", moves=(Move("a", "early"), Move("b", "late")))
    first = Journal(file)
    first.write(Line(1.0, "1/1", asked=wish))
    first.write(Line(2.0, "1/1", answered=Answer(1.0, 2.0, (Told("a", "early", 0),))))
    first.close()
    with file.open("ab") as torn:
        torn.write(b'{"at":3.0,"key":"1/2","asked":{"call":"ca')
    second = Journal(file)
    second.write(Line(4.0, over=7))
    second.close()
    record = Record.read([file, tmp_path / "none.jsonl"])
    assert record.over == {7}
    assert [(step.key, step.wish, step.outcome.at, step.settled) for step in record.steps.values()] == [
        ("1/1", wish, 2.0, False)
    ]
