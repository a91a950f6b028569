"""Which words are spelt nearly like a given one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA, Levenshtein
from rapidfuzz.process import extract_iter

if TYPE_CHECKING:
    from collections.abc import Iterable


def within(word: str, words: Iterable[str], distance: int) -> list[str]:
    """Those of the words that are at most `distance` edits away (insert, delete, substitute), in their order."""
    near = extract_iter(word, list(words), scorer=Levenshtein.distance, processor=None, score_cutoff=distance)
    return [found for found, _, _ in near]


def nearest(word: str, words: Iterable[str], distance: int) -> list[str]:
    """Like `within`, where two neighbouring letters that changed places are one edit, as in a slip of the keys."""
    near = extract_iter(word, list(words), scorer=OSA.distance, processor=None, score_cutoff=distance)
    return [found for found, _, _ in near]
