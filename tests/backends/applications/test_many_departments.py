"""In a province of 214 departments twelve of them decide at the same moment: the whole is decided once."""

from __future__ import annotations

import asyncio

import pytest

from bot.backends.onewindow.applications.desk import Desk
from bot.demonstration.generated import IN_PARALLEL, write_province
from bot.dialogue.applications import Part, Refusal
from bot.dialogue.ports import Refused
from procedures.definition import Definition
from procedures.reading import read_definition
from tests.backends.applications.hall import Hall, happenings, submission
from tests.backends.sharing.county import BUYER


@pytest.fixture(scope="module")
def widest(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    """The procedure in which most departments decide side by side."""
    definitions = write_province(tmp_path_factory.mktemp("big") / "province")
    found = max(definitions.glob("*.yaml"), key=lambda file: file.read_text("utf-8").count("{step: 1, department"))
    definition = read_definition(found).definition
    assert definition is not None
    return definition


def as_part(definition: Definition) -> Part:
    return Part(
        procedure=definition.id,
        publication="p1",
        title=definition.title,
        answers={},
        approvals=definition.approvals,
        then=definition.then,
        time=definition.time,
    )


@pytest.mark.parametrize("who_refuses", [None, 5])
async def test_twelve_decide_at_the_same_moment(hall: Hall, widest: Definition, who_refuses: int | None) -> None:
    first = [each.department for each in widest.approvals if each.step == 1]
    (lead,) = [each.department for each in widest.approvals if each.step == 2]
    assert len(first) == len(set(first)) == IN_PARALLEL == 12
    await hall.window.submit(BUYER, submission(as_part(widest)), "submit")

    async def decide(n: int, department: str) -> None:
        desk = Desk(hall.engine, hall.vault, hall.jobs, hall.province, hall.clock)
        if n == who_refuses:
            await desk.refuse("A1", department, Refusal("不行"), "key")
        else:
            await desk.approve("A1", department, "key")

    answers = await asyncio.gather(*(decide(*each) for each in enumerate(first)), return_exceptions=True)
    status = await hall.status()
    if who_refuses is None:
        assert answers == [None] * 12
        assert happenings(status) == ["submitted", *["approved"] * 12]
        assert (await hall.desk.approve("A1", lead, "key")).state == "approved"
    else:
        assert all(answer is None or isinstance(answer, Refused) for answer in answers)
        assert status.state == "refused"
        assert happenings(status)[-2:] == ["refused", "decided"]
    assert happenings(await hall.status()).count("decided") == 1
