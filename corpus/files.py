"""Which files a corpus has, in an order that is the same every time.

Folders are walked to their end. Hidden files and folders (with a leading dot) are not part of a corpus; every
other file that cannot be read is a Reject, so that nothing is left out in silence.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from corpus import archives
from corpus.readers import READERS
from corpus.records import Reject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SUFFIXES = (*READERS, *archives.SUFFIXES)
"""The suffixes of the files that are read."""


class CorpusError(Exception):
    """There is no corpus where one was named; the message is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read: `path` is resolved, `name` is for people, relative to the parent of what was given.

    `folder` is the name of the sub-folder it lies in; None for a file directly in what was given.
    """

    path: Path
    name: str
    folder: str | None = None


def find_files(paths: Sequence[Path]) -> Iterator[SourceFile | Reject]:
    """The files under the given files and folders, sorted, each once.

    Raises CorpusError at once where a path does not exist, and at the end where there was nothing to read.
    """
    for path in paths:
        if not path.exists():
            raise CorpusError(f"there is no file or folder {path}; name one that holds news articles")
    return _find(paths, _roots(paths))


def digest(file: SourceFile) -> str:
    """The hex digest of a file's bytes; empty for a file that cannot be read, which `read` will report."""
    sum_of = blake2b(digest_size=16)
    try:
        with file.path.open("rb") as stream:
            while block := stream.read(1 << 20):
                sum_of.update(block)
    except OSError:
        return ""
    return sum_of.hexdigest()


def _roots(paths: Sequence[Path]) -> list[Path]:
    """The given paths, resolved, without those that lie in another."""
    unique = list(dict.fromkeys(path.resolve() for path in paths))
    return [
        path for path in unique if not any(path != other and path.is_relative_to(other) for other in unique)
    ]


def _find(paths: Sequence[Path], roots: list[Path]) -> Iterator[SourceFile | Reject]:
    found = False
    for root in roots:
        for item in _walk(root, root, set()) if root.is_dir() else [_file(root, root)]:
            found = found or isinstance(item, SourceFile)
            yield item
    if not found:
        named = ", ".join(str(path) for path in paths) or "no path"
        raise CorpusError(f"nothing to read in {named}; files of these kinds are read: {', '.join(SUFFIXES)}")


def _walk(folder: Path, root: Path, seen: set[tuple[int, int]]) -> Iterator[SourceFile | Reject]:
    """The files of a folder and, in their place among them, of its sub-folders."""
    try:
        status = folder.stat()
        names = sorted(os.listdir(folder))  # noqa: PTH208 - names alone, and in millions
    except OSError as error:
        yield _reject(folder, root, "unreadable", f"the folder cannot be read: {error.strerror}")
        return
    if (status.st_dev, status.st_ino) in seen:
        return  # a link that leads back
    seen.add((status.st_dev, status.st_ino))
    for path in (folder / name for name in names if not name.startswith(".") and name != "__pycache__"):
        if path.is_dir():
            yield from _walk(path, root, seen)
        elif not _is_found_elsewhere(path, root):
            yield _file(path, root)


def _is_found_elsewhere(path: Path, root: Path) -> bool:
    """Whether this is a link to a file of the same corpus."""
    return path.is_symlink() and path.exists() and path.resolve().is_relative_to(root)


def _file(path: Path, root: Path) -> SourceFile | Reject:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return _reject(path, root, "unreadable", f"the file cannot be read: {error.strerror}")
    if not stat.S_ISREG(mode):
        return _reject(path, root, "unreadable", "this is no ordinary file, and is left alone")
    if not path.name.lower().endswith(SUFFIXES):
        reason = f"files ending in {path.suffix!r} are not read; those that are: {', '.join(SUFFIXES)}"
        return _reject(path, root, "unsupported", reason)
    if not os.access(path, os.R_OK):
        return _reject(path, root, "unreadable", "reading the file is not permitted")
    inside = root not in (path, path.parent)
    return SourceFile(path.resolve(), _name(path, root), _printable(path.parent.name) if inside else None)


def _reject(path: Path, root: Path, kind: str, reason: str) -> Reject:
    return Reject(_name(path, root), None, kind, reason)


def _name(path: Path, root: Path) -> str:
    return _printable(path.relative_to(root.parent).as_posix())


def _printable(name: str) -> str:
    """A name that can be written anywhere: file systems hold bytes that are no characters."""
    return os.fsencode(name).decode("utf-8", "replace")
