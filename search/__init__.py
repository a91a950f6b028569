"""Give me what a person typed, I give you a page of results."""

from __future__ import annotations

from search.request import CHOSEN, SORTS, BadParameter, PageRequest, page_request
from search.results import Facet, FacetValue, Hit, Page, Reading, Snippet
from search.searcher import Searcher

__all__ = [
    "CHOSEN",
    "SORTS",
    "BadParameter",
    "Facet",
    "FacetValue",
    "Hit",
    "Page",
    "PageRequest",
    "Reading",
    "Searcher",
    "Snippet",
    "page_request",
]
