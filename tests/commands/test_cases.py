"""Applications decided, handed out and told on from a shell, from the first list to the end. On both databases."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from bot.backends.onewindow.applications import refusals
from bot.backends.onewindow.applications.rows import AskState
from bot.commands import cases_desk
from bot.commands.labels import Labels
from bot.dialogue.applications import (
    Added,
    CaseState,
    Closed,
    DeliveryState,
    Happening,
    StepState,
)
from bot.dialogue.ports import Refused, Unknown
from procedures.definition import Giving
from tests.backends.applications.hall import Hall, approval, then
from tests.backends.sharing.county import BUYER
from tests.commands.conftest import ROOT, Office
from tests.commands.counter import CASE, OTHER, Counter, counter, handed_in, permit
from tests.papers import JPEG
from tests.small import SMALL

__all__ = ["counter"]
DAY = 24 * 60
NUMBER = "What goes by post, and nothing else, has a --number: the citizen is told it."
ISO_SUBMITTED = "2026-12-01T00:10:00Z"


def test_the_whole_way(counter: Counter) -> None:
    counter.hand_in(give="post")
    listed = counter.run("list")
    assert (listed.code, listed.err) == (0, "")
    assert [line.split() for line in listed.out.splitlines()[1:]] == [
        ["ABCD", "2345", "1", "Housing", "Bureau", "(housing)", "Opening", "a", "company",
         "2026-12-01", "08:10", "2026-12-15", "23:59"],
    ]  # fmt: skip
    assert counter.done("approve", "abcd-2345", "housing") == "ABCD 2345: being decided, until 2026-12-15 23:59\n"

    counter.done("ask", CASE, "traffic", "a photo of the number plate", "the lease", "--days", "3")
    shown = counter.run("show", CASE, "--json").json
    assert (shown["asked"], shown["asked_until"]) == (
        ["a photo of the number plate", "the lease"],
        "2026-12-04T15:59:59Z",  # the end of the third working day in Hangzhou
    )
    added = Added(note="here it is")
    counter.inside(lambda hall: hall.window.add(BUYER, CASE, added, "a1"))
    assert "the citizen has added" in counter.run("list", "--department", "traffic").out

    counter.bodies["employer"].refuses = "nobody of that name here"
    counter.done("approve", "ABCD 2345", "traffic", "--registered", "plate=浙A00001", "--registered", "space=7")
    counter.work()
    [stuck] = counter.run("list", "--stuck", "--json").lines
    assert (stuck["case"], stuck["tell"], stuck["state"], stuck["note"]) == (
        CASE, "employer", "refused", "nobody of that name here",
    )  # fmt: skip

    counter.bodies["employer"].refuses = None
    counter.done("redeliver", CASE, "employer")
    counter.work()
    [message] = counter.bodies["employer"].told.values()
    assert dict(message.registered) == {"traffic": {"plate": "浙A00001", "space": "7"}}
    assert counter.run("list", "--stuck").out == "Every body has heard what it was told.\n"

    said = counter.done("hand-out", CASE, "--number", "EMS1")
    assert said == "ABCD 2345: approved, in the citizen's hands\n"
    shown = counter.run("show", CASE, "--json").json
    assert [event["what"] for event in shown["events"]] == [
        "submitted", "approved", "asked", "added", "approved", "decided",
        "delivery-refused", "delivered", "in-hand",
    ]  # fmt: skip
    assert (shown["events"][-1]["given"], shown["events"][-1]["number_of_post"]) == ("post", "EMS1")
    assert counter.run("list").out == "Nothing waits.\n"


def test_refused_with_the_fact_that_blocks(counter: Counter) -> None:
    counter.hand_in()
    ended = counter.run("refuse", CASE, "housing", "--reason", "rented", "--fact", "dweling")
    assert (ended.code, ended.err) == (2, 'The procedure asks no question "dweling". Did you mean "dwelling"?\n')
    told = ("--reason", "The home is rented.", "--fact", "dwelling", "--changes-on", "2027-03-01")
    assert counter.done("refuse", CASE, "housing", *told) == "ABCD 2345: refused\n"
    step = counter.run("show", CASE, "--json").json["steps"][0]
    assert step["refusal"] == {"reason": "The home is rented.", "fact": "dwelling", "changes_on": "2027-03-01"}
    assert "The home is rented., question dwelling, otherwise from 2027-03-01 on" in counter.run("show", CASE).out


def test_settled_by_a_clerk(counter: Counter) -> None:
    counter.hand_in(permit((1, "housing")))
    counter.bodies["employer"].refuses = "closed"
    counter.done("approve", CASE, "housing")
    counter.work()
    counter.done("settle", CASE, "employer", "--note", "told by letter")
    [delivery] = counter.run("show", CASE, "--json").json["deliveries"]
    assert (delivery["state"], delivery["note"]) == ("settled", "told by letter")


def test_what_is_late(counter: Counter) -> None:
    counter.hand_in()
    counter.hand_in(permit((1, "traffic")), case=OTHER)
    assert counter.run("list", "--late").out == "Nothing is late.\n"
    counter.clock.turn(15 * DAY)
    late = counter.run("list", "--late", "--json").lines
    assert [(each["case"], each["department"]) for each in late] == [(CASE, "housing"), (OTHER, "traffic")]
    [one] = counter.run("list", "--late", "--department", "traffic", "--json").lines
    assert one["case"] == OTHER


def test_the_most_urgent_first(counter: Counter) -> None:
    counter.hand_in(permit((1, "traffic")), case=OTHER)
    counter.clock.turn(-2 * DAY)
    counter.hand_in()
    assert [each["case"] for each in counter.run("list", "--json").lines] == [CASE, OTHER]


def test_what_was_handed_in(counter: Counter, tmp_path: Path) -> None:
    paper = counter.keep_paper()

    async def hand_in(hall: Hall) -> None:
        hall.papers.there[paper] = None
        await hall.submit(permit(papers=(handed_in(paper),), signed=("lease",)), case=CASE)

    counter.inside(hand_in)
    shown = counter.run("show", CASE, "--json").json
    [part] = shown["parts"]
    assert part["procedure"] == SMALL
    assert part["answers"] == {"dwelling": "owned", "handled_by": "self"}
    assert [(field["id"], field["value"]) for field in part["form"]] == [("name", "西湖茶叶店")]
    assert [(each["document"], each["person"], each["paper"]) for each in part["papers"]] == [
        ("lease", "keeper", paper)
    ]
    assert part["signed"] == ["lease"]
    assert shown["submitted_at"] == ISO_SUBMITTED
    text = counter.run("show", CASE).out
    assert all(words in text for words in ("西湖茶叶店", paper, "Signed: lease", "dwelling=owned"))

    file = tmp_path / "lease.jpg"
    counter.done("paper", CASE, paper, "--out", str(file))
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (JPEG, 0o600)
    ended = counter.run("paper", CASE, paper, "--out", str(file))
    assert (ended.code, ended.err) == (2, f'There is a file "{file}": name a new one.\n')
    ended = counter.run("paper", CASE, paper[:-1], "--out", str(tmp_path / "other"))
    assert (ended.code, f'Did you mean "{paper}"?' in ended.err) == (2, True)


def test_a_paper_of_another_case_is_not_written(counter: Counter, tmp_path: Path) -> None:
    paper = counter.keep_paper()
    counter.hand_in()
    ended = counter.run("paper", CASE, paper, "--out", str(tmp_path / "lease.jpg"))
    assert (ended.code, list(tmp_path.glob("lease.jpg"))) == (2, [])


def test_the_same_key_counts_once(counter: Counter) -> None:
    counter.hand_in()
    first = counter.done("approve", CASE, "housing", "--key", "k1")
    assert counter.done("approve", CASE, "housing", "--key", "k1") == first
    ended = counter.run("approve", CASE, "housing", "--key", "k2")
    assert (ended.code, "has decided already" in ended.err) == (1, True)
    assert len(counter.run("show", CASE, "--json").json["events"]) == 2


@pytest.mark.parametrize("written", ["ABCD2345", "abcd 2345", "AbCd-2345", " ABCD  23-45 "])
def test_a_code_as_people_type_it(counter: Counter, written: str) -> None:
    counter.hand_in()
    assert counter.run("show", written, "--json").json["case"] == CASE


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("ABCE2345", 'There is no case "ABCE2345". Did you mean "ABCD2345"?'),
        ("ABDC2345", 'There is no case "ABDC2345". Did you mean "ABCD2345"?'),
        ("KKKK7777", 'There is no case "KKKK7777". The command cases list shows what there is to decide.'),
        ("ABC", '"ABC" is no code of a case: that is eight letters and digits, as in ABCD 2345.'),
    ],
)
def test_a_wrong_code(counter: Counter, typed: str, hint: str) -> None:
    counter.hand_in()
    ended = counter.run("show", typed)
    assert (ended.code, ended.out, ended.err) == (2, "", f"{hint}\n")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["list", "--department", "trafic"], 'There is no department "trafic". Did you mean "traffic"?'),
        (["list", "--late", "--stuck"], "--late and --stuck are two lists: ask for one of them."),
        (["approve", CASE, "hosing"], 'There is no department "hosing". Did you mean "housing"?'),
        (["redeliver", CASE, "employr"], 'In case ABCD 2345 there is no body "employr". Did you mean "employer"?'),
        (
            ["settle", CASE, "employer", "--note", "x", "--part", "parking"],
            'In case ABCD 2345, employer is told nothing by "parking". Did you mean "parking-permit"?',
        ),
        (["hand-out", CASE, "--how", "posted"], 'A result is not handed out "posted". Did you mean "post"?'),
        (["hand-out", CASE, "--how", "collect", "--number", "1"], NUMBER),
        (["hand-out", CASE, "--how", "post"], NUMBER),
        (["hand-out", CASE, "--number", "1"], NUMBER),
        (
            ["approve", CASE, "housing", "--registered", "plate"],
            '--registered is written NAME=VALUE, each name once: "plate" is not.',
        ),
        (
            ["approve", CASE, "housing", "--key", "a b"],
            "--key takes 1 to 100 letters, digits and signs, without a space.",
        ),
        (
            ["refuse", CASE, "housing", "--reason", "x", "--changes-on", "soon"],
            "changes_on: a day is written YYYY-MM-DD.",
        ),
    ],
)
def test_wrong_use_says_what_is_right(counter: Counter, arguments: list[str], hint: str) -> None:
    counter.hand_in()
    ended = counter.run(*arguments)
    assert (ended.code, ended.out, ended.err) == (2, "", f"{hint}\n")
    assert len(counter.run("show", CASE, "--json").json["events"]) == 1


def test_every_refusal_is_a_sentence(counter: Counter) -> None:
    counter.hand_in(permit((1, "housing"), approval(2, "traffic", publicity="5 working days")))

    def refused(*arguments: str) -> str:
        ended = counter.run(*arguments)
        assert (ended.code, ended.out, ended.err.count("\n")) == (1, "", 1)
        return ended.err

    assert "is not the turn of traffic in case ABCD 2345 yet" in refused("approve", CASE, "traffic")
    assert "is not decided, so there is no result" in refused("hand-out", CASE)
    assert "employer needs no help" in refused("redeliver", CASE, "employer")
    counter.done("ask", CASE, "housing", "a photo")
    assert "asks once for everything" in refused("ask", CASE, "housing", "another")
    assert "may answer housing until then" in refused("refuse", CASE, "housing", "--reason", "no")
    counter.done("approve", CASE, "housing")
    assert "still announced" in refused("approve", CASE, "traffic")
    counter.clock.turn(8 * DAY)
    counter.done("approve", CASE, "traffic")
    assert "has the result" in refused("hand-out", CASE)

    counter.hand_in(permit((1, "housing")), case=OTHER)
    assert "nothing to decide for traffic in case WXYZ 6789" in refused("approve", OTHER, "traffic")
    counter.done("refuse", OTHER, "housing", "--reason", "no")
    assert "is closed" in refused("hand-out", OTHER)


def test_several_steps_and_several_deliveries(counter: Counter) -> None:
    both = [permit((1, "housing")), permit((1, "housing"), procedure="extra")]
    counter.hand_in(*both)
    ended = counter.run("approve", CASE, "housing")
    expected = "Several steps of housing are open in case ABCD 2345: name one of them, 1, 2, with --step.\n"
    assert (ended.code, ended.err) == (1, expected)
    counter.bodies["employer"].refuses = "closed"
    counter.done("approve", CASE, "housing", "--step", "2")
    counter.done("approve", CASE, "housing", "--step", "1")
    counter.work()
    ended = counter.run("redeliver", CASE, "employer")
    assert (ended.code, "name one with --part: parking-permit, extra." in ended.err) == (1, True)
    counter.done("redeliver", CASE, "employer", "--part", "extra")


def test_every_kind_of_refusal_has_a_sentence() -> None:
    kinds = {kind for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, Refused)}
    for kind in (kinds | {Closed, Unknown}) - {Refused}:
        made = {refusals.WhichStep: (1, 2), refusals.WhichDelivery: ("a", "b")}.get(kind, CASE)
        sentence = cases_desk.said(kind(made), "ABCD 2345", "housing")
        assert "ABCD 2345" in sentence
        assert sentence.endswith(".")
        assert "{" not in sentence


def test_every_state_has_a_word() -> None:
    names = [
        *(f"cases-state-{each}" for each in get_args(CaseState)),
        *(f"cases-step-{each}" for each in get_args(StepState)),
        *(f"cases-delivery-{each}" for each in get_args(DeliveryState)),
        *(f"cases-event-{each}" for each in get_args(Happening)),
        *(f"cases-ask-{each}" for each in get_args(AskState)),
        *(f"cases-give-{each}" for each in get_args(Giving)),
    ]
    for language in ("zh", "en"):
        label = Labels(language)
        assert all(label(name) for name in names)


def test_in_chinese(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "zh")
    assert counter.run("list").out == "没有待办件。\n"
    counter.hand_in(permit(then=[then("employer"), then("bank-of-nowhere")]))
    assert "住建局 (housing)" in counter.run("list").out
    assert counter.done("approve", CASE, "housing") == "ABCD 2345: 审批中，截止 2026-12-15 23:59\n"
    assert "用人单位 (employer)" in counter.run("show", CASE).out


def test_commands_need_no_web_server(office: Office) -> None:
    script = "import sys, bot.commands.cases, bot.commands.api_keys; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert {"fastapi", "starlette", "aiogram"}.isdisjoint(ended.stdout.split())
