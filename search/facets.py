"""Facets as a person sees them: the commonest values, those chosen always among them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus import UNKNOWN
from index import And, Not, Or, Term
from search.results import Facet, FacetValue

if TYPE_CHECKING:
    from collections.abc import Collection

    from index import Counts, Query


def facet(counts: Counts, size: int, selected: Collection[str], excluded: Collection[str]) -> Facet:
    """The `size` commonest values (of equal ones by name), and every value that is chosen or excluded.

    An unknown source is no value: it is what `missing` counts, chosen or not.
    """
    ranked = sorted(counts.values.items(), key=lambda pair: (-pair[1], pair[0].casefold(), pair[0]))
    chosen = dict.fromkeys((*selected, *excluded)).keys() - {UNKNOWN, *dict(ranked[:size])}
    shown = ranked[:size] + [(value, counts.values.get(value, 0)) for value in sorted(chosen)]
    return Facet(
        tuple(FacetValue(value, count, value in selected, value in excluded) for value, count in shown),
        sum(counts.values.values()) - sum(count for _, count in shown),
        counts.missing,
    )


def choice(field: str, selected: Collection[str], excluded: Collection[str]) -> Query | None:
    """The filter for articles with one of the values chosen and none of those excluded; None for no choice."""
    parts: list[Query] = []
    if selected:
        parts.append(Or(tuple(Term((field,), value) for value in selected)))
    if excluded:
        parts.append(Not(Or(tuple(Term((field,), value) for value in excluded))))
    return And(tuple(parts)) if parts else None
