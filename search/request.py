"""What a person asked for: the query as typed, filters, order and page; checked, with a reason when wrong.

A query text is never an error. A parameter is: `BadParameter` says which, what was wrong and what is
allowed, and becomes a 400 on the wire.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from index import FACETS
from search.period import WRITTEN, days

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SORTS = ("relevance", "newest", "oldest")
MOST_PER_PAGE = 100
MOST_FACET_VALUES = 1000
LAST_PAGE = 1_000_000_000


class BadParameter(ValueError):  # noqa: N818 - what it is, rather than that it is an error
    """A parameter out of range. `name` and `value` as given; the message is a sentence."""

    def __init__(self, name: str, value: str, allowed: str) -> None:
        shown = value if len(value) <= 80 else value[:79] + "…"
        super().__init__(f"{name}={shown!r} cannot be used: {allowed}")
        self.name = name
        self.value = value


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page of one search. `since` and `until` are YYYY, YYYY-MM or YYYY-MM-DD, both included."""

    q: str = ""
    sources: tuple[str, ...] = ()
    excluded_sources: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    sort: str = "relevance"
    page: int = 1
    per_page: int = 10
    facets: tuple[str, ...] = ("source",)
    facet_size: int = 10
    languages: tuple[str, ...] = ()
    excluded_languages: tuple[str, ...] = ()

    def chosen(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The values of a facet that are chosen, and those that are excluded."""
        fields = CHOSEN.get(name)
        return (getattr(self, fields[0]), getattr(self, fields[1])) if fields else ((), ())

    def params(self, **changes: Any) -> list[tuple[str, str]]:
        """The pairs of a query string that asks for this, with some fields changed; defaults are left out."""
        changed = replace(self, **changes)
        pairs: list[tuple[str, str]] = []
        for field, name in _NAMES.items():
            value = getattr(changed, field)
            if value != getattr(_DEFAULT, field):
                pairs += [(name, str(one)) for one in (value if isinstance(value, tuple) else (value,))]
        return pairs


CHOSEN = {
    "source": ("sources", "excluded_sources"),
    "language": ("languages", "excluded_languages"),
}
"""The facets that can be filtered by, with the fields that hold what is chosen and what is excluded."""

_NAMES = {
    "q": "q",
    "sources": "source",
    "excluded_sources": "exclude_source",
    "languages": "language",
    "excluded_languages": "exclude_language",
    "since": "since",
    "until": "until",
    "sort": "sort",
    "page": "page",
    "per_page": "per_page",
    "facets": "facet",
    "facet_size": "facet_size",
}
_DEFAULT = PageRequest()


def page_request(params: Mapping[str, Sequence[str]]) -> PageRequest:
    """Read the parameters of a query string (every value a list). Raises BadParameter.

    An empty value counts as not given, as a form sends it; of a parameter that takes one value, the last counts.
    """
    asked = {name: [value for value in values if value.strip()] for name, values in params.items()}
    since, until = _period(asked, "since"), _period(asked, "until")
    _check_order(since, until)
    return PageRequest(
        q=(asked.get("q") or [""])[-1],
        sources=_values(asked, "source"),
        excluded_sources=_values(asked, "exclude_source"),
        languages=_values(asked, "language"),
        excluded_languages=_values(asked, "exclude_language"),
        since=since,
        until=until,
        sort=_choice(asked, "sort", SORTS),
        page=_number(asked, "page", LAST_PAGE),
        per_page=_number(asked, "per_page", MOST_PER_PAGE),
        facets=_facets(asked),
        facet_size=_number(asked, "facet_size", MOST_FACET_VALUES),
    )


def _values(asked: Mapping[str, Sequence[str]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(asked.get(name, ())))


def _number(asked: Mapping[str, Sequence[str]], name: str, most: int) -> int:
    if not asked.get(name):
        return int(getattr(_DEFAULT, name))
    text = asked[name][-1].strip()
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
        raise BadParameter(name, text, f"it is a whole number from 1 to {most}")
    return int(text)


def _choice(asked: Mapping[str, Sequence[str]], name: str, choices: tuple[str, ...]) -> str:
    text = (asked.get(name) or [choices[0]])[-1].strip()
    if text not in choices:
        raise BadParameter(name, text, f"it is one of {', '.join(choices)}")
    return text


def _period(asked: Mapping[str, Sequence[str]], name: str) -> str | None:
    if not asked.get(name):
        return None
    text = asked[name][-1].strip()
    if days(text) is None:
        raise BadParameter(name, text, WRITTEN)
    return text


def _check_order(since: str | None, until: str | None) -> None:
    first, last = days(since or ""), days(until or "")
    if since and until and first and last and first[0] > last[1]:
        raise BadParameter("until", until, f"it lies before since={since}")


def _facets(asked: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(asked.get("facet", ()))) or _DEFAULT.facets
    for name in names:
        if name not in FACETS:
            raise BadParameter("facet", name, f"it is one of {', '.join(FACETS)}")
    return names
