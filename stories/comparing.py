"""Which articles of an index share text with some others: candidates by fingerprints, and a judgement on each pair.

Finding candidates is a query: articles that have several of the same fingerprints. Those that very many articles have
are left out of it. They are of what a source prints on every page, and would make it slow to say nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import And, Not, Or, Request, Term, analyse
from stories.outlet import same_outlet
from stories.reuse import Reuse, judge
from stories.sentences import Sentences, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from corpus import Article
    from index import Analyzer, Document, Engine

MOST_HELD = 100
"""Articles that have a fingerprint, above which it is not asked for."""
ALWAYS = 8
"""The rarest fingerprints, which are asked for all the same: a story that hundreds printed has no rare ones."""
SHARED, PART = 3, 0.08
"""Fingerprints that a candidate shares at least, and the share of the article's own; of a text that has FEW, two."""
FEW = 12
TELLING = 0.15
"""The share of the fingerprints of the one that has fewer, without which two articles are not compared. Of machine-reworded
copies half are shared, of independent reports a tenth at most."""
KEPT, KEPT_CODES = 1_000, 10_000
"""Articles whose prepared texts, and whose fingerprints, are kept for those that are compared with them next."""
CANDIDATES = 20
"""Articles that one is compared with: those that share the most, and the rarest."""

Pair = tuple[str, str, Reuse]
"""The ids of two articles, and how they share text, told of the first."""


class Comparing:
    """Compares articles with those of one index. Keeps the last texts that it prepared."""

    def __init__(self, engine: Engine, analyzer: Analyzer) -> None:
        self._engine = engine
        self._analyzer = analyzer
        self._prepared: dict[str, Sentences] = {}
        self._codes: dict[str, frozenset[str]] = {}

    def pairs(self, ids: Sequence[str]) -> Iterator[Pair]:
        """The articles of the index that share text with each of these; a pair of two of them may come twice."""
        for article in self._engine.fetch(ids):
            yield from self._among(article, self._engine.fetch(self.candidates(article)))

    def pairs_with(self, documents: Sequence[Document]) -> Iterator[Pair]:
        """The same for documents that the index does not have yet, or has as they were: with its articles, and each other."""
        self._codes |= {one.article.id: frozenset(one.fingerprint) for one in documents}
        new = [one.article for one in documents]
        ids = {one.id for one in new}
        for number, article in enumerate(new):
            others = [one for one in self.candidates(article) if one not in ids]
            yield from self._among(article, [*self._engine.fetch(others), *new[number + 1 :]])

    def _among(self, article: Article, others: Iterable[Article]) -> Iterator[Pair]:
        for other in others:
            if self._may_share(article, other):
                same = same_outlet(article, other)
                reuse = judge(self.prepared(article), self.prepared(other), same_outlet=same)
                if reuse:
                    yield article.id, other.id, reuse

    def candidates(self, article: Article) -> list[str]:
        """The articles that may share text with one, which need not be in the index itself; the likeliest first."""
        every = self.codes(article)
        codes = self._telling(sorted(every))
        least = max(SHARED, round(PART * len(every))) if len(codes) > FEW else 2
        if len(codes) < least:
            return []
        shared = Or(tuple(Term(("fingerprint",), code) for code in codes), least)
        query = And((shared, Not(Term(("id",), article.id))))
        return [match.id for match in self._engine.search(Request(query, limit=CANDIDATES)).top]

    def _may_share(self, article: Article, other: Article) -> bool:
        one, two = self.codes(article), self.codes(other)
        return len(one & two) >= TELLING * min(len(one), len(two))

    def codes(self, article: Article) -> frozenset[str]:
        """The fingerprints of an article."""
        if article.id not in self._codes:
            if len(self._codes) >= KEPT_CODES:
                self._codes.clear()
            self._codes[article.id] = frozenset(analyse(article, self._analyzer).fingerprint)
        return self._codes[article.id]

    def _telling(self, codes: Sequence[str]) -> list[str]:
        held = self._engine.holders("fingerprint", codes)
        rarest = sorted(zip(held, codes, strict=True))
        return [code for at, (count, code) in enumerate(rarest) if at < ALWAYS or count <= MOST_HELD]

    def prepared(self, article: Article) -> Sentences:
        """The body of an article, prepared for comparing."""
        if article.id not in self._prepared:
            if len(self._prepared) >= KEPT:
                self._prepared.clear()
            self._prepared[article.id] = sentences(article.body, self._analyzer, article.language)
        return self._prepared[article.id]
