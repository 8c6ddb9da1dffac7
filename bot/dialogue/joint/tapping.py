"""The buttons of a joint visit. An old one gets the present state, like any other button."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.joint import arranging, beginning
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Choice, Say

Handler = Callable[[Conversation, str, Guide], Turn]


def _begin(conversation: Conversation, event: str, guide: Guide) -> Turn:
    return _on(conversation, beginning.begin(conversation, event, guide), guide)


def _answer(conversation: Conversation, answer: str, guide: Guide) -> Turn:
    question, _, option = answer.partition(":")
    return _on(conversation, beginning.answer(conversation, question, option, guide), guide)


def _leave_out(conversation: Conversation, procedure: str, guide: Guide) -> Turn:
    return _on(conversation, beginning.leave_out(conversation, procedure), guide)


def _agree(conversation: Conversation, _: str, guide: Guide) -> Turn:
    begun = beginning.agree(conversation, guide)
    if begun is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    count = len(begun.joint.cases) if begun.joint else 0
    matter = begun.matter
    said = Say("joint-begins", {"count": count, "title": guide.name(matter)}) if matter else Say("button-too-old")
    return carry_on(begun, guide, said)


def _not_now(conversation: Conversation, _: str, guide: Guide) -> Turn:
    joint = conversation.joint
    if joint is None or joint.cases:
        return carry_on(conversation, guide, Say("button-too-old"))
    return Turn(conversation.but(joint=None), (Say("all-right"),))


def _all(conversation: Conversation, _: str, guide: Guide) -> Turn:
    return _on(conversation, beginning.together(conversation, guide), guide)


def _at(conversation: Conversation, where: str, guide: Guide) -> Turn:
    office, _, centre = where.partition(":")
    return arranging.at(conversation, office, centre, guide)


def _on(conversation: Conversation, changed: Conversation | None, guide: Guide) -> Turn:
    if changed is None:
        return carry_on(conversation, guide, Say("button-too-old"))
    return carry_on(changed, guide)


def list_events(conversation: Conversation, guide: Guide) -> Turn:
    """The life events that there are."""
    offered = tuple(
        Choice(f"life:{event.id}", event.title, (*event.asked_as.zh, *event.asked_as.en))
        for event in guide.life_events.values()
    )
    return Turn(conversation, (Say("events" if offered else "no-events", choices=offered),))


ELSEWHERE: dict[str, Handler] = {
    "life": _begin,
    "life-q": _answer,
    "life-out": _leave_out,
    "life-go": _agree,
    "life-no": _not_now,
    "plan": arranging.choose,
    "plan-at": _at,
    "plan-all": _all,
    "plan-more": lambda conversation, _, guide: Turn(conversation, (Say("say-a-time"),)),
    "plan-apart": lambda conversation, _, guide: arranging.apart(conversation, guide),
    "plan-book": lambda conversation, _, guide: arranging.confirm(conversation, guide),
    "plan-other": lambda conversation, _, guide: arranging.other(conversation, guide),
}
