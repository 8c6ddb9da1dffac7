"""What the citizen was told of a visit is what the ticket says, in the version it was told from, and nobody's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.database.encryption import Vault, new_secret
from bot.dialogue.guide import Guide
from bot.dialogue.planned import PlannedVisit
from bot.dialogue.wording import word
from bot.dialogue.words import Words
from bot.tickets.checklist import Bring, Checklist, verify
from bot.tickets.issuing import issuing
from bot.tickets.keys import by_fingerprint, signing_keys
from procedures.definition import Definition
from procedures.publication import Publication, publish
from procedures.vocabulary import Text
from tests.dialogue.core import GARDEN_EN, MONDAY, PARK_EN, Talk, guide
from tests.small import SMALL, small_definition

VAULT = Vault.from_secret(new_secret())
KEYS = by_fingerprint(key.public for key in signing_keys(VAULT))
ISSUE = issuing(VAULT)
ID, OLD_PERMIT = Bring(("id-card", "driving-licence")), Bring(("old-permit",), None, True)


def planned(talk: Talk) -> list[PlannedVisit]:
    return [each for reply in talk.replies for each in reply.planned]


def checklist(talk: Talk) -> Checklist:
    """That of the only visit of the last event."""
    (each,) = planned(talk)
    return verify(ISSUE(each, MONDAY), KEYS)


def parked(*answers: str, at: Guide | None = None) -> Talk:
    return Talk(at or guide()).say(PARK_EN, *answers, "window", "East", "Thursday 10:00", "1", "yes")


def other_text(definition: Definition) -> Publication:
    return publish(definition.model_copy(update={"title": Text(zh="停车证", en="Parking permit")}))


def test_a_ticket_says_what_was_promised() -> None:
    talk = parked("my own", "the keeper")
    (place,) = talk.matter.places
    assert checklist(talk) == Checklist(
        case=talk.matter.code,
        visit="apply",
        procedure=SMALL,
        publication=publish(small_definition()).hash[:12],
        centre="east",
        counter="permits",
        starts_at=datetime(2026, 12, 3, 2, 0, tzinfo=UTC),
        way="window",
        visits=1,
        bring=(ID, OLD_PERMIT),
        issued_at=MONDAY,
        sequence=place.sequence,
    )


def test_what_does_as_well_and_what_may_follow_is_promised_too() -> None:
    lease = Bring(("lease", "landlord-statement"), 5)
    assert checklist(parked("rented", "the keeper")).bring == (ID, lease, OLD_PERMIT)


def test_a_document_of_two_people_stands_there_once_and_nobody_is_named() -> None:
    talk = parked("my own", "somebody for the keeper")
    assert checklist(talk).bring == (ID, Bring(("power-of-attorney",)), OLD_PERMIT)
    (each,) = planned(talk)
    assert each.way is not None
    assert each.way.bring[0].of == ("you", "keeper")


def test_of_a_matter_with_two_visits_each_has_its_ticket() -> None:
    talk = Talk().say(GARDEN_EN, "East", "1", "yes")
    first, second = checklist(talk), checklist(talk.say("1", "yes"))
    assert (first.visit, second.visit) == ("choose", "fetch")
    assert (first.case, first.visits) == (second.case, 2)


def test_a_move_makes_the_older_ticket_the_lower_one() -> None:
    talk = parked("my own", "the keeper")
    before, after = checklist(talk), checklist(talk.say("move", "Friday 11:00", "1"))
    assert (before.case, before.visit) == (after.case, after.visit)
    assert before.sequence < after.sequence
    assert after.starts_at == datetime(2026, 12, 4, 3, 0, tzinfo=UTC)


def test_the_version_is_the_one_the_citizen_was_told_from() -> None:
    now = guide()
    old, new = now.current[SMALL], other_text(small_definition())
    talk = Talk(now).say(PARK_EN, "my own", "the keeper", "window", "East", "Thursday 10:00", "1")
    changed = replace(now, current={**now.current, SMALL: new}, kept={old.hash: old.definition})
    assert checklist(replace(talk, guide=changed).say("yes")).publication == old.hash[:12]


def test_the_version_is_the_present_one_where_the_old_text_is_gone() -> None:
    now, new = guide(), other_text(small_definition())
    talk = Talk(now).say(PARK_EN, "my own", "the keeper", "window", "East", "Thursday 10:00", "1")
    changed = replace(now, current={**now.current, SMALL: new})
    assert checklist(replace(talk, guide=changed).say("yes")).publication == new.hash[:12]


def test_who_does_not_come_gets_no_ticket() -> None:
    talk = parked("my own", "the keeper").say("cancel", "yes")
    (each,) = planned(talk)
    assert each.cancelled
    assert ISSUE(each, MONDAY) == ""


def test_what_nobody_knows_any_more_gets_no_ticket() -> None:
    (each,) = planned(parked("my own", "the keeper"))
    assert ISSUE(replace(each, outcome=None, way=None, visit=None), MONDAY) == ""


def test_what_no_code_could_hold_gets_no_ticket() -> None:
    (each,) = planned(parked("my own", "the keeper"))
    assert each.way is not None
    item = each.way.bring[0]
    many = tuple(replace(item, document=f"{number:x}-{number**7:x}") for number in range(1, 300))
    assert ISSUE(replace(each, way=replace(each.way, bring=many)), MONDAY) == ""


def test_the_message_carries_it() -> None:
    talk = parked("my own", "the keeper")
    words = Words("en", talk.guide.province)

    def ticket(each: PlannedVisit) -> str:
        return ISSUE(each, MONDAY)

    (entry,) = (entry for reply in talk.replies for entry in word(reply, words, ticket).entries)
    assert verify(entry.ticket, KEYS) == checklist(talk)
    (plain,) = (entry for reply in talk.replies for entry in word(reply, words).entries)
    assert plain == replace(entry, ticket="")
