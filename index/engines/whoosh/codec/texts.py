"""Stored texts: each is one frame of zstd, so that one is read without the others, and copied without being read.

Blocks of several texts would be smaller by a fortieth of the text, and take twice as long to give one of them.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import zstandard

from index.engines.whoosh.codec import packing

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from index.engines.whoosh.codec.arrayfile import ArrayFile, ArrayWriter

    Array = npt.NDArray[Any]

LEVEL = 3
"""Of compression: the higher ones save a few hundredths, and take several times as long."""
AT_ONCE = 1000
"""Frames that are copied at once."""
AHEAD = 200
"""Texts that wait to be packed."""

_OF_THREAD = threading.local()  # what unpacks is used again, but by one thread only


class Texts:
    """The texts of one segment, by the number of their article."""

    def __init__(self, file: ArrayFile) -> None:
        self.frames, self.ends = file["texts/frames"], file["texts/ends"]
        self._buffer, self._offset = file.buffer, file.offset("texts/frames")

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, doc: int) -> bytes:
        start = int(self.ends[doc - 1]) if doc else 0
        return bytes(
            _unpacker().decompress(self._buffer[self._offset + start : self._offset + int(self.ends[doc])])
        )

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))


class TextsWriter:
    """Writes the texts of one segment, in the order of its articles. They are packed in a thread of their own."""

    def __init__(self, file: ArrayWriter) -> None:
        self._file = file
        self._lengths: list[Array] = []
        self._packing: deque[Future[bytes]] = deque()
        self._thread = ThreadPoolExecutor(1)
        self._pack = zstandard.ZstdCompressor(LEVEL).compress
        self.is_closed = False
        file.begin("texts/frames", np.uint8)

    def add(self, text: bytes) -> None:
        """Add the text of the next article."""
        self._packing.append(self._thread.submit(self._pack, text))
        while len(self._packing) > AHEAD:
            self._write()

    def _write(self) -> None:
        frame = self._packing.popleft().result()
        self._file.extend(np.frombuffer(frame, np.uint8))
        self._lengths.append(np.array([len(frame)]))

    def add_all(self, texts: Texts, alive: Array) -> None:
        """Add those texts of another segment that are `alive` (a truth value for each article), packed as they are."""
        self._write_all()
        ends = texts.ends.astype(np.int64)
        lengths = np.diff(ends, prepend=0)
        for start in range(0, len(ends), AT_ONCE):
            some = np.flatnonzero(alive[start : start + AT_ONCE]) + start
            self._file.extend(texts.frames[packing.stretches((ends - lengths)[some], lengths[some])])
            self._lengths.append(lengths[some])

    def close(self) -> None:
        """Write what leads to the texts."""
        self._write_all()
        self._thread.shutdown()
        self.is_closed = True
        self._file.end()
        lengths = np.concatenate([*self._lengths, np.zeros(0, np.int64)])
        self._file.put("texts/ends", np.cumsum(lengths).astype(np.uint64))

    def _write_all(self) -> None:
        while self._packing:
            self._write()


def _unpacker() -> zstandard.ZstdDecompressor:
    if not hasattr(_OF_THREAD, "unpacker"):
        _OF_THREAD.unpacker = zstandard.ZstdDecompressor()
    unpacker: zstandard.ZstdDecompressor = _OF_THREAD.unpacker
    return unpacker
