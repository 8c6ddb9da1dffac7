"""Others who have to come say from their own chat whether the time suits them: what they see, and what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from ruamel.yaml import YAML

from bot.dialogue.companions.effects import AskAlong, CallingFound, CompanionAnswered, FindCalling
from bot.dialogue.companions.replies import CallingCard
from bot.dialogue.companions.state import Brought, Calling
from bot.dialogue.conversation import Conversation
from bot.dialogue.guide import Guide
from bot.dialogue.replies import Choice, Mine
from bot.dialogue.wording import word
from bot.dialogue.words import LANGUAGES, Words
from procedures.definition import Definition
from procedures.publication import Publication, publish
from procedures.vocabulary import Text
from tests.dialogue.core import GARDEN_EN, PARK_EN, Talk, guide
from tests.small import SMALL, small_yaml

WITNESS, LANDLORD = Text(zh="见证人", en="the witness"), Text(zh="房东", en="the landlord")
KEEPER = Text(zh="车主", en="the car's keeper")
WINDOW = "- {way: window, visits: [{id: apply, counter: permits, minutes: 15}]}"


@cache
def permit(*others: str) -> Publication:
    """The parking permit, for which these have to come to the window as well. The witness brings a driving licence."""
    people = "  witness: {name: {zh: 见证人, en: the witness}}\n  landlord: {name: {zh: 房东, en: the landlord}}\n"
    who = ", ".join(("you", *others))
    changes = {
        "people:\n": f"people:\n{people}",
        WINDOW: WINDOW.replace("window,", f"window, who: [{who}],"),
        "  - {document: old-permit, hand_in: if-any}\n": (
            "  - {document: old-permit, hand_in: if-any}\n  - {document: driving-licence, of: [witness]}\n"
        ),
    }
    return publish(Definition.model_validate(YAML(typ="safe", pure=True).load(small_yaml(changes))))


def with_others(*others: str) -> Guide:
    plain = guide(companions=True)
    return replace(plain, current={**plain.current, SMALL: permit(*others)})


def booked(*others: str, applies: str = "the keeper") -> Talk:
    """A place on Thursday 3 December at 10:00 by the centre's clock, 02:00 in UTC."""
    to_the_time = (PARK_EN, "my own", applies, *(("window",) if applies == "the keeper" else ()), "East")
    return Talk(with_others(*others)).say(*to_the_time, "Thursday 10:00", "1", "yes")


def asked() -> Talk:
    talk = booked("witness")
    return talk.tap(bring_along(talk))


def bring_along(talk: Talk, role: str = "") -> str:
    return f"bring-along:{talk.matter.code}" + (f":{role}" if role else "")


def other(talk: Talk) -> Talk:
    """Another chat, where the code was brought."""
    [code] = talk.window.callings.asked
    return Talk(talk.guide, Conversation(chat="another", seed="b"), talk.window).say(f"/start join-{code}")


def answered(talk: Talk, *, comes: bool) -> Talk:
    """What reaches the chat that asked."""
    place = talk.matter.places[0]
    return talk.hear(CompanionAnswered(talk.matter.code, place.visit, place.slot.id, "witness", comes))


def later(talk: Talk, **span: int) -> Talk:
    talk.guide = replace(talk.guide, now=talk.guide.now + timedelta(**span))
    return talk


def keys(choices: tuple[Choice, ...]) -> list[str]:
    return [choice.key.partition(":")[0] for choice in choices]


# --- in the chat that booked -----------------------------------------------------------------------------------------


def test_others_can_be_asked_where_somebody_else_has_to_come() -> None:
    assert "bring-along" in keys(booked("witness").replies[-1].choices)
    assert "bring-along" not in keys(booked().replies[-1].choices)


def test_others_are_not_asked_where_nothing_would_reach_them() -> None:
    talk = booked("witness")
    talk.guide = replace(talk.guide, companions=False)
    assert "bring-along" not in talk.keys
    assert talk.tap(bring_along(talk)).said[0] == "button-too-old"


def test_asking_gives_a_line_to_pass_on() -> None:
    talk = asked()
    [effect] = talk.effects
    assert isinstance(effect, AskAlong)
    assert talk.said == ["along-code"]
    assert talk.matter.places[0].companions == {"witness": "asked"}


