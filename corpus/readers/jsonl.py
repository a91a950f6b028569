"""A `.jsonl` file holds one article a line. It is read line by line, so that its size does not matter."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.encoding import Lines
from corpus.readers.fields import Columns
from corpus.records import TEXT_LIMIT, Item, Place, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_LINE = TEXT_LIMIT * 6  # \u2019 spends six bytes on one character
_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # how a half of a character is written; most are in pairs


def read(stream: BinaryIO, place: Place) -> Iterator[Item]:
    """A Record or a Reject for every line that is not blank."""
    number, lines, columns = 0, Lines(stream, _LONGEST_LINE), Columns(place)
    for number, data in lines:
        if data is not None and data.isspace():
            continue
        try:
            yield from columns.items(_object(lines, data), number)
        except RefusedError as refusal:
            yield place.reject(refusal.kind, refusal.reason, number)
    if number == 0:
        yield place.reject("empty", "the file is empty")


def parse(text: str) -> Any:
    """The value of a JSON text. Raises RefusedError, with the place of the fault where there is one."""
    try:
        value = _DECODER.decode(text)
        if "\\u" in text and _HALF.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise RefusedError(
            "bad-json", f"this is no JSON: {error.msg} at character {error.pos + 1}"
        ) from error
    except UnicodeEncodeError as error:
        half = error.object[error.start : error.end].encode("ascii", "backslashreplace").decode()
        raise RefusedError(
            "bad-encoding", f"it holds half of a character ({half}); write the text anew from its source"
        ) from error
    except (ValueError, RecursionError) as error:
        raise RefusedError("bad-json", f"this JSON cannot be read: {error}") from error
    return value


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        double = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise RefusedError("bad-json", f"the key {double[:80]!r} is there twice, and either may be meant")
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_without_doubles
)  # made once: making one costs as much as a short line


def _object(lines: Lines, data: bytes | None) -> dict[str, Any]:
    if data is None:
        raise RefusedError("too-large", f"the line is over the limit of {_LONGEST_LINE / 1e6:.0f} MB")
    value = parse(lines.decode(data))
    if not isinstance(value, dict):
        raise RefusedError(
            "bad-json", f"the line holds {type(value).__name__}, where an object with fields is needed"
        )
    return value
