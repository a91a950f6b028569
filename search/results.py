"""What a person gets: a page of hits with snippets, facets, a suggestion and notes. Text and offsets, never HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corpus import Article
    from index import Counts, Reason
    from search.request import PageRequest
    from stories import StorySize

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of text, and the parts of it that matched: half-open character offsets, in order, not overlapping."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An article on a page: its rank (from 1 over all pages), its score, its headline and up to three snippets.

    `story` is the size of its story where stories are counted, and it has several articles.
    """

    rank: int
    score: float
    article: Article
    headline: Snippet
    snippets: tuple[Snippet, ...]
    reasons: tuple[Reason, ...] = ()
    story: StorySize | None = None


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
class Fewer:
    """The same search without one of its words, and how many articles that finds."""

    word: str
    q: str
    total: int


@dataclass(frozen=True, slots=True)
class Page:
    """What one search gives a person. `total` is exact; `notes` are sentences about how the query was read.

    `days` counts the articles found by day, if a facet needs it. Where no article has all the words, `unmatched` are
    those that none has, and `fewer` says what would be found without each. `cursor` leads to the page after this one.
    """

    request: PageRequest
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Facet]
    suggestion: str | None = None
    notes: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    fewer: tuple[Fewer, ...] = ()
    days: Counts | None = None
    cursor: str | None = None

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


@dataclass(frozen=True, slots=True)
class Suggestions:
    """How what was typed may go on: texts, and headlines with their article's ids."""

    texts: tuple[str, ...]
    headlines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """Every article that a search finds, one after the other, and what stands above them.

    `version` is that of the corpus, `total` the exact number.
    """

    request: PageRequest
    version: str
    total: int
    notes: tuple[str, ...]
    articles: Iterator[Article]
