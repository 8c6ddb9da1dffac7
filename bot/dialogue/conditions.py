"""When a line of a definition applies, in the words of its questions: `已婚的`, never `marital: married`.

An answer that says enough by itself stands alone. `没有` does not: there the number of the question stands with it, as
the guide numbers them.
"""

from __future__ import annotations

import re
from collections import Counter

from bot.dialogue.words import Words
from procedures.condition import ALWAYS, Clause, Condition, Test
from procedures.definition import Definition

WITH_MARKS = re.compile("[,;:，；：、（(]")


class Conditions:
    """The conditions of one definition, in one language."""

    def __init__(self, definition: Definition, words: Words) -> None:
        self._words = words
        self._numbers = {question.id: number for number, question in enumerate(definition.questions, 1)}
        self._options = {
            question.id: {name: words.value(option) for name, option in question.options.items()}
            for question in definition.questions
        }
        self._times = Counter(label for options in self._options.values() for label in options.values())
        self._bare = tuple(words.say("bare-answers").split("|"))

    def line(self, line: str, *conditions: Condition) -> str:
        """The line and, where it does not always apply, for whom it does."""
        said = self.said(*conditions)
        return self._words.say("only-for", line=line, condition=said) if said else line

    def question(self, question: str, condition: Condition) -> str:
        """The question and, where it is not always asked, of whom it is."""
        said = self.said(condition)
        return self._words.say("only-asked", question=question, condition=said) if said else question

    def said(self, *conditions: Condition) -> str:
        """All conditions together; nothing where they always hold."""
        told = [self._condition(condition) for condition in conditions if condition != ALWAYS]
        # The sentences around it end it in their own way: `租的`, not `租的的`.
        return self._joined("and-also", list(dict.fromkeys(told))).removesuffix(self._words.mark("ending"))

    def _condition(self, condition: Condition) -> str:
        return self._joined("or-where", [self._clause(clause) for clause in condition.any_of])

    def _clause(self, clause: Clause) -> str:
        tests = self._joined("and-also", [self._test(test) for test in clause.tests])
        if clause.unless is None:
            return tests
        unless = self._condition(clause.unless)
        if not tests:
            return self._words.say("condition-all-but", unless=unless)
        return self._words.say("condition-unless", condition=tests, unless=unless)

    def _test(self, test: Test) -> str:
        labels = [self._options[test.question][option] for option in test.options]
        says_little = any(self._says_little(label) for label in labels)
        quoted = says_little or test.negated
        answers = self._joined("either", [self._quoted(label, always=quoted) for label in labels])
        if not says_little:
            return self._words.say("condition-not", answers=answers) if test.negated else answers
        name = "condition-not-answer" if test.negated else "condition-answer"
        return self._words.say(name, number=self._numbers[test.question], answers=answers)

    def _says_little(self, label: str) -> bool:
        """Whether an answer means something only together with its question."""
        return self._times[label] > 1 or label.lower().startswith(self._bare)

    def _quoted(self, label: str, *, always: bool) -> str:
        """In quotation marks where the sentence around it would otherwise run into its own commas."""
        return self._words.say("quoted", answer=label) if always or WITH_MARKS.search(label) else label

    def _joined(self, mark: str, parts: list[str]) -> str:
        return self._words.mark(mark).join(parts)
