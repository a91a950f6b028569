"""The filters of a search as links: what can be chosen, what is, and how to undo it.

A value of a facet is in one of three states: open, chosen or excluded. Each link leads to the same search with one
change, from its first page; so everything works without a script, and every state has an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import UNKNOWN, language_name
from search import CHOSEN, FacetValue
from web.links import results_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from search import Facet, PageRequest


@dataclass(frozen=True, slots=True)
class Choice:
    """A value in the margin. `pick` chooses it or undoes what was chosen; `drop` excludes it."""

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


_LABELS: Mapping[str, Callable[[str], str]] = {"source": source_label, "language": language_name}


def _minus(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != value)


def _choice(request: PageRequest, name: str, value: FacetValue) -> Choice:
    chosen, excluded = (_minus(values, value.value) for values in request.chosen(name))
    picked = chosen if value.selected or value.excluded else (*chosen, value.value)
    return Choice(
        _LABELS[name](value.value),
        value,
        pick=_url(request, name, picked, excluded),
        drop=_url(request, name, chosen, (*excluded, value.value)),
    )


def _url(request: PageRequest, name: str, chosen: tuple[str, ...], excluded: tuple[str, ...]) -> str:
    return results_url(request, **dict(zip(CHOSEN[name], (chosen, excluded), strict=True)), page=1)


def _not_known(facet: Facet, request: PageRequest) -> list[FacetValue]:
    """What a facet of sources calls missing, as a value: for a person it is a choice like the others."""
    selected, excluded = UNKNOWN in request.sources, UNKNOWN in request.excluded_sources
    offered = facet.missing or selected or excluded
    return [FacetValue(UNKNOWN, facet.missing, selected, excluded)] if offered else []


def sources(request: PageRequest, facet: Facet) -> list[Choice]:
    """The sources to choose among, commonest first, and last those articles whose source is not known."""
    known = [value for value in facet.values if value.value != UNKNOWN]
    return [_choice(request, "source", value) for value in (*known, *_not_known(facet, request))]


def languages(request: PageRequest, facet: Facet) -> list[Choice]:
    """The languages to choose among, commonest first."""
    return [_choice(request, "language", value) for value in facet.values]


def chips(request: PageRequest) -> list[Chip]:
    """The filters in force, in the order of the page: sources, languages, dates; exclusions after choices."""
    found: list[Chip] = []
    for name in CHOSEN:
        chosen, excluded = request.chosen(name)
        found += [
            Chip("", _LABELS[name](each), _url(request, name, _minus(chosen, each), excluded))
            for each in chosen
        ]
        found += [
            Chip("not", _LABELS[name](each), _url(request, name, chosen, _minus(excluded, each)))
            for each in excluded
        ]
    if request.since:
        found.append(Chip("from", request.since, results_url(request, since=None, page=1)))
    if request.until:
        found.append(Chip("until", request.until, results_url(request, until=None, page=1)))
    return found


def without_filters(request: PageRequest) -> str:
    """The same query over all articles."""
    fields = dict.fromkeys((field for pair in CHOSEN.values() for field in pair), ())
    return results_url(request, **fields, since=None, until=None, page=1)
