"""The reference engine: the slow, obvious reading of the query algebra, which every real engine is held to.

It keeps Documents in a dict and answers by walking their words, one article after the other. Its scores
only count occurrences. It is written to be checked by eye against the docstrings of the algebra, so it
shares nothing with any engine, keeps nothing on disk, and will never be made faster.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import singledispatch
from itertools import product
from threading import Lock
from typing import TYPE_CHECKING

from corpus import UNKNOWN
from index import (
    And,
    Between,
    Counts,
    Everything,
    Fuzzy,
    IndexLocked,
    Match,
    Matches,
    Not,
    Or,
    Part,
    Phrase,
    Prefix,
    Reason,
    Request,
    Term,
    UnknownPlace,
    Wildcard,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from corpus import Article
    from index import Document, Query

    Leaf = Term | Phrase | Prefix | Wildcard | Fuzzy

KEYWORDS = ("id", "source", "section", "language", "url")


def values(document: Document, field: str) -> tuple[str, ...]:
    """The exact values of a field that is not analysed: none for a field that is missing or unknown."""
    article = document.article
    if field == "story":
        return (document.story or article.id,)
    if field == "links":
        return document.links
    if field == "fingerprint":
        return document.fingerprint
    if field == "authors":
        return article.authors
    if field == "published":
        return (article.published.isoformat(),) if article.published else ()
    value = getattr(article, field) if field in KEYWORDS else None
    return (value,) if value else ()


def distance(one: str, other: str) -> int:
    """Levenshtein's distance between two words, row by row."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def edits(one: str, other: str) -> int:
    """Like `distance`, where swapping two neighbours is one edit too: the whole table, cell by cell."""
    table = {(i, j): max(i, j) for i in range(len(one) + 1) for j in range(len(other) + 1) if not (i and j)}
    for i, j in product(range(1, len(one) + 1), range(1, len(other) + 1)):
        substituted = table[i - 1, j - 1] + (one[i - 1] != other[j - 1])
        table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, substituted)
        if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
            table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one), len(other)]


def like(pattern: str, word: str) -> bool:
    """Whether a word is of a pattern, in which only `*` and `?` are not themselves."""
    parts = {"*": ".*", "?": "."}
    regex = "".join(parts.get(char, re.escape(char)) for char in pattern)
    return re.fullmatch(regex, word, re.DOTALL) is not None


@singledispatch
def occurrences(leaf: Leaf, document: Document, field: str) -> int:
    """How often a leaf matches in one field."""
    raise TypeError(f"{leaf!r} is no leaf of the algebra; teach it to tests/reference.py")


@occurrences.register(Term)
def _(leaf: Term, document: Document, field: str) -> int:
    held = document.text[field].stems if field in document.text else values(document, field)
    return held.count(leaf.term)


@occurrences.register(Phrase)
def _(leaf: Phrase, document: Document, field: str) -> int:
    if len(leaf.terms) == 1:
        return occurrences(Term((field,), leaf.terms[0]), document, field)
    stems = document.text[field].stems if field in document.text else ()
    size = len(leaf.terms) + leaf.slop
    windows = [stems[start : start + size] for start in range(len(stems))]
    if leaf.slop:
        return sum(Counter(window) >= Counter(leaf.terms) for window in windows)
    return windows.count(leaf.terms)


def whole_words(document: Document, field: str, accept: Callable[[str], bool]) -> int:
    """How many words of an analysed field, or exact values of another, are accepted."""
    words = document.text[field].words if field in document.text else values(document, field)
    return sum(accept(word) for word in words)


@occurrences.register(Prefix)
def _(leaf: Prefix, document: Document, field: str) -> int:
    return whole_words(document, field, lambda word: word.startswith(leaf.prefix))


@occurrences.register(Wildcard)
def _(leaf: Wildcard, document: Document, field: str) -> int:
    return whole_words(document, field, lambda word: like(leaf.pattern, word))


@occurrences.register(Fuzzy)
def _(leaf: Fuzzy, document: Document, field: str) -> int:
    return whole_words(document, field, lambda word: distance(leaf.word, word) <= leaf.distance)


@singledispatch
def holds(query: Query, document: Document) -> bool:
    """Whether an article belongs to the set that a query stands for. Leaves match when they occur."""
    if not isinstance(query, Term | Phrase | Prefix | Wildcard | Fuzzy):
        raise TypeError(f"{query!r} is not of the algebra; teach it to tests/reference.py")
    return any(occurrences(query, document, field) for field in query.fields)


@holds.register(Everything)
def _(query: Everything, document: Document) -> bool:
    return True


