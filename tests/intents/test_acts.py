"""Short utterances steer the conversation; matters that use the same words do not."""

import pytest

from intents.hearing import Act, Kind, hear_act


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("是的", Kind.YES),
        ("好的，谢谢", Kind.YES),
        ("yes please", Kind.YES),
        ("OK!", Kind.YES),
        ("👍🏻", Kind.YES),
        ("嗯", Kind.YES),
        ("對", Kind.YES),
        ("不是", Kind.NO),
        ("No, thanks", Kind.NO),
        ("nope", Kind.NO),
        ("不用了", Kind.NO),
        ("👎", Kind.NO),
        ("返回上一步", Kind.BACK),
        ("Go back", Kind.BACK),
        ("上一步", Kind.BACK),
        ("修改", Kind.CHANGE),
        ("选错了", Kind.CHANGE),
        ("I made a mistake", Kind.CHANGE),
        ("取消", Kind.CANCEL),
        ("取消吧", Kind.CANCEL),
        ("算了", Kind.CANCEL),
        ("cancel", Kind.CANCEL),
        ("never mind", Kind.CANCEL),
        ("重新开始", Kind.RESTART),
        ("start over", Kind.RESTART),
        ("为什么要问这个？", Kind.WHY),
        ("Why do you ask?", Kind.WHY),
        ("why?", Kind.WHY),
        ("帮助", Kind.HELP),
        ("what can you do?", Kind.HELP),
        ("我的办件", Kind.MINE),
        ("my appointments", Kind.MINE),
        ("中文", Kind.LANGUAGE_ZH),
        ("switch to Chinese please", Kind.LANGUAGE_ZH),
        ("English please", Kind.LANGUAGE_EN),
        ("用英文", Kind.LANGUAGE_EN),
        ("转人工", Kind.HUMAN),
        ("I want to talk to a person", Kind.HUMAN),
        ("谢谢", Kind.THANKS),
        ("Thank you!", Kind.THANKS),
        ("🙏", Kind.THANKS),
        ("再见", Kind.GOODBYE),
        ("bye", Kind.GOODBYE),
        ("你好", Kind.GREETING),
        ("Hi there!", Kind.GREETING),
        ("您好，请问", Kind.GREETING),
        ("都不是", Kind.NONE_OF_THESE),
        ("none of these", Kind.NONE_OF_THESE),
        ("再说一遍", Kind.REPEAT),
        ("say that again", Kind.REPEAT),
        ("我不知道", Kind.UNSURE),
        ("I'm not sure", Kind.UNSURE),
        ("不太清楚", Kind.UNSURE),
        ("/start", Kind.START),
        ("/help", Kind.HELP),
        ("/my", Kind.MINE),
        ("/language", Kind.LANGUAGE),
        ("/cancel", Kind.CANCEL),
        ("/back", Kind.BACK),
        ("/restart", Kind.RESTART),
        ("/why", Kind.WHY),
        ("/HELP@some_bot", Kind.HELP),
    ],
)
def test_an_utterance_is_an_act(sentence: str, kind: Kind) -> None:
    heard = hear_act(sentence)
    assert heard is not None
    assert heard.kind is kind


@pytest.mark.parametrize(
    "sentence",
    [
        "我想取消抵押",
        "how do I cancel a company",
        "no mortgage",
        "没有贷款",
        "我想改名",
        "change my name",
        "不想离婚",
        "我的身份证丢了",
        "my passport expired",
        "为什么我的社保断了",
        "help me register my car",
        "English teacher work permit",
        "返回原籍落户",
        "是首套",
        "start a company",
        "重新办理身份证",
        "有贷款",
        "好的房子怎么过户",
        "yes we have a mortgage",
        "",
        "。",
        "😀",
    ],
)
def test_matters_and_answers_are_no_acts(sentence: str) -> None:
    assert hear_act(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("改成已婚", Act(Kind.CHANGE, "已婚")),
        ("说错了，是第二套", Act(Kind.CHANGE, "第二套")),
        ("不对，我是离异", Act(Kind.CHANGE, "离异")),
        ("Change it to divorced", Act(Kind.CHANGE, "divorced")),
        ("no wait, second home", Act(Kind.CHANGE, "second home")),
        ("I meant the buyer", Act(Kind.CHANGE, "the buyer")),
        ("/start case_7", Act(Kind.START, "case_7")),
        ("/fly away", Act(Kind.UNKNOWN_COMMAND, "fly")),
    ],
)
def test_an_act_carries_what_it_is_about(sentence: str, act: Act) -> None:
    assert hear_act(sentence) == act
