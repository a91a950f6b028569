"""The Analyzer's fast way: many texts at once become numbers of the terms of one vocabulary.

A chunk between blanks has a number, looked up once for each chunk of a text; what its terms are is a row of a table. So
no text is made of terms on the way, and everything behind the look-up is arithmetic on arrays.
"""

from __future__ import annotations

from array import array
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from index.terms import NARROW, Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from index.stemming import Stemming

    Array = npt.NDArray[Any]

MOST = 174_000
"""Chunks that are remembered; beyond that all are forgotten, and those that are met again numbered anew.

A little less than makes Python's dict grow again."""


class _Chunks(dict[str, int]):
    """The numbers of chunks, given the first time they are asked for."""

    def __init__(self, number: Callable[[str], int]) -> None:
        super().__init__()
        self._number = number

    def __missing__(self, chunk: str) -> int:
        self[chunk] = number = self._number(chunk)
        return number


class Numbering:
    """Numbers chunks and terms. For one thread at a time."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._chunks: dict[Stemming, _Chunks] = {}
        self._terms: dict[str, int] = {}
        self._list: list[str] = []
        # By the number of a chunk where its terms begin in the table of all, and how many it has.
        self._begins, self._counts, self._table = array("I"), array("I"), array("I")

    def terms(
        self, texts: Sequence[tuple[list[str], Stemming]], packed: Callable[[Stemming, str], str]
    ) -> list[Terms]:
        """The terms of texts, each given as its chunks and how it is stemmed; they share one vocabulary.

        `packed` gives, for a way of stemming, the terms of a chunk, a line each.
        """
        if len(self._begins) > MOST:
            self._forget()
        numbers = [self._numbers(chunks, how, packed) for chunks, how in texts]
        lengths = np.fromiter(map(len, numbers), np.int64, len(numbers))
        found, counts = self._looked_up(np.concatenate([*numbers, np.zeros(0, np.uint32)]))
        ends = np.cumsum(np.add.reduceat(np.append(counts, 0), np.cumsum(lengths) - lengths) * (lengths > 0))
        vocabulary, renumbered = self._compact(found)
        return [Terms(vocabulary, piece.tobytes()) for piece in np.split(renumbered, ends[:-1])]

    def _numbers(self, chunks: list[str], how: Stemming, packed: Callable[[Stemming, str], str]) -> Array:
        table = self._chunks.get(how)
        if table is None:
            table = self._chunks[how] = _Chunks(lambda chunk: self._add(packed(how, chunk)))
        if len(chunks) < 2:  # itemgetter of a single one gives no tuple
            return np.array([table[chunk] for chunk in chunks], np.uint32)
        return np.array(itemgetter(*chunks)(table), np.uint32)

    def _add(self, packed: str) -> int:
        """A new chunk, with its terms."""
        lines = packed.split("\n") if packed else []
        self._begins.append(len(self._table))
        self._counts.append(len(lines))
        for line in lines:
            number = self._terms.setdefault(line, len(self._list))
            if number == len(self._list):
                self._list.append(line)
            self._table.append(number)
        return len(self._begins) - 1

    def _looked_up(self, chunks: Array) -> tuple[Array, Array]:
        """The numbers of the terms of chunks, one after the other, and how many each chunk has."""
        begins, counts, table = (
            np.frombuffer(one, np.uint32) if one else np.zeros(0, np.uint32)
            for one in (self._begins, self._counts, self._table)
        )
        lengths = counts[chunks].astype(np.int64)
        starts = np.cumsum(lengths) - lengths
        at = np.repeat(begins[chunks] - starts, lengths) + np.arange(int(lengths.sum()))
        return table[at], lengths

    def _compact(self, found: Array) -> tuple[list[str], Array]:
        """The terms that are there, and for each place the number of its own among them."""
        used = np.zeros(len(self._list), bool)
        used[found] = True
        numbers = np.flatnonzero(used)
        anew = np.zeros(len(self._list), np.uint16 if len(numbers) <= NARROW else np.uint32)
        anew[numbers] = np.arange(len(numbers))
        return list(map(self._list.__getitem__, numbers.tolist())), anew[found]
