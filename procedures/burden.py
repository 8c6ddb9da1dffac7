"""What a catalogue costs citizens: questions, papers, visits, on the usual path of each procedure and on its worst.

    burden(definitions, province, down) -> Burden

These are the figures by which the reform is judged (most matters with the ID card alone, most of them online), worked
out by walking every path, never estimated. With registers `down` they tell what the absence of those would cost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from procedures.checks.paths import walk
from procedures.definition import Definition
from procedures.outcome import Outcome, outcome
from procedures.provincial import Province
from procedures.settling import Gaps

NOTHING_DOWN: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Cost:
    """What one path through one procedure asks of the citizen."""

    before: int
    """Identity and evidence that were carried before the departments shared, one a document."""
    after: int
    """What is left of them on the way that is shown first: the window where there is one."""
    papers: int
    """Evidence to bring on the best way, identity not counted: none means that the ID card or a face is enough."""
    visits: int
    """Trips to a counter, on the way that takes most."""
    online: bool
    """There is an online way, and no visit follows it."""
    begun_online: bool
    """There is an online way, whatever follows it."""
    questions: int
    fields: int
    prefilled: int
    """Form fields, and how many of them a register fills."""
    struck: Mapping[str, int]
    """Papers by the register that strikes them off; one that somebody else still brings is not struck off."""

    @property
    def weight(self) -> tuple[int, int, int, bool, int]:
        """Papers first, then visits; among equals the path that is worse in the other figures too."""
        return (self.after, self.visits, self.papers, not self.online, self.questions)


@dataclass(frozen=True)
class ProcedureBurden:
    """One procedure: its usual path, and the path that asks for most."""

    definition: Definition
    paths: int
    usual: Cost
    worst: Cost
    begun_online: bool
    """On at least one path there is an online way: in some situation it can at least be begun from home."""


@dataclass(frozen=True)
class Figures:
    """Several procedures together, each on one path. Shares are 0..1 of the procedures."""

    procedures: int
    paths: int
    """All that lead through these procedures."""
    id_only: float
    """No paper on the best way: an ID card, or a face, is enough."""
    online: float
    """An online way to the end, without any visit."""
    online_begun: float
    """An online way on at least one path, whichever path the other figures are of."""
    at_most_one_visit: float
    """Whichever way is chosen."""
    papers_before: int
    papers_after: int
    fields_prefilled: float
    """Share of the form fields that a register fills."""
    questions_median: float
    questions_max: int


@dataclass(frozen=True)
class RegisterShare:
    """How many papers a register strikes off on the usual paths, and in which procedures."""

    register: str
    papers: int
    procedures: tuple[str, ...]


@dataclass(frozen=True)
class Burden:
    """The whole catalogue. `worst` takes of each procedure the path with most papers, then most visits."""

    procedures: tuple[ProcedureBurden, ...]
    usual: Figures
    worst: Figures
    by_department: Mapping[str, Figures]
    """The usual paths, by the department that leads; the one that leads most comes first."""
    registers: tuple[RegisterShare, ...]
    """Every register of the province; the one that strikes off most comes first."""


def burden(definitions: Iterable[Definition], province: Province, down: Collection[str] = NOTHING_DOWN) -> Burden:
    """The figures of `definitions`, which `check` has passed, while the registers `down` do not answer."""
    each = tuple(_of(definition, province, frozenset(down)) for definition in definitions)
    leads = Counter(one.definition.lead for one in each)
    return Burden(
        procedures=each,
        usual=_figures(each, [one.usual for one in each]),
        worst=_figures(each, [one.worst for one in each]),
        by_department={lead: _led_by(lead, each) for lead in sorted(leads, key=lambda lead: (-leads[lead], lead))},
        registers=_registers(each, province),
    )


def _of(definition: Definition, province: Province, down: frozenset[str]) -> ProcedureBurden:
    gaps = Gaps(down=down)
    paths = walk(definition)
    ends = (outcome(definition, province, path, gaps) for path in paths)
    finished = [_cost(end, province, down) for end in ends if end.stop is None]
    usual = _cost(outcome(definition, province, definition.usual, gaps), province, down)
    return ProcedureBurden(
        definition,
        paths=len(paths),
        usual=usual,
        worst=max(finished, key=lambda cost: cost.weight, default=usual),
        begun_online=any(cost.begun_online for cost in finished),
    )


def _cost(end: Outcome, province: Province, down: frozenset[str]) -> Cost:
    shown, best = end.way(), end.best_way
    brought = {item.document for item in (shown.bring if shown else ())}
    online = [way for way in end.ways if way.way.way == "online"]
    sources = [field.source.partition(".")[0] for field in end.form if field.source is not None]
    return Cost(
        before=end.papers_before,
        after=len(brought),
        papers=len({item.document for item in (best.bring if best else ()) if item.kind == "evidence"}),
        visits=max((way.visit_count for way in end.ways), default=0),
        online=any(way.visit_count == 0 for way in online),
        begun_online=bool(online),
        questions=len(end.journey.answers),
        fields=len(end.form),
        prefilled=sum(source not in down for source in sources),
        struck=Counter(entry.register for entry in end.covered if entry.document not in brought),
    )


def _led_by(lead: str, each: Iterable[ProcedureBurden]) -> Figures:
    own = [one for one in each if one.definition.lead == lead]
    return _figures(own, [one.usual for one in own])


def _figures(each: Sequence[ProcedureBurden], costs: Sequence[Cost]) -> Figures:
    fields = sum(cost.fields for cost in costs)
    return Figures(
        procedures=len(each),
        paths=sum(one.paths for one in each),
        id_only=_share(cost.papers == 0 for cost in costs),
        online=_share(cost.online for cost in costs),
        online_begun=_share(one.begun_online for one in each),
        at_most_one_visit=_share(cost.visits <= 1 for cost in costs),
        papers_before=sum(cost.before for cost in costs),
        papers_after=sum(cost.after for cost in costs),
        fields_prefilled=sum(cost.prefilled for cost in costs) / fields if fields else 0.0,
        questions_median=median([cost.questions for cost in costs] or [0]),
        questions_max=max((cost.questions for cost in costs), default=0),
    )


def _share(held: Iterable[bool]) -> float:
    """0 of nothing is 0."""
    answers = list(held)
    return sum(answers) / len(answers) if answers else 0.0


def _registers(each: Iterable[ProcedureBurden], province: Province) -> tuple[RegisterShare, ...]:
    papers: Counter[str] = Counter()
    where: dict[str, list[str]] = {register: [] for register in province.registers}
    for one in each:
        papers.update(one.usual.struck)
        for register in one.usual.struck:
            where[register].append(one.definition.id)
    shares = (RegisterShare(register, papers[register], tuple(sorted(ids))) for register, ids in where.items())
    return tuple(sorted(shares, key=lambda share: (-share.papers, share.register)))
