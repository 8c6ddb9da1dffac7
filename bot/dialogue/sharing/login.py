"""Showing who one is: a link for this chat, the code that comes back, and the end of it."""

from __future__ import annotations

import re

from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.identity import Level, Verified, is_enough
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.replies import Choice, Say, Term
from bot.dialogue.sharing.effects import FinishLogin, LoggedIn, LoginFailed, LoginOpened, OpenLogin, PersonGone
from intents.tidy import plain

CODE = re.compile(r"\d{6}")
"""What the last page of a login shows."""


def who(conversation: Conversation, guide: Guide, level: Level = "real-name") -> Verified | None:
    """The citizen of this chat, if shown surely enough and not too long ago."""
    verified = conversation.verified
    if verified is None or verified.until <= guide.now or not is_enough(verified.level, level):
        return None
    return verified


def ask(conversation: Conversation, wanted: str, guide: Guide, level: Level = "real-name") -> Turn:
    """A link to show who one is. `wanted`: the key of the button that is tapped again by itself afterwards."""
    if not guide.shares:
        return carry_on(conversation, guide, Say("login-not-here"))
    case = wanted.split(":")[1] if conversation.find(wanted.split(":")[1]) else ""
    return with_effect(conversation.but(after_login=wanted), OpenLogin(case=case, level=level))


def opened(conversation: Conversation, event: LoginOpened, guide: Guide) -> Turn:
    minutes = max(1, round((event.link.until - guide.now).total_seconds() / 60))
    never_mind = Choice("unlogin:", Term("login-leave"))
    said = Say("login-link", {"url": event.link.url, "minutes": minutes}, choices=(never_mind,))
    return Turn(conversation, (said,))


def code_in(conversation: Conversation, text: str) -> str | None:
    """The code of a login, where one is waited for and a sentence is nothing else."""
    said = plain(text).replace(" ", "")
    return said if conversation.after_login is not None and CODE.fullmatch(said) else None


def finish(conversation: Conversation, code: str, guide: Guide) -> Turn:
    """A code came back to the chat."""
    if conversation.after_login is None:
        return carry_on(conversation, guide, Say("login-not-asked"))
    case = conversation.current or ""
    return with_effect(conversation.but(misses=0), FinishLogin(case=case, code=code))


def logged_in(conversation: Conversation, event: LoggedIn) -> tuple[Conversation, str, Say]:
    """The conversation with its citizen known, the key of what was wanted, and what to say first.

    Somebody else than before sees nothing of what was read for the one before.
    """
    before, wanted = conversation.verified, conversation.after_login or ""
    if before is not None and before.person != event.verified.person:
        conversation = without_person(conversation)
    conversation = conversation.but(verified=event.verified, after_login=None)
    return conversation, wanted, Say("login-done", {"name": event.verified.called})


def failed(conversation: Conversation, event: LoginFailed, guide: Guide) -> Turn:
    if event.why == "wrong":
        return Turn(conversation, (Say("login-wrong"),))
    again = (Choice(conversation.after_login, Term("login-again")),) if conversation.after_login else ()
    said = Say(f"login-{event.why}", choices=again)
    return Turn(conversation.but(after_login=None), (said,))


def leave(conversation: Conversation, guide: Guide) -> Turn:
    """No login after all; everything else goes on without."""
    return carry_on(conversation.but(after_login=None), guide, Say("login-left"))


def log_out(conversation: Conversation, guide: Guide) -> Turn:
    """The citizen is no longer known here; matters and places stay."""
    known = conversation.verified is not None
    conversation = conversation.but(verified=None, after_login=None, joining=None)
    return Turn(conversation, (Say("logged-out" if known else "not-logged-in"),))


def not_me(conversation: Conversation) -> Turn:
    """Somebody else has this chat now: they see nothing of whoever had it before. Booked places stay booked."""
    nobody = without_person(conversation).but(
        matters=(), current=None, choosing=(), called=None, unanswered=None, unsettled=()
    )
    return Turn(nobody, (Say("not-me-any-more"),))


def person_gone(conversation: Conversation, event: PersonGone, guide: Guide) -> Turn:
    """Erased meanwhile, perhaps from another chat."""
    return carry_on(without_person(conversation), guide, Say("login-over"))


def without_person(conversation: Conversation) -> Conversation:
    """Without whoever was verified, all that was read for them, and what they prepared to hand in.

    What was told by it is told anew.
    """
    matters = tuple(
        matter.but(
            sharing=None,
            told=matter.told if matter.sharing is None else None,
            applying=matter.applying if matter.submitted else None,
        )
        for matter in conversation.matters
    )
    return conversation.but(matters=matters, verified=None, after_login=None, joining=None)
