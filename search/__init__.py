"""Give me what a person typed, I give you a page of results."""

from __future__ import annotations

from search.concordance import CONTEXT, MOST_CONTEXT, Concordance, Line
from search.parameters import (
    COUNT,
    COUNTED,
    FILTERS,
    INTERVALS,
    PAGE,
    QUERY,
    SEARCH,
    SIDES,
    SORT,
    SORTS,
    BadParameter,
    Parameter,
    read_parameters,
)
from search.pasting import LONGEST_TEXT, Pasted
from search.request import PageRequest, page_request
from search.results import Export, Facet, FacetValue, Fewer, Hit, Page, Reading, Snippet, Suggestions
from search.searcher import Searcher
from search.side_by_side import Compared
from search.timeline import Point, Timeline

__all__ = [
    "CONTEXT",
    "COUNT",
    "COUNTED",
    "FILTERS",
    "INTERVALS",
    "LONGEST_TEXT",
    "MOST_CONTEXT",
    "PAGE",
    "QUERY",
    "SEARCH",
    "SIDES",
    "SORT",
    "SORTS",
    "BadParameter",
    "Compared",
    "Concordance",
    "Export",
    "Facet",
    "FacetValue",
    "Fewer",
    "Hit",
    "Line",
    "Page",
    "PageRequest",
    "Parameter",
    "Pasted",
    "Point",
    "Reading",
    "Searcher",
    "Snippet",
    "Suggestions",
    "Timeline",
    "page_request",
    "read_parameters",
]
