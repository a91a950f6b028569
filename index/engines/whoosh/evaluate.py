"""Answers the algebra on a Snapshot, on whole arrays. Nothing of it is left to Whoosh's matchers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from index.document import SCHEMA, Kind
from index.engine import Part
from index.engines.whoosh import bm25, phrases, sets
from index.engines.whoosh.answers import Answer, Leaves, Some, Together
from index.engines.whoosh.found import Found
from index.engines.whoosh.place import Statistics
from index.engines.whoosh.schema import words_field
from index.engines.whoosh.spelling import similar
from index.patterns import wildcard
from index.query import And, Between, Everything, Fuzzy, Not, Or, Phrase, Prefix, Query, Term, Wildcard
from index.spelling import within

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from index.engine import Reason
    from index.engines.whoosh.codec.postings import Postings
    from index.engines.whoosh.snapshot import Snapshot
    from index.query import Leaf

    Array = npt.NDArray[Any]

AT_ONCE = 4096
"""Articles in which phrases are looked for at once."""
_NOTHING = Found(sets.NONE, np.zeros(0))


class Evaluation:
    """One question on one Snapshot. `weights` are the fields' shares in the score, 1.0 where not named."""

    def __init__(
        self, snapshot: Snapshot, weights: Mapping[str, float], statistics: Statistics | None = None
    ) -> None:
        self.snapshot = snapshot
        self.statistics = statistics or Statistics(len(snapshot.alive))
        self._weights = weights
        self._read: dict[tuple[str, str], Found] = {}
        self._norms: dict[str, Array] = {}
        self._held: dict[tuple[str, frozenset[str], int], tuple[Array, Array | None]] = {}
        self._placed: dict[tuple[str, tuple[str, ...], int, int], Mapping[str, Array]] = {}

    def answer(self, query: Query, among: Array | None = None) -> Answer:
        """The answer to a query; of articles in `among` only, where that saves work."""
        match query:
            case Everything():
                return Answer(self.snapshot.alive)
            case And():
                return self._all_of(query.parts, among)
            case Or():
                return self._some_of(query, among)
            case Not():
                return Answer(self._without(self.snapshot.alive, query))
            case Between():
                return Answer(self._between(query))
            case _:
                return self._leaf(query, among)

    def _all_of(self, parts: Sequence[Query], among: Array | None) -> Answer:
        """Phrases come after the parts that may spare them articles to look into, exclusions last."""
        wanted = [part for part in parts if not isinstance(part, Not)]
        answers: list[Answer] = []
        docs = among
        for part in sorted(wanted, key=_reads_positions):
            if answers and docs is not None and not len(docs):
                return Answer(sets.NONE)
            answers.append(self.answer(part, docs))
            docs = answers[-1].docs if docs is None else sets.both(docs, answers[-1].docs, self.snapshot.size)
        if docs is None:
            docs = self.snapshot.alive
        for excluded in (part for part in parts if isinstance(part, Not)):
            docs = self._without(docs, excluded)
        return Together(docs, answers)

    def _without(self, docs: Array, query: Not) -> Array:
        return sets.without(docs, self.answer(query.part).docs, self.snapshot.size)

    def _some_of(self, query: Or, among: Array | None) -> Answer:
        answers = [self.answer(part, among) for part in query.parts]
        answers = [one for one in answers if len(one.docs)]  # of many readings of a word most find nothing
        if len(answers) == 1 and query.least <= 1:
            return answers[0]
        found = [one.docs for one in answers]
        size = self.snapshot.size
        docs = sets.any_of(found, size) if query.least <= 1 else sets.at_least(found, query.least, size)
        return Some(docs, answers, size)

    def _between(self, query: Between) -> Array:
        if SCHEMA.get(query.field) in (None, Kind.TEXT):
            return sets.NONE
        column = self.snapshot.column(query.field)
        low, high = column.range(query.low, query.high)
        alive = self.snapshot.alive
        ordinals = column.ordinals[alive]
        return alive[(ordinals >= low) & (ordinals < high)]

    def _leaf(self, query: Leaf, among: Array | None) -> Answer:
        every = ((name, self._found(name, query, among)) for name in query.fields)
        found = {name: one for name, one in every if len(one.docs)}
        docs = sets.any_of([one.docs for one in found.values()], self.snapshot.size)
        return Leaves(docs, query, found, self, self.statistics.holding(query, len(docs)))

    def _found(self, field: str, query: Leaf, among: Array | None) -> Found:
        match query:
            case Term():
                return self._postings(field, query.term)
            case Phrase():
                return self._phrase(field, query, among)
            case _:
                return self.snapshot.matching(words_field(field), _chooser(query))

    def _postings(self, field: str, term: str) -> Found:
        """The articles that have a term in a field, each with how often; read once a question."""
        if (field, term) not in self._read:
            self._read[field, term] = self.snapshot.postings(field, term)
        return self._read[field, term]

    def _phrase(self, field: str, query: Phrase, among: Array | None) -> Found:
        """In which articles the phrase stands, and how often: only those that have all its stems are read."""
        if len(query.terms) == 1:
            return self._postings(field, query.terms[0])
        if SCHEMA.get(field) is not Kind.TEXT or not query.terms:
            return _NOTHING
        if not all(len(self._postings(field, term).docs) for term in query.terms):
            return _NOTHING
        docs = self._having(field, frozenset(query.terms), among)
        if not len(docs):
            return _NOTHING
        pieces = [self._occurrences(field, query, some) for some in _stretches(docs)]
        found, counts = pieces[0]
        if len(pieces) > 1:
            found, counts = (np.concatenate(each) for each in zip(*pieces, strict=True))
        wanted = sets.held(found, docs, self.snapshot.size)
        return Found(found[wanted], counts[wanted].astype(np.float64))

    def _having(self, field: str, terms: frozenset[str], among: Array | None) -> Array:
        """The articles that have all terms; kept for the question, as a bonus asks for the same words twice."""
        key = (field, terms, id(among))
        if key not in self._held:
            docs, size = among, self.snapshot.size
            for found in sorted((self._postings(field, term) for term in terms), key=_length):
                docs = found.docs if docs is None else sets.both(docs, found.docs, size)
            assert docs is not None  # noqa: S101 - a phrase has terms
            self._held[key] = (docs, among)  # `among` as well, or another could get its id
        return self._held[key][0]

    def _occurrences(self, field: str, query: Phrase, docs: Array) -> tuple[Array, Array]:
        """In which of some articles that have all its terms the phrase stands, and how often; maybe in others."""
        spare = max(phrases.SPARE, len(query.terms) + query.slop)
        begins = self._begins(field, spare)
        key = (field, query.terms, id(docs), spare)
        words = self._placed.get(key)
        if words is None:
            read = {term: self._postings(field, term) for term in query.terms}
            words = {term: self.snapshot.places(found, docs, begins) for term, found in read.items()}
            if len(docs) <= AT_ONCE:
                self._placed[key] = words
        return phrases.occurrences(query.terms, words, query.slop, begins)

    def _begins(self, field: str, spare: int) -> Array:
        """By article where its text begins in the places of phrases; for nearly all of them made once a commit."""
        snapshot = self.snapshot
        if spare == phrases.SPARE:
            return snapshot.once("begins", field, lambda: phrases.begins(snapshot.lengths(field), spare))
        return phrases.begins(snapshot.lengths(field), spare)

    def weight(self, field: str) -> float:
        """The share of a field in the score."""
        return self._weights.get(field, 1.0)

    def gain(self, leaf: Leaf, holders: int) -> float:
        """What a leaf counts for, by how many articles have it."""
        # Of a page that goes on, more may hold the leaf by now than there were articles at the first.
        return bm25.gain(leaf.boost, max(self.statistics.articles, holders), holders)

    def average(self, field: str) -> float:
        """The mean length of a field: that of the first page of a walk."""
        return self.statistics.averages.setdefault(field, self.snapshot.average(field))

    def norms(self, field: str) -> Array:
        """By article what its length makes of a frequency."""
        if field not in self._norms:
            self._norms[field] = self.snapshot.norms(field, self.average(field))
        return self._norms[field]

    def part(self, field: str, times: float, doc: int) -> Part:
        """What a field of an article gives a leaf."""
        length = float(self.snapshot.lengths(field)[doc])
        return Part(field, self.weight(field), times, length, self.average(field))

    def reasons(self, answer: Answer, doc: int) -> list[Reason]:
        """What each leaf that an article matches adds to its score."""
        if isinstance(answer, Leaves):
            return [answer.reason(doc)]
        if not isinstance(answer, Together):
            return []
        one = np.array([doc])
        matching = (part for part in answer.parts if sets.held(one, part.docs, self.snapshot.size)[0])
        return [reason for part in matching for reason in self.reasons(part, doc)]


