"""Patterns for words that are nearly spelt like a short one.

Lucene's fuzzy queries, and its suggestions, pass over words of no more letters than there may be edits. Short words have few
neighbours, so these are written out: every way to make so many edits, with a dot where any letter may stand.
"""

from __future__ import annotations

import re

ANY = "."


def is_short(word: str, distance: int) -> bool:
    """Whether a word within so many edits of this one can have no more letters than that."""
    return len(word) <= 2 * distance


def neighbours(word: str, distance: int, *, swaps: bool) -> str:
    """A regular expression of Lucene's for all words at most so many edits away; with `swaps` of neighbours as one edit."""
    found = {tuple(word)}
    for _ in range(distance):
        found |= {other for one in found for other in _edited(one, swaps=swaps)}
    return "|".join(sorted("".join(map(_escaped, one)) for one in found)) or "()"


def _edited(word: tuple[str, ...], *, swaps: bool) -> set[tuple[str, ...]]:
    places = range(len(word))
    gone = {word[:at] + word[at + 1 :] for at in places}
    other = {(*word[:at], "", *word[at + 1 :]) for at in places}
    more = {(*word[:at], "", *word[at:]) for at in range(len(word) + 1)}
    swapped = (
        {(*word[:at], word[at + 1], word[at], *word[at + 2 :]) for at in places[:-1]} if swaps else set()
    )
    return gone | other | more | swapped


def _escaped(letter: str) -> str:
    """A letter as itself; none stands for any."""
    return ANY if letter == "" else literal(letter)


def literal(text: str) -> str:
    """A text as itself in a regular expression of Lucene's."""
    return re.sub(r"([^\w\s])", r"\\\1", text)
