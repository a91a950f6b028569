"""What is in one file or one member of an archive: unpacked, and handed to the reader of its format.

A file that is one item is not taken apart here but handed on as bytes, since that can be done on any core.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from corpus.compression import unpacked
from corpus.readers import WHOLE, missing, read_items
from corpus.records import Enclosed, Item, Place, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.formats import Format

MOST_BYTES = 100_000_000
"""Of a file that is one item no more is read; every reader's own limit is below."""


def contents(stream: BinaryIO, form: Format, place: Place, size: int) -> Iterator[Item]:
    """The items of a stream in some format, of which `size` bytes are stored. Bad content never raises."""
    try:
        if form.packing:
            stream = unpacked(stream, form.packing, size)
        if form.suffix in WHOLE:
            data = _whole(stream)
            _check_end(stream, form)
            yield Enclosed(place, form.suffix, data)
        else:
            yield from read_items(form.suffix, stream, place)
            _check_end(stream, form)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason)
    except ImportError as error:
        yield place.reject("missing-library", missing(error, form.packing))


def _whole(stream: BinaryIO) -> bytes:
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise RefusedError("too-large", f"it is over the limit of {MOST_BYTES / 1e6:.0f} MB for one article")
    return data


def _check_end(stream: BinaryIO, form: Format) -> None:
    """A packed stream that is cut off ends early, and says so only to who reads on."""
    if form.packing:
        stream.read(1)