def _stretches(docs: Array) -> list[Array]:
    """Articles of which the positions are read at once: few enough for what a processor holds close by."""
    return np.array_split(docs, -(-len(docs) // AT_ONCE)) if len(docs) > AT_ONCE else [docs]


def _length(found: Found) -> int:
    return len(found.docs)


def _reads_positions(part: Query) -> bool:
    if isinstance(part, Phrase):
        return len(part.terms) > 1
    return isinstance(part, And | Or) and any(map(_reads_positions, part.parts))


def _chooser(query: Leaf) -> Callable[[Postings], Array]:
    """What chooses, among the words of a segment, those that a pattern means."""
    match query:
        case Prefix():
            return lambda postings: np.arange(*postings.dictionary.range(query.prefix.encode()))
        case Wildcard():
            return lambda postings: _fitting(query, postings)
        case Fuzzy():
            return lambda postings: _near(query, postings)
        case _:
            return lambda _: sets.NONE


def _fitting(query: Wildcard, postings: Postings) -> Array:
    literal = re.split(r"[*?]", query.pattern, maxsplit=1)[0]
    low, high = postings.dictionary.range(literal.encode())
    fits = wildcard(query.pattern).fullmatch
    words = postings.dictionary.terms(low, high)
    return np.array([low + rank for rank, word in enumerate(words) if fits(word.decode())], np.int64)


def _near(query: Fuzzy, postings: Postings) -> Array:
    ranks = similar(postings.dictionary, query.word, query.distance)
    words = [term.decode() for term in postings.dictionary.at(ranks)]
    near = set(within(query.word, words, query.distance))
    return ranks[[word in near for word in words]]
