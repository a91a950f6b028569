"""The Analyzer: text in, terms out, the same for indexing, querying and highlighting.

Where words begin and end is the business of `cutting`, which spellings count as one that of `folding`, which
forms of a word that of `stemming`; here they are put together, and made fast. Stop words stay, so that phrases
stay exact.

Each position of a text carries two terms: the stem, for words and phrases, and the folded word, for prefixes,
wildcards and fuzzy words. Which words a text has does not hang on its language; only their stems do.

A chunk between blanks always gives the same terms, so they are remembered: analysing news costs little more than
one split of the text and two dictionary look-ups a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from index.cutting import cut, patterns, without_dots
from index.folding import fold
from index.stemming import SNOWBALL, Stemming, stemming, stemmings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from index.cutting import Span

VERSION = 3
"""Raised with every change that gives other terms for some text; an index made by another version says so."""

_LONGEST_WORD = 255

_CHUNK = re.compile(r"\S+")
# No word has one of these in it, so each is as good as a blank, and far fewer chunks differ without them.
_APART = '"“”„«»()[]—–-/:;!?…‘|_'


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
    """The terms of a text: for position i the stem `stems[i]` and the word `words[i]`.

    They are held packed, one to a line: a fifth of the memory of tuples, and cheap to send to another process.
    """

    stem_lines: str
    word_lines: str

    @property
    def stems(self) -> tuple[str, ...]:
        """The stems, made on demand."""
        return _unpacked(self.stem_lines)

    @property
    def words(self) -> tuple[str, ...]:
        """The words, made on demand."""
        return _unpacked(self.word_lines)


class Memory(dict[str, str]):
    """A function from chunks to packed terms that remembers what it gave, and forgets what is not asked for.

    When it is full, what it holds becomes old; old entries that are asked for again become new, the others go
    when it is full the next time. A chunk of unusual length is not remembered at all.
    """

    MOST = 349_000
    """Entries that are new, and at most as many old ones; a little less than makes Python's dict grow again."""
    LONGEST = 40

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make
        self._old: dict[str, str] = {}

    def __missing__(self, chunk: str) -> str:
        given = self._old.get(chunk)
        if given is None:
            made = self._make(chunk)
            given = chunk if made == chunk else made  # one text in memory instead of two
        if len(chunk) <= self.LONGEST:
            if len(self) >= self.MOST:
                self._old = dict(self)
                self.clear()
            self[chunk] = given
        return given


class Analyzer:
    """Turns text into terms. Safe to use from many threads; each language met takes memory of its own."""

    def __init__(self) -> None:
        self._words = Memory(lambda chunk: "\n".join(word for word, _ in _pieces(chunk)))
        self._stems: dict[Stemming, Memory] = {}
        self._spans = lru_cache(maxsize=1 << 16)(lambda chunk: tuple(span for _, span in _pieces(chunk)))

    def describe(self) -> dict[str, str | int]:
        """What an index has to have been made with to be read with this Analyzer; for its manifest."""
        return {
            "tokenizer": "news words, pairs of letters where no spaces are",
            "stemmer": f"snowball: {' '.join(SNOWBALL)}",
            "version": VERSION,
        }

    def terms(self, text: str, language: str | None = None) -> Terms:
        """The terms of a text in a language (ISO 639-1; None: not known), position by position: for indexing."""
        # The two blanks give no word, and let itemgetter answer with a tuple whatever the text has.
        pick = itemgetter("", "", *_apart(text).replace(". ", "  ").split())
        return Terms(_packed(pick(self._memory(stemming(language)))), _packed(pick(self._words)))

    def tokens(self, text: str, language: str | None = None) -> list[Token]:
        """The same terms with their offsets: the way for highlighting and for reading queries."""
        stems, words, spans = self._memory(stemming(language)), self._words, self._spans
        return [
            Token(stem, word, found.start() + start, found.start() + end)
            for found in _CHUNK.finditer(_apart(text))
            for stem, word, (start, end) in zip(
                stems[found[0]].split("\n"), words[found[0]].split("\n"), spans(found[0]), strict=False
            )
        ]

    def readings(self, text: str, languages: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """The stems of a text in each of these languages, and of a text of no known one, which come first.

        An article matches a text when the stems of both are equal in its own language; a query over many
        languages asks for each of these. Readings that are the same are given once.
        """
        return tuple(dict.fromkeys(self._reading(text, each) for each in stemmings(languages)))

    def _reading(self, text: str, how: Stemming) -> tuple[str, ...]:
        memory = self._memory(how)
        return _unpacked(_packed([memory[chunk] for chunk in _apart(text).split()]))

    def patterns(self, text: str) -> list[str]:
        """The words of a text with their `*` and `?`, folded as words are: "Pro-Krem*" gives pro and krem*."""
        return patterns(text)

    def _memory(self, how: Stemming) -> Memory:
        """The stems of chunks, by way of their words: most chunks that are new hold words that are not."""
        if how not in self._stems:
            words, stems = self._words, Memory(how.stem)
            self._stems[how] = Memory(
                lambda chunk: "\n".join([stems[word] for word in _unpacked(words[chunk])])
            )
        return self._stems[how]


def _apart(text: str) -> str:
    """The text, as long as it was, with blanks for what parts words and for commas after them."""
    for char in _APART:
        text = text.replace(char, " ")
    return text.replace(", ", "  ")


def _pieces(chunk: str) -> Iterator[tuple[str, Span]]:
    """The folded words of a chunk, and where they stand in it."""
    for start, end in cut(chunk):
        word = fold(without_dots(chunk[start:end])).strip(".'")[:_LONGEST_WORD]
        if word:
            yield word, (start, end)


def _packed(given: Iterable[str]) -> str:
    """Packed terms one after the other; chunks that gave none leave no line."""
    packed = "\n".join(given).strip("\n")
    return "\n".join(packed.split()) if "\n\n" in packed else packed


def _unpacked(lines: str) -> tuple[str, ...]:
    return tuple(lines.split("\n")) if lines else ()
