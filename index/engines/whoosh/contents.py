"""The table of contents of a Whoosh folder: which commit is the last, and which segments it has.

How tables are named, numbered and replaced is Whoosh's; what is in them is JSON, where Whoosh has a pickle, which
runs what it holds when it is read. Every commit writes a new table and takes the old one away, which can happen between
any two looks of a reader in another process; so each look is tried again for a moment before it is believed to have
failed.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from pathlib import Path
from time import sleep, time_ns
from typing import TYPE_CHECKING, Any, TypeVar

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError, FileIndex, clean_files

from index.engines.whoosh.codec import ENDINGS, ArrayCodec, ArraySegment
from index.engines.whoosh.schema import whoosh_schema
from index.engines.whoosh.seal import broken, seal

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_CONTENTS = re.compile(r"_MAIN_(\d+)\.toc")

_LONG_PAST = 2_000_000_000
"""Nanoseconds: far more than the steps in which a file system counts."""

Commit = tuple[str, int, int]
"""A commit, by its table: name, inode and time of writing. In a folder made anew the names begin again."""


class Contents(TOC):  # type: ignore[misc]
    """A table of contents: the segments of one commit, with what is deleted of them."""

    @classmethod
    def read(cls, storage: Any, indexname: str, gen: int | None = None, schema: Any = None) -> Contents:
        """The table of a generation, or the newest one. Raises EmptyIndexError where there is none."""
        gen = cls._latest_generation(storage, indexname) if gen is None else gen
        if gen < 0:
            raise EmptyIndexError(f"there is no table of contents in {storage.folder}")
        path = Path(storage.folder) / cls._filename(indexname, gen)
        kept = json.loads(path.read_text(encoding="ascii"))
        codec = ArrayCodec()
        segments = [ArraySegment.from_dict(codec, indexname, one) for one in kept["segments"]]
        return cls(schema, segments, gen)

    def write(self, storage: Any, indexname: str) -> None:
        """Write the table, whole or not at all; the disk has it when this ends."""
        path = Path(storage.folder) / self._filename(indexname, self.generation)
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="ascii") as file:
            json.dump({"segments": [segment.as_dict() for segment in self.segments]}, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


class ArrayIndex(FileIndex):  # type: ignore[misc]
    """A Whoosh index whose tables are `Contents`. Raises EmptyIndexError where there is none."""

    def __init__(self, storage: Any, schema: Any, indexname: str = "MAIN") -> None:
        self.storage, self._schema, self.indexname = storage, schema, indexname
        self._read_toc()

    @classmethod
    def create(cls, storage: Any, schema: Any, indexname: str = "MAIN") -> ArrayIndex:
        """An empty index."""
        Contents.create(storage, schema, indexname)
        return cls(storage, schema, indexname)

    def latest_generation(self) -> int:
        """The number of the newest table."""
        return int(Contents._latest_generation(self.storage, self.indexname))  # noqa: SLF001 - nothing public tells

    def _read_toc(self) -> Contents:
        return Contents.read(self.storage, self.indexname, schema=self._schema)


def open_files(folder: Path) -> ArrayIndex:
    """The Whoosh index in a folder."""
    return _patiently(lambda: ArrayIndex(FileStorage(str(folder)), whoosh_schema()))


def create_files(folder: Path) -> ArrayIndex:
    """A new and empty one."""
    return ArrayIndex.create(FileStorage(str(folder)), whoosh_schema())


def last_commit(folder: Path) -> Commit:
    """The last finished commit."""
    return _patiently(lambda: _last_commit(folder))


class Watch:
    """Tells the last finished commit without reading the folder each time: the time of its last change says enough.

    Such a time moves in steps, so it is believed only when it was long past at the look that it stands for.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[tuple[int, int] | None, Commit | None] = (None, None)

    def last_commit(self) -> Commit:
        """The last finished commit."""
        try:
            status = os.stat(self._folder)  # noqa: PTH116 - half the time of a Path's
        except OSError:
            return last_commit(self._folder)
        now, (then, commit) = (status.st_ino, status.st_mtime_ns), self._seen
        if now != then or commit is None:
            commit = last_commit(self._folder)
            self._seen = (now if time_ns() - status.st_mtime_ns > _LONG_PAST else None, commit)
        return commit


def read_commit(folder: Path, files: ArrayIndex, use: Callable[[list[ArraySegment]], T]) -> tuple[Commit, T]:
    """The last finished commit, and what is made of its segments; made again where another one came meanwhile."""

    def look() -> tuple[Commit, T]:
        while True:
            commit = last_commit(folder)
            made = use(files._segments())  # noqa: SLF001 - nothing public tells
            if commit == last_commit(folder):
                return commit, made

    return _patiently(look)


def commit(files: ArrayIndex, segments: list[ArraySegment], generation: int) -> None:
    """Make these segments the last commit; under the write lock. The disk has it all when this ends."""
    folder = Path(files.storage.folder)
    seal(folder)  # no table may name what the disk has not
    Contents(None, segments, generation).write(files.storage, files.indexname)
    clean_files(files.storage, files.indexname, generation, segments)
    seal(folder)


def folder_size(folder: Path) -> int:
    """The bytes of all files there; a merge may take some away meanwhile."""
    total = 0
    for entry in os.scandir(folder):
        with suppress(FileNotFoundError):
            total += entry.stat().st_size
    return total


def damaged_files(folder: Path) -> list[str]:
    """The files of the last commit that are gone, or not what was written; reads all of them."""
    while True:
        contents = _name(folder)
        wrong = _damaged_files(folder, contents)
        if not wrong or contents == _name(folder):
            return wrong


def _damaged_files(folder: Path, contents: str) -> list[str]:
    try:
        segments = [segment.segment_id() for segment in open_files(folder)._segments()]  # noqa: SLF001 - nothing public tells
    except Exception:  # noqa: BLE001 - a broken table can raise anything
        return [contents or "its table of contents"]
    names = [f"{segment}{ending}" for segment in segments for ending in ENDINGS]
    return broken(folder, [contents, *names])


def _last_commit(folder: Path) -> Commit:
    name = _name(folder)
    if not name:
        raise EmptyIndexError(f"there is no table of contents in {folder}")
    status = (folder / name).stat()
    return name, status.st_ino, status.st_mtime_ns


def _name(folder: Path) -> str:
    """The newest table of contents; "" where there is none."""
    names = [name for name in os.listdir(folder) if _CONTENTS.fullmatch(name)]  # noqa: PTH208 - names alone
    return max(names, key=lambda name: int(name[6:-4]), default="")


def _patiently(look: Callable[[], T]) -> T:
    for _ in range(9):
        try:
            return look()
        except (OSError, EmptyIndexError):
            sleep(0.02)
    return look()
