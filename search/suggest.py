"""Suggestions from the corpus's own words: what may have been meant, and how a word may go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from search.parser import TypedWord

COMMONER = 10
"""How many times commoner than a word another has to be to have been meant by it."""

_LONGEST = 40


def meant(typed: str, words: Sequence[TypedWord], known: Mapping[str, int]) -> str | None:
    """What was typed, with the words that the corpus does not have, or hardly, replaced by near ones that it has.

    `known` gives for each word of the corpus in how many articles it is. None when nothing is replaced.
    """
    text = typed
    for word in reversed(words):
        better = _better(word.word, known)
        if better:
            text = text[: word.start] + better + text[word.end :]
    return text if text != typed else None


def completions(typed: str, starting: Mapping[str, int], size: int) -> list[str]:
    """What was typed, its last word gone on to the commonest words that begin so (`starting`, with articles)."""
    if not starting:
        return []
    head = typed[: len(typed) - len(typed.rsplit(maxsplit=1)[-1])]
    ranked = sorted(starting.items(), key=lambda pair: (-pair[1], pair[0]))
    return [head + word for word, _ in ranked[:size]]


def _better(word: str, known: Mapping[str, int]) -> str | None:
    """The commonest of the nearest words; one letter off for short words, two for longer."""
    if len(word) < 3 or len(word) > _LONGEST or any(map(str.isdigit, word)):
        return None
    least = max(1, COMMONER * known.get(word, 0))
    for distance in (1, 2) if len(word) > 4 else (1,):
        near = [other for other in nearest(word, known, distance) if known[other] >= least and other != word]
        if near:
            return max(near, key=lambda other: (other[0] == word[0], known[other], other))
    return None
