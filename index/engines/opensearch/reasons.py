"""Why articles score as they do: what each leaf adds is asked of OpenSearch, leaf by leaf in one round trip.

How often a leaf is in a text, and how long that is, comes from the article itself, analysed anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from index.document import SCHEMA, Kind, analyse, keywords
from index.engine import Part, Reason
from index.engines.opensearch.queries import written
from index.engines.opensearch.question import within
from index.patterns import wildcard
from index.positions import occurrences
from index.query import And, Fuzzy, Or, Phrase, Prefix, Term, Wildcard
from index.spelling import within as near
from index.stored import from_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from index.analysis import Analyzer
    from index.document import Document
    from index.engine import Request
    from index.query import Leaf, Query

    Json = dict[str, Any]

_LEAVES = (Term, Phrase, Prefix, Wildcard, Fuzzy)


class Reasons:
    """What is to be known of a request and some articles, asked together."""

    def __init__(self, request: Request, names: Sequence[str], analyzer: Analyzer) -> None:
        self._request = request
        self._names = list(names)
        self._analyzer = analyzer
        roots = [request.query, *([request.bonus] if request.bonus else [])]
        self._nodes = list(dict.fromkeys(node for root in roots for node in _nodes(root)))
        self._scores: dict[Query, dict[str, float]] = {}
        self._holders: dict[Query, int] = {}

    def searches(self) -> Iterator[Json]:
        """One search for the articles that are found, then one for each part of the query."""
        averages = {
            name: {"avg": {"field": f"{name}_length"}} for name, kind in SCHEMA.items() if kind is Kind.TEXT
        }
        yield self._search(within(self._request), averages | {"among": {"filter": {"match_all": {}}}})
        for node in self._nodes:
            query = written(node, self._request.weights)
            yield self._search(query, {"holders": {"filter": query}} if isinstance(node, _LEAVES) else {})

    def _search(self, query: Json, counted: Json) -> Json:
        chosen = {"terms": {"id": self._names}}
        body = {"query": {"bool": {"must": query, "filter": chosen}}, "size": len(self._names)}
        body |= {"sort": ["_score", {"id": "asc"}], "_source": ["article", "story", "links"]}
        return {**body, "aggs": {"all": {"global": {}, "aggs": counted}}} if counted else body

    def told(self, answers: Sequence[Json]) -> dict[str, tuple[Reason, ...]]:
        """The reasons by the id of each article that is found."""
        counted = answers[0]["aggregations"]["all"]
        averages = {
            name: float(value["value"] or 0)
            for name, value in counted.items()
            if isinstance(value, dict) and "value" in value
        }
        among = int(counted["among"]["doc_count"])
        for node, answer in zip(self._nodes, answers[1:], strict=True):
            self._scores[node] = {hit["sort"][-1]: float(hit["sort"][0]) for hit in answer["hits"]["hits"]}
            if "aggregations" in answer:
                self._holders[node] = int(answer["aggregations"]["all"]["holders"]["doc_count"])
        found = {hit["sort"][-1]: self._document(hit["_source"]) for hit in answers[0]["hits"]["hits"]}
        roots = [self._request.query, *([self._request.bonus] if self._request.bonus else [])]
        return {
            one: tuple(
                self._reason(leaf, found[one], averages, among)
                for root in roots
                for leaf in self._leaves(root, one)
            )
            for one in self._names
            if one in found
        }

    def _document(self, stored: Json) -> Document:
        document = analyse(from_fields(stored["article"]), self._analyzer)
        return replace(document, story=stored["story"][0], links=tuple(stored["links"]))

    def _leaves(self, node: Query, one: str) -> Iterator[Leaf]:
        if one not in self._scores.get(node, {}):
            return
        if isinstance(node, _LEAVES):
            yield node
        elif isinstance(node, And | Or):
            for part in node.parts:
                yield from self._leaves(part, one)

    def _reason(self, leaf: Leaf, document: Document, averages: dict[str, float], among: int) -> Reason:
        parts = []
        for field in leaf.fields:
            often = _often(leaf, document, field)
            if often:
                is_text = SCHEMA.get(field) is Kind.TEXT
                length = float(len(document.text[field].stems)) if is_text else 1.0
                weight = self._request.weights.get(field, 1.0)
                parts.append(Part(field, weight, float(often), length, averages.get(field, 1.0)))
        score = self._scores[leaf][document.article.id]
        return Reason(leaf, score, self._holders[leaf], among, tuple(parts))


def _nodes(node: Query) -> Iterator[Query]:
    """A query and all parts of it that can add to a score."""
    yield node
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from _nodes(part)


def _often(leaf: Leaf, document: Document, field: str) -> int:
    if field not in SCHEMA:
        return 0
    if SCHEMA[field] is not Kind.TEXT:
        return sum(map(_accepts(leaf), keywords(document, field)))
    stems, words = document.text[field].both()
    if isinstance(leaf, Phrase) and len(leaf.terms) > 1:
        return occurrences(
            [[at for at, stem in enumerate(stems) if stem == term] for term in leaf.terms], leaf.slop
        )
    return sum(map(_accepts(leaf), stems if isinstance(leaf, Term | Phrase) else words))


def _accepts(leaf: Leaf) -> Callable[[str], bool]:
    match leaf:
        case Term():
            return leaf.term.__eq__
        case Phrase():
            return lambda text: (text,) == leaf.terms
        case Prefix():
            return lambda text: text.startswith(leaf.prefix)
        case Wildcard():
            fits = wildcard(leaf.pattern).fullmatch
            return lambda text: fits(text) is not None
        case Fuzzy():
            return lambda text: bool(near(leaf.word, [text], leaf.distance))
