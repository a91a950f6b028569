"""The Analyzer: text in, terms out, the same for indexing, querying and highlighting.

NLTK cuts the text and stems the words; no NLTK data is needed for either. What is ours is the pattern and
the folding: acronyms lose their dots (U.S. = US), possessives their ’s, thousands their commas, letters
their accents and case. Stop words stay, so that phrases stay exact.

Each position of a text carries two terms: the stem, for words and phrases, and the folded word, for
prefixes, wildcards and fuzzy words. A word that is written the same always gives the same terms, so they
are remembered: most of the cost of analysing news is one dictionary look-up a word.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import regex
from nltk.stem.snowball import SnowballStemmer
from nltk.tokenize.regexp import RegexpTokenizer

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 2
"""Raised with every change that gives other terms for some text; an index made by another version says so."""

# A chunk is an acronym with its dots, or begins with a letter or digit and goes on over a dot, an apostrophe
# or (between digits) a comma when more follows: "U.S.", "O’Neill’s", "U.K.’s", "1,000.50". _cut parts it.
_ALNUM = r"[\p{L}\p{N}]"
_RUN = rf"{_ALNUM}[\p{{L}}\p{{N}}\p{{M}}]*"
_INITIALS = rf"(?:\p{{L}}\p{{M}}*\.){{2,}}(?!['’ʼ＇]?{_ALNUM})"
_CHUNK = rf"{_INITIALS}|{_RUN}(?:(?:\.?['’ʼ＇]|\.|(?<=\p{{N}}),(?=\p{{N}})){_RUN})*"

_ACRONYM = regex.compile(r"(?:\p{L}\p{M}*\.)+(?:\p{L}\p{M}*)?")
_APOSTROPHE = "'’ʼ＇"
# French and Italian articles and particles: l’Écho is searched for as écho, d’Angelo as angelo.
_ELISION = regex.compile(r"(?i:[cdjlmnst]|qu|dell|nell|sull|all|dall|un)['’＇](?=\p{L}{2})")
_FULL_STOP = regex.compile(r"(?<!\p{N})\.|\.(?!\p{N})")
_PATTERN = regex.compile(r"(?:[\p{L}\p{N}\p{M}.'’*?]|(?<=\p{N}),(?=\p{N}))+")
_ACRONYM_DOT = regex.compile(r"(?<=(?<![\p{L}\p{N}])\p{L}|\.\p{L})\.")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "＇": "'"})
# Accents (Latin, Greek, Cyrillic) and the points of Hebrew and Arabic go; the vowel signs of Indic scripts
# are combining marks too, and stay.
_FOLDED_AWAY = regex.compile(r"[^\p{L}\p{N}\p{M}.']+|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]+")

# Letters that Unicode does not take apart, as the English-speaking press writes them.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)

_LONGEST_WORD = 255

_Piece = tuple[str, str, int, int]  # stem, word, start, end


class Token(NamedTuple):
    """A word where it stands: its two terms, and its half-open character offsets in the original text.

    A tuple, since a page of results takes tens of thousands of them, which a frozen dataclass makes slowly.
    """

    stem: str
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text: for position i the stem `stems[i]` and the word `words[i]`."""

    stems: tuple[str, ...]
    words: tuple[str, ...]


class Analyzer:
    """Turns text into terms. English is stemmed; words of other languages are folded and stemmed as English."""

    def __init__(self) -> None:
        self._tokenizer = RegexpTokenizer(_CHUNK)
        self._stemmer = SnowballStemmer("english")
        # Half a million spellings are more than a million articles use often, and about 100 MB.
        self._pieces = lru_cache(maxsize=1 << 19)(self._cut)

    def describe(self) -> dict[str, str | int]:
        """What an index has to have been made with to be read with this Analyzer; for its manifest."""
        return {"tokenizer": "news words", "stemmer": "snowball english", "version": VERSION}

    def terms(self, text: str) -> Terms:
        """The terms of a text, position by position: the fast way, for indexing."""
        pieces = list(chain.from_iterable(map(self._pieces, self._tokenizer.tokenize(text))))
        if not pieces:
            return Terms((), ())
        stems, words, _, _ = zip(*pieces, strict=True)
        return Terms(stems, words)

    def tokens(self, text: str) -> list[Token]:
        """The same terms with their offsets: the way for highlighting and for reading queries."""
        pieces = self._pieces
        return [
            Token(stem, word, begin + start, begin + end)
            for begin, stop in self._tokenizer.span_tokenize(text)
            for stem, word, start, end in pieces(text[begin:stop])
        ]

    def patterns(self, text: str) -> list[str]:
        """The words of a text with their `*` and `?`, folded as words are: "Pro-Krem*" gives pro and krem*."""
        found = _PATTERN.findall(_ACRONYM_DOT.sub("", text))
        return [
            regex.sub(r"\*+", "*", "".join(map(_folded, regex.split(r"([*?])", one)))).strip(".'")
            for one in found
        ]

    def _cut(self, chunk: str) -> tuple[_Piece, ...]:
        """The words of a chunk, with offsets in the chunk."""
        elided = _ELISION.match(chunk)
        if not elided:
            return tuple(self._words(chunk, 0))
        particle = self._piece(elided[0][:-1], 0, elided.end() - 1)
        return (*particle, *self._words(chunk[elided.end() :], elided.end()))

    def _words(self, text: str, offset: int) -> Iterator[_Piece]:
        """The words of a chunk that stands at `offset`: an acronym as one, others cut at full stops."""
        bare = _without_possessive(text)
        if _ACRONYM.fullmatch(bare):
            yield from self._piece(bare.replace(".", ""), offset, offset + len(bare))
            return
        start = 0
        for stop in [*(found.start() for found in _FULL_STOP.finditer(bare)), len(bare)]:
            word = _without_possessive(bare[start:stop])
            yield from self._piece(word, offset + start, offset + start + len(word))
            start = stop + 1

    def _piece(self, text: str, start: int, end: int) -> tuple[_Piece, ...]:
        word = fold(text).strip(".'")[:_LONGEST_WORD]
        return ((self._stem(word), word, start, end),) if word else ()

    def _stem(self, word: str) -> str:
        return word if any(map(str.isdigit, word)) else str(self._stemmer.stem(word))


def _without_possessive(text: str) -> str:
    """A word without its ’s, and the dot of an acronym before that; any number of them, looked at once."""
    end = len(text)
    while end > 2 and text[end - 1] in "sS" and text[end - 2] in _APOSTROPHE:
        end -= 3 if text[end - 3] == "." else 2
    return text[:end]


def _folded(part: str) -> str:
    return part if part in {"*", "?"} else fold(part)


def fold(text: str) -> str:
    """A word without case, accents, typographic apostrophes and the commas of thousands."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold().translate(_LETTERS)
    return unicodedata.normalize("NFC", _FOLDED_AWAY.sub("", unicodedata.normalize("NFKD", plain)))
