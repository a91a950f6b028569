"""Many queries at once: a list of names, of quotations, of claims, each with its count and its first hits.

The answers are written as they are found, in the order of the queries, so neither side waits for all of them with empty
hands. A query that cannot be asked is a problem of its own, in its place.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Response, abort, request, stream_with_context

from index import IndexTrouble
from search import COUNT, QUERY, SORT, BadParameter, page_request
from web import shapes
from web.bodies import json_body
from web.description import blueprint, described
from web.opening import searcher
from web.problems import problem
from web.wire import hit_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from search import PageRequest, Searcher

MOST_QUERIES = 1000
HITS, MOST_HITS = 3, 10
LONGEST_BODY = 4_000_000
"""Bytes: a thousand queries of the length of a paragraph."""

batches = blueprint("batches", "Many queries at once.")

_NAMES = {one.name: one for one in (*QUERY, SORT, COUNT)}
_ONE = {  # anything at all: one that cannot be asked is answered in its place
    "description": "A query as a person types it; or an object of it and its filters, by the names of the parameters "
    f"of a search: {', '.join(_NAMES)}; each a text or a list of texts.",
    "examples": ["ferry OR boat", {"q": "ferry", "source": ["Coastal Wire"], "since": "2024"}],
}
_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["queries"],
                "properties": {
                    "queries": {"type": "array", "minItems": 1, "maxItems": MOST_QUERIES, "items": _ONE},
                    "hits": {"type": "integer", "minimum": 0, "maximum": MOST_HITS, "default": HITS},
                },
            }
        },
        "text/plain": {"schema": {"type": "string", "minLength": 1, "description": "A query a line."}},
    },
}


@batches.post("/api/v1/batch")
@described(shape=shapes.BatchJson, problems=[413, 415], unchanged=False, requestBody=_BODY)
def batch() -> Response:
    """Up to 1,000 queries at once, as JSON or a line each: counts and first hits for each."""
    queries, hits = _given()
    if not 1 <= len(queries) <= MOST_QUERIES:
        abort(400, f"There are {len(queries):,} queries; from 1 to {MOST_QUERIES:,} can be asked at once.")
    found = _answers(searcher(), queries, hits)
    return Response(stream_with_context(_written(found)), mimetype="application/json")


def _given() -> tuple[Sequence[Any], int]:
    """The queries of the body, and how many hits of each are wanted."""
    if request.mimetype == "text/plain":
        request.max_content_length = LONGEST_BODY
        lines = request.get_data().decode("utf-8", "replace").splitlines()
        return [line for line in lines if line.strip()], HITS
    body = json_body(LONGEST_BODY, "Send the queries as application/json, or a line each as text/plain.")
    queries = body.get("queries") if isinstance(body, dict) else None
    if not isinstance(queries, list):
        abort(
            400,
            'The body is {"queries": [...], "hits": 3}; each query is a text, or an object like {"q": "..."}.',
        )
    hits = body.get("hits", HITS)
    if not (type(hits) in {int, float} and hits == hits // 1 and 0 <= hits <= MOST_HITS):
        raise BadParameter("hits", str(hits), f"it is a whole number from 0 to {MOST_HITS}")
    return queries, int(hits)


def _answers(asked: Searcher, queries: Sequence[Any], hits: int) -> Iterator[shapes.BatchItemJson]:
    for query in queries:
        try:
            page = asked.search(replace(_read(query), per_page=max(1, hits), facets=()))
        except BadParameter as error:
            yield {"problem": problem("bad-parameter", 400, str(error), error.name)}
        except IndexTrouble as error:
            yield {"problem": problem("index-not-ready", 503, str(error))}
        else:
            yield {
                "query": page.request.q,
                "total": page.total,
                "results": [hit_json(hit) for hit in page.hits[:hits]],
                "suggestion": page.suggestion,
                "notes": list(page.notes),
            }


def _read(query: Any) -> PageRequest:
    """A query of a batch: a text, or an object of parameters."""
    given: Mapping[str, Any] = {"q": query} if isinstance(query, str) else query
    if not isinstance(given, dict):
        raise BadParameter(
            "queries", json.dumps(query)[:80], "each query is a text, or an object of parameters"
        )
    params = {}
    for name, value in given.items():
        values = value if isinstance(value, list) else [value]
        if name not in _NAMES:
            raise BadParameter(name, str(value), f"it is one of {', '.join(_NAMES)}")
        if not all(isinstance(one, str) for one in values):
            raise BadParameter(name, str(value), "it is a text, or a list of texts")
        params[name] = values
    return page_request(params)


def _written(found: Iterator[shapes.BatchItemJson]) -> Iterator[str]:
    yield '{"results": ['
    for number, each in enumerate(found):
        yield (",\n" if number else "\n") + json.dumps(each, ensure_ascii=False)
    yield "\n]}\n"
