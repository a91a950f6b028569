"""One commit of a Whoosh index, to be read: postings, positions, columns, lengths and words.

Articles are numbered through all segments. A Whoosh reader seeks in its files, so a Snapshot serves one thread at a
time; what is read once a commit (columns, lengths, words) is `Kept`, and shared by all of them.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import repeat
from typing import TYPE_CHECKING, Any, cast

from whoosh.reading import TermNotFound

from index.document import SCHEMA, Kind
from index.engines.whoosh.schema import words_field

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Iterator

BM25_B = 0.75
SHORT = 2
"""Letters of a prefix that begins a large part of all words."""
LAST = "\U0010ffff"


def norm(length: float, average: float) -> float:
    """BM25's 1 / (1 - b + b * length / average length): what a long text makes of a frequency."""
    return 1 / (1 - BM25_B + BM25_B * length / average)


class Kept:
    """What one commit's readers have computed already. Who asks for what is being made waits for that alone."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, str], object] = {}
        self._turns: defaultdict[tuple[str, str], threading.Lock] = defaultdict(threading.Lock)
        self._turn = threading.Lock()

    def get(self, key: tuple[str, str], make: Callable[[], object]) -> Any:
        """The value of this key, made once."""
        with self._turn:
            turn = self._turns[key]
        with turn:
            if key not in self._values:
                self._values[key] = make()
            return self._values[key]


class Snapshot:
    """A commit of a Whoosh index, for one thread at a time. Articles are numbers that hold in this commit only."""

    def __init__(self, reader: Any, kept: Kept) -> None:
        self._reader = reader
        self._leaves = list(reader.leaf_readers())
        self._kept = kept

    @property
    def alive(self) -> list[int]:
        """The numbers of all articles that are not deleted."""
        return cast("list[int]", self._kept.get(("alive", ""), self._read_alive))

    def _read_alive(self) -> list[int]:
        reader = self._reader
        every = range(reader.doc_count_all())
        return [doc for doc in every if not reader.is_deleted(doc)] if reader.has_deletions() else list(every)

    def postings(self, field: str, term: str) -> Iterator[tuple[int, float]]:
        """The articles that have a term in a field, in order, each with how often."""
        for leaf, offset in self._leaves:
            matcher = _matcher(leaf, field, term)
            if matcher is None:
                continue
            number, weight, step, active = matcher.id, matcher.weight, matcher.next, matcher.is_active
            while active():
                yield offset + number(), weight()
                step()

    def positions(self, field: str, term: str, docs: Iterable[int]) -> dict[int, array[int]]:
        """Where the term stands in these articles (in rising order, each of which must have it)."""
        found: dict[int, array[int]] = {}
        leaves = iter(self._leaves)
        matcher, offset, end = None, 0, 0
        for doc in docs:
            while doc >= end:
                leaf, offset = next(leaves)
                end = offset + leaf.doc_count_all()
                matcher = None
            matcher = matcher or _matcher(leaf, field, term)
            matcher.skip_to(doc - offset)
            found[doc] = matcher.value_as("positions")
        return found

    def column(self, field: str) -> list[str]:
        """By article number the value of a KEYWORD or DATE field, several values joined; "" where none."""
        return cast("list[str]", self._kept.get(("columns", field), lambda: list(self._read_column(field))))

    def _read_column(self, field: str) -> Iterator[str]:
        for leaf, _ in self._leaves:
            if leaf.has_column(field):
                yield from (bytes(value).decode() for value in leaf.column_reader(field, translate=False))
            else:
                yield from repeat("", leaf.doc_count_all())

    def dates(self) -> list[int]:
        """By article number the date as a number that sorts like it: 2023-05-04 as 20230504, none as 0."""
        column = self.column("published")
        return cast("list[int]", self._kept.get(("dates", ""), lambda: [_number(date) for date in column]))

    def average(self, field: str) -> float:
        """How many words a TEXT field has in the mean of all articles; 1.0 of another field."""
        if SCHEMA.get(field) is not Kind.TEXT:
            return 1.0
        return float(max(self._reader.field_length(field), 1) / max(self._reader.doc_count_all(), 1))

    def lengths(self, field: str) -> list[float]:
        """By article number how many words a TEXT field has, as nearly as Whoosh keeps it; 1.0 of another."""
        return cast(
            "list[float]", self._kept.get(("lengths", field), lambda: list(self._read_lengths(field)))
        )

    def _read_lengths(self, field: str) -> Iterator[float]:
        if SCHEMA.get(field) is not Kind.TEXT:
            yield from repeat(1.0, self._reader.doc_count_all())
            return
        for leaf, _ in self._leaves:
            for doc in range(leaf.doc_count_all()):
                yield float(leaf.doc_field_length(doc, field) or 0)

    def norms(self, field: str) -> list[float]:
        """By article number what its length makes of a frequency (see `norm`), with this commit's average."""
        average = self.average(field)
        return cast(
            "list[float]",
            self._kept.get(
                ("norms", field), lambda: [norm(length, average) for length in self.lengths(field)]
            ),
        )

    def starting(self, field: str, prefix: str) -> list[str]:
        """The whole words of a TEXT field (or the values of another) that begin so, sorted."""
        if not prefix:
            return self.words(field)
        if field not in SCHEMA:
            return []
        name = words_field(field)
        return sorted(
            {word.decode() for leaf, _ in self._leaves for word in leaf.expand_prefix(name, prefix)}
        )

    def words(self, field: str) -> list[str]:
        """Every whole word of a TEXT field (or value of another), sorted; some of removed articles only."""
        return cast("list[str]", self._kept.get(("words", field), lambda: self._read_words(field)))

    def _read_words(self, field: str) -> list[str]:
        if field not in SCHEMA:
            return []
        name = words_field(field)
        return sorted({word.decode() for leaf, _ in self._leaves for word in leaf.lexicon(name)})

    def vocabulary(self) -> list[str]:
        """Every whole word of headlines and bodies, sorted."""
        headline, body = self.words("headline"), self.words("body")
        return cast("list[str]", self._kept.get(("vocabulary", ""), lambda: sorted({*headline, *body})))

    def articles_with(self, word: str) -> int:
        """In how many articles' headlines, or bodies (the larger), a whole word is."""
        return max(sum(1 for _ in self.postings(words_field(field), word)) for field in ("headline", "body"))

    def counts(self, field: str, prefix: str) -> Counter[str]:
        """The whole words of a TEXT field that begin so, each with how many articles have it."""
        name, start = words_field(field), prefix.encode()
        total: Counter[str] = Counter()
        for leaf, _ in self._leaves:
            for word, info in leaf.iter_field(name, prefix):
                if not word.startswith(start):
                    break
                total[word.decode()] += (
                    _length(leaf, name, word) if leaf.has_deletions() else info.doc_frequency()
                )
        return +total  # without the words of removed articles only

    def frequent(self, prefix: str) -> Iterable[tuple[str, int]]:
        """The whole words that begin so, with how many articles have them, removed ones among them.

        What begins with a letter or two is a large part of all words: those are read once a commit.
        """
        if len(prefix) > SHORT:
            return self._rough(prefix).items()
        every = cast(
            "list[tuple[str, int]]", self._kept.get(("rough", ""), lambda: sorted(self._rough("").items()))
        )
        start = bisect_left(every, (prefix,))
        return every[start : bisect_left(every, (prefix + LAST,), start)]

    def _rough(self, prefix: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for field in ("headline", "body"):
            own: Counter[str] = Counter()
            for leaf, _ in self._leaves:
                for word, info in leaf.iter_field(words_field(field), prefix):
                    if not word.startswith(prefix.encode()):
                        break
                    own[word.decode()] += info.doc_frequency()
            found |= own
        return found

    def has(self, word: str) -> bool:
        """Whether an article that is there has a whole word."""
        fields = map(words_field, ("headline", "body"))
        return any(True for field in fields for _ in self.postings(field, word))

    def holders(self, field: str, term: str) -> int:
        """In how many articles a term is."""
        encoded = term.encode()
        having = [leaf for leaf, _ in self._leaves if (field, encoded) in leaf]
        return sum(
            _length(leaf, field, encoded) if leaf.has_deletions() else leaf.doc_frequency(field, encoded)
            for leaf in having
        )

    def values(self, field: str) -> list[str]:
        """The different values of a KEYWORD field, sorted."""
        if SCHEMA.get(field) is not Kind.KEYWORD:
            return []
        return cast("list[str]", self._kept.get(("values", field), lambda: sorted(self.counts(field, ""))))

    def stored(self, doc: int) -> str:
        """The article as it was stored."""
        return str(self._reader.stored_fields(doc)["article"])


def _number(date: str) -> int:
    return int(date.replace("-", "")) if date else 0


def _length(leaf: Any, field: str, word: bytes) -> int:
    return sum(1 for _ in leaf.postings(field, word).all_ids())


def _matcher(leaf: Any, field: str, term: str) -> Any:
    try:
        return leaf.postings(field, term)
    except TermNotFound:
        return None
