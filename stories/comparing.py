"""Which articles of an index share text with some others: candidates by fingerprints, and a judgement on each pair.

Finding candidates is a query: articles that have several of the same fingerprints. Those that very many articles have
are left out of it. They are of what a source prints on every page, and would make it slow to say nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import And, Not, Or, Request, Term, analyse
from stories.outlet import same_outlet
from stories.pieces import pieces
from stories.reuse import Reuse, judge
from stories.sentences import Sentences, sentences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

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
AT_ONCE = 50
"""Articles whose candidates are looked for together."""
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
        for some in pieces(ids, AT_ONCE):
            for article, others in self._with_candidates(self._engine.fetch(some)):
                yield from self._among(article, others)

    def pairs_with(self, documents: Sequence[Document]) -> Iterator[Pair]:
        """The same for documents that the index does not have yet, or has as they were: with its articles, and each other."""
        self._codes |= {one.article.id: frozenset(one.fingerprint) for one in documents}
        new = {one.article.id: number for number, one in enumerate(documents)}
        for some in pieces(documents, AT_ONCE):
            for article, others in self._with_candidates([one.article for one in some]):
                there = [one for one in others if one.id not in new]
                later = (one.article for one in documents[new[article.id] + 1 :])
                yield from self._among(article, [*there, *later])

    def _among(self, article: Article, others: Iterable[Article]) -> Iterator[Pair]:
        for other in others:
            if self._may_share(article, other):
                same = same_outlet(article, other)
                reuse = judge(self.prepared(article), self.prepared(other), same_outlet=same)
                if reuse:
                    yield article.id, other.id, reuse

    def _with_candidates(self, articles: Sequence[Article]) -> Iterator[tuple[Article, list[Article]]]:
        """Each of some articles, with those of the index that may share text with it; the likeliest first."""
        with self._engine.pinned():
            names = self._candidates(articles)
            found = self._engine.fetch(list(dict.fromkeys(name for some in names for name in some)))
        there = {one.id: one for one in found}
        for article, some in zip(articles, names, strict=True):
            yield article, [there[name] for name in some if name in there]

    def _candidates(self, articles: Sequence[Article]) -> list[list[str]]:
        """The ids of those that may share text with each of some articles, which need not be in the index themselves."""
        codes = [self.codes(article) for article in articles]
        every = sorted(frozenset().union(*codes))
        held = dict(zip(every, self._engine.holders("fingerprint", every), strict=True))
        questions = [_question(article, some, held) for article, some in zip(articles, codes, strict=True)]
        answers = iter(self._engine.searches([one for one in questions if one]))
        return [[match.id for match in next(answers).top] if one else [] for one in questions]

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

    def prepared(self, article: Article) -> Sentences:
        """The body of an article, prepared for comparing."""
        if article.id not in self._prepared:
            if len(self._prepared) >= KEPT:
                self._prepared.clear()
            self._prepared[article.id] = sentences(article.body, self._analyzer, article.language)
        return self._prepared[article.id]


def _question(article: Article, every: Collection[str], held: Mapping[str, int]) -> Request | None:
    """Who may share text with an article of these fingerprints, of which so many articles hold each; None if nobody may."""
    codes = [
        code
        for at, (count, code) in enumerate(sorted((held[code], code) for code in every))
        if at < ALWAYS or count <= MOST_HELD
    ]
    least = max(SHARED, round(PART * len(every))) if len(codes) > FEW else 2
    if len(codes) < least:
        return None
    shared = Or(tuple(Term(("fingerprint",), code) for code in codes), least)
    return Request(And((shared, Not(Term(("id",), article.id)))), limit=CANDIDATES)
