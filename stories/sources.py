"""Which sources print what others had before: how often, and how. Told from the links of all articles, by their dates."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import Everything, Request
from stories.link import read_link
from stories.reuse import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from index import Engine
    from stories.link import Link


@dataclass(frozen=True, slots=True)
class Copied:
    """So many articles of the source `later` have the text of one that `earlier` had printed before, by kind."""

    later: str
    earlier: str
    kinds: Mapping[str, int]

    @property
    def total(self) -> int:
        """Of all kinds."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class SourceReuse:
    """Who printed whose text later: the commonest pairs first; a source may be a pair with itself.

    Each article counts once, by the earliest of those it shares text with. Of `linked` articles that share text with any,
    so many were the `first`, and of so many the order is `untold`: they and the others are of one day, or have no date.
    """

    pairs: tuple[Copied, ...]
    linked: int
    first: int
    untold: int

    @property
    def later(self) -> int:
        """How many articles came later than one that they share text with."""
        return self.linked - self.first - self.untold

    def sources(self) -> tuple[str, ...]:
        """All sources of the pairs, the busiest first: by what they took and what was taken from them."""
        busy = Counter[str]()
        for pair in self.pairs:
            busy[pair.later] += pair.total
            busy[pair.earlier] += pair.total
        return tuple(sorted(busy, key=lambda source: (-busy[source], source)))


def source_reuse(engine: Engine) -> SourceReuse:
    """Who printed whose text later, in the whole corpus."""
    links = _links(engine)
    own = _own(links)
    kinds: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    first = untold = 0
    for article, some in _by_article(links).items():
        source, day = own[article]
        earliest = _earliest(day, some)
        if earliest:
            kinds[source, earliest.source][earliest.kind] += 1
        elif day and all(link.day > day for link in some):
            first += 1
        else:
            untold += 1
    pairs = [Copied(*pair, {kind: found[kind] for kind in KINDS}) for pair, found in kinds.items()]
    pairs.sort(key=lambda pair: (-pair.total, pair.later, pair.earlier))
    return SourceReuse(tuple(pairs), len(own), first, untold)


def copied(engine: Engine, later: str, earlier: str) -> tuple[Link, ...]:
    """The links that count for a pair of sources, each told of the later article: the newest first."""
    links = _links(engine)
    own = _own(links)
    found = [
        link
        for article, some in _by_article(links).items()
        if own[article][0] == later and (link := _earliest(own[article][1], some)) and link.source == earlier
    ]
    return tuple(sorted(found, key=lambda link: (own[link.article][1], link.article), reverse=True))


def _links(engine: Engine) -> list[Link]:
    found = engine.search(Request(Everything(), facets=("links",), limit=0)).facets["links"].values
    return [read_link(text) for text in found]


def _own(links: Iterable[Link]) -> Mapping[str, tuple[str, str]]:
    """The source and day of each article, as the links to it have them."""
    return {link.other: (link.source, link.day) for link in links}


def _by_article(links: Iterable[Link]) -> Mapping[str, list[Link]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[link.article].append(link)
    return found


def _earliest(day: str, links: Iterable[Link]) -> Link | None:
    """The link to the earliest article before this day; of one day, to that which has most of the text."""
    before: Iterator[Link] = (link for link in links if link.day and link.day < day)
    return min(before, key=lambda link: (link.day, -link.share, link.other), default=None)
