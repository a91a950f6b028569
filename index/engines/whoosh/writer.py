"""Writes to a Whoosh index: changes are collected, and committed together when the writer's context ends."""

from __future__ import annotations

from collections import defaultdict
from math import log2
from typing import TYPE_CHECKING, Any

from whoosh.index import LockError
from whoosh.reading import SegmentReader

from index.document import SCHEMA, Kind, keywords
from index.engines.whoosh.bulk import BulkWriter
from index.engines.whoosh.schema import words_field
from index.engines.whoosh.stored import to_text
from index.trouble import IndexLocked

if TYPE_CHECKING:
    from index.document import Document

TIER = 3.0
"""Segments of one power of eight in size are a tier, and so are merged at most once a tier: log8 N times."""
MERGED_AT = 8
"""How many segments of one tier are let stand before they become one."""


class WhooshWriter:
    """Collects documents and removals; `commit` applies them all, `cancel` none."""

    def __init__(self, files: Any) -> None:
        try:
            self._writer = BulkWriter(files)
        except LockError:
            raise IndexLocked(
                f"another program is writing to the index in {files.storage.folder}; wait for it, or stop it"
            ) from None
        self._reader = files.reader()
        self._documents: dict[str, Document] = {}
        self._removed: set[str] = set()

    def put(self, document: Document) -> None:
        """Add an article; one with the same id is replaced."""
        self._documents[document.article.id] = document

    def remove(self, article_id: str) -> None:
        """Remove an article, wherever it came from."""
        self._documents.pop(article_id, None)
        self._removed.add(article_id)

    def commit(self) -> None:
        """Apply all changes together."""
        for article_id in self._removed | self._documents.keys():
            self._delete(article_id)
        for document in self._documents.values():
            self._writer.add_document(**_values(document))
        self._reader.close()
        self._writer.commit(mergetype=merge_full_tiers)

    def cancel(self) -> None:
        """Leave the index as it was."""
        self._reader.close()
        self._writer.cancel()

    def _delete(self, article_id: str) -> None:
        if ("id", article_id) in self._reader:
            for doc in self._reader.postings("id", article_id).all_ids():
                self._writer.delete_document(doc)


def _values(document: Document) -> dict[str, object]:
    values: dict[str, object] = {"article": to_text(document.article)}
    for name, kind in SCHEMA.items():
        if kind is Kind.TEXT:
            values[name], values[words_field(name)] = document.text[name].both()
        else:
            values[name] = keywords(document.article, name)
    return values


def merge_full_tiers(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's seam for a merge policy: merge the segments of every tier that is full, keep the others.

    Whoosh's default merges by a Fibonacci rule that leaves hundreds of small segments standing after many
    small commits. A segment in which most articles are deleted counts by those that are left.
    """
    tiers: dict[int, list[Any]] = defaultdict(list)
    for segment in segments:
        tiers[int(log2(segment.doc_count() + 1) / TIER)].append(segment)
    kept: list[Any] = []
    for tier in tiers.values():
        if len(tier) < MERGED_AT:
            kept += tier
            continue
        for segment in tier:
            writer.add_reader(SegmentReader(writer.storage, writer.schema, segment))
    return kept
