"""The table of contents of a Whoosh folder: which commit is the last, and which files it needs.

Every commit writes a new table and takes the old one away, which can happen between any two looks of a reader
in another process; so each look is tried again for a moment before it is believed to have failed.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, FileIndex

from index.engines.whoosh.schema import whoosh_schema
from index.engines.whoosh.seal import broken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

_CONTENTS = re.compile(r"_MAIN_(\d+)\.toc")

Commit = tuple[str, int, int]
"""A commit, by its table: name, inode and time of writing. In a folder made anew the names begin again."""


def open_files(folder: Path) -> Any:
    """The Whoosh index in a folder."""
    return _patiently(lambda: FileIndex(FileStorage(str(folder)), schema=whoosh_schema()))


def last_commit(folder: Path) -> Commit:
    """The last finished commit."""
    return _patiently(lambda: _last_commit(folder))


def open_reader(folder: Path, files: Any) -> tuple[Commit, Any]:
    """A Whoosh reader, and the commit it reads."""
    while True:
        commit = last_commit(folder)
        with suppress(EmptyIndexError):  # Whoosh is patient itself, but for a table that is gone already
            reader = files.reader()
            if commit == last_commit(folder):
                return commit, reader
            reader.close()


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
    return broken(folder, [contents, *(f"{segment}.seg" for segment in segments)])


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
