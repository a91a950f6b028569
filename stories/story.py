"""A story as a reader sees it: its articles in the order in which they were printed, and what each has of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import Request, Term
from stories.link import Link, read_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from corpus import Article
    from index import Engine

MOST = 500
"""Articles of a story that are read."""


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story.

    `days` is how long after the first it was printed, None where that is not known. `closest` is its link to the one
    before it that it shares most with; None for the first, and for what is linked to later ones only.
    """

    article: Article
    days: int | None
    closest: Link | None


@dataclass(frozen=True, slots=True)
class Story:
    """The articles of a story, the earliest in the corpus first; of `total`, which are of so many `sources`, the first MOST.

    `links` are all pairs of these that share text, each once, told of the later one in this order.
    """

    members: tuple[Member, ...]
    links: tuple[Link, ...]
    total: int
    sources: int

    @property
    def head(self) -> Article:
        """The earliest in the corpus; where none has a date, the longest."""
        return self.members[0].article


def story_of(engine: Engine, article_id: str) -> Story | None:
    """The story that an article is part of, maybe alone; None where there is no such article."""
    top = engine.search(Request(Term(("id",), article_id), distinct="story")).top
    if not top:
        return None
    query = Term(("story",), top[0].value)
    found = engine.search(Request(query, facets=("links", "source"), sort="oldest", limit=MOST))
    articles = sorted(engine.fetch([match.id for match in found.top]), key=_order)
    links = _by_article(map(read_link, found.facets["links"].values))
    members, every, places = [], list[Link](), dict[str, int]()
    for place, one in enumerate(articles):
        earlier = [link for link in links.get(one.id, ()) if link.other in places]
        # Of copies that are alike, the first.
        closest = max(earlier, key=lambda link: (link.share, -places[link.other]), default=None)
        members.append(Member(one, _days(articles[0], one), closest))
        every += sorted(earlier, key=lambda link: places[link.other])
        places[one.id] = place
    sources = found.facets["source"]
    return Story(tuple(members), tuple(every), found.total, len(sources.values) + bool(sources.missing))


def _order(article: Article) -> tuple[bool, str, int, str]:
    """By date, without one last; then the longest first."""
    day = article.published
    return day is None, day.isoformat() if day else "", -len(article.body), article.id


def _days(first: Article, article: Article) -> int | None:
    if first.published is None or article.published is None:
        return None
    return (article.published - first.published).days


def _by_article(links: Iterable[Link]) -> Mapping[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(link.article, []).append(link)
    return found
