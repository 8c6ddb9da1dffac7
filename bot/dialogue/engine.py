"""One event, one turn: `advance` is the whole core in one call.

Pure: it never awaits, logs, reads a clock or formats a sentence. Whatever arrives leads to a turn: an old button, a
renamed question, a retired procedure and nonsense included.
"""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue import arranging, listening, locating, on_the_day, tapping
from bot.dialogue.applying import following, submitting, uploading
from bot.dialogue.applying.effects import (
    AddToCase,
    ApplicationEvent,
    CaseTold,
    CaseTurnedDown,
    PassGiven,
    Progressed,
    ReadCase,
    ReadWithPass,
    Submit,
    TakeBack,
)
from bot.dialogue.companions import turns as companions
from bot.dialogue.companions.effects import CompanionAnswered, CompanionEvent
from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.events import (
    Attached,
    Booked,
    Cancelled,
    Effect,
    Event,
    FoundOut,
    FromOutside,
    Held,
    Located,
    NoAnswer,
    Released,
    ReleaseHold,
    Said,
    SlotsFound,
    Tapped,
    TurnedDown,
)
from bot.dialogue.guide import Guide
from bot.dialogue.hall import InTheHall
from bot.dialogue.joint import answering as together
from bot.dialogue.joint.effects import (
    BookedTogether,
    CancelledTogether,
    FoundAcross,
    HeldTogether,
    JointEvent,
    JointTurnedDown,
    ReleasedTogether,
    ReleaseTogether,
)
from bot.dialogue.prompting import carry_on
from bot.dialogue.sharing import consenting, inviting, login, own_data, reviewing
from bot.dialogue.sharing.effects import (
    Agreed,
    ConsentGone,
    DataErased,
    Disputed,
    Exported,
    InvitationAnswered,
    InvitationFound,
    Invited,
    LoggedIn,
    LoginFailed,
    LoginOpened,
    LookedUp,
    NoInvitation,
    OtherAnswered,
    OwnDataRead,
    PersonGone,
    SharingEvent,
    Withdrawn,
    Woken,
)
from bot.dialogue.unsettled import guarding, settling, trying
from bot.dialogue.unsettled.state import Keepable
from bot.dialogue.waiting import turns as waiting
from bot.dialogue.waiting.effects import (
    CountAhead,
    DeclineOffer,
    JoinList,
    LeaveList,
    TakeOffer,
    WaitingEvent,
    WaitingNews,
)

Ended = NoInvitation | InvitationAnswered | Withdrawn | OwnDataRead | Exported | DataErased | ConsentGone | PersonGone


def advance(conversation: Conversation, event: Event, guide: Guide) -> Turn:
    """What `event` leads to. The turn's effect, if any, is also the conversation's `pending` one."""
    conversation = consenting.without_expired(conversation, guide)
    if isinstance(event, FromOutside):
        turn = guarding.guard(conversation, event, guide, _turn)
    else:
        turn = settling.settle(conversation.but(unanswered=None), event, guide, _turn)
    return replace(turn, conversation=turn.conversation.but(pending=turn.effect))


def _turn(conversation: Conversation, event: Event, guide: Guide) -> Turn:
    match event:
        case Said(text):
            return listening.said(conversation, text, guide)
        case Tapped(key):
            return tapping.tapped(conversation, key, guide)
        case Located():
            return locating.located(conversation, event, guide)
        case Attached():
            return uploading.attached(conversation, event, guide)
        case Released(effect):
            return arranging.released(conversation, effect, guide)
        case NoAnswer(effect):
            return _not_answered(conversation, effect, guide)
        case SlotsFound() | Held() | Booked() | Cancelled() | TurnedDown() | FoundOut():
            return _arranged(conversation, event, guide)
        case (
            FoundAcross()
            | HeldTogether()
            | BookedTogether()
            | ReleasedTogether()
            | CancelledTogether()
            | JointTurnedDown()
        ):
            return _together(conversation, event, guide)
        case InTheHall():
            return on_the_day.told(conversation, event, guide)
        case CaseTold() | CaseTurnedDown() | PassGiven() | Progressed():
            return _applied(conversation, event, guide)
    if isinstance(event, WaitingEvent | WaitingNews | CompanionEvent | CompanionAnswered):
        return _about_places(conversation, event, guide)
    return _shared(conversation, event, guide)


def _about_places(
    conversation: Conversation, event: WaitingEvent | WaitingNews | CompanionEvent | CompanionAnswered, guide: Guide
) -> Turn:
    """What came of waiting for a place, and of asking others whether one suits them."""
    if isinstance(event, WaitingEvent | WaitingNews):
        return waiting.turn(conversation, event, guide)
    return companions.turn(conversation, event, guide)


