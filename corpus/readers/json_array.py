"""A `.json` file holds one article, a list of them, or a list under the name `articles`.

JSON is read whole, and takes many times its size in memory; so it is bounded, and a larger dump belongs in a
`.jsonl`. Where a file called `.json`
holds one object a line after all, it is read as such.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.encoding import decode
from corpus.readers import jsonl
from corpus.readers.fields import Columns
from corpus.readers.whole import read_whole
from corpus.records import Item, Place, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_BYTES = 64_000_000


def read(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """A Record or a Reject for every article; `line` is its number in the list, from 1."""
    try:
        data = read_whole(stream, _BYTES, "; write it as .jsonl, one article a line, which has no limit")
        yield from _items(data, place)
    except RefusedError as refusal:
        yield place.reject(refusal.kind, refusal.reason)


def _items(data: bytes, place: Place) -> Iterator[Item]:
    text = decode(data)
    try:
        value = jsonl.parse(text)
    except RefusedError as refusal:
        if "Extra data" not in refusal.reason:
            raise
        yield from jsonl.read(io.BytesIO(text.encode("utf-8", "surrogatepass")), place)
        return
    if isinstance(value, dict) and not isinstance(value.get("articles"), list):
        yield from Columns(place).items(value, None)
        return
    yield from _listed(value["articles"] if isinstance(value, dict) else value, place)


def _listed(items: Any, place: Place) -> Iterator[Item]:
    if not isinstance(items, list):
        raise RefusedError(
            "bad-json", f"the file holds {type(items).__name__}, where an object or a list is needed"
        )
    if not items:
        raise RefusedError("empty", "the list of articles is empty")
    columns = Columns(place)
    for number, item in enumerate(items, start=1):
        if isinstance(item, dict):
            yield from columns.items(item, number)
        else:
            reason = f"item {number} is {type(item).__name__}, where an object with fields is needed"
            yield place.reject("bad-json", reason, number)
