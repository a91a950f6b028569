"""A writer that forgets what it is given: for a run that shows what would happen."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.document import Document
    from index.engine import Writer


@contextmanager
def forgetting() -> Iterator[Writer]:
    """A writer whose articles go nowhere."""
    yield _Forgetful()


class _Forgetful:
    def put(self, document: Document) -> None: ...

    def remove(self, article_id: str) -> None: ...
