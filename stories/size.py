"""How large stories are: how many articles have a story's name, and from how many sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import Request, Term
from stories.link import read_link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index import Engine, Matches
    from stories.link import Link


@dataclass(frozen=True, slots=True)
class StorySize:
    """How many articles a story has in the whole corpus, and how many sources these are from."""

    articles: int
    sources: int

    @property
    def copies(self) -> int:
        """How many there are beside the first."""
        return self.articles - 1


def sizes(engine: Engine, names: Sequence[str]) -> Mapping[str, StorySize]:
    """The sizes of stories, by name; of those that have several articles."""
    if not names:
        return {}
    different = list(dict.fromkeys(names))
    asked = [Request(Term(("story",), name), facets=("source",), limit=0) for name in different]
    found = zip(different, engine.searches(asked), strict=True)
    return {name: _size(matches) for name, matches in found if matches.total > 1}


def links_of(engine: Engine, article_id: str) -> tuple[StorySize | None, tuple[Link, ...]]:
    """The size of an article's story, None where it is alone, and the article's links: the largest share first."""
    found = engine.search(Request(Term(("id",), article_id), facets=("story", "links"), limit=0)).facets
    links = (read_link(text) for text in found["links"].values)
    ranked = tuple(sorted(links, key=lambda one: (-one.share, -one.other_share, one.day, one.other)))
    size = next(iter(sizes(engine, list(found["story"].values)).values()), None)
    return size, ranked


def _size(found: Matches) -> StorySize:
    counts = found.facets["source"]
    # Articles of which no source is known are of one more, as far as anybody can tell.
    return StorySize(found.total, len(counts.values) + bool(counts.missing))
