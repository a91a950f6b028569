"""Articles that came, changed or went since stories were last woven: a table of the ledger, and kept with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

TABLE = "CREATE TABLE IF NOT EXISTS unwoven (id TEXT PRIMARY KEY) WITHOUT ROWID;"


class Unwoven:
    """The ids of such articles. Changes are kept with the ledger's next commit."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def __len__(self) -> int:
        return int(self._base.execute("SELECT COUNT(*) FROM unwoven").fetchone()[0])

    def add(self, ids: Iterable[str]) -> None:
        """Note articles that were put into the index, or taken out of it."""
        self._base.executemany("INSERT OR IGNORE INTO unwoven VALUES (?)", ((one,) for one in ids))

    def ids(self) -> list[str]:
        """All of them, in order."""
        return [one for (one,) in self._base.execute("SELECT id FROM unwoven ORDER BY id")]

    def done(self, ids: Iterable[str]) -> None:
        """Note articles that have been woven in."""
        self._base.executemany("DELETE FROM unwoven WHERE id = ?", ((one,) for one in ids))

    def clear(self) -> None:
        """Forget all."""
        self._base.execute("DELETE FROM unwoven")
