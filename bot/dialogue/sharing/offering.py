"""What can be tapped or said while it is settled what departments share."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialogue.conversation import Matter
from bot.dialogue.guide import Guide
from bot.dialogue.replies import Choice, Term
from bot.dialogue.sharing.comparing import differences
from bot.dialogue.sharing.state import Sharing
from bot.dialogue.sharing.wanting import things_of, wanting_of
from bot.dialogue.stage import ChoosingMe, Consenting, Doubting, Joined, Picking, Reviewing
from bot.dialogue.stage import Sharing as SharingStage
from procedures.outcome import Outcome
from procedures.vocabulary import YOU, Text

JOINED = (Choice("join-yes:", Term("join-yes")), Choice("join-no:", Term("join-no")))


def choices(stage: Joined | SharingStage, guide: Guide) -> tuple[Choice, ...]:
    """What can be tapped or said here."""
    match stage:
        case Joined():
            return JOINED
        case ChoosingMe(matter, outcome):
            return choosing_me(matter, outcome, guide)
        case Consenting(matter, _):
            return consenting(matter, guide)
        case Picking(matter, outcome):
            return picking(matter, outcome, guide)
        case Reviewing(matter, outcome):
            return reviewing(matter, outcome, guide)
        case Doubting(matter, outcome):
            return doubting(matter, outcome, guide)


def offering_to_look_up(matter: Matter, guide: Guide) -> tuple[Choice, ...]:
    """Once the outcome is told: look it up, or ask the others where that is done."""
    if matter.sharing is None or YOU not in matter.sharing.consents:
        return (Choice(f"check:{matter.code}", Term("check-first")),) if wanting_of(matter, guide) else ()
    return tuple(invitations(matter, matter.sharing, guide))


def consenting(matter: Matter, guide: Guide) -> tuple[Choice, ...]:
    """Agree, take some out, all on paper, or not now; where all of it is others', ask them."""
    labels = {"agree": "consent-agree", "pick": "consent-pick", "paper": "consent-paper-all", "skip": "consent-skip"}
    invited: tuple[Choice, ...] = ()
    if not things_of(matter, guide):
        labels = {"skip": "consent-skip"}
        invited = tuple(invitations(matter, matter.sharing or Sharing(step="consent"), guide))
    return (*invited, *(Choice(f"{verb}:{matter.code}", Term(label)) for verb, label in labels.items()))


def choosing_me(matter: Matter, outcome: Outcome, guide: Guide) -> tuple[Choice, ...]:
    """The procedure's people, of whom the citizen is one, or none."""
    wanting = wanting_of(matter, guide)
    people = (
        Choice(f"me:{matter.code}:{role}", outcome.definition.people[role].name)
        for role in (wanting.others() if wanting else ())
        if role in outcome.definition.people
    )
    return (*people, Choice(f"me:{matter.code}:", Term("me-nobody")))


def picking(matter: Matter, outcome: Outcome, guide: Guide) -> tuple[Choice, ...]:
    """Each document to be taken out or put back, then on."""
    paper = matter.sharing.paper if matter.sharing else ()
    each = (
        Choice(
            f"pick:{matter.code}:{number}",
            Term("pick-back" if thing in paper else "pick-out", {"what": whose(*thing, outcome, guide)}),
            _names(thing[0], guide),
        )
        for number, thing in enumerate(things_of(matter, guide))
    )
    return (*each, Choice(f"agree:{matter.code}", Term("consent-agree-rest")))


def reviewing(matter: Matter, outcome: Outcome, guide: Guide) -> tuple[Choice, ...]:
    """Use it; or what can be done about what does not fit."""
    sharing = matter.sharing or Sharing(step="review")
    undecided = sharing.undecided()
    if undecided is not None:
        return tuple(
            Choice(f"which:{matter.code}:{undecided.person}:{number}", Term("which-person", {"name": name}))
            for number, name in enumerate(undecided.candidates)
        )
    return (
        Choice(f"use:{matter.code}", Term("evidence-use")),
        *((Choice(f"wait:{matter.code}", Term("evidence-wait")),) if sharing.unavailable() else ()),
        *_corrections(matter, sharing, outcome),
        *((Choice(f"doubt:{matter.code}", Term("evidence-doubt")),) if sharing.doubtful() else ()),
        *((Choice(f"form:{matter.code}", Term("evidence-form-show")),) if outcome.form else ()),
        *invitations(matter, sharing, guide),
        Choice(f"paper:{matter.code}", Term("evidence-paper")),
        Choice(f"skip:{matter.code}", Term("evidence-close")),
    )


def doubting(matter: Matter, outcome: Outcome, guide: Guide) -> tuple[Choice, ...]:
    """Which finding is wrong; or none after all."""
    found = matter.sharing.doubtful() if matter.sharing else ()
    return (
        *(
            Choice(
                f"dispute:{matter.code}:{number}",
                Term("doubt-this", {"what": whose(finding.document or "", finding.person, outcome, guide)}),
                _names(finding.document or "", guide),
            )
            for number, finding in enumerate(found)
        ),
        Choice(f"use:{matter.code}", Term("doubt-none")),
    )


def _corrections(matter: Matter, sharing: Sharing, outcome: Outcome) -> Iterator[Choice]:
    """Where a register says something else: perhaps the answer was wrong, and not the register."""
    contradicting = [finding for finding in sharing.findings if finding.state == "contradicted"]
    differing = {answer.question.id: answer for finding in contradicting for answer in differences(finding, outcome)}
    for name, answer in differing.items():
        yield Choice(f"edit:{matter.code}:{name}", Term("change-answer", {"answer": answer.option}))


def invitations(matter: Matter, sharing: Sharing, guide: Guide) -> Iterator[Choice]:
    """Whose data only they themselves may agree to, and have neither agreed to nor refused."""
    wanting = wanting_of(matter, guide)
    refused = {person for _, person in sharing.paper}
    for role in wanting.others() if wanting else ():
        if wanting and role not in sharing.consents and role not in refused:
            named = wanting.outcome.definition.people.get(role)
            who = named.name if named else Text(zh=role, en=role)
            yield Choice(f"invite:{matter.code}:{role}", Term("invite-other", {"who": who}), (who.zh, who.en))


def _names(document: str, guide: Guide) -> tuple[str, str]:
    """How it may be called, whosever it is."""
    name = guide.province.documents[document].name
    return name.zh, name.en


def whose(document: str, person: str, outcome: Outcome, guide: Guide) -> Term | Text:
    """The document, with whose it is where it is not the citizen's own."""
    name = guide.province.documents[document].name
    named = outcome.definition.people.get(person)
    if person == YOU or named is None:
        return name
    return Term("of-people", {"name": name, "people": named.name})
