"""The appointment: find a time, keep a place, confirm it, move it, cancel it, and tell what the One Window says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.dialogue import times
from bot.dialogue.conversation import Conversation, Kept, Matter, Place, Turn
from bot.dialogue.entries import plan
from bot.dialogue.events import (
    CancelPlace,
    ConfirmHold,
    Effect,
    FindSlots,
    HoldSlot,
    MovePlace,
    ReleaseHold,
    VisitEffect,
)
from bot.dialogue.guide import Guide
from bot.dialogue.joint import arranging as together
from bot.dialogue.joint.effects import FoundAcross
from bot.dialogue.listing import unfinished
from bot.dialogue.offering import choices, slot_values
from bot.dialogue.ports import Appointment, Hold, Slot
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.replies import Choice, Reply, Say, Term, Ticket, Value
from bot.dialogue.sharing.effects import FinishLogin, OpenLogin
from bot.dialogue.stage import ChoosingCentre, ChoosingSlot, Confirming, Done, chosen_way, days_open, misfit, stage_of
from bot.dialogue.waiting.effects import TakeOffer
from bot.dialogue.waiting.offering import to_queue
from bot.dialogue.waiting.state import besides
from intents.hearing.when import Wish

# --- what the citizen wants ----------------------------------------------------------------------------------------


def choose_slot(conversation: Conversation, matter: Matter, slot: str, guide: Guide) -> Turn:
    """Keep the place, or take it at once where an appointment is being moved."""
    offered = next((s for s in matter.offered if s.id == slot), None)
    if offered is None:
        return carry_on(conversation.put(matter.but(offered=())), guide, Say("time-not-offered"))
    visit = _visit(conversation, guide)
    if visit is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    place = matter.place(matter.moving) if matter.moving else None
    if place is not None:
        move = MovePlace(case=matter.code, visit=place.visit, appointment=place.appointment, slot=slot)
        return with_effect(conversation, move)
    return with_effect(conversation, HoldSlot(case=matter.code, visit=visit, slot=slot, procedure=matter.procedure))


def wish_for(conversation: Conversation, matter: Matter, wish: Wish, guide: Guide) -> Turn:
    """Look for times again, with another wish. A place kept meanwhile is given back."""
    looking = matter.at_any_time().but(wish=wish)
    return let_go(conversation.put(looking), looking, guide)


def shift(conversation: Conversation, matter: Matter, by: Literal["earlier", "later"], guide: Guide) -> Turn:
    """Look for times before or after those offered, or kept."""
    known = [slot.starts_at for slot in matter.offered] or ([matter.kept.slot.starts_at] if matter.kept else [])
    if not known:
        return wish_for(conversation, matter, matter.wish, guide)
    looking = matter.at_any_time().but(
        earlier_than=min(known) if by == "earlier" else None,
        later_than=max(known) if by == "later" else None,
    )
    return let_go(conversation.put(looking), looking, guide)


def let_go(conversation: Conversation, matter: Matter, guide: Guide) -> Turn:
    """Give the kept place back and offer other times."""
    kept = matter.kept
    conversation = conversation.put(matter.but(kept=None, offered=()))
    if kept is None:
        return carry_on(conversation, guide)
    return with_effect(conversation, ReleaseHold(case=matter.code, visit=kept.visit, hold=kept.hold))


def confirm(conversation: Conversation, matter: Matter, guide: Guide) -> Turn:
    """Make the kept place an appointment, once it is certain that there is one."""
    stage = stage_of(conversation, guide)
    if not isinstance(stage, Confirming):
        return carry_on(conversation, guide)
    return with_effect(conversation, ConfirmHold(case=matter.code, visit=stage.visit.id, hold=stage.kept.hold))


def begin_move(conversation: Conversation, matter: Matter, visit: str, guide: Guide, *said: Reply) -> Turn:
    place = matter.place(visit)
    if place is None:
        return carry_on(conversation, guide, Say("no-such-place"))
    if place.joint:
        return together.begin_move(conversation, matter, guide)
    moving = matter.at_any_time().but(moving=visit, centre=place.slot.centre, kept=None)
    return carry_on(conversation.put(moving), guide, *said)


def cancel(conversation: Conversation, matter: Matter, visit: str, guide: Guide) -> Turn:
    place = matter.place(visit)
    if place is None:
        return carry_on(conversation, guide, Say("no-such-place"))
    return with_effect(conversation, CancelPlace(case=matter.code, visit=visit, appointment=place.appointment))


# --- what the One Window answers -----------------------------------------------------------------------------------


def asked_across(conversation: Conversation, event: FoundAcross) -> bool:
    """Whether times were looked for in all centres for one matter alone."""
    joint = conversation.joint
    return joint is None or event.effect.case not in joint.cases


def found_across(conversation: Conversation, event: FoundAcross, guide: Guide) -> Turn:
    """The earliest and the quietest time of all centres, offered together with the districts."""
    stage = stage_of(conversation, guide)
    if not isinstance(stage, ChoosingCentre) or stage.matter.code != event.effect.case:
        return carry_on(conversation, guide)
    matter = stage.matter
    offered = times.best_of(times.fitting(matter, event.slots, guide) or event.slots)
    if not offered:  # the districts alone: one of them may open another day
        return Turn(conversation, (Say("which-centre-anywhere", choices=choices(stage, guide)),))
    return carry_on(conversation.put(matter.but(offered=offered)), guide)


def slots_found(conversation: Conversation, effect: FindSlots, slots: Sequence[Slot], guide: Guide) -> Turn:
    matter = conversation.find(effect.case)
    if matter is None or matter.centre != effect.centre:
        return carry_on(conversation, guide)
    had = matter.place(effect.visit)
    others = [slot for slot in slots if had is None or slot.id != had.slot.id]
    open_slots = _within(matter, effect.visit, others, guide)
    wanted = times.fitting(matter, open_slots, guide)
    if not open_slots:
        queue = to_queue(stage_of(conversation.put(matter), guide), guide)
        return Turn(conversation, (_nothing_open(matter, effect, guide, queue),))
    if matter.near is not None:
        near = tuple(times.nearest(open_slots, matter.near))
        return carry_on(conversation.put(matter.but(offered=near, near=None)), guide)
    said: tuple[Reply, ...] = ()
    if not wanted:
        said = (times.none_then(matter, others[-1], guide),)
        wanted = times.on_those_days(matter, open_slots, guide) or open_slots
    elif matter.wish:
        said = (Say("times-for", {"wish": matter.wish}),)
    offered = times.spread(wanted, matter, guide)
    return carry_on(conversation.put(matter.but(offered=tuple(offered))), guide, *said)


def _nothing_open(matter: Matter, effect: FindSlots, guide: Guide, queue: tuple[Choice, ...]) -> Reply:
    """Full, or beyond the calendar that is announced."""
    elsewhere = (Choice(f"elsewhere:{matter.code}", Term("another-centre")),) if not matter.places else ()
    last_year = max(guide.province.calendar, default=0)
    if effect.first_day.year > last_year:
        return Say("not-announced", {"year": str(last_year + 1)}, choices=elsewhere)
    return Say("no-times", _centre(effect.centre, guide), choices=(*queue, *elsewhere))


def held(conversation: Conversation, effect: HoldSlot, hold: Hold, guide: Guide) -> Turn:
    matter = conversation.find(effect.case)
    if matter is None:
        return with_effect(conversation, ReleaseHold(case=effect.case, visit=effect.visit, hold=hold.id))
    return carry_on(keep(conversation, matter, effect, hold), guide)


def keep(conversation: Conversation, matter: Matter, effect: HoldSlot, hold: Hold) -> Conversation:
    """With a place that is kept for the matter."""
    kept = Kept(visit=effect.visit, hold=hold.id, slot=hold.slot, until=hold.until)
    return conversation.put(matter.but(kept=kept, centre=hold.slot.centre))


def booked(
    conversation: Conversation, effect: ConfirmHold | MovePlace | TakeOffer, appointment: Appointment, guide: Guide
) -> Turn:
    """Confirmed or moved, as the One Window holds it now. A later visit that no longer fits is moved next."""
    matter = conversation.find(effect.case)
    if matter is None:
        return carry_on(conversation, guide)
    place = Place(visit=effect.visit, appointment=appointment.id, slot=appointment.slot, sequence=matter.steps)
    others = tuple(other for other in matter.places if other.visit != effect.visit)
    waiting = besides(matter.waiting, effect.visit)
    matter = matter.at_any_time().but(places=(*others, place), kept=None, moving=None, waiting=waiting)
    conversation = conversation.put(matter)
    planned = plan(matter, place, guide)
    stage = stage_of(conversation, guide)
    if isinstance(stage, Done):
        late = misfit(matter, stage.way, guide)
        if late is not None:
            return begin_move(conversation, matter, late.visit, guide, Say("later-visit-moves", planned=planned))
        others_open = unfinished(conversation, guide)
        turn = carry_on(conversation, guide)
        told = tuple(replace(said, planned=planned) if isinstance(said, Ticket) else said for said in turn.replies)
        still_open = (Say("still-open", choices=others_open),) if others_open else ()
        return Turn(turn.conversation, (*told, *still_open))
    values = {**_centre(place.slot.centre, guide), **slot_values(place.slot, guide)}
    return carry_on(conversation, guide, Say("booked-one", values, planned=planned))


def released(conversation: Conversation, effect: ReleaseHold, guide: Guide) -> Turn:
    """Other times are offered, unless the whole matter was given up."""
    return carry_on(conversation, guide) if conversation.find(effect.case) else Turn(conversation)


def cancelled(conversation: Conversation, effect: CancelPlace, guide: Guide) -> Turn:
    matter = conversation.find(effect.case)
    if matter is None:
        return carry_on(conversation, guide)
    place = matter.place(effect.visit)
    planned = plan(matter, place, guide, cancelled=True) if place else ()
    places = tuple(other for other in matter.places if other is not place)
    waiting = besides(matter.waiting, effect.visit)
    matter = matter.but(places=places, later=True, moving=None, offered=(), waiting=waiting)
    again = Choice(f"rebook:{matter.code}", Term("book-again"))
    said = Say("place-cancelled", {"title": guide.name(matter)}, choices=(again,), planned=planned)
    return Turn(conversation.put(matter), (said,))


def turned_down(conversation: Conversation, effect: VisitEffect, why: str, guide: Guide) -> Turn:
    """No place, too late, run out: the truth, and the next best thing to do."""
    matter = conversation.find(effect.case)
    if matter is None:
        return carry_on(conversation, guide)
    said = Say(f"refused-{why}")
    if why == "unknown" and isinstance(effect, MovePlace | CancelPlace):
        left = tuple(place for place in matter.places if place.visit != effect.visit)
        gone = matter.but(places=left, later=True, moving=None, offered=())
        return Turn(conversation.put(gone), (said,))
    if why == "too-late" or isinstance(effect, CancelPlace):
        return Turn(conversation.put(matter.but(moving=None, offered=(), kept=None)), (said,))
    return carry_on(conversation.put(matter.but(kept=None, offered=())), guide, said)


def no_answer(conversation: Conversation, effect: Effect) -> Turn:
    """Where it is not tried again by itself: what was wanted is kept, and one tap asks again."""
    again = Choice(f"again:{effect.case}" if conversation.find(effect.case) else "retry:", Term("try-again"))
    who = "identity" if isinstance(effect, OpenLogin | FinishLogin) else "backend"
    return Turn(conversation.but(unanswered=effect), (Say(f"{who}-silent", choices=(again,)),))


# --- choosing times ------------------------------------------------------------------------------------------------


def _visit(conversation: Conversation, guide: Guide) -> str | None:
    """The visit for which a place is looked for now."""
    stage = stage_of(conversation, guide)
    return stage.visit.id if isinstance(stage, ChoosingCentre | ChoosingSlot | Confirming) else None


def _centre(centre: str, guide: Guide) -> dict[str, Value]:
    return {"centre": guide.centre_name(centre)}


def _within(matter: Matter, visit_id: str, slots: Sequence[Slot], guide: Guide) -> list[Slot]:
    """The slots on days on which the visit may be."""
    definition = guide.definition(matter)
    way = chosen_way(matter, guide.outcome_of(definition, matter)) if definition else None
    visit = next((v for v in way.visits if v.id == visit_id), None) if way else None
    if way is None or visit is None:
        return []
    first, last = days_open(matter, way, visit, guide)
    days = ((slot, guide.local(slot).date()) for slot in slots)
    return [slot for slot, day in days if day >= first and (last is None or day <= last)]
