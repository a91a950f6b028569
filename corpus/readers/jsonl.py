"""A `.jsonl` file holds one article a line. It is read line by line, so that its size does not matter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.encoding import Lines
from corpus.readers.fields import record
from corpus.records import TEXT_LIMIT, Place, Record, RefusedError, Reject

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_LINE = TEXT_LIMIT * 6  # \u2019 spends six bytes on one character


def read(stream: BinaryIO, place: Place) -> Iterator[Record | Reject]:
    """A Record or a Reject for every line that is not blank."""
    number, lines = 0, Lines(stream, _LONGEST_LINE)
    for number, data in lines:
        if data is None or not data.isspace():
            yield _item(lines, data, place, number)
    if number == 0:
        yield place.reject("empty", "the file is empty")


def parse(text: str) -> Any:
    """The value of a JSON text. Raises RefusedError, with the place of the fault where there is one."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise RefusedError(
            "bad-json", f"this is no JSON: {error.msg} at character {error.pos + 1}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise RefusedError("bad-json", f"this JSON cannot be read: {error}") from error


def _item(lines: Lines, data: bytes | None, place: Place, number: int) -> Record | Reject:
    try:
        return record(_object(lines, data), place, number)
    except RefusedError as refusal:
        return place.reject(refusal.kind, refusal.reason, number)


def _object(lines: Lines, data: bytes | None) -> dict[str, Any]:
    if data is None:
        raise RefusedError("too-large", f"the line is over the limit of {_LONGEST_LINE / 1e6:.0f} MB")
    value = parse(lines.decode(data))
    if not isinstance(value, dict):
        raise RefusedError(
            "bad-json", f"the line holds {type(value).__name__}, where an object with fields is needed"
        )
    return value
