"""The shapes of a story, as `web.shapes` has those of everything else."""

from __future__ import annotations

from typing import Any, TypedDict

from web.compared import WordsJson
from web.shapes import Day, Kind

Published = Day | None
Changed = WordsJson | None


class ClosestJson(TypedDict):
    """The earlier article that one shares most with: `share` of its words are there, and `other_share` of that one's here."""

    id: str
    kind: Kind
    share: float
    other_share: float


class MemberJson(TypedDict):
    """An article of a story; `days_after` the first, null where one of the two has no date.

    `changed` is what became of the words of the `closest` one; null where there is none, and beyond the twentieth article.
    """

    id: str
    source: str
    headline: str
    published: Published
    days_after: int | None
    closest: ClosestJson | None
    changed: Changed


class PairJson(TypedDict):
    """Two articles that share text: `share` of the words of `id` are in `other`, `other_share` of that one's in it."""

    id: str
    other: str
    kind: Kind
    share: float
    other_share: float


class StoryJson(TypedDict):
    """The articles that share text, directly or through others: the earliest in this corpus first.

    `total` is how many there are; of very many the first are given. `links` are all pairs of these that share text, each
    once, told of the later one.
    """

    total: int
    articles: list[MemberJson]
    links: list[PairJson]


TOLD: tuple[Any, ...] = (StoryJson,)
"""The answers that are described here."""
