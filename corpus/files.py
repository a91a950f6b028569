"""Which files a corpus has, in an order that is the same every time.

Folders are walked to their end. Hidden files and folders (with a leading dot) are not part of a corpus; every
other file that cannot be read is a Reject, so that nothing is left out in silence. A link is read under its own
name, unless what it leads to is read anyway; one that leads out of what was given is a Reject, since a corpus
is often someone else's and must not name files of this machine to be published.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from corpus.clean import printable
from corpus.formats import SUFFIXES, format_of, unsupported
from corpus.records import Reject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_LEADS_OUT = "this link leads out of the corpus"
_WAY_OUT = "to have it read, name its target as well"


class CorpusError(Exception):
    """There is no corpus where one was named; the message is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read: `path` is resolved, `name` is for people, relative to the parent of what was given.

    `folder` is the name of the sub-folder it lies in; None for a file directly in what was given. What does not
    last where it lies, such as a copy of standard input, is `known_as` something else.
    """

    path: Path
    name: str
    folder: str | None = None
    known_as: Path | None = None

    @property
    def key(self) -> Path:
        """What the file is known by from one run to the next."""
        return self.known_as or self.path

    @property
    def size(self) -> int:
        """Its bytes; 0 where it went away meanwhile, which reading it will report."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


def find_files(
    paths: Sequence[Path], skip: Path | None = None, *, may_be_empty: bool = False
) -> Iterator[SourceFile | Reject]:
    """The files under the given files and folders, sorted, each once; nothing inside `skip` is looked at.

    Raises CorpusError at once where a path does not exist, and at the end where there was nothing to read, unless
    that `may_be` so.
    """
    for path in paths:
        if not path.exists():
            raise CorpusError(f"there is no file or folder {path}; name one that holds news articles")
    walk = _Walk(_roots(paths), skip.resolve() if skip else None)
    return walk.items() if may_be_empty else _find(paths, walk)


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
    """The given paths, resolved, without those that lie in another; a link to a file keeps its own name."""
    unique = {path.resolve(): path for path in reversed(paths)}
    return [
        target if path.is_dir() else path.parent.resolve() / path.name
        for target, path in reversed(unique.items())
        if not any(target != other and target.is_relative_to(other) for other in unique)
    ]


def _find(paths: Sequence[Path], walk: _Walk) -> Iterator[SourceFile | Reject]:
    found = False
    for item in walk.items():
        found = found or isinstance(item, SourceFile)
        yield item
    if not found:
        named = ", ".join(str(path) for path in paths) or "no path"
        raise CorpusError(f"nothing to read in {named}; files of these kinds are read: {', '.join(SUFFIXES)}")


class _Walk:
    """One walk over all roots, which remembers what it came to through links."""

    def __init__(self, roots: list[Path], skip: Path | None) -> None:
        self._roots = roots
        self._skip = skip
        self._seen: set[Path] = set()

    def items(self) -> Iterator[SourceFile | Reject]:
        for root in self._roots:
            if self._is_skipped(root):
                continue
            if root.is_dir():
                yield from self._folder(root, root, root)
            else:
                yield _file(root, root)

    def _folder(self, folder: Path, real: Path, root: Path) -> Iterator[SourceFile | Reject]:
        """The files of a folder and, in their place among them, of its sub-folders; `real` is where it lies."""
        try:
            names = sorted(os.listdir(folder))  # noqa: PTH208 - names alone, and in millions
        except OSError as error:
            yield _reject(folder, root, "unreadable", f"the folder cannot be read: {error.strerror}")
            return
        for name in names:
            if not _is_hidden(name):
                yield from self._entry(folder / name, real / name, root)

    def _entry(self, path: Path, real: Path, root: Path) -> Iterator[SourceFile | Reject]:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except OSError as error:
            yield _unreadable(path, root, error)
            return
        real = path.resolve() if path.is_symlink() else real
        if self._is_skipped(real) or (real != path and self._is_found_elsewhere(real, is_folder=is_folder)):
            return
        if not any(real.is_relative_to(top) for top in self._roots):
            yield _reject(path, root, "link", f"{_LEADS_OUT}, to {_printable(str(real))}; {_WAY_OUT}")
        elif is_folder:
            yield from self._folder(path, real, root)
        else:
            yield _file(path, root)

    def _is_skipped(self, real: Path) -> bool:
        return self._skip is not None and real.is_relative_to(self._skip)

    def _is_found_elsewhere(self, real: Path, *, is_folder: bool) -> bool:
        """Whether the walk reads this in its own place, or has come to it through another link."""
        known = real in self._seen or any(_is_walked(real, top, is_folder=is_folder) for top in self._roots)
        self._seen.add(real)
        return known


def _is_walked(real: Path, root: Path, *, is_folder: bool) -> bool:
    """Whether a walk from this root comes to a file it reads, or a folder, without any link."""
    if not real.is_relative_to(root):
        return False
    hidden = any(map(_is_hidden, real.relative_to(root).parts))
    return not hidden and (is_folder or format_of(real.name) is not None)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def _file(path: Path, root: Path) -> SourceFile | Reject:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return _unreadable(path, root, error)
    if not stat.S_ISREG(mode):
        return _reject(path, root, "unreadable", "this is no ordinary file, and is left alone")
    if format_of(path.name) is None:
        return _reject(path, root, "unsupported", unsupported(path.name))
    if not os.access(path, os.R_OK):
        return _reject(path, root, "unreadable", "reading the file is not permitted")
    inside = root not in (path, path.parent)
    return SourceFile(path.resolve(), _name(path, root), _printable(path.parent.name) if inside else None)


def _unreadable(path: Path, root: Path, error: OSError) -> Reject:
    return _reject(path, root, "unreadable", f"the file cannot be read: {error.strerror}")


def _reject(path: Path, root: Path, kind: str, reason: str) -> Reject:
    return Reject(_name(path, root), None, kind, reason)


def _name(path: Path, root: Path) -> str:
    return _printable(path.relative_to(root.parent).as_posix())


def _printable(name: str) -> str:
    """A name that can be written anywhere: file systems hold bytes that are no characters."""
    return printable(os.fsencode(name).decode("utf-8", "replace"))
