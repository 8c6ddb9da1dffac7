"""Questions and answers inside a matter: hear, note, go back, change. The journey itself is replayed, never stored."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import arranging
from bot.dialogue.applying import gathering
from bot.dialogue.applying.stages import Preparing
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.joint import arranging as together
from bot.dialogue.joint.beginning import forget_carried
from bot.dialogue.joint.stages import AskingEvent, ConfirmingPlan, JointStage, Listing
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Choice, Say
from bot.dialogue.stage import ChoosingCentre, ChoosingSlot, Confirming, Done, Stage, stage_of
from intents.hearing import OptionWords
from intents.hearing.quantities import Span
from procedures.definition import Definition, Question


def answer(conversation: Conversation, matter: Matter, chosen: str, guide: Guide) -> Turn:
    """An option of a question, open or answered before: `question:option`."""
    name, _, option = chosen.partition(":")
    definition = guide.definition(matter)
    question = definition.question(name) if definition else None
    if question is None or option not in question.options:
        return carry_on(conversation, guide, Say("button-too-old"))
    before = matter.answers.get(name)
    matter = with_answers(matter, {name: option})
    if before is not None and before != option:
        conversation = forget_carried(conversation, matter, name, guide)
        changed = Say("changed", {"question": question.ask, "answer": question.options[option]})
        return carry_on(conversation.put(matter), guide, changed)
    return carry_on(conversation.put(matter), guide)


def option_words(question: Question) -> tuple[OptionWords, ...]:
    return tuple(
        OptionWords(
            name, (o.zh, o.en, *o.said_as), Span(o.counts.unit, o.counts.gte, o.counts.lt) if o.counts else None
        )
        for name, o in question.options.items()
    )


def ask_again(conversation: Conversation, matter: Matter, name: str, guide: Guide) -> Turn:
    """Open one earlier question again; later answers that still count are kept."""
    kept = {question: option for question, option in matter.answers.items() if question != name}
    return carry_on(conversation.put(_unarranged(matter.but(answers=kept))), guide)


def go_back(conversation: Conversation, guide: Guide) -> Turn:
    """One step back: from the kept place to the times, to the centres, to the ways, to the last answer."""
    stage = stage_of(conversation, guide)
    match stage:
        case Confirming(matter):
            return arranging.let_go(conversation, matter, guide)
        case ChoosingSlot(matter) if matter.moving is not None:
            return carry_on(conversation.put(matter.but(moving=None, offered=())), guide)
        case ChoosingSlot(matter):
            return carry_on(conversation.put(matter.at_any_time().but(centre=None)), guide)
        case ChoosingCentre(matter) | Done(matter) if matter.way is not None and not matter.places:
            return carry_on(conversation.put(matter.but(way=None)), guide)
    if isinstance(stage, Preparing):
        return gathering.go_back(conversation, stage, guide)
    if isinstance(stage, JointStage):
        return _back_from_joint(conversation, stage, guide)
    return _last_answer_again(conversation, stage, guide)


def _back_from_joint(conversation: Conversation, stage: JointStage, guide: Guide) -> Turn:
    """From the kept places to the times, from the times to each matter for itself, out of a life event."""
    match stage:
        case ConfirmingPlan():
            return together.other(conversation, guide)
        case AskingEvent(joint) | Listing(joint) if joint.answers:
            return carry_on(conversation.but(joint=joint.but(answers=dict(list(joint.answers.items())[:-1]))), guide)
        case AskingEvent() | Listing():
            return Turn(conversation.but(joint=None), (Say("all-right"),))
    return together.apart(conversation, guide)


def _last_answer_again(conversation: Conversation, stage: Stage, guide: Guide) -> Turn:
    outcome = getattr(stage, "outcome", None)
    matter = conversation.matter
    if outcome is None or matter is None or not outcome.journey.answers or matter.places:
        return carry_on(conversation, guide, Say("nothing-before"))
    return ask_again(conversation, matter, list(outcome.journey.answers)[-1], guide)


def change_which(conversation: Conversation, guide: Guide) -> Turn | None:
    """The answers that can be changed; None where nothing is answered yet."""
    matter = conversation.matter
    definition = guide.definition(matter) if matter else None
    if matter is None or definition is None or not matter.answers:
        return None
    return Turn(conversation, (Say("change-which", choices=_editable(matter, definition)),))


def _editable(matter: Matter, definition: Definition) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"edit:{matter.code}:{question.id}", question.ask)
        for question in definition.questions
        if question.id in matter.answers
    )


def with_answers(matter: Matter, answers: Mapping[str, str]) -> Matter:
    """The matter with these answers; where one is another than before, what was arranged is open again."""
    changed = any(matter.answers.get(name, option) != option for name, option in answers.items())
    matter = matter.but(answers={**matter.answers, **answers})
    return _unarranged(matter) if changed else matter


def _unarranged(matter: Matter) -> Matter:
    """Another answer may lead to other ways and counters: what was chosen before it is chosen again.

    A booked place stays booked until the citizen moves or cancels it. What was looked up was for the other answers,
    and so was what was signed; what was written and uploaded is kept.
    """
    applying = matter.applying.but(signed=(), amending=False) if matter.applying else None
    matter = matter.but(sharing=None, applying=applying)
    if matter.places:
        return matter
    return matter.at_any_time().but(way=None, centre=None, kept=None)
