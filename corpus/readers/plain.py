"""A `.txt` file is one article. Headline, front matter and source are found later, in its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from corpus.encoding import decode
from corpus.readers.whole import read_whole
from corpus.records import TEXT_LIMIT, Place, Record, RefusedError, Reject

if TYPE_CHECKING:
    from collections.abc import Iterator

_BYTES = TEXT_LIMIT * 4  # no encoding spends more on a character; the text itself is measured afterwards


def read(stream: BinaryIO, place: Place) -> Iterator[Record | Reject]:
    """The one Record of a plain text."""
    try:
        body = decode(read_whole(stream, _BYTES))
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason)
    else:
        yield Record(path=place.path, body=body, plain=True, folder=place.folder)
