"""How results look on the wire: the shapes of `web.shapes`, made from what the searcher gives."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from flask import Response

from index import Fuzzy, Phrase, Prefix, Term, Wildcard
from web.links import json_url, next_page, previous_page
from web.marking import mark_up, marked_with

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corpus import Article
    from index import Leaf, Reason
    from search import Concordance, Facet, Hit, Line, Page, Point, Snippet, Suggestions, Timeline
    from web import shapes
    from web.links import Pairs


@dataclass(frozen=True, slots=True)
class Look:
    """How results are wanted: which fields (all where none is named), and what stands around a match in `html`."""

    fields: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None


def answer(
    body: Mapping[str, Any] | Sequence[Any], status: int = 200, mimetype: str = "application/json"
) -> Response:
    """A response of UTF-8 JSON, keys in the order given."""
    return Response(json.dumps(body, ensure_ascii=False) + "\n", status, mimetype=mimetype)


def snippet_json(snippet: Snippet, look: Look = Look()) -> shapes.SnippetJson:
    """A text thrice: plain, as HTML, and as half-open character offsets."""
    plain = look.before is None and look.after is None
    html = str(mark_up(snippet)) if plain else marked_with(snippet, look.before or "", look.after or "")
    return {"text": snippet.text, "html": html, "spans": list(snippet.spans)}


def hit_json(hit: Hit, look: Look = Look()) -> shapes.HitJson:
    """One result."""
    article = hit.article
    whole: shapes.HitJson = {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "id": article.id,
        "source": article.source,
        "headline": article.headline,
        "published": _day(article),
        "section": article.section,
        "authors": list(article.authors),
        "url": article.url,
        "language": article.language,
        "headline_highlight": snippet_json(hit.headline, look),
        "snippets": [snippet_json(snippet, look) for snippet in hit.snippets],
    }
    if look.fields:
        whole = cast("shapes.HitJson", {name: whole[name] for name in look.fields})  # type: ignore[literal-required]
    if hit.reasons:
        whole["explanation"] = [reason_json(reason) for reason in hit.reasons]
    return whole


def reason_json(reason: Reason) -> shapes.ReasonJson:
    """Why one leaf of a query adds what it adds."""
    return {
        "leaf": _text(reason.leaf),
        "kind": type(reason.leaf).__name__.lower(),
        "boost": reason.leaf.boost,
        "score": round(reason.score, 4),
        "articles": reason.articles,
        "of": reason.among,
        "fields": [
            {
                "field": part.field,
                "weight": part.weight,
                "frequency": part.frequency,
                "length": part.length,
                "average_length": round(part.average, 2),
            }
            for part in reason.parts
        ],
    }


def _text(leaf: Leaf) -> str:
    match leaf:
        case Term():
            return leaf.term
        case Phrase():
            return " ".join(leaf.terms) + (f" ~{leaf.slop}" if leaf.slop else "")
        case Prefix():
            return f"{leaf.prefix}*"
        case Wildcard():
            return leaf.pattern
        case Fuzzy():
            return f"{leaf.word}~{leaf.distance}"


def facet_json(facet: Facet) -> shapes.FacetJson:
    """The counts of one facet."""
    values: list[shapes.ValueJson] = [
        {"value": each.value, "count": each.count, "selected": each.selected} for each in facet.values
    ]
    return {"values": values, "other": facet.other, "missing": facet.missing}


def page_json(page: Page, took_ms: float, look: Look, own: Pairs = ()) -> shapes.PageJson:
    """One page of results."""
    request = page.request
    here = request.page, page.pages
    after, before = (None, None) if request.cursor else (next_page(*here), previous_page(*here))
    return {
        "query": request.q,
        "total": page.total,
        "page": request.page,
        "per_page": request.per_page,
        "pages": page.pages,
        "next": json_url(request, own, page=after) if after else None,
        "previous": json_url(request, own, page=before) if before else None,
        "cursor": page.cursor,
        "took_ms": round(took_ms, 1),
        "results": [hit_json(hit, look) for hit in page.hits],
        "facets": {name: facet_json(facet) for name, facet in page.facets.items()},
        "suggestion": page.suggestion,
        "unmatched": list(page.unmatched),
        "fewer": [{"word": each.word, "query": each.q, "total": each.total} for each in page.fewer],
        "notes": list(page.notes),
    }


def article_json(article: Article) -> shapes.ArticleJson:
    """A whole article."""
    return {
        "id": article.id,
        "source": article.source,
        "headline": article.headline,
        "headline_derived": article.headline_derived,
        "body": article.body,
        "published": _day(article),
        "section": article.section,
        "authors": list(article.authors),
        "url": article.url,
        "language": article.language,
        "origin": article.origin,
        "notes": list(article.notes),
        "removed": [{"line": each.line, "rule": each.rule, "text": each.text} for each in article.removed],
    }


def suggestions_json(typed: str, found: Suggestions) -> shapes.SuggestionsJson:
    """How what was typed may go on."""
    headlines: list[shapes.HeadlineJson] = [
        {"text": headline, "id": article_id} for headline, article_id in found.headlines
    ]
    return {"query": typed, "suggestions": list(found.texts), "headlines": headlines}


def timeline_json(q: str, line: Timeline) -> shapes.TimelineJson:
    """Articles over time."""
    return {
        "query": q,
        "interval": line.interval,
        "total": sum(point.count for point in line.points),
        "undated": line.undated,
        "points": [_point(point) for point in line.points],
    }


def _point(point: Point) -> shapes.PointJson:
    return {
        "date": point.first,
        "until": point.last,
        "count": point.count,
        "total": point.total,
        "ratio": round(point.ratio, 6),
    }


def concordance_json(q: str, made: Concordance) -> shapes.ConcordanceJson:
    """One page of lines."""
    return {
        "query": q,
        "total": made.total,
        "read": made.read,
        "articles": made.articles,
        "page": made.page,
        "pages": made.pages,
        "lines": [_line(line) for line in made.lines],
        "notes": list(made.notes),
    }


def _line(line: Line) -> shapes.LineJson:
    return {
        "id": line.article.id,
        "source": line.article.source,
        "published": _day(line.article),
        "left": line.left,
        "match": line.match,
        "right": line.right,
    }


def _day(article: Article) -> str | None:
    return article.published.isoformat() if article.published else None
