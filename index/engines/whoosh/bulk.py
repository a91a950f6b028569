"""Whoosh's segment writer, with documents taken in whole: the lock, the commits and the cleaning up are Whoosh's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from whoosh.index import clean_files
from whoosh.writing import SegmentWriter

from index.engines.whoosh.codec import ENDINGS, ArrayCodec, SegmentFiles
from index.engines.whoosh.codec.columns import write_column
from index.engines.whoosh.contents import commit
from index.engines.whoosh.inversion import Inversion
from index.stored import to_stored

if TYPE_CHECKING:
    from index.document import Document
    from index.engines.whoosh.codec import ArraySegment
    from index.engines.whoosh.codec.texts import Known
    from index.engines.whoosh.contents import ArrayIndex

PATIENCE = 0.5
"""Seconds to wait for the write lock: a merge holds it for a moment, another writer for longer."""


class BulkWriter(SegmentWriter):  # type: ignore[misc]
    """Writes a segment of documents that are analysed already."""

    def __init__(self, files: ArrayIndex) -> None:
        super().__init__(files, codec=ArrayCodec(), timeout=PATIENCE, delay=0.02)
        there = [*self.segments, self.newsegment]
        clean_files(
            self.storage, self.indexname, self.generation - 1, there
        )  # of commits that came to nothing
        self._files = files
        self.pool = Inversion()
        self.perdocwriter.texts.known = self._dictionary

    def _dictionary(self) -> Known | None:
        """What the texts of the largest segment have in common, if that was found out."""
        for one in sorted(self.segments, key=lambda segment: -segment.doc_count()):
            texts = SegmentFiles(Path(self.storage.folder), one.segment_id()).texts
            if texts.dictionaries:
                return next(iter(texts.dictionaries.values()))
        return None

    def add(self, document: Document) -> None:
        """Add a document."""
        self.perdocwriter.texts.add(to_stored(document.article))
        self.pool.add(document)
        self.docnum += 1
        self._added = True

    def cancel(self) -> None:
        """Leave the index as it was."""
        super().cancel()
        for ending in ENDINGS:
            (Path(self.storage.folder) / self.newsegment.make_filename(ending)).unlink(missing_ok=True)

    def _flush_segment(self) -> None:
        file = self.perdocwriter.end_texts()
        for name, lengths in self.pool.lengths():
            self.perdocwriter.put_lengths(name, lengths)
        for name, values in self.pool.columns():
            write_column(file, name, values)
        self.perdocwriter.close()
        self.fieldwriter.add_postings(self.schema, self.per_document_reader().files, self.pool)
        self.fieldwriter.close()

    def _commit_toc(self, segments: list[ArraySegment]) -> None:
        commit(self._files, segments, self.generation)
