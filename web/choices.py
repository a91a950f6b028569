"""The filters of a search as links: what can be chosen, what is, and how to undo it.

A source is in one of three states: open, chosen or excluded. Each link leads to the same search with one
change, from its first page; so everything works without a script, and every state has an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import UNKNOWN
from search import FacetValue
from web.links import results_url

if TYPE_CHECKING:
    from search import Facet, Page, PageRequest


@dataclass(frozen=True, slots=True)
class Choice:
    """A source in the margin. `pick` chooses it or undoes what was chosen; `drop` excludes it."""

    label: str
    value: FacetValue
    pick: str
    drop: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address of the search without it."""

    label: str
    name: str
    without: str


def source_label(source: str) -> str:
    """A source as people read it."""
    return "source not known" if source == UNKNOWN else source


def _minus(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != value)


def _choice(request: PageRequest, value: FacetValue) -> Choice:
    chosen = _minus(request.sources, value.value)
    excluded = _minus(request.excluded_sources, value.value)
    picked = chosen if value.selected or value.excluded else (*chosen, value.value)
    return Choice(
        source_label(value.value),
        value,
        pick=results_url(request, sources=picked, excluded_sources=excluded, page=1),
        drop=results_url(request, sources=chosen, excluded_sources=(*excluded, value.value), page=1),
    )


def _not_known(facet: Facet, request: PageRequest) -> list[FacetValue]:
    """What a facet calls missing, as a value: for a person it is a choice like the others."""
    selected, excluded = UNKNOWN in request.sources, UNKNOWN in request.excluded_sources
    offered = facet.missing or selected or excluded
    return [FacetValue(UNKNOWN, facet.missing, selected, excluded)] if offered else []


def choices(page: Page) -> list[Choice]:
    """The sources to choose among, commonest first, and last those articles whose source is not known."""
    facet = page.facets["source"]
    known = [value for value in facet.values if value.value != UNKNOWN]
    return [_choice(page.request, value) for value in (*known, *_not_known(facet, page.request))]


def chips(request: PageRequest) -> list[Chip]:
    """The filters in force, in the order of the page: sources, exclusions, dates."""

    def chip(label: str, name: str, **change: object) -> Chip:
        return Chip(label, name, results_url(request, page=1, **change))

    found = [chip("", source_label(s), sources=_minus(request.sources, s)) for s in request.sources]
    found += [
        chip("not", source_label(s), excluded_sources=_minus(request.excluded_sources, s))
        for s in request.excluded_sources
    ]
    if request.since:
        found.append(chip("from", request.since, since=None))
    if request.until:
        found.append(chip("until", request.until, until=None))
    return found


def without_filters(request: PageRequest) -> str:
    """The same query over all articles."""
    return results_url(request, sources=(), excluded_sources=(), since=None, until=None, page=1)
