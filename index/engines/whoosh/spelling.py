"""Which terms of a dictionary may be spelt nearly like a word: found on arrays, before any is compared letter by letter.

An edit takes away at most one letter and adds at most one. So of two words that are `distance` edits apart each has at most
so many bytes that the other has not (four times as many where letters of several bytes are about), and neither is longer
by more. That leaves a few hundred of half a million words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from index.engines.whoosh.codec.dictionary import Dictionary

    Array = npt.NDArray[Any]

_BYTES = 4
"""The most bytes of a letter in UTF-8."""


def similar(dictionary: Dictionary, word: str, distance: int) -> Array:
    """The ranks of the terms that may be at most `distance` edits from a word; many of them are not."""
    if not len(dictionary):
        return np.zeros(0, np.int64)
    letters = np.uint32(sum(1 << bit for bit in {byte & 31 for byte in word.encode()}))
    gone, new = (
        np.bitwise_count(some) for some in (letters & ~dictionary.letters, dictionary.letters & ~letters)
    )
    longer = np.abs(np.diff(dictionary.bounds) - 1 - len(word.encode()))
    each = np.where(dictionary.is_ascii, 1, _BYTES) if word.isascii() else _BYTES
    most = distance * each
    return np.flatnonzero((gone <= most) & (new <= most) & (longer <= most))
