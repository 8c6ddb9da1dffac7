"""A button, or the same thing said in words. An old button gets the present state, never an exception.

A key is `verb:case:…`; what it names is looked up in the conversation as it is now.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogue import arranging, asking, choosing, on_the_day, reminder_setting, showing
from bot.dialogue.applying import following, gathering, submitting, writing
from bot.dialogue.companions import asking as companions
from bot.dialogue.companions import coming
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.events import Effect, ReleaseHold
from bot.dialogue.guide import Guide
from bot.dialogue.joint import arranging as joint
from bot.dialogue.joint import tapping as together
from bot.dialogue.listing import list_matters
from bot.dialogue.promising import ONCE, asked_else
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.replies import Say
from bot.dialogue.sharing import consenting, inviting, login, own_data, reviewing
from bot.dialogue.stage import CANCEL_ALL
from bot.dialogue.unsettled import giving_up
from bot.dialogue.waiting import answering as offers
from bot.dialogue.waiting import listing as waiting
from bot.dialogue.waiting.effects import LeaveList
from intents.hearing.when.notation import read_wish

Handler = Callable[[Conversation, Matter, str, Guide], Turn]


def tapped(conversation: Conversation, key: str, guide: Guide) -> Turn:
    """What a tap leads to."""
    conversation = conversation.but(misses=0, called=None)
    verb, _, rest = key.partition(":")
    if verb == "go":
        return choosing.begin(conversation, rest, guide)
    if verb == "none":
        return choosing.none_of_these(conversation, guide)
    if verb in ELSEWHERE:
        return ELSEWHERE[verb](conversation, rest, guide)
    code, _, rest = rest.partition(":")
    matter, handle = conversation.find(code), HANDLERS.get(verb)
    if matter is None or handle is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    if verb not in ("yes", "no") or code != conversation.current:  # a yes counts for the matter that awaits it
        conversation = conversation.but(sure=None)
    if matter.submitted and verb in BEFORE:
        return carry_on(conversation.but(current=code, choosing=()), guide, Say("case-submitted-already"))
    return handle(conversation.but(current=code, choosing=()), matter, rest, guide)


def _way(conversation: Conversation, matter: Matter, way: str, guide: Guide) -> Turn:
    return carry_on(conversation.put(matter.but(way=way, later=False)), guide)


def _wish(conversation: Conversation, matter: Matter, written: str, guide: Guide) -> Turn:
    """One of two times that a sentence may have meant."""
    try:
        wish = read_wish(written)
    except ValueError:
        return carry_on(conversation, guide, Say("button-too-old"))
    return arranging.wish_for(conversation, matter, wish, guide)


def _centre(conversation: Conversation, matter: Matter, centre: str, guide: Guide) -> Turn:
    if centre not in guide.province.centres:
        return carry_on(conversation, guide, Say("button-too-old"))
    return carry_on(conversation.put(matter.but(centre=centre, offered=())), guide)


def _elsewhere(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    return carry_on(conversation.put(matter.at_any_time().but(centre=None)), guide)


def _other(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    return arranging.let_go(conversation, matter, guide)


def _more(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    return Turn(conversation, (Say("say-a-time"),))


def _later(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    return carry_on(conversation.put(matter.but(later=True, offered=())), guide)


def _open(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    return carry_on(conversation.put(matter.but(later=False)), guide, Say("back-to", {"title": guide.name(matter)}))


def _book(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    return arranging.confirm(conversation, matter, guide)


def _cancel(conversation: Conversation, matter: Matter, visit: str, guide: Guide) -> Turn:
    if matter.place(visit) is None:
        return carry_on(conversation, guide, Say("no-such-place"))
    return carry_on(conversation.but(sure=f"cancel:{visit}"), guide)


def _yes(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """The yes that was awaited: give up a matter, or a place."""
    sure = conversation.sure or ""
    conversation = conversation.but(sure=None)
    if sure.startswith("cancel:"):
        return arranging.cancel(conversation, matter, sure.removeprefix("cancel:"), guide)
    if sure == CANCEL_ALL:
        return joint.cancel(conversation, matter, guide)
    if sure == "take-back":
        return submitting.take_back(conversation, matter, "yes", guide)
    if sure != "drop":
        return carry_on(conversation, guide, Say("button-too-old"))
    dropped = Say("dropped", {"title": guide.name(matter)})
    release: Effect | None = None
    if matter.kept is not None:
        release = ReleaseHold(case=matter.code, visit=matter.kept.visit, hold=matter.kept.hold)
    if matter.waiting is not None:  # what is held falls free by itself
        release = LeaveList(case=matter.code, waiting=matter.waiting.id)
    left = conversation.without(matter.code)
    return with_effect(left, release, dropped) if release else Turn(left, (dropped,))


def _cancel_all(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    if not any(place.joint for place in matter.places):
        return carry_on(conversation, guide, Say("no-such-place"))
    return carry_on(conversation.but(sure=CANCEL_ALL), guide)


def _no(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    if matter.places:
        return Turn(conversation.but(sure=None), (Say("kept-as-it-is"), list_matters(conversation, guide)))
    return carry_on(conversation.but(sure=None), guide, Say("kept-as-it-is"))


def _again(conversation: Conversation, matter: Matter, step: str, guide: Guide) -> Turn:
    """Try now what is unsettled, or what got no answer last."""
    last = conversation.unanswered
    if not step and last is not None and last.case == matter.code:
        return _retry(conversation, "", guide)
    if (unsettled := giving_up.named(conversation, matter.code, step)) is not None:
        return giving_up.try_now(conversation, unsettled)
    return _retry(conversation, "", guide) if conversation.unanswered else carry_on(conversation, guide)


def _retry(conversation: Conversation, _: str, guide: Guide) -> Turn:
    """The same effect with the same key: if it happened after all, it does not happen twice."""
    unanswered = conversation.unanswered
    if unanswered is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    return Turn(conversation.but(unanswered=None), effect=unanswered)


ELSEWHERE: dict[str, Callable[[Conversation, str, Guide], Turn]] = {
    "data": own_data.tapped,
    "join": inviting.join,
    "join-yes": lambda conversation, _, guide: inviting.accept(conversation, guide),
    "join-no": lambda conversation, _, guide: inviting.refuse(conversation, guide),
    "retry": _retry,
    "case": following.elsewhere,
    "unlogin": lambda conversation, _, guide: login.leave(conversation, guide),
    "show": showing.show,
    "remind": reminder_setting.choose,
    "bring-along": companions.ask,
    "come-yes": coming.comes,
    "come-no": coming.cannot,
    **together.ELSEWHERE,
}
"""Buttons that belong to no matter of this chat, or leave what is talked about as it is."""
HANDLERS: dict[str, Handler] = {
    "check": consenting.begin,
    "me": consenting.i_am,
    "agree": consenting.agree,
    "pick": consenting.pick,
    "paper": consenting.all_paper,
    "skip": consenting.put_off,
    "use": reviewing.use,
    "doubt": reviewing.doubt,
    "dispute": reviewing.dispute,
    "wait": reviewing.wait,
    "which": reviewing.choose,
    "form": writing.show_form,
    "fix": writing.correct,
    "apply": writing.begin,
    "leave": writing.leave,
    "enough": gathering.enough,
    "follow": gathering.follow,
    "reupload": gathering.upload_again,
    "sign": gathering.sign,
    "give": gathering.give,
    "amend": gathering.amend,
    "submit": submitting.submit,
    "add": submitting.add,
    "take-back": submitting.take_back,
    "status": following.ask_status,
    "pass": following.ask_pass,
    "invite": inviting.invite,
    "q": asking.answer,
    "edit": asking.ask_again,
    "way": _way,
    "at": _centre,
    "elsewhere": _elsewhere,
    "slot": arranging.choose_slot,
    "more": _more,
    "wish": _wish,
    "other": _other,
    "later": _later,
    "book": _book,
    "open": _open,
    "rebook": _open,
    "move": arranging.begin_move,
    "cancel": _cancel,
    "queue": waiting.queue,
    "earlier": waiting.wait_for_earlier,
    "unqueue": waiting.leave,
    "take": offers.take,
    "decline": offers.decline,
    "yes": _yes,
    "no": _no,
    "again": _again,
    "give-up": giving_up.give_up,
    "asked": asked_else,
    ONCE: on_the_day.answered,
    "move-all": lambda conversation, matter, _, guide: joint.begin_move(conversation, matter, guide),
    "cancel-all": _cancel_all,
}
BEFORE = frozenset(
    {"q", "edit", "fix", "form", "apply", "reupload", "give", "amend", "submit", "way", "check", "use", "paper", "pick"}
)
"""Buttons that change an application: once it is handed in, they only tell so."""
