"""A text as it is compared with others: its sentences, and in each the terms of its words as numbers. Pure.

A term's number is a hash of its stem, the same everywhere, so texts that were prepared apart can be compared. Sentences
that are too short to say anything go with the next one, and what is too long to be one is cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from corpus import sentence_ends

if TYPE_CHECKING:
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


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """A text with n words in m sentences.

    `terms` (n) are the numbers of the words' stems, `spans` (n, 2) where the words stand, as half-open offsets, and
    `bounds` (m + 1) the first word of each sentence, and n. `numerals` (n) says which words have a digit in them.
    """

    text: str
    terms: Array
    spans: Array
    bounds: Array
    numerals: Array

    def __len__(self) -> int:
        return len(self.bounds) - 1

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

    def part(self, first: int, after: int) -> Sentences:
        """A range of its words, with the sentences or parts of sentences that they make."""
        inside = self.bounds[(self.bounds > first) & (self.bounds < after)]
        bounds = np.concatenate(([first], inside, [after])) - first
        words = slice(first, after)
        return Sentences(self.text, self.terms[words], self.spans[words], bounds, self.numerals[words])

    def span_of_words(self, first: int, after: int) -> tuple[int, int]:
        """Where a range of words stands."""
        return int(self.spans[first, 0]), int(self.spans[after - 1, 1])


def sentences(text: str, analyzer: Analyzer, language: str | None = None) -> Sentences:
    """A text, prepared for comparing."""
    tokens = analyzer.tokens(text, language)
    spans = np.array([(token.start, token.end) for token in tokens], np.int64).reshape(-1, 2)
    terms = np.fromiter((_number(token.stem) for token in tokens), np.int64, len(tokens))
    numerals = np.fromiter((any(map(str.isdigit, token.word)) for token in tokens), bool, len(tokens))
    return Sentences(text, terms, spans, _bounds(_ends(text), spans[:, 0]), numerals)


@lru_cache(maxsize=1 << 17)
def _number(stem: str) -> int:
    return crc32(stem.encode())


def _ends(text: str) -> list[int]:
    """Where sentences end: at their marks, and where paragraphs do."""
    found, start = [], 0
    for end in [*(match.start() for match in _PARAGRAPH.finditer(text)), len(text)]:
        found += [start + one for one in sentence_ends(text[start:end])]
        found.append(end)
        start = end
    return found


def _bounds(ends: list[int], starts: Array) -> Array:
    """The first words of sentences, given where words begin: none too short, but for the last, and none too long."""
    firsts = np.unique(np.searchsorted(starts, ends)).tolist()
    bounds, before = [0], 0
    for end in firsts:
        if end - before >= SHORTEST or end == len(starts):
            if end - before > LONGEST:
                bounds += range(before + PIECE, end - PIECE // 2, PIECE)
            if end > before:
                bounds.append(end)
                before = end
    return np.array(bounds, np.int64)
