"""Handing it in, once whatever happens; adding to it; taking it back. What the office answers is told as it stands."""

from __future__ import annotations

from bot.dialogue.applications import Added, Entered, HandedIn, Part, Submission
from bot.dialogue.applying.effects import AddToCase, CaseTold, CaseTurnedDown, Submit, TakeBack
from bot.dialogue.applying.needs import Needs
from bot.dialogue.applying.offering import case_choices
from bot.dialogue.applying.stages import Checking
from bot.dialogue.applying.state import Applying, Now
from bot.dialogue.applying.together import ALL, ready_besides
from bot.dialogue.conversation import Conversation, Matter, Turn
from bot.dialogue.guide import Guide
from bot.dialogue.identity import Level
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.replies import Receipt, Reply, Say
from bot.dialogue.sharing import login
from bot.dialogue.stage import Stage, stage_of
from procedures.condition import ALWAYS

# --- what the citizen wants ----------------------------------------------------------------------------------------


def submit(conversation: Conversation, matter: Matter, which: str, guide: Guide) -> Turn:
    """Hand in what was looked over; `all`: with the other matters that are ready, as one application under one code.

    Whoever does it shows who they are as surely as these ways ask.
    """
    stage: Stage = stage_of(conversation, guide)
    if not isinstance(stage, Checking):
        return carry_on(conversation, guide, Say("button-too-old"))
    others = ready_besides(conversation, stage, guide) if which == ALL else ()
    by_face = any(needs.way.way.identity == "face" for needs in (stage.needs, *others))
    level: Level = "face" if by_face else "real-name"
    verified = login.who(conversation, guide, level)
    if verified is None:
        return login.ask(conversation, f"submit:{matter.code}:{which}", guide, level)
    submission = submission_of(stage.needs)
    submission = submission.model_copy(update={"parts": (*submission.parts, *map(part_of, others))})
    return with_effect(conversation, Submit(case=matter.code, person=verified.person, submission=submission))


def add(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """Send on what was uploaded since it was handed in, all at once."""
    applying = matter.applying
    if applying is None or applying.now is None or not applying.additions:
        return carry_on(conversation, guide, Say("add-nothing"))
    verified = login.who(conversation, guide)
    if verified is None:
        return login.ask(conversation, f"add:{matter.code}", guide)
    papers = tuple(
        HandedIn(document=upload.document, person=upload.person, paper=upload.paper) for upload in applying.additions
    )
    return with_effect(conversation, AddToCase(case=matter.code, person=verified.person, added=Added(papers=papers)))


def take_back(conversation: Conversation, matter: Matter, sure: str, guide: Guide) -> Turn:
    """Take the application back: a yes is asked for first."""
    if not matter.submitted:
        return carry_on(conversation, guide, Say("button-too-old"))
    if sure != "yes":
        return carry_on(conversation.but(sure="take-back"), guide)
    verified = login.who(conversation, guide)
    if verified is None:
        return login.ask(conversation, f"take-back:{matter.code}", guide)
    return with_effect(conversation, TakeBack(case=matter.code, person=verified.person))


def submission_of(needs: Needs) -> Submission:
    """The application as it is handed in: all that the citizen saw on the card, and nothing else."""
    return Submission(case=needs.matter.code, parts=(part_of(needs),), give=needs.giving() or needs.givings()[0])


def part_of(needs: Needs) -> Part:
    """One procedure of it."""
    matter, applying, outcome = needs.matter, needs.applying, needs.outcome
    form = tuple(
        Entered(
            id=line.field.id,
            label=line.field.label,
            person=line.person,
            value=applying.typed.get(line.field.id),
            source=line.field.source,
        )
        for line in needs.lines()
    )
    tolerated = {thing: item.tolerated for item, thing in needs.things()}
    papers = (
        *(HandedIn(document=up.document, person=up.person, paper=up.paper) for up in applying.uploads),
        *(
            HandedIn(document=document, person=person, follows_within=tolerated.get((document, person)))
            for document, person in applying.following
        ),
    )
    return Part(
        procedure=matter.procedure,
        publication=matter.publication,
        title=outcome.definition.title,
        answers=dict(outcome.journey.answers),
        form=form,
        consents=tuple((matter.sharing.consents if matter.sharing else {}).values()),
        papers=papers,
        signed=tuple(item.document for item in needs.commitments()),
        # Those that hold on this path; their conditions have done their work.
        approvals=tuple(approval.model_copy(update={"when": ALWAYS}) for approval in outcome.approvals),
        then=tuple(then.model_copy(update={"when": ALWAYS}) for then in outcome.then),
        time=outcome.definition.time,
    )


# --- what the office answers ---------------------------------------------------------------------------------------


def told(conversation: Conversation, event: CaseTold, guide: Guide) -> Turn:
    """It is done: said as the office holds it now."""
    effect, status = event.effect, event.status
    matter = conversation.find(effect.case)
    if matter is None:
        return carry_on(conversation, guide)
    applying = (matter.applying or Applying()).but(now=Now.of(status), begun=False)
    said: Reply = Say("taken-back", {"title": guide.name(matter)})
    if isinstance(effect, Submit):
        said = Receipt(status, choices=case_choices(matter.but(applying=applying)))
        conversation = _joined(conversation, effect, applying)
    elif isinstance(effect, AddToCase):
        applying = applying.but(additions=(), following=_still_following(applying, effect))
        said = Say("added", {"title": guide.name(matter)}, choices=case_choices(matter.but(applying=applying)))
    return Turn(conversation.put(matter.but(applying=applying)), (said,))


def _joined(conversation: Conversation, effect: Submit, applying: Applying) -> Conversation:
    """The matters that were handed in with this one stand as it stands."""
    together = {part.procedure for part in effect.submission.parts}
    return conversation.but(
        matters=tuple(
            other.but(applying=(other.applying or Applying()).but(now=applying.now, begun=False, joined=effect.case))
            if other.code != effect.case and other.procedure in together and not other.submitted
            else other
            for other in conversation.matters
        )
    )


def _still_following(applying: Applying, effect: AddToCase) -> tuple[tuple[str, str], ...]:
    here = {(paper.document, paper.person) for paper in effect.added.papers}
    return tuple(thing for thing in applying.following if thing not in here)


def turned_down(conversation: Conversation, event: CaseTurnedDown, guide: Guide) -> Turn:
    """Why not, and what to do: lines that nothing fills any more are written by hand."""
    matter = conversation.find(event.effect.case)
    if event.why == "person-gone":
        return carry_on(login.without_person(conversation), guide, Say("login-over"))
    if matter is not None and event.why == "incomplete":
        return _incomplete(conversation, matter, event.missing, guide)
    return carry_on(conversation, guide, Say(f"case-{event.why}"))


def _incomplete(conversation: Conversation, matter: Matter, missing: tuple[str, ...], guide: Guide) -> Turn:
    """What is gone is asked for again: papers by uploading, and what registers said, with their consent, by looking."""
    applying = matter.applying or Applying()
    gone = [up for up in (*applying.uploads, *applying.additions) if up.document in missing or up.paper in missing]
    if not gone:
        again = matter.but(sharing=None, told=None)
        return carry_on(conversation.put(again), guide, Say("case-incomplete"))
    for upload in gone:
        applying = applying.without((upload.document, upload.person))
    applying = applying.but(additions=tuple(up for up in applying.additions if up not in gone))
    return carry_on(conversation.put(matter.but(applying=applying)), guide, Say("case-papers-gone"))
