"""Somebody else agrees from their own chat: a code goes to them, and their answer comes back by itself."""

from __future__ import annotations

import re

from bot.dialogue.companions.effects import FindCalling
from bot.dialogue.conversation import CODE_LENGTH, CODE_LETTERS, Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.replies import Say, Value
from bot.dialogue.sharing import login
from bot.dialogue.sharing.consenting import look_up
from bot.dialogue.sharing.effects import (
    Agreed,
    AnswerInvitation,
    FindInvitation,
    GiveConsent,
    InvitationAnswered,
    InvitationFound,
    Invite,
    Invited,
    OtherAnswered,
)
from bot.dialogue.sharing.state import Joining
from bot.dialogue.sharing.wanting import wanting_of
from procedures.vocabulary import Text

WORD = re.compile(
    rf"(?:同意码|到场码|agree|join|visit code)[\s:：-]*([{CODE_LETTERS}]{{{CODE_LENGTH}}})", re.IGNORECASE
)
"""How a code reaches the chat: typed after its word, or by a link as `/start join-CODE`."""

# --- in the chat that asks -------------------------------------------------------------------------------------------


def invite(conversation: Conversation, matter: Matter, role: str, guide: Guide) -> Turn:
    """A code for one of the others, by the procedure's name."""
    wanting = wanting_of(matter, guide)
    wanted = wanting.others().get(role) if wanting else None
    verified = login.who(conversation, guide)
    if not wanted or matter.sharing is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    if verified is None:
        return login.ask(conversation, f"invite:{matter.code}:{role}", guide)
    effect = Invite(
        case=matter.code,
        person=verified.person,
        procedure=matter.procedure,
        publication=matter.publication,
        role=role,
        wanted=wanted,
    )
    return with_effect(conversation, effect)


def invited(conversation: Conversation, event: Invited, guide: Guide) -> Turn:
    matter, role = conversation.find(event.effect.case), event.effect.role
    if matter is None or matter.sharing is None:
        return carry_on(conversation, guide)
    others = tuple(other for other in matter.sharing.invited if other != role)
    conversation = conversation.put(matter.but(sharing=matter.sharing.but(invited=(*others, role))))
    values: dict[str, Value] = {
        "who": called(matter.procedure, role, guide),
        "code": event.code,
        "until": event.until.date(),
    }
    return carry_on(conversation, guide, Say("invite-code", values))


def other_answered(conversation: Conversation, event: OtherAnswered, guide: Guide) -> Turn:
    """They agreed: what concerns them is looked up now. Or they did not: then they bring it."""
    matter = conversation.find(event.case)
    sharing, wanting = (matter.sharing, wanting_of(matter, guide)) if matter else (None, None)
    if matter is None or sharing is None or wanting is None:
        return Turn(conversation)
    invited = tuple(other for other in sharing.invited if other != event.role)
    sharing = sharing.but(invited=invited)
    wanted = wanting.others().get(event.role, ())
    if event.consent is None or not wanted:
        paper = tuple((each.document, event.role) for each in wanted if each.document)
        refused = matter.but(sharing=sharing.but(paper=(*sharing.paper, *paper)), told=None)
        said = Say("invite-refused", {"who": called(matter.procedure, event.role, guide)})
        return carry_on(conversation.put(refused), guide, said)
    consents = {**sharing.consents, event.role: event.consent}
    conversation = conversation.put(matter.but(sharing=sharing.but(consents=consents)))
    return look_up(conversation, matter.code, event.consent, wanted)


# --- in the chat that is asked ---------------------------------------------------------------------------------------


def code_in(text: str) -> str | None:
    """The code of an invitation in a sentence."""
    found = WORD.search(text)
    return found[1].upper() if found else None


def join(conversation: Conversation, code: str, guide: Guide) -> Turn:
    """A code was brought: by which somebody is asked to come to a visit, or to agree to a look-up."""
    if guide.companions:
        return with_effect(conversation.but(misses=0), FindCalling(case="", code=code))
    return join_to_agree(conversation, code, guide)


def join_to_agree(conversation: Conversation, code: str, guide: Guide) -> Turn:
    """Who one is comes first, then what is asked."""
    if login.who(conversation, guide) is None:
        return login.ask(conversation, f"join:{code}", guide)
    return with_effect(conversation.but(misses=0), FindInvitation(case="", code=code))


def found(conversation: Conversation, event: InvitationFound, guide: Guide) -> Turn:
    """What is asked of them. Nobody agrees for somebody else by sending themselves the code."""
    verified = login.who(conversation, guide)
    if verified is not None and verified.person == event.asker:
        return carry_on(conversation, guide, Say("invite-own", {"who": called(event.procedure, event.role, guide)}))
    joining = Joining(
        code=event.effect.code,
        case=event.case,
        procedure=event.procedure,
        publication=event.publication,
        role=event.role,
        wanted=event.wanted,
        asker=event.asker,
        until=event.until,
    )
    return carry_on(conversation.but(joining=joining), guide)


def not_found(conversation: Conversation, guide: Guide) -> Turn:
    return carry_on(conversation.but(joining=None), guide, Say("invite-unknown"))


def accept(conversation: Conversation, guide: Guide) -> Turn:
    """They agree: noted first, then told to the chat that asked."""
    joining, verified = conversation.joining, login.who(conversation, guide)
    if joining is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    if verified is None:
        return login.ask(conversation.but(joining=None), f"join:{joining.code}", guide)
    effect = GiveConsent(
        case=joining.case,
        person=verified.person,
        procedure=joining.procedure,
        publication=joining.publication,
        wanted=joining.wanted,
        invitation=joining.code,
    )
    return with_effect(conversation, effect)


def agreed(conversation: Conversation, event: Agreed) -> Turn:
    """Their consent is noted: now whoever asked hears of it."""
    answer = AnswerInvitation(case="", code=event.effect.invitation or "", consent=event.consent.id)
    return with_effect(conversation, answer)


def refuse(conversation: Conversation, guide: Guide) -> Turn:
    joining = conversation.joining
    if joining is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    return with_effect(conversation, AnswerInvitation(case="", code=joining.code, consent=None))


def answered(conversation: Conversation, event: InvitationAnswered, guide: Guide) -> Turn:
    said = Say("join-thanks" if event.effect.consent else "join-refused")
    return carry_on(conversation.but(joining=None), guide, said)


def called(procedure: str, role: str, guide: Guide) -> Text:
    """What one of a procedure's people is called."""
    publication = guide.current.get(procedure)
    named = publication.definition.people.get(role) if publication else None
    return named.name if named else Text(zh=role, en=role)
