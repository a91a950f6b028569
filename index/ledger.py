"""What has been read into an index, file by file: so that unchanged files are skipped and vanished ones noticed.

Changes are kept together until `commit`, which the build calls after the engine's own. A run killed between
the two reads that batch again and replaces the same articles: nothing is in the ledger that is not in the
index. While a ledger is open nobody else can open it, and that ends with the process however it ends; it is
the lock of a whole build. Paths are those of files on disk, resolved.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING

from corpus import Reject
from index.trouble import IndexDamaged, IndexLocked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LEDGER = "ledger.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
    path TEXT, id TEXT, digest TEXT, PRIMARY KEY (path, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS articles_by_id ON articles (id);
CREATE TABLE IF NOT EXISTS rejects (path TEXT, reject TEXT);
CREATE INDEX IF NOT EXISTS rejects_by_path ON rejects (path);
"""


class Ledger:
    """Files, the articles each gave, and what was refused in it. Raises IndexLocked or IndexDamaged."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / LEDGER, timeout=0.2, isolation_level=None)
        try:
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._base.executescript(_TABLES)
            self._base.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            self._base.close()
            raise IndexLocked(
                f"another run is writing to the index at {folder} ({error}); wait for it, or stop it"
            ) from None
        except sqlite3.DatabaseError as error:
            self._base.close()
            raise IndexDamaged(
                f"{folder / LEDGER} is damaged ({error}); delete {folder} and make it again with: python app.py index PATH"
            ) from None

    def commit(self) -> None:
        """Keep all changes since the last commit."""
        self._base.execute("COMMIT")
        self._base.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Forget what was not committed, and let others in."""
        self._base.execute("ROLLBACK")
        self._base.close()

    def digest(self, path: str) -> str | None:
        """The digest of a file that was read to its end; None for one that has to be read."""
        row = self._base.execute("SELECT digest FROM files WHERE path = ?", (path,)).fetchone()
        return row[0] if row else None

    def finish(self, path: str, digest: str) -> None:
        """Note that a file was read to its end."""
        self._base.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (path, digest))

    def begin(self, path: str) -> None:
        """Note that a file is being read: its digest and rejects are forgotten, its articles are not."""
        self._base.execute("INSERT OR REPLACE INTO files VALUES (?, NULL)", (path,))
        self._base.execute("DELETE FROM rejects WHERE path = ?", (path,))

    def articles(self, path: str) -> dict[str, str]:
        """The ids of the articles that a file gave, each with the digest of the article."""
        return dict(self._base.execute("SELECT id, digest FROM articles WHERE path = ?", (path,)))

    def claim(self, path: str, article_id: str, digest: str) -> None:
        """Note that a file gave an article."""
        self._base.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?)", (path, article_id, digest))

    def knows(self, article_id: str) -> bool:
        """Whether any file gave an article with this id."""
        return self._base.execute("SELECT 1 FROM articles WHERE id = ?", (article_id,)).fetchone() is not None

    def release(self, path: str, ids: Iterable[str]) -> list[str]:
        """Note that a file no longer gives these articles. Returns the ids that now no file gives.

        Another file that gave an article with the same id has to be read again: the index may hold the text
        of the one that let go.
        """
        orphans = []
        for article_id in ids:
            self._base.execute("DELETE FROM articles WHERE path = ? AND id = ?", (path, article_id))
            others = self._base.execute("SELECT path FROM articles WHERE id = ?", (article_id,)).fetchall()
            self._base.executemany("UPDATE files SET digest = NULL WHERE path = ?", others)
            self._base.execute("UPDATE articles SET digest = '' WHERE id = ?", (article_id,))
            if not others:
                orphans.append(article_id)
        return orphans

    def forget(self, path: str) -> list[str]:
        """Drop a file. Returns the ids of the articles that now no file gives."""
        orphans = self.release(path, list(self.articles(path)))
        self._base.execute("DELETE FROM rejects WHERE path = ?", (path,))
        self._base.execute("DELETE FROM files WHERE path = ?", (path,))
        return orphans

    def paths(self) -> list[str]:
        """Every file that was read, or begun."""
        return [path for (path,) in self._base.execute("SELECT path FROM files ORDER BY path")]

    def refuse(self, path: str, reject: Reject) -> None:
        """Note what was refused in a file."""
        text = json.dumps(asdict(reject), ensure_ascii=False)
        self._base.execute("INSERT INTO rejects VALUES (?, ?)", (path, text))

    def rejects(self) -> Iterator[Reject]:
        """Everything that was refused in any file."""
        with closing(self._base.execute("SELECT reject FROM rejects ORDER BY path, rowid")) as rows:
            for (text,) in rows:
                yield Reject(**json.loads(text))
