"""What a person asked for: the query as typed, filters, order and page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from search.parameters import FILTERS, SEARCH, read_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Pairs = tuple[tuple[str, str], ...]
"""Filters: the name of each (see FILTERS) with a value."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page of one search.

    `only` are the values chosen, `without` those excluded. `since` and `until` are YYYY, YYYY-MM or YYYY-MM-DD, both
    included. `count` says whether articles are counted, or stories. With a `cursor` the page is the one that follows where the cursor was given, and `page` counts for nothing.
    """

    q: str = ""
    only: Pairs = ()
    without: Pairs = ()
    since: str | None = None
    until: str | None = None
    sort: str = "relevance"
    page: int = 1
    per_page: int = 10
    facets: tuple[str, ...] = ("source",)
    facet_size: int = 10
    cursor: str = ""
    count: str = "articles"

    def chosen(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The values of a filter that are chosen, and those that are excluded."""
        return _of(name, self.only), _of(name, self.without)

    def choosing(self, name: str, chosen: Sequence[str], excluded: Sequence[str]) -> PageRequest:
        """The first page of the same search with other values of a filter."""
        return replace(
            self,
            only=_instead(self.only, name, chosen),
            without=_instead(self.without, name, excluded),
            page=1,
            cursor="",
        )

    def params(self, **changes: Any) -> list[tuple[str, str]]:
        """The pairs of a query string that asks for this, with some fields changed; defaults are left out."""
        changed = replace(self, **changes)
        pairs = [("q", changed.q)] if changed.q else []
        pairs += [*changed.only, *((f"exclude_{name}", value) for name, value in changed.without)]
        for field, name in _NAMES.items():
            value = getattr(changed, field)
            if value != getattr(_DEFAULT, field):
                pairs += [(name, str(one)) for one in (value if isinstance(value, tuple) else (value,))]
        return pairs


_NAMES = {
    "since": "since",
    "until": "until",
    "sort": "sort",
    "count": "count",
    "page": "page",
    "per_page": "per_page",
    "cursor": "cursor",
    "facets": "facet",
    "facet_size": "facet_size",
}
_DEFAULT = PageRequest()


def page_request(params: Mapping[str, Sequence[str]]) -> PageRequest:
    """Read the parameters of a query string (every value a list). Raises BadParameter."""
    values = read_parameters(SEARCH, params)
    return PageRequest(
        q=values["q"],
        only=tuple((name, value) for name in FILTERS for value in values[name]),
        without=tuple((name, value) for name in FILTERS for value in values[f"exclude_{name}"]),
        **{field: values[name] for field, name in _NAMES.items()},
    )


def _of(name: str, pairs: Pairs) -> tuple[str, ...]:
    return tuple(value for own, value in pairs if own == name)


def _instead(pairs: Pairs, name: str, values: Sequence[str]) -> Pairs:
    """The filters with these values of one of them, in the order of FILTERS."""
    kept = [pair for pair in pairs if pair[0] != name] + [(name, value) for value in values]
    return tuple(sorted(kept, key=lambda pair: [*FILTERS].index(pair[0])))
