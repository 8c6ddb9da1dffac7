"""What scripts read about the small procedure, field by field, and what a wrong word gets."""

from __future__ import annotations

from typing import Any

import pytest

from bot.catalogue.compiled import cache_folder, load
from tests.commands.conftest import Ended, Office
from tests.small import NAME_ONLY, SMALL

OWNER = ("dwelling=owned", "handled_by=self")
TENANT = ("dwelling=rented", "handled_by=self")
FORM = {"document": "application-form", "kind": "form", "of": ["you"], "because": None, "why": "made_here"}
ID_CARD = {"document": "id-card", "kind": "identity", "of": ["you"], "because": None, "why": "identity"}


def ask(office: Office, *arguments: str) -> Any:
    ended = office.run("outcome", SMALL, *arguments, "--json")
    assert (ended.code, ended.err) == (0, "")
    return ended.json


def refused(ended: Ended, code: int, sentence: str) -> None:
    assert (ended.code, ended.out, ended.err) == (code, "", sentence + "\n")


def test_an_owner_brings_the_id_card_only(office: Office) -> None:
    publication = load(office.definitions, cache_folder()).procedures[SMALL]
    expected = {
        "procedure": SMALL,
        "publication": publication.hash,
        "answers": {"dwelling": "owned", "handled_by": "self"},
        "ignored": [],
        "complete": True,
        "next_question": None,
        "stop": None,
        "first": [],
        "way": "window",
        "ways": [
            {"way": "online", "visits": 0, "errands": 0, "bring": []},
            {"way": "window", "visits": 1, "errands": 0, "bring": ["id-card"]},
        ],
        "bring": ["id-card"],
        "visits": 1,
        "errands": 0,
        "online": True,
        "details": [ID_CARD, FORM],
        "hand_in": ["old-permit"],
        "sent": [],
        "covered": [
            {"document": "home-certificate", "of": ["you"], "register": "home-register", "department": "housing"},
            {"document": "vehicle-licence", "of": ["you"], "register": "vehicle-register", "department": "traffic"},
        ],
        "gaps": [],
        "tolerated": [],
        "papers": {"before": 3, "after": 1},
        "approvals": [{"step": 1, "department": "housing"}, {"step": 2, "department": "traffic"}],
        "then": ["housing"],
        "fee": [{"yuan": 20, "who": "you"}],
        "waiting": [],
        "produced": [],
    }
    said = ask(office, *OWNER)
    assert said == expected
    assert list(said) == list(expected)


def test_online_nothing_is_brought(office: Office) -> None:
    said = ask(office, *OWNER, "--way", "online")
    assert (said["way"], said["bring"], said["visits"], said["papers"]) == ("online", [], 0, {"before": 3, "after": 0})
    assert said["details"] == [FORM]


def test_a_register_that_is_down_brings_its_paper_back(office: Office) -> None:
    said = ask(office, *OWNER, "--down", "home-register")
    gap = {"document": "home-certificate", "of": ["you"], "register": "home-register", "why": "down"}

    assert said["bring"] == ["id-card", "home-certificate"]
    assert said["gaps"] == [gap]
    assert said["details"][1] == {
        "document": "home-certificate", "kind": "evidence", "of": ["you"], "because": None, "why": "gap",
    }  # fmt: skip
    assert [covered["document"] for covered in said["covered"]] == ["vehicle-licence"]


def test_the_second_register_covers_when_the_first_is_down(office: Office) -> None:
    [_, vehicle] = ask(office, *OWNER, "--down", "vehicle-register")["covered"]
    assert (vehicle["document"], vehicle["register"]) == ("vehicle-licence", "vehicle-archive")


@pytest.mark.parametrize(
    "down", [("--down", "home-register", "vehicle-archive"), ("--down", "home-register", "--down", "vehicle-archive")]
)
def test_several_registers_may_be_down(office: Office, down: tuple[str, ...]) -> None:
    said = ask(office, *OWNER, *down, "--down", "vehicle-register")
    assert said["bring"] == ["id-card", "home-certificate", "vehicle-licence"]
    assert said["covered"] == []


def test_a_tenant_registers_first_and_may_bring_the_lease_later(office: Office) -> None:
    said = ask(office, *TENANT)
    assert said["first"] == [NAME_ONLY]
    assert said["tolerated"] == [{"document": "lease", "working_days": 5}]
    assert said["details"][1] == {
        "document": "lease",
        "kind": "evidence",
        "of": ["you"],
        "because": {"zh": "合同在房东和租客手里。", "en": "Only landlord and tenant have it."},
        "why": "no_register",
    }


def test_what_a_holder_sends_is_not_brought(office: Office) -> None:
    said = ask(office, "dwelling=employer", "handled_by=self")
    assert said["sent"] == [{"document": "housing-letter", "holder": "employer", "of": ["you"]}]
    assert said["bring"] == ["id-card"]


def test_somebody_for_the_keeper(office: Office) -> None:
    said = ask(office, "dwelling=owned", "handled_by=agent")
    assert said["details"][0]["of"] == ["you", "keeper"]
    assert (said["bring"], said["online"]) == (["id-card", "power-of-attorney"], False)
    assert said["fee"] == [{"yuan": 20, "who": "keeper"}]


def test_a_stop_says_what_to_do_instead(office: Office) -> None:
    said = ask(office, "dwelling=elsewhere", "--way", "online")
    assert said["stop"] == {
        "say": {"zh": "停车证只发给本区居民。", "en": "Permits are for residents of the district."},
        "instead": [NAME_ONLY],
        "id": "other-district",
    }
    assert (said["complete"], said["way"], said["bring"], said["ways"]) == (True, None, [], [])


