"""Of the articles that an answer has, one stretch of their ranking, and no more scoring than that takes.

Once an answer is long, what the best articles of each chunk of the corpus can score at most is looked at first, and
only the chunks are scored whose best may be among those wanted. Ties go to the newer article, then to the smaller id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from index.engines.whoosh.answers import Answer
    from index.engines.whoosh.place import Key
    from index.engines.whoosh.snapshot import Snapshot

    Array = npt.NDArray[Any]

MANY = 50_000
"""Articles from which on it is quicker to look for the best than to score all."""
NEVER = 99_999_999
"""Later than any date as Snapshot.dates gives them: where articles without one come when the oldest are first."""
_MORE = 1 + 1e-9
"""What sums of bounds may be off by."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Some articles and what they score."""

    docs: Array
    scores: Array

    def among(self, chosen: Array) -> Scored:
        """Those of them that are chosen by truth values."""
        return Scored(self.docs[chosen], self.scores[chosen])


def scored(snapshot: Snapshot, answer: Answer, docs: Array, wanted: int | None) -> Scored:
    """Some of an answer's articles with their scores: all of them, or at least the `wanted` best and their equals."""
    if wanted is None or len(docs) <= max(MANY, wanted):
        return Scored(docs, answer.scores(docs))
    chunk_of = snapshot.chunks[docs]
    most = answer.at_most(int(snapshot.chunks[-1]) + 1) * _MORE
    held = np.bincount(chunk_of, minlength=len(most))
    order = np.argsort(-most)
    enough = order[: int(np.searchsorted(np.cumsum(held[order]), wanted)) + 1]
    first = _in_chunks(docs, chunk_of, enough, len(most))
    scores = answer.scores(first)
    least = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
    rest = np.flatnonzero(most >= least)
    more = _in_chunks(docs, chunk_of, np.setdiff1d(rest, enough), len(most))
    found = Scored(np.concatenate([first, more]), np.concatenate([scores, answer.scores(more)]))
    return found.among(found.scores >= least)


def _in_chunks(docs: Array, chunk_of: Array, chunks: Array, number: int) -> Array:
    chosen = np.zeros(number, bool)
    chosen[chunks] = True
    return docs[chosen[chunk_of]]


class Order:
    """How articles are ordered: by relevance, the newest or the oldest first."""

    def __init__(self, snapshot: Snapshot, sort: str) -> None:
        self._snapshot, self._sort = snapshot, sort

    def after(self, found: Scored, before: Key) -> Scored:
        """The articles that come after a place in the order."""
        first, second = self._keys(found)
        same = (first == before[0]) & (second == before[1])
        later = (first > before[0]) | ((first == before[0]) & (second > before[1]))
        for at in np.flatnonzero(same).tolist():
            later[at] = self._snapshot.id(int(found.docs[at])) > before[2]
        return found.among(later)

    def best(self, found: Scored, number: int) -> list[tuple[Key, int, float]]:
        """The first so many articles in order: each with its key, its number and its score."""
        if number <= 0:
            return []
        chosen = _first(*self._keys(found), number)
        found = found.among(chosen)
        first, second = self._keys(found)
        ranked = sorted(
            ((float(one), int(two), self._snapshot.id(doc)), doc, score)
            for one, two, doc, score in zip(
                first.tolist(), second.tolist(), found.docs.tolist(), found.scores.tolist(), strict=True
            )
        )
        return ranked[:number]

    def ranks(self, found: Scored, some: Array) -> Array:
        """Numbers that sort some of the articles, given by their places, as they are ordered."""
        chosen = found.among(some)
        first, second = self._keys(chosen)
        by_keys = np.lexsort((second, first))
        first, second = first[by_keys], second[by_keys]
        alike = np.flatnonzero((first[1:] == first[:-1]) & (second[1:] == second[:-1]))
        tied = np.unique(np.concatenate([alike, alike + 1]))
        ids = {at: self._snapshot.id(int(chosen.docs[by_keys[at]])) for at in tied.tolist()}
        # Which group of equals each is in, so that ids are compared within it only.
        group = np.cumsum(np.concatenate(([True], (first[1:] != first[:-1]) | (second[1:] != second[:-1]))))
        in_order = sorted(tied.tolist(), key=lambda at: (int(group[at]), ids[at]))
        by_keys[tied] = by_keys[in_order]
        ranks = np.empty(len(by_keys), np.int64)
        ranks[by_keys] = np.arange(len(by_keys))
        return ranks

    def _keys(self, found: Scored) -> tuple[Array, Array]:
        dates = self._snapshot.dates(found.docs)
        if self._sort == "relevance":
            return -found.scores, -dates
        if self._sort == "newest":
            return np.zeros(len(dates)), -dates
        return np.zeros(len(dates)), np.where(dates == 0, NEVER, dates)


def _first(first: Array, second: Array, number: int) -> Array:
    """For each article whether it may be among the first `number` by two keys, of which the first goes before."""
    if len(first) <= number:
        return np.ones(len(first), bool)
    bound = np.partition(first, number - 1)[number - 1]
    before, equal = first < bound, first == bound
    left = number - int(before.sum())
    seconds = second[equal]
    most = np.partition(seconds, left - 1)[left - 1]
    return np.asarray(before | (equal & (second <= most)))
