"""Articles that share a value of a field, counted once: stories rather than articles.

Most articles are alone with their value, and are counted as ever; only those that are not are looked at together.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from index.engines.whoosh.ranking import Order, Scored
    from index.engines.whoosh.snapshot import Snapshot
    from index.engines.whoosh.values import Values

    Array = npt.NDArray[Any]


class Distinct:
    """The values of a KEYWORD field of which every article has one, counted in place of articles."""

    def __init__(self, snapshot: Snapshot, field: str) -> None:
        self._column = snapshot.column(field)
        self._shared = snapshot.once("shared", field, lambda: _shared(self._column, snapshot.alive))

    def value(self, doc: int) -> str:
        """The value of an article."""
        return self._column.values[int(self._column.ordinals[doc])]

    def spare(self, docs: Array) -> int:
        """How many of some articles share their value with another of them that is counted."""
        together = self._together(docs)
        return len(together) - len(np.unique(self._column.ordinals[together]))

    def counts(self, column: Values, docs: Array) -> tuple[dict[str, int], int]:
        """By value of another field how many values of this one have an article with it, and how many one without."""
        together = self._together(docs)
        ordinals = column.ordinals[together]
        if len(column.missing):
            ordinals = np.where(np.isin(ordinals, column.missing), column.missing[0], ordinals)
        width = len(column.values)
        pairs = np.unique(self._column.ordinals[together] * width + ordinals)
        alone = column.ordinals[docs[~self._shared[docs]]]
        if column.are_single:
            return column.counted(np.bincount(np.concatenate([alone, pairs % width]), minlength=width))
        found, missing = column.counted(np.bincount(alone, minlength=width))
        stories, ordinals = pairs // width, pairs % width
        seen = {
            (story, value)
            for story, ordinal in zip(stories.tolist(), ordinals.tolist(), strict=True)
            for value in column.parts[ordinal]
        }
        total = Counter(found)
        total.update(value for _, value in seen)
        return dict(total), missing + int(np.isin(ordinals, column.missing).sum())

    def firsts(self, found: Scored, order: Order) -> Scored:
        """Of the articles that share a value the first in an order, and all that are alone."""
        together = np.flatnonzero(self._shared[found.docs])
        if not len(together):
            return found
        ranks = order.ranks(found, together)
        values = self._column.ordinals[found.docs[together]]
        by_value = np.lexsort((ranks, values))
        is_first = np.diff(values[by_value], prepend=-1) != 0
        kept = ~self._shared[found.docs]
        kept[together[by_value[is_first]]] = True
        return found.among(kept)

    def _together(self, docs: Array) -> Array:
        return np.asarray(docs[self._shared[docs]])


def _shared(column: Values, alive: Array) -> Array:
    """By article whether another that is there has its value."""
    often = np.bincount(column.ordinals[alive], minlength=len(column.values))
    return np.asarray(often[column.ordinals] > 1)
