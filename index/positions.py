"""Where a phrase occurs, given where each of its words stands. Pure arithmetic on positions.

`places[i]` holds the rising positions of the i-th word; a word that occurs twice in the phrase is given
twice, with the same positions. With `slop` 0 the words stand one after the other. Otherwise they stand in any
order within a stretch of at most len(places) + slop words, each at a position of its own.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def occurrences(places: Sequence[Sequence[int]], slop: int) -> int:
    """How often the phrase occurs; with a slop, at how many positions a stretch that holds it ends."""
    if slop == 0:
        return len(_starts(places))
    return sum(1 for _ in _stretches(places, _events(places), len(places) + slop))


def positions_of(places: Sequence[Sequence[int]], slop: int) -> list[int]:
    """The positions of all words that take part in an occurrence, in order."""
    if slop == 0:
        return sorted({start + distance for start in _starts(places) for distance in range(len(places))})
    events = _events(places)
    taking_part: list[int] = []
    done = 0
    for first, last in _stretches(places, events, len(places) + slop):
        taking_part += [position for position, _ in events[max(first, done) : last + 1]]
        done = last + 1
    return taking_part


def _starts(places: Sequence[Sequence[int]]) -> set[int]:
    """Where the words begin to stand one after the other."""
    starts = set(places[0])
    for distance, following in enumerate(places[1:], 1):
        if not starts:
            break
        starts &= {position - distance for position in following}
    return starts


def _events(places: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The positions of all words in order, each with which word of the phrase it is (the first of equal ones)."""
    different = {tuple(positions): number for number, positions in reversed(list(enumerate(places)))}
    return sorted((position, number) for positions, number in different.items() for position in positions)


def _stretches(
    places: Sequence[Sequence[int]], events: Sequence[tuple[int, int]], longest: int
) -> Iterator[tuple[int, int]]:
    """The stretches that hold all words, one for each event that ends one: the numbers of its first and last event."""
    different = [tuple(positions) for positions in places]
    needed = Counter(different.index(positions) for positions in different)
    lacking, held, first = len(places), Counter[int](), 0
    for last, (position, word) in enumerate(events):
        held[word] += 1
        lacking -= held[word] <= needed[word]
        while position - events[first][0] >= longest:
            left = events[first][1]
            lacking += held[left] <= needed[left]
            held[left] -= 1
            first += 1
        if not lacking:
            yield first, last
