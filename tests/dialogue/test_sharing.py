"""Each step of sharing in the pure core: what is asked, what can be tapped, what it leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.replies import Card, EvidenceCard, FormCard, OwnDataCard
from bot.dialogue.shared_data import State
from bot.dialogue.sharing.effects import (
    AnswerInvitation,
    Dispute,
    EraseOwnData,
    ExportOwnData,
    GiveConsent,
    Invite,
    LookUp,
    OpenLogin,
    OtherAnswered,
    Withdraw,
    Woken,
)
from tests.dialogue.core import GARDEN_EN, PARK_EN, PARK_ZH, Talk, guide
from tests.dialogue.offices import RIGHT, Offices

OWNER = ("q:dwelling:owned", "q:handled_by:self")
AGENT = ("q:dwelling:owned", "q:handled_by:agent")
HOME, CAR = ("home-certificate", "you"), ("vehicle-licence", "you")


def told(*answers: str, states: tuple[State, ...] = ("found",)) -> Talk:
    """The outcome is told, and the departments may be asked; `states` comes of it."""
    talk = Talk(guide(shares=True))
    talk.window.offices = Offices(states)
    return talk.say(PARK_ZH).tap(*(answers or OWNER))


def verified(*answers: str, states: tuple[State, ...] = ("found",)) -> Talk:
    return told(*answers, states=states).tap("check:").say(RIGHT)


def reviewed(*states: State) -> Talk:
    return verified(states=states or ("found",)).tap("agree:")


def later(talk: Talk, **span: float) -> Talk:
    talk.guide = replace(talk.guide, now=talk.guide.now + timedelta(**span))
    return talk


# --- who somebody is -------------------------------------------------------------------------------------------------


def test_nobody_is_asked_to_log_in_for_an_outcome_or_a_place() -> None:
    talk = told().tap("way:window", "at:east")
    assert not any(isinstance(effect, OpenLogin) for effect in talk.effects)
    assert talk.at == "ChoosingSlot apply"


def test_a_look_up_asks_who_one_is_first() -> None:
    talk = told().tap("check:")
    assert (talk.said, talk.conversation.verified) == (["login-link"], None)
    assert [effect.kind for effect in talk.effects] == ["open-login"]
    talk.say(RIGHT)
    assert (talk.at, talk.said) == ("Consenting", ["login-done", "ConsentCard"])


def test_without_departments_nothing_of_it_is_offered() -> None:
    talk = Talk(guide(shares=False)).say(PARK_ZH).tap(*OWNER)
    assert not any(choice.key.startswith("check") for reply in talk.replies for choice in reply.choices)
    assert talk.tap("check:").said == ["check-not-here", "which-way"]
    assert talk.say("/mydata").said == ["login-not-here", "which-way"]


def test_wrong_digits_may_be_corrected() -> None:
    talk = told().tap("check:").say("654321")
    assert talk.said == ["login-wrong"]
    assert talk.say(RIGHT).at == "Consenting"


def test_digits_that_nobody_waits_for_are_no_login() -> None:
    assert told().say(f"/start login-{RIGHT}").said == ["login-not-asked", "which-way"]


def test_a_login_can_be_left() -> None:
    talk = told().tap("check:").tap("unlogin:")
    assert talk.said == ["login-left", "which-way"]
    assert talk.say(RIGHT).conversation.verified is None


def test_who_one_is_holds_for_half_an_hour() -> None:
    talk = later(verified().tap("skip:"), minutes=29)
    assert talk.tap("check:").at == "Consenting"
    later(talk.tap("skip:"), minutes=1)
    assert talk.tap("check:").said == ["login-link"]


def test_somebody_else_who_logs_in_sees_nothing_of_the_one_before() -> None:
    talk = later(reviewed().tap("use:"), minutes=31).say("/mydata")
    talk.window.offices.person = "somebody else"
    talk.say(RIGHT)
    assert talk.matter.sharing is None


def test_log_out_leaves_matters_and_forgets_who_it_was() -> None:
    talk = verified().say("/logout")
    assert (talk.said, talk.conversation.verified) == (["logged-out"], None)
    assert talk.matter.answers
    assert talk.say("/logout").said == ["not-logged-in"]


@pytest.mark.parametrize("yes", ["是的", "yes"])
def test_this_is_no_longer_me_takes_everything_away_after_a_yes(yes: str) -> None:
    talk = reviewed().tap("use:").say("这不是我了")
    assert (talk.at, talk.said, len(talk.conversation.matters)) == ("SureOfOwn", ["sure-not-me"], 1)
    talk.say(yes)
    assert talk.said == ["not-me-any-more"]
    assert (talk.conversation.matters, talk.conversation.verified) == ((), None)


def test_this_is_no_longer_me_may_be_thought_better_of() -> None:
    talk = reviewed().tap("use:").say("这不是我了", "不")
    assert talk.said[0] == "kept-as-it-is"
    assert talk.matter.sharing is not None
    assert talk.conversation.verified is not None


# --- consent ---------------------------------------------------------------------------------------------------------


def test_nothing_is_read_before_a_yes() -> None:
    talk = verified()
    assert not any(isinstance(effect, GiveConsent | LookUp) for effect in talk.effects)
    talk.say("同意")
    agreed, asked = talk.effects
    assert isinstance(agreed, GiveConsent)
    assert isinstance(asked, LookUp)
    assert [(each.document, each.person) for each in asked.wanted] == [HOME, CAR]


def test_what_is_brought_on_paper_is_not_asked_for() -> None:
    talk = verified().tap("pick:").tap("pick:0")
    assert talk.at == "Picking"
    talk.tap("agree:")
    [asked] = [effect for effect in talk.effects if isinstance(effect, LookUp)]
    assert [(each.document, each.person) for each in asked.wanted] == [CAR]
    talk.tap("use:")
    assert [gap.why for gap in talk.reply(Card).outcome.gaps] == ["refused"]


def test_what_was_taken_out_can_be_put_back() -> None:
    talk = verified().tap("pick:").tap("pick:0", "pick:0", "agree:")
    [asked] = [effect for effect in talk.effects if isinstance(effect, LookUp)]
    assert [each.document for each in asked.wanted] == [HOME[0], CAR[0]]


def test_all_on_paper_reads_nothing() -> None:
    talk = verified().tap("paper:")
    assert (talk.said, talk.effects) == (["paper-then", "Card", "which-way"], [])
    assert {gap.why for gap in talk.reply(Card).outcome.gaps} == {"refused"}


def test_not_now_changes_nothing() -> None:
    talk = verified().tap("skip:")
    assert talk.said[0] == "check-later"
    assert talk.matter.sharing is None


def test_whoever_acts_for_others_asks_them() -> None:
    talk = verified(*AGENT)
    assert (talk.at, talk.keys) == ("ChoosingMe", ["me:keeper", "me:"])
    talk.tap("me:")
    assert (talk.at, talk.keys) == ("Consenting", ["invite:keeper", "skip"])


# --- what was found --------------------------------------------------------------------------------------------------


def test_what_was_found_counts_only_when_it_was_seen() -> None:
    talk = reviewed("not_found")
    assert (talk.at, talk.keys) == ("Reviewing", ["use", "form", "paper", "skip"])
    assert talk.guide.outcome_of(talk.guide.current["parking-permit"].definition, talk.matter).gaps == ()
    card = talk.tap("use:").reply(Card)
    assert [gap.why for gap in card.outcome.gaps] == ["not_found", "not_found"]


@pytest.mark.parametrize(
    ("state", "why"),
    [("not_found", "not_found"), ("expired", "not_found"), ("contradicted", "contradicted"), ("unavailable", "down")],
)
def test_each_answer_of_a_register_leads_to_its_gap(state: State, why: str) -> None:
    card = reviewed("found", state).tap("use:").reply(Card)
    assert [(gap.document, gap.why) for gap in card.outcome.gaps] == [(CAR[0], why)]
    assert set(card.seen) == {HOME}


def test_a_register_that_is_wrong_gives_way_to_paper_and_hears_of_it() -> None:
    talk = reviewed().tap("doubt:")
    assert (talk.at, talk.keys) == ("Doubting", ["dispute:0", "dispute:1", "use"])
    talk.tap("dispute:1")
    assert [type(effect) for effect in talk.effects] == [Dispute]
    assert [finding.document for finding in talk.window.offices.disputed] == [CAR[0]]
    card = talk.tap("use:").reply(Card)
    assert [(gap.document, gap.why) for gap in card.outcome.gaps] == [(CAR[0], "contradicted")]


def test_the_preview_may_be_refused_and_what_was_read_is_erased() -> None:
    talk = reviewed().tap("paper:")
    assert [type(effect) for effect in talk.effects] == [Withdraw]
    assert talk.window.offices.consents == {}
    assert {gap.why for gap in talk.reply(Card).outcome.gaps} == {"refused"}


def test_the_preview_may_be_closed() -> None:
    talk = reviewed().tap("skip:")
    assert talk.said == ["preview-closed", "Card", "which-way"]
    assert talk.matter.sharing is None


def test_what_was_found_goes_with_its_consent() -> None:
    talk = later(reviewed("not_found").tap("use:"), days=89)
    assert talk.tap("way:window").matter.sharing is not None
    talk = later(talk, days=1)
    talk.say("/help")
    assert talk.matter.sharing is None
    assert talk.guide.outcome_of(talk.guide.current["parking-permit"].definition, talk.matter).gaps == ()


def test_another_answer_needs_another_look() -> None:
    talk = reviewed().tap("use:").tap("edit:dwelling", "q:dwelling:rented")
    assert talk.matter.sharing is None


def test_one_of_several_is_chosen_and_looked_up_alone() -> None:
    talk = reviewed("several", "found")
    assert talk.keys == ["which:you:0", "which:you:1"]
    talk.window.offices = Offices(("found",), talk.window.offices.consents)
    talk.tap("which:you:1")
    [asked] = [effect for effect in talk.effects if isinstance(effect, LookUp)]
    assert {each.which for each in asked.wanted} == {1}
    assert talk.keys[0] == "use"


def test_old_buttons_say_so() -> None:
    talk = told()
    for tap in ("use:", "doubt:", "dispute:0", "wait:", "which:you:0", "form:", "fix:plate", "invite:keeper", "pick:0"):
        assert talk.tap(tap).said[0] == "button-too-old", tap


# --- the form --------------------------------------------------------------------------------------------------------


def test_a_field_can_be_corrected_and_the_card_shows_it() -> None:
    talk = reviewed().tap("form:")
    assert [choice.key.partition(":")[0] for choice in talk.reply(FormCard).choices] == ["fix"]
    talk.tap("fix:plate")
    assert talk.said == ["form-type"]
    talk.say("浙A00000")
    assert talk.reply(FormCard).corrected == {"plate": "浙A00000"}
    assert talk.at == "Reviewing"


def test_what_is_not_shown_cannot_be_typed_either() -> None:
    talk = reviewed()
    assert talk.matter.sharing is not None
    hidden = tuple(replace(finding, shown=()) for finding in talk.matter.sharing.findings)
    talk.conversation = talk.conversation.put(talk.matter.but(sharing=talk.matter.sharing.but(findings=hidden)))
    assert talk.tap("form:").reply(FormCard).choices == ()


# --- a register that does not answer ---------------------------------------------------------------------------------


def waiting(talk: Talk) -> Talk:
    """Its time has come, and the registers are asked once more."""
    return talk.hear(Woken(talk.matter.code))


def test_who_waits_is_told_what_is_brought_today_and_looked_up_for_again() -> None:
    talk = reviewed("unavailable").tap("wait:")
    assert talk.said == ["wait-noted", "Card", "which-way"]
    assert {gap.why for gap in talk.reply(Card).outcome.gaps} == {"down"}
    talk.window.offices = Offices(("found",), talk.window.offices.consents)
    assert waiting(talk).said == ["wait-over", "Card", "which-way"]
    assert talk.reply(Card).outcome.gaps == ()
    assert waiting(talk).said == []


def test_nothing_is_said_while_nothing_has_changed() -> None:
    talk = reviewed("unavailable").tap("wait:")
    turn = talk.step(Woken(talk.matter.code))
    assert isinstance(turn.effect, LookUp)
    turn = talk.step(talk.window.answer(turn.effect, talk.guide.province, talk.guide.now))
    assert turn.replies == ()
    assert [wake.at - talk.guide.now for wake in turn.wakes] == [timedelta(minutes=20)]


def test_after_nine_days_it_stays_with_the_paper() -> None:
    talk = reviewed("unavailable").tap("wait:")
    while not waiting(talk).said:
        pass
    assert talk.said[0] == "wait-in-vain"
    assert talk.matter.sharing is not None
    assert talk.matter.sharing.tries == 40


def test_a_matter_that_was_given_up_is_not_looked_up_again() -> None:
    talk = reviewed("unavailable").tap("wait:")
    code = talk.matter.code
    talk.say("不办了", "是的")
    assert talk.hear(Woken(code)).said == []


def test_news_of_another_matter_come_with_a_button() -> None:
    talk = reviewed("unavailable").tap("wait:")
    code = talk.matter.code
    talk.say(GARDEN_EN)
    talk.window.offices = Offices(("found",), talk.window.offices.consents)
    talk.hear(Woken(code))
    assert talk.said == ["wait-over"]
    assert [choice.key for choice in talk.replies[0].choices] == [f"open:{code}"]


# --- others ----------------------------------------------------------------------------------------------------------


def invited() -> Talk:
    return verified(*AGENT).tap("me:", "invite:keeper")


def test_an_invitation_names_what_is_asked_of_whom() -> None:
    talk = invited()
    [effect] = talk.effects
    assert isinstance(effect, Invite)
    assert (effect.role, [each.document for each in effect.wanted]) == ("keeper", [HOME[0], CAR[0]])
    assert talk.said[0] == "invite-code"


def test_others_agree_to_what_they_are_shown() -> None:
    talk = invited()
    [code] = talk.window.offices.invitations
    talk.window.offices.person = "the keeper"
    other = Talk(guide(shares=True), window=talk.window).say(f"同意码 {code}")
    assert other.said == ["login-link"]
    other.say(RIGHT)
    assert (other.at, other.keys) == ("Joined", ["join-yes:", "join-no:"])
    other.tap("join-yes:")
    assert [type(effect) for effect in other.effects] == [GiveConsent, AnswerInvitation]
    assert other.said == ["join-thanks"]
    assert other.say(f"agree {code.lower()}").said == ["invite-unknown"]


def test_nobody_agrees_for_another_by_sending_themselves_the_code() -> None:
    talk = invited()
    [code] = talk.window.offices.invitations
    other = Talk(guide(shares=True), window=talk.window).say(f"同意码 {code}", RIGHT)
    assert (other.said, other.at) == (["login-done", "invite-own"], "Idle")


def test_what_they_agreed_to_is_looked_up_and_their_values_are_not_shown() -> None:
    talk = invited()
    offices = talk.window.offices
    [code] = offices.invitations
    offices.person = "the keeper"
    Talk(guide(shares=True), window=talk.window).say(f"/start join-{code}", RIGHT).tap("join-yes:")
    [consent] = offices.consents
    talk.hear(OtherAnswered(talk.matter.code, "keeper", consent))
    card = talk.reply(EvidenceCard)
    assert [(finding.person, finding.state, finding.shown) for finding in card.findings] == [
        ("keeper", "found", ()),
        ("keeper", "found", ()),
    ]
    assert "doubt" not in talk.keys


def test_who_refuses_brings_it() -> None:
    talk = invited()
    talk.hear(OtherAnswered(talk.matter.code, "keeper", None))
    assert talk.said[0] == "invite-refused"
    assert talk.matter.sharing is not None
    assert [person for _, person in talk.matter.sharing.paper] == ["keeper", "keeper"]


def test_an_answer_to_what_was_given_up_is_not_told() -> None:
    talk = invited()
    code = talk.matter.code
    talk.say("不办了", "是的")
    assert talk.hear(OtherAnswered(code, "keeper", "consent-9")).said == []


# --- own data --------------------------------------------------------------------------------------------------------


def test_own_data_shows_withdraws_exports() -> None:
    talk = reviewed().tap("use:").say("/mydata")
    card = talk.reply(OwnDataCard)
    assert [choice.key for choice in card.choices] == ["data:withdraw:consent-1", "data:export", "data:erase"]
    talk.tap("data:export")
    assert [type(effect) for effect in talk.effects] == [ExportOwnData]
    assert [attachment.name for attachment in talk.replies[0].attachments] == ["my-data.json"]
    talk.tap("data:withdraw:consent-1")
    assert talk.said == ["data-withdrawn", "Card", "which-way"]
    assert talk.matter.sharing is None


def test_own_data_is_erased_after_a_yes_alone() -> None:
    talk = reviewed().tap("use:").say("删除我的数据")
    assert (talk.at, talk.effects) == ("SureOfOwn", [])
    assert talk.tap("data:keep").said[0] == "kept-as-it-is"
    assert talk.tap("data:erase-yes").said[0] == "button-too-old"
    talk.say("删除我的数据", "是的")
    assert [type(effect) for effect in talk.effects] == [EraseOwnData]
    assert (talk.conversation.verified, talk.matter.sharing) == (None, None)


def test_own_data_needs_no_matter() -> None:
    talk = Talk(guide(shares=True)).say("my data", RIGHT)
    assert (talk.said, talk.at) == (["login-done", "OwnDataCard"], "Idle")


def test_a_person_who_was_erased_elsewhere_logs_in_again() -> None:
    talk = verified()
    talk.window.offices.known = False
    talk.tap("agree:")
    assert talk.said[0] == "login-over"
    assert talk.conversation.verified is None


def test_english_is_heard_as_well() -> None:
    talk = (
        Talk(guide(shares=True)).say(PARK_EN).tap(*OWNER).say("have it looked up first", RIGHT, "I agree", "all right")
    )
    assert set(talk.reply(Card).seen) == {HOME, CAR}
