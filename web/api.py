"""The JSON interface. Each view reads its parameters, asks the searcher, and writes the shape that is promised.

Parameters that a table does not name are ignored; those it names are checked, and a wrong one is a 400 that says which
and why. Errors are written by `web.problems`.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any, NoReturn

from flask import Response, abort, request

from search import COUNTED, SEARCH, page_request, read_parameters
from web import shapes
from web.description import blueprint, described
from web.links import link_header
from web.opening import searcher
from web.parameters import CONCORDANCE, FACET_VALUES, RESULTS, SIMILAR, SUGGEST, TIMELINE
from web.wire import (
    Look,
    answer,
    article_json,
    concordance_json,
    facet_json,
    hit_json,
    page_json,
    suggestions_json,
    timeline_json,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search import PageRequest, Parameter

api = blueprint("api", "Search, and whatever else one asks of a corpus.")


@api.get("/api/v1/search")
@described(RESULTS, shape=shapes.PageJson)
def find() -> Response:
    """One page of results."""
    began = perf_counter()
    asked, given = _asked(), _given(RESULTS)
    page = searcher().search(asked, explain=given["explain"])
    own = _written(RESULTS[len(SEARCH) :])
    look = Look(given["fields"], given["highlight_pre"], given["highlight_post"])
    response = answer(page_json(page, 1000 * (perf_counter() - began), look, own))
    response.headers["Link"] = link_header(page, own)
    return response


@api.get("/api/v1/articles/<anything:article_id>")
@described(shape=shapes.ArticleJson, problems=[404])
def read(article_id: str) -> Response:
    """One article, whole."""
    reading = searcher().read(article_id)
    if reading is None:
        _no_article(article_id)
    return answer(article_json(reading.article))


@api.get("/api/v1/articles/<anything:article_id>/similar")
@described(SIMILAR, shape=shapes.SimilarJson, problems=[404])
def similar(article_id: str) -> Response:
    """The articles most like one."""
    # An article may have an id that ends so itself; it goes first, as it has no other address.
    own = searcher().read(f"{article_id}/similar")
    if own is not None:
        return answer(article_json(own.article))
    hits = searcher().similar(article_id, _given(SIMILAR)["size"])
    if hits is None:
        _no_article(article_id)
    body: shapes.SimilarJson = {"id": article_id, "results": [hit_json(hit) for hit in hits]}
    return answer(body)


@api.get("/api/v1/suggest")
@described(SUGGEST, shape=shapes.SuggestionsJson)
def suggest() -> Response:
    """Words of the corpus that could finish what was typed, and headlines that have what was typed."""
    given = _given(SUGGEST)
    return answer(suggestions_json(given["q"], searcher().suggest(given["q"], given["size"])))


@api.get("/api/v1/facets/<field>")
@described(FACET_VALUES, shape=shapes.OneFacetJson, problems=[404])
def facet(field: str) -> Response:
    """The values of one facet of a search: all of them, or those that begin so."""
    if field not in COUNTED:
        abort(404, f"There is no facet {field!r}; there is {', '.join(COUNTED)}.")
    given, asked = _given(FACET_VALUES), _asked()
    made = searcher().facet(field, replace(asked, facet_size=given["size"]), given["prefix"])
    body: shapes.OneFacetJson = {
        "query": asked.q,
        "facet": field,
        "prefix": given["prefix"],
        **facet_json(made),
    }
    return answer(body)


@api.get("/api/v1/timeline")
@described(TIMELINE, shape=shapes.TimelineJson)
def timeline() -> Response:
    """Articles over time, and their share of all that the corpus has of each period."""
    asked = _asked()
    return answer(timeline_json(asked.q, searcher().timeline(asked, _given(TIMELINE)["interval"])))


@api.get("/api/v1/concordance")
@described(CONCORDANCE, shape=shapes.ConcordanceJson)
def concordance() -> Response:
    """The matches in their lines of context (KWIC), 50 a page."""
    asked, given = _asked(), _given(CONCORDANCE)
    return answer(concordance_json(asked.q, searcher().concordance(asked, given["side"], given["context"])))


@api.get("/api/v1/sources")
@described(shape=shapes.SourcesJson)
def sources() -> Response:
    """Every source with the number of its articles, commonest first; `missing` counts those without one."""
    counted = searcher().sources()
    body: shapes.SourcesJson = {
        "sources": [{"value": name, "count": count} for name, count in counted],
        "missing": searcher().count() - sum(count for _, count in counted),
    }
    return answer(body)


@api.get("/health")
@described(shape=shapes.HealthJson)
def health() -> Response:
    """Whether there is an index that answers: 200, or the 503 that says why not."""
    body: shapes.HealthJson = {
        "status": "ok",
        "articles": searcher().count(),
        "version": searcher().version(),
    }
    return answer(body)


def _given(table: Sequence[Parameter]) -> dict[str, Any]:
    return read_parameters(table, request.args.to_dict(flat=False))


def _written(table: Sequence[Parameter]) -> list[tuple[str, str]]:
    """What was given of a table, to be said again in the address of a neighbouring page."""
    names = {one.name for one in table}
    return [
        (name, value) for name, value in request.args.items(multi=True) if name in names and value.strip()
    ]


def _asked() -> PageRequest:
    return page_request(request.args.to_dict(flat=False))


def _no_article(article_id: str) -> NoReturn:
    abort(404, f"There is no article with the id {article_id!r}; ids are those that a search gives.")
