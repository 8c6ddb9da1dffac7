"""What each application of a trial is, who decides what, and so what has to come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.applications import CaseState, Submission
from tests.backends.applications.hall import approval, part, submission, then
from tests.backends.sharing.county import BUYER

DEPARTMENTS = ("market", "fire", "planning", "food")
BODIES = ("taxation", "seals", "bank")
TAXATION, SEALS, BANK = then("taxation"), then("seals", after=["taxation"]), then("bank", once="submitted")


@dataclass(frozen=True)
class Story:
    """The application with this number."""

    number: int

    @property
    def case(self) -> str:
        return f"T{self.number}"

    @property
    def citizen(self) -> str:
        return BUYER

    @property
    def submission(self) -> Submission:
        match self.number % 5:
            case 1:
                steps = ((1, "fire"), (1, "planning"), (2, "market"))
                return submission(part(*steps, then=[BANK, TAXATION, SEALS]), case=self.case)
            case 2:
                return submission(part((1, "market"), approval(1, "food", apart=True), then=[TAXATION]), case=self.case)
            case _:
                return submission(part(then=[TAXATION]), case=self.case)

    def refuses(self, department: str) -> bool:
        if department == "fire":
            return self.number % 11 == 1
        return department == "food" and self.number % 4 == 2

    def asks(self, department: str) -> bool:
        return department == "market" and self.number % 10 == 0

    @property
    def withdraws(self) -> bool:
        """Whether the citizen tries to, at once."""
        return self.number % 13 == 5

    @property
    def comes_to(self) -> CaseState:
        """Unless it is withdrawn before it is decided."""
        deciding = [each.department for part in self.submission.parts for each in part.approvals]
        refusing = [department for department in deciding if self.refuses(department)]
        if not refusing:
            return "approved"
        return "partly" if refusing == ["food"] else "refused"

    @property
    def told(self) -> Sequence[str]:
        """Who hears of it, in the order in which they must."""
        everybody = [each for part in self.submission.parts for each in part.then]
        return [each.tell for each in everybody if each.once == "submitted" or self.comes_to != "refused"]


def story_of(case: str) -> Story:
    return Story(int(case[1:]))
