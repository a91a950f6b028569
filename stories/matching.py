"""Which sentences of two texts belong together, each in one match at most, and which of them have moved. Pure.

Sentences with the same words go first, then those that the alignment of the texts pairs, then those that stand in the same
place and have half of their words in common: in texts of few sentences the alignment has nothing to tell words by. A sentence
that the other text cut in two, or that was joined to its neighbour, takes the rest with it. What has moved is what the
heaviest matches in a common order leave over.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stories.edits import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stories.align import Alignment
    from stories.edits import Span
    from stories.sentences import Sentences

    Pairs = dict[int, int]

_TABLE = 200_000_000
"""Sentences of the one times those of the other up to which the best order of equal ones is found: 25 MB of bits."""
_NEAR = 20
"""Sentences between two matches that are looked at one by one."""
HALF = 0.5
REST = 0.6
"""The share of a sentence's words that its neighbour's match has over, for it to be the rest of that."""
MOST_PARTS = 3
"""Sentences that a match takes in on either side of either text."""


@dataclass(frozen=True, slots=True)
class Match:
    """Half-open ranges of sentences that belong together, and whether they stand in another order than most."""

    one: Span
    other: Span
    is_moved: bool


def matches(alignment: Alignment) -> list[Match]:
    """The sentences that belong together, in the order of the first text. Turning the texts round turns them round."""
    one, other = alignment.one, alignment.other
    pairs = _same(_keys(one), _keys(other))
    found = alignment.pairs
    _add(pairs, zip(found.one.tolist(), found.other.tolist(), strict=True))
    _add(pairs, _between(one, other, _in_order(one, other, pairs)))
    kept = set(_in_order(one, other, pairs))
    grown = _grown(one, other, sorted(pairs.items()))
    return [Match(*spans, pair not in kept) for pair, spans in zip(sorted(pairs.items()), grown, strict=True)]


def _add(pairs: Pairs, more: Iterator[tuple[int, int]]) -> None:
    others = set(pairs.values())
    for first, second in more:
        if first not in pairs and second not in others:
            pairs[first] = second
            others.add(second)


def _keys(text: Sentences) -> list[bytes]:
    return [text.terms[slice(*text.words(number, number))].tobytes() for number in range(len(text))]


def _same(one: Sequence[bytes], other: Sequence[bytes]) -> Pairs:
    """The sentences with the same words: as many as possible in order, then the rest, first with first."""
    pairs: Pairs = {}
    if len(one) * len(other) <= _TABLE:
        for is_same, here, there in blocks(one, other):
            pairs |= zip(range(*here), range(*there), strict=True) if is_same else ()
    waiting: dict[bytes, list[int]] = {}
    taken = set(pairs.values())
    for number in range(len(other) - 1, -1, -1):
        if number not in taken:
            waiting.setdefault(other[number], []).append(number)
    for number, key in enumerate(one):
        if number not in pairs and waiting.get(key):
            pairs[number] = waiting[key].pop()
    return pairs


def _between(one: Sentences, other: Sentences, chain: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences between the same two matches, half of whose words are in both; the likest go first."""
    before = -1, -1
    for pair in [*chain, (len(one), len(other))]:
        here, there = range(before[0] + 1, pair[0]), range(before[1] + 1, pair[1])
        before = pair
        if not 0 < len(here) * len(there) <= _NEAR * _NEAR:
            continue
        counted = {number: _counted(other, (number, number + 1)) for number in there}
        found = []
        for first in here:
            words = _counted(one, (first, first + 1))
            for second in there:
                dice = 2 * (words & counted[second]).total() / (words.total() + counted[second].total())
                found.append((-dice, first + second, first, second))
        yield from ((first, second) for dice, _, first, second in sorted(found) if -dice >= HALF)


def _in_order(one: Sentences, other: Sentences, pairs: Pairs) -> list[tuple[int, int]]:
    """Those of the pairs that rise in both texts and have the most words: a longest increasing subsequence, by weight."""
    ordered = sorted(pairs.items())
    sizes, others = one.lengths.tolist(), other.lengths.tolist()
    # A Fenwick tree over the second text: the heaviest chain that ends before a sentence, and the pair it ends with.
    best = [(0, -1)] * (len(others) + 1)
    came_from = []
    for place, (first, second) in enumerate(ordered):
        chain, at = (0, -1), second
        while at > 0:
            chain = max(chain, best[at])
            at -= at & -at
        came_from.append(chain[1])
        made, at = (chain[0] + sizes[first] + others[second], place), second + 1
        while at < len(best):
            best[at] = max(best[at], made)
            at += at & -at
    chain, at = (0, -1), len(best) - 1
    while at > 0:
        chain = max(chain, best[at])
        at -= at & -at
    kept, place = [], chain[1]
    while place >= 0:
        kept.append(ordered[place])
        place = came_from[place]
    return kept[::-1]


def _grown(one: Sentences, other: Sentences, pairs: list[tuple[int, int]]) -> list[tuple[Span, Span]]:
    """Ranges of sentences for pairs of them: each with what the other text has of it next to it."""
    free = set(range(len(one))) - {first for first, _ in pairs}
    others = set(range(len(other))) - {second for _, second in pairs}
    grown = []
    for first, second in pairs:
        here, there = (first, first + 1), (second, second + 1)
        there = _with_rest(one, other, here, there, others)
        here = _with_rest(other, one, there, here, free)
        grown.append((here, there))
    return grown


def _with_rest(one: Sentences, other: Sentences, here: Span, there: Span, free: set[int]) -> Span:
    """The sentences of the other text, and those beside them that say what is left over of the first's."""
    for _ in range(MOST_PARTS):
        left = None
        for number in (there[0] - 1, there[1]):
            if number not in free:
                continue
            left = left if left is not None else _counted(one, here) - _counted(other, there)
            words = _counted(other, (number, number + 1))
            if (words & left).total() >= max(2, REST * words.total()):
                free.discard(number)
                there = min(there[0], number), max(there[1], number + 1)
                break
        else:
            break
    return there


def _counted(text: Sentences, sentences: Span) -> Counter[int]:
    return Counter(text.terms[text.bounds[sentences[0]] : text.bounds[sentences[1]]].tolist())
