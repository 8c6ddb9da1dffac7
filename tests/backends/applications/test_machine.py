"""Any steps, decided in any order: what comes of it is what the rules say, and it is decided once."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.backends.onewindow.applications import deciding
from bot.backends.onewindow.applications.clocks import Moment
from bot.backends.onewindow.applications.rows import Application
from bot.backends.onewindow.applications.submitting import open_application
from bot.dialogue.applications import Part, Refusal
from procedures.deadlines import office_of
from procedures.definition import Giving
from tests.backends.applications.hall import approval, happenings, part, submission, then
from tests.backends.town import build_town

AT = Moment(datetime(2026, 12, 1, 0, 10, tzinfo=UTC), office_of(build_town()))
DEPARTMENTS = ("market", "fire", "food", "planning", "health")
steps = st.lists(st.tuples(st.integers(1, 3), st.booleans()), min_size=1, max_size=5)
"""Of each step its number, and whether it stands apart."""


def parts_of(drawn: list[list[tuple[int, bool]]]) -> list[Part]:
    return [
        part(
            *(approval(number, DEPARTMENTS[n], apart=apart) for n, (number, apart) in enumerate(each)),
            procedure=f"p{which}",
            then=[then("taxation"), then("bank", once="submitted")],
        )
        for which, each in enumerate(drawn)
    ]


def expect(part: list[tuple[int, bool]], decided: dict[int, bool]) -> str:
    """What a part comes to, by its decisions: a refusal that stands apart takes only itself."""
    if any(not decided[n] and not apart for n, (_, apart) in enumerate(part) if n in decided):
        return "refused"
    good = [decided[n] for n in range(len(part))]
    return "approved" if all(good) else "partly" if any(good) else "refused"


def check_turns(application: Application) -> None:
    """Open are those with a part's lowest number that is left, and no others."""
    for name in {step.part for step in application.steps}:
        pending = [step for step in application.steps_of(name) if step.state in ("waiting", "open")]
        turn = min((step.step for step in pending), default=0)
        assert all((step.state == "open") == (step.step == turn) for step in pending)


@given(st.lists(steps, min_size=1, max_size=3), st.randoms(use_true_random=False), st.booleans())
def test_any_decisions_in_any_order(drawn: list[list[tuple[int, bool]]], chance: random.Random, posted: bool) -> None:
    give: Giving = "post" if posted else "electronic"
    application = open_application(submission(*parts_of(drawn), give=give), "1", b"1", {}, AT)
    deciding.begin(application, AT)
    decided: list[dict[int, bool]] = [{} for _ in drawn]
    while is_open := [step for step in application.steps if step.state == "open"]:
        check_turns(application)
        assert application.state == "deciding"
        step = chance.choice(is_open)
        good = chance.random() < 0.7
        which = int(step.part[1:])
        decided[which][DEPARTMENTS.index(step.department)] = good
        if good:
            deciding.approve(application, step, {}, AT)
        else:
            deciding.refuse(application, step, Refusal("不行"), AT)
    results = [expect(each, of) for each, of in zip(drawn, decided, strict=True)]
    expected = results[0] if len(set(results)) == 1 else "partly"
    assert application.state == expected
    assert not any(step.state in ("waiting", "open") for step in application.steps)
    told = happenings(application.as_status())
    assert (told.count("decided"), told.count("in-hand")) == (1, int(not posted and expected != "refused"))
    assert told.count("approved") + told.count("refused") == sum(map(len, decided))
    for which, result in enumerate(results):
        states = [each.state for each in application.deliveries if each.part == f"p{which}"]
        assert states == ["dropped" if result == "refused" else "sending", "sending"]
