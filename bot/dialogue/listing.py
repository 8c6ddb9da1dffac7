"""`/my`: every matter with its state and places, to go on with, move or cancel."""

from __future__ import annotations

from bot.dialogue.companions.offering import said_so_far
from bot.dialogue.conversation import Conversation, Matter
from bot.dialogue.guide import Guide
from bot.dialogue.joint.offering import offering_together, visits_together
from bot.dialogue.offering import place_choices
from bot.dialogue.promising import asked_choices
from bot.dialogue.replies import Choice, MatterLine, Mine, Reply, Say, Term
from bot.dialogue.stage import chosen_way, stage_of, visit_to_book
from bot.dialogue.unsettled.telling import choices as unsettled_choices
from bot.dialogue.unsettled.telling import kept_for
from bot.dialogue.waiting.offering import line


def list_matters(conversation: Conversation, guide: Guide) -> Reply:
    """What this citizen has under way, in the order it began."""
    if not conversation.matters:
        return Say("nothing-yet")
    lines = tuple(
        MatterLine(
            matter.code,
            guide.name(matter),
            _unsettled_term(conversation, matter) or _state_term(matter, guide),
            tuple((guide.local(place.slot), guide.centre_name(place.slot.centre)) for place in matter.places),
            line(matter.waiting, guide) if matter.waiting is not None else None,
            tuple(said for place in matter.places for said in said_so_far(matter, place, guide)),
        )
        for matter in conversation.matters
    )
    offered = tuple(choice for matter in conversation.matters for choice in _offers(matter, guide))
    if len(conversation.unsettled) == 1:  # of several each is told, with its buttons, where it is gone on with
        offered = (*offered, *unsettled_choices(conversation.unsettled[0]))
    joined = (*visits_together(conversation, guide), *offering_together(conversation, guide))
    return Mine(lines, choices=(*offered, *joined, *asked_choices(conversation.matters, guide)))


def unfinished(conversation: Conversation, guide: Guide) -> tuple[Choice, ...]:
    """Matters that wait while another one is talked about."""
    waiting = (m for m in conversation.matters if m.code != conversation.current and not is_done(m, guide))
    return tuple(open_choice(matter, guide) for matter in waiting)


def open_choice(matter: Matter, guide: Guide) -> Choice:
    title = guide.name(matter)
    return Choice(f"open:{matter.code}", Term("go-on", {"title": title}), (title.zh, title.en))


def is_done(matter: Matter, guide: Guide) -> bool:
    return _state(matter, guide) in ("done", "stopped", "retired", "submitted")


def _offers(matter: Matter, guide: Guide) -> tuple[Choice, ...]:
    if matter.submitted:
        title = guide.name(matter)
        return (Choice(f"status:{matter.code}", Term("case-status-of", {"title": title}), (title.zh, title.en)),)
    going_on = not is_done(matter, guide) or _visit_left(matter, guide)
    return (*((open_choice(matter, guide),) if going_on else ()), *place_choices(matter, guide))


def _visit_left(matter: Matter, guide: Guide) -> bool:
    """Whether a visit put off until later still has no place."""
    definition = guide.definition(matter)
    if definition is None or not matter.later:
        return False
    way = chosen_way(matter, guide.outcome_of(definition, matter))
    return way is not None and visit_to_book(matter.but(later=False), way) is not None


def _unsettled_term(conversation: Conversation, matter: Matter) -> Term | None:
    unsettled = kept_for(conversation, matter.code)
    if unsettled is None:
        return None
    return Term("state-in-vain" if unsettled.over else "state-unsettled")


def _state_term(matter: Matter, guide: Guide) -> Term:
    """Where it stands; once it is handed in, with whom."""
    now = matter.applying.now if matter.applying else None
    if now is None:
        return Term("state-later" if _visit_left(matter, guide) else f"state-{_state(matter, guide)}")
    if now.asked:
        return Term("mine-asked")
    return Term("mine-in-hand" if now.in_hand else f"mine-{now.state}")


def _state(matter: Matter, guide: Guide) -> str:
    alone = Conversation(chat="", seed="", matters=(matter,), current=matter.code)
    return type(stage_of(alone, guide)).__name__.lower()
