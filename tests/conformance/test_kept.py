"""The embedded One Window and the same one over HTTP keep every promise: what is expected was written by hand."""

from __future__ import annotations

import pytest

from bot.conformance import arranging
from bot.conformance.lines import LINES
from bot.conformance.running import look
from bot.conformance.target import Target
from tests.conformance.served import Served, over_http

KEPT = """
about keys problems unknown clock
repeat-key key-of-another-call unknown-fields large-body slow-client
slots pages page-limits tags
hold-repeated confirm-repeated same-key-at-once race hold-expiry joint-hold release booked-once
move-repeated move-frees-once move-all-or-none move-swap cancel-repeated cancel-frees-once
waiting-turn waiting-offer
evidence-found evidence-not-found evidence-contradicted evidence-unavailable evidence-expired evidence-several
look-up-repeated consent-covers
preview-used preview-refused preview-closed preview-expired own-data erase
paper-kept paper-refused
submit-repeated submitted-once incomplete timeline own-alone pass-once closed not-asked
status-order supplement-once
events-told events-rise events-again events-cursors
callback callback-signed callback-timed callback-again
limits
"""
EXPECTED = [(line, "pass", "") for line in KEPT.split()]
UNHEARD = ["Unheard"]
"""The one job that goes wrong, since the suite refuses a callback once."""


async def test_the_embedded_backend_keeps_every_promise(served: Served) -> None:
    async with served.target() as target:
        found = await look(target, LINES)
    assert [(each.line.id, each.result, each.why) for each in found] == EXPECTED
    assert [type(each).__name__ for each in served.failed] == UNHEARD


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_same_over_http_keeps_every_promise(served: Served) -> None:
    async with over_http(served.app) as url, served.target(url) as target:
        found = await look(target, LINES)
    assert [(each.line.id, each.result, each.why) for each in found] == EXPECTED
    assert [type(each).__name__ for each in served.failed] == UNHEARD


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_it_passes_twice_in_a_row_and_gives_back_all_that_it_took(served: Served) -> None:
    places = ("race", "move-swap", "waiting-offer")
    lines = [line for line in LINES if line.id in places]
    async with served.target() as target:
        before = await _free(target)
        for _ in range(2):
            assert {each.result for each in await look(target, lines)} == {"pass"}
            assert await _free(target) == before


async def _free(target: Target) -> dict[str, int]:
    places = target.lent(target.fixtures.places, "places")
    slots = await arranging.all_slots(target, arranging.whole_query(target, places))
    return {slot.id: slot.free for slot in slots}
