"""What a short utterance does in the conversation: agrees, goes back, cancels, asks why.

Only whole utterances and clear run-ups count. "我想取消抵押" asks for a procedure; it does not cancel this one.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from intents.tidy import close_up, plain, tidy
from intents.words import all_words, either, words


class Kind(StrEnum):
    """The dialogue acts."""

    YES = "yes"
    NO = "no"
    BACK = "back"
    CHANGE = "change"
    CANCEL = "cancel"
    RESTART = "restart"
    START = "start"
    WHY = "why"
    HELP = "help"
    MINE = "mine"
    LANGUAGE = "language"
    LANGUAGE_ZH = "language_zh"
    LANGUAGE_EN = "language_en"
    HUMAN = "human"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    GREETING = "greeting"
    NONE_OF_THESE = "none_of_these"
    REPEAT = "repeat"
    UNSURE = "unsure"
    MAYBE = "maybe"
    MEANING = "meaning"
    SIMPLER = "simpler"
    COMPLAINT = "complaint"
    ANGER = "anger"
    BEREAVEMENT = "bereavement"
    VIOLENCE = "violence"
    DEBT = "debt"
    DESPAIR = "despair"
    POLICE = "emergency_police"
    AMBULANCE = "emergency_medical"
    FIRE = "emergency_fire"
    TRAFFIC = "emergency_traffic"
    UNKNOWN_COMMAND = "unknown_command"
    MY_DATA = "mydata"
    EXPORT = "export"
    ERASE = "erase"
    LOG_OUT = "logout"
    NOT_ME = "not_me"
    CHECK = "check"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Act:
    """What an utterance does; `rest` is what it is about: a corrected answer, an unknown command."""

    kind: Kind
    rest: str = ""


EMERGENCIES = frozenset({Kind.POLICE, Kind.AMBULANCE, Kind.FIRE, Kind.TRAFFIC})
"""Help by telephone comes before everything else."""
DISTRESS = frozenset({Kind.BEREAVEMENT, Kind.VIOLENCE, Kind.DEBT, Kind.DESPAIR})
"""A gentle word and a human being come before the matter."""
_ABOUT = frozenset({Kind.CHANGE, Kind.WHY, Kind.MEANING})
"""Acts that say what they are about."""
_UNSPOKEN = frozenset({Kind.START, Kind.LANGUAGE, Kind.UNKNOWN_COMMAND, Kind.BEREAVEMENT, Kind.VIOLENCE, Kind.DEBT})
_COMMANDS = frozenset(
    {
        Kind.START,
        Kind.HELP,
        Kind.MINE,
        Kind.MY_DATA,
        Kind.EVENTS,
        Kind.LOG_OUT,
        Kind.LANGUAGE,
        Kind.CANCEL,
        Kind.BACK,
        Kind.RESTART,
        Kind.WHY,
    }
)
_COMMAND = re.compile(r"/([a-z0-9_]+)(?:@\w+)?(?:\s+(.*))?")
_COMMAND_NAMES = {"my": Kind.MINE} | {kind.value: kind for kind in _COMMANDS - {Kind.MINE}}
_SIGNS = {
    "👍": Kind.YES,
    "👌": Kind.YES,
    "✅": Kind.YES,
    "👎": Kind.NO,
    "❌": Kind.NO,
    "🙏": Kind.THANKS,
    "👋": Kind.GREETING,
}
_TONES = "\U0001f3fb-\U0001f3ff\ufe0f"
_LONGEST_UTTERANCE = 60


def hear_act(sentence: str) -> Act | None:
    """The act of a short utterance or slash command, or None where it is an answer or a matter."""
    text = plain(sentence)
    if command := _COMMAND.fullmatch(text):
        name, rest = command.group(1), command.group(2) or ""
        kind = _COMMAND_NAMES.get(name)
        return Act(kind, rest) if kind else Act(Kind.UNKNOWN_COMMAND, name)
    if sign := _SIGNS.get(re.sub(f"[{_TONES}]", "", text)[:1] if not tidy(text) else ""):
        return Act(sign)
    if len(text) > _LONGEST_UTTERANCE:
        return None
    return _whole_utterance(tidy(text)) or _run_up(close_up(tidy(text)))


def hear_rest(kind: Kind, sentence: str) -> str:
    """What a sentence is about that does this: the sentence itself, where the act has something it is about."""
    return sentence if kind in _ABOUT else ""


def _whole_utterance(tidied: str) -> Act | None:
    for spoken in (tidied, _particles().sub("", tidied)):
        if kind := _utterances().get(spoken.replace(" ", "")):
            return Act(kind)
    return None


def _run_up(tidied: str) -> Act | None:
    """An act that says what it is about: "change it to …", "why do I not need …"."""
    for kind, run_ups in ((Kind.CHANGE, "change_to"), (Kind.WHY, "why_about")):
        if found := _run_ups(run_ups).match(tidied):
            return Act(kind, tidied[found.end() :].strip())
    return None


@cache
def _utterances() -> dict[str, Kind]:
    """Each known utterance without spaces, so that "go back" and 上 一步 are found however they are spaced."""
    spoken = [kind for kind in Kind if kind not in _UNSPOKEN]
    return {
        word.replace(" ", ""): kind
        for kind in reversed(spoken)  # of two acts with one wording the one named first in Kind is meant
        for said in all_words(f"act.{kind.value}")
        for word in (said, tidy(said))
        if word
    }


@cache
def _particles() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(words('particle')['zh'])}){{1,2}}$")


@cache
def _run_ups(about: str) -> re.Pattern[str]:
    run_ups = words(about)
    return re.compile(rf"(?:{either(run_ups['zh'])}) ?(?=\S)|(?:{either(run_ups['en'])}) (?=\S)")
