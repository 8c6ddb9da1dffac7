"""What is asked while it is settled what departments share."""

from __future__ import annotations

from bot.dialogue.conversation import Matter
from bot.dialogue.guide import Guide
from bot.dialogue.replies import Choice, ConsentCard, EvidenceCard, Reply, Say
from bot.dialogue.sharing.state import Joining, Sharing
from bot.dialogue.sharing.wanting import wanting_of
from bot.dialogue.stage import ChoosingMe, Consenting, Doubting, Joined, Picking, Reviewing
from bot.dialogue.stage import Sharing as SharingStage
from procedures.outcome import Outcome


def ask_to_share(stage: Joined | SharingStage, guide: Guide, offered: tuple[Choice, ...]) -> Reply:
    """The question of this stage."""
    match stage:
        case Joined(joining):
            return _ask_joined(joining, guide, offered)
        case ChoosingMe():
            return Say("me-which", choices=offered)
        case Consenting(matter, outcome) | Picking(matter, outcome):
            return _ask_consent(matter, outcome, guide, offered)
        case Reviewing(matter, outcome):
            sharing = matter.sharing or Sharing(step="review")
            return EvidenceCard(outcome, sharing.findings, sharing.disputed, choices=offered)
        case Doubting():
            return Say("which-is-wrong", choices=offered)


def _ask_consent(matter: Matter, outcome: Outcome, guide: Guide, offered: tuple[Choice, ...]) -> Reply:
    wanting, sharing = wanting_of(matter, guide), matter.sharing
    wanted = wanting.own() if wanting else ()
    others = tuple(wanting.others()) if wanting else ()
    return ConsentCard(outcome.definition, wanted, sharing.paper if sharing else (), others, choices=offered)


def _ask_joined(joining: Joining, guide: Guide, offered: tuple[Choice, ...]) -> Reply:
    publication = guide.current.get(joining.procedure)
    if publication is None:
        return Say("invite-unknown", choices=offered)
    return ConsentCard(publication.definition, joining.wanted, invited=True, choices=offered)
