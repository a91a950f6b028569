"""How often a phrase occurs, given where each of its words stands. Pure arithmetic on positions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def occurrences(places: Sequence[Sequence[int]], slop: int) -> int:
    """How often words occur as a phrase; `places[i]` holds the rising positions of its i-th word.

    With `slop` 0 they stand one after the other. Otherwise the count is of positions at which a stretch of
    at most len(places) + slop words ends that holds them all, in any order, each at a position of its own.
    A word that occurs twice in the phrase is given twice, with the same positions.
    """
    if slop == 0:
        return len(_starts(places))
    return _stretches(places, len(places) + slop)


def _starts(places: Sequence[Sequence[int]]) -> set[int]:
    """Where the words begin to stand one after the other."""
    starts = set(places[0])
    for distance, following in enumerate(places[1:], 1):
        starts &= {position - distance for position in following}
    return starts


def _stretches(places: Sequence[Sequence[int]], longest: int) -> int:
    needed = Counter(tuple(positions) for positions in places)
    kinds = list(needed)
    events = sorted((position, kind) for kind, positions in enumerate(kinds) for position in positions)
    lacking, held, start, count = sum(needed.values()), [0] * len(kinds), 0, 0
    for position, kind in events:
        held[kind] += 1
        lacking -= held[kind] <= needed[kinds[kind]]
        while position - events[start][0] >= longest:
            left = events[start][1]
            lacking += held[left] <= needed[kinds[left]]
            held[left] -= 1
            start += 1
        count += lacking == 0
    return count


def positions_of(places: Sequence[Sequence[int]], slop: int) -> list[int]:
    """The positions of all words that take part in an occurrence of the phrase, in order.

    `places` and `slop` are those of `occurrences`; this is slower, and meant for one text.
    """
    if slop == 0:
        return sorted({start + distance for start in _starts(places) for distance in range(len(places))})
    longest = len(places) + slop
    every = sorted({position for positions in places for position in positions})
    taking_part: set[int] = set()
    for first in every:
        window = [[at for at in positions if first <= at < first + longest] for positions in places]
        if occurrences(window, slop):
            taking_part.update(at for positions in window for at in positions)
    return sorted(taking_part)