def test_each_of_several_gets_a_line_of_their_own() -> None:
    talk = booked("witness", "landlord")
    talk.tap(bring_along(talk))
    assert (talk.said, talk.effects) == (["along-whom"], [])
    assert [choice.label for choice in talk.replies[0].choices] == [WITNESS, LANDLORD]
    for choice in talk.replies[0].choices:
        talk.tap(choice.key)
    assert [calling.role for calling in talk.window.callings.asked.values()] == ["witness", "landlord"]


@pytest.mark.parametrize("role", ["nobody", "keeper"])
def test_whoever_does_not_have_to_come_is_not_asked(role: str) -> None:
    talk = booked("witness")
    assert talk.tap(bring_along(talk, role)).said[0] == "button-too-old"


def test_a_yes_is_told_and_listed() -> None:
    talk = answered(asked(), comes=True)
    assert talk.said == ["along-will-come"]
    [line] = talk.say("/my").reply(Mine).matters
    assert line.companions == ((WITNESS, "yes"),)


def test_a_no_comes_with_a_button_to_move() -> None:
    talk = answered(asked(), comes=False)
    assert (talk.said, keys(talk.replies[0].choices)) == (["along-cannot"], ["move"])
    assert talk.matter.places[0].companions == {"witness": "no"}


def test_a_no_to_a_joint_visit_moves_all_of_it() -> None:
    talk = asked()
    place = talk.matter.places[0].but(joint="/A.1")
    talk.conversation = talk.conversation.with_matter(talk.matter.but(places=(place,)))
    assert keys(answered(talk, comes=False).replies[0].choices) == ["move-all"]


def test_what_is_talked_about_stays() -> None:
    talk = booked("witness")
    code = talk.matter.code
    talk.say(GARDEN_EN)
    garden = talk.matter.code
    talk.tap(f"bring-along:{code}")
    assert (talk.said, talk.matter.code) == (["along-code"], garden)


def test_a_moved_place_forgets_what_they_said() -> None:
    talk = answered(asked(), comes=True)
    before = talk.matter.places[0]
    talk.say("move", "Friday 11:00", "1")
    assert talk.matter.places[0].companions == {}
    late = CompanionAnswered(talk.matter.code, before.visit, before.slot.id, "witness", comes=True)
    assert talk.hear(late).said == []
    assert talk.matter.places[0].companions == {}


def test_once_the_visit_has_begun_nobody_is_asked() -> None:
    talk = later(booked("witness"), days=3, hours=1)
    assert talk.tap(bring_along(talk)).said[0] == "button-too-old"


# --- in the chat that is asked ---------------------------------------------------------------------------------------


def test_they_see_what_when_where_and_what_to_bring_and_log_in_nowhere() -> None:
    chat = other(asked())
    card = chat.reply(CallingCard)
    assert [effect.kind for effect in chat.effects] == ["find-calling"]
    assert (card.start.isoformat(), card.calling.slot.centre) == ("2026-12-03T10:00:00+08:00", "east")
    assert card.calling.bring == (Brought(document="driving-licence"),)
    assert (chat.at, keys(card.choices)) == ("Called", ["come-yes", "come-no"])


def test_the_card_in_words() -> None:
    chat = other(asked())
    assert word(chat.replies[0], Words("zh", chat.guide.province)).text.splitlines() == [
        "【请您一起到场】居民停车证办理",
        "有人约好了办这件事，也要您到场。这个时间您方便吗？",
        "时间：12月3日周四 10:00，约 15 分钟",
        "地点：东区服务中心 证照窗口",
        "地址：东街1号",
        "您要带：驾驶证",
    ]


def test_they_see_nothing_of_whoever_asks() -> None:
    talk = asked()
    definition = talk.guide.current[SMALL].definition
    for language in LANGUAGES:
        text = word(other(talk).replies[0], Words(language, talk.guide.province)).text
        assert talk.matter.code not in text
        for question in definition.questions:
            assert question.ask.en not in text
            assert all(option.en not in text for option in question.options.values())


