"""Stored texts, packed in blocks: each block is one frame of zstd, and is read to give one of its texts.

A block has a few articles, so that they share what they have in common and one of them still costs little to read. Blocks
are copied as they are from segment to segment, but for those of which a text was taken out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from index.engines.whoosh.codec.arrayfile import ArrayFile, ArrayWriter

    Array = npt.NDArray[Any]

BLOCK = 12_000
"""Bytes of text that fill a block."""
LEVEL = 3
"""Of compression: the higher ones save a few hundredths, and take several times as long."""


class Texts:
    """The texts of one segment, by the number of their article."""

    def __init__(self, file: ArrayFile) -> None:
        self._frames = file["texts/frames"]
        self._buffer, self._offset = file.buffer, file.offset("texts/frames")
        self.frame_ends = file["texts/frame_ends"]
        self.blocks = file["texts/blocks"]
        self.ends = file["texts/ends"]

    def __len__(self) -> int:
        return len(self.blocks)

    def __getitem__(self, doc: int) -> bytes:
        block = int(self.blocks[doc])
        start = int(self.ends[doc - 1]) if doc and self.blocks[doc - 1] == block else 0
        return zstd.decompress(self.frame(block))[start : int(self.ends[doc])]

    def every(self) -> Iterator[bytes]:
        """All texts, block by block."""
        for block, docs in _by_block(self.blocks):
            text, start = zstd.decompress(self.frame(block)), 0
            for end in self.ends[docs].tolist():
                yield text[start:end]
                start = end

    def frame(self, block: int) -> bytes:
        """A block as it is stored."""
        start = int(self.frame_ends[block - 1]) if block else 0
        return self._buffer[self._offset + start : self._offset + int(self.frame_ends[block])]


class TextsWriter:
    """Writes the texts of one segment, in the order of its articles."""

    def __init__(self, file: ArrayWriter) -> None:
        self._file = file
        self._open: list[bytes] = []
        self._size = 0
        self._frame_ends, self._written = [0], 0
        self._blocks: list[int] = []
        self._ends: list[int] = []
        self.is_closed = False
        file.begin("texts/frames", np.uint8)

    def add(self, text: bytes) -> None:
        """Add the text of the next article."""
        self._open.append(text)
        self._size += len(text)
        self._blocks.append(len(self._frame_ends) - 1)
        self._ends.append(self._size)
        if self._size >= BLOCK:
            self._pack()

    def add_all(self, texts: Texts, alive: Array) -> None:
        """Add those texts of another segment that are `alive` (a truth value for each article)."""
        self._pack()
        for block, docs in _by_block(texts.blocks):
            if alive[docs].all():
                self._blocks += [len(self._frame_ends) - 1] * (docs.stop - docs.start)
                self._ends += texts.ends[docs].tolist()
                self._frame(texts.frame(block))
                continue
            for doc in np.flatnonzero(alive[docs]).tolist():
                self.add(texts[docs.start + doc])
            self._pack()

    def close(self) -> None:
        """Write what leads to the texts."""
        self._pack()
        self.is_closed = True
        self._file.end()
        self._file.put("texts/frame_ends", np.array(self._frame_ends[1:], np.uint64))
        self._file.put("texts/blocks", np.array(self._blocks, np.uint32))
        self._file.put("texts/ends", np.array(self._ends, np.uint32))

    def _pack(self) -> None:
        if self._open:
            self._frame(zstd.compress(b"".join(self._open), LEVEL))
            self._open, self._size = [], 0

    def _frame(self, frame: bytes) -> None:
        self._file.extend(np.frombuffer(frame, np.uint8))
        self._written += len(frame)
        self._frame_ends.append(self._written)


def _by_block(blocks: Array) -> Iterable[tuple[int, slice]]:
    """The blocks, each with the stretch of its articles."""
    if not len(blocks):
        return
    starts = np.concatenate(([0], np.flatnonzero(np.diff(blocks)) + 1)).tolist()
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        yield int(blocks[start]), slice(start, end)
