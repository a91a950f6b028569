"""Where two texts say the same: passages of the one that are, reworded or not, passages of the other. Pure.

As Sanchez-Perez, Sidorov and Gelbukh do (2014, the winner at PAN): sentences that are alike are seeds; seeds that lie near
each other in both texts are a fragment; a fragment is one if its two sides are alike as wholes, and else is parted with
less patience for gaps. What is verbatim is then bounded by its first and last words rather than by sentences.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from stories.likeness import alike, vectors
from stories.runs import runs

if TYPE_CHECKING:
    import numpy.typing as npt

    from stories.likeness import Seeds
    from stories.runs import Runs
    from stories.sentences import Sentences

    Array = npt.NDArray[Any]

Span = tuple[int, int]

GAP, LEAST_GAP = 4, 2
"""Sentences that may lie between two seeds of a fragment; and how few, before one is given up."""
WIDE_GAP = 24
"""The same where one text is a summary of the other: what it says in a sentence is there pages apart."""
SUMMARY = 3.0
"""One side is so many times longer than the other where it is."""
ALIKE = 0.34
"""The cosine of the sides of a fragment, at least."""
SHORTEST = 150
"""Characters of a passage, on either side."""
LONG_RUN = 40
"""Words of a run that says where a passage begins and ends: about 256 characters."""
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Fragment:
    """Sentences of two texts, each from the first to the last, that say the same."""

    one: Span
    other: Span


@dataclass(frozen=True, slots=True)
class Passage:
    """What one text shares with another: half-open offsets in both, and whether it is mostly word for word."""

    one: Span
    other: Span
    is_verbatim: bool


class Alignment:
    """Two texts laid side by side."""

    def __init__(self, one: Sentences, other: Sentences) -> None:
        self.one, self.other = one, other
        self._one, self._other = vectors(one, other)
        self._seeds = alike(self._one, self._other)

    @cached_property
    def runs(self) -> Runs:
        """What they share word for word."""
        return runs(self.one.terms, self.other.terms)

    @cached_property
    def fragments(self) -> list[Fragment]:
        """The sentences that say the same, however few, in the order of the first text."""
        return self._fragments(GAP)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages that are long enough to be told from chance, in the order of the first text."""
        found = list(filter(self._is_long, self.fragments))
        if found and self._is_summary(found):
            found = list(filter(self._is_long, self._fragments(WIDE_GAP))) or found
        return tuple(sorted(map(self._passage, found), key=lambda passage: (passage.one, passage.other)))

    @cached_property
    def pairs(self) -> Seeds:
        """The sentences of the fragments, each with one of the other text at most: the most alike go first."""
        inside = np.zeros(len(self._seeds), bool)
        for one in self.fragments:
            inside |= _among(self._seeds.one, one.one) & _among(self._seeds.other, one.other)
        seeds = self._seeds.among(inside)
        taken, others, chosen = set[int](), set[int](), list[int]()
        # Of equals the earlier ones: so turning the texts round gives the same pairs, turned round.
        order = np.lexsort((seeds.one + seeds.other, -seeds.cosines.round(6)))
        for place in order.tolist():
            first, second = int(seeds.one[place]), int(seeds.other[place])
            if first not in taken and second not in others:
                taken.add(first)
                others.add(second)
                chosen.append(place)
        return seeds.among(np.sort(np.array(chosen, np.int64)))

    def _fragments(self, gap: int) -> list[Fragment]:
        found: list[Fragment] = []
        waiting = [(self._seeds, gap)]
        while waiting:
            seeds, gap = waiting.pop()
            for some in _clusters(seeds, gap):
                fragment = Fragment(_range(some.one), _range(some.other))
                if self._likeness(fragment) >= ALIKE:
                    found.append(fragment)
                elif gap > LEAST_GAP:
                    waiting.append((some, gap - 1))
        return sorted(found, key=lambda one: (one.one, one.other))

    def _likeness(self, fragment: Fragment) -> float:
        one, length = self._one.sum(*fragment.one)
        other, other_length = self._other.sum(*fragment.other)
        return float(one @ other) / max(length * other_length, 1e-9)

    def _is_long(self, fragment: Fragment) -> bool:
        return min(self._sizes(fragment)) >= SHORTEST

    def _is_summary(self, found: list[Fragment]) -> bool:
        one, other = (sum(sizes) for sizes in zip(*map(self._sizes, found), strict=True))
        return bool(max(one, other) >= SUMMARY * min(one, other))

    def _sizes(self, fragment: Fragment) -> tuple[int, int]:
        spans = self.one.span(*fragment.one), self.other.span(*fragment.other)
        return spans[0][1] - spans[0][0], spans[1][1] - spans[1][0]

    def _passage(self, fragment: Fragment) -> Passage:
        words = self.one.words(*fragment.one), self.other.words(*fragment.other)
        whole = Passage(self.one.span(*fragment.one), self.other.span(*fragment.other), is_verbatim=False)
        some = self.runs.within(*words)
        if not len(some):
            return whole
        one, other = _hull(some.one, some.lengths), _hull(some.other, some.lengths)
        covered = some.covered(len(self.one.terms), some.one), some.covered(len(self.other.terms), some.other)
        is_verbatim = min(_mean(here, part) for here, part in zip(covered, words, strict=True)) >= _MOSTLY
        whole = replace(whole, is_verbatim=is_verbatim)
        within = min(_mean(covered[0], one), _mean(covered[1], other))
        if within < _MOSTLY or some.lengths.max() < LONG_RUN:
            return whole
        return Passage(self.one.span_of_words(*one), self.other.span_of_words(*other), is_verbatim=True)


def _clusters(seeds: Seeds, gap: int) -> list[Seeds]:
    """Seeds that lie near each other in both texts: parted by the one and by the other until nothing parts them."""
    found: list[Seeds] = []
    waiting = [(np.arange(len(seeds)), 0, False)] if len(seeds) else []
    while waiting:
        some, side, is_whole = waiting.pop()
        numbers = (seeds.one, seeds.other)[side][some]
        order = np.argsort(numbers, kind="stable")
        cuts = np.flatnonzero(np.diff(numbers[order]) > gap + 1) + 1
        if len(cuts):
            waiting += [(part, 1 - side, False) for part in np.split(some[order], cuts)]
        elif is_whole:
            found.append(seeds.among(np.sort(some)))
        else:
            waiting.append((some, 1 - side, True))
    return found


def _among(numbers: Array, span: Span) -> Array:
    return np.asarray((numbers >= span[0]) & (numbers <= span[1]))


def _range(numbers: Array) -> Span:
    return int(numbers.min()), int(numbers.max())


def _hull(begins: Array, lengths: Array) -> Span:
    return int(begins.min()), int((begins + lengths).max())


def _mean(covered: Array, words: Span) -> float:
    return float(covered[words[0] : words[1]].mean()) if words[1] > words[0] else 0.0
