"""What terms there are: the values of a field, and the whole words of headlines and bodies.

Of the words those that begin so, the commonest, and those that are spelt nearly so. A word counts by the articles whose
headline or whose body has it, whichever are more.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from index.document import SCHEMA, Kind
from index.engines.whoosh.codec import packing
from index.engines.whoosh.schema import words_field
from index.engines.whoosh.spelling import similar
from index.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.engines.whoosh.snapshot import Snapshot

_FIELDS = tuple(words_field(name) for name in ("headline", "body"))


def starting(snapshot: Snapshot, prefix: str) -> Counter[str]:
    """The words that begin so."""
    headline, body = (_counts(snapshot, field, prefix) for field in _FIELDS)
    return headline | body


def commonest(snapshot: Snapshot, prefix: str, size: int) -> list[tuple[str, int]]:
    """Of the words that begin so the `size` commonest.

    They are looked for among the commonest of each field and segment: of more and more of these, until no word that is
    not among them can be one (Fagin's threshold algorithm).
    """
    most = 2 * size
    while True:
        candidates, others = set[str](), 0
        for field in _FIELDS:
            found, rest = _frequent(snapshot, field, prefix, most)
            candidates |= found
            others = max(others, rest)
        ranked = sorted(_counted(snapshot, candidates), key=lambda pair: (-pair[1], pair[0]))[:size]
        if not others or (len(ranked) == size and ranked[-1][1] > others):
            return ranked
        most *= 4


def near(snapshot: Snapshot, word: str, distance: int) -> list[tuple[str, int]]:
    """The words that are at most `distance` edits away, a swap of neighbours being one."""
    words: set[str] = set()
    for field in _FIELDS:
        for _, postings in snapshot.segments_of(field):
            terms = postings.dictionary
            words.update(term.decode() for term in terms.at(similar(terms, word, distance)))
    return _counted(snapshot, nearest(word, sorted(words), distance))


def holders(snapshot: Snapshot, field: str, terms: Iterable[str]) -> list[int]:
    """In how many articles each of some terms is."""
    return [sum(_holders(snapshot, field, term.encode())) for term in terms]


def values(snapshot: Snapshot, field: str) -> list[str]:
    """The different values of a KEYWORD field, sorted; none of another."""
    if SCHEMA.get(field) is not Kind.KEYWORD:
        return []
    return snapshot.once("values", field, lambda: sorted(_counts(snapshot, field, "")))


def woven(snapshot: Snapshot) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The id, the story and the links of every article that has links, or the story of another."""
    stories, links = snapshot.column("story"), snapshot.column("links")
    for doc in snapshot.alive.tolist():
        one, story = snapshot.id(doc), stories.values[stories.ordinals[doc]]
        held = links.parts[links.ordinals[doc]]
        if held or story != one:
            yield one, story, held


def _counted(snapshot: Snapshot, words: Iterable[str]) -> list[tuple[str, int]]:
    """Those of some words that articles have, with how many."""
    words = list(words)
    numbers = map(max, *(holders(snapshot, field, words) for field in _FIELDS))
    return [(word, count) for word, count in zip(words, numbers, strict=True) if count]


def _holders(snapshot: Snapshot, field: str, term: bytes) -> Iterator[int]:
    for part, postings in snapshot.segments_of(field):
        rank = postings.dictionary.find(term)
        if rank >= 0:
            there = part.alive
            yield int(postings.holders[rank] if there is None else there[postings.docs(rank)].sum())


def _counts(snapshot: Snapshot, field: str, prefix: str) -> Counter[str]:
    """The terms of a field that begin so, each with how many articles have it."""
    total: Counter[str] = Counter()
    for part, postings in snapshot.segments_of(field):
        low, high = postings.dictionary.range(prefix.encode())
        numbers = postings.holders[low:high]
        if part.alive is not None and low < high:
            run = postings.run(slice(low, high))
            numbers = np.add.reduceat(part.alive[run.docs], packing.starts_of(run.holders), dtype=np.int64)
        for term, number in zip(postings.dictionary.terms(low, high), numbers.tolist(), strict=True):
            total[term.decode()] += number
    return +total  # without the terms of removed articles only


def _frequent(snapshot: Snapshot, field: str, prefix: str, most: int) -> tuple[set[str], int]:
    """Of the terms that begin so, in each segment the `most` that most articles have; how many have any other."""
    found: set[str] = set()
    others = 0
    for _, postings in snapshot.segments_of(field):
        low, high = postings.dictionary.range(prefix.encode())
        numbers = postings.holders[low:high]
        best = np.arange(len(numbers))
        if most < len(numbers):
            best = np.argpartition(numbers, -most)[-most:]
            others += int(numbers[best[0]])  # the first of these is the least of them
        found.update(term.decode() for term in postings.dictionary.at(low + best))
    return found, others
