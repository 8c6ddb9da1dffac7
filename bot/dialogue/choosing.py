"""From a free sentence to one procedure: the match, at most three to choose from, or an honest "I don't know"."""

from __future__ import annotations

from bot.dialogue.applying import following
from bot.dialogue.conversation import Conversation, Matter, Turn, case_code
from bot.dialogue.guide import OFFERED, Guide
from bot.dialogue.joint import beginning
from bot.dialogue.listing import is_done
from bot.dialogue.passing import changeable, note
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Promise, Reply, Say
from intents.matcher import Match
from procedures.journey import remaining_at_most
from procedures.publication import Publication


def choose(conversation: Conversation, text: str, guide: Guide) -> Turn | None:
    """Act on the match of a sentence; None where it means no procedure. A life event is meant where it is named as it
    is written.
    """
    begun = beginning.begin(conversation, guide.life_event_said(text) or "", guide)
    if begun is not None:
        return carry_on(begun, guide)
    match = guide.matcher.match(text)
    known = [c.intent for c in match.candidates if guide.title(c.intent) is not None]
    if match.decision == "answer" and known:
        return begin(conversation, known[0], guide, text)
    if match.decision == "clarify" and known:
        return carry_on(conversation.but(choosing=guide.to_choose_from(known[:OFFERED]), sure=None, misses=0), guide)
    return None


def is_other_matter(match: Match, matter: Matter) -> bool:
    """Whether a sentence clearly means another procedure than the one talked about."""
    return match.decision == "answer" and match.candidates[0].intent != matter.procedure


def begin(conversation: Conversation, procedure: str, guide: Guide, text: str = "") -> Turn:
    """Begin a matter with what the first sentence already tells, or go on with the one begun before."""
    publication = guide.current.get(procedure)
    conversation = conversation.but(choosing=(), sure=None, called=None, misses=0)
    if publication is None:
        title = guide.title(procedure)
        said = Say("not-offered-yet", {"title": title}) if title else Say("button-too-old")
        return carry_on(conversation, guide, said)
    parked = _parked(conversation, procedure, guide)
    begun = next((m for m in conversation.matters if m.procedure == procedure and _goes_on(m)), None)
    if begun is not None and begun.submitted:
        return following.ask_status(conversation.but(current=begun.code), begun, "", guide)
    if begun is not None:
        matter = note(begun, publication.definition, text, guide)
        return carry_on(conversation.put(matter), guide, Say("back-to", {"title": guide.name(matter)}))
    number = conversation.begun + 1
    matter = Matter(code=case_code(conversation.seed, number), procedure=procedure, publication=publication.hash)
    matter = note(matter, publication.definition, text, guide)
    conversation = conversation.but(begun=number).put(matter)
    turn = carry_on(conversation, guide, *parked, _promise(publication, matter, guide))
    return changeable(turn, publication.definition, matter.code, matter.answers)


def _goes_on(matter: Matter) -> bool:
    """Whether somebody who names its procedure again means this matter: not once it is booked, or over."""
    now = matter.applying.now if matter.applying else None
    return not matter.places and not (now is not None and now.over)


def none_of_these(conversation: Conversation, guide: Guide) -> Turn:
    """Nothing offered was meant: say what is possible, and who helps."""
    conversation = conversation.but(choosing=(), misses=conversation.misses + 1)
    return carry_on(conversation, guide, Say("none-then"))


def _promise(publication: Publication, matter: Matter, guide: Guide) -> Reply:
    definition = publication.definition
    now = guide.outcome_of(definition, matter)
    understood = tuple(
        (question.ask, question.options[matter.answers[question.id]])
        for question in definition.questions
        if question.id in matter.answers
    )
    usual = guide.outcome(definition, definition.usual)
    return Promise(definition, usual, remaining_at_most(definition, now.journey), understood)


def _parked(conversation: Conversation, procedure: str, guide: Guide) -> tuple[Reply, ...]:
    """The matter that was talked about waits, unless it is done."""
    matter = conversation.matter
    if matter is None or matter.procedure == procedure or is_done(matter, guide):
        return ()
    return (Say("parked", {"title": guide.name(matter)}),)