@holds.register(Between)
def _(query: Between, document: Document) -> bool:
    found = values(document, query.field)
    low_enough = [value for value in found if query.high is None or value <= query.high]
    return any(query.low is None or value >= query.low for value in low_enough)


@holds.register(And)
def _(query: And, document: Document) -> bool:
    return all(holds(part, document) for part in query.parts)


@holds.register(Or)
def _(query: Or, document: Document) -> bool:
    return sum(holds(part, document) for part in query.parts) >= query.least


@holds.register(Not)
def _(query: Not, document: Document) -> bool:
    return not holds(query.part, document)


def score(query: Query, document: Document, weights: Mapping[str, float]) -> float:
    """The occurrences of the leaves that hold, each times its boost and the weight of its field."""
    if isinstance(query, And | Or):
        return sum(score(part, document, weights) for part in query.parts if holds(part, document))
    if isinstance(query, Everything | Between | Not):
        return 0.0
    counts = [(weights.get(field, 1.0), occurrences(query, document, field)) for field in query.fields]
    return sum(query.boost * weight * count for weight, count in counts)


def leaves(query: Query, document: Document) -> list[Leaf]:
    """The leaves that an article's score is made of."""
    if isinstance(query, And | Or):
        return [leaf for part in query.parts if holds(part, document) for leaf in leaves(part, document)]
    return [] if isinstance(query, Everything | Between | Not) else [query]


def age(document: Document, *, newest_first: bool) -> float:
    """A number that sorts by date, articles without a date last."""
    published = document.article.published
    if published is None:
        return float("inf")
    return -published.toordinal() if newest_first else published.toordinal()


class ReferenceWriter:
    """Changes a copy, so that throwing it away changes nothing."""

    def __init__(self, documents: dict[str, Document]) -> None:
        self.documents = documents
        self.changed = False

    def put(self, document: Document) -> None:
        """Add or replace."""
        self.documents[document.article.id] = document
        self.changed = True

    def remove(self, article_id: str) -> None:
        """Remove, if it is there."""
        self.documents.pop(article_id, None)
        self.changed = True


