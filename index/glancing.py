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
    from collections.abc import Collection

    from index.cutting import Span

# A blank is as good as each of these for telling words apart, and leaves most English texts with nothing but ASCII.
_PLAIN = (*((mark, " ") for mark in "“”„«»—–…‘?"), ("’", "'"))
_BLANK = ord(" ")
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
    found: dict[int, int] = {}
    for sought in (*map(_sought, beginnings), *((_STRANGE,) if strange else ())):
        for place in sought.finditer(letters):
            start, end = place.span()
            if start and letters[start - 1] != _BLANK:
                start = letters.rfind(b" ", 0, start) + 1
            found[start] = end
    return sorted(found.items())


def _plain(text: str) -> str:
    """The text, as long as it was, without question marks: one will stand for each letter that is not ASCII."""
    for mark, plain in _PLAIN:
        text = text.replace(mark, plain)
    return text


@lru_cache(maxsize=1 << 12)
def _sought(beginning: str) -> re.Pattern[bytes]:
    """Finds the rest of each stretch from a word that begins so: the literal first, since that is found fastest."""
    digit = _DIGIT.search(beginning)
    ways = [beginning[: digit.end()] if digit else beginning]  # 1000 may be written 1,000
    if beginning[:2].isalpha():
        ways.append(".".join(beginning[:2]))  # and us u.s.
    return re.compile(b"|".join(map(_way, ways)))


def _way(written: str) -> bytes:
    literal = re.escape(written.lower().encode("ascii", "replace"))
    return literal + rb"(?<![a-z0-9]" + literal + rb")[^ ]*"
