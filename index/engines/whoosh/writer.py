"""Writes to a Whoosh index: changes are collected, and committed together when the writer's context ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoosh.index import LockError

from index.engines.whoosh.bulk import BulkWriter
from index.trouble import IndexLocked

if TYPE_CHECKING:
    from index.document import Document
    from index.engines.whoosh.contents import ArrayIndex
    from index.engines.whoosh.snapshot import Snapshot


class WhooshWriter:
    """Collects documents and removals; `commit` applies them all, `cancel` none."""

    def __init__(self, files: ArrayIndex) -> None:
        try:
            self._writer = BulkWriter(files)
        except LockError:
            raise IndexLocked(
                f"another program is writing to the index in {files.storage.folder}; wait for it, or stop it"
            ) from None
        self._documents: dict[str, Document] = {}
        self._removed: set[str] = set()

    def put(self, document: Document) -> None:
        """Add an article; one with the same id is replaced."""
        self._documents[document.article.id] = document

    def remove(self, article_id: str) -> None:
        """Remove an article, wherever it came from."""
        self._documents.pop(article_id, None)
        self._removed.add(article_id)

    def commit(self, snapshot: Snapshot) -> None:
        """Apply all changes together, to the commit that a snapshot reads."""
        for doc in snapshot.with_ids(self._removed | self._documents.keys()):
            self._writer.delete_document(doc)
        while self._documents:
            self._writer.add(self._documents.pop(next(iter(self._documents))))
        self._writer.commit(merge=False)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to commit."""
        return not self._documents and not self._removed

    def cancel(self) -> None:
        """Leave the index as it was."""
        self._writer.cancel()
