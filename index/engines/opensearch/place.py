"""Where a page ended: after which article, in which commit. The text of it is given to whoever asked, and read back."""

from __future__ import annotations

import json
from dataclasses import dataclass

from index.engine import UnknownPlace

Key = tuple[float | int | str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """After the article with this `key` in the order; of values that are counted, so many of which were `seen`.

    `point` is the point in time that the first page was read of, None where there was none.
    """

    point: str | None
    key: Key
    seen: int


def written(place: Place) -> str:
    """A place as a text."""
    return json.dumps([place.point, place.key, place.seen], ensure_ascii=False, separators=(",", ":"))


def read(text: str, *, by_score: bool) -> Place:
    """The place that `written` wrote. Raises UnknownPlace for anything else."""
    try:
        point, key, seen = json.loads(text)
        kinds = [(float, int), (int,), (str,)] if by_score else [(int,), (str,)]
        fits = len(key) == len(kinds) and all(map(isinstance, key, kinds))
        if fits and isinstance(seen, int) and seen >= 0 and isinstance(point, str | None):
            return Place(point, tuple(key), seen)
    except (ValueError, TypeError, RecursionError):
        pass
    raise UnknownPlace("this is no place that an answer ended at")
