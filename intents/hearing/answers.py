"""Which option of a closed question an answer chooses."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz

from intents.hearing.acts import Kind, hear_act
from intents.hearing.negation import clauses
from intents.hearing.numbers import LAST, hear_ordinal
from intents.hearing.quantities import hear_quantities
from intents.hearing.spotting import OptionWords, even, even_words, places, spot
from intents.tidy import is_chinese
from intents.words import all_words


@dataclass(frozen=True, slots=True)
class One:
    """Exactly one option is meant; how likely, where the words alone do not say so."""

    id: str
    probability: float = field(default=1.0, compare=False)


@dataclass(frozen=True, slots=True)
class Several:
    """Each of these options may be meant: the dialogue asks which."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A place in the list that the list does not have."""

    number: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """No option is heard."""


Heard = One | Several | OutOfRange | Nothing

NOTHING = Nothing()

_TYPING_ERROR = 80.0
_CLEARLY_NEARER = 8.0
_SHORTEST_TYPO = 4
_WORTH_ASKING = 3


def hear_option(sentence: str, options: Sequence[OptionWords]) -> Heard:
    """The option that an answer to a closed question chooses, by its words.

    What is certain goes first (`hear_certain`); then an option's words in the sentence (of denied ones the others are
    left), part of an option's words, a typing error.
    """
    said = even(sentence)
    if not said or not options:
        return NOTHING
    certain = hear_certain(sentence, options)
    if certain is not NOTHING:
        return certain
    if _agrees(sentence) is not None:
        return NOTHING
    return _mentioned(sentence, options) or _part(said, options) or _typo(said, options) or NOTHING


def hear_certain(sentence: str, options: Sequence[OptionWords]) -> Heard:
    """What the words leave no doubt of, in this order: an option's exact words, a place in the list, yes/no/don't know
    where options say or begin so."""
    said = even(sentence)
    if not said or not options:
        return NOTHING
    exact = _heard(_owners(options, lambda word: word == said))
    if exact != NOTHING:
        return exact
    numbered = _numbered(sentence, options)
    if numbered is not None:
        return numbered
    place = hear_ordinal(sentence)
    if place is not None:
        return _at(place, options)
    spoken = _agrees(sentence)
    if spoken is None:
        return NOTHING
    return _heard(_owners(options, spoken.__contains__) or _owners(options, lambda word: word.split()[0] in spoken))


def _agrees(sentence: str) -> frozenset[str] | None:
    """All words of yes, of no, or of not knowing where the sentence is one of them."""
    act = hear_act(sentence)
    if act is None or act.kind not in (Kind.YES, Kind.NO, Kind.UNSURE):
        return None
    return _spoken(act.kind)


@cache
def _spoken(kind: Kind) -> frozenset[str]:
    return frozenset(map(even, all_words(f"act.{kind.value}")))


def _numbered(sentence: str, options: Sequence[OptionWords]) -> Heard | None:
    """The option whose span covers the only quantity said; a bare number counts where it is no place in the list."""
    spans = {option.id: option.span for option in options if option.span is not None}
    quantities = hear_quantities(sentence) if spans else ()
    if len(quantities) != 1 or (quantities[0].unit is None and quantities[0].value <= len(options)):
        return None
    covering = [name for name, span in spans.items() if span.covers(quantities[0])]
    return One(covering[0]) if len(covering) == 1 else None


def _owners(options: Sequence[OptionWords], accept: Callable[[str], bool]) -> list[str]:
    return [option.id for option in options if any(map(accept, even_words(option.words)))]


def _heard(ids: Iterable[str]) -> Heard:
    distinct = tuple(dict.fromkeys(ids))
    if not distinct:
        return NOTHING
    return One(distinct[0]) if len(distinct) == 1 else Several(distinct)


def _at(place: int, options: Sequence[OptionWords]) -> Heard:
    if place == LAST:
        return One(options[-1].id)
    return One(options[place - 1].id) if 1 <= place <= len(options) else OutOfRange(place)


def _mentioned(sentence: str, options: Sequence[OptionWords]) -> Heard | None:
    """Options whose words the sentence contains; if they are only denied, the others where these are few."""
    listed = tuple((word, option.id) for option in options for word in even_words(option.words))
    found = [mention for clause in clauses(sentence) for mention in spot(even(clause), listed)]
    meant = [mention.owner for mention in found if not mention.denied]
    if meant:
        return _heard(meant)
    refused = {mention.owner for mention in found}
    left = [option.id for option in options if option.id not in refused]
    return _heard(left) if refused and 0 < len(left) <= _WORTH_ASKING else None


def _part(said: str, options: Sequence[OptionWords]) -> Heard | None:
    """Options of whose words the whole answer is a part: 银行 for 银行网点."""
    if len(said) < (2 if is_chinese(said) else 3):
        return None
    owners = _owners(options, lambda word: bool(places(word, said)))
    return _heard(owners) if owners else None


def _typo(said: str, options: Sequence[OptionWords]) -> Heard | None:
    """Options whose words the answer is but for a typing error; never across a "not"."""
    if len(said) < _SHORTEST_TYPO:
        return None
    near = [
        (fuzz.ratio(said, word, score_cutoff=_TYPING_ERROR), option.id)
        for option in options
        for word in even_words(option.words)
        if len(word) >= _SHORTEST_TYPO and _denials(word) == _denials(said)
    ]
    best = max((score for score, _ in near), default=0.0)
    owners = [owner for score, owner in near if score and score > best - _CLEARLY_NEARER]
    return _heard(owners) if owners else None


def _denials(text: str) -> Counter[str]:
    """The words that deny in a text: what differs in them is its opposite, however alike it looks."""
    parts = text if is_chinese(text) else text.split()
    return Counter(part for part in parts if part in all_words("no"))
