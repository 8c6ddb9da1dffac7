"""Not understood, said each time in another way: plainly, with an example, with whom to call."""

from __future__ import annotations

from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.offering import choices
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Say, Value
from bot.dialogue.stage import Asking, Done, Idle, Stage
from intents.tidy import is_other_script

EXAMPLE, HUMAN = 2, 3
"""The miss at which an example is given, and the one from which on a human being is offered."""


def missed(conversation: Conversation, stage: Stage, text: str, guide: Guide) -> Turn:
    """One more miss in a row. Whoever writes in another script hears in both languages which ones are spoken here."""
    conversation = conversation.but(misses=conversation.misses + 1)
    if is_other_script(text):
        return carry_on(conversation, guide, Say("other-script"))
    offered = () if isinstance(stage, Done | Idle) else choices(stage, guide)
    if conversation.misses < EXAMPLE:
        reply = Say("not-understood-choice" if offered else "not-understood")
    elif conversation.misses < HUMAN and isinstance(stage, Asking):
        values: dict[str, Value] = {"reason": stage.question.why, "number": 1, "answer": offered[0].label}
        reply = Say("not-understood-example", values)
    elif conversation.misses < HUMAN:
        reply = Say("not-understood-again")
    else:
        reply = Say("not-understood-human", {"times": conversation.misses})
    return Turn(conversation, (reply,)) if isinstance(stage, Done) else carry_on(conversation, guide, reply)
