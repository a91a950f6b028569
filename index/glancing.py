"""Where in a text words may stand that begin in a certain way, told without cutting the text into its words. Pure.

Finding a few letters in a text takes a hundredth of the time of cutting it, and what is looked for is in few places.
What is found are stretches between blanks; every word that begins as one asks stands in one of them. It may be that
none does: whoever asks cuts the stretches as he would have cut the text.

A word of ASCII stands there as its letters do, in any case, but for the dots of acronyms and the commas of thousands.
Folding makes ASCII of other letters too, so a stretch that has one is always among those found.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from index.cutting import Span

# A blank is as good as each of these for telling words apart, and leaves most English texts with nothing but ASCII.
_PLAIN = (*((mark, " ") for mark in "“”„«»—–…‘?"), ("’", "'"))
_BLANK = ord(" ")
_ALNUM = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")
_STRANGE = re.compile(rb"\?[^ ]*")
_DIGIT = re.compile(r"\d")
_MOST_STRANGE = 0.1
"""With a larger share of characters beyond ASCII nearly all stretches would be found."""


def stretches(text: str, beginnings: Collection[str]) -> list[Span] | None:
    """Where the words of a text may begin so, in order: half-open offsets from blank to blank.

    None where it cannot be told: the text is not mostly ASCII.
    """
    plain = _plain(text)
    letters = plain.encode("ascii", "replace").lower().replace(b"\n", b" ")
    strange = 0 if plain.isascii() else letters.count(b"?")
    if strange > _MOST_STRANGE * len(letters):
        return None
    found = dict(place.span() for place in _STRANGE.finditer(letters)) if strange else {}
    found = {_start(letters, start): end for start, end in found.items()}
    for literal in {way for beginning in beginnings for way in _ways(beginning)}:
        found.update(_stretches(letters, literal))
    return sorted(found.items())


def _stretches(letters: bytes, literal: bytes) -> Iterator[Span]:
    """The stretches in which a word begins with a literal."""
    find, size = letters.find, len(letters)
    at = find(literal)
    while at >= 0:
        end = at + len(literal)
        if not (at and letters[at - 1] in _ALNUM):
            end = find(b" ", end)
            end = size if end < 0 else end
            yield _start(letters, at), end
        at = find(literal, end)


def _start(letters: bytes, place: int) -> int:
    """Where the stretch begins that a place is in."""
    return letters.rfind(b" ", 0, place) + 1 if place and letters[place - 1] != _BLANK else place


def _plain(text: str) -> str:
    """The text, as long as it was, without question marks: one will stand for each letter that is not ASCII."""
    for mark, plain in _PLAIN:
        text = text.replace(mark, plain)
    return text


@lru_cache(maxsize=1 << 12)
def _ways(beginning: str) -> tuple[bytes, ...]:
    """How what a word begins with may be written."""
    digit = _DIGIT.search(beginning)
    ways = [beginning[: digit.end()] if digit else beginning]  # 1000 may be written 1,000
    if beginning[:2].isalpha():
        ways.append(".".join(beginning[:2]))  # and us u.s.
    return tuple(way.lower().encode("ascii", "replace") for way in ways)
