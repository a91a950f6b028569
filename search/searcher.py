"""The searcher: what a person typed becomes a page of results, and whatever else one asks of a corpus.

It puts the parts together (asking, showing, facets, suggestions, timeline, concordance) and holds no rule of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from index import Analyzer, And, Everything, Not, Request, Term
from search import cursor as cursors
from search.asking import Asking, distinct, frame
from search.concordance import CONTEXT, LINES_A_PAGE, MOST_READ, Concordance, in_order, lines
from search.facets import facet
from search.likeness import alike
from search.parameters import COUNTED
from search.parser import NOTHING
from search.pasting import Pasted, pasted
from search.ranking import WEIGHTS
from search.request import PageRequest
from search.results import Export, Facet, Hit, Page, Reading, Suggestions
from search.showing import Showing
from search.side_by_side import Compared, side_by_side
from search.suggest import AMONG, MOST_HEADLINES, completions, meant, starting
from search.timeline import Timeline, narrowed, timeline
from stories import copied, links_of, sizes, source_reuse, story_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from corpus import Article
    from index import Counts, Engine, Match
    from search.asking import Answer
    from stories import Link, SourceReuse, Story, StorySize

FEW = 3
"""With so few results or fewer, another spelling is looked for."""
AT_ONCE = 100
"""How many articles an export reads at a time."""


class Searcher:
    """Searches one index. Safe to use from many threads.

    `report` gives what became of the corpus at the last run that ended (see index.read_report), None if unknown.
    """

    def __init__(self, engine: Engine, report: Callable[[], Mapping[str, Any] | None] = lambda: None) -> None:
        self._engine = engine
        self.report = report
        self._analyzer = Analyzer()
        self._asking = Asking(engine, self._analyzer)

    def prepare(self) -> None:
        """Read what is read once a commit, so that nobody has to wait for it; made for a thread of its own."""
        self._engine.near(["cuttings"], 1)
        self.search(PageRequest("cuttings", facets=tuple(COUNTED)))
        self.suggest("c")

    def pinned(self) -> AbstractContextManager[None]:
        """A context in which what this thread asks is answered from one commit, where the engine can do that."""
        return self._engine.pinned()

    def count(self) -> int:
        """How many articles there are."""
        return self._engine.count()

    def version(self) -> str:
        """A short text for the state of the corpus: another after every change."""
        return self._engine.version()

    def committed(self) -> datetime:
        """When the corpus last changed."""
        return self._engine.committed()

    def size(self) -> int:
        """How many bytes the index takes."""
        return self._engine.size()

    def search(self, request: PageRequest, *, explain: bool = False) -> Page:
        """One page of results. Raises BadParameter for a wrong cursor, IndexTrouble when the index cannot be read."""
        with self._engine.pinned():
            answer = self._asking.answer(request)
            return self._page(answer, request, explain=explain)

    def _page(self, answer: Answer, request: PageRequest, *, explain: bool) -> Page:
        matches, strict = answer.matches, 0 if answer.step else answer.matches.total
        unmatched = self._asking.unmatched(answer.parsed) if not strict and answer.query != NOTHING else ()
        return Page(
            request,
            matches.total,
            self._hits(answer, explain=explain),
            {name: self._facet(name, matches.facets, request) for name in request.facets},
            self._suggestion(answer, request) if strict <= FEW else None,
            answer.notes,
            unmatched,
            () if strict else self._asking.fewer(answer.parsed, request, unmatched),
            self._days(answer, request),
            self._cursor(answer, request),
        )

    def read(self, article_id: str, q: str = "") -> Reading | None:
        """An article to be read, with the matches of a query marked; None when there is no such article."""
        for article in self._engine.fetch([article_id]):
            parsed = self._asking.parsed(q)
            return Showing(self._analyzer, parsed.query).reading(article, parsed.notes)
        return None

    def similar(self, article_id: str, size: int = 5) -> tuple[Hit, ...] | None:
        """The articles most like one, the likest first; None when there is no such article."""
        for article in self._engine.fetch([article_id]):
            stems, _ = self._analyzer.terms(f"{article.headline}\n\n{article.body}", article.language).both()
            query = alike(stems, lambda some: self._engine.holders("body", some), self.count())
            if query is None:
                return ()
            others = And((query, Not(Term(("id",), article_id))))
            matches = self._engine.search(Request(others, weights=WEIGHTS, limit=size))
            return tuple(self._shown(matches.top, Everything(), 1))
        return None

    def compare(self, one_id: str, other_id: str) -> Compared | None:
        """Two articles side by side; None where there is no article of one of the ids."""
        found = {article.id: article for article in self._engine.fetch([one_id, other_id])}
        if one_id not in found or other_id not in found:
            return None
        return side_by_side(found[one_id], found[other_id], self._analyzer)

    def story(self, article_id: str) -> Story | None:
        """The story that an article is part of; None when there is no such article."""
        return story_of(self._engine, article_id)

    def printed(self, article_id: str) -> tuple[StorySize | None, tuple[Link, ...]]:
        """How large the story of an article is, None where it is alone, and its links: the largest share first."""
        return links_of(self._engine, article_id)

    def source_reuse(self) -> SourceReuse:
        """Which sources print what others had before."""
        return source_reuse(self._engine)

    def copied(self, later: str, earlier: str) -> tuple[Link, ...]:
        """The articles that one source printed after another, each as a link to the earlier one, the newest first."""
        return copied(self._engine, later, earlier)

    def articles(self, ids: Sequence[str]) -> Sequence[Article]:
        """The articles of some ids, whichever there are."""
        return self._engine.fetch(ids)

    def reusers(self, text: str) -> Pasted:
        """The articles that reuse a text of at most LONGEST_TEXT characters."""
        return pasted(self._engine, self._analyzer, text, self.languages())

    def suggest(self, text: str, size: int = 8) -> Suggestions:
        """How what was typed so far may go on: its last word, commonest first; and headlines that have the words."""
        tokens = self._analyzer.tokens(text)
        if not tokens or tokens[-1].end < len(text):
            return Suggestions(())
        last = tokens[-1]
        found = self._headed(text[: last.start], last.word)
        words = self._engine.commonest(last.word, AMONG * size)
        beside = {token.word for one in found for token in self._analyzer.tokens(one.headline, one.language)}
        texts = completions(text[: last.start], words, size, beside)
        return Suggestions(tuple(texts), tuple((one.headline, one.id) for one in found))

    def _headed(self, before: str, last: str) -> Sequence[Article]:
        """The newest articles whose headline has the words typed before, and one that begins as the last."""
        query = starting(self._analyzer.readings(before, self.languages()), last)
        if query is None:
            return ()
        top = self._engine.search(Request(query, sort="newest", limit=MOST_HEADLINES)).top
        return self._engine.fetch([match.id for match in top])

    def languages(self) -> Collection[str]:
        """The languages that articles are known to be in, as codes, in order."""
        return self._asking.languages()

    def sources(self) -> list[tuple[str, int]]:
        """All sources with how many articles each has, commonest first; those without one are not among them."""
        counts = self._counts("source")
        return sorted(counts.values.items(), key=lambda pair: (-pair[1], pair[0].casefold(), pair[0]))

    def days(self, count: str = "articles") -> Counts:
        """How many articles, or stories, the corpus has of each day, and without a date."""
        return self._counts("published", PageRequest(count=count))

    def facet(self, name: str, request: PageRequest, prefix: str = "") -> Facet:
        """One facet of a search, of the values that begin so."""
        answer = self._asking.answer(replace(request, facets=(name,), cursor=""), limit=0)
        return self._facet(name, answer.matches.facets, request, prefix)

    def timeline(self, request: PageRequest, interval: str | None = None) -> Timeline:
        """The articles that a search finds over time."""
        answer = self._asking.answer(replace(request, facets=("year",), cursor=""), limit=0)
        days = cast("Counts", self._days(answer, request))
        return self.over_time(request, days, self.days(request.count), interval)

    def over_time(
        self, request: PageRequest, found: Counts, every: Counts, interval: str | None = None
    ) -> Timeline:
        """The timeline of a page: its days, `found`, among those of the corpus, `every`."""
        first, last = frame(request)
        within = (first or "", last or "9999-12-31") if first or last else None
        return timeline(found, narrowed(every, *request.chosen("date")), interval=interval, within=within)

    def _days(self, answer: Answer, request: PageRequest) -> Counts | None:
        """The days of what was found, where they were counted: facets of dates ignore the dates chosen."""
        counts = answer.matches.facets.get("published")
        return counts and narrowed(counts, *request.chosen("date"))

    def concordance(
        self, request: PageRequest, side: str = "position", context: int = CONTEXT
    ) -> Concordance:
        """One page of the matches in their context; of at most MOST_READ articles, the first in order."""
        answer = self._asking.answer(replace(request, facets=(), cursor=""), limit=MOST_READ)
        articles = self._engine.fetch([match.id for match in answer.matches.top])
        found = (line for one in articles for line in lines(one, answer.query, self._analyzer, context))
        ordered = in_order(found, side)
        start = (request.page - 1) * LINES_A_PAGE
        return Concordance(
            tuple(ordered[start : start + LINES_A_PAGE]),
            len(ordered),
            len(articles),
            answer.matches.total,
            request.page,
            answer.notes,
        )

    def export(self, request: PageRequest) -> Export:
        """Every article that a search finds, in its order. Their texts are read as they are asked for."""
        version, every = self.version(), self.count()
        answer = self._asking.answer(replace(request, facets=(), page=1, cursor=""), limit=every)
        ids = [match.id for match in answer.matches.top]
        return Export(request, version, answer.matches.total, answer.notes, self._articles(ids))

    def _articles(self, ids: Sequence[str]) -> Iterator[Article]:
        for start in range(0, len(ids), AT_ONCE):
            yield from self._engine.fetch(ids[start : start + AT_ONCE])

    def _counts(self, field: str, request: PageRequest | None = None) -> Counts:
        of_what = distinct(request) if request else None
        asked = Request(Everything(), facets=(field,), limit=0, distinct=of_what)
        return self._engine.search(asked).facets[field]

    def _facet(
        self, name: str, facets: Mapping[str, Counts], request: PageRequest, prefix: str = ""
    ) -> Facet:
        chosen = request.chosen("date" if COUNTED[name] == "published" else name)
        return facet(name, facets[COUNTED[name]], request.facet_size, chosen, prefix)

    def _suggestion(self, answer: Answer, request: PageRequest) -> str | None:
        """Another spelling, if it finds more than this one did."""
        text = meant(request.q, answer.parsed.words, self._engine.near)
        strict = 0 if answer.step else answer.matches.total
        return text if text is not None and self._asking.totals([text], request)[0] > strict else None

    def _cursor(self, answer: Answer, request: PageRequest) -> str | None:
        if answer.matches.end is None:
            return None
        seen = answer.seen + len(answer.matches.top)
        return cursors.written(cursors.Cursor(answer.matches.end, answer.step, seen), request)

    def _hits(self, answer: Answer, *, explain: bool) -> tuple[Hit, ...]:
        top = answer.matches.top
        hits = tuple(self._shown(top, answer.query, answer.seen + 1))
        if answer.asked.distinct:
            names = {match.id: match.value for match in top}
            large = sizes(self._engine, list(names.values()))
            hits = tuple(replace(hit, story=large.get(names[hit.article.id])) for hit in hits)
        if not explain:
            return hits
        why = self._engine.explain(answer.asked, [hit.article.id for hit in hits])
        return tuple(replace(hit, reasons=why.get(hit.article.id, ())) for hit in hits)

    def _shown(self, top: Sequence[Match], query: Any, first: int) -> Iterator[Hit]:
        articles = {match.id: match.article for match in top if match.article}
        left = [match.id for match in top if match.id not in articles]
        if left:
            articles |= {article.id: article for article in self._engine.fetch(left)}
        showing = Showing(self._analyzer, query)
        for rank, match in enumerate(top, first):
            if match.id in articles:  # else removed between the two questions
                yield showing.hit(rank, match.score, articles[match.id])
