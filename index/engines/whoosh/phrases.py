"""How often phrases occur, in many articles at once. The same sums as `index.positions`, on arrays.

A place is one number: the article's, times SPAN, and the position. So what lies together in one text lies together among
the places, and what is in two never does.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

SPAN = 1 << 33
"""More than a text has positions and a phrase may stretch."""
NOWHERE: Array = np.zeros(0, np.int64)


def places(docs: Array, positions: Array, counts: Array) -> Array:
    """The places of a term's positions, of which each article has its count."""
    found: Array = (docs * SPAN).repeat(counts)
    found += positions
    return found


def occurrences(terms: Sequence[str], places: Mapping[str, Array], slop: int) -> tuple[Array, Array]:
    """The articles in which a phrase of terms occurs, given where each stands, and how often.

    The sums are those of index.positions.occurrences.
    """
    found = _in_a_row([places[term] for term in terms]) if slop == 0 else _stretches(terms, places, slop)
    docs = found // SPAN
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
