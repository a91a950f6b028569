"""Several segments as one: read side by side, stretch of terms by stretch, so that memory does not hang on their size.

A merge needs no lock while it reads and writes, since segments never change. Only when its segment is whole it takes the
write lock for a moment: what was deleted meanwhile is deleted of the new segment as well, and the table of contents names
it in place of the old ones. Readers go on with the files that they have open. A merge that is killed leaves files that no
table names; the next one takes them away.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.util.filelock import try_for

from index.engines.whoosh.codec import ENDINGS, ArrayCodec, ArraySegment, SegmentFiles, alive, packing
from index.engines.whoosh.codec.columns import united, write_ordinals
from index.engines.whoosh.codec.postings import AT_ONCE, Fields, Run
from index.engines.whoosh.codec.writing import ArticlesWriter, FieldsWriter
from index.engines.whoosh.contents import commit, read_commit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from index.engines.whoosh.codec.postings import Postings
    from index.engines.whoosh.contents import ArrayIndex

    Array = npt.NDArray[Any]

MERGING = "merging"
"""What the files of a segment are called that is being made: no name that a commit cleans away."""
_PATIENCE = 60.0
_TERMS_AT_ONCE = 50_000
_AFTER_ALL = b"\xff"


@dataclass(frozen=True, slots=True)
class Source:
    """A segment that is merged: which of its articles are alive, and their numbers in the new segment."""

    segment: ArraySegment
    files: SegmentFiles
    alive: Array
    numbers: Array


def tidy(files: ArrayIndex) -> None:
    """Merge what should be merged; nothing where another program is merging already."""
    lock = files.lock("MERGELOCK")
    if not lock.acquire():
        return
    try:
        for path in Path(files.storage.folder).glob(f"{MERGING}_*"):
            path.unlink(missing_ok=True)  # of a merge that was killed
        # A writer may replace the table of contents between any two looks.
        _, chosen = read_commit(Path(files.storage.folder), files, to_merge)
        if chosen:
            _merge(files, chosen)
    finally:
        lock.release()


def to_merge(segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    """The segments that should be one: from the first, by size, that is smaller than all after it together.

    So each is at least as large as all smaller ones, there are at most about log2 N of them, and an article is rewritten
    as often. One that has more deleted articles than others is written anew as well.
    """
    ordered = sorted(segments, key=lambda one: -one.doc_count())
    sizes = [one.doc_count() for one in ordered]
    for number, one in enumerate(ordered):
        rest = sum(sizes[number + 1 :])
        if sizes[number] < rest or one.deleted_count() > sizes[number]:
            return [one for one in segments if one in ordered[number:]]
    return []


def _merge(files: ArrayIndex, chosen: Sequence[ArraySegment]) -> None:
    folder = Path(files.storage.folder)
    sources = _sources(folder, chosen)
    made = ArraySegment(ArrayCodec(), MERGING)
    made.docs = int(sum(source.alive.sum() for source in sources))
    try:
        _write(folder, made, sources)
        _swap(files, made, sources)
    finally:
        for ending in ENDINGS:
            (folder / f"{MERGING}_{made.segid}{ending}").unlink(missing_ok=True)


def _sources(folder: Path, chosen: Sequence[ArraySegment]) -> list[Source]:
    sources, before = [], 0
    for one in chosen:
        there = alive(one)
        numbers = np.cumsum(there) - 1 + before
        before += int(there.sum())
        sources.append(Source(one, SegmentFiles(folder, one.segment_id()), there, numbers))
    return sources


def _write(folder: Path, made: ArraySegment, sources: Sequence[Source]) -> None:
    articles = ArticlesWriter(folder, made)
    for source in sources:
        articles.texts.add_all(source.files.texts, source.alive)
        source.files.let_go()
    file = articles.end_texts()
    for name in _names(source.files.scored_names() for source in sources):
        articles.put_lengths(name, np.concatenate([_lengths(source, name) for source in sources]))
    for name in _names(source.files.column_names() for source in sources):
        write_ordinals(file, name, *_column(name, sources))
    articles.close()
    fields = FieldsWriter(folder, made)
    fields.add_postings(None, SegmentFiles(folder, made.segment_id()), _Merge(sources))
    fields.close()


def _names(of_each: Iterator[list[str]]) -> list[str]:
    return sorted({name for names in of_each for name in names})


def _lengths(source: Source, name: str) -> Array:
    lengths = source.files.lengths(name)
    return np.zeros(int(source.alive.sum()), np.int64) if lengths is None else lengths[source.alive]


def _column(name: str, sources: Sequence[Source]) -> tuple[list[bytes], Array]:
    """A column of all articles that are there, without the values of those that are not."""
    columns = []
    for source in sources:
        column = source.files.column(name)
        values, ordinals = (
            (column.values(), column.ordinals) if column else ([b""], np.zeros(source.segment.docs, np.uint8))
        )
        used, anew = np.unique(ordinals[source.alive], return_inverse=True)
        columns.append(([values[ordinal] for ordinal in used.tolist()], anew))
    return united(columns)


def _swap(files: ArrayIndex, made: ArraySegment, sources: Sequence[Source]) -> None:
    """Put the new segment in the place of those it was made of; not if another program took one of them away."""
    lock = files.lock("WRITELOCK")
    if not try_for(lock.acquire, timeout=_PATIENCE, delay=0.02):
        return
    try:
        contents = files._read_toc()  # noqa: SLF001 - nothing public tells
        now = {one.segid: one for one in contents.segments}
        if any(source.segment.segid not in now for source in sources):
            return
        for source in sources:
            later = now[source.segment.segid].deleted - source.segment.deleted
            made.deleted |= {int(source.numbers[doc]) for doc in later}
        merged = {source.segment.segid for source in sources}
        kept = [one for one in contents.segments if one.segid not in merged]
        folder = Path(files.storage.folder)
        old = [folder / made.make_filename(ending) for ending in ENDINGS]
        made.indexname = files.indexname
        for path, ending in zip(old, ENDINGS, strict=True):
            path.replace(folder / made.make_filename(ending))
        commit(files, [*kept, *([made] if made.docs else [])], contents.generation + 1)
    finally:
        lock.release()


class _Merge(Fields):
    """The fields of several segments as those of one."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources

    def fields(self) -> Iterator[tuple[str, Iterator[tuple[list[bytes], Run]]]]:
        """The fields by name, each with its terms in order and their postings."""
        for name in _names(list(source.files.fields()) for source in self._sources):
            yield name, self._runs(name)

    def _runs(self, name: str) -> Iterator[tuple[list[bytes], Run]]:
        found = [(source, source.files.postings(name)) for source in self._sources]
        having = [(source, postings) for source, postings in found if postings is not None]
        for low, high in pairwise([b"", *_cuts([postings for _, postings in having]), _AFTER_ALL]):
            pieces = [_piece(source, postings, low, high) for source, postings in having]
            terms = sorted(set().union(*(piece.terms for piece in pieces)))
            merged = _merged(terms, pieces)
            if merged[0]:
                yield merged


