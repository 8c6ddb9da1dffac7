"""Whatever comes, in whatever order, leads to a turn that can be said in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Literal, cast, get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bot.dialogue.applications import CaseState, Happening
from bot.dialogue.applications import Refusal as Refused
from bot.dialogue.applying.effects import CaseCall, CaseTurnedDown, CaseWhy
from bot.dialogue.conversation import Conversation
from bot.dialogue.engine import advance
from bot.dialogue.events import Attached, Effect, Event, NoAnswer, Said, Tapped, TurnedDown, VisitEffect
from bot.dialogue.guide import Guide
from bot.dialogue.hall import HallNews, InTheHall, Wait
from bot.dialogue.joint.effects import JointEffect, JointTurnedDown
from bot.dialogue.offering import choices
from bot.dialogue.papers import KeptPaper, PaperWhy
from bot.dialogue.ports import Slot
from bot.dialogue.replies import Reply
from bot.dialogue.sharing.effects import OtherAnswered, Woken
from bot.dialogue.stage import stage_of
from bot.dialogue.waiting.effects import WaitedInVain, WaitingEffect, WaitingTurnedDown, WaitingWhy
from bot.dialogue.wording import word
from bot.dialogue.words import LANGUAGES, Words
from tests.conftest import THOROUGH
from tests.dialogue.core import GARDEN, GARDEN_EN, GARDEN_ZH, PARK_EN, PARK_ZH, Talk, Window, guide
from tests.dialogue.offices import RIGHT, STATES, Offices
from tests.dialogue.worlds import CHANGES
from tests.small import NAME_ONLY, SMALL

Refusal = Literal["gone", "expired", "already-booked", "too-late", "unknown"]
LONGEST_KEY = 64
"""Bytes that a button of Telegram holds: core.telegram.org/bots/api, InlineKeyboardButton.callback_data."""

SENTENCES = [
    *(PARK_ZH, PARK_EN, GARDEN_ZH, GARDEN_EN, "我想租菜地或者停车", "register where i live", "登记住址"),
    *("自己的房子", "rented", "the keeper", "somebody for the keeper", "不住本区", "1", "2", "7", "0", "第三个"),
    *(
        "yes",
        "no",
        "好",
        "不",
        "都不是",
        "不知道",
        "why",
        "为什么不用带房产证明",
        "back",
        "返回",
        "change it to rented",
    ),
    *("改一下", "start over", "cancel", "不办了", "/my", "/help", "/start", f"/start {GARDEN}", "/start nowhere"),
    *("/language", "/language en", "/nothing", "/", "人工", "thanks", "再见", "你好", "再说一遍", "later", "以后再约"),
    *("窗口", "online", "东区", "West", "周三下午", "Wednesday at 10", "8 December", "2031年5月1日", "Feb 30", "now"),
    *("another time", "换一家中心", "别的时间", "重新预约", "取消预约", "改时间", "try again", "i do not want to park"),
    *(
        "",
        "   ",
        "🙂",
        "👍",
        "👎",
        "字" * 2000,
        "a" * 5000,
        "\x00",
        "\ud800",
        "%s {0} { $title }",
        "a\nb",
        "١",
        "ⅷ",
        "²",
    ),
]
VERBS = ["q", "edit", "way", "at", "elsewhere", "slot", "more", "other", "later", "book", "open", "rebook", "move"]
VERBS += ["cancel", "yes", "no", "again", "go", "none", "drop", ""]
VERBS += ["check", "me", "agree", "pick", "paper", "skip", "use", "doubt", "dispute", "wait", "which", "form", "fix"]
VERBS += ["invite", "data", "join", "join-yes", "join-no", "unlogin", "retry"]
VERBS += ["apply", "leave", "enough", "follow", "reupload", "sign", "give", "amend", "submit", "add", "take-back"]
VERBS += ["status", "pass", "case", "asked", "once"]
VERBS += ["show", "remind", "bring-along", "come-yes", "come-no"]
VERBS += ["queue", "earlier", "unqueue", "take", "decline", "give-up"]
PARTS = ["", "dwelling", "dwelling:owned", "handled_by:agent", "window", "online", "east", "nowhere", "apply", "choose"]
PARTS += ["0", "1", "99", "keeper", "keeper:0", "plate", "show", "export", "erase", "erase-yes", "withdraw:consent-1"]
PARTS += ["post", "electronic", "done", "all", "ABCD2345"]
PARTS += ["fetch", SMALL, GARDEN, NAME_ONLY, "east.permits.20261130T0115Z", "east.permits.nonsense", ":::", "东"]
A_SLOT = Slot("east.permits.20261130T0300Z", "east", "permits", datetime(2026, 11, 30, 3, tzinfo=UTC), 15, 1)
REFUSALS: tuple[Refusal, ...] = get_args(Refusal)
WHYS: tuple[CaseWhy, ...] = get_args(CaseWhy)
ENDS: tuple[WaitingWhy, ...] = get_args(WaitingWhy)

sentences = st.sampled_from(SENTENCES) | st.text(max_size=12)
results = st.sampled_from(["done", "no-answer", *REFUSALS])


def everything() -> Guide:
    """An installation that has whatever there can be."""
    return guide(shares=True, applies=True, waits=True)


class Walk(RuleBasedStateMachine):
    """A citizen and a One Window that do what they like."""

    def __init__(self) -> None:
        super().__init__()
        self.conversation = Conversation(chat="someone", seed="a seed")
        self.guide = everything()
        self.window = Window()
        self.window.offices = Offices(STATES, level="face")
        self.seen: list[str] = [f"go:{SMALL}"]
        self.asked: list[Effect] = []

    @rule(text=sentences)
    def say(self, text: str) -> None:
        self._hear(Said(text))

    @rule(place=st.integers(0, 999))
    def tap_what_was_shown(self, place: int) -> None:
        self._hear(Tapped(self.seen[place % len(self.seen)]))

    @rule(place=st.integers(0, 9))
    def tap_what_is_offered(self, place: int) -> None:
        offered = choices(stage_of(self.conversation, self.guide), self.guide)
        if offered:
            self._hear(Tapped(offered[place % len(offered)].key))

    @rule(why=st.sampled_from([None, *get_args(PaperWhy)]), number=st.integers(0, 3))
    def attach(self, why: PaperWhy | None, number: int) -> None:
        self._hear(Attached(why=why) if why else Attached(kept_paper(number)))

    @rule(verb=st.sampled_from(VERBS), part=st.sampled_from(PARTS), place=st.integers(0, 3))
    def tap_what_was_never_shown(self, verb: str, part: str, place: int) -> None:
        codes = [*(matter.code for matter in self.conversation.matters), "ZZZZZZ"]
        code = "" if verb in ("go", "none", "data", "join", "case") else f"{codes[place % len(codes)]}:"
        self._hear(Tapped(f"{verb}:{code}{part}"))

    @precondition(lambda self: self.conversation.pending is not None)
    @rule(result=results)
    def answer(self, result: str) -> None:
        assert self.conversation.pending is not None
        self._step(self._result(self.conversation.pending, result))

    @precondition(lambda self: self.asked)
    @rule(place=st.integers(0, 999), result=results)
    def answer_late(self, place: int, result: str) -> None:
        self._step(self._result(self.asked[place % len(self.asked)], result))

    @precondition(lambda self: self.conversation.unsettled)
    @rule(place=st.integers(0, 3), result=results)
    def try_again(self, place: int, result: str) -> None:
        unsettled = self.conversation.unsettled[place % len(self.conversation.unsettled)]
        self._step(self._result(unsettled.effect, result))

    @rule(by_itself=st.sampled_from([None, "agreed", "refused"]), place=st.integers(0, 3))
    def reach(self, by_itself: str | None, place: int) -> None:
        """It is time to look again, or somebody else has answered."""
        codes = [*(matter.code for matter in self.conversation.matters), "ZZZZZZ"]
        case = codes[place % len(codes)]
        consent = "consent-1" if by_itself == "agreed" else None
        self._step(OtherAnswered(case, "keeper", consent) if by_itself else Woken(case))

    @precondition(lambda self: self.window.office.cases)
    @rule(
        what=st.sampled_from(get_args(Happening)), state=st.sampled_from(get_args(CaseState)), place=st.integers(0, 9)
    )
    def happen(self, what: Happening, state: CaseState, place: int) -> None:
        """A department does something, and it is told."""
        cases = sorted(self.window.office.cases)
        refusal = Refused("too late", "dwelling", self.guide.today) if place % 2 else None
        more = {
            "body": "housing",
            "until": self.guide.now,
            "asked": ("home-certificate", "a photo"),
            "refusal": refusal,
        }
        self._step(self.window.office.happen(cases[place % len(cases)], what, self.guide.now, state, **more))

    @rule(what=st.sampled_from(get_args(HallNews)), visit=st.sampled_from(["apply", "choose"]), place=st.integers(0, 3))
    def be_there(self, what: HallNews, visit: str, place: int) -> None:
        """Something happens in the hall, also at a place that is gone, and it is told."""
        codes = [*(matter.code for matter in self.conversation.matters), "ZZZZZZ"]
        matter = self.conversation.find(codes[place % len(codes)])
        booked = matter.place(visit) if matter else None
        slot, now = booked.slot.id if booked else "east.permits.20261130T0115Z", self.guide.now
        wait = Wait(place, place * 10, measured=bool(place % 2))
        self._step(
            InTheHall(what, codes[place % len(codes)], visit, slot, now, "east", "permits", now, "A001", "5", wait=wait)
        )

    @precondition(lambda self: self.window.waiters.waiting)
    @rule(what=st.sampled_from([None, "unanswered", "dropped", "over"]), minutes=st.sampled_from([-1, 30]))
    def become_free(self, what: Any, minutes: int) -> None:
        """A place is offered to who waits, in time or too late; or they waited in vain."""
        news = self.window.waiters.offer(A_SLOT, self.guide.now, minutes)
        self._step(WaitedInVain(news.offer.case, news.offer.waiting, what) if what else news)

    @rule(minutes=st.sampled_from([1, 11, 60, 60 * 24, 60 * 24 * 40]))
    def wait(self, minutes: int) -> None:
        self.guide = replace(self.guide, now=self.guide.now + timedelta(minutes=minutes))

    @invariant()
    def it_can_be_kept(self) -> None:
        assert Conversation.model_validate_json(self.conversation.model_dump_json()) == self.conversation

    def _hear(self, event: Said | Tapped | Attached) -> None:
        """The citizen is answered at once, or after the One Window is."""
        replies = self._step(event)
        while self.conversation.pending is not None and len(self.asked) % 3:
            replies += self._step(self._result(self.conversation.pending, "done"))
        assert replies or self.conversation.pending is not None, f"{event} was not answered"

    def _step(self, event: Event) -> tuple[Reply, ...]:
        turn = advance(self.conversation, event, self.guide)
        assert turn.conversation.pending == turn.effect
        self.conversation = turn.conversation
        self.asked += [turn.effect] if turn.effect is not None else []
        self.seen += worded(turn.replies, self.guide)
        return turn.replies

    def _result(self, effect: Effect, result: str) -> Event:
        if result == "no-answer":
            return NoAnswer(effect)
        if result != "done" and isinstance(effect, VisitEffect):
            return TurnedDown(effect, cast(Refusal, result))
        if result != "done" and isinstance(effect, CaseCall):
            return CaseTurnedDown(effect, WHYS[len(self.asked) % len(WHYS)], ("plate",))
        if result != "done" and isinstance(effect, WaitingEffect):
            return WaitingTurnedDown(effect, ENDS[len(self.asked) % len(ENDS)])
        try:
            return self.window.answer(effect, self.guide.province, self.guide.now)
        except (AssertionError, KeyError):
            if isinstance(effect, CaseCall):
                return CaseTurnedDown(effect, "unknown")
            if isinstance(effect, JointEffect):
                return JointTurnedDown(effect, "unknown")
            assert isinstance(effect, VisitEffect)
            return TurnedDown(effect, "unknown")


class WalkThroughChanges(Walk):
    """And the office changes its definitions and its province meanwhile."""

    @rule(change=st.sampled_from(sorted(CHANGES)))
    def change(self, change: str) -> None:
        self.guide = CHANGES[change](replace(everything(), now=self.guide.now))


PARTS_OF_ALL = 3 if THOROUGH else 7
LIMITS = settings(
    max_examples=150 if THOROUGH else 60, stateful_step_count=30, deadline=None, database=None, derandomize=True
)


def test_no_walk_raises() -> None:
    run_state_machine_as_test(Walk, settings=LIMITS)


def test_no_walk_through_changes_raises() -> None:
    run_state_machine_as_test(WalkThroughChanges, settings=LIMITS)


# --- every change, at every stage ----------------------------------------------------------------------------------

SLOT, AFTERNOON, NEXT_WEEK = (f"slot:east.permits.2026{moment}Z" for moment in ("1130T0115", "1130T0530", "1207T0100"))
CONSENT = (f"go:{SMALL}", "q:dwelling:owned", "q:handled_by:self", "check:", RIGHT)
RENTED = (f"go:{SMALL}", "q:dwelling:rented", "q:handled_by:self")
STAGES = {
    "choosing": (f"go:{SMALL}", "park or vegetable garden"),
    "asking": (f"go:{SMALL}", "q:dwelling:owned"),
    "stopped": (f"go:{SMALL}", "q:dwelling:elsewhere"),
    "ways": (f"go:{SMALL}", "q:dwelling:rented", "q:handled_by:self"),
    "online": (f"go:{SMALL}", "q:dwelling:employer", "q:handled_by:self", "way:online"),
    "centres": (f"go:{SMALL}", "q:dwelling:owned", "q:handled_by:agent"),
    "times": (f"go:{SMALL}", "q:dwelling:owned", "q:handled_by:agent", "at:east"),
    "kept": (f"go:{SMALL}", "q:dwelling:owned", "q:handled_by:agent", "at:east", SLOT),
    "booked": (f"go:{SMALL}", "q:dwelling:owned", "q:handled_by:agent", "at:east", SLOT, "book:apply"),
    "waiting": (
        f"go:{SMALL}",
        "q:dwelling:owned",
        "q:handled_by:agent",
        "at:east",
        AFTERNOON,
        "book:apply",
        "earlier:apply",
    ),
    "one of two": (f"go:{GARDEN}", "at:east", SLOT, "book:choose"),
    "both": (f"go:{GARDEN}", "at:east", SLOT, "book:choose", NEXT_WEEK, "book:fetch"),
    "moving": (f"go:{GARDEN}", "at:east", SLOT, "book:choose", NEXT_WEEK, "book:fetch", "move:choose"),
    "cancelling": (f"go:{GARDEN}", "at:east", SLOT, "book:choose", "cancel:choose"),
    "logging in": (f"go:{SMALL}", "q:dwelling:owned", "q:handled_by:self", "check:"),
    "consenting": (*CONSENT,),
    "picking": (*CONSENT, "pick:"),
    "reviewing": (*CONSENT, "agree:"),
    "doubting": (*CONSENT, "agree:", "doubt:"),
    "looked up": (*CONSENT, "agree:", "use:"),
    "uploading": (*RENTED, "way:online", "apply:", RIGHT, "agree:", "use:"),
    "checking": (*CONSENT, "agree:", "use:", "way:online", "apply:"),
    "amending": (*CONSENT, "agree:", "use:", "way:online", "apply:", "amend:"),
    "writing": (*CONSENT, "agree:", "use:", "way:online", "apply:", "fix:plate"),
    "submitted": (*CONSENT, "agree:", "use:", "way:online", "apply:", "submit:", RIGHT),
    "taking back": (*CONSENT, "agree:", "use:", "way:online", "apply:", "submit:", RIGHT, "take-back:"),
    "two matters": (f"go:{SMALL}", "q:dwelling:owned", f"go:{GARDEN}", "at:west"),
}
AFTERWARDS = [
    *("/my", "why", "back", "cancel", "yes", "no", "start over", "again please", "1", "2", "later", "another time"),
    *("说中文", "Wednesday afternoon", "change it to rented", "move it", PARK_EN, GARDEN_ZH, "gibberish", "/start"),
]
TAPS = [
    *("q:dwelling:owned", "edit:dwelling", "way:window", "way:online", "at:east", "at:west", SLOT, AFTERNOON, "more"),
    *("elsewhere", "other", "book:apply", "later", "open", "rebook", "move:apply", "move:choose", "cancel:apply"),
    *("cancel:fetch", "yes", "no", "again", f"go:{SMALL}", f"go:{GARDEN}", "none"),
    *("apply", "leave", "enough:0", "follow:0", "reupload:0", "sign", "give", "give:electronic", "amend", "amend:done"),
    *("submit", "submit:all", "add", "take-back", "status", "pass", "fix:plate", "form"),
    *("queue", "earlier:apply", "unqueue", "take:offer-1", "decline:offer-1", "give-up"),
]


def arrived(stage: str) -> Talk:
    talk = Talk(everything())
    talk.window.offices = Offices(level="face")
    for done in STAGES[stage]:
        talk.tap(done) if ":" in done else talk.say(done)
    return talk


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_at_any_stage_is_survived(stage: str, change: str) -> None:
    """With a part of all that may come then: another part at the next stage, and after the next change."""
    before = arrived(stage)
    world = CHANGES[change](before.guide)
    first = ([*STAGES].index(stage) + [*CHANGES].index(change)) % PARTS_OF_ALL
    for event in islice(events(before.conversation, world), first, None, PARTS_OF_ALL):
        later = Talk(world, before.conversation, before.window)
        turn = later.step(event)
        assert turn.replies or turn.effect, f"{event} was not answered"
        worded(turn.replies, world)
        effect = turn.effect
        if effect is not None:
            worded(advance(turn.conversation, NoAnswer(effect), world).replies, world)
        refused: list[Event] = []
        if isinstance(effect, VisitEffect):
            refused = [TurnedDown(effect, why) for why in REFUSALS]
        elif isinstance(effect, CaseCall):
            refused = [CaseTurnedDown(effect, why) for why in WHYS]
        elif isinstance(effect, WaitingEffect):
            refused = [WaitingTurnedDown(effect, end) for end in ENDS]
        for answer in refused:
            worded(advance(turn.conversation, answer, world).replies, world)


def kept_paper(number: int) -> KeptPaper:
    return KeptPaper(id=f"paper-{number}", name="lease.pdf" if number else "", kind="pdf", pages=2, size=2000)


def events(conversation: Conversation, world: Guide) -> Iterator[Event]:
    yield from (Said(text) for text in AFTERWARDS)
    yield from (Attached(kept_paper(1)), Attached(why="locked"))
    for matter in conversation.matters:
        for tap in TAPS:
            verb, _, rest = tap.partition(":")
            yield Tapped(tap if verb in ("go", "none") else f"{verb}:{matter.code}:{rest}")
    yield from (Tapped(choice.key) for choice in choices(stage_of(conversation, world), world))


def worded(replies: tuple[Reply, ...], where: Guide) -> list[str]:
    """Each reply said in both languages; gives back the keys of its buttons."""
    keys: list[str] = []
    for reply in replies:
        for language in LANGUAGES:
            message = word(reply, Words(language, where.province))
            assert message.text.strip()
            assert all(option.label.strip() for option in message.options)
            keys += [option.key for option in message.options]
    assert all(len(key.encode()) <= LONGEST_KEY for key in keys)
    return keys
