"""The case after it is handed in: what happened is told once, and how it stands is told whenever somebody asks.

It is read in its own chat; anywhere else by whoever shows that it is theirs, or brings the one-time code that the
applicant got for it.
"""

from __future__ import annotations

from bot.dialogue.applications import Event, Happening, Status
from bot.dialogue.applying.effects import (
    CaseTold,
    CaseTurnedDown,
    GivePass,
    PassGiven,
    Progressed,
    ReadCase,
    ReadWithPass,
)
from bot.dialogue.applying.offering import case_choices
from bot.dialogue.applying.reading import spaced
from bot.dialogue.applying.state import Applying, Now
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.reminding import is_night
from bot.dialogue.replies import Choice, Progress, Say, Timeline, Value
from bot.dialogue.sharing import login

QUIET: frozenset[Happening] = frozenset({"submitted", "added", "delivery-refused", "delivery-settled"})
"""What the citizen did, and what a clerk sees to."""

# --- what happened ---------------------------------------------------------------------------------------------------


def progressed(conversation: Conversation, event: Progressed, guide: Guide) -> Turn:
    """What is new is said, several things at once; what was said before is not said again. At night without a sound."""
    matter = conversation.find(event.case)
    applying = matter.applying if matter else None
    if matter is None or applying is None or applying.now is None:
        return Turn(conversation)
    heard = applying.now.heard
    if max((each.number for each in event.status.events), default=0) <= heard:
        return Turn(conversation)  # it was overtaken on its way
    news = tuple(each for each in event.status.events if each.number > heard and each.what not in QUIET)
    matter = matter.but(applying=applying.but(now=Now.of(event.status)))
    known = conversation.but(matters=tuple(_as_it_stands(other, event.status) for other in conversation.matters))
    if not news:
        return Turn(known)
    said = Progress(
        event.status,
        news,
        guide.definition(matter),
        choices=(*case_choices(matter), *_instead(matter, news, guide)),
        silent=is_night(guide.local_time),
    )
    return Turn(known, (said,))


def _as_it_stands(matter: Matter, status: Status) -> Matter:
    """The matter with the state of its case, also where it was handed in under another's code."""
    applying = matter.applying
    if applying is None or applying.now is None or status.case not in (matter.code, applying.joined):
        return matter
    return matter.but(applying=applying.but(now=Now.of(status)))


def _instead(matter: Matter, news: tuple[Event, ...], guide: Guide) -> tuple[Choice, ...]:
    """After a refusal: what the citizen may have instead, as far as the definition names it."""
    definition = guide.definition(matter)
    refused = any(each.what == "refused" for each in news)
    if definition is None or not refused:
        return ()
    named = dict.fromkeys((*(name for stop in definition.stops for name in stop.instead), *definition.related[:2]))
    titles = ((name, guide.title(name)) for name in named)
    return tuple(Choice(f"go:{name}", title, (title.zh, title.en)) for name, title in titles if title)[:3]


# --- how it stands ---------------------------------------------------------------------------------------------------


def ask_status(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """How a case of this chat stands now."""
    joined = matter.applying.joined if matter.applying else None
    return with_effect(conversation, ReadCase(case=matter.code, of=joined or matter.code))


def ask_pass(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """A one-time code with which somebody else may read it, once."""
    verified = login.who(conversation, guide)
    if verified is None:
        return login.ask(conversation, f"pass:{matter.code}", guide)
    return with_effect(conversation, GivePass(case=matter.code, person=verified.person))


def pass_given(conversation: Conversation, event: PassGiven, guide: Guide) -> Turn:
    minutes = max(1, round((event.until - guide.now).total_seconds() / 60))
    values: dict[str, Value] = {"code": spaced(event.effect.case), "once": event.code, "minutes": minutes}
    return Turn(conversation, (Say("case-pass-given", values),))


def asked(conversation: Conversation, code: str, once: str | None, guide: Guide) -> Turn:
    """Somebody wants to know how a case stands: theirs, or one that they were given the code of."""
    matter = conversation.find(code)
    conversation = conversation.but(misses=0)
    if matter is not None:
        if matter.submitted:
            return ask_status(conversation.but(current=code), matter, "", guide)
        return carry_on(
            conversation.but(current=code, choosing=()), guide, Say("back-to", {"title": guide.name(matter)})
        )
    if not guide.applies:
        return carry_on(conversation, guide, Say("case-unknown"))
    if once is not None:
        return with_effect(conversation, ReadWithPass(case="", of=code, code=once))
    return elsewhere(conversation, code, guide)


def elsewhere(conversation: Conversation, code: str, guide: Guide) -> Turn:
    """A case of another chat: whose it is has to be shown."""
    verified = login.who(conversation, guide)
    if verified is None:
        asking = login.ask(conversation, f"case:{code}", guide)
        return Turn(asking.conversation, (Say("case-whose"), *asking.replies), asking.effect)
    return with_effect(conversation, ReadCase(case="", of=code, person=verified.person))


def told(conversation: Conversation, event: CaseTold, guide: Guide) -> Turn:
    """How it stands, whole. In its own chat everything is heard with that."""
    status = event.status
    matter = conversation.find(status.case)
    if matter is None:
        return Turn(conversation, (Timeline(status, None),))
    matter = matter.but(applying=(matter.applying or Applying()).but(now=Now.of(status)))
    said = Timeline(status, guide.definition(matter), choices=case_choices(matter))
    return Turn(conversation.put(matter), (said,))


def not_told(conversation: Conversation, event: CaseTurnedDown, guide: Guide) -> Turn:
    """No such case, or not theirs: which of the two is not told."""
    return carry_on(conversation, guide, Say("case-unknown"))
