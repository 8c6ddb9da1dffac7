"""For whom a citizen may act: registers say so, and the citizen says which of several is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from bot.backends.onewindow.sharing.register import Represented
from bot.dialogue.shared_data import Relation, State, Wanted

TOLD_BY: Mapping[Relation, tuple[str, ...]] = {
    "child": ("birth-certificates", "population-register"),
    "company": ("business-register",),
}
"""The registers that know, in the order in which their answers are joined."""


@dataclass(frozen=True)
class Try:
    """One register that was asked about one thing, and what came of it."""

    register: str
    state: State
    wrong_person: bool = False


@dataclass(frozen=True)
class Acting:
    """Everybody for whom a citizen may act in one relation, as far as registers answered."""

    people: tuple[Represented, ...] = field(repr=False)
    tries: tuple[Try, ...]

    def choose(self, thing: Wanted, told: Sequence[str]) -> Represented | State:
        """Whom the thing is about, else why that cannot be said.

        `told`: the numbers in the order in which the citizen was last shown them. `which` counts in that order, so a
        register that comes back, or a child that is born, between question and choice does not make it another child.
        """
        if thing.which is not None:
            shown = told or [each.number for each in self.people]
            if 0 <= thing.which < len(shown):
                chosen = shown[thing.which]
                return next((each for each in self.people if each.number == chosen), self._nobody())
        elif len(self.people) == 1:
            return self.people[0]
        return "several" if self.people else self._nobody()

    def register_of(self, state: State) -> str:
        """The register behind what `choose` gave instead of a person."""
        wanted: State = "found" if state == "several" else state
        return next((each.register for each in self.tries if each.state == wanted), self.tries[0].register)

    def _nobody(self) -> State:
        return "unavailable" if any(each.state == "unavailable" for each in self.tries) else "not_found"


def join(relation: Relation, answers: Sequence[tuple[Represented, ...] | None]) -> Acting:
    """What the registers of TOLD_BY answered, None where one did not; whom two of them name, counts once."""
    states: list[State] = [
        "unavailable" if answer is None else "found" if answer else "not_found" for answer in answers
    ]
    tries = tuple(Try(register, state) for register, state in zip(TOLD_BY[relation], states, strict=True))
    people: dict[str, Represented] = {}
    for each in chain.from_iterable(answer or () for answer in answers):
        people.setdefault(each.number, each)
    return Acting(tuple(people.values()), tries)
