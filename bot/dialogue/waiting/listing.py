"""The waiting list from the citizen's side: join it, hear where one stands, leave it."""

from __future__ import annotations

from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.listing import list_matters, open_choice
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.replies import Choice, Say
from bot.dialogue.stage import ChoosingSlot, stage_of
from bot.dialogue.waiting.effects import AheadCounted, CountAhead, JoinList, LeaveList, LeftList, Waits
from bot.dialogue.waiting.offering import of_places, standing, to_leave
from bot.dialogue.waiting.state import Waiting
from bot.dialogue.waiting.times import wanted_before, wanted_instead
from bot.dialogue.waiting_list import Awaited


def queue(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """Wait for the times that were looked for in vain."""
    stage = stage_of(conversation, guide)
    awaited = wanted_instead(stage, guide) if isinstance(stage, ChoosingSlot) else None
    return _join(conversation, matter, awaited, guide)


def wait_for_earlier(conversation: Conversation, matter: Matter, visit: str, guide: Guide) -> Turn:
    """Wait for something earlier than a booked place."""
    place = matter.place(visit)
    if place is None:
        return carry_on(conversation, guide, Say("no-such-place"))
    return _join(conversation, matter, wanted_before(matter, place, guide), guide)


def _join(conversation: Conversation, matter: Matter, awaited: Awaited | None, guide: Guide) -> Turn:
    if matter.waiting is not None:
        said = Say("queued-already", standing(matter.waiting, guide), choices=(to_leave(matter),))
        return Turn(conversation, (said,))
    if awaited is None or not guide.waits:
        return carry_on(conversation, guide, Say("button-too-old"))
    return with_effect(conversation, JoinList(case=matter.code, awaited=awaited))


def joined(conversation: Conversation, event: Waits, guide: Guide) -> Turn:
    """In the list; or out of it again, where the matter was given up meanwhile."""
    matter, position = conversation.find(event.effect.case), event.position
    if matter is None:
        return with_effect(conversation, LeaveList(case=event.effect.case, waiting=position.id))
    waiting = Waiting(id=position.id, awaited=event.effect.awaited, ahead=position.ahead)
    matter = matter.but(waiting=waiting)
    said = Say("queued", standing(waiting, guide), choices=(to_leave(matter),))
    return Turn(conversation.with_matter(matter), (said,))


def leave(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """Wait no more."""
    if matter.waiting is None:
        return carry_on(conversation, guide, Say("not-queued"))
    return with_effect(conversation, LeaveList(case=matter.code, waiting=matter.waiting.id))


def left(conversation: Conversation, event: LeftList, guide: Guide) -> Turn:
    matter = conversation.find(event.effect.case)
    if matter is None:
        return Turn(conversation)
    matter = matter.but(waiting=None)
    said = Say("queue-left", {"title": guide.name(matter)}, choices=what_else(matter, guide))
    return Turn(conversation.with_matter(matter), (said,))


def what_else(matter: Matter, guide: Guide) -> tuple[Choice, ...]:
    """For who waits no more: to wait again beside a booked place, else to look for a time again."""
    return of_places(matter, guide) if matter.places else (open_choice(matter, guide),)


def ask_ahead(conversation: Conversation) -> Turn | None:
    """How many are before now, before it is said; None for who does not wait."""
    waiting = tuple(matter.waiting.id for matter in conversation.matters if matter.waiting is not None)
    return with_effect(conversation, CountAhead(case="", waiting=waiting)) if waiting else None


def counted(conversation: Conversation, event: AheadCounted, guide: Guide) -> Turn:
    """The list of matters, with what was counted. Who waits no more, by another way than through here, is told so."""
    for matter in conversation.matters:
        waiting = matter.waiting
        if waiting is not None and waiting.id in event.ahead:
            ahead = event.ahead[waiting.id]
            still = waiting.but(ahead=ahead, offer=waiting.offer) if ahead is not None else None
            conversation = conversation.with_matter(matter.but(waiting=still))
    return Turn(conversation, (list_matters(conversation, guide),))
