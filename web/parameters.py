"""The parameters of the JSON interface beside those of a search: one table for each address."""

from __future__ import annotations

from dataclasses import replace

from search import CONTEXT, COUNT, INTERVALS, MOST_CONTEXT, PAGE, QUERY, SEARCH, SIDES, SORT, Parameter
from web.shapes import HitJson

FIELDS = tuple(name for name in HitJson.__annotations__ if name != "explanation")
"""What a result may consist of; why it scores so is asked for apart."""

MOST_SUGGESTIONS = 50
MOST_SIMILAR = 50

_SIZE = Parameter("size", "number", "How many at most.", default=8, most=MOST_SUGGESTIONS)

SIDE = Parameter(
    "side",
    "choice",
    "The order of the lines: as they stand in the articles, or by the words on one side.",
    default=SIDES[0],
    choices=SIDES,
)

RESULTS = (
    *SEARCH,
    Parameter("fields", "choices", "Only these fields of each result.", default=(), choices=FIELDS),
    Parameter(
        "highlight_pre", "text", "In `html`, what stands before a match instead of `<mark>`.", most=100
    ),
    Parameter(
        "highlight_post", "text", "In `html`, what stands after a match instead of `</mark>`.", most=100
    ),
    Parameter("explain", "flag", "With 1, each result says why it scores as it does.", default=False),
)
SUGGEST = (Parameter("q", "text", "What was typed so far.", default=""), _SIZE)
SIMILAR = (replace(_SIZE, default=5, most=MOST_SIMILAR),)
FACET_VALUES = (
    *QUERY,
    COUNT,
    Parameter("prefix", "text", "Only values that begin so, whatever their case.", default=""),
    replace(_SIZE, default=100, most=1000),
)
TIMELINE = (
    *QUERY,
    COUNT,
    Parameter(
        "interval",
        "choice",
        "The length of a period; by default it follows from the length of the whole.",
        choices=INTERVALS,
    ),
)
CONCORDANCE = (
    *QUERY,
    SORT,
    COUNT,
    PAGE,
    SIDE,
    Parameter("context", "number", "Characters on either side.", default=CONTEXT, most=MOST_CONTEXT),
)
