"""One question: as one search of OpenSearch, which finds, ranks and counts together, and as the answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.engine import Match, Matches
from index.engines.opensearch import counting
from index.engines.opensearch.place import Place, read, written
from index.engines.opensearch.queries import all_of, selecting
from index.engines.opensearch.queries import written as as_query
from index.stored import from_fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.engine import Request

    Json = dict[str, Any]
    Ask = Callable[[Json], Json]

AT_ONCE = 5_000
"""Articles of a longer stretch that are asked for at a time."""
_UNDATED_LAST = {"missing": "_last"}


class Question:
    """A request. Raises UnknownPlace for an `after` that is none."""

    def __init__(self, request: Request, timeout: float) -> None:
        self._request = request
        self._timeout = timeout
        self._filters = {field: as_query(query, {}) for field, query in request.filters.items()}
        self.place: Place | None = None
        if request.after is not None:
            self.place = read(request.after, by_score=request.sort == "relevance")

        self.goes_on_elsewhere = self.place is not None and self.place.point is None and not self._is_dated

    def forget_point(self) -> None:
        """Go on in another commit, after the same article."""
        if self.place:
            self.place = Place(None, self.place.key, self.place.seen)
            self.goes_on_elsewhere = not self._is_dated

    @property
    def _is_dated(self) -> bool:
        """Whether the order hangs on nothing but the articles themselves."""
        return self._request.sort != "relevance" and not self._request.distinct

    @property
    def header(self) -> Json:
        """What stands before the search among others: words are as rare as they are in all shards together."""
        return {"search_type": "dfs_query_then_fetch"} if self._request.sort == "relevance" else {}

    def body(self) -> Json:
        """The search with its first hits and everything that is counted."""
        request = self._request
        aggregations = {
            f"facet_{name}": counting.facet(name, self._others(name), request.distinct)
            for name in request.facets
        }
        if request.distinct:
            aggregations["total"] = counting.total(self._after(), request.distinct)
        size = min(self._wanted, AT_ONCE)
        body = {**self._selection(), **self._stretch(size, self._start), "track_total_hits": True}
        return {**body, "aggs": aggregations} if aggregations else body

    def matches(self, answer: Json, ask: Ask, point: str | None, notes: tuple[str, ...] = ()) -> Matches:
        """The engine's answer, from that to `body`. `ask` puts further searches, where one was not enough."""
        request, counted = self._request, answer.get("aggregations", {})
        total = int(answer["hits"]["total"]["value"])
        if request.distinct:
            total = counting.number(counted["total"], request.distinct)
        facets = {
            name: counting.counts(
                name, counted[f"facet_{name}"], request.distinct, self._again(ask), self._others(name)
            )
            for name in request.facets
        }
        hits = list(answer["hits"]["hits"])
        while len(hits) < self._wanted and hits and not len(hits) % AT_ONCE:
            more = self._next(hits, ask)
            hits += more
            if not more:
                break
        offset = request.offset if self._skips else 0
        top = hits[offset : offset + request.limit]
        more_follow = len(hits) > offset + len(top) and bool(top)
        end = written(Place(point, tuple(top[-1]["sort"]), self._seen(len(top)))) if more_follow else None
        return Matches(total, tuple(map(self._match, top)), facets, end, notes)

    @property
    def _skips(self) -> bool:
        """Whether the articles before the offset come along."""
        return self.place is not None and not self._request.distinct

    @property
    def _start(self) -> int:
        before = self.place.seen if self.place and self._request.distinct else 0
        return before if self._skips else before + self._request.offset

    @property
    def _wanted(self) -> int:
        """Hits to ask for: one more than are given, to see whether any follow."""
        request = self._request
        return request.limit + 1 + (request.offset if self._skips else 0) if request.limit else 0

    def _seen(self, given: int) -> int:
        return self._start + given

    def _selection(self) -> Json:
        request = self._request
        query: Json = {"must": as_query(request.query, request.weights), "filter": self._before()}
        if request.bonus is not None and request.sort == "relevance":
            query |= {"should": as_query(request.bonus, request.weights), "minimum_should_match": 0}
        after = self._after()
        body: Json = {"query": {"bool": query}, "timeout": f"{self._timeout * 800:.0f}ms"}
        return {**body, "post_filter": all_of(after)} if after else body

    def _stretch(self, size: int, start: int, after: Json | None = None) -> Json:
        """The part of a search that says which hits come back, in which order."""
        if not size:
            return {"size": 0}
        request = self._request
        source = ["article"] if request.texts else False
        body: Json = {"size": size, "sort": self._order(), "track_scores": True, "_source": source}
        if request.distinct:
            return {**body, "collapse": {"field": request.distinct}, "from": start}
        if after is not None:
            return {**body, "search_after": after}
        if self.place:
            return {**body, "search_after": list(self.place.key)}
        return {**body, "from": start}

    def _order(self) -> list[Json]:
        newest = {"day": {"order": "desc", **_UNDATED_LAST}}
        match self._request.sort:
            case "newest":
                return [newest, {"id": "asc"}]
            case "oldest":
                return [{"day": {"order": "asc", **_UNDATED_LAST}}, {"id": "asc"}]
            case _:
                return [{"_score": "desc"}, newest, {"id": "asc"}]

    def _next(self, hits: list[Json], ask: Ask) -> list[Json]:
        size = min(AT_ONCE, self._wanted - len(hits))
        stretch = self._stretch(size, self._start + len(hits), hits[-1]["sort"])
        return list(ask({**self._selection(), **stretch, "track_total_hits": False})["hits"]["hits"])

    def _again(self, ask: Ask) -> Ask:
        return lambda aggregation: ask({**self._selection(), "size": 0, "aggs": {"one": aggregation}})[
            "aggregations"
        ]["one"]

    def _before(self) -> list[Json]:
        """The filters that every number heeds."""
        return [query for field, query in self._filters.items() if field not in self._request.facets]

    def _after(self) -> list[Json]:
        """The filters of fields that are counted, which their own counts do not heed."""
        return [query for field, query in self._filters.items() if field in self._request.facets]

    def _others(self, name: str) -> list[Json]:
        facets = self._request.facets
        return [query for field, query in self._filters.items() if field in facets and field != name]

    def _match(self, hit: Json) -> Match:
        value = ""
        if self._request.distinct:
            value = str(hit["fields"][self._request.distinct][0])
        article = from_fields(hit["_source"]["article"]) if self._request.texts else None
        name = article.id if article else str(hit["sort"][-1])
        return Match(name, float(hit["_score"] or 0.0), value, article)


def within(request: Request) -> Json:
    """What selects just those articles that a request finds."""
    query = as_query(request.query, {})
    return selecting(all_of([query, *(as_query(one, {}) for one in request.filters.values())]))
