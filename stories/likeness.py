"""How alike the sentences of two texts are, whatever the order of their words. Pure array arithmetic.

Sentences are vectors of tf-isf: how often a word is in the sentence, times log(sentences / sentences that have it), where
the sentences are those of both texts (Sanchez-Perez, Sidorov and Gelbukh 2014, "A winning approach to text alignment").
Two are alike when the angle between them is small, and when many of their words are in both (Dice).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from stories.sentences import Sentences

    Array = npt.NDArray[Any]

COSINE = 0.30
DICE = 0.33
"""The least of each with which two sentences are alike; those of the authors named above."""

_DENSE = 6_000_000
"""Cells up to which tables of all sentences by all words, and by each other, are made."""
_BUDGET = 4_000_000
"""Pairs of words that are looked at in larger texts: the rarest go first, and nearly always suffice."""


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """Pairs of sentences that are alike: the numbers of the one and of the other, and their cosines, rising by the first."""

    one: Array
    other: Array
    cosines: Array

    def __len__(self) -> int:
        return len(self.one)

    def among(self, chosen: Array) -> Seeds:
        """Some of them, by their places or by truth values."""
        return Seeds(self.one[chosen], self.other[chosen], self.cosines[chosen])


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """The sentences of one of two texts. Words that both have are columns, and there is a cell for each in a sentence.

    `rows`, `columns` and `weights` are of the cells, by row; `norms` and `sizes` are, by sentence, its length as a vector
    and how many different words it has, those included that only this text has.
    """

    rows: Array
    columns: Array
    weights: Array
    norms: Array
    sizes: Array
    width: int

    def table(self, values: Array) -> Array:
        """Sentences by words, with a value for each cell."""
        made = np.zeros((len(self.norms), self.width), np.float32)
        made[self.rows, self.columns] = values
        return made

    def sum(self, first: int, last: int) -> tuple[Array, float]:
        """The sum of some sentences, as far as both texts have their words, and the length of the whole."""
        low, high = np.searchsorted(self.rows, (first, last + 1))
        shared = np.bincount(self.columns[low:high], self.weights[low:high], self.width)
        rest = float((self.norms[first : last + 1] ** 2).sum() - (self.weights[low:high] ** 2).sum())
        return shared, float(np.sqrt(max(rest, 0.0) + shared @ shared))


def vectors(one: Sentences, other: Sentences) -> tuple[Vectors, Vectors]:
    """The vectors of two texts."""
    cells = [_cells(one), _cells(other)]
    terms, ranks = np.unique(np.concatenate([terms for _, terms, _ in cells]), return_inverse=True)
    rarity = np.log((len(one) + len(other)) / np.bincount(ranks))
    of_one, of_other = np.split(ranks, [len(cells[0][0])])
    both = np.isin(np.arange(len(terms)), of_one) & np.isin(np.arange(len(terms)), of_other)
    columns, width = np.cumsum(both) - 1, int(both.sum())
    made = []
    for text, (rows, _, often), rank in zip((one, other), cells, (of_one, of_other), strict=True):
        weights, shared = often * rarity[rank], both[rank]
        norms = np.sqrt(np.bincount(rows, weights**2, len(text)))
        sizes = np.bincount(rows, minlength=len(text))
        made.append(Vectors(rows[shared], columns[rank[shared]], weights[shared], norms, sizes, width))
    return made[0], made[1]


def _cells(text: Sentences) -> tuple[Array, Array, Array]:
    """For each different word of each sentence the sentence, the term, and how often it is there."""
    keys, often = np.unique(text.of_words() << np.int64(32) | text.terms, return_counts=True)
    return keys >> 32, keys & 0xFFFFFFFF, often


def alike(one: Vectors, other: Vectors) -> Seeds:
    """The pairs of sentences of two texts that are alike."""
    rows, others = len(one.norms), len(other.norms)
    if max((rows + others) * one.width, rows * others) <= _DENSE:
        products = one.table(one.weights) @ other.table(other.weights).T
        shared = one.table(np.ones(len(one.rows))) @ other.table(np.ones(len(other.rows))).T
        # What has no word in common with the other text has no length to be divided by.
        cosines = products / np.maximum(np.outer(one.norms, other.norms), 1e-9)
        dice = 2 * shared / np.maximum(np.add.outer(one.sizes, other.sizes), 1)
        first, second = np.nonzero((cosines >= COSINE) & (dice >= DICE))
        return Seeds(first, second, cosines[first, second])
    return _alike_of_many(one, other)


def _alike_of_many(one: Vectors, other: Vectors) -> Seeds:
    """The same for long texts, by way of the pairs of cells that have the same word."""
    pairs = np.bincount(one.columns, minlength=one.width) * np.bincount(other.columns, minlength=one.width)
    order = np.argsort(pairs, kind="stable")
    used = np.zeros(one.width, bool)
    used[order[np.cumsum(pairs[order]) <= _BUDGET]] = True
    left, right = np.flatnonzero(used[one.columns]), np.flatnonzero(used[other.columns])
    right = right[np.argsort(other.columns[right], kind="stable")]
    begins = np.searchsorted(other.columns[right], one.columns[left])
    counts = np.searchsorted(other.columns[right], one.columns[left], "right") - begins
    left, right = np.repeat(left, counts), right[stretches(begins, counts)]
    keys, place = np.unique(one.rows[left] * len(other.norms) + other.rows[right], return_inverse=True)
    first, second = keys // len(other.norms), keys % len(other.norms)
    cosines = np.bincount(place, one.weights[left] * other.weights[right], len(keys))
    cosines = cosines / np.maximum(one.norms[first] * other.norms[second], 1e-9)
    dice = 2 * np.bincount(place, minlength=len(keys)) / np.maximum(one.sizes[first] + other.sizes[second], 1)
    found = (cosines >= COSINE) & (dice >= DICE)
    return Seeds(first[found], second[found], cosines[found])


def stretches(begins: Array, counts: Array) -> Array:
    """The places of stretches, one after the other: 5 6 7 2 3 for begins 5 and 2, counts 3 and 2."""
    return np.asarray(np.repeat(begins - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum()))
