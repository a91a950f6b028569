"""The JSON endpoint. Each view reads its parameters, asks the searcher, and writes the contract's shape.

Parameters that the contract does not name are ignored; those it names are checked, and a wrong one is a 400
that says which and why. Errors are written by `web.problems`.
"""

from __future__ import annotations

from time import perf_counter

from flask import Blueprint, Response, abort, request

from search import BadParameter, page_request
from web.opening import searcher
from web.wire import answer, article_json, page_json

api = Blueprint("api", __name__)

MOST_SUGGESTIONS = 50


@api.get("/api/v1/search")
def find() -> Response:
    """One page of results."""
    began = perf_counter()
    page = searcher().search(page_request(request.args.to_dict(flat=False)))
    return answer(page_json(page, 1000 * (perf_counter() - began)))


@api.get("/api/v1/articles/<anything:article_id>")
def read(article_id: str) -> Response:
    """One article, whole."""
    reading = searcher().read(article_id)
    if reading is None:
        abort(404, f"There is no article with the id {article_id!r}; ids are those that a search gives.")
    return answer(article_json(reading.article))


@api.get("/api/v1/suggest")
def suggest() -> Response:
    """Words of the corpus that could finish what was typed, and headlines that have what was typed."""
    text = request.args.get("q", "")
    found = searcher().suggest(text, _size())
    headlines = [{"text": headline, "id": article_id} for headline, article_id in found.headlines]
    return answer({"query": text, "suggestions": list(found.texts), "headlines": headlines})


@api.get("/api/v1/sources")
def sources() -> Response:
    """Every source with the number of its articles, commonest first; `missing` counts those without one."""
    counted = searcher().sources()
    values = [{"value": name, "count": count} for name, count in counted]
    missing = searcher().count() - sum(count for _, count in counted)
    return answer({"sources": values, "missing": missing})


@api.get("/health")
def health() -> Response:
    """Whether there is an index that answers: 200, or the 503 that says why not."""
    return answer({"status": "ok", "articles": searcher().count()})


def _size() -> int:
    given = request.args.get("size", "").strip() or "8"
    if given.isascii() and given.isdigit() and len(given) < 4 and 1 <= int(given) <= MOST_SUGGESTIONS:
        return int(given)
    raise BadParameter("size", given, f"a whole number from 1 to {MOST_SUGGESTIONS} is allowed")
