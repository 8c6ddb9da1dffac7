"""Hears what is done and answered in a sentence: by its words where these are certain, else by its meaning."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from intents.classifier import Classifier
from intents.features import features
from intents.hearing.acts import DISTRESS, EMERGENCIES, Act, Kind, hear_act, hear_rest
from intents.hearing.answers import NOTHING, Heard, Nothing, One, Several, hear_certain, hear_option
from intents.hearing.judging import Judge, Judged, Meant
from intents.hearing.mentions import hear_mentions, telling_parts
from intents.hearing.pinyin import is_pinyin
from intents.hearing.places import hear_place
from intents.hearing.spotting import OptionWords
from intents.sounds import Sounds
from intents.tidy import is_chinese, plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ANSWERED, ASKED = 0.6, 0.35
"""Probability from which an option is taken as meant, and from which it is asked whether it is."""
CLAUSE = 0.9
"""Probability from which one clause of a sentence answers what the whole does not."""
PASSING = 0.98
"""Probability from which an answer to a question that was not asked is noted: wrongly heard is worse than not."""
NO_ACT = "none"
"""The class of what is no act."""
DONE = 0.3
"""Probability from which an act is taken as meant."""
CAREFUL = {**dict.fromkeys((Kind.CANCEL, Kind.HUMAN), 0.1), **dict.fromkeys(EMERGENCIES, 0.25), Kind.ANGER: 0.5}
"""Acts that must not be missed, and from which probability on: to hear one wrongly costs a sentence. Nobody wants to be
taken for angry."""
CERTAIN = 1.0
REMEMBERED = 64
"""Sentences that stay ready to be judged: a conversation asks many questions about the same one."""


@dataclass(frozen=True)
class Learned:
    """What was learned of acts and answers, and what turns a plain sentence into a vector."""

    vector: Callable[[str], NDArray[np.float32]]
    sounds: Sounds
    rewrite: Callable[[str], str | None]
    """Homophones and pinyin as they were meant."""
    acts: Classifier
    judge: Judge


@dataclass(frozen=True, slots=True)
class Likely:
    """An act, and how likely it is meant; CERTAIN where the words say so."""

    act: Act
    probability: float

    @property
    def is_certain(self) -> bool:
        return self.probability >= CERTAIN

    @property
    def is_urgent(self) -> bool:
        """Whether something has to be said before everything else."""
        return self.act.kind in EMERGENCIES | DISTRESS


class Ear:
    """Immutable. Without what was learned it hears words alone."""

    def __init__(self, learned: Learned | None = None) -> None:
        self._learned = learned
        self._meant = lru_cache(maxsize=REMEMBERED)(self._compared)

    def written(self, sentence: str) -> str:
        """A sentence typed in pinyin as it was meant, in characters; any other one as it is."""
        if self._learned is None or is_chinese(sentence) or not is_pinyin(sentence, self._learned.sounds):
            return sentence
        return self._learned.rewrite(plain(sentence)) or sentence

    def answer(self, question: str, sentence: str, options: Sequence[OptionWords]) -> Heard:
        """The option of a question (`procedure.question`) that an answer chooses.

        Several: the likeliest is not certain, and the one after it may be meant too: the dialogue asks which.
        """
        certain = hear_certain(sentence, options)
        if not isinstance(certain, Nothing):
            return certain
        said = hear_option(sentence, options)
        judged = self._judged(question, plain(sentence), said)
        ids = {option.id for option in options}
        if judged is None or judged.option not in ids:
            return said
        judged = self._clearest(question, sentence, options, judged)
        if judged.probability >= ANSWERED:
            return One(judged.option, judged.probability)
        if isinstance(said, One) and said.id in (judged.option, judged.other):
            return One(said.id, judged.probability)
        if judged.probability >= ASKED and judged.other in ids:
            return Several((judged.option, judged.other))
        return NOTHING

    def passing(
        self,
        procedure: str,
        sentence: str,
        questions: Mapping[str, Sequence[OptionWords]],
        *,
        mine: Collection[str],
        settled: Collection[str] = (),
        at_least: float = PASSING,
    ) -> dict[str, str]:
        """Answers that a sentence gives besides, as option by question; only what is clear.

        `mine`: the questions about the speaker, of whom a clause about somebody else says nothing. `settled`: questions
        that are open or answered; what seems to be meant for one of these is meant for no other, and only their own
        words change them. Each clause answers one question at most, at this probability at least.
        """
        by_meaning: dict[str, Judged] = {}
        for part, of_another in telling_parts(sentence) if self._learned else ():
            if hear_act(part) is not None:  # yes and no answer what is open, and nothing else
                continue
            judged = {
                name: found
                for name, options in questions.items()
                if not (of_another and name in mine)
                and (found := self._judged(f"{procedure}.{name}", part, hear_option(part, options))) is not None
                and found.option in {option.id for option in options}
            }
            best = max(judged, key=lambda name: judged[name].probability, default=None)
            if best is None or best in settled or judged[best].probability < at_least:
                continue
            if best not in by_meaning or judged[best].probability > by_meaning[best].probability:
                by_meaning[best] = judged[best]
        return {name: found.option for name, found in by_meaning.items()} | hear_mentions(sentence, questions)

    def place(self, sentence: str, places: Sequence[OptionWords]) -> Heard:
        """The place that a sentence names."""
        return hear_place(sentence, places, self._learned.sounds if self._learned else None)

    def act(self, sentence: str) -> Likely | None:
        """What a sentence does in the conversation, or None where it is an answer or a matter."""
        heard = hear_act(sentence)
        if heard is not None:
            return Likely(heard, CERTAIN)
        text = plain(sentence)
        learned = self._learned
        if learned is None or (len(text.split()) < 2 and not is_chinese(text)):
            return None  # a single word says too little
        (shares,) = learned.acts.probabilities([features(text, learned.sounds)], learned.vector(text)[None])
        likely = dict(zip(learned.acts.classes, map(float, shares), strict=True))
        likely.pop(NO_ACT, None)
        name = max(likely, key=likely.__getitem__)
        kind = Kind(name)
        if likely[name] < CAREFUL.get(kind, DONE):
            return None
        return Likely(Act(kind, hear_rest(kind, text)), likely[name])

    def _clearest(self, question: str, sentence: str, options: Sequence[OptionWords], whole: Judged) -> Judged:
        """The judgement of the whole sentence, or of a clause that answers the question where the whole does not."""
        if whole.probability >= ANSWERED:
            return whole
        parts = [part for part, _ in telling_parts(sentence) if part != plain(sentence)]
        found = [self._judged(question, part, hear_option(part, options)) for part in parts]
        clear = [each for each in found if each is not None and each.probability >= CLAUSE]
        return max(clear, key=lambda each: each.probability, default=whole)

    def _judged(self, question: str, text: str, said: Heard) -> Judged | None:
        if self._learned is None or not text:
            return None
        return self._learned.judge.judge(question, self._meant(text), said)

    def _compared(self, text: str) -> Meant:
        assert self._learned is not None
        return self._learned.judge.meant(self._learned.vector(text))