def test_what_belongs_to_a_side_that_nobody_comes_as_is_told_with_its_name() -> None:
    """Somebody applies for the keeper: what is the keeper's is not the witness's, nor the citizen's own."""
    talk = booked("witness", applies="somebody for the keeper")
    talk.tap(bring_along(talk))
    [calling] = talk.window.callings.asked.values()
    assert [(each.document, each.whose) for each in calling.bring] == [
        ("id-card", (KEEPER,)),
        ("power-of-attorney", (KEEPER,)),
        ("driving-licence", ()),
    ]
    assert (
        "To be brought by its owner: ID card (the car's keeper)"
        in word(other(talk).replies[0], Words("en", talk.guide.province)).text
    )


@pytest.mark.parametrize("said", ["I will be there", "yes", "能来", "好", "1"])
def test_a_yes_is_heard_in_words(said: str) -> None:
    talk = asked()
    chat = other(talk).say(said)
    assert (chat.said, list(talk.window.callings.answers.values())) == (["come-yes-noted"], [True])


@pytest.mark.parametrize("said", ["I cannot", "no", "来不了", "不方便", "2"])
def test_a_no_is_heard_in_words(said: str) -> None:
    talk = asked()
    chat = other(talk).say(said)
    assert (chat.said, list(talk.window.callings.answers.values())) == (["come-no-noted"], [False])


def test_an_answer_counts_once() -> None:
    talk = asked()
    chat = other(talk)
    yes, no = (choice.key for choice in chat.replies[0].choices)
    assert chat.tap(yes).said == ["come-yes-noted"]
    assert chat.tap(no).said == ["called-answered"]
    assert other(talk).said == ["called-answered"]
    assert list(talk.window.callings.answers.values()) == [True]


def test_after_a_move_or_a_cancel_the_time_no_longer_counts() -> None:
    talk = asked()
    chat = other(talk)
    yes, _ = (choice.key for choice in chat.replies[0].choices)
    talk.say("move", "Friday 11:00", "1")
    assert chat.tap(yes).said == ["called-moved"]
    talk.say("cancel", "yes")
    assert other(talk).said == ["called-moved"]


def test_once_the_visit_has_begun_there_is_nothing_to_answer() -> None:
    talk = asked()
    chat = later(other(talk), days=3, hours=1)
    assert chat.at == "Idle"
    assert chat.tap(f"come-yes:{next(iter(talk.window.callings.asked))}").said == ["called-over"]


def test_nobody_answers_their_own() -> None:
    talk = asked()
    [(code, calling)] = talk.window.callings.asked.items()
    talk.step(CallingFound(FindCalling(case="", code=code), calling, "own"))
    assert talk.said[-1] == "called-own"
    assert talk.at == "Done"


def test_whoever_goes_on_to_something_else_is_not_asked_again() -> None:
    chat = other(asked()).say(GARDEN_EN)
    assert chat.at.startswith("Choosing")


@pytest.mark.parametrize("line", ["到场码 {}", "visit code {}", "Visit code: {}", "同意码 {}", "/start join-{}"])
def test_a_code_is_brought_by_any_of_its_words(line: str) -> None:
    talk = asked()
    [code] = talk.window.callings.asked
    chat = Talk(talk.guide, Conversation(chat="another", seed="b"), talk.window).say(line.format(code))
    assert chat.said == ["CallingCard"]


def test_a_code_of_nobody_may_still_be_one_to_agree_by() -> None:
    talk = Talk(replace(with_others("witness"), shares=True))
    assert talk.say("join ABCD2345").said == ["login-link"]


def test_a_conversation_of_before_still_loads() -> None:
    kept = asked().conversation.model_dump(mode="json")
    del kept["reminders"], kept["called"]
    for place in kept["matters"][0]["places"]:
        del place["companions"]
    conversation = Conversation.model_validate(kept)
    assert (conversation.reminders, conversation.called) == ("both", None)
    assert conversation.matters[0].places[0].companions == {}


def test_a_calling_holds_no_answer() -> None:
    """What is kept for others is what they are shown, and where the answer goes."""
    assert set(Calling.model_fields) == {
        *("code", "case", "visit", "role", "title", "purpose", "appointment", "slot", "minutes", "bring"),
    }
