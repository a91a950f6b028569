"""The fingerprints of a text: a few dozen short codes, of which a text that reuses it has several too.

A code stands for two long words that follow each other once the short ones are left out, in either order. So it outlives
what happens to reused text: a copy that is trimmed or added to, an inserted "the" or "but", a turned phrase; and of a
text whose every third word was replaced by a synonym about half of the codes are left. A name, a number or a word that
is rare needs no code, as it can be asked of the body itself.

Which codes are kept hangs on the text alone, never on a corpus: each pair has a fixed number, as good as random, and the
smallest of a text are its fingerprints (bottom-k sampling; Broder, On the resemblance and containment of documents,
1997). Two texts that share a passage therefore keep the same of its pairs, as far as their sizes allow: of the pairs of
an excerpt, a text ten times as long keeps those with the smaller numbers, which the excerpt keeps first.

What length is to words, a draw is to scripts without spaces, whose words are pairs of letters that overlap: every third
pair is taken, the same in all texts.

This finds candidates. Whether an article was reused, and how much of it, is for others to say who read both.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from index.cutting import solid_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from index.terms import Terms

    Array = npt.NDArray[Any]

LETTERS = 5
"""A word of so many letters is long. Four keep more pairs that half of all articles have; six lose too many words."""
DIGITS = 3
"""A word with a digit in it is long at this length already: 2.27am, 1945, 3-0; a table is full of shorter ones."""
SOLID = 3
"""Of the pairs of letters of scripts without spaces, one in so many is taken."""

LEAST = 16
"""How many fingerprints the shortest text has, if it has so many pairs."""
POSITIONS = 11
"""A fingerprint more for so many positions of a text: 90 for the 810 of the median article."""
LONG = 3_000
"""Beyond so many positions the number of fingerprints grows as the square root: 5 MB of text have some 4,500."""

WIDTH = 7
"""Characters of a fingerprint, five bits each: a million articles have two in a thousand codes in common by chance."""
_ALPHABET = np.frombuffer("0123456789abcdefghjkmnpqrstvwxyz".encode("utf-32-le"), np.uint32)

_CODE = 48  # bits of a pair's number; above them stands the number of the text, so that one sort does for all texts
_AT_ONCE = 1 << (64 - _CODE)
_REMEMBERED = 1 << 17


def fingerprints(texts: Sequence[Terms]) -> list[tuple[str, ...]]:
    """The fingerprints of each text, the most lasting first: what a longer text would keep.

    None for a text of fewer than two long words; the same whatever texts are given with it. Quickest for texts
    that were analysed together, since they share a vocabulary.
    """
    found: list[tuple[str, ...]] = []
    for _, group in groupby(texts, key=lambda text: id(text.vocabulary)):
        some = list(group)
        for start in range(0, len(some), _AT_ONCE):
            found += _together(some[start : start + _AT_ONCE])
    return found


def most(positions: Array) -> Array:
    """How many fingerprints texts of so many positions have at most."""
    longer = np.sqrt(np.maximum(positions, LONG) * float(LONG))
    return LEAST + (np.where(positions > LONG, longer, positions) / POSITIONS).astype(np.int64)


def _together(texts: list[Terms]) -> list[tuple[str, ...]]:
    """The fingerprints of texts that share a vocabulary."""
    vocabulary, kind = texts[0].vocabulary, texts[0].kind
    numbers = [np.frombuffer(text.numbers, kind) for text in texts]
    lengths = np.fromiter(map(len, numbers), np.int64, len(texts))
    words = np.fromiter(map(_number, vocabulary), np.uint64, len(vocabulary))[np.concatenate(numbers)]
    long = np.flatnonzero(words)
    codes = _smallest(_pairs(words[long], np.repeat(np.arange(len(texts)), lengths)[long]), most(lengths))
    ends = np.searchsorted(codes >> np.uint64(_CODE), np.arange(len(texts)), side="right")
    written = _written(codes)
    return [
        tuple(written[start:end]) for start, end in zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True)
    ]


def _pairs(words: Array, owners: Array) -> Array:
    """Each two long words that follow each other in a text, as the text's number and the pair's; a word twice is none."""
    one, other = words[:-1], words[1:]
    inside = (owners[:-1] == owners[1:]) & (one != other)
    one, other = one[inside], other[inside]
    # The smaller is turned before the sum: a plain sum or exclusive or would be equal for too many pairs.
    pairs = _mixed(np.minimum(one, other) * np.uint64(0x9E3779B97F4A7C15) + np.maximum(one, other))
    numbers: Array = owners[:-1][inside].astype(np.uint64) << np.uint64(_CODE)
    numbers |= pairs >> np.uint64(64 - _CODE)
    return numbers


def _smallest(pairs: Array, counts: Array) -> Array:
    """The smallest different pairs of each text, as many as it may have."""
    pairs = np.sort(pairs)  # np.unique would do, by a table that takes ten times as long
    pairs = pairs[np.diff(pairs, prepend=np.uint64(2**64 - 1)) != 0]
    owners = (pairs >> np.uint64(_CODE)).astype(np.int64)
    starts = np.searchsorted(owners, np.arange(len(counts)))
    return pairs[np.arange(len(pairs)) - starts[owners] < counts[owners]]


def _written(codes: Array) -> list[str]:
    """The low bits of codes as text; the high ones are small in all that are kept, and tell little apart."""
    shifts = np.arange(5 * (WIDTH - 1), -1, -5, dtype=np.uint64)
    letters = _ALPHABET[(codes[:, None] >> shifts) & np.uint64(31)]
    texts: list[str] = np.ascontiguousarray(letters).view(f"U{WIDTH}").ravel().tolist()
    return texts


@lru_cache(maxsize=_REMEMBERED)
def _number(term: str) -> int:
    """The number of a term's stem, the same in every process; 0 for a short word, which takes part in no pair."""
    stem, _, word = term.partition("\t")
    number = crc32(stem.encode("utf-8", "surrogatepass")) or 1
    if solid_letters(word):
        return 0 if number % SOLID else number
    if len(word) < DIGITS:
        return 0
    return number if len(word) >= LETTERS or any(map(str.isdigit, word)) else 0


def _mixed(numbers: Array) -> Array:
    """Numbers of 64 bits of which each hangs on every bit (the finaliser of SplitMix64; Steele et al., 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Array = numbers ^ (numbers >> np.uint64(31))
    return mixed
