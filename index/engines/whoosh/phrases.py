"""How often phrases occur, in many articles at once. The same sums as `index.positions`, on arrays.

A place is one number: the article's times SPAN plus the position. So what lies together in one text lies together among
the places, and what is in two never does.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

SPAN = 1 << 40
"""More than a text has positions and a phrase may stretch."""


def places(positions: Array, counts: Array) -> Array:
    """The places of a term's positions, of which each article has its count."""
    return np.repeat(np.arange(len(counts), dtype=np.int64) * SPAN, counts) + positions.astype(np.int64)


def occurrences(words: Sequence[Array], slop: int, articles: int) -> Array:
    """By article how often a phrase occurs, given the places of each of its words (see index.positions.occurrences)."""
    found = _in_a_row(words) if slop == 0 else _stretches(words, len(words) + slop)
    return np.bincount(found // SPAN, minlength=articles)


def _in_a_row(words: Sequence[Array]) -> Array:
    """The places where the words begin to stand one after the other; the rarest word is looked at first."""
    order = sorted(range(len(words)), key=lambda number: len(words[number]))
    starts = words[order[0]] - order[0]
    for number in order[1:]:
        starts = starts[_among(starts + number, words[number])]
    # A text begins at position 0: what would begin before it belongs to no article.
    return starts[starts % SPAN < SPAN - len(words)]


def _among(some: Array, others: Array) -> Array:
    """For each of some places whether it is one of the others; both are sorted."""
    if not len(others):
        return np.zeros(len(some), bool)
    at = np.minimum(np.searchsorted(others, some), len(others) - 1)
    return np.asarray(others[at] == some)


def _stretches(words: Sequence[Array], longest: int) -> Array:
    """The places of words at which a stretch ends that holds all words, in any order."""
    different: dict[bytes, Array] = {word.tobytes(): word for word in words}
    needed = Counter(word.tobytes() for word in words)
    ends = np.sort(np.concatenate(list(different.values())))  # no place has two words
    for key, word in different.items():
        within = np.searchsorted(word, ends, "right") - np.searchsorted(word, ends - longest, "right")
        ends = ends[within >= needed[key]]
    return ends
