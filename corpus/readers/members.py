"""A `.gz` of many members, such as web archives are, read past the damaged ones.

The usual way ends at the first fault, and all that comes after it is lost. Here a damaged member raises
BrokenError once, and the next read goes on with the next member that can be unpacked. What is read again to find it
is bounded, and so is how often that is done.
"""

from __future__ import annotations

import zlib
from typing import BinaryIO

from corpus.compression import most
from corpus.records import RefusedError

MAGIC = b"\x1f\x8b\x08"
"""What a member begins with."""

_GZIP = 31  # tells zlib to expect the head and the sum of a gzip member
_CHUNK = 1 << 16
_KEPT = 4_000_000
_TRIALS = 100_000


class BrokenError(Exception):
    """A member is damaged; of the bytes given so far, those from `doubtful` on may be wrong."""

    def __init__(self, reason: str, doubtful: int) -> None:
        super().__init__(reason)
        self.doubtful = doubtful


class Members:
    """The unpacked bytes of all members of a stream, one after another."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._packed = b""
        self._member = bytearray()  # what of the member at hand has been unpacked already
        self._inflate: zlib._Decompress | None = None
        self._taken = self._given = self._began = self._trials = 0

    def read(self, size: int) -> bytes:
        """At most `size` bytes, none at the end. Raises BrokenError at a fault, RefusedError for a bomb."""
        while self._inflate or self._open():
            if data := self._unpack(size):
                self._given += len(data)
                if self._given > most(self._taken):
                    raise RefusedError("too-large", f"it unpacks to over {self._given / 1e6:.0f} MB")
                return data
        return b""

    def _open(self) -> bool:
        """Begin with the next member; False where there is none."""
        self._packed = self._packed.lstrip(b"\0")  # tapes were filled up with them
        while len(self._packed) < len(MAGIC) and (more := self._more()):
            self._packed = (self._packed + more).lstrip(b"\0")
        if not self._packed:
            return False
        self._began = self._given
        self._member.clear()
        self._inflate = zlib.decompressobj(_GZIP)
        return True

    def _unpack(self, size: int) -> bytes:
        """What comes next out of the member at hand."""
        inflate = self._inflate or zlib.decompressobj(_GZIP)
        packed = self._packed or self._more()
        try:
            data = inflate.decompress(packed, size)
        except zlib.error as error:
            self._go_on(self._member + packed)
            raise BrokenError(f"its packed data is damaged ({error})", self._began) from error
        self._packed = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
        self._keep(packed[: len(packed) - len(self._packed)])
        if inflate.eof:
            self._inflate = None
        elif not packed and not data:
            self._inflate = None
            raise BrokenError("the file is cut off in it", self._given)
        return data

    def _more(self) -> bytes:
        data = self._stream.read(_CHUNK)
        self._taken += len(data)
        return data

    def _keep(self, packed: bytes) -> None:
        self._member += packed
        if len(self._member) > 2 * _KEPT:
            del self._member[:-_KEPT]

    def _go_on(self, seen: bytearray) -> None:
        """Look for the next member: a damaged one may have run on into those behind it."""
        self._inflate = None
        at = 1
        while True:
            at = seen.find(MAGIC, at)
            if at >= 0 and self._is_member(seen, at):
                self._packed = bytes(seen[at:])
                return
            if at < 0:
                seen = seen[-2:]
                more = self._more()
                seen += more
                at = 0
                if not more:
                    self._packed = b""
                    return
            else:
                at += 1

    def _is_member(self, seen: bytearray, at: int) -> bool:
        """Whether what looks like the head of a member is one: some bytes come out of it."""
        self._trials += 1
        if self._trials > _TRIALS:
            raise RefusedError("cut-off", "it is damaged in too many places; what came before is read")
        if len(seen) - at < _CHUNK:
            seen += self._more()
        try:
            return bool(zlib.decompressobj(_GZIP).decompress(seen[at : at + _CHUNK], 256))
        except zlib.error:
            return False
