"""The postings of a field: for each term the articles that have it, how often, and where.

A term's record is three runs, each in the narrowest width that holds it (see `packing`): the gaps between the numbers of
its articles, how often each has it (nothing where that is always once), and all positions, article by article. Three
numbers a term lead to it: how many articles have the term, where its record begins, and the three widths.

Long lists have in addition, for every CHUNK articles of the segment, the largest that BM25 can make of the term in any
of these (`norm` times frequency): so the best articles are found without scoring those that cannot be among them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from index.engines.whoosh.codec import packing
from index.engines.whoosh.codec.dictionary import Dictionary, write_dictionary
from index.engines.whoosh.codec.packing import DTYPES, WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from index.engines.whoosh.codec.arrayfile import ArrayFile, ArrayWriter

    Array = npt.NDArray[Any]

CHUNK = 512
"""Articles of which a long list knows the best."""
LONG = 4096
"""Articles that make a list a long one."""
AT_ONCE = 2_000_000
"""Postings that are unpacked at once where a whole field is read."""


@dataclass(frozen=True, slots=True)
class Run:
    """The postings of consecutive terms: for each term how many articles, for each of these its number and how often.

    `positions` are those of all postings, one after the other; None where the field has none.
    """

    holders: Array
    docs: Array
    frequencies: Array
    positions: Array | None = None


class Fields(ABC):
    """A source of whole fields, as they are written."""

    @abstractmethod
    def fields(self) -> Iterator[tuple[str, Iterator[tuple[list[bytes], Run]]]]:
        """The fields by name, each with its terms in order and their postings, in pieces."""


class Postings:
    """The terms of a field and their postings, in one segment."""

    def __init__(self, file: ArrayFile, field: str) -> None:
        self._file, self._field = file, field
        self.dictionary = Dictionary(file, field)
        self.holders = file[f"{field}/holders"]
        self.totals = file.get(f"{field}/totals")
        self._pointers = file[f"{field}/pointers"]
        self._widths = file[f"{field}/widths"]
        self._records = file[f"{field}/postings"]
        self._buffer, self._offset = file.buffer, file.offset(f"{field}/postings")

    def docs(self, rank: int) -> Array:
        """The numbers of the articles that have a term, rising."""
        count, code = int(self.holders[rank]), int(self._widths[rank]) & 3
        found = np.frombuffer(self._buffer, DTYPES[code], count, self._offset + int(self._pointers[rank]))
        docs = found.astype(np.int64)
        return np.cumsum(docs, out=docs)  # where they lie, which takes half the time

    def frequencies(self, rank: int) -> Array:
        """How often each of these has it."""
        count, widths = int(self.holders[rank]), int(self._widths[rank])
        code = widths >> 2 & 3
        if not code:
            return np.ones(count)
        at = self._offset + int(self._pointers[rank]) + count * int(WIDTH[widths & 3])
        return np.frombuffer(self._buffer, DTYPES[code], count, at).astype(np.float64)

    def positions(self, rank: int, frequencies: Array) -> Array:
        """Where a term stands, article by article; its frequencies tell which positions are whose."""
        count, widths = int(self.holders[rank]), int(self._widths[rank])
        each = int(WIDTH[widths & 3] + WIDTH[widths >> 2 & 3])
        at = self._offset + int(self._pointers[rank]) + count * each
        return np.frombuffer(self._buffer, DTYPES[widths >> 4 & 3], int(frequencies.sum()), at)

    def run(self, ranks: Array | slice, *, positions: bool = False) -> Run:
        """The postings of the terms of some ranks, unpacked together."""
        begins, holders = self._pointers[ranks].astype(np.int64), self.holders[ranks].astype(np.int64)
        widths = self._widths[ranks].astype(np.int64)
        steps = packing.gather(self._records, begins, holders, widths & 3)
        begins = begins + holders * WIDTH[widths & 3]
        often = packing.gather(self._records, begins, holders, widths >> 2 & 3)
        docs = packing.from_gaps(steps, holders)
        if not positions or self.totals is None:
            return Run(holders, docs, often)
        begins = begins + holders * WIDTH[widths >> 2 & 3]
        totals = self.totals[ranks].astype(np.int64)
        return Run(holders, docs, often, packing.gather(self._records, begins, totals, widths >> 4 & 3))

    @property
    def has_positions(self) -> bool:
        """Whether it is known where the terms stand."""
        return self.totals is not None

    @cached_property
    def _long(self) -> dict[int, int]:
        return {rank: row for row, rank in enumerate(self._file[f"{self._field}/long"].tolist())}

    def maxima(self, rank: int) -> Array | None:
        """For each chunk of the segment's articles the most that the term counts in one; None for short lists."""
        row = self._long.get(rank)
        if row is None:
            return None
        table: Array = self._file[f"{self._field}/maxima"].reshape(len(self._long), -1)[row]
        return table

    @property
    def average(self) -> float:
        """The mean length that the maxima were reckoned with."""
        return float(self._file[f"{self._field}/average"][0])

    def ranges(self, most: int = AT_ONCE) -> Iterator[tuple[int, int]]:
        """Ranges of ranks that have at most so many postings and positions together, or a single term."""
        sizes = (self.holders if self.totals is None else self.totals).astype(np.int64)
        ends, low = np.cumsum(sizes), 0
        while low < len(ends):
            before = int(ends[low - 1]) if low else 0
            high = max(low + 1, int(np.searchsorted(ends, before + most, "right")))
            yield low, high
            low = high


