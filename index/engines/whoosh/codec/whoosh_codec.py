"""Whoosh's `Codec` on arrays: the seam through which Whoosh writes and reads segments of ours.

Whoosh hands over postings one by one, and asks for them one by one; that is what makes it slow, and it is kept here so
that whatever Whoosh can do with an index it can do with ours: search it by its own matchers, walk its terms, merge it. The
engine goes past it at two places, with whole arrays: `FieldsWriter.add_postings` takes a source of whole fields, and the
files of a segment are read by the engine itself (`SegmentFiles`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whoosh.codec import base

from index.engines.whoosh.codec.reading import ArticlesReader, TermsReader
from index.engines.whoosh.codec.segment import ArraySegment
from index.engines.whoosh.codec.writing import ArticlesWriter, FieldsWriter


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads and writes segments of arrays in the folder of a FileStorage."""

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:  # noqa: ARG002 - Whoosh's own
        """A new segment, without articles yet."""
        return ArraySegment(self, indexname)

    def per_document_writer(self, storage: Any, segment: ArraySegment) -> ArticlesWriter:
        """A writer of what is known by article."""
        return ArticlesWriter(Path(storage.folder), segment)

    def field_writer(self, storage: Any, segment: ArraySegment) -> FieldsWriter:
        """A writer of what is known by term."""
        return FieldsWriter(Path(storage.folder), segment)

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArticlesReader:
        """A reader of what is known by article."""
        return ArticlesReader(Path(storage.folder), segment)

    def terms_reader(self, storage: Any, segment: ArraySegment) -> TermsReader:
        """A reader of what is known by term."""
        return TermsReader(Path(storage.folder), segment)
