"""A text as it is compared with others: its sentences, and in each the terms of its words as numbers. Pure.

A term's number is a hash of its stem, the same everywhere, so texts that were prepared apart can be compared. Sentences
that are too short to say anything go with the next one, and what is too long to be one is cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from corpus import sentence_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from index import Analyzer

    Array = npt.NDArray[Any]

SHORTEST = 3
"""Words of a sentence that is compared alone."""
LONGEST = 60
"""Words of a sentence that is compared whole: tables and texts without full stops are cut."""
PIECE = 30
"""Words of the pieces of longer ones."""
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*[-•*])")


@dataclass(frozen=True, eq=False)
class Sentences:
    """A text with n words in m sentences.

    `terms` (n) are the numbers of the words' stems, `bounds` (m + 1) the first word of each sentence, and n, and `numerals`
    (n) says which words have a digit in them. Where the words stand, which takes longest, is looked for when it is asked.
    """

    text: str
    terms: Array
    bounds: Array
    numerals: Array
    cut: Callable[[], Array]

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @cached_property
    def spans(self) -> Array:
        """Where the words stand (n, 2): half-open offsets."""
        return self.cut()

    @property
    def lengths(self) -> Array:
        """How many words each sentence has."""
        return np.diff(self.bounds)

    def of_words(self) -> Array:
        """For each word the number of its sentence."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def words(self, first: int, last: int) -> tuple[int, int]:
        """The words of some sentences, from the first sentence to the last: a half-open range."""
        return int(self.bounds[first]), int(self.bounds[last + 1])

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where some sentences stand, from the first word to the end of the last: half-open offsets."""
        return self.span_of_words(*self.words(first, last))

    def span_of_words(self, first: int, after: int) -> tuple[int, int]:
        """Where a range of words stands."""
        return int(self.spans[first, 0]), int(self.spans[after - 1, 1])

    def part(self, first: int, after: int) -> Sentences:
        """A range of its words, with the sentences or parts of sentences that they make."""
        inside = self.bounds[(self.bounds > first) & (self.bounds < after)]
        bounds = np.concatenate(([first], inside, [after])) - first
        words = slice(first, after)
        return Sentences(
            self.text, self.terms[words], bounds, self.numerals[words], lambda: self.spans[words]
        )


def sentences(text: str, analyzer: Analyzer, language: str | None = None) -> Sentences:
    """A text, prepared for comparing."""
    pieces = [text[start:end] for start, end in pairwise([0, *_ends(text)])]
    every = analyzer.terms_of((piece, language) for piece in pieces)
    vocabulary = every[0].vocabulary
    known = np.array([_number(term) for term in vocabulary], np.int64).reshape(-1, 2)
    words = [known[np.frombuffer(terms.numbers, terms.kind)] for terms in every]
    joined = np.concatenate(words)
    bounds = _bounds(list(map(len, words)))
    return Sentences(text, joined[:, 0], bounds, joined[:, 1] > 0, lambda: _spans(text, analyzer, language))


def _spans(text: str, analyzer: Analyzer, language: str | None) -> Array:
    places = [(token.start, token.end) for token in analyzer.tokens(text, language)]
    return np.array(places, np.int64).reshape(-1, 2)


@lru_cache(maxsize=1 << 17)
def _number(term: str) -> tuple[int, bool]:
    """The number of a term's stem, and whether its word has a digit in it."""
    stem, _, word = term.partition("\t")
    return crc32(stem.encode()), any(map(str.isdigit, word))


def _ends(text: str) -> list[int]:
    """Where sentences end: at their marks, and where paragraphs do; the end of the text among them."""
    found, start = [], 0
    for end in [*(match.start() for match in _PARAGRAPH.finditer(text)), len(text)]:
        found += [start + one for one in sentence_ends(text[start:end])]
        found += [end] if not found or found[-1] < end else []
        start = end
    return found


def _bounds(counts: Sequence[int]) -> Array:
    """The first words of sentences, given the words of each: none too short, but for the last, and none too long."""
    bounds, end, total = [0], 0, sum(counts)
    for count in counts:
        end += count
        size = end - bounds[-1]
        if size >= SHORTEST or (size and end == total):
            if size > LONGEST:
                bounds += range(bounds[-1] + PIECE, end - PIECE // 2, PIECE)
            bounds.append(end)
    return np.array(bounds, np.int64)
