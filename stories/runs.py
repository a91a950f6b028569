"""Runs of words that two texts have in common, word for word. Pure array arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from stories.likeness import stretches

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

SHORTEST = 8
"""Words of a run: names and set phrases are shorter, and only one sentence in thousands is said twice by chance."""
_MOST = 32
"""Places at which a run may begin in the other text; what is there more often is a refrain, and tells nothing."""
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Runs as they are in two texts: where each begins in the one and in the other, and how many words it has."""

    one: Array
    other: Array
    lengths: Array

    def __len__(self) -> int:
        return len(self.lengths)

    def within(self, one: tuple[int, int], other: tuple[int, int]) -> Runs:
        """Those that reach into a stretch of words of each text."""
        here = (self.one < one[1]) & (self.one + self.lengths > one[0])
        there = (self.other < other[1]) & (self.other + self.lengths > other[0])
        return Runs(self.one[here & there], self.other[here & there], self.lengths[here & there])

    def covered(self, words: int, begins: Array) -> Array:
        """For each word of one of the texts whether it is in a run, given where runs begin in it."""
        steps = np.zeros(words + 1, np.int64)
        np.add.at(steps, begins, 1)
        np.add.at(steps, begins + self.lengths, -1)
        return np.asarray(np.cumsum(steps)[:-1] > 0)


def runs(one: Array, other: Array) -> Runs:
    """The longest runs of two texts, given as the numbers of their terms."""
    grams, others = _grams(one), _grams(other)
    order = np.argsort(others, kind="stable")
    low = np.searchsorted(others[order], grams)
    counts = np.searchsorted(others[order], grams, "right") - low
    counts[counts > _MOST] = 0
    first = np.repeat(np.arange(len(grams)), counts)
    second = order[stretches(low, counts)]
    apart = second - first
    order = np.lexsort((first, apart))
    first, apart = first[order], apart[order]
    begins = np.flatnonzero((np.diff(first, prepend=-2) != 1) | (np.diff(apart, prepend=0) != 0))
    lengths = np.diff(begins, append=len(first)) + SHORTEST - 1
    return Runs(first[begins], first[begins] + apart[begins], lengths)


def _grams(terms: Array) -> Array:
    """A number for each stretch of SHORTEST words."""
    size = max(0, len(terms) - SHORTEST + 1)
    made = np.zeros(size, np.uint64)
    for place in range(SHORTEST):
        made = made * _MIX + terms[place : place + size].astype(np.uint64)
        made ^= made >> np.uint64(29)
    return made
