"""What a person gets: a page of hits with snippets, facets, a suggestion and notes. Text and offsets, never HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus import Article
    from search.request import PageRequest

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of text, and the parts of it that matched: half-open character offsets, in order, not overlapping."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An article on a page: its rank (from 1 over all pages), its score, its headline and up to three snippets."""

    rank: int
    score: float
    article: Article
    headline: Snippet
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, how many articles of this search have it, and whether it is chosen or excluded."""

    value: str
    count: int
    selected: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """The commonest values; `other` sums the counts of those not shown, `missing` counts articles without one."""

    values: tuple[FacetValue, ...]
    other: int
    missing: int


@dataclass(frozen=True, slots=True)
class Page:
    """What one search gives a person. `total` is exact; `notes` are sentences about how the query was read."""

    request: PageRequest
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Facet]
    suggestion: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are: 0 when nothing matched."""
        return -(-self.total // self.request.per_page)


@dataclass(frozen=True, slots=True)
class Reading:
    """An article opened to be read: its headline and paragraphs, with what the query matched in each."""

    article: Article
    headline: Snippet
    paragraphs: tuple[Snippet, ...]
    notes: tuple[str, ...] = ()