def _not_answered(conversation: Conversation, effect: Effect, guide: Guide) -> Turn:
    match effect:
        case ReleaseHold():  # unless given back it falls free by itself
            return arranging.released(conversation, effect, guide)
        case ReleaseTogether():
            return together.answered(conversation, ReleasedTogether(effect), guide)
        case JoinList() | LeaveList() | TakeOffer() | DeclineOffer() | CountAhead():
            return waiting.no_answer(conversation, effect, guide)
    if isinstance(effect, Keepable) and conversation.find(effect.case) is not None:
        return trying.no_answer(conversation, effect, guide)
    return arranging.no_answer(conversation, effect)


def _arranged(
    conversation: Conversation, event: SlotsFound | Held | Booked | Cancelled | TurnedDown | FoundOut, guide: Guide
) -> Turn:
    """What came of asking for a place."""
    match event:
        case SlotsFound(effect, slots):
            return arranging.slots_found(conversation, effect, slots, guide)
        case Held(effect, hold):
            return arranging.held(conversation, effect, hold, guide)
        case Booked(effect, appointment):
            return arranging.booked(conversation, effect, appointment, guide)
        case Cancelled(effect):
            return arranging.cancelled(conversation, effect, guide)
        case TurnedDown(effect, why):
            return arranging.turned_down(conversation, effect, why, guide)
        case FoundOut():  # it was settled meanwhile
            return Turn(conversation)


def _together(conversation: Conversation, event: JointEvent, guide: Guide) -> Turn:
    """What came of asking for several places, or for times in several centres."""
    if isinstance(event, FoundAcross) and arranging.asked_across(conversation, event):
        return arranging.found_across(conversation, event, guide)
    return together.answered(conversation, event, guide)


def _applied(conversation: Conversation, event: ApplicationEvent | Progressed, guide: Guide) -> Turn:
    """What came of an application, and what happens to it afterwards."""
    match event:
        case Progressed():
            return following.progressed(conversation, event, guide)
        case PassGiven():
            return following.pass_given(conversation, event, guide)
        case CaseTold(Submit() | AddToCase() | TakeBack()):
            return submitting.told(conversation, event, guide)
        case CaseTold():
            return following.told(conversation, event, guide)
        case CaseTurnedDown(ReadCase() | ReadWithPass()):
            return following.not_told(conversation, event, guide)
        case CaseTurnedDown():
            return submitting.turned_down(conversation, event, guide)


def _shared(conversation: Conversation, event: SharingEvent | Woken | OtherAnswered, guide: Guide) -> Turn:
    """What came of asking who somebody is and what departments know."""
    match event:
        case LoginOpened():
            return login.opened(conversation, event, guide)
        case LoggedIn():
            known, wanted, said = login.logged_in(conversation, event)
            turn = tapping.tapped(known, wanted, guide) if wanted else carry_on(known, guide)
            return replace(turn, replies=(said, *turn.replies))
        case LoginFailed():
            return login.failed(conversation, event, guide)
        case Agreed(effect):
            mine = effect.invitation is None
            return consenting.agreed(conversation, event, guide) if mine else inviting.agreed(conversation, event)
        case LookedUp():
            return reviewing.looked_up(conversation, event, guide)
        case Disputed():
            return reviewing.disputed(conversation, event, guide)
        case Woken():
            return reviewing.woken(conversation, event, guide)
        case OtherAnswered():
            return inviting.other_answered(conversation, event, guide)
        case Invited():
            return inviting.invited(conversation, event, guide)
        case InvitationFound():
            return inviting.found(conversation, event, guide)
    return _ended(conversation, event, guide)


def _ended(conversation: Conversation, event: Ended, guide: Guide) -> Turn:
    """The ends of sharing: own data, invitations answered, what is gone."""
    match event:
        case NoInvitation():
            return inviting.not_found(conversation, guide)
        case InvitationAnswered():
            return inviting.answered(conversation, event, guide)
        case Withdrawn():
            return own_data.withdrawn(conversation, event, guide)
        case OwnDataRead():
            return own_data.read(conversation, event, guide)
        case Exported():
            return own_data.exported(conversation, event)
        case DataErased():
            return own_data.erased(conversation, event)
        case ConsentGone():
            return consenting.gone(conversation, event, guide)
        case PersonGone():
            return login.person_gone(conversation, event, guide)