def test_unfinished_answers_give_what_is_certain(office: Office) -> None:
    said = ask(office, "dwelling=owned")
    assert (said["complete"], said["next_question"]) == (False, "handled_by")
    assert [way["way"] for way in said["ways"]] == ["window"]
    assert said["bring"] == ["id-card"]


def test_a_way_that_is_not_certain_yet_is_no_error(office: Office) -> None:
    said = ask(office, "dwelling=owned", "--way", "online")
    assert (said["way"], said["bring"]) == (None, [])


def test_an_answer_given_early_waits(office: Office) -> None:
    said = ask(office, "handled_by=self")
    assert (said["waiting"], said["ignored"], said["answers"]) == (["handled_by"], [], {})


def test_an_answer_that_is_not_asked_is_ignored(office: Office) -> None:
    said = ask(office, "dwelling=elsewhere", "handled_by=self")
    assert (said["ignored"], said["answers"]) == (["handled_by"], {"dwelling": "elsewhere"})


def test_a_way_that_is_not_offered_is_found_wrong(office: Office) -> None:
    ended = office.run("outcome", SMALL, "dwelling=owned", "handled_by=agent", "--way", "online", "--json")
    refused(ended, 1, 'The way "online" is not offered on this path. Offered: window.')


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["parking-permt"], 'There is no procedure "parking-permt". Did you mean "parking-permit"?'),
        (["xyz"], 'There is no procedure "xyz". Choose one of: parking-permit.'),
        ([SMALL, "dweling=owned"], 'There is no question "dweling". Did you mean "dwelling"?'),
        ([SMALL, "dwelling=ownd"], 'The question "dwelling" has no option "ownd". Did you mean "owned"?'),
        (
            [SMALL, "dwelling=x=y"],
            'The question "dwelling" has no option "x=y". Choose one of: owned, rented, employer, elsewhere.',
        ),
        ([SMALL, "dwelling"], '"dwelling" is not an answer: write QUESTION=OPTION.'),
        ([SMALL, "dwelling=owned", "dwelling=rented"], 'The question "dwelling" is answered twice.'),
        ([SMALL, "--down", "home-registr"], 'There is no register "home-registr". Did you mean "home-register"?'),
        ([SMALL, "--way", "windw"], 'There is no way "windw". Did you mean "window"?'),
        ([SMALL, "--language", "fr"], 'There is no language "fr". Choose one of: zh, en.'),
        (
            [NAME_ONLY],
            'There is no definition of "residence-registration" yet. Choose one of: parking-permit.',
        ),
    ],
)
def test_a_wrong_word_gets_the_nearest_right_one(office: Office, arguments: list[str], sentence: str) -> None:
    refused(office.run("outcome", *arguments), 2, sentence)


def test_a_broken_definition_has_no_outcome(office: Office) -> None:
    (office.definitions / "dog-licence.yaml").write_text("id: [", encoding="utf-8")
    ended = office.run("outcome", "dog-licence")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.endswith('The definition of "dog-licence" is broken; "check" says where.\n')


def test_words_in_english(office: Office) -> None:
    ended = office.run("outcome", SMALL, *TENANT, "--down", "vehicle-register")
    assert ended.out == (
        "Residents' parking permit (parking-permit)\n"
        "Before that: Registering where you live (Tenants register their address first.)\n"
        "Way: window, visits: 1, errands: 0\n"
        "Other ways: online\n"
        "Bring:\n"
        "  ID card\n"
        "  lease, may follow within 5 working days – Only landlord and tenant have it.\n"
        "Hand in:\n"
        "  old permit\n"
        "Fill in, sign or take a photo:\n"
        "  application form\n"
        "Papers before and after sharing: 3 → 2\n"
        "No need to bring:\n"
        "  vehicle licence: vehicle archive (Traffic Office)\n"
        "Decided by: Traffic Office\n"
        "Told afterwards: Housing Bureau\n"
        "Fee: 20 yuan (you)\n"
    )


def test_words_in_chinese(office: Office) -> None:
    ended = office.run(
        "outcome", SMALL, "dwelling=owned", "handled_by=agent", "--language", "zh", "--down", "home-register"
    )
    assert ended.out == (
        "居民停车证办理 (parking-permit)\n"
        "办理方式：窗口办，跑 1 次，另跑 0 次\n"
        "需携带：\n"
        "  居民身份证（您、车主）\n"
        "  房产证明（车主）\n"
        "  授权委托书（车主） – 由车主本人签署。\n"
        "需交回：\n"
        "  旧停车证\n"
        "现场填写、签署或拍照：\n"
        "  申请表\n"
        "数据共享前后材料数：4 → 3\n"
        "免提交：\n"
        "  行驶证（车主）：车辆库（交通局）\n"
        "数据缺口：\n"
        "  房产证明（车主）：住房库暂无应答\n"
        "审批部门：住建局、交通局\n"
        "办结后告知：住建局\n"
        "费用：20 元（车主）\n"
    )


def test_words_for_a_stop_and_for_an_open_question(office: Office) -> None:
    stop = office.run("outcome", SMALL, "dwelling=elsewhere", "handled_by=self").out.splitlines()
    assert stop[1:] == [
        "Not asked on this path: handled_by",
        "Ends here: Permits are for residents of the district.",
        "Instead: Registering where you live",
    ]
    unfinished = office.run("outcome", SMALL).out.splitlines()
    assert unfinished[1:3] == [
        "Still to be answered: What home do you live in? (dwelling)",
        "Options: owned, rented, employer, elsewhere",
    ]
