"""The engine protocol: what every index can be asked, and no more.

It is the intersection of the engines, so that highlighting, suggestions and everything else above it works
the same on each. Which articles match is part of the contract, and the same on every engine; scores are not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from corpus import Article
    from index.document import Document
    from index.query import Leaf, Query


@dataclass(frozen=True, slots=True)
class Request:
    """One question to an engine.

    `query` selects and scores. `bonus` selects nothing, and adds its score to articles that match anyway; an
    engine may leave it at the thousand best, or more, and out where the order is not by relevance.
    `filters` (one query a field) select without scoring; the facet of a field ignores the filter of that
    field. `weights` are the fields' shares in the score. `sort` is relevance, newest or oldest; ties go to
    the newer article, then to the smaller id, and articles without a date come last in both date orders.
    `limit` articles from `offset` (counted from 0) are returned; with `after`, the `end` of an earlier answer to
    the same question, they are those that follow it, whatever has been committed since.

    With `distinct`, the name of a KEYWORD field of which every article has one value, values are counted rather than
    articles, in the total and in the facets: a facet's value counts those values of which an article that is found has
    it. Of the articles found that share a value only the first in the order is given.

    With `texts`, an engine that has to fetch them from afar may give the articles along with the matches.
    """

    query: Query
    bonus: Query | None = None
    filters: Mapping[str, Query] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: str = "relevance"
    offset: int = 0
    limit: int = 10
    after: str | None = None
    distinct: str | None = None
    texts: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """An article found: its id and its score (0.0 and up; comparable only within one answer).

    `value` is what it stands for, where values are counted: that of the field Request.distinct. `article` is the article
    itself, if it came along.
    """

    id: str
    score: float
    value: str = ""
    article: Article | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many matching articles have each value of a field, and how many have none."""

    values: Mapping[str, int]
    missing: int


@dataclass(frozen=True, slots=True)
class Matches:
    """An engine's answer: the exact `total`, one stretch of the ranking, and the facets asked for.

    `end` says where the stretch ends, in a text that only the engine understands; None when nothing follows it.
    `notes` are sentences on what keeps the answer from being whole.
    """

    total: int
    top: tuple[Match, ...]
    facets: Mapping[str, Counts]
    end: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one field of an article gives a leaf: how often it is there, in a text of so many words."""

    field: str
    weight: float
    frequency: float
    length: float
    average: float


@dataclass(frozen=True, slots=True)
class Reason:
    """What one leaf of a query adds to an article's score, and why.

    `articles` is how many match the leaf, of `among` that there are.
    """

    leaf: Leaf
    score: float
    articles: int
    among: int
    parts: tuple[Part, ...]


class UnknownPlace(ValueError):  # noqa: N818 - what it is: an `after` that this engine never gave
    """The text given as `Request.after` is no `end` of an answer."""


class Writer(Protocol):
    """Collects changes. They take effect together when its context ends, or not at all."""

    def put(self, document: Document) -> None:
        """Add an article; one with the same id is replaced."""

    def remove(self, article_id: str) -> None:
        """Remove an article; an id that is not there is no error."""


class Engine(Protocol):
    """An index of articles. Reading is safe from many threads, and sees the last finished commit."""

    def search(self, request: Request) -> Matches:
        """Answer a question. Raises UnknownPlace for an `after` that is no end of an answer."""

    def searches(self, requests: Sequence[Request]) -> Iterable[Matches]:
        """Answer several questions: each as it is come to, or all together, as an engine does that is far away."""

    def pinned(self) -> AbstractContextManager[None]:
        """A context in which an engine may answer this thread from one commit: the last at its first question."""

    def explain(self, request: Request, ids: Collection[str]) -> Mapping[str, tuple[Reason, ...]]:
        """Why these articles score as they do for a question: reasons that add up to the score."""

    def holders(self, field: str, terms: Sequence[str]) -> list[int]:
        """In how many articles each of these is: stems of a TEXT field, or codes of a CODE field."""

    def fetch(self, ids: Sequence[str]) -> list[Article]:
        """The articles with these ids, in their order; ids that are not there are left out."""

    def terms(self, prefix: str = "") -> Iterable[tuple[str, int]]:
        """The whole words of headlines and bodies that begin so, folded and not stemmed, in order.

        Each comes with the number of articles whose headline or whose body (the larger number) has it.
        """

    def commonest(self, prefix: str, size: int) -> Sequence[tuple[str, int]]:
        """Of the words that `terms` has, the `size` that most articles have, with their numbers.

        The numbers may still count articles that were removed since; a word of removed articles only is not given. Of
        a large corpus they may be those of a sample.
        """

    def near(self, words: Sequence[str], distance: int) -> list[list[tuple[str, int]]]:
        """For each word those that `terms` has and that are at most `distance` edits away from it, with their numbers.

        An edit inserts, deletes or substitutes a letter, or swaps two neighbours; `distance` is 0, 1 or 2.
        """

    def values(self, field: str) -> Collection[str]:
        """The different values of a KEYWORD field among all articles, in order; none for another field."""

    def scan(self) -> Iterator[Article]:
        """Every article, in no particular order."""

    def woven(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """The id, the story and the links of every article that is not alone; in no particular order."""

    def count(self) -> int:
        """How many articles there are."""

    def version(self) -> str:
        """A short text for the last finished commit: another after every commit, the same until the next or a tidying."""

    def committed(self) -> datetime:
        """When the last commit was, or the tidying that follows one; a new index begins with a commit."""

    def size(self) -> int:
        """How many bytes the index takes."""

    def damaged_files(self) -> list[str]:
        """The names of files of the index that are not what was written; reads all of them."""

    def tidy(self) -> None:
        """Make it as quick to read as it can be made; what is found stays the same, though scores may move a little.

        Readers and writers go on meanwhile.
        """

    def publish(self) -> None:
        """Give this index to whoever reads, if it was built beside the one that they have."""

    def writing(self, patience: float = 0.0) -> AbstractContextManager[Writer]:
        """A writer; leaving its context commits, an exception in it changes nothing; nor does one that was given nothing.

        Nobody else writes meanwhile. Raises IndexLocked if another writer is at work for longer than `patience` (seconds).
        """
