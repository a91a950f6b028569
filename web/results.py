"""The page of results: articles or lines, the timeline above them and the facets beside them; and a facet's own page.

Every state has an address, and works without a script.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from flask import abort, render_template, request

from corpus import UNKNOWN
from search import PageRequest, page_request
from web.choices import TITLES, chips, shelf, shelves, without_filters
from web.links import next_page, page_numbers, previous_page, results_url
from web.look import look
from web.opening import searcher
from web.timeline import drawing, fitting

if TYPE_CHECKING:
    from search import Concordance, Page
    from web.timeline import Drawing

MOST_VALUES = 1000
"""How many values of a facet its own page shows; those beyond are found by how they begin."""


def asked() -> PageRequest:
    """The search that an address asks for, as links give it: without saying what is counted."""
    given = page_request(request.args.to_dict(flat=False))
    plain = PageRequest()
    return replace(given, facets=plain.facets, facet_size=plain.facet_size, count=plain.count)


def results() -> str:
    """One page of results, or of the lines they are in."""
    began = perf_counter()
    search, seen = asked(), look()
    whole, in_lines = replace(search, count=seen["count"]), seen["view"] == "lines"
    lines = searcher().concordance(whole, seen["side"]) if in_lines and search.q else None
    # Beside lines the page only says how many articles there are, and what to choose among.
    counted = replace(whole, facets=tuple(TITLES), facet_size=MOST_VALUES)
    page = searcher().search(replace(counted, page=1, per_page=1, cursor="") if in_lines else counted)
    in_force = chips(search)
    return render_template(
        "results.html",
        asked=search,
        whole=whole,
        look=seen,
        page=page,
        lines=lines,
        paging=_paging(search, lines or page),
        chips=in_force,
        shelves=shelves(search, page.facets, languages=len(searcher().languages()) > 1),
        drawing=_drawing(whole, page, share=seen["bars"] == "share"),
        undated=_undated(search, page),
        unfiltered=without_filters(search),
        beyond=_beyond(whole) if in_force and not page.total else 0,
        corpus_is_empty=page.total == 0 and searcher().count() == 0,
        took=max(1, round(1000 * (perf_counter() - began))),
    )


def values(name: str) -> str:
    """All values of one facet, to be chosen among."""
    if name not in TITLES:
        abort(404, f"There is no facet {name!r}; there are {', '.join(TITLES)}.")
    search, prefix = replace(asked(), page=1, cursor=""), request.args.get("prefix", "").strip()
    facet = searcher().facet(name, replace(search, facet_size=MOST_VALUES, count=look()["count"]), prefix)
    facet = replace(facet, missing=0) if prefix else facet  # what has no value begins with nothing
    return render_template(
        "values.html",
        asked=search,
        shelf=shelf(search, name, facet, MOST_VALUES),
        prefix=prefix,
        chips=chips(search),
    )


def _paging(search: PageRequest, shown: Page | Concordance) -> dict[str, Any]:
    here, pages = search.page, shown.pages
    return {
        "pages": pages,
        "numbers": page_numbers(here, pages),
        "before": previous_page(here, pages),
        "after": next_page(here, pages),
    }


def _drawing(search: PageRequest, page: Page, *, share: bool) -> Drawing | None:
    days = page.days
    if days is None or not days.values:
        return None
    every = searcher().days(search.count)
    interval, points = fitting(lambda wanted: searcher().over_time(search, days, every, wanted))
    return drawing(interval, points, (search.since, search.until), share=share)


def _undated(search: PageRequest, page: Page) -> tuple[int, str]:
    """How many articles found have no date, and the search for them alone."""
    alone = search.choosing("date", (UNKNOWN,), ())
    return page.days.missing if page.days else 0, results_url(alone, since=None, until=None)


def _beyond(search: PageRequest) -> int:
    """How many articles the same words find in the whole corpus."""
    everywhere = replace(search, only=(), without=(), since=None, until=None)
    return searcher().search(replace(everywhere, page=1, per_page=1, facets=(), cursor="")).total
