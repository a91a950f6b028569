"""Where a page ended, as one opaque text in an address: the engine's own place, and what the search was.

A cursor belongs to its search: with another query, other filters or another order it would lead nowhere sensible,
and is refused.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from search.parameters import BadParameter

if TYPE_CHECKING:
    from search.request import PageRequest


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the engine's `end`, how many times words were left out, and how many articles were seen."""

    end: str
    step: int
    seen: int


def written(cursor: Cursor, request: PageRequest) -> str:
    """The cursor as a text."""
    values = [_digest(request), cursor.step, cursor.seen, cursor.end]
    return urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def read(request: PageRequest) -> Cursor | None:
    """The cursor of a request, if it has one. Raises BadParameter for one that belongs to no search, or to another."""
    if not request.cursor:
        return None
    try:
        text = request.cursor.encode()
        digest, step, seen, end = json.loads(urlsafe_b64decode(text + b"=" * (-len(text) % 4)))
        cursor = Cursor(str(end), max(0, int(step)), max(0, int(seen)))
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise unknown(request) from None
    if digest != _digest(request):
        raise BadParameter(
            "cursor",
            request.cursor,
            "it was given for another query, other filters, another order or another count",
        )
    return cursor


def unknown(request: PageRequest) -> BadParameter:
    """What is wrong with a cursor that nobody gave."""
    return BadParameter("cursor", request.cursor, "it is the `cursor` of an answer, as it was given")


def _digest(request: PageRequest) -> str:
    asked = (
        request.q,
        request.only,
        request.without,
        request.since,
        request.until,
        request.sort,
        request.count,
    )
    return blake2b(repr(asked).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