class PostingsWriter:
    """Writes the postings of one field, run by run in the order of its terms.

    `norms` are, of a field that is scored, by article what its length makes of a frequency, and `average` the mean
    length that they were reckoned with.
    """

    def __init__(
        self, file: ArrayWriter, field: str, norms: Array | None = None, average: float = 1.0
    ) -> None:
        self._file, self._field, self._norms, self._average = file, field, norms, average
        self._terms: list[bytes] = []
        self._columns: dict[str, list[Array]] = {"holders": [], "totals": [], "pointers": [], "widths": []}
        self._long: list[int] = []
        self._maxima: list[Array] = []
        self._size = 0
        file.begin(f"{field}/postings", np.uint8)

    def write(self, terms: Sequence[bytes], run: Run) -> None:
        """Add terms with their postings; each has at least one."""
        firsts = packing.starts_of(run.holders)
        totals = np.add.reduceat(run.frequencies.astype(np.int64), firsts) if len(terms) else run.holders
        steps = packing.gaps(run.docs, run.holders)
        gap, often = packing.codes(steps, run.holders), packing.codes_or_none(run.frequencies, run.holders)
        where = packing.codes(run.positions, totals) if run.positions is not None else np.zeros_like(gap)
        sizes = run.holders * (WIDTH[gap] + WIDTH[often]) + totals * WIDTH[where]
        begins = packing.starts_of(sizes)
        records = np.empty(int(sizes.sum()), np.uint8)
        packing.scatter(records, begins, run.holders, gap, steps)
        middle = begins + run.holders * WIDTH[gap]
        packing.scatter(records, middle, run.holders, often, run.frequencies)
        if run.positions is not None:
            last = middle + run.holders * WIDTH[often]
            packing.scatter(records, last, totals, where, run.positions)
        self._file.extend(records)
        self._add_maxima(run, firsts)
        self._keep(terms, run, totals, begins, gap | often << 2 | where << 4)
        self._size += len(records)

    def _keep(self, terms: Sequence[bytes], run: Run, totals: Array, begins: Array, widths: Array) -> None:
        self._terms += terms
        self._columns["holders"].append(run.holders.astype(np.uint32))
        if run.positions is not None:
            self._columns["totals"].append(totals.astype(np.uint32))
        self._columns["pointers"].append((begins + self._size).astype(np.uint64))
        self._columns["widths"].append(widths.astype(np.uint8))

    def _add_maxima(self, run: Run, firsts: Array) -> None:
        if self._norms is None:
            return
        for number in np.flatnonzero(run.holders >= LONG).tolist():
            some = slice(int(firsts[number]), int(firsts[number] + run.holders[number]))
            docs = run.docs[some]
            best = np.zeros(-(-len(self._norms) // CHUNK))
            np.maximum.at(best, docs // CHUNK, run.frequencies[some] * self._norms[docs])
            self._long.append(len(self._terms) + number)
            self._maxima.append(best)

    def close(self) -> None:
        """Write what leads to the records."""
        self._file.end()
        name = self._field
        write_dictionary(self._file, name, self._terms)
        kinds = {"holders": np.uint32, "totals": np.uint32, "pointers": np.uint64, "widths": np.uint8}
        for column, pieces in self._columns.items():
            if pieces or column != "totals":
                self._file.put(f"{name}/{column}", np.concatenate([*pieces, np.zeros(0, kinds[column])]))
        # Rounded up, so that a maximum is never too small.
        maxima = np.nextafter(
            np.concatenate([*self._maxima, np.zeros(0)]).astype(np.float32), np.float32(np.inf)
        )
        self._file.put(f"{name}/long", np.array(self._long, np.int64))
        self._file.put(f"{name}/maxima", maxima)
        self._file.put(f"{name}/average", np.array([self._average]))
