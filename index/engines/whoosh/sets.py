"""Sets of articles as rising arrays of their numbers. Pure array arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

NONE: Array = np.zeros(0, np.int64)
_FEW = 32
"""A set that is so many times smaller than another is looked up in it, number by number."""


def held(some: Array, others: Array, size: int) -> Array:
    """For each of some articles whether it is among the others; all numbers are below `size`."""
    if not len(others):
        return np.zeros(len(some), bool)
    if len(some) * _FEW < len(others):
        at = others.searchsorted(some)
        at[at == len(others)] = 0
        return np.asarray(others[at] == some)
    there = np.zeros(size, bool)
    there[others] = True
    return there[some]


def both(one: Array, other: Array, size: int) -> Array:
    """The articles of both sets."""
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return small[held(small, large, size)]


def without(one: Array, other: Array, size: int) -> Array:
    """The articles of the one set that are not in the other."""
    return np.asarray(one[~held(one, other, size)])


def any_of(sets: Sequence[Array], size: int) -> Array:
    """The articles of any of the sets."""
    filled = [one for one in sets if len(one)]
    if len(filled) < 2:
        return filled[0] if filled else NONE
    if sum(map(len, filled)) * _FEW < size:
        every = np.concatenate(filled)
        every.sort()
        return np.concatenate((every[:1], every[1:][every[1:] != every[:-1]]))
    there = np.zeros(size, bool)
    for one in filled:
        there[one] = True
    return there.nonzero()[0]


def at_least(sets: Sequence[Array], least: int, size: int) -> Array:
    """The articles of so many of the sets."""
    times = np.zeros(size, np.int64)
    for one in sets:
        times[one] += 1
    return (times >= least).nonzero()[0]


def spread(values: Array, docs: Array, wanted: Array, size: int) -> Array:
    """By each wanted article its value: 0 where it is not among those that have one."""
    if docs is wanted:
        return values
    if not len(docs):
        return np.zeros(len(wanted))
    if len(wanted) * _FEW < len(docs):
        at = docs.searchsorted(wanted)
        at[at == len(docs)] = 0
        return np.where(docs[at] == wanted, values[at], 0.0)
    every = np.zeros(size)
    every[docs] = values
    return every[wanted]
