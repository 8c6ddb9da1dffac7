"""The matters of a joint visit whose answers are complete: which visit each of them still needs, where, and after what.

A visit that the law sets days apart from another (as in a divorce) is booked once the one before it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from bot.dialogue.conversation import Conversation, Matter
from bot.dialogue.guide import Guide
from bot.dialogue.joint.state import Joint
from bot.dialogue.planner.wanted import Wanted
from procedures.deadlines import about_minutes, shorter
from procedures.definition import Definition, Visit
from procedures.outcome import Outcome, WayOut

A_DAY = 24 * 60
ANYWHERE = "anywhere"
"""Any centre is competent; the citizen may say which suits."""


@dataclass(frozen=True)
class Ready:
    """One matter of the visit. `visit`: what has to be booked for it; None where nobody has to come for it."""

    matter: Matter
    outcome: Outcome
    way: WayOut | None
    visit: Visit | None

    @property
    def office(self) -> str:
        """Whose centre is competent."""
        return self.outcome.definition.office.of

    @property
    def name(self) -> str:
        """What the planner calls its visit."""
        return self.matter.code


def gather(conversation: Conversation, joint: Joint, guide: Guide) -> tuple[Ready, ...]:
    """Those of its matters that lead to an outcome, in their order."""
    found = (_ready(conversation.find(case), joint, guide) for case in joint.cases)
    return tuple(each for each in found if each is not None)


def is_open(conversation: Conversation, case: str, guide: Guide) -> bool:
    """Whether a question of this matter waits for an answer."""
    matter = conversation.find(case)
    definition = guide.definition(matter) if matter else None
    if matter is None or definition is None:
        return False
    journey = guide.outcome_of(definition, matter).journey
    return journey.stop is None and journey.next_question is not None


def _ready(matter: Matter | None, joint: Joint, guide: Guide) -> Ready | None:
    definition = guide.definition(matter) if matter else None
    if matter is None or definition is None or matter.submitted:
        return None
    outcome = guide.outcome_of(definition, matter)
    if not outcome.complete or outcome.stop is not None:
        return None
    way = joint_way(matter, outcome)
    return Ready(matter, outcome, way, _visit(matter, way, joint))


def joint_way(matter: Matter, outcome: Outcome) -> WayOut | None:
    """The way chosen, else the one by which it can be done in the visit."""
    if matter.way is not None and (chosen := outcome.way(matter.way)) is not None:
        return chosen
    with_visit = next((way for way in outcome.ways if way.visits), None)
    return with_visit or outcome.way()


def _visit(matter: Matter, way: WayOut | None, joint: Joint) -> Visit | None:
    """The first visit without a place; the first with one while the whole is moved."""
    for visit in way.visits if way else ():
        if (matter.place(visit.id) is not None) == joint.moving:
            return visit
    return None


def wanted(ready: Sequence[Ready], joint: Joint, guide: Guide) -> tuple[Wanted, ...]:
    """The visits as the planner takes them."""
    going = [each for each in ready if each.visit is not None]
    names = {each.matter.procedure: each.name for each in going}
    return tuple(_wanted(each, each.visit, names, going, joint, guide) for each in going if each.visit is not None)


def _wanted(
    ready: Ready, visit: Visit, names: dict[str, str], going: Sequence[Ready], joint: Joint, guide: Guide
) -> Wanted:
    before = dict(_before(ready, going, joint, guide))
    return Wanted(
        id=ready.name,
        counter=visit.counter,
        people=frozenset(ready.way.attend[visit.id] if ready.way else ()),
        centres=_centres(ready, visit, joint, guide),
        after=frozenset(names[procedure] for procedure, days in before.items() if days == 0 and procedure in names),
        days_after={
            names[procedure]: (days, None) for procedure, days in before.items() if days > 0 and procedure in names
        },
    )


def _centres(ready: Ready, visit: Visit, joint: Joint, guide: Guide) -> frozenset[str]:
    """The competent centre where it has such a counter, else all that have one."""
    able = frozenset(guide.centres(visit.counter))
    chosen = None if ready.office == ANYWHERE else joint.centres.get(ready.office)
    return frozenset({chosen}) if chosen in able else able


def _before(ready: Ready, going: Sequence[Ready], joint: Joint, guide: Guide) -> Iterator[tuple[str, int]]:
    """What must be done before, by procedure, and how many days before; 0: at a counter of the same visit."""
    definitions = {each.matter.procedure: each.outcome.definition for each in going}
    event = guide.life_events.get(joint.event or "")
    part = next((p for p in event.procedures if p.procedure == ready.matter.procedure), None) if event else None
    for procedure in part.after if part else ():
        yield procedure, 0
    waits_for = {*(part.waits_for if part else ()), *(first.procedure for first in ready.outcome.first)}
    for procedure in waits_for & definitions.keys():
        yield procedure, days_of(definitions[procedure])


def days_of(definition: Definition) -> int:
    """Calendar days until its result is there, whole ones; 0 where it is given or decided on the spot."""
    if "on-the-spot" in definition.result.give:
        return 0
    return ceil(about_minutes(shorter(definition.time)) / A_DAY)
