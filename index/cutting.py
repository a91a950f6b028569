"""Cutting: which stretches of a text are its words, whatever the language.

NLTK's tokenizer cuts by our pattern; no NLTK data is needed. Acronyms are one word with their dots, possessives
lose their ’s, and words end at dashes, slashes and full stops. A run of Chinese, Japanese, Thai, Lao, Khmer or
Burmese, which are written without spaces, becomes its overlapping pairs of letters: 北京大学 is 北京, 京大 and
大学, so that every word in it can be found as a phrase of pairs. That costs no dictionary and never cuts wrongly;
it finds a word across the border of two others at times. Korean has spaces, and its words are taken as written.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import regex
from nltk.tokenize.regexp import RegexpTokenizer

from index.folding import APOSTROPHES, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

Span = tuple[int, int]
"""Where a word stands: half-open offsets."""

_SOLID = r"[[\p{Han}\p{Hiragana}\p{Katakana}ーｰ〆\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]&&[\p{L}〇]]"
"""A letter of a script that is written without spaces."""
_UNIT = rf"{_SOLID}[\p{{M}}ﾞﾟำຳ]*"  # with its marks, and with what is a mark in all but name
_LETTER, _ALNUM = rf"[\p{{L}}--{_SOLID}]", rf"[[\p{{L}}\p{{N}}]--{_SOLID}]"

# A chunk is a run of a script without spaces, or an acronym with its dots, or begins with a letter or digit and
# goes on over a dot, an apostrophe or (between digits) a comma when more follows: "U.S.", "O’Neill’s", "1,000.50".
_RUN = rf"{_ALNUM}(?:{_ALNUM}|\p{{M}})*"
_INITIALS = rf"(?:{_LETTER}\p{{M}}*\.){{2,}}(?!['’ʼ＇]?{_ALNUM})"
_CHUNK = rf"{_INITIALS}|{_RUN}(?:(?:\.?['’ʼ＇]|\.|(?<=\p{{N}}),(?=\p{{N}})){_RUN})*"

LONGEST = 50_000
"""Characters that are looked at as one: NLTK gives up where a text takes it five seconds."""
NEARBY = 1_000
"""Characters within which a script without spaces has a full stop."""

_TOKENIZER = RegexpTokenizer(rf"(?V1)(?:{_UNIT})+|{_CHUNK}")
_UNITS = regex.compile(_UNIT, regex.V1)

_ACRONYM = regex.compile(r"(?:\p{L}\p{M}*\.)+(?:\p{L}\p{M}*)?")
# French and Italian articles and particles: l’Écho is searched for as écho, d’Angelo as angelo.
_ELISION = regex.compile(r"(?i:[cdjlmnst]|qu|dell|nell|sull|all|dall|un)['’＇](?=\p{L}{2})")
_FULL_STOP = regex.compile(r"(?<!\p{N})\.|\.(?!\p{N})")
_STOP = regex.compile(r"(?r)[\p{Z}\p{Po}--[.,:'’ʼ＇*?]]", regex.V1)  # from the end
_PATTERN = regex.compile(r"(?:[\p{L}\p{N}\p{M}.'’*?]|(?<=\p{N}),(?=\p{N}))+")
_ACRONYM_DOT = regex.compile(r"(?<=(?<![\p{L}\p{N}])\p{L}|\.\p{L})\.")


def cut(text: str) -> Iterator[Span]:
    """Where the words of a text stand, by their beginnings; only pairs of letters overlap."""
    if text.isascii() and text.isalnum():  # nine in ten are just a word
        yield 0, len(text)
        return
    if len(text) > LONGEST:
        for start, stop in _portions(text):
            yield from ((start + begin, start + end) for begin, end in cut(text[start:stop]))
        return
    for begin, end in _TOKENIZER.span_tokenize(text):
        if _UNITS.match(text, begin, end):
            yield from _pairs(text, begin, end)
        else:
            yield from ((begin + start, begin + stop) for start, stop in _parted(text[begin:end]))


def _portions(text: str) -> Iterator[Span]:
    """Portions that a text is cut in where no word is, as far as one can tell nearby."""
    start = 0
    while start < len(text):
        stop = min(start + LONGEST, len(text))
        if stop < len(text):
            found = _STOP.search(text, stop - NEARBY, stop)
            stop = found.end() if found else stop
        yield start, stop
        start = stop


def without_dots(word: str) -> str:
    """An acronym without its dots; any other word as it is."""
    return word.replace(".", "") if "." in word and _ACRONYM.fullmatch(word) else word


def solid_letters(word: str) -> int:
    """Of how many letters a word is that was cut from a run without spaces: two, or one; 0 for all other words."""
    return 0 if word.isascii() else len(_UNITS.findall(word))


def patterns(text: str) -> list[str]:
    """The words of a text with their `*` and `?`, folded as words are: "Pro-Krem*" gives pro and krem*."""
    found = _PATTERN.findall(_ACRONYM_DOT.sub("", text))
    return [
        regex.sub(r"\*+", "*", "".join(map(_folded, regex.split(r"([*?])", one)))).strip(".'")
        for one in found
    ]


def _pairs(text: str, begin: int, end: int) -> Iterator[Span]:
    """The overlapping pairs of letters of a run; a run of one letter is itself."""
    units = [found.span() for found in _UNITS.finditer(text, begin, end)]
    if len(units) == 1:
        yield units[0]
    for (start, _), (_, stop) in pairwise(units):
        yield start, stop


def _parted(chunk: str) -> Iterator[Span]:
    """The words of a chunk: a particle by itself, an acronym as one, others ending at full stops."""
    elided = _ELISION.match(chunk)
    start = elided.end() if elided else 0
    if elided:
        yield 0, start - 1
    bare = start + _without_possessive(chunk[start:])
    if _ACRONYM.fullmatch(chunk, start, bare):
        yield start, bare
        return
    for stop in [*(found.start() for found in _FULL_STOP.finditer(chunk, start, bare)), bare]:
        end = start + _without_possessive(chunk[start:stop])
        if start < end:
            yield start, end
        start = stop + 1


def _without_possessive(text: str) -> int:
    """Where a word ends without its ’s, and the dot of an acronym before that; any number of them, looked at once."""
    end = len(text)
    while end > 2 and text[end - 1] in "sS" and text[end - 2] in APOSTROPHES:
        end -= 3 if text[end - 3] == "." else 2
    return end


def _folded(part: str) -> str:
    return part if part in {"*", "?"} else fold(part)
