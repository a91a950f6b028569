"""Articles as a search shows them: with what the query matched marked in headline, snippets and paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.highlight import joined, leaves, marks, spans
from search.results import Hit, Reading, Snippet
from search.snippets import snippets

if TYPE_CHECKING:
    from corpus import Article
    from index import Analyzer, Query, Token
    from search.highlight import Marks
    from search.results import Span


class Showing:
    """Marks what queries match, reading each article in its own language."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def hit(self, rank: int, score: float, article: Article, query: Query) -> Hit:
        """An article on a page of results."""
        marked = joined(*self._marks(query, "body", article))
        return Hit(rank, score, article, self._headline(query, article), snippets(article.body, marked))

    def reading(self, article: Article, query: Query, notes: tuple[str, ...]) -> Reading:
        """An article to be read."""
        paragraphs = article.body.split("\n\n") if article.body else []
        whole = spans(*self._marks(query, "body", article))
        return Reading(article, self._headline(query, article), tuple(_paragraphs(paragraphs, whole)), notes)

    def _headline(self, query: Query, article: Article) -> Snippet:
        return Snippet(article.headline, spans(*self._marks(query, "headline", article)))

    def _marks(self, query: Query, field: str, article: Article) -> tuple[Marks, list[Token]]:
        wanted = leaves(query, field)
        tokens = self._analyzer.tokens(getattr(article, field), article.language) if wanted else []
        return marks(wanted, tokens), tokens


def _paragraphs(paragraphs: list[str], marked: tuple[Span, ...]) -> list[Snippet]:
    """Paragraphs with their own spans, from the spans of the whole body."""
    made: list[Snippet] = []
    start = 0
    for text in paragraphs:
        end = start + len(text)
        own = tuple((left - start, right - start) for left, right in marked if start <= left and right <= end)
        made.append(Snippet(text, own))
        start = end + 2
    return made
