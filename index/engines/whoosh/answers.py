"""What a query becomes: the articles that it finds, and how they score.

Finding is exact and comes first: totals and facets need every article. Scoring comes after, of those articles only that
can be among the best (see `ranking`). So an Answer knows its articles, and can say of any of them what they score, and of
every chunk of the corpus how much an article of it scores at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from index.engine import Reason
from index.engines.whoosh import bm25, sets
from index.query import Term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from index.engines.whoosh.evaluate import Evaluation
    from index.engines.whoosh.found import Found
    from index.query import Leaf

    Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """The articles that a query finds, rising. This one scores nothing: it only selects."""

    docs: Array

    def scores(self, docs: Array) -> Array:
        """What some articles score for the query; those that it does not find may get any number."""
        return np.zeros(len(docs))

    def at_most(self, chunks: int) -> Array:
        """For each chunk of the corpus what an article of it scores at most."""
        return np.zeros(chunks)


@dataclass(frozen=True, slots=True)
class Together(Answer):
    """The answer of And: every part adds its score."""

    parts: Sequence[Answer]

    def scores(self, docs: Array) -> Array:
        """The sum of the parts' scores."""
        return sum((part.scores(docs) for part in self.parts), np.zeros(len(docs)))

    def at_most(self, chunks: int) -> Array:
        """The sum of what the parts score at most."""
        return sum((part.at_most(chunks) for part in self.parts), np.zeros(chunks))


@dataclass(frozen=True, slots=True)
class Some(Together):
    """The answer of Or: the parts that find an article add their scores."""

    size: int

    def scores(self, docs: Array) -> Array:
        """The sum of the scores of the parts that find each article."""
        total = np.zeros(len(docs))
        for part in self.parts:
            if isinstance(part, Leaves):  # scores nothing where it finds nothing
                total += part.scores(docs)
            elif isinstance(part, Together):
                total += np.where(sets.held(docs, part.docs, self.size), part.scores(docs), 0.0)
        return total


@dataclass(frozen=True, slots=True)
class Leaves(Answer):
    """The answer of a leaf: by field the articles that match it there, each with how often."""

    leaf: Leaf
    found: Mapping[str, Found]
    ask: Evaluation
    holders: int

    def scores(self, docs: Array) -> Array:
        """BM25F (see `bm25`)."""
        total = np.zeros(len(docs))
        size = self.ask.snapshot.size
        for name, found in self.found.items():
            often = sets.spread(found.frequencies, found.docs, docs, size)
            total += self.ask.weight(name) * often * self.ask.norms(name)[docs]
        return self._gain() * bm25.saturated(total)

    def at_most(self, chunks: int) -> Array:
        """What the fields count at most, each in its best article; kept beside long lists, reckoned for others."""
        total = np.zeros(chunks)
        for name, found in self.found.items():
            best = np.zeros(chunks)
            kept = self._maxima(name)
            if kept is None:
                counted = found.frequencies * self.ask.norms(name)[found.docs]
                np.maximum.at(best, self.ask.snapshot.chunks[found.docs], counted)
            for some, maxima in kept or ():
                best[some] = maxima
            total += self.ask.weight(name) * best
        return self._gain() * bm25.saturated(total)

    def _maxima(self, name: str) -> list[tuple[slice, Array]] | None:
        if not isinstance(self.leaf, Term):
            return None
        return self.ask.snapshot.maxima(name, self.leaf.term, self.ask.average(name))

    def _gain(self) -> float:
        return self.ask.gain(self.leaf, self.holders)

    def reason(self, doc: int) -> Reason:
        """What the leaf adds to an article's score, and why."""
        one = np.array([doc])
        often = {
            name: float(sets.spread(found.frequencies, found.docs, one, self.ask.snapshot.size)[0])
            for name, found in self.found.items()
        }
        parts = tuple(self.ask.part(name, times, doc) for name, times in often.items() if times)
        articles = self.ask.statistics.articles
        return Reason(self.leaf, float(self.scores(one)[0]), self.holders, articles, parts)
