"""Articles as a search shows them: with what the query matched marked in headline, snippets and paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.highlight import leaves
from search.results import Hit, Reading, Snippet
from search.snippets import snippets
from search.spotting import Spotting

if TYPE_CHECKING:
    from corpus import Article
    from index import Analyzer, Query
    from search.results import Span
    from search.snippets import Mark


class Showing:
    """Marks what one query matches, reading each article in its own language; what it learns is of use to the next."""

    def __init__(self, analyzer: Analyzer, query: Query) -> None:
        self._analyzer = analyzer
        self._wanted = {field: leaves(query, field) for field in ("headline", "body")}
        self._spotting: dict[tuple[str, str | None], Spotting] = {}

    def hit(self, rank: int, score: float, article: Article) -> Hit:
        """An article on a page of results."""
        marked = self._marks("body", article)
        return Hit(rank, score, article, self._headline(article), snippets(article.body, marked))

    def reading(self, article: Article, notes: tuple[str, ...]) -> Reading:
        """An article to be read."""
        paragraphs = article.body.split("\n\n") if article.body else []
        whole = _spans(self._marks("body", article))
        return Reading(article, self._headline(article), tuple(_paragraphs(paragraphs, whole)), notes)

    def _headline(self, article: Article) -> Snippet:
        return Snippet(article.headline, _spans(self._marks("headline", article)))

    def _marks(self, field: str, article: Article) -> list[Mark]:
        own = field, article.language
        if own not in self._spotting:
            self._spotting[own] = Spotting(self._analyzer, self._wanted[field], article.language)
        return self._spotting[own].marks(getattr(article, field))


def _spans(marks: list[Mark]) -> tuple[Span, ...]:
    return tuple((mark.start, mark.end) for mark in marks)


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
