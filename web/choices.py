"""The filters of a search as links: what can be chosen, what is, and how to undo it.

A value of a facet is in one of three states: open, chosen or excluded. Each link leads to the same search with one
change, from its first page; so everything works without a script, and every state has an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from corpus import UNKNOWN, language_name
from search import COUNTED, FILTERS, Facet, FacetValue
from web.links import results_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search import PageRequest

TITLES = {
    "source": "Sources",
    "year": "Years",
    "month": "Months",
    "section": "Sections",
    "author": "Authors",
    "language": "Languages",
}
"""The facets in the margin, in their order."""

_NOT_KNOWN = {
    "source": "source not known",
    "section": "no section",
    "author": "no author named",
    "language": "language not known",
    "date": "no date",
}


SHOWN = {"source": 8, "year": 8, "month": 12}
"""How many values of a facet the margin shows before it says where the others are; of those not named here, 5."""

FOLDED = {"section", "author", "language"}
"""The facets that are folded away until somebody opens them, or has chosen in them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value in the margin. `pick` chooses it or undoes what was chosen; `drop` excludes it."""

    label: str
    value: FacetValue
    pick: str
    drop: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A facet: its choices, the sum of the counts of values that are not shown, and whether any of it is in force."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    other: int
    in_force: bool

    @property
    def folds(self) -> bool:
        """Whether the margin can fold it away."""
        return self.name in FOLDED

    @property
    def folded(self) -> bool:
        """Whether the margin shows no more than its name."""
        return self.folds and not self.in_force


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address of the search without it."""

    label: str
    name: str
    without: str


def label(name: str, value: str) -> str:
    """A value of a filter as people read it."""
    if value == UNKNOWN:
        return _NOT_KNOWN[name]
    if name == "language":
        return language_name(value)
    return _written(value) if name == "date" else value


def _written(period: str) -> str:
    """2023-05 as May 2023, 2023-05-04 as 4 May 2023."""
    year, *rest = map(int, period.split("-"))
    if not rest:
        return period
    day = date(year, rest[0], rest[1] if len(rest) > 1 else 1)
    return f"{day.day} {day:%B} {year}" if len(rest) > 1 else f"{day:%B} {year}"


def source_label(source: str) -> str:
    """A source as people read it."""
    return label("source", source)


def filter_of(facet: str) -> str:
    """The filter that a facet's values belong to: years and months are dates."""
    return "date" if COUNTED[facet] == FILTERS["date"] else facet


def shelves(request: PageRequest, facets: Mapping[str, Facet], *, languages: bool) -> list[Shelf]:
    """The margin: the facets that have a value, each with its first values and all that are chosen or excluded.

    Months are those of the one year that the search is about; languages are offered where there are several.
    """
    found = []
    year = _one_year(request)
    for name in TITLES:
        facet = facets[name]
        if name == "month":
            facet = _of_year(facet, year)
        if name == "language" and not (languages or any(request.chosen(name))):
            continue
        if any(value.value != UNKNOWN for value in facet.values) or any(request.chosen(filter_of(name))):
            found.append(shelf(request, name, facet, SHOWN.get(name, 5)))
    return [one for one in found if one.choices]


def shelf(request: PageRequest, name: str, facet: Facet, size: int) -> Shelf:
    """A facet with `size` of its values; articles without a value come last, and are a choice like the others."""
    own = filter_of(name)
    values = [value for value in facet.values if value.value != UNKNOWN]
    shown = values[:size] + [value for value in values[size:] if value.selected or value.excluded]
    hidden = sum(value.count for value in values) - sum(value.count for value in shown)
    all_shown = (*shown, *_not_known(request, name, facet))
    choices = tuple(_choice(request, own, value) for value in all_shown)
    in_force = any(value.selected or value.excluded for value in all_shown)
    return Shelf(name, TITLES[name], choices, facet.other + hidden, in_force)


def _one_year(request: PageRequest) -> str | None:
    """The year that a search is about, where its dates name no other."""
    chosen, _ = request.chosen("date")
    named = chosen or (request.since or "", request.until or "")
    years = {period[:4] for period in named}
    return years.pop() if len(years) == 1 and years != {UNKNOWN[:4]} else None


def _of_year(facet: Facet, year: str | None) -> Facet:
    """The months of a year, in the order of the calendar."""
    values = [value for value in facet.values if year and value.value.startswith(year)]
    return Facet(tuple(sorted(values, key=lambda value: value.value)), 0, 0)


def _choice(request: PageRequest, name: str, value: FacetValue) -> Choice:
    chosen, excluded = (_minus(values, value.value) for values in request.chosen(name))
    if name == "date":  # a year and a month of it are not two choices, but the year
        chosen = tuple(one for one in chosen if not _overlap(one, value.value))
    picked = chosen if value.selected or value.excluded else (*chosen, value.value)
    dropped = request.choosing(name, _minus(request.chosen(name)[0], value.value), (*excluded, value.value))
    return Choice(
        label(name, value.value),
        value,
        pick=results_url(request.choosing(name, picked, excluded)),
        drop=results_url(dropped),
    )


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _not_known(request: PageRequest, name: str, facet: Facet) -> list[FacetValue]:
    """What a facet calls missing, as a value; of years and months only the years offer it."""
    selected, excluded = (UNKNOWN in values for values in request.chosen(filter_of(name)))
    offered = name != "month" and (facet.missing or selected or excluded)
    return [FacetValue(UNKNOWN, facet.missing, selected, excluded)] if offered else []


def _minus(values: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(each for each in values if each != value)


def chips(request: PageRequest) -> list[Chip]:
    """The filters in force, in the order of FILTERS, then dates; exclusions after choices."""
    found: list[Chip] = []
    for name in FILTERS:
        chosen, excluded = request.chosen(name)
        for word, values in (("", chosen), ("not", excluded)):
            for value in values:
                without = request.choosing(name, _minus(chosen, value), _minus(excluded, value))
                found.append(Chip(word, label(name, value), results_url(without)))
    if request.since:
        found.append(Chip("from", request.since, results_url(request, since=None, page=1, cursor="")))
    if request.until:
        found.append(Chip("until", request.until, results_url(request, until=None, page=1, cursor="")))
    return found


def without_filters(request: PageRequest) -> str:
    """The same query over all articles."""
    return results_url(request, only=(), without=(), since=None, until=None, page=1, cursor="")
