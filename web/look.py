"""How a search is looked at: as results or in lines of context, and how its timeline is drawn.

That is no part of the search, but of its address: every link to results keeps it, so that a reader who counts lines
goes on counting lines. Copies of one story are one result to a reader unless he asks for each; who asks for JSON counts
articles. What is as by default stays out of the address.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request

from search import COUNT, Parameter, read_parameters
from web.parameters import SIDE

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOK = (
    Parameter(
        "view",
        "choice",
        "The articles, or every match in its line.",
        default="results",
        choices=("results", "lines"),
    ),
    SIDE,
    replace(COUNT, default="stories", choices=("stories", "articles")),
    Parameter(
        "bars",
        "choice",
        "Bars as high as the count, or as the share of all articles.",
        default="count",
        choices=("count", "share"),
    ),
)


def look() -> Mapping[str, str]:
    """How this request wants to see its search. Raises BadParameter."""
    return read_parameters(LOOK, request.args.to_dict(flat=False))


def look_pairs(changes: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """What an address has to say to look so again, with some of it changed; a value that nobody knows is dropped."""
    wanted = {**request.args, **(changes or {})}
    return [
        (one.name, wanted[one.name])
        for one in LOOK
        if wanted.get(one.name, one.default) in set(one.choices) - {one.default}
    ]
