"""What a guide says of documents: which are brought, which stay at home because a register has them, and for whom.

Each line of the definition is settled as if it applied, with every register up; when it applies is then said in words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bot.dialogue.conditions import Conditions
from bot.dialogue.outcome_lines import OutcomeLines
from bot.dialogue.words import Words
from procedures.condition import ALWAYS, Condition
from procedures.definition import Definition, DocumentLine
from procedures.journey import replay
from procedures.outcome import Outcome
from procedures.settling import NO_GAPS, Item, Settled, Situation, settle
from procedures.settling import Why as Reason

Told = tuple[str, str, Condition]
"""The heading, the line under it, and when the people whose document it is are there."""
COVERED = "guide-covered"
HEADINGS = ("guide-bring", COVERED, "card-hand-in", "card-sent", "card-photos", "card-there", "card-made")


class GuideDocuments:
    """The documents of one definition, by what becomes of them."""

    def __init__(self, definition: Definition, words: Words, conditions: Conditions) -> None:
        self._words, self._conditions, self._definition = words, conditions, definition
        # Everybody is there and goes by name: a guide is read before anybody has said who is who.
        people = {
            name: person.model_copy(update={"when": ALWAYS, "you_if": None})
            for name, person in definition.people.items()
        }
        journey = replay(definition, definition.usual)
        self._everybody = Situation(definition.model_copy(update={"people": people}), words.province, journey, NO_GAPS)
        self._lines = OutcomeLines(Outcome(self._everybody.definition, journey), words)

    def lines(self) -> Iterator[str]:
        """Heading by heading; nothing to bring and nothing to follow later are said too."""
        told: dict[str, list[str]] = defaultdict(list)
        for line in self._definition.documents:
            for heading, said, there in self.fates(line):
                if heading == COVERED and line.on_paper_if is not None:
                    lacking = self._conditions.said(line.on_paper_if)
                    said = self._words.say("guide-on-paper", line=said, condition=lacking)
                told[heading].append(self._conditions.line(said, line.when, there))
        for heading in HEADINGS:
            empty = "guide-bring-nothing" if heading == "guide-bring" else None
            yield from self._words.listed(heading, told[heading], empty=empty)
        later = [line for line in self._definition.documents if line.tolerated is not None]
        yield from self._words.listed("guide-tolerated", map(self._later, later), empty="guide-tolerated-none")

    def fates(self, line: DocumentLine, *, on_paper: bool = False) -> Iterator[Told]:
        """What becomes of a line where it applies, for those of its people who are there.

        `on_paper`: in the case of `on_paper_if`, where the register lacks it.
        """
        for people, there in self._by_presence(line):
            always = line.model_copy(update={"of": people, "when": ALWAYS, "on_paper_if": ALWAYS if on_paper else None})
            definition = self._everybody.definition.model_copy(update={"documents": (always,)})
            settled = settle(Situation(definition, self._words.province, self._everybody.journey, NO_GAPS))
            yield from ((heading, said, there) for heading, said in self._settled(settled))

    def _by_presence(self, line: DocumentLine) -> Iterator[tuple[tuple[str, ...], Condition]]:
        """Whose it is: those who are always there together, anybody else with the condition on which there is one."""
        conditions = {
            name: self._definition.people[name].when if name in self._definition.people else ALWAYS for name in line.of
        }
        for when in dict.fromkeys(str(condition.written()) for condition in conditions.values()):
            people = tuple(name for name, condition in conditions.items() if str(condition.written()) == when)
            yield people, conditions[people[0]]

    def _settled(self, settled: Settled) -> Iterator[tuple[str, str]]:
        for item in settled.items:
            yield _heading(item), self._lines.item(item) + self._because(item)
        yield from ((COVERED, line) for covered in settled.covered for line in self._lines.covered(covered))
        yield from (("card-sent", self._lines.sent(sent)) for sent in settled.sent)

    def _because(self, item: Item) -> str:
        return self._words.say("note", note=item.because) if item.because is not None else ""

    def _later(self, line: DocumentLine) -> str:
        names = self._words.mark("either").join(
            self._words.value(self._words.province.documents[name].name) for name in line.documents
        )
        said = self._words.say("guide-tolerated-within", document=names, days=line.tolerated or 0)
        return self._conditions.line(said, line.when)


def _heading(item: Item) -> str:
    if item.why is Reason.PRODUCED:
        return "card-made"
    if item.why is Reason.HANDED_IN:
        return "card-hand-in"
    if item.why is Reason.MADE_HERE:
        return "card-photos" if item.kind == "photo" else "card-there"
    return "guide-bring"
