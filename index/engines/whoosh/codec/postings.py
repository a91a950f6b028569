"""The postings of a field: for each term the articles that have it, how often, and where.

A term's record is two runs, each in the narrowest width that holds it (see `packing`): the gaps between the numbers of
its articles, and how often each has it (nothing where that is always once). Its positions, article by article, are in a file
of their own, since most questions need none. A few numbers a term lead there: how many articles have it and how many
positions it has, where its record and its positions begin, and the widths of the three.

Long lists have in addition, for every CHUNK articles of the segment, the largest that BM25 can make of the term in any
of these (`norm` times frequency): so the best articles are found without scoring those that cannot be among them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from index.engines.whoosh.codec import packing
from index.engines.whoosh.codec.dictionary import Dictionary, DictionaryWriter
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
_KINDS = {
    "holders": np.uint32,
    "totals": np.uint32,
    "pointers": np.uint64,
    "begins": np.uint64,
    "widths": np.uint8,
}
AT_ONCE = 1_000_000
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

    def __init__(self, file: ArrayFile, places: ArrayFile, field: str) -> None:
        self._file, self._places, self._field = file, places, field
        self.dictionary = Dictionary(file, field)
        self.holders = file[f"{field}/holders"]
        self._pointers = file[f"{field}/pointers"]
        self._widths = file[f"{field}/widths"]
        self._records = file[f"{field}/postings"]
        self._buffer, self._offset = file.buffer, file.offset(f"{field}/postings")
        self.totals = file.get(f"{field}/totals")
        if self.totals is not None:
            self._begins = file[f"{field}/begins"]
            self._place = places.offset(f"{field}/positions")

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
        kind = DTYPES[int(self._widths[rank]) >> 4 & 3]
        at = self._place + int(self._begins[rank])
        return np.frombuffer(self._places.buffer, kind, int(frequencies.sum()), at)

    def run(self, ranks: Array | slice) -> Run:
        """The postings of the terms of some ranks, unpacked together; without their positions."""
        begins, holders = self._pointers[ranks].astype(np.int64), self.holders[ranks].astype(np.int64)
        widths = self._widths[ranks].astype(np.int64)
        steps = packing.gather(self._records, begins, holders, widths & 3)
        begins = begins + holders * WIDTH[widths & 3]
        often = packing.gather(self._records, begins, holders, widths >> 2 & 3)
        return Run(holders, packing.from_gaps(steps, holders), often)

    def run_of(self, low: int, high: int) -> Run:
        """The postings of consecutive terms, with their positions where the field has them."""
        run = self.run(slice(low, high))
        if self.totals is None or low >= high:
            return run
        codes, totals = self._widths[low:high] >> 4 & 3, self.totals[low:high].astype(np.int64)
        pieces, first = [], low
        for end in (np.flatnonzero(np.diff(codes, append=4)) + 1 + low).tolist():
            kind, count = DTYPES[int(codes[first - low])], int(totals[first - low : end - low].sum())
            at = self._place + int(self._begins[first])
            pieces.append(np.frombuffer(self._places.buffer, kind, count, at))
            first = end
        return replace(run, positions=np.concatenate(pieces))

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


class PostingsWriter:
    """Writes the postings of one field, run by run in the order of its terms.

    `norms` are, of a field that is scored, by article what its length makes of a frequency, and `average` the mean
    length that they were reckoned with.
    """

    def __init__(
        self,
        files: tuple[ArrayWriter, ArrayWriter],
        field: str,
        norms: Array | None = None,
        average: float = 1.0,
    ) -> None:
        self._file, self._places = files
        self._field, self._norms, self._average = field, norms, average
        self._dictionary = DictionaryWriter(self._file, field)
        self._columns: dict[str, list[Array]] = {name: [] for name in _KINDS}
        self._long: list[int] = []
        self._maxima: list[Array] = []
        self._size, self._place = 0, 0
        self._file.begin(f"{field}/postings", np.uint8)
        self._places.begin(f"{field}/positions", np.uint8)

    def write(self, terms: Sequence[bytes], run: Run) -> None:
        """Add terms with their postings; each has at least one."""
        steps = packing.gaps(run.docs, run.holders)
        gap, often = packing.codes(steps, run.holders), packing.codes_or_none(run.frequencies, run.holders)
        sizes = run.holders * (WIDTH[gap] + WIDTH[often])
        begins = packing.starts_of(sizes)
        records = np.empty(int(sizes.sum()), np.uint8)
        packing.scatter(records, begins, run.holders, gap, steps)
        packing.scatter(records, begins + run.holders * WIDTH[gap], run.holders, often, run.frequencies)
        self._file.extend(records)
        self._add_maxima(run)
        where = self._write_positions(run) if run.positions is not None and len(terms) else 0
        self._dictionary.add(terms)
        self._keep(holders=run.holders, pointers=begins + self._size, widths=gap | often << 2 | where << 4)
        self._size += len(records)

    def _write_positions(self, run: Run) -> int:
        """Write the positions, all of a stretch in one width, which is the quickest; returns its code."""
        assert run.positions is not None  # noqa: S101 - who calls has looked
        totals = np.add.reduceat(run.frequencies.astype(np.int64), packing.starts_of(run.holders))
        (code,) = packing.codes(run.positions, np.array([len(run.positions)])).tolist()
        self._places.extend(run.positions.astype(DTYPES[code], copy=False).view(np.uint8))
        width = int(WIDTH[code])
        self._keep(totals=totals, begins=packing.starts_of(totals) * width + self._place)
        self._place += len(run.positions) * width
        return int(code)

    def _keep(self, **columns: Array) -> None:
        for name, numbers in columns.items():
            self._columns[name].append(numbers.astype(_KINDS[name]))

    def _add_maxima(self, run: Run) -> None:
        if self._norms is None:
            return
        firsts = packing.starts_of(run.holders)
        for number in np.flatnonzero(run.holders >= LONG).tolist():
            some = slice(int(firsts[number]), int(firsts[number] + run.holders[number]))
            docs = run.docs[some]
            best = np.zeros(-(-len(self._norms) // CHUNK))
            np.maximum.at(best, docs // CHUNK, run.frequencies[some] * self._norms[docs])
            self._long.append(self._dictionary.count + number)
            self._maxima.append(best)

    def close(self) -> None:
        """Write what leads to the records."""
        self._file.end()
        self._places.end()
        name = self._field
        self._dictionary.close()
        for column, pieces in self._columns.items():
            if pieces or column not in {"totals", "begins"}:
                numbers = np.concatenate([*pieces, np.zeros(0, _KINDS[column])])
                self._file.put(f"{name}/{column}", packing.narrowed(numbers))
        # Rounded up, so that a maximum is never too small.
        maxima = np.nextafter(
            np.concatenate([*self._maxima, np.zeros(0)]).astype(np.float32), np.float32(np.inf)
        )
        self._file.put(f"{name}/long", np.array(self._long, np.int64))
        self._file.put(f"{name}/maxima", maxima)
        self._file.put(f"{name}/average", np.array([self._average]))
