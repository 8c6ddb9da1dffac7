"""What a matter keeps of what departments share: consents, findings, and what the citizen rather brings on paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.dialogue.shared_data import Finding, State, Wanted
from procedures.settling import GapWhy
from procedures.vocabulary import YOU

Step = Literal["me", "consent", "picking", "review", "doubting", "used"]
"""`me`: choosing which of the people the citizen is. `picking`: choosing what to bring on paper. `doubting`: choosing
what is wrong."""
WHY: Mapping[State, GapWhy] = {
    "not_found": "not_found",
    "expired": "not_found",
    "several": "not_found",
    "contradicted": "contradicted",
    "unavailable": "down",
}
Thing = tuple[str, str]
"""(document, person)."""


class Sharing(BaseModel):
    """The state for one matter. It is begun anew when an answer changes, since other things are wanted then."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    step: Step
    me: str | None = None
    """Which of the procedure's people the citizen is, where no answer tells; empty for none of them."""
    paper: tuple[Thing, ...] = ()
    """What the citizen brings rather than have it read."""
    disputed: tuple[Thing, ...] = ()
    """What was found and is wrong, as the citizen says."""
    consents: Mapping[str, str] = {}
    """Whose consent it is, by the procedure's names; `you` for the citizen's own."""
    until: datetime | None = None
    """When the first of these consents ends, and what was found on them with it."""
    findings: tuple[Finding, ...] = ()
    which: Mapping[str, int] = {}
    """Which of several children or companies is meant, by person."""
    invited: tuple[str, ...] = ()
    """Who was asked to agree and has not answered."""
    waiting: bool = False
    """Looked up again until the registers are back; the citizen hears of it."""
    tries: int = 0

    def but(self, **changes: object) -> Sharing:
        """The same with some parts changed."""
        return self.model_copy(update=changes)

    def gaps(self) -> Mapping[Thing, GapWhy]:
        """Why each thing has to be brought after all. Before the citizen has seen what was found, nothing has."""
        if self.step != "used":
            return {}
        found: dict[Thing, GapWhy] = {
            (finding.document, finding.person): WHY[finding.state]
            for finding in self.findings
            if finding.document is not None and finding.state in WHY
        }
        return found | dict.fromkeys(self.disputed, "contradicted") | dict.fromkeys(self.paper, "refused")

    def seen(self) -> Mapping[Thing, Finding]:
        """What was found and is used."""
        if self.step != "used":
            return {}
        without = {*self.paper, *self.disputed}
        return {
            (finding.document, finding.person): finding
            for finding in self.findings
            if finding.document is not None
            and finding.state == "found"
            and (finding.document, finding.person) not in without
        }

    def consent_for(self, person: str) -> str | None:
        """On whose consent something is read about this person: their own, or the citizen's who acts for them."""
        return self.consents.get(person) or self.consents.get(YOU)

    def unavailable(self) -> tuple[Finding, ...]:
        """What could not be looked up since registers did not answer."""
        return tuple(finding for finding in self.findings if finding.state == "unavailable")

    def doubtful(self) -> tuple[Finding, ...]:
        """What registers say about the citizen, or whom they act for, and the citizen may say is wrong."""
        return tuple(
            finding
            for finding in self.findings
            if finding.document is not None
            and finding.state in ("found", "contradicted")
            and finding.person not in self.consents.keys() - {YOU}
            and (finding.document, finding.person) not in self.disputed
        )

    def undecided(self) -> Finding | None:
        """A thing for which there are several children or companies."""
        return next((finding for finding in self.findings if finding.state == "several"), None)


class Joining(BaseModel):
    """Somebody else's matter, in which the citizen of this chat is asked to agree."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    code: str
    case: str
    procedure: str
    publication: str
    role: str
    wanted: tuple[Wanted, ...]
    asker: str
    """Who asked: the pseudonym of a verified person."""
    until: datetime
