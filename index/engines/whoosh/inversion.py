"""From documents to postings: a batch of articles, inverted by sorting arrays.

Every different pair of a stem and a word has a number, in the order in which it first came; a text is an array of such
numbers. Sorting all positions of a batch by their term brings together what belongs to a term, in the order of articles and
positions, since these are rising already. No loop of Python goes over positions or postings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from index.document import SCHEMA, Kind, keywords
from index.engines.whoosh.codec import packing
from index.engines.whoosh.codec.postings import AT_ONCE, Fields, Run
from index.engines.whoosh.schema import SEPARATOR, words_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from index.document import Document
    from index.terms import Terms

    Array = npt.NDArray[Any]

_TEXT = [name for name, kind in SCHEMA.items() if kind is Kind.TEXT]
_CODES = [name for name, kind in SCHEMA.items() if kind is Kind.CODE]
_VALUES = [name for name, kind in SCHEMA.items() if kind not in {Kind.TEXT, Kind.CODE}]


class _Numbers(dict[str, int]):
    """Texts by the order in which they first came."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class Inversion(Fields):
    """The documents of a batch, as they are taken apart."""

    def __init__(self) -> None:
        self._pairs = _Numbers()
        self._vocabulary: Sequence[str] | None = None
        self._anew: Array = np.zeros(0, np.uint32)
        self._values = {name: _Numbers() for name in _VALUES}
        self._numbers: dict[str, list[Array]] = {name: [] for name in [*_TEXT, *_VALUES]}
        self._codes: dict[str, list[Array]] = {name: [] for name in _CODES}
        self._columns: dict[str, list[bytes]] = {name: [] for name in _VALUES}

    def add(self, document: Document) -> None:
        """Take the next document."""
        for name in _TEXT:
            self._numbers[name].append(self._renumbered(document.text[name]))
        for name in _VALUES:
            different = dict.fromkeys(keywords(document, name))
            self._numbers[name].append(_numbered(self._values[name], different))
            self._columns[name].append(SEPARATOR.join(different).encode())
        for name in _CODES:
            # Nearly every code is a new one, so that numbering them as they come would be in vain.
            self._codes[name].append(np.array(keywords(document, name), np.bytes_))

    def _renumbered(self, terms: Terms) -> Array:
        """The terms of a text by their numbers in the batch; documents that came together share a vocabulary."""
        if terms.vocabulary is not self._vocabulary:
            self._vocabulary = terms.vocabulary
            self._anew = _numbered(self._pairs, terms.vocabulary)
        return np.asarray(self._anew[np.frombuffer(terms.numbers, terms.kind)])

    def lengths(self) -> Iterator[tuple[str, Array]]:
        """The TEXT fields, each with how many words every article has."""
        return ((name, _lengths(self._numbers[name])) for name in _TEXT)

    def columns(self) -> Iterator[tuple[str, list[bytes]]]:
        """The other fields, each with the value of every article; several values are joined."""
        return iter(self._columns.items())

    def cleanup(self) -> None:
        """Forget everything, as Whoosh asks it of what stands where its pool of postings stood."""
        self.__init__()  # type: ignore[misc]

    def fields(self) -> Iterator[tuple[str, Iterator[tuple[list[bytes], Run]]]]:
        """The fields by name, each with its terms in order and their postings."""
        stems, words = _ranked(_halves(self._pairs, 0)), _ranked(_halves(self._pairs, 1))
        for name in _TEXT:
            numbers = self._numbers[name]
            yield name, _inverted(numbers, *stems, positions=True)
            yield words_field(name), _inverted(numbers, *words)
        for name in _VALUES:
            yield name, _inverted(self._numbers[name], *_ranked(list(self._values[name])))
        for name in _CODES:
            yield name, _coded(self._codes[name])


def _numbered(numbers: _Numbers, texts: Iterable[str]) -> Array:
    return np.fromiter(map(numbers.__getitem__, texts), np.uint32)


def _lengths(numbers: Sequence[Array]) -> Array:
    return np.fromiter(map(len, numbers), np.int64, len(numbers))


def _halves(pairs: Iterable[str], which: int) -> list[str]:
    """Of each pair of a stem and a word the one or the other."""
    return [pair.split("\t")[which] for pair in pairs]


def _ranked(texts: Sequence[str]) -> tuple[list[bytes], Array]:
    """The different ones of some texts, sorted; and for each text its rank among them."""
    different = sorted(set(texts))  # code points sort as their UTF-8 does
    ranks = {text: rank for rank, text in enumerate(different)}
    return [text.encode() for text in different], np.fromiter(
        map(ranks.__getitem__, texts), np.uint32, len(texts)
    )


def _inverted(
    numbers: Sequence[Array], terms: Sequence[bytes], ranks: Array, *, positions: bool = False
) -> Iterator[tuple[list[bytes], Run]]:
    """The postings of a field, given by article the numbers of its terms and for each number its rank."""
    lengths = _lengths(numbers)
    of_each = ranks[np.concatenate(numbers)] if lengths.sum() else ranks[:0]
    return _postings(lengths, of_each, terms, positions=positions)


def _coded(codes: Sequence[Array]) -> Iterator[tuple[list[bytes], Run]]:
    """The postings of a field of codes, given those of each article."""
    every = np.concatenate([np.zeros(0, np.bytes_), *codes])
    different, ranks = np.unique(every, return_inverse=True)
    return _postings(_lengths(codes), ranks.astype(np.uint32), different.tolist(), positions=False)


def _postings(
    lengths: Array, of_each: Array, terms: Sequence[bytes], *, positions: bool
) -> Iterator[tuple[list[bytes], Run]]:
    """The same, given how many terms each article has, and the ranks of all of them, article by article."""
    if not len(of_each):
        return
    order = packing.sorted_by(of_each)
    of_each = of_each[order]
    docs = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)[order]
    places = _places(lengths, order) if positions else None
    del order
    for low, high in _pieces(of_each):
        some = None if places is None else places[low:high]
        yield _run(of_each[low:high], docs[low:high], some, terms)


def _places(lengths: Array, order: Array) -> Array:
    """The position of each word in its text, in an order; all texts one after the other have fewer than 2^32."""
    before = np.repeat(packing.starts_of(lengths).astype(np.uint32), lengths)
    return np.asarray(order - before[order])


def _pieces(ranks: Array) -> Iterator[tuple[int, int]]:
    """Stretches of sorted ranks, cut between terms."""
    low = 0
    while low < len(ranks):
        high = min(low + AT_ONCE, len(ranks))
        high = int(np.searchsorted(ranks, ranks[high - 1], "right"))
        yield low, high
        low = high


def _run(ranks: Array, docs: Array, places: Array | None, terms: Sequence[bytes]) -> tuple[list[bytes], Run]:
    """The postings of some terms, of whose every position the rank and the article are given."""
    new_term = np.diff(ranks, prepend=ranks[:1] + 1) != 0
    new_posting = new_term | (np.diff(docs, prepend=docs[:1]) != 0)
    starts = np.flatnonzero(new_posting)
    frequencies = np.diff(starts, append=len(ranks))
    firsts = np.flatnonzero(new_term[starts])
    holders = np.diff(firsts, append=len(starts))
    found = [terms[rank] for rank in ranks[starts][firsts].tolist()]
    return found, Run(holders, docs[starts].astype(np.int64), frequencies, places)
