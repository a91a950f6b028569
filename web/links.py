"""Addresses: of a search, of an article, of a neighbouring page; and which of them may be followed.

Every link to a search is made from a PageRequest, so that a link never loses a filter. Article ids may hold
any character: they are quoted whole, slashes included, since a browser would tidy `a/../b` away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from flask import url_for
from werkzeug.routing import BaseConverter

from search import PageRequest
from web.look import look_pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search import Page

Pairs = Sequence[tuple[str, str]]
"""Parameters of a query string."""


class AnyText(BaseConverter):
    """The rest of the path, whatever it holds (Flask's own `path` refuses a leading slash and line ends)."""

    regex = "(?s:.+)"
    part_isolating = False

    def to_url(self, value: str) -> str:
        """Quote everything that could mean something in an address."""
        return quote(value, safe="")


def with_query(address: str, pairs: Pairs) -> str:
    """The address with these parameters; without a question mark where there are none."""
    return f"{address}?{urlencode(pairs)}" if pairs else address


def results_url(request: PageRequest, look: Mapping[str, str] | None = None, **changes: Any) -> str:
    """The page of this search, changed so; looked at as now, or as `look` says."""
    return with_query(url_for("pages.results"), [*request.params(**changes), *look_pairs(look)])


def values_url(name: str, request: PageRequest) -> str:
    """The page with all values of a facet."""
    pairs = [*request.params(page=1, cursor=""), *look_pairs()]
    return with_query(url_for("pages.values", name=name), pairs)


def json_url(request: PageRequest, own: Pairs = (), **changes: Any) -> str:
    """The same as JSON; `own` are the parameters that only JSON has."""
    return with_query(url_for("api.find"), [*request.params(**changes), *own])


def export_url(form: str, request: PageRequest) -> str:
    """Everything that this search finds, as a file."""
    return with_query(url_for("exporting.export", form=form), _unpaged(request).params())


def feed_url(request: PageRequest) -> str:
    """The newest of what this search finds, as a feed."""
    return with_query(
        url_for("feeds.atom"), _unpaged(request).params(sort=PageRequest().sort, count=PageRequest().count)
    )


def _unpaged(request: PageRequest) -> PageRequest:
    """The same search, whichever part of what it finds was looked at."""
    plain = PageRequest()
    return replace(
        request, page=1, per_page=plain.per_page, facets=plain.facets, facet_size=plain.facet_size, cursor=""
    )


def article_url(article_id: str, request: PageRequest) -> str:
    """The page of an article, carrying the search it was found by: to highlight, and to lead back."""
    return with_query(url_for("pages.article", article_id=article_id), [*request.params(), *look_pairs()])


def story_url(article_id: str) -> str:
    """The page of the story that an article is part of."""
    return url_for("telling.story", article_id=article_id)


def similar_url(article_id: str, request: PageRequest) -> str:
    """The page of the articles most like one."""
    address = url_for("pages.similar", article_id=article_id)
    return with_query(address, [*request.params(), *look_pairs()])


def next_page(page: int, pages: int) -> int | None:
    """The number of the page after this one, if there is one."""
    return page + 1 if page < pages else None


def previous_page(page: int, pages: int) -> int | None:
    """The number of the page before this one; from past the end it is the last one."""
    return min(page - 1, pages) or None


def link_header(page: Page, own: Pairs = ()) -> str:
    """The neighbours of a page of JSON as RFC 8288 has them: first, prev, next; after a cursor only first and next."""
    request = replace(page.request, cursor="")
    found = {"first": json_url(request, own, page=1)}
    if page.request.cursor:
        found |= {"next": json_url(request, own, cursor=page.cursor)} if page.cursor else {}
    else:
        here = request.page, page.pages
        numbers = {"prev": previous_page(*here), "next": next_page(*here), "last": page.pages}
        found |= {name: json_url(request, own, page=number) for name, number in numbers.items() if number}
    return ", ".join(f'<{address}>; rel="{name}"' for name, address in found.items())


def page_numbers(page: int, pages: int) -> list[int | None]:
    """The numbers to offer: the first, the last and those around this one; None where several are left out."""
    near = sorted({1, pages, *range(page - 2, page + 3)} & set(range(1, pages + 1)))
    numbers: list[int | None] = []
    for before, number in zip([0, *near], near, strict=False):
        between = range(before + 1, number)
        numbers += [*(between if len(between) == 1 else [None] * bool(between)), number]
    return numbers


def outside_link(url: str | None) -> str | None:
    """The address of an original if a browser may be sent there: http and https only, never `javascript:`."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def site_of(url: str) -> str:
    """The site an address leads to, as people name it."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
