"""Files that are one item are read whole, and refused where they are too large to be one."""

from __future__ import annotations

from typing import BinaryIO

from corpus.records import RefusedError


def read_whole(stream: BinaryIO, limit: int, way_out: str = "") -> bytes:
    """All bytes of a stream. Raises RefusedError where there are none, or more than `limit`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise RefusedError(
            "too-large", f"it is over the limit of {limit / 1e6:.0f} MB for a file of this kind{way_out}"
        )
    if not data.strip():
        raise RefusedError("empty", "the file is empty")
    return data