class ReferenceEngine:
    """The Engine protocol over a dict of Documents by id."""

    def __init__(self) -> None:
        self._documents: dict[str, Document] = {}
        self._lock = Lock()
        self._commits = 0
        self._committed = datetime.now(UTC)

    def search(self, request: Request) -> Matches:
        """Try every article, rank those that hold, cut out the stretch asked for."""
        ranking = [self._match(document, request) for document in self._found(request)]
        ranking.sort(key=lambda match: self._rank(match, request.sort))
        if request.distinct:
            ranking = self._firsts(ranking, request.distinct)
        left = [match for match in ranking if request.after is None or self._follows(match, request)]
        top = left[request.offset : request.offset + request.limit]
        facets = {field: self._facet(field, request) for field in request.facets}
        more = len(left) > request.offset + len(top)
        end = json.dumps(self._rank(top[-1], request.sort)) if top and more else None
        return Matches(len(ranking), tuple(top), facets, end)

    def searches(self, requests: Sequence[Request]) -> Iterator[Matches]:
        """One after the other."""
        return map(self.search, requests)

    def pinned(self) -> AbstractContextManager[None]:
        """Nothing to do."""
        return nullcontext()

    def explain(self, request: Request, ids: Collection[str]) -> dict[str, tuple[Reason, ...]]:
        """Every leaf that holds, in the query and in the bonus if that holds."""
        found = {document.article.id: document for document in self._found(request)}
        return {one: tuple(self._reasons(request, found[one])) for one in ids if one in found}

    def holders(self, field: str, terms: Sequence[str]) -> list[int]:
        """Look for each stem in each article."""
        return [
            sum(
                term in (document.text[field].stems if field in document.text else values(document, field))
                for document in self._documents.values()
            )
            for term in terms
        ]

    def fetch(self, ids: Sequence[str]) -> list[Article]:
        """One look-up an id."""
        return [self._documents[one].article for one in ids if one in self._documents]

    def terms(self, prefix: str = "") -> list[tuple[str, int]]:
        """Count each word once an article in each field; the larger count stands."""
        counts: dict[str, Counter[str]] = {"headline": Counter(), "body": Counter()}
        for document in self._documents.values():
            for field, counter in counts.items():
                counter.update(set(document.text[field].words))
        larger = counts["headline"] | counts["body"]
        return sorted(item for item in larger.items() if item[0].startswith(prefix))

    def commonest(self, prefix: str, size: int) -> list[tuple[str, int]]:
        """Sort them all."""
        return sorted(self.terms(prefix), key=lambda pair: (-pair[1], pair[0]))[:size]

    def near(self, words: Sequence[str], distance: int) -> list[list[tuple[str, int]]]:
        """Measure the way from every word to every word."""
        return [[pair for pair in self.terms() if edits(word, pair[0]) <= distance] for word in words]

    def values(self, field: str) -> list[str]:
        """Look at every article."""
        keyword = field in (*KEYWORDS, "authors", "story", "links")
        found = {one for document in self._documents.values() for one in values(document, field)}
        return sorted(found) if keyword else []

    def scan(self) -> Iterator[Article]:
        """All of them."""
        return iter([document.article for document in self._documents.values()])

    def woven(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Those with links, or with the story of another."""
        for one, document in self._documents.items():
            (story,) = values(document, "story")
            if document.links or story != one:
                yield one, story, document.links

    def publish(self) -> None:
        """Nothing to do."""

    def damaged_files(self) -> list[str]:
        """There are no files."""
        return []

    def version(self) -> str:
        """The number of the commit."""
        return str(self._commits)

    def committed(self) -> datetime:
        """When a writer last took its place."""
        return self._committed

    def size(self) -> int:
        """The bytes of all documents, written out."""
        return len(repr(self._documents).encode())

    def count(self) -> int:
        """All of them, counted."""
        return len(self._documents)

    def tidy(self) -> None:
        """Nothing to do."""

    @contextmanager
    def writing(self, patience: float = 0.0) -> Iterator[ReferenceWriter]:
        """A draft of the whole dict, which takes its place if nothing went wrong."""
        if not self._lock.acquire(timeout=patience):
            raise IndexLocked("the reference engine is being written to; end that writer first")
        try:
            writer = ReferenceWriter(dict(self._documents))
            yield writer
            if writer.changed:
                self._documents = writer.documents
                self._commits += 1
                self._committed = datetime.now(UTC)
        finally:
            self._lock.release()

    def _found(self, request: Request, ignored: str | None = None) -> list[Document]:
        filters = [query for field, query in request.filters.items() if field != ignored]
        wanted = And((request.query, *filters))
        return [document for document in self._documents.values() if holds(wanted, document)]

    def _match(self, document: Document, request: Request) -> Match:
        total = score(request.query, document, request.weights)
        if request.bonus and holds(request.bonus, document):
            total += score(request.bonus, document, request.weights)
        return Match(document.article.id, total)

    def _firsts(self, ranking: Sequence[Match], field: str) -> list[Match]:
        firsts: dict[str, Match] = {}
        for match in ranking:
            (value,) = values(self._documents[match.id], field)
            firsts.setdefault(value, Match(match.id, match.score, value))
        return list(firsts.values())

    def _follows(self, match: Match, request: Request) -> bool:
        try:
            first, then, article_id = json.loads(request.after or "")
            return self._rank(match, request.sort) > (float(first), float(then), str(article_id))
        except (ValueError, TypeError, RecursionError) as error:
            raise UnknownPlace("no rank of an article") from error

    def _reasons(self, request: Request, document: Document) -> Iterator[Reason]:
        bonus = request.bonus if request.bonus and holds(request.bonus, document) else And((Everything(),))
        for leaf in leaves(And((request.query, bonus)), document):
            counts = {field: occurrences(leaf, document, field) for field in leaf.fields}
            parts = tuple(
                Part(field, request.weights.get(field, 1.0), count, len(document.text[field].stems), 0.0)
                if field in document.text
                else Part(field, request.weights.get(field, 1.0), count, 1.0, 0.0)
                for field, count in counts.items()
                if count
            )
            matching = sum(holds(leaf, one) for one in self._documents.values())
            yield Reason(leaf, score(leaf, document, request.weights), matching, self.count(), parts)

    def _rank(self, match: Match, sort: str) -> tuple[float, float, str]:
        document = self._documents[match.id]
        first = -match.score if sort == "relevance" else age(document, newest_first=sort == "newest")
        return first, age(document, newest_first=True), match.id

    def _facet(self, field: str, request: Request) -> Counts:
        having: set[tuple[str, str]] = set()
        without: set[str] = set()
        for document in self._found(request, ignored=field):
            counted = values(document, request.distinct or "id")[0]
            held = set(values(document, field)) - ({UNKNOWN} if field == "source" else set())
            having.update((value, counted) for value in held)
            without.update([] if held else [counted])
        return Counts(dict(Counter(value for value, _ in having)), len(without))
