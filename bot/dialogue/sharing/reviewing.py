"""What was found, shown before it is used: used as it is, wrong, brought on paper, or looked up again later.

If the citizen says that a register is wrong, the citizen's papers count (2018 Zhejiang regulation on "At Most One
Visit", art. 7), and the register's owner hears of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.dialogue.conversation import Conversation, Matter, Turn, Wake
from bot.dialogue.guide import Guide
from bot.dialogue.listing import open_choice
from bot.dialogue.prompting import carry_on, with_effect
from bot.dialogue.replies import Say
from bot.dialogue.shared_data import Finding
from bot.dialogue.sharing.consenting import in_step, look_up
from bot.dialogue.sharing.effects import Dispute, Disputed, LookedUp, Woken
from bot.dialogue.sharing.state import Sharing
from bot.dialogue.sharing.wanting import wanting_of
from procedures.vocabulary import YOU

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=10), timedelta(hours=6)
"""Between two looks at a register that did not answer: doubled each time."""
MOST_TRIES = 40
"""About nine days; then the citizen is told that it stays with the paper."""


def looked_up(conversation: Conversation, event: LookedUp, guide: Guide) -> Turn:
    """What the registers answered."""
    matter = conversation.find(event.effect.case)
    if matter is None or matter.sharing is None or event.effect.consent not in matter.sharing.consents.values():
        return carry_on(conversation, guide)  # given up or changed meanwhile
    sharing = matter.sharing.but(findings=_merged(matter.sharing.findings, _discreet(event.findings, matter, guide)))
    if sharing.waiting and sharing.step == "used":
        return _looked_up_again(conversation, matter, sharing, guide)
    return in_step(conversation, matter, sharing, "review", guide)


def use(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """Use what was found; what was not is brought, and the outcome says so."""
    sharing = matter.sharing
    if sharing is None or sharing.step not in ("review", "doubting"):
        return carry_on(conversation, guide, Say("button-too-old"))
    return in_step(conversation, matter, sharing, "used", guide)


def wait(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """Keep it, and look again until the registers are back."""
    sharing = matter.sharing
    if sharing is None or not sharing.unavailable():
        return carry_on(conversation, guide, Say("button-too-old"))
    sharing = sharing.but(waiting=True, tries=0)
    turn = in_step(conversation, matter, sharing, "used", guide, Say("wait-noted"))
    return Turn(turn.conversation, turn.replies, turn.effect, (_wake(matter, sharing, guide),))


def doubt(conversation: Conversation, matter: Matter, _: str, guide: Guide) -> Turn:
    """Something is wrong: which?"""
    if matter.sharing is None or not matter.sharing.doubtful():
        return carry_on(conversation, guide, Say("button-too-old"))
    return in_step(conversation, matter, matter.sharing, "doubting", guide)


def dispute(conversation: Conversation, matter: Matter, number: str, guide: Guide) -> Turn:
    """This one is wrong: its owner gets a notice, and the citizen's paper counts."""
    sharing = matter.sharing
    found = sharing.doubtful() if sharing else ()
    if sharing is None or not number.isascii() or not number.isdigit() or int(number) >= len(found):
        return carry_on(conversation, guide, Say("button-too-old"))
    finding = found[int(number)]
    consent = sharing.consent_for(finding.person) or ""
    return with_effect(conversation, Dispute(case=matter.code, consent=consent, finding=finding))


def disputed(conversation: Conversation, event: Disputed, guide: Guide) -> Turn:
    matter, finding = conversation.find(event.effect.case), event.effect.finding
    if matter is None or matter.sharing is None or finding.document is None:
        return carry_on(conversation, guide)
    thing = (finding.document, finding.person)
    sharing = matter.sharing.but(disputed=(*(t for t in matter.sharing.disputed if t != thing), thing))
    said = Say("dispute-noted", {"register": guide.province.registers[finding.register].name})
    return in_step(conversation, matter, sharing, "review", guide, said)


def choose(conversation: Conversation, matter: Matter, which: str, guide: Guide) -> Turn:
    """One of several children or companies: look up again, for this one."""
    person, _, number = which.partition(":")
    wanting, sharing = wanting_of(matter, guide), matter.sharing
    if wanting is None or sharing is None or YOU not in sharing.consents or not number.isdigit():
        return carry_on(conversation, guide, Say("button-too-old"))
    sharing = sharing.but(which={**sharing.which, person: int(number)})
    wanted = tuple(each for each in wanting.own(sharing) if each.person == person)
    return look_up(conversation.put(matter.but(sharing=sharing)), matter.code, sharing.consents[YOU], wanted)


def woken(conversation: Conversation, event: Woken, guide: Guide) -> Turn:
    """Time to look again, unless it no longer matters."""
    matter = conversation.find(event.case)
    sharing = matter.sharing if matter else None
    wanting = wanting_of(matter, guide) if matter else None
    if matter is None or sharing is None or wanting is None or not sharing.waiting:
        return Turn(conversation)
    missing = sharing.unavailable()
    people = sorted({finding.person for finding in missing})
    if not people:
        return Turn(conversation)
    person = people[sharing.tries % len(people)]  # a consent is one person's, so each look is about one of them
    things = {(finding.document, finding.person) for finding in missing}
    wanted = tuple(each for each in wanting.about(sharing, person) if (each.document, each.person) in things)
    consent = sharing.consent_for(person)
    return look_up(conversation, matter.code, consent, wanted) if wanted and consent else Turn(conversation)


def _looked_up_again(conversation: Conversation, matter: Matter, sharing: Sharing, guide: Guide) -> Turn:
    """Quietly, as long as nothing has changed; the citizen hears when the registers are back, or that they are not."""
    sharing = sharing.but(tries=sharing.tries + 1)
    if sharing.unavailable() and sharing.tries < MOST_TRIES:
        return Turn(_with(conversation, matter.but(sharing=sharing)), wakes=(_wake(matter, sharing, guide),))
    said = "wait-over" if not sharing.unavailable() else "wait-in-vain"
    matter = matter.but(sharing=sharing.but(waiting=False), told=None)
    conversation = _with(conversation, matter)
    if conversation.current == matter.code:
        return carry_on(conversation, guide, Say(said, {"title": guide.name(matter)}))
    return Turn(conversation, (Say(said, {"title": guide.name(matter)}, choices=(open_choice(matter, guide),)),))


def _with(conversation: Conversation, matter: Matter) -> Conversation:
    """The conversation with this matter changed, and the same one talked about."""
    matters = tuple(matter if other.code == matter.code else other for other in conversation.matters)
    return conversation.but(matters=matters)


def _wake(matter: Matter, sharing: Sharing, guide: Guide) -> Wake:
    pause = min(FIRST_PAUSE * 2 ** min(sharing.tries, 20), LONGEST_PAUSE)
    return Wake(matter.code, f"{matter.code}/{matter.steps}/{sharing.tries}", guide.now + pause)


def _discreet(findings: tuple[Finding, ...], matter: Matter, guide: Guide) -> tuple[Finding, ...]:
    """Without values about others: they agreed that it is looked up, not that it is shown in this chat."""
    wanting = wanting_of(matter, guide)
    return tuple(
        finding if wanting and wanting.is_mine(finding.person) else replace(finding, shown=()) for finding in findings
    )


def _merged(before: tuple[Finding, ...], now: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings, each thing once, as it was found last."""
    again = {(finding.document, finding.person, finding.register if not finding.document else "") for finding in now}
    kept = (
        finding
        for finding in before
        if (finding.document, finding.person, finding.register if not finding.document else "") not in again
    )
    return (*kept, *now)
