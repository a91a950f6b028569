"""A file of named arrays: written one after the other, read where they lie.

    MAGIC  array  array ...  directory  where the directory is, and its checksum

Each array begins at a multiple of eight bytes; the directory is JSON, a line of it for each array: name, type, offset
and length. Reading maps the file into memory, so that opening costs what the directory costs, and the operating system
keeps what is asked for often. What the arrays mean is the business of those who write them. Numbers are little-endian.
"""

from __future__ import annotations

import json
import mmap
import struct
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import numpy.typing as npt

    Array = npt.NDArray[Any]

MAGIC = b"arrays 1"
_ALIGNED = 8
_TAIL = struct.Struct("<QII")  # offset, length and checksum of the directory


class NotAnArrayFile(ValueError):  # noqa: N818 - what it is
    """The file is no file of arrays, or not all of one."""


class ArrayFile:
    """The arrays of a file, by name. Raises NotAnArrayFile for any other file, or a part of one."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self.buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._directory = _directory(self.buffer, path.name)

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def __getitem__(self, name: str) -> Array:
        kind, offset, length = self._directory[name]
        return np.frombuffer(self.buffer, np.dtype(kind), length, offset)

    def get(self, name: str) -> Array | None:
        """The array of a name; None where there is none."""
        return self[name] if name in self._directory else None

    def offset(self, name: str) -> int:
        """Where in `buffer` an array begins, in bytes."""
        return self._directory[name][1]

    def let_go(self) -> None:
        """Give back the memory of what was read: a long walk through a file would otherwise count as all of it."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self.buffer.madvise(mmap.MADV_DONTNEED)

    def names(self) -> Iterable[str]:
        """The names of the arrays, as they were written."""
        return self._directory


class ArrayWriter:
    """Writes a file of arrays. It is whole only when it was closed."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._file.write(MAGIC)
        self._directory: dict[str, tuple[str, int, int]] = {}
        self._open: tuple[str, np.dtype[Any], int] | None = None
        self.is_closed = False

    def put(self, name: str, array: Array) -> None:
        """Write an array."""
        self.begin(name, array.dtype)
        self.extend(array)
        self.end()

    def begin(self, name: str, dtype: Any) -> None:
        """Begin an array that comes in pieces; nothing else is written until its end."""
        self._file.write(bytes(-self._file.tell() % _ALIGNED))
        self._open = (name, np.dtype(dtype).newbyteorder("<"), self._file.tell())

    def extend(self, piece: Array) -> None:
        """Write a piece of the array that was begun."""
        assert self._open is not None  # noqa: S101 - a slip of ours
        self._file.write(np.ascontiguousarray(piece, self._open[1]).data)

    def end(self) -> None:
        """End the array that was begun."""
        assert self._open is not None  # noqa: S101 - a slip of ours
        name, dtype, offset = self._open
        self._directory[name] = (dtype.str, offset, (self._file.tell() - offset) // dtype.itemsize)
        self._open = None

    def close(self) -> None:
        """Write the directory, and close the file."""
        if self.is_closed:
            return
        directory = json.dumps(self._directory, ensure_ascii=False).encode()
        offset = self._file.tell()
        self._file.write(directory + _TAIL.pack(offset, len(directory), crc32(directory)))
        self._file.close()
        self.is_closed = True


def _directory(buffer: mmap.mmap, name: str) -> dict[str, tuple[str, int, int]]:
    if len(buffer) < len(MAGIC) + _TAIL.size or buffer[: len(MAGIC)] != MAGIC:
        raise NotAnArrayFile(f"{name} is no file of arrays")
    offset, length, checksum = _TAIL.unpack(buffer[-_TAIL.size :])
    text = buffer[offset : offset + length]
    if offset + length + _TAIL.size != len(buffer) or crc32(text) != checksum:
        raise NotAnArrayFile(f"{name} is cut off, or not what was written")
    return {name: (kind, start, count) for name, (kind, start, count) in json.loads(text).items()}
