"""An application from the first line to the result in hand: prepared, looked over, handed in once, followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.dialogue.applications import Happening, Refusal
from bot.dialogue.applying.effects import AddToCase, Progressed, ReadCase, ReadWithPass, Submit, TakeBack
from bot.dialogue.applying.reading import code_in
from bot.dialogue.events import Attached, NoAnswer, Said, Tapped
from bot.dialogue.papers import KeptPaper
from bot.dialogue.replies import ApplicationCard, Progress, Receipt, Reply, Timeline
from bot.dialogue.sharing.effects import OpenLogin
from bot.dialogue.stage import stage_of
from bot.dialogue.wording import word
from bot.dialogue.words import Words
from procedures.definition import FormField
from procedures.publication import publish
from procedures.vocabulary import Text
from tests.dialogue.case_office import ONCE
from tests.dialogue.core import PARK_ZH, Talk, catalogue, guide
from tests.dialogue.offices import RIGHT
from tests.small import small_definition, small_province

OWNER = ("q:dwelling:owned", "q:handled_by:self")
TENANT = ("q:dwelling:rented", "q:handled_by:self")
PHONE = FormField(id="phone", label=Text(zh="联系电话", en="phone number"), type="phone")


def parking(**changes: object) -> Talk:
    """The parking permit, with a phone number that nobody knows but the citizen, and other `changes`."""
    form = (*small_definition().form, PHONE)
    altered = small_definition().model_copy(update={"form": form, **changes})
    known = guide(shares=True, applies=True)
    procedures = {**catalogue().procedures, altered.id: publish(altered)}
    return Talk(replace(known, current=procedures))


def begun(*answers: str, **changes: object) -> Talk:
    """The outcome is told, the online way taken, and the application wanted."""
    talk = parking(**changes).say(PARK_ZH).tap(*(answers or OWNER)).tap("way:online", "apply:")
    return talk.say(RIGHT).tap("agree:", "use:")


def checked(*answers: str) -> Talk:
    """Everything is there, to be looked over."""
    return begun(*answers).say("13800138000")


def submitted(*answers: str) -> Talk:
    talk = checked(*answers).tap("submit:")
    talk.window.offices.level = "face"
    return talk.say(RIGHT)


def paper(number: int = 1) -> Attached:
    return Attached(KeptPaper(id=f"paper-{number}", name=f"page {number}.jpg", kind="jpeg", pages=1, size=9000), None)


def text(talk: Talk, kind: type[Reply]) -> str:
    return word(talk.reply(kind), Words("en", small_province())).text


# --- preparing -------------------------------------------------------------------------------------------------------


def test_it_begins_with_what_departments_know_and_asks_only_for_the_rest() -> None:
    talk = parking().say(PARK_ZH).tap(*OWNER, "way:online")
    assert "apply" in talk.keys
    talk.tap("apply:")
    assert isinstance(talk.effects[0], OpenLogin)
    talk.say(RIGHT)
    assert talk.at == "Consenting"
    talk.tap("agree:", "use:")
    assert talk.at == "Writing"
    assert talk.said[-1] == "write-line-hint"


def test_without_an_office_nothing_is_offered() -> None:
    talk = Talk(replace(parking().guide, applies=False)).say(PARK_ZH).tap(*OWNER, "way:online")
    assert "apply" not in talk.keys
    assert talk.tap("apply:").said[0] == "button-too-old"


def test_a_wrong_value_is_told_and_asked_again() -> None:
    talk = begun().say("1380013")
    assert talk.said == ["value-wrong-phone", "write-line-hint"]
    talk.say("138 0013 8000")
    assert talk.at == "Checking"


def test_a_question_amid_the_form_is_answered_and_the_line_stays_open() -> None:
    talk = begun().say("帮助")
    assert talk.said == ["help", "write-line-hint"]


def test_the_card_shows_every_line_and_each_can_be_changed() -> None:
    talk = checked()
    card = talk.reply(ApplicationCard)
    assert dict(card.typed) == {"phone": "+86 138 0013 8000"}
    assert [line.field.id for line in card.lines] == ["plate", "phone"]
    talk.tap("amend:")
    assert [key for key in talk.keys if not key.startswith("amend")] == [
        "edit:dwelling",
        "edit:handled_by",
        "fix:plate",
        "fix:phone",
    ]
    talk.tap("fix:phone")
    assert talk.at == "Writing"
    assert talk.say("13900139000").at == "Checking"
    assert dict(talk.reply(ApplicationCard).typed) == {"phone": "+86 139 0013 9000"}


def test_a_changed_answer_begins_the_look_up_anew_and_keeps_what_was_written() -> None:
    talk = checked().tap("amend:", "edit:dwelling", "q:dwelling:employer", "way:online", "apply:")
    assert talk.at == "Consenting"
    talk.tap("agree:", "use:")
    assert talk.at == "Checking"
    assert dict(talk.reply(ApplicationCard).typed) == {"phone": "+86 138 0013 8000"}


def test_papers_are_uploaded_page_by_page() -> None:
    talk = checked(*TENANT)
    assert talk.at == "Uploading"
    assert talk.said[-1] == "upload-one-of"
    assert talk.tap("enough:0").said[0] == "upload-first"
    talk.hear(paper(1)).hear(paper(2))
    assert talk.said == ["upload-more"]
    talk.tap("enough:0")
    assert talk.at == "Checking"
    assert list(talk.reply(ApplicationCard).uploads.values()) == [("page 1.jpg", "page 2.jpg")]


def test_an_upload_can_be_replaced() -> None:
    talk = checked(*TENANT).hear(paper(1)).tap("enough:0", "amend:", "reupload:0")
    assert talk.at == "Uploading"
    talk.hear(paper(2)).tap("enough:0")
    assert list(talk.reply(ApplicationCard).uploads.values()) == [("page 2.jpg",)]


def test_a_tolerated_paper_may_follow_and_its_day_and_consequence_stand_on_the_card() -> None:
    talk = checked(*TENANT).tap("follow:0")
    assert talk.at == "Checking"
    assert list(talk.reply(ApplicationCard).following.values()) == [(5, date(2026, 12, 7))]  # from Monday to Monday
    shown = text(talk, ApplicationCard)
    assert "by Mon, Dec 7 (5 working days)" in shown
    assert "incomplete" in shown


def test_a_file_that_nobody_asked_for_is_not_kept_in_the_application() -> None:
    talk = checked().hear(paper())
    assert talk.said[0] == "paper-not-asked"
    assert talk.at == "Checking"


def test_how_the_result_comes_is_chosen_where_there_is_a_choice() -> None:
    result = small_definition().result.model_copy(update={"give": ("post", "collect", "on-the-spot")})
    talk = begun(result=result).say("13800138000")
    assert talk.at == "ChoosingGiving"
    assert talk.keys == ["give:post", "give:collect"]  # nobody is on the spot
    assert talk.tap("give:post").reply(ApplicationCard).giving == "post"
    assert talk.tap("amend:", "give:").at == "ChoosingGiving"


def test_it_can_be_left_and_gone_on_with() -> None:
    talk = begun().tap("leave:")
    assert talk.said[0] == "apply-left"
    assert talk.at == "Done"
    assert talk.tap("apply:").at == "Writing"


def test_back_undoes_one_step_at_a_time_and_then_leaves_it() -> None:
    talk = checked(*TENANT).hear(paper(1)).tap("enough:0")
    places = [talk.say("返回").at for _ in range(3)]
    assert places == ["Uploading", "Writing", "Done"]


# --- handing it in ---------------------------------------------------------------------------------------------------


def test_whoever_submits_shows_their_face() -> None:
    talk = checked().tap("submit:")
    (effect,) = talk.effects
    assert isinstance(effect, OpenLogin)
    assert effect.level == "face"
    talk.window.offices.level = "face"
    talk.say(RIGHT)
    assert talk.reply(Receipt).status.state == "deciding"
    assert talk.at == "Submitted"


def test_what_is_handed_in_is_what_the_card_showed() -> None:
    talk = checked(*TENANT).hear(paper()).tap("enough:0", "submit:")
    talk.window.offices.level = "face"
    talk.say(RIGHT)
    (submission,) = talk.window.office.submissions
    (part,) = submission.parts
    assert (part.procedure, part.answers) == ("parking-permit", {"dwelling": "rented", "handled_by": "self"})
    assert [(line.id, line.value, line.source) for line in part.form] == [
        ("plate", None, "vehicle-register.plate"),
        ("phone", "+86 138 0013 8000", None),
    ]
    assert [(each.document, each.person, each.paper) for each in part.papers] == [("lease", "you", "paper-1")]
    assert [(each.step, each.department) for each in part.approvals] == [(2, "traffic")]
    assert part.consents == tuple(talk.window.offices.consents)
    assert submission.give == "electronic"


def test_submitting_twice_hands_it_in_once() -> None:
    talk = submitted()
    assert talk.tap("submit:").said[0] == "case-submitted-already"
    assert len(talk.window.office.submissions) == 1


def test_no_answer_and_the_same_key_again() -> None:
    talk = checked().tap("submit:")
    talk.window.offices.level = "face"
    finish = talk.step(Said(RIGHT)).effect
    assert finish is not None
    effect = talk.step(talk.window.answer(finish, talk.guide.province, talk.guide.now)).effect
    assert isinstance(effect, Submit)
    talk.step(NoAnswer(effect))
    assert [unsettled.effect for unsettled in talk.conversation.unsettled] == [effect]
    talk.tap("again:")
    assert talk.effects == [effect]
    assert talk.at == "Submitted"


def test_values_that_are_gone_are_looked_up_anew() -> None:
    talk = checked()
    talk.window.office.says = "incomplete"
    talk.window.offices.level = "face"
    talk.tap("submit:").say(RIGHT)
    assert "case-incomplete" in talk.said
    assert not talk.window.office.submissions
    assert talk.matter.sharing is None
    assert talk.at == "Done"


def test_papers_that_are_gone_are_asked_for_again() -> None:
    talk = checked(*TENANT).hear(paper(1)).tap("enough:0")
    talk.window.office.says, talk.window.office.missing = "incomplete", ("paper-1",)
    talk.window.offices.level = "face"
    talk.tap("submit:").say(RIGHT)
    assert "case-papers-gone" in talk.said
    assert talk.at == "Uploading"


def test_somebody_else_sees_nothing_of_what_was_prepared() -> None:
    talk = checked()
    talk.window.offices.person = "somebody else"
    talk.tap("submit:")
    talk.window.offices.level = "face"
    talk.say(RIGHT)
    assert talk.matter.applying is None
    assert not talk.window.office.submissions


def test_once_handed_in_nothing_is_changed() -> None:
    talk = submitted()
    before = talk.matter.answers
    for key in ("q:dwelling:rented", "edit:dwelling", "fix:phone", "way:window", "amend:"):
        assert talk.tap(key).said[0] == "case-submitted-already", key
    talk.say("我租的房子")
    assert talk.matter.answers == before


# --- following it ----------------------------------------------------------------------------------------------------


def news(talk: Talk, what: Happening, **more: Any) -> Talk:
    return talk.hear(talk.window.office.happen(talk.matter.code, what, talk.guide.now, **more))


def test_each_change_is_heard_once() -> None:
    talk = news(submitted(), "approved", body="housing")
    assert [event.what for event in talk.reply(Progress).news] == ["approved"]
    again = talk.window.office.cases[talk.matter.code]
    talk.hear(Progressed(talk.matter.code, again))
    assert talk.replies == []


def test_several_changes_are_one_message() -> None:
    talk = submitted()
    office, code = talk.window.office, talk.matter.code
    office.happen(code, "approved", talk.guide.now, body="housing")
    office.happen(code, "approved", talk.guide.now, body="traffic")
    talk.hear(office.happen(code, "decided", talk.guide.now, came_to="approved"))
    assert [event.what for event in talk.reply(Progress).news] == ["approved", "approved", "decided"]


@pytest.mark.parametrize(("hours", "silent"), [(0, False), (11, False), (13, True), (22, True), (23, False)])
def test_at_night_it_makes_no_sound(hours: int, silent: bool) -> None:
    """The conversation begins at nine in the morning."""
    talk = submitted()
    talk.guide = replace(talk.guide, now=talk.guide.now + timedelta(hours=hours))
    assert news(talk, "approved", body="housing").reply(Progress).silent is silent


def test_an_old_piece_of_news_does_not_undo_a_newer_one() -> None:
    talk = submitted()
    office, code = talk.window.office, talk.matter.code
    first = office.happen(code, "approved", talk.guide.now, body="housing")
    talk.hear(office.happen(code, "in-hand", talk.guide.now, came_to="approved", given="electronic"))
    talk.hear(first)
    assert talk.replies == []
    assert talk.matter.applying is not None
    assert talk.matter.applying.now is not None
    assert talk.matter.applying.now.in_hand


def test_a_supplement_is_sent_on_all_at_once() -> None:
    talk = submitted()
    news(talk, "asked", body="traffic", asked=("行驶证背面", "车头照片"), until=talk.guide.now + timedelta(days=5))
    assert "行驶证背面" in text(talk, Progress)
    talk.hear(paper(1)).hear(paper(2))
    assert talk.said == ["add-got"]
    talk.tap("add:")
    (effect,) = talk.effects
    assert isinstance(effect, AddToCase)
    assert [each.paper for each in effect.added.papers] == ["paper-1", "paper-2"]
    assert talk.said == ["added"]
    assert talk.matter.applying is not None
    assert talk.matter.applying.additions == ()


def test_a_paper_that_was_to_follow_is_sent_on() -> None:
    talk = checked(*TENANT).tap("follow:0", "submit:")
    talk.window.offices.level = "face"
    talk.say(RIGHT).hear(paper(7)).tap("add:")
    (effect,) = talk.effects
    assert isinstance(effect, AddToCase)
    assert [(each.document, each.paper) for each in effect.added.papers] == [("lease", "paper-7")]
    assert talk.matter.applying is not None
    assert talk.matter.applying.following == ()


def test_a_paper_that_nobody_asked_for_is_answered_with_how_it_stands() -> None:
    assert submitted().hear(paper()).said == ["Timeline"]
    over = news(submitted(), "withdrawn", came_to="withdrawn")
    assert over.hear(paper()).said == ["case-not-asked"]


def test_what_was_asked_for_is_known_before_the_news_of_it_comes() -> None:
    talk = submitted()
    now, until = talk.guide.now, talk.guide.now + timedelta(days=5)
    talk.window.office.happen(talk.matter.code, "asked", now, body="traffic", asked=("车头照片",), until=until)
    assert talk.hear(paper(1)).said == ["Timeline"]
    assert "车头照片" in text(talk, Timeline)
    assert talk.hear(paper(2)).said == ["add-got"]


def test_a_refusal_tells_the_fact_when_it_changes_and_how_to_object() -> None:
    refusal = Refusal("The home is let.", fact="dwelling", changes_on=date(2027, 3, 1))
    talk = news(submitted(), "refused", body="traffic", refusal=refusal)
    shown = text(talk, Progress)
    assert "The home is let." in shown
    assert "What home do you live in?" in shown
    assert "Mar 1, 2027" in shown
    assert "Jan 29, 2027" in shown  # sixty days after 30 November
    assert [choice.key for choice in talk.reply(Progress).choices if choice.key.startswith("go:")] == [
        "go:residence-registration"
    ]


def test_taking_it_back_needs_a_yes() -> None:
    talk = submitted().say("不办了")
    assert talk.at == "Sure"
    talk.say("留着")
    assert talk.at == "Submitted"
    talk.tap("take-back:", "yes:")
    assert isinstance(talk.effects[0], TakeBack)
    assert talk.said == ["taken-back"]


def test_naming_the_matter_again_tells_how_it_stands_and_begins_anew_once_it_is_over() -> None:
    talk = submitted().say(PARK_ZH)
    assert talk.said == ["Timeline"]
    first = talk.matter
    news(talk, "in-hand", came_to="approved", given="electronic").say(PARK_ZH)
    assert talk.said[0] == "Promise"
    assert talk.matter.code != first.code
    assert talk.conversation.find(first.code) is not None


def test_my_matters_tell_how_it_stands() -> None:
    talk = submitted().say("/my")
    (reply,) = talk.replies
    assert {choice.key.partition(":")[0] for choice in reply.choices} == {"status", "asked"}
    talk.tap("status:")
    assert isinstance(talk.effects[0], ReadCase)
    assert talk.reply(Timeline).status.case == talk.matter.code


# --- anywhere else ---------------------------------------------------------------------------------------------------


def elsewhere(talk: Talk) -> Talk:
    """Another chat, at the same office."""
    other = Talk(talk.guide, window=talk.window)
    other.conversation = other.conversation.but(chat="another", seed="another seed")
    return other


def test_the_applicant_reads_it_in_another_chat_after_showing_who_they_are() -> None:
    talk = submitted()
    other = elsewhere(talk).say(talk.matter.code)
    assert other.said == ["case-whose", "login-link"]
    other.say(RIGHT)
    assert other.reply(Timeline).status.case == talk.matter.code


def test_somebody_else_does_not() -> None:
    talk = submitted()
    talk.window.offices.person = "a stranger"
    assert elsewhere(talk).say(f"编号 {talk.matter.code}").say(RIGHT).said == ["login-done", "case-unknown"]


def test_a_one_time_code_shows_it_to_whoever_has_it() -> None:
    talk = submitted().tap("pass:")
    assert talk.said == ["case-pass-given"]
    other = elsewhere(talk).say(f"进度 {talk.matter.code[:4]} {talk.matter.code[4:]} {ONCE}")
    assert isinstance(other.effects[0], ReadWithPass)
    assert other.reply(Timeline).status.case == talk.matter.code
    assert elsewhere(talk).say(f"进度 {talk.matter.code} 999999").said == ["case-unknown"]


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("DXU6ZVRQ", ("DXU6ZVRQ", None)),
        ("DXU6 ZVRQ", ("DXU6ZVRQ", None)),
        ("编号：dxu6zvrq", ("DXU6ZVRQ", None)),
        ("查进度 DXU6-ZVRQ 123456", ("DXU6ZVRQ", "123456")),
        ("status DXU6ZVRQ, code 123456", ("DXU6ZVRQ", "123456")),
        ("daughter", None),
        ("my daughter", None),
        ("case closed", None),
        ("123456", None),
    ],
)
def test_a_case_code_is_heard_in_a_sentence_that_is_nothing_else(
    said: str, heard: tuple[str, str | None] | None
) -> None:
    assert code_in(said) == heard


def test_the_definition_it_began_with_is_kept() -> None:
    """Staff change the text while the case is open: the case keeps its own."""
    talk = submitted()
    changed = publish(small_definition().model_copy(update={"title": Text(zh="停车", en="Parking")}))
    talk.guide = replace(talk.guide, current={**talk.guide.current, "parking-permit": changed})
    assert talk.window.office.submissions[0].parts[0].publication == talk.matter.publication
    assert type(stage_of(talk.conversation, talk.guide)).__name__ == "Submitted"
    assert news(talk, "approved", body="housing").reply(Progress).status.titles[0][1].en == "Residents' parking permit"


# --- a bundle --------------------------------------------------------------------------------------------------------


def two_ready() -> Talk:
    """A permit for the car and one for the garden, both ready to be handed in."""
    second = small_definition().model_copy(
        update={"id": "second-permit", "title": Text(zh="第二张停车证", en="A second permit"), "form": (PHONE,)}
    )
    talk = parking()
    talk.guide = replace(talk.guide, current={**talk.guide.current, second.id: publish(second)})
    talk.say(PARK_ZH).tap(*OWNER, "way:online", "apply:").say(RIGHT).tap("agree:", "use:").say("13800138000")
    talk.tap("go:second-permit").tap(*OWNER, "way:online", "apply:", "agree:", "use:")
    return talk.say("13900139000")


def test_matters_that_are_ready_are_handed_in_together_under_one_code() -> None:
    talk = two_ready()
    (offered,) = (choice.key for choice in talk.reply(ApplicationCard).choices if choice.key.endswith(":all"))
    talk.window.offices.level = "face"
    talk.hear(Tapped(offered)).say(RIGHT)
    (submission,) = talk.window.office.submissions
    assert [part.procedure for part in submission.parts] == ["second-permit", "parking-permit"]
    assert submission.case == talk.matter.code
    assert [title.en for _, title in talk.reply(Receipt).status.titles] == [
        "A second permit",
        "Residents' parking permit",
    ]
    assert all(matter.submitted for matter in talk.conversation.matters)


def test_news_of_a_bundle_is_heard_once_and_counts_for_all_of_it() -> None:
    talk = two_ready()
    talk.window.offices.level = "face"
    talk.hear(Tapped(f"submit:{talk.matter.code}:all")).say(RIGHT)
    news(talk, "in-hand", came_to="approved", given="electronic")
    assert [type(reply).__name__ for reply in talk.replies] == ["Progress"]
    assert all(m.applying and m.applying.now and m.applying.now.in_hand for m in talk.conversation.matters)
    other = next(matter for matter in talk.conversation.matters if matter.code != talk.matter.code)
    talk.hear(Tapped(f"status:{other.code}"))
    assert talk.reply(Timeline).status.case == talk.matter.code


def test_alone_is_alone() -> None:
    talk = two_ready()
    talk.window.offices.level = "face"
    talk.tap("submit:").say(RIGHT)
    assert [matter.submitted for matter in talk.conversation.matters] == [False, True]
