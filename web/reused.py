"""The shapes of who reuses a text, as `web.shapes` has those of everything else."""

from __future__ import annotations

from typing import Any, TypedDict

from web.shapes import Day, Kind

Published = Day | None


class SpanJson(TypedDict):
    """A piece of a text: its half-open character offsets."""

    text: str
    start: int
    end: int


class PassageJson(TypedDict):
    """What the text and an article share: as the text has it, and as the article's body does; word for word or not."""

    given: SpanJson
    article: SpanJson
    verbatim: bool


class ReuserJson(TypedDict):
    """An article that reuses the text: `share` (0 to 1) of the text's words are in its passages, `other_share` of its own.

    `kind` is null where it shares passages only, as two reports have the same quotation.
    """

    id: str
    source: str
    headline: str
    published: Published
    language: str | None
    kind: Kind | None
    share: float
    other_share: float
    passages: list[PassageJson]


class ReuseJson(TypedDict):
    """Who reuses a text of so many `words`: the largest share first.

    `share` of its words are in a passage of any of them. The likeliest articles were `read`; where those read last
    still had something of it, there may be more, which `cut` says. `language` is what the text was taken to be in, null where that is not sure.
    """

    words: int
    language: str | None
    share: float
    read: int
    cut: bool
    articles: list[ReuserJson]


class SourcePairJson(TypedDict):
    """So many articles of one source have the text of one that another had printed before, by kind."""

    later: str
    earlier: str
    count: int
    identical: int
    reprint: int
    reworded: int
    excerpt: int


class SourceReuseJson(TypedDict):
    """Who printed whose text later, each article counted once, by the earliest of those that it shares text with.

    Of `linked` articles that share text with others so many were the `first`, so many came `later`, and of so many the
    order is `untold`: they are of one day with the others, or have no date. The commonest pairs come first.
    """

    linked: int
    first: int
    later: int
    untold: int
    pairs: list[SourcePairJson]


class LinkJson(TypedDict):
    """The ids of an article and of the earlier one; `share` (0 to 1) of its words are there, `other_share` of that one's here."""

    later: str
    earlier: str
    kind: Kind
    share: float
    other_share: float


class CopiedJson(TypedDict):
    """The articles that one source printed after another: a page of them, the newest first."""

    total: int
    page: int
    pages: int
    articles: list[LinkJson]


REUSED: tuple[Any, ...] = (ReuseJson, SourceReuseJson, CopiedJson)
"""The answers that are described here."""
