"""Several matters handed in as one application: one code, one receipt, one timeline."""

from __future__ import annotations

from bot.dialogue.applying.needs import Needs
from bot.dialogue.applying.stages import Checking
from bot.dialogue.conversation import Conversation
from bot.dialogue.guide import Guide
from bot.dialogue.replies import Choice, Term
from bot.dialogue.stage import stage_of

ALL = "all"
"""Submit with all that is ready."""


def ready_besides(conversation: Conversation, stage: Checking, guide: Guide) -> tuple[Needs, ...]:
    """Other matters of this chat that are ready too: one of each procedure, and those whose result can come the same
    way.
    """
    ready: dict[str, Needs] = {}
    for other in conversation.matters:
        found = stage_of(conversation.but(current=other.code, sure=None, choosing=()), guide)
        fits = isinstance(found, Checking) and stage.needs.giving() in found.needs.givings()
        if isinstance(found, Checking) and fits and other.procedure != stage.matter.procedure:
            ready.setdefault(other.procedure, found.needs)
    return tuple(ready.values())


def offering_together(conversation: Conversation, stage: Checking, guide: Guide) -> tuple[Choice, ...]:
    """One tap for all of them."""
    others = ready_besides(conversation, stage, guide)
    if not others:
        return ()
    title = others[0].outcome.definition.title
    return (Choice(f"submit:{stage.matter.code}:{ALL}", Term("submit-all", {"title": title, "count": len(others)})),)
