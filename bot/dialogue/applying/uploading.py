"""A file that the citizen sends: why it is not taken, or what it is for."""

from __future__ import annotations

from bot.dialogue.applying import following
from bot.dialogue.applying.offering import case_choices
from bot.dialogue.applying.stages import Submitted, Uploading
from bot.dialogue.applying.state import Applying, Upload
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.events import Attached
from bot.dialogue.guide import Guide
from bot.dialogue.papers import LARGEST_MB, MOST_PAGES, MOST_WAITING, KeptPaper, PaperWhy
from bot.dialogue.prompting import carry_on
from bot.dialogue.replies import Say
from bot.dialogue.sharing.state import Thing
from bot.dialogue.stage import Done, Idle, stage_of
from procedures.vocabulary import YOU

BESIDES: Thing = ("", YOU)
"""What a department asked for in its own words."""


def attached(conversation: Conversation, event: Attached, guide: Guide) -> Turn:
    """What a file leads to."""
    conversation = conversation.but(misses=0)
    stage = stage_of(conversation, guide)
    if event.paper is not None and isinstance(stage, Uploading):
        return _uploaded(conversation, stage, event.paper, guide)
    if event.paper is not None and isinstance(stage, Submitted):
        return _added(conversation, stage, event.paper, guide)
    said = Say("paper-not-asked") if event.why is None else refused(event.why)
    if isinstance(stage, Idle | Done):
        return Turn(conversation, (said,))
    return carry_on(conversation, guide, said)


def _uploaded(conversation: Conversation, stage: Uploading, paper: KeptPaper, guide: Guide) -> Turn:
    """A page of what is asked for now."""
    applying = stage.matter.applying or Applying()
    applying = applying.but(uploads=(*applying.uploads, _upload(stage.thing, paper)))
    return carry_on(conversation.put(stage.matter.but(applying=applying)), guide)


def _added(conversation: Conversation, stage: Submitted, paper: KeptPaper, guide: Guide) -> Turn:
    """Something that was asked for since it was handed in, or that was to follow; sent on all at once."""
    applying = stage.matter.applying or Applying()
    to_follow = {document for document, _ in applying.following}
    besides = any(item not in to_follow for item in stage.now.asked)
    thing = BESIDES if besides else next(iter(_still_missing(applying)), None)
    if stage.now.over:
        return Turn(conversation, (Say("case-not-asked", choices=case_choices(stage.matter)),))
    if thing is None:  # perhaps somebody has asked, and the news is still on its way
        return following.ask_status(conversation, stage.matter, "", guide)
    applying = applying.but(additions=(*applying.additions, _upload(thing, paper)))
    matter: Matter = stage.matter.but(applying=applying)
    said = Say("add-got", {"count": len(applying.additions)}, choices=case_choices(matter))
    return Turn(conversation.put(matter), (said,))


def _still_missing(applying: Applying) -> tuple[Thing, ...]:
    here = {(upload.document, upload.person) for upload in applying.additions}
    return tuple(thing for thing in applying.following if thing not in here) or applying.following


def _upload(thing: Thing, paper: KeptPaper) -> Upload:
    return Upload(document=thing[0], person=thing[1], paper=paper.id, name=paper.name)


def refused(why: PaperWhy) -> Say:
    """Why a file is not taken, with the limit that counts."""
    return Say(f"paper-refused-{why}", {"megabytes": LARGEST_MB, "pages": MOST_PAGES, "files": MOST_WAITING})
