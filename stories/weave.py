"""Weaves articles into stories: those that share text, directly or through others, have the name of their story in common.

A document holds its links and the name of its story, so a story is found, counted and filtered by like a source, on
every engine. What is woven are the articles that came, changed or went since the last time (`Ledger.unwoven`): links to
them are made anew, and the stories that this touches are put together from their links. So what comes out hangs on the
articles that there are, and not on the order in which they came. A story's name is the smallest id in it.

A run that is killed leaves the articles unwoven in the ledger, and the next does them again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from index import PATIENCE, Analyzer, Or, Prefix, Request, Term, analyse
from stories.comparing import Comparing
from stories.link import Link, beginning, link, read_link
from stories.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from corpus import Article
    from index import Counts, Document, Engine, Ledger
    from stories.comparing import Pair

    Compare = Callable[[Engine, Analyzer, Sequence[str]], Iterator[Pair]]

AT_ONCE = 500
"""Articles that are read, or asked for, at once."""
_NONE: Mapping[str, Article] = MappingProxyType({})


@dataclass(slots=True)
class _State:
    """Articles by id: the links of each, and the name of its story, as the index has them."""

    links: dict[str, dict[str, Link]] = field(default_factory=lambda: defaultdict(dict))
    stories: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Woven:
    """Articles by id: the names of their stories and their links, as they should be, and which of them are not so yet."""

    names: Mapping[str, str]
    links: Mapping[str, Mapping[str, Link]]
    changed: Sequence[str]

    @classmethod
    def of(
        cls, engine: Engine, ids: Sequence[str], pairs: Sequence[Pair], given: Mapping[str, Article] = _NONE
    ) -> _Woven:
        """What becomes of the stories when some articles share text so; `given` are those the index does not have yet."""
        before = _before(engine, {*ids, *(other for _, other, _ in pairs)})
        articles = _articles(engine, {one for first, second, _ in pairs for one in (first, second)}, given)
        links = _links(articles, before, set(ids), pairs)
        names = _names({*before.stories, *given}, links)
        changed = [
            one
            for one, name in names.items()
            if name != before.stories.get(one) or links.get(one, {}) != before.links.get(one, {})
        ]
        return cls(names, links, changed)

    def written(self, one: str) -> tuple[str, ...]:
        """The links of an article, as its document has them."""
        return tuple(link.written() for _, link in sorted(self.links.get(one, {}).items()))

    def documents(self, engine: Engine, analyzer: Analyzer, ids: Sequence[str]) -> Iterator[Document]:
        """The documents of some articles of the index as they should be."""
        for some in pieces(sorted(ids), AT_ONCE):
            for article in engine.fetch(some):
                document = analyse(article, analyzer)
                yield replace(document, story=self.names[article.id], links=self.written(article.id))


def weave(engine: Engine, ledger: Ledger, compare: Compare | None = None) -> None:
    """Bring the stories of an index up to date with its articles; to be called while its ledger is open.

    `compare` gives the pairs that share text, each of which has one of some articles; by default they are found here.
    """
    ids = ledger.unwoven.ids()
    if not ids:
        return
    analyzer = _analyzer()
    pairs = list((compare or _compare)(engine, analyzer, ids))
    with engine.writing(
        PATIENCE
    ) as writer:  # what is written hangs on what is there, and nobody may change that
        woven = _Woven.of(engine, ids, pairs)
        for document in woven.documents(engine, analyzer, woven.changed):
            writer.put(document)
    ledger.unwoven.done(ids)
    ledger.commit()


def place(engine: Engine, documents: Sequence[Document]) -> list[Document]:
    """Documents that are to be put into an index, with their stories and links; and those of the index that this changes.

    It is what `weave` makes of them when they are there, without a second commit; to be called while the ledger is open.
    """
    analyzer = _analyzer()
    new = {one.article.id: one for one in documents}
    pairs = list(Comparing(engine, analyzer).pairs_with(documents))
    woven = _Woven.of(engine, list(new), pairs, {one: each.article for one, each in new.items()})
    changed = [one for one in woven.changed if one not in new]
    placed = [replace(each, story=woven.names[one], links=woven.written(one)) for one, each in new.items()]
    return [*placed, *woven.documents(engine, analyzer, changed)]


class Weaver:
    """Both, for who takes articles in one by one (see index.Posting)."""

    weave = staticmethod(weave)
    place = staticmethod(place)


@cache
def _analyzer() -> Analyzer:
    """One for all weaving of this process: what it learns of words is half of what a posted article costs."""
    return Analyzer()


def _compare(engine: Engine, analyzer: Analyzer, ids: Sequence[str]) -> Iterator[Pair]:
    return Comparing(engine, analyzer).pairs(ids)


def _before(engine: Engine, ids: Collection[str]) -> _State:
    """What the index has of the stories in which these articles are, or to which they had links."""
    linked = set[str]()
    for some in pieces(sorted(ids), AT_ONCE):
        to_these = Or(tuple(Prefix(("links",), beginning(one)) for one in some))
        found = engine.search(Request(to_these, facets=("links",), limit=0)).facets["links"].values
        linked |= {read_link(text).article for text in found}
    names = set[str]()
    for some in pieces(sorted(linked | set(ids)), AT_ONCE):
        names |= _having(engine, "id", some)["story"].values.keys()
    state = _State()
    for some in pieces(sorted(names), AT_ONCE):
        counts = _having(engine, "story", some)
        for text in counts["links"].values:
            one = read_link(text)
            state.links[one.article][one.other] = one
        sizes = counts["story"].values
        state.stories |= {name: name for name, size in sizes.items() if size == 1}  # who is alone is named so
        shared = {name: size for name, size in sizes.items() if size > 1}
        questions = [Request(Term(("story",), name), limit=size) for name, size in shared.items()]
        for name, matches in zip(shared, engine.searches(questions), strict=True):
            state.stories |= {match.id: name for match in matches.top}
    return state


def _having(engine: Engine, name: str, values: Sequence[str]) -> Mapping[str, Counts]:
    """The stories and links of the articles that have some values of a field."""
    having = Or(tuple(Term((name,), value) for value in values))
    return engine.search(Request(having, facets=("story", "links"), limit=0)).facets


def _links(
    articles: Mapping[str, Article], before: _State, ids: set[str], pairs: Sequence[Pair]
) -> dict[str, dict[str, Link]]:
    """The links as they should be: those that have nothing to do with the articles woven, and theirs anew."""
    after: dict[str, dict[str, Link]] = defaultdict(dict)
    for one in before.stories.keys() - ids:
        after[one] = {other: kept for other, kept in before.links[one].items() if other not in ids}
    for first, second, reuse in pairs:
        after[first][second] = link(articles[first], articles[second], reuse)
        after[second][first] = link(articles[second], articles[first], reuse.turned())
    return after


def _articles(engine: Engine, ids: set[str], given: Mapping[str, Article]) -> Mapping[str, Article]:
    found = (engine.fetch(some) for some in pieces(sorted(ids - given.keys()), AT_ONCE))
    return {**given, **{one.id: one for some in found for one in some}}


def _names(members: Iterable[str], links: dict[str, dict[str, Link]]) -> dict[str, str]:
    """The name of each article's story: the smallest id of those that links lead to."""
    names: dict[str, str] = {}
    for start in sorted(members):
        if start in names:
            continue
        names[start], waiting = start, [start]
        while waiting:
            for other in links.get(waiting.pop(), {}):
                if other not in names:
                    names[other] = start
                    waiting.append(other)
    return names
