"""What an article's document says of another that shares text with it: one text, so that an index can hold it.

Both articles have it, each from its side. It names the other first, so that all links to an article are found by how they
begin; and it holds of the other what a list of links is made of, so that nothing else has to be read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus import Article
    from stories.reuse import Reuse


@dataclass(frozen=True, slots=True)
class Link:
    """`article` shares text with `other`: how, which share of its words (0 to 1), and which share of the other's.

    `source` and `day` (an ISO date, "" where it has none) are those of the other.
    """

    other: str
    article: str
    kind: str
    share: float
    other_share: float
    source: str
    day: str

    def written(self) -> str:
        """The link as a text."""
        values = [self.other, self.article, self.kind, self.share, self.other_share, self.source, self.day]
        return json.dumps(values, ensure_ascii=False)


def read_link(text: str) -> Link:
    """The link that a text is."""
    return Link(*json.loads(text))


def beginning(article_id: str) -> str:
    """What all links to an article begin with."""
    return json.dumps([article_id], ensure_ascii=False)[:-1] + ","


def link(article: Article, other: Article, reuse: Reuse) -> Link:
    """The link of an article to another, given how they share text, told of the first."""
    day = other.published.isoformat() if other.published else ""
    shares = round(reuse.share, 4), round(reuse.other_share, 4)
    return Link(other.id, article.id, reuse.kind, *shares, other.source, day)
