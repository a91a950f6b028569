"""Streams around streams: they give back what was read ahead, stop what swells without end, say what is broken."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO, cast

from corpus.records import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

_BUFFER = 1 << 17


def rejoined(head: bytes, stream: BinaryIO) -> BinaryIO:
    """A stream of `head` and then the rest of `stream`."""
    return cast("BinaryIO", io.BufferedReader(_Rejoined(head, stream), _BUFFER))


def bounded(stream: BinaryIO, limit: int) -> BinaryIO:
    """The same stream, which raises RefusedError once it has given more than `limit` bytes."""
    return cast("BinaryIO", io.BufferedReader(_Bounded(stream, limit), _BUFFER))


def guarded(stream: BinaryIO, refusal: Callable[[Exception], RefusedError | None]) -> BinaryIO:
    """The same stream, ending where reading it fails in a way that has a refusal; the next read raises that.

    So what came before the fault is given in full, and whoever reads on after the end learns of it.
    """
    return cast("BinaryIO", io.BufferedReader(_Guarded(stream, refusal), _BUFFER))


class _Guarded(io.RawIOBase):
    def __init__(self, stream: BinaryIO, refusal: Callable[[Exception], RefusedError | None]) -> None:
        self._stream = stream
        self._refusal = refusal
        self._refused: RefusedError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        if self._refused:
            raise self._refused
        view = memoryview(buffer)
        try:
            # read1, since read would lose what it has when a later part of it fails.
            data = cast("io.BufferedReader", self._stream).read1(len(view))
        except Exception as error:
            self._refused = self._refusal(error)
            if self._refused is None:
                raise
            return 0
        view[: len(data)] = data
        return len(data)


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
        data = cast("io.BufferedReader", self._stream).read1(len(view))
        self._given += len(data)
        if self._given > self._limit:
            raise RefusedError(
                "too-large", f"it unpacks to more than {self._limit / 1e6:.0f} MB, as no text so packed does"
            )
        view[: len(data)] = data
        return len(data)
