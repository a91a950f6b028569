"""The searcher: what a person typed becomes a page of results.

It puts the parts together (parser, ranking, engine, snippets, facets, suggestions) and holds no rule of its
own but one: a search that finds nothing is tried again with most of its words, and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index import Analyzer, Between, Everything, Request
from search.facets import choice, facet
from search.highlight import joined, leaves, marks, spans
from search.parser import NOTHING, Parsed, parse
from search.period import days
from search.ranking import WEIGHTS, bonus, with_most
from search.request import CHOSEN, PageRequest
from search.results import Hit, Page, Reading, Snippet
from search.snippets import snippets
from search.suggest import completions, meant

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from corpus import Article
    from index import Engine, Matches, Query, Token
    from search.highlight import Marks

FEW = 3
"""With so few results or fewer, another spelling is looked for."""


class Searcher:
    """Searches one index. Safe to use from many threads.

    `report` gives what became of the corpus at the last run that ended (see index.read_report), None if unknown.
    """

    def __init__(self, engine: Engine, report: Callable[[], Mapping[str, Any] | None] = lambda: None) -> None:
        self._engine = engine
        self.report = report
        self._analyzer = Analyzer()

    def prepare(self) -> None:
        """Read what is read once a commit, so that nobody has to wait for it; made for a thread of its own."""
        self._engine.near("cuttings", 1)
        self.search(PageRequest("cuttings"))

    def count(self) -> int:
        """How many articles there are."""
        return self._engine.count()

    def search(self, request: PageRequest) -> Page:
        """One page of results. Raises IndexTrouble when the index cannot be read."""
        parsed = self._parsed(request.q)
        query, notes = parsed.query, parsed.notes
        matches = self._matches(query, request)
        suggestion = self._suggestion(parsed, request, matches.total) if matches.total <= FEW else None
        if not matches.total and query != NOTHING:
            query, matches, more = self._most(query, matches, request)
            notes += more
        hits = self._hits(matches, query, request)
        facets = {
            name: facet(counts, request.facet_size, *request.chosen(name))
            for name, counts in matches.facets.items()
        }
        return Page(request, matches.total, hits, facets, suggestion, notes)

    def read(self, article_id: str, q: str = "") -> Reading | None:
        """An article to be read, with the matches of a query marked; None when there is no such article."""
        for article in self._engine.fetch([article_id]):
            parsed = self._parsed(q)
            paragraphs = article.body.split("\n\n") if article.body else []
            whole = spans(*self._marks(parsed.query, "body", article))
            return Reading(
                article,
                self._headline(parsed.query, article),
                tuple(_paragraphs(paragraphs, whole)),
                parsed.notes,
            )
        return None

    def suggest(self, text: str, size: int = 8) -> list[str]:
        """How what was typed so far may go on, commonest first."""
        last = self._analyzer.tokens(text)[-1:]
        if not last or last[0].end < len(text):
            return []
        return completions(text[: last[0].start], dict(self._engine.terms(last[0].word)), size)

    def languages(self) -> Collection[str]:
        """The languages that articles are known to be in, as codes, in order."""
        return self._engine.values("language")

    def sources(self) -> list[tuple[str, int]]:
        """All sources with how many articles each has, commonest first; those without one are not among them."""
        counts = self._engine.search(Request(Everything(), facets=("source",), limit=0)).facets["source"]
        return sorted(counts.values.items(), key=lambda pair: (-pair[1], pair[0].casefold(), pair[0]))

    def _matches(self, query: Query, request: PageRequest, *, limit: int | None = None) -> Matches:
        return self._engine.search(
            Request(
                query,
                bonus(query),
                _filters(request),
                WEIGHTS,
                request.facets,
                request.sort,
                offset=(request.page - 1) * request.per_page,
                limit=request.per_page if limit is None else limit,
            )
        )

    def _most(
        self, query: Query, none: Matches, request: PageRequest
    ) -> tuple[Query, Matches, tuple[str, ...]]:
        """The articles with the most of the words, when none has them all."""
        for looser, note in with_most(query, filtered=bool(_filters(request))):
            matches = self._matches(looser, request)
            if matches.total:
                return looser, matches, (note,)
        return query, none, ()

    def _suggestion(self, parsed: Parsed, request: PageRequest, total: int) -> str | None:
        """Another spelling, if it finds more than this one did."""
        text = meant(request.q, parsed.words, self._engine.near)
        if text is None:
            return None
        other = self._matches(self._parsed(text).query, request, limit=0)
        return text if other.total > total else None

    def _hits(self, matches: Matches, query: Query, request: PageRequest) -> tuple[Hit, ...]:
        articles = {
            article.id: article for article in self._engine.fetch([match.id for match in matches.top])
        }
        first = (request.page - 1) * request.per_page + 1
        return tuple(
            self._hit(first + number, match.score, articles[match.id], query)
            for number, match in enumerate(matches.top)
            if match.id in articles  # removed between the two questions
        )

    def _hit(self, rank: int, score: float, article: Article, query: Query) -> Hit:
        marked = joined(*self._marks(query, "body", article))
        return Hit(rank, score, article, self._headline(query, article), snippets(article.body, marked))

    def _headline(self, query: Query, article: Article) -> Snippet:
        return Snippet(article.headline, spans(*self._marks(query, "headline", article)))

    def _marks(self, query: Query, field: str, article: Article) -> tuple[Marks, list[Token]]:
        """What a query matches in a text field of an article, which is read in its own language."""
        wanted = leaves(query, field)
        tokens = self._analyzer.tokens(getattr(article, field), article.language) if wanted else []
        return marks(wanted, tokens), tokens

    def _parsed(self, typed: str) -> Parsed:
        return parse(typed, self._analyzer, self.languages())


def _filters(request: PageRequest) -> Mapping[str, Query]:
    filters: dict[str, Query] = {}
    for name in CHOSEN:
        chosen = choice(name, *request.chosen(name))
        if chosen is not None:
            filters[name] = chosen
    since, until = request.since and days(request.since), request.until and days(request.until)
    if since or until:
        filters["published"] = Between("published", since[0] if since else None, until[1] if until else None)
    return filters


def _paragraphs(paragraphs: list[str], marked: tuple[tuple[int, int], ...]) -> list[Snippet]:
    """Paragraphs with their own spans, from the spans of the whole body."""
    made: list[Snippet] = []
    start = 0
    for text in paragraphs:
        end = start + len(text)
        own = tuple((left - start, right - start) for left, right in marked if start <= left and right <= end)
        made.append(Snippet(text, own))
        start = end + 2
    return made
