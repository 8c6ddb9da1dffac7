"""What a speaker says NOT to want or be: the one small word that turns a right match into a wrong answer."""

import re
from functools import cache

from intents.tidy import is_chinese, plain, tidy
from intents.words import either, words

_CLAUSE_END = re.compile(r"[,，。.!！?？;；、\n]+(?:\s|(?=\D)|$)")
_ENGLISH_STEPS = (
    r"(?:a|an|the|any|my|our|really|to|yet|been|have|has|had|be|got|for|about|of|want|planning|going|\w+ing)"
)


def clauses(sentence: str) -> tuple[str, ...]:
    """The clauses of a sentence in normal form, in order."""
    found = (tidy(clause) for clause in _CLAUSE_END.split(plain(sentence)))
    return tuple(clause for clause in found if clause)


def negated(sentence: str, phrase: str) -> bool:
    """True if every mention of `phrase` is one that the speaker denies or does not want.

    "我不是要卖房" and "I don't want to sell" deny 卖房 and "sell"; a phrase that is not mentioned is not negated.
    """
    wanted = tidy(phrase)
    mentions = [(clause, start) for clause in clauses(sentence) for start in _mentions(clause, wanted) if wanted]
    return bool(mentions) and all(denied(clause, start) for clause, start in mentions)


def denied(clause: str, start: int) -> bool:
    """True if what stands at `start` of a tidied clause is denied by the words before it."""
    before = clause[:start]
    if any(unwanted.start() < start <= unwanted.end() for unwanted in _refusals().finditer(clause)):
        return True
    return _denial_ends().search(before) is not None


def wanted_part(sentence: str) -> str:
    """The tidied sentence without what the speaker says not to want; the same as `tidy` if that is nothing."""
    if not _refusals().search(tidy(sentence)):
        return tidy(sentence)
    return " ".join(" ".join(_refusals().sub(" ", clause) for clause in clauses(sentence)).split())


def able_part(sentence: str) -> str:
    """The sentence without the clauses in which the speaker says not to be able or willing; whole if all are such."""
    said = clauses(sentence)
    able = [clause for clause in said if not _inability().search(clause)]
    return sentence if len(able) in (0, len(said)) else ", ".join(able)


@cache
def _inability() -> re.Pattern[str]:
    lists = words("inability")
    return re.compile(rf"{either(lists['zh'])}|\b(?:{either(lists['en'])})\b")


def _mentions(clause: str, wanted: str) -> list[int]:
    if is_chinese(wanted):
        return [found.start() for found in re.finditer(re.escape(wanted), clause)]
    return [found.start() for found in re.finditer(rf"(?<![a-z0-9]){re.escape(wanted)}", clause)]


@cache
def _refusals() -> re.Pattern[str]:
    """A refusal in the first person and all that it governs, up to an adversative or the end of the clause."""
    chinese, english = words("refusal")["zh"], words("refusal")["en"]
    but = words("but")
    return re.compile(
        rf"(?:^|(?<=\s)|(?<=我)|(?<=我们)|(?<=我也)|(?<=我并))(?:{either(chinese)})(?!了)(?:(?!{either(but['zh'])}).)+"
        rf"|\b(?:{either(english)})\b(?:(?!\b(?:{either(but['en'])})\b).)+"
    )


@cache
def _denial_ends() -> re.Pattern[str]:
    """A negation right before a word, with at most three small words between in English."""
    chinese = either(words("no")["zh"])
    english = either(words("no")["en"])
    return re.compile(rf"(?:{chinese})[过有的是在]?$|\b(?:{english})(?:\s+{_ENGLISH_STEPS}){{0,3}}\s*$")
