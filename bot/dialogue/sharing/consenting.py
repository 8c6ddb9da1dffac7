"""Before anything is read: what, from which registers, what for; agreed to, left to paper, or put off."""

from __future__ import annotations

from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.replies import Say
from bot.dialogue.shared_data import Wanted
from bot.dialogue.sharing import login
from bot.dialogue.sharing.effects import Agreed, ConsentGone, GiveConsent, LookUp, Withdraw
from bot.dialogue.sharing.state import Sharing, Step
from bot.dialogue.sharing.wanting import things_of, wanting_of
from procedures.vocabulary import YOU


def begin(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """The citizen wants it looked up: who they are comes first, then what is read."""
    conversation = conversation.put(matter)
    wanting = wanting_of(matter, guide)
    if wanting is None or not guide.shares:
        return carry_on(conversation, guide, Say("check-not-here"))
    if login.who(conversation, guide) is None:
        return login.ask(conversation, f"check:{matter.code}", guide)
    sharing = matter.sharing
    if sharing is None or YOU not in sharing.consents:  # whoever wanted all on paper may think again
        sharing = Sharing(step="consent")
    return in_step(conversation, matter, sharing, "me" if wanting.lacks_me else "consent", guide)


def i_am(conversation: Conversation, matter: Matter, role: str, guide: Guide) -> Turn:
    """Which of the procedure's people the citizen is; none of them, who only acts for them."""
    wanting, sharing = wanting_of(matter, guide), matter.sharing
    if wanting is None or sharing is None or (role and role not in wanting.others()):
        return carry_on(conversation, guide, Say("button-too-old"))
    return in_step(conversation, matter, sharing.but(me=role), "consent", guide)


def agree(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """Yes: note the consent; the registers are asked once that is done."""
    wanting, sharing = wanting_of(matter, guide), matter.sharing
    verified = login.who(conversation, guide)
    if wanting is None or sharing is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    if verified is None:
        return login.ask(conversation, f"check:{matter.code}", guide)
    own = wanting.own(sharing)
    if not own:  # everything on paper
        return in_step(conversation, matter, sharing, "used", guide)
    effect = GiveConsent(
        case=matter.code,
        person=verified.person,
        procedure=matter.procedure,
        publication=matter.publication,
        wanted=own,
    )
    return with_effect(conversation, effect)


def agreed(conversation: Conversation, event: Agreed, guide: Guide) -> Turn:
    """The consent is noted: now the registers are asked."""
    matter = conversation.find(event.effect.case)
    if matter is None or matter.sharing is None:
        return carry_on(conversation, guide)
    consents = {**matter.sharing.consents, YOU: event.consent.id}
    agreed = matter.sharing.but(consents=consents, until=event.consent.until)
    conversation = conversation.put(matter.but(sharing=agreed))
    return look_up(conversation, matter.code, event.consent.id, event.effect.wanted)


def look_up(conversation: Conversation, case: str, consent: str, wanted: tuple[Wanted, ...]) -> Turn:
    """Ask the registers on a consent."""
    return with_effect(conversation, LookUp(case=case, consent=consent, wanted=wanted))


def gone(conversation: Conversation, event: ConsentGone, guide: Guide) -> Turn:
    """Withdrawn meanwhile: nothing was read, and one may agree again."""
    matter = conversation.find(event.effect.case)
    if matter is None:
        return Turn(conversation, (Say("consent-gone"),))
    return carry_on(conversation.put(matter.but(sharing=None, told=None)), guide, Say("consent-gone"))


def all_paper(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """Nothing is used: everything is brought. What was read already is erased, since nobody needs it any more."""
    wanting, before = wanting_of(matter, guide), matter.sharing
    if wanting is None or before is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    sharing = Sharing(step="used", paper=things_of(matter, guide))
    consent, verified = before.consents.get(YOU), login.who(conversation, guide)
    if consent is not None and verified is not None:
        conversation = conversation.put(matter.but(sharing=sharing, told=None))
        return with_effect(conversation, Withdraw(case=matter.code, person=verified.person, consent=consent))
    return in_step(conversation, matter, sharing, "used", guide, Say("paper-then"))


def put_off(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """Neither yes nor no: the counter looks it up, as it always does."""
    said = "check-later" if matter.sharing is None or YOU not in matter.sharing.consents else "preview-closed"
    return carry_on(conversation.put(matter.but(sharing=None, told=None)), guide, Say(said))


def without_expired(conversation: Conversation, guide: Guide) -> Conversation:
    """Without what was found on consents that are over: it is no longer used, and the outcome is told anew."""
    if not any(_is_over(matter, guide) for matter in conversation.matters):
        return conversation
    matters = (
        matter.but(sharing=None, told=None) if _is_over(matter, guide) else matter for matter in conversation.matters
    )
    return conversation.but(matters=tuple(matters))


def _is_over(matter: Matter, guide: Guide) -> bool:
    return matter.sharing is not None and matter.sharing.until is not None and matter.sharing.until <= guide.now


def pick(conversation: Conversation, matter: Matter, number: str, guide: Guide) -> Turn:
    """What is rather brought on paper: shown to choose from, then one thing taken out or put back."""
    sharing, things = matter.sharing, things_of(matter, guide)
    if sharing is None or sharing.step not in ("consent", "picking"):
        return carry_on(conversation, guide, Say("button-too-old"))
    if number.isascii() and number.isdigit() and int(number) < len(things):
        thing = things[int(number)]
        paper = tuple(t for t in sharing.paper if t != thing) if thing in sharing.paper else (*sharing.paper, thing)
        sharing = sharing.but(paper=paper)
    return in_step(conversation, matter, sharing, "picking", guide)


def in_step(conversation: Conversation, matter: Matter, sharing: Sharing, step: Step, guide: Guide, *said: Say) -> Turn:
    """Go on in this step; what is used from now on is told."""
    told = matter.told if step != "used" else None
    return carry_on(conversation.put(matter.but(sharing=sharing.but(step=step), told=told)), guide, *said)
