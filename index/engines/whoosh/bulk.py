"""A Whoosh segment writer that inverts in memory and merges by streaming.

Whoosh's own writer makes a tuple of every posting, sorts them all, and spills sorted runs as pickles; for a
batch of news that is most of the work. A batch of ours is small enough to be inverted as it comes: one list
of articles a term, in order already because articles are numbered in order. Segments that are merged in need
no sorting either, being sorted; they are read side by side, so that a merge takes no memory to speak of.
What is written, and how it is committed, stays Whoosh's.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh.codec import default_codec
from whoosh.writing import SegmentWriter

from index.engines.whoosh.seal import seal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Posting = tuple[str, bytes, int, float, bytes]


class _Term:
    """The postings of one term so far: articles, frequencies, values."""

    __slots__ = ("docs", "values", "weights")

    def __init__(self) -> None:
        self.docs = array("I")
        self.weights = array("f")
        self.values: list[bytes] = []


class InvertedPool:
    """Stands where Whoosh expects its sorting pool: takes postings, gives them back in order."""

    def __init__(self) -> None:
        self._fields: defaultdict[str, defaultdict[bytes, _Term]] = defaultdict(lambda: defaultdict(_Term))
        self._streams: list[Iterable[Posting]] = []

    def add(self, posting: Posting) -> None:
        """Take a posting; those of one term come in the order of their articles."""
        field, text, doc, weight, value = posting
        term = self._fields[field][text]
        term.docs.append(doc)
        term.weights.append(weight)
        term.values.append(value)

    def add_sorted(self, postings: Iterable[Posting]) -> None:
        """Take postings that are in order already; they are read when the segment is written."""
        self._streams.append(postings)

    def iter_postings(self) -> Iterator[Posting]:
        """All postings, by field, term and article."""
        return merge(self._own(), *self._streams) if self._streams else self._own()

    def _own(self) -> Iterator[Posting]:
        for field, terms in sorted(self._fields.items()):
            for text, term in sorted(terms.items(), key=lambda pair: pair[0]):
                for doc, weight, value in zip(term.docs, term.weights, term.values, strict=True):
                    yield field, text, doc, weight, value

    def cleanup(self) -> None:
        """Forget everything."""
        self._fields.clear()
        self._streams.clear()


class BulkWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer, with an InvertedPool."""

    def __init__(self, files: Any) -> None:
        codec = default_codec()
        codec.length_stats = (
            False  # of each block's shortest field; nothing of ours asks, and it costs a tenth
        )
        super().__init__(files, codec=codec)
        self.pool = InvertedPool()

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: dict[int, int] | None) -> None:
        """Take in a segment that is being merged; its reader has to stay open until the commit."""
        self.pool.add_sorted(self._process_posts(reader.iter_postings(), startdoc, docmap))

    def _commit_toc(self, segments: list[Any]) -> None:
        """Seal the new segment before the table of contents names it."""
        seal(Path(self.storage.folder))
        super()._commit_toc(segments)
