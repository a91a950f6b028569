"""Who prints whom: a matrix of sources, the pairs of articles behind each of its numbers, and the same as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Blueprint, render_template, request, url_for

from search import PAGE, PageRequest, Parameter, read_parameters
from web.comparing import compare_url
from web.description import blueprint, described
from web.links import with_query
from web.opening import searcher
from web.reused import CopiedJson, SourceReuseJson
from web.telling import did
from web.wire import answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from flask import Response

    from corpus import Article
    from stories import Copied, Link, SourceReuse
    from web.reused import LinkJson, SourcePairJson

ACROSS = 12
"""Sources of the matrix: the busiest. The table below it has all."""
A_PAGE = 50
"""Pairs of articles on a page."""
SHADES = 4

api = blueprint("sources", "Who prints whom.")
sources = Blueprint("prints", __name__)

WHO = (
    Parameter("later", "text", "Only what this source printed.", default=""),
    Parameter("earlier", "text", "Only what this source had printed before.", default=""),
)
PAIR = (
    Parameter("later", "text", "The source that printed it later.", required=True),
    Parameter("earlier", "text", "The source that had printed it before.", required=True),
    PAGE,
)


@api.get("/api/v1/sources/reuse")
@described(WHO, shape=SourceReuseJson)
def reuse() -> Response:
    """How often each source printed what another had printed before, and how."""
    given = _given(WHO)
    made = searcher().source_reuse()
    wanted = [
        pair
        for pair in made.pairs
        if given["later"] in {"", pair.later} and given["earlier"] in {"", pair.earlier}
    ]
    body: SourceReuseJson = {
        "linked": made.linked,
        "first": made.first,
        "later": made.later,
        "untold": made.untold,
        "pairs": [_pair(pair) for pair in wanted],
    }
    return answer(body)


@api.get("/api/v1/sources/reuse/articles")
@described(PAIR, shape=CopiedJson)
def articles() -> Response:
    """The articles that one source printed after another, 50 a page, each with the one it has the text of."""
    given = _given(PAIR)
    links = searcher().copied(given["later"], given["earlier"])
    body: CopiedJson = {
        "total": len(links),
        "page": given["page"],
        "pages": _pages(len(links)),
        "articles": [_link(one) for one in _on_page(links, given["page"])],
    }
    return answer(body)


@sources.get("/sources/reuse")
def matrix() -> str:
    """Who prints whom, as a matrix of the busiest sources and a table of all pairs."""
    made = searcher().source_reuse()
    every = made.sources()
    names = every[:ACROSS]
    return render_template(
        "sources.html",
        asked=PageRequest(),
        made=made,
        names=names,
        cells=_cells(made),
        left_out=len(every) - len(names),
        pair_url=pair_url,
        as_json=url_for("sources.reuse"),
    )


@sources.get("/sources/reuse/articles")
def pair() -> str:
    """The articles behind a number of the matrix."""
    given = _given(PAIR)
    links = searcher().copied(given["later"], given["earlier"])
    shown = _on_page(links, given["page"])
    found = {
        one.id: one for one in searcher().articles([i for link in shown for i in (link.article, link.other)])
    }
    return render_template(
        "pair.html",
        asked=PageRequest(),
        given=given,
        total=len(links),
        page=given["page"],
        pages=_pages(len(links)),
        rows=[_row(link, found) for link in shown if {link.article, link.other} <= found.keys()],
        page_url=lambda page: pair_url(given["later"], given["earlier"], page),
        as_json=with_query(
            url_for("sources.articles"), [("later", given["later"]), ("earlier", given["earlier"])]
        ),
    )


def pair_url(later: str, earlier: str, page: int = 1) -> str:
    """The page of the articles that one source printed after another."""
    pairs = [("later", later), ("earlier", earlier), *([("page", str(page))] if page > 1 else [])]
    return with_query(url_for("prints.pair"), pairs)


def _given(table: Sequence[Parameter]) -> dict[str, Any]:
    return read_parameters(table, request.args.to_dict(flat=False))


def _pages(total: int) -> int:
    return -(-total // A_PAGE)


def _on_page(links: Sequence[Link], page: int) -> Sequence[Link]:
    return links[(page - 1) * A_PAGE : page * A_PAGE]


def _cells(made: SourceReuse) -> Mapping[tuple[str, str], tuple[Copied, int]]:
    """The pairs by their sources, each with a shade from 1 to SHADES: every shade stands for a few times as many."""
    most = max((pair.total for pair in made.pairs), default=1)
    return {
        (pair.later, pair.earlier): (
            pair,
            1 + min(SHADES - 1, int(SHADES * (pair.total.bit_length() - 1) / most.bit_length())),
        )
        for pair in made.pairs
    }


def _row(link: Link, found: Mapping[str, Article]) -> Mapping[str, Any]:
    later, earlier = found[link.article], found[link.other]
    return {
        "later": later,
        "earlier": earlier,
        "said": did(link, "it"),
        "compare": compare_url(earlier.id, later.id),
    }


def _pair(pair: Copied) -> SourcePairJson:
    told = {"later": pair.later, "earlier": pair.earlier, "count": pair.total, **pair.kinds}
    return cast("SourcePairJson", told)


def _link(link: Link) -> LinkJson:
    told = {
        "later": link.article,
        "earlier": link.other,
        "kind": link.kind,
        "share": link.share,
        "other_share": link.other_share,
    }
    return cast("LinkJson", told)
