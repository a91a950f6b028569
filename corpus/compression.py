"""Packed files, unpacked while they are read: `.gz`, `.bz2`, `.xz`, `.zst` around any other format.

Nothing is believed that a header says, and nothing is unpacked to disk. What comes out is counted, so that a
file made to swell is refused with little memory spent. A file that is cut off gives what is whole of it.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast

from corpus.records import RefusedError
from corpus.streams import bounded, guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SWELLING = 200
_FREE = 64_000_000
_BROKEN = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile)


def unpacked(stream: BinaryIO, suffix: str, size: int) -> BinaryIO:
    """The bytes packed in a stream of `size` bytes; reading them raises RefusedError (cut-off, too-large)."""
    return guarded(bounded(PACKINGS[suffix](stream), most(size)), _refusal)


def most(packed: int) -> int:
    """How many bytes may come out of so many: text never packs as well as a bomb does."""
    return packed * _SWELLING + _FREE


def _refusal(error: Exception) -> RefusedError | None:
    """What is wrong with packed data, if that is what an error says."""
    ours = isinstance(error, _BROKEN) or type(error).__name__ == "ZstdError"
    if not ours and not (isinstance(error, OSError) and error.errno is None):  # bz2 raises a bare OSError
        return None
    return RefusedError(
        "cut-off", f"the packed data is cut off or damaged ({error}); what came before is read"
    )


def _gzip(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", gzip.GzipFile(fileobj=stream))


def _bz2(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", bz2.BZ2File(stream))


def _xz(stream: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", lzma.LZMAFile(stream))


def _zst(stream: BinaryIO) -> BinaryIO:
    from backports import zstd  # noqa: PLC0415 - optional

    # What `zstd --long` needs; a file that asks for more memory is refused.
    return cast("BinaryIO", zstd.ZstdFile(stream, options={zstd.DecompressionParameter.window_log_max: 27}))


PACKINGS: Mapping[str, Callable[[BinaryIO], BinaryIO]] = {
    ".gz": _gzip,
    ".bz2": _bz2,
    ".xz": _xz,
    ".zst": _zst,
}
"""Suffix in lower case -> what unpacks it."""
