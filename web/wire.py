"""How results look on the wire: the JSON of the contract, and no more than it promises.

The shapes are written out one by one, not derived from the dataclasses: those may change with the house,
these may not. `html` is escaped text with <mark> and nothing else.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Response

from web.links import json_url, next_page, previous_page
from web.marking import mark_up

if TYPE_CHECKING:
    from corpus import Article
    from search import Facet, Hit, Page, Snippet

Json = dict[str, Any]


def answer(body: Json, status: int = 200, mimetype: str = "application/json") -> Response:
    """A response of UTF-8 JSON, keys in the order given."""
    return Response(json.dumps(body, ensure_ascii=False) + "\n", status, mimetype=mimetype)


def snippet_json(snippet: Snippet) -> Json:
    """A text thrice: plain, as HTML, and as half-open character offsets."""
    return {
        "text": snippet.text,
        "html": str(mark_up(snippet)),
        "spans": [list(span) for span in snippet.spans],
    }


def hit_json(hit: Hit) -> Json:
    """One result."""
    article = hit.article
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "id": article.id,
        "source": article.source,
        "headline": article.headline,
        "published": article.published and article.published.isoformat(),
        "url": article.url,
        "language": article.language,
        "headline_highlight": snippet_json(hit.headline),
        "snippets": [snippet_json(snippet) for snippet in hit.snippets],
    }


def facet_json(facet: Facet) -> Json:
    """The counts of one facet."""
    values = [{"value": v.value, "count": v.count, "selected": v.selected} for v in facet.values]
    return {"values": values, "other": facet.other, "missing": facet.missing}


def page_json(page: Page, took_ms: float) -> Json:
    """One page of results."""
    request, after, before = page.request, next_page(page), previous_page(page)
    return {
        "query": request.q,
        "total": page.total,
        "page": request.page,
        "per_page": request.per_page,
        "pages": page.pages,
        "next": after and json_url(request, page=after),
        "previous": before and json_url(request, page=before),
        "took_ms": round(took_ms, 1),
        "results": [hit_json(hit) for hit in page.hits],
        "facets": {name: facet_json(facet) for name, facet in page.facets.items()},
        "suggestion": page.suggestion,
        "notes": list(page.notes),
    }


def article_json(article: Article) -> Json:
    """A whole article, what there is to say of its reading, and what cleaning took out of it."""
    return {
        "id": article.id,
        "source": article.source,
        "headline": article.headline,
        "headline_derived": article.headline_derived,
        "body": article.body,
        "published": article.published and article.published.isoformat(),
        "section": article.section,
        "authors": list(article.authors),
        "url": article.url,
        "language": article.language,
        "origin": article.origin,
        "notes": list(article.notes),
        "removed": [{"line": r.line, "rule": r.rule, "text": r.text} for r in article.removed],
    }
