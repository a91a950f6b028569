"""What has been read into an index, file by file: so that unchanged files are skipped and vanished ones noticed.

Changes are kept together until `commit`, which the build calls after the engine's own: nothing is in the
ledger that is not in the index. A run killed between the two leaves articles in the index that the ledger
does not know; which they are it noted before (`intend`), so the next run reads them again or takes them out.

While a ledger is open nobody else can open it, and that ends with the process however it ends; it is the
lock of a whole build. Paths are those of files on disk, resolved, held as the bytes the file system gives.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import Reject
from index.trouble import IndexDamaged, IndexLocked, IndexTrouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LEDGER = "ledger.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS files (path BLOB PRIMARY KEY, digest TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
    path BLOB, id TEXT, digest TEXT, PRIMARY KEY (path, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS articles_by_id ON articles (id);
CREATE TABLE IF NOT EXISTS rejects (path BLOB, reject TEXT);
CREATE INDEX IF NOT EXISTS rejects_by_path ON rejects (path);
"""
_INTENDED = "writing.json"
_OUTSIDE = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
"""What can keep SQLite from writing that is no fault of the file."""


@contextmanager
def open_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of the index in a folder, for one run; what is not committed at the end is forgotten.

    Raises IndexLocked while another run has it, IndexDamaged, or IndexTrouble where it cannot be written.
    """
    try:
        with closing(sqlite3.connect(folder / LEDGER, timeout=0.2, isolation_level=None)) as base:
            base.execute("PRAGMA locking_mode = EXCLUSIVE")
            base.executescript(_TABLES)
            base.execute("BEGIN IMMEDIATE")
            yield Ledger(base, folder / _INTENDED)
    except sqlite3.Error as error:
        raise _trouble(folder, error) from error


def is_sound(folder: Path) -> bool:
    """Whether the ledger can be read, as far as SQLite can tell; one that is being written is not looked into."""
    address = (folder / LEDGER).absolute().as_uri()
    try:
        with closing(sqlite3.connect(f"{address}?mode=rw", timeout=0.2, uri=True)) as base:
            tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master")}
            found = base.execute("PRAGMA integrity_check").fetchall()
            return tables >= {"files", "articles", "rejects"} and found == [("ok",)]
    except sqlite3.Error as error:
        return isinstance(_trouble(folder, error), IndexLocked)


class Ledger:
    """Files, the articles each gave, and what was refused in it."""

    def __init__(self, base: sqlite3.Connection, intended: Path) -> None:
        self._base = base
        self._intended = intended

    def clear(self) -> None:
        """Forget everything, at once and for good."""
        for table in ("files", "articles", "rejects"):
            self._base.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        self.intend(())
        self.commit()

    def commit(self) -> None:
        """Keep all changes since the last commit."""
        self._base.execute("COMMIT")
        self._base.execute("BEGIN IMMEDIATE")

    def intend(self, ids: Iterable[str]) -> None:
        """Note at once which articles are about to be put into the index."""
        fresh = self._intended.with_suffix(".new")
        fresh.write_text(json.dumps(sorted(ids)), encoding="utf-8")
        fresh.replace(self._intended)

    def intended(self) -> set[str]:
        """The articles that were last intended, and may be in the index without being in the ledger."""
        try:
            ids = json.loads(self._intended.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # there was no run before, or nothing that can be known of it
            return set()
        return {text for text in ids if isinstance(text, str)} if isinstance(ids, list) else set()

    def digest(self, path: Path) -> str | None:
        """The digest of a file that was read to its end; None for one that has to be read."""
        row = self._base.execute("SELECT digest FROM files WHERE path = ?", (os.fsencode(path),)).fetchone()
        return row[0] if row else None

    def finish(self, path: Path, digest: str) -> None:
        """Note that a file was read to its end."""
        self._base.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (os.fsencode(path), digest))

    def begin(self, path: Path) -> None:
        """Note that a file is being read: its digest and rejects are forgotten, its articles are not."""
        self._base.execute("INSERT OR REPLACE INTO files VALUES (?, NULL)", (os.fsencode(path),))
        self._base.execute("DELETE FROM rejects WHERE path = ?", (os.fsencode(path),))

    def articles(self, path: Path) -> dict[str, str]:
        """The ids of the articles that a file gave, each with the digest of the article."""
        return dict(
            self._base.execute("SELECT id, digest FROM articles WHERE path = ?", (os.fsencode(path),))
        )

    def claim(self, path: Path, article_id: str, digest: str) -> None:
        """Note that a file gave an article."""
        self._base.execute(
            "INSERT OR REPLACE INTO articles VALUES (?, ?, ?)", (os.fsencode(path), article_id, digest)
        )

    def givers(self, article_id: str) -> list[Path]:
        """The files that gave an article with this id."""
        rows = self._base.execute("SELECT path FROM articles WHERE id = ?", (article_id,))
        return [Path(os.fsdecode(path)) for (path,) in rows]

    def release(self, path: Path, ids: Iterable[str]) -> list[str]:
        """Note that a file no longer gives these articles. Returns the ids that now no file gives.

        Another file that gave an article with the same id has to be read again: the index may hold the text
        of the one that let go.
        """
        orphans = []
        for article_id in ids:
            key = (os.fsencode(path), article_id)
            self._base.execute("DELETE FROM articles WHERE path = ? AND id = ?", key)
            if not self.doubt(article_id):
                orphans.append(article_id)
        return orphans

    def doubt(self, article_id: str) -> bool:
        """Note that the files that give this article have to be read again. Returns whether there are any."""
        self._base.execute("UPDATE articles SET digest = '' WHERE id = ?", (article_id,))
        files = "SELECT path FROM articles WHERE id = ?"
        found = self._base.execute(f"UPDATE files SET digest = NULL WHERE path IN ({files})", (article_id,))  # noqa: S608 - our own words
        return found.rowcount > 0

    def forget(self, path: Path) -> list[str]:
        """Drop a file. Returns the ids of the articles that now no file gives."""
        orphans = self.release(path, list(self.articles(path)))
        self._base.execute("DELETE FROM rejects WHERE path = ?", (os.fsencode(path),))
        self._base.execute("DELETE FROM files WHERE path = ?", (os.fsencode(path),))
        return orphans

    def superseded(self) -> Iterator[tuple[Path, str, Path]]:
        """Each article that the index has in another file's words: (file, id, the file that is last by path)."""
        query = """
            SELECT one.path, one.id, MAX(other.path) FROM articles AS one JOIN articles AS other USING (id)
            WHERE other.path > one.path GROUP BY one.path, one.id"""
        for path, article_id, other in self._base.execute(query):
            yield Path(os.fsdecode(path)), article_id, Path(os.fsdecode(other))

    def paths(self) -> list[Path]:
        """Every file that was read, or begun."""
        rows = self._base.execute("SELECT path FROM files ORDER BY path")
        return [Path(os.fsdecode(path)) for (path,) in rows]

    def refuse(self, path: Path, reject: Reject) -> None:
        """Note what was refused in a file."""
        self._base.execute(
            "INSERT INTO rejects VALUES (?, ?)", (os.fsencode(path), json.dumps(asdict(reject)))
        )

    def rejects(self) -> Iterator[Reject]:
        """Everything that was refused in any file."""
        with closing(self._base.execute("SELECT reject FROM rejects ORDER BY path, rowid")) as rows:
            for (text,) in rows:
                yield Reject(**_object(text))


def _object(text: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise sqlite3.DatabaseError(f"a row is not what was written: {error}") from None
    return found


def _trouble(folder: Path, error: sqlite3.Error) -> IndexTrouble:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return IndexLocked(f"another run is writing to the index at {folder}; wait for it, or stop it")
    if code in _OUTSIDE:
        return IndexTrouble(
            f"the index at {folder} cannot be written ({error}); what was committed is kept, and the same command "
            f"goes on from there"
        )
    return IndexDamaged(
        f"{folder / LEDGER} is damaged ({error}); delete {folder} and make it again with: python app.py index PATH"
    )
