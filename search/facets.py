"""Facets as a person sees them: the commonest values, those chosen always among them. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from corpus import UNKNOWN
from index import And, Between, Not, Or, Term
from search.period import days
from search.results import Facet, FacetValue

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from index import Counts, Query

_LENGTHS = {"year": 4, "month": 7}
"""Of the facets made of days, how much of an ISO date is one value."""


def facet(
    name: str, counts: Counts, size: int, chosen: tuple[Collection[str], Collection[str]], prefix: str = ""
) -> Facet:
    """The `size` commonest values (of equal ones by name), and every value that is chosen or excluded.

    Years and months come in the order of time, the latest first. With a `prefix` only values that begin so are
    counted. An unknown source is no value: it is what `missing` counts, chosen or not.
    """
    values = _begun(_by(name, counts.values), prefix)
    shown = sorted(values.items(), reverse=True)[:size] if name in _LENGTHS else _commonest(values, size)
    selected, excluded = chosen
    added = dict.fromkeys((*selected, *excluded)).keys() - {UNKNOWN, *dict(shown)}
    shown += [(value, values.get(value, 0)) for value in sorted(added) if _fits(name, value) and not prefix]
    return Facet(
        tuple(FacetValue(value, count, value in selected, value in excluded) for value, count in shown),
        sum(values.values()) - sum(count for _, count in shown),
        counts.missing,
    )


def _commonest(values: Mapping[str, int], size: int) -> list[tuple[str, int]]:
    """The commonest values with their counts. Only those that count enough are put in order: there may be thousands."""
    least = sorted(values.values(), reverse=True)[:size][-1:]
    enough = [pair for pair in values.items() if [pair[1]] >= least]
    return sorted(enough, key=lambda pair: (-pair[1], pair[0].casefold(), pair[0]))[:size]


def choice(field: str, selected: Collection[str], excluded: Collection[str]) -> Query | None:
    """The filter for articles with one of the values chosen and none of those excluded; None for no choice."""
    parts: list[Query] = []
    if selected:
        parts.append(Or(tuple(_having(field, value) for value in selected)))
    if excluded:
        parts.append(Not(Or(tuple(_having(field, value) for value in excluded))))
    return And(tuple(parts)) if parts else None


def _having(field: str, value: str) -> Query:
    """The articles with a value of a field; UNKNOWN stands for those without one."""
    if value == UNKNOWN and field != "source":
        return Or((Not(Between(field, None, None)), Term((field,), value)))
    if field == "published":
        first, last = days(value) or ("", "")
        return Between(field, first, last)
    return Term((field,), value)


def _by(name: str, values: Mapping[str, int]) -> Mapping[str, int]:
    """Days as years or months; any other values as they are."""
    if name not in _LENGTHS:
        return values
    summed: Counter[str] = Counter()
    for day, count in values.items():
        summed[day[: _LENGTHS[name]]] += count
    return summed


def _begun(values: Mapping[str, int], prefix: str) -> Mapping[str, int]:
    start = prefix.casefold()
    return (
        {value: count for value, count in values.items() if value.casefold().startswith(start)}
        if start
        else values
    )


def _fits(name: str, value: str) -> bool:
    """Whether a chosen date is a value of this facet: a year is none of the months."""
    return name not in _LENGTHS or len(value) == _LENGTHS[name]
