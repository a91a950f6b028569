"""The sorted terms of a field, to be looked up where they lie.

The terms are one text, each ended by a line feed, in the order of their bytes; every 64th is known by where it begins. So
a look-up is a bisection among the first terms of blocks and one search of a short text, both at the speed of C, and
nothing is unpacked. A term is known by its rank, which is also its row in the field's other arrays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from index.engines.whoosh.codec.arrayfile import ArrayFile, ArrayWriter

    Array = npt.NDArray[Any]

BLOCK = 64
"""Terms from one that is known by its beginning to the next."""
END = b"\n"
_AFTER_ALL = b"\xff"
"""Greater than any byte of a term, which is UTF-8."""


class Dictionary:
    """The terms of one field. Ranks are numbers from 0."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self._starts = file[f"{field}/blocks"]
        self._bytes = file[f"{field}/terms"]
        self._buffer = file.buffer
        self._offset = file.offset(f"{field}/terms")
        self.count = int(file[f"{field}/count"][0])

    def __len__(self) -> int:
        return self.count

    @cached_property
    def _firsts(self) -> list[bytes]:
        """The first term of each block."""
        find, offset = self._buffer.find, self._offset
        begins = [offset + start for start in self._starts.tolist()[:-1]]
        return [self._buffer[begin : find(END, begin)] for begin in begins]

    def find(self, term: bytes) -> int:
        """The rank of a term; -1 where it is none of these."""
        block = bisect_right(self._firsts, term) - 1
        if block < 0 or END in term:
            return -1
        lines = END + self._text(block, block + 1)
        at = lines.find(END + term + END)
        return -1 if at < 0 else block * BLOCK + lines.count(END, 0, at)

    def rank(self, term: bytes) -> int:
        """How many terms are smaller than this text."""
        block = bisect_left(self._firsts, term) - 1
        if block < 0:
            return 0
        return block * BLOCK + bisect_left(self._text(block, block + 1).split(END)[:-1], term)

    def range(self, prefix: bytes) -> tuple[int, int]:
        """The ranks of the terms that begin so: the first, and the one after the last."""
        return self.rank(prefix), self.rank(prefix + _AFTER_ALL) if prefix else self.count

    def terms(self, low: int = 0, high: int | None = None) -> list[bytes]:
        """The terms of some ranks."""
        high = self.count if high is None else high
        if low >= high:
            return []
        first = low // BLOCK
        some = self._text(first, -(-high // BLOCK)).split(END)
        return some[low - first * BLOCK : high - first * BLOCK]

    def term(self, rank: int) -> bytes:
        """The term of a rank."""
        return self.terms(rank, rank + 1)[0]

    def at(self, ranks: Array) -> list[bytes]:
        """The terms of ranks here and there."""
        begins, ends = self.bounds[ranks] + self._offset, self.bounds[ranks + 1] + self._offset - 1
        return [self._buffer[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]

    @cached_property
    def bounds(self) -> Array:
        """Where the terms begin in their text, and where it ends: rank by rank, a term goes to the next less one."""
        return np.concatenate(([0], np.flatnonzero(self._bytes == END[0]) + 1))

    @cached_property
    def letters(self) -> Array:
        """For each term the set of its bytes, as bits of their values modulo 32: what a misspelling cannot change much."""
        bits = np.left_shift(np.uint32(1), (self._bytes & 31).astype(np.uint32))
        bits[self._bytes == END[0]] = 0
        return np.bitwise_or.reduceat(bits, self.bounds[:-1]) if self.count else bits

    @cached_property
    def is_ascii(self) -> Array:
        """For each term whether its letters are of one byte each."""
        return (
            np.maximum.reduceat(self._bytes, self.bounds[:-1]) < 0x80 if self.count else self.bounds[:-1] > 0
        )

    def _text(self, low: int, high: int) -> bytes:
        """The terms of some blocks."""
        return self._buffer[self._offset + int(self._starts[low]) : self._offset + int(self._starts[high])]


class DictionaryWriter:
    """Writes the terms of a field, in their order. They are held as text, a tenth of what as many objects would take."""

    def __init__(self, file: ArrayWriter, field: str) -> None:
        self._file, self._field = file, field
        self._texts: list[bytes] = []
        self._lengths: list[Array] = []
        self.count = 0

    def add(self, terms: Sequence[bytes]) -> None:
        """Add the next terms. Raises ValueError for one with a line feed."""
        text = END.join(terms) + (END if terms else b"")
        if text.count(END) != len(terms):
            raise ValueError(f"a term of the field {self._field} has a line feed in it")
        self._texts.append(text)
        self._lengths.append(np.fromiter(map(len, terms), np.uint32, len(terms)))
        self.count += len(terms)

    def close(self) -> None:
        """Write them."""
        lengths = np.concatenate([*self._lengths, np.zeros(0, np.uint32)])
        begins = np.concatenate(([0], np.cumsum(lengths + 1, dtype=np.int64)))
        self._file.put(f"{self._field}/terms", np.frombuffer(b"".join(self._texts), np.uint8))
        self._file.put(f"{self._field}/blocks", np.append(begins[:-1:BLOCK], begins[-1]))
        self._file.put(f"{self._field}/count", np.array([self.count], np.int64))
