"""One commit of an index, to be read: postings, positions, columns, lengths and words, as arrays.

Articles are numbered through all segments. The files of a segment never change and are mapped into memory, so a Snapshot
may be shared by any number of threads, and the next one takes over the segments that are still there. What is made once a
commit (columns, lengths, words) is kept in it.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from index.document import SCHEMA, Kind
from index.engines.whoosh import bm25, phrases
from index.engines.whoosh.codec import SegmentFiles, alive
from index.engines.whoosh.codec.postings import CHUNK
from index.engines.whoosh.found import Found, Part, Source
from index.engines.whoosh.sets import NONE
from index.engines.whoosh.values import Values, dates, united_values

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    import numpy.typing as npt

    from index.engines.whoosh.codec import ArraySegment
    from index.engines.whoosh.codec.postings import Postings

    Array = npt.NDArray[Any]

T = TypeVar("T")

_NO_NUMBERS: Array = np.zeros(0)

_MANY = 20
"""How much longer it takes to find an id than to walk past one."""
FEW = 200
"""Articles whose values are read one by one, sooner than those of all."""


class Snapshot:
    """A commit of an index. Articles are numbers below `size` that hold in this commit only."""

    def __init__(self, segments: Sequence[ArraySegment], opened: Callable[[str], SegmentFiles]) -> None:
        self.segments = {one.segment_id(): opened(one.segment_id()) for one in segments}
        self._lengths: Counter[str] = Counter()
        self._parts: list[Part] = []
        self.size = 0
        for one in segments:
            there = alive(one) if one.deleted else None
            self._parts.append(Part(self.segments[one.segment_id()], self.size, one.docs, there))
            self.size += one.docs
            self._lengths.update(one.lengths)
        self._made: dict[tuple[str, str], object] = {}
        self._turns: defaultdict[tuple[str, str], threading.Lock] = defaultdict(threading.Lock)
        self._turn = threading.Lock()

    def once(self, what: str, field: str, make: Callable[[], T]) -> T:
        """What is made once a commit. Who asks for what is being made waits for that alone."""
        key = (what, field)
        if key not in self._made:
            with self._turn:
                turn = self._turns[key]
            with turn:
                if key not in self._made:
                    self._made[key] = make()
        return cast("T", self._made[key])

    @cached_property
    def alive(self) -> Array:
        """The numbers of all articles that are not deleted."""
        pieces = [
            part.base + (np.arange(part.count) if part.alive is None else np.flatnonzero(part.alive))
            for part in self._parts
        ]
        return np.concatenate([*pieces, NONE])

    def segments_of(self, field: str) -> Iterator[tuple[Part, Postings]]:
        """The segments that have a field, each with its postings."""
        for part in self._parts:
            postings = part.files.postings(field)
            if postings is not None:
                yield part, postings

    def postings(self, field: str, term: str) -> Found:
        """The articles that have a term in a field, each with how often."""
        text = term.encode()
        sources = []
        for part, postings in self.segments_of(field):
            rank = postings.dictionary.find(text)
            if rank >= 0:
                docs, often = postings.docs(rank), postings.frequencies(rank)
                sources.append(Source(part, postings, rank, docs, often))
        if len(sources) == 1 and sources[0].part.alive is None and not sources[0].part.base:
            return Found(sources[0].docs, sources[0].frequencies, sources)
        kept = [one.part.kept(one.docs) for one in sources]
        pairs = list(zip(sources, kept, strict=True))
        numbers = [(one.docs if there is None else one.docs[there]) + one.part.base for one, there in pairs]
        times = [one.frequencies if there is None else one.frequencies[there] for one, there in pairs]
        return Found(np.concatenate([NONE, *numbers]), np.concatenate([_NO_NUMBERS, *times]), sources)

    def places(self, found: Found, docs: Array, texts: Array) -> Array:
        """Where a term stands in some of the articles that have it, and in some between these (see `phrases`)."""
        places = [phrases.NOWHERE]
        for one in found.sources:
            low, high = docs.searchsorted((one.part.base, one.part.base + one.part.count)).tolist()
            if low < high:
                places.append(one.places(docs[low:high], texts))
        return places[1] if len(places) == 2 else np.concatenate(places)

    def matching(self, field: str, choose: Callable[[Postings], Array]) -> Found:
        """The articles that have any of the terms chosen by rank in each segment, with how often in all."""
        docs, often = [], []
        for part, postings in self.segments_of(field):
            ranks = choose(postings)
            times = np.zeros(part.count)
            for some in np.array_split(ranks, max(1, len(ranks) // 20_000)):
                run = postings.run(some)
                times += np.bincount(run.docs, run.frequencies, part.count)
            if part.alive is not None:
                times[~part.alive] = 0
            found = np.flatnonzero(times > 0)  # of truth values these are found several times as fast
            docs.append(found + part.base)
            often.append(times[found])
        return Found(np.concatenate([NONE, *docs]), np.concatenate([_NO_NUMBERS, *often]))

    @cached_property
    def chunks(self) -> Array:
        """By article the number of its chunk: the stretch of a segment of which a long list knows the best."""
        numbers, before = [], 0
        for part in self._parts:
            numbers.append(np.arange(part.count) // CHUNK + before)
            before += -(-part.count // CHUNK)
        return np.concatenate([*numbers, NONE])

    def maxima(self, field: str, term: str, average: float) -> list[tuple[slice, Array]] | None:
        """By stretches of chunks the most that a term counts in an article; None where a segment has no short cut.

        They are made with the mean length in their segment; a larger one makes every article count for more, but
        never by more than the ratio of the two.
        """
        found, before = [], 0
        for part in self._parts:
            chunks = slice(before, before + -(-part.count // CHUNK))
            before = chunks.stop
            postings = part.files.postings(field)
            rank = -1 if postings is None else postings.dictionary.find(term.encode())
            if postings is None or rank < 0:
                continue
            best = postings.maxima(rank)
            if best is None:
                return None
            found.append((chunks, best * max(1.0, average / postings.average)))
        return found

    def column(self, field: str) -> Values:
        """The values of a KEYWORD or DATE field; several values of one article are joined."""
        return self.once("column", field, lambda: self._read_column(field))

    def _read_column(self, field: str) -> Values:
        return united_values(field, [(part.files.column(field), part.count) for part in self._parts])

    def doc(self, article_id: str) -> int | None:
        """The article of an id; None where there is none."""
        return next(self.with_ids([article_id]), None)

    def id(self, doc: int) -> str:
        """The id of an article."""
        return self.value("id", doc)

    def value(self, field: str, doc: int) -> str:
        """The value of a field in one article, as it is in the column."""
        part = self._part(doc)
        column = part.files.column(field)
        return column[doc - part.base].decode() if column else ""

    def are_few(self, field: str, docs: Array) -> bool:
        """Whether it is quicker to read the values of these articles alone than the whole column, as long as nobody did."""
        return len(docs) <= FEW and ("column", field) not in self._made

    def with_ids(self, ids: Collection[str]) -> Iterator[int]:
        """The articles that have one of these ids."""
        wanted = {one.encode() for one in ids}
        for part, postings in self.segments_of("id"):
            terms = postings.dictionary
            are_many = len(wanted) > 1 and len(wanted) * _MANY > len(terms)
            known = wanted & set(terms.terms()) if are_many else wanted
            for rank in map(terms.find, known):
                for doc in postings.docs(rank).tolist() if rank >= 0 else ():
                    if part.alive is None or part.alive[doc]:
                        yield doc + part.base

    def _part(self, doc: int) -> Part:
        return next(part for part in self._parts if doc < part.base + part.count)

    def dates(self, docs: Array) -> Array:
        """Of each article a number that sorts like its date, 0 where it has none."""
        if self.are_few("published", docs):
            return dates([self.value("published", doc) for doc in docs.tolist()])
        return self.once("dates", "", self._read_dates)[docs]

    def _read_dates(self) -> Array:
        column = self.column("published")
        return np.append(dates(column.values), 0)[column.ordinals]

    def average(self, field: str) -> float:
        """How many words a TEXT field has in the mean of all articles; 1.0 of another field."""
        if SCHEMA.get(field) is not Kind.TEXT:
            return 1.0
        return max(self._lengths[field], 1) / max(self.size, 1)

    def lengths(self, field: str) -> Array:
        """By article how many words a TEXT field has; 1.0 of another."""
        return self.once("lengths", field, lambda: self._read_lengths(field))

    def _read_lengths(self, field: str) -> Array:
        if SCHEMA.get(field) is not Kind.TEXT:
            return np.ones(self.size)
        every = [(part.files.lengths(field), part.count) for part in self._parts]
        pieces = [np.zeros(count) if lengths is None else lengths for lengths, count in every]
        return np.concatenate([*pieces, np.zeros(0)])

    def norms(self, field: str, average: float) -> Array:
        """By article what its length makes of a frequency, where the mean length is the given one."""
        if average != self.average(field):
            return bm25.norms(self.lengths(field), average)
        return self.once("norms", field, lambda: bm25.norms(self.lengths(field), average))

    def stored(self, doc: int) -> bytes:
        """What is stored of an article, as JSON."""
        part = self._part(doc)
        return part.files.texts[doc - part.base]

    def every_stored(self) -> Iterator[bytes]:
        """What is stored of all articles, one after the other."""
        for part in self._parts:
            for doc, text in enumerate(part.files.texts):
                if part.alive is None or part.alive[doc]:
                    yield text
