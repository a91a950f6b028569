"""The algebra as queries of OpenSearch. What a part only selects scores nothing, as in every engine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from index.document import SCHEMA, Kind
from index.engines.opensearch.entry import held
from index.engines.opensearch.mapping import words_field
from index.engines.opensearch.spelling import is_short, neighbours
from index.query import And, Between, Everything, Fuzzy, Not, Or, Phrase, Prefix, Term, Wildcard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.query import Leaf, Query

    Json = dict[str, Any]

NOTHING: Json = {"match_none": {}}
UNHEARD = 1e-12
"""A boost that changes no score."""
MANY = 100
"""Values from which on they are asked for as one set, which scores all alike."""


def written(query: Query, weights: Mapping[str, float]) -> Json:
    """A query, whose fields have these shares in the score (1.0 where not named)."""
    match query:
        case Everything():
            return selecting({"match_all": {}})
        case And():
            return {"bool": {"must": [written(part, weights) for part in query.parts]}}
        case Or():
            return _some(query, weights)
        case Not():
            return {"bool": {"filter": {"match_all": {}}, "must_not": written(query.part, weights)}}
        case Between():
            return selecting(_between(query))
        case _:
            return leaf(query, weights)


def selecting(query: Json) -> Json:
    """A query that selects and scores 0."""
    return {"bool": {"filter": query}}


def all_of(queries: list[Json]) -> Json:
    """What all of some queries select."""
    return {"bool": {"filter": queries}} if queries else {"match_all": {}}


def leaf(query: Leaf, weights: Mapping[str, float]) -> Json:
    """A leaf in any of its fields: a term as in one text of them all, where OpenSearch can; else their scores are added up."""
    together = _together(query, weights)
    if together:
        return together
    parts = [
        part
        for field in query.fields
        if field in SCHEMA and (part := _in_field(field, query, query.boost * weights.get(field, 1.0)))
    ]
    if len(parts) <= 1:
        return parts[0] if parts else NOTHING
    return {"bool": {"should": parts, "minimum_should_match": 1}}


def _together(query: Leaf, weights: Mapping[str, float]) -> Json | None:
    """A term in several texts that count as one (BM25F); weights below 1 are not for that."""
    fields = [field for field in query.fields if SCHEMA.get(field) is Kind.TEXT]
    if not isinstance(query, Term) or len(fields) < max(2, len(query.fields)):
        return None
    if any(weights.get(field, 1.0) < 1.0 for field in fields):
        return None
    weighted = [f"{field}^{weights.get(field, 1.0)}" for field in fields]
    term = held(query.term)
    return {
        "bool": {
            "must": {"combined_fields": {"query": term, "fields": weighted, "boost": query.boost}},
            # They score next to nothing. What is the same in all shards is gathered of such terms, and of these fields together it is not.
            "should": [{"term": {field: {"value": term, "boost": UNHEARD}}} for field in fields],
        }
    }


def _some(query: Or, weights: Mapping[str, float]) -> Json:
    if query.least > len(query.parts):
        return NOTHING
    values = _values(query)
    if values:
        return selecting({"terms": values})
    parts = [written(part, weights) for part in query.parts]
    return {"bool": {"should": parts, "minimum_should_match": query.least}}


def _values(query: Or) -> Mapping[str, list[str]] | None:
    """The one field and the values of it that are asked for, where they are many."""
    terms = [part for part in query.parts if isinstance(part, Term) and len(part.fields) == 1]
    fields = {term.fields[0] for term in terms}
    if query.least > 1 or len(terms) < max(MANY, len(query.parts)) or len(fields) != 1:
        return None
    name = fields.pop()
    return {name: [held(term.term) for term in terms]} if SCHEMA.get(name) is Kind.KEYWORD else None


def _between(query: Between) -> Json:
    if SCHEMA.get(query.field) in (None, Kind.TEXT):
        return NOTHING
    if query.low is query.high is None:
        return {"exists": {"field": query.field}}
    ends = {"gte": query.low, "lte": query.high}
    return {"range": {query.field: {name: value for name, value in ends.items() if value is not None}}}


def _in_field(field: str, query: Leaf, boost: float) -> Json | None:
    words = words_field(field)
    constant = {"boost": boost, "rewrite": "constant_score"}
    match query:
        case Term():
            return {"term": {field: {"value": held(query.term), "boost": boost}}}
        case Phrase():
            return _phrase(field, query, boost)
        case Prefix(prefix=""):
            return {"exists": {"field": words, "boost": boost}}
        case Prefix():
            return {"prefix": {words: {"value": query.prefix, **constant}}}
        case Wildcard():
            pattern = re.sub(r"\*+", "*", query.pattern.replace("\\", "\\\\"))
            return {"wildcard": {words: {"value": pattern, **constant}}}
        case Fuzzy():
            return _fuzzy(words, query, constant)


def _phrase(field: str, query: Phrase, boost: float) -> Json | None:
    terms = list(map(held, query.terms))
    if len(terms) == 1:
        return {"term": {field: {"value": terms[0], "boost": boost}}}
    if not terms or SCHEMA[field] is not Kind.TEXT:
        return None
    if not query.slop:
        return {"match_phrase": {field: {"query": "\n".join(terms), "boost": boost}}}
    matches = [{"match": {"query": term}} for term in terms]
    within: Json = {"all_of": {"intervals": matches, "mode": "unordered", "max_gaps": query.slop}}
    if len(set(terms)) < len(terms):  # gaps are counted otherwise where a word is wanted twice
        width = len(terms) + query.slop
        script = {"source": f"interval.end - interval.start < {width}"}
        within = {"all_of": {"intervals": matches, "mode": "unordered", "filter": {"script": script}}}
    return {"intervals": {field: {**within, "boost": boost}}}


def _fuzzy(words: str, query: Fuzzy, constant: Json) -> Json:
    if is_short(query.word, query.distance):
        pattern = neighbours(query.word, query.distance, swaps=False)
        return {"regexp": {words: {"value": pattern, "flags": "NONE", **constant}}}
    near = {"value": query.word, "fuzziness": query.distance, "transpositions": False, "prefix_length": 0}
    return {"fuzzy": {words: {**near, **constant}}}