def _cuts(of_each: Sequence[Postings]) -> list[bytes]:
    """Terms to cut at, so that no stretch has many terms, or many positions unless of a single one."""
    largest = max(of_each, key=lambda postings: len(postings.dictionary))
    sizes = (largest.holders if largest.totals is None else largest.totals).astype(np.int64)
    share = max(1, AT_ONCE // len(of_each))
    stretch = np.cumsum(sizes) // share + np.arange(len(sizes)) // _TERMS_AT_ONCE
    terms = largest.dictionary.term
    ends = {terms(rank + 1) for rank in np.flatnonzero(np.diff(stretch)).tolist()}
    common = [terms(rank) for rank in np.flatnonzero(sizes > share).tolist()]
    return sorted(
        {*ends, *common, *(term + b"\0" for term in common)}
    )  # what is next to a common one, anywhere


@dataclass(frozen=True, slots=True)
class _Piece:
    """The postings of a stretch of terms in one segment, of articles that are there: with their new numbers."""

    terms: list[bytes]
    of_term: Array
    docs: Array
    frequencies: Array
    positions: Array | None


def _piece(source: Source, postings: Postings, low: bytes, high: bytes) -> _Piece:
    dictionary = postings.dictionary
    first, last = dictionary.rank(low), dictionary.rank(high)
    run, terms = postings.run_of(first, last), dictionary.terms(first, last)
    source.files.let_go()
    there = source.alive[run.docs]
    positions = run.positions
    if positions is not None and not there.all():
        positions = positions[np.repeat(there, run.frequencies)]
    of_term = np.repeat(np.arange(last - first), run.holders)[there]
    docs = source.numbers[run.docs[there]]
    return _Piece(terms, of_term, docs, run.frequencies[there].astype(np.int64), positions)


def _merged(terms: list[bytes], pieces: Sequence[_Piece]) -> tuple[list[bytes], Run]:
    """The pieces as one: sorted by term, each article after those of the segments before."""
    ranks = {term: rank for rank, term in enumerate(terms)}
    of_term = np.concatenate(
        [
            np.fromiter(map(ranks.__getitem__, piece.terms), np.int64, len(piece.terms))[piece.of_term]
            for piece in pieces
        ]
    )
    docs = np.concatenate([piece.docs for piece in pieces])
    often = np.concatenate([piece.frequencies for piece in pieces])
    every = [piece.positions for piece in pieces if piece.positions is not None]
    positions = np.concatenate(every) if every else None
    if (
        len(terms) > 1
    ):  # a common word is a stretch of its own, and in order: what it has is too much to be copied
        order = packing.sorted_by(of_term)
        if positions is not None:
            positions = positions[packing.stretches(packing.starts_of(often)[order], often[order])]
        docs, often = docs[order], often[order]
    holders = np.bincount(of_term, minlength=len(terms))
    there = holders > 0
    found = [term for term, is_there in zip(terms, there.tolist(), strict=True) if is_there]
    return found, Run(holders[there], docs, often, positions)
