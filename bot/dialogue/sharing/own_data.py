"""`/mydata`: what was read about whoever asks, by whom, why and when; withdrawn, taken along, erased."""

from __future__ import annotations

from bot.dialogue.conversation import Conversation, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.messages import Attachment
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.replies import OWN_DATA_SHOWN, Choice, OwnDataCard, Say, Term
from bot.dialogue.sharing import login
from bot.dialogue.sharing.effects import (
    DataErased,
    EraseOwnData,
    Exported,
    ExportOwnData,
    OwnDataRead,
    ReadOwnData,
    Withdraw,
    Withdrawn,
)

FILE = "my-data.json"


def tapped(conversation: Conversation, what: str, guide: Guide) -> Turn:
    """One of the buttons: `show`, `export`, `erase`, `withdraw:<consent>`; a yes or no to what was asked."""
    verb, _, consent = what.partition(":")
    sure, conversation = conversation.sure, conversation.but(sure=None)
    if verb == "keep":
        return carry_on(conversation, guide, Say("kept-as-it-is"))
    if verb == "not-me-yes" and sure == "not-me":
        return login.not_me(conversation)
    verified = login.who(conversation, guide)
    if verified is None:
        return login.ask(conversation, f"data:{what}", guide)
    person = verified.person
    match verb:
        case "show":
            return with_effect(conversation, ReadOwnData(case="", person=person))
        case "export":
            return with_effect(conversation, ExportOwnData(case="", person=person))
        case "withdraw":
            return with_effect(conversation, Withdraw(case="", person=person, consent=consent))
        case "erase":
            return carry_on(conversation.but(sure="erase"), guide)
        case "erase-yes" if sure == "erase":
            return with_effect(conversation, EraseOwnData(case="", person=person))
    return carry_on(conversation, guide, Say("button-too-old"))


def read(conversation: Conversation, event: OwnDataRead, guide: Guide) -> Turn:
    standing = tuple(
        consent for consent in event.data.consents if consent.withdrawn_at is None and consent.until > guide.now
    )
    choices = (
        *(
            Choice(f"data:withdraw:{consent.id}", Term("data-withdraw", {"case": consent.case}))
            for consent in standing[:OWN_DATA_SHOWN]
        ),
        Choice("data:export", Term("data-export")),
        Choice("data:erase", Term("data-erase")),
    )
    return Turn(conversation, (OwnDataCard(event.data, guide.now, choices=choices),))


def withdrawn(conversation: Conversation, event: Withdrawn, guide: Guide) -> Turn:
    """What was read on it is gone here too, and the outcome is told anew where it is not the same."""
    consent = event.effect.consent
    matters = tuple(
        matter.but(sharing=None, told=None)
        if matter.sharing is not None and consent in matter.sharing.consents.values()
        else matter
        for matter in conversation.matters
    )
    said = Say("data-withdrawn", choices=(Choice("data:show", Term("data-show")),))
    return carry_on(conversation.but(matters=matters), guide, said)


def exported(conversation: Conversation, event: Exported) -> Turn:
    file = Attachment(FILE, "application/json", event.document)
    return Turn(conversation, (Say("data-exported", attachments=(file,)),))


def erased(conversation: Conversation, event: DataErased) -> Turn:
    """Nobody is known here any more; what the law keeps is said."""
    if event.erased is None:
        return Turn(login.without_person(conversation), (Say("data-erased-before"),))
    values = {"evidence": event.erased.evidence, "consents": event.erased.consents_ended, "kept": event.erased.kept}
    return Turn(login.without_person(conversation), (Say("data-erased", values),))
