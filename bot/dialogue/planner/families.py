"""Sets of sets, each held in one integer, so that a thousand combinations are compared by one operation.

Wanted visits are numbered; a combination of them is a mask with those bits. A family of combinations is an integer in
which bit m stands for the combination with mask m.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

NOTHING = 1
"""The family whose only member is the empty combination."""


def numbers(mask: int) -> Iterator[int]:
    """The bits of a combination, or the members of a family."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def below(mask: int) -> int:
    """All parts of one combination."""
    family = NOTHING
    for number in numbers(mask):
        family |= family << (1 << number)
    return family


@dataclass(frozen=True)
class Families:
    """The algebra for `count` wanted visits."""

    count: int

    @cached_property
    def lacking(self) -> tuple[int, ...]:
        """For each number all the combinations without it."""
        full = (1 << self.count) - 1
        return tuple(below(full ^ (1 << number)) for number in range(self.count))

    def holding(self, mask: int) -> int:
        """All combinations that hold the whole of `mask`."""
        return below((1 << self.count) - 1 ^ mask) << mask

    def rests(self, family: int) -> int:
        """What each member leaves over of the whole."""
        for number, lacking in enumerate(self.lacking):
            step = 1 << number
            family = (family & lacking) << step | (family >> step) & lacking
        return family

    def joined(self, family: int, mask: int) -> int:
        """Each member together with `mask`."""
        for number in numbers(mask):
            lacking = self.lacking[number]
            family = family & ~lacking | (family & lacking) << (1 << number)
        return family

    def parts(self, family: int) -> int:
        """All members and all their parts."""
        for number, lacking in enumerate(self.lacking):
            family |= (family >> (1 << number)) & lacking
        return family

    def largest(self, family: int) -> Iterator[int]:
        """Those of a family with all its parts that are no part of another member."""
        part = 0
        for number, lacking in enumerate(self.lacking):
            part |= (family >> (1 << number)) & lacking
        return numbers(family & ~part)

    def covered(self, family: int, times: int, leave: int = 0) -> int:
        """What `times` members of a family with all its parts make up together, with up to `leave` left over."""
        made = family if times else NOTHING
        largest = tuple(self.largest(family)) if times > 1 else ()
        for _ in range(1, times):
            joined = 0
            for mask in largest:
                joined |= self.joined(made, mask)
            made = self.parts(joined)
        for _ in range(leave):
            wider = made
            for number, lacking in enumerate(self.lacking):
                wider |= (made & lacking) << (1 << number)
            made = wider
        return made
