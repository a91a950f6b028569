"""How often phrases occur, in many articles at once. The same sums as `index.positions`, on arrays.

A place is one number: where the article begins, as if all texts were one, and the position. Between texts some places stay
empty, so what lies together in one text lies together among the places, and what is in two never does.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

SPARE = 64
"""Places that stay empty behind each text; enough for nearly every phrase."""
NOWHERE: Array = np.zeros(0, np.int64)
_LOOK_UP = 40
"""How much longer it takes to look a number up among sorted ones than to mark it."""
_CLEAR = 16
"""So many places are cleared, to be marked on, in the time of one mark."""


def begins(lengths: Array, spare: int) -> Array:
    """By article where it begins, given how many words each has: with so many empty places behind each."""
    apart = lengths.astype(np.int64) + spare
    return np.asarray(apart.cumsum() - apart)


def places(begin: Array, positions: Array, counts: Array) -> Array:
    """The places of a term's positions, given by article where it begins and how many of them it has."""
    found: Array = begin.repeat(counts)
    found += positions
    return found


def occurrences(
    terms: Sequence[str], places: Mapping[str, Array], slop: int, begin: Array
) -> tuple[Array, Array]:
    """The articles in which a phrase of terms occurs, given where each stands, and how often.

    `begin` says where each article begins, with at least as many places behind it as the phrase may stretch over. The
    sums are those of index.positions.occurrences.
    """
    found = _in_a_row([places[term] for term in terms]) if slop == 0 else _stretches(terms, places, slop)
    docs = begin.searchsorted(found, "right") - 1
    bounds = np.concatenate(([0], (docs[1:] != docs[:-1]).nonzero()[0] + 1, [len(docs)]))
    return (docs[bounds[:-1]], bounds[1:] - bounds[:-1]) if len(docs) else (docs, docs)


def _in_a_row(words: Sequence[Array]) -> Array:
    """The places where the words begin to stand one after the other; the rarest word is looked at first."""
    order = sorted(range(len(words)), key=lambda number: len(words[number]))
    starts = words[order[0]] - order[0]
    for number in order[1:]:
        starts = starts[_among(starts + number, words[number])]
    return starts


def _among(some: Array, others: Array) -> Array:
    """For each of some places whether it is one of the others; both are sorted."""
    if len(some) and len(others):
        low = int(min(others[0], some[0]))
        span = int(max(others[-1], some[-1])) - low + 1
        if len(others) + span // _CLEAR < _LOOK_UP * len(some):
            there = np.zeros(span, bool)
            there[others - low] = True
            return np.asarray(there[some - low])
    at = others.searchsorted(some)
    at[at == len(others)] = 0
    return np.asarray(others[at] == some)


def _stretches(terms: Sequence[str], places: Mapping[str, Array], slop: int) -> Array:
    """The places of words at which a stretch ends that holds all words, in any order."""
    longest = len(terms) + slop
    needed = Counter(terms)
    # Sorted together, each place with the number of its word behind it: so to count a word is to sum up.
    bits = len(needed).bit_length()
    ends = np.concatenate([places[term] << bits | number for number, term in enumerate(needed)])
    ends.sort()
    words, ends = ends & ((1 << bits) - 1), ends >> bits
    there = np.ones(len(ends), bool)
    for number, (term, times) in enumerate(needed.items()):
        seen = (words == number).cumsum()  # at or before each place
        there &= seen >= times
        there &= places[term][np.maximum(seen - times, 0)] > ends - longest
    return np.asarray(ends[there])
