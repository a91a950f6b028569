"""The shapes of what goes over the wire, written out one by one: what the interface promises.

They are not derived from the house's own classes: those may change, these may not. The functions of `web.wire` make them,
the type checker holds those to every word here, and the description of the interface is generated from them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypedDict

from msgspec import Meta


def _says(text: str) -> Meta:
    return Meta(description=text)


Address = Annotated[str, _says("An address on this server.")]
Kind = Literal["identical", "reprint", "reworded", "excerpt"]
Day = Annotated[str, Meta(description="An ISO date.", pattern=r"^\d{4}-\d{2}-\d{2}$")]


class SnippetJson(TypedDict):
    """A text, the same as HTML with what matched marked, and the half-open offsets of it in the text."""

    text: str
    html: Annotated[
        str, _says("Escaped text with <mark>, or what was asked for instead, and no other element.")
    ]
    spans: list[tuple[int, int]]


class PartJson(TypedDict):
    """What one field of an article gives a leaf of the query."""

    field: str
    weight: float
    frequency: Annotated[float, _says("How often it is there.")]
    length: Annotated[float, _says("Words in the field, as the index keeps it.")]
    average_length: float


class ReasonJson(TypedDict):
    """What one leaf of the query adds to a score: BM25F, the fields' frequencies added before they are saturated."""

    leaf: Annotated[str, _says("A stem, a phrase or a pattern.")]
    kind: str
    boost: float
    score: float
    articles: Annotated[int, _says("How many articles match the leaf.")]
    of: Annotated[int, _says("How many articles there are.")]
    fields: list[PartJson]


class HitJson(TypedDict, total=False):
    """One result. With `fields` only those asked for; `explanation` only with `explain=1`."""

    rank: int
    score: float
    id: str
    source: str
    headline: str
    published: Day | None
    section: str | None
    authors: list[str]
    url: str | None
    language: str | None
    headline_highlight: SnippetJson
    snippets: list[SnippetJson]
    explanation: list[ReasonJson]


class ValueJson(TypedDict):
    """A value of a facet."""

    value: str
    count: int
    selected: bool


class FacetJson(TypedDict):
    """The counts of a facet: the commonest values, the sum of the others, and articles without one."""

    values: list[ValueJson]
    other: int
    missing: int


class FewerJson(TypedDict):
    """What would be found without one of the words."""

    word: str
    query: str
    total: int


class PageJson(TypedDict):
    """One page of results. `total` is exact."""

    query: str
    total: int
    page: int
    per_page: int
    pages: int
    next: Address | None
    previous: Address | None
    cursor: Annotated[str | None, _says("Give it back as `cursor` for what follows; null at the end.")]
    took_ms: float
    results: list[HitJson]
    facets: dict[str, FacetJson]
    suggestion: str | None
    unmatched: Annotated[list[str], _says("Where nothing matches all: words that no article has.")]
    fewer: Annotated[list[FewerJson], _says("Where nothing matches all: what fewer words would find.")]
    notes: Annotated[list[str], _says("Sentences on what was read otherwise than written.")]


class RemovalJson(TypedDict):
    """A piece of furniture that cleaning took out."""

    line: int
    rule: str
    text: str


class ArticleJson(TypedDict):
    """A whole article, what there is to say of its reading, and what cleaning took out of it."""

    id: str
    source: str
    headline: str
    headline_derived: bool
    body: str
    published: Day | None
    section: str | None
    authors: list[str]
    url: str | None
    language: str | None
    origin: str
    notes: list[str]
    removed: list[RemovalJson]


class SimilarJson(TypedDict):
    """The articles most like one."""

    id: str
    results: list[HitJson]


class HeadlineJson(TypedDict):
    """A headline, and the article it stands over."""

    text: str
    id: str


class SuggestionsJson(TypedDict):
    """How what was typed may go on."""

    query: str
    suggestions: list[str]
    headlines: list[HeadlineJson]


class SourceJson(TypedDict):
    """A source with the number of its articles."""

    value: str
    count: int


class SourcesJson(TypedDict):
    """Every source, commonest first; `missing` counts the articles without one."""

    sources: list[SourceJson]
    missing: int


class OneFacetJson(TypedDict):
    """The values of one facet of a search."""

    query: str
    facet: str
    prefix: str
    values: list[ValueJson]
    other: int
    missing: int


class PointJson(TypedDict):
    """A period: the articles found in it, all that the corpus has of it, and the share."""

    date: Annotated[str, _says("Its first day.")]
    until: Annotated[str, _says("Its last day.")]
    count: int
    total: int
    ratio: float


class TimelineJson(TypedDict):
    """Articles over time. Periods without an article between the first and the last are there, too."""

    query: str
    interval: str
    total: Annotated[int, _says("Of the articles found, those that have a date in these periods.")]
    undated: int
    points: list[PointJson]


class LineJson(TypedDict):
    """A match in its line."""

    id: str
    source: str
    published: Day | None
    left: str
    match: str
    right: str


class ConcordanceJson(TypedDict):
    """One page of the matches in their context.

    `total` lines are in the articles that were read: the first `read` of the `articles` that match.
    """

    query: str
    total: int
    read: int
    articles: int
    page: int
    pages: int
    lines: list[LineJson]
    notes: list[str]


class ProblemJson(TypedDict, total=False):
    """An RFC 9457 problem. `parameter` names the one that cannot be used."""

    type: str
    title: str
    status: int
    detail: str
    parameter: str


class HealthJson(TypedDict):
    """That the index answers."""

    status: str
    articles: int
    version: Annotated[str, _says("Of the corpus: another after every change.")]


class BatchItemJson(TypedDict, total=False):
    """What one query of a batch found; or `problem`, and why it could not be asked."""

    query: str
    total: int
    results: list[HitJson]
    suggestion: str | None
    notes: list[str]
    problem: ProblemJson


class BatchJson(TypedDict):
    """The answers of a batch, in the order of the queries."""

    results: list[BatchItemJson]


SHAPES: tuple[Any, ...] = (
    PageJson,
    ArticleJson,
    SimilarJson,
    SuggestionsJson,
    SourcesJson,
    OneFacetJson,
    TimelineJson,
    ConcordanceJson,
    ProblemJson,
    HealthJson,
    BatchJson,
)
"""Every answer there is."""
