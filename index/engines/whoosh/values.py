"""The values of a field in all articles of a commit: the columns of its segments as one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.document import is_missing
from index.engines.whoosh.codec.columns import united
from index.engines.whoosh.schema import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from index.engines.whoosh.codec.columns import Column

    Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Values:
    """A column of a commit: its different values in order, and by article the number of its own."""

    values: Sequence[str]
    ordinals: Array
    parts: Sequence[tuple[str, ...]]
    """The values of which each of the different ones is made up; none of the empty one."""
    are_single: bool
    """Whether none is made up of several."""
    missing: Array
    """The numbers of those that count as no value at all."""

    def range(self, low: str | None, high: str | None) -> tuple[int, int]:
        """The numbers of the values between two, both included: the first, and the one after the last; never the empty."""
        start = bisect_left(self.values, low or "\x00")
        return start, len(self.values) if high is None else bisect_right(self.values, high)

    def counted(self, often: Array) -> tuple[dict[str, int], int]:
        """By single value how often it is there, and how often none is, given how often each different value is."""
        missing = int(often[self.missing].sum())
        often[self.missing] = 0
        ordinals = np.flatnonzero(often > 0).tolist()
        counts = often[ordinals].tolist()
        if self.are_single:
            return dict(zip(map(self.values.__getitem__, ordinals), counts, strict=True)), missing
        total: dict[str, int] = {}
        for ordinal, count in zip(ordinals, counts, strict=True):
            for value in dict.fromkeys(self.parts[ordinal]):
                total[value] = total.get(value, 0) + count
        return total, missing


def counted(field: str, values: Iterable[str]) -> tuple[dict[str, int], int]:
    """By single value how many articles have it, and how many have none, given the value of each."""
    total: Counter[str] = Counter()
    missing = 0
    for parts in map(_parts, values):
        if is_missing(field, parts):
            missing += 1
        else:
            total.update(dict.fromkeys(parts, 1))
    return dict(total), missing


def dates(values: Iterable[str]) -> Array:
    """Numbers that sort like dates, 0 for none."""
    return np.array([int(value.replace("-", "")) if value else 0 for value in values], np.int64)


def _parts(value: str) -> tuple[str, ...]:
    return tuple(value.split(SEPARATOR)) if value else ()


def united_values(field: str, columns: Iterable[tuple[Column | None, int]]) -> Values:
    """The columns of a field in segments, each with how many articles it has; None where a segment has no value of the field."""
    values, ordinals = united(
        [
            (column.values(), column.ordinals) if column else ([b""], np.zeros(count, np.int64))
            for column, count in columns
        ]
    )
    texts = [value.decode() for value in values]
    parts = list(map(_parts, texts))
    missing = [number for number, each in enumerate(parts) if is_missing(field, each)]
    are_single = all(len(each) < 2 for each in parts)
    return Values(texts, ordinals.astype(np.int64), parts, are_single, np.array(missing, np.int64))
