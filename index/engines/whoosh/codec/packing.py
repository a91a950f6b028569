"""Runs of numbers in as few bytes as their largest asks for: none, one, two or four each. Pure array arithmetic.

A run is a stretch of an array; runs follow each other, and are given by their lengths. Everything works on many runs at
once, since a loop of Python a run would cost more than all else: an index has half a million terms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

WIDTH = np.array([0, 1, 2, 4], np.int64)
"""Bytes a number by the code of a width. Code 0 is for runs of which every number is 1: they take no room."""

DTYPES = (np.dtype("<u1"), np.dtype("<u1"), np.dtype("<u2"), np.dtype("<u4"))
"""How a run of each code is read."""


def narrowed(numbers: Array) -> Array:
    """Numbers from 0 in the narrowest type that holds them all."""
    return numbers.astype(np.min_scalar_type(int(numbers.max()) if len(numbers) else 0))


def starts_of(lengths: Array) -> Array:
    """Where each of some runs begins."""
    return np.asarray(lengths.cumsum(dtype=np.int64) - lengths)


def within(lengths: Array) -> Array:
    """For each number of some runs its place in its run: 0 1 2 0 1 for lengths 3 and 2."""
    total = int(lengths.sum())
    return np.asarray(np.arange(total, dtype=np.int64) - np.repeat(starts_of(lengths), lengths))


def stretches(begins: Array, lengths: Array) -> Array:
    """The indices of stretches of an array, one after the other: 5 6 7 2 3 for begins 5 and 2, lengths 3 and 2."""
    found = (begins - starts_of(lengths)).repeat(lengths)
    found += np.arange(len(found))
    return np.asarray(found)


def codes(values: Array, lengths: Array) -> Array:
    """For each run (none of them empty) the code of the width that its largest number asks for."""
    if not len(lengths):
        return np.zeros(0, np.int64)
    largest = np.maximum.reduceat(values, starts_of(lengths)).astype(np.int64)
    return 1 + (largest > 0xFF).astype(np.int64) + (largest > 0xFFFF)


def codes_or_none(values: Array, lengths: Array) -> Array:
    """The same, with code 0 for runs of nothing but 1."""
    if not len(lengths):
        return np.zeros(0, np.int64)
    largest = np.maximum.reduceat(values, starts_of(lengths))
    return np.where(largest == 1, 0, codes(values, lengths))


def scatter(target: Array, begins: Array, lengths: Array, widths: Array, values: Array) -> None:
    """Write runs into an array of bytes: each from its beginning on, in its own width (a code)."""
    for code in (1, 2, 3):
        chosen = widths == code
        if not chosen.any():
            continue
        width, counts = int(WIDTH[code]), lengths[chosen]
        some = values[np.repeat(chosen, lengths)] if not chosen.all() else values
        at = np.repeat(begins[chosen], counts) + width * within(counts)
        pieces = some.astype(DTYPES[code]).view(np.uint8).reshape(-1, width)
        for place in range(width):
            target[at + place] = pieces[:, place]


def gather(source: Array, begins: Array, lengths: Array, widths: Array) -> Array:
    """Read the runs that `scatter` wrote, one after the other, as 32-bit numbers."""
    values = np.ones(int(lengths.sum()), np.uint32)
    for code in (1, 2, 3):
        chosen = widths == code
        if not chosen.any():
            continue
        width, counts = int(WIDTH[code]), lengths[chosen]
        at = np.repeat(begins[chosen], counts) + width * within(counts)
        found = source[at].astype(np.uint32)
        for place in range(1, width):
            found |= source[at + place].astype(np.uint32) << np.uint32(8 * place)
        if chosen.all():
            values = found  # nothing is left for another width
        else:
            values[np.repeat(chosen, lengths)] = found
    return values


def gaps(values: Array, lengths: Array) -> Array:
    """Rising numbers as distances from the one before; the first of each run stays."""
    if not len(values):
        return values
    steps = np.diff(values, prepend=values[:1])
    firsts = starts_of(lengths)
    steps[firsts] = values[firsts]
    return steps


def from_gaps(steps: Array, lengths: Array) -> Array:
    """The numbers that `gaps` took apart."""
    sums = np.cumsum(steps, dtype=np.int64)
    if not len(sums):
        return sums
    firsts = starts_of(lengths)
    return sums - np.repeat(sums[firsts] - steps[firsts], lengths)


def sorted_by(ranks: Array) -> Array:
    """The order that sorts by rank, and leaves equal ones as they are: for fewer than 2^32."""
    # Sorting numbers is several times faster than sorting an index by them; so each carries its own place.
    keys = ranks.astype(np.uint64)
    keys <<= np.uint64(32)
    keys |= np.arange(len(ranks), dtype=np.uint32)
    keys.sort()
    return keys.astype(np.uint32)  # the upper half goes
