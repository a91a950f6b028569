"""Streams around streams: one that gives back what was read ahead, one that stops what swells without end."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO, cast

from corpus.records import RefusedError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER = 1 << 17


def rejoined(head: bytes, stream: BinaryIO) -> BinaryIO:
    """A stream of `head` and then the rest of `stream`."""
    return cast("BinaryIO", io.BufferedReader(_Rejoined(head, stream), _BUFFER))


def bounded(stream: BinaryIO, limit: int) -> BinaryIO:
    """The same stream, which raises RefusedError once it has given more than `limit` bytes."""
    return cast("BinaryIO", io.BufferedReader(_Bounded(stream, limit), _BUFFER))


class _Rejoined(io.RawIOBase):
    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self._head[: len(view)] or self._stream.read(len(view))
        self._head = self._head[len(view) :]
        view[: len(data)] = data
        return len(data)


class _Bounded(io.RawIOBase):
    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self._stream.read(len(view))
        self._given += len(data)
        if self._given > self._limit:
            raise RefusedError(
                "too-large", f"it unpacks to more than {self._limit / 1e6:.0f} MB, as no text so packed does"
            )
        view[: len(data)] = data
        return len(data)
