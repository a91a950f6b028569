"""Answers the algebra on a Snapshot, term by term: each query becomes the articles it matches and their scores.

Scores are BM25F (Robertson, Zaragoza and Taylor 2004, "Simple BM25 extension to multiple weighted fields"):
the frequencies of a term in its fields are divided by length, weighted, added up, and only then saturated,
so that a word in the headline counts more without counting twice. A pattern or a phrase scores as if it
were one term. With tf' the weighted frequency, N articles and df of them matching:

    ln(1 + (N - df + 0.5) / (df + 0.5)) * tf' * (k1 + 1) / (tf' + k1)
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import reduce
from math import log
from typing import TYPE_CHECKING

from index.document import SCHEMA, Kind
from index.engine import Part, Reason
from index.engines.whoosh.place import Statistics
from index.engines.whoosh.schema import words_field
from index.engines.whoosh.snapshot import norm
from index.patterns import wildcard
from index.positions import occurrences
from index.query import And, Between, Everything, Fuzzy, Not, Or, Phrase, Prefix, Query, Term, Wildcard
from index.spelling import within

if TYPE_CHECKING:
    from array import array
    from collections.abc import Container, Iterable, Mapping, Sequence

    from index.engines.whoosh.snapshot import Snapshot
    from index.query import Leaf

BM25_K1 = 1.2

Scores = dict[int, float]


class Evaluation:
    """One question on one Snapshot. `weights` are the fields' shares in the score, 1.0 where not named."""

    def __init__(
        self, snapshot: Snapshot, weights: Mapping[str, float], statistics: Statistics | None = None
    ) -> None:
        self._snapshot = snapshot
        self._weights = weights
        self.statistics = statistics or Statistics(len(snapshot.alive))
        self._read: dict[tuple[str, str], dict[int, float]] = {}
        self._located: defaultdict[tuple[str, str], dict[int, array[int]]] = defaultdict(dict)

    def scores(self, query: Query, among: Container[int] | None = None) -> Scores:
        """The matching articles with their scores; only those in `among`, where that saves work."""
        match query:
            case Everything():
                return dict.fromkeys(self._snapshot.alive, 0.0)
            case And():
                return self._all_of(query.parts, among)
            case Or():
                return self._some_of(query, among)
            case Not():
                excluded = self.scores(query.part)
                return {doc: 0.0 for doc in self._snapshot.alive if doc not in excluded}
            case Between():
                return self._between(query)
            case _:
                return self._leaf(query, self._by_field(query, among))

    def _by_field(self, query: Leaf, among: Container[int] | None) -> dict[str, Mapping[int, float]]:
        """For each field of a leaf the articles that match it there, each with how often."""
        match query:
            case Phrase() if len(query.terms) != 1:
                return {name: self._phrase(name, query, among) for name in query.fields}
            case Phrase():
                return {name: self._frequencies(name, query.terms[0]) for name in query.fields}
            case Term():
                return {name: self._frequencies(name, query.term) for name in query.fields}
            case _:
                return {name: self._pattern(name, query) for name in query.fields}

    def _all_of(self, parts: tuple[Query, ...], among: Container[int] | None) -> Scores:
        """Phrases come after the parts that may spare them articles to look into, exclusions last."""
        order = sorted(parts, key=lambda part: 2 if isinstance(part, Not) else _reads_positions(part))
        found: Scores | None = None
        for part in order:
            if found is not None and not found:
                break
            if isinstance(part, Not) and found is not None:
                excluded = self.scores(part.part, found)
                found = {doc: score for doc, score in found.items() if doc not in excluded}
            else:
                more = self.scores(part, among if found is None else found)
                found = more if found is None else _both(found, more)
        return found or {}

    def _some_of(self, query: Or, among: Container[int] | None) -> Scores:
        parts = [self.scores(part, among) for part in query.parts]
        total = reduce(_added, parts, Scores())
        if query.least <= 1:
            return total
        times = Counter(doc for part in parts for doc in part)
        return {doc: score for doc, score in total.items() if times[doc] >= query.least}

    def _between(self, query: Between) -> Scores:
        if SCHEMA.get(query.field) in (None, Kind.TEXT):
            return {}
        low, high = query.low or "", query.high or "\U0010ffff"
        column = self._snapshot.column(query.field)
        return {doc: 0.0 for doc in self._snapshot.alive if column[doc] and low <= column[doc] <= high}

    def _phrase(self, field: str, query: Phrase, among: Container[int] | None) -> Mapping[int, float]:
        """In which articles the phrase stands, and how often: only those that have all its stems are read."""
        if SCHEMA.get(field) is not Kind.TEXT or not query.terms:
            return {}
        having = sorted((self._frequencies(field, term) for term in dict.fromkeys(query.terms)), key=len)
        docs = [doc for doc in having[0] if all(doc in more for more in having[1:])]
        if among is not None:
            docs = [doc for doc in docs if doc in among]
        places = [self._positions(field, term, docs) for term in query.terms]
        counts = {doc: occurrences([found[doc] for found in places], query.slop) for doc in docs}
        return {doc: float(count) for doc, count in counts.items() if count}

    def _frequencies(self, field: str, term: str) -> dict[int, float]:
        """The articles that have a term in a field, each with how often; read once a question."""
        if (field, term) not in self._read:
            self._read[field, term] = dict(self._snapshot.postings(field, term))
        return self._read[field, term]

    def _positions(self, field: str, term: str, docs: Sequence[int]) -> dict[int, array[int]]:
        """Where a term stands in these articles (and maybe others); read once a question."""
        located = self._located[field, term]
        located |= self._snapshot.positions(field, term, [doc for doc in docs if doc not in located])
        return located

    def _pattern(self, field: str, query: Leaf) -> Mapping[int, float]:
        frequencies: Counter[int] = Counter()
        for word in self._words(field, query):
            for doc, frequency in self._snapshot.postings(words_field(field), word):
                frequencies[doc] += frequency  # type: ignore[assignment]
        return frequencies

    def _words(self, field: str, query: Leaf) -> Iterable[str]:
        match query:
            case Prefix():
                return self._snapshot.starting(field, query.prefix)
            case Wildcard():
                literal = re.split(r"[*?]", query.pattern, maxsplit=1)[0]
                fits = wildcard(query.pattern).fullmatch
                return [word for word in self._snapshot.starting(field, literal) if fits(word)]
            case Fuzzy():
                return within(query.word, self._snapshot.words(field), query.distance)
            case _:
                return ()

    def _leaf(self, query: Leaf, frequencies: Mapping[str, Mapping[int, float]]) -> Scores:
        """Scores from the frequencies by field (BM25F)."""
        total: Scores = {}
        for name, found in frequencies.items():
            weight, norms = self._weights.get(name, 1.0), self._norms(name)
            total = _added(total, {doc: weight * count * norms[doc] for doc, count in found.items()})
        gain = self._gain(query, self.statistics.holding(query, len(total)))
        return {doc: gain * frequency / (frequency + BM25_K1) for doc, frequency in total.items()}

    def _gain(self, query: Leaf, holders: int) -> float:
        # Of a page that goes on, more may hold the leaf by now than there were articles at the first.
        articles = max(self.statistics.articles, holders)
        return query.boost * (BM25_K1 + 1) * log(1 + (articles - holders + 0.5) / (holders + 0.5))

    def _norms(self, field: str) -> list[float] | _Norms:
        now = self._snapshot.average(field)
        average = self.statistics.averages.setdefault(field, now)
        return (
            self._snapshot.norms(field) if average == now else _Norms(self._snapshot.lengths(field), average)
        )

    def reasons(self, query: Query, doc: int) -> list[Reason]:
        """What each leaf that an article matches adds to its score; `scores` of the whole comes before."""
        match query:
            case And():
                return [reason for part in query.parts for reason in self.reasons(part, doc)]
            case Or():
                held = [part for part in query.parts if doc in self.scores(part, {doc})]
                return [reason for part in held for reason in self.reasons(part, doc)]
            case Everything() | Between() | Not():
                return []
            case _:
                return [self._reason(query, doc)]

    def _reason(self, leaf: Leaf, doc: int) -> Reason:
        found = {name: counts[doc] for name, counts in self._by_field(leaf, {doc}).items() if doc in counts}
        parts = tuple(
            Part(
                name,
                self._weights.get(name, 1.0),
                count,
                self._snapshot.lengths(name)[doc],
                self.statistics.averages.setdefault(name, self._snapshot.average(name)),
            )
            for name, count in found.items()
        )
        score = self._leaf(leaf, {name: {doc: count} for name, count in found.items()})[doc]
        holders = self.statistics.holding(leaf, len(found))
        return Reason(leaf, score, holders, self.statistics.articles, parts)


class _Norms:
    """By article number what its length makes of a frequency, with an average of before."""

    def __init__(self, lengths: Sequence[float], average: float) -> None:
        self._lengths = lengths
        self._average = average

    def __getitem__(self, doc: int) -> float:
        return norm(self._lengths[doc], self._average)


def _reads_positions(part: Query) -> bool:
    return isinstance(part, Phrase) or (isinstance(part, Or) and any(map(_reads_positions, part.parts)))


def _both(one: Scores, other: Scores) -> Scores:
    small, large = sorted((one, other), key=len)
    return {doc: score + large[doc] for doc, score in small.items() if doc in large}


def _added(one: Scores, other: Scores) -> Scores:
    if not one:
        return other
    small, large = sorted((one, other), key=len)
    total = dict(large)
    for doc, score in small.items():
        total[doc] = total.get(doc, 0.0) + score
    return total
