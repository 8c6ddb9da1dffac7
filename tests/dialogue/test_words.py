"""Every sentence is there, in both languages, is said by something, and can be said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from fluent.runtime import FluentResource
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor

import bot.dialogue
from bot.channels.telegram.profile import COMMANDS
from bot.dialogue.applications import CaseState, DeliveryState, Happening, StepState
from bot.dialogue.applying.effects import CaseWhy
from bot.dialogue.applying.stages import Preparing
from bot.dialogue.companions.state import CallingState, CompanionState
from bot.dialogue.conversation import Language, Reminders
from bot.dialogue.events import TurnedDown
from bot.dialogue.joint.state import Offer, Reason
from bot.dialogue.locating import WHERE_YOU_ARE
from bot.dialogue.papers import PaperWhy
from bot.dialogue.replies import Term, Value
from bot.dialogue.shared_data import State
from bot.dialogue.stage import OWN, Asking, Finishing, Retired, Sharing, Stopped
from bot.dialogue.unsettled.telling import Deed
from bot.dialogue.waiting.effects import WaitedInVain, WaitingWhy
from bot.dialogue.words import LANGUAGES, SAID, Untranslated, Words, bundle, sentence_ids, spoken, written_in
from intents.hearing import DISTRESS, EMERGENCIES
from procedures.definition import FieldType, Giving, Office, Way
from procedures.settling import GapWhy, Why
from procedures.vocabulary import Duration, Text, WayName
from tests.small import small_province

CHANNELS = Path(bot.dialogue.__file__).parents[1] / "channels"
SOURCES = [*sorted(Path(bot.dialogue.__file__).parent.rglob("*.py")), CHANNELS / "terminal.py"]
TELEGRAM = sorted((CHANNELS / "telegram").glob("*.py"))
STAGES_OF_A_MATTER = (*get_args(Sharing), *get_args(Finishing), *get_args(Preparing), Asking, Stopped, Retired)
WHERE_ELSE = tuple(set(get_args(Office.model_fields["of"].annotation)) - set(WHERE_YOU_ARE))
FILLED_IN = {
    "wish-": ("soonest", "latest"),
    "urgent-": tuple(kind.name.lower() for kind in EMERGENCIES | DISTRESS),
    "way-": get_args(WayName),
    "papers-": get_args(Way.model_fields["papers"].annotation),
    "location-": (*WHERE_ELSE, "no-centre", "idle", "not-needed"),
    "nearest-centre-": WHERE_YOU_ARE,
    "remind-": ("today", "tomorrow"),
    "reminders-": get_args(Reminders),
    "called-": tuple(set(get_args(CallingState)) - {"open"}),
    "companion-": get_args(CompanionState),
    "waiting-": get_args(get_type_hints(WaitedInVain)["what"]),
    "offer-": get_args(WaitingWhy),
    "unsettled-": get_args(Deed),
    "deed-": tuple(set(get_args(Deed)) - {"find-out"}),
    "gone-": ("book", "move", "over"),
    "-for": ("show-counter", "along-ask"),
    "tg-command-": COMMANDS,
    "-place": ("move", "cancel"),
    "-all": ("move", "cancel"),
    "plan-": get_args(Offer.model_fields["kind"].annotation),
    "joint-": get_args(Offer.model_fields["kind"].annotation),
    "joint-why-": get_args(Reason.model_fields["kind"].annotation),
    "-silent": ("identity", "backend"),
    "login-": ("wrong", "over", "not-sure"),
    "sure-": OWN,
    "found-": (*get_args(State), "found-plain", "contradicted-plain", "expired-plain"),
    "data-": tuple(state.replace("_", "-") for state in get_args(State)),
    "because-": (Why.IDENTITY.value, Why.NO_REGISTER.value, Why.NOT_IN_REGISTER.value, Why.HOLDER.value),
    "gap-": get_args(GapWhy),
    "duration-": tuple(unit.replace(" ", "-") for unit in get_args(Duration.model_fields["unit"].annotation)),
    "refused-": get_args(get_type_hints(TurnedDown)["why"]),
    "guide-office-": get_args(Office.model_fields["of"].annotation),
    "guide-way-": get_args(WayName),
    "guide-papers-": ("upload", "post"),
    "guide-give-": get_args(Giving),
    "write-": tuple(set(get_args(FieldType)) - {"text"}),
    "giving-": get_args(Giving),
    "receipt-give-": get_args(Giving),
    "result-give-": get_args(Giving),
    "in-hand-": get_args(Giving),
    "case-state-": get_args(CaseState),
    "mine-": ("in-hand", *set(get_args(CaseState))),
    "case-": get_args(CaseWhy),
    "step-": tuple(set(get_args(StepState)) - {"open"}),
    "delivery-": get_args(DeliveryState),
    "event-": tuple(set(get_args(Happening)) - {"decided", "in-hand", "asked", "paper-missing", "refused"}),
    "paper-refused-": get_args(PaperWhy),
    "which-centre-": get_args(Office.model_fields["of"].annotation),
    "state-": tuple(stage.__name__.lower() for stage in STAGES_OF_A_MATTER),
}
"""What can stand in the sentences whose ids are put together, by the part that is fixed."""

VALUES: dict[str, Value] = {
    "visits": 2,
    "online": 1,
    "count": 3,
    "papers": 1,
    "amount": 5,
    "most": 2000,
    "ahead": 2,
    "number": 7,
    "minutes": 10,
    "yuan": 80,
    "when": datetime(2026, 12, 2, 14, 0, tzinfo=UTC),
    "state": Term("state-done"),
}
"""Numbers and moments; whatever else a sentence has room for is a text."""
OTHERS = Text(zh="婚姻登记", en="marriage register")


@cache
def variables(language: Language) -> dict[str, set[str]]:
    """What each sentence has room for."""
    found: dict[str, set[str]] = {}

    class Reader(Visitor):
        def visit_Message(self, node: Message) -> None:
            self.names = found.setdefault(node.id.name, set())
            self.generic_visit(node)

        def visit_VariableReference(self, node: VariableReference) -> None:
            self.names.add(node.id.name)

    Reader().visit(FluentResource(written_in(language)))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_by_itself_is_the_one_of_the_whole_file(language: Language) -> None:
    whole = FluentResource(written_in(language)).body
    assert not [entry for entry in whole if isinstance(entry, Junk)]
    expected = {entry.id.name: entry for entry in whole if isinstance(entry, Message)}
    assert sentence_ids(language) == tuple(expected)
    for name, text in bundle(language).written.items():
        [alone] = [entry for entry in FluentResource(text).body if isinstance(entry, Message)]
        assert alone.equals(expected[name], ignored_fields=["span", "comment"]), name


@cache
def nodes() -> tuple[ast.AST, ...]:
    return tuple(node for file in SOURCES for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def named() -> Iterator[str]:
    """Ids that are given to Say, Term, say and the lists of cards, alternatives included."""
    for node in nodes():
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            empty = [word.value for word in node.keywords if word.arg == "empty"]
            if name in ("Say", "Term", "say", "listed", "_detail"):
                for part in (node.args[0], *empty):
                    yield from _named(part)
    yield from _named_on_telegram()


def _named_on_telegram() -> Iterator[str]:
    """The channel's own sentences all begin alike, and stand in its table."""
    for file in TELEGRAM:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and ast.unparse(node).startswith("f'tg-"):
                yield from _expanded(node)
            elif isinstance(node, ast.Constant) and str(node.value).startswith("tg-") and node.value not in FILLED_IN:
                yield str(node.value)


