"""What was found of a term: the articles that have it, in each segment and in all, and where it stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from index.engines.whoosh import phrases
from index.engines.whoosh.codec import packing

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from index.engines.whoosh.codec import SegmentFiles
    from index.engines.whoosh.codec.postings import Postings

    Array = npt.NDArray[Any]

_SPARSE = 2
"""Of so many articles that lie together one is enough for reading the positions of all."""


@dataclass(frozen=True, slots=True)
class Part:
    """A segment in a snapshot: its files, the number of its first article, how many it has, and which are there still.

    `alive` is None where all of them are.
    """

    files: SegmentFiles
    base: int
    count: int
    alive: Array | None

    def kept(self, docs: Array) -> Array | None:
        """For each of some articles whether it is there still; None where all are."""
        return None if self.alive is None else self.alive[docs]


@dataclass(frozen=True)
class Source:
    """A term's postings in one segment, as they were read: deleted articles among them."""

    part: Part
    postings: Postings
    rank: int
    docs: Array
    frequencies: Array

    @cached_property
    def positions(self) -> Array:
        """Where the term stands, article by article."""
        return self.postings.positions(self.rank, self.frequencies)

    @cached_property
    def ends(self) -> Array:
        """Where the positions of each article end, after a 0; whole numbers, of the type that is summed up quickest."""
        ends = np.zeros(len(self.frequencies) + 1)
        np.cumsum(self.frequencies, out=ends[1:])
        return ends

    def places(self, docs: Array, texts: Array) -> Array:
        """Where it stands in some of the articles that have it, and in some between these (see `phrases`).

        `texts` says where each article's text begins.
        """
        at = self.docs.searchsorted(docs - self.part.base if self.part.base else docs)
        first, last = int(at[0]), int(at[-1]) + 1
        if last - first > _SPARSE * len(at):
            begins = self.ends[at].astype(np.int64)
            lengths = self.frequencies[at].astype(np.int64)
            return phrases.places(texts[docs], self.positions[packing.stretches(begins, lengths)], lengths)
        # What lies between is read as well, rather than to choose what is not.
        positions = self.positions[int(self.ends[first]) : int(self.ends[last])]
        lengths = self.frequencies[first:last].astype(np.int64)
        return phrases.places(texts[self.docs[first:last] + self.part.base], positions, lengths)


@dataclass(frozen=True, slots=True)
class Found:
    """Articles, rising, and for each of them how often it has something; of a term where that was read."""

    docs: Array
    frequencies: Array
    sources: Sequence[Source] = ()
