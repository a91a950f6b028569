"""What has been read into an index, file by file: so that unchanged files are skipped and vanished ones noticed.

Changes are kept together until `commit`, which the build calls after the engine's own: nothing is in the
ledger that is not in the index. A run killed between the two leaves articles in the index that the ledger
does not know; which they are it noted before (`intend`), so the next run reads them again or takes them out.

Every reading of a file has a number. An article carries the number of the reading that gave it last: so it is
known what a file no longer gives, and what this run has seen, without holding a corpus of ids in memory.

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
from index.entry import FileEntry
from index.trouble import LEDGER, IndexLocked, sqlite_trouble
from index.unwoven import TABLE, Unwoven

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_TABLES = f"""
CREATE TABLE IF NOT EXISTS files (
    number INTEGER PRIMARY KEY, path BLOB UNIQUE, digest TEXT, reading INTEGER, columns TEXT, counts TEXT);
CREATE TABLE IF NOT EXISTS articles (
    file INTEGER, id TEXT, digest TEXT, reading INTEGER, PRIMARY KEY (file, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS articles_by_id ON articles (id);
CREATE TABLE IF NOT EXISTS rejects (file INTEGER, reject TEXT);
CREATE INDEX IF NOT EXISTS rejects_by_file ON rejects (file);
{TABLE}"""
_INTENDED = "writing.json"

POSTED, DELETED = Path("~wire/posted"), Path("~wire/deleted")
"""Articles that came, or were deleted, over HTTP. All paths, and standard input, sort before: these have the last word."""

NO_DIGEST = ""
"""Instead of the digest of a file that was read and is not known: no file has it, so the next whole run reads it."""


@contextmanager
def open_ledger(folder: Path, *, trial: bool = False) -> Iterator[Ledger]:
    """The ledger of the index in a folder, for one run; what is not committed at the end is forgotten.

    A `trial` works on a copy, and nothing of it is kept. Raises IndexLocked while another run has it,
    IndexDamaged, or IndexTrouble where it cannot be written.
    """
    try:
        with closing(_connected(folder / LEDGER, trial=trial)) as base:
            base.execute("BEGIN EXCLUSIVE")  # who has to wait must hold nothing that the one at work needs
            base.execute("PRAGMA locking_mode = EXCLUSIVE")
            base.executescript(_TABLES)
            base.execute("BEGIN IMMEDIATE")
            yield Ledger(base, folder / _INTENDED, trial=trial)
    except sqlite3.Error as error:
        raise sqlite_trouble(folder, error) from error


def _connected(path: Path, *, trial: bool) -> sqlite3.Connection:
    if not trial:
        return sqlite3.connect(path, timeout=0.2, isolation_level=None)
    copy = sqlite3.connect("", isolation_level=None)  # a file without a name, gone when it is closed
    if path.exists():
        with closing(sqlite3.connect(path, timeout=0.2)) as base:
            # This fails at once while a run has the ledger; a backup would wait for its end.
            base.execute("SELECT 1 FROM sqlite_master").fetchone()
            base.backup(copy)
    return copy


def is_sound(folder: Path) -> bool:
    """Whether the ledger can be read, as far as SQLite can tell; one that is being written is not looked into."""
    address = (folder / LEDGER).absolute().as_uri()
    try:
        with closing(sqlite3.connect(f"{address}?mode=rw", timeout=0.2, uri=True)) as base:
            tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master")}
            found = base.execute("PRAGMA integrity_check").fetchall()
            return tables >= {"files", "articles", "rejects"} and found == [("ok",)]
    except sqlite3.Error as error:
        return isinstance(sqlite_trouble(folder, error), IndexLocked)


class Ledger:
    """Files, the articles each gave, and what was refused in it."""

    def __init__(self, base: sqlite3.Connection, intended: Path, *, trial: bool = False) -> None:
        self._base = base
        self._intended = intended
        self._trial = trial
        self.unwoven = Unwoven(base)
        newest = "SELECT MAX(reading) FROM (SELECT reading FROM files UNION ALL SELECT reading FROM articles)"
        self._reading = self._before = int(base.execute(newest).fetchone()[0] or 0)

    def clear(self) -> None:
        """Forget everything, at once and for good."""
        for table in ("files", "articles", "rejects"):
            self._base.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        self.unwoven.clear()
        self.intend(())
        self.commit()

    def take_over(self, other: Ledger) -> None:
        """Know what another ledger knows, and nothing else."""
        self.clear()
        for table in ("files", "articles", "rejects", "unwoven"):
            rows = other._base.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own
            marks = ", ".join("?" * len(rows.description))
            self._base.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608

    def commit(self) -> None:
        """Keep all changes since the last commit."""
        self._base.execute("COMMIT")
        self._base.execute("BEGIN IMMEDIATE")

    def intend(self, ids: Iterable[str]) -> None:
        """Note at once which articles are about to be put into the index."""
        if self._trial:
            return
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

    def file(self, path: Path) -> FileEntry:
        """What is known of a file; nothing of one that was never read."""
        query = "SELECT digest, columns, counts FROM files WHERE path = ?"
        row = self._base.execute(query, (os.fsencode(path),)).fetchone()
        return FileEntry(row[0], _object(row[1]), _object(row[2])) if row else FileEntry()

    def begin(self, path: Path, columns: Mapping[str, str] | None = None) -> None:
        """Note that a reading of a file begins: its digest and rejects are forgotten, its articles are not."""
        self._reading += 1
        self._base.execute(
            "INSERT INTO files (path, reading, columns) VALUES (?1, ?2, ?3) "
            "ON CONFLICT (path) DO UPDATE SET digest = NULL, reading = ?2, columns = ?3",
            (os.fsencode(path), self._reading, json.dumps(dict(columns or {}))),
        )
        self._base.execute("DELETE FROM rejects WHERE file = ?", (self._number(path),))

    def finish(self, path: Path, digest: str, counts: Mapping[str, Any] | None = None) -> None:
        """Note that a file was read to its end."""
        row = (digest, json.dumps(counts or {}), os.fsencode(path))
        self._base.execute("UPDATE files SET digest = ?, counts = ? WHERE path = ?", row)

    def confirm(self, path: Path) -> int:
        """Note that a file was looked at and is unchanged. Returns how many articles it gave that were not seen yet."""
        query = """
            SELECT COUNT(*) FROM articles AS own WHERE own.file = ?1 AND NOT EXISTS (
                SELECT 1 FROM articles AS other JOIN files ON number = other.file
                WHERE other.id = own.id AND other.file != ?1
                AND (other.reading > ?2 OR (files.reading > ?2 AND files.digest IS NOT NULL)))"""
        new = int(self._base.execute(query, (self._number(path), self._before)).fetchone()[0])
        self._reading += 1
        self._base.execute("UPDATE files SET reading = ? WHERE path = ?", (self._reading, os.fsencode(path)))
        return new

    def articles(self, path: Path) -> dict[str, str]:
        """The ids of the articles that a file gave, each with the digest of the article."""
        query = "SELECT id, digest FROM articles WHERE file = ?"
        return dict(self._base.execute(query, (self._number(path),)))

    def known(self, path: Path, article_id: str) -> tuple[str | None, bool]:
        """The digest of an article as a file gave it, and whether it did so in its latest reading already."""
        query = (
            "SELECT articles.digest, articles.reading = files.reading FROM articles "
            "JOIN files ON number = file WHERE file = ? AND id = ?"
        )
        row = self._base.execute(query, (self._number(path), article_id)).fetchone()
        return (row[0], bool(row[1])) if row else (None, False)

    def seen(self, article_id: str) -> bool:
        """Whether a file gave this article in this run, or did before and is unchanged in it."""
        query = (
            "SELECT 1 FROM articles JOIN files ON number = file WHERE id = ?1 AND "
            "(articles.reading > ?2 OR (files.reading > ?2 AND files.digest IS NOT NULL)) LIMIT 1"
        )
        return self._base.execute(query, (article_id, self._before)).fetchone() is not None

    def claim(self, path: Path, article_id: str, digest: str) -> None:
        """Note that a file gave an article in its latest reading."""
        self._base.execute(
            "INSERT OR REPLACE INTO articles SELECT number, ?, ?, reading FROM files WHERE path = ?",
            (article_id, digest, os.fsencode(path)),
        )

    def givers(self, article_id: str) -> list[Path]:
        """The files that gave an article with this id."""
        query = "SELECT path FROM articles JOIN files ON number = file WHERE id = ?"
        return [Path(os.fsdecode(path)) for (path,) in self._base.execute(query, (article_id,))]

    def release(self, path: Path) -> list[str]:
        """Let go what a file did not give in its latest reading. Returns the ids that now no file gives.

        Another file that gave an article with the same id has to be read again: the index may hold the text
        of the one that let go.
        """
        number = self._number(path)
        query = (
            "SELECT id FROM articles JOIN files ON number = file "
            "WHERE file = ? AND articles.reading != files.reading"
        )
        orphans = []
        for (article_id,) in self._base.execute(query, (number,)).fetchall():
            self._base.execute("DELETE FROM articles WHERE file = ? AND id = ?", (number, article_id))
            if not self.doubt(article_id):
                orphans.append(article_id)
        return orphans

    def doubt(self, article_id: str) -> bool:
        """Note that the files that give this article have to be read again. Returns whether anything gives it.

        What came over HTTP cannot be read again, and is settled when the index is opened (see recovery).
        """
        givers = self.givers(article_id)
        for path in {*givers} - {POSTED, DELETED}:
            row = (self._number(path), article_id)
            self._base.execute("UPDATE files SET digest = NULL WHERE number = ?", row[:1])
            self._base.execute("UPDATE articles SET digest = '' WHERE file = ? AND id = ?", row)
        return bool(givers)

    def withdraw(self, path: Path, article_id: str) -> None:
        """Note that an article is no longer among what is known as this file."""
        row = (self._number(path), article_id)
        self._base.execute("DELETE FROM articles WHERE file = ? AND id = ?", row)

    def amount(self, path: Path) -> int:
        """How many articles a file gave."""
        query = "SELECT COUNT(*) FROM articles WHERE file = ?"
        return int(self._base.execute(query, (self._number(path),)).fetchone()[0])

    def forget(self, path: Path) -> list[str]:
        """Drop a file. Returns the ids of the articles that now no file gives."""
        self.begin(path)
        orphans = self.release(path)
        self._base.execute("DELETE FROM files WHERE path = ?", (os.fsencode(path),))
        return orphans

    def superseded(self) -> Iterator[tuple[Path, str, Path]]:
        """Each article that the index has in another file's words: (file, id, the file that is last by path)."""
        query = """
            WITH given AS (SELECT path, id FROM articles JOIN files ON number = file),
                 shared AS (SELECT id FROM articles GROUP BY id HAVING COUNT(*) > 1)
            SELECT one.path, one.id, MAX(other.path) FROM shared
            JOIN given AS one USING (id) JOIN given AS other USING (id)
            WHERE other.path > one.path GROUP BY one.path, one.id"""
        for path, article_id, other in self._base.execute(query):
            yield Path(os.fsdecode(path)), article_id, Path(os.fsdecode(other))

    def paths(self) -> list[Path]:
        """Every file that was read, or begun."""
        return [
            Path(os.fsdecode(path)) for (path,) in self._base.execute("SELECT path FROM files ORDER BY path")
        ]

    def counts(self) -> Iterator[dict[str, Any]]:
        """What was found in each file."""
        for (text,) in self._base.execute("SELECT counts FROM files ORDER BY path"):
            yield _object(text)

    def refuse(self, path: Path, reject: Reject) -> None:
        """Note what was refused in a file."""
        told = json.dumps(asdict(reject))
        self._base.execute("INSERT INTO rejects VALUES (?, ?)", (self._number(path), told))

    def rejects(self) -> Iterator[Reject]:
        """Everything that was refused in any file."""
        query = "SELECT reject FROM rejects JOIN files ON number = file ORDER BY path, rejects.rowid"
        with closing(self._base.execute(query)) as rows:
            for (text,) in rows:
                yield Reject(**_object(text))

    def _number(self, path: Path) -> int:
        row = self._base.execute("SELECT number FROM files WHERE path = ?", (os.fsencode(path),)).fetchone()
        return int(row[0]) if row else -1


def _object(text: str | None) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(text or "{}")
    except ValueError as error:
        raise sqlite3.DatabaseError(f"a row is not what was written: {error}") from None
    return found