def _named(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_named(node.body), *_named(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        yield from _expanded(node)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _expanded(node: ast.JoinedStr) -> Iterator[str]:
    fixed = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    assert fixed in FILLED_IN, f"what can stand in the sentence '{ast.unparse(node)}'?"
    return (f"{value}{fixed}" if fixed.startswith("-") else f"{fixed}{value}" for value in FILLED_IN[fixed])


def values(names: set[str]) -> dict[str, Value]:
    return {name: VALUES.get(name, OTHERS) for name in names}


def test_both_languages_have_the_same_sentences_in_the_same_order() -> None:
    assert sentence_ids("zh") == sentence_ids("en")
    assert len(set(sentence_ids("zh"))) == len(sentence_ids("zh"))


def test_sentences_have_room_for_the_same_values() -> None:
    """A language may leave a number out of a sentence, never a text."""
    numbers = {"count", "amount", "online"}
    differing = {name for name in sentence_ids("zh") if (variables("zh")[name] ^ variables("en")[name]) - numbers}
    assert differing == set()


def test_options_are_said_in_both_languages() -> None:
    said = [
        {name for name in sentence_ids(language) if SAID in bundle(language).get_message(name).attributes}
        for language in LANGUAGES
    ]
    assert said[0] == said[1] == set(spoken())


def test_every_sentence_that_is_said_is_there() -> None:
    missing = set(named()) - set(sentence_ids("zh"))
    assert missing == set()


def test_every_sentence_is_said_by_something() -> None:
    written = {node.value for node in nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    unused = set(sentence_ids("zh")) - set(named()) - written
    assert unused == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said(language: Language) -> None:
    words = Words(language, small_province())
    said = {name: words.say(name, **values(known)) for name, known in variables(language).items()}
    wrong = {name: text for name, text in said.items() if not text.strip() or re.search(r"\{|\$|�|None", text)}
    assert wrong == {}
    assert set(said) == set(sentence_ids("en"))


@pytest.mark.parametrize("amount", [0, 1, 2, 11])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_can_be_said(language: Language, amount: int) -> None:
    words = Words(language, small_province())
    for name, known in variables(language).items():
        numbers = {n: amount for n in known if isinstance(VALUES.get(n), int)}
        assert words.say(name, **{**values(known), **numbers}).strip()


def test_one_and_many_are_told_apart_in_english() -> None:
    words = Words("en", small_province())
    assert [words.say("promise-questions", count=n) for n in (0, 1, 2)] == [
        "No more questions.",
        "At most one more question.",
        "At most 2 more questions.",
    ]


IN_BOTH = {"other-script"}
"""Sentences for people who may read either language: both stand in them."""


def test_each_sentence_is_in_its_own_language() -> None:
    """In the Chinese file only commands, the code of a case and kinds of files are in Latin letters."""
    names = [name for name in sentence_ids("en") if name not in IN_BOTH]
    english, chinese = ({name: _plain(language, name) for name in names} for language in ("en", "zh"))
    assert {n: text for n, text in english.items() if re.search(r"[\u3400-\u9fff，。？！：；“”「」【】]", text)} == {}
    kept = r"/[a-z]+|PDF|JPEG|PNG|HEIC|MB"
    assert {n: text for n, text in chinese.items() if re.search(r"[A-Za-z]{2,}", re.sub(kept, "", text))} == {}


def _plain(language: Language, name: str) -> str:
    """The sentence and what people say for it, with digits in every gap."""
    message = bundle(language).get_message(name)
    gaps: dict[str, Value] = {gap: 1 for gap in variables(language)[name]}
    attributes = [str(bundle(language).format_pattern(said, gaps)[0]) for said in message.attributes.values()]
    return " ".join([Words(language, small_province()).say(name, **gaps), *attributes])


def test_a_missing_sentence_is_untranslated() -> None:
    with pytest.raises(Untranslated, match=r"en\.ftl has no 'nowhere-to-be-found'"):
        Words("en", small_province()).say("nowhere-to-be-found")


def test_a_missing_value_is_untranslated() -> None:
    with pytest.raises(Untranslated, match=r"zh\.ftl, 'because'"):
        Words("zh", small_province()).say("because")


def test_days_and_moments_are_said_in_each_language() -> None:
    day, moment = date(2026, 12, 2), datetime(2026, 12, 2, 14, 5, tzinfo=UTC)
    assert Words("en", small_province()).value(day) == "Wed, Dec 2"
    assert Words("zh", small_province()).value(day) == "12月2日周三"
    assert Words("en", small_province()).value(moment) == "Wed, Dec 2 14:05"


def test_people_are_joined_as_each_language_does() -> None:
    known = {"buyer": Text(zh="买方", en="the buyer"), "agent": Text(zh="代办人", en="the agent")}
    said = [Words(language, small_province()).people(("you", "buyer", "agent"), known) for language in ("zh", "en")]
    assert said == ["您、买方和代办人", "you, the buyer and the agent"]
